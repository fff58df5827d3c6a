"""What somebody ticked and typed on their page of households, and what it comes to."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from bot.domain.concerns import Satisfaction
from bot.domain.households import DatePrecision
from bot.domain.refusals import Reason, Refusal
from bot.domain.vietnamese.complaints import looks_like_complaint
from bot.domain.vietnamese.dates import read_day
from bot.domain.vietnamese.guarding import names_guarded, neutral
from bot.domain.vietnamese.sentence_matter import Matter
from bot.domain.vietnamese.text import clean
from bot.domain.visits import LATEST_REPORT, NotDoneReason, VisitKind, check_day
from bot.texts import guarding as guarding_words
from bot.texts import page as words
from bot.texts.refusals import refusal
from handlers.answers import sensible
from handlers.report_lines import NOT_TOLD, Line
from storage.households import Card

LONGEST_NOTE = 300
DAY, HOW, KEPT, NEED, NOTE = "day", "how", "kept", "need", "note"
HEARD, ANSWERS = "heard", "answers"
FINE, ABSENT, YES, NO = "fine", "absent", "1", "0"
_FIELD = re.compile(rf"({HOW}|{KEPT}|{HEARD}|{ANSWERS}|{NEED}|{NOTE})-([1-9]\d{{0,14}})")
_IDS = re.compile(r"[1-9]\d{0,14}(?: [1-9]\d{0,14})*")
_DAYS = (DatePrecision.DAY, DatePrecision.HOUR, DatePrecision.LUNAR)
_NOBODY_IN = Matter(VisitKind.NOT_DONE, NotDoneReason.ABSENT_HH)


@dataclass(frozen=True, slots=True)
class Tick:
    """What is said of one household, as it was ticked and typed."""

    how: frozenset[str] = frozenset()
    kept: str = ""  # the promise of last time
    heard: str = ""  # what the household said to the answers that it waited for
    answers: str = ""  # the concerns that these were
    need: str = ""  # whether a household that needs help needs more
    note: str = ""

    @property
    def told(self) -> bool:
        """Whether anything is reported of it."""
        return bool(self.how or self.note)


@dataclass(frozen=True, slots=True)
class Ticks:
    """A whole page as it was handed in."""

    day: str
    of: Mapping[int, Tick] = field(default_factory=dict)

    @property
    def fields(self) -> list[tuple[str, str]]:
        """The way back to what a browser sends."""
        found = [(DAY, self.day)]
        for household, tick in self.of.items():
            found += [(f"{HOW}-{household}", how) for how in sorted(tick.how)]
            rest = {
                KEPT: tick.kept, HEARD: tick.heard, ANSWERS: tick.answers, NEED: tick.need,
                NOTE: tick.note,
            }  # fmt: skip
            found += [(f"{name}-{household}", value) for name, value in rest.items() if value]
        return found


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that has to be put right: at which field, of which household; 0 for the page."""

    household: int
    at: str
    words: str


def ticks_in(fields: Sequence[tuple[str, str]]) -> Ticks:
    """What a browser sent; fields that no page of ours has are passed over."""
    day, of = "", dict[int, Tick]()
    for name, raw in fields:
        value = " ".join(clean(raw).split())
        if name == DAY:
            day = value
        elif found := _FIELD.fullmatch(name):
            household = int(found[2])
            of[household] = _with(of.get(household, Tick()), found[1], value)
    return Ticks(day, of)


def _with(tick: Tick, name: str, value: str) -> Tick:
    match name:
        case "how":
            return replace(tick, how=tick.how | ({value} & {FINE, ABSENT}))
        case "kept":
            return replace(tick, kept=value if value in (YES, NO) else "")
        case "heard":
            return replace(tick, heard=value if value in (*Satisfaction, NO) else "")
        case "answers":
            return replace(tick, answers=value if _IDS.fullmatch(value) else "")
        case "need":
            return replace(tick, need=value if value in (YES, NO) else "")
    return replace(tick, note=value)


