"""The sentence reader: what a member tells of several households in one message.

Pure and deterministic; the households are those that the speaker may name. Nothing that it finds
is saved before the speaker has seen it and said yes.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.domain.vietnamese.dates import DayRead
from bot.domain.vietnamese.phrase_lists import listed
from bot.domain.vietnamese.sentence_book import Book
from bot.domain.vietnamese.sentence_clauses import matter_of
from bot.domain.vietnamese.sentence_days import line_of, put_right
from bot.domain.vietnamese.sentence_households import mentions_in
from bot.domain.vietnamese.sentence_matter import Matter
from bot.domain.vietnamese.sentence_parts import (
    Part,
    more_told,
    of_the_rest,
    parts_of,
    tells_of_all,
    up_to,
    with_common,
)
from bot.domain.vietnamese.sentence_purpose import asks_or_plans, tells, words_of
from bot.domain.vietnamese.sentence_tokens import (
    Line,
    Token,
    pieces_of,
)
from bot.domain.vietnamese.slips import repaired
from bot.domain.vietnamese.text import search_key
from bot.domain.visits import VisitKind

__all__ = ["LONGEST", "Part", "names_nobody", "read"]

LONGEST = 1000
"""What is longer is no report that anybody can look over on a phone."""
_VNI = re.compile(r"\b[a-z]+[1-9]+[a-z]")
_DOUBLED = re.compile(r"\b(?:dd[a-z]|[a-z]*(?:aa|ee(?!n\b)|oo|[ao]w|uw))")
_TONED = re.compile(r"\b[a-z]*[aeiouy][a-z]*[sfrxj]\b")
"""A digit within a word, a letter twice or a letter behind it are tones that the keyboard left."""
_WORD = re.compile(r"[^\W_]+")
_WENT = listed(
    "di tham ghe den toi tui em minh e da het ca roi r xong qua vo ngay vao luc deu tat luon "
    "nha nhe a"
) | {""}
"""Beside these alone a day is that of all who were named before."""
_ALL_OF_THEM = re.compile(
    r"\b(?:tat ca|het|du|toan bo|ca|\d{1,3})(?: \d{1,3})? (?:cac )?(?:ho|nha)\b|\bcon lai\b"
    r"|\b(?:tham|ghe|di) het (?:roi|ca)\b"
)
_EVERYBODY = re.compile(r"\b(?:tat ca|toan bo)\b")
_ALL_BUT = re.compile(
    r"(?:tat ca|het|toan bo)(?: (?:cac )?(?:ho|nha))?"
    r"(?: \S+){0,4}? (?:ngoai )?tru (?:ho |so |nha )*\d"
)


def read(text: str, book: Book, today: date, *, bare: bool = False) -> list[Part]:
    """The parts of a report, in their order; none where the words are no report.

    Households that are only named are none, unless `bare`: "hộ 3 5" may begin one.
    """
    if len(text) > LONGEST:
        return []
    pieces, asked = pieces_of(text), text.rstrip().endswith("?")
    if _left_over(text):
        mended = _without_left_overs(pieces)
        if parts := _read(mended, book, today, bare=bare, asked=asked):
            return parts
    parts = _read(pieces, book, today, bare=bare, asked=asked)
    if parts and all(one.certain for part in parts for one in part.households):
        return parts
    mended = _without_left_overs(pieces)
    again = _read(mended, book, today, bare=bare, asked=asked) if mended != pieces else []
    return again if again and _sure(again) > _sure(parts) else parts


def names_nobody(text: str, today: date) -> bool:
    """ "Thăm đủ 15 hộ, bình thường": told of households, of which none is named."""
    said = search_key(text) if len(text) <= LONGEST else ""
    of_all = _ALL_OF_THEM.search(said)
    if not of_all and not _EVERYBODY.search(said):
        return False
    lines = [line_of(piece, today, ()) for piece in pieces_of(text)]
    if text.rstrip().endswith("?") or asks_or_plans(words_of(lines)):
        return False
    told = [matter_of(line.text, _undated(line), today) for line in lines]
    met = any(one.kind is not None and (of_all or one.fine) for one in told)
    return met or bool(_ALL_BUT.match(said))


def _without_left_overs(pieces: Sequence[str]) -> list[str]:
    return [_WORD.sub(_mended, piece) for piece in pieces]


def _mended(word: re.Match[str]) -> str:
    return word[0] if word[0].isdigit() else repaired(word[0]) or word[0]


def _left_over(text: str) -> bool:
    """Whether the keyboard left TELEX or VNI: there words are rather what they are mended to."""
    if not text.isascii():
        return False
    typed = text.lower()
    return bool(_VNI.search(typed) or _DOUBLED.search(typed)) or len(_TONED.findall(typed)) > 1


def _same_as_before(found: Sequence[Part]) -> DayRead | None:
    """Whoever names a day once likely means it for the rest, but has not said so."""
    day = found[-1].day if found else None
    return replace(day, certain=False) if day is not None else None


def _sure(parts: Sequence[Part]) -> tuple[int, int]:
    """How well a reading fits: the households that are sure, then those that nobody has."""
    named = [one for part in parts for one in part.households]
    return sum(one.certain for one in named), -sum(not one.ids for one in named)


def _read(pieces: Sequence[str], book: Book, today: date, *, bare: bool, asked: bool) -> list[Part]:
    found: list[Part] = []
    day, shared = None, Matter()
    lines = [line_of(piece, today, book.by_number) for piece in pieces]
    for line in lines:
        mentions = mentions_in(line, book)
        rest = of_the_rest(line)
        if found and mentions and mentions[-1].end <= rest < len(line.keys):
            told = matter_of(line.text, line.tokens[rest + 2 :], today)
            found = [replace(one, matter=with_common(one.matter, told)) for one in found]
            line = up_to(line, rest)
        if mentions:
            for part in parts_of(line, mentions, today):
                on = part.day or day
                carried = on is None and bool(found) and found[-1].day is not None
                on = on or _same_as_before(found)
                matter = _as_before(with_common(part.matter, shared), found)
                part = replace(part, day=on, matter=matter, carried=carried)
                found = _put_right(found, part) if _corrects(line) else [*found, part]
            continue
        more = matter_of(line.text, _undated(line), today)
        said = line.days[0].day if line.days else None
        if found:
            found = _with_more(found, line, Part((), said, more))
        else:
            day, shared = said or day, with_common(more, shared)
    found = _each_once(found)
    anything = bare or any(part.matter.told or part.day for part in found)
    return found if anything and tells(found, words_of(lines), asked=asked) else []


def _as_before(matter: Matter, found: Sequence[Part]) -> Matter:
    """ "Thăm 1, 2 (3/11); 4, 5 (7/11)": the others were visited too."""
    visited = Matter(VisitKind.HOME)
    return visited if not matter.told and found and found[-1].matter == visited else matter


def _corrects(line: Line) -> bool:
    """ "Sửa lại hộ số 4 nhé", "3 nhầm, 13"."""
    return put_right(line.keys, 0, len(line.keys)) or "nham" in line.keys or line.keys[0] == "lon"


def _put_right(found: Sequence[Part], again: Part) -> list[Part]:
    """The last that was told was meant of others, or otherwise."""
    if not found:
        return [again]
    matter = again.matter if again.matter.understood else found[-1].matter
    day = found[-1].day if again.carried else again.day
    return [*found[:-1], replace(again, matter=matter, day=day)]


def _each_once(parts: Sequence[Part]) -> list[Part]:
    """A household of which more is told in a later line is told of once."""
    ids = [one.ids for part in parts for one in part.households if one.certain]
    if len(set(ids)) == len(ids):
        return list(parts)
    single = [replace(part, households=(one,)) for part in parts for one in part.households]
    told: dict[tuple[int, ...] | str, Part] = {}
    for part in single:
        key = part.households[0].ids or part.households[0].said
        told[key] = more_told(told[key], part) if key in told else part
    return list(told.values())


def _with_more(found: list[Part], line: Line, more: Part) -> list[Part]:
    """A further line about the household before it, or about all."""
    only_when = more.day is not None and (
        more.matter in (Matter(), Matter(VisitKind.HOME))
        or all(one.key in _WENT for one in _undated(line))
    )
    if tells_of_all(line) or only_when:
        return [
            replace(part, day=part.day or more.day, matter=with_common(part.matter, more.matter))
            for part in found
        ]
    return [*found[:-1], more_told(found[-1], more)]


def _undated(line: Line) -> list[Token]:
    return [token for at, token in enumerate(line.tokens) if at not in line.dated]
