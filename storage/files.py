"""Files that came in with messages or went out with letters, dropped once nobody needs them."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import Select, delete, or_, select, update

from bot.domain.delivery import OPEN, InboxStatus
from bot.messages import Json
from storage.store import Session, changed
from storage.tables import Draft, File, InboxRow, OutboxRow, Table, core

SENT_KEPT = timedelta(days=1)
"""Activation slips hold codes in clear, copies of own data hold those: a day is enough."""
STRAY_KEPT = timedelta(days=7)
"""What came in and was put to no use: a report begun this week may still take it up."""

_files, _outbox, _inbox, _drafts = core(File), core(OutboxRow), core(InboxRow), core(Draft)


async def purge(session: Session, now: datetime) -> int:
    """Drop what went out and what came in, each in its time; how many files that were."""
    return await _purge_sent(session, now) + await _purge_strays(session, now)


async def _purge_sent(session: Session, now: datetime) -> int:
    """Files whose letters are all settled since a day."""
    open_still = select(_outbox.c.file_id).where(
        _outbox.c.file_id.is_not(None),
        or_(_outbox.c.status.in_(OPEN), _outbox.c.settled_at > now - SENT_KEPT),
    )
    received = select(_inbox.c.file_id).where(_inbox.c.file_id.is_not(None))
    sent = select(_outbox.c.file_id).where(
        _outbox.c.file_id.is_not(None),
        _outbox.c.settled_at <= now - SENT_KEPT,
        *(_outbox.c.file_id.not_in(used) for used in (open_still, received, *_lasting())),
    )
    return await _drop(session, (await session.scalars(sent.distinct())).all())


async def _purge_strays(session: Session, now: datetime) -> int:
    """Files of a week ago that no report, letter, open form or waiting message refers to."""
    waiting = select(_inbox.c.file_id).where(
        _inbox.c.file_id.is_not(None),
        _inbox.c.status != InboxStatus.DONE,
        _inbox.c.raw.is_not(None),  # what was set aside can be taken up again as long as it is kept
    )
    posted = select(_outbox.c.file_id).where(_outbox.c.file_id.is_not(None))
    found = await session.execute(
        select(_files.c.id, _files.c.created_at).where(
            _files.c.created_at <= now - STRAY_KEPT,
            *(_files.c.id.not_in(used) for used in (waiting, posted, *_lasting())),
        )
    )
    strays = {row.id: row.created_at for row in found}
    if not strays:
        return 0
    drafts = await session.scalars(
        select(_drafts.c.state).where(
            _drafts.c.form != "", _drafts.c.changed_at >= min(strays.values())
        )
    )
    in_forms = {number for state in drafts for number in _numbers_in(state)}
    return await _drop(session, strays.keys() - in_forms)


def _numbers_in(said: Json) -> Iterable[int]:
    """All whole numbers of a form's answers: any of them may be a file's id."""
    match said:
        case bool():
            return
        case int():
            yield said
        case list():
            for one in said:
                yield from _numbers_in(one)
        case dict():
            for one in said.values():
                yield from _numbers_in(one)


def _lasting() -> list[Select[int]]:
    """What holds a file for as long as it stands: whatever refers to one, but for the post."""
    columns = [
        column
        for table in Table.metadata.sorted_tables
        for column in table.c
        if table not in (_outbox, _inbox) and column.references(_files.c.id)
    ]
    return [select(column).where(column.is_not(None)) for column in columns]


async def _drop(session: Session, ids: Iterable[int | None]) -> int:
    gone = sorted(file_id for file_id in ids if file_id is not None)
    if not gone:
        return 0
    for post in (_outbox, _inbox):
        await session.execute(update(post).where(post.c.file_id.in_(gone)).values(file_id=None))
    return await changed(session, delete(_files).where(_files.c.id.in_(gone)))
