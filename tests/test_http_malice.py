"""Whatever is handed in, it is never the server's fault (reliability.md I1)."""

import random
import resource
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot import http
from tests.malice import mutated
from tests.web_server import GOOD, Server, opened


@pytest_asyncio.fixture
async def server() -> AsyncIterator[Server]:
    async with opened() as ours:
        yield ours


@pytest.mark.parametrize(
    "count",
    [300, pytest.param(10_000, marks=pytest.mark.faults(only_full=True))],
    ids=["some", "all"],
)
async def test_no_malformed_body_is_ever_our_fault(server: Server, count: int) -> None:
    chance = random.Random(2026)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    statuses = set()

    for _ in range(count):
        statuses.add((await server.post(body=mutated(chance, GOOD)))[0])
        server.storage.odd.clear()
        for surface, account, _, raw in server.storage.kept:
            assert (surface, account) == ("telegram", "700001")
            assert len(raw) <= http.LARGEST_BODY
        server.storage.kept.clear()

    assert statuses <= {200, 413}
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50 * 1024  # KiB
    assert (await server.post())[0] == 200
    assert len(server.storage.kept) == 1


@pytest.mark.parametrize(
    "count",
    [30, pytest.param(1_000, marks=pytest.mark.faults(only_full=True))],
    ids=["some", "all"],
)
async def test_no_body_with_a_wrong_secret_is_stored(server: Server, count: int) -> None:
    chance = random.Random(2027)

    statuses = {
        (await server.post(body=mutated(chance, GOOD), secret=chance.randbytes(9).hex()))[0]
        for _ in range(count)
    }

    assert statuses == {401}
    assert (server.storage.kept, server.storage.odd) == ([], [])
