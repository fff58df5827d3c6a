"""The messenger accounts beyond the first of each surface."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Table


class Channel(Table):
    """An account: never deleted, since addresses and letters go on speaking of it."""

    __tablename__ = "channels"
    __table_args__ = (UniqueConstraint("surface", "account"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    surface: Mapped[str]
    account: Mapped[str]
    name: Mapped[str] = mapped_column(default="")  # under which people find it
    token: Mapped[str] = mapped_column(default="")  # encrypted, storage.channels; dropped with it
    secret: Mapped[str] = mapped_column(default="")  # encrypted: what is shown at its webhook
    mode: Mapped[str]
    commune_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))  # None: it serves all
    seats: Mapped[int | None]  # None: as many as its messenger's usual plan has
    monthly: Mapped[int | None]  # letters a month, None likewise
    since: Mapped[datetime]
    removed_at: Mapped[datetime | None]


class WebhookTrial(Table):
    """What a messenger found when it last tried the address to which it pushes an account's."""

    __tablename__ = "webhook_trials"

    surface: Mapped[str] = mapped_column(primary_key=True)
    account: Mapped[str] = mapped_column(primary_key=True)
    url: Mapped[str]
    outcome: Mapped[str] = mapped_column(default="")  # empty: it came to us
    at: Mapped[datetime]
