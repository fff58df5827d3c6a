"""What the clock does, as a list; and how often it looks."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

import structlog

from bot.troubles import place_of
from scheduler.announcements import send_announcements
from scheduler.concern_reminders import plan_concern_reminders
from scheduler.digests import seal_overdue, send_digests
from scheduler.reminders import plan_reminders
from storage.presence import Presence
from storage.store import Store

LOOK_EVERY = 20  # seconds
LEADER = "timetable"

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Errand:
    """Something that time brings. It finds in the database what is due, so it may run at any time.

    `do` takes the store and the present, and says how much it did; it is safe in several
    processes at once and after any downtime.
    """

    name: str
    do: Callable[[Store, datetime], Awaitable[int]]


ERRANDS: tuple[Errand, ...] = (
    Errand("reminders", plan_reminders),
    Errand("concern reminders", plan_concern_reminders),
    Errand("digests", send_digests),
    Errand("sealing", seal_overdue),
    Errand("announcements", send_announcements),
)


async def look(store: Store, now: datetime, errands: Sequence[Errand] = ERRANDS) -> dict[str, int]:
    """Do whatever is due; how much of each that was. One that fails does not hold up the rest."""
    done: dict[str, int] = {}
    for errand in errands:
        try:
            done[errand.name] = await errand.do(store, now)
        except Exception as trouble:  # the other errands still have to be done
            log.warning("not_done", errand=errand.name, why=place_of(trouble))
    return done


@dataclass
class Timetable:
    """The clock of one process. Of several only the leader looks, for economy: two do no harm."""

    store: Store
    clock: Callable[[], datetime]
    wake: Callable[[], None]  # there may be letters to send
    every: float = LOOK_EVERY
    looked_at: datetime = field(init=False)
    leads: bool = field(default=False, init=False)
    _presence: Presence = field(init=False)

    def __post_init__(self) -> None:
        self.looked_at = self.clock()
        self._presence = Presence(self.store, LEADER)

    async def run(self) -> None:
        """Look now and every twenty seconds, until cancelled."""
        ticked = asyncio.Event()
        ticked.set()

        async def tick() -> None:
            ticked.set()

        end = _ticking(tick, self.every)
        try:
            while True:
                await ticked.wait()
                ticked.clear()
                await self.look_once()
        finally:
            end()
            await self.leave()

    async def look_once(self) -> None:
        """Look, if it is ours to; the moment is kept for whoever asks after our health."""
        try:
            self.leads = await self._presence.show()
            if self.leads:
                done = await look(self.store, self.clock())
                if any(done.values()):
                    self.wake()
            self.looked_at = self.clock()
        except Exception as trouble:  # the database is away: a clock waits, never stops
            log.warning("clock_waits", why=place_of(trouble))

    async def leave(self) -> None:
        """Let another process lead."""
        await self._presence.leave()


def _ticking(tick: Callable[[], Awaitable[None]], every: float) -> Callable[[], None]:
    """Start the tick; how to end it. APScheduler only ticks: what is due stands in the database.

    By its own default it drops a tick that comes a second late (reliability.md 0.7).
    """
    from apscheduler.schedulers.asyncio import AsyncIOScheduler
    from apscheduler.triggers.interval import IntervalTrigger

    scheduler = AsyncIOScheduler(
        timezone=UTC,
        job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
    )
    scheduler.add_job(tick, IntervalTrigger(seconds=every, timezone=UTC))
    scheduler.start()

    def end() -> None:
        scheduler.shutdown(wait=False)

    return end
