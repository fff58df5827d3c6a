"""One practice room and one browser for all that is tried in them."""

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from tests.room.browser import chromium
from tests.room.browser.phones import Seen
from tests.room.browser.serving import a_browser, a_room
from tests.room.browser.wire import Wire

MONTH = "2026-10"  # the commune is the same whenever the tests run
Opened = Callable[..., Awaitable[Seen]]
"""Opens the room on a screen of its own: `await room(width=360, dark=True, language="en")`."""


@pytest.fixture(autouse=True)
def _nothing_goes_on() -> None:
    """Other than elsewhere: what room and browser are about goes on from test to test."""


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def address(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[str]:
    """A practice room that serves: the one named, or one of our own."""
    named = os.environ.get("GANDAN_TEST_ROOM_URL")
    if named:
        yield named
        return
    async with a_room(tmp_path_factory.mktemp("room"), MONTH) as address:
        yield address


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """A Chromium; where there is none it is said what is missing, and in CI that is a failure."""
    path = await asyncio.to_thread(chromium.find)
    if path is None:
        (pytest.fail if chromium.IN_CI else pytest.skip)(chromium.MISSING)
    async with a_browser(path) as launched:
        yield launched


@pytest_asyncio.fixture(loop_scope="session")
async def room(browser: Browser, address: str) -> AsyncIterator[Opened]:
    """Opens the room on screens of its own; no page may complain of anything."""
    complaints: list[str] = []
    async with AsyncExitStack() as stack:

        async def opened(
            *,
            width: int = 1440,
            height: int = 900,
            dark: bool = False,
            language: str = "vi",
            wire: Wire | None = None,
        ) -> Seen:
            context = await browser.new_context(
                viewport={"width": width, "height": height},
                color_scheme="dark" if dark else "light",
                locale="vi-VN",
                reduced_motion="reduce",
            )
            stack.push_async_callback(context.close)
            page = await context.new_page()
            page.on("pageerror", lambda error: complaints.append(str(error)))
            if wire is None:
                page.on("console", lambda said: complaints.append(said.text))
            else:  # of the line that is cut the browser complains by itself
                await wire.lay(page)
            seen = Seen(page, f"{address}?lang={language}")
            await seen.enter()
            return seen

        yield opened
    assert complaints == []
