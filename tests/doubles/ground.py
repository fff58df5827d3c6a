"""What every double stands on: a clock that can be moved, news to wait for, a place to be found."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import aiohttp
from aiohttp import web

LARGEST_CALL = 64 * 1024 * 1024


class Clock:
    """The real time, moved as the test likes."""

    def __init__(self) -> None:
        self._ahead = 0.0

    def now(self) -> datetime:
        return datetime.fromtimestamp(time.time() + self._ahead, UTC)

    def set(self, to: datetime) -> None:
        self._ahead = to.timestamp() - time.time()

    def forward(self, by: timedelta) -> None:
        self._ahead += by.total_seconds()


@dataclass
class News:
    """Something happened: whoever waits for it looks again."""

    changed: asyncio.Condition = field(default_factory=asyncio.Condition, kw_only=True)

    async def tell(self) -> None:
        async with self.changed:
            self.changed.notify_all()

    async def until(self, true: Callable[[], bool], seconds: float = 10.0) -> None:
        """Wait for what is asked to come true; TimeoutError otherwise."""
        async with asyncio.timeout(seconds), self.changed:
            await self.changed.wait_for(true)


@asynccontextmanager
async def found_at(app: web.Application) -> AsyncIterator[str]:
    """The address of an application on a free port of this machine."""
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


@asynccontextmanager
async def carrying() -> AsyncIterator[tuple[aiohttp.ClientSession, asyncio.TaskGroup]]:
    """What a double hands its updates on with; what goes wrong in the block comes out as it is."""
    trouble: Exception | None = None
    async with aiohttp.ClientSession() as session, asyncio.TaskGroup() as group:
        try:
            yield session, group
        except Exception as raised:
            trouble = raised  # a TaskGroup would wrap it, and the test would fail unreadably
    if trouble is not None:
        raise trouble
