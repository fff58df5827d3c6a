"""A month's households ticked on a page: from the word in the chat to the receipt, and every no."""

import asyncio
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from bot.domain.people import ConsentState
from bot.domain.refusals import Reason
from bot.domain.visits import NotDoneReason, VisitKind
from bot.texts import page as words
from bot.texts.refusals import reason
from storage.tables import (
    Assignment,
    Household,
    LinkedAddress,
    Person,
    Promise,
    RoleHeld,
    Visit,
)
from tests.chat import Chat, World
from tests.conftest import NOW
from tests.pages.conftest import served
from tests.pages.plain import Plain, Shown
from tests.village import Village

TODAY = date(2026, 11, 21)
COMMAND = "/trang"


async def link_of(who: Chat) -> str:
    """Ask for the page in the chat."""
    await who.say(COMMAND)
    found = re.search(r"https://\S+", who.heard.text)
    assert found is not None, who.heard.text
    return found[0]


async def listed(who: Chat, browser: Plain) -> Shown:
    """The page with its list, just opened."""
    return await (await browser.open(await link_of(who))).press(words.OPEN)


async def visits_of(world: World) -> list[Visit]:
    async with world.store.reading() as session:
        return list(await session.scalars(select(Visit).order_by(Visit.id)))


async def change(world: World, *statements: object) -> None:
    async with world.store.begin() as session:
        for one in statements:
            await session.execute(one)  # type: ignore[call-overload]  # any statement


def how(village: Village, code: str) -> str:
    return f"how-{village.households[code]}"


def note(village: Village, code: str) -> str:
    return f"note-{village.households[code]}"


# --- The whole path -------------------------------------------------------------------------------


async def test_a_month_is_ticked_read_back_saved_and_told_in_the_chat(
    an: Chat, browser: Plain, village: Village
) -> None:
    page = await listed(an, browser)
    for name in ("Số 1 · Ba Lành", "Số 2 · Tư Hạnh", "Số 3 · Danh Sóc", "Số 4 · H'Hen Niê"):
        assert name in page.text
    assert "Tháng 11 · đồng chí An" in page.text
    page = page.tick(how(village, "H001"), "fine").tick(f"need-{village.households['H001']}", "0")
    page = page.tick(how(village, "H002"), "fine").fill(note(village, "H002"), "con út thi đỗ")
    page = page.tick(how(village, "H003"), "absent").fill("day", "hôm qua")
    review = await page.press(words.REVIEW)
    assert "1 (Ba Lành): hôm qua, thăm trực tiếp tại nhà, ổn định, không có gì mới." in review.text
    assert "2 (Tư Hạnh): hôm qua, thăm trực tiếp tại nhà; ghi chú “con út thi đỗ”." in review.text
    assert "3 (Danh Sóc): hôm qua, đã đến, gia đình đi vắng." in review.text
    assert await visits_of(an.world) == []
    saved = await review.press(words.SEND)
    assert "Đã ghi nhận 3 hộ." in saved.text
    (letter,) = await an.listen()
    assert letter.text.startswith("Đã ghi nhận 3 hộ.")
    assert letter.text in saved.text
    told = {one.household_id: one for one in await visits_of(an.world)}
    first, second, third = (told[village.households[code]] for code in ("H001", "H002", "H003"))
    assert {one.visited_on for one in told.values()} == {TODAY - timedelta(days=1)}
    assert {(one.author_id, one.visitor_id) for one in told.values()} == {
        (village.people["An"], village.people["An"])
    }
    assert (first.kind, first.nothing_new) == (VisitKind.HOME, True)
    assert (second.kind, second.nothing_new, second.note) == (
        VisitKind.HOME, False, "con út thi đỗ",
    )  # fmt: skip
    assert (third.kind, third.reason) == (VisitKind.NOT_DONE, NotDoneReason.ABSENT_HH)


async def test_the_message_says_how_long_and_that_it_is_for_nobody_else(an: Chat) -> None:
    await an.say("trang báo cáo")
    assert "Dùng đến 09:00 thứ hai 23/11/2026, gửi được một lần" in an.heard.text
    assert "đừng chuyển liên kết này" in an.heard.text
    assert "An" not in an.heard.text.split("https://")[1].split()[0]


