"""Numbers as people write them: in words, or one after another."""

import re

from bot.domain.vietnamese.text import plain

DIGIT_NAMES = ("khong", "mot", "hai", "ba", "bon", "nam", "sau", "bay", "tam", "chin")
_LAST = {1: ("mot",), 4: ("tu", "bon"), 5: ("lam", "nham", "nam")}
_LONGEST = 6  # "chin tram chin muoi chin"


def _below_a_hundred() -> dict[str, int]:
    words = {word: value for value, word in enumerate(DIGIT_NAMES)} | {
        "tu": 4,
        "muoi": 10,
        "chuc": 10,
    }
    for unit in range(1, 10):
        for last in _LAST.get(unit, (DIGIT_NAMES[unit],)):
            words[f"muoi {last}"] = 10 + unit
    for ten in range(1, 10):
        words[f"{DIGIT_NAMES[ten]} chuc"] = ten * 10
        if ten > 1:
            words |= _with_tens(ten)
    return words


def _with_tens(ten: int) -> dict[str, int]:
    """From hai mươi to hai mươi chín, and the short hai mốt.

    "Hai ba" and "hai năm" are left out: they mean two or three, or two years.
    """
    words = {f"{DIGIT_NAMES[ten]} muoi": ten * 10}
    for unit in range(1, 10):
        for last in _LAST.get(unit, (DIGIT_NAMES[unit],)):
            words[f"{DIGIT_NAMES[ten]} muoi {last}"] = ten * 10 + unit
            clear = unit != ten + 1 and last not in ("nam", "bon")
            if clear or last in ("tu", "lam", "nham"):
                words[f"{DIGIT_NAMES[ten]} {last}"] = ten * 10 + unit
    return words


NUMBER_WORDS: dict[str, int] = _below_a_hundred()
"""Every way to say 0 to 99, without diacritics."""


def read_words(words: str) -> int | None:
    """The number that plain words say, from 0 to 999; None when they say none."""
    if words in NUMBER_WORDS:
        return NUMBER_WORDS[words]
    parts = words.split()
    if len(parts) > _LONGEST or "tram" not in parts[:2]:
        return None
    at = parts.index("tram")
    hundreds = NUMBER_WORDS.get(parts[0], 0) if at else 1
    rest = parts[at + 1 :]
    if not 1 <= hundreds <= 9:
        return None
    if not rest:
        return hundreds * 100
    if rest[0] in ("linh", "le"):
        last = NUMBER_WORDS.get(" ".join(rest[1:]))
        return hundreds * 100 + last if last is not None and 0 < last < 10 else None
    tens = NUMBER_WORDS.get(" ".join(rest))
    return hundreds * 100 + tens if tens is not None and tens >= 10 else None


_LONGEST_LIST, _LONGEST_SPAN = 200, 50
_LISTED = re.compile(r"(?:(?:cac|ho|so|nha) )*[0-9]{1,3}(?: (?:(?:va|voi|ho|so) )*[0-9]{1,3})*")
_SPAN = re.compile(r"(?:(?:cac|ho|so|tu) )*([0-9]{1,3}) ?(?:-|–|den|toi) ?(?:so |ho )?([0-9]{1,3})")


def numbers_listed(text: str) -> list[int]:
    """Numbers typed one after another ("3 5", "3, 5 và 7") or from one to another ("3-7").

    In digits only: in words "ba tư" may be numbers, but also bà Tư. Empty when it is no list.
    """
    if len(text) > _LONGEST_LIST:
        return []
    flat = " ".join(plain(text).split())
    span = _SPAN.fullmatch(flat)
    if span is not None:
        first, last = int(span[1]), int(span[2])
        return list(range(first, last + 1)) if first < last < first + _LONGEST_SPAN else []
    listed = " ".join(re.sub(r"[,;+&]", " ", flat).split())
    if not _LISTED.fullmatch(listed):
        return []
    return list(dict.fromkeys(map(int, re.findall(r"[0-9]+", listed))))


_SEVERAL_FIRST = re.compile(
    r"(?:(?:cac|ho|so|nha) )*[0-9]{1,3}(?: ?[,;+&–-] ?| (?:den|toi|va|voi) | )"
    r"(?:(?:ho|so) )*[0-9]{1,3}\b(?! ?[/.])"
)


def several_first(text: str) -> bool:
    """Whether words begin with several numbers of the book: "3 5 bt hôm qua", "hộ 3, 5".

    The 15 of "3, 15/11" is a day.
    """
    return _SEVERAL_FIRST.match(" ".join(plain(text).split())) is not None


_ONE_FIRST = re.compile(r"(?:(?:ho|so|nha) )*[0-9]{1,3} [a-z]")


def one_first(text: str) -> bool:
    """Whether words begin with a number of the book and go on at once: "2 hom qua bt"."""
    return _ONE_FIRST.match(" ".join(plain(text).split())) is not None
