"""Day 1 of a whole province: planning beside one statement by hand, and a wave through Telegram.

    python -m benchmarks.reminders                        both, on PostgreSQL
    python -m benchmarks.reminders sqlite                 both, on SQLite
    python -m benchmarks.reminders postgresql plan 4      only planning, of a quarter of it
    python -m benchmarks.reminders postgresql wave 3000   only the wave, to so many members

The peer of planning is what somebody would type into psql: one INSERT … SELECT that finds the same
members and writes a letter to each, without reasons for the others, keys for what is done, or
batches. The wave is the running program with Telegram's double in the same process, while somebody
writes to it all the time; its clock says that it is a Tuesday morning.
"""

import asyncio
import statistics
import sys
import tempfile
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import structlog
from sqlalchemy import delete, func, select, text, update

from benchmarks import comparing, province
from bot import app
from bot.domain.delivery import Delivery
from bot.settings import Settings
from scheduler.reminders import plan_reminders
from storage import schema
from storage.secrecy import Keys
from storage.store import Store, opened
from storage.tables import Job, OutboxRow, Reminder, Unit, core
from tests.doubles.telegram import TOKEN, telegram_double
from tests.telegram_people import Person

KEY = "a benchmark's key of at least thirty-two characters"
DAY_ONE = datetime(2026, 12, 1, 1, tzinfo=UTC)  # a Tuesday, 08:00 in Vietnam
ROUNDS, MOST = 5, 3.0
WAVE, RATE = 3000, 25
TALKERS = 8
ACCOUNT = ("telegram", TOKEN.partition(":")[0])
STOP_AFTER = 400.0

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


async def filled(url: str, size: province.Size, account: tuple[str, str]) -> Store:
    """A province in which everybody meets late, so that day 1 brings the list alone."""
    store = opened(url, Keys((KEY,)))
    await schema.migrate(store)
    await province.settle(store, size, DAY_ONE - timedelta(days=1), account=account)
    async with store.begin() as session:
        await session.execute(update(core(Unit)).values(meeting_days="20"))
    return store


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


async def _ours(store: Store) -> tuple[float, int]:
    await _emptied(store)
    began = time.perf_counter()
    letters = await plan_reminders(store, DAY_ONE)
    return time.perf_counter() - began, letters


async def _by_hand(store: Store) -> tuple[float, int]:
    await _emptied(store)
    until, today = DAY_ONE + timedelta(days=1), DAY_ONE.date()
    values = {"now": DAY_ONE, "until": until, "today": today}
    if store.embedded:
        values = {name: str(value).removesuffix("+00:00") for name, value in values.items()}
    began = time.perf_counter()
    async with store.begin() as session:
        await session.execute(text(BY_HAND), values)
    took = time.perf_counter() - began
    async with store.reading() as session:
        return took, await session.scalar(select(func.count()).select_from(OutboxRow)) or 0


