"""What the clock did, who changed what, which workbooks were read."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Table


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
