"""Who did what to which thing, never what it said (privacy.md 5.7)."""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, insert, select

from storage.store import Session
from storage.tables import AuditRow, AuditSeal, core

SETTLED = timedelta(minutes=1)
AT_A_TIME = 2000

_NOTE = insert(core(AuditRow))


async def note(
    session: Session,
    person_id: int | None,
    action: str,
    thing: str,
    thing_id: str | int,
    now: datetime,
) -> None:
    """Add a row, in the transaction that does the thing."""
    row = {"at": now, "person_id": person_id, "action": action, "thing": thing}
    await session.touched(_NOTE, {**row, "thing_id": str(thing_id)})


async def note_each(
    session: Session,
    person_id: int | None,
    action: str,
    thing: str,
    thing_ids: Sequence[str | int],
    now: datetime,
) -> None:
    """Add a row for each of many things, in one statement."""
    same = {"at": now, "person_id": person_id, "action": action, "thing": thing}
    rows = [{**same, "thing_id": str(thing_id)} for thing_id in thing_ids]
    if rows:
        await session.execute(insert(core(AuditRow)), rows)


async def seal(session: Session, now: datetime) -> int:
    """Chain the rows added since the last seal; says how many.

    Apart from `note`, because a chain in the writing transaction would make all writers queue.
    On PostgreSQL a row may turn up behind one with a higher id while its transaction is open
    (30 s at most, storage.store), so a row is left alone for its first minute.
    """
    last = await session.scalar(select(func.max(AuditSeal.audit_id))) or 0
    previous = await session.scalar(select(AuditSeal.hash).where(AuditSeal.audit_id == last)) or ""
    rows = await session.scalars(
        select(AuditRow)
        .where(AuditRow.id > last, AuditRow.at <= now - SETTLED)
        .order_by(AuditRow.id)
    )
    sealed = 0
    for row in rows:
        previous = _hash(previous, row)
        session.add(AuditSeal(audit_id=row.id, hash=previous))
        sealed += 1
    return sealed


async def first_broken(session: Session) -> int | None:
    """The id of the first sealed row that was changed, removed or put in; None when all hold."""
    last = await session.scalar(select(func.max(AuditSeal.audit_id))) or 0
    previous, upto = "", 0
    while upto < last:
        after, seals = upto, await _next_seals(session, upto)
        upto = max(seals)
        sealed = select(AuditRow).where(AuditRow.id > after, AuditRow.id <= upto)
        rows = {row.id: row for row in await session.scalars(sealed)}
        for row_id in sorted(seals.keys() | rows.keys()):
            row, expected = rows.get(row_id), seals.get(row_id)
            if row is None or expected is None or _hash(previous, row) != expected:
                return row_id
            previous = expected
    return None


async def _next_seals(session: Session, after: int) -> dict[int, str]:
    """Some at a time: the audit of years is more than a process should hold."""
    seals = (
        select(AuditSeal)
        .where(AuditSeal.audit_id > after)
        .order_by(AuditSeal.audit_id)
        .limit(AT_A_TIME)
    )
    return {seal.audit_id: seal.hash for seal in await session.scalars(seals)}


def _hash(previous: str, row: AuditRow) -> str:
    parts = (
        previous, row.id, row.at.isoformat(), row.person_id, row.action, row.thing, row.thing_id,
    )  # fmt: skip
    return hashlib.sha256("|".join(map(str, parts)).encode()).hexdigest()
