"""How people write on which days of the month their cell meets."""

import re

from bot.domain.vietnamese.text import plain

END_OF_MONTH = "cuối tháng"

_TAIL = r"(?:\s*(?:hang|moi|cua|trong)?\s*thang)?"
_DAY = r"(?:ngay\s*)?(?:mung\s*|mong\s*)?(\d{1,2})"
_DAYS = re.compile(rf"(?:tu\s+)?{_DAY}(?:\s*(?:-|–|—|den|toi)\s*{_DAY})?{_TAIL}")
_END = re.compile(r"(?:ngay\s+)?cuoi(?:\s+cung)?(?:\s+cua)?(?:\s+hang|\s+moi)?\s+thang")


def read_days(written: str) -> tuple[int, int] | None:
    """The first and last day meant, 31 for the month's end; None when it cannot be told."""
    key = " ".join(plain(written).split()).strip(" .")
    if _END.fullmatch(key):
        return 31, 31
    found = _DAYS.fullmatch(key)
    if found is None:
        return None
    first = int(found[1])
    last = int(found[2] or first)
    return (first, last) if 1 <= first <= last <= 31 else None
