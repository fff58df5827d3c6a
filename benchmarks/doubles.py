"""How many of 137,461 generated households are warned of as doubles, how many true ones are seen.

Fifty sample communes with other people each, as their offices would import them; then the same
with one household in a thousand written down a second time, as that happens: without diacritics,
with a slip, with the address put otherwise, without the calling name.

    python -m benchmarks.doubles
"""

import time
from collections import Counter
from collections.abc import Iterator
from datetime import date
from random import Random

from bot.domain.vietnamese.doubles import Listed, alike
from bot.domain.vietnamese.text import plain
from storage.sample.commune import laid_out
from storage.sample.homes import settled
from storage.tables import Household

HOUSEHOLDS = 137_461
TODAY = date(2026, 11, 22)
ONE_IN = 1000


def main() -> None:
    """Count, and tell what was counted."""
    cells = list(_cells())
    count = sum(map(len, cells))
    began = time.process_time()
    false = [pair for cell in cells for pair in alike(cell)]
    took = time.process_time() - began
    kinds = Counter(f"{one.agree}{'' if one.same_name else ', name alike'}" for one in false)
    print(f"{count:,} households of {len(cells)} cells: {len(false)} warnings, {took:.2f} s of CPU")
    for kind, many in kinds.most_common():
        print(f"  {many:4} by {kind}")
    rng, seen = Random(11), Counter[tuple[str, str]]()
    for cell in cells:
        doubled = list(_doubled(rng, cell))
        told = {pair.second for pair in alike([*cell, *(one for _, one in doubled)])}
        for place, (how, _) in enumerate(doubled, len(cell)):
            seen[how, "all"] += 1
            seen[how, "seen"] += place in told
    for how in _WAYS:
        print(f"  {how}: {seen[how, 'seen']} of {seen[how, 'all']} seen")


def _cells() -> Iterator[list[Listed]]:
    left, seed = HOUSEHOLDS, 0
    while left > 0:
        seed += 1
        commune = laid_out(Random(seed), TODAY)
        homes = settled(Random(seed + 1000), commune).households[:left]
        left -= len(homes)
        groups = {unit.id: unit.name for units in commune.groups.values() for unit in units}
        by_cell: dict[int, list[Listed]] = {}
        for home in homes:
            by_cell.setdefault(home.cell_id, []).append(_listed(home, groups))
        yield from by_cell.values()


def _listed(home: Household, groups: dict[int, str]) -> Listed:
    places = tuple(filter(None, (home.address, home.landmark)))
    return Listed(home.head, home.alias, groups[home.group_id or 0], places)


_WAYS = ("no diacritics", "a slip", "address put otherwise", "no calling name", "just again")


def _doubled(rng: Random, cell: list[Listed]) -> Iterator[tuple[str, Listed]]:
    for home in cell:
        if rng.randrange(ONE_IN) == 0:
            how = rng.choice(_WAYS)
            yield how, _again(rng, home, how)


def _again(rng: Random, home: Listed, how: str) -> Listed:
    head, alias, places = home.head, home.alias, home.places
    match how:
        case "no diacritics":
            head, alias = plain(head), plain(alias)
        case "a slip":
            at = rng.randrange(1, len(head))
            head = head[:at] + head[at + 1 :]
        case "address put otherwise":
            places = (" - ".join(reversed(places[0].split(", "))).lower(), *places[1:])
        case "no calling name":
            alias = ""
    return Listed(head, alias, home.group, places)


if __name__ == "__main__":
    main()
