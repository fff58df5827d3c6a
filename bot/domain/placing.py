"""Which account of ours each person is sent to, when codes are handed out."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """An account: the commune it serves (None: all), and how many seats it has left (None: any)."""

    surface: str
    account: str
    commune_id: int | None = None
    free: int | None = None


def placed(
    communes: Sequence[int], places: Sequence[Place], own: tuple[str, str] | None = None
) -> list[Place | None]:
    """For each person, by commune, the account that the code is good for; None for any.

    A commune's own accounts go before those that serve all. Where several of one messenger have
    room they are filled one after the other. Where more than one messenger would do, or nothing
    bounds an account, it is the `own` of whoever hands the codes out, else the person's choice.
    """
    taken: dict[Place, int] = {}
    return [_one(commune, places, taken, own) for commune in communes]


def open_to(
    communes: Sequence[int], places: Sequence[Place], chosen: Sequence[Place | None]
) -> list[list[Place]]:
    """For each person the account chosen for them, else all that they may come to, or none."""
    taken = Counter(one for one in chosen if one is not None)
    return [
        [place] if place is not None else fitting(commune, places, taken)
        for commune, place in zip(communes, chosen, strict=True)
    ]


def fitting(commune: int, places: Sequence[Place], taken: Mapping[Place, int]) -> list[Place]:
    """The accounts that somebody of a commune may come to."""
    room = [
        one for one in places
        if one.commune_id in (commune, None) and (one.free is None or taken.get(one, 0) < one.free)
    ]  # fmt: skip
    own = [one for one in room if one.commune_id == commune]
    return own or room


def _one(
    commune: int,
    places: Sequence[Place],
    taken: dict[Place, int],
    own: tuple[str, str] | None,
) -> Place | None:
    found = fitting(commune, places, taken)
    one_messenger = len({one.surface for one in found}) == 1
    bounded = all(one.free is not None for one in found)
    if not one_messenger or (len(found) > 1 and not bounded):
        found = [one for one in found if (one.surface, one.account) == own]
    if not found:
        return None
    taken[found[0]] = taken.get(found[0], 0) + 1
    return found[0]
