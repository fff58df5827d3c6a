"""Reporting what changed in a household, as An tells it."""

from collections.abc import Sequence
from datetime import date

import pytest
from sqlalchemy import select, update

from bot.domain.households import AssignmentEnd, Change, DatePrecision, HouseholdClass
from bot.domain.refusals import Reason, Refusal
from bot.texts import change as words
from bot.texts.refusals import reason, refusal
from storage.tables import Assignment, HouseholdChange, HouseholdState, InboxRow
from tests.chat import Chat, World
from tests.village import Village

TODAY = date(2026, 11, 21)


async def log(world: World) -> Sequence[HouseholdChange]:
    async with world.store.reading() as session:
        return list(await session.scalars(select(HouseholdChange).order_by(HouseholdChange.id)))


async def now_of(world: World, village: Village, code: str) -> HouseholdState:
    async with world.store.reading() as session:
        return (
            await session.scalars(
                select(HouseholdState).where(
                    HouseholdState.household_id == village.households[code],
                    HouseholdState.until.is_(None),
                )
            )
        ).one()


async def test_two_people_working_away_are_shown_back_and_saved(
    an: Chat, world: World, village: Village
) -> None:
    await an.say("/thaydoi 2")
    await an.tap("Lao động")
    await an.tap("Đi làm ăn xa")
    await an.say("khoảng tháng 10")
    await an.say("2")
    shown = await an.say("dong nai")
    assert shown.splitlines() == [
        "Hệ thống hiểu như sau, xin đồng chí xác nhận:",
        "Số 2 · Tư Hạnh – Đi làm ăn xa trong nước: 02 người (Đồng Nai), khoảng tháng 10/2026.",
        "Số khẩu giữ nguyên 4; lao động tại địa phương còn 0.",
    ]
    assert (await an.tap("Đúng")).startswith("Đã ghi nhận")
    (row,) = await log(world)
    assert (row.change, row.happened_on, row.precision) == (
        Change.AWAY_DOMESTIC, date(2026, 10, 1), DatePrecision.MONTH,
    )  # fmt: skip
    assert (row.people, row.place) == (2, "Đồng Nai")
    now = await now_of(world, village, "H002")
    assert (now.persons, now.workers, now.since) == (4, 0, date(2026, 10, 1))


async def test_a_birth_is_four_steps_and_asks_no_name(
    an: Chat, world: World, village: Village
) -> None:
    heard = [await an.say("thaydoi"), await an.say("3"), await an.say("sinh con")]
    heard.append(await an.tap("Hôm qua"))
    heard.append(await an.tap("Đúng"))
    assert heard[-1].startswith("Đã ghi nhận")
    assert not any("tên gì" in text or "họ tên" in text for text in heard)
    now = await now_of(world, village, "H003")
    assert (now.persons, now.workers) == (5, 2)


async def test_a_death_is_spoken_of_gently_and_the_worker_is_asked_about(
    an: Chat, world: World, village: Village
) -> None:
    await an.say("/thaydoi ba lanh")
    await an.say("mất")
    await an.say("hôm nay")
    assert an.labels[:2] == ["Đúng: 3 khẩu, 2 lao động", "Đúng: 3 khẩu, 1 lao động"]
    said = await an.say("2")
    assert "Xin chia buồn cùng gia đình." in said
    assert not any("chết" in letter.text for letter in an.letters)
    now = await now_of(world, village, "H001")
    assert (now.persons, now.workers) == (3, 1)


async def test_the_first_line_of_a_receipt_names_nobody(an: Chat) -> None:
    await an.say("/thaydoi 1")
    await an.say("sinh con")
    await an.say("hôm nay")
    said = await an.tap("Đúng")
    assert "Ba Lành" not in said.splitlines()[0]
    assert "nghèo" not in said


async def test_words_that_may_mean_two_changes_are_asked_about(an: Chat, world: World) -> None:
    await an.say("/thaydoi 1")
    await an.say("di lam xa")
    assert an.labels[:2] == ["Đi làm ăn xa trong nước", "Đi làm việc ở nước ngoài"]
    await an.say("2")
    await an.say("tuần trước")
    await an.tap("1 người")
    await an.say("Nhật")
    await an.tap("Đúng")
    (row,) = await log(world)
    assert (row.change, row.precision, row.place) == (
        Change.AWAY_ABROAD, DatePrecision.WEEK, "Nhật Bản",
    )  # fmt: skip


