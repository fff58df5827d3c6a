"""The real program as its keeper runs it: `gandan …` in a process of its own, seen from outside."""

import asyncio
import atexit
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from asyncio.subprocess import DEVNULL
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from time import monotonic

import aiohttp

from tests.cores import stood_in_line
from tests.doubles.telegram import TelegramDouble
from tests.doubles.zalo_bot import ZaloBotDouble

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


def zalo_bot_settings(zalo: ZaloBotDouble, mode: str) -> dict[str, str]:
    """The same of the other double."""
    return {
        "ZALO_BOT_TOKEN": zalo.token,
        "ZALO_BOT_API": zalo.url,
        "ZALO_BOT_MODE": mode,
        "ZALO_BOT_SECRET": HOOK_SECRET if mode == "webhook" else "",
    }


async def gandan(
    *words: str, env: Mapping[str, str], stdin: bytes = b"", folder: Path | None = None
) -> Finished:
    """Run a command to its end, in an empty folder unless one is named."""
    with tempfile.TemporaryDirectory() as empty:
        files = [str(Path(empty, name)) for name in ("stdin", "stdout", "stderr")]
        await asyncio.to_thread(Path(files[0]).write_bytes, stdin)
        running = await Running.forked(words, env, folder or Path(empty), files)
        code, cpu = await running.ended
        out, err = [await asyncio.to_thread(_text, Path(file)) for file in files[1:]]
        return Finished(code, out, err, cpu)


async def gandan_from_scratch(*words: str, env: Mapping[str, str]) -> Finished:
    """The same in a fresh interpreter: what it imports, and what that costs, is the command's."""
    with tempfile.TemporaryDirectory() as folder:
        return await asyncio.to_thread(_run, words, env, Path(folder))


def _run(words: tuple[str, ...], env: Mapping[str, str], folder: Path) -> Finished:
    files = [folder / name for name in ("stdin", "stdout", "stderr")]
    files[0].touch()
    script = f"import os; os.chdir({str(folder)!r}); from bot.__main__ import main; main()"
    flags = (os.O_RDONLY, os.O_WRONLY | os.O_CREAT, os.O_WRONLY | os.O_CREAT)
    pid = os.posix_spawn(
        sys.executable,
        [sys.executable, "-c", script, *words],
        env,
        file_actions=[
            (os.POSIX_SPAWN_OPEN, number, str(file), flag, 0o600)
            for number, (file, flag) in enumerate(zip(files, flags, strict=True))
        ],
    )
    _, status, used = os.wait4(pid, 0)
    code = os.waitstatus_to_exitcode(status)
    return Finished(code, _text(files[1]), _text(files[2]), used.ru_utime + used.ru_stime)


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8") if file.exists() else ""


