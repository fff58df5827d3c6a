"""How Telegram hands on what people wrote: by long poll or webhook, in order, until it expires."""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import aiohttp
import telegram

from tests.doubles.ground import Clock, News

MESSAGE_LIFE = timedelta(hours=24)
TAP_LIFE = timedelta(seconds=150)
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
_SLOWEST_RETRY = 60.0


@dataclass(frozen=True, slots=True)
class Waiting:
    """An update not yet taken. Updates of one queue go one after the other."""

    number: int
    queue: str
    expires: datetime
    body: str


@dataclass
class Post(News):
    """The updates of one bot. `pace` shortens the seconds between tries of a webhook."""

    clock: Clock
    session: aiohttp.ClientSession
    group: asyncio.TaskGroup
    pace: float = 1.0
    url: str = ""
    secret: str = ""
    last_error: str = ""
    waiting: list[Waiting] = field(default_factory=list)
    tries: list[tuple[int, int]] = field(default_factory=list)  # update, status of the answer
    _next: int = 500_000_001
    _polls: int = 0
    _queues: dict[str, deque[Waiting]] = field(default_factory=dict)
    _carriers: list[asyncio.Task[None]] = field(default_factory=list)

    async def add(
        self, queue: str, life: timedelta, build: Callable[[int], telegram.Update]
    ) -> int:
        """Hand on what `build` makes of the number of the update."""
        number, self._next = self._next, self._next + 1
        update = Waiting(number, queue, self.clock.now() + life, build(number).to_json())
        self.waiting.append(update)
        if self.url:
            self._carry(update)
        await self.tell()
        return number

    async def polled(self, offset: int | None, limit: int, seconds: float) -> list[str] | None:
        """Updates from the offset on; None when another poll has taken over."""
        self._polls += 1
        mine = self._polls
        await self.tell()
        if offset is not None:
            self.waiting = [update for update in self.waiting if update.number >= offset]

        def ready() -> bool:
            self._drop_expired()
            return bool(self.waiting) or self._polls != mine or bool(self.url)

        try:
            await self.until(ready, seconds)
        except TimeoutError:
            return []
        if self._polls != mine or self.url:
            return None
        return [update.body for update in self.waiting[:limit]]

    async def push_to(self, url: str, secret: str) -> None:
        """From now on everything goes to this address, what waits first."""
        self.stop()
        self._queues.clear()
        self.url, self.secret = url, secret
        if url:
            for update in self.waiting:
                self._carry(update)
        await self.tell()

    def stop(self) -> None:
        """Nothing more is carried."""
        for carrier in self._carriers:
            carrier.cancel()
        self._carriers.clear()

    def _carry(self, update: Waiting) -> None:
        queue = self._queues.get(update.queue)
        if queue is not None:
            queue.append(update)
            return
        queue = self._queues[update.queue] = deque([update])
        self._carriers.append(self.group.create_task(self._carry_queue(update.queue, queue)))

    async def _carry_queue(self, name: str, queue: deque[Waiting]) -> None:
        while queue:
            await self._carry_until_taken(queue[0])
            queue.popleft()
        del self._queues[name]

    async def _carry_until_taken(self, update: Waiting) -> None:
        """At once, once more at once, then after 2, 4, 8 … seconds, as long as it lives."""
        tried = 0
        while self.clock.now() < update.expires:
            taken, retry_after = await self._carried(update)
            if taken:
                break
            tried += 1
            wait = retry_after or (0.0 if tried == 1 else min(2.0 ** (tried - 1), _SLOWEST_RETRY))
            await asyncio.sleep(wait * self.pace)
        self.waiting = [other for other in self.waiting if other is not update]
        await self.tell()

    async def _carried(self, update: Waiting) -> tuple[bool, float]:
        headers = {"Content-Type": "application/json"}
        if self.secret:
            headers[SECRET_HEADER] = self.secret
        status, retry_after = 0, 0.0
        try:
            async with self.session.post(self.url, data=update.body, headers=headers) as answer:
                status = answer.status
                retry_after = float(answer.headers.get("Retry-After", "0"))
        except (aiohttp.ClientError, OSError, TimeoutError):
            self.last_error = "Connection refused"
        if status and not 200 <= status < 300:
            self.last_error = f"Wrong response from the webhook: {status}"
        self.tries.append((update.number, status))
        return 200 <= status < 300, retry_after

    def _drop_expired(self) -> None:
        now = self.clock.now()
        self.waiting = [update for update in self.waiting if update.expires > now]
