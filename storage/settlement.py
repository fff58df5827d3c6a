"""What became of a letter, or of one whose postman died: the table of reliability.md 3.3."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, bindparam, case, or_, select, true, tuple_, update

from bot.domain.delivery import FLOOD_PAUSE, MOST_TRIES, Delivery, retry_after, spread
from bot.messages import (
    AccountRefused,
    Ambiguous,
    Outcome,
    OutsideWindow,
    QuotaSpent,
    RecipientGone,
    Rejected,
    Sent,
    TryLater,
)
from storage import letters, presence
from storage.outbox import AT_REST, QUEUED, SENDING, TABLE, UNKNOWN, ours
from storage.store import Session, changed, on_sqlite
from storage.tables import LinkedAddress, Moment, core

_addresses = core(LinkedAddress)


_END = (  # built once, as every letter comes to it
    update(TABLE)
    .where(
        TABLE.c.id == bindparam("id_"),
        TABLE.c.lease_owner == bindparam("owner_"),
        TABLE.c.status.in_([SENDING, UNKNOWN]),
    )
    .values(
        status=bindparam("status_", type_=TABLE.c.status.type),
        error=bindparam("why_"),
        settled_at=bindparam("now_", type_=Moment),
        provider_message_id=bindparam("message_"),
        messages=bindparam("messages_"),
    )
)


async def settle(
    session: Session,
    letter_id: int,
    owner: str,
    outcome: Outcome,
    now: datetime,
    *,
    carried: bool = False,
) -> None:
    """Write down what became of a letter that was stamped (reliability.md 3.3).

    With it stands how many messages it came to, which the account's month adds up: what may have
    arrived counts, what surely has not does not. One `carried` by another came to none of its own.
    """
    match outcome:
        case Sent(message_id, messages):
            count = 0 if carried else messages
            await _end(session, letter_id, owner, Delivery.SENT, "", now, message_id, count)
        case Rejected(why, messages):
            count = 0 if carried else messages
            await _end(session, letter_id, owner, Delivery.FAILED, why, now, messages=count)
        case RecipientGone(why):
            await _end(session, letter_id, owner, Delivery.FAILED, why, now)
            await _mark_gone(session, letter_id, now)
        case OutsideWindow(why):
            await _end(session, letter_id, owner, Delivery.CALL_NEEDED, why, now)
        case Ambiguous(why, messages):
            count = 0 if carried else messages
            await _repeat_or_leave(session, letter_id, owner, why, now, count)
        case AccountRefused(why) | QuotaSpent(why):
            await _back(session, letter_id, owner, why, None, counted=False)
        case TryLater():
            await _try_later(session, letter_id, owner, outcome, now)


async def recover(session: Session, now: datetime, *, alone: bool = False) -> int:
    """Settle what a dead postman left half done; how many letters that were.

    Dead is who is not there any more (PostgreSQL), or whose lease has run out. What was stamped
    may have arrived, so it becomes unknown, unless repeating does no harm. `alone` says that no
    other postman is at work, so that no lease need be waited for.
    """
    dead = true() if alone else _dead(session, now)
    left = and_(TABLE.c.status == SENDING, dead)
    again = and_(TABLE.c.payload["edits"].as_string().is_not(None), TABLE.c.attempts < MOST_TRIES)
    in_another = TABLE.c.payload[letters.WITHIN].as_integer().is_not(None)
    unknown = {
        "status": Delivery.UNKNOWN, "error": "the postman died", "settled_at": now,
        "messages": case((in_another, 0), else_=1),
    }  # fmt: skip
    repeated = await changed(
        session, update(TABLE).where(left, again).values(status=Delivery.QUEUED, **AT_REST)
    )
    left_open = await changed(session, update(TABLE).where(left).values(unknown))
    leased = and_(TABLE.c.status == QUEUED, TABLE.c.lease_owner != "")
    await session.execute(update(TABLE).where(leased, dead).values(AT_REST))
    return repeated + left_open


def _dead(session: Session, now: datetime) -> ColumnElement[bool]:
    lease_over = TABLE.c.lease_until <= now
    return lease_over if on_sqlite(session) else or_(lease_over, presence.gone(TABLE.c.lease_owner))


async def _end(
    session: Session, letter_id: int, owner: str, status: Delivery, why: str, now: datetime,
    message_id: str = "", messages: int = 0,
) -> None:  # fmt: skip
    """The last word on a letter; it may come after the lease ran out, if nobody else has it."""
    values = {
        "id_": letter_id, "owner_": owner, "status_": status, "why_": why, "now_": now,
        "message_": message_id, "messages_": messages,
    }  # fmt: skip
    await session.touched(_END, values)


async def _back(
    session: Session, letter_id: int, owner: str, why: str, until: datetime | None, *, counted: bool
) -> None:
    uncounted = {} if counted else {"attempts": TABLE.c.attempts - 1}
    await session.execute(
        update(TABLE)
        .where(*ours(letter_id, owner), TABLE.c.status.in_([SENDING, UNKNOWN]))
        .values(
            status=Delivery.QUEUED,
            error=why,
            lease_owner="",
            lease_until=until,
            settled_at=None,
            **uncounted,
        )
    )


async def _try_later(
    session: Session, letter_id: int, owner: str, outcome: TryLater, now: datetime
) -> None:
    counted = outcome.reached and not outcome.flood
    attempts = (await _tries(session, letter_id, owner))[0]
    if counted and attempts >= (outcome.most_tries or MOST_TRIES):
        await _end(session, letter_id, owner, Delivery.FAILED, outcome.why, now)
        return
    wait = retry_after(attempts) * spread(letter_id)
    if outcome.after is not None or outcome.flood:
        wait = timedelta(seconds=FLOOD_PAUSE if outcome.after is None else outcome.after)
    await _back(session, letter_id, owner, outcome.why, now + wait, counted=counted)


async def _repeat_or_leave(
    session: Session, letter_id: int, owner: str, why: str, now: datetime, messages: int
) -> None:
    attempts, repeatable = await _tries(session, letter_id, owner)
    if repeatable and attempts < MOST_TRIES:
        until = now + retry_after(attempts) * spread(letter_id)
        await _back(session, letter_id, owner, why, until, counted=True)
    else:
        await _end(session, letter_id, owner, Delivery.UNKNOWN, why, now, messages=messages)


async def _tries(session: Session, letter_id: int, owner: str) -> tuple[int, bool]:
    row = await session.execute(
        select(TABLE.c.attempts, TABLE.c.payload).where(*ours(letter_id, owner))
    )
    attempts, payload = row.one_or_none() or (0, {})
    return attempts, "edits" in payload


async def _mark_gone(session: Session, letter_id: int, now: datetime) -> None:
    chat = select(TABLE.c.surface, TABLE.c.account, TABLE.c.chat).where(TABLE.c.id == letter_id)
    a = _addresses.c
    await session.execute(
        update(_addresses)
        .where(tuple_(a.surface, a.account, a.external_id).in_(chat))
        .values(gone_at=now)
    )
