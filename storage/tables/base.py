"""What all tables share: how values are kept, and how constraints are called."""

from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any, ClassVar, TypeVar

from sqlalchemy import (
    BigInteger,
    Date,
    DateTime,
    Dialect,
    Integer,
    LargeBinary,
    MetaData,
    Text,
    TypeDecorator,
)
from sqlalchemy import Table as SqlTable
from sqlalchemy.orm import DeclarativeBase

from bot.domain.announcements import AnnouncementKind, AnnouncementPart, Missed
from bot.domain.calendar import MarkKind
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
from bot.domain.policies import MuteReason
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
    AnnouncementKind, AnnouncementPart, AssignmentEnd, AssignmentKind, Change, ConcernCategory,
    ConcernKind, ConcernLevel, ConcernStatus, ConcernTarget, ConsentState, DatePrecision, Delivery,
    HelpKind, HelpStatus, HouseholdClass, InboxStatus, LifeState, MarkKind, MemberStatus, Missed,
    MuteReason, NotDoneReason, ReporterVisibility, Role, Satisfaction, UnitChange, UnitLevel,
    VisitKind,
)  # fmt: skip
_TYPES: dict[Any, Any] = {  # as SQLAlchemy declares its map of types
    int: Id,
    str: Text,
    datetime: Moment,
    date: Date,
    bytes: LargeBinary,
    **{codes: Code(codes) for codes in _CODES},
}


class Table(DeclarativeBase):
    """What all tables share: naming, so that migrations can speak of constraints.

    A JSON column is `Mapped[Any]`: its shape is stated by the one function that unpacks it.
    """

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


def core(table: type[Table]) -> SqlTable:
    """A table without its class: for the hot paths, where a row needs no object."""
    plain = table.__table__
    assert isinstance(plain, SqlTable)
    return plain
