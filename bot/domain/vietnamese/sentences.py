"""The sentence reader: what a member tells of several households in one message.

Pure and deterministic; the households are those that the speaker may name. Nothing that it finds
is saved before the speaker has seen it and said yes.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.domain.vietnamese.dates import DayRead
from bot.domain.vietnamese.sentence_clauses import matter_of
from bot.domain.vietnamese.sentence_households import Book, Mention, Named, mentions_in
from bot.domain.vietnamese.sentence_matter import Matter
from bot.domain.vietnamese.sentence_tokens import (
    Said,
    Token,
    days_in,
    pieces_of,
    tokens_of,
    without_lists,
)
from bot.domain.vietnamese.sentence_words import ASKING, PLANNING
from bot.domain.vietnamese.slips import repaired
from bot.domain.vietnamese.text import search_key
from bot.domain.vietnamese.visit_words import PROMISING
from bot.domain.visits import LATEST_REPORT

LONGEST = 1000
"""What is longer is no report that anybody can look over on a phone."""
NO_REPORT = (*ASKING, *PLANNING)
_ALL_OF_THEM = re.compile(
    r"\b(?:tat ca|het|du|toan bo|ca|\d{1,3})(?: \d{1,3})? (?:cac )?(?:ho|nha)\b|\bcon lai\b"
)


@dataclass(frozen=True, slots=True)
class Part:
    """What was said of some households; no `day` where none was said."""

    households: tuple[Named, ...]
    day: DayRead | None
    matter: Matter


def read(text: str, book: Book, today: date, *, bare: bool = False) -> list[Part]:
    """The parts of a report, in their order; none where the words are no report.

    Households that are only named are none, unless `bare`: "hộ 3 5" may begin one.
    """
    if len(text) > LONGEST:
        return []
    parts = _read(text, book, today, bare)
    if parts and all(one.certain for part in parts for one in part.households):
        return parts
    pieces = pieces_of(text)
    mended = [repaired(piece) or piece for piece in pieces]
    again = _read("\n".join(mended), book, today, bare) if mended != pieces else []
    return again if again and _sure(again) > _sure(parts) else parts


def names_nobody(text: str, today: date) -> bool:
    """ "Thăm đủ 15 hộ, bình thường": told of households, of which none is named."""
    if len(text) > LONGEST or _asks_or_plans(text) or not _ALL_OF_THEM.search(search_key(text)):
        return False
    return any(_line(line, Book([]), today).shared.kind is not None for line in pieces_of(text))


def _asks_or_plans(text: str) -> bool:
    key = f" {search_key(text)} "
    return text.rstrip().endswith("?") or any(f" {phrase} " in key for phrase in NO_REPORT)


def _same_as_before(found: Sequence[Part]) -> DayRead | None:
    """Whoever names a day once likely means it for the rest, but has not said so."""
    day = found[-1].day if found else None
    return replace(day, certain=False) if day is not None else None


def _sure(parts: Sequence[Part]) -> tuple[int, int]:
    """How well a reading fits: the households that are sure, then those that nobody has."""
    named = [one for part in parts for one in part.households]
    return sum(one.certain for one in named), -sum(not one.ids for one in named)


def _read(text: str, book: Book, today: date, bare: bool) -> list[Part]:
    found: list[Part] = []
    day, shared = None, Matter()
    for line in pieces_of(text):
        said = _line(line, book, today)
        if not said.parts:
            if found and said.shared.told:
                found[-1] = _told_too(found[-1], said)
            elif not found:
                day, shared = said.day or day, _either(shared, said.shared)
            continue
        for part in said.parts:
            on = part.day or day or _same_as_before(found)
            found.append(replace(part, day=on, matter=_either(part.matter, shared)))
    if _asks_or_plans(text) and not any(part.matter.understood for part in found):
        return []
    told = bare or any(part.matter.told or part.day for part in found)
    return found if told else []


@dataclass(frozen=True, slots=True)
class _LineRead:
    parts: list[Part]
    day: DayRead | None
    shared: Matter


def _line(line: str, book: Book, today: date) -> _LineRead:
    tokens = tokens_of(line)
    days = [one for one in days_in(line, tokens, today) if _plausible(one, tokens, today)]
    if any("/" in token.text[1:] or "." in token.text[1:] for token in tokens):
        tokens = without_lists(tokens, days, line)
        days = [one for one in days_in(line, tokens, today) if _plausible(one, tokens, today)]
    taken = {one.first: one.end for one in days}
    mentions = mentions_in(line, tokens, taken, book)
    if not mentions:
        day = days[0].day if days else None
        return _LineRead(
            [], day, matter_of(line, _without_days(tokens, 0, len(tokens), days), today)
        )
    return _LineRead(_parts(line, tokens, days, mentions, today), None, Matter())


def _plausible(said: Said, tokens: Sequence[Token], today: date) -> bool:
    """A day of a visit that may still be told; 3/5 in November is two households."""
    if _promised(said, tokens):
        return False
    written = "/" in tokens[said.first].key or "." in tokens[said.first].key
    recent = today - LATEST_REPORT <= said.day.day <= today
    return said.day.day <= today and (recent or not written)


def _promised(said: Said, tokens: Sequence[Token]) -> bool:
    """Whether it is the day of a promise: then it is still to come."""
    for token in reversed(tokens[: said.first]):
        if token.text in ",:(":
            return False
        if token.key in PROMISING:
            return True
    return False


def _parts(
    line: str,
    tokens: Sequence[Token],
    days: Sequence[Said],
    mentions: Sequence[Mention],
    today: date,
) -> list[Part]:
    """Each mention with the words behind it; what stands before the first is said of all."""
    first = _without_days(tokens, 0, mentions[0].first, days)
    if len(mentions) == 1:
        rest = _without_days(tokens, mentions[0].end, len(tokens), days)
        whole = matter_of(line, [*first, *rest], today)
        return [Part(mentions[0].households, days[0].day if days else None, whole)]
    before = matter_of(line, first, today)
    leading = [one.day for one in days if one.end <= mentions[0].first]
    found = []
    for at, mention in enumerate(mentions):
        end = mentions[at + 1].first if at + 1 < len(mentions) else len(tokens)
        said = matter_of(line, _without_days(tokens, mention.end, end, days), today)
        own = [one.day for one in days if mention.end <= one.first < end]
        found.append(Part(mention.households, own[0] if own else None, _either(said, before)))
    last = found[-1].day
    common = leading[0] if leading else last
    return [replace(part, day=part.day or common) for part in found]


def _without_days(
    tokens: Sequence[Token], first: int, end: int, days: Sequence[Said]
) -> list[Token]:
    dated = {at for one in days for at in range(one.first, one.end)}
    return [tokens[at] for at in range(first, end) if at not in dated]


def _either(own: Matter, shared: Matter) -> Matter:
    """What is said of the households themselves, and of all only where that says nothing."""
    if not own.told:
        return shared
    return own if own.kind is not None or shared.kind is None else replace(own, kind=shared.kind)


def _told_too(part: Part, said: _LineRead) -> Part:
    """A further line about the households before it."""
    if not part.matter.told:
        return replace(part, matter=said.shared, day=part.day or said.day)
    note = ", ".join(filter(None, (part.matter.note, said.shared.note)))
    return replace(
        part,
        day=part.day or said.day,
        matter=replace(
            part.matter,
            fine=False,
            note=note,
            concerns=part.matter.concerns + said.shared.concerns,
            changes=part.matter.changes + said.shared.changes,
            promise=part.matter.promise or said.shared.promise,
        ),
    )
