"""What comes in and goes out, and where each conversation stands meanwhile."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.domain.delivery import Delivery, InboxStatus
from storage.tables.base import Table


def _by_file(table: str) -> Index:
    """By it is found what holds a file, when that is dropped; few rows hold one."""
    held = text("file_id IS NOT NULL")
    return Index(f"ix_{table}_file", "file_id", sqlite_where=held, postgresql_where=held)


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
        _by_file("inbox"),
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
        _by_file("outbox"),
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
    messages: Mapped[int] = mapped_column(default=0)  # that it came to; a trigger adds up `quotas`
    error: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]


class PageLink(Table):
    """A one-time link to a page of ours: for whom, into which chat, about what, until when."""

    __tablename__ = "page_links"
    __table_args__ = (
        Index(
            "ix_page_links_open", "person_id", "kind", "about", unique=True,
            sqlite_where=text("used_at IS NULL AND replaced_at IS NULL"),
            postgresql_where=text("used_at IS NULL AND replaced_at IS NULL"),
        ),
        _by_file("page_links"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]  # which page: the letter in its address
    nonce: Mapped[str] = mapped_column(unique=True)  # the half of the link that is not signature
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    surface: Mapped[str]
    account: Mapped[str]
    chat: Mapped[str]
    about: Mapped[str]  # as its page reads it: a period, a letter, what is to be handed in
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    replaced_at: Mapped[datetime | None]  # by a newer one
    used_at: Mapped[datetime | None]
    receipt: Mapped[str] = mapped_column(default="")  # what was said to the one sending
    times: Mapped[int] = mapped_column(default=0)  # how often a file was taken, or handed in
    posts: Mapped[str] = mapped_column(default="")  # roles that must still hold
    file_id: Mapped[int | None] = mapped_column(ForeignKey("files.id"))  # not yet confirmed


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
    pushed: Mapped[Any] = mapped_column(JSON, server_default=text("'[]'"))  # menus below that one
    changed_at: Mapped[datetime]


class Quota(Table):
    """How many messages an account has sent in a month, as its messenger's plan counts them."""

    __tablename__ = "quotas"

    surface: Mapped[str] = mapped_column(primary_key=True)
    account: Mapped[str] = mapped_column(primary_key=True)
    month: Mapped[str] = mapped_column(primary_key=True)  # as in 2026-11, Vietnam's
    sent: Mapped[int]


class Rate(Table):
    """The pace of one account or chat: the time at which its next slot is free (GCRA)."""

    __tablename__ = "rates"

    key: Mapped[str] = mapped_column(primary_key=True)
    free_at: Mapped[float]  # seconds since 1970
    step: Mapped[float]
