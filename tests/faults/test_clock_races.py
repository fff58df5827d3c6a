"""Processes that plan and seal the same day at once, and are killed: one row each (T2, T6)."""

import asyncio
import json
import random
import sys
import time
from asyncio.subprocess import PIPE, Process
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import count, islice

import pytest
import pytest_asyncio
from sqlalchemy import ColumnElement, and_, func, select, text, update

from bot.domain.calendar import DaysOff
from bot.domain.policies import Settings
from bot.domain.reminders import Step, ladder
from scheduler.timetable import ERRANDS
from storage.store import Store
from storage.tables import Demo, OutboxRow, Reminder, SealedPeriod, Table, Unit
from tests.conftest import NOW
from tests.hours import vietnam
from tests.program import environment, gandan
from tests.reporters import settle_beside
from tests.village import Village

pytestmark = pytest.mark.faults

MEMBERS, KILLED_MONTHS = 300, 50  # 15,000 rows
MOST_LOOKS = 5
DAY_ONE, EVE = vietnam("2026-12-01"), vietnam("2026-12-09", "18:00")
A_WEEK_LATER = vietnam("2026-12-17")
Done = dict[str, int]


@dataclass
class Planners:
    """Processes that look when they are told to, as often as they are told."""

    database_url: str
    running: list[Process] = field(default_factory=list)

    async def start(self, count: int) -> None:
        begun = [await self._begun() for _ in range(count)]
        for one in begun:
            assert await _heard(one) == "ready"
        self.running += begun

    async def _begun(self) -> Process:
        return await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.faults.planner", self.database_url,
            stdin=PIPE, stdout=PIPE,
        )  # fmt: skip

    def say(self, moment: datetime) -> None:
        """All look at the same moment, at once."""
        for one in self.running:
            assert one.stdin is not None
            one.stdin.write(f"{moment.isoformat()}\n".encode())

    async def done(self) -> list[Done]:
        """What each has done, once all have looked."""
        return [json.loads(await _heard(one)) for one in self.running]

    async def looked(self, moment: datetime) -> None:
        """All have looked; as after twenty seconds again, where a dead one's locks were in the way.

        Whoever waits for three seconds in vain leaves what it could not do to its next look.
        """
        done = await self.done()
        for _ in range(MOST_LOOKS):
            if any(len(one) == len(ERRANDS) for one in done):
                return
            self.say(moment)
            done = await self.done()
        raise AssertionError(f"nobody can look: {done}")

    async def kill(self, victims: Sequence[Process]) -> None:
        for one in victims:
            one.kill()
            await one.wait()
            self.running.remove(one)

    async def end(self) -> None:
        for one in self.running:
            assert one.stdin is not None
            one.stdin.close()
        assert not any([await one.wait() for one in self.running])


async def _heard(process: Process) -> str:
    assert process.stdout is not None
    return (await process.stdout.readline()).decode().strip()


@pytest_asyncio.fixture
async def planners(database_url: str) -> AsyncIterator[Planners]:
    """None yet; those still at work at the end have all looked in peace."""
    planners = Planners(database_url)
    yield planners
    await planners.end()


@asynccontextmanager
async def both_held_up(store: Store, table: str) -> AsyncIterator[Callable[[], Awaitable[None]]]:
    """Nobody writes to a table until two are about to, who then go on at the same time."""

    async def two_wait() -> None:
        waiting = text(
            "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = :table ::regclass"
        )
        while (await session.scalar(waiting, {"table": table})) != 2:  # noqa: ASYNC110
            await asyncio.sleep(0.01)

    async with store.begin() as session:
        await session.execute(text(f"LOCK TABLE {table} IN SHARE MODE"))
        yield two_wait


async def count_of(store: Store, table: type[Table], *which: ColumnElement[bool]) -> int:
    async with store.reading() as session:
        return await session.scalar(select(func.count()).select_from(table).where(*which)) or 0


async def letters_by_person(store: Store) -> Counter[int | None]:
    async with store.reading() as session:
        return Counter(await session.scalars(select(OutboxRow.person_id)))


