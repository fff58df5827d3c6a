"""Everything that leaves goes through here: in order for each chat, at the pace allowed, once."""

import asyncio
from collections import Counter, deque
from collections.abc import Awaitable, Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import structlog

from bot.domain.delivery import LONGEST_SEND
from bot.messages import Address, Ambiguous, Letter, Outcome, Urgency
from bot.troubles import place_of
from scheduler import handing_out, wording
from scheduler.pacing import Pacing, Wait, account_of
from storage import outbox, rates, settlement
from storage.channels import Account
from storage.outbox import Due
from storage.presence import Presence
from storage.store import Session, Store

MOST_IN_FLIGHT = 6  # each may be left unknown by a kill: 4 on average (reliability.md 4, F2)
MOST_ON_SQLITE = 5  # its one writer settles them one by one, so each is unsure for longer
MOST_OF_SEVERAL = 3  # of one account where there are several: a place is left for the others
MOST_AT_HAND = 6  # leased and not begun, so that a place that falls free is filled at once
LONGEST_STOP = 21.0  # with the door (5) and the hands (3) before it: under 30 in all
WORTH_WAITING = 2.0  # seconds; a slot further off is waited for in the outbox
POLL = 1.0
HOUSEKEEPING = timedelta(seconds=10)
SETTLE_PAUSES = (0.2, 0.5, 1, 2, 4, 8)  # seconds between tries to write down what was sent

log = structlog.get_logger()


Send = Callable[[Letter], Awaitable[Outcome]]
"""What the postman needs of a messenger."""


