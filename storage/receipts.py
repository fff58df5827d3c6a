"""How far an announcement comes: who is written to, what became of the letters, who has read it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, insert, or_, select, update

from bot.domain.announcements import PERHAPS_THERE, AnnouncementPart, Audience, Missed
from bot.domain.delivery import OPEN, Delivery
from bot.domain.people import GONE, Actor, ConsentState
from bot.domain.refusals import Reason, Refusal
from bot.messages import Address, Outgoing
from storage import announcements, audiences, audit, households, outbox, people
from storage.letters import Posting
from storage.store import Session, changed
from storage.tables import (
    Announcement,
    LinkedAddress,
    OutboxRow,
    Person,
    Receipt,
    Unit,
    core,
)

FOLLOWED = timedelta(days=30)
"""So long what becomes of its letters is looked for by itself; after that when somebody asks."""

_receipts, _outbox = core(Receipt), core(OutboxRow)


@dataclass(frozen=True, slots=True)
class Sending:
    """An announcement that is due, held by this transaction, as its letters need it."""

    id: int
    unit_name: str
    commune_id: int
    part: AnnouncementPart
    words: str
    languages: tuple[str, ...]
    file_id: int | None
    urgent: bool
    told_at: datetime
    corrects_id: int | None
    corrected: str  # how what it corrects begins
    corrected_at: datetime | None
    audience: Audience


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody of the audience: where they are written to, or why they are not."""

    person_id: int
    address: Address | None
    missed: Missed | None


async def due(session: Session, now: datetime) -> list[tuple[int, int, bool]]:
    """What is to go out by now: id, commune, and whether it is urgent. Oldest first."""
    rows = await session.execute(
        select(Announcement.id, Unit.commune_id, Announcement.urgent)
        .join(Unit, Unit.id == Announcement.unit_id)
        .where(*_is_due(now))
        .order_by(Announcement.urgent.desc(), Announcement.due_at, Announcement.id)
    )
    return [(row[0], row[1] or 0, row[2]) for row in rows]


