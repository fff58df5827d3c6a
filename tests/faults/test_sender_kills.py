"""Senders killed at any moment: nothing twice, nothing lost without a word (reliability.md, F2)."""

import asyncio
import os
import random
import signal
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp import web
from sqlalchemy import func, select, update

from bot.domain.delivery import LEASE, Delivery
from bot.messages import Outgoing, Urgency
from scheduler.postman import MOST_IN_FLIGHT
from storage import outbox
from storage.store import Store
from storage.tables import OutboxRow
from tests.conftest import FULL_FAULTS
from tests.fakes import FakeMessenger
from tests.program import LONGEST_START, LONGEST_STOP, Running

pytestmark = pytest.mark.faults

KILLS = 40 if FULL_FAULTS else 5
STOPS = 10 if FULL_FAULTS else 2
LETTERS_A_LIFE = 60
ANSWERS_A_LIFE = 40
ATTEMPTS = 600  # tries of a tenth of a second until everything is settled


@dataclass
class Double:
    """A messenger over HTTP that takes its time and remembers what it did."""

    url: str = ""
    executed: Counter[str] = field(default_factory=Counter)
    chance: random.Random = field(default_factory=lambda: random.Random(7))

    async def take(self, request: web.Request) -> web.Response:
        text = (await request.json())["text"]
        delay = self.chance.uniform(0.005, 0.05)
        await asyncio.sleep(delay * self.chance.random())
        self.executed[text] += 1
        await asyncio.sleep(delay * self.chance.random())
        return web.json_response({"id": text})


@pytest_asyncio.fixture
async def double() -> AsyncIterator[Double]:
    double = Double()
    app = web.Application()
    app.router.add_post("/send", double.take)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    double.url = f"http://127.0.0.1:{runner.addresses[0][1]}/send"
    yield double
    await runner.cleanup()


@dataclass
class Office:
    """The outbox and the processes that empty it."""

    store: Store
    database_url: str
    double: Double
    folder: Path  # where the processes write what they say
    begun: int = 0
    written: int = 0

    async def start(self, answers: int = ANSWERS_A_LIFE) -> tuple[str, Running]:
        name = f"sender-{self.begun}"
        self.begun += 1
        words = [self.database_url, self.double.url, name, str(answers)]
        said, troubles = self.folder / name, self.folder / f"{name}-troubles"
        process = await Running.forked(
            words, os.environ, self.folder, [os.devnull, str(said), str(troubles)],
            "tests.faults.sender",
        )  # fmt: skip
        for _ in range(round(LONGEST_START / 0.02)):
            if said.exists() and said.read_text(encoding="utf-8") == "at work\n":
                return name, process
            assert not process.ended.done(), troubles.read_text(encoding="utf-8")
            await asyncio.sleep(0.02)
        raise AssertionError("it does not begin")

    async def write(self, count: int) -> None:
        """Letters to many chats; every tenth changes a message that is there."""
        now = datetime.now(UTC)  # noqa: TID251  # the processes keep the real clock
        async with self.store.begin() as session:
            for n in range(self.written, self.written + count):
                edits = "77" if n % 10 == 0 else None
                urgency = Urgency.BULK if n % 2 else Urgency.LIVE
                await outbox.put(
                    session, FakeMessenger().at(f"c{n}"), Outgoing(f"{n}", urgency=urgency), now,
                    edits=edits,
                )  # fmt: skip
        self.written += count

    async def let_leases_run_out(self, name: str) -> None:
        """A minute goes by for what the dead one held."""
        async with self.store.begin() as session:
            held = select(OutboxRow.id, OutboxRow.lease_until).where(
                OutboxRow.lease_owner == name,
                OutboxRow.status.in_([Delivery.QUEUED, Delivery.SENDING]),
            )
            for letter_id, until in (await session.execute(held)).all():
                assert until is not None
                await session.execute(
                    update(OutboxRow)
                    .where(OutboxRow.id == letter_id)
                    .values(lease_until=until - LEASE - timedelta(seconds=1))
                )

    async def count(self, *statuses: Delivery) -> int:
        async with self.store.reading() as session:
            which = OutboxRow.status.in_(statuses)
            return await session.scalar(select(func.count()).where(which)) or 0

    async def finish(self) -> None:
        """A last process, which writes nothing itself, sends whatever is left."""
        _, process = await self.start(answers=0)
        for _ in range(ATTEMPTS):
            if not await self.count(Delivery.QUEUED, Delivery.SENDING):
                break
            await asyncio.sleep(0.1)
        await told_to_stop(process)

    async def check(self) -> None:
        """Nothing twice, nothing neither sent nor unknown; what may be repeated is all done."""
        async with self.store.reading() as session:
            rows = (
                await session.execute(select(OutboxRow.payload, OutboxRow.status, OutboxRow.error))
            ).all()
        executed = self.double.executed
        for payload, status, error in rows:
            times, repeatable = executed[payload["text"]], "edits" in payload
            assert times <= 1 or repeatable, f"{payload['text']} went out {times} times"
            assert status in (Delivery.SENT, Delivery.UNKNOWN), error
            assert status is Delivery.SENT or not repeatable
            assert times >= 1 or status is Delivery.UNKNOWN
        assert set(executed) <= {payload["text"] for payload, _, _ in rows}


@pytest.fixture
def office(store: Store, database_url: str, double: Double, tmp_path: Path) -> Office:
    return Office(store, database_url, double, tmp_path)


async def told_to_stop(process: Running) -> None:
    """It ends by itself, in order and in time."""
    process.send(signal.SIGTERM)
    async with asyncio.timeout(LONGEST_STOP):
        assert (await process.ended)[0] == 0


async def test_senders_killed_at_any_moment_send_nothing_twice_and_lose_nothing(
    office: Office,
) -> None:
    chance = random.Random(20261121)
    at_once = 1 if office.store.embedded else 2
    at_work = [await office.start() for _ in range(at_once)]
    for _ in range(KILLS):
        await office.write(LETTERS_A_LIFE)
        await asyncio.sleep(chance.uniform(0.05, 1.2))
        name, process = at_work.pop(0)
        process.send(signal.SIGKILL)
        await process.ended
        unknown = await office.count(Delivery.UNKNOWN)
        await office.let_leases_run_out(name)
        at_work.append(await office.start())
        assert await office.count(Delivery.UNKNOWN) - unknown <= MOST_IN_FLIGHT
    for name, process in at_work:
        await told_to_stop(process)
        await office.let_leases_run_out(name)
    await office.finish()
    await office.check()
    most = 4 if FULL_FAULTS else MOST_IN_FLIGHT  # a mean over five kills says little
    assert await office.count(Delivery.UNKNOWN) <= most * KILLS, "unknown"
    assert office.double.executed.total() > KILLS * LETTERS_A_LIFE * 0.9


async def test_senders_told_to_stop_leave_nothing_unknown(office: Office) -> None:
    chance = random.Random(20261122)
    for _ in range(STOPS):
        await office.write(LETTERS_A_LIFE)
        name, process = await office.start(answers=5)
        await asyncio.sleep(chance.uniform(0.05, 0.8))
        await told_to_stop(process)
        await office.let_leases_run_out(name)
        assert await office.count(Delivery.SENDING, Delivery.UNKNOWN) == 0
    await office.finish()
    assert await office.count(Delivery.UNKNOWN) == 0
    assert set(office.double.executed.values()) == {1}
    await office.check()
