"""All digests of a province at once, and how the work grows with its size.

    python -m benchmarks.digests                      SQLite: a quarter, a half and all of it
    python -m benchmarks.digests postgresql           the same on PostgreSQL
    python -m benchmarks.digests postgresql 16 8 4    smaller shares

Every cell meets on the same day here, so that all are due in one evening; the pass counts them and
writes their letters, the secretaries' and the committees' alike.
"""

import asyncio
import gc
import math
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import func, select, update

from benchmarks import comparing, province
from scheduler.digests import seal_overdue, send_digests
from storage import schema
from storage.secrecy import Keys
from storage.store import Store, opened
from storage.tables import OutboxRow, SealedPeriod, Unit, core

KEYS = Keys(("a benchmark's key of at least thirty-two characters",))
BEGAN = date(2026, 11, 1)  # so that no earlier month waits for its seal
EVE = datetime(2026, 12, 9, 11, tzinfo=UTC)
SEALED_BY = datetime(2026, 12, 17, 2, tzinfo=UTC)
SHARES = (4, 2, 1)


@dataclass(frozen=True, slots=True)
class Took:
    """What the digests of so many cells took, and their seals: CPU, the server's too, and pages."""

    cells: int
    cpu: tuple[float, float]
    pages: tuple[float, float]


def growth(took: list[Took]) -> None:
    """Print the exponents between the smallest and the largest."""
    small, large = took[0], took[-1]
    times = math.log(large.cells / small.cells)
    for place, name in enumerate(("digests", "seals")):
        cpu = math.log(large.cpu[place] / small.cpu[place]) / times
        said = f"{name}: exponent {cpu:.2f} by CPU"
        if small.pages[place]:
            pages = math.log(large.pages[place] / small.pages[place]) / times
            said += f", {pages:.2f} by the pages that the server looked at,"
        print(f"{said} from {small.cells} to {large.cells} cells (at most 1.10)")


async def measured(url: str, cells: int) -> Took:
    """Fill a database with so many cells, and let one evening and one week after it pass."""
    store = opened(url, KEYS)
    await schema.migrate(store)
    await comparing.undisturbed(store)
    size = province.Size.of(cells)
    await province.settle(store, size, EVE)
    await _all_meet_together(store)
    gc.collect()
    digests = await _counted(store, send_digests, EVE)
    seals = await _counted(store, seal_overdue, SEALED_BY)
    await _check(store, cells, digests.count)
    await store.close()
    print(f"{cells} cells, {size.households} households: digests {digests}; seals {seals}")
    return Took(cells, (digests.cpu, seals.cpu), (digests.pages, seals.pages))


@dataclass(frozen=True, slots=True)
class _Counted:
    """What one errand did and took."""

    count: int
    cpu: float
    clock: float
    pages: int

    def __str__(self) -> str:
        return (
            f"{self.count} in {self.cpu:.1f} s of CPU, {self.clock:.1f} s on the clock, "
            f"{self.pages} pages"
        )


async def _counted(
    store: Store, errand: Callable[[Store, datetime], Awaitable[int]], now: datetime
) -> _Counted:
    pages, cpu, began = (
        await comparing.pages(store),
        await comparing.cpu(store),
        time.perf_counter(),
    )
    count = await errand(store, now)
    clock, cpu = time.perf_counter() - began, await comparing.cpu(store) - cpu
    return _Counted(count, cpu, clock, await comparing.pages(store) - pages)


async def _all_meet_together(store: Store) -> None:
    async with store.begin() as session:
        await session.execute(update(core(Unit)).values(meeting_days="10", since=BEGAN))


async def _check(store: Store, cells: int, written: int) -> None:
    """One letter for every cell and every committee, and every cell's period sealed."""
    async with store.reading() as session:
        letters = await session.scalar(select(func.count()).select_from(OutboxRow))
        communes = province.Size.of(cells).communes
        assert letters == written == cells + communes, (letters, written, cells, communes)
        november = select(func.count()).where(SealedPeriod.month == "2026-11")
        sealed = await session.scalar(november)
        assert sealed == cells, (sealed, cells)


def run(engine: str, shares: tuple[int, ...]) -> None:
    """Measure on one engine."""
    took = []
    with tempfile.TemporaryDirectory(prefix="gandan-bench-") as folder:
        print(f"{engine}: {comparing.machine(Path(folder))}")
        for share in shares:
            cells = province.CELLS // share
            if engine == "postgresql":
                with comparing.postgres() as (url, _):
                    took.append(asyncio.run(measured(url, cells)))
            else:
                took.append(asyncio.run(measured(f"sqlite:///{folder}/{share}.db", cells)))
    growth(took)


if __name__ == "__main__":
    chosen = tuple(int(one) for one in sys.argv[2:]) or SHARES
    run(sys.argv[1] if len(sys.argv) > 1 else "sqlite", chosen)
