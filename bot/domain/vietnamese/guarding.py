"""Keeping out what is not to be written down about people, and saying it in neutral words.

A needless question costs a visitor's trust and a stored diagnosis a household's, so a phrase is
weighed where it stands: a subject that was talked about, a landmark or a sick shrimp is nobody's
belief and nobody's illness.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.domain.vietnamese import guarded_words as words
from bot.domain.vietnamese.guarded_words import GUARDS, Guard, Guarded
from bot.domain.vietnamese.slips import repaired
from bot.domain.vietnamese.spotting import (
    Phrase,
    Phrases,
    Placed,
    by_first_word,
    composed,
    first_at,
    listed,
    placed_in,
    stands_at,
    words_of,
)
from bot.domain.vietnamese.text import search_key

MASK = "…"
_TRIES = 3
_SCRAP = 2  # words behind a clause that is left out, which mean nothing without it
_NEAR = 6  # words before a phrase that say what it is about
_PARTED = re.compile(
    r"((?:(?<!phòng)(?<!phong)(?<!Phòng)(?<!Phong)(?:(?<!\d),|,(?!\d))|[;:!?\n()])+|\.(?=\s|$)\n*)"
)
_IDENTITY_NUMBER = re.compile(
    r"(?:(?<=\W)|^)(?:số\s+|so\s+)?(?:(?<![\d+])(?!84)\d{12}(?!\d)"
    r"|(?<!\d)0\d{2}([ .\-])\d{3}\1\d{3}\1\d{3}(?!\d))",
    re.IGNORECASE,
)
_NUMBERED_PAPER = re.compile(
    r"\b(?:cccd|cmnd|cmt|căn cước|can cuoc|chứng minh|chung minh|hộ chiếu|ho chieu|định danh|"
    r"dinh danh|stk|tài khoản|tai khoan|tk ngân hàng|tk ngan hang|sổ đỏ|so do|thẻ bhyt|the bhyt|"
    r"thẻ bảo hiểm y tế|mã bhyt|ma bhyt|số bhxh|so bhxh|mã số bhxh)"
    r"(?:\s+(?!\d)[^\s\d,;]+){0,4}?\s*:?\s*(?P<number>[a-zA-Z]{0,3}\d[\d .]{5,18}\d)",
    re.IGNORECASE,
)
_EXACT_MEANS = re.compile(
    r"\b(?<!chuẩn )(?<!chuan )(?:thu nhập|thu nhap|lương(?! thực)|tien luong|luong thang|"
    r"(?:đang|còn|mắc|thiếu|mang) nợ|(?:dang|con|mac|thieu|mang) no)\b"
    r"(?:\s+(?!(?:xin|vay|cần|can|muốn|muon|mong|hỗ|ho|được|duoc|đề|de)\b)[^\s\d,;.]+){0,5}?"
    r"\s*:?\s*(?P<number>(?:\d{1,3}(?:[.,]\d{3})+|\d+(?:[.,]\d+)?\s*"
    r"(?:triệu|trieu|trđ|trd|tr|tỷ|tỉ|ty|nghìn|nghin|ngàn|ngan|k|củ|chai)(?:\d+|\b))"
    r"(?:\s*(?:rưỡi|ruoi|đồng|dong|đ)\b)*"
    r"(?:\s*(?:/|một|mot|mỗi|moi|1)\s*(?:tháng|thang|năm|nam|ngày|ngay|vụ|vu)\b)?)",
    re.IGNORECASE,
)
"""What somebody earns or owes to the letter; that they earn little or owe something may be said."""
_NUMBERED = (_NUMBERED_PAPER, _EXACT_MEANS)
_BEFORE_A_NUMBER = re.compile(
    r"\s+(?:số|so|khoảng|khoang|tầm|tam|chừng|chung|độ|do|trên|tren|dưới|duoi|hơn|hon|là|la)$"
)


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase that is to be kept out, by its place among the words of a clause."""

    guard: Guard
    first: int
    end: int


@dataclass(frozen=True, slots=True)
class _Spelt:
    guard: Guard
    phrase: Phrase
    whole: bool  # only as it is spelt
    signed: bool  # without diacritics only behind a sign of illness


def names_guarded(text: str) -> bool:
    """Whether words are in it that are not to be written down."""
    text = composed(text)
    return _has_identity(text) or any(part.found for part in _read(text))


def neutral(text: str) -> str:
    """The same in neutral words: what is needed, and all that was harmless; "" if nothing is left.

    Nothing that is to be kept out is in what is returned.
    """
    parts = _read(_without_identity(composed(text)))
    told = [_told(part) for part in parts]
    needs = {need for _, needed in told for need in needed}
    whole = ""
    behind = False  # a clause that was left out, of which a scrap behind it may still speak
    for part, (clauses, _) in zip(parts, told, strict=True):
        new = [one for one in clauses if _worth_saying(one, needs, whole)]
        if behind and not part.found and len(part.said.split()) <= _SCRAP:
            new = []
        behind = bool(part.found)
        if new:
            whole = f"{whole}{_between(part.mark)}" if whole else ""
            whole += ", ".join(new)
    if names_guarded(whole):  # across a comma that is gone, say: then only the needs are left
        whole = ", ".join(sorted(needs))
    return whole if any(map(str.isalpha, whole)) else ""


