"""Files that went out with letters, and are dropped once nobody needs them."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select, update

from bot.domain.delivery import OPEN
from storage.store import Session, changed
from storage.tables import Announcement, Concern, File, Import, InboxRow, OutboxRow, core

SENT_KEPT = timedelta(days=1)
"""Activation slips hold codes in clear, copies of own data hold those: a day is enough."""

_files, _outbox = core(File), core(OutboxRow)


async def purge(session: Session, now: datetime) -> int:
    """Drop files whose letters are all settled since a day; how many that were."""
    open_still = select(_outbox.c.file_id).where(
        _outbox.c.file_id.is_not(None),
        _outbox.c.status.in_(OPEN) | (_outbox.c.settled_at > now - SENT_KEPT),
    )
    elsewhere = (
        select(column).where(column.is_not(None))
        for column in (InboxRow.file_id, Concern.photo_id, Announcement.file_id, Import.file_id)
    )
    sent = select(_outbox.c.file_id).where(
        _outbox.c.file_id.is_not(None),
        _outbox.c.settled_at <= now - SENT_KEPT,
        *(_outbox.c.file_id.not_in(used) for used in (open_still, *elsewhere)),
    )
    gone = list((await session.scalars(sent.distinct())).all())
    if not gone:
        return 0
    await session.execute(update(_outbox).where(_outbox.c.file_id.in_(gone)).values(file_id=None))
    return await changed(session, delete(_files).where(_files.c.id.in_(gone)))
