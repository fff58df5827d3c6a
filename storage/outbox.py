"""Everything we say, written down in the transaction that made it true.

A letter that waits for another try keeps its place: `not_before` stays, and a lease without an
owner says until when it rests. So it still holds back what was written to the same chat later.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import (
    ColumnElement,
    Executable,
    FromClause,
    Select,
    and_,
    bindparam,
    delete,
    exists,
    literal_column,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from bot.domain.delivery import LEASE, UNKNOWN_HOLDS_BACK, Delivery
from bot.domain.people import ConsentState
from bot.messages import Address, Attachment, Letter, Outgoing, Urgency
from storage import letters, sight
from storage.letters import Posting as Posting
from storage.session import Found
from storage.store import Session, changed, on_sqlite
from storage.tables import LinkedAddress, Moment, OutboxRow, Person, core

KEPT = timedelta(days=90)
MOST_FORGOTTEN = 2000  # in one round, so that years of them keep nobody waiting

TABLE = core(OutboxRow)
_addresses, _people = core(LinkedAddress), core(Person)

# Written out, not bound: only so do the partial indexes apply.
QUEUED: ColumnElement[Delivery] = literal_column(f"'{Delivery.QUEUED.value}'")
SENDING: ColumnElement[Delivery] = literal_column(f"'{Delivery.SENDING.value}'")
UNKNOWN: ColumnElement[Delivery] = literal_column(f"'{Delivery.UNKNOWN.value}'")
_OF_A_LEASE = ("id", "surface", "account", "chat", "urgency", "priority", "not_before")
OF_A_LETTER = (
    "id", "surface", "account", "chat", "urgency", "payload", "file_id", "created_at", "inbox_id",
)  # fmt: skip
_NOW = bindparam("now_", type_=Moment)
AT_REST = {"lease_owner": "", "lease_until": None}


@dataclass(frozen=True, slots=True)
class Due:
    """A letter that we hold a lease on: enough to ask for its slot."""

    id: int
    address: Address
    urgency: Urgency


async def put(
    session: Session,
    address: Address,
    outgoing: Outgoing,
    now: datetime,
    *,
    key: str | None = None,
    person_id: int | None = None,
    inbox_id: int | None = None,
    edits: str | None = None,
    tap_id: str | None = None,
    not_before: datetime | None = None,
    expires_at: datetime | None = None,
    leased_by: str = "",
    names: Collection[int] = (),
    about: Collection[int] = (),
) -> int | None:
    """Write a letter; None when one with this key is there already.

    `leased_by` names the postman who will be handed it at once, so that it need not be claimed.
    `names` are households that it may name, `about` those that it speaks of: a letter that has
    waited goes out only if its reader may still see all of the first, and any of the second.
    One with a file goes out only while its reader has all the roles in which it was asked for.
    """
    posting = Posting(address, outgoing, key, person_id, not_before, expires_at)
    file_id = await letters.stored(session, outgoing.attachment, person_id, now)
    shown: dict[str, object] = {
        k: v for k, v in (("edits", edits), ("tap_id", tap_id)) if v is not None
    }
    shown |= {k: sorted(v) for k, v in (("names", names), ("about", about)) if v}
    if file_id is not None:
        shown |= await sight.noted(session, address, person_id, now)
    row = letters.row_of(posting, now, file_id) | {
        "inbox_id": inbox_id, "payload": letters.payload_of(outgoing) | shown,
    }  # fmt: skip
    if leased_by:
        row |= {"lease_owner": leased_by, "lease_until": now + LEASE}
    written = await session.rows(_insertion(session), row)
    return written[0].id if written else None


async def put_many(session: Session, postings: Sequence[Posting], now: datetime) -> int:
    """Write many letters, each attachment only once; how many had not been there.

    No roles are noted beside their files: nobody asked for those. A digest's is its unit's
    (`of_unit`), which is looked at when it goes out, and an announcement's is for all who hear it.
    """
    if not postings:
        return 0
    files: dict[Attachment, int | None] = {}
    rows = []
    for posting in postings:
        attachment = posting.outgoing.attachment
        if attachment is not None and attachment not in files:
            files[attachment] = await letters.stored(session, attachment, None, now)
        stored = files[attachment] if attachment else None
        rows.append(letters.row_of(posting, now, posting.file_id or stored))
    return len((await session.execute(_insertion(session), rows)).scalars().all())


async def claim(
    session: Session,
    owner: str,
    now: datetime,
    limit: int,
    accounts: Collection[tuple[str, str]],
    *,
    least: Urgency = Urgency.BULK,
) -> list[Due]:
    """Lease what is due on these accounts and no less urgent than said, the most urgent first."""
    if not accounts or limit < 1:
        return []
    values = _at(now) | {
        "limit_": limit, "owner_": owner, "lease_": now + LEASE, "accounts_": sorted(accounts),
        "least_": least.priority,
    }  # fmt: skip
    rows = await session.execute(_CLAIM, values)
    ordered = sorted(rows, key=lambda row: (row.priority, row.not_before, row.id))
    return [
        Due(row.id, Address(row.surface, row.account, row.chat), Urgency(row.urgency))
        for row in ordered
    ]


async def stamp(session: Session, letter_id: int, owner: str, now: datetime) -> Letter | None:
    """Write down that the letter is about to be sent; only after the commit may it be.

    None when we no longer may: the lease is lost, an earlier letter to the chat is open, it is
    too late, the chat is no longer that person's, or what it tells no longer is. Then the letter
    is settled or let go.
    """
    values = _at(now) | {"id_": letter_id, "owner_": owner, "lease_": now + LEASE}
    stamped = await session.rows(_STAMP, values)
    if not stamped:
        await _drop_or_let_go(session, letter_id, owner, now)
        return None
    return await read_stamped(session, stamped[0], now)


async def read_stamped(session: Session, row: Found, now: datetime) -> Letter | None:
    """What a row says that was stamped in this transaction; settled unsent where it no longer
    can, or may, be said."""
    try:
        letter = letters.letter_of(row, await letters.attachment_of(session, row.file_id))
    except (ValueError, KeyError, TypeError):  # written by another version, or its file is gone
        await let_drop(session, row.id, "unreadable", now, Delivery.FAILED)
        return None
    if not await sight.still_holds(session, row, now):
        await let_drop(session, row.id, "no longer this person's", now)
        return None
    alone = letters.by_itself(row.payload)
    if alone != row.payload:  # it came back, and others may go with it this time, or none
        await session.execute(update(TABLE).where(TABLE.c.id == row.id).values(payload=alone))
    return letter


async def let_drop(
    session: Session, letter_id: int, why: str, now: datetime, status: Delivery = Delivery.EXPIRED
) -> None:
    """Settle a letter that was stamped in this transaction, and is not to be sent after all."""
    await session.execute(
        update(TABLE)
        .where(TABLE.c.id == letter_id)
        .values(status=status, error=why, settled_at=now, **AT_REST)
    )


async def hold(session: Session, letter_id: int, owner: str, until: datetime) -> None:
    """Let go of a letter that was not sent; nobody claims it before `until`."""
    await session.execute(
        update(TABLE)
        .where(*ours(letter_id, owner), TABLE.c.status == QUEUED)
        .values(lease_owner="", lease_until=until)
    )


async def expire(session: Session, now: datetime) -> int:
    """Settle what is too late to be sent; how many letters that were."""
    return await _drop(session, "too late", now, TABLE.c.expires_at <= now)


async def withdraw(session: Session, key_prefix: str, now: datetime) -> int:
    """Drop letters that still wait; their keys stay taken. How many that were."""
    return await _drop(
        session, "withdrawn", now, TABLE.c.key.startswith(key_prefix, autoescape=True)
    )


async def purge(session: Session, now: datetime) -> int:
    """Forget letters that went out, or did not, long ago; how many of them.

    Whatever must not be said twice has a key elsewhere, too: in `jobs`, `reminders`, receipts.
    """
    old = (
        select(TABLE.c.id)
        .where(TABLE.c.settled_at < now - KEPT)
        .order_by(TABLE.c.settled_at)
        .limit(MOST_FORGOTTEN)
    )
    return await changed(session, delete(TABLE).where(TABLE.c.id.in_(old)))


async def give_back(session: Session, owner: str) -> None:
    """Let go of everything that this postman has leased but not begun to send."""
    await session.execute(
        update(TABLE).where(TABLE.c.status == QUEUED, TABLE.c.lease_owner == owner).values(AT_REST)
    )


# --- Who may be sent ---------------------------------------------------------------------------


def _held_back(o: FromClause) -> ColumnElement[bool]:
    """Whether another letter to the same chat has to come first.

    That is one on its way, an earlier one that is due and no less urgent, or an earlier one that
    may have arrived a moment ago. A reminder for tomorrow holds back nothing, and an answer waits
    for answers only: what comes by itself may be held until its reader agrees to the notice.
    """
    e, u = TABLE.alias("earlier"), TABLE.alias("unsure")
    waiting = and_(
        e.c.id < o.c.id, e.c.priority <= o.c.priority, e.c.not_before <= _NOW, _in_time(e),
        or_(e.c.inbox_id.is_not(None), o.c.inbox_id.is_(None)),
    )  # fmt: skip
    on_its_way = _of_the_chat(e, o).where(
        e.c.status.in_([QUEUED, SENDING]),
        e.c.id != o.c.id,
        or_(e.c.status == SENDING, waiting),
    )
    unsure = _of_the_chat(u, o).where(
        u.c.status == UNKNOWN, u.c.settled_at > bindparam("unsure_", type_=Moment), u.c.id < o.c.id
    )
    return or_(exists(on_its_way), exists(unsure))


def _of_the_chat(other: FromClause, o: FromClause) -> Select[int]:
    return select(other.c.id).where(
        other.c.surface == o.c.surface, other.c.account == o.c.account, other.c.chat == o.c.chat
    )


def _in_time(o: FromClause) -> ColumnElement[bool]:
    return or_(o.c.expires_at.is_(None), o.c.expires_at > _NOW)


def _at(now: datetime) -> dict[str, object]:
    return {"now_": now, "unsure_": now - UNKNOWN_HOLDS_BACK}


def _still_theirs() -> ColumnElement[bool]:
    """Whether the chat still belongs to whom the letter is for, and they want to be written to.

    Who has not agreed, or has to agree again, is answered and told nothing else.
    """
    wanted = or_(TABLE.c.inbox_id.is_not(None), _people.c.consent == ConsentState.GIVEN)
    return or_(
        TABLE.c.person_id.is_(None),
        exists(
            select(_addresses.c.id)
            .join(_people, _people.c.id == _addresses.c.person_id)
            .where(
                _addresses.c.surface == TABLE.c.surface,
                _addresses.c.account == TABLE.c.account,
                _addresses.c.external_id == TABLE.c.chat,
                _addresses.c.person_id == TABLE.c.person_id,
                wanted,
            )
        ),
    )


def ours(letter_id: int, owner: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Picks one letter, as long as this postman holds its lease."""
    return TABLE.c.id == letter_id, TABLE.c.lease_owner == owner