def _utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass
class Postman:
    """Sends what is due on some accounts.

    Every process has one of its own; on PostgreSQL there may be any number of processes.
    """

    store: Store
    senders: Mapping[Account, Send]
    pacing: Pacing
    clock: Callable[[], datetime] = _utc_now
    pause: Callable[[float], Awaitable[object]] = asyncio.sleep
    name: str = field(default_factory=lambda: f"postman-{uuid4().hex}")
    without_files: Collection[Account] = ()  # accounts whose messenger carries none
    pages: str = ""  # where our pages are reached, as the files of those
    _waiting: deque[Due] = field(default_factory=deque, init=False)
    _flying: dict[Address, tuple[Urgency, asyncio.Task[None]]] = field(
        default_factory=dict, init=False
    )
    _resting: set[Address] = field(default_factory=set, init=False)
    _news: asyncio.Event = field(default_factory=asyncio.Event, init=False)
    _to_be_looked_for: bool = field(default=True, init=False)
    _stopping: bool = field(default=False, init=False)
    _presence: Presence = field(init=False)

    def __post_init__(self) -> None:
        self._presence = Presence(self.store, self.name)

    def wake(self) -> None:
        """There may be something due in the outbox."""
        self._to_be_looked_for = True
        self._news.set()

    def deliver(self, letter_id: int, address: Address) -> None:
        """Send an answer written with `leased_by=name`, once its transaction is committed."""
        if account_of(address) in self.senders:
            self._waiting.append(Due(letter_id, address, Urgency.LIVE))
            self._news.set()

    async def run(self, stop: asyncio.Event) -> None:
        """Send until told to stop; then finish what is in flight and give the rest back."""
        try:
            async with asyncio.TaskGroup() as flights:
                watch = flights.create_task(self._heed(stop))
                await self._work(flights, stop)
                watch.cancel()
                self._stopping = True
                await self._land()
        finally:
            await self._give_back()
            await self._presence.leave()

    async def round(self) -> int:
        """Send what was handed over, and what is due as far as one claim goes; how many began."""
        self._waiting.extend(await self._claimed(MOST_IN_FLIGHT))
        return await self.flush()

    async def flush(self) -> int:
        """Send only what was handed over; how many letters that were."""
        begun = 0
        async with asyncio.TaskGroup() as flights:
            while self._waiting or self._flying or self._resting:
                self._news.clear()
                begun += self._start(flights)
                if self._flying or self._resting:
                    await self._news.wait()
        return begun

    async def keep_house(self, *, alone: bool) -> None:
        """Settle what a dead postman left and what is too late; `run` does it time and again.

        `alone` says that no other postman is at work on this database.
        """
        now = self.clock()
        async with self.store.begin() as session:
            left = await settlement.recover(session, now, alone=alone)
            late = await outbox.expire(session, now)
        if left or late:
            log.warning("letters_settled", left_by_a_dead_postman=left, too_late=late)

    # --- The loop ------------------------------------------------------------------------------

    async def _heed(self, stop: asyncio.Event) -> None:
        await stop.wait()
        self._news.set()

    async def _work(self, flights: asyncio.TaskGroup, stop: asyncio.Event) -> None:
        kept_house: datetime | None = None
        failures = 0
        while not stop.is_set():
            self._news.clear()
            self._start(flights)
            try:
                if kept_house is None or self.clock() >= kept_house + HOUSEKEEPING:
                    await self._presence.show()
                    await self.keep_house(alone=kept_house is None and self.store.embedded)
                    kept_house = self.clock()
                if self._to_be_looked_for and (room := self._room()):
                    claimed = await self._claimed(room)
                    self._waiting.extend(claimed)
                    self._to_be_looked_for = bool(claimed or self._provided_for())
                    self._start(flights)
                failures = 0
            except Exception as trouble:  # the database is away: a postman waits, never dies
                failures += 1
                log.warning("postman_waits", failures=failures, error=place_of(trouble))
            await self._rest(POLL * min(2**failures, 10))

    async def _rest(self, longest: float) -> None:
        try:
            async with asyncio.timeout(longest):
                await self._news.wait()
        except TimeoutError:
            self._to_be_looked_for = True

    def _room(self) -> int:
        """How many to claim; one or two are not worth a transaction while others fly."""
        held, engaged = self._flying.keys() | self._resting, self._engaged()
        room = MOST_AT_HAND - sum(
            due.address not in held and account_of(due.address) not in engaged
            for due in self._waiting
        )
        return max(0, room) if room >= MOST_AT_HAND // 2 or not self._flying else 0

    async def _claimed(self, room: int) -> list[Due]:
        now = self.clock()
        async with self.store.begin() as session:
            free = self.senders.keys() - self._provided_for()
            willing = await self.pacing.willing(session, free, now)
            sparing = await self.pacing.sparing(session, willing, now)
            pressing = await outbox.claim(
                session, self.name, now, room, sparing, least=Urgency.URGENT
            )
            others = [account for account in willing if account not in sparing]
            room -= len(pressing)
            return pressing + await outbox.claim(session, self.name, now, room, others)

    def _start(self, flights: asyncio.TaskGroup) -> int:
        """Send off what may go: one a chat, bulk only while a place is left for answers."""
        begun = 0
        for _ in range(len(self._waiting)):
            due = self._waiting.popleft()
            if self._may_fly(due):
                self._flying[due.address] = due.urgency, flights.create_task(self._fly(due))
                begun += 1
            else:
                self._waiting.append(due)
        return begun

    def _may_fly(self, due: Due) -> bool:
        if due.address in self._flying or due.address in self._resting:
            return False
        if account_of(due.address) in self._engaged():
            return False
        places = MOST_ON_SQLITE if self.store.embedded else MOST_IN_FLIGHT
        if len(self._flying) >= places:
            return False
        bulk = sum(urgency is not Urgency.LIVE for urgency, _ in self._flying.values())
        return due.urgency is Urgency.LIVE or bulk < places - 1  # an answer finds a place

    def _engaged(self) -> set[Account]:
        """Accounts that have as many letters on their way as they may beside others: one whose
        messenger answers nobody holds up no other."""
        if len(self.senders) < 2:
            return set()
        flying = Counter(account_of(address) for address in self._flying)
        return {account for account, count in flying.items() if count >= MOST_OF_SEVERAL}

    def _provided_for(self) -> set[Account]:
        """Of these, those that have the next letters at hand."""
        at_hand = Counter(account_of(due.address) for due in self._waiting)
        return {one for one in self._engaged() if at_hand[one] >= MOST_OF_SEVERAL}

    async def _land(self) -> None:
        """Wait for what is in flight; what takes too long becomes unknown when its lease ends."""
        try:
            async with asyncio.timeout(LONGEST_STOP):
                while self._flying:
                    self._news.clear()
                    await self._news.wait()
        except TimeoutError:
            log.error("letters_left_in_flight", count=len(self._flying))
            for _, flight in self._flying.values():
                flight.cancel()

    async def _give_back(self) -> None:
        self._waiting.clear()
        async with self.store.begin() as session:
            await outbox.give_back(session, self.name)

    # --- One letter ----------------------------------------------------------------------------

    async def _fly(self, due: Due) -> None:
        letter: Letter | Wait | None = None
        try:
            send = self.senders.get(account_of(due.address))
            if send is None:  # its account has left
                return
            letter = await self._stamped(due)
            if isinstance(letter, Letter):
                await self._settle(due, letter, await self._sent(letter, send))
        except Exception as trouble:  # one bad letter does not hold up the rest
            log.error("letter_failed", letter=due.id, error=place_of(trouble))
        finally:
            del self._flying[due.address]
            self._news.set()
        if isinstance(letter, Wait):
            await self._begin_again(due, letter.seconds)

    async def _begin_again(self, due: Due, seconds: float) -> None:
        """A chat that has just been written to rests, and holds up nobody else's letters."""
        self._resting.add(due.address)
        try:
            await self.pause(seconds)
        finally:
            self._resting.remove(due.address)
            self._waiting.appendleft(due)
            self._news.set()

    async def _stamped(self, due: Due) -> Letter | Wait | None:
        """The letter, once its slot has come and its stamp is committed; None if it may not go.

        A wait where its chat is not free yet, for it to begin again after that.
        All others wait for the row of the account until the commit: so on PostgreSQL the words of
        what is not an answer are made after it.
        """
        while not self._stopping:
            now = self.clock()
            slots, ahead = self.pacing.slots(due, now)
            with suppress(rates.Raced):  # then all is asked for again
                async with self.store.begin() as session:
                    slot_in = await rates.reserve(session, slots, now.timestamp(), ahead)
                    if slot_in == 0 and (due.urgency is Urgency.LIVE or self.store.embedded):
                        return await self._worded(session, due, now)
                    if slot_in is None:
                        wait = await self.pacing.until_free(session, slots, ahead, now)
                        if wait.seconds > WORTH_WAITING:
                            until = now + timedelta(seconds=wait.seconds)
                            await outbox.hold(session, due.id, self.name, until)
                            return None
                if slot_in is not None:
                    await self.pause(slot_in)
                    return await self._stamped_in_its_slot(due)
                if wait.of_chat:
                    return wait
                await self.pause(wait.seconds)
        return None

    async def _stamped_in_its_slot(self, due: Due) -> Letter | None:
        """After a wait: the account may have been shut meanwhile."""
        if self._stopping:
            return None
        now = self.clock()
        async with self.store.begin() as session:
            shut = await self.pacing.shut_for(session, due, now)
            if shut:
                await outbox.hold(session, due.id, self.name, now + timedelta(seconds=shut))
                return None
            return await self._worded(session, due, now)

    async def _worded(self, session: Session, due: Due, now: datetime) -> Letter | None:
        letter = await wording.stamped(session, due.id, self.name, now)
        if letter is None or account_of(letter.address) not in self.without_files:
            return letter
        return await handing_out.without_file(session, letter, now, self.pages)

    async def _sent(self, letter: Letter, send: Send) -> Outcome:
        """No transaction is open here, and whatever goes wrong, the letter may have arrived."""
        try:
            async with asyncio.timeout(LONGEST_SEND.total_seconds()):
                return await send(letter)
        except TimeoutError:
            return Ambiguous("no answer in time")
        except Exception as trouble:  # a messenger's bug: the letter may have left before it
            log.error("send_failed", letter=letter.id, error=place_of(trouble))
            return Ambiguous(type(trouble).__name__)

    async def _settle(self, due: Due, letter: Letter, outcome: Outcome) -> None:
        """Write down what became of it, again and again: else it would count as unknown."""
        for wait in (*SETTLE_PAUSES, None):
            try:
                async with self.store.begin() as session:
                    now = self.clock()
                    await self.pacing.heed(session, due, outcome, now)
                    await settlement.settle(session, letter.id, self.name, outcome, now)
                    for beside in letter.carries:
                        await settlement.settle(
                            session, beside, self.name, outcome, now, carried=True
                        )
                return
            except Exception as trouble:  # raised in the end, when no try is left
                log.warning("settling_failed", letter=due.id, error=place_of(trouble))
                if wait is None:
                    raise
                await self.pause(wait)
