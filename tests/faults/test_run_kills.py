"""The running program killed at any moment: what was acknowledged is there, once (F1, F3)."""

import asyncio
import random
import sqlite3
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.domain.delivery import Delivery, InboxStatus
from bot.domain.periods import day_of
from storage.secrecy import Keys
from storage.store import Store, opened
from storage.tables import (
    BookNumber,
    InboxRow,
    LinkedAddress,
    OutboxRow,
    Visit,
)
from tests.doubles.telegram import TelegramDouble, telegram_double
from tests.program import (
    HOOK_SECRET,
    SECRET_KEY,
    Program,
    environment,
    program,
    telegram_settings,
)
from tests.reporters import settle_reporters

pytestmark = pytest.mark.faults(only_full=True)

KILLS = 60
STOPS = 6
READY_WITHIN = 10.0  # F1; the forge has done the importing
REPORTERS = 40
HOUSEHOLDS = 12
DAYS = 20
FIRST_CHAT = 5001
A_SECOND = 30  # reports offered
PATIENCE = 900  # tenths of a second without any progress: an unknown letter holds its chat for 30 s

Report = tuple[int, int, date]
"""Whose (by chat), which household (by its number in the book), which day."""


@dataclass
class History:
    """What was offered and when it was acknowledged; compared with what came of it."""

    offered: dict[int, Report] = field(default_factory=dict)

    def check(self, acknowledged: set[int], effects: Counter[Report]) -> None:
        """Nothing acknowledged is lost, nothing is there that nobody said, nothing is twice."""
        wanted = {self.offered[number] for number in acknowledged if number in self.offered}
        lost = wanted - effects.keys()
        unexpected = effects.keys() - set(self.offered.values())
        duplicated = {report for report, times in effects.items() if times > 1}
        assert (lost, unexpected, duplicated) == (set(), set(), set())


@dataclass
class Commune:
    """Reporters with households, the double that pushes their reports, and the program."""

    store: Store
    telegram: TelegramDouble
    program: Program
    today: date
    history: History = field(default_factory=History)
    said: int = 0

    async def report(self) -> None:
        """One more report of one more household or day, all in one line."""
        chat = FIRST_CHAT + self.said % REPORTERS
        turn = self.said // REPORTERS
        number, ago = turn % HOUSEHOLDS + 1, turn // HOUSEHOLDS % DAYS
        self.said += 1
        day = self.today - timedelta(days=ago)
        update_id = await self.telegram.send_text(chat, f"/thamho {number}, {day:%d/%m/%Y}, 1")
        self.history.offered[update_id] = (chat, number, day)

    async def report_for(self, seconds: float) -> None:
        """Keep reporting for so long."""
        for _ in range(max(1, round(seconds * A_SECOND))):
            await self.report()
            await asyncio.sleep(1 / A_SECOND)

    async def again(self) -> None:
        """Start it, and time how long until it is there, if behind with its work."""
        await self.program.start()
        assert await self.program.ready(part="database") < READY_WITHIN

    @property
    def acknowledged(self) -> set[int]:
        return {number for number, status in self.telegram.post.tries if status == 200}

    async def until_done(self) -> None:
        """Wait until everything was taken, handled and sent or given up as unknown."""
        before, idle = (-1, -1, -1), 0
        while any(left := await self._left()):
            idle = idle + 1 if left == before else 0
            before = left
            assert idle < PATIENCE, f"left open: updates, messages, letters: {left}"
            await asyncio.sleep(0.1)

    async def _left(self) -> tuple[int, int, int]:
        """Updates that nobody has taken, messages not handled, letters not sent."""
        async with self.store.reading() as session:
            new = InboxRow.status == InboxStatus.NEW
            going = OutboxRow.status.in_([Delivery.QUEUED, Delivery.SENDING])
            inbox = await session.scalar(select(func.count()).where(new)) or 0
            outbox = await session.scalar(select(func.count()).where(going)) or 0
        return len(self.telegram.post.waiting), inbox, outbox

    async def check(self) -> None:
        """The checker of reliability.md 4, and that every letter has come to its end."""
        async with self.store.reading() as session:
            rows = await session.execute(
                select(LinkedAddress.external_id, BookNumber.number, Visit.visited_on)
                .join(LinkedAddress, LinkedAddress.person_id == Visit.visitor_id)
                .join(
                    BookNumber,
                    (BookNumber.person_id == Visit.visitor_id)
                    & (BookNumber.household_id == Visit.household_id),
                )
            )
            effects = Counter((int(chat), number, day) for chat, number, day in rows)
            states = set(await session.scalars(select(OutboxRow.status)))
            dead = InboxRow.status == InboxStatus.DEAD
            assert await session.scalar(select(func.count()).where(dead)) == 0
        assert self.acknowledged == set(self.history.offered), "offered until acknowledged"
        self.history.check(self.acknowledged, effects)
        assert states <= {Delivery.SENT, Delivery.UNKNOWN}
        assert "Traceback" not in self.program.errors
        assert self.telegram.violations == []


@asynccontextmanager
async def reporting(database_url: str, folder: Path) -> AsyncIterator[Commune]:
    """A commune that reports, with the program running; at the end all is checked."""
    async with AsyncExitStack() as stack:
        store = opened(database_url, Keys((SECRET_KEY,)))
        stack.push_async_callback(store.close)
        today = day_of(datetime.now(UTC))  # noqa: TID251  # the program keeps the real clock
        async with store.begin() as session:
            await settle_reporters(session, REPORTERS, HOUSEHOLDS, today, FIRST_CHAT)
        async with telegram_double(pace=0.05) as telegram:
            settings = telegram_settings(telegram, "webhook")
            env = environment(database_url, TELEGRAM_RATE="1000", **settings)
            async with program(env, folder) as running:
                one = Commune(store, telegram, running, today)
                await one.again()
                await telegram.post.push_to(running.hook, HOOK_SECRET)
                yield one
                await one.until_done()
                assert await running.terminate() == 0
                await one.check()
    if store.embedded:
        with sqlite3.connect(database_url.removeprefix("sqlite:///")) as file:
            assert file.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


async def test_killed_at_any_moment_it_loses_no_report_and_doubles_none(
    database_url: str, tmp_path: Path
) -> None:
    chance = random.Random(20261121)
    async with reporting(database_url, tmp_path) as one:
        for _ in range(KILLS):
            async with asyncio.TaskGroup() as group:
                group.create_task(one.report_for(1.0))
                await asyncio.sleep(chance.uniform(0.05, 0.9))
                await one.program.kill()
            await one.again()
        assert one.said >= KILLS * A_SECOND * 0.9


async def test_told_to_stop_under_load_it_leaves_nothing_unknown(
    database_url: str, tmp_path: Path
) -> None:
    chance = random.Random(20261122)
    async with reporting(database_url, tmp_path) as one:
        for _ in range(STOPS):
            async with asyncio.TaskGroup() as group:
                group.create_task(one.report_for(1.0))
                await asyncio.sleep(chance.uniform(0.1, 0.9))
                assert await one.program.terminate() == 0, one.program.errors
            await one.again()
        await one.until_done()
        async with one.store.reading() as session:
            unknown = OutboxRow.status == Delivery.UNKNOWN
            assert await session.scalar(select(func.count()).where(unknown)) == 0
