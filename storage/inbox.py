"""What arrived: stored raw before it is acknowledged, handled in each chat's order, once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import (
    ColumnElement,
    bindparam,
    delete,
    func,
    insert,
    literal_column,
    or_,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from bot.domain.delivery import POISON_TRIES, InboxStatus, try_again_after
from bot.messages import Address, Attachment
from storage.store import Selected, Session, changed, on_sqlite
from storage.tables import File, InboxOddity, InboxRow, Moment, PollOffset, core

BODIES_KEPT = timedelta(days=30)
KEYS_KEPT = timedelta(days=90)

_inbox = core(InboxRow)


@dataclass(frozen=True, slots=True)
class Arrived:
    """One thing that a messenger handed us, before anybody read it."""

    event_id: str
    chat: str
    raw: bytes
    wants_file: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A stored message whose turn it is."""

    id: int
    address: Address
    event_id: str
    raw: bytes
    received_at: datetime
    attempts: int
    wants_file: str
    file_id: int | None


async def keep(
    session: Session, surface: str, account: str, arrived: Sequence[Arrived], now: datetime
) -> int:
    """Store what arrived; says how much of it is new. Once committed it may be acknowledged."""
    rows = [
        {
            "surface": surface,
            "account": account,
            "event_id": one.event_id,
            "chat": one.chat,
            "raw": one.raw,
            "received_at": now,
            "next_at": now,
            "status": InboxStatus.NEW,
            "attempts": 0,
            "wants_file": one.wants_file,
            "error": "",
        }
        for one in arrived
    ]
    once = _ONCE_EMBEDDED if on_sqlite(session) else _ONCE
    return sum([await session.touched(once, row) for row in rows])


async def keep_oddity(
    session: Session, surface: str, account: str, raw: bytes, now: datetime
) -> None:
    """Store a body that nobody could read: a retry could not mend it."""
    await session.execute(
        insert(core(InboxOddity)).values(surface=surface, account=account, raw=raw, received_at=now)
    )


async def offset(session: Session, surface: str, account: str) -> int | None:
    """How far polling has come."""
    return await session.scalar(
        select(PollOffset.offset).where(
            PollOffset.surface == surface, PollOffset.account == account
        )
    )


async def move_offset(session: Session, surface: str, account: str, to: int) -> None:
    """Remember how far polling has come, in the transaction that stores what it brought."""
    await session.merge(PollOffset(surface=surface, account=account, offset=to))


async def next_waiting(session: Session, now: datetime, fetching: bool = False) -> Waiting | None:
    """The oldest message that is due and first in its chat, locked until this transaction ends.

    Two people's messages are handled side by side on PostgreSQL, one person's never. With
    `fetching` it is a message whose file is still at the messenger, else one that has all.
    """
    query = _NEXT_FETCHED if fetching else _NEXT
    rows = await session.rows(query, {"now_": now})
    if not rows:
        return None
    found = rows[0]
    return Waiting(
        id=found.id,
        address=Address(found.surface, found.account, found.chat),
        event_id=found.event_id,
        raw=found.raw or b"",
        received_at=found.received_at,
        attempts=found.attempts,
        wants_file=found.wants_file,
        file_id=found.file_id,
    )


# Written out, not bound: only so does the partial index of what waits apply.
_NEW: ColumnElement[InboxStatus] = literal_column(f"'{InboxStatus.NEW.value}'")


