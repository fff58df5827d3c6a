"""CPU from a request to the committed 200, beside a bare handler: `make bench`.

The peer is aiohttp with a handler that reads the body, json.loads it, inserts a row by SQLAlchemy
and commits: no secret, no limits, no duplicates. Each runs in a process of its own, whose CPU time
is read; a plain sender in this process gives both the same requests, turn by turn.
"""

import asyncio
import json
import multiprocessing
import os
import resource
import socket
import sys
import time
from collections.abc import Callable, Coroutine
from contextlib import contextmanager
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from aiohttp import web
from prometheus_client import CollectorRegistry
from sqlalchemy import (
    Column,
    DateTime,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    event,
    insert,
)
from sqlalchemy.ext.asyncio import create_async_engine

from benchmarks import comparing, telegram
from storage.secrecy import Keys

SECRET = "a secret of a benchmark, of thirty-two characters"  # noqa: S105  # opens nothing
HEADER = "X-Telegram-Bot-Api-Secret-Token"
PATH = "/telegram/webhook"
KEYS = Keys(("a key of a benchmark, of at least thirty-two characters",))
REQUESTS = 400  # a round
AT_ONCE = 8  # connections kept open, as a messenger does

Serve = Callable[[str, Callable[[int], None]], Coroutine[Any, Any, None]]


# --- The two servers ------------------------------------------------------------------------------


async def ours(database_url: str, ready: Callable[[int], None]) -> None:
    """bot.http with the inbox behind it."""
    from bot import http
    from bot.messengers.telegram import TelegramMessenger
    from storage import inbox, schema
    from storage.inbox import Arrived
    from storage.store import opened

    store = opened(database_url, KEYS)
    await schema.migrate(store)

    async def keep(surface: str, account: str, arrival: Any, raw: bytes) -> None:
        arrived = [Arrived(arrival.event_id, arrival.chat, raw, arrival.wants_file)]
        async with store.begin() as session:
            await inbox.keep(session, surface, account, arrived, datetime.now(UTC))

    async def keep_oddity(surface: str, account: str, raw: bytes) -> None:
        raise AssertionError("every body of the benchmark can be read")

    async def health() -> dict[str, bool]:
        return {}

    messenger = TelegramMessenger(telegram.TOKEN)
    door = http.Door(PATH, HEADER, telegram.ACCOUNT, messenger, (SECRET,))
    application = http.application(
        doors=[door], keep=keep, keep_oddity=keep_oddity, health=health,
        registry=CollectorRegistry(),
    )  # fmt: skip
    async with http.serving(application, "127.0.0.1", 0) as port:
        ready(port)
        await asyncio.Event().wait()


async def bare(database_url: str, ready: Callable[[int], None]) -> None:
    """The least that keeps a message."""
    from storage.store import engine_url

    table = Table(
        "said", MetaData(), Column("id", Integer, primary_key=True), Column("update", Integer),
        Column("chat", String), Column("raw", LargeBinary), Column("received_at", DateTime),
    )  # fmt: skip
    url = engine_url(database_url)
    one = {"pool_size": 1, "max_overflow": 0}  # SQLite has one writer: more would only wait
    engine = create_async_engine(url, **(one if url.get_backend_name() == "sqlite" else {}))
    if engine.dialect.name == "sqlite":

        @event.listens_for(engine.sync_engine, "connect")
        def configure(connection: Any, _: Any) -> None:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=FULL")

    async with engine.begin() as connection:
        await connection.run_sync(table.metadata.create_all)

    async def webhook(request: web.Request) -> web.Response:
        raw = await request.read()
        update = json.loads(raw)
        async with engine.begin() as connection:
            await connection.execute(
                insert(table).values(
                    update=update["update_id"] % 2**31, chat=str(update["message"]["chat"]["id"]),
                    raw=raw, received_at=datetime.now(UTC).replace(tzinfo=None),
                )
            )  # fmt: skip
        return web.Response()

    application = web.Application()
    application.router.add_post(PATH, webhook)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    ready(runner.addresses[0][1])
    await asyncio.Event().wait()


def serve(which: Serve, database_url: str, asked: Connection) -> None:
    """In a process of its own: serves, and says how much CPU it has used whenever it is asked."""

    def ready(port: int) -> None:
        comparing.frozen()
        asked.send(port)
        asyncio.get_running_loop().add_reader(asked.fileno(), answer)

    def answer() -> None:
        if asked.recv() == "end":
            os._exit(0)
        used = resource.getrusage(resource.RUSAGE_SELF)
        asked.send(used.ru_utime + used.ru_stime)

    asyncio.run(which(database_url, ready))


@contextmanager
def server(which: Serve, database_url: str) -> Any:
    """A running server: its port, and what to ask for its CPU seconds."""
    mine, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(
        target=serve, args=(which, database_url, theirs), daemon=True
    )
    process.start()
    port = mine.recv()

    def cpu() -> float:
        mine.send("cpu")
        return float(mine.recv())

    try:
        yield port, cpu
    finally:
        mine.send("end")
        process.join(10)


# --- The sender -----------------------------------------------------------------------------------


class Sender:
    """Keeps a few connections open and sends one update after the other on each."""

    def __init__(self, port: int, cpu: Callable[[], float]) -> None:
        self.port, self.cpu, self.sent = port, cpu, 0

    async def round(self) -> float:
        """CPU microseconds of the server for each request."""
        before = self.cpu()
        async with asyncio.TaskGroup() as group:
            for _ in range(AT_ONCE):
                group.create_task(self._send(REQUESTS // AT_ONCE))
        return (self.cpu() - before) * 1e6 / REQUESTS

    async def _send(self, count: int) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        sock: socket.socket = writer.get_extra_info("socket")
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for _ in range(count):
            self.sent += 1
            update = telegram.said(self.sent, 10_000_000 + self.sent % 200, TEXT, time.time())
            body = json.dumps(update).encode()
            writer.write(HEAD % len(body) + body)
            head = await reader.readuntil(b"\r\n\r\n")
            assert head.startswith(b"HTTP/1.1 200"), head
            length = next(
                int(line.split(b":")[1])
                for line in head.split(b"\r\n")
                if line.lower().startswith(b"content-length")
            )
            await reader.readexactly(length)
        writer.close()


TEXT = "Tôi vừa thăm hộ ông Ba Lành, gia đình khỏe, đang sửa lại mái nhà trước mùa mưa bão. " * 2
HEAD = (
    f"POST {PATH} HTTP/1.1\r\nHost: localhost\r\n{HEADER}: {SECRET}\r\n"
    "Content-Type: application/json\r\nContent-Length: %d\r\n\r\n"
).encode()


async def beside(name: str, ours_url: str, bares_url: str) -> None:
    """Measure and print one engine."""
    with server(ours, ours_url) as our, server(bare, bares_url) as peer:
        found = await comparing.compared(Sender(*our).round, Sender(*peer).round)
    print(found.line(name), flush=True)


async def measure(folder: Path) -> None:
    """SQLite, and PostgreSQL where its server can be had."""
    print(comparing.machine(folder))
    await beside("webhook, SQLite", f"sqlite:///{folder}/ours.db", f"sqlite:///{folder}/bare.db")
    if "--sqlite" not in sys.argv:
        with comparing.postgres() as urls:
            await beside("webhook, PostgreSQL", *urls)


if __name__ == "__main__":
    comparing.run(measure)
