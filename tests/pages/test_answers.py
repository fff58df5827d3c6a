"""What the web server answers for our pages: which code, which headers, and nothing of its own."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from http import HTTPStatus

import pytest
from aiohttp import web
from aiohttp.test_utils import make_mocked_request
from structlog.testing import capture_logs

from bot.domain.people import Actor, ConsentState
from bot.domain.uploads import Wanted
from bot.http import RETRY_AFTER, Handed
from bot.messages import Address, Attachment
from bot.pages import answering, door, downloading, receiving, ticking, uploading
from bot.pages.frame import SAFETY
from bot.texts import page as words
from bot.texts import upload_page
from handlers.page import Opened, Shut
from handlers.upload_page import Done, Received
from storage.page_links import Link
from tests.pages.test_markup import read

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
CHAT = Address("console", "demo", "An")
OFFICE = "application/vnd.openxmlformats-officedocument."


def opened(about: str = "photo key", used_at: datetime | None = None) -> Opened:
    link = Link(
        1, "nonce", 1, CHAT, about, NOW + timedelta(hours=5), replaced=False, used_at=used_at,
        receipt="", times=0, posts="", file_id=None,
    )  # fmt: skip
    actor = Actor(1, "Nguyễn Thị An", 1, None, ConsentState.GIVEN, (), addressed_at=1)
    return Opened(link, actor, NOW)


def body(response: web.Response) -> str:
    assert response.text is not None
    return response.text


# --- Codes and headers


@pytest.mark.parametrize(
    ("why", "status"), [(Shut.UNKNOWN, 404), (Shut.OVER, 410)], ids=["unknown", "over"]
)
def test_a_link_that_leads_nowhere_says_so_in_its_code_alone(why: Shut, status: int) -> None:
    response = answering.shut(why, "Hết hạn & <x>", ("một", "hai <b>"))
    assert response.status == status
    assert "<h1>Hết hạn &amp; &lt;x&gt;</h1><p>một</p><p>hai &lt;b&gt;</p>" in body(response)
    for kind in (door._shut, downloading._shut, uploading._shut):
        assert kind(why).status == status
        assert kind(Shut.OVER).text == kind(Shut.UNKNOWN).text


@pytest.mark.parametrize(
    ("why", "status", "again"),
    [
        (Handed.TOO_LARGE, 413, None), (Handed.AWAY, 503, RETRY_AFTER),
        (Handed.TOO_SLOW, 408, None), (Handed.BROKEN_OFF, 408, None),
    ],
    ids=str,
)  # fmt: skip
def test_who_was_not_listened_to_hears_why_and_the_line_is_closed(
    why: Handed, status: int, again: str | None
) -> None:
    response = answering.not_taken(why, ("Xin thử lại.",))
    assert (response.status, response.headers.get("Retry-After")) == (status, again)
    assert response.keep_alive is False
    assert words.BUSY_TITLE in body(response)
    assert "Xin thử lại." in body(response)
    assert words.BUSY[0] in body(answering.not_taken(why))


PAGES = {
    "a page": answering.page("x"),
    "a page with more": answering.page("x", HTTPStatus.CREATED, {"X-More": "1"}),
    "over": answering.shut(Shut.OVER, "x", ()),
    "busy": answering.not_taken(Handed.AWAY),
    "elsewhere": answering.back_to(make_mocked_request("POST", "/b/abc%20d?x=1")),
    "a file": downloading._saved(Attachment("a.pdf", b"x", "application/pdf")),
}


@pytest.mark.parametrize("response", PAGES.values(), ids=PAGES.keys())
def test_whatever_is_sent_is_kept_by_nobody(response: web.Response) -> None:
    assert SAFETY.items() <= dict(response.headers).items()


def test_a_page_is_html_in_vietnamese_letters() -> None:
    response = answering.page("đ", HTTPStatus.CREATED, {"X-More": "1"})
    assert (response.status, response.headers["X-More"]) == (201, "1")
    assert (response.content_type, response.charset, response.text) == ("text/html", "utf-8", "đ")
    assert answering.page("x").status == 200


def test_what_came_of_it_is_looked_at_under_the_same_address() -> None:
    response = PAGES["elsewhere"]
    assert (response.status, response.headers["Location"]) == (303, "/b/abc%20d")


async def test_nobody_is_shown_an_error_of_ours() -> None:
    async def fails(request: web.Request) -> web.Response:
        raise ValueError("a name, a phone, a token")

    async def works(request: web.Request) -> web.Response:
        return answering.page("x")

    request = make_mocked_request("GET", "/b/secret")
    with capture_logs() as logs:
        response = await answering.calm(fails)(request)
        assert (await answering.calm(works)(request)).status == 200
    assert response.status == 503
    assert [(one["event"], one["log_level"]) for one in logs] == [("page not shown", "warning")]
    assert "secret" not in repr(logs)
    assert "phone" not in repr(logs)


async def test_who_hangs_up_is_let_go() -> None:
    async def hung_up(request: web.Request) -> web.Response:
        raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        await answering.calm(hung_up)(make_mocked_request("GET", "/b/x"))


# --- What a browser sent


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        pytest.param(b"", [], id="nothing"),
        pytest.param(b"a=1&b=2", [("a", "1"), ("b", "2")], id="in order"),
        pytest.param(b"a=1&a=2", [("a", "1"), ("a", "2")], id="several of a name"),
        pytest.param(b"a=&b", [("a", ""), ("b", "")], id="empty ones are kept"),
        pytest.param(b"a=%C4%91+x", [("a", "đ x")], id="escaped"),
        pytest.param("a=đ".encode(), [("a", "đ")], id="bare"),
        pytest.param(b"a=\xff", [("a", "\ufffd")], id="no UTF-8"),
        pytest.param(b"&".join([b"a=1"] * 5000), [("a", "1")] * 5000, id="as many as may be"),
        pytest.param(b"&".join([b"a=1"] * 5001), [], id="one more"),
    ],
)
def test_a_form_is_read_field_by_field(raw: bytes, found: Sequence[tuple[str, str]]) -> None:
    assert answering.fields(raw) == found


@pytest.mark.parametrize(
    ("path", "ours"),
    [
        ("/b/abc", True), ("/f/abc", True), ("/u/abc", True), ("/b", True), ("/b/", True),
        ("/u/a/b", True), ("/", False), ("", False), ("b/abc", False), ("/bb/abc", False),
        ("/healthz", False), ("/x/b/abc", False), ("//b/abc", False), ("/B/abc", False),
    ],
)  # fmt: skip
def test_an_address_that_whoever_knows_may_use_is_told_from_others(
    path: str, *, ours: bool
) -> None:
    assert door.is_link(path) is ours


# --- A file to be saved

FILES = {
    "pdf": ("application/pdf", "application/pdf"),
    "JPEG": ("image/jpeg", "image/jpeg"),
    "PNG": ("image/png", "image/png"),
    "plain words": ("text/plain; charset=utf-8", "text/plain; charset=utf-8"),
    "Word": (f"{OFFICE}wordprocessingml.document", f"{OFFICE}wordprocessingml.document"),
    "Excel": (f"{OFFICE}spreadsheetml.sheet", f"{OFFICE}spreadsheetml.sheet"),
    "a page": ("text/html", "application/octet-stream"),
    "a drawing": ("image/svg+xml", "application/octet-stream"),
    "words of another code": ("text/plain", "application/octet-stream"),
    "something like Word": (OFFICE[:-1], "application/octet-stream"),
    "nothing": ("", "application/octet-stream"),
}


@pytest.mark.parametrize(("kind", "sent"), FILES.values(), ids=FILES.keys())
def test_only_what_we_make_is_sent_as_what_it_is(kind: str, sent: str) -> None:
    response = downloading._saved(Attachment("a.x", b"bytes", kind))
    assert response.status == 200
    assert response.body == b"bytes"
    assert response.headers["Content-Type"] == sent
    assert response.headers["Content-Disposition"].startswith("attachment; ")


@pytest.mark.parametrize(
    ("name", "bare", "whole"),
    [
        ("a.pdf", "a.pdf", "a.pdf"),
        (
            "Ấp 5 (thang-11)_x.docx",
            "ap 5 (thang-11)_x.docx",
            "%E1%BA%A4p%205%20%28thang-11%29_x.docx",
        ),
        ('a"b\\c.txt', "a_b_c.txt", "a%22b%5Cc.txt"),
        ("a/b.txt", "a_b.txt", "a%2Fb.txt"),
        ("²½.txt", "21_2.txt", "%C2%B2%C2%BD.txt"),
        ("漢.txt", "_.txt", "%E6%BC%A2.txt"),
        ("a\ud800.txt", "a_.txt", "a%3F.txt"),
        ("", "", ""),
    ],
)
def test_a_file_is_named_for_old_phones_and_for_new_ones(name: str, bare: str, whole: str) -> None:
    assert downloading._named(name) == (
        f"attachment; filename=\"{bare}\"; filename*=UTF-8''{whole}"
    )


# --- The page for handing in


@pytest.mark.parametrize(
    ("wanted", "accepts"),
    [
        (Wanted.PHOTO, ["image/jpeg", "image/png"]),
        (Wanted.WORKBOOK, [".xlsx", f"{OFFICE}spreadsheetml.sheet"]),
        (Wanted.FOR_ALL, ["image/jpeg", "image/png", "application/pdf", ".docx"]),
    ],
    ids=str,
)
@pytest.mark.parametrize("wrong", ["", "Tệp <lớn> quá."], ids=["at first", "once more"])
def test_the_page_asks_for_one_file_of_a_kind(
    wanted: Wanted, accepts: list[str], wrong: str
) -> None:
    page = read(uploading._empty(opened(f"{wanted.value} key"), wrong))
    (chosen,) = page.all("input")
    assert (chosen["type"], chosen["name"], chosen["id"]) == ("file", "file", "file")
    assert chosen["accept"].split(",") == accepts
    assert chosen.get("aria-describedby") == ("file-wrong" if wrong else None)
    assert [one["for"] for one in page.all("label")] == ["file"]
    (form,) = page.all("form")
    assert (form["method"], form["enctype"]) == ("post", "multipart/form-data")
    assert upload_page.TITLES[wanted] in page.said
    assert upload_page.WHICH[wanted] in page.said
    alerts = page.all("p", role="alert", id="file-wrong", **{"class": "wrong"})
    assert len(alerts) == bool(wrong)
    assert (wrong in page.said) is bool(wrong)
    assert upload_page.usable_until(NOW + timedelta(hours=5)) in page.said


def test_what_came_is_shown_with_one_yes_and_another_way() -> None:
    page = read(uploading._review(Received(17, "ảnh <1>.jpg", 12_345)))
    (held,) = page.all("input")
    assert (held["type"], held["name"], held["value"]) == ("hidden", "held", "17")
    assert [(one["name"], one["value"]) for one in page.all("button")] == [
        ("do", "sure"), ("do", "other"),
    ]  # fmt: skip
    assert upload_page.received("ảnh <1>.jpg", 12_345) in page.said
    (form,) = page.all("form")
    assert "enctype" not in form, "the file does not travel twice"


def test_once_used_it_says_when_and_where_the_answer_comes() -> None:
    page = read(uploading._receipt(Done(NOW)))
    assert upload_page.sent(NOW) in page.said
    assert upload_page.ANSWER_IN_CHAT in page.said
    assert page.all("form") == []


def test_the_closed_page_of_ticks_says_nothing_of_anybody() -> None:
    page = read(ticking.closed(opened()))
    assert [one["value"] for one in page.all("button")] == ["open"]
    assert words.usable_until(NOW + timedelta(hours=5)) in page.said
    assert not any("An" in said.split() for said in page.said)


# --- Room for a few


def breaks_off(gate: receiving.Gate, link_id: int, *, room: bool) -> None:
    with gate.passing(link_id) as found:
        assert found is room
        raise ConnectionError


def test_a_place_is_given_back_also_when_something_goes_wrong() -> None:
    gate = receiving.Gate()
    with pytest.raises(ConnectionError):
        breaks_off(gate, 1, room=True)
    with gate.passing(1) as room:
        assert room
        for _ in range(2):  # whoever is not let in gives no place back
            with pytest.raises(ConnectionError):
                breaks_off(gate, 1, room=False)
    assert gate.inside == set()
