"""Whatever is handed in, it is never the server's fault (reliability.md I1)."""

import json
import random
import resource
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot import http
from tests.web_server import GOOD, Server, opened


@pytest_asyncio.fixture
async def server() -> AsyncIterator[Server]:
    async with opened() as ours:
        yield ours


def _mutated(chance: random.Random) -> bytes:
    """A real update after some accident or malice."""
    return chance.choice(ACCIDENTS)(chance)


def _cut_off(chance: random.Random) -> bytes:
    return GOOD[: chance.randrange(len(GOOD))]


def _flipped(chance: random.Random) -> bytes:
    body = bytearray(GOOD)
    for _ in range(chance.randrange(1, 20)):
        body[chance.randrange(len(body))] = chance.randrange(256)
    return bytes(body)


def _with_junk(chance: random.Random) -> bytes:
    at = chance.randrange(len(GOOD))
    return GOOD[:at] + chance.randbytes(chance.randrange(1, 60)) + GOOD[at:]


def _deep(chance: random.Random) -> bytes:
    levels = chance.randrange(1, 40_000)
    closed = b"]}" * chance.choice([0, levels])
    return b'{"update_id":7,"message":' + b'{"a":[' * levels + closed


def _twice_the_same_key(_: random.Random) -> bytes:
    return GOOD[:-1] + b',"update_id":[],"message":"\\ud800\\u0000"}'


def _with_a_huge_number(chance: random.Random) -> bytes:
    return GOOD.replace(b"31", b"1" + b"0" * chance.randrange(1, 6_000))


def _padded(chance: random.Random) -> bytes:
    return GOOD[:-1] + b',"x":"' + b"a" * chance.randrange(http.LARGEST_BODY) + b'"}'


def _with_a_strange_value(chance: random.Random) -> bytes:
    strange: list[object] = [None, True, -1, 1e308, float("nan"), "\ud83d", "\x00", [], {}, 10**400]
    update = json.loads(GOOD)
    place = chance.choice(
        [update, update["message"], update["message"]["chat"], update["message"]["from"]]
    )
    place[chance.choice(list(place))] = chance.choice(strange)
    return json.dumps(update).encode()


ACCIDENTS = (
    _cut_off,
    _flipped,
    _with_junk,
    _deep,
    _twice_the_same_key,
    _with_a_huge_number,
    _padded,
    _with_a_strange_value,
)


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
        statuses.add((await server.post(body=_mutated(chance)))[0])
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
        (await server.post(body=_mutated(chance), secret=chance.randbytes(9).hex()))[0]
        for _ in range(count)
    }

    assert statuses == {401}
    assert (server.storage.kept, server.storage.odd) == ([], [])