async def planning(url: str, share: int) -> None:
    """Print what planning day 1 takes, and how many times the statement by hand."""
    size = province.Size.of(province.CELLS // share)
    store = await filled(url, size, (province.SURFACE, province.ACCOUNT))
    await _ours(store)
    await _by_hand(store)
    comparing.frozen()
    ours, hand = [], []
    for place in range(ROUNDS):
        first, second = (_ours, _by_hand) if place % 2 == 0 else (_by_hand, _ours)
        one, other = await first(store), await second(store)
        mine, peers = (one, other) if place % 2 == 0 else (other, one)
        assert mine[1] == peers[1] > 0, (mine, peers)
        ours.append(mine[0])
        hand.append(peers[0])
    ratios = [one / other for one, other in zip(ours, hand, strict=True)]
    low, high = comparing.interval(ratios)
    await store.close()
    print(
        f"planning day 1 for {size.members} members of {size.cells} cells: "
        f"{statistics.median(ours):.2f} s, by hand {statistics.median(hand):.2f} s, "
        f"ratio {statistics.median(ratios):.2f} (95 % {low:.2f} to {high:.2f}; at most {MOST})"
    )


@contextmanager
def _a_tuesday() -> Iterator[datetime]:
    """The program's clock goes on from eight on the first of December."""
    real, began = app.now, time.monotonic()

    def shifted() -> datetime:
        return DAY_ONE + timedelta(seconds=time.monotonic() - began)

    app.now = shifted
    try:
        yield DAY_ONE
    finally:
        app.now = real


async def wave(url: str, members: int) -> None:
    """Print how fast a wave goes out, how it keeps the pace, how soon people are answered."""
    size = province.Size.of(round(province.CELLS * members / province.MEMBERS))
    store = await filled(url, size, ACCOUNT)
    async with store.reading() as session:
        people = list(await session.scalars(select(core(Reminder).c.id)))  # none yet
        assert not people
    async with telegram_double(pace=1.0) as telegram:
        for chat in range(1, size.members + size.cells + size.communes + 1):
            telegram._person(chat)
        settings = Settings(
            database_url=url, secret_key=KEY, telegram_token=TOKEN,  # type: ignore[arg-type]
            telegram_api=telegram.api_base, telegram_rate=RATE, listen="127.0.0.1:0",
        )  # fmt: skip
        with _a_tuesday():
            async with app.assembled(settings) as program, asyncio.TaskGroup() as group:
                program.postman.clock = program.timetable.clock = app.now
                running = group.create_task(app.work_until_stopped(program))
                waits: list[float] = []
                first = size.communes + size.cells + 1
                talking = group.create_task(_talk(telegram, first, waits))
                await _until_quiet(store, size.members)
                talking.cancel()
                program.stop.set()
                await running
    calls = sorted(
        e.at for e in telegram.executions if e.method in ("sendMessage", "editMessageText")
    )
    pushes = sorted(
        e.at for e in telegram.executions
        if e.method == "sendMessage" and e.given["text"].startswith("Việc tháng")
    )  # fmt: skip
    await store.close()
    _print_wave(calls, pushes, waits)


def _print_wave(calls: list[float], pushes: list[float], waits: list[float]) -> None:
    within = [at for at in calls if pushes[0] <= at <= pushes[-1]]
    rate = (len(within) - 1) / (within[-1] - within[0]) / RATE
    p95 = sorted(waits)[int(len(waits) * 0.95)]
    print(
        f"a wave of {len(pushes)} reminders with {len(within) - len(pushes)} answers among them: "
        f"{within[-1] - within[0]:.0f} s, {rate:.3f} of the allowed {RATE}/s (at least 0.97), at "
        f"most {_most_in_a_second(calls)} in any second (30); {len(waits)} messages answered, "
        f"median {statistics.median(waits):.2f} s, p95 {p95:.2f} s (1)"
    )


def _most_in_a_second(calls: list[float]) -> int:
    window: deque[float] = deque()
    most = 0
    for at in calls:
        window.append(at)
        while window[0] <= at - 1:
            window.popleft()
        most = max(most, len(window))
    return most


async def _talk(telegram: object, first: int, waits: list[float]) -> None:
    """A few people report, one after the other, all the time."""
    people = [Person(telegram, first + place) for place in range(TALKERS)]  # type: ignore[arg-type]
    while True:
        for person in people:
            for said in ("/thangnay", "/thamho 1", "hôm nay", "1", "/huy"):
                began = time.perf_counter()
                await person.say(said)
                waits.append(time.perf_counter() - began)
                await asyncio.sleep(0.4)


async def _until_quiet(store: Store, members: int) -> None:
    """Wait until every reminder has gone out."""
    async with asyncio.timeout(members / RATE * 2 + STOP_AFTER):
        settled = 0
        while settled < members:
            await asyncio.sleep(1)
            async with store.reading() as session:
                settled = await session.scalar(
                    select(func.count()).where(
                        OutboxRow.key.startswith("push:"), OutboxRow.status != Delivery.QUEUED,
                        OutboxRow.status != Delivery.SENDING,
                    )
                ) or 0  # fmt: skip


def run(engine: str, what: str, number: int) -> None:
    """Measure on one engine."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))
    with tempfile.TemporaryDirectory(prefix="gandan-bench-") as folder:
        print(f"{engine}: {comparing.machine(Path(folder))}")
        for name, measure, count in (("plan", planning, 1), ("wave", wave, WAVE)):
            if what not in ("", name):
                continue
            if engine == "postgresql":
                with comparing.postgres() as (url, _):
                    asyncio.run(measure(url, number or count))
            else:
                asyncio.run(measure(f"sqlite:///{folder}/{name}.db", number or count))


if __name__ == "__main__":
    words = [*sys.argv[1:], "", "", ""]
    run(words[0] or "postgresql", words[1], int(words[2] or 0))
