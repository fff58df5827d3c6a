"""The surfaces on which the conversations are had: one is tapped, on the others all is typed."""

import asyncio
import contextlib
import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import telegram as ptb

from bot import terminal
from bot.messages import Letter, Outcome, Sent, encoded
from bot.messengers import web
from bot.messengers.base import Arrival
from bot.messengers.telegram import TelegramMessenger
from bot.messengers.web import WebMessenger
from bot.messengers.zalo_bot import ZaloBotMessenger
from bot.room import frames
from handlers.respond import Reader
from scheduler.postman import Send
from storage import inbox
from storage.inbox import Arrived
from storage.sample import phones
from storage.store import Store
from tests.doubles.telegram import TelegramDouble, telegram_double
from tests.doubles.zalo_bot import ZaloBotDouble, zalo_bot_double
from tests.surfaces.ground import NOW, Shown, Surface
from tests.village import Village

_FIRST_CHAT = 21


@dataclass
class _Polled(Surface):
    """A messenger of its own, asked for news."""

    stored: int = 0

    async def kept(self, batch: list[tuple[Arrival | None, bytes]], offset: int | None) -> None:
        """Store what was polled, as the program does."""
        arrived = [Arrived(a.event_id, a.chat, raw) for a, raw in batch if a is not None]
        async with self.store.begin() as session:
            await inbox.keep(session, *self.account, arrived, self.now)
        self.stored += len(arrived)


@dataclass
class Telegram(_Polled):
    """Buttons, which are tapped."""

    double: TelegramDouble = field(kw_only=True)
    messenger: TelegramMessenger = field(kw_only=True)
    plain = False
    takes_stickers = True

    @property
    def account(self) -> tuple[str, str]:
        return self.messenger.surface, self.messenger.account

    @property
    def sender(self) -> Send:
        return self.messenger.send

    @property
    def reader(self) -> Reader:
        return self.messenger.read

    def chat_of(self, name: str) -> str:
        return str(_FIRST_CHAT + self._names.index(name))

    async def _stored(self) -> None:
        self.said += 1
        await self.double.until(lambda: self.stored >= self.said)

    async def put(self, name: str, text: str) -> None:
        self.double.clock.set(self.now)
        await self.double.send_text(int(self.chat_of(name)), text)
        await self._stored()

    async def tap(self, name: str, label: str) -> None:
        self.double.clock.set(self.now)
        letter = self.letters[name][-1]
        message = int(letter.edits or self.called[letter.id])
        await self.double.tap(int(self.chat_of(name)), label, message)
        await self._stored()

    async def sticker(self, name: str) -> None:
        await self.double.send_sticker(int(self.chat_of(name)))
        await self._stored()

    async def voice(self, name: str) -> None:
        voice = ptb.Voice("v1", "uv1", 3)
        await self.double._write(int(self.chat_of(name)), voice=voice)
        await self._stored()

    async def shown(self, name: str, letter: Letter) -> Shown:
        number = letter.edits or self.called[letter.id]
        messages = self.double.messages_to(int(self.chat_of(name)))
        now = next(one for one in messages if str(one.message_id) == number)
        return Shown(letter, now.text, tuple(now.buttons), messages=letter.edits is None)


@dataclass
class Zalo(_Polled):
    """Words alone, at most 2,000 units each."""

    double: ZaloBotDouble = field(kw_only=True)
    messenger: ZaloBotMessenger = field(kw_only=True)
    takes_stickers = True
    read_by: dict[str, int] = field(default_factory=dict)

    @property
    def account(self) -> tuple[str, str]:
        return self.messenger.surface, self.messenger.account

    @property
    def sender(self) -> Send:
        return self.messenger.send

    @property
    def reader(self) -> Reader:
        return self.messenger.read

    def chat_of(self, name: str) -> str:
        return self.double.person(name).id

    async def _stored(self) -> None:
        self.said += 1
        await self.double.until(lambda: self.stored >= self.said)

    async def put(self, name: str, text: str) -> None:
        self.double.clock.set(self.now)
        await self.double.person(name).say(text)
        await self._stored()

    async def sticker(self, name: str) -> None:
        await self.double.person(name).send_sticker()
        await self._stored()

    async def voice(self, name: str) -> None:
        await self.double.person(name).send_voice()
        await self._stored()

    async def shown(self, name: str, letter: Letter) -> Shown:
        reads = self.double.person(name).reads
        before = self.read_by.get(name, 0)
        parts = [one.text for one in reads[before:]]
        many = 1
        while parts[0].startswith("(1/") and f"({many}/{many}) " not in parts[many - 1]:
            many += 1
        self.read_by[name] = before + many
        assert all(len(one.encode("utf-16-le")) <= 4000 for one in parts[:many])
        return Shown(letter, "\n".join(parts[:many]), messages=many)


