"""A visit, told in few taps or one line, and what is kept of it."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from bot.domain.refusals import Reason
from bot.domain.visits import HelpKind, HelpStatus, NotDoneReason, VisitKind
from bot.texts import visit as words
from bot.texts.refusals import reason
from storage.tables import (
    Assignment,
    AuditRow,
    Draft,
    InboxRow,
    Promise,
    SealedPeriod,
    Visit,
    VisitHelp,
)
from tests.chat import Chat, World
from tests.conftest import NOW
from tests.village import Village

TODAY = date(2026, 11, 21)


async def visits(world: World) -> list[Visit]:
    async with world.store.reading() as session:
        return list(await session.scalars(select(Visit).order_by(Visit.id)))


async def test_a_family_that_is_well_takes_three_taps(an: Chat, world: World) -> None:
    await an.say("/thamho")
    await an.tap("Số 1 · Ba Lành")
    await an.tap("Hôm nay")
    receipt = await an.tap("Tại nhà: ổn định")
    assert "Đã ghi nhận" in receipt
    assert "1/4 hộ" in receipt
    (visit,) = await visits(world)
    assert (visit.visited_on, visit.kind, visit.nothing_new) == (TODAY, VisitKind.HOME, True)


async def test_a_visit_with_something_done_takes_five_taps(an: Chat, world: World) -> None:
    await an.say("/tham")
    await an.tap("Số 2")
    await an.tap("Hôm qua")
    await an.tap("Tại nhà: có nội dung")
    await an.tap("Hướng dẫn vay vốn")
    receipt = await an.tap("Lưu")
    assert "Hướng dẫn vay vốn" in receipt
    (visit,) = await visits(world)
    assert visit.visited_on == TODAY - timedelta(days=1)
    assert visit.topics == ["LOAN_ADVICE"]


async def test_all_answers_fit_into_one_message(an: Chat, world: World) -> None:
    receipt = await an.say("/tham 3, hôm qua, 1")
    assert "Đã ghi nhận" in receipt
    assert "Số 3 · Danh Sóc" in receipt
    assert len(await visits(world)) == 1


async def test_a_household_is_found_by_what_people_call_it(an: Chat) -> None:
    await an.say("/tham")
    assert "Số 1 · Ba Lành" in await an.say("nha chu ba lanh")


async def test_a_typed_number_is_the_number_in_the_book(an: Chat, world: World) -> None:
    await an.say("/tham 1, hôm nay, 1")
    await an.say("/tham")
    assert an.heard.choices[0].label.startswith("Số 2"), "the due ones come first"
    assert "Số 3" in await an.say("3")


async def test_several_that_could_be_meant_are_offered(an: Chat) -> None:
    await an.say("/tham")
    await an.say("tổ 5")
    assert [label[:4] for label in an.labels[:2]] == ["Số 4", "Số 3"], "by given name"
    assert "thăm ngày nào" in await an.tap("Số 4")


@pytest.mark.parametrize("foreign", ["6", "H006", "Năm Rô", "H005", "X001", "99", "ông Không Có"])
async def test_a_household_of_somebody_else_is_simply_not_there(an: Chat, foreign: str) -> None:
    await an.say("/tham")
    assert (await an.say(foreign)).startswith(reason(Reason.NOT_FOUND))


async def test_help_a_promise_and_a_note_go_with_the_visit(an: Chat, world: World) -> None:
    await an.say("/tham 2, hôm nay, 2")
    await an.tap("Ghi thêm")
    await an.tap("Giúp đỡ")
    await an.tap("Giới thiệu vay vốn")
    await an.tap("Đã đề nghị")
    assert "30 triệu đồng" in await an.say("30tr")
    await an.tap("Lời hẹn")
    await an.say("mang hồ sơ vay đến nhà")
    await an.say("thứ sáu tới")
    await an.tap("Ghi chú")
    assert "Ghi chú: nhà có chó dữ" in await an.say("nhà có chó dữ")
    receipt = await an.tap("Lưu")
    assert "Giới thiệu vay vốn (đã đề nghị, 30 triệu đồng)" in receipt
    async with world.store.reading() as session:
        help_given = (await session.scalars(select(VisitHelp))).one()
        promise = (await session.scalars(select(Promise))).one()
    assert (help_given.kind, help_given.status) == (HelpKind.LOAN, HelpStatus.PROPOSED)
    assert help_given.amount == 30_000_000
    assert (promise.words, promise.due_on) == ("mang hồ sơ vay đến nhà", date(2026, 11, 27))
    assert (await visits(world))[0].note == "nhà có chó dữ"


async def test_a_promise_is_asked_about_at_the_next_visit(an: Chat, world: World) -> None:
    await an.say("/tham 2, hôm nay, 2")
    await an.tap("Ghi thêm")
    await an.tap("Lời hẹn")
    await an.say("mang giống lúa đến")
    await an.tap("Bỏ qua")
    await an.tap("Lưu")
    world.later(days=3)
    await an.say("/tham")
    assert "mang giống lúa đến" in await an.say("2")
    await an.tap("Đã làm")
    await an.tap("Hôm nay")
    await an.tap("Tại nhà: ổn định")
    world.later(days=1)
    await an.say("/tham")
    assert "giống lúa" not in await an.say("2")


@pytest.mark.parametrize(
    ("how", "kind", "why"),
    [
        ("Gọi điện", VisitKind.PHONE, None),
        ("Gặp tại cuộc họp", VisitKind.GROUP_MEETING, None),
        ("Nắm qua tổ trưởng", VisitKind.VIA_OTHER, None),
        ("Đến nhưng gia đình đi vắng", VisitKind.NOT_DONE, NotDoneReason.ABSENT_HH),
    ],
)
async def test_only_a_visit_at_home_fulfils_the_duty(
    an: Chat, world: World, how: str, kind: VisitKind, why: NotDoneReason | None
) -> None:
    await an.say("/tham 1, hôm nay")
    receipt = await an.tap(how)
    if an.heard.choices[0].label == words.SAVE:
        receipt = await an.tap("Lưu")
    assert "0/4 hộ" in receipt
    assert "chỉ thăm tại nhà" in receipt
    (visit,) = await visits(world)
    assert (visit.kind, visit.reason) == (kind, why)


async def test_a_visit_that_did_not_come_about_says_why(an: Chat, world: World) -> None:
    await an.say("/tham 1, hôm nay")
    await an.tap("Chưa thăm được")
    await an.tap("Thời tiết")
    (visit,) = await visits(world)
    assert (visit.kind, visit.reason) == (VisitKind.NOT_DONE, NotDoneReason.WEATHER)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("ngày mai", Reason.FUTURE_DAY),
        ("25/12/2026", Reason.FUTURE_DAY),
        ("1/8/2026", Reason.TOO_LONG_AGO),
        ("hôm nọ nào đó", Reason.NOT_A_DATE),
        ("tháng 10/2026", Reason.DATE_UNCLEAR),
        ("32/13", Reason.NOT_A_DATE),
        ("🙂", Reason.NOT_A_DATE),
    ],
)
async def test_a_day_that_cannot_be_is_refused_and_the_household_is_kept(
    an: Chat, typed: str, why: Reason
) -> None:
    await an.say("/tham 1")
    assert (await an.say(typed)).startswith(reason(why))
    assert "Số 1 · Ba Lành, hôm nay" in await an.tap("Hôm nay")


async def test_a_day_before_the_assignment_is_refused(
    an: Chat, world: World, village: Village
) -> None:
    async with world.store.begin() as session:
        assignment = (
            await session.scalars(
                select(Assignment).where(Assignment.household_id == village.households["H001"])
            )
        ).one()
        assignment.since = date(2026, 11, 10)
    await an.say("/tham 1")
    assert "từ ngày 10/11/2026" in await an.say("9/11")


async def test_a_late_visit_goes_to_its_true_month_as_an_addition(
    an: Chat, world: World, village: Village
) -> None:
    async with world.store.begin() as session:
        session.add(
            SealedPeriod(
                cell_id=village.units["05"],
                month="2026-10",
                through=date(2026, 10, 31),
                sealed_at=NOW,
                sealed_by=None,
            )
        )
    await an.say("/tham 1")
    await an.say("30/10")
    said = await an.tap("Tại nhà: ổn định")
    assert "báo cáo được ghi là bổ sung" in said
    assert (await visits(world))[0].visited_on == date(2026, 10, 30)
    await an.say("/tham 1")
    await an.say("1/11")
    assert "bổ sung" not in await an.tap("Tại nhà: ổn định")


async def test_a_day_that_may_be_meant_otherwise_is_shown_back(an: Chat, world: World) -> None:
    await an.say("/tham 1")
    assert "14/11/2026" in await an.say("thứ bảy"), "today is one"
    await an.tap("Đúng")
    await an.tap("Tại nhà: ổn định")
    assert (await visits(world))[0].visited_on == date(2026, 11, 14)


async def test_another_day_can_be_named_instead_of_the_guess(an: Chat) -> None:
    await an.say("/tham 1")
    await an.say("thứ bảy")
    assert "thăm ngày nào" in await an.tap("Chọn ngày khác")


async def test_tapping_save_twice_saves_once(an: Chat, world: World) -> None:
    await an.say("/tham 1, hôm nay")
    button, letter = an.button("Tại nhà: ổn định"), an.heard
    await an.press(button, letter)
    again = await an.press(button, letter)
    assert "Đã ghi nhận" not in again
    assert len(await visits(world)) == 1


async def test_a_correction_takes_the_place_of_the_first_report(an: Chat, world: World) -> None:
    await an.say("/tham 1, hôm nay, 1")
    async with world.store.begin() as session:
        (first,) = await session.scalars(select(Visit))
    await an.say("/sua")
    await an.tap("Sửa")
    await an.tap("Hôm qua")
    await an.tap("Gọi điện")
    await an.tap("Lưu")
    old, new = await visits(world)
    assert old.id == first.id
    assert old.withdrawn_at is not None
    assert new.replaces_id == old.id
    assert new.withdrawn_at is None


@pytest.mark.parametrize(
    "text",
    [
        "a" * 100_000,
        "x" * 1_001,
    ],
    ids=["100,000 characters", "one more than fits"],
)
async def test_a_note_that_is_too_long_is_refused_and_the_visit_goes_on(
    an: Chat, world: World, text: str
) -> None:
    await an.say("/tham 1, hôm nay, 2")
    await an.tap("Ghi thêm")
    await an.tap("Ghi chú")
    assert "dài quá" in await an.say(text)
    await an.say("ngắn thôi")
    assert "Đã ghi nhận" in await an.tap("Lưu")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("<b>đậm</b> & {x} %s '; --", "<b>đậm</b> & {x} %s '; --"),
        ("nha\u0302\u0323n lúa", "nhận lúa"),
        ("trước\x00sau", "trướcsau"),
        ("👨\u200d👩\u200d👧 vui", "👨👩👧 vui"),
        ("a\u202eb", "a\u202eb"),
    ],
    ids=["markup", "NFD", "NUL", "emoji", "right-to-left"],
)
async def test_odd_text_is_kept_as_it_was_meant(
    an: Chat, world: World, typed: str, kept: str
) -> None:
    await an.say("/tham 1, hôm nay, 2")
    await an.tap("Ghi thêm")
    await an.tap("Ghi chú")
    await an.say(typed)
    await an.tap("Lưu")
    assert (await visits(world))[0].note == kept


async def test_words_of_a_denunciation_are_kept_nowhere_and_the_visit_is_not_lost(
    an: Chat, world: World
) -> None:
    await an.say("/tham 1, hôm nay, 2")
    await an.tap("Ghi thêm")
    await an.tap("Ghi chú")
    secret = "tôi tố cáo ông cán bộ địa chính ăn hối lộ"
    asked = await an.say(secret)
    assert "khiếu nại hoặc tố cáo" in asked
    told = await an.say("1")
    assert "Trụ sở tiếp công dân" in told
    assert "Đã ghi nhận" in await an.tap("Lưu")
    async with world.store.reading() as session:
        raws = [row.raw for row in await session.scalars(select(InboxRow))]
        drafts = [row.state for row in await session.scalars(select(Draft))]
    assert all(raw is None or b"h\\u1ed1i l\\u1ed9" not in raw for raw in raws)
    assert sum(raw is None for raw in raws) == 1
    assert "hối lộ" not in str(drafts)
    assert [visit.note for visit in await visits(world)] == [""]


async def test_an_ordinary_concern_about_money_is_not_taken_for_a_denunciation(
    an: Chat, world: World
) -> None:
    await an.say("/tham 1, hôm nay, 2")
    await an.tap("Ghi thêm")
    await an.tap("Ghi chú")
    await an.say("chưa nhận được tiền hỗ trợ bão")
    await an.tap("Lưu")
    assert (await visits(world))[0].note == "chưa nhận được tiền hỗ trợ bão"


async def test_a_household_handed_over_meanwhile_is_refused_at_the_last_tap(
    an: Chat, world: World, village: Village
) -> None:
    await an.say("/tham 1, hôm nay")
    async with world.store.begin() as session:
        assignment = (
            await session.scalars(
                select(Assignment).where(Assignment.household_id == village.households["H001"])
            )
        ).one()
        assignment.until = TODAY
    assert await an.tap("Tại nhà: ổn định") == reason(Reason.NOT_FOUND)
    assert await visits(world) == []


async def test_a_member_without_households_is_told_so(binh: Chat) -> None:
    assert await binh.say("/tham") == reason(Reason.NO_ONE_ASSIGNED)


async def test_a_visit_leaves_a_trace_that_says_nothing_of_its_content(
    an: Chat, world: World
) -> None:
    await an.say("/tham 1, hôm nay, 1")
    async with world.store.reading() as session:
        (row,) = await session.scalars(select(AuditRow))
    assert (row.action, row.thing) == ("visited", "household")
