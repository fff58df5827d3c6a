"""The village of tests.village on both doubles, in the process of the test, days at a time.

An, Bình, Cúc and Hà have Zalo; all others have Telegram, and Giang has both.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from sqlalchemy import update

from bot.domain.periods import day_of
from bot.domain.plans import plan_of
from bot.domain.quiet import at
from bot.messengers.base import Arrival, Messenger
from bot.messengers.telegram import TelegramMessenger
from bot.messengers.zalo_bot import ZaloBotMessenger
from handlers.respond import Setting, respond
from handlers.turn import Accounts
from scheduler.housekeeping import keep_house
from scheduler.pacing import Pace, Pacing
from scheduler.postman import Postman, Send
from scheduler.timetable import ERRANDS, look
from storage import inbox
from storage.inbox import Arrived
from storage.store import Session, Store
from storage.tables import LinkedAddress
from tests.doubles.telegram import TelegramDouble, telegram_double
from tests.doubles.zalo_bot import ZaloBotDouble, zalo_bot_double
from tests.fakes import FakeClock
from tests.telegram_village import AN, PEOPLE, moved_to_telegram
from tests.village import Village

GIANG_ON_ZALO = "Giang, on Zalo"
ON_ZALO = ("An", "Bình", "Cúc", "Hà", GIANG_ON_ZALO)
PAGES = "https://gandan.example"
HOURS = (time(19),)
ALL_HOURS = (time(8), time(11, 45), time(13, 30), time(16), time(19), time(20, 45))
_FREE = Pace(1e6, 10**6)


async def moved(session: Session, village: Village, zalo: ZaloBotDouble, now: datetime) -> None:
    """Everybody is linked where they write."""
    await moved_to_telegram(session, village)
    for name in ON_ZALO:
        there = {"surface": "zalo_bot", "account": zalo.bot_id, "external_id": zalo.person(name).id}
        if name == GIANG_ON_ZALO:
            giang = village.people["Giang"]
            session.add(LinkedAddress(person_id=giang, linked_at=now, **there))
            continue
        whose = LinkedAddress.person_id == village.people[name]
        await session.execute(update(LinkedAddress).where(whose).values(**there))


@dataclass
class Town:
    """Everybody, what they hear, and the clock that all of it goes by."""

    store: Store
    telegram: TelegramDouble
    zalo: ZaloBotDouble
    clock: FakeClock
    hours: Sequence[time] = HOURS
    messengers: dict[tuple[str, str], Messenger] = field(init=False)
    senders: dict[tuple[str, str], Send] = field(init=False)
    postman: Postman = field(init=False)
    _said: int = 0
    _stored: int = 0
    _listening: "list[asyncio.Future[None]]" = field(default_factory=list)

    def __post_init__(self) -> None:
        on_telegram = TelegramMessenger(self.telegram.token, self.telegram.api_base)
        ours: list[Messenger] = [on_telegram, self.on_zalo()]
        self.messengers = {(one.surface, one.account): one for one in ours}
        self.senders = {key: one.send for key, one in self.messengers.items()}
        self.postman = Postman(
            self.store, self.senders,
            Pacing(dict.fromkeys(self.messengers, _FREE.rate), _FREE,
                   {key: plan_of(key[0]) for key in self.messengers}),
            clock=self.clock, pause=self.clock.pause,
            without_files=[key for key, one in self.messengers.items() if not one.carries_files],
            pages=PAGES,
        )  # fmt: skip
        self._set_clocks()

    def on_zalo(self) -> ZaloBotMessenger:
        """Our side of Zalo, as it is after a start."""

        async def pause(seconds: float) -> None:
            await asyncio.sleep(0.001)

        return ZaloBotMessenger(self.zalo.token, self.zalo.url, pause)

    # --- People --------------------------------------------------------------------------------

    def reads(self, name: str) -> list[str]:
        """All that somebody was written, oldest first; what changed in place counts once."""
        if name in ON_ZALO:
            return [read.text for read in self.zalo.person(name).reads]
        return [shown.text for shown in self.telegram.messages_to(self._chat(name))]

    async def says(self, name: str, text: str) -> str:
        """Somebody writes; what they read then."""
        if name in ON_ZALO:
            await self.zalo.person(name).say(text)
        else:
            await self.telegram.send_text(self._chat(name), text)
        return await self._answered(name)

    async def chooses(self, name: str, label: str) -> str:
        """Somebody chooses one of what they are offered; what they read then."""
        if name in ON_ZALO:
            await self.zalo.person(name).choose(label)
        else:
            await self.telegram.tap(self._chat(name), label)
        return await self._answered(name)

    def _chat(self, name: str) -> int:
        return AN + PEOPLE.index(name)

    async def _answered(self, name: str) -> str:
        self._said += 1
        await self.zalo.until(lambda: self._stored >= self._said)
        await self.respond()
        return self.reads(name)[-1]

    # --- Our side ------------------------------------------------------------------------------

    async def start(self) -> None:
        """Listen, as after a start of the program: what was had before is not known by heart."""
        await self.stop()
        zalo = self.on_zalo()
        key = zalo.surface, zalo.account
        await self.messengers[key].close()
        self.messengers[key], self.senders[key] = zalo, zalo.send
        self._listening = [
            asyncio.ensure_future(self._listen(each)) for each in self.messengers.values()
        ]

    async def stop(self) -> None:
        """Listen no more."""
        for each in self._listening:
            each.cancel()
        await asyncio.gather(*self._listening, return_exceptions=True)

    async def respond(self) -> None:
        """Answer all that has come in, and send what that brings others."""
        readers = {key: one.read for key, one in self.messengers.items()}
        known = Accounts({}, PAGES, {key: one.takes for key, one in self.messengers.items()})
        setting = Setting(readers, known, self.postman.name)
        while responded := await respond(self.store, setting, self.clock.now):
            if responded.letter_id is not None:
                self.postman.deliver(responded.letter_id, responded.address)
        while await self.postman.round():
            pass

    async def until(self, moment: datetime) -> None:
        """Hour after hour what is due is done, until then."""
        day = day_of(self.clock.now)
        while day <= day_of(moment):
            for hour in self.hours:
                if self.clock.now < at(day, hour) <= moment:
                    await self._hour(at(day, hour))
            day += timedelta(days=1)
        self.clock.now = max(self.clock.now, moment)
        self._set_clocks()
        await keep_house(self.store, self.clock.now)

    async def _hour(self, moment: datetime) -> None:
        self.clock.now = max(self.clock.now, moment)
        self._set_clocks()
        done = await look(self.store, self.clock.now)
        assert len(done) == len(ERRANDS), "no errand failed"
        await self.postman.keep_house(alone=True)
        while await self.postman.round():
            pass

    def _set_clocks(self) -> None:
        for double in (self.telegram, self.zalo):
            double.clock.set(self.clock.now)

    async def _listen(self, messenger: Messenger) -> None:
        """Keep what comes in, as the program does."""

        async def kept(batch: list[tuple[Arrival | None, bytes]], offset: int | None) -> None:
            arrived = [Arrived(a.event_id, a.chat, raw) for a, raw in batch if a is not None]
            async with self.store.begin() as session:
                await inbox.keep(
                    session, messenger.surface, messenger.account, arrived, self.clock.now
                )
            self._stored += len(arrived)
            await self.zalo.post.tell()

        await messenger.listen(kept, None)


@asynccontextmanager
async def town(
    store: Store, village: Village, begins: datetime, hours: Sequence[time] = HOURS
) -> AsyncIterator[Town]:
    """Everybody at their telephones; in the end neither messenger has anything against us."""
    async with telegram_double(pace=0.01) as telegram, zalo_bot_double() as zalo:
        async with store.begin() as session:
            await moved(session, village, zalo, begins)
        one = Town(store, telegram, zalo, FakeClock(begins), hours)
        await one_word_from_each(one)
        await one.start()
        try:
            yield one
        finally:
            await one.stop()
            for messenger in one.messengers.values():
                await messenger.close()
        assert telegram.violations == zalo.violations == []


async def one_word_from_each(one: Town) -> None:
    """Everybody wrote once, long ago, so that they can be written to."""
    for name in ON_ZALO:
        await one.zalo.person(name).say("xin chào")
    for name in set(PEOPLE) - set(ON_ZALO):
        await one.telegram.send_text(AN + PEOPLE.index(name), "xin chào")
    one.zalo.post.waiting.clear()
    one.telegram.post.waiting.clear()
