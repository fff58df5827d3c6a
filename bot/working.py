"""The program at work: what arrives is kept and handled, what is due is sent, until we stop."""

import asyncio
import gc
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog
from prometheus_client import CollectorRegistry

from bot.fetching import fetch_one
from bot.messengers.base import Arrival, Messenger
from bot.metrics import Gauges
from bot.settings import Settings
from bot.starting import now
from bot.switchboard import Switchboard
from bot.troubles import place_of
from handlers.respond import Responded, Setting, respond
from scheduler.housekeeping import keep_house
from scheduler.plans import warn_of_plans
from scheduler.postman import Postman
from scheduler.timetable import Timetable
from storage import inbox
from storage.inbox import Arrived
from storage.presence import alone
from storage.store import Store

log = structlog.get_logger()

IDLE = 1.0  # the safety net under waking: how long a sleeping worker stays asleep
WORKERS = 4  # on PostgreSQL; SQLite has one writer anyway
HOUSEKEEPING = 60.0
LOOK_AROUND = 60.0  # how long an account that was added waits at most
LONGEST_BEHIND = timedelta(minutes=2)
LAST_STEPS = 3.0  # how long what is in hand may take when we are told to stop
LONGEST_PAUSE = 60.0


@dataclass
class Program:
    """The running parts. Every process has its own; on PostgreSQL there may be many."""

    settings: Settings
    store: Store
    board: Switchboard
    postman: Postman
    timetable: Timetable
    setting: Setting
    stop: asyncio.Event = field(default_factory=asyncio.Event)
    arrived: asyncio.Event = field(default_factory=asyncio.Event)
    files_arrived: asyncio.Event = field(default_factory=asyncio.Event)
    kept_house_at: datetime = field(default_factory=now)
    registry: CollectorRegistry = field(default_factory=CollectorRegistry)

    async def keep(self, surface: str, account: str, arrival: Arrival, raw: bytes) -> None:
        """Commit one message; only then may it be acknowledged."""
        await self.keep_all(surface, account, [(arrival, raw)], None)

    async def keep_oddity(self, surface: str, account: str, raw: bytes) -> None:
        """Commit a body that made no sense."""
        async with self.store.begin() as session:
            await inbox.keep_oddity(session, surface, account, raw, now())

    async def keep_all(
        self,
        surface: str,
        account: str,
        batch: Sequence[tuple[Arrival | None, bytes]],
        following: int | None,
    ) -> None:
        """Commit what arrived, with the polling offset behind it, and wake whoever handles it."""
        good = [
            Arrived(arrival.event_id, arrival.chat, raw, arrival.wants_file)
            for arrival, raw in batch
            if arrival is not None
        ]
        async with self.store.begin() as session:
            await inbox.keep(session, surface, account, good, now())
            for arrival, raw in batch:
                if arrival is None:
                    await inbox.keep_oddity(session, surface, account, raw, now())
            if following is not None:
                await inbox.move_offset(session, surface, account, following)
        self.arrived.set()
        if any(one.wants_file for one in good):
            self.files_arrived.set()

    @property
    def last_look(self) -> datetime:
        """When the clock last went round whole: what is due, and what is past its keeping."""
        return min(self.kept_house_at, self.timetable.looked_at)

    async def health(self) -> dict[str, bool]:
        """The database answers, no message waits for a minute, and the clock goes round."""
        async with self.store.reading() as session:
            oldest = await inbox.oldest_waiting(session)
        return {
            "database": True,
            "inbox": oldest is None or now() - oldest < timedelta(seconds=60),
            "clock": now() - self.last_look < LONGEST_BEHIND,
        }


async def work_until_stopped(program: Program, opened: AbstractAsyncContextManager[int]) -> None:
    """Open the door, start all hands, and end in order: nothing accepted is left half done."""
    gauges = Gauges(program.registry)
    async with AsyncExitStack() as door:
        port = await door.enter_async_context(opened)
        async with asyncio.TaskGroup() as group:
            sent_all = asyncio.Event()
            group.create_task(_send(program, sent_all))
            hands = [group.create_task(_handle(program)) for _ in range(_hands(program))]
            hands.append(group.create_task(_fetch(program)))
            aside = [group.create_task(_keep_house(program, gauges))]
            aside.append(group.create_task(follow_accounts(program)))
            aside.append(group.create_task(_learn(program)))
            aside.append(group.create_task(program.timetable.run()))
            _freeze_garbage()
            log.info("running", port=port, accounts=len(program.board.messengers))
            await program.stop.wait()
            log.info("stopping")
            for one in aside:
                one.cancel()
            await door.aclose()
            program.arrived.set()
            program.files_arrived.set()
            await _laid_down(hands)
            sent_all.set()
    log.info("stopped")


