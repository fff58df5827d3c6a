"""Which of the choices on offer a person means who types instead of tapping."""

import re
from collections.abc import Sequence

from bot.domain.vietnamese.slips import repaired
from bot.domain.vietnamese.text import clean, letters_key, plain, search_key

_NUMBER = re.compile(r"[(\[#]*\s*(?:(?:so|chon|cau|muc|y)\s+)*(\d{1,3})\s*[.)\]:,]*")
_RANGE = re.compile(r"(\d{1,3})\s*(?:-|–|den|toi)\s*(\d{1,3})")
_BETWEEN = re.compile(r"\s*[,;+&\n]\s*|\s+va\s+|\s+")
_SHORTEST_BEGINNING = 3
_LONGEST = 500  # nobody types more to choose


def match_choice(text: str, labels: Sequence[str]) -> int | None:
    """The index of the one choice that was meant; None when it is none or not sure."""
    typed = clean(text)
    if not typed or not labels or len(typed) > _LONGEST:
        return None
    numbered = _numbered(typed, len(labels))
    named = _named(typed, labels)
    if numbered is None and named is None:
        mended = repaired(typed)
        return _named(mended, labels) if mended else None
    if numbered is not None and named is not None and numbered != named:
        return None
    return named if numbered is None else numbered


def is_number(text: str) -> bool:
    """Whether a place in a list was typed, and nothing else."""
    return len(text) <= _LONGEST and _NUMBER.fullmatch(plain(clean(text))) is not None


def number_typed(text: str) -> int | None:
    """The number that was typed and nothing else: "3", "3.", "số 3", "３"."""
    found = _NUMBER.fullmatch(plain(clean(text))) if len(text) <= _LONGEST else None
    return int(found[1]) if found is not None and found[1].isascii() else None


def match_choices(text: str, labels: Sequence[str]) -> list[int]:
    """Several choices in their typed order; empty when any part is not sure."""
    if len(text) > _LONGEST:
        return []
    whole = match_choice(text, labels)
    if whole is not None:
        return [whole]
    flat = re.sub(r"\s*[-–]\s*", "-", plain(clean(text)))
    return _each(re.split(r"[,;+&\n]| va ", flat), labels) or _each(_BETWEEN.split(flat), labels)


def _each(parts: Sequence[str], labels: Sequence[str]) -> list[int]:
    found: list[int] = []
    for part in filter(None, map(str.strip, parts)):
        span = _RANGE.fullmatch(part)
        one = match_choice(part, labels)
        if span is not None:
            first, last = int(span[1]), int(span[2])
            if not 1 <= first < last <= len(labels):
                return []
            found += range(first - 1, last)
        elif one is not None:
            found.append(one)
        else:
            return []
    return list(dict.fromkeys(found))


def _numbered(typed: str, count: int) -> int | None:
    found = _NUMBER.fullmatch(plain(typed))
    if found is None or not found[1].isascii():
        return None
    number = int(found[1])
    return number - 1 if 1 <= number <= count else None


def _named(typed: str, labels: Sequence[str]) -> int | None:
    """With diacritics where they decide, without them where they don't."""
    key = search_key(typed)
    if not key:
        return None
    keys = [search_key(label) for label in labels]
    equal = [index for index, label in enumerate(keys) if label == key]
    if len(equal) > 1:
        spelled = letters_key(typed)
        equal = [index for index in equal if letters_key(labels[index]) == spelled]
    if equal:
        return equal[0] if len(equal) == 1 else None
    if len(key) < _SHORTEST_BEGINNING or key.isdigit():
        return None
    begun = [index for index, label in enumerate(keys) if label.startswith(key)]
    return begun[0] if len(begun) == 1 else None