async def test_what_is_due_stands_first_and_the_rest_is_folded_away(
    an: Chat, browser: Plain
) -> None:
    await an.say("1 4 bt hom qua")
    for answer in ("1", "1"):
        await an.say(answer)
    page = await listed(an, browser)
    due, _, others = page.text.partition(f"{words.OTHERS} (2)")
    assert "Tư Hạnh" in due
    assert "Danh Sóc" in due
    assert "Ba Lành" in others
    assert "đã thăm hôm qua" in others


async def test_a_second_visit_is_saved_too(an: Chat, browser: Plain, village: Village) -> None:
    await an.say("2 bt hom qua")
    await an.say("1")
    page = (await listed(an, browser)).tick(how(village, "H002"), "fine")
    await (await page.press(words.REVIEW)).press(words.SEND)
    assert len(await visits_of(an.world)) == 2


# --- Questions of their own -----------------------------------------------------------------------


async def test_a_promise_of_last_time_is_asked_about_and_settled(
    an: Chat, browser: Plain, village: Village
) -> None:
    household = village.households["H002"]
    async with an.world.store.begin() as session:
        visit = Visit(
            household_id=household, visitor_id=village.people["An"],
            author_id=village.people["An"], visited_on=date(2026, 10, 5), kind=VisitKind.HOME,
            effect_key="before", recorded_at=NOW - timedelta(days=40),
        )  # fmt: skip
        session.add(visit)
        await session.flush()
        promise = Promise(
            visit_id=visit.id, household_id=household, person_id=village.people["An"],
            words="hỏi giúp thẻ BHYT", due_on=None,
        )  # fmt: skip
        session.add(promise)
    page = await listed(an, browser)
    assert "Lần trước hẹn “hỏi giúp thẻ BHYT”. Đã làm chưa?" in page.text
    page = await page.tick(how(village, "H002"), "fine").press(words.REVIEW)
    assert page.wrong == [f"kept-{household}: {words.ANSWER_PROMISE}"]
    review = await page.tick(f"kept-{household}", "1").press(words.REVIEW)
    assert "lời hẹn trước đã làm" in review.text
    await review.press(words.SEND)
    async with an.world.store.reading() as session:
        assert (await session.get_one(Promise, promise.id)).kept is True


async def test_a_household_that_needs_help_is_asked_after(
    an: Chat, browser: Plain, village: Village
) -> None:
    household = village.households["H001"]
    page = await listed(an, browser)
    assert words.FOCUS in page.text
    page = await page.tick(how(village, "H001"), "fine").press(words.REVIEW)
    assert page.wrong == [f"need-{household}: {words.ANSWER_NEED}"]
    page = await page.tick(f"need-{household}", "1").press(words.REVIEW)
    assert page.wrong == [f"note-{household}: {words.NOTE_WANTED}"]
    review = await page.fill(f"note-{household}", "mái nhà dột").press(words.REVIEW)
    await review.press(words.SEND)
    (visit,) = await visits_of(an.world)
    assert (visit.nothing_new, visit.note) == (False, "mái nhà dột")


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
        ("dài " * 100, "Nội dung dài quá 300 chữ"),
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


# --- Once -----------------------------------------------------------------------------------------


async def test_sent_again_it_acts_once_and_says_when_it_was(
    an: Chat, browser: Plain, village: Village
) -> None:
    review = (
        await (await listed(an, browser)).tick(how(village, "H002"), "fine").press(words.REVIEW)
    )
    first = await review.press(words.SEND)
    an.world.later(hours=3)
    async with served(an.world, an.world.store) as port:  # after a restart
        anew = replace(review, browser=Plain(f"http://127.0.0.1:{port}", browser.web))
        later = await anew.press(words.SEND)
    for again in (await review.press(words.SEND), await browser.open(review.path), later):
        assert "Trang này đã gửi lúc 09:00 thứ bảy 21/11/2026." in again.text
        assert again.text == first.text
        assert again.buttons == []
    assert len(await visits_of(an.world)) == 1
    assert len(await an.listen()) == 1


async def test_of_two_that_are_sent_at_once_one_is_saved(
    an: Chat, browser: Plain, village: Village
) -> None:
    page = await listed(an, browser)
    one = await page.tick(how(village, "H002"), "fine").press(words.REVIEW)
    other = await page.tick(how(village, "H003"), "fine").press(words.REVIEW)
    sent = await asyncio.gather(*(each.press(words.SEND) for each in (one, other) * 3))
    assert len({each.text for each in sent}) == 1
    assert "Đã ghi nhận 1 hộ." in sent[0].text
    assert len(await visits_of(an.world)) == 1
    assert len(await an.listen()) == 1


