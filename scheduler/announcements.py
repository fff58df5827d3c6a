"""Announcements go out when they are due: one row until then, then letters, a handful at a time."""

from datetime import datetime

import structlog

from bot.domain.periods import day_of
from bot.messages import Outgoing
from bot.texts import announcements as words
from storage import pushing, receipts, spreading
from storage.spreading import Sending
from storage.store import Store

AT_ONCE = 500
"""Letters in one transaction, so that on SQLite nobody's report waits long behind them."""

log = structlog.get_logger()


async def send_announcements(store: Store, now: datetime) -> int:
    """Write the letters of what is due, and note what became of earlier ones; how many letters.

    Safe in several processes and at any moment: whoever has a receipt is not written to again,
    and what was due long ago goes late, with its date.
    """
    async with store.begin() as session:
        await receipts.catch_up(session, now)
        await spreading.drop_outsiders(session, day_of(now), now)
        due = await spreading.due(session, now)
        ready = [
            announcement_id
            for announcement_id, commune_id, at_any_hour in due
            if at_any_hour or await pushing.next_push(session, commune_id, now) <= now
        ]
    written = 0
    for announcement_id in ready:
        written += await _spread(store, announcement_id, now)
    return written


async def _spread(store: Store, announcement_id: int, now: datetime) -> int:
    written = 0
    while True:
        async with store.begin() as session:
            sending = await spreading.take_up(session, announcement_id, now)
            if sending is None:
                break
            to = await spreading.recipients(session, sending, day_of(now), AT_ONCE)
            written += await spreading.spread(session, sending, to, letter(sending), now)
            if not to:
                break
    if written:
        log.info("announcement_sent", announcement_id=announcement_id, letters=written)
    return written


def letter(sending: Sending) -> Outgoing:
    """An announcement in words, dated with the day on which it was due."""
    corrected_on = day_of(sending.corrected_at) if sending.corrected_at else None
    text = words.body(
        sending.part,
        sending.words,
        sending.unit_name,
        day_of(sending.told_at),
        sending.corrected,
        corrected_on,
    )
    return words.letter(sending.id, text, sending.languages, sending.part, urgent=sending.urgent)
