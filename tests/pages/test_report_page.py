"""Households ticked on a page: from the word in the chat to the receipt, once, by whose it is."""

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import update

from bot.domain.concerns import ConcernStatus
from bot.domain.people import ConsentState
from bot.domain.visits import NotDoneReason, VisitKind
from bot.texts import page as words
from storage.tables import (
    Assignment,
    Concern,
    Household,
    LinkedAddress,
    Person,
    Promise,
    RoleHeld,
    Visit,
)
from tests.chat import Chat
from tests.concerns_stored import decided, recorded
from tests.conftest import NOW
from tests.pages.conftest import served
from tests.pages.plain import Plain
from tests.pages.steps import TODAY, change, how, link_of, listed, note, over, visits_of
from tests.village import Village

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


@pytest.mark.parametrize(
    ("chosen", "status", "back"),
    [
        ("SATISFIED", ConcernStatus.CLOSED, "đã báo, gia đình hài lòng"),
        ("NOT_SATISFIED", ConcernStatus.REOPENED, "đã báo, chưa hài lòng"),
        ("0", ConcernStatus.ANSWERED, ""),
    ],
    ids=["satisfied", "not satisfied", "not told yet"],
)
async def test_an_answer_that_waits_to_be_told_is_asked_about_and_noted(
    an: Chat, browser: Plain, village: Village, chosen: str, status: ConcernStatus, back: str
) -> None:
    household = village.households["H002"]
    raised = await recorded(an.world.store, "An", household)
    await decided(an.world.store, "Bình", raised.id, ConcernStatus.ANSWERED, "Đã sửa đèn")
    page = await listed(an, browser)
    asked = f"Có trả lời {raised.code} (“Đã sửa đèn”). Đã báo lại cho gia đình chưa?"
    assert asked in page.text
    page = await page.tick(how(village, "H002"), "fine").press(words.REVIEW)
    assert page.wrong == [f"heard-{household}: {words.ANSWER_HEARD}"]
    review = await page.tick(f"heard-{household}", chosen).press(words.REVIEW)
    assert (f"{back} ({raised.code})" in review.text) is bool(back)
    await review.press(words.SEND)
    async with an.world.store.reading() as session:
        assert (await session.get_one(Concern, raised.id)).status is status
    (letter,) = await an.listen()
    offered = any(raised.code in choice.label for choice in letter.choices)
    assert offered is (chosen == "0")


async def test_what_was_told_in_the_chat_meanwhile_is_not_noted_again(
    an: Chat, browser: Plain, village: Village
) -> None:
    household = village.households["H002"]
    raised = await recorded(an.world.store, "An", household)
    await decided(an.world.store, "Bình", raised.id, ConcernStatus.ANSWERED, "Đã sửa đèn")
    page = (await listed(an, browser)).tick(how(village, "H002"), "fine")
    review = await page.tick(f"heard-{household}", "NOT_SATISFIED").press(words.REVIEW)
    await an.say(f"/baoho {raised.code}")
    await an.tap("Hài lòng")
    assert "Đã ghi nhận 1 hộ." in (await review.press(words.SEND)).text
    async with an.world.store.reading() as session:
        assert (await session.get_one(Concern, raised.id)).status is ConcernStatus.CLOSED


async def test_an_answer_that_the_page_did_not_ask_about_was_not_told(
    an: Chat, browser: Plain, village: Village
) -> None:
    household, store = village.households["H002"], an.world.store
    first = await recorded(store, "An", household)
    await decided(store, "Bình", first.id, ConcernStatus.ANSWERED, "Đã sửa đèn")
    page = (await listed(an, browser)).tick(how(village, "H002"), "fine")
    second = await recorded(store, "An", household, key="two")
    await decided(store, "Bình", second.id, ConcernStatus.ANSWERED, "Đã đắp đường")
    review = await page.tick(f"heard-{household}", "SATISFIED").press(words.REVIEW)
    assert first.code in review.text
    assert second.code not in review.text
    await review.press(words.SEND)
    async with store.reading() as session:
        assert (await session.get_one(Concern, first.id)).status is ConcernStatus.CLOSED
        assert (await session.get_one(Concern, second.id)).status is ConcernStatus.ANSWERED
    (letter,) = await an.listen()
    assert letter.choices[0].action == f"/baoho {second.code}"


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


async def test_after_two_days_it_leads_nowhere(an: Chat, browser: Plain, village: Village) -> None:
    page = (await listed(an, browser)).tick(how(village, "H002"), "fine")
    review = await page.press(words.REVIEW)
    an.world.later(hours=48)
    assert over(await review.press(words.SEND), 410)
    assert over(await browser.open(review.path), 410)
    assert await visits_of(an.world) == []


async def test_asked_for_in_the_last_evening_of_a_month_it_is_of_that_month(
    an: Chat, browser: Plain, village: Village
) -> None:
    an.world.now = datetime(2026, 11, 30, 13, tzinfo=UTC)
    await an.say("3 bt 5/11")
    await an.say("1")
    link = await link_of(an)
    an.world.later(hours=12)
    page = await (await browser.open(link)).press(words.OPEN)
    assert "Tháng 11 · đồng chí An" in page.text
    assert dict(page.fields)["day"] == "30/11/2026"
    assert "Danh Sóc" in page.text.partition(words.OTHERS)[2]
    review = await page.tick(how(village, "H002"), "fine").press(words.REVIEW)
    await review.press(words.SEND)
    assert (await visits_of(an.world))[-1].visited_on == date(2026, 11, 30)


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
