"""The room's door: pages of ours only, under names of this machine, and nothing else to be had."""

import asyncio

import aiohttp
import pytest

from bot.room import frames
from bot.room.frames import LARGEST
from bot.room.page import FILES
from bot.room.pages import MOST_PAGES
from bot.room.room import Room
from tests.room.visitor import Browser, Page

NOT_OURS = [
    "http://evil.example", "http://127.0.0.1", "https://127.0.0.1:{port}",
    "http://localhost:{port}", "null", "http://127.0.0.1:{port}.evil.example", "",
]  # fmt: skip


def port_of(browser: Browser) -> str:
    return browser.base.rpartition(":")[2]


async def test_the_page_comes_with_all_that_keeps_it_safe(browser: Browser) -> None:
    for path in ("/", "/?lang=en", "/room/room.css", "/healthz", "/nothing", "/metrics"):
        _, _, headers = await browser.get(path)
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["Cache-Control"] == "no-store"
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "Server" not in headers
    status, body, _ = await browser.get("/?lang=en")
    assert (status, b'lang="en"' in body) == (200, True)


async def test_whatever_the_page_loads_is_there_and_nothing_more(browser: Browser) -> None:
    for name, (content, kind) in FILES.items():
        status, body, headers = await browser.get(f"/room/{name}")
        assert (status, body, headers["Content-Type"]) == (200, content, kind)
    for path in ("/room/", "/room", "/room/page.html", "/room/__init__.py", "/room/%2e%2e/demo.py",
                 "/room/..%2f..%2fsettings.py", "/room//etc/passwd", "/f/x", "/u/x"):  # fmt: skip
        status, _, _ = await browser.get(path)
        assert status == 404, path


async def test_names_of_this_machine_are_served_and_no_others(browser: Browser) -> None:
    port = port_of(browser)
    for host in ("evil.example", "127.0.0.1", "localhost:1", f"127.0.0.1:{port}.evil", "[::1]"):
        for path in ("/", "/healthz", "/room/room.js"):
            assert (await browser.get(path, Host=host))[:2] == (421, b""), host
    for host in ("localhost", "127.0.0.1", "[::1]"):
        status, _, _ = await browser.get("/", Host=f"{host}:{port_of(browser)}")
        assert status == 200
    assert "421" in await browser.raw("GET / HTTP/1.0")
    assert "40" in await browser.raw("GET / HTTP/1.1\nHost: a\nHost: b")


async def test_another_page_changes_nothing_and_hears_nothing(browser: Browser, room: Room) -> None:
    name = room.commune.world.name
    for origin in (each.format(port=port_of(browser)) for each in NOT_OURS):
        for path in ("/room/again", "/room/file?person=116&nonce=a&name=x.png"):
            assert (await browser.post(path, b"x", Origin=origin))[0] == 403, origin
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await browser.web.ws_connect(browser.base + "/room/socket", origin=origin or None)
        assert refused.value.status == 403
        if origin:
            assert (await browser.get("/", Origin=origin))[0] == 403
    assert room.commune.world.name == name


async def test_it_is_not_to_be_had_from_another_machine(browser: Browser) -> None:
    """It listens on one address alone."""
    with pytest.raises(ConnectionRefusedError):
        await asyncio.open_connection("127.0.0.2", int(port_of(browser)))


@pytest.mark.parametrize(
    "frame",
    [
        "", "{", "[]", "null", "1", '"say"', "{}", '{"do":"dance"}', '{"do":["say"]}',
        "\x00", "NaN",
        '{"do":"say"}', '{"do":"say","person":"116","text":"a","nonce":"b"}',
        '{"do":"say","person":116,"text":1,"nonce":"b"}',
        '{"do":"say","person":116,"text":"   ","nonce":"b"}',
        '{"do":"say","person":116,"text":"a","nonce":""}',
        '{"do":"say","person":116,"text":"a","nonce":"' + "n" * 65 + '"}',
        '{"do":"say","person":116,"text":"a","nonce":"b c"}',
        '{"do":"say","person":true,"text":"a","nonce":"b"}',
        '{"do":"say","person":-1,"text":"a","nonce":"b"}',
        '{"do":"say","person":1e400,"text":"a","nonce":"b"}',
        '{"do":"say","person":99999999999999999999,"text":"a","nonce":"b"}',
        '{"do":"say","person":116,"text":"' + "a" * 20_001 + '","nonce":"b"}',
        '{"do":"tap","person":116,"n":"1","choice":"x","nonce":"b"}',
        '{"do":"tap","person":116,"n":1,"choice":"' + "x" * 201 + '","nonce":"b"}',
        '{"do":"tap","person":116,"n":9999999999999999,"choice":"x","nonce":"b"}',
        '{"do":"hello"}', '{"do":"hello","phones":{}}', '{"do":"hello","phones":[1]}',
        '{"do":"hello","phones":[{"person":116}]}',
        '{"do":"hello","phones":[{"person":116,"after":-1}]}',
        '{"do":"hello","phones":[],"world":"<b>"}', '{"do":"hello","phones":[],"world":1}',
        '{"do":"hello","phones":[' + ",".join(['{"person":116,"after":0}'] * 13) + "]}",
        '{"do":"clock"}', '{"do":"clock","to":1}', '{"do":"clock","to":"2026-13-01"}',
        '{"do":"step"}', '{"do":"step","at":"1"}', '{"do":"step","at":-1}',
        '{"do":"step","at":1.5}',
        "[" * 5000 + "]" * 5000, '{"a":' * 100 + "1" + "}" * 100, '{"do":"say","do":"hello"}',
    ],
)  # fmt: skip
def test_a_frame_that_makes_no_sense_is_known_as_such(frame: str) -> None:
    with pytest.raises(frames.Malformed):
        frames.read(frame)


