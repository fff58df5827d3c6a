"""`gandan demo` as it is started: one command, ended in order, never on a real commune."""

import asyncio
import hashlib
import os
import shutil
import signal
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio
from sqlalchemy import text

from bot.room.planting import Nursery
from storage import sample
from storage.secrecy import Keys
from storage.store import opened
from tests.program import SECRET_KEY, Running, free_port, gandan
from tests.room.visitor import Browser

MEMBER = 116
LONGEST_START = 60.0


def environment(folder: Path) -> dict[str, str]:
    """No setting of ours, and no display."""
    ours = ("GANDAN_", "DISPLAY", "WAYLAND_DISPLAY", "BROWSER")
    kept = {k: v for k, v in os.environ.items() if not k.startswith(ours)}
    return kept | {"TMPDIR": str(folder)}


@dataclass
class Demo:
    """The command in a process of its own."""

    process: Running
    browser: Browser
    said: Path

    @property
    def words(self) -> str:
        return self.said.read_text(encoding="utf-8")

    async def has_said(self, words: str) -> None:
        """Wait until it has."""
        async with asyncio.timeout(LONGEST_START):
            while not self.process.ended.done():
                if self.said.exists() and words in self.words:
                    return
                await asyncio.sleep(0.05)
        raise AssertionError(self.words)

    async def end(self, sign: signal.Signals) -> int:
        self.process.send(sign)
        async with asyncio.timeout(LONGEST_START):
            return (await self.process.ended)[0]


@asynccontextmanager
async def demo(folder: Path, *words: str, ready: bool = True) -> AsyncIterator[Demo]:
    """Started; whatever runs of it in the end is killed."""
    port, said = free_port(), folder / "said"
    env = environment(folder) | {"GANDAN_SECRET_KEY": ""}
    line = ("demo", "--port", str(port), "--no-browser", *words)
    process = await Running.forked(line, env, folder, [os.devnull, str(said), str(said)])
    async with aiohttp.ClientSession() as web:
        one = Demo(process, Browser(f"http://127.0.0.1:{port}", web), said)
        try:
            if ready:
                await _serves(one)
            yield one
        finally:
            if not process.ended.done():
                await one.end(signal.SIGKILL)


async def _serves(one: Demo) -> None:
    async with asyncio.timeout(LONGEST_START):
        while not one.process.ended.done():
            try:
                if (await one.browser.get("/healthz"))[0] == 200:
                    return
            except aiohttp.ClientError:
                await asyncio.sleep(0.05)
    raise AssertionError(one.words)


@pytest_asyncio.fixture
async def kept(nursery: Nursery, tmp_path: Path) -> Path:
    """A room that was kept in a file."""
    file = tmp_path / "kept.db"
    await (await nursery.fresh(file)).close()
    return file


@pytest.mark.faults(only_full=True)
async def test_a_kept_room_goes_on_where_it_was_killed(kept: Path, tmp_path: Path) -> None:
    async with demo(tmp_path, "--keep", str(kept)) as first:
        async with first.browser.page(MEMBER) as page:
            await page.moved("next_day")
            which = await page.say(MEMBER, "/tham")
        assert await first.end(signal.SIGKILL) != 0
    heard, left = {line["n"]: line for line in page.lines(MEMBER)}, left_behind(tmp_path)
    async with demo(tmp_path, "--keep", str(kept)) as second:
        assert f"{second.browser.base}/" in second.words
        async with second.browser.page() as again:
            assert again.welcome["now"].startswith("2026-10-02T08:30")
            assert again.welcome["world"] == page.welcome["world"]
            await again.hello(MEMBER, after={MEMBER: max(heard)})
            when = await again.tap(which, which["choices"][0]["label"])
            assert when["replaces"] == which["n"]
        async with second.browser.page(MEMBER) as fresh:
            await fresh.until(lambda frame: frame.get("n") == when["n"])
            assert [line["n"] for line in fresh.lines(MEMBER)][: len(heard)] == sorted(heard)
        async with demo(tmp_path, "--keep", str(kept), ready=False) as third:
            assert (await third.process.ended)[0] == 2
            assert "another gandan process works on this database" in third.words
        async with second.browser.page(MEMBER) as open_still:
            assert await second.end(signal.SIGINT) == 0
            assert (await open_still.line.receive()).type is not aiohttp.WSMsgType.ERROR
        assert "Traceback" not in second.words
    assert left_behind(tmp_path) == left, "who ends in order leaves nothing behind"


async def test_it_can_be_ended_while_the_commune_is_still_being_planted(tmp_path: Path) -> None:
    async with demo(tmp_path, ready=False) as one:
        await one.has_said("vài giây")
        assert await one.end(signal.SIGTERM) == 0, one.words
        assert "Traceback" not in one.words
    assert left_behind(tmp_path) == []


def left_behind(folder: Path) -> list[Path]:
    return list(folder.glob("gandan-*"))


async def test_a_port_that_is_taken_is_said_at_once(tmp_path: Path) -> None:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        door.listen()
        port = door.getsockname()[1]
        done = await gandan("demo", "--no-browser", "--port", str(port), env=environment(tmp_path))
    assert (done.code, done.sentence) == (1, f"port {port} is taken: --port names another")
    assert done.cpu < 5


@pytest.mark.parametrize("what", ["real", "empty", "text", "half"])
async def test_what_is_no_demo_database_is_never_opened(
    kept: Path, sqlite_template: Path, tmp_path: Path, what: str
) -> None:
    file = tmp_path / "real.db"
    match what:
        case "real":
            shutil.copy(sqlite_template, file)
        case "empty":
            file.touch()
        case "text":
            file.write_text("a list of names", encoding="utf-8")
        case _:
            shutil.copy(kept, file)
            store = opened(f"sqlite:///{file}", Keys((SECRET_KEY,)))
            async with store.begin() as session:
                assert await sample.is_here(session)
                await session.execute(text("DELETE FROM demo"))
            await store.close()
    before = hashlib.sha256(file.read_bytes()).hexdigest()
    env = environment(tmp_path) | {"GANDAN_SECRET_KEY": SECRET_KEY}
    done = await gandan(
        "demo", "--no-browser", "--port", str(free_port()), "--keep", str(file), env=env
    )
    assert (done.code, "no demo database" in done.sentence) == (2, True), done.err
    assert hashlib.sha256(file.read_bytes()).hexdigest() == before


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("--month", "2026-13"), "--month is a month as in 2026-11"),
        (("--month", "11/2026"), "--month is a month as in 2026-11"),
    ],
)
async def test_a_wish_that_cannot_be_met_is_one_sentence(
    tmp_path: Path, words: tuple[str, ...], why: str
) -> None:
    done = await gandan("demo", "--no-browser", *words, env=environment(tmp_path))
    assert (done.code, done.sentence) == (2, why)


@pytest.mark.faults(only_full=True)
async def test_a_kept_room_stays_in_its_month(kept: Path, tmp_path: Path) -> None:
    words = ("demo", "--no-browser", "--keep", str(kept), "--month", "2026-12")
    done = await gandan(*words, env=environment(tmp_path))
    assert (done.code, "goes on where it stopped" in done.sentence) == (2, True)
