"""What stands in the outbox, as seen by who looks after it: where letters wait, and how many."""

from datetime import datetime, timedelta

from sqlalchemy import and_, func, select

from bot.domain.delivery import Delivery
from storage.channels import Account
from storage.outbox import QUEUED, SENDING, TABLE
from storage.store import Session

OLDEST_ANSWER = "oldest_answer_seconds"
"""Under which name `counts` says for how long the oldest answer waits."""


async def accounts(session: Session) -> set[Account]:
    """The accounts on which letters wait."""
    rows = await session.execute(
        select(TABLE.c.surface, TABLE.c.account).where(TABLE.c.status == QUEUED).distinct()
    )
    return {(surface, account) for surface, account in rows}


async def counts(session: Session, now: datetime) -> dict[str, int]:
    """What is open, what came of the last day's letters, and how long the oldest answer waits."""
    found = {status.name.lower(): 0 for status in Delivery}
    is_open = TABLE.c.status.in_([QUEUED, SENDING])
    of_today = and_(TABLE.c.settled_at > now - timedelta(days=1), ~is_open)
    for which in (is_open, of_today):
        rows = await session.execute(
            select(TABLE.c.status, func.count()).where(which).group_by(TABLE.c.status)
        )
        found |= {status.name.lower(): count for status, count in rows}
    oldest = await session.scalar(
        select(func.min(TABLE.c.not_before)).where(
            TABLE.c.status == QUEUED, TABLE.c.priority == 0, TABLE.c.inbox_id.is_not(None)
        )
    )
    waits = (now - oldest).total_seconds() if oldest is not None else 0
    return found | {OLDEST_ANSWER: max(0, int(waits))}
