"""What was asked about households, answered in words that say of which: "2 chưa báo, 3 rồi"."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.domain.vietnamese import short_answers as short
from bot.domain.vietnamese.text import search_key
from handlers.report_doubts import Doubt
from handlers.report_lines import Line

_NUMBERS = r"(?:(?:ho|so) )*(\d{1,3}(?: (?:va )?\d{1,3})*)"
_AHEAD = re.compile(rf"\b{_NUMBERS}\b")
_BEHIND = re.compile(rf"(\D+?)(?: voi| cho)? ho {_NUMBERS}")
_BETWEEN = re.compile(r"[,;.\n]+")
_OF_ALL = re.compile(
    r"(?:(?:tat ca|ca|cac|may)(?: hai| ba| bon| nam| \d{1,2})?(?: nha| ho| gia dinh)? )?"
    r"(?:deu |cung )?(.+?)(?: het| het ca| ca)?"
)
_BARE = frozenset((*short.YES, *short.NO))
_OF_ANOTHER_MATTER = frozenset(short.OF_ANSWERS + short.OF_PROMISES)


def answers_in(found: Sequence[Doubt], text: str) -> list[str]:
    """What the words do to the doubts; nothing where a part of them answers none."""
    whole = search_key(text)
    for said in (whole, _of_all(whole)):
        meant = [one.said[said] for one in found if said in one.said]
        if len(meant) == 1 and (len(found) == 1 or said not in _BARE):
            return meant
    apart = [search_key(piece) for piece in _BETWEEN.split(text)]
    single = singly(found)
    return _done(single, _told([whole])) or _done(single, _told(list(filter(None, apart))))


def _of_all(key: str) -> str:
    """What is said, without that it is so of all: "cả hai nhà đều khoẻ"."""
    whole = _OF_ALL.fullmatch(key)
    return whole[1] if whole is not None else key


def singly(found: Sequence[Doubt]) -> list[Doubt]:
    """Each of one household, also where all are asked at once."""
    return [single for one in found for single in one.parts or (one,)]


def of_whom(found: Sequence[Doubt], text: str) -> int | None:
    """One of the households of which a word may be said that answers more than one question."""
    key = search_key(text)
    numbers = [one.household for one in singly(found) if key in one.said]
    return next((number for number in numbers if number is not None), None)


def of_another_matter(text: str) -> list[int]:
    """Numbers of households of which only is said what becomes of a promise or of an answer."""
    told = _told([search_key(text)])
    only = all(said in _OF_ANOTHER_MATTER for _, said in told)
    return [number for number, _ in told] if only else []


def _done(found: Sequence[Doubt], told: Sequence[tuple[int, str]]) -> list[str]:
    actions: list[str] = []
    for household, said in told:
        of_it = [one.said[said] for one in found if one.household == household and said in one.said]
        if not of_it:
            return []
        actions += of_it
    return actions


def asked_anew(line: Line) -> Line:
    """As before it was said what became of a promise and of answers: to be put right."""
    return replace(line, kept=None, heard="", answers=())


def without_bare(doubt: Doubt) -> Doubt:
    """Where nothing is asked, a yes or a no alone speaks of something else."""
    said: Mapping[str, str] = {key: one for key, one in doubt.said.items() if key not in _BARE}
    return replace(doubt, said=said)


def _told(pieces: Sequence[str]) -> list[tuple[int, str]]:
    """Numbers of households, each with what is said of it."""
    told: list[tuple[int, str]] = []
    for piece in pieces:
        behind = _BEHIND.fullmatch(piece)
        if behind is not None:
            told += [(number, behind[1]) for number in _numbers(behind[2])]
            continue
        before, *parts = _AHEAD.split(piece)
        if before or not parts:
            return []
        for numbers, phrase in zip(parts[::2], parts[1::2], strict=True):
            told += [(number, phrase.strip()) for number in _numbers(numbers)]
    return told


def _numbers(listed: str) -> list[int]:
    return [int(one) for one in listed.split() if one.isdigit()]
