"""How Zalo hands on what people wrote: asked for one by one, or pushed; maybe again, and again."""

import asyncio
import json
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

import aiohttp

from tests.doubles.ground import News

SECRET_HEADER = "X-Bot-Api-Secret-Token"
Update = dict[str, object]


@dataclass
class Post(News):
    """The updates of one bot, each handed on as Zalo was seen to do it, or as it says it does.

    `replay`: what was had comes back on every question, at once. `listed`: the answer is a list of
    one. `wrapped`: what is pushed looks like an answer. `twice`: it is pushed twice. `tries`: how
    often it is pushed until somebody takes it; Zalo does not say, so once. `forgets`: what was told
    to somebody who had hung up meanwhile is lost.
    """

    session: aiohttp.ClientSession
    group: asyncio.TaskGroup
    replay: bool = False
    listed: bool = False
    wrapped: bool = False
    twice: bool = False
    tries: int = 1
    forgets: bool = False
    pause: float = 0.01  # seconds between tries
    url: str = ""
    secret: str = ""
    waiting: deque[Update] = field(default_factory=deque)
    had: list[Update] = field(default_factory=list)
    pushed: list[tuple[bytes, int]] = field(default_factory=list)  # body, status of the answer
    asked_at: list[float] = field(default_factory=list)  # by the monotonic clock
    most_at_once: int = 0
    _asking: int = 0
    _again: int = 0
    _carrier: asyncio.Task[None] | None = None

    async def add(self, update: Update) -> None:
        """Hand on an update."""
        self.waiting.append(update)
        await self.tell()

    async def polled(
        self, seconds: float, hung_up: Callable[[], bool] = lambda: False
    ) -> Update | list[Update] | None:
        """One update, None when there was nothing new."""
        self.asked_at.append(time.monotonic())
        self._asking += 1
        self.most_at_once = max(self.most_at_once, self._asking)
        await self.tell()
        try:
            update = await self._next(seconds, hung_up)
        finally:
            self._asking -= 1
        return [update] if update is not None and self.listed else update

    async def _next(self, seconds: float, hung_up: Callable[[], bool]) -> Update | None:
        if not self.waiting and not (self.replay and self.had):
            try:
                await self.until(lambda: bool(self.waiting or self.url), seconds)
            except TimeoutError:
                return None
        if hung_up() and not self.forgets:
            return None
        if self.waiting and not self.url:
            self.had.append(self.waiting.popleft())
            return self.had[-1]
        if not (self.replay and self.had):
            return None
        self._again += 1
        return self.had[self._again % len(self.had)]

    async def push_to(self, url: str, secret: str) -> None:
        """From now on everything goes to this address, what waits first; nowhere when empty."""
        self.stop()
        self.url, self.secret = url, secret
        if url:
            self._carrier = self.group.create_task(self._carry())
        await self.tell()

    async def push(self, body: bytes, content_type: str | None = "application/json") -> int:
        """Bytes as they are, with our secret; the status of the answer, 0 when there was none."""
        headers = {SECRET_HEADER: self.secret, "User-Agent": "Java/17.0.2"}
        if content_type is not None:
            headers["Content-Type"] = content_type
        status = 0
        try:
            async with self.session.post(self.url, data=body, headers=headers) as answer:
                status = answer.status
        except (aiohttp.ClientError, OSError, TimeoutError):
            pass
        self.pushed.append((body, status))
        await self.tell()
        return status

    async def probe(self) -> int:
        """The empty body without a type that was seen once."""
        return await self.push(b"", None)

    def stop(self) -> None:
        """Nothing more is carried."""
        if self._carrier is not None:
            self._carrier.cancel()

    async def _carry(self) -> None:
        while True:
            async with self.changed:
                await self.changed.wait_for(lambda: bool(self.waiting))
            update = self.waiting[0]
            said = {"ok": True, "result": update} if self.wrapped else update
            body = json.dumps(said, ensure_ascii=False).encode("utf-8", "surrogatepass")
            for _ in range(1 + self.twice):
                await self._until_taken(body)
            self.waiting.popleft()
            self.had.append(update)
            await self.tell()

    async def _until_taken(self, body: bytes) -> None:
        for _ in range(self.tries):
            if 200 <= await self.push(body) < 300:
                return
            await asyncio.sleep(self.pause)
