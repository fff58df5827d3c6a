"""Units, how they changed, and what holds in them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.domain.calendar import MarkKind
from bot.domain.people import UnitChange, UnitLevel
from storage.tables.base import Table


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
    facts: Mapped[Any | None] = mapped_column(JSON(none_as_null=True))  # what its report said


class DayMarked(Table):
    """A day that is off or worked against the calendar, in one commune or the whole country."""

    __tablename__ = "day_marks"
    __table_args__ = (
        Index(
            "uq_day_marks_commune", "commune_id", "day", unique=True,
            sqlite_where=text("commune_id IS NOT NULL"),
            postgresql_where=text("commune_id IS NOT NULL"),
        ),
        Index(
            "uq_day_marks_nationwide", "day", unique=True,
            sqlite_where=text("commune_id IS NULL"), postgresql_where=text("commune_id IS NULL"),
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    commune_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))  # None: nationwide
    day: Mapped[date]
    kind: Mapped[MarkKind]
    name: Mapped[str] = mapped_column(default="")