def checked(
    ticks: Ticks, cards: Mapping[int, Card], asked: Mapping[str, Collection[int]], today: date
) -> tuple[list[Line], list[Trouble]]:
    """A line for each household that was ticked, or what keeps it from being one.

    `asked`: of which households there is a question of their own, by its field.
    """
    day, troubles = _day(ticks.day, today)
    told = {household: tick for household, tick in ticks.of.items() if tick.told}
    if not told.keys() <= cards.keys():
        troubles.append(Trouble(0, "", words.NOT_YOURS))
    elif not told:
        troubles.append(Trouble(0, "", words.NOTHING_TICKED))
    lines = []
    for household, card in cards.items():
        if household in told:
            tick = told[household]
            own = {name for name, whose in asked.items() if household in whose}
            troubles += _amiss(tick, card, own, day, today)
            lines.append(_line(tick, card, day))
    return lines, troubles


def _day(text: str, today: date) -> tuple[date | None, list[Trouble]]:
    """One day for all; whether it fits a household's member is asked of each by itself."""
    try:
        said = read_day(text, today)
        if said.precision not in _DAYS:
            raise Refusal(Reason.DATE_UNCLEAR)
        check_day(said.day, today, today - LATEST_REPORT)
    except Refusal as no_day:
        return None, [Trouble(0, DAY, refusal(no_day))]
    return said.day, []


def _amiss(
    tick: Tick, card: Card, own: Collection[str], day: date | None, today: date
) -> list[Trouble]:
    """All that has to be put right of one household."""
    found = []
    if len(tick.how) != 1:
        found.append((HOW, words.CHOOSE_ONE if tick.how else words.TICK_TOO))
    elif early := _too_early(day, card, today):
        found.append((HOW, early))
    if tick.how == {FINE}:
        found += _unanswered(tick, card, own)
    if tick.note and (spoilt := _not_to_be_kept(tick.note)):
        found.append((NOTE, spoilt))
    return [Trouble(card.id, at, said) for at, said in found]


def _unanswered(tick: Tick, card: Card, own: Collection[str]) -> list[tuple[str, str]]:
    """Questions that only who was met can be asked about."""
    found = []
    if KEPT in own and not tick.kept:
        found.append((KEPT, words.ANSWER_PROMISE))
    if HEARD in own and not tick.heard:
        found.append((HEARD, words.ANSWER_HEARD))
    if card.needs_help and not tick.need:
        found.append((NEED, words.ANSWER_NEED))
    if card.needs_help and tick.need == YES and not tick.note:
        found.append((NOTE, words.NOTE_WANTED))
    return found


def _too_early(day: date | None, card: Card, today: date) -> str:
    if day is None or card.assigned_since is None:
        return ""
    try:
        check_day(day, today, card.assigned_since)
    except Refusal as early:
        return refusal(early)
    return ""


def _not_to_be_kept(note: str) -> str:
    """Why a note is not taken; the same that a form in the chat would say."""
    try:
        sensible(note, LONGEST_NOTE)
    except Refusal as no:
        return refusal(no)
    if names_guarded(note):
        return guarding_words.asks_otherwise(neutral(note)).text
    return words.NO_COMPLAINT if looks_like_complaint(note) else ""


def _line(tick: Tick, card: Card, day: date | None) -> Line:
    """Whoever has something noted of them is no longer one where nothing is new."""
    if ABSENT in tick.how:
        matter = replace(_NOBODY_IN, note=tick.note)
    else:
        matter = Matter(VisitKind.HOME, fine=not tick.note, note=tick.note)
    kept = tick.kept == YES if tick.kept else None
    heard = NOT_TOLD if tick.heard == NO else tick.heard
    return Line(
        said=str(card.number), household=card.id, may=(), day=day, day_said=True, matter=matter,
        kept=kept, heard=heard, answers=tuple(map(int, tick.answers.split())), looked_after=True,
    )  # fmt: skip
