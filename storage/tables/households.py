"""Households, their state over time, and who has them in charge."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.domain.households import AssignmentEnd, AssignmentKind, HouseholdClass
from bot.domain.people import ConsentState
from storage.tables.base import Table


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
        Index(
            "ix_assignments_group_id", "group_id",
            sqlite_where=text("group_id IS NOT NULL"),
            postgresql_where=text("group_id IS NOT NULL"),
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
