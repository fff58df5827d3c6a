"""How this month stands: visited, due, promised, and what households wait to hear."""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from bot.domain.periods import first_day, month_before
from bot.domain.refusals import Reason, Refusal
from bot.domain.vietnamese.months import month_in
from bot.messages import Outgoing
from bot.texts import month as words
from handlers.turn import Turn
from storage import concerns, households, periods, progress, visits
from storage.households import Card

SOON = timedelta(days=7)
"""A promise for the coming week belongs to what is to be done now."""
_FROM = re.compile(rf"(.*?)\b{words.MORE_OF}\s+(\d{{1,4}})", re.IGNORECASE | re.DOTALL)


async def this_month(turn: Turn) -> Outgoing:
    """The member's own period. Only a visit at home counts; the rest stands beside it.

    Words after the command name an earlier one; "tiep" and a number the place in its list from
    which to go on.
    """
    cards = await households.book(turn.session, turn.actor, turn.today)
    if not cards:
        raise Refusal(Reason.NO_ONE_ASSIGNED)
    named, start = _asked(turn.words)
    running = await periods.current_of(turn.session, turn.actor, turn.today)
    month = month_in(named, first_day(running.key)) if named else running.key
    over = month != running.key
    period = await periods.period_of(turn.session, turn.actor, month) if over else running
    so_far = await progress.so_far(turn.session, turn.actor, turn.today, period=period)
    due = _due(cards, so_far, turn.today)
    if start:
        many = words.MOST_LINES - 2
        parts: tuple[str, ...] = (words.due(due, start, many, over=over) or words.NOBODY_DUE,)
        return _shown(parts, (), due, start + many, month, over=over, homes=start < len(due))
    head = words.progress(period, so_far.visited, so_far.due, turn.today)
    beside = words.beside(so_far.otherwise, so_far.attempts, so_far.not_due, so_far.helping)
    unheard = () if over else await concerns.to_feed_back(turn.session, turn.actor, turn.today)
    codes = list(dict.fromkeys(one.code for one in unheard))
    promises = words.promises([] if over else await _promises(turn, cards))
    tell = words.to_tell(codes)
    many = words.room(due, head, beside, promises, tell)
    parts = (head, beside, words.due(due, 0, many, over=over), promises, tell)
    homes = bool(due or promises)
    return _shown(parts, codes, due, many, month, over=over, homes=homes)


def _shown(
    parts: Sequence[str],
    codes: Sequence[str],
    due: list[str],
    many: int,
    month: str,
    *,
    over: bool,
    homes: bool,
) -> Outgoing:
    name = f"{month} " if over else ""
    more = f"/thangnay {name}{words.MORE_OF} {many + 1}"
    other = "/thangnay" if over else f"/thangnay {month_before(month)}"
    return words.this_month(parts, codes, len(due) - many, more, other, over=over, homes=homes)


def _asked(text: str) -> tuple[str, int]:
    """Which period, and how many households go before those that are asked for."""
    found = _FROM.fullmatch(text.strip())
    return (found[1].strip(), max(0, int(found[2]) - 1)) if found else (text.strip(), 0)


def _due(cards: list[Card], so_far: progress.Progress, today: date) -> list[str]:
    """The longest unvisited first, those never visited before all; the book is ordered so."""
    return [
        words.due_line(
            card.number, card.name, card.last_home_visit, today, in_focus=card.needs_help
        )
        for card in cards
        if card.id in so_far.left
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
