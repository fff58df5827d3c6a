"""An announcement going out: who of its audience is written to next, and what still waits."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, insert, or_, select, update
from sqlalchemy.orm import aliased

from bot.domain.announcements import (
    PERHAPS_THERE,
    AnnouncementPart,
    Audience,
    Missed,
    Stage,
    at_any_hour,
)
from bot.domain.delivery import Delivery
from bot.domain.people import GONE, Actor, ConsentState
from bot.domain.refusals import Reason, Refusal
from bot.messages import Address, Outgoing
from storage import addresses, announcements, audiences, audit, outbox, people, pushing, receipts
from storage.letters import Posting
from storage.store import Session, changed
from storage.tables import Announcement, LinkedAddress, OutboxRow, Person, Receipt, Unit, core

_receipts, _outbox = core(Receipt), core(OutboxRow)
_FOR_WHO_IS_MEANT = (AnnouncementPart.FIRST, AnnouncementPart.ANSWER)
"""Parts that say something new: whoever is of the audience no more is not told. What corrects or
takes back something goes to whoever has that."""


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
class Announced:
    """What a letter announces, as it is said beside other things."""

    id: int
    part: AnnouncementPart
    words: str
    told_at: datetime
    corrected: str
    corrected_at: datetime | None
    has_languages: bool


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody of the audience: where they are written to, or why they are not."""

    person_id: int
    address: Address | None
    missed: Missed | None


async def due(session: Session, now: datetime) -> list[tuple[int, int, bool]]:
    """What is to go out by now: id, commune, and whether at any hour. Urgent first, then oldest."""
    rows = await session.execute(
        select(Announcement.id, Unit.commune_id, Announcement.kind, Announcement.urgent)
        .join(Unit, Unit.id == Announcement.unit_id)
        .where(*_is_due(now))
        .order_by(Announcement.urgent.desc(), Announcement.due_at, Announcement.id)
    )
    return [
        (announcement_id, commune_id or 0, at_any_hour(kind, urgent=urgent))
        for announcement_id, commune_id, kind, urgent in rows
    ]


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
            await receipts.catch_up(session, now, first.id)
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
    meant = [] if sending.corrects_id is None else [
        Person.id.in_(_who_got(sending.corrects_id, sending.part))
    ]  # fmt: skip
    if sending.part in _FOR_WHO_IS_MEANT:
        audience = audiences.people_in(sending.commune_id, sending.audience, today)
        meant.append(Person.id.in_(audience))
    rows = (
        await session.execute(
            select(Person.id, Person.consent, Person.status)
            .where(*meant, ~has_one)
            .order_by(Person.id)
            .limit(limit)
        )
    ).all()
    places = await people.addresses_of(session, [row.id for row in rows])
    found = []
    for person_id, consent, status in rows:
        address, missed = places.get(person_id), None
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
    await session.execute(insert(_receipts), [_receipt(sending.id, one) for one in to])
    later, those = await _later(session, sending, to, outgoing, now)
    return await outbox.put_many(
        session,
        [
            Posting(
                one.address,
                outgoing,
                key=letter_key(sending.id, one.person_id),
                person_id=one.person_id,
                file_id=sending.file_id,
                not_before=later if one.person_id in those else None,
            )
            for one in to
            if one.address is not None
        ],
        now,
    )


async def _later(
    session: Session, sending: Sending, to: Sequence[Recipient], outgoing: Outgoing, now: datetime
) -> tuple[datetime | None, set[int]]:
    """Who has had their push of this day, and when they get the next."""
    if not outgoing.urgency.pushes:
        return None, set()
    had = await pushing.who_had_one(session, [one.person_id for one in to], now)
    later = await pushing.next_day(session, sending.commune_id, now) if had else None
    return later, had


async def drop_outsiders(session: Session, today: date, now: datetime) -> int:
    """Letters that still wait for somebody who is of the audience no more are not sent."""
    rows = await session.execute(
        select(Announcement.id, Announcement.audience, Unit.commune_id)
        .join(Unit, Unit.id == Announcement.unit_id)
        .where(
            Announcement.part.in_(_FOR_WHO_IS_MEANT),
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


async def announced_in(session: Session, letter_ids: Collection[int]) -> dict[int, Announced]:
    """What these letters announce, by letter."""
    first = aliased(Announcement)
    rows = await session.execute(
        select(OutboxRow.id, Announcement, first.words, first.due_at)
        .join(Receipt, Receipt.letter_key == OutboxRow.key)
        .join(Announcement, Announcement.id == Receipt.announcement_id)
        .outerjoin(first, first.id == Announcement.corrects_id)
        .where(OutboxRow.id.in_(letter_ids))
    )
    return {
        letter_id: Announced(
            row.id, row.part, row.words, row.due_at or row.created_at, words or "", at,
            bool(row.translations),
        )
        for letter_id, row, words, at in rows
    }  # fmt: skip


async def send_again(
    session: Session, actor: Actor, announcement_id: int, outgoing: Outgoing, now: datetime
) -> int:
    """Send once more, but only to those of whom nobody knows whether it reached them."""
    page = await announcements.one_of(session, actor, announcement_id)
    if not page.manages:
        raise Refusal(Reason.NOT_FOUND)
    if page.stage is not Stage.SENT:
        raise Refusal(Reason.MOVE_NOT_ALLOWED)
    await announcements.hold(session, page.id)
    await receipts.catch_up(session, now, page.id)
    to = await _unsure(session, page.id)
    places = await people.addresses_of(session, list(to))
    asked_by_day = await pushing.next_push(session, page.commune_id, now)
    postings = []
    for person_id, letters in to.items():
        if person_id not in places:
            continue
        key = letter_key(page.id, person_id, letters + 1)
        await session.execute(
            update(_receipts)
            .where(_receipts.c.announcement_id == page.id, _receipts.c.person_id == person_id)
            .values(letter_key=key, letters=letters + 1, outcome=None)
        )
        postings.append(
            Posting(
                places[person_id],
                outgoing,
                key=key,
                person_id=person_id,
                file_id=page.file_id,
                not_before=now if page.at_any_hour else asked_by_day,
            )
        )
    sent = await outbox.put_many(session, postings, now)
    if sent:
        await audit.note(session, actor.person_id, "sent again", "announcement", page.id, now)
    return sent


def _receipt(announcement_id: int, one: Recipient) -> dict[str, object]:
    written = one.address is not None
    return {
        "announcement_id": announcement_id,
        "person_id": one.person_id,
        "letter_key": letter_key(announcement_id, one.person_id) if written else "",
        "letters": int(written),
        "missed": one.missed,
    }


def letter_key(announcement_id: int, person_id: int, again: int = 0) -> str:
    """What makes a letter the only one; a letter that is sent again has a key of its own."""
    key = f"{_prefix(announcement_id)}{person_id}"
    return f"{key}:{again}" if again else key


def _prefix(announcement_id: int) -> str:
    return f"announce:{announcement_id}:"


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
                LinkedAddress.person_id.in_(without), ~addresses.in_use()
            )
        )
    )
    return [
        Recipient(one.person_id, None, Missed.CHAT_GONE) if one.person_id in gone else one
        for one in found
    ]


async def _unsure(session: Session, announcement_id: int) -> dict[int, int]:
    """Of whom nobody knows whether it reached them, and how many letters they were written."""
    rows = await session.execute(
        select(Receipt.person_id, Receipt.letters)
        .join(Person, Person.id == Receipt.person_id)
        .where(
            Receipt.announcement_id == announcement_id,
            receipts.unsure(),
            Person.consent == ConsentState.GIVEN,
        )
    )
    return {row[0]: row[1] for row in rows}
