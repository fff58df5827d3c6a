"""Day 1 of a whole province: planning beside one statement by hand, and a wave through Telegram.

    python -m benchmarks.reminders                        both, on PostgreSQL
    python -m benchmarks.reminders sqlite                 both, on SQLite
    python -m benchmarks.reminders postgresql plan 4      only planning, of a quarter of it
    python -m benchmarks.reminders postgresql wave 3000   only the wave, to so many members
    python -m benchmarks.reminders postgresql wave 15191 4     the same with four processes

The peer of planning is what somebody would type into psql: one INSERT … SELECT that finds the same
members and writes a letter to each, without reasons for the others, keys for what is done, or
batches. What the wave is, stands in `benchmarks/wave.py`.
"""

import asyncio
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import structlog
from sqlalchemy import delete, func, select, text

from benchmarks import comparing, province
from benchmarks.day_one import DAY_ONE, filled
from benchmarks.wave import wave
from scheduler.reminders import plan_reminders
from storage.store import Store
from storage.tables import Job, OutboxRow, Reminder

ROUNDS, MOST = 9, 3.0
WAVE = 3000

BY_HAND = """
INSERT INTO outbox (key, surface, account, chat, person_id, urgency, priority, payload, not_before,
                    expires_at, status, lease_owner, attempts, provider_message_id, error,
                    created_at)
SELECT 'list:2026-12:' || p.id, a.surface, a.account, a.external_id, p.id, 'bulk', 9,
       '{"text": "Việc tháng 12"}', :now, :until, 'QUEUED', '', 0, '', '', :now
FROM people p JOIN addresses a ON a.person_id = p.id AND a.gone_at IS NULL
WHERE p.consent = 'GIVEN' AND p.status NOT IN ('AWAY', 'EXEMPT', 'MOVED', 'LEFT', 'DECEASED')
  AND EXISTS (
    SELECT 1 FROM assignments s JOIN households h ON h.id = s.household_id
    WHERE s.person_id = p.id AND s.kind = 'MAIN' AND s.since <= :today
      AND (s.until IS NULL OR s.until > :today) AND (h.until IS NULL OR h.until > :today)
      AND NOT EXISTS (
        SELECT 1 FROM visits v WHERE v.household_id = h.id AND v.kind = 'HOME'
          AND v.withdrawn_at IS NULL AND v.visited_on >= :today))
"""


async def _emptied(store: Store) -> None:
    async with store.begin() as session:
        if not store.embedded:
            await session.execute(text("SET LOCAL statement_timeout = 0"))
        for table in (Reminder, OutboxRow, Job):
            await session.execute(delete(table))
    if not store.embedded:
        async with store.writer.connect() as line:
            alone = await line.execution_options(isolation_level="AUTOCOMMIT")
            await alone.execute(text("VACUUM ANALYZE outbox, reminders, jobs"))


@dataclass(frozen=True, slots=True)
class Took:
    """Seconds of CPU, of the server's too, and on the clock; and how many letters there were."""

    cpu: float
    clock: float
    letters: int


async def _ours(store: Store) -> Took:
    await _emptied(store)
    cpu, began = await comparing.cpu(store), time.perf_counter()
    letters = await plan_reminders(store, DAY_ONE)
    clock = time.perf_counter() - began
    return Took(await comparing.cpu(store) - cpu, clock, letters)


async def _by_hand(store: Store) -> Took:
    await _emptied(store)
    until, today = DAY_ONE + timedelta(days=1), DAY_ONE.date()
    values: dict[str, object] = {"now": DAY_ONE, "until": until, "today": today}
    if store.embedded:
        values = {name: str(value).removesuffix("+00:00") for name, value in values.items()}
    cpu, began = await comparing.cpu(store), time.perf_counter()
    async with store.begin() as session:
        await session.execute(text(BY_HAND), values)
    clock = time.perf_counter() - began
    cpu = await comparing.cpu(store) - cpu
    async with store.reading() as session:
        letters = await session.scalar(select(func.count()).select_from(OutboxRow))
    return Took(cpu, clock, letters or 0)


async def planning(url: str, share: int) -> None:
    """Print what planning day 1 takes, and how many times the statement by hand."""
    size = province.Size.of(province.CELLS // share)
    store = await filled(url, size, (province.SURFACE, province.ACCOUNT))
    await comparing.undisturbed(store)
    await _ours(store)
    await _by_hand(store)
    comparing.frozen()
    pairs = []
    for place in range(ROUNDS):
        if place % 2 == 0:
            pairs.append((await _ours(store), await _by_hand(store)))
        else:
            other = await _by_hand(store)
            pairs.append((await _ours(store), other))
    await store.close()
    assert all(one.letters == other.letters > 0 for one, other in pairs), pairs
    print(f"planning day 1 for {size.members} members of {size.cells} cells, at most {MOST} times:")
    for name in ("cpu", "clock"):
        ours, hand = ([getattr(took, name) for took in side] for side in zip(*pairs, strict=True))
        ratios = [one / other for one, other in zip(ours, hand, strict=True)]
        low, high = comparing.interval(ratios)
        print(
            f"  {name}: {statistics.median(ours):.2f} s, by hand {statistics.median(hand):.2f} s, "
            f"ratio {statistics.median(ratios):.2f} (95 % {low:.2f} to {high:.2f})"
        )


def run(engine: str, what: str, number: int, processes: int) -> None:
    """Measure on one engine."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))
    with tempfile.TemporaryDirectory(prefix="gandan-bench-") as folder:
        print(f"{engine}: {comparing.machine(Path(folder))}", flush=True)
        for name in ("plan", "wave"):
            if what not in ("", name):
                continue
            if engine == "postgresql":
                with comparing.postgres() as (url, _):
                    asyncio.run(_measure(name, url, number, processes))
            else:
                asyncio.run(_measure(name, f"sqlite:///{folder}/{name}.db", number, processes))


async def _measure(name: str, url: str, number: int, processes: int) -> None:
    if name == "plan":
        await planning(url, number or 1)
    else:
        await wave(url, number or WAVE, processes or 1)


if __name__ == "__main__":
    words = [*sys.argv[1:], *[""] * 4]
    if words[0] not in ("", "postgresql", "sqlite") or words[1] not in ("", "plan", "wave"):
        sys.exit(__doc__)
    run(words[0] or "postgresql", words[1], int(words[2] or 0), int(words[3] or 0))