async def test_looking_uses_nothing_up_and_shows_nobody_anything(
    an: Chat, browser: Plain, village: Village
) -> None:
    link = await link_of(an)
    for _ in range(10):
        for method in ("GET", "HEAD"):
            looked = await browser.open(link, method)
            assert looked.status == 200
            assert not [name for name in ("Ba Lành", "Tư Hạnh", "An") if name in looked.text]
    page = await (await browser.open(link)).press(words.OPEN)
    review = await page.tick(how(village, "H002"), "fine").press(words.REVIEW)
    assert "Đã ghi nhận 1 hộ." in (await review.press(words.SEND)).text


# --- Whose it is ----------------------------------------------------------------------------------


def over(shown: Shown, status: int) -> bool:
    return (shown.status, words.OVER[0] in shown.text, shown.buttons) == (status, True, [])


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


async def test_after_two_days_it_leads_nowhere(an: Chat, browser: Plain, village: Village) -> None:
    page = (await listed(an, browser)).tick(how(village, "H002"), "fine")
    review = await page.press(words.REVIEW)
    an.world.later(hours=48)
    assert over(await review.press(words.SEND), 410)
    assert over(await browser.open(review.path), 410)
    assert await visits_of(an.world) == []


async def test_a_newer_page_ends_the_older_one(an: Chat, browser: Plain) -> None:
    older = await link_of(an)
    newer = await link_of(an)
    assert over(await browser.open(older), 410)
    assert (await browser.open(newer)).status == 200


@pytest.mark.parametrize("case", ["role ended", "unlinked", "somebody else's chat", "no consent"])
async def test_who_may_no_longer_report_is_shown_nothing(
    an: Chat, browser: Plain, village: Village, case: str
) -> None:
    page = (await listed(an, browser)).tick(how(village, "H002"), "fine")
    review = await page.press(words.REVIEW)
    who = village.people["An"]
    address = update(LinkedAddress).where(LinkedAddress.person_id == who)
    await change(
        an.world,
        {
            "role ended": update(RoleHeld).where(RoleHeld.person_id == who).values(until=TODAY),
            "unlinked": address.values(person_id=None),
            "somebody else's chat": address.values(person_id=village.people["Hà"]),
            "no consent": update(Person)
            .where(Person.id == who)
            .values(consent=ConsentState.WITHDRAWN),
        }[case],
    )
    for shown in (await browser.open(review.path), await review.press(words.SEND)):
        assert over(shown, 410)
        assert "Tư Hạnh" not in shown.text
    assert await visits_of(an.world) == []


async def test_a_household_handed_over_meanwhile_is_left_out_in_words(
    an: Chat, browser: Plain, village: Village
) -> None:
    page = (await listed(an, browser)).tick(how(village, "H002"), "fine")
    review = await page.tick(how(village, "H003"), "fine").press(words.REVIEW)
    gone = update(Assignment).where(Assignment.household_id == village.households["H002"])
    await change(an.world, gone.values(until=TODAY))
    back = await review.press(words.SEND)
    assert words.NOT_YOURS in back.text
    assert "Tư Hạnh" not in back.text
    assert await visits_of(an.world) == []
    await (await back.press(words.REVIEW)).press(words.SEND)
    assert [one.household_id for one in await visits_of(an.world)] == [village.households["H003"]]


@pytest.mark.parametrize("code", ["H005", "H006", "H007", "X001", ""])
async def test_what_is_somebody_elses_cannot_be_smuggled_in(
    an: Chat, browser: Plain, village: Village, code: str
) -> None:
    household = village.households.get(code, 10**9)
    page = (await listed(an, browser)).tick(how(village, "H002"), "fine")
    back = await page.smuggle(f"how-{household}", "fine").press(words.REVIEW)
    assert words.NOT_YOURS in back.text
    assert f"home-{household}" not in back.html
    sure = await browser.send(
        page.path, [*back.fields, (f"how-{household}", "fine"), ("do", "save")]
    )
    assert words.NOT_YOURS in sure.text
    assert await visits_of(an.world) == []


async def test_a_household_that_wants_nothing_written_down_is_on_no_page(
    an: Chat, browser: Plain, village: Village
) -> None:
    declined = update(Household).where(Household.id == village.households["H002"])
    await change(an.world, declined.values(consent=ConsentState.REFUSED))
    assert "Tư Hạnh" not in (await listed(an, browser)).text


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
