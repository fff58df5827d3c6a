"""How fast we may write: one pace for an account and one for each chat, shared by all processes.

GCRA: a key remembers when its next slot is free, and every reservation moves that on by a step.
A step of 0 marks a key that is shut until then, because the messenger said that we write too fast.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Double,
    Text,
    and_,
    case,
    cast,
    exists,
    extract,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.dialects import postgresql, sqlite

from storage.store import Session
from storage.tables import Rate

_T: Any = Rate.__table__
Seconds = ColumnElement[float]


@dataclass(frozen=True, slots=True)
class Slot:
    """A place asked for: `rate` a second, `burst` at once after a pause.

    `ahead` says whether it may be one that is free only in a moment.
    """

    key: str
    rate: float
    burst: int
    ahead: bool = True

    @property
    def step(self) -> float:
        return 1 / self.rate


@dataclass(frozen=True, slots=True)
class Standing:
    """How many seconds until the next slot of a key (below 0: it has been free for so long)."""

    seconds: float
    shut: bool


async def reserve(
    session: Session, slots: Sequence[Slot], now: float, longest_wait: float
) -> float | None:
    """Take a slot of every key; how many seconds to wait until it may be used.

    None when that would be longer than `longest_wait`; then nothing is taken, save in a race
    between processes, where leaving the transaction with an error gives it back. On PostgreSQL
    the database's clock counts, on SQLite `now`.
    """
    ordered = sorted(slots, key=lambda slot: slot.key, reverse=True)  # always locked in one order
    clock, started = _clock(session, now), _statement_start(session, now)
    insert = _insert(session)
    chosen = [
        select(
            literal(slot.key, Text).label("key"),
            (started - (slot.burst - 1) * slot.step + slot.step).label("free_at"),
            literal(slot.step, Double).label("step"),
        ).where(~exists(select(_T.c.key).where(_too_far(clock, ordered, longest_wait))))
        for slot in ordered
    ]
    statement = insert.from_select(["key", "free_at", "step"], union_all(*chosen))
    after = _T.c.free_at + statement.excluded.step
    rested = statement.excluded.free_at + (clock - started)  # a wait for the lock counts, too
    rows = await session.execute(
        statement.on_conflict_do_update(
            index_elements=[_T.c.key],
            set_={
                "free_at": case((after > rested, after), else_=rested),
                "step": statement.excluded.step,
            },
            where=~_too_far(clock, ordered, longest_wait),
        ).returning(_T.c.free_at - _T.c.step - clock)
    )
    waits = rows.scalars().all()
    if len(waits) < len(ordered):
        return None
    return max(0.0, *(float(wait) for wait in waits))


async def standing(session: Session, keys: Collection[str], now: float) -> dict[str, Standing]:
    """Where each key stands; one never used is missing."""
    seconds = _T.c.free_at - _clock(session, now)
    rows = await session.execute(
        select(_T.c.key, seconds, _T.c.step).where(_T.c.key.in_(sorted(keys)))
    )
    return {key: Standing(ahead, step == 0 and ahead > 0) for key, ahead, step in rows}


async def block(session: Session, key: str, seconds: float, now: float) -> None:
    """Shut a key for so long; a longer shutting stays."""
    insert = _insert(session).values(key=key, free_at=_clock(session, now) + seconds, step=0.0)
    until = insert.excluded.free_at
    await session.execute(
        insert.on_conflict_do_update(
            index_elements=[_T.c.key],
            set_={
                "free_at": case((_T.c.free_at > until, _T.c.free_at), else_=until),
                "step": 0.0,
            },
        )
    )


def _too_far(clock: Seconds, slots: Sequence[Slot], longest_wait: float) -> ColumnElement[bool]:
    """Whether a key's next slot is further off than we wait; nobody waits into a shut time."""
    patient = [slot.key for slot in slots if slot.ahead]
    impatient = [slot.key for slot in slots if not slot.ahead]
    return or_(
        and_(_T.c.key.in_(patient + impatient), _T.c.step == 0, _T.c.free_at > clock),
        and_(_T.c.key.in_(impatient), _T.c.free_at > clock),
        and_(_T.c.key.in_(patient), _T.c.free_at > clock + longest_wait),
    )


def _embedded(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"


def _insert(session: Session) -> Any:
    return sqlite.insert(_T) if _embedded(session) else postgresql.insert(_T)


def _clock(session: Session, now: float) -> Seconds:
    if _embedded(session):
        return literal(now, Double)
    return cast(extract("epoch", func.clock_timestamp()), Double)


def _statement_start(session: Session, now: float) -> Seconds:
    if _embedded(session):
        return literal(now, Double)
    return cast(extract("epoch", func.statement_timestamp()), Double)
