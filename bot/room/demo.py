"""`gandan demo`: the practice room in a browser, from one command until Ctrl-C."""

import asyncio
import os
import re
import signal
import socket
import sys
import tempfile
import webbrowser
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import typer
from prometheus_client import CollectorRegistry

from bot import http, starting
from bot.room import play
from bot.room.door import furnish
from bot.room.planting import NO_SECRETS, Nursery, kept
from bot.room.room import Room
from bot.settings import Settings
from bot.texts import room_server as words
from storage.secrecy import Keys

HOST = "127.0.0.1"
FAILED = 1
_MONTH = re.compile(r"20\d\d-(0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True)
class Wish:
    """How the room is to be opened."""

    port: int
    month: str = ""
    browser: bool = False
    keep: Path | None = None

    @property
    def goes_on(self) -> bool:
        """Whether there is a commune to go on with."""
        return self.keep is not None and self.keep.exists()


async def demo(settings: Settings, wish: Wish) -> int:
    """Serve the room until told to stop; without screen or terminal, play a month instead."""
    if wish.month and not _MONTH.fullmatch(wish.month):
        raise starting.Unfit("--month is a month as in 2026-11")
    if wish.browser and wish.keep is None and not (sys.stdout.isatty() or _has_display()):
        return await play.demo(settings, wish.month)  # nobody is there to open a page
    if wish.month and wish.goes_on:
        raise starting.Unfit("--month is for a fresh room: this one goes on where it stopped")
    if not _is_free(wish.port):
        typer.echo(f"port {wish.port} is taken: --port names another", err=True)
        return FAILED
    starting.configure_logging(settings.model_copy(update={"log_level": "WARNING"}))
    return await _until_stopped(settings, wish)


async def _until_stopped(settings: Settings, wish: Wish) -> int:
    """What is being planted is given up at once; what is being said is finished first."""
    stop, planting = asyncio.Event(), asyncio.current_task()
    loop = asyncio.get_running_loop()

    def end() -> None:
        if planting is not None and not stop.is_set() and not opened.is_set():
            planting.cancel()
        stop.set()

    opened = asyncio.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(sign, end)
    try:
        async with _room(settings, wish) as room, served(room, wish.port):
            opened.set()
            address = f"http://{HOST}:{wish.port}/"
            typer.echo(words.opened(address))
            if wish.browser and _has_display():
                await asyncio.to_thread(webbrowser.open, address)
            await room.work(stop)
    except asyncio.CancelledError:
        if not stop.is_set():
            raise
    typer.echo(words.CLOSED)
    return 0


def _is_free(port: int) -> bool:
    """Asked before anything is planted, which takes seconds."""
    with socket.socket() as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind((HOST, port))
        except OSError:
            return False
    return True


def _has_display() -> bool:
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


@asynccontextmanager
async def _room(settings: Settings, wish: Wish) -> AsyncIterator[Room]:
    keys = Keys((*NO_SECRETS, *settings.secrets))
    with tempfile.TemporaryDirectory(prefix="gandan-") as folder:
        nursery = Nursery(Path(folder), keys, wish.month)
        file = wish.keep or Path(folder, "gandan.db")
        goes_on = wish.goes_on
        with starting.only_one(settings.model_copy(update={"database_url": f"sqlite:///{file}"})):
            if goes_on:
                store = await kept(file, keys)
            else:
                typer.echo(words.PLANTING, err=True)  # a sign of life while it takes seconds
                store = await nursery.fresh(file)
            room = await Room.of(store, lambda: nursery.fresh(file))
            try:
                yield room
            finally:
                await room.commune.close()


@asynccontextmanager
async def served(room: Room, port: int) -> AsyncIterator[int]:
    """The room's door is open, on this machine alone; on which port."""
    app = http.watched(room.health, CollectorRegistry())
    furnish(app, room)
    async with http.serving(app, HOST, port) as open_port:
        room.commune.open_under(f"http://{HOST}:{open_port}")
        yield open_port