@pytest.mark.parametrize("said", ["xong", "Lưu", "gửi", "đúng rồi"])
async def test_a_change_shown_back_is_saved_as_people_say_it(
    an: Chat, world: World, said: str
) -> None:
    await an.say("/thaydoi 1")
    await an.say("sinh con, hom nay")
    assert "Đã ghi nhận" in await an.say(said)
    assert len(await log(world)) == 1


async def test_a_class_changes_by_decision_only(an: Chat, world: World, village: Village) -> None:
    await an.say("/thaydoi 1")
    await an.tap("Diện hộ")
    await an.tap("Thoát nghèo")
    await an.say("10/11")
    assert (await an.say("chưa có")).startswith(reason(Reason.DECISION_WANTED))
    assert reason(Reason.DECISION_WANTED) in await an.say("không rõ")
    shown = await an.say("số 45/QĐ-UBND, ngày 10/11/2026")
    assert "quyết định số 45/QĐ-UBND, ngày 10/11/2026" in shown
    assert "Số khẩu" not in shown
    await an.tap("Đúng")
    now = await now_of(world, village, "H001")
    assert now.household_class is HouseholdClass.NEW_OUT_POVERTY
    assert now.decision == "số 45/QĐ-UBND, ngày 10/11/2026"


async def test_the_numbers_can_be_put_right(an: Chat, world: World, village: Village) -> None:
    await an.say("/thaydoi 1")
    await an.say("chuyển đi nơi khác")
    await an.say("5/11")
    await an.tap("1 người")
    await an.tap("Sửa số khẩu")
    await an.say("2 người")
    await an.tap("Sửa lao động")
    assert (await an.say("3")).startswith(refusal(Refusal(Reason.WORKERS_OVER_PERSONS, persons=2)))
    shown = await an.say("0")
    assert "Số khẩu còn 2; lao động tại địa phương còn 0." in shown
    await an.tap("Đúng")
    now = await now_of(world, village, "H001")
    assert (now.persons, now.workers) == (2, 0)


async def test_fewer_persons_than_workers_typed_before_are_possible(an: Chat) -> None:
    await an.say("/thaydoi 1")
    await an.say("sinh con")
    await an.say("hôm nay")
    await an.tap("Sửa lao động")
    await an.say("4")
    await an.tap("Sửa số khẩu")
    assert "Số khẩu còn 1" in await an.say("1")


async def test_numbers_can_be_left_alone(an: Chat, world: World, village: Village) -> None:
    await an.say("/thaydoi 1")
    await an.say("sinh con")
    await an.say("hôm nay")
    await an.tap("Bỏ qua số")
    (row,) = await log(world)
    assert (row.persons_after, row.workers_after) == (None, None)
    assert (await now_of(world, village, "H001")).persons == 4


async def test_the_day_can_be_put_right_and_a_note_added(an: Chat, world: World) -> None:
    await an.say("/thaydoi 1")
    await an.say("xây nhà")
    await an.say("hôm nay")
    await an.tap("Sửa ngày")
    await an.say("1/11")
    await an.tap("Ghi chú")
    shown = await an.say("xã hỗ trợ 60 triệu, còn thiếu mái")
    assert "ngày 01/11/2026; xã hỗ trợ 60 triệu, còn thiếu mái" in shown
    await an.tap("Đúng")
    (row,) = await log(world)
    assert (row.happened_on, row.note) == (
        date(2026, 11, 1), "xã hỗ trợ 60 triệu, còn thiếu mái",
    )  # fmt: skip


