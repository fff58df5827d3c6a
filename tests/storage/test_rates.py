"""The pace: never faster than allowed, whoever asks, and shut when the messenger says so."""

import asyncio
import time

import pytest
from sqlalchemy import text

from storage import rates
from storage.rates import Slot
from storage.store import Store

WHOLE = Slot("account:fake:1", 25, 5)
BULK = Slot("account:fake:1", 25, 5, spared=4)
START = 1_800_000_000.0


async def reserve(
    store: Store, *slots: Slot, now: float = START, longest: float = 10.0
) -> float | None:
    async with store.begin() as session:
        return await rates.reserve(session, slots, now, longest)


async def seconds(store: Store, key: str, now: float = START) -> float:
    async with store.reading() as session:
        return (await rates.standing(session, [key], now))[key].seconds


def busiest(times: list[float], window: float = 1.0) -> int:
    """The most that fell into any window."""
    ordered = sorted(times)
    return max(sum(start <= t < start + window for t in ordered) for start in ordered)


@pytest.mark.parametrize("engine", ["sqlite"])
async def test_five_go_at_once_and_then_one_each_forty_milliseconds(store: Store) -> None:
    waits = [await reserve(store, WHOLE) for _ in range(8)]
    assert waits == pytest.approx([0, 0, 0, 0, 0, 0.04, 0.08, 0.12], abs=1e-5)


@pytest.mark.parametrize("engine", ["sqlite"])
async def test_a_pause_earns_no_more_than_the_burst(store: Store) -> None:
    await reserve(store, WHOLE)
    waits = [await reserve(store, WHOLE, now=START + 3600) for _ in range(6)]
    assert waits == pytest.approx([0, 0, 0, 0, 0, 0.04], abs=1e-5)


@pytest.mark.parametrize("engine", ["sqlite"])
async def test_no_second_holds_more_than_thirty_slots(store: Store) -> None:
    granted, now = [], START
    for n in range(300):
        wait = await reserve(store, WHOLE, now=now)
        assert wait is not None
        granted.append(now + wait)
        now += (0, 0.001, wait, 0.3)[n % 4]
    assert busiest(granted) <= 30


@pytest.mark.parametrize("engine", ["sqlite"])
async def test_who_spares_the_burst_leaves_it_to_others(store: Store) -> None:
    bulk = [await reserve(store, BULK) for _ in range(3)]
    others = [await reserve(store, WHOLE) for _ in range(3)]
    assert bulk == pytest.approx([0, 0.04, 0.08], abs=1e-5)
    assert others == pytest.approx([0, 0, 0.04], abs=1e-5)
    assert await reserve(store, BULK) == pytest.approx(0.24, abs=1e-5)
    assert await reserve(store, BULK, longest=0.27) is None
    assert await reserve(store, WHOLE, longest=0.27) == pytest.approx(0.12, abs=1e-5)


@pytest.mark.parametrize("engine", ["sqlite"])
async def test_bulk_has_to_the_last_what_others_leave_and_they_wait_for_nothing(
    store: Store,
) -> None:
    seconds, bulk, others, waits = 8, list[float](), list[float](), list[float]()
    for tick in range(seconds * 50):
        now = START + tick / 50
        if tick % 50 in (0, 1, 2, 30, 31):  # five a second, and not at even intervals
            wait = await reserve(store, WHOLE, now=now)
            assert wait is not None
            others.append(now + wait)
            waits.append(wait)
        if (wait := await reserve(store, BULK, now=now, longest=0.3)) is not None:
            bulk.append(now + wait)
    assert len(others) == 5 * seconds
    assert 20 * seconds <= len(bulk) <= 20 * seconds + 8
    assert busiest(bulk + others) <= 30
    assert max(waits) < 0.3


async def test_processes_share_one_pace(store: Store) -> None:
    granted: list[float] = []

    async def keep_asking(until: float) -> None:
        while (now := time.time()) < until:
            wait = await reserve(store, WHOLE, now=now, longest=0.5)
            if wait is None:
                await asyncio.sleep(0.05)
            else:
                granted.append(time.time() + wait)

    begun = time.time()
    await asyncio.gather(*(keep_asking(begun + 1.5) for _ in range(4)))
    assert busiest(granted) <= 31  # read from our clock, a little after the database's
    assert len(granted) >= 25 * 1.5


