"""The commune behind the phones: what is said goes through the same inbox, hands and postman."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from bot import starting
from bot.domain.periods import day_of
from bot.domain.vietnamese.text import clean, clean_name
from bot.fetching import fetch_one
from bot.messages import Address, FileReference, Incoming
from bot.messengers import web
from bot.messengers.base import wanted
from bot.messengers.web import WebMessenger
from bot.room import planting
from bot.room.clock import RoomClock
from bot.room.passing import Passage, next_stop
from handlers.respond import Setting, respond
from handlers.turn import Accounts
from scheduler import timetable
from scheduler.housekeeping import keep_house
from scheduler.pacing import Pace, Pacing
from scheduler.postman import Postman
from scheduler.timetable import ERRANDS, Errand
from storage import inbox, sample
from storage.inbox import Arrived
from storage.sample import phones
from storage.sample.phones import Inhabitant
from storage.store import Session, Store

ACCOUNT = (phones.SURFACE, phones.ACCOUNT)
PHOTOS = ("image/jpeg", "image/png")
_FREE = 1_000_000.0


class NoSuchButton(Exception):
    """What was tapped stands on no letter of this phone."""


@dataclass(frozen=True)
class World:
    """One sample commune with its clock."""

    store: Store
    clock: RoomClock
    postman: Postman
    messenger: WebMessenger
    setting: Setting
    name: str
    cast: sample.Cast
    people: dict[int, Inhabitant]

    @classmethod
    async def of(cls, store: Store, pages: str = "") -> "World":
        """Go on where a commune stopped; `pages` is where its pages are reached."""
        clock = RoomClock(starting.now, await planting.present(store))

        async def bring(file_id: int) -> bytes | None:
            async with store.reading() as session:
                found = await phones.file(session, file_id)
                return found.content if found is not None else None

        messenger = WebMessenger(phones.ACCOUNT, bring)
        pacing = Pacing({ACCOUNT: _FREE}, one_chat=Pace(_FREE, int(_FREE)))
        postman = Postman(store, {ACCOUNT: messenger.send}, pacing, clock=clock)
        setting = Setting({ACCOUNT: messenger.read}, Accounts({}, pages), postman.name)
        await postman.keep_house(alone=True)
        async with store.reading() as session:
            people = {one.id: one for one in await phones.inhabitants(session, clock())}
            name, cast = await phones.world(session), await sample.cast(session)
        return cls(store, clock, postman, messenger, setting, name, cast, people)


@dataclass
class Commune:
    """The world of now, which may be begun anew, and who may touch it: one at a time."""

    world: World
    told: Callable[[], None]  # something may have come to the phones
    typing: Callable[[int, bool], None]  # somebody's words are being answered, or have been
    arrived: asyncio.Event = field(default_factory=asyncio.Event)
    files_arrived: asyncio.Event = field(default_factory=asyncio.Event)
    looked_at: datetime = field(default_factory=starting.now)
    pages: str = ""  # where the pages of the room are reached, once its door is open
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    _bringing: asyncio.Lock = field(default_factory=asyncio.Lock)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Session]:
        """A look at the world while nobody changes it."""
        async with self._turn, self.world.store.reading() as session:
            yield session

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Session]:
        """A change of the world by one of its pages, while nobody else changes it."""
        async with self._turn, self.world.store.begin() as session:
            yield session

    @asynccontextmanager
    async def alone(self) -> AsyncIterator[World]:
        """The world while nobody else touches it, and no file is being brought to it."""
        async with self._bringing, self._turn:
            yield self.world

    # --- What people do --------------------------------------------------------------------------

    async def say(self, phone: int, text: str, nonce: str, *, plain: bool = False) -> None:
        """Somebody typed something. Said twice under one nonce, it is said once.

        `plain`: on a phone that shows no buttons.
        """
        await self._keep(Incoming(*_blank(phone, nonce), text=clean(text), buttons=not plain))

    async def tap(self, phone: int, n: int, choice: str, nonce: str) -> None:
        """Somebody tapped a button of the letter in line n; raises NoSuchButton."""
        async with self.reading() as session:
            letter = await phones.letter_at(session, phone, n)
        buttons = (*letter.choices, *letter.ways) if letter is not None else ()
        label = next((one.label for one in buttons if one.action == choice), None)
        if letter is None or label is None:
            raise NoSuchButton
        tapped = str(n if letter.edits is None else letter.edits)
        incoming = Incoming(*_blank(phone, nonce), choice=choice, tapped=tapped)
        await self._keep(incoming, label=label)

    async def send_file(
        self, phone: int, nonce: str, name: str, media_type: str, content: bytes
    ) -> None:
        """Somebody sent a photo or a document."""
        file = FileReference("", clean_name(name), len(content), media_type)
        incoming = _carrying(Incoming(*_blank(phone, nonce)), file)
        await self._keep(incoming, content=content if wanted(file) else None)

    async def _keep(
        self, incoming: Incoming, *, label: str = "", content: bytes | None = None
    ) -> None:
        async with self._turn, self.world.store.begin() as session:
            now = self.world.clock()  # in the transaction, so that lines come in their order
            if await phones.said_as(session, incoming.message_id) is not None:
                return
            if content is not None:
                incoming = await _with_file(session, incoming, content, now)
            raw = web.packed(incoming, label)
            arrival = self.world.messenger.arrival(raw)
            assert arrival is not None
            arrived = Arrived(arrival.event_id, arrival.chat, raw, arrival.wants_file)
            await inbox.keep(session, *ACCOUNT, [arrived], now)
        self.typing(int(arrival.chat), True)
        self.told()
        (self.files_arrived if arrival.wants_file else self.arrived).set()

    async def show(self, people: Sequence[int]) -> None:
        """Whoever is shown has a phone."""
        async with self._turn, self.world.store.begin() as session:
            await phones.link(session, people, self.world.clock())

    # --- What happens ----------------------------------------------------------------------------

    async def handle(self) -> bool:
        """Answer the next message that waits; False when there is none."""
        async with self._turn:
            world = self.world
            responded = await respond(world.store, world.setting, world.clock())
            if responded is None:
                return False
            if responded.letter_id is not None:
                world.postman.deliver(responded.letter_id, responded.address)
            await self._post(world)
        self.typing(int(responded.address.external_id), False)
        self.told()
        return True

    async def bring_file(self) -> bool:
        """Fetch the next file that waits, and read it if it is a workbook that was asked for."""
        async with self._bringing:
            world = self.world
            accounts = {ACCOUNT: world.messenger}
            brought = await fetch_one(world.store, accounts, world.clock)
        if brought:
            self.arrived.set()
        return brought

    async def look(self) -> None:
        """Do what the present hour brings."""
        async with self._turn:
            await self._pass_hour(self.world, ERRANDS, with_house=True)
            async with self.world.store.begin() as session:
                await sample.set_clock(session, self.world.clock())
        self.looked_at = starting.now()
        self.told()

    async def _pass_hour(
        self, world: World, errands: Sequence[Errand], *, with_house: bool
    ) -> None:
        """An hour as the timetable has it, while nobody else touches the world."""
        await timetable.look(world.store, world.clock(), errands)
        if with_house:
            await keep_house(world.store, world.clock(), with_post=False)
            await world.postman.keep_house(alone=True)
        await self._post(world)

    async def _post(self, world: World) -> None:
        while await world.postman.round():
            pass

    async def deliver(self) -> None:
        """Something was written to a phone, other than as an answer."""
        async with self._turn:
            await self._post(self.world)
        self.told()

    def open_under(self, address: str) -> None:
        """The door is open: links to the room's pages begin so from now on."""
        self.pages = address
        accounts = replace(self.world.setting.accounts, pages=address)
        self.world = replace(self.world, setting=replace(self.world.setting, accounts=accounts))

    async def settle(self) -> None:
        """Answer whoever has spoken and do what is due by now, before time goes on."""
        while await self.handle():
            pass
        await self.look()

    async def pass_to_next(self, passage: Passage) -> bool:
        """Let time pass to its next stop; False when it has arrived."""
        while await self.handle():
            pass
        async with self.alone() as world:
            now = world.clock()
            if now >= passage.until:
                return False
            async with world.store.reading() as session:
                stop = await next_stop(session, passage, now)
            world.clock.move_to(stop.at)
            async with world.store.begin() as session:
                await passage.others.report(session, _days_ended(now, stop.at))
                await sample.set_clock(session, stop.at)
            await self._pass_hour(world, stop.errands, with_house=stop.with_house)
        return True

    async def begin_anew(self, made: Callable[[], Awaitable[Store]]) -> None:
        """Another commune in place of this one, made once this one is closed."""
        async with self.alone() as world:
            await world.store.close()
            self.world = await World.of(await made(), self.pages)
        self.told()

    async def close(self) -> None:
        """Write down the hour at which it stops."""
        async with self.alone() as world:
            async with world.store.begin() as session:
                await sample.set_clock(session, world.clock())
            await world.store.close()


def _days_ended(since: datetime, until: datetime) -> list[date]:
    first = day_of(since)
    return [first + timedelta(days=step) for step in range((day_of(until) - first).days)]


def _blank(phone: int, nonce: str) -> tuple[Address, str, datetime]:
    """Whose phone, the name under which it is said once, and a moment: the inbox has its own."""
    return phones.address_of(phone), f"{phone}.{nonce}", starting.now()


async def _with_file(
    session: Session, incoming: Incoming, content: bytes, now: datetime
) -> Incoming:
    """Keep the file for as long as the message waits for it, and for the phone to show."""
    file = incoming.photo or incoming.document
    assert file is not None
    file_id = await phones.put_file(session, file.name, file.media_type, content, now)
    return _carrying(incoming, replace(file, reference=str(file_id)))


def _carrying(incoming: Incoming, file: FileReference) -> Incoming:
    if file.media_type in PHOTOS:
        return replace(incoming, photo=file)
    return replace(incoming, document=file)