async def test_another_change_is_told_in_words(an: Chat, world: World) -> None:
    await an.say("/thaydoi 1")
    await an.tap("Thay đổi khác")
    await an.tap("Hôm nay")
    await an.say("gia đình mở quán tạp hóa")
    await an.tap("Đúng: 4 khẩu" if any("4 khẩu" in one for one in an.labels) else "Đúng")
    (row,) = await log(world)
    assert (row.change, row.note) == (Change.OTHER_CHANGE, "gia đình mở quán tạp hóa")


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("ngày mai", Reason.FUTURE_DAY),
        ("25/12/2026", Reason.FUTURE_DAY),
        ("1/1/2020", Reason.CHANGE_TOO_OLD),
        ("1/1/1900", Reason.NOT_A_DATE),
        ("31/2", Reason.NOT_A_DATE),
        ("không rõ", Reason.NOT_A_DATE),
        ("😀", Reason.NOT_A_DATE),
        ("-1", Reason.NOT_A_DATE),
        ("<b>15/11</b>", Reason.NOT_A_DATE),
        ("x" * 100_000, Reason.NOT_A_DATE),
    ],
    ids=lambda value: str(value)[:20],
)
async def test_a_day_that_cannot_be_is_refused_and_nothing_is_lost(
    an: Chat, world: World, typed: str, why: Reason
) -> None:
    await an.say("/thaydoi 1")
    await an.say("sinh con")
    assert (await an.say(typed)).startswith(reason(why))
    await an.say("hôm nay")
    assert (await an.tap("Đúng")).startswith("Đã ghi nhận")
    assert len(await log(world)) == 1


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("-2", Reason.NOT_A_NUMBER),
        ("không rõ", Reason.NOT_A_NUMBER),
        ("😀", Reason.NOT_A_NUMBER),
        ("100", Reason.NUMBER_TOO_LARGE),
        ("9" * 100_000, Reason.NOT_A_NUMBER),
    ],
    ids=lambda value: str(value)[:20],
)
async def test_a_number_of_people_that_cannot_be_is_refused(
    an: Chat, typed: str, why: Reason
) -> None:
    await an.say("/thaydoi 1")
    await an.say("tách hộ")
    await an.say("hôm nay")
    said = await an.say(typed)
    assert reason(why) in said
    assert "người" in (await an.say("2"))


@pytest.mark.parametrize(
    "typed",
    ["12 Lê Lợi, Quận 1, TP HCM", "đường số 5", "KCN Biên Hòa", "0912345678", "phòng trọ cô Ba"],
)
async def test_where_somebody_lives_away_is_never_kept(an: Chat, world: World, typed: str) -> None:
    await an.say("/thaydoi 1")
    await an.say("Đi làm ăn xa trong nước")
    await an.say("hôm nay")
    await an.say("1")
    assert (await an.say(typed)).startswith(reason(Reason.PLACE_TOO_EXACT))
    await an.tap("Bỏ qua")
    await an.tap("Đúng")
    (row,) = await log(world)
    assert row.place == ""


async def test_a_place_not_known_is_left_out(an: Chat) -> None:
    await an.say("/thaydoi 1")
    await an.say("xkld")
    await an.say("hôm nay")
    await an.say("1")
    assert "xin đồng chí xác nhận" in await an.say("không rõ")


async def test_a_note_of_a_hundred_thousand_letters_is_refused(an: Chat) -> None:
    await an.say("/thaydoi 1")
    await an.say("sinh con")
    await an.say("hôm nay")
    await an.tap("Ghi chú")
    assert "500" in await an.say("a" * 100_000)
    assert "xin đồng chí xác nhận" in await an.say("cháu khỏe")


async def test_complaints_are_asked_about_and_not_kept(an: Chat, world: World) -> None:
    await an.say("/thaydoi 1")
    await an.say("sinh con")
    await an.say("hôm nay")
    await an.tap("Ghi chú")
    await an.say("tố cáo ông trưởng ấp lấy tiền hỗ trợ")
    await an.tap("Tố cáo, khiếu nại")
    await an.tap("Đúng")
    (row,) = await log(world)
    assert row.note == ""
    async with world.store.reading() as session:
        raws = [raw for raw in await session.scalars(select(InboxRow.raw)) if raw]
    assert not any("tố cáo ông".encode("unicode_escape") in raw for raw in raws)


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("/thaydoi 9", Reason.NOT_FOUND),
        ("/thaydoi năm rô", Reason.NOT_FOUND),
        ("/thaydoi H005", Reason.NOT_FOUND),
        ("/thaydoi " + "x" * 5000, Reason.NOT_FOUND),
    ],
    ids=lambda value: str(value)[:20],
)
async def test_a_household_of_another_member_cannot_be_named(
    an: Chat, said: str, heard: Reason
) -> None:
    assert await an.say(said) == reason(heard)


