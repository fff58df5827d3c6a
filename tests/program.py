"""The real program as its keeper runs it: `gandan …` in a process of its own, seen from outside."""

import asyncio
import os
import socket
import sys
import tempfile
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import BinaryIO

import aiohttp

from tests.doubles.telegram import TelegramDouble

SECRET_KEY = "CANARY-secret-key-of-at-least-thirty-two-characters"
HOOK_SECRET = "CANARY-webhook-secret-of-32-characters"
LONGEST_START = 60.0  # on a machine that does other things, too; the bound is a test's own
LONGEST_STOP = 30.0


@dataclass(frozen=True, slots=True)
class Finished:
    """A command that has come to its end. `cpu` is in seconds, its children included."""

    code: int
    out: str
    err: str
    cpu: float

    @property
    def sentence(self) -> str:
        """What it said against something: one line on stderr."""
        (line,) = self.err.splitlines()
        return line


def environment(database_url: str, **settings: str) -> dict[str, str]:
    """The variables of a process that knows this database and nothing of ours."""
    inherited = {k: v for k, v in os.environ.items() if not k.startswith("GANDAN_")}
    ours = {"DATABASE_URL": database_url, "SECRET_KEY": SECRET_KEY, **settings}
    return inherited | {f"GANDAN_{name}": value for name, value in ours.items()}


def telegram_settings(telegram: TelegramDouble, mode: str) -> dict[str, str]:
    """Settings that point to the double."""
    return {
        "TELEGRAM_TOKEN": telegram.token,
        "TELEGRAM_API": telegram.api_base,
        "TELEGRAM_MODE": mode,
        "TELEGRAM_SECRET": HOOK_SECRET if mode == "webhook" else "",
    }


async def gandan(
    *words: str, env: Mapping[str, str], stdin: bytes = b"", folder: Path | None = None
) -> Finished:
    """Run a command to its end, in an empty folder unless one is named."""
    with tempfile.TemporaryDirectory() as empty:
        return await asyncio.to_thread(_run, words, env, stdin, folder or Path(empty))


def _run(words: tuple[str, ...], env: Mapping[str, str], stdin: bytes, folder: Path) -> Finished:
    with (
        tempfile.TemporaryFile() as given,
        tempfile.TemporaryFile() as out,
        tempfile.TemporaryFile() as err,
    ):
        given.write(stdin)
        given.seek(0)
        pid = os.posix_spawn(
            sys.executable,
            [sys.executable, "-c", _IN_FOLDER, str(folder), *words],
            env,
            file_actions=[
                (os.POSIX_SPAWN_DUP2, file.fileno(), number)
                for number, file in enumerate((given, out, err))
            ],
        )
        _, status, used = os.wait4(pid, 0)
        code = os.waitstatus_to_exitcode(status)
        return Finished(code, _text(out), _text(err), used.ru_utime + used.ru_stime)


_IN_FOLDER = """
import os, sys
os.chdir(sys.argv.pop(1))
sys.argv[0] = "gandan"
from bot.__main__ import main
main()
"""


def _text(file: BinaryIO) -> str:
    file.seek(0)
    return file.read().decode()


@dataclass
class Program:
    """`gandan run`, started and ended as a test likes. Ended by force when the test is over."""

    env: dict[str, str]
    folder: Path
    web: aiohttp.ClientSession
    port: int = 0
    process: Process | None = None
    said: Path = field(init=False)

    def __post_init__(self) -> None:
        self.port = self.port or free_port()
        self.env["GANDAN_LISTEN"] = f"127.0.0.1:{self.port}"
        self.said = self.folder / f"stderr-{self.port}"

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def hook(self) -> str:
        """Where the messenger pushes to."""
        return f"{self.address}/telegram/webhook"

    @property
    def errors(self) -> str:
        """All that its processes have written to stderr so far."""
        return self.said.read_text(encoding="utf-8") if self.said.exists() else ""

    async def start(self) -> None:
        """Start it; it is not yet ready."""
        with self.said.open("ab") as stderr:
            self.process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "run",
                env=self.env, cwd=self.folder, stdout=stderr, stderr=stderr, stdin=PIPE,
            )  # fmt: skip

    async def ready(self, longest: float = LONGEST_START) -> float:
        """Wait until it is well; says how many seconds that took."""
        began = monotonic()
        while monotonic() - began < longest:
            if self.process is not None and self.process.returncode is not None:
                raise AssertionError(f"it ended by itself:\n{self.errors}")
            if (await self.health())[0] == 200:
                return monotonic() - began
            await asyncio.sleep(0.05)
        raise AssertionError(f"not ready after {longest} s:\n{self.errors}")

    async def health(self) -> tuple[int, str]:
        """What /healthz says; 0 when nobody is there."""
        return await self.get("/healthz")

    async def get(self, path: str) -> tuple[int, str]:
        """One page."""
        try:
            async with self.web.get(self.address + path) as answer:
                return answer.status, await answer.text()
        except (aiohttp.ClientError, OSError, TimeoutError):
            return 0, ""

    async def kill(self) -> None:
        """`kill -9`."""
        assert self.process is not None
        self.process.kill()
        await self.process.wait()

    async def terminate(self) -> int:
        """SIGTERM; its exit code."""
        assert self.process is not None
        self.process.terminate()
        return await self.ended()

    async def ended(self) -> int:
        """Wait for its end; its exit code."""
        assert self.process is not None
        async with asyncio.timeout(LONGEST_STOP):
            return await self.process.wait()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


@asynccontextmanager
async def program(env: dict[str, str], folder: Path) -> AsyncIterator[Program]:
    """A program not yet started; whatever runs of it at the end is killed."""
    async with aiohttp.ClientSession() as web:
        one = Program(env, folder, web)
        try:
            yield one
        finally:
            if one.process is not None and one.process.returncode is None:
                await one.kill()


@asynccontextmanager
async def running(env: dict[str, str], folder: Path) -> AsyncIterator[Program]:
    """A program that is ready; it is ended in order, and has never shown a traceback."""
    async with program(env, folder) as one:
        await one.start()
        await one.ready()
        yield one
        if one.process is not None and one.process.returncode is None:
            assert await one.terminate() == 0, one.errors
        assert "Traceback" not in one.errors, one.errors
