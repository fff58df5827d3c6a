"""Which month somebody means: 11, tháng 10, 10/2026, tháng này, tháng trước."""

import re
from datetime import date

from bot.domain.periods import first_day, month_before, month_of
from bot.domain.refusals import Reason, Refusal
from bot.domain.vietnamese.text import search_key

_NAMED = re.compile(r"(?:thang|t)?\s*(\d{1,2})(?:\s*(?:nam\s*)?(\d{4}))?")
_STORED = re.compile(r"(\d{4})\s+(\d{1,2})")
_BEFORE = ("thang truoc", "thang roi", "thang vua roi", "thang vua qua")
_NOW = ("thang nay", "nay")


def month_in(words: str, today: date) -> str:
    """The month meant, this one or before it; without a year the last that was or is."""
    key = _key(words)
    if key in _NOW:
        return month_of(today)
    if key in _BEFORE:
        return month_before(month_of(today))
    stored, named = _STORED.fullmatch(key), _NAMED.fullmatch(key)
    if stored is not None:
        return _known(int(stored[1]), int(stored[2]), today)
    if named is None:
        raise Refusal(Reason.NOT_A_MONTH)
    number = int(named[1])
    if named[2]:
        return _known(int(named[2]), number, today)
    year = today.year if number <= today.month else today.year - 1
    return _known(year, number, today)


def names_month(words: str) -> bool:
    """Whether the words are the name of a month and nothing else, there be such a month or not."""
    key = _key(words)
    return key in (*_NOW, *_BEFORE) or any(form.fullmatch(key) for form in (_STORED, _NAMED))


def _key(words: str) -> str:
    return re.sub(r"[\s./-]+", " ", search_key(words)).strip()


def _known(year: int, number: int, today: date) -> str:
    if not 1 <= number <= 12 or not 2000 <= year <= today.year:
        raise Refusal(Reason.NOT_A_MONTH)
    month = f"{year:04d}-{number:02d}"
    if first_day(month) > today:
        raise Refusal(Reason.FUTURE_MONTH)
    return month
