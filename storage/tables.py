"""The tables: what is remembered, and for how long it holds."""

from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any, ClassVar, TypeVar

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)
from sqlalchemy import Table as SqlTable
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from bot.domain.announcements import AnnouncementKind
from bot.domain.concerns import (
    ConcernCategory,
    ConcernKind,
    ConcernLevel,
    ConcernStatus,
    ConcernTarget,
    ReporterVisibility,
    Satisfaction,
)
from bot.domain.delivery import Delivery, InboxStatus
from bot.domain.households import (
    AssignmentEnd,
    AssignmentKind,
    Change,
    DatePrecision,
    HouseholdClass,
)
from bot.domain.people import ConsentState, MemberStatus, Role, UnitChange, UnitLevel
from bot.domain.visits import HelpKind, HelpStatus, LifeState, NotDoneReason, VisitKind

E = TypeVar("E", bound=StrEnum)


class Moment(TypeDecorator[datetime]):
    """An aware time, kept in UTC on both engines (SQLite has no zones)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("times carry their zone")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Code(TypeDecorator[E]):
    """A stable code of the glossary, kept as text."""

    impl = Text
    cache_ok = True

    def __init__(self, codes: type[E]) -> None:
        super().__init__()
        self.codes = codes

    def process_bind_param(self, value: E | None, dialect: Dialect) -> str | None:
        return None if value is None else self.codes(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> E | None:
        return None if value is None else self.codes(value)


Id = BigInteger().with_variant(Integer, "sqlite")


_CODES: tuple[type[StrEnum], ...] = (
    AnnouncementKind, AssignmentEnd, AssignmentKind, Change, ConcernCategory, ConcernKind,
    ConcernLevel, ConcernStatus, ConcernTarget, ConsentState, DatePrecision, Delivery, HelpKind,
    HelpStatus, HouseholdClass, InboxStatus, LifeState, MemberStatus, NotDoneReason,
    ReporterVisibility, Role, Satisfaction, UnitChange, UnitLevel, VisitKind,
)  # fmt: skip
_TYPES: dict[Any, Any] = {
    int: Id,
    str: Text,
    datetime: Moment,
    date: Date,
    bytes: LargeBinary,
    **{codes: Code(codes) for codes in _CODES},
}


class Table(DeclarativeBase):
    """What all tables share: naming, so that migrations can speak of constraints."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = _TYPES


# --- The organisation -------------------------------------------------------------------------


class Unit(Table):
    """A part of the organisation, from commune down to self-managed group, with its dates."""

    __tablename__ = "units"
    __table_args__ = (
        UniqueConstraint("commune_id", "level", "code"),
        Index(
            "uq_units_commune_code", "code", unique=True,
            sqlite_where=text("level = 'COMMUNE'"), postgresql_where=text("level = 'COMMUNE'"),
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    level: Mapped[UnitLevel]
    kind: Mapped[str] = mapped_column(default="")  # COMMUNE_KIND, CELL_KIND, UNIT_TYPE, GROUP_TYPE
    code: Mapped[str]
    name: Mapped[str]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"), index=True)
    commune_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))  # its own id: a commune
    area: Mapped[str] = mapped_column(default="")
    meeting_days: Mapped[str] = mapped_column(default="")  # "10", "10-12", "cuối tháng"
    since: Mapped[date]
    until: Mapped[date | None]


class UnitHistory(Table):
    """Mergers, splits, renamings: what happened to a unit and when."""

    __tablename__ = "unit_history"

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    change: Mapped[UnitChange]
    happened_on: Mapped[date]
    other_unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    name_before: Mapped[str] = mapped_column(default="")


class Policy(Table):
    """A setting of one unit: data with a default in code, changed by those who may."""

    __tablename__ = "policies"

    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[Any] = mapped_column(JSON)
    changed_at: Mapped[datetime]


class SealedPeriod(Table):
    """A month that a cell has closed: its report no longer changes."""

    __tablename__ = "sealed_periods"

    cell_id: Mapped[int] = mapped_column(ForeignKey("units.id"), primary_key=True)
    month: Mapped[str] = mapped_column(primary_key=True)
    through: Mapped[date]
    sealed_at: Mapped[datetime]
    sealed_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


# --- People -----------------------------------------------------------------------------------


