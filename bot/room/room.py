"""The practice room: a commune, the pages that look at it, its clock and the guided path."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from bot import starting
from bot.room import frames, path
from bot.room.frames import Asked, Clock, Frame, Hello, Say, Step, Tap
from bot.room.pages import Page, Pages
from bot.room.passing import CannotMove, Passage, destination
from bot.room.path import Marks
from bot.room.world import Commune, NoSuchButton, World
from bot.texts.room_server import Why
from bot.troubles import place_of
from storage import inbox
from storage.sample import phones
from storage.sample.phones import number_of
from storage.store import Session, Store
from storage.tables import File

LOOK_EVERY = 20.0
IDLE = 5.0  # a message that failed in our hands is taken up again after a while
NEVER = 3600.0
LONGEST_BEHIND = timedelta(minutes=2)

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Journey:
    """Time on its way to a moment, for as long as the page that asked for it is open."""

    page: Page
    until: datetime


@dataclass
class Room:
    """Everything that is behind the door."""

    commune: Commune
    pages: Pages
    made_anew: Callable[[], Awaitable[Store]]
    journey: Journey | None = None
    departing: asyncio.Event = field(default_factory=asyncio.Event)
    began: Marks | None = None  # how far everything was when the path was begun
    at: int | None = None  # the step of the path
    stale: asyncio.Event = field(default_factory=asyncio.Event)
    closing: bool = False

    @classmethod
    async def of(cls, store: Store, made_anew: Callable[[], Awaitable[Store]]) -> "Room":
        """A room around a commune; `made_anew` is where the next one comes from."""
        pages = Pages()
        room = cls(Commune(await World.of(store), pages.wake, pages.typing), pages, made_anew)
        room.commune.told = room._stirred
        return room

    # --- Pages -----------------------------------------------------------------------------------

    def enter(self, page: Page) -> None:
        """A page is opened."""
        self.pages.open.add(page)
        page.reply(self._welcome(page))

    def leave(self, page: Page) -> None:
        """A page is closed."""
        self.pages.open.discard(page)

    async def news(self, page: Page) -> list[str]:
        """All that a page does not have yet."""
        return await page.news(self.commune)

    async def answer(self, page: Page, asked: Asked) -> None:
        """Do what a page asks for, or say why not."""
        try:
            why = await self._do(page, asked)
        except NoSuchButton:
            why = Why.NO_BUTTON
        except Exception as trouble:  # the page is told, and everything else goes on
            log.error("frame_failed", why=place_of(trouble))
            why = Why.FAILED
        if why is not None:
            page.refuse(why, getattr(asked, "nonce", ""))

    async def _do(self, page: Page, asked: Asked) -> Why | None:
        match asked:
            case Hello():
                return await self._hello(page, asked)
            case Say() | Tap() if asked.person not in self.commune.world.people:
                return Why.NOBODY
            case Say():
                await self.commune.say(asked.person, asked.text, asked.nonce, plain=asked.plain)
            case Tap():
                await self.commune.tap(asked.person, asked.n, asked.choice, asked.nonce)
            case Clock():
                return await self._depart(page, asked)
            case Step():
                return await self._step(asked)
        return None

    async def _hello(self, page: Page, hello: Hello) -> Why | None:
        world = self.commune.world
        if not hello.phones.keys() <= world.people.keys():
            return Why.NOBODY
        now = number_of(world.clock())
        if hello.world not in ("", world.name) or any(n > now for n in hello.phones.values()):
            page.reply({"is": "again"})
            return None
        await self.commune.show(list(hello.phones))
        page.show(dict(hello.phones))
        self.stale.set()
        return None

    def _welcome(self, page: Page) -> Frame:
        world = self.commune.world
        cast = world.cast
        return {
            "is": "welcome", "world": world.name, **frames.hour(world.clock(), page.language),
            "people": [frames.person(one) for one in world.people.values()],
            "cast": {"member": cast.member, "secretary": cast.secretary, "office": cast.office},
        }  # fmt: skip

    async def _depart(self, page: Page, asked: Clock) -> Why | None:
        if self.journey is not None:
            return Why.MOVING
        async with self.commune.reading() as session:
            now = self.commune.world.clock()
            try:
                until = await destination(session, asked.to, asked.person, now)
            except CannotMove as cannot:
                return cannot.why
        self.journey = Journey(page, until)
        self.departing.set()
        return None

    async def _travel(self) -> bool:
        """Let time pass up to where somebody wanted it, unless they leave."""
        journey = self.journey
        if journey is None:
            return False
        try:
            await self.commune.settle()
            async with self.commune.reading() as session:
                passage = await Passage.to(session, journey.until)
            while self._goes_on(journey) and await self.commune.pass_to_next(passage):
                self._tell_hour(moving=True)
                self.pages.wake()
        finally:
            self.journey = None
            self._tell_hour(moving=False)
            self._stirred()
        return False

    def _goes_on(self, journey: Journey) -> bool:
        return self.journey is journey and journey.page in self.pages.open and not self.closing

    def _tell_hour(self, *, moving: bool) -> None:
        now = self.commune.world.clock()
        for page in self.pages.open:
            hour = frames.hour(now, page.language)
            page.note("clock", {"is": "clock", **hour, "moving": moving, "why": None})

    # --- The guided path -------------------------------------------------------------------------

    async def _step(self, asked: Step) -> Why | None:
        """All pages are on the same path, as they look at the same commune."""
        async with self.commune.reading() as session:
            if asked.at is not None and asked.at >= len(await self._steps(session)):
                return Why.NO_STEP
            if self.began is None and asked.at is not None:
                self.began = await path.marks(session)
        self.at = asked.at
        self.stale.set()
        return None

    async def _steps(self, session: Session) -> list[path.Step]:
        return await path.steps(session, self.commune.world.clock(), self.began)

    async def _tell_path(self) -> bool:
        async with self.commune.reading() as session:
            steps = await self._steps(session)
        for page in self.pages.open:
            told = [frames.step(step, page.language) for step in steps]
            page.note("path", {"is": "path", "steps": told, "at": self.at})
        return False

    def _stirred(self) -> None:
        """Something was said or came."""
        self.pages.wake()
        if self.at is not None and self.journey is None:
            self.stale.set()

    # --- What goes on by itself ------------------------------------------------------------------

    async def work(self, stop: asyncio.Event) -> None:
        """Answer what people say, bring their files, and let time pass, until told to stop."""
        async with asyncio.TaskGroup() as group:
            hands = [
                group.create_task(_over_and_over(self.commune.handle, self.commune.arrived)),
                group.create_task(
                    _over_and_over(self.commune.bring_file, self.commune.files_arrived)
                ),
                group.create_task(_over_and_over(self._look, asyncio.Event(), LOOK_EVERY)),
                group.create_task(_over_and_over(self._travel, self.departing)),
                group.create_task(_over_and_over(self._tell_path, self.stale, NEVER)),
            ]
            await stop.wait()
            self.closing = True
            async with self.commune.alone():  # what is in hand is finished
                for hand in hands:
                    hand.cancel()

    async def _look(self) -> bool:
        await self.commune.look()
        return False

    async def begin_anew(self) -> None:
        """Another commune; every page starts anew."""
        self.journey = self.began = self.at = None
        await self.commune.begin_anew(self.made_anew)
        for page in self.pages.open:
            page.show({})
            page.reply({"is": "again"})

    async def file(self, file_id: int) -> File | None:
        """A file that somebody sent or was sent."""
        async with self.commune.reading() as session:
            return await phones.file(session, file_id)

    async def health(self) -> dict[str, bool]:
        """The database answers, no message waits for long, and the clock goes round."""
        async with self.commune.reading() as session:
            oldest = await inbox.oldest_waiting(session)
        now = self.commune.world.clock()
        return {
            "database": True,
            "inbox": oldest is None or now - oldest < timedelta(seconds=60),
            "clock": starting.now() - self.commune.looked_at < LONGEST_BEHIND,
        }


async def _over_and_over(
    step: Callable[[], Awaitable[bool]], news: asyncio.Event, idle: float = IDLE
) -> None:
    """One step after the other; `step` says whether there may be more to do."""
    while True:
        news.clear()
        try:
            more = await step()
        except Exception as trouble:  # one bad moment does not end the room
            log.error("room_waits", why=place_of(trouble))
            more = False
        if not more:
            try:
                async with asyncio.timeout(idle):
                    await news.wait()
            except TimeoutError:
                pass
