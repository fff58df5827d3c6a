"""What somebody reported within the last day and may still correct or take back themselves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import exists, func, insert, or_, select, update

from bot.domain.concerns import ConcernStatus
from bot.domain.households import Change, DatePrecision
from bot.domain.people import Actor
from bot.domain.periods import day_of
from bot.domain.refusals import Reason, Refusal
from bot.domain.visits import TAKE_BACK, NotDoneReason, VisitKind
from storage import audit, books, changes, concern_answers, households, standing_in, visits
from storage.store import Session, changed
from storage.tables import (
    BookNumber,
    Concern,
    ConcernHousehold,
    ConcernMove,
    Household,
    HouseholdChange,
    Visit,
    core,
)


class ReportKind(StrEnum):
    """What was reported."""

    VISIT = "visit"
    CHANGE = "change"
    CONCERN = "concern"


@dataclass(frozen=True, slots=True)
class VisitSaid:
    """What a visit report said."""

    kind: VisitKind
    reason: NotDoneReason | None
    nothing_new: bool


@dataclass(frozen=True, slots=True)
class ChangeSaid:
    """What a change report said."""

    change: Change
    precision: DatePrecision
    people: int
    place: str
    decision: str


@dataclass(frozen=True, slots=True)
class ConcernSaid:
    """What a concern said, and how far it has come."""

    code: str
    status: ConcernStatus


@dataclass(frozen=True, slots=True)
class Reported:
    """One report of the actor's, as it is shown before it is corrected."""

    kind: ReportKind
    id: int
    recorded_at: datetime
    household_id: int | None  # a concern may have none, or several
    number: int | None
    name: str
    on: date
    words: str
    said: VisitSaid | ChangeSaid | ConcernSaid
    whose: Actor  # as whom it was reported: the actor, or a member who has no phone

    @property
    def key(self) -> str:
        """Names the report in a draft."""
        return f"{self.kind}:{self.id}"


async def reported(session: Session, actor: Actor, now: datetime) -> Sequence[Reported]:
    """The actor's reports of the last day that still count, newest first.

    A household that was handed over meanwhile takes its reports out of sight. What was told in
    one go is offered the later part first: the concern and the change before their visit.
    """
    found = [
        report
        for whose in (actor, *await standing_in.lately(session, actor, now))
        for kind in ReportKind
        for report in await _of_kind(session, whose, kind, now)
    ]
    later = (ReportKind.VISIT, ReportKind.CHANGE, ReportKind.CONCERN)
    return sorted(found, key=lambda r: (r.recorded_at, later.index(r.kind), r.id), reverse=True)


async def one_of(session: Session, actor: Actor, key: str, now: datetime) -> Reported:
    """A report by its name; refused when it is not there, not the actor's, or too old."""
    kind, _, _ = key.partition(":")
    for whose in (actor, *await standing_in.lately(session, actor, now)):
        for report in await _of_kind(session, whose, ReportKind(kind), now):
            if report.key == key:
                return report
    raise Refusal(Reason.NOTHING_TO_TAKE_BACK)


async def take_back(session: Session, actor: Actor, key: str, now: datetime) -> Reported:
    """Let a report no longer count. It is kept, and says since when."""
    report = await one_of(session, actor, key, now)
    actor = report.whose
    match report.kind:
        case ReportKind.VISIT:
            done = await visits.withdraw(session, actor, report.id, now)
        case ReportKind.CHANGE:
            done = await changes.withdraw(session, actor, report.id, now)
        case ReportKind.CONCERN:
            await concern_answers.withdraw(session, actor, report.id, day_of(now), now)
            done = True
    if not done:
        raise Refusal(Reason.NOTHING_TO_TAKE_BACK)
    return report


