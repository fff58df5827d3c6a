"""Taking back what must not be kept: of a complaint no word and nobody's name (concerns.md 5.1)."""

from sqlalchemy import Text, cast, delete, select, update

from bot.domain.concerns import ConcernKind, ReporterVisibility
from bot.domain.delivery import Delivery
from bot.texts.concerns import FORGOTTEN
from storage import inbox
from storage.store import Session
from storage.tables import Concern, ConcernMove, File, InboxRow, OutboxRow, core

_moves, _inbox, _outbox, _files = map(core, (ConcernMove, InboxRow, OutboxRow, File))


async def words_of(session: Session, concern: Concern) -> None:
    """Blank a concern's words wherever they stand: itself, its steps, the raw messages in which
    they came, the letters that quoted them, and its photo. Its code and category stay.
    """
    await session.flush()
    moves = _moves.c.concern_id == concern.id
    came_in = list(await session.scalars(select(_moves.c.inbox_id).where(moves)))
    await inbox.blank(session, [inbox_id for inbox_id in came_in if inbox_id is not None])
    await session.execute(update(_moves).where(moves).values(note=""))
    photos = [concern.photo_id] if concern.photo_id is not None else []
    photos += await _letters(session, concern.code)
    concern.words = concern.answer = ""
    concern.photo_id = concern.visit_id = None
    concern.kind, concern.visibility = ConcernKind.REFER_ONLY, ReporterVisibility.HIDDEN
    await session.flush()
    await session.execute(
        update(_inbox).where(_inbox.c.file_id.in_(photos)).values(file_id=None, raw=None)
    )
    await session.execute(delete(_files).where(_files.c.id.in_(photos)))


async def _letters(session: Session, code: str) -> list[int]:
    """Blank the letters that have gone out about a concern; the files that they carried."""
    gone = (
        cast(_outbox.c.payload, Text).contains(code, autoescape=True),
        _outbox.c.status.not_in((Delivery.QUEUED, Delivery.SENDING)),
    )
    files = await session.scalars(select(_outbox.c.file_id).where(*gone))
    carried = [file_id for file_id in files if file_id is not None]
    await session.execute(
        update(_outbox).where(*gone).values(payload={"text": FORGOTTEN}, file_id=None)
    )
    return carried
