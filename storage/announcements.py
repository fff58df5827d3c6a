"""Announcements, as far as somebody may read them: their own, and those that their unit writes."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from bot.domain.announcements import (
    AnnouncementKind,
    AnnouncementPart,
    Audience,
    Language,
    Stage,
    at_any_hour,
    stage_of,
)
from bot.domain.people import OFFICE, Actor, Role
from bot.domain.refusals import Reason, Refusal
from bot.messages import CHOICES_A_PAGE
from storage import people
from storage.store import Session
from storage.tables import Announcement, File, Receipt, Unit

LINES_A_PAGE = CHOICES_A_PAGE - 3
"""So that the way on and two more choices find room beside them."""


@dataclass(frozen=True, slots=True)
class Page:
    """An announcement as one person may see it."""

    id: int
    unit_id: int
    unit_name: str
    commune_id: int
    author_id: int
    kind: AnnouncementKind
    part: AnnouncementPart
    words: str
    translations: dict[Language, str]
    audience: Audience
    file_id: int | None
    urgent: bool
    stage: Stage
    created_at: datetime
    due_at: datetime | None
    sent_at: datetime | None
    corrects_id: int | None
    corrected: str  # how that begins
    corrected_at: datetime | None
    returned_note: str
    received: bool  # the actor is one of its readers
    read_at: datetime | None
    passed_on_at: datetime | None
    manages: bool  # the actor may change it, and sees what became of it
    approves: bool  # the actor may approve it now

    @property
    def told_at(self) -> datetime:
        """The moment by whose day people call it."""
        return self.due_at or self.sent_at or self.created_at

    @property
    def at_any_hour(self) -> bool:
        """Whether it goes out at night too."""
        return at_any_hour(self.kind, urgent=self.urgent)


@dataclass(frozen=True, slots=True)
class Line:
    """An announcement in a list."""

    id: int
    words: str
    part: AnnouncementPart
    stage: Stage
    told_at: datetime
    unread: bool


def visible_to(actor: Actor) -> Select[Announcement]:
    """What somebody may see: what came to them, what their unit sends, what they may approve."""
    received = select(Receipt.announcement_id).where(Receipt.person_id == actor.person_id)
    return select(Announcement).where(
        or_(Announcement.id.in_(received), managed_by(actor), to_be_approved_by(actor))
    )


def units_writing(actor: Actor) -> tuple[int, ...]:
    """The units in whose name somebody may write: the committee's first, then own cells."""
    commune = actor.units_as(*OFFICE, Role.ANNOUNCER)
    return (*commune, *(cell for cell in actor.cells_led if cell not in commune))


async def one_of(session: Session, actor: Actor, announcement_id: int) -> Page:
    """One announcement; absent and not yours are the same refusal."""
    found = await session.scalar(visible_to(actor).where(Announcement.id == announcement_id))
    if found is None:
        raise Refusal(Reason.NOT_FOUND)
    return await _page(session, actor, found)


async def listed(session: Session, actor: Actor, page: int) -> tuple[list[Line], int]:
    """What came to somebody, the latest first, a page of it; how many there are in all."""
    mine = and_(Receipt.announcement_id == Announcement.id, Receipt.person_id == actor.person_id)
    query = select(Announcement, Receipt.read_at).join(Receipt, mine)
    return await _lines(session, query, page, unread=True)


async def managed(session: Session, actor: Actor, page: int) -> tuple[list[Line], int]:
    """What one's unit writes or has to approve, unsent first, then the latest."""
    query = select(Announcement, Announcement.sent_at).where(
        or_(managed_by(actor), to_be_approved_by(actor))
    )
    return await _lines(session, query, page, unread=False)


async def waiting_for(session: Session, actor: Actor) -> int:
    """How many announcements somebody is asked to approve."""
    count = await session.scalar(
        select(func.count()).select_from(Announcement).where(to_be_approved_by(actor))
    )
    return count or 0


async def corrected_on(session: Session, announcement_id: int) -> tuple[int, datetime] | None:
    """The newest correction of an announcement that has gone out, and when."""
    row = await session.execute(
        select(Announcement.id, Announcement.sent_at)
        .where(
            Announcement.corrects_id == announcement_id,
            Announcement.part == AnnouncementPart.CORRECTION,
            Announcement.sent_at.is_not(None),
            Announcement.withdrawn_at.is_(None),
        )
        .order_by(Announcement.id.desc())
        .limit(1)
    )
    found = row.one_or_none()
    if found is None or found[1] is None:
        return None
    return found[0], found[1]


