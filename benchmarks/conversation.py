"""CPU a message of a whole visit conversation, beside the usual naive bot: `make bench`.

The naive bot is aiogram's dispatcher with one ORM insert and a commit a message, and a sendMessage
(telegram.md 4, "aiogram + SQLite, ORM session"). It keeps nothing else. Ours stores each update
before it is handled, asks, remembers, records the visit, and its postman stamps, sends (an edit of
the tapped message, and the acknowledgement of the tap) and settles the answer. Both parse the same
canned answers.
"""

import json
import sys
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

from aiogram import Bot, Dispatcher
from aiogram.types import CallbackQuery, Message
from sqlalchemy import event
from sqlalchemy.ext.asyncio import (
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from benchmarks import comparing, telegram
from bot.domain.vietnamese.text import search_key
from bot.messages import Letter, Outcome, Sent
from bot.messengers.telegram import TelegramMessenger
from handlers.respond import Setting, respond
from handlers.turn import Accounts
from scheduler.pacing import Pace, Pacing
from scheduler.postman import Postman
from storage import inbox, schema
from storage.inbox import Arrived
from storage.secrecy import Keys
from storage.store import Store, engine_url, opened
from tests.reporters import settle_beside
from tests.village import settle

KEYS = Keys(("a key of a benchmark, of at least thirty-two characters",))
PEOPLE = 20  # each goes through the conversation once a round
HOUSEHOLDS = 17  # 2,767 among 160 members
TAPS = ("so", "hom nay", "tai nha: co noi dung", "tham hoi", "luu")
"""After /thamho: the household, the day, at home, one topic, save."""
MESSAGES = PEOPLE * (1 + len(TAPS))
_updates = count(1)


# --- Ours -----------------------------------------------------------------------------------------


class _Listening:
    """The real messenger on canned answers; remembers what each person was last shown."""

    def __init__(self) -> None:
        self._inner = TelegramMessenger(telegram.TOKEN)
        self._inner._bot.session = telegram.CannedSession()
        self.shown: dict[str, tuple[int, Letter]] = {}

    async def send(self, letter: Letter) -> Outcome:
        outcome = await self._inner.send(letter)
        assert isinstance(outcome, Sent), outcome
        self.shown[letter.address.external_id] = int(outcome.message_id), letter
        return outcome


class Ours:
    """Everything of ours but the network."""

    def __init__(self, store: Store, chats: list[int]) -> None:
        self.store, self.chats = store, chats
        self.messenger = _Listening()
        account = ("telegram", telegram.ACCOUNT)
        unhurried = Pacing({account: 1e6}, Pace(1e6, 1_000_000))  # the work stays, not the waiting
        self.postman = Postman(store, {account: self.messenger.send}, unhurried)
        reading = TelegramMessenger(telegram.TOKEN).read
        self.setting = Setting({account: reading}, Accounts({}), self.postman.name)

    async def one(self, update: dict[str, Any]) -> None:
        """Stored, handled, answered, settled."""
        raw, now = json.dumps(update).encode(), datetime.now(UTC)
        found = self.messenger._inner.arrival(raw)
        assert found is not None
        async with self.store.begin() as session:
            arrived = [Arrived(found.event_id, found.chat, raw, found.wants_file)]
            await inbox.keep(session, "telegram", telegram.ACCOUNT, arrived, now)
        done = await respond(self.store, self.setting, datetime.now(UTC))
        assert done is not None
        assert done.letter_id is not None
        self.postman.deliver(done.letter_id, done.address)
        await self.postman.flush()

    async def round(self) -> float:
        """One conversation for each person."""
        began = time.process_time()
        for chat in self.chats:
            await self.one(telegram.said(next(_updates), chat, "/thamho", time.time()))
            for label in TAPS:
                shown, letter = self.messenger.shown[str(chat)]
                data = next(
                    choice.action
                    for choice in letter.choices
                    if search_key(choice.label).startswith(search_key(label))
                )
                tap = telegram.tapped(next(_updates), chat, data, (shown, letter.text), time.time())
                await self.one(tap)
            assert "Đã ghi nhận" in self.messenger.shown[str(chat)][1].text
        return (time.process_time() - began) * 1e6 / MESSAGES


# --- The naive bot --------------------------------------------------------------------------------


class Base(DeclarativeBase):
    """Of the naive bot's only table."""


class Said(Base):
    """What somebody wrote."""

    __tablename__ = "said"

    id: Mapped[int] = mapped_column(primary_key=True)
    chat: Mapped[int]
    text: Mapped[str]
    said_at: Mapped[datetime]


def _full(engine: AsyncEngine) -> None:
    """WAL, and a commit that is on the disk, as ours."""

    @event.listens_for(engine.sync_engine, "connect")
    def configure(connection: Any, _: Any) -> None:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")


class Naive:
    """The usual bot: a handler that inserts a row, commits and answers."""

    def __init__(self, database_url: str, chats: list[int]) -> None:
        self.chats = chats
        self.engine = create_async_engine(engine_url(database_url))
        if self.engine.dialect.name == "sqlite":
            _full(self.engine)
        self.sessions = async_sessionmaker(self.engine, expire_on_commit=False)
        self.bot = Bot(telegram.TOKEN, telegram.CannedSession())
        self.dispatcher = Dispatcher()
        self.dispatcher.message.register(self._said)
        self.dispatcher.callback_query.register(self._tapped)

    async def prepare(self) -> None:
        """Its table."""
        async with self.engine.begin() as connection:
            await connection.run_sync(Base.metadata.create_all)

    async def _said(self, message: Message) -> None:
        await self._kept(message.chat.id, message.text or "")

    async def _tapped(self, tap: CallbackQuery) -> None:
        await self._kept(tap.from_user.id, tap.data or "")

    async def _kept(self, chat: int, text: str) -> None:
        async with self.sessions() as session:
            assert isinstance(session, AsyncSession)
            now = datetime.now(UTC).replace(tzinfo=None)
            session.add(Said(chat=chat, text=text, said_at=now))
            await session.commit()
        await self.bot.send_message(chat, "Đã ghi nhận.")

    async def round(self) -> float:
        """As many messages of the same kinds."""
        began = time.process_time()
        for chat in self.chats:
            first = telegram.said(next(_updates), chat, "/thamho", time.time())
            await self.dispatcher.feed_raw_update(self.bot, json.loads(json.dumps(first)))
            for _ in TAPS:
                shown = (1, "Thăm hộ: hộ nào? Bấm tên hộ, hoặc nhắn số hộ trong sổ.")
                tap = telegram.tapped(next(_updates), chat, "0a1b2c3d.2", shown, time.time())
                await self.dispatcher.feed_raw_update(self.bot, json.loads(json.dumps(tap)))
        return (time.process_time() - began) * 1e6 / MESSAGES


# --- Beside each other ----------------------------------------------------------------------------

Opened = Callable[[str, str], Awaitable[None]]


async def beside(name: str, ours_url: str, naives_url: str) -> None:
    """Measure and print one engine."""
    store = opened(ours_url, KEYS)
    await schema.migrate(store)
    chats = await _settled(store)
    ours, naive = Ours(store, chats), Naive(naives_url, chats)
    await naive.prepare()
    found = await comparing.compared(ours.round, naive.round)
    print(found.line(name), flush=True)
    await store.close()
    await naive.engine.dispose()


async def _settled(store: Store) -> list[int]:
    """The village, and people with as many households each as in the sample commune."""
    now = datetime.now(UTC)
    account = ("telegram", telegram.ACCOUNT)
    async with store.begin() as session:
        village = await settle(session, now)
        homes = await settle_beside(
            session, village, PEOPLE, HOUSEHOLDS, now.date(), 10_000_000, account
        )
    return [int(chat) for chat in homes]


async def measure(folder: Path) -> None:
    """SQLite, and PostgreSQL where its server can be had."""
    print(comparing.machine(folder))
    await beside(
        "a visit by taps, SQLite", f"sqlite:///{folder}/ours.db", f"sqlite:///{folder}/naive.db"
    )
    if "--sqlite" not in sys.argv:
        with comparing.postgres() as urls:
            await beside("a visit by taps, PostgreSQL", *urls)


if __name__ == "__main__":
    comparing.run(measure)
