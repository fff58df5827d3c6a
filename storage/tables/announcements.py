"""Announcements, how far they came, and what was asked about them."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from bot.domain.announcements import AnnouncementKind, AnnouncementPart, Missed
from bot.domain.delivery import Delivery
from storage.tables.base import Table


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
    sent_at: Mapped[datetime | None]  # when the first letters were written
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("announcements.id"))
    withdrawn_at: Mapped[datetime | None]
    part: Mapped[AnnouncementPart] = mapped_column(default=AnnouncementPart.FIRST)
    translations: Mapped[Any] = mapped_column(JSON, default=dict)  # words by language
    wants_approval: Mapped[bool] = mapped_column(default=False)
    returned_at: Mapped[datetime | None]
    returned_note: Mapped[str] = mapped_column(default="")
    spread_at: Mapped[datetime | None]  # when the last letters were written
    effect_key: Mapped[str | None] = mapped_column(unique=True)


class Receipt(Table):
    """How far an announcement came with one person: reached, read, passed on.

    `letter_key` names the newest letter in the outbox, `outcome` is what became of it, `missed`
    why there is none.
    """

    __tablename__ = "receipts"

    announcement_id: Mapped[int] = mapped_column(ForeignKey("announcements.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True, index=True)
    reached_at: Mapped[datetime | None]
    read_at: Mapped[datetime | None]
    passed_on_at: Mapped[datetime | None]
    letter_key: Mapped[str] = mapped_column(default="")
    letters: Mapped[int] = mapped_column(default=0)  # how many were written
    missed: Mapped[Missed | None]
    outcome: Mapped[Delivery | None]


class PassedOn(Table):
    """An announcement told to one household."""

    __tablename__ = "passed_on"

    announcement_id: Mapped[int] = mapped_column(ForeignKey("announcements.id"), primary_key=True)
    household_id: Mapped[int] = mapped_column(ForeignKey("households.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    told_at: Mapped[datetime]


class AnnouncementQuestion(Table):
    """What a reader asked about an announcement, and the answer."""

    __tablename__ = "announcement_questions"

    id: Mapped[int] = mapped_column(primary_key=True)
    announcement_id: Mapped[int] = mapped_column(ForeignKey("announcements.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    words: Mapped[str]
    asked_at: Mapped[datetime]
    answer: Mapped[str] = mapped_column(default="")
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    answered_at: Mapped[datetime | None]
    effect_key: Mapped[str] = mapped_column(unique=True)