async def test_whoever_has_no_household_is_told(binh: Chat, dung: Chat, world: World) -> None:
    assert await binh.say("/thaydoi") == reason(Reason.NO_ONE_ASSIGNED)
    assert "Đã ghi nhận" not in await dung.say("/thaydoi")
    assert await log(world) == []


async def test_a_household_handed_over_meanwhile_is_not_found(
    an: Chat, world: World, village: Village
) -> None:
    await an.say("/thaydoi 1")
    await an.say("sinh con")
    async with world.store.begin() as session:
        await session.execute(
            update(Assignment)
            .where(Assignment.household_id == village.households["H001"])
            .values(until=TODAY, ended_because=AssignmentEnd.REBALANCE)
        )
    assert await an.say("hôm nay") == reason(Reason.NOT_FOUND)
    assert await log(world) == []


async def test_two_taps_are_one_change(an: Chat, world: World, village: Village) -> None:
    await an.say("/thaydoi 1")
    await an.say("sinh con")
    await an.say("hôm nay")
    letter, right = an.heard, an.button("Đúng")
    await an.press(right, letter)
    await an.press(right, letter)
    assert len(await log(world)) == 1
    assert (await now_of(world, village, "H001")).persons == 5


async def test_a_day_and_a_number_may_come_in_one_message(an: Chat) -> None:
    await an.say("/thaydoi 1")
    shown = await an.say("nhập hộ, 10/11, 2 người")
    assert "Nhập hộ: 02 người, ngày 10/11/2026" in shown


@pytest.mark.parametrize(
    "said", ["/thaydoi 1, sinh con, hôm nay, 1", "/thaydoi 1, tách hộ, hôm nay, 1, 1, đúng"]
)
async def test_nothing_is_saved_that_was_not_shown_before(
    an: Chat, world: World, said: str
) -> None:
    assert "xin đồng chí xác nhận" in await an.say(said)
    assert await log(world) == []


async def test_back_leads_to_the_question_before(an: Chat) -> None:
    await an.say("/thaydoi 1")
    await an.say("sinh con")
    await an.say("hôm nay")
    assert "Từ ngày nào?" in await an.tap("Quay lại")
    assert words.asks_group("Số 1 · Ba Lành") == await an.tap("Quay lại")


async def test_a_lunar_day_is_shown_as_the_day_it_is(an: Chat) -> None:
    await an.say("/thaydoi 1")
    await an.say("có người qua đời")
    assert "(đã đổi từ âm lịch)" in await an.say("rằm tháng 9 âm lịch")


async def test_nobody_stays_below_nobody(an: Chat, world: World) -> None:
    await an.say("/thaydoi 1, tach ho, hom qua")
    assert "đang ghi 4 khẩu" in await an.say("4"), "of a household that splits somebody stays"
    await an.tap("Sửa số khẩu")
    assert "Số khẩu còn 1" in await an.say("1")
    await an.say("huy")
    await an.say("/thaydoi 1, chuyen di, hom qua")
    assert "đang ghi 4 khẩu" in await an.say("6 nguoi")
    assert "Đã ghi nhận" in await an.tap("Lưu, không đổi số khẩu")
    await an.say("/thaydoi 2, chuyen di, hom qua")
    assert "Số khẩu còn 0" in await an.say("4"), "all of them may go"


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("co nguoi chet", "có người qua đời"),
        ("ba noi mat roi", "có người qua đời"),
        ("con di bo doi", "nhập ngũ"),
        ("sinh em be", "sinh con"),
    ],
)
async def test_a_change_is_typed_the_way_it_is_told(an: Chat, typed: str, label: str) -> None:
    await an.say("/thaydoi 1")
    assert label in await an.say(typed)
    await an.say("hom 20")
    while an.labels[0] != "Đúng" and not an.labels[0].startswith("Đúng:"):
        await an.tap(an.labels[0])
    if an.labels[0] == "Đúng":
        assert "Đã ghi nhận" in await an.say("dung roi")


async def test_several_households_change_one_after_the_other(an: Chat) -> None:
    await an.say("/thaydoi")
    assert "từng hộ một" in await an.say("2, 3")
    await an.tap("Số 2")
    await an.say("sinh con, hom qua")
    await an.say("ok")
    assert "Số 3" in await an.tap("Ghi tiếp hộ số 3")
