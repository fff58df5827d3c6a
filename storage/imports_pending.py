"""A workbook that was read in the chat and waits to be confirmed, kept no longer than that."""

import base64
import hashlib
import json
import zlib
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, select, update

from bot.messages import Address, Json
from storage import audit, drafts
from storage.store import Session, changed, keys_of
from storage.tables import File, Import, InboxRow, core

FORM = "import"
"""The form that waits for a workbook (handlers.importing): nobody else's files are read."""
KEPT = timedelta(days=1)
"""A dry run that nobody confirmed is forgotten: it holds names and phone numbers."""

_imports, _files, _inbox = core(Import), core(File), core(InboxRow)


async def awaited(session: Session, address: Address) -> bool:
    """Whether the chat was asked for a workbook: only then is a file worth reading ahead."""
    return (await drafts.at(session, address)).form == FORM


async def keep(
    session: Session, file_id: int, content: bytes, reading: Json, now: datetime
) -> None:
    """Keep what a workbook says, in the transaction that stores the file that came."""
    sha256 = hashlib.sha256(content).hexdigest()
    packed = base64.b64encode(zlib.compress(json.dumps(reading).encode())).decode()
    sealed = keys_of(session).encrypt(packed, _context(sha256))
    session.add(Import(file_id=file_id, sha256=sha256, counts={"sealed": sealed}, read_at=now))
    await session.flush()


async def take_up(session: Session, file_id: int, person_id: int) -> int | None:
    """The reading of a file becomes this person's; None when the file was not read ahead.

    The file's bytes go, and so does what the person left unconfirmed before.
    """
    await _drop_where(session, Import.person_id == person_id, Import.done_at.is_(None))
    import_id: int | None = await session.scalar(
        select(_imports.c.id).where(_imports.c.file_id == file_id)
    )
    await session.execute(
        update(_imports)
        .where(_imports.c.file_id == file_id)
        .values(person_id=person_id, file_id=None)
    )
    await session.execute(update(_inbox).where(_inbox.c.file_id == file_id).values(file_id=None))
    await session.execute(delete(_files).where(_files.c.id == file_id))
    return import_id


async def reading_of(session: Session, import_id: int, person_id: int) -> Json | None:
    """What the workbook said; None when it is forgotten by now, or was somebody else's."""
    row = (
        await session.execute(
            select(_imports.c.sha256, _imports.c.counts).where(
                _imports.c.id == import_id,
                _imports.c.person_id == person_id,
                _imports.c.done_at.is_(None),
            )
        )
    ).one_or_none()
    if row is None:
        return None
    packed = keys_of(session).decrypt(row.counts["sealed"], _context(row.sha256))
    reading: Json = json.loads(zlib.decompress(base64.b64decode(packed)))
    return reading


async def done(
    session: Session, import_id: int, person_id: int, counts: Json, now: datetime
) -> None:
    """It was imported: how much stays written down, what it said does not."""
    await session.execute(
        update(_imports)
        .where(_imports.c.id == import_id)
        .values(done_at=now, counts=counts, file_id=None)
    )
    await audit.note(session, person_id, "import", "import", import_id, now)


async def drop(session: Session, import_id: int, person_id: int) -> None:
    """It will not be imported."""
    await _drop_where(
        session,
        Import.id == import_id,
        Import.person_id == person_id,
        Import.done_at.is_(None),
    )


async def purge(session: Session, now: datetime) -> int:
    """Forget what nobody confirmed in a day; how many readings that were."""
    return await _drop_where(session, Import.read_at < now - KEPT, Import.done_at.is_(None))


def _context(sha256: str) -> str:
    return f"imports.counts.{sha256}"


async def _drop_where(session: Session, *which: ColumnElement[bool]) -> int:
    return await changed(session, delete(_imports).where(*which))
