"""What the clock has done, so that each thing is done once, by whichever process was first."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, update

from storage.store import Session, changed, insert_or_ignore
from storage.tables import Job, core

KEPT = timedelta(days=400)

_jobs = core(Job)


@dataclass(frozen=True, slots=True)
class Doing:
    """One thing to be done, by the name that nobody else may take."""

    key: str
    kind: str
    planned_for: datetime


async def begun(session: Session, doings: Sequence[Doing], now: datetime) -> set[str]:
    """The keys that are ours to do: another process has not begun them, and none can any more.

    It holds for the transaction; whoever rolls back has not done them.
    """
    if not doings:
        return set()
    rows = [
        {"key": one.key, "kind": one.kind, "planned_for": one.planned_for, "done_at": now,
         "outcome": ""}
        for one in doings
    ]  # fmt: skip
    ours = await session.scalars(insert_or_ignore(session, _jobs).returning(_jobs.c.key), rows)
    return set(ours)


async def done(session: Session, keys: Collection[str]) -> set[str]:
    """Which of the keys somebody has taken already."""
    return set(await session.scalars(select(_jobs.c.key).where(_jobs.c.key.in_(keys))))


async def say(session: Session, outcomes: Mapping[str, str]) -> None:
    """Write down what came of jobs."""
    alike: dict[str, list[str]] = {}
    for key, outcome in outcomes.items():
        alike.setdefault(outcome, []).append(key)
    for outcome, keys in alike.items():
        await session.execute(update(_jobs).where(_jobs.c.key.in_(keys)).values(outcome=outcome))


async def last(session: Session, kind: str) -> datetime | None:
    """The latest moment for which a job of this kind was done."""
    latest: datetime | None = await session.scalar(
        select(func.max(_jobs.c.planned_for)).where(_jobs.c.kind == kind)
    )
    return latest


async def forget(session: Session, kind: str, before: datetime) -> None:
    """Drop jobs of a kind that only say how far the clock has come."""
    await session.execute(delete(_jobs).where(_jobs.c.kind == kind, _jobs.c.planned_for < before))


async def purge(session: Session, now: datetime) -> int:
    """Drop what is long done; how many rows that was."""
    return await changed(session, delete(_jobs).where(_jobs.c.planned_for < now - KEPT))


async def last_of_kinds(session: Session, prefix: str) -> dict[str, datetime]:
    """The latest moment for which a job was done, for each kind that begins like this."""
    rows = await session.execute(
        select(_jobs.c.kind, func.max(_jobs.c.planned_for))
        .where(_jobs.c.kind.startswith(prefix, autoescape=True))
        .group_by(_jobs.c.kind)
    )
    return {kind: moment for kind, moment in rows if moment is not None}
