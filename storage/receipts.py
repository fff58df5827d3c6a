"""How far announcements came: what became of their letters, and who has read them."""

from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, update

from bot.domain.announcements import PERHAPS_THERE, AnnouncementPart
from bot.domain.delivery import OPEN, Delivery
from bot.domain.people import Actor
from bot.domain.refusals import Reason, Refusal
from storage import announcements, audit, households
from storage.store import Session, changed
from storage.tables import Announcement, OutboxRow, Receipt, core

FOLLOWED = timedelta(days=30)
"""So long what becomes of its letters is looked for by itself; after that when somebody asks."""

_receipts, _outbox = core(Receipt), core(OutboxRow)
_ARRIVED = tuple(one for one in PERHAPS_THERE if one is not Delivery.UNKNOWN)


async def catch_up(session: Session, now: datetime, announcement_id: int | None = None) -> int:
    """Take over from the outbox what became of letters; of how many something new is known."""
    letter = _outbox.alias("letter")
    settled = and_(letter.c.key == _receipts.c.letter_key, letter.c.status.not_in(OPEN))
    status = select(letter.c.status).where(settled).scalar_subquery()
    reached = (
        select(letter.c.settled_at).where(settled, letter.c.status.in_(_ARRIVED)).scalar_subquery()
    )
    open_still = and_(
        _receipts.c.letter_key != "",
        or_(_receipts.c.outcome.is_(None), _receipts.c.outcome == Delivery.UNKNOWN),
        exists(
            select(letter.c.id).where(
                settled, letter.c.status != func.coalesce(_receipts.c.outcome, "")
            )
        ),
    )
    recent = select(Announcement.id).where(Announcement.sent_at > now - FOLLOWED)
    which = [announcement_id] if announcement_id is not None else recent
    return await changed(
        session,
        update(_receipts)
        .where(open_still, _receipts.c.announcement_id.in_(which))
        .values(outcome=status, reached_at=func.coalesce(_receipts.c.reached_at, reached)),
    )


async def read(
    session: Session, actor: Actor, announcement_id: int, today: date, now: datetime
) -> int:
    """Note that somebody has read an announcement; how many own households are to hear of it.

    Who has none has nothing left to pass on.
    """
    page = await announcements.one_of(session, actor, announcement_id)
    if not page.received:
        raise Refusal(Reason.NOT_FOUND)
    to_tell = 0
    if page.part is not AnnouncementPart.WITHDRAWAL:
        to_tell = len(await households.book(session, actor, today))
    done = {} if to_tell else {"passed_on_at": func.coalesce(_receipts.c.passed_on_at, now)}
    first = await changed(
        session,
        update(_receipts)
        .where(
            _receipts.c.announcement_id == announcement_id,
            _receipts.c.person_id == actor.person_id,
            _receipts.c.read_at.is_(None),
        )
        .values(read_at=now, reached_at=func.coalesce(_receipts.c.reached_at, now), **done),
    )
    if first:
        await audit.note(session, actor.person_id, "read", "announcement", announcement_id, now)
    return to_tell


async def unread(session: Session, actor: Actor) -> int:
    """How much of what came to somebody they have not marked as read."""
    count = await session.scalar(
        select(func.count())
        .select_from(Receipt)
        .join(Announcement, Announcement.id == Receipt.announcement_id)
        .where(
            Receipt.person_id == actor.person_id,
            Receipt.read_at.is_(None),
            Announcement.withdrawn_at.is_(None),
        )
    )
    return count or 0


def unsure() -> ColumnElement[bool]:
    """Whether nobody knows if the letter arrived."""
    return and_(Receipt.outcome == Delivery.UNKNOWN, Receipt.reached_at.is_(None))
