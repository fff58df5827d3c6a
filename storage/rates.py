"""How fast we may write: one pace for an account and one for each chat, shared by all processes.

GCRA: a key remembers when its next slot is free, and every reservation moves that on by a step.
A step of 0 marks a key that is shut until then, because the messenger said that we write too fast.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import TextClause, bindparam, delete, text

from storage.channels import Account
from storage.store import Session, changed, on_sqlite
from storage.tables import Rate, core

_ACCOUNT = "account"
KEPT = 86_400.0
"""Seconds. What has been free for so long has its whole burst again, as one never used has."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A place asked for: `rate` a second, `burst` at once after a pause.

    `ahead` says whether it may be one that is free only in a moment; `spared` how many of the
    burst are left to others, who so find a slot at once while this one waits for its turn.
    """

    key: str
    rate: float
    burst: int
    ahead: bool = True
    spared: int = 0

    @property
    def step(self) -> float:
        """Seconds from one slot to the next."""
        return 1 / self.rate

    @property
    def behind(self) -> float:
        """Seconds by which it stays behind those who may use the whole burst."""
        return self.step * self.spared


@dataclass(frozen=True, slots=True)
class Standing:
    """How many seconds until the next slot of a key (below 0: it has been free for so long)."""

    seconds: float
    shut: bool


class Raced(Exception):
    """Another process was quicker: what was taken is to be given back, and asked for again."""


async def reserve(
    session: Session, slots: Sequence[Slot], now: float, longest_wait: float
) -> float | None:
    """Take a slot of every key; how many seconds to wait until it may be used.

    None when that would be longer than `longest_wait`; then nothing is taken. Raises Raced, for
    the transaction to be left with, when another process took one of the slots meanwhile. On
    PostgreSQL the database's clock counts, on SQLite `now`.
    """
    ordered = sorted(slots, key=lambda slot: slot.key, reverse=True)  # always locked in one order
    values: dict[str, str | float] = {"now": now}
    for n, slot in enumerate(ordered):
        values[f"key{n}"] = slot.key
        values[f"step{n}"] = slot.step
        values[f"rest{n}"] = slot.step * (slot.burst - 1)
        values[f"far{n}"] = (longest_wait if slot.ahead else 0) - slot.behind
    rows = await session.rows(_reservation(on_sqlite(session), len(ordered)), values)
    if not rows:
        return None
    if len(rows) < len(ordered):
        raise Raced
    behind = {slot.key: slot.behind for slot in ordered}
    longest = max(0.0, *(float(wait) + behind[key] for key, wait in rows))
    return round(longest, 5)  # a number of seconds since 1970 is no more exact


async def standing(session: Session, keys: Collection[str], now: float) -> dict[str, Standing]:
    """Where each key stands; one never used is missing."""
    values = {"now": now, "keys": sorted(keys)}
    rows = await session.execute(_standing(on_sqlite(session)), values)
    return {key: Standing(ahead, step == 0 and ahead > 0) for key, ahead, step in rows}


def whole(account: Account) -> str:
    """The key of all that an account sends."""
    return ":".join((_ACCOUNT, *account))


async def shut_accounts(session: Session, now: float) -> dict[Account, float]:
    """For how many seconds each account is shut; those that are open are missing."""
    clock = _clock(on_sqlite(session))
    rows = await session.execute(
        text(
            f"SELECT key, free_at - {clock} FROM rates"  # noqa: S608  # only values that are bound
            f" WHERE step = 0 AND free_at > {clock} AND key LIKE :of_accounts"
        ),
        {"now": now, "of_accounts": f"{_ACCOUNT}:%"},
    )
    shut = {}
    for key, seconds in rows:
        _, surface, account = key.split(":", 2)
        shut[surface, account] = float(seconds)
    return shut


async def block(session: Session, key: str, seconds: float, now: float) -> None:
    """Shut a key for so long; a longer shutting stays."""
    values = {"now": now, "key": key, "seconds": seconds}
    await session.execute(_shutting(on_sqlite(session)), values)


# --- The statements, each written once: to build one costs more than to run it --------------------

_FLOAT = "CAST({} AS DOUBLE PRECISION)"


@lru_cache
def _reservation(embedded: bool, count: int) -> TextClause:
    """One slot of each key, all or none.

    `rested` is where a key stands after a pause. The time spent waiting for its lock counts, too:
    else those who queued up behind a slow commit would all go at once.
    """
    clock, begun = _clock(embedded), _statement_start(embedded)
    slots = " UNION ALL ".join(
        f"SELECT CAST(:key{n} AS TEXT) AS key,"
        f" {begun} - {_FLOAT.format(f':rest{n}')} + {_FLOAT.format(f':step{n}')} AS free_at,"
        f" {_FLOAT.format(f':step{n}')} AS step"
        for n in range(count)
    )
    rested = f"excluded.free_at + ({clock} - {begun})"
    far = " OR ".join(_too_far(clock, n) for n in range(count))
    return text(
        "INSERT INTO rates (key, free_at, step)"  # noqa: S608  # only values that are bound
        f" SELECT key, free_at, step FROM ({slots}) AS slots"
        f" WHERE NOT EXISTS (SELECT 1 FROM rates WHERE {far})"
        " ON CONFLICT (key) DO UPDATE SET step = excluded.step, free_at ="
        f" CASE WHEN rates.free_at + excluded.step > {rested}"
        f" THEN rates.free_at + excluded.step ELSE {rested} END"
        f" WHERE NOT ({far})"
        f" RETURNING rates.key, rates.free_at - rates.step - {clock}"
    )


def _too_far(clock: str, n: int) -> str:
    """Whether a key's next slot is further off than we wait; nobody waits into a shut time."""
    farthest = f"CASE WHEN rates.step = 0 THEN 0 ELSE {_FLOAT.format(f':far{n}')} END"
    return f"rates.key = :key{n} AND rates.free_at > {clock} + {farthest}"


@lru_cache
def _standing(embedded: bool) -> TextClause:
    return text(
        f"SELECT key, free_at - {_clock(embedded)}, step"  # noqa: S608  # only values that are bound
        " FROM rates WHERE key IN :keys"
    ).bindparams(bindparam("keys", expanding=True))


@lru_cache
def _shutting(embedded: bool) -> TextClause:
    return text(
        "INSERT INTO rates (key, free_at, step)"  # noqa: S608  # only values that are bound
        f" VALUES (:key, {_clock(embedded)} + {_FLOAT.format(':seconds')}, 0)"
        " ON CONFLICT (key) DO UPDATE SET step = 0, free_at ="
        " CASE WHEN rates.free_at > excluded.free_at THEN rates.free_at ELSE excluded.free_at END"
    )


def _clock(embedded: bool) -> str:
    return _FLOAT.format(":now" if embedded else "extract(epoch FROM clock_timestamp())")


def _statement_start(embedded: bool) -> str:
    return _FLOAT.format(":now" if embedded else "extract(epoch FROM statement_timestamp())")


async def forget(session: Session) -> None:
    """All paces begin anew."""
    await session.execute(delete(core(Rate)))


async def purge(session: Session, now: float) -> int:
    """Forget chats and accounts long silent; says how many rows that were."""
    return await changed(session, delete(core(Rate)).where(core(Rate).c.free_at <= now - KEPT))
