"""Answers that households wait to hear: asked about on the page of ticks, and noted there."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from bot.domain.concerns import ConcernStatus, Part, Satisfaction
from bot.domain.people import Actor
from bot.domain.periods import day_of
from bot.texts import page as words
from handlers.report_ticks import FINE, OPINIONS, Tick
from storage import concern_answers, concerns
from storage.concerns import Unheard
from storage.households import Card
from storage.store import Session

_TO_TELL = (ConcernStatus.ANSWERED, ConcernStatus.DECLINED, ConcernStatus.REFERRED)

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


def read_back(answers: Waiting, ticks: Mapping[int, Tick]) -> list[str]:
    """What was told to whom, in a line each."""
    return [
        words.heard(one.code, said)
        for household, ones in answers.items()
        if (said := _said(ticks.get(household))) is not None
        for one in ones
    ]


async def tell(
    session: Session, actor: Actor, answers: Waiting, ticks: Mapping[int, Tick], now: datetime
) -> None:
    """Note what households were told; what somebody else has noted meanwhile stays as it is."""
    told = {household: said for household in answers if (said := _said(ticks.get(household)))}
    for household, said in sorted(told.items()):
        for one in answers[household]:
            page = await concerns.one_of(session, actor, one.id, day_of(now), to_change=True)
            if page.status not in _TO_TELL or Part.REPORTER not in page.parts:
                continue
            opinion = said if page.words else Satisfaction.NO_ANSWER
            await concern_answers.hear(
                session, actor, page, household, opinion, "", day_of(now), now
            )


def _said(tick: Tick | None) -> Satisfaction | None:
    told = tick is not None and FINE in tick.how and tick.heard in OPINIONS
    return Satisfaction(tick.heard) if tick is not None and told else None