@dataclass(frozen=True, slots=True)
class Forge:
    """A process that starts the program's (see tests.forge)."""

    folder: Path
    process: "subprocess.Popen[bytes]"

    @classmethod
    def lit(cls, module: str = "tests.forge") -> "Forge":
        """Start one; it is not yet open."""
        folder = Path(tempfile.mkdtemp(prefix="gandan-forge-"))
        with (folder / "said").open("wb") as said:
            process = subprocess.Popen(
                [sys.executable, "-m", module, str(folder / "socket")],
                stdin=subprocess.PIPE, stdout=said, stderr=said,
            )  # fmt: skip
        return cls(folder, process)

    async def asked(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """A way to it, once it is open; that it died is said at once, in its own words."""
        for _ in range(round(LONGEST_START / 0.05)):
            with suppress(FileNotFoundError, ConnectionRefusedError):
                return await asyncio.open_unix_connection(self.folder / "socket")
            if self.process.poll() is not None:
                raise AssertionError(f"the forge died:\n{_text(self.folder / 'said')}")
            await asyncio.sleep(0.05)
        raise AssertionError(f"the forge does not open:\n{_text(self.folder / 'said')}")

    def put_out(self) -> None:
        """End it, and all that it started."""
        self.process.communicate()
        shutil.rmtree(self.folder)


@cache
def _forge() -> Forge:
    """This test run's forge, which ends with the run."""
    forge = Forge.lit()
    atexit.register(forge.put_out)
    return forge


@dataclass
class Running:
    """A process of the program; `ended` gives its exit code and what CPU it took."""

    pid: int
    ended: "asyncio.Task[tuple[int, float]]"

    @classmethod
    async def forked(
        cls, words: Sequence[str], env: Mapping[str, str], folder: Path, files: Sequence[str],
        module: str = "bot.__main__",
    ) -> "Running":  # fmt: skip
        forge = await asyncio.to_thread(_forge)
        reader, writer = await forge.asked()
        asked = {
            "words": words, "env": dict(env), "folder": str(folder), "files": files,
            "module": module,
        }  # fmt: skip
        writer.write(json.dumps(asked).encode() + b"\n")
        await writer.drain()
        pid = int(await reader.readline())

        async def ended() -> tuple[int, float]:
            code, cpu = (await reader.readline()).split()
            writer.close()
            return int(code), float(cpu)

        return cls(pid, asyncio.ensure_future(ended()))

    @classmethod
    async def fresh(
        cls, words: Sequence[str], env: Mapping[str, str], folder: Path, stderr: Path
    ) -> "Running":
        """In a fresh interpreter, as its keeper starts it."""
        with stderr.open("ab") as file:
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", *words,
                env=env, cwd=folder, stdin=DEVNULL, stdout=file, stderr=file,
            )  # fmt: skip

        async def ended() -> tuple[int, float]:
            return await process.wait(), 0.0

        return cls(process.pid, asyncio.ensure_future(ended()))

    def send(self, number: signal.Signals) -> None:
        """A signal, unless it has ended."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, number)


@dataclass
class Program:
    """`gandan run`, started and ended as a test likes. Ended by force when the test is over."""

    env: dict[str, str]
    folder: Path
    web: aiohttp.ClientSession
    port: int = 0
    hour: datetime | None = None  # at which its clock begins; the real one's
    process: Running | None = None
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

    async def start(self, *, fresh: bool = False) -> None:
        """Start it; it is not yet ready."""
        if fresh:
            self.process = await Running.fresh(["run"], self.env, self.folder, self.said)
        else:
            files = [os.devnull, str(self.said), str(self.said)]
            words, module = ["run"], "bot.__main__"
            if self.hour is not None:
                words, module = [self.hour.isoformat(), "run"], "tests.at_hour"
            self.process = await Running.forked(words, self.env, self.folder, files, module)

    async def ready(self, longest: float = LONGEST_START, part: str = "") -> float:
        """Wait until it is well, or a part of it is; says how many seconds that took.

        The time is not counted in which the process stood in line for a core.
        """
        began, took = self._clock(), 0.0
        while took < longest:
            if self.process is not None and self.process.ended.done():
                raise AssertionError(f"it ended by itself:\n{self.errors}")
            status, body = await self.health()
            took = self._clock() - began
            if status == 200 or (status == 503 and part and json.loads(body).get(part)):
                return took
            await asyncio.sleep(0.05)
        raise AssertionError(f"not ready after {longest} s:\n{self.errors}")

    def _clock(self) -> float:
        """A clock that stands still while the process waits for a core."""
        return monotonic() - (stood_in_line(self.process.pid) if self.process else 0.0)

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
        self.process.send(signal.SIGKILL)
        await self.process.ended

    async def terminate(self) -> int:
        """SIGTERM; its exit code."""
        assert self.process is not None
        self.process.send(signal.SIGTERM)
        return await self.end()

    async def end(self) -> int:
        """Wait for its end; its exit code."""
        assert self.process is not None
        async with asyncio.timeout(LONGEST_STOP):
            return (await self.process.ended)[0]

    @property
    def runs(self) -> bool:
        """Whether there is a process that has not ended."""
        return self.process is not None and not self.process.ended.done()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


@asynccontextmanager
async def program(
    env: dict[str, str], folder: Path, hour: datetime | None = None
) -> AsyncIterator[Program]:
    """A program not yet started; whatever runs of it at the end is killed."""
    async with aiohttp.ClientSession() as web:
        one = Program(env, folder, web, hour=hour)
        try:
            yield one
        finally:
            if one.runs:
                await one.kill()


@asynccontextmanager
async def running(
    env: dict[str, str], folder: Path, *, fresh: bool = False, hour: datetime | None = None
) -> AsyncIterator[Program]:
    """A program that is ready; it is ended in order, and has never shown a traceback."""
    async with program(env, folder, hour) as one:
        await one.start(fresh=fresh)
        await one.ready()
        yield one
        if one.runs:
            assert await one.terminate() == 0, one.errors
        assert "Traceback" not in one.errors, one.errors