class Person(Table):
    """Somebody who takes part; not an account, of which a person may have several."""

    __tablename__ = "people"
    __table_args__ = (UniqueConstraint("commune_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    commune_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    code: Mapped[str]
    name: Mapped[str]
    sort_key: Mapped[str]  # given name first, Vietnamese letters (vietnamese.md 6.3)
    cell_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"), index=True)
    status: Mapped[MemberStatus] = mapped_column(default=MemberStatus.FULL)
    phone: Mapped[str] = mapped_column(default="")  # encrypted, storage.secrecy
    phone_index: Mapped[str] = mapped_column(default="", index=True)  # keyed hash, for look-up
    consent: Mapped[ConsentState] = mapped_column(default=ConsentState.NOT_ASKED)
    consent_at: Mapped[datetime | None]
    consent_version: Mapped[str] = mapped_column(default="")


class RoleHeld(Table):
    """A role held by a person in a unit, from and until."""

    __tablename__ = "roles"
    __table_args__ = (Index(None, "person_id", "until"), Index(None, "unit_id", "role"))

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    role: Mapped[Role]
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    since: Mapped[date]
    until: Mapped[date | None]


class LinkedAddress(Table):
    """A chat account, and whose it is; nobody's when unlinked."""

    __tablename__ = "addresses"
    __table_args__ = (UniqueConstraint("surface", "account", "external_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    surface: Mapped[str]
    account: Mapped[str]
    external_id: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    linked_at: Mapped[datetime | None]
    last_heard_at: Mapped[datetime | None]
    gone_at: Mapped[datetime | None]  # the messenger said that the recipient is gone


class Invite(Table):
    """A one-time linking code, kept only as a keyed hash."""

    __tablename__ = "invites"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    code_hash: Mapped[str] = mapped_column(unique=True)
    surface: Mapped[str] = mapped_column(default="")  # bound to one account when not empty
    account: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]


class InviteTry(Table):
    """A wrong code, so that guessing ends after five in an hour."""

    __tablename__ = "invite_tries"
    __table_args__ = (Index(None, "surface", "account", "external_id", "tried_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    surface: Mapped[str]
    account: Mapped[str]
    external_id: Mapped[str]
    tried_at: Mapped[datetime] = mapped_column(index=True)


# --- Households -------------------------------------------------------------------------------


class Household(Table):
    """A household: who and where. What changes with time is in `HouseholdState`."""

    __tablename__ = "households"
    __table_args__ = (UniqueConstraint("commune_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    commune_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    cell_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)  # of its area
    group_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    code: Mapped[str]
    head: Mapped[str]
    alias: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")
    landmark: Mapped[str] = mapped_column(default="")
    search_key: Mapped[str]  # head, alias, address, landmark, group, code without diacritics
    since: Mapped[date]
    until: Mapped[date | None]
    consent: Mapped[ConsentState] = mapped_column(default=ConsentState.NOT_ASKED)


class HouseholdState(Table):
    """Class and counts of a household between two days. Never changed, only followed."""

    __tablename__ = "household_states"
    __table_args__ = (
        Index(
            "uq_household_states_current", "household_id", unique=True,
            sqlite_where=text("until IS NULL"), postgresql_where=text("until IS NULL"),
        ),
        Index(None, "household_id", "since"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    household_id: Mapped[int] = mapped_column(ForeignKey("households.id"))
    since: Mapped[date]
    until: Mapped[date | None]
    household_class: Mapped[HouseholdClass]
    decision: Mapped[str] = mapped_column(default="")  # number and date of the decision on class
    needs_help: Mapped[bool] = mapped_column(default=False)
    policy_family: Mapped[bool] = mapped_column(default=False)
    persons: Mapped[int | None]
    workers: Mapped[int | None]
    occupation: Mapped[str] = mapped_column(default="")
    change_id: Mapped[int | None] = mapped_column(ForeignKey("household_changes.id"))


class HouseholdGroup(Table):
    """A group of households assigned as one (nhóm hộ, S1-01)."""

    __tablename__ = "household_groups"

    id: Mapped[int] = mapped_column(primary_key=True)
    cell_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    name: Mapped[str]
    since: Mapped[date]
    until: Mapped[date | None]


class HouseholdGroupPlace(Table):
    """Which households make up a group, from and until."""

    __tablename__ = "household_group_places"

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("household_groups.id"), index=True)
    household_id: Mapped[int] = mapped_column(ForeignKey("households.id"), index=True)
    since: Mapped[date]
    until: Mapped[date | None]


class Assignment(Table):
    """Who has what in charge, from and until, on which basis.

    The target is one of: a household, a group of households, a unit. One main person a
    household at a time.
    """

    __tablename__ = "assignments"
    __table_args__ = (
        CheckConstraint(
            "(CASE WHEN household_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN group_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN unit_id IS NULL THEN 0 ELSE 1 END) = 1",
            name="one_target",
        ),
        Index(
            "uq_assignments_main", "household_id", unique=True,
            sqlite_where=text("until IS NULL AND kind = 'MAIN'"),
            postgresql_where=text("until IS NULL AND kind = 'MAIN'"),
        ),
        Index(None, "person_id", "until"),
        Index(None, "household_id", "until"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    household_id: Mapped[int | None] = mapped_column(ForeignKey("households.id"))
    group_id: Mapped[int | None] = mapped_column(ForeignKey("household_groups.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    kind: Mapped[AssignmentKind]
    basis: Mapped[str] = mapped_column(default="")  # number, date and issuer of the paper
    since: Mapped[date]
    until: Mapped[date | None]  # the first day on which it no longer holds
    ended_because: Mapped[AssignmentEnd | None]


class BookNumber(Table):
    """The fixed number of a household in one member's book; never given to another."""

    __tablename__ = "book_numbers"
    __table_args__ = (UniqueConstraint("person_id", "number"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    household_id: Mapped[int] = mapped_column(ForeignKey("households.id"), primary_key=True)
    number: Mapped[int]


# --- Field reports ----------------------------------------------------------------------------


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


# --- Announcements ----------------------------------------------------------------------------


class Announcement(Table):
    """What a committee or secretary tells a part of the organisation."""

    __tablename__ = "announcements"

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    kind: Mapped[AnnouncementKind]
    words: Mapped[str]
    audience: Mapped[Any] = mapped_column(JSON)
    file_id: Mapped[int | None] = mapped_column(ForeignKey("files.id"))
    urgent: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    approved_at: Mapped[datetime | None]
    approved_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    due_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("announcements.id"))
    withdrawn_at: Mapped[datetime | None]


class Receipt(Table):
    """How far an announcement came with one person: reached, read, passed on."""

    __tablename__ = "receipts"

    announcement_id: Mapped[int] = mapped_column(ForeignKey("announcements.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True, index=True)
    reached_at: Mapped[datetime | None]
    read_at: Mapped[datetime | None]
    passed_on_at: Mapped[datetime | None]


class PassedOn(Table):
    """An announcement told to one household."""

    __tablename__ = "passed_on"

    announcement_id: Mapped[int] = mapped_column(ForeignKey("announcements.id"), primary_key=True)
    household_id: Mapped[int] = mapped_column(ForeignKey("households.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    told_at: Mapped[datetime]


# --- In, out, and between ---------------------------------------------------------------------


class InboxRow(Table):
    """What arrived, as it arrived, until it is handled; the key stays when the body goes."""

    __tablename__ = "inbox"
    __table_args__ = (
        UniqueConstraint("surface", "account", "event_id"),
        Index(
            "ix_inbox_waiting", "surface", "account", "chat", "id",
            sqlite_where=text("status = 'new'"), postgresql_where=text("status = 'new'"),
        ),
        Index(None, "received_at"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    surface: Mapped[str]
    account: Mapped[str]
    event_id: Mapped[str]
    chat: Mapped[str]
    raw: Mapped[bytes | None]  # None once blanked or past its keeping
    received_at: Mapped[datetime]
    status: Mapped[InboxStatus] = mapped_column(default=InboxStatus.NEW)
    attempts: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime]
    wants_file: Mapped[str] = mapped_column(default="")  # to be fetched before it is handled
    file_id: Mapped[int | None] = mapped_column(ForeignKey("files.id"))
    error: Mapped[str] = mapped_column(default="")


class InboxOddity(Table):
    """A body that nobody could read, although its secret was right."""

    __tablename__ = "inbox_oddities"

    id: Mapped[int] = mapped_column(primary_key=True)
    surface: Mapped[str]
    account: Mapped[str]
    raw: Mapped[bytes]
    received_at: Mapped[datetime] = mapped_column(index=True)


class PollOffset(Table):
    """How far polling has come; moves in the transaction that stores what was polled."""

    __tablename__ = "poll_offsets"

    surface: Mapped[str] = mapped_column(primary_key=True)
    account: Mapped[str] = mapped_column(primary_key=True)
    offset: Mapped[int]


class OutboxRow(Table):
    """A letter: written in the transaction that made it true, sent by the postman alone."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index(
            "ix_outbox_due", "priority", "not_before", "id",
            sqlite_where=text("status = 'QUEUED'"), postgresql_where=text("status = 'QUEUED'"),
        ),
        Index(
            "ix_outbox_open", "surface", "account", "chat", "id",
            sqlite_where=text("status IN ('QUEUED', 'SENDING')"),
            postgresql_where=text("status IN ('QUEUED', 'SENDING')"),
        ),
        Index(
            "ix_outbox_sending", "lease_until",
            sqlite_where=text("status = 'SENDING'"), postgresql_where=text("status = 'SENDING'"),
        ),
        Index(
            "ix_outbox_unknown", "settled_at",
            sqlite_where=text("status = 'UNKNOWN'"), postgresql_where=text("status = 'UNKNOWN'"),
        ),
        Index(None, "settled_at"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str | None] = mapped_column(unique=True)  # once-ness, e.g. reminder and month
    surface: Mapped[str]
    account: Mapped[str]
    chat: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    inbox_id: Mapped[int | None]  # what it answers; may be purged
    urgency: Mapped[str]
    priority: Mapped[int]
    payload: Mapped[Any] = mapped_column(JSON)
    file_id: Mapped[int | None] = mapped_column(ForeignKey("files.id"))
    not_before: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    status: Mapped[Delivery] = mapped_column(default=Delivery.QUEUED)
    lease_owner: Mapped[str] = mapped_column(default="")
    lease_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    provider_message_id: Mapped[str] = mapped_column(default="")
    error: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]


class File(Table):
    """Bytes that came in or go out, until nothing needs them."""

    __tablename__ = "files"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    name: Mapped[str]
    media_type: Mapped[str]
    content: Mapped[bytes]
    created_at: Mapped[datetime] = mapped_column(index=True)


class Draft(Table):
    """Where a conversation stands: the open form, its answers, and what was last offered."""

    __tablename__ = "drafts"

    surface: Mapped[str] = mapped_column(primary_key=True)
    account: Mapped[str] = mapped_column(primary_key=True)
    chat: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    form: Mapped[str] = mapped_column(default="")
    effect_key: Mapped[str] = mapped_column(default="")
    state: Mapped[Any] = mapped_column(JSON)
    offered: Mapped[Any] = mapped_column(JSON)  # [[label, action], …] of the newest message
    nonce: Mapped[str] = mapped_column(default="")  # names the newest question in its buttons
    changed_at: Mapped[datetime]


class Rate(Table):
    """The pace of one account or chat: the time at which its next slot is free (GCRA)."""

    __tablename__ = "rates"

    key: Mapped[str] = mapped_column(primary_key=True)
    free_at: Mapped[float]  # seconds since 1970
    step: Mapped[float]


class Job(Table):
    """What the clock has done, so that it is done once."""

    __tablename__ = "jobs"

    key: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    planned_for: Mapped[datetime]
    done_at: Mapped[datetime | None]
    outcome: Mapped[str] = mapped_column(default="")


class AuditRow(Table):
    """Who did what to which thing, never its content. Triggers refuse change and deletion."""

    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    person_id: Mapped[int | None]
    action: Mapped[str]
    thing: Mapped[str]
    thing_id: Mapped[str]


class AuditSeal(Table):
    """The hash chain over the audit rows, added a little later so that writers never queue."""

    __tablename__ = "audit_seals"

    audit_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    hash: Mapped[str]


class Import(Table):
    """A workbook that was read: what it would change, and whether somebody confirmed it."""

    __tablename__ = "imports"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    file_id: Mapped[int | None] = mapped_column(ForeignKey("files.id"))
    sha256: Mapped[str] = mapped_column(index=True)
    word: Mapped[str] = mapped_column(default="")  # to be typed before it is imported
    counts: Mapped[Any] = mapped_column(JSON)
    read_at: Mapped[datetime]
    done_at: Mapped[datetime | None]


class Demo(Table):
    """One row in a demo database, none anywhere else: what the sample world is."""

    __tablename__ = "demo"

    id: Mapped[int] = mapped_column(primary_key=True)
    seed: Mapped[int]
    clock: Mapped[datetime]  # the sample world's present


def core(table: type[Table]) -> SqlTable:
    """A table without its class: for the hot paths, where a row needs no object."""
    plain = table.__table__
    assert isinstance(plain, SqlTable)
    return plain
