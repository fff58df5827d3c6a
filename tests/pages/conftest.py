"""The village with its pages open: people at their chats, and a plain browser before the server."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import pytest
import pytest_asyncio
from prometheus_client import CollectorRegistry

from bot import http
from bot.pages.door import Ground, furnish
from storage.store import Store
from tests.chat import Chat, World
from tests.conftest import NOW
from tests.pages.plain import Plain
from tests.village import Village


@pytest.fixture
def world(store: Store, village: Village) -> World:
    """The village at nine o'clock on a Saturday."""
    return World(store, NOW)


@pytest.fixture
def an(world: World) -> Chat:
    """An's chat."""
    return Chat(world, "An")


@pytest.fixture
def cuc(world: World) -> Chat:
    """Cúc's chat."""
    return Chat(world, "Cúc")


@asynccontextmanager
async def served(world: World, store: Store) -> AsyncIterator[int]:
    """The web server of a process with the pages alone."""

    async def health() -> dict[str, bool]:
        return {"database": True}

    app = http.watched(health, CollectorRegistry())
    furnish(app, Ground.of(store, lambda: world.now, lambda: None))
    async with http.serving(app, "127.0.0.1", 0) as port:
        yield port


@pytest_asyncio.fixture
async def browser(world: World) -> AsyncIterator[Plain]:
    """A browser before the web server."""
    async with served(world, world.store) as port, aiohttp.ClientSession() as web:
        yield Plain(f"http://127.0.0.1:{port}", web)
