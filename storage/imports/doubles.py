"""Rows of a workbook that may be a household which is written down already, for a warning."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.domain.imports import Double
from bot.domain.vietnamese.doubles import Listed, alike
from storage.imports.known import Key


@dataclass(frozen=True, slots=True)
class Place:
    """Where a household is listed: the row of the workbook, or none where it is only known."""

    cell: Key
    code: str
    row: int | None
    home: Listed


def listed(
    head: str, alias: str, address: str, landmark: str, group: Key | None, *, fresh: bool
) -> Listed:
    """A household as it is compared; the group by its code within the cell."""
    name = group[1].rpartition("/")[2].replace("-", " ") if group else ""
    return Listed(head, alias, name, tuple(filter(None, (address, landmark))), fresh)


async def doubles(places: Iterable[Place]) -> tuple[Double, ...]:
    """Each row that may be the same household as another, or as one that is known, once."""
    by_cell: dict[Key, list[Place]] = {}
    for place in places:
        by_cell.setdefault(place.cell, []).append(place)
    found: list[Double] = []
    for cell in by_cell.values():
        found += _within(cell)
        await asyncio.sleep(0)  # others have messages to answer
    return tuple(sorted(found, key=lambda double: double.row))


def _within(cell: Sequence[Place]) -> list[Double]:
    """What is known already stands first, so that the row is what is warned of."""
    known_first = sorted(cell, key=lambda place: (place.row is not None, place.row or 0))
    found = []
    for pair in alike([place.home for place in known_first]):
        other, place = known_first[pair.first], known_first[pair.second]
        assert place.row is not None, "what is only known is not fresh"
        found.append(
            Double(place.row, place.code, other.row, other.code, pair.same_name, pair.agree)
        )
    return found
