"""What is handed in on the page of ticks and cannot be taken, links that are none, and headers."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import update

from bot.domain.refusals import Reason
from bot.texts import page as words
from bot.texts.refusals import reason
from storage.tables import Assignment
from tests.chat import Chat
from tests.pages.conftest import served
from tests.pages.plain import Plain
from tests.pages.steps import (
    COMMAND,
    TODAY,
    change,
    gone_engine,
    how,
    link_of,
    listed,
    note,
    over,
    visits_of,
)
from tests.village import Village


@pytest.fixture
def engine() -> str:
    """What is refused before anything is stored is the same on either."""
    return "sqlite"


# --- Bad input: nothing is lost -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("mai", reason(Reason.FUTURE_DAY)),
        ("31/12/2026", reason(Reason.FUTURE_DAY)),
        ("1/2/2026", reason(Reason.TOO_LONG_AGO)),
        ("hôm nọ bữa kia", reason(Reason.NOT_A_DATE)),
        ("", reason(Reason.NOT_A_DATE)),
        ("tháng 10", reason(Reason.DATE_UNCLEAR)),
        ("x" * 5000, reason(Reason.NOT_A_DATE)),
    ],
    ids=["tomorrow", "future", "long ago", "nonsense", "nothing", "a month", "a novel"],
)
async def test_a_day_that_cannot_be_brings_the_page_back_as_it_was(
    an: Chat, browser: Plain, village: Village, typed: str, said: str
) -> None:
    page = (await listed(an, browser)).tick(how(village, "H002"), "fine")
    page = page.fill(note(village, "H002"), "nhà <b>mới</b> & “đẹp”").fill("day", typed)
    back = await page.press(words.REVIEW)
    assert back.wrong == [f"day: {said}"]
    assert dict(back.fields)["day"] == typed
    assert dict(back.fields)[note(village, "H002")] == "nhà <b>mới</b> & “đẹp”"
    assert (how(village, "H002"), "fine") in back.fields
    review = await back.fill("day", "hôm nay").press(words.REVIEW)
    assert "ghi chú “nhà <b>mới</b> & “đẹp””" in review.text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("ông cụ, CCCD 079123456789", "Đồng chí không cần ghi điều này"),
        ("bà bị ung thư, cần xe đi viện", "Đồng chí không cần ghi điều này"),
        ("dài " * 100, "Nội dung dài quá 300 ký tự"),
        ("123", reason(Reason.TEXT_EMPTY)),
        ("tố cáo cán bộ xã ăn chặn tiền hỗ trợ", words.NO_COMPLAINT),
    ],
    ids=["identity number", "an illness", "too long", "no words", "a complaint"],
)
async def test_a_note_that_is_not_kept_is_said_so_beside_it(
    an: Chat, browser: Plain, village: Village, typed: str, said: str
) -> None:
    page = (await listed(an, browser)).tick(how(village, "H002"), "fine")
    back = await page.fill(note(village, "H002"), typed).press(words.REVIEW)
    (wrong,) = back.wrong
    assert wrong.startswith(f"{note(village, 'H002')}: {said}")
    assert dict(back.fields)[note(village, "H002")] == typed.strip()
    assert await visits_of(an.world) == []


async def test_what_was_ticked_against_itself_is_asked_about(
    an: Chat, browser: Plain, village: Village
) -> None:
    page = await listed(an, browser)
    page = page.tick(how(village, "H002"), "fine").tick(how(village, "H002"), "absent")
    page = await page.fill(note(village, "H003"), "đang sửa nhà").press(words.REVIEW)
    assert page.wrong == [
        f"{how(village, 'H002')}: {words.CHOOSE_ONE}",
        f"{how(village, 'H003')}: {words.TICK_TOO}",
    ]
    assert words.wrong(2) in page.text


async def test_a_page_on_which_nothing_is_ticked_comes_back(an: Chat, browser: Plain) -> None:
    back = await (await listed(an, browser)).press(words.REVIEW)
    assert words.NOTHING_TICKED in back.text
    assert words.REVIEW in back.buttons


async def test_a_day_before_the_assignment_is_said_beside_the_household(
    an: Chat, browser: Plain, village: Village
) -> None:
    later = update(Assignment).where(Assignment.household_id == village.households["H002"])
    await change(an.world, later.values(since=date(2026, 11, 20)))
    page = (await listed(an, browser)).tick(how(village, "H002"), "fine")
    page = page.tick(how(village, "H003"), "fine").fill("day", "18/11")
    back = await page.press(words.REVIEW)
    (wrong,) = back.wrong
    assert wrong.startswith(f"{how(village, 'H002')}: Đồng chí phụ trách hộ này từ ngày 20/11/2026")


async def test_from_the_review_one_goes_back_and_finds_all_as_it_was(
    an: Chat, browser: Plain, village: Village
) -> None:
    page = (await listed(an, browser)).tick(how(village, "H002"), "fine").fill("day", "20/11")
    page = page.fill(note(village, "H002"), "mới lợp nhà")
    back = await (await page.press(words.REVIEW)).press(words.CHANGE)
    assert (how(village, "H002"), "fine") in back.fields
    fields = dict(back.fields)
    assert (fields["day"], fields[note(village, "H002")]) == ("20/11", "mới lợp nhà")
    review = await back.untick(how(village, "H002"), "fine").tick(
        how(village, "H002"), "absent"
    ).press(words.REVIEW)  # fmt: skip
    assert "gia đình đi vắng" in review.text


# --- Links that are none, and forms that make no sense


@pytest.mark.parametrize(
    "path",
    [
        "/b", "/b/", "/b/x", "/b/" + "a" * 40, "/b/" + "a" * 4000, "/b/%00%ff%0d%0a", "/b/a/b/c",
        "/b/đường", "/b/..%2f..%2fetc", "/b/" + "2" * 40 + "?do=save",
    ],
)  # fmt: skip
async def test_what_is_no_link_of_ours_shows_one_plain_page(browser: Plain, path: str) -> None:
    assert over(await browser.open(path), 404)
    assert over(await browser.send(path, [("do", "save")]), 404)


async def test_a_link_that_was_cut_shows_the_same_page(an: Chat, browser: Plain) -> None:
    link = await link_of(an)
    assert over(await browser.open(link[:-1]), 404)
    assert over(await browser.open(link + "."), 404)


@pytest.mark.parametrize(
    "fields",
    [
        [], [("do", "")], [("do", "nonsense")], [("how-", "fine")], [("how-0", "fine")],
        [("how--1", "fine")], [("how-99999999999999999999", "fine")], [("note-x", "a\x00b")],
        [("day", "\ud7ff\u202e")], [("do", "save")], [("kept-1", "2")], [("\x00", "\x00")],
    ],
    ids=range(12),
)  # fmt: skip
async def test_nonsense_is_never_our_fault(
    an: Chat, browser: Plain, fields: Sequence[tuple[str, str]]
) -> None:
    path = (await listed(an, browser)).path
    back = await browser.send(path, list(fields))
    assert back.status == 200
    assert words.REVIEW in back.buttons
    assert await visits_of(an.world) == []


async def test_what_is_no_form_comes_back_empty_and_what_is_too_large_is_said(
    an: Chat, browser: Plain
) -> None:
    path = (await listed(an, browser)).path
    for body, status in (
        (b"\xff\xfe\x00=%zz&&&", 200),
        (b"a=b&" * 6000, 200),
        (b"n" * 300_000, 413),
    ):
        async with browser.web.post(browser.address + path, data=body) as answer:
            assert answer.status == status
            assert "<h1>" in await answer.text()


# --- What else the page promises ------------------------------------------------------------------


async def test_a_page_loads_nothing_runs_nothing_and_is_kept_by_nobody(
    an: Chat, browser: Plain, village: Village
) -> None:
    closed = await browser.open(await link_of(an))
    opened = await closed.press(words.OPEN)
    review = await opened.tick(how(village, "H002"), "fine").press(words.REVIEW)
    done = await review.press(words.SEND)
    for page in (closed, opened, review, done, await browser.open("/b/none")):
        policy = page.headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'; style-src 'sha256-")
        assert "frame-ancestors 'none'" in policy
        assert page.headers["Referrer-Policy"] == "no-referrer"
        assert page.headers["Cache-Control"] == "no-store"
        assert "noindex" in page.headers["X-Robots-Tag"]
        assert page.headers["X-Content-Type-Options"] == "nosniff"
        assert not page.tags & {"script", "img", "link", "iframe", "object", "base"}
        assert not re.search(r"(?:src|href|action)=\"(?!#)", page.html)
        assert page.path.rpartition("/")[2] not in page.html or page.path == "/b/none"


async def test_the_link_is_in_no_log(
    an: Chat, browser: Plain, village: Village, capfd: pytest.CaptureFixture[str]
) -> None:
    page = (await listed(an, browser)).tick(how(village, "H002"), "fine")
    await (await page.press(words.REVIEW)).press(words.SEND)
    signed = page.path.rpartition("/")[2]
    said = capfd.readouterr()
    assert signed not in said.out + said.err


async def test_while_the_database_is_away_nobody_is_shown_an_error_of_ours(
    an: Chat, browser: Plain, capfd: pytest.CaptureFixture[str]
) -> None:
    path = (await listed(an, browser)).path
    away = replace(an.world.store, reader=gone_engine(), writer=gone_engine())
    async with served(an.world, away) as port:
        elsewhere = Plain(f"http://127.0.0.1:{port}", browser.web)
        for shown in (await elsewhere.open(path), await elsewhere.send(path, [("do", "save")])):
            assert (shown.status, shown.headers["Retry-After"]) == (503, "5")
            assert words.BUSY[0] in shown.text
    said = capfd.readouterr()
    assert "page not shown" in said.out + said.err
    assert path.rpartition("/")[2] not in said.out + said.err


async def test_where_no_address_is_known_it_is_said_so(
    an: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.chat.PAGES", "")
    await an.say(COMMAND)
    assert an.heard.text == words.NO_PAGES.text


async def test_a_name_is_no_command_and_the_command_wants_its_slash_or_all_its_words(
    an: Chat,
) -> None:
    assert "https://" not in await an.say("Trang")
    assert "https://" not in await an.say("Trang đi vắng")
    for typed in ("/trang", "Trang báo cáo", "trangbaocao"):
        assert "https://" in await an.say(typed)


async def test_without_buttons_the_list_to_tick_tells_of_the_page(
    an: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    await an.say("/danhdau")
    assert "trang bao cao" in an.heard.in_words
    monkeypatch.setattr("tests.chat.PAGES", "")
    await an.say("/danhdau")
    assert "trang bao cao" not in an.heard.in_words


async def test_who_has_no_households_gets_no_page(an: Chat, village: Village) -> None:
    gone = update(Assignment).where(Assignment.person_id == village.people["An"])
    await change(an.world, gone.values(until=TODAY))
    await an.say(COMMAND)
    assert an.heard.text == reason(Reason.NO_ONE_ASSIGNED)
