"""Taking back what must not be kept: of a complaint no word and nobody's name (concerns.md 5.1)."""

from collections.abc import Sequence

from sqlalchemy import Text, and_, cast, delete, or_, select, update

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
    photos += await _letters(session, concern)
    concern.words = concern.answer = ""
    concern.photo_id = concern.visit_id = None
    concern.kind, concern.visibility = ConcernKind.REFER_ONLY, ReporterVisibility.HIDDEN
    await session.flush()
    await files(session, photos)


async def files(session: Session, file_ids: Sequence[int]) -> None:
    """Drop files that came in, and the raw messages that brought them."""
    await session.execute(
        update(_inbox).where(_inbox.c.file_id.in_(file_ids)).values(file_id=None, raw=None)
    )
    await session.execute(delete(_files).where(_files.c.id.in_(file_ids)))


async def _letters(session: Session, concern: Concern) -> list[int]:
    """Blank the letters that quoted the words; the files that they carried.

    Those are what has gone out about the concern, and what was written to the chat between the
    message in which words came and the step that kept them: the form had read them back.
    """
    told = await session.execute(
        select(_inbox, _moves.c.moved_at)
        .join(_moves, _moves.c.inbox_id == _inbox.c.id)
        .where(_moves.c.concern_id == concern.id)
    )
    read_back = [
        and_(
            _outbox.c.surface == row.surface,
            _outbox.c.account == row.account,
            _outbox.c.chat == row.chat,
            _outbox.c.created_at.between(row.received_at, row.moved_at),
        )
        for row in told
    ]
    gone = (
        or_(cast(_outbox.c.payload, Text).contains(concern.code, autoescape=True), *read_back),
        _outbox.c.status.not_in((Delivery.QUEUED, Delivery.SENDING)),
    )
    found = await session.scalars(select(_outbox.c.file_id).where(*gone))
    carried = [file_id for file_id in found if file_id is not None]
    await session.execute(
        update(_outbox).where(*gone).values(payload={"text": FORGOTTEN}, file_id=None)
    )
    return carried
