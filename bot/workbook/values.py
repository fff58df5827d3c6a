"""One cell of a workbook, read as what its column holds.

Spreadsheets spoil what people type: codes and phones become numbers, "10-12" becomes a day in
December. What can be told apart is put right; what cannot is refused in words.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import TypeVar

from bot.domain.imports import ProblemKind
from bot.domain.meetings import MeetingDays
from bot.domain.people import Role
from bot.domain.vietnamese.guarded_cells import (
    address_guarded,
    alias_guarded,
    cell_guarded,
    head_guarded,
)
from bot.domain.vietnamese.phones import read_phone
from bot.domain.vietnamese.text import clean_name, search_key
from bot.workbook import words

Value = str | float | int | bool | date | datetime | time | timedelta
T = TypeVar("T")

LONGEST_CODE = 30
LONGEST_NAME = 120
LONGEST_TEXT = 300
MOST_PEOPLE = 99
EARLIEST = date(1930, 2, 3)

_IDENTITY = re.compile(r"(?<![\d])\d{12}(?![\d])")
_CODE = re.compile(r"[^\W_][\w ./-]*")
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_QUOTES = frozenset("\u2018\u2019\u02bc\u00b4`")

# TCVN3 puts vowels where Latin-1 has signs, and capitals in the middle of words; VNI writes a
# vowel and a second letter for its tone. Neither happens in Unicode Vietnamese.
_OLD_FONT = re.compile(
    r"[A-Za-z][¡-ª¬®µ-¹¼-¿×÷]|[¡-ª¬®µ-¹¼-¿×÷][a-z]|[a-z][À-Þ]"
    r"|[aA][ùøûõïáàåãäâêéèúüëÙØÛÕÏÁÀÅÃÄÂÊÉÈÚÜË]|[eE][ùøûõïáàåãäâÙØÛÕÏÁÀÅÃÄÂ]"
    r"|[uUyYöÖ][ùøûõïÙØÛÕÏ]|[oOôÔ][ùøûõïåäÙØÛÕÏÅÄ]"
)


class Unreadable(Exception):
    """The cell does not hold what its column is for."""

    def __init__(self, kind: ProblemKind, *details: str) -> None:
        super().__init__(kind)
        self.kind = kind
        self.details = details


def as_typed(value: Value) -> str:
    """What a cell says, as somebody would type it; nothing where it holds no words or number."""
    try:
        return clean_name(_written(value))
    except Unreadable:
        return ""


def is_blank(value: Value) -> bool:
    """Whether a cell holds nothing that anybody can see."""
    return value == "" or (isinstance(value, str) and value.isspace())


def in_old_font(text: str) -> bool:
    """Whether text was typed for a TCVN3 or VNI font."""
    return not text.isascii() and bool(_OLD_FONT.search(unicodedata.normalize("NFC", text)))


def line(value: Value) -> str:
    """Words on one line, as in a name."""
    return _line(_written(value), LONGEST_NAME)


def text(value: Value) -> str:
    """Longer words, as in an address."""
    return _line(_written(value), LONGEST_TEXT)


def head(value: Value) -> str:
    """The name of a household's head, without a remark about them behind it."""
    return _kept_out(line(value), head_guarded)


def alias(value: Value) -> str:
    """What a household is called."""
    return _kept_out(line(value), alias_guarded)


def address(value: Value) -> str:
    """Where a household lives."""
    return _kept_out(text(value), address_guarded)


def occupation(value: Value) -> str:
    """What a household lives on."""
    return _kept_out(line(value), cell_guarded)


def basis(value: Value) -> str:
    """By what paper somebody has a household in charge."""
    return _kept_out(text(value), cell_guarded)


def code(value: Value) -> str:
    """A code as the commune writes it: the number 5 is "5", the text "05" stays."""
    return _code(_written(value), not isinstance(value, str))


def cell_code(value: Value) -> str:
    """As `code`, but fit for the name of a file, which is what a cell's code becomes part of."""
    found = code(value)
    if "/" in found or found.endswith("."):
        raise Unreadable(ProblemKind.NOT_A_CODE)
    return found


def count(value: Value) -> int | None:
    """How many people."""
    if isinstance(value, str):
        digits = value.strip()
        if not (digits.isascii() and digits.isdigit() and len(digits) <= 3):
            raise Unreadable(ProblemKind.NOT_A_COUNT)
        value = int(digits)
    if isinstance(value, bool) or not isinstance(value, float | int):
        raise Unreadable(ProblemKind.NOT_A_COUNT)
    if not (0 <= value <= MOST_PEOPLE and float(value).is_integer()):
        raise Unreadable(ProblemKind.NOT_A_COUNT)
    return int(value)


