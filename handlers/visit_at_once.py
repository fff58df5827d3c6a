"""A visit told in one message where there are no buttons: which day, how, what was done.

There each question would be a message of its own. What fits the questions is taken as their
answers; anything else is read as a sentence about that household.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.domain.periods import day_of
from bot.domain.refusals import Reason, Refusal
from bot.domain.vietnamese import short_answers as short
from bot.domain.vietnamese.labels import is_number
from bot.domain.vietnamese.short_answers import meant
from bot.domain.visits import NotDoneReason, VisitKind
from bot.messages import Choice, Json
from bot.texts import visit as words
from bot.texts.common import NOT_DONE, TOPICS, VISIT_KINDS
from handlers import choosing, typed
from handlers import visit_days as days
from handlers import visit_extras as extras
from handlers.answers import household_in
from handlers.questions import SKIPPED, Answers, Asking, Question
from handlers.turn import Turn
from storage import visits

KEY, SENTENCE, BESIDE, UNSAID = "told", "sentence", "beside", "unsaid"
HOW = (
    Choice(words.FINE, short.FINE),
    Choice(words.HOME, VisitKind.HOME),
    *(
        Choice(VISIT_KINDS[kind], kind)
        for kind in (VisitKind.PHONE, VisitKind.GROUP_MEETING, VisitKind.VIA_OTHER)
    ),
    Choice(words.ABSENT, short.ABSENT),
    Choice(words.NOT_VISITED, VisitKind.NOT_DONE),
)
"""How somebody was met, as it is offered."""
_MOST_WORDS = 12  # of one answer
_MOST_TOLD = 40  # words: what is longer says more than the questions hold

_Place = tuple[int, Json, frozenset[str]]
"""How many words are left, how somebody was met, and what has been told before them."""


@dataclass(frozen=True, slots=True)
class _Part:
    """One of the questions: its choices, and what people say instead."""

    key: str
    choices: Sequence[Choice]
    said: Mapping[str, str]

    def chosen(self, turn: Turn, text: str) -> str | None:
        """The answer that words give; only how somebody was met has numbers."""
        if is_number(text) and self.key != "how":
            return None
        found = typed.of(turn, text, self.choices)
        return meant(text, self.said) if found is None else found.action


def _labels(labels: Mapping[Any, str]) -> tuple[Choice, ...]:
    return tuple(Choice(label, value) for value, label in labels.items())


_HOW = _Part("how", HOW, short.said(short.HOW))
_REASON = _Part("reason", _labels(NOT_DONE), short.said(short.REASONS))
_TOPICS = _Part("content", _labels(TOPICS), short.said({**short.TOPICS, extras.MORE: short.MORE}))
_PROMISE = _Part(
    "kept",
    _labels({"kept": words.KEPT, "open": words.NOT_KEPT}),
    {said: kept for said, kept in short.said(short.KEPT).items() if len(said.split()) > 1},
)


async def _ask(turn: Turn, answers: Answers) -> Asking | None:
    if turn.incoming.buttons:
        return None
    card = await choosing.chosen(turn, answers)
    promised: list[str] = []
    if card.promised:
        found = await visits.open_promises(turn.session, turn.actor, turn.today, card.id)
        promised = [one.words for one in found]
    return Asking(words.asks_at_once(household_in(answers), promised), HOW)


async def _read(turn: Turn, answers: Answers, text: str) -> Json:
    """The answers that the words give; or the words, where they say something else as well."""
    card = await choosing.chosen(turn, answers)
    told = await _told_in(turn, text, promised=card.promised)
    if told is None:
        if "replaces" in answers or is_number(text):  # that would be a report beside it
            raise Refusal(Reason.CHOOSE_ONE)
        return await _with_words(turn, text, promised=card.promised)
    if not told:
        raise Refusal(Reason.CHOOSE_ONE)
    if "day" not in told and _asked_on_another_day(turn, text):
        raise Refusal(Reason.DATE_UNCLEAR)
    return {"day": turn.today.isoformat(), **told} if "how" in told else told


async def _with_words(turn: Turn, text: str, *, promised: bool) -> Answers:
    """The parts that are answers, and the others as they were said."""
    told: Answers = {}
    words: list[str] = []
    for piece in re.split(r"[,;\n]", text):
        taken = await _taken(turn, told, piece.split()[:_MOST_TOLD], set(), promised=promised)
        whole = (
            taken is not None and len(piece.split()) <= _MOST_TOLD and extras.MORE not in str(taken)
        )
        if whole and taken is not None and not str(taken.get("day")).startswith("?"):
            told = taken
        else:
            words.append(piece.strip())
    sure = "how" in told and words
    return {SENTENCE: ", ".join(filter(None, words)), BESIDE: told} if sure else {SENTENCE: text}


async def _told_in(turn: Turn, text: str, *, promised: bool) -> Answers | None:
    """What all the words tell; None where they say something else as well."""
    if len(text.split()) > _MOST_TOLD:
        return None
    told: Answers = {}
    for piece in re.split(r"[,;\n]", text):
        taken = await _taken(turn, told, piece.split(), set(), promised=promised)
        if taken is None:
            return None
        told = taken
    return told


def _asked_on_another_day(turn: Turn, text: str) -> bool:
    """Whether it was another today that the question spoke of; not if it was asked just now."""
    asked = turn.draft.changed_at if text == turn.incoming.text else None
    return asked is not None and day_of(asked) != turn.today


async def _taken(
    turn: Turn, told: Answers, tokens: Sequence[str], vain: set[_Place], *, promised: bool
) -> Answers | None:
    """What is told once these words are answers, one after the other; None where some are not.

    `vain` are the places from which the rest was tried before: without it the ways to cut the
    words would double with every one.
    """
    if not tokens:
        return told
    place = (len(tokens), told.get("how"), frozenset(told))
    if place in vain:
        return None
    for size in range(min(len(tokens), _MOST_WORDS), 0, -1):
        more = await _answer(turn, told, " ".join(tokens[:size]), promised=promised)
        rest = tokens[size:]
        if more:
            whole = await _taken(turn, {**told, **more}, rest, vain, promised=promised)
            if whole is not None:
                return whole
    vain.add(place)
    return None


async def _answer(turn: Turn, told: Answers, text: str, *, promised: bool) -> Answers:
    """The answer to one of the questions that words are; empty when they are none."""
    for part in _open(told, promised=promised):
        value = part.chosen(turn, text)
        if value is None:
            continue
        if part is not _TOPICS:
            return {part.key: value}
        before = told.get(part.key)
        topics = before if isinstance(before, list) else []
        return {part.key: [*topics, *([value] if value not in topics else [])]}
    if "how" in told and not is_number(text) and _HOW.chosen(turn, text) == told["how"]:
        return {"how": told["how"]}  # the rest of a label with a comma in it
    if "day" in told or is_number(text):
        return {}
    try:
        return {"day": await days.read(turn, {}, text)}
    except Refusal:
        return {}


def _open(told: Answers, *, promised: bool) -> list[_Part]:
    """What has not been said yet; of how it went only what goes with how they were met."""
    parts = [_PROMISE] if promised and "kept" not in told else []
    match told.get("how"):
        case None:
            parts.append(_HOW)
        case VisitKind.NOT_DONE if "reason" not in told:
            parts.append(_REASON)
        case VisitKind.HOME | VisitKind.PHONE | VisitKind.GROUP_MEETING | VisitKind.VIA_OTHER:
            parts.append(_TOPICS)
    return parts


async def _check(turn: Turn, answers: Answers, value: Json) -> Answers:
    if isinstance(value, dict) and "day" in value:
        await days.check(turn, answers, value["day"])
    return {}


def _after(answers: Answers) -> Answers:
    """What was not told of the rest counts as asked, as all of it was asked in one message.

    Only who puts right an earlier report is asked for what is missing.
    """
    value = answers[KEY]
    if not isinstance(value, dict):
        return answers
    told: Answers = {**answers, **value, KEY: SKIPPED}
    if "how" in told:
        told = {"kept": SKIPPED, **told}
        told = _asked_for(told) if "replaces" in told else _complete(told)
    return days.after(told) if "day" in value else told


def _asked_for(told: Answers) -> Answers:
    return told if told["how"] == VisitKind.HOME else {"content": [], **told}


def _complete(told: Answers) -> Answers:
    """With nothing to be asked any more, and with a word of what may still be missing."""
    if told["how"] == VisitKind.NOT_DONE and "reason" not in told:
        told = {**told, "reason": NotDoneReason.OTHER_REASON, UNSAID: "reason"}
    if told["how"] == VisitKind.HOME and "content" not in told:
        told = {**told, UNSAID: "content"}
    if extras.MORE in str(told.get("content")):
        return {"why": SKIPPED, **told}
    return {"content": [], "why": SKIPPED, **told}


QUESTION = Question(
    KEY, _ask, read=_read, check=_check, then=_after, free=True,
    when=lambda answers: "day" not in answers and "guess" not in answers,
)  # fmt: skip
"""Asked only where there are no buttons; what it leaves open is asked only of a correction."""