async def take_up(session: Session, announcement_id: int, now: datetime) -> Sending | None:
    """Hold one that is due; None when it no longer is, or another process is at it."""
    row = await session.scalar(
        select(Announcement)
        .where(Announcement.id == announcement_id, *_is_due(now))
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
    if row is None:
        return None
    first = await session.get(Announcement, row.corrects_id) if row.corrects_id else None
    if row.sent_at is None:
        row.sent_at = now
        await session.flush()
        if first is not None and row.part is not AnnouncementPart.ANSWER:
            await outbox.withdraw(session, _prefix(first.id), now)
            await catch_up(session, now, first.id)
    unit = await people.unit(session, row.unit_id)
    assert unit.commune_id is not None
    return Sending(
        id=row.id, unit_name=unit.name, commune_id=unit.commune_id, part=row.part,
        words=row.words, languages=tuple(row.translations), file_id=row.file_id,
        urgent=row.urgent, told_at=row.due_at or row.sent_at, corrects_id=row.corrects_id,
        corrected=first.words if first else "",
        corrected_at=(first.due_at or first.sent_at) if first else None,
        audience=Audience.unpacked(row.audience),
    )  # fmt: skip


async def recipients(
    session: Session, sending: Sending, today: date, limit: int
) -> list[Recipient]:
    """The next of the audience who have no receipt yet."""
    has_one = exists().where(Receipt.announcement_id == sending.id, Receipt.person_id == Person.id)
    if sending.corrects_id is None:
        meant = Person.id.in_(audiences.people_in(sending.commune_id, sending.audience, today))
    else:
        meant = Person.id.in_(_who_got(sending.corrects_id, sending.part))
    rows = (
        await session.execute(
            select(Person.id, Person.consent, Person.status)
            .where(meant, ~has_one)
            .order_by(Person.id)
            .limit(limit)
        )
    ).all()
    addresses = await people.addresses_of(session, [row.id for row in rows])
    found = []
    for person_id, consent, status in rows:
        address, missed = addresses.get(person_id), None
        if status in GONE:
            address, missed = None, Missed.LEFT
        elif address is None:
            missed = Missed.NOT_LINKED
        elif consent is not ConsentState.GIVEN:
            address, missed = None, Missed.NO_CONSENT
        found.append(Recipient(person_id, address, missed))
    return await _told_apart(session, found)


async def spread(
    session: Session,
    sending: Sending,
    to: Sequence[Recipient],
    outgoing: Outgoing,
    now: datetime,
) -> int:
    """Write receipts and letters for some of the audience; how many letters that were."""
    if not to:
        await session.execute(
            update(Announcement).where(Announcement.id == sending.id).values(spread_at=now)
        )
        return 0
    await session.execute(
        insert(_receipts),
        [
            {
                "announcement_id": sending.id,
                "person_id": one.person_id,
                "letter_key": letter_key(sending.id, one.person_id) if one.address else "",
                "letters": 1 if one.address else 0,
                "missed": one.missed,
            }
            for one in to
        ],
    )
    return await outbox.put_many(
        session,
        [
            Posting(
                one.address,
                outgoing,
                key=letter_key(sending.id, one.person_id),
                person_id=one.person_id,
                file_id=sending.file_id,
            )
            for one in to
            if one.address is not None
        ],
        now,
    )


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


async def drop_outsiders(session: Session, today: date, now: datetime) -> int:
    """Letters that still wait for somebody who is of the audience no more are not sent."""
    rows = await session.execute(
        select(Announcement.id, Announcement.audience, Unit.commune_id)
        .join(Unit, Unit.id == Announcement.unit_id)
        .where(
            Announcement.part == AnnouncementPart.FIRST,
            exists(
                select(Receipt.person_id)
                .join(OutboxRow, OutboxRow.key == Receipt.letter_key)
                .where(
                    Receipt.announcement_id == Announcement.id, OutboxRow.status == outbox.QUEUED
                )
            ),
        )
    )
    dropped = 0
    for announcement_id, audience, commune_id in rows.all():
        meant = audiences.people_in(commune_id or 0, Audience.unpacked(audience), today)
        letters = select(_receipts.c.letter_key).where(
            _receipts.c.announcement_id == announcement_id, _receipts.c.person_id.not_in(meant)
        )
        dropped += await changed(
            session,
            update(_outbox)
            .where(_outbox.c.key.in_(letters), _outbox.c.status == outbox.QUEUED)
            .values(status=Delivery.EXPIRED, error="no longer of the audience", settled_at=now),
        )
    return dropped


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


def letter_key(announcement_id: int, person_id: int, again: int = 0) -> str:
    """What makes a letter the only one; a letter that is sent again has a key of its own."""
    key = f"{_prefix(announcement_id)}{person_id}"
    return f"{key}:{again}" if again else key


def _prefix(announcement_id: int) -> str:
    return f"announce:{announcement_id}:"


_ARRIVED = tuple(one for one in PERHAPS_THERE if one is not Delivery.UNKNOWN)


def _is_due(now: datetime) -> tuple[ColumnElement[bool], ...]:
    first = core(Announcement).alias("corrected")
    ready = exists(
        select(first.c.id).where(
            first.c.id == Announcement.corrects_id,
            or_(first.c.spread_at.is_not(None), first.c.withdrawn_at.is_not(None)),
        )
    )
    return (
        Announcement.spread_at.is_(None),
        Announcement.withdrawn_at.is_(None),
        Announcement.returned_at.is_(None),
        Announcement.due_at <= now,
        or_(~Announcement.wants_approval, Announcement.approved_at.is_not(None)),
        or_(Announcement.corrects_id.is_(None), ready),
    )


def _who_got(announcement_id: int, part: AnnouncementPart) -> Select[Any]:
    """Who a correction is for; a withdrawal only for those who may have what is withdrawn."""
    got = select(_receipts.c.person_id).where(_receipts.c.announcement_id == announcement_id)
    if part is AnnouncementPart.WITHDRAWAL:
        on_its_way = and_(_receipts.c.letter_key != "", _receipts.c.outcome.is_(None))
        there = or_(_receipts.c.outcome.in_(PERHAPS_THERE), _receipts.c.read_at.is_not(None))
        got = got.where(or_(on_its_way, there))
    return got


async def _told_apart(session: Session, found: Sequence[Recipient]) -> list[Recipient]:
    """Of those without an address, who had one that is gone."""
    without = [one.person_id for one in found if one.missed is Missed.NOT_LINKED]
    gone = set(
        await session.scalars(
            select(LinkedAddress.person_id).where(
                LinkedAddress.person_id.in_(without), LinkedAddress.gone_at.is_not(None)
            )
        )
    )
    return [
        Recipient(one.person_id, None, Missed.CHAT_GONE) if one.person_id in gone else one
        for one in found
    ]
