"""The web server: who may hand something in, what is stored before it is acknowledged."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio

from bot import http
from bot.messengers.base import Arrival
from bot.messengers.telegram import SECRET_HEADER, TelegramMessenger
from tests.web_server import GOOD, OLD_SECRET, SECRET, Server, opened


@pytest_asyncio.fixture
async def server() -> AsyncIterator[Server]:
    async with opened() as ours:
        yield ours


@pytest_asyncio.fixture
async def hasty(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Server]:
    """A server whose limits on slowness are shortened."""
    monkeypatch.setattr(http, "SLOWEST_BODY", 0.2)
    monkeypatch.setattr(http, "SLOWEST_HEALTH", 0.2)
    monkeypatch.setattr(http, "SLOWEST_HEAD", 0.3)
    async with opened() as ours:
        yield ours


def head(*lines: str, path: str = "/telegram/webhook", secret: str = SECRET) -> bytes:
    first = [f"POST {path} HTTP/1.1", "Host: x", f"{SECRET_HEADER}: {secret}"]
    return "\r\n".join([*first, *lines, "", ""]).encode("latin-1", "replace")


async def test_a_message_is_stored_and_then_acknowledged_with_nothing(server: Server) -> None:
    assert await server.post() == (200, b"")

    assert server.storage.kept == [("telegram", "700001", Arrival("9001", "5551"), GOOD)]


async def test_an_account_has_an_address_of_its_own(server: Server) -> None:
    await server.post("/telegram/webhook/700001")
    await server.post("/telegram/webhook/700002", secret="other")

    assert [account for _, account, _, _ in server.storage.kept] == ["700001", "700002"]


async def test_while_the_secret_is_changed_both_open(server: Server) -> None:
    assert (await server.post(secret=OLD_SECRET))[0] == 200


WRONG = {
    "none": None,
    "empty": "",
    "another": "another",
    "too long": SECRET + "x",
    "too short": SECRET[:-1],
    "another account's": "other",
    "another case": SECRET.upper(),
    "letters with marks": "bí-mật",
    "very long": "x" * 8_000,
}


@pytest.mark.parametrize("secret", WRONG.values(), ids=WRONG.keys())
async def test_a_wrong_secret_is_refused_and_nothing_stored(
    server: Server, secret: str | None
) -> None:
    assert await server.post(secret=secret) == (401, b"")
    assert (server.storage.kept, server.storage.odd) == ([], [])


async def test_bytes_that_are_no_text_are_a_wrong_secret(server: Server) -> None:
    answer = await server.raw(head("Content-Length: 0", "Connection: close", secret="\xff\xfe\x80"))

    assert answer.startswith(b"HTTP/1.1 401")


async def test_with_a_wrong_secret_the_body_is_not_waited_for(server: Server) -> None:
    answer = await server.raw(head("Content-Length: 100000", secret="wrong") + b"{")

    assert answer.startswith(b"HTTP/1.1 401")


async def test_an_account_without_a_secret_is_closed() -> None:
    door = http.Door("/x", "X-Secret", "1", TelegramMessenger("1:x"), ("",))

    assert not door.opens_to("")


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("POST", "/telegram/webhook/700009", 404),
        ("POST", "/telegram/webhook/", 404),
        ("POST", "/zalo/nowhere", 404),
        ("GET", "/telegram/webhook", 405),
        ("GET", "/", 404),
    ],
)
async def test_there_is_nothing_elsewhere(
    server: Server, method: str, path: str, status: int
) -> None:
    address = f"http://127.0.0.1:{server.port}{path}"
    async with server.session.request(method, address, headers={SECRET_HEADER: SECRET}) as answer:
        assert answer.status == status


async def test_a_body_of_the_largest_size_is_read(server: Server) -> None:
    padding = GOOD[:-1] + b', "x": "' + b"a" * (http.LARGEST_BODY - len(GOOD) - 9) + b'"}'

    assert len(padding) == http.LARGEST_BODY
    assert (await server.post(body=padding))[0] == 200
    assert len(server.storage.kept) == 1


async def test_a_larger_body_is_refused_by_its_length_alone(server: Server) -> None:
    answer = await server.raw(head(f"Content-Length: {http.LARGEST_BODY + 1}"))

    assert answer.startswith(b"HTTP/1.1 413")


async def test_a_larger_body_that_hides_its_length_is_refused(server: Server) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(20):
            yield b" " * 16_384

    address = f"http://127.0.0.1:{server.port}/telegram/webhook"
    async with server.session.post(
        address, data=pieces(), headers={SECRET_HEADER: SECRET}
    ) as response:
        assert response.status == 413
    assert (server.storage.kept, server.storage.odd) == ([], [])


async def test_a_body_that_does_not_come_is_given_up(hasty: Server) -> None:
    answer = await hasty.raw(head("Content-Length: 100") + b'{"update_id"')

    assert answer.startswith(b"HTTP/1.1 408")
    assert (hasty.storage.kept, hasty.storage.odd) == ([], [])


async def test_a_body_in_a_packing_that_is_none_is_refused(server: Server) -> None:
    answer = await server.raw(
        head("Content-Encoding: gzip", "Content-Length: 3", "Connection: close") + b"abc"
    )

    assert answer.startswith(b"HTTP/1.1 4")


ODD = {
    "a page": b"<html></html>",
    "a list": b"[]",
    "no number": b"{}",
    "a number in quotes": b'{"update_id": "9001"}',
    "100,000 levels": b'{"update_id":1,"x":' + b"[" * 100_000,
    "ten to the 400th": b'{"update_id": 1' + b"0" * 400 + b"}",
    "broken UTF-8": b'{"update_id": 1, "x": "\xff\xfe"}',
}


@pytest.mark.parametrize("body", ODD.values(), ids=ODD.keys())
async def test_what_makes_no_sense_is_kept_aside_and_acknowledged(
    server: Server, body: bytes
) -> None:
    assert await server.post(body=body) == (200, b"")

    assert server.storage.odd == [("telegram", "700001", body)]
    assert server.storage.kept == []


async def test_a_body_of_nothing_is_acknowledged_and_not_kept(server: Server) -> None:
    assert await server.post(body=b"") == (200, b"")

    assert (server.storage.kept, server.storage.odd) == ([], [])


@pytest.mark.parametrize("body", [GOOD, b"<html>"], ids=["a message", "an oddity"])
async def test_without_the_database_the_messenger_is_asked_to_come_again(
    server: Server, body: bytes
) -> None:
    server.storage.away = True
    address = f"http://127.0.0.1:{server.port}/telegram/webhook"
    async with server.session.post(address, data=body, headers={SECRET_HEADER: SECRET}) as response:
        assert (response.status, response.headers["Retry-After"]) == (503, "5")

    server.storage.away = False
    assert (await server.post())[0] == 200


async def test_healthy_is_200(server: Server) -> None:
    status, body = await server.get("/healthz")

    assert (status, json.loads(body)) == (200, {"database": True, "clock": True})


async def test_one_sick_part_is_503_and_named(server: Server) -> None:
    server.storage.parts["clock"] = False

    status, body = await server.get("/healthz")

    assert (status, json.loads(body)) == (503, {"database": True, "clock": False})


async def test_health_that_cannot_be_asked_for_is_503(server: Server) -> None:
    server.storage.away = True

    assert (await server.get("/healthz"))[0] == 503


async def test_health_that_does_not_answer_is_503(hasty: Server) -> None:
    hasty.storage.hangs = True

    assert (await hasty.get("/healthz"))[0] == 503


async def test_what_was_handed_in_is_counted(server: Server) -> None:
    await server.post()
    await server.post(body=b"<html>")
    await server.post(secret="wrong")

    _, body = await server.get("/metrics")

    for outcome in ("stored", "odd", "refused"):
        line = f'gandan_webhook_bodies_total{{outcome="{outcome}",surface="telegram"}} 1.0'
        assert line in body.decode()


HALVES = {
    "nothing sent": b"",
    "half a first line": b"POST /telegr",
    "half a head": head()[:-4],
    "half a body": head("Content-Length: 900") + b"{",
}


def _in_turn(count: int) -> Iterator[bytes]:
    for number in range(count):
        yield list(HALVES.values())[number % len(HALVES)]


@pytest.mark.parametrize("half", HALVES.values(), ids=HALVES.keys())
async def test_a_half_request_is_hung_up_on(hasty: Server, half: bytes) -> None:
    assert (await hasty.raw(half))[:12] in (b"", b"HTTP/1.1 408")


@pytest.mark.faults
async def test_five_hundred_half_requests_hold_up_nobody(server: Server) -> None:
    writers = []
    for half in _in_turn(500):
        _, writer = await asyncio.open_connection("127.0.0.1", server.port)
        writer.write(half)
        writers.append(writer)

    async with asyncio.timeout(2):
        assert (await server.get("/healthz"))[0] == 200
        for _ in range(20):
            assert (await server.post())[0] == 200

    for writer in writers:
        writer.close()