def _next(fetching: bool) -> Selected:
    row = _inbox.c
    whole = or_(row.wants_file == "", row.file_id.is_not(None))
    return (
        select(
            row.id, row.surface, row.account, row.chat, row.event_id, row.raw,
            row.received_at, row.attempts, row.wants_file, row.file_id,
        )
        .where(
            row.status == _NEW,
            row.next_at <= bindparam("now_", type_=Moment),
            ~whole if fetching else whole,
            ~_earlier_in_chat(),
        )
        .order_by(row.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )  # fmt: skip


def _earlier_in_chat() -> ColumnElement[bool]:
    row, earlier = _inbox.c, _inbox.alias()
    return (
        select(earlier.c.id)
        .where(
            earlier.c.status == _NEW,
            earlier.c.surface == row.surface,
            earlier.c.account == row.account,
            earlier.c.chat == row.chat,
            earlier.c.id < row.id,
        )
        .exists()
    )


# Built once: to build these costs more than to run them.
_NEXT, _NEXT_FETCHED = _next(fetching=False), _next(fetching=True)
_ONCE, _ONCE_EMBEDDED = (
    dialect.insert(_inbox).on_conflict_do_nothing() for dialect in (postgresql, sqlite)
)
_DONE = (
    update(_inbox)
    .where(_inbox.c.id == bindparam("id_"), _inbox.c.status == _NEW)
    .values(status=InboxStatus.DONE)
)


async def done(session: Session, inbox_id: int) -> bool:
    """Mark a message handled; False when another process was quicker."""
    return bool(await session.touched(_DONE, {"id_": inbox_id}))


async def let_go(session: Session, address: Address) -> int:
    """Mark all that waits from a chat as handled, unread and forgotten: it floods us. How much
    that was."""
    return await changed(
        session,
        update(_inbox)
        .where(
            _inbox.c.surface == address.surface,
            _inbox.c.account == address.account,
            _inbox.c.chat == address.external_id,
            _inbox.c.status == _NEW,
        )
        .values(status=InboxStatus.DONE, raw=None),
    )


async def let_all_go(session: Session, surface: str, account: str) -> int:
    """The same for all that waits on an account: nobody can be answered there any more."""
    return await changed(
        session,
        update(_inbox)
        .where(_inbox.c.surface == surface, _inbox.c.account == account, _inbox.c.status == _NEW)
        .values(status=InboxStatus.DONE, raw=None),
    )


async def failed(session: Session, inbox_id: int, error_id: str, now: datetime) -> bool:
    """Count a failure of our own; True when it was the last and the message is set aside.

    Then nobody has looked at its words, so they are not kept either (privacy.md 5.2).
    """
    attempts = await session.scalar(select(InboxRow.attempts).where(InboxRow.id == inbox_id))
    if attempts is None:
        return False
    tried = attempts + 1
    dead = tried >= POISON_TRIES
    await session.execute(
        update(_inbox)
        .where(_inbox.c.id == inbox_id, _inbox.c.status == InboxStatus.NEW)
        .values(
            attempts=tried,
            error=error_id,
            next_at=now + try_again_after(tried),
            status=InboxStatus.DEAD if dead else InboxStatus.NEW,
        )
    )
    if dead:
        await blank(session, [inbox_id])
    return dead


async def put_file(session: Session, inbox_id: int, attachment: Attachment, now: datetime) -> int:
    """Keep the file that came with a message, so that the message can be handled; its id."""
    file = File(
        name=attachment.name,
        media_type=attachment.media_type,
        content=attachment.content,
        created_at=now,
    )
    session.add(file)
    await session.flush()
    await session.execute(
        update(_inbox).where(_inbox.c.id == inbox_id).values(file_id=file.id, next_at=now)
    )
    return file.id


async def forgo_file(session: Session, inbox_id: int, now: datetime) -> None:
    """The file can't be had, or is nobody's business: let the message be handled without it."""
    await session.execute(
        update(_inbox).where(_inbox.c.id == inbox_id).values(wants_file="", next_at=now)
    )


async def postpone(session: Session, inbox_id: int, until: datetime) -> None:
    """Leave a message alone for a while: its file is being fetched, or could not be had yet."""
    await session.execute(update(_inbox).where(_inbox.c.id == inbox_id).values(next_at=until))


async def blank(session: Session, inbox_ids: Sequence[int]) -> None:
    """Forget what messages said: a denunciation is kept nowhere (privacy.md 5.9)."""
    await session.execute(update(_inbox).where(_inbox.c.id.in_(inbox_ids)).values(raw=None))


async def purge(session: Session, now: datetime) -> int:
    """Blank bodies after 30 days, drop keys after 90 (design.md 5); says how many rows changed."""
    old = await changed(
        session,
        update(_inbox)
        .where(
            _inbox.c.received_at < now - BODIES_KEPT,
            _inbox.c.raw.is_not(None),
            _inbox.c.status != InboxStatus.NEW,
        )
        .values(raw=None),
    )
    gone = await changed(
        session,
        delete(_inbox).where(
            _inbox.c.received_at < now - KEYS_KEPT, _inbox.c.status != InboxStatus.NEW
        ),
    )
    await session.execute(
        delete(core(InboxOddity)).where(InboxOddity.received_at < now - BODIES_KEPT)
    )
    return old + gone


async def counts(session: Session) -> dict[str, int]:
    """How many messages wait, and how many are set aside."""
    rows = await session.execute(
        select(_inbox.c.status, func.count())
        .where(_inbox.c.status != InboxStatus.DONE)
        .group_by(_inbox.c.status)
    )
    found = {status.value: number for status, number in rows}
    return {"waiting": found.get("new", 0), "dead": found.get("dead", 0)}


async def oldest_waiting(session: Session) -> datetime | None:
    """When the message arrived that has waited longest."""
    return await session.scalar(
        select(func.min(InboxRow.received_at)).where(InboxRow.status == _NEW)
    )