def masked(text: str) -> str:
    """The text with what is to be kept out blotted out, where it is only to be shown."""
    said = composed(text)
    for _ in range(_TRIES):  # what is blotted out brings together what stood around it
        for pattern in (_IDENTITY_NUMBER, *_NUMBERED):
            said = pattern.sub(MASK, said)
        said = "".join(part.mark + _masked(part) for part in _read(said))
        if not names_guarded(said):
            return said
    return MASK


def _masked(part: "_Clause") -> str:
    if part.found and part.placed is None:
        return MASK
    said = part.said
    for one in reversed(part.found):
        assert part.placed is not None
        said = said[: part.placed[one.first].start] + MASK + said[part.placed[one.end - 1].end :]
    return said


# --- Finding --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Clause:
    """What stands between two marks. `placed` is None where its words had to be mended."""

    mark: str  # before it
    said: str
    placed: list[Placed] | None
    found: list[Found]


def _read(text: str) -> list[_Clause]:
    """The clauses of a text; a subject that is told of goes on behind a comma."""
    parts = ["", *_PARTED.split(text)]
    read: list[_Clause] = []
    for mark, said in zip(parts[::2], parts[1::2], strict=True):
        placed, found = _found_in(said)
        goes_on = mark.strip() == "," and bool(found) and found[0].first == 0
        if goes_on and not read[-1].found and _only_a_subject(read[-1].said):
            found = found[1:]
        read.append(_Clause(mark, said, placed, found))
    return read


def _only_a_subject(clause: str) -> bool:
    said = words_of(clause)
    about = any(first_at(said, at, words.TOLD_ABOUT) for at in range(len(said)))
    return about and not any(
        first_at(said, at, words.PEOPLE) and not _everybody(said, at) for at in range(len(said))
    )


def _found_in(clause: str) -> tuple[list[Placed] | None, list[Found]]:
    """The words of a clause with what is to be kept out; no words where it had to be mended."""
    if _may_hold(search_key(clause)):
        placed = placed_in(clause)
        found = list(_spotted(tuple(one.word for one in placed)))
        if found:
            return placed, found
    mended = repaired(clause) if clause.isascii() else None
    if mended is None or not _may_hold(mended):
        return None, []
    return None, list(_spotted(words_of(mended)))


def _may_hold(key: str) -> bool:
    return any(word in _BY_FIRST for word in key.split())


def _spotted(said: Phrase) -> Iterator[Found]:
    at = 0
    while at < len(said):
        harmless = first_at(said, at, words.NOT_MEANT)
        one = _guarded_at(said, at)
        longer = one is not None and (harmless is None or len(one.phrase) > len(harmless))
        if harmless is not None and not longer:
            at += len(harmless)
        elif one is not None:
            if not _excused(said, at, one):
                yield Found(one.guard, at, at + len(one.phrase))
            at += len(one.phrase)
        else:
            at += 1


def _guarded_at(said: Phrase, at: int) -> _Spelt | None:
    for one in _BY_FIRST.get(said[at][0], ()):
        if stands_at(said, at, one.phrase) and _spelt_so(said, at, one):
            return one
    return None


def _spelt_so(said: Phrase, at: int, one: _Spelt) -> bool:
    if not (one.whole or one.signed):
        return True
    there = said[at : at + len(one.phrase)]
    exact = all(typed[1] == meant[1] for typed, meant in zip(there, one.phrase, strict=True))
    if exact or one.whole:
        return exact
    signs = (words.SIGNS_OF_ILLNESS, words.PEOPLE)
    return any(_before(said, at, known, 2) is not None for known in signs)


def _before(said: Phrase, at: int, known: Phrases, near: int = _NEAR) -> int | None:
    """Where the nearest of these phrases stands before a place."""
    for place in range(at - 1, max(-1, at - 1 - near), -1):
        phrase = first_at(said, place, known)
        if phrase is not None and place + len(phrase) <= at:
            return place
    return None


def _someone(said: Phrase, at: int) -> int | None:
    """Where a person stands before a place, nearest; everybody is nobody."""
    for place in range(at - 1, max(-1, at - 1 - _NEAR), -1):
        if first_at(said, place, words.PEOPLE) and not _everybody(said, place):
            return place
    return None


def _everybody(said: Phrase, at: int) -> bool:
    return any(
        place + len(phrase) > at
        for place in range(max(0, at - 1), at + 1)
        if (phrase := first_at(said, place, words.EVERYBODY)) is not None
    )


def _beast(said: Phrase, at: int) -> int | None:
    """Where an animal, a crop or a thing stands before a place, nearest."""
    for place in range(at - 1, max(-1, at - 6), -1):
        if _names_beast(said, place):
            return place
    return None


def _names_beast(said: Phrase, at: int) -> bool:
    if at >= len(said):
        return False
    return first_at(said, at, words.BEASTS_AND_CROPS) is not None or said[at][1] in _BEASTS_SPELT