async def test_nothing_is_taken_when_the_wait_would_be_too_long(store: Store) -> None:
    slow = Slot("chat:a", 0.01, 1)
    assert await reserve(store, WHOLE, slow) == 0
    before = await seconds(store, WHOLE.key)
    assert await reserve(store, WHOLE, slow) is None
    assert await seconds(store, WHOLE.key) <= before
    assert await reserve(store, WHOLE, Slot("chat:b", 1, 3)) == 0


@pytest.mark.parametrize("engine", ["postgresql"])
async def test_who_lost_a_race_gives_back_what_was_taken(store: Store) -> None:
    slow, chat = Slot("account:slow", 0.01, 1), Slot("chat:a", 1, 1)
    async with asyncio.TaskGroup() as group, store.begin() as session:
        await rates.reserve(session, [slow], START, 1)
        rival = group.create_task(lose(store, slow, chat))
        async with store.reading() as watcher:
            waits = text("SELECT 1 FROM pg_locks WHERE NOT granted")
            while not await watcher.scalar(waits):  # noqa: ASYNC110  # the server tells nobody
                await asyncio.sleep(0.01)
    assert rival.result()
    async with store.reading() as session:
        assert await rates.standing(session, [chat.key], START) == {}


async def lose(store: Store, *slots: Slot) -> bool:
    try:
        await reserve(store, *slots)
    except rates.Raced:
        return True
    return False


async def test_a_slot_that_may_not_be_ahead_is_had_now_or_not_at_all(store: Store) -> None:
    chat = Slot("chat:a", 1, 1, ahead=False)
    assert await reserve(store, chat) == 0
    assert await reserve(store, chat) is None
    wait = await reserve(store, Slot("chat:a", 1, 1))
    assert wait == pytest.approx(1, abs=0.2)


async def test_the_longest_of_the_waits_counts(store: Store) -> None:
    slow = Slot("chat:a", 1, 1)
    await reserve(store, slow)
    assert await reserve(store, WHOLE, slow) == pytest.approx(1, abs=0.2)


async def test_nobody_waits_into_a_time_that_is_shut(store: Store) -> None:
    async with store.begin() as session:
        await rates.block(session, WHOLE.key, 5, START)
    assert await reserve(store, WHOLE, longest=60) is None
    async with store.reading() as session:
        stand = (await rates.standing(session, [WHOLE.key], START))[WHOLE.key]
    assert stand.shut
    assert stand.seconds == pytest.approx(5, abs=0.5)


async def test_a_longer_shutting_stays(store: Store) -> None:
    async with store.begin() as session:
        await rates.block(session, WHOLE.key, 3600, START)
        await rates.block(session, WHOLE.key, 1, START)
    assert await seconds(store, WHOLE.key) == pytest.approx(3600, abs=1)


async def test_accounts_that_are_shut_are_named_and_no_chats(store: Store) -> None:
    async with store.begin() as session:
        await rates.block(session, WHOLE.key, 3600, START)
        await rates.block(session, "account:fake:2", 10, START - 20)
        await rates.block(session, "chat:fake:1:an", 60, START)
    await reserve(store, Slot("account:fake:3", 0.01, 1))
    async with store.reading() as session:
        shut = await rates.shut_accounts(session, START)
    if not store.embedded:  # its own clock counts, by which nothing is past yet
        shut.pop(("fake", "2"))
    assert shut == {("fake", "1"): pytest.approx(3600, abs=1)}


@pytest.mark.parametrize("engine", ["sqlite"])
async def test_after_it_was_shut_there_is_no_burst(store: Store) -> None:
    async with store.begin() as session:
        await rates.block(session, WHOLE.key, 30, START)
    assert await reserve(store, WHOLE, now=START + 29.9) is None
    waits = [await reserve(store, WHOLE, now=START + 30) for _ in range(3)]
    assert waits == pytest.approx([0, 0.04, 0.08], abs=1e-5)


async def test_a_key_never_used_stands_nowhere(store: Store) -> None:
    async with store.reading() as session:
        assert await rates.standing(session, ["chat:never"], START) == {}
