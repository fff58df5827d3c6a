"""Ticking the households that were visited: a list that changes in place, and leads to the echo."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.domain.refusals import Reason, Refusal
from bot.domain.vietnamese.dates import read_day
from bot.domain.vietnamese.sentence_book import Book
from bot.domain.vietnamese.sentence_matter import Matter
from bot.domain.vietnamese.sentences import read
from bot.domain.vietnamese.text import search_key
from bot.domain.visits import VisitKind
from bot.messages import Choice, Json
from bot.texts import checklist as words
from handlers import forms
from handlers.answers import remember_message, without
from handlers.questions import Answers, Asking, Question
from handlers.report_lines import EXACT, Line, dated, lines_of, packed, told_again
from handlers.turn import Turn
from storage import households
from storage.households import Card

KEY = "ticked"
_FINE = Matter(VisitKind.HOME, fine=True)
TO_TICK = Choice(words.TICK_SEVERAL, "/danhdau")
"""The way to the list, wherever households are to be reported."""


async def _cards(turn: Turn) -> list[Card]:
    """Those that may be ticked: one that wants nothing written down is asked of nobody."""
    cards = await households.book(turn.session, turn.actor, turn.today)
    return [card for card in cards if not card.declined]


async def _ask(turn: Turn, answers: Answers) -> Asking:
    cards = await _cards(turn)
    if not cards:
        own = turn.actor.typed_by is None
        raise Refusal(Reason.NO_ONE_ASSIGNED if own else Reason.NO_ONE_ASSIGNED_TO_THEM)
    homes = [_home(card, discreet=turn.actor.discreet) for card in cards]
    return Asking(
        words.WHICH,
        tuple(
            Choice(words.label(home, turn.today), str(card.id))
            for home, card in zip(homes, cards, strict=True)
        ),
        numbered=False,
        done=words.ticked(len(_ticked(answers, cards))),
        in_words=words.in_words(homes, page=bool(turn.accounts.pages)),
    )


def _home(card: Card, *, discreet: bool) -> words.Home:
    """That one needs help is not for whoever only reports for its member."""
    return words.Home(
        card.number, card.name, card.last_home_visit,
        visited=card.visited, helping=card.helping, in_focus=card.needs_help and not discreet,
    )  # fmt: skip


def _ticked(answers: Answers, cards: Sequence[Card]) -> list[Card]:
    """What is ticked and still the member's own, in the order of the list."""
    ticked = forms.ticked_by_now(answers, KEY)
    return [card for card in cards if str(card.id) in ticked]


def _lines(cards: Sequence[Card], on: date) -> list[Line]:
    """At home, nothing new: more is told in words."""
    if not cards:
        raise Refusal(Reason.NOTHING_TICKED)
    return [Line(card.name, card.id, (), on, day_said=False, matter=_FINE) for card in cards]


async def _read(turn: Turn, answers: Answers, text: str) -> Json:
    """A day for what is ticked, or households that are told of beside it."""
    cards = await _cards(turn)
    ticked = _ticked(answers, cards)
    parts = read(text, Book(households.candidates(cards)), turn.today, bare=True)
    told = [_told(line) for line in lines_of(parts, turn.today)]
    if told:
        if all(line.unknown for line in told):
            raise Refusal(Reason.NOT_FOUND)
        remember_message(turn, answers)
        lines = _lines(ticked, turn.today) if ticked else []
        return {"lines": packed(told_again(lines, told))}
    try:
        said = read_day(text, turn.today)
    except Refusal as no_day:
        if ticked:
            raise
        raise Refusal(Reason.NOT_FOUND) from no_day  # as for a household that is not there
    if said.precision not in EXACT:
        raise Refusal(Reason.DATE_UNCLEAR)
    return {"lines": packed([dated(line, said) for line in _lines(ticked, turn.today)])}


def _told(line: Line) -> Line:
    """A number alone is as good as a tick."""
    return line if line.matter.told or line.guarded else replace(line, matter=_FINE)


async def _check(turn: Turn, answers: Answers, value: Json) -> Answers:
    """Whatever was handed over meanwhile falls out."""
    if isinstance(value, dict):
        return {}
    return {"lines": packed(_lines(_ticked(answers, await _cards(turn)), turn.today))}


def _after(answers: Answers) -> Answers:
    value, rest = answers[KEY], without(answers, KEY)
    return {**rest, **value} if isinstance(value, dict) else rest


QUESTION = Question(
    KEY, _ask, read=_read, check=_check, then=_after,
    when=lambda answers: "lines" not in answers,
    said={search_key(words.TICKED): forms.DONE, "ghi": forms.DONE, "luu": forms.DONE},
    several=True, free=True, lists=True,
)  # fmt: skip
"""The first question of a report that begins with nothing told."""
