"""Announcements, and how far they came."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from bot.domain.announcements import AnnouncementKind
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
