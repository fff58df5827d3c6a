"""A practice room for each test, copied from one commune that is planted once for all of them."""

import asyncio
import fcntl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio

from bot.room.demo import served
from bot.room.planting import NO_SECRETS, Nursery
from bot.room.room import Room
from storage.secrecy import Keys
from tests.room.visitor import Browser, Page

MONTH = "2026-10"  # begins on its first day at 7:30, whenever the tests run


@pytest.fixture(scope="session")
def nursery(tmp_path_factory: pytest.TempPathFactory) -> Nursery:
    """Where communes come from. The first takes seconds: the workers of a run share it."""
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if own.name.startswith("popen-") else own) / "nursery"
    folder.mkdir(exist_ok=True)
    nursery = Nursery(folder, Keys(NO_SECRETS), MONTH)

    async def planted() -> None:
        await (await nursery.fresh(folder / "first.db")).close()

    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        asyncio.run(planted())
    return nursery


@asynccontextmanager
async def opened(nursery: Nursery, file: Path) -> AsyncIterator[tuple[Room, int]]:
    """A fresh room at work behind its door."""
    room = await Room.of(await nursery.fresh(file), lambda: nursery.fresh(file))
    stop = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        async with served(room, 0) as port:
            group.create_task(room.work(stop))
            yield room, port
        stop.set()
    await room.commune.close()


@pytest_asyncio.fixture
async def opened_room(nursery: Nursery, tmp_path: Path) -> AsyncIterator[tuple[Room, int]]:
    """A room and the port of its door."""
    async with opened(nursery, tmp_path / "room.db") as both:
        yield both


@pytest.fixture
def room(opened_room: tuple[Room, int]) -> Room:
    """The room behind the door."""
    return opened_room[0]


@pytest_asyncio.fixture
async def browser(opened_room: tuple[Room, int]) -> AsyncIterator[Browser]:
    """A browser before the door."""
    async with aiohttp.ClientSession() as web:
        yield Browser(f"http://127.0.0.1:{opened_room[1]}", web)


@pytest_asyncio.fixture
async def page(browser: Browser, room: Room) -> AsyncIterator[Page]:
    """A page that shows the three of the cast."""
    cast = room.commune.world.cast
    async with browser.page(cast.member, cast.secretary, cast.office) as page:
        yield page
