"""People, the roles they hold, and the chats that are theirs."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.domain.people import ConsentState, MemberStatus, Role
from bot.domain.policies import MuteReason
from storage.tables.base import Table


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


class StandIn(Table):
    """Who may report for a member that has no phone, and who named them."""

    __tablename__ = "stand_ins"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    stand_in_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    since: Mapped[date]
    until: Mapped[date | None]
    named_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    named_at: Mapped[datetime]


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


class Mute(Table):
    """Days on which somebody who is away is not reminded."""

    __tablename__ = "mutes"
    __table_args__ = (Index(None, "person_id", "until"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    since: Mapped[date]
    until: Mapped[date]  # the first day on which it no longer holds
    reason: Mapped[MuteReason]