@dataclass
class Terminal(Surface):
    """The keyboard: what is printed."""

    screen: terminal.Screen = field(default_factory=terminal.Screen)

    @property
    def account(self) -> tuple[str, str]:
        return terminal.ACCOUNT

    @property
    def sender(self) -> Send:
        return self.screen.send

    @property
    def reader(self) -> Reader:
        return terminal.setting("").readers[terminal.ACCOUNT]

    def chat_of(self, name: str) -> str:
        return name

    async def put(self, name: str, text: str) -> None:
        await self.keep(name, encoded(self.typed(name, text)))

    async def shown(self, name: str, letter: Letter) -> Shown:
        waiting = self.screen.waiting.get(name, [])
        self.screen.part = name
        self.screen.waiting[name] = [one for one in waiting if one.id == letter.id]
        with contextlib.redirect_stdout(io.StringIO()) as paper:
            self.screen.show()
        self.screen.waiting[name] = [one for one in waiting if one.id != letter.id]
        return Shown(letter, paper.getvalue().rstrip("\n"))


@dataclass
class Room(Surface):
    """A phone of the practice room that shows no buttons."""

    after: dict[str, int] = field(default_factory=dict)

    @property
    def account(self) -> tuple[str, str]:
        return phones.SURFACE, phones.ACCOUNT

    @property
    def messenger(self) -> WebMessenger:
        async def none(file_id: int) -> bytes | None:
            return None

        return WebMessenger(phones.ACCOUNT, none)

    @property
    def sender(self) -> Send:
        async def send(letter: Letter) -> Outcome:
            return Sent(f"room-{letter.id}")

        return send

    @property
    def reader(self) -> Reader:
        return self.messenger.read

    def moment(self) -> datetime:
        """No two are alike, as lines are numbered by them."""
        self.now += timedelta(microseconds=1)
        return self.now

    def chat_of(self, name: str) -> str:
        return str(self.village.people.get(name, 9999))

    async def put(self, name: str, text: str) -> None:
        await self.keep(name, web.packed(self.typed(name, text)))

    async def shown(self, name: str, letter: Letter) -> Shown:
        phone = int(self.chat_of(name))
        async with self.store.reading() as session:
            lines = await phones.lines(session, phone, self.after.get(name, 0))
        letters = [one for one in lines if isinstance(one, phones.LetterLine)]
        line, self.after[name] = letters[0], letters[0].n
        return Shown(letter, str(frames.line(phone, line)["plain"]))


KINDS = ("telegram", "zalo_bot", "terminal", "room")


@asynccontextmanager
async def surface(
    kind: str, store: Store, village: Village, now: datetime = NOW
) -> AsyncIterator[Surface]:
    """One of them, ready to be written to; everybody has written there before."""
    async with contextlib.AsyncExitStack() as stack:
        group = await stack.enter_async_context(asyncio.TaskGroup())
        one = await _made(kind, store, village, stack)
        one.now = now
        listening = None
        if isinstance(one, Telegram | Zalo):
            listening = group.create_task(one.messenger.listen(one.kept, None))
        one.open()
        async with store.begin() as session:
            await one.settle(session)
        for name in village.people:
            await one.put(name, "menu")
            await one.answer()
        try:
            yield one
        finally:
            if listening is not None:
                listening.cancel()
            if isinstance(one, Telegram | Zalo):
                await one.messenger.close()
                assert one.double.violations == []


async def _made(
    kind: str, store: Store, village: Village, stack: contextlib.AsyncExitStack
) -> Surface:
    match kind:
        case "telegram":
            double = await stack.enter_async_context(telegram_double(pace=0.0))
            messenger = TelegramMessenger(double.token, double.api_base)
            return Telegram(store, village, double=double, messenger=messenger)
        case "zalo_bot":
            zalo = await stack.enter_async_context(zalo_bot_double())
            bot = ZaloBotMessenger(zalo.token, zalo.url, lambda seconds: asyncio.sleep(0))
            return Zalo(store, village, double=zalo, messenger=bot)
        case "terminal":
            return Terminal(store, village)
    return Room(store, village)
