"""Whatever is handed in as Zalo's, it is never the server's fault, and acts at most once."""

import random
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import aiohttp
import pytest
import pytest_asyncio
from prometheus_client import CollectorRegistry
from sqlalchemy import func, select

from bot import http
from bot.messengers.base import Arrival
from bot.messengers.zalo_bot import SECRET_HEADER, ZaloBotMessenger
from handlers.respond import Setting, respond
from handlers.turn import Accounts
from storage import inbox
from storage.inbox import Arrived
from storage.store import Store
from storage.tables import InboxOddity, InboxRow, OutboxRow
from tests.conftest import NOW
from tests.malice import mutated
from tests.messengers.test_zalo_bot_reading import IMAGE, UNSUPPORTED, URL, body

PATH = "/zalo/bot/webhook"
SECRET = "s3cret-of-32-random-letters-or-so"
ACCOUNT = ("zalo_bot", "1459232241454765289")
OURS = ZaloBotMessenger("1459232241454765289:abc")
GOOD = (body(text="xin chào"), body(IMAGE, photo_url=URL), body(UNSUPPORTED))
FULL = pytest.param(10_000, marks=pytest.mark.faults(only_full=True), id="all")


@dataclass
class Server:
    """Our web server before a real database."""

    store: Store
    url: str
    session: aiohttp.ClientSession
    statuses: set[int] = field(default_factory=set)

    async def post(self, raw: bytes, secret: str | None = SECRET) -> int:
        headers = {} if secret is None else {SECRET_HEADER: secret}
        async with self.session.post(self.url, data=raw, headers=headers) as answer:
            self.statuses.add(answer.status)
            return answer.status

    async def handle(self) -> None:
        """All that was stored."""
        accounts = Accounts({}, "https://pages.example")
        while await respond(self.store, Setting({ACCOUNT: OURS.read}, accounts, "t"), NOW):
            pass

    async def count(self, table: type[InboxRow] | type[InboxOddity] | type[OutboxRow]) -> int:
        async with self.store.reading() as session:
            return await session.scalar(select(func.count()).select_from(table)) or 0


@pytest_asyncio.fixture
async def server(store: Store) -> AsyncIterator[Server]:
    async def keep(surface: str, account: str, arrival: Arrival, raw: bytes) -> None:
        async with store.begin() as session:
            one = Arrived(arrival.event_id, arrival.chat, raw)
            await inbox.keep(session, surface, account, [one], NOW)

    async def keep_oddity(surface: str, account: str, raw: bytes) -> None:
        async with store.begin() as session:
            await inbox.keep_oddity(session, surface, account, raw, NOW)

    async def health() -> dict[str, bool]:
        return {}

    app = http.application(
        doors=[http.Door(PATH, SECRET_HEADER, ACCOUNT[1], OURS, (SECRET,))],
        keep=keep,
        keep_oddity=keep_oddity,
        health=health,
        registry=CollectorRegistry(),
    )
    async with http.serving(app, "127.0.0.1", 0) as port, aiohttp.ClientSession() as session:
        yield Server(store, f"http://127.0.0.1:{port}{PATH}", session)


@pytest.mark.parametrize("count", [pytest.param(500, id="some"), FULL])
async def test_no_malformed_body_is_ever_our_fault(server: Server, count: int) -> None:
    chance = random.Random(2028)

    for _ in range(count):
        raw = mutated(chance, chance.choice(GOOD))
        if chance.random() < 0.1:
            raw = b'{"ok":true,"result":' + raw + b"}"
        await server.post(raw)
    await server.handle()

    assert server.statuses <= {200, 413}
    async with server.store.reading() as session:
        assert await inbox.counts(session) == {"waiting": 0, "dead": 0}
    assert await server.count(OutboxRow) <= await server.count(InboxRow)
    assert await server.count(InboxOddity) > count / 10


async def test_what_is_handed_in_again_acts_once(server: Server) -> None:
    for raw in GOOD * 3:  # all three with one id: the first counts
        assert await server.post(raw) == 200
    await server.handle()
    for raw in GOOD:
        await server.post(raw)
    await server.handle()

    assert (await server.count(InboxRow), await server.count(OutboxRow)) == (1, 1)


@pytest.mark.parametrize("count", [pytest.param(30, id="some"), FULL])
async def test_nothing_with_a_wrong_secret_is_stored(server: Server, count: int) -> None:
    chance = random.Random(2029)

    for _ in range(count):
        raw = chance.choice([chance.choice(GOOD), mutated(chance, GOOD[0]), b""])
        await server.post(raw, chance.choice([None, "", SECRET[:-1], chance.randbytes(9).hex()]))

    assert server.statuses == {401}
    assert (await server.count(InboxRow), await server.count(InboxOddity)) == (0, 0)


async def test_an_empty_body_is_a_try_of_the_door_and_kept_nowhere(server: Server) -> None:
    assert await server.post(b"") == 200

    assert (await server.count(InboxRow), await server.count(InboxOddity)) == (0, 0)
