"""Files handed in on a page: held until they are confirmed, then a message in their person's chat.

What is handed in and not confirmed does not travel in the page, as it may be large: it is held
beside the link, for an hour, seen by nobody else.
"""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, func, or_, select, update

from bot.domain.uploads import Judged
from bot.messages import Attachment, FileReference, Incoming, encoded
from storage import audit, inbox, letters
from storage.inbox import Arrived, Waiting
from storage.page_links import Link
from storage.store import Session, changed
from storage.tables import File, InboxRow, PageLink, core

KIND = "u"
"""The letter under which files are handed in, beside other pages."""
VALID = timedelta(hours=24)
HELD = timedelta(hours=1)
MOST_TIMES = 20
"""How often somebody may hand in another file before one is confirmed."""
_LOST = timedelta(days=1)  # confirmed, and its message was let go unread
_MARK = "u:"

_links, _files, _inbox = core(PageLink), core(File), core(InboxRow)


@dataclass(frozen=True, slots=True)
class Held:
    """A file that waits."""

    id: int
    file: Attachment


async def hold(session: Session, link: Link, file: Judged, now: datetime) -> int | None:
    """Keep a file until it is confirmed, in place of the one before; None when the link is over."""
    c = _links.c
    still = and_(c.id == link.id, c.used_at.is_(None), c.replaced_at.is_(None), c.expires_at > now)
    counted = update(_links).where(still, c.times < MOST_TIMES).values(times=c.times + 1)
    if not await changed(session, counted):
        return None
    before = await session.scalar(select(c.file_id).where(c.id == link.id))
    attachment = Attachment(file.name, file.content, file.media_type)
    file_id = await letters.stored(session, attachment, None, now)
    await session.execute(update(_links).where(c.id == link.id).values(file_id=file_id))
    await session.execute(delete(_files).where(_files.c.id == before))
    return file_id


async def confirm(session: Session, link: Link, file_id: int, now: datetime) -> bool:
    """What was handed in is meant: from now on it is a message of the chat. False when it is not
    the newest, or the link is over; of two who race, one is told True."""
    c = _links.c
    used = await changed(
        session,
        update(_links)
        .where(
            c.id == link.id, c.file_id == file_id, c.used_at.is_(None), c.replaced_at.is_(None),
            c.expires_at > now,
        )
        .values(used_at=now),
    )  # fmt: skip
    if not used:
        return False
    f = _files.c
    size = func.length(f.content).label("size")
    row = (await session.execute(select(f.name, f.media_type, size).where(f.id == file_id))).one()
    file = FileReference("", row.name, row.size, row.media_type)
    photo = row.media_type.startswith("image/")
    event_id = f"{_MARK}{link.nonce}"
    said = Incoming(
        link.address, event_id, now, photo=file if photo else None,
        document=None if photo else file,
    )  # fmt: skip
    arrived = Arrived(event_id, link.address.external_id, encoded(said), wants_file=_MARK)
    await inbox.keep(session, link.address.surface, link.address.account, [arrived], now)
    await audit.note(session, link.person_id, "hand in", "file", file_id, now)
    return True


def is_one(event_id: str) -> bool:
    """Whether a message is what was handed in on a page: its messenger has never seen it."""
    return event_id.startswith(_MARK)


def read(waiting: Waiting) -> Incoming | None:
    """The message as the chat takes it; whose it is says the inbox, not what lies in it."""
    try:
        said = json.loads(waiting.raw)
        photo = "photo" in said
        reference, name, size, media_type = said["photo" if photo else "document"]
        file = FileReference(str(reference), str(name), int(size), str(media_type))
    except (ValueError, KeyError, TypeError):  # blanked, or not written by us
        return None
    return Incoming(
        waiting.address, waiting.event_id, waiting.received_at, photo=file if photo else None,
        document=None if photo else file,
    )  # fmt: skip


async def held(session: Session, event_id: str) -> Held | None:
    """The file of a message that was handed in; None when it is gone."""
    rows = await session.execute(
        select(_files.c.id, _files.c.name, _files.c.content, _files.c.media_type)
        .join(_links, _links.c.file_id == _files.c.id)
        .where(_links.c.nonce == event_id.removeprefix(_MARK), _links.c.used_at.is_not(None))
    )
    row = rows.one_or_none()
    return row and Held(row.id, Attachment(row.name, row.content, row.media_type))


async def put(session: Session, inbox_id: int, file_id: int, now: datetime) -> None:
    """Give the message its file, so that it can be handled: no link holds it any more."""
    await _let_go(session, _links.c.file_id == file_id)
    await session.execute(
        update(_inbox).where(_inbox.c.id == inbox_id).values(file_id=file_id, next_at=now)
    )


async def purge(session: Session, now: datetime) -> int:
    """Drop what nobody confirmed within the hour; how many files that were."""
    rows = await session.execute(
        select(_files.c.id)
        .join(_links, _links.c.file_id == _files.c.id)
        .where(
            or_(
                and_(_links.c.used_at.is_(None), _files.c.created_at <= now - HELD),
                _files.c.created_at <= now - _LOST,
            )
        )
    )
    gone = list(rows.scalars())
    if not gone:
        return 0
    await _let_go(session, _links.c.file_id.in_(gone))
    return await changed(session, delete(_files).where(_files.c.id.in_(gone)))


async def _let_go(session: Session, which: ColumnElement[bool]) -> None:
    await session.execute(update(_links).where(which).values(file_id=None))
