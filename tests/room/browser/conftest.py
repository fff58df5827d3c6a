"""One practice room and one browser for all that is tried in them."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack

import aiohttp
import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright

from tests.program import Running, free_port
from tests.room.browser import chromium
from tests.room.browser.phones import Seen
from tests.room.browser.wire import Wire

LONGEST_START = 120.0
Opened = Callable[..., Awaitable[Seen]]
"""Opens the room on a screen of its own: `await room(width=360, dark=True, language="en")`."""


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def address(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[str]:
    """A practice room that serves: the one named, or one of our own."""
    named = os.environ.get("GANDAN_TEST_ROOM_URL")
    if named:
        yield named
        return
    folder = tmp_path_factory.mktemp("room")
    files = [os.devnull, str(folder / "out"), str(folder / "err")]
    env = {k: v for k, v in os.environ.items() if not k.startswith("GANDAN_")}
    port = free_port()
    words = ("demo", "--no-browser", "--port", str(port))
    process = await Running.forked(words, env | {"TMPDIR": str(folder)}, folder, files)
    try:
        await _serving(f"http://127.0.0.1:{port}", process)
        yield f"http://127.0.0.1:{port}/"
    finally:
        process.send(signal.SIGTERM)
        code, _ = await process.ended
        errors = await asyncio.to_thread((folder / "err").read_text, encoding="utf-8")
        assert (code, "Traceback" in errors) == (0, False), errors


async def _serving(address: str, process: Running) -> None:
    async with aiohttp.ClientSession() as web, asyncio.timeout(LONGEST_START):
        while True:
            assert not process.ended.done(), "it ended by itself"
            try:
                async with web.get(f"{address}/healthz") as answer:
                    if answer.status == 200:
                        return
            except aiohttp.ClientError:
                pass
            await asyncio.sleep(0.1)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """A Chromium; where there is none it is said what is missing, and in CI that is a failure."""
    path = await asyncio.to_thread(chromium.find)
    if path is None:
        (pytest.fail if chromium.IN_CI else pytest.skip)(chromium.MISSING)
    async with async_playwright() as playwright:
        launched = await playwright.chromium.launch(
            executable_path=path, args=list(chromium.ARGUMENTS)
        )
        yield launched
        await launched.close()


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
            page.on("console", lambda said: complaints.append(said.text))
            if wire is not None:
                await wire.lay(page)
            seen = Seen(page, f"{address}?lang={language}", complaints)
            await seen.enter()
            return seen

        yield opened
    assert complaints == []