def mark(value: Value) -> bool:
    """An x, or one of the other ways in which people tick."""
    if isinstance(value, bool):
        return value
    written = _written(value).strip()
    if written in ("✓", "✔", "☑", "+") or _key(written) in words.YES:
        return True
    if written in ("-", "–") or _key(written) in words.NO:
        return False
    raise Unreadable(ProblemKind.NOT_A_MARK)


def day(value: Value) -> date:
    """A real date, or dd/mm/yyyy as text; nothing else, because 5/11 may be the 11th of May."""
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, str) and (found := _DAY.fullmatch(value.strip())):
        try:
            value = date(int(found[3]), int(found[2]), int(found[1]))
        except ValueError:
            raise Unreadable(ProblemKind.NOT_A_DATE) from None
    if not isinstance(value, date) or not EARLIEST <= value <= date(2100, 1, 1):
        raise Unreadable(ProblemKind.NOT_A_DATE)
    return value


def phone(value: Value) -> str:
    """A phone number as E.164, with the leading zero that a spreadsheet took away."""
    try:
        return read_phone(_written(value))
    except ValueError:
        raise Unreadable(ProblemKind.NOT_A_PHONE) from None


def meeting_days(value: Value) -> str:
    """A day of the month, a span of days, or the month's end."""
    if isinstance(value, date):  # "10-12" that a spreadsheet took for a day, in either order
        low, high = sorted((value.day, value.month))
        return f"{low}-{high}"
    found = MeetingDays.read(_written(value))
    if found is None:
        raise Unreadable(ProblemKind.NOT_MEETING_DAYS)
    return found.written()


def one_of(value: Value, meanings: Mapping[str, T]) -> T:
    """The meaning of a word from a closed list."""
    written = _line(_written(value), LONGEST_NAME)
    meaning = meanings.get(_key(written))
    if meaning is None:
        raise Unreadable(ProblemKind.UNKNOWN_WORD, written[:40])
    return meaning


def roles(value: Value) -> tuple[Role, ...]:
    """One role or several, with ";" between them."""
    held = [
        one_of(part, words.ROLES) for part in re.split(r"[;\n]", str(value)) if not is_blank(part)
    ]
    if not held:
        raise Unreadable(ProblemKind.MISSING)
    return tuple(dict.fromkeys(held))


def _written(value: Value) -> str:
    """What a cell says as text; a number without the ".0" that it does not have."""
    if isinstance(value, str):
        return value
    if isinstance(value, float | int) and not isinstance(value, bool):
        if abs(value) < 1e15 and float(value).is_integer():
            return str(int(value))
        return f"{value:.10g}"
    raise Unreadable(ProblemKind.NOT_TEXT)


def _kept_out(said: str, guarded: Callable[[str], bool]) -> str:
    """Words in which nothing is said of people that must not be stored (privacy.md 5.2)."""
    if guarded(said):
        raise Unreadable(ProblemKind.GUARDED)
    return said


@lru_cache(maxsize=20_000)
def _code(written: str, numeric: bool) -> str:
    found = _line(written, LONGEST_NAME)
    if len(found) >= 10:
        digits = re.sub(r"[ .-]", "", found)
        # an identity-card number that became a number has lost its leading zeros
        if digits.isdigit() and (len(digits) == 12 or (numeric and len(digits) in (10, 11))):
            raise Unreadable(ProblemKind.IDENTITY_NUMBER)
    if len(found) > LONGEST_CODE or not _CODE.fullmatch(found):
        raise Unreadable(ProblemKind.NOT_A_CODE)
    return found


@lru_cache(maxsize=20_000)
def _key(written: str) -> str:
    return search_key(written)


@lru_cache(maxsize=20_000)
def _line(written: str, longest: int) -> str:
    if (
        written.isprintable()
        and _QUOTES.isdisjoint(written)
        and unicodedata.is_normalized("NFC", written)
    ):  # as `clean_name` would leave it, at a tenth of the time
        found = " ".join(written.split())
    else:
        found = clean_name(written)
    if not found.isascii() and _OLD_FONT.search(found):
        raise Unreadable(ProblemKind.OLD_FONT, "1")
    if len(found) > longest:
        raise Unreadable(ProblemKind.TOO_LONG, str(longest))
    if len(found) >= 12 and _IDENTITY.search(found):
        raise Unreadable(ProblemKind.IDENTITY_NUMBER)
    return found
