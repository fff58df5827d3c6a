"""Answers that households wait to hear: asked about beside a report, and noted with it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from bot.domain.concerns import ConcernStatus, Part, Satisfaction
from bot.domain.people import Actor
from bot.domain.periods import day_of
from bot.domain.visits import VisitKind
from bot.messages import Outgoing
from bot.texts import reporting as words
from handlers.report_lines import Line
from storage import concern_answers, concerns
from storage.concerns import Unheard
from storage.households import Card
from storage.store import Session

_TO_TELL = (ConcernStatus.ANSWERED, ConcernStatus.DECLINED, ConcernStatus.REFERRED)
_OPINIONS = (Satisfaction.SATISFIED, Satisfaction.PARTLY, Satisfaction.NOT_SATISFIED)

Waiting = Mapping[int, Sequence[Unheard]]
"""Of each household what it waits to hear."""


async def waiting(session: Session, cards: Iterable[Card]) -> Waiting:
    """What is to be told to households; what the cell wants to know first is no answer yet."""
    asked = [card.id for card in cards if card.unheard]
    found: dict[int, list[Unheard]] = {}
    for one in await concerns.open_for(session, asked) if asked else []:
        if one.household_id is not None and one.status in _TO_TELL:
            found.setdefault(one.household_id, []).append(one)
    return found


async def of_another_matter(session: Session, named: Sequence[Card]) -> Outgoing:
    """ "2 chưa báo" where nothing is asked tells of no visit: what is still to be told there."""
    waits = await waiting(session, named)
    codes = [one.code for card in named for one in waits.get(card.id, ())]
    return words.about_another_matter([str(card.number) for card in named], [*dict.fromkeys(codes)])


def opinions(answers: Iterable[Unheard]) -> tuple[Satisfaction, ...]:
    """What a household may have said to them; of a complaint nothing is asked."""
    asked = any(one.status is not ConcernStatus.REFERRED for one in answers)
    return _OPINIONS if asked else (Satisfaction.NO_ANSWER,)


def read_back(answers: Waiting, line: Line) -> list[str]:
    """What was told of them, and how it was taken."""
    codes: dict[Satisfaction, list[str]] = {}
    for one, said in _told(answers, line):
        codes.setdefault(said, []).append(one.code)
    return [words.heard(ones, said) for said, ones in codes.items()]


async def tell(
    session: Session, actor: Actor, cards: Iterable[Card], lines: Sequence[Line], now: datetime
) -> None:
    """Note what households were told; what somebody else has noted meanwhile stays as it is."""
    answers, today = await waiting(session, cards), day_of(now)
    told = [each for line in lines for each in _told(answers, line)]
    for one, said in sorted(told, key=lambda each: each[0].id):
        page = await concerns.one_of(session, actor, one.id, today, to_change=True)
        if page.status in _TO_TELL and Part.REPORTER in page.parts:
            await concern_answers.hear(session, actor, page, one.household_id, said, "", today, now)


def _told(answers: Waiting, line: Line) -> list[tuple[Unheard, Satisfaction]]:
    """Only who was met at home was told anything, and only what was asked about."""
    if line.household is None or line.matter.kind is not VisitKind.HOME:
        return []
    if line.heard not in tuple(Satisfaction):
        return []
    said = Satisfaction(line.heard)
    return [
        (one, said if said in opinions([one]) else Satisfaction.NO_ANSWER)
        for one in answers.get(line.household, ())
        if one.id in line.answers
    ]
