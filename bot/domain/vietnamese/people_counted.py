"""How many people, as it is typed: 2, hai người, khoảng 3, không còn ai."""

import re

from bot.domain.counts import MOST_PEOPLE
from bot.domain.refusals import Reason, Refusal
from bot.domain.vietnamese.numbers import read_words
from bot.domain.vietnamese.text import search_key

_LONGEST = 60
_BEFORE = r"(?:(?:khoang|con|nay|la|co|duoc) )*"
_AFTER = r"(?: (?:nguoi|khau|nhan khau|lao dong|ld|nk|con|chau|dua|em))*"
_COUNTED = re.compile(rf"{_BEFORE}(\d{{1,9}}|[a-z][a-z ]*?){_AFTER}")
_NOBODY = frozenset(
    {
        "khong con ai", "khong con", "khong ai", "khong co ai", "khong co", "ko", "het",
        "khong nguoi nao", "khong con nguoi nao",
    }
)  # fmt: skip
_FRACTION_OR_MINUS = re.compile(r"[-–−.,/]\s*\d")


def read_people(text: str, *, least: int = 0) -> int:
    """The number of people; refuses what is none, or more than any household has."""
    key = search_key(text) if len(text) <= _LONGEST else ""
    if key in _NOBODY and least == 0:
        return 0
    found = _COUNTED.fullmatch(key)
    if found is None or not key.isascii() or _FRACTION_OR_MINUS.search(text):
        raise Refusal(Reason.NOT_A_NUMBER)
    count = int(found[1]) if found[1].isdigit() else read_words(found[1])
    if count is None or count < least:
        raise Refusal(Reason.NOT_A_NUMBER)
    if count > MOST_PEOPLE:
        raise Refusal(Reason.NUMBER_TOO_LARGE)
    return count
