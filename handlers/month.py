"""How this month stands: visited, due, promised, and what households wait to hear."""

import re
from datetime import date, timedelta

from bot.domain.periods import day_after_month, month_of
from bot.domain.refusals import Reason, Refusal
from bot.messages import Outgoing
from bot.texts import month as words
from handlers.turn import Turn
from storage import concerns, households, visits
from storage.households import Card

SOON = timedelta(days=7)
"""A promise for the coming week belongs to what is to be done now."""


async def this_month(turn: Turn) -> Outgoing:
    """The member's own month. Only a visit at home counts; the rest stands beside it.

    A number after the command shows the households that are due from that place on.
    """
    cards = await households.book(turn.session, turn.actor, turn.today)
    if not cards:
        raise Refusal(Reason.NO_ONE_ASSIGNED)
    start = _start(turn.words)
    if start:
        return _further(cards, turn.today, start)
    progress = await visits.progress(turn.session, turn.actor, turn.today)
    month = month_of(turn.today)
    days_left = (day_after_month(month) - turn.today).days - 1
    unheard = await concerns.to_feed_back(turn.session, turn.actor, turn.today)
    codes = list(dict.fromkeys(one.code for one in unheard))
    due = _due(cards, turn.today)
    head = words.progress(turn.today.month, progress.visited, progress.due, days_left)
    beside = words.beside(progress.otherwise, progress.attempts, progress.not_due)
    promises, tell = words.promises(await _promises(turn, cards)), words.to_tell(codes)
    many = words.room(due, head, beside, promises, tell)
    return words.this_month(
        (head, beside, words.due(due, 0, many), promises, tell),
        codes,
        len(due) - many,
        f"/thangnay {many + 1}",
    )


def _further(cards: list[Card], today: date, start: int) -> Outgoing:
    due = _due(cards, today)
    many = words.MOST_LINES - 2
    shown = words.due(due, start, many) or words.NOBODY_DUE
    return words.this_month((shown,), (), len(due) - start - many, f"/thangnay {start + many + 1}")


def _start(text: str) -> int:
    """How many households go before those that are asked for."""
    return int(text) - 1 if re.fullmatch(r"[0-9]{1,3}", text) and int(text) else 0


def _due(cards: list[Card], today: date) -> list[str]:
    """The longest unvisited first, those never visited before all; the book is ordered so."""
    return [
        words.due_line(card.number, card.name, card.last_home_visit, today)
        for card in cards
        if card.due and not card.visited_this_month
    ]


async def _promises(turn: Turn, cards: list[Card]) -> list[str]:
    """Promises whose day is near or gone, to households that are still the member's own."""
    own = {card.id: card for card in cards}
    promises = await visits.open_promises(turn.session, turn.actor, turn.today)
    return [
        words.promise_line(
            own[one.household_id].number,
            own[one.household_id].name,
            one.words,
            one.due_on,
            turn.today,
        )
        for one in promises
        if one.household_id in own and one.due_on and one.due_on <= turn.today + SOON
    ]
