"""What people are reminded of, and what they put off."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.domain.reminders import Skipped, Step
from bot.domain.visits import NotDoneReason
from storage.tables.base import Code, Table


class Reminder(Table):
    """One thing somebody is to be told, once; its words are made when its letter goes out."""

    __tablename__ = "reminders"
    __table_args__ = (
        UniqueConstraint("person_id", "step", "subject"),
        Index(
            "ix_reminders_open", "person_id",
            sqlite_where=text("told_at IS NULL AND skipped IS NULL"),
            postgresql_where=text("told_at IS NULL AND skipped IS NULL"),
        ),
        Index(None, "planned_for"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    step: Mapped[Step] = mapped_column(Code(Step))
    subject: Mapped[str]  # the period, or the concern and its deadline
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))  # the cell that it is about
    period: Mapped[str] = mapped_column(default="")
    first: Mapped[date | None]
    last: Mapped[date | None]
    meets_on: Mapped[date | None]
    concern_id: Mapped[int | None] = mapped_column(ForeignKey("concerns.id"))
    planned_for: Mapped[datetime]
    good_until: Mapped[datetime]
    letter_id: Mapped[int | None]  # in which it was told
    told_at: Mapped[datetime | None]
    skipped: Mapped[Skipped | None] = mapped_column(Code(Skipped))


class Snooze(Table):
    """Somebody has put their reminders off, and said why."""

    __tablename__ = "snoozes"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    period: Mapped[str] = mapped_column(primary_key=True)
    until: Mapped[date] = mapped_column(index=True)  # the day on which they come again
    reason: Mapped[NotDoneReason]
    put_off_at: Mapped[datetime]