async def _laid_down(hands: Sequence[asyncio.Task[None]]) -> None:
    """What is in hand is finished, or rolled back to be done after the next start."""
    _, late = await asyncio.wait(hands, timeout=LAST_STEPS)
    for hand in late:
        hand.cancel()
    if late:
        await asyncio.wait(late)


def _hands(program: Program) -> int:
    return 1 if program.store.embedded else WORKERS


def _freeze_garbage() -> None:
    """A full collection over aiogram's models takes 178 ms; they never become garbage."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 50, 100)


async def _send(program: Program, sent_all: asyncio.Event) -> None:
    try:
        await program.postman.run(sent_all)
    except Exception as trouble:  # raised but at the end, where leases run out by themselves
        if not program.stop.is_set():
            raise
        log.warning("letters not given back", why=place_of(trouble))


async def follow_accounts(program: Program) -> None:
    """See each minute which accounts were added or removed, and listen to each that polls."""
    ears: dict[Messenger, asyncio.Task[None]] = {}
    async with asyncio.TaskGroup() as group:
        while not program.stop.is_set():
            polled = set(program.board.polled.values())
            for one in ears.keys() - polled:
                ears.pop(one).cancel()
            for one in polled - ears.keys():
                ears[one] = group.create_task(_listen(program, one))
            await _sleep(program.stop, LOOK_AROUND)
            try:
                await program.board.look()
            except Exception as trouble:  # the database is away: who is heard is heard on
                log.warning("accounts not looked at", why=place_of(trouble))


async def _listen(program: Program, messenger: Messenger) -> None:
    """Only one process asks a messenger what is new: it answers nobody when two do."""

    async def kept(batch: list[tuple[Arrival | None, bytes]], following: int | None) -> None:
        await program.keep_all(messenger.surface, messenger.account, batch, following)

    async def listen() -> bool:
        name = f"listen:{messenger.surface}:{messenger.account}"
        async with alone(program.store, name) as ours:
            if not ours:
                return False
            async with program.store.reading() as session:
                offset = await inbox.offset(session, messenger.surface, messenger.account)
            await messenger.listen(kept, offset)
        return True

    await _over_and_over(program, listen, program.stop)


async def _over_and_over(
    program: Program, step: Callable[[], Awaitable[bool]], news: asyncio.Event
) -> None:
    """One step after the other until we stop; `step` says whether there was anything to do."""
    while not program.stop.is_set():
        if news is not program.stop:
            news.clear()
        try:
            found = await step()
        except Exception as trouble:  # mostly the database is away; nobody else would go on
            log.warning("waiting for the database", why=place_of(trouble))
            await _sleep(program.stop, IDLE)
            continue
        if not found:
            await _sleep(news, IDLE)


async def _handle(program: Program) -> None:
    async def handle() -> bool:
        responded = await respond(program.store, program.setting, now())
        if responded is None:
            return False
        program.arrived.set()
        _hand_over(program, responded)
        return True

    await _over_and_over(program, handle, program.arrived)


def _hand_over(program: Program, responded: Responded) -> None:
    if responded.letter_id is not None:
        program.postman.deliver(responded.letter_id, responded.address)


async def _sleep(woken: asyncio.Event, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await woken.wait()
    except TimeoutError:
        return


async def _keep_house(program: Program, gauges: Gauges) -> None:
    while True:
        try:
            await keep_house(program.store, now())
            if await warn_of_plans(program.store, program.board.plans, now()):
                program.postman.wake()
            await gauges.measure(program.store, now(), program.board.plans)
            gauges.looked(program.timetable.looked_at)
            program.kept_house_at = now()
        except Exception as trouble:  # kept again in a minute; answers need no kept house
            log.warning("house not kept", why=place_of(trouble))
        await _sleep(program.stop, HOUSEKEEPING)


async def _learn(program: Program) -> None:
    """Invitations want our address; a messenger that can't be reached is asked again."""
    pause = IDLE
    while not program.stop.is_set():
        try:
            learned = await program.board.learn()
        except Exception as trouble:  # asked again: nobody else's work ends with it
            log.warning("links not learned", why=place_of(trouble))
            learned = False
        pause = IDLE if learned else min(2 * pause, LONGEST_PAUSE)
        await _sleep(program.stop, LONGEST_PAUSE if pause == IDLE else pause)


async def _fetch(program: Program) -> None:
    """Bring the files that messages came with, outside of any transaction."""

    async def fetch() -> bool:
        brought = await fetch_one(program.store, program.board.messengers)
        if brought:
            program.arrived.set()
        return brought

    await _over_and_over(program, fetch, program.files_arrived)