async def reword(
    session: Session, actor: Actor, key: str, words: str, inbox_id: int, now: datetime
) -> Reported:
    """Put other words to one's own concern, while nobody has looked at it.

    `inbox_id` is the message in which they came, should they have to be forgotten one day.
    """
    report = await one_of(session, actor, key, now)
    concerns = core(Concern)
    touched = report.kind is ReportKind.CONCERN and await changed(
        session,
        update(concerns)
        .where(concerns.c.id == report.id, concerns.c.status == ConcernStatus.NEW)
        .values(words=words),
    )
    if not touched:
        raise Refusal(Reason.MOVE_NOT_ALLOWED)
    await session.execute(
        insert(core(ConcernMove)).values(
            concern_id=report.id,
            before=ConcernStatus.NEW,
            after=ConcernStatus.NEW,
            person_id=actor.person_id,
            moved_at=now,
            inbox_id=inbox_id,
        )
    )
    await audit.note(session, actor.person_id, "reworded", "concern", report.id, now)
    return report


async def _of_kind(
    session: Session, actor: Actor, kind: ReportKind, now: datetime
) -> list[Reported]:
    match kind:
        case ReportKind.VISIT:
            return await _visits(session, actor, now)
        case ReportKind.CHANGE:
            return await _changes(session, actor, now)
        case ReportKind.CONCERN:
            return await _concerns(session, actor, now)


async def _visits(session: Session, actor: Actor, now: datetime) -> list[Reported]:
    rows = await session.execute(
        households.visible_to(actor, day_of(now))
        .add_columns(Visit, BookNumber.number)
        .join(Visit, Visit.household_id == Household.id)
        .join(BookNumber, books.numbered(actor.person_id, Household.id), isouter=True)
        .where(
            Visit.author_id == actor.author_id,
            Visit.visitor_id == actor.person_id,
            Visit.recorded_at > now - TAKE_BACK,
            Visit.withdrawn_at.is_(None),
        )
    )
    found = rows.all()
    _may_be_named(session, [row.Household for row in found])
    return [
        Reported(
            ReportKind.VISIT, visit.id, visit.recorded_at, household.id, number,
            household.alias or household.head, visit.visited_on, visit.note,
            VisitSaid(visit.kind, visit.reason, visit.nothing_new), actor,
        )
        for household, visit, number in found
    ]  # fmt: skip


async def _changes(session: Session, actor: Actor, now: datetime) -> list[Reported]:
    rows = await session.execute(
        households.visible_to(actor, day_of(now))
        .add_columns(HouseholdChange, BookNumber.number)
        .join(HouseholdChange, HouseholdChange.household_id == Household.id)
        .join(BookNumber, books.numbered(actor.person_id, Household.id), isouter=True)
        .join(Visit, Visit.id == HouseholdChange.visit_id, isouter=True)
        .where(
            HouseholdChange.author_id == actor.author_id,
            func.coalesce(Visit.visitor_id, HouseholdChange.author_id) == actor.person_id,
            HouseholdChange.recorded_at > now - TAKE_BACK,
            HouseholdChange.withdrawn_at.is_(None),
        )
    )
    found = rows.all()
    _may_be_named(session, [row.Household for row in found])
    return [
        Reported(
            ReportKind.CHANGE, row.id, row.recorded_at, household.id, number,
            household.alias or household.head, row.happened_on, row.note,
            ChangeSaid(row.change, row.precision, row.people, row.place, row.decision), actor,
        )
        for household, row, number in found
    ]  # fmt: skip


async def _concerns(session: Session, actor: Actor, now: datetime) -> list[Reported]:
    seen = households.visible_to(actor, day_of(now)).with_only_columns(Household.id)
    whose = exists().where(ConcernHousehold.concern_id == Concern.id)
    rows = await session.scalars(
        select(Concern).where(
            Concern.author_id == actor.author_id,
            Concern.visitor_id == actor.person_id,
            Concern.recorded_at > now - TAKE_BACK,
            Concern.status != ConcernStatus.WITHDRAWN,
            or_(~whose, whose.where(ConcernHousehold.household_id.in_(seen))),
        )
    )
    return [
        Reported(
            ReportKind.CONCERN, row.id, row.recorded_at, None, None, "", row.raised_on, row.words,
            ConcernSaid(row.code, row.status), actor,
        )
        for row in rows
    ]  # fmt: skip


def _may_be_named(session: Session, found: Sequence[Household]) -> None:
    for home in found:
        households.may_be_named(session, home.id, home.head, home.alias, home.code)
