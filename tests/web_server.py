"""Our web server on a port of its own, before a storage that can be away."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

import aiohttp
from prometheus_client import CollectorRegistry

from bot import http
from bot.messengers.base import Arrival
from bot.messengers.telegram import SECRET_HEADER, TelegramMessenger

PATH = "/telegram/webhook"
SECRET, OLD_SECRET = "s3cret-of-32-random-letters-or-so", "the-one-before"
GOOD = json.dumps(
    {
        "update_id": 9001,
        "message": {
            "message_id": 31,
            "date": 1795303323,
            "chat": {"id": 5551, "type": "private"},
            "from": {"id": 5551, "is_bot": False, "first_name": "Ân"},
            "text": "Tôi đi thăm hộ bà Sáu",
        },
    }
).encode()


@dataclass
class Storage:
    """What was committed, by account; it can be away."""

    kept: list[tuple[str, str, Arrival, bytes]] = field(default_factory=list)
    odd: list[tuple[str, str, bytes]] = field(default_factory=list)
    away: bool = False
    parts: dict[str, bool] = field(default_factory=lambda: {"database": True, "clock": True})
    hangs: bool = False

    async def keep(self, surface: str, account: str, arrival: Arrival, raw: bytes) -> None:
        if self.away:
            raise ConnectionRefusedError
        self.kept.append((surface, account, arrival, raw))

    async def keep_oddity(self, surface: str, account: str, raw: bytes) -> None:
        if self.away:
            raise ConnectionRefusedError
        self.odd.append((surface, account, raw))

    async def health(self) -> dict[str, bool]:
        if self.away:
            raise ConnectionRefusedError
        if self.hangs:
            await asyncio.Event().wait()
        return self.parts


@dataclass
class Server:
    """Our server on a port of its own, with a way to speak to it."""

    port: int
    storage: Storage
    session: aiohttp.ClientSession

    async def post(
        self, path: str = "/telegram/webhook", body: bytes = GOOD, secret: str | None = SECRET
    ) -> tuple[int, bytes]:
        headers = {} if secret is None else {SECRET_HEADER: secret}
        address = f"http://127.0.0.1:{self.port}{path}"
        async with self.session.post(address, data=body, headers=headers) as response:
            return response.status, await response.read()

    async def get(self, path: str) -> tuple[int, bytes]:
        async with self.session.get(f"http://127.0.0.1:{self.port}{path}") as response:
            return response.status, await response.read()

    async def raw(self, sent: bytes) -> bytes:
        """Bytes as they are, and the answer until the server hangs up."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        answer = b""
        try:
            writer.write(sent)
            with suppress(ConnectionError):
                answer = await asyncio.wait_for(reader.read(), 10)
        finally:
            writer.close()
        return answer


@asynccontextmanager
async def opened() -> AsyncIterator[Server]:
    storage = Storage()
    first, second = TelegramMessenger("700001:first"), TelegramMessenger("700002:second")
    app = http.application(
        doors=[
            http.Door(PATH, SECRET_HEADER, "700001", first, (SECRET, OLD_SECRET)),
            http.Door(PATH, SECRET_HEADER, "700002", second, ("other",)),
        ],
        keep=storage.keep,
        keep_oddity=storage.keep_oddity,
        health=storage.health,
        registry=CollectorRegistry(),
    )
    async with http.serving(app, "127.0.0.1", 0) as port, aiohttp.ClientSession() as session:
        yield Server(port, storage, session)
