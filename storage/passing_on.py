"""Announcements that members carry to their households (phổ biến)."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import select, update

from bot.domain.announcements import AnnouncementPart, Stage
from bot.domain.people import Actor
from bot.domain.refusals import Reason, Refusal
from storage import announcements, audit, households
from storage.households import Card
from storage.store import Session, changed, insert_or_ignore
from storage.tables import PassedOn, Receipt, core

_passed, _receipts = core(PassedOn), core(Receipt)


async def untold(session: Session, actor: Actor, announcement_id: int, today: date) -> list[Card]:
    """The actor's own households that nobody has told yet, by their number in the book."""
    await _read_one(session, actor, announcement_id)
    told = set(
        await session.scalars(
            select(PassedOn.household_id).where(PassedOn.announcement_id == announcement_id)
        )
    )
    cards = await households.book(session, actor, today)
    return sorted(
        (card for card in cards if card.id not in told),
        key=lambda card: (card.number is None, card.number or 0, card.code),
    )


async def pass_on(
    session: Session,
    actor: Actor,
    announcement_id: int,
    household_ids: Collection[int],
    today: date,
    now: datetime,
) -> int:
    """Note that own households were told, once each; how many are left."""
    await _read_one(session, actor, announcement_id)
    if not household_ids or not await households.all_own(session, actor, household_ids, today):
        raise Refusal(Reason.NOT_FOUND)
    rows = [
        {
            "announcement_id": announcement_id,
            "household_id": household_id,
            "person_id": actor.person_id,
            "told_at": now,
        }
        for household_id in dict.fromkeys(household_ids)
    ]
    told = 0
    for row in rows:
        told += await changed(session, insert_or_ignore(session, _passed).values(**row))
    left = len(await untold(session, actor, announcement_id, today))
    if told:
        await audit.note(session, actor.person_id, "told", "announcement", announcement_id, now)
    if not left:
        await session.execute(
            update(_receipts)
            .where(
                _receipts.c.announcement_id == announcement_id,
                _receipts.c.person_id == actor.person_id,
                _receipts.c.passed_on_at.is_(None),
            )
            .values(passed_on_at=now)
        )
    return left


async def _read_one(session: Session, actor: Actor, announcement_id: int) -> None:
    """Passing on comes after reading, and what is withdrawn is passed on no more."""
    page = await announcements.one_of(session, actor, announcement_id)
    if not page.received or page.part is AnnouncementPart.WITHDRAWAL:
        raise Refusal(Reason.NOT_FOUND)
    if page.read_at is None or page.stage is Stage.WITHDRAWN:
        raise Refusal(Reason.MOVE_NOT_ALLOWED)
