"""Letters of which Zalo does not say what became: none twice, none lost without a word."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import ColumnElement, func, select, update

from bot.domain.delivery import Delivery, InboxStatus
from bot.domain.periods import day_of
from bot.messages import Address, Outgoing, Urgency
from bot.messengers.zalo_bot import ZaloBotMessenger
from scheduler.pacing import Pacing
from scheduler.postman import Postman
from storage import outbox
from storage.secrecy import Keys
from storage.store import Store, opened
from storage.tables import InboxRow, LinkedAddress, OutboxRow, Visit
from tests.conftest import NOW
from tests.doubles.faults import Fault, Faults, Kind
from tests.doubles.zalo_bot import ZaloBotDouble, zalo_bot_double
from tests.fakes import FakeClock
from tests.program import SECRET_KEY, environment, running, zalo_bot_settings
from tests.reporters import settle_beside
from tests.village import settle

pytestmark = pytest.mark.faults

LETTERS, CHATS = 2000, 1000
A_FEW = 150
REPORTERS, HOUSEHOLDS = 20, 2
RATE = 1000.0  # letters a second; GANDAN_ZALO_BOT_RATE
MOST_WAITS = 3000  # tenths of a second: a letter in doubt holds its chat for thirty seconds
MOST_ROUNDS = 200

ARRIVED = (Kind.RESET_AFTER, Kind.TIMEOUT_AFTER, Kind.HALF_BODY, Kind.BAD_JSON, Kind.NO_TEXT)
LOST = (Kind.GATEWAY, Kind.RESET_BEFORE)
REFUSED = (Kind.ERROR, Kind.BLOCKED)  # and plainly so: they are sent again
IN_DOUBT = (*ARRIVED, *LOST)


@dataclass
class Counted(Faults):
    """Faults that are counted as they happen."""

    happened: Counter[Kind] = field(default_factory=Counter)

    def take(self, method: str) -> Fault | None:
        fault = super().take(method)
        if fault is not None:
            self.happened[fault.kind] += 1
        return fault

    @classmethod
    def of(cls, share: float) -> "Counted":
        """Of so many letters it stays in doubt what became; a fifth as many are refused."""
        faults = cls()
        for kinds, of_all in ((IN_DOUBT, share), (REFUSED, share / 5)):
            for kind in kinds:
                faults.plan(Fault(kind), "sendMessage")
                faults.sometimes(Fault(kind), of_all / len(kinds), "sendMessage")
        return faults

    @property
    def in_doubt(self) -> int:
        """How many letters may have arrived or not, as far as we can know."""
        return sum(self.happened[kind] for kind in (*IN_DOUBT, Kind.DELAY))


@asynccontextmanager
async def unsure_zalo(
    faults: Counted, chats: int
) -> AsyncIterator[tuple[ZaloBotDouble, list[str]]]:
    """A Zalo with such faults and no limits; the chats of people who wrote to the bot long ago."""
    async with zalo_bot_double() as zalo:
        zalo.faults, zalo.most_people, zalo.most_letters = faults, 10**6, 10**6
        people = [zalo.person(f"Người {number}") for number in range(chats)]
        for one in people:
            await one.say("xin chào")
        zalo.post.waiting.clear()
        yield zalo, [one.id for one in people]
        assert zalo.violations == []


async def write(
    store: Store, zalo: ZaloBotDouble, chats: Sequence[str], many: int, now: datetime
) -> None:
    """Letters to the chats in turn, some of which nobody waits for."""
    async with store.begin() as session:
        for number in range(many):
            address = Address("zalo_bot", zalo.bot_id, chats[number % len(chats)])
            urgency = Urgency.URGENT if number % 2 else Urgency.LIVE
            await outbox.put(session, address, Outgoing(f"Thư {number}", urgency=urgency), now)


async def count(store: Store, which: ColumnElement[bool]) -> int:
    async with store.reading() as session:
        return await session.scalar(select(func.count()).where(which)) or 0


async def check(store: Store, zalo: ZaloBotDouble, faults: Counted) -> None:
    """Each letter came at most once, what is neither sent nor unknown is explained."""
    came = Counter(
        (one.chat, one.given["text"]) for one in zalo.executions if one.method == "sendMessage"
    )
    async with store.reading() as session:
        rows = list(await session.scalars(select(OutboxRow)))
    assert [letter for letter, times in came.items() if times > 1] == []
    written = {(row.chat, row.payload["text"]) for row in rows if not row.inbox_id}
    assert {letter for letter in came if letter[1].startswith("Thư ")} <= written
    for row in rows:
        times = came[row.chat, row.payload["text"]]
        match row.status:
            case Delivery.SENT:
                assert times == 1 or row.inbox_id, row.id
            case Delivery.FAILED:
                assert (times, row.error) == (0, "Internal server error"), row.id
            case _:
                assert row.status is Delivery.UNKNOWN, (row.id, row.status, row.error)
                assert row.error, row.id
    unknown = sum(row.status is Delivery.UNKNOWN for row in rows)
    assert abs(unknown - faults.in_doubt) <= 1
    assert faults.happened.keys() >= {*IN_DOUBT, *REFUSED}, "every fault was met with"


# --- A few ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("engine", ["sqlite"])
async def test_of_a_few_letters_none_comes_twice_and_each_has_its_end(store: Store) -> None:
    faults = Counted.of(0.2)
    async with unsure_zalo(faults, A_FEW) as (zalo, chats):
        await write(store, zalo, chats, A_FEW, NOW)
        messenger = ZaloBotMessenger(zalo.token, zalo.url)
        account, clock = ("zalo_bot", zalo.bot_id), FakeClock(NOW)
        postman = Postman(
            store, {account: messenger.send}, Pacing({account: RATE}),
            clock=clock, pause=clock.pause,
        )  # fmt: skip
        for _ in range(MOST_ROUNDS):
            if not await postman.round():
                if not await count(store, OutboxRow.status == Delivery.QUEUED):
                    break
                clock.turn(seconds=1)
        await messenger.close()
        await check(store, zalo, faults)


# --- The running program -------------------------------------------------------------------------


async def reporters(store: Store, zalo: ZaloBotDouble, now: datetime) -> None:
    """People of a cell, who are on Zalo with two households each."""
    account = ("zalo_bot", zalo.bot_id)
    async with store.begin() as session:
        village = await settle(session, NOW)
        await settle_beside(session, village, REPORTERS, HOUSEHOLDS, day_of(now), 0, account)
        for number in range(REPORTERS):
            theirs = LinkedAddress.account == zalo.bot_id, LinkedAddress.external_id == f"{number}"
            chat = zalo.person(f"Người báo {number}").id
            await session.execute(update(LinkedAddress).where(*theirs).values(external_id=chat))


async def until_done(store: Store, zalo: ZaloBotDouble) -> None:
    """Wait until everything has come in, is handled and has its end."""
    going = OutboxRow.status.in_([Delivery.QUEUED, Delivery.SENDING])
    for _ in range(MOST_WAITS):
        waiting = len(zalo.post.waiting) or await count(store, InboxRow.status == InboxStatus.NEW)
        if not waiting and not await count(store, going):
            return
        await asyncio.sleep(0.1)
    raise AssertionError(f"{await count(store, going)} letters have no end")


@pytest.mark.faults(only_full=True)
@pytest.mark.parametrize(
    ("engine", "replay"),
    [("postgresql", True), ("sqlite", False)],
    indirect=["engine"],
    ids=["Zalo says everything again", "Zalo says everything once"],
)
async def test_of_two_thousand_letters_none_comes_twice_and_what_is_said_meanwhile_acts_once(
    database_url: str, tmp_path: Path, replay: bool
) -> None:
    faults = Counted.of(0.05)
    faults.plan(Fault(Kind.DELAY, seconds=21), "sendMessage", times=2)  # longer than we wait
    now = datetime.now(UTC)  # noqa: TID251  # the program keeps the real clock
    store = opened(database_url, Keys((SECRET_KEY,)))
    async with unsure_zalo(faults, CHATS) as (zalo, chats):
        zalo.post.replay = replay
        await reporters(store, zalo, now)
        await write(store, zalo, chats, LETTERS, now)
        settings = zalo_bot_settings(zalo, "polling")
        env = environment(database_url, ZALO_BOT_RATE=f"{RATE:.0f}", **settings)
        async with running(env, tmp_path):
            for number in range(REPORTERS):
                await zalo.person(f"Người báo {number}").say("/thamho 1, hôm nay, 1")
            await until_done(store, zalo)
        await check(store, zalo, faults)
        assert len(zalo.executions) > LETTERS * 0.95
    async with store.reading() as session:
        visits = Counter(await session.scalars(select(Visit.visitor_id)))
        assert sorted(visits.values()) == [1] * REPORTERS
        assert await session.scalar(select(func.count(InboxRow.id))) == REPORTERS
    await store.close()
