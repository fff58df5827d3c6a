"""The clock: it looks at once and time and again, and one thing that fails stops nothing else."""

import asyncio
from datetime import datetime

from structlog.testing import capture_logs

from scheduler.timetable import ERRANDS, Errand, Timetable, look
from storage.store import Store
from tests.conftest import NOW
from tests.fakes import FakeClock
from tests.hours import vietnam
from tests.village import Village


async def test_what_fails_does_not_hold_up_the_rest(store: Store) -> None:
    async def broken(_: Store, now: datetime) -> int:
        raise RuntimeError("the moon is not there")

    async def works(_: Store, now: datetime) -> int:
        return 3

    errands = (Errand("one", works), Errand("two", broken), Errand("three", works))
    with capture_logs() as logs:
        assert await look(store, NOW, errands) == {"one": 3, "three": 3}
    assert [log["why"].partition(",")[0] for log in logs] == ["RuntimeError"]
    assert "test_timetable.py:" in logs[0]["why"]


async def test_looking_does_everything_that_is_due_and_the_second_time_nothing(
    store: Store, village: Village
) -> None:
    done = await look(store, vietnam("2026-12-01"))
    assert done.keys() == {errand.name for errand in ERRANDS}
    assert done["reminders"] == 4
    again = await look(store, vietnam("2026-12-01", "08:01"))
    assert set(again.values()) == {0}


async def test_it_looks_at_once_again_and_again_and_wakes_the_postman(
    store: Store, village: Village
) -> None:
    clock, looks, woken = FakeClock(vietnam("2026-12-01")), 0, asyncio.Event()

    def count() -> datetime:
        nonlocal looks
        looks += 1
        return clock()

    timetable = Timetable(store, count, woken.set, every=0.05)
    async with asyncio.TaskGroup() as group:
        running = group.create_task(timetable.run())
        async with asyncio.timeout(20):
            await woken.wait()
            clock.turn(minutes=1)
            while timetable.looked_at < clock.now:  # noqa: ASYNC110  # the clock tells nobody
                await asyncio.sleep(0.01)
        running.cancel()
    assert looks >= 4
    assert running.cancelled()


async def test_of_several_processes_one_looks(store: Store, village: Village) -> None:
    one, other = (
        Timetable(store, FakeClock(vietnam("2026-12-01")), lambda: None) for _ in range(2)
    )
    try:
        await one.look_once()
        await other.look_once()
        assert [each.leads for each in (one, other)] == [True, store.embedded]
        await one.leave()
        await other.look_once()
        assert other.leads
    finally:
        await one.leave()
        await other.leave()


async def test_a_database_that_is_away_is_waited_for(store: Store) -> None:
    clock = FakeClock(NOW)
    timetable = Timetable(store, clock, lambda: None)
    clock.turn(minutes=5)

    async def away(_: Store, now: datetime) -> int:
        raise OSError

    assert await look(store, clock(), (Errand("gone", away),)) == {}
    await timetable.look_once()
    await timetable.leave()
    assert timetable.looked_at == clock.now