async def file_of(session: Session, page: Page) -> File:
    """The file of an announcement that the actor has open."""
    if page.file_id is None:
        raise Refusal(Reason.NOT_FOUND)
    return await session.get_one(File, page.file_id)


async def file_name(session: Session, page: Page) -> str | None:
    """What the file of an announcement is called: a photo nothing; None where there is none."""
    return await session.scalar(select(File.name).where(File.id == page.file_id))


async def file_in(session: Session, file_id: int) -> File | None:
    """A file that has just come in."""
    return await session.get(File, file_id)


async def hold(session: Session, announcement_id: int) -> None:
    """Keep others from changing an announcement until the transaction ends."""
    await session.execute(
        select(Announcement.id).where(Announcement.id == announcement_id).with_for_update()
    )


def stage(row: Announcement) -> Stage:
    """Where an announcement stands."""
    return stage_of(
        wants_approval=row.wants_approval,
        approved_at=row.approved_at,
        returned_at=row.returned_at,
        sent_at=row.sent_at,
        withdrawn_at=row.withdrawn_at,
    )


def managed_by(actor: Actor) -> ColumnElement[bool]:
    """Written in the name of a unit of theirs; who only posts sees what they posted."""
    whole = (*actor.units_as(*OFFICE), *actor.cells_led)
    posted = actor.units_as(Role.ANNOUNCER)
    return or_(
        Announcement.unit_id.in_(whole),
        and_(Announcement.unit_id.in_(posted), Announcement.author_id == actor.person_id),
    )


def to_be_approved_by(actor: Actor) -> ColumnElement[bool]:
    of_commune = select(Unit.id).where(Unit.commune_id.in_(actor.units_as(*OFFICE)))
    return and_(
        Announcement.wants_approval,
        Announcement.approved_at.is_(None),
        Announcement.returned_at.is_(None),
        Announcement.withdrawn_at.is_(None),
        Announcement.author_id != actor.person_id,
        or_(Announcement.unit_id.in_(of_commune), Announcement.unit_id.in_(actor.cells_led)),
    )


async def _page(session: Session, actor: Actor, row: Announcement) -> Page:
    unit = await people.unit(session, row.unit_id)
    receipt = await session.get(Receipt, (row.id, actor.person_id))
    first = await session.get(Announcement, row.corrects_id) if row.corrects_id else None
    known = select(Announcement.id).where(Announcement.id == row.id)
    manages = await session.scalar(known.where(managed_by(actor)))
    approves = await session.scalar(known.where(to_be_approved_by(actor)))
    assert unit.commune_id is not None
    return Page(
        id=row.id, unit_id=unit.id, unit_name=unit.name, commune_id=unit.commune_id,
        author_id=row.author_id, kind=row.kind, part=row.part, words=row.words,
        translations={Language(k): str(v) for k, v in row.translations.items()},
        audience=Audience.unpacked(row.audience), file_id=row.file_id, urgent=row.urgent,
        stage=stage(row), created_at=row.created_at, due_at=row.due_at, sent_at=row.sent_at,
        corrects_id=row.corrects_id, corrected=first.words if first else "",
        corrected_at=(first.due_at or first.sent_at) if first else None,
        returned_note=row.returned_note,
        received=receipt is not None, read_at=receipt.read_at if receipt else None,
        passed_on_at=receipt.passed_on_at if receipt else None,
        manages=manages is not None, approves=approves is not None,
    )  # fmt: skip


async def _lines(
    session: Session, query: Any, page: int, *, unread: bool
) -> tuple[list[Line], int]:
    total = await session.scalar(select(func.count()).select_from(query.subquery())) or 0
    page = min(max(page, 1), max(1, -(-total // LINES_A_PAGE)))
    rows = await session.execute(
        query.order_by(Announcement.sent_at.desc().nulls_first(), Announcement.id.desc())
        .limit(LINES_A_PAGE)
        .offset((page - 1) * LINES_A_PAGE)
    )
    return [_line(row, at, unread=unread) for row, at in rows], total


def _line(row: Announcement, at: datetime | None, *, unread: bool) -> Line:
    told_at = row.due_at or row.sent_at or row.created_at
    return Line(row.id, row.words, row.part, stage(row), told_at, unread and at is None)