async def _drop_or_let_go(session: Session, letter_id: int, owner: str, now: datetime) -> None:
    this = and_(*ours(letter_id, owner))
    if await _drop(session, "too late", now, this, TABLE.c.expires_at <= now):
        return
    if await _drop(session, "no longer this person's chat", now, this, ~_still_theirs()):
        return
    await session.execute(update(TABLE).where(this, TABLE.c.status == QUEUED).values(AT_REST))


async def _drop(session: Session, why: str, now: datetime, *which: ColumnElement[bool]) -> int:
    return await changed(
        session,
        update(TABLE)
        .where(TABLE.c.status == QUEUED, *which)
        .values(status=Delivery.EXPIRED, error=why, settled_at=now),
    )


# --- The statements of the hot path ------------------------------------------------------------

_LEASED = {"lease_until": bindparam("lease_", type_=Moment)}


def _claim() -> Executable:
    o = TABLE.alias("o")
    due = (
        select(o.c.id)
        .where(
            o.c.status == QUEUED,
            o.c.not_before <= _NOW,
            _in_time(o),
            or_(o.c.lease_until.is_(None), o.c.lease_until <= _NOW),
            o.c.priority <= bindparam("least_"),
            tuple_(o.c.surface, o.c.account).in_(bindparam("accounts_", expanding=True)),
            ~_held_back(o),
        )
        .order_by(o.c.priority, o.c.not_before, o.c.id)
        .limit(bindparam("limit_"))
        .with_for_update(skip_locked=True)
        .cte("due")
    )
    return (
        update(TABLE)
        .where(TABLE.c.id.in_(select(due.c.id)))
        .values(lease_owner=bindparam("owner_"), **_LEASED)
        .returning(*(TABLE.c[column] for column in _OF_A_LEASE))
    )


# Built once: to build these costs more than to run them.
_CLAIM = _claim()
_STAMP = (
    update(TABLE)
    .where(
        TABLE.c.id == bindparam("id_"),
        TABLE.c.lease_owner == bindparam("owner_"),
        TABLE.c.status == QUEUED,
        _in_time(TABLE),
        _still_theirs(),
        ~_held_back(TABLE),
    )
    .values(status=Delivery.SENDING, attempts=TABLE.c.attempts + 1, **_LEASED)
    .returning(*(TABLE.c[column] for column in OF_A_LETTER))
)
_INSERT = postgresql.insert(TABLE).on_conflict_do_nothing().returning(TABLE.c.id)
_INSERT_EMBEDDED = sqlite.insert(TABLE).on_conflict_do_nothing().returning(TABLE.c.id)


def _insertion(session: Session) -> Executable:
    return _INSERT_EMBEDDED if on_sqlite(session) else _INSERT
