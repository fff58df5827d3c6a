"""An announcement on its way out: written, approved or returned, reworded, withdrawn."""

from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import select, update

from bot.domain.announcements import (
    AnnouncementKind,
    AnnouncementPart,
    Audience,
    Language,
    Stage,
    at_any_hour,
)
from bot.domain.people import CELL_LEADS, OFFICE, Actor
from bot.domain.periods import day_of
from bot.domain.refusals import Reason, Refusal
from storage import announcements, audit, forgetting, people, settings
from storage.store import Session
from storage.tables import Announcement, Unit


@dataclass(frozen=True, slots=True)
class Writing:
    """An announcement as its author words it."""

    unit_id: int
    words: str
    audience: Audience
    kind: AnnouncementKind = AnnouncementKind.OTHER
    translations: dict[Language, str] = field(default_factory=dict)
    file_id: int | None = None
    urgent: bool = False
    due_at: datetime | None = None  # None: as soon as it may go
    part: AnnouncementPart = AnnouncementPart.FIRST
    corrects_id: int | None = None

    @property
    def at_any_hour(self) -> bool:
        """Whether it goes out at night too."""
        return at_any_hour(self.kind, urgent=self.urgent)


@dataclass(frozen=True, slots=True)
class Written:
    """An announcement that is written down; `approvers` are asked to approve it."""

    id: int
    fresh: bool
    approvers: tuple[int, ...] = ()
    wants_approval: bool = False


async def write(
    session: Session, actor: Actor, writing: Writing, effect_key: str, now: datetime
) -> Written:
    """Write an announcement down, once for each effect key; it goes out when it is due."""
    if writing.unit_id not in announcements.units_writing(actor):
        raise Refusal(Reason.NOT_FOUND)
    there = await session.scalar(select(Announcement).where(Announcement.effect_key == effect_key))
    if there is not None:
        return Written(there.id, fresh=False, wants_approval=there.wants_approval)
    if writing.corrects_id is not None:
        await _locked(session, actor, writing.corrects_id, Stage.SENT)
    unit = await people.unit(session, writing.unit_id)
    wanted = await _wants_approval(session, actor, unit)
    row = Announcement(
        unit_id=unit.id, author_id=actor.person_id, kind=writing.kind, part=writing.part,
        words=writing.words, translations=_packed(writing.translations),
        audience=writing.audience.packed(), file_id=writing.file_id, urgent=writing.urgent,
        created_at=now, due_at=writing.due_at or now, wants_approval=wanted,
        corrects_id=writing.corrects_id, effect_key=effect_key,
    )  # fmt: skip
    session.add(row)
    await session.flush()
    await audit.note(session, actor.person_id, "wrote", "announcement", row.id, now)
    approvers = await _approvers(session, unit, row.author_id, day_of(now)) if wanted else ()
    return Written(row.id, fresh=True, approvers=approvers, wants_approval=wanted)


async def reword(
    session: Session, actor: Actor, announcement_id: int, writing: Writing, now: datetime
) -> Written:
    """Change what has not gone out yet; an approval no longer holds then."""
    row = await _locked(
        session, actor, announcement_id, Stage.SCHEDULED, Stage.TO_APPROVE, Stage.RETURNED
    )
    unit = await people.unit(session, row.unit_id)
    dropped = row.file_id if row.file_id not in (None, writing.file_id) else None
    row.words, row.translations = writing.words, _packed(writing.translations)
    row.kind, row.audience, row.urgent = writing.kind, writing.audience.packed(), writing.urgent
    row.file_id, row.due_at = writing.file_id, writing.due_at or now
    row.wants_approval = row.wants_approval or await _wants_approval(session, actor, unit)
    row.approved_at = row.approved_by = row.returned_at = None
    row.returned_note = ""
    row.author_id = actor.person_id
    await session.flush()
    if dropped is not None:
        await forgetting.files(session, [dropped])
    await audit.note(session, actor.person_id, "reworded", "announcement", row.id, now)
    approvers: tuple[int, ...] = ()
    if row.wants_approval:
        approvers = await _approvers(session, unit, actor.person_id, day_of(now))
    return Written(row.id, fresh=True, approvers=approvers, wants_approval=row.wants_approval)


