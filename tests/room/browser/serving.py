"""A practice room that serves, and a Chromium to look at it with."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
from playwright.async_api import Browser, async_playwright

from tests.program import Running, free_port
from tests.room.browser import chromium

LONGEST_START = 240.0  # planting takes seconds of CPU, on a machine that does other things, too


@asynccontextmanager
async def a_room(folder: Path, month: str = "") -> AsyncIterator[str]:
    """`gandan demo` in a process of its own, on a fresh commune; gives its address."""
    said, env = folder / "said", _environment(folder)
    port = free_port()
    words = ("demo", "--no-browser", "--port", str(port), *(("--month", month) if month else ()))
    process = await Running.forked(words, env, folder, [os.devnull, str(said), str(said)])
    try:
        await _serves(port, process, said)
        yield f"http://127.0.0.1:{port}/"
    finally:
        process.send(signal.SIGTERM)
        code, _ = await process.ended
    words_said = await asyncio.to_thread(said.read_text, encoding="utf-8")
    assert (code, "Traceback" in words_said) == (0, False), words_said


def _environment(folder: Path) -> dict[str, str]:
    inherited = {k: v for k, v in os.environ.items() if not k.startswith("GANDAN_")}
    return inherited | {"TMPDIR": str(folder)}


async def _serves(port: int, process: Running, said: Path) -> None:
    async with aiohttp.ClientSession() as web, asyncio.timeout(LONGEST_START):
        while not process.ended.done():
            try:
                async with web.get(f"http://127.0.0.1:{port}/healthz") as answer:
                    if answer.status == 200:
                        return
            except aiohttp.ClientError:
                pass  # it is not open yet
            await asyncio.sleep(0.1)
    raise AssertionError(await asyncio.to_thread(said.read_text, encoding="utf-8"))


@asynccontextmanager
async def a_browser(path: str) -> AsyncIterator[Browser]:
    """A Chromium without a screen."""
    async with async_playwright() as playwright:
        launched = await playwright.chromium.launch(
            executable_path=path, args=list(chromium.ARGUMENTS)
        )
        yield launched
        await launched.close()