async def test_nonsense_is_answered_and_the_line_goes_on(page: Page, room: Room) -> None:
    member = room.commune.world.cast.member
    for nonsense in ("{", '{"do":"dance"}', "\ud800".encode("utf-16", "surrogatepass").hex()):
        await page.line.send_str(nonsense)
        assert "chưa hiểu" in (await page.refused())["why"]
    await page.line.send_bytes(b"\x00\xff")
    await page.refused()
    await page.send(do="say", person=member, text="\ud800menu\x00", nonce="s")
    assert (await page.letter(member))["text"]
    for frame, why in (
        ({"do": "say", "person": 999_999, "text": "a", "nonce": "x"}, "không có người"),
        ({"do": "tap", "person": member, "n": 1, "choice": "/sua", "nonce": "y"}, "Nút này"),
        ({"do": "hello", "phones": [{"person": 999_999, "after": 0}]}, "không có người"),
        ({"do": "step", "at": 500}, "Không có bước"),
        ({"do": "clock", "to": "eve"}, "không thuộc chi bộ"),
        ({"do": "clock", "to": "eve", "person": 999_999}, "không thuộc chi bộ"),
    ):
        await page.send(**frame)
        refused = await page.refused()
        assert why in refused["why"]
        assert refused.get("nonce") == frame.get("nonce"), "it is said what it is about"
    assert (await page.say(member, "menu"))["choices"]


async def test_nobody_taps_what_stands_on_another_phone(page: Page, room: Room) -> None:
    cast = room.commune.world.cast
    menu = await page.say(cast.secretary, "menu")
    for person, value in (
        (cast.member, menu["choices"][0]["value"]),
        (cast.secretary, "/nhapdanhsach"),
    ):
        await page.send(do="tap", person=person, n=menu["n"], choice=value, nonce="t")
        assert "Nút này" in (await page.refused())["why"]
    assert len(page.lines(cast.member)) == 0


async def test_too_large_a_frame_ends_the_line_and_not_the_room(
    browser: Browser, room: Room
) -> None:
    member = room.commune.world.cast.member
    async with browser.page(member) as page:
        await page.line.send_str('{"do":"say","text":"' + "a" * LARGEST + '"}')
        closed = await page.line.receive(30)
        while closed.type is aiohttp.WSMsgType.TEXT:
            closed = await page.line.receive(30)
        assert page.line.close_code == 1009
    async with browser.page(member) as page:
        assert await page.say(member, "menu")


async def test_there_is_room_for_so_many_pages_and_again_when_one_leaves(
    browser: Browser, room: Room
) -> None:
    lines = [
        await browser.web.ws_connect(browser.base + "/room/socket", origin=browser.base)
        for _ in range(MOST_PAGES)
    ]
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        await browser.web.ws_connect(browser.base + "/room/socket", origin=browser.base)
    assert refused.value.status == 503
    await asyncio.gather(*(line.close() for line in lines))
    async with browser.page() as page:
        assert page.welcome["people"]


async def test_a_page_that_does_not_listen_keeps_nobody_waiting(
    browser: Browser, room: Room
) -> None:
    member = room.commune.world.cast.member
    async with browser.page(member) as deaf, browser.page(member) as page:
        for number in range(400):
            await deaf.line.send_str("{" * number)
        assert await page.say(member, "menu")


async def test_the_page_speaks_english_where_it_is_asked_to(browser: Browser) -> None:
    async with browser.page(language="en") as page:
        assert page.welcome["said_date"] == "Thursday 01/10/2026"
        await page.line.send_str("{")
        assert "did not understand" in (await page.refused())["why"]


async def test_health_and_counts_are_there(browser: Browser) -> None:
    status, body, _ = await browser.get("/healthz")
    assert (status, body) == (200, b'{"database": true, "inbox": true, "clock": true}')
    assert (await browser.get("/metrics"))[0] == 200
