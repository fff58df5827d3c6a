"""Households as one line mentions them, and what of that was meant in the end."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

from bot.domain.vietnamese.phrase_lists import common
from bot.domain.vietnamese.sentence_book import Named

_RATHER = re.compile(r"khong phai (?:la )?(?:ho |so |nha )*(\d{1,3}) ,? ?ma (?:la )?$")
_NOT_THAT = re.compile(r",? ?(?:chu )?khong phai (?:la )?(?:ho |so |nha )*(\d{1,3})(?!\S)")
"""How a number is put right that was typed before."""


class By(IntEnum):
    """How a household was named, the surest first."""

    LED_NUMBER = 0
    NUMBER = 1
    HOUSE = 2
    NAME = 3
    WORD = 4


@dataclass(frozen=True, slots=True)
class Mention:
    """Households named one after another: the tokens from `first` up to `end`."""

    first: int
    end: int
    households: tuple[Named, ...]
    by: By = By.LED_NUMBER
    fresh: bool = True  # where a household is looked for: at the beginning, behind a comma

    @property
    def certain(self) -> bool:
        """Whether each of them is surely meant."""
        return all(one.certain for one in self.households)


def instead(keys: Sequence[str], found: list[Mention]) -> list[Mention]:
    """ "5 6 8 bt, à hộ 9 chứ không phải 8": the one stands where the other stood."""
    for at in range(1, len(found)):
        right = found[at]
        before = " ".join(map(common, keys[max(0, right.first - 7) : right.first]))
        after = " ".join(map(common, keys[right.end : right.end + 5]))
        wrong = _RATHER.search(before) or _NOT_THAT.match(after)
        if wrong is None:
            continue
        for place in range(at - 1, -1, -1):
            if swapped := _swapped(found[place], int(wrong[1]), right):
                return [*found[:place], swapped, *found[place + 1 : at], *found[at + 1 :]]
    return found


def either(number: Mention, name: Mention) -> Mention:
    """ "Hộ 7 chú Bảy Đờn", where chú Bảy Đờn is number 3: one of both was meant."""
    one, other = number.households[-1], name.households[0]
    if not (one.ids and other.certain and other.ids) or other.ids[0] in one.ids:
        return number
    ids = (one.ids[0], other.ids[0])
    doubtful = Named(f"{one.said} {other.said}", ids, False)
    return replace(number, households=(*number.households[:-1], doubtful))


def but(found: list[Mention], left: Mention) -> list[Mention]:
    """ "10 đến 14 bình thường, ngoài 12": the last list is meant without it.

    "Tất cả trừ 5" names nobody.
    """
    if not found:
        return found
    out = {one.ids for one in left.households}
    last = found[-1]
    kept = tuple(one for one in last.households if one.ids not in out)
    return [*found[:-1], replace(last, households=kept)]


def _swapped(one: Mention, wrong: int, right: Mention) -> Mention | None:
    """The same list with what is meant in the place of what was typed."""
    said = [each.said for each in one.households]
    if len(right.households) != 1 or str(wrong) not in said:
        return None
    at = said.index(str(wrong))
    kept = (*one.households[:at], right.households[0], *one.households[at + 1 :])
    return replace(one, households=kept)


def those_told_of(found: list[Mention]) -> list[Mention]:
    """Beside numbers only names count that are sure: "8, ông chồng mất" is of one household."""
    if any(one.by <= By.NUMBER for one in found):
        known = {one.ids for each in found if each.by <= By.NUMBER for one in each.households}
        return [
            one
            for one in found
            if one.by <= By.HOUSE
            or one.households[0].ids in known
            or (one.fresh and (one.certain or one.by is By.WORD))
        ]
    if any(one.certain and one.by <= By.NAME for one in found):
        return [one for one in found if one.certain or one.fresh or one.by is By.HOUSE]
    return found
