"""The messenger accounts that are ours: whom each serves, how many people, under which token."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement, func, select, tuple_, update
from sqlalchemy import text as sql

from bot.domain.plans import Plan, plan_of
from bot.domain.refusals import Reason, Refusal
from bot.messages import Address
from storage import audit, inbox, moving, people, tables
from storage.addresses import ADDRESSES, CHANNELS
from storage.store import Session, changed, insert_or_ignore, keys_of, on_sqlite

_trials = tables.core(tables.WebhookTrial)

POLLING, WEBHOOK = "polling", "webhook"
REMOVED = "account removed"

Account = tuple[str, str]
"""Surface and account: what an account is called everywhere."""


@dataclass(frozen=True, slots=True)
class Channel:
    """One account."""

    surface: str
    account: str
    token: str = field(repr=False)  # empty where no key of ours opens it
    secret: str = field(default="", repr=False)
    mode: str = POLLING
    name: str = ""
    commune_id: int | None = None  # None: it serves all
    own_seats: int | None = None
    own_monthly: int | None = None
    id: int | None = None
    first: bool = False  # it stands in the settings, and nowhere else

    @property
    def key(self) -> Account:
        """What the account is called everywhere."""
        return self.surface, self.account

    @property
    def plan(self) -> Plan:
        """What it may carry."""
        return plan_of(self.surface, self.own_seats, self.own_monthly)


@dataclass(frozen=True, slots=True)
class Trial:
    """What a messenger found when it tried our address: what is wrong, empty when nothing."""

    url: str
    outcome: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Removal:
    """What became of whom and what was on an account that was removed."""

    people: int  # who were linked there
    elsewhere: int  # of these, who can be written to on another account
    moved: int  # letters that waited and now go there
    failed: int  # letters that waited for somebody who has no other chat


async def add(session: Session, channel: Channel, now: datetime) -> bool:
    """Add an account, or renew one that there is or was; False where there was one."""
    keys = keys_of(session)
    values = {
        "name": channel.name,
        "token": keys.encrypt(channel.token, _place("token", channel.key)),
        "secret": keys.encrypt(channel.secret, _place("secret", channel.key)),
        "mode": channel.mode,
        "commune_id": channel.commune_id,
        "seats": channel.own_seats,
        "monthly": channel.own_monthly,
        "removed_at": None,
    }
    whose = {"surface": channel.surface, "account": channel.account}
    inserted = insert_or_ignore(session, CHANNELS).values(**whose, since=now, **values)
    new = bool(await changed(session, inserted))
    if not new:
        await session.execute(update(CHANNELS).where(*_is(channel.key)).values(**values))
    await audit.note(session, None, "channel added", "channel", ":".join(channel.key), now)
    return new


async def every(session: Session) -> list[Channel]:
    """All accounts that stand in the database, as they were added."""
    rows = await session.scalars(
        select(tables.Channel)
        .where(tables.Channel.removed_at.is_(None))
        .order_by(tables.Channel.id)
    )
    return [_opened(session, row) for row in rows]


async def found(session: Session, account: Account) -> Channel | None:
    """An account as it was added, also one that was removed."""
    row = await session.scalar(select(tables.Channel).where(*_is(account)))
    return None if row is None else _opened(session, row)


async def known(session: Session, account: Account) -> bool:
    """Whether an account is or ever was ours: it stands in the database, or people are there."""
    there = select(CHANNELS.c.id).where(*_is(account), CHANNELS.c.removed_at.is_(None))
    if await session.scalar(there) is not None:
        return True
    gone = select(CHANNELS.c.id).where(*_is(account))
    return await session.scalar(gone) is None and bool(await _people_at(session, account))


async def welcome_back(session: Session, accounts: Collection[Account], now: datetime) -> None:
    """Accounts that the settings name are not removed, whatever was said before."""
    for account in accounts:
        again = update(CHANNELS).where(*_is(account), CHANNELS.c.removed_at.is_not(None))
        if await changed(session, again.values(removed_at=None)):
            await audit.note(session, None, "channel added", "channel", ":".join(account), now)


async def remove(session: Session, account: Account, now: datetime) -> Removal:
    """No more is read from an account or sent there; who is linked there keeps other chats.

    What waits to be sent goes to where each person is written to now, or fails and says why.
    """
    surface, name = account
    linked = await _people_at(session, account)
    empty = {"surface": surface, "account": name, "mode": POLLING, "since": now}
    put = insert_or_ignore(session, CHANNELS).values(**empty, name="", token="", secret="")
    await session.execute(put)
    values = {"removed_at": now, "token": "", "secret": ""}
    await session.execute(update(CHANNELS).where(*_is(account)).values(**values))
    moved, failed = await moving.off_account(session, surface, name, REMOVED, now)
    await inbox.let_all_go(session, surface, name)
    await audit.note(session, None, "channel removed", "channel", ":".join(account), now)
    elsewhere = await people.addresses_of(session, sorted(linked))
    return Removal(len(linked), len(elsewhere), moved, failed)


async def plans(session: Session, accounts: Collection[Account]) -> dict[Account, Plan]:
    """What accounts may carry: what stands in the database of each, and else the usual.

    Those that the settings name have their plan in the database, too, unless it is the usual.
    """
    rows = await session.execute(
        select(CHANNELS.c.surface, CHANNELS.c.account, CHANNELS.c.seats, CHANNELS.c.monthly).where(
            CHANNELS.c.removed_at.is_(None),
            tuple_(CHANNELS.c.surface, CHANNELS.c.account).in_(list(accounts)),
        )
    )
    own = {(surface, account): (seats, monthly) for surface, account, seats, monthly in rows}
    return {one: plan_of(one[0], *own.get(one, (None, None))) for one in accounts}


async def keep_trial(session: Session, account: Account, trial: Trial) -> None:
    """Remember what a messenger found at our address, instead of what it found before."""
    values = {"url": trial.url, "outcome": trial.outcome, "at": trial.at}
    whose = {"surface": account[0], "account": account[1]}
    if not await changed(session, insert_or_ignore(session, _trials).values(**whose, **values)):
        mine = (_trials.c.surface == account[0], _trials.c.account == account[1])
        await session.execute(update(_trials).where(*mine).values(**values))


async def trials(session: Session) -> dict[Account, Trial]:
    """What messengers last found at our address."""
    rows = await session.execute(select(_trials))
    return {(one.surface, one.account): Trial(one.url, one.outcome, one.at) for one in rows}


async def seats_taken(session: Session, but: Collection[int] = ()) -> dict[Account, int]:
    """How many people are linked to each account, not counting some."""
    rows = await session.execute(
        select(ADDRESSES.c.surface, ADDRESSES.c.account, func.count(ADDRESSES.c.person_id))
        .where(
            ADDRESSES.c.person_id.is_not(None), ADDRESSES.c.person_id.not_in(but),
            ADDRESSES.c.gone_at.is_(None),
        )
        .group_by(ADDRESSES.c.surface, ADDRESSES.c.account)
    )  # fmt: skip
    return {(surface, account): count for surface, account, count in rows}


async def take_seat(session: Session, address: Address, person_id: int) -> None:
    """Refuse one person more than an account has seats for; of two who race, one is counted."""
    account = (address.surface, address.account)
    seats = (await plans(session, [account]))[account].seats
    if seats is None:
        return
    if not on_sqlite(session):
        lock = sql("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))")
        await session.execute(lock, {"name": f"seats:{':'.join(account)}"})
    if len(await _people_at(session, account) - {person_id}) >= seats:
        raise Refusal(Reason.ACCOUNT_FULL, seats=seats)


async def _people_at(session: Session, account: Account) -> set[int]:
    rows = await session.scalars(
        select(ADDRESSES.c.person_id).where(
            ADDRESSES.c.surface == account[0],
            ADDRESSES.c.account == account[1],
            ADDRESSES.c.person_id.is_not(None),
            ADDRESSES.c.gone_at.is_(None),
        )
    )
    return set(rows)


def _opened(session: Session, row: tables.Channel) -> Channel:
    key = (row.surface, row.account)
    return Channel(
        row.surface, row.account, _decrypted(session, "token", key, row.token),
        _decrypted(session, "secret", key, row.secret), row.mode, row.name, row.commune_id,
        row.seats, row.monthly, row.id,
    )  # fmt: skip


def _decrypted(session: Session, column: str, key: Account, stored: str) -> str:
    """Empty where no key of ours fits: one such account does not stop the others."""
    try:
        return keys_of(session).decrypt(stored, _place(column, key)) if stored else ""
    except ValueError:
        return ""


def _place(column: str, key: Account) -> str:
    return f"channels.{column}:{':'.join(key)}"


def _is(account: Account) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return CHANNELS.c.surface == account[0], CHANNELS.c.account == account[1]