async def approve(session: Session, actor: Actor, announcement_id: int, now: datetime) -> None:
    """A second person lets an announcement go out."""
    row = await _to_be_approved(session, actor, announcement_id)
    row.approved_at, row.approved_by = now, actor.person_id
    await session.flush()
    await audit.note(session, actor.person_id, "approved", "announcement", row.id, now)


async def send_back(
    session: Session, actor: Actor, announcement_id: int, note: str, now: datetime
) -> None:
    """A second person wants it otherwise, and says how."""
    row = await _to_be_approved(session, actor, announcement_id)
    row.returned_at, row.returned_note = now, note
    await session.flush()
    await audit.note(session, actor.person_id, "returned", "announcement", row.id, now)


async def withdraw(session: Session, actor: Actor, announcement_id: int, now: datetime) -> Stage:
    """Take an announcement back; whoever has it is told so. Returns where it stood before."""
    stages = (Stage.SENT, Stage.SCHEDULED, Stage.TO_APPROVE, Stage.RETURNED)
    row = await _locked(session, actor, announcement_id, *stages)
    stood = announcements.stage(row)
    row.withdrawn_at = now
    await session.execute(
        update(Announcement)
        .where(Announcement.corrects_id == row.id, Announcement.withdrawn_at.is_(None))
        .values(withdrawn_at=now)
    )
    if stood is Stage.SENT:
        session.add(
            Announcement(
                unit_id=row.unit_id, author_id=actor.person_id, kind=row.kind, words="",
                part=AnnouncementPart.WITHDRAWAL, audience=row.audience, urgent=row.urgent,
                created_at=now, due_at=now, corrects_id=row.id, translations={},
            )
        )  # fmt: skip
    await session.flush()
    await audit.note(session, actor.person_id, "withdrew", "announcement", row.id, now)
    return stood


def _packed(translations: dict[Language, str]) -> dict[str, str]:
    return {language.value: words for language, words in translations.items()}


async def _locked(
    session: Session, actor: Actor, announcement_id: int, *stages: Stage
) -> Announcement:
    """An announcement of one's own unit, held until the transaction ends, if it stands there."""
    row = await session.scalar(
        select(Announcement)
        .where(Announcement.id == announcement_id, announcements.managed_by(actor))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if row is None or row.part is AnnouncementPart.WITHDRAWAL:
        raise Refusal(Reason.NOT_FOUND)
    if announcements.stage(row) not in stages:
        raise Refusal(Reason.MOVE_NOT_ALLOWED)
    return row


async def _to_be_approved(session: Session, actor: Actor, announcement_id: int) -> Announcement:
    await announcements.one_of(session, actor, announcement_id)
    row = await session.scalar(
        select(Announcement)
        .where(Announcement.id == announcement_id, announcements.to_be_approved_by(actor))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if row is None:
        raise Refusal(Reason.MOVE_NOT_ALLOWED)
    return row


async def _wants_approval(session: Session, actor: Actor, unit: Unit) -> bool:
    """Who only posts is always approved; others where the unit or its commune wants it."""
    writes = (*actor.units_as(*OFFICE), *actor.cells_led)
    if unit.id not in writes:
        return True
    return (await settings.settings_of(session, unit.id)).second_approver


async def _approvers(session: Session, unit: Unit, author_id: int, today: date) -> tuple[int, ...]:
    assert unit.commune_id is not None
    found = await people.holders(session, unit.commune_id, OFFICE, today)
    if unit.id != unit.commune_id:
        found += await people.holders(session, unit.id, CELL_LEADS, today)
    return tuple(one for one in dict.fromkeys(found) if one != author_id)
