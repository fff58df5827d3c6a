"""How figures are stated: with their spread, beside the last, and proved by their rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean, median
from typing import TypeVar

K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class Difference:
    """A stated total that its rows do not sum to; shown in red before anybody signs."""

    what: str
    stated: int
    summed: int


@dataclass(frozen=True, slots=True)
class Spread:
    """An average never stands alone: it hides who has 59 beside who has 21."""

    low: float
    middle: float
    high: float
    average: float
    count: int
    far_off: tuple[float, ...] = ()  # beyond one and a half quartile ranges


def spread(values: Sequence[float]) -> Spread | None:
    """Min, median, max, average and outliers; None of nothing."""
    if not values:
        return None
    ordered = sorted(values)
    half = len(ordered) // 2
    lower = median(ordered[:half] or ordered)
    upper = median(ordered[-half:] if half else ordered)
    reach = 1.5 * (upper - lower)
    far = tuple(one for one in ordered if one < lower - reach or one > upper + reach)
    return Spread(ordered[0], median(ordered), ordered[-1], fmean(ordered), len(ordered), far)


def proof(what: str, stated: int, rows: Sequence[int]) -> Difference | None:
    """None when the rows sum to what is stated."""
    summed = sum(rows)
    return None if summed == stated else Difference(what, stated, summed)


def summed(pairs: Iterable[tuple[K, int]]) -> tuple[tuple[K, int], ...]:
    """The pairs with their counts taken together, in the order in which they first came."""
    found: dict[K, int] = {}
    for key, count in pairs:
        found[key] = found.get(key, 0) + count
    return tuple(found.items())
