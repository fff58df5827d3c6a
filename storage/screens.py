"""What a chat shows last, as far as the outbox knows it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, bindparam, or_, select

from bot.domain.delivery import OPEN, Delivery
from bot.messages import Address
from storage.drafts import Pushed
from storage.outbox import TABLE
from storage.store import Session
from storage.tables import Moment

_LONGEST_WAY = timedelta(minutes=10)
"""An answer that was written longer ago than this is not on its way any more."""
_NOT_THERE = (Delivery.QUEUED, Delivery.FAILED, Delivery.EXPIRED, Delivery.CALL_NEEDED)
_UNSURE = (Delivery.SENDING, Delivery.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Below:
    """The menu that stands below everything else; not `sure` where it may not have arrived."""

    pushed: Pushed
    sure: bool


async def below_the_last_answer(
    session: Session, address: Address, person_id: int, pushed: tuple[Pushed, ...]
) -> Below | None:
    """Which of the letters that came by themselves is the newest that its reader sees.

    None where none arrived, or where an answer that was written before went out after it.
    """
    ids = [one.letter_id for one in pushed]
    since = min(one.at for one in pushed) - _LONGEST_WAY
    found = await session.execute(
        select(TABLE.c.id, TABLE.c.status, TABLE.c.settled_at, TABLE.c.inbox_id).where(
            TABLE.c.surface == address.surface,
            TABLE.c.account == address.account,
            TABLE.c.chat == address.external_id,  # a letter may have gone on to another chat
            or_(
                TABLE.c.id.in_(ids),
                (TABLE.c.person_id == person_id)
                & TABLE.c.inbox_id.is_not(None)
                & (TABLE.c.created_at >= bindparam("since_", since, Moment)),
            ),
        )
    )
    rows = list(found)
    state = {row.id: row for row in rows}
    for one in reversed(pushed):
        letter = state.get(one.letter_id)
        if letter is None or letter.status in _NOT_THERE:
            continue
        seen_at: datetime = letter.settled_at or one.at
        answers = [row for row in rows if row.inbox_id is not None]
        if any(_arrived_after(row, seen_at) for row in answers):
            return None
        on_its_way = any(row.status in OPEN for row in answers)
        return Below(one, sure=letter.status not in _UNSURE and not on_its_way)
    return None


def _arrived_after(row: Row[*tuple[Any, ...]], moment: datetime) -> bool:
    arrived = row.status not in (*OPEN, *_NOT_THERE)
    return arrived and row.settled_at is not None and row.settled_at > moment