def _excused(said: Phrase, at: int, one: _Spelt) -> bool:
    """Whether it is a subject, a place, or an animal's illness, and no person's matter."""
    someone = _someone(said, at)
    subject = _before(said, at, words.TOLD_ABOUT)
    if subject is not None and (someone is None or someone < subject):
        return True
    match one.guard.kind:
        case Guarded.RELIGION:
            return _names_place(said, at)
        case Guarded.ILLNESS:
            end = at + len(one.phrase)
            beast = _beast(said, at)
            if beast is not None and (someone is None or someone < beast):
                return True
            return someone is None and _said_of_beasts(said, end)
        case Guarded.OFFENCE:
            return someone is None and one.phrase in _DONE_TO_PEOPLE
        case Guarded.POLITICS | Guarded.IDENTITY:
            return False


def _names_place(said: Phrase, at: int) -> bool:
    """ "Cạnh nhà thờ Tin Lành": where it is, not what anybody believes."""
    for place in range(max(0, at - 4), at + 1):
        house = first_at(said, place, words.HOUSES_OF_WORSHIP)
        if house is not None and _before(said, place, words.PLACED_BY, 2) is not None:
            return True
    return False


def _said_of_beasts(said: Phrase, end: int) -> bool:
    """ "Bệnh gan ở cá": told of what stands behind it."""
    of = first_at(said, end, _OF) is not None
    return of and any(_names_beast(said, place) for place in range(end + 1, end + 3))


# --- Saying it otherwise --------------------------------------------------------------------------


def _told(part: _Clause) -> tuple[list[str], list[str]]:
    """What a clause says in neutral words, and which of them are needs that were put in."""
    clause, placed, found = part.said, part.placed, part.found
    if not found:
        return [clause.strip()] if clause.strip() else [], []
    if placed is None:
        needs = list(dict.fromkeys(one.guard.need for one in found if one.guard.need))
        return needs, needs
    said = tuple(one.word for one in placed)
    head = _before(said, found[0].first, words.BECAUSE, 4)
    tail = _next(said, found[-1].end, words.ASKING)
    needs = [one.guard.need for one in found if one.guard.need]
    kept: list[str] = []
    if head is not None and head > 1:
        kept, needs = [clause[placed[0].start : placed[head - 1].end]], []
    kept += dict.fromkeys(needs)
    if tail is not None:
        kept.append(clause[placed[tail].start :].strip())
    asked = first_at(said, 0, _ASKS_FIRST)
    if asked is not None and head is None and not needs and found[0].first > 2:
        kept.insert(0, clause[placed[0].start : placed[found[0].first - 1].end])
    return kept, list(dict.fromkeys(needs))


def _next(said: Phrase, at: int, known: Phrases) -> int | None:
    return next((place for place in range(at, len(said) - 1) if first_at(said, place, known)), None)


def _worth_saying(clause: str, needs: set[str], before: str) -> bool:
    """Not what the offered words say already."""
    if clause in needs:
        return clause not in before
    if words.TREATMENT not in needs:
        return True
    said = words_of(clause)
    return not any(first_at(said, at, words.CLINICS) for at in range(len(said)))


def _between(mark: str) -> str:
    sign = mark.strip(" ()\n")
    return f"{sign}\n" if "\n" in mark else f"{sign or ','} "


# --- Numbers of papers ----------------------------------------------------------------------------


def _has_identity(text: str) -> bool:
    return any(pattern.search(text) for pattern in (_IDENTITY_NUMBER, *_NUMBERED))


def _without_identity(text: str) -> str:
    def kept(match: re.Match[str]) -> str:
        label = match[0][: match.start("number") - match.start()].rstrip(" :")
        return _BEFORE_A_NUMBER.sub("", label)

    for pattern in _NUMBERED:
        while (numbered := pattern.search(text)) is not None:
            text = f"{text[: numbered.start()]}{kept(numbered)}{text[numbered.end() :]}"
    return re.sub(r" {2,}", " ", _IDENTITY_NUMBER.sub("", text))


# --- The list, ready to be looked into ------------------------------------------------------------


def _ready() -> dict[str, list[_Spelt]]:
    found: dict[str, list[_Spelt]] = {}
    for guard in GUARDS:
        for told in listed(guard.words):
            for said in {told, told.replace("bệnh", "bịnh")}:  # as it is said in the South
                phrase = words_of(said)
                spelt = _Spelt(guard, phrase, told.startswith("!"), told.startswith("~"))
                found.setdefault(phrase[0][0], []).append(spelt)
    for known in found.values():
        known.sort(key=lambda one: len(one.phrase), reverse=True)
    return found


_BY_FIRST = _ready()
_OF = by_first_word("ở; của; cho; trên; trong; nơi; bên")
_ASKS_FIRST = by_first_word("xin; cần; mong; muốn; đề nghị; kiến nghị; nhờ; hỏi")
_BEASTS_SPELT = frozenset(words_of(one)[0][1] for one in listed(words.BEASTS_SPELT))
_DONE_TO_PEOPLE = frozenset(words_of(one) for one in listed(words.DONE_TO_PEOPLE))