# --- At once -------------------------------------------------------------------------------------


@pytest.mark.parametrize("engine", ["postgresql"])
async def test_two_processes_that_plan_and_seal_the_same_day_leave_one_row_each(
    store: Store, village: Village, planners: Planners
) -> None:
    await planners.start(2)

    async def raced(moment: datetime, table: str) -> Counter[str]:
        async with both_held_up(store, table) as held_up:
            planners.say(moment)
            await held_up()
        one, other = await planners.done()
        assert one.keys() == other.keys() == {errand.name for errand in ERRANDS}, "no trouble"
        return Counter(one) + Counter(other)

    async with store.begin() as session:
        await session.execute(update(Unit).values(since=date(2026, 11, 1)))
    told = [village.people[name] for name in ("An", "Cúc", "Hà", "Phúc")]
    leads = [village.people[name] for name in ("Bình", "Dũng", "Giang", "Oanh")]
    assert await raced(DAY_ONE, "jobs") == {"reminders": 4}
    assert await letters_by_person(store) == Counter(told)
    assert await count_of(store, Reminder) == 4
    assert await raced(EVE, "jobs") == {"reminders": 5, "digests": 4}  # of the members' gaps too
    office = village.people["Én"]
    assert await letters_by_person(store) == Counter([*told, *leads, office, *leads])
    assert await raced(A_WEEK_LATER, "sealed_periods") == {"sealing": 4}
    assert await count_of(store, SealedPeriod, SealedPeriod.month == "2026-11") == 4


@pytest.mark.parametrize("engine", ["sqlite"])
async def test_of_two_that_tick_at_once_on_sqlite_one_is_told_that_the_other_does(
    store: Store, village: Village, database_url: str
) -> None:
    async with store.begin() as session:
        session.add(Demo(id=1, seed=7, clock=NOW))
    env, words = environment(database_url), ("tick", "--now", "2026-12-01T08:00")
    both = await asyncio.gather(gandan(*words, env=env), gandan(*words, env=env))
    assert sorted(one.code for one in both) in ([0, 0], [0, 2]), both
    for one in both:
        assert one.code == 0 or "another gandan process" in one.sentence
    assert sum(one.out.count("── 08:00 01/12/2026 →") for one in both) == 4
    assert await count_of(store, Reminder) == await count_of(store, OutboxRow) == 4
    assert set((await letters_by_person(store)).values()) == {1}


# --- Killed --------------------------------------------------------------------------------------


@pytest.mark.faults(only_full=True)
@pytest.mark.parametrize("engine", ["postgresql"])
async def test_planners_killed_at_any_moment_leave_one_row_for_each_person_and_month(
    store: Store, village: Village, planners: Planners
) -> None:
    chance = random.Random(20261122)
    async with store.begin() as session:
        await settle_beside(
            session, village, MEMBERS, 1, DAY_ONE.date(), 10_000, ("telegram", "700001")
        )
    took = 0.0
    for moment in islice(_lists(), KILLED_MONTHS):
        await planners.start(4 - len(planners.running))
        began = time.monotonic()
        planners.say(moment)
        await asyncio.sleep(chance.uniform(0, took))
        await planners.kill(chance.sample(planners.running, chance.randint(1, 3)))
        await planners.looked(moment)
        took = took or time.monotonic() - began
        async with store.reading() as session:
            of_list = and_(Reminder.step == Step.LIST, Reminder.planned_for == moment)
            told = Counter(await session.scalars(select(Reminder.person_id).where(of_list)))
            written = and_(OutboxRow.created_at == moment, OutboxRow.person_id.in_(told))
            letters = Counter(await session.scalars(select(OutboxRow.person_id).where(written)))
        assert letters == told
        assert sorted(told.values()) == [1] * (MEMBERS + 4)


def _lists() -> Iterator[datetime]:
    """When the lists of one month after the other go out."""
    for days in count():
        day = DAY_ONE.date() + timedelta(days=days)
        for planned in ladder(Settings(), DaysOff(), day):
            if planned.step is Step.LIST:
                yield planned.at
