"""What was reported of households: visits, help, promises, concerns, changes."""

from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.domain.concerns import (
    ConcernCategory,
    ConcernKind,
    ConcernLevel,
    ConcernStatus,
    ConcernTarget,
    ReporterVisibility,
    Satisfaction,
)
from bot.domain.households import Change, DatePrecision
from bot.domain.visits import HelpKind, HelpStatus, LifeState, NotDoneReason, VisitKind
from storage.tables.base import Table


class Visit(Table):
    """A contact with a household, as somebody reported it. Corrections are new rows."""

    __tablename__ = "visits"
    __table_args__ = (
        Index(None, "household_id", "visited_on"),
        Index(None, "visitor_id", "visited_on"),
        Index(None, "author_id", "recorded_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    household_id: Mapped[int] = mapped_column(ForeignKey("households.id"))
    visitor_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    visited_on: Mapped[date]
    kind: Mapped[VisitKind]
    reason: Mapped[NotDoneReason | None]
    life_state: Mapped[LifeState | None]
    nothing_new: Mapped[bool] = mapped_column(default=False)
    topics: Mapped[list[str]] = mapped_column(JSON, default=list)
    note: Mapped[str] = mapped_column(default="")
    effect_key: Mapped[str] = mapped_column(unique=True)  # two taps, one visit
    recorded_at: Mapped[datetime]
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("visits.id"))
    withdrawn_at: Mapped[datetime | None]


class VisitHelp(Table):
    """Help proposed or given at a visit."""

    __tablename__ = "visit_help"

    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("visits.id"), index=True)
    kind: Mapped[HelpKind]
    status: Mapped[HelpStatus]
    amount: Mapped[int | None]  # đồng


class Promise(Table):
    """What the visitor promised, with a day; asked about at the next visit."""

    __tablename__ = "promises"
    __table_args__ = (Index(None, "household_id", "settled_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("visits.id"), index=True)
    household_id: Mapped[int] = mapped_column(ForeignKey("households.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    words: Mapped[str]
    due_on: Mapped[date | None]
    settled_at: Mapped[datetime | None]
    kept: Mapped[bool | None]


class Concern(Table):
    """What a household wants answered. Its way is in `ConcernMove`."""

    __tablename__ = "concerns"
    __table_args__ = (
        UniqueConstraint("commune_id", "code"),
        UniqueConstraint("cell_id", "month", "number"),
        Index(None, "cell_id", "status"),
        Index(None, "author_id", "status"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    commune_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    cell_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    month: Mapped[str]
    number: Mapped[int]
    code: Mapped[str]
    kind: Mapped[ConcernKind]
    category: Mapped[ConcernCategory]
    level: Mapped[ConcernLevel]
    words: Mapped[str]
    answer: Mapped[str] = mapped_column(default="")
    target: Mapped[ConcernTarget | None]
    visibility: Mapped[ReporterVisibility]
    status: Mapped[ConcernStatus]
    author_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    visitor_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    visit_id: Mapped[int | None] = mapped_column(ForeignKey("visits.id"))
    photo_id: Mapped[int | None] = mapped_column(ForeignKey("files.id"))
    raised_on: Mapped[date]
    recorded_at: Mapped[datetime]
    effect_key: Mapped[str] = mapped_column(unique=True)
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("concerns.id"))


class ConcernHousehold(Table):
    """Whose concern it is, and whether that household has heard the answer."""

    __tablename__ = "concern_households"

    concern_id: Mapped[int] = mapped_column(ForeignKey("concerns.id"), primary_key=True)
    household_id: Mapped[int] = mapped_column(
        ForeignKey("households.id"), primary_key=True, index=True
    )
    told_at: Mapped[datetime | None]
    told_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    satisfaction: Mapped[Satisfaction | None]
    remark: Mapped[str] = mapped_column(default="")  # why it is not satisfied


class ConcernMove(Table):
    """One step on a concern's way: who, when, why. Only ever added to."""

    __tablename__ = "concern_moves"

    id: Mapped[int] = mapped_column(primary_key=True)
    concern_id: Mapped[int] = mapped_column(ForeignKey("concerns.id"), index=True)
    before: Mapped[ConcernStatus | None]
    after: Mapped[ConcernStatus]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    moved_at: Mapped[datetime]
    note: Mapped[str] = mapped_column(default="")
    inbox_id: Mapped[int | None]  # the message in which its words came; may be purged


class HouseholdChange(Table):
    """What happened to a household: a log, nothing overwritten."""

    __tablename__ = "household_changes"
    __table_args__ = (
        Index(None, "household_id", "happened_on"),
        Index(None, "author_id", "recorded_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    household_id: Mapped[int] = mapped_column(ForeignKey("households.id"))
    change: Mapped[Change]
    happened_on: Mapped[date]
    precision: Mapped[DatePrecision]
    people: Mapped[int] = mapped_column(default=1)
    place: Mapped[str] = mapped_column(default="")  # province or country only
    decision: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    persons_after: Mapped[int | None]
    workers_after: Mapped[int | None]
    author_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    visit_id: Mapped[int | None] = mapped_column(ForeignKey("visits.id"))
    recorded_at: Mapped[datetime]
    effect_key: Mapped[str] = mapped_column(unique=True)
    withdrawn_at: Mapped[datetime | None]
