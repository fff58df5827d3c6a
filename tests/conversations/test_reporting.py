"""Several households told in one message: shown back, put right, saved with one yes."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select, update

from bot.domain.concerns import ConcernCategory
from bot.domain.households import Change, DatePrecision
from bot.domain.refusals import Reason
from bot.domain.visits import HelpKind, NotDoneReason, Topic, VisitKind
from bot.texts import reporting as words
from bot.texts.refusals import reason
from storage.tables import (
    Assignment,
    BookNumber,
    Concern,
    ConcernHousehold,
    Draft,
    HouseholdChange,
    HouseholdState,
    InboxRow,
    Promise,
    RoleHeld,
    Visit,
    VisitHelp,
)
from tests.chat import Chat, World
from tests.village import Village

TODAY = date(2026, 11, 21)
YESTERDAY = TODAY - timedelta(days=1)


async def visits(world: World) -> dict[str, Visit]:
    """By the household's number in An's book."""
    async with world.store.reading() as session:
        rows = await session.execute(
            select(BookNumber.number, Visit).join_from(
                Visit, BookNumber, BookNumber.household_id == Visit.household_id
            )
        )
        return {str(number): visit for number, visit in rows}


async def counted(world: World) -> int:
    async with world.store.reading() as session:
        return await session.scalar(select(func.count()).select_from(Visit)) or 0


async def test_three_households_are_told_in_one_line_and_saved_with_one_yes(
    an: Chat, world: World
) -> None:
    echo = await an.say("2 3 4 bt hom qua")
    assert "2 (Tư Hạnh), 3 (Danh Sóc), 4 (H'Hen Niê): hôm qua" in echo
    assert await counted(world) == 0
    receipt = await an.tap(words.SAVE)
    assert receipt.startswith("Đã ghi nhận 3 hộ")
    assert "3/4 hộ" in receipt
    told = await visits(world)
    assert sorted(told) == ["2", "3", "4"]
    assert all(one.nothing_new and one.visited_on == YESTERDAY for one in told.values())
    assert all(one.kind is VisitKind.HOME for one in told.values())


@pytest.mark.parametrize("yes", ["1", "đúng", "ok", "luu", "Dung, luu lai", "vâng"])
async def test_yes_is_said_as_people_say_it(an: Chat, world: World, yes: str) -> None:
    await an.say("2 3 bt")
    assert "Đã ghi nhận 2 hộ" in await an.say(yes)
    assert await counted(world) == 2


@pytest.mark.parametrize("no", ["huy", "0", "thôi, để mai", "/thangnay", "sao biết?"])
async def test_nothing_is_saved_unconfirmed(an: Chat, world: World, no: str) -> None:
    await an.say("2 3 bt")
    await an.say(no)
    assert await counted(world) == 0


async def test_each_line_has_its_own_households_and_matter(an: Chat, world: World) -> None:
    echo = await an.say("3 bt hom qua\n2 xin vay von nuoi tom\n4 con di Binh Duong lam")
    assert "“xin vay von nuoi tom”" in echo
    assert "vay vốn" in echo.lower()
    assert "Bình Dương" in echo
    receipt = await an.say("1")
    assert "PA-05-202611-" in receipt
    async with world.store.reading() as session:
        concern = (await session.scalars(select(Concern))).one()
        whose = (await session.scalars(select(ConcernHousehold.household_id))).one()
        change = (await session.scalars(select(HouseholdChange))).one()
    told = await visits(world)
    assert (concern.category, concern.words) == (ConcernCategory.LOANS, "xin vay von nuoi tom")
    assert whose == told["2"].household_id
    assert concern.visit_id == told["2"].id
    assert (change.change, change.place, change.people) == (Change.AWAY_DOMESTIC, "Bình Dương", 1)
    assert change.household_id == told["4"].household_id
    assert [told[n].nothing_new for n in "234"] == [False, True, False]


@pytest.mark.parametrize(
    ("told", "shown", "on", "precision"),
    [
        ("sinh con ngay 5/11", "ngày 05/11/2026", date(2026, 11, 5), DatePrecision.DAY),
        (
            "2 người đi Đồng Nai từ tháng 10",
            "tháng 10/2026",
            date(2026, 10, 1),
            DatePrecision.MONTH,
        ),
        ("con đi làm ở Đồng Nai", "Đồng Nai", date(2026, 11, 21), DatePrecision.DAY),
    ],
    ids=["a day", "a month", "no day"],
)
async def test_a_change_has_the_day_that_was_told_and_the_visit_its_own(
    an: Chat, world: World, told: str, shown: str, on: date, precision: DatePrecision
) -> None:
    assert shown in await an.say(f"3 {told}")
    await an.say("đúng")
    async with world.store.reading() as session:
        change = (await session.scalars(select(HouseholdChange))).one()
    assert (change.happened_on, change.precision) == (on, precision)
    assert (await visits(world))["3"].visited_on == date(2026, 11, 21)


async def test_a_change_of_which_the_rule_is_sure_is_shown_with_its_numbers(
    an: Chat, world: World
) -> None:
    echo = await an.say("3 vo moi sinh con trai")
    assert "còn 5 khẩu, 2 lao động" in echo
    await an.say("đúng")
    async with world.store.reading() as session:
        now = await session.scalar(
            select(HouseholdState).where(
                HouseholdState.household_id == (await visits(world))["3"].household_id,
                HouseholdState.until.is_(None),
            )
        )
    assert now is not None
    assert (now.persons, now.workers) == (5, 2)


async def test_help_topics_a_promise_and_a_note_are_kept(an: Chat, world: World) -> None:
    await an.say("2 vận động mua BHYT, tặng phần quà 500k, hẹn thứ hai tuần sau đem giống qua")
    await an.say("1")
    told = (await visits(world))["2"]
    async with world.store.reading() as session:
        given = (await session.scalars(select(VisitHelp))).one()
        promise = (await session.scalars(select(Promise))).one()
    assert told.topics == [Topic.BHYT_ADVICE]
    assert (given.kind, given.amount) == (HelpKind.OTHER_HELP, 500_000)
    assert promise.due_on == date(2026, 11, 23)
    assert "giống" in promise.words


async def test_somebody_who_was_not_at_home_is_an_attempt(an: Chat, world: World) -> None:
    await an.say("2 bt, 3 di vang, 4 goi dien on")
    await an.say("1")
    told = await visits(world)
    assert told["2"].kind is VisitKind.HOME
    assert (told["3"].kind, told["3"].reason) == (VisitKind.NOT_DONE, NotDoneReason.ABSENT_HH)
    assert told["4"].kind is VisitKind.PHONE


async def test_names_are_understood_as_people_say_them(an: Chat, world: World) -> None:
    echo = await an.say("hom qua ghe nha ba Tu Hanh voi nha Danh Soc binh thuong")
    assert "2 (Tư Hạnh), 3 (Danh Sóc): hôm qua" in echo
    await an.say("1")
    assert sorted(await visits(world)) == ["2", "3"]


async def test_one_line_is_put_right_and_the_others_stay(an: Chat, world: World) -> None:
    await an.say("2 3 4 bt hom qua")
    echo = await an.say("sửa 3 đi vắng")
    assert "3 (Danh Sóc): hôm qua, đã đến, gia đình đi vắng" in echo
    assert "2 (Tư Hạnh), 4 (H'Hen Niê): hôm qua" in echo
    await an.say("1")
    told = await visits(world)
    assert told["3"].kind is VisitKind.NOT_DONE
    assert {one.visited_on for one in told.values()} == {YESTERDAY}


async def test_a_day_alone_is_put_right_too(an: Chat, world: World) -> None:
    await an.say("2 3 bt")
    assert "3 (Danh Sóc): hôm qua, thăm trực tiếp" in await an.say("sua 3 hom qua")
    await an.say("1")
    told = await visits(world)
    assert (told["2"].visited_on, told["3"].visited_on) == (TODAY, YESTERDAY)
    assert told["3"].nothing_new


async def test_correcting_can_begin_with_a_tap(an: Chat, world: World) -> None:
    await an.say("2 3 bt")
    assert words.which_to_correct("3") in await an.tap(words.CORRECT)
    assert "2 (Tư Hạnh): hôm nay, gọi điện" in await an.say("sửa 2 gọi điện")
    await an.tap(words.SAVE)
    assert (await visits(world))["2"].kind is VisitKind.PHONE


async def test_a_household_is_left_out(an: Chat, world: World) -> None:
    await an.say("2 3 4 bt")
    assert "3 (Danh Sóc)" not in await an.say("bỏ 3")
    await an.say("1")
    assert sorted(await visits(world)) == ["2", "4"]


async def test_a_correction_that_is_not_understood_changes_nothing(an: Chat, world: World) -> None:
    await an.say("2 3 bt")
    answer = await an.say("sửa giùm cái kia")
    assert words.CORRECTION_NOT_READ in answer
    assert "2 (Tư Hạnh), 3 (Danh Sóc)" in answer
    await an.say("1")
    assert await counted(world) == 2


async def test_a_household_that_needs_help_gets_a_question_of_its_own(
    an: Chat, world: World
) -> None:
    asked = await an.say("1 2 bt")
    assert "1 (Ba Lành)" in asked
    assert "2 (Tư Hạnh)" not in asked
    assert "1 (Ba Lành), 2 (Tư Hạnh)" in await an.tap(words.NO_NEED)
    await an.tap(words.SAVE)
    assert (await visits(world))["1"].nothing_new


async def test_a_promise_of_last_time_is_asked_about(an: Chat, world: World) -> None:
    await an.say("2 hứa thứ hai đem giống qua")
    await an.say("1")
    world.later(days=3)
    asked = await an.say("2 3 bt")
    assert "đem giống qua" in asked
    assert "lời hẹn trước đã làm" in await an.tap(words.KEPT)
    await an.tap(words.SAVE)
    async with world.store.reading() as session:
        promise = (await session.scalars(select(Promise))).one()
    assert promise.kept is True


@pytest.mark.parametrize("engine", ["sqlite"])
@pytest.mark.parametrize(
    ("said", "kept"),
    [("rồi", "đã làm"), ("co", "đã làm"), ("chưa", "chưa làm"), ("ko", "chưa làm")],
)
async def test_one_question_is_answered_in_a_word(
    an: Chat, world: World, said: str, kept: str
) -> None:
    await an.say("2 hứa thứ hai đem giống qua")
    await an.say("1")
    world.later(days=3)
    await an.say("2 3 bt")
    assert f"lời hẹn trước {kept}" in await an.say(said)


@pytest.mark.parametrize("engine", ["sqlite"])
@pytest.mark.parametrize("said", ["không", "không có gì", "ổn"])
async def test_of_who_needs_help_it_is_said_in_a_word_that_all_is_well(an: Chat, said: str) -> None:
    assert "1 (Ba Lành)" in await an.say("1 2 bt")
    assert "1 (Ba Lành), 2 (Tư Hạnh)" in await an.say(said)


async def test_what_is_not_clear_is_asked_all_at_once(an: Chat, world: World) -> None:
    await _second_hanh(world)
    asked = await an.say("hanh bt hom qua, 4 di vang")
    assert "“hanh” là hộ nào?" in asked
    assert "2. " in asked or "Số 2 · Tư Hạnh" in an.labels
    echo = await an.tap("Số 2")
    assert "2 (Tư Hạnh)" in echo


async def test_all_doubts_are_answered_in_one_message(an: Chat, world: World) -> None:
    await _second_hanh(world)
    await an.say("hanh bt tuần trước")
    assert an.labels[0] == "Số 2 · Tư Hạnh"
    today = an.labels.index(words.TODAY) + 1
    echo = await an.say(f"1 {today}")
    assert "2 (Tư Hạnh): hôm nay" in echo


async def test_a_day_is_typed_where_it_is_asked_for(an: Chat, world: World) -> None:
    assert "ngày nào" in await an.say("2 bt tuần trước")
    assert "2 (Tư Hạnh): thứ tư 18/11" in await an.say("18/11")
    await an.say("1")
    assert (await visits(world))["2"].visited_on == date(2026, 11, 18)


async def test_how_they_were_met_is_asked_where_nothing_says_it(an: Chat, world: World) -> None:
    assert "gặp thế nào" in await an.say("2 3 hom qua")
    await an.tap(words.BY_PHONE)
    await an.tap(words.SAVE)
    assert {one.kind for one in (await visits(world)).values()} == {VisitKind.PHONE}


async def test_a_number_that_is_in_no_book_is_said_and_not_saved(an: Chat, world: World) -> None:
    assert "Chưa tìm thấy trong sổ, nên không ghi: “99”" in await an.say("hộ 2 99 bt")
    await an.say("1")
    assert sorted(await visits(world)) == ["2"]


async def test_ho_and_several_numbers_begins_a_report_and_ho_with_one_shows_it(
    an: Chat, world: World
) -> None:
    assert "gặp thế nào" in await an.say("hộ 2 3")
    await an.say("huy")
    assert "gặp thế nào" not in await an.say("hộ 3")
    assert "3 (Danh Sóc): hôm nay" in await an.say("ho 3 binh thuong")


async def test_households_of_others_are_named_by_no_words(an: Chat, world: World) -> None:
    """Năm Rô is Cúc's, in another cell; Út Mười is Hà's, in the own cell."""
    for typed in ("ghé nhà Năm Rô bình thường", "Út Mười bt", "H006 bt", "hộ Phạm Văn Rô đi vắng"):
        answer = await an.say(typed)
        assert "Rô" not in answer, typed
        assert "Mười" not in answer, typed
    assert await counted(world) == 0


async def test_a_household_handed_over_meanwhile_is_not_saved(
    an: Chat, world: World, village: Village
) -> None:
    await an.say("2 3 bt")
    async with world.store.begin() as session:
        held = await session.scalar(
            select(Assignment).where(Assignment.household_id == village.households["H003"])
        )
        assert held is not None
        held.until = TODAY
    answer = await an.say("1")
    assert "Danh Sóc" not in answer
    assert await counted(world) == 0


async def test_the_same_yes_twice_saves_once(an: Chat, world: World) -> None:
    await an.say("2 3 bt")
    button, letter = an.button(words.SAVE), an.heard
    await an.press(button, letter)
    await an.press(button, letter)
    assert await counted(world) == 2


@pytest.mark.parametrize(
    "typed",
    [
        "cảm ơn đồng chí", "mai họp mấy giờ", "thăm đủ 15 hộ bình thường", "hôm nay nắng quá",
        "2", "tôi đi thăm đây", "đồng chí bí thư ơi", "15 người dự họp",
    ],
)  # fmt: skip
async def test_what_is_no_report_begins_none(an: Chat, world: World, typed: str) -> None:
    assert "Hệ thống hiểu như sau" not in await an.say(typed)
    assert await counted(world) == 0


async def test_a_complaint_in_a_sentence_is_held_and_not_reported(an: Chat, world: World) -> None:
    answer = await an.say("2 tố cáo cán bộ xã nhận tiền")
    assert "khiếu nại" in answer
    await an.tap("Tố cáo, khiếu nại")
    async with world.store.reading() as session:
        assert all(
            b"nh\\u1eadn" not in (raw or b"") for raw in await session.scalars(select(InboxRow.raw))
        )
    assert await counted(world) == 0


async def test_whoever_has_no_book_reports_nothing(binh: Chat, world: World) -> None:
    assert "Hệ thống hiểu như sau" not in await binh.say("2 3 bt")
    assert await counted(world) == 0


async def _second_hanh(world: World) -> None:
    """Danh Sóc's house becomes that of another Hạnh, so that the name alone is not clear."""
    from storage.tables import Household

    async with world.store.begin() as session:
        home = await session.scalar(select(Household).where(Household.code == "H003"))
        assert home is not None
        home.head, home.search_key = "Lê Văn Hạnh", "le van hanh to 5 h003"


async def test_all_households_at_once_are_to_be_named_one_by_one(an: Chat, world: World) -> None:
    for typed in ("tháng này tôi thăm đủ 15 hộ, bình thường", "thăm hết các hộ rồi, ổn cả"):
        assert words.NAME_EACH in await an.say(typed), typed
    assert await counted(world) == 0


@pytest.mark.parametrize("before", ["", "2 3 bt"])
async def test_the_number_of_an_identity_card_is_taken_nowhere(
    an: Chat, world: World, before: str
) -> None:
    if before:
        await an.say(before)
    assert "không cần ghi điều này" in await an.say("2 con tên Tám số 012345678901")
    async with world.store.reading() as session:
        raw = list(await session.scalars(select(InboxRow.raw)))
        drafts = list(await session.scalars(select(Draft.state)))
    assert not any(b"012345678901" in (one or b"") for one in raw)
    assert "012345678901" not in str(drafts)


async def test_a_complaint_within_a_correction_is_kept_nowhere(an: Chat, world: World) -> None:
    await an.say("2 3 bt")
    assert "khiếu nại" in await an.say("sửa 3 tố cáo cán bộ xã nhận tiền")
    assert "2 (Tư Hạnh), 3 (Danh Sóc)" in await an.tap("Tố cáo, khiếu nại")
    await an.tap(words.SAVE)
    told = await visits(world)
    assert [told[number].nothing_new for number in "23"] == [True, True]
    async with world.store.reading() as session:
        drafts = list(await session.scalars(select(Draft.state)))
        assert list(await session.scalars(select(Concern))) == []
    assert "tố cáo" not in str(drafts)


async def test_whose_role_has_ended_saves_nothing(an: Chat, world: World, village: Village) -> None:
    await an.say("2 3 bt")
    async with world.store.begin() as session:
        await session.execute(
            update(RoleHeld).where(RoleHeld.person_id == village.people["An"]).values(until=TODAY)
        )
    await an.say("1")
    assert await counted(world) == 0


async def test_a_household_of_which_more_is_announced_is_asked_for(an: Chat, world: World) -> None:
    await an.say("1 2 bt")
    assert "Nhắn thêm về hộ 1" in await an.tap(words.NEEDS_MORE)
    assert "Nhắn thêm" not in await an.say("sửa 1 cần xe lăn")
    await an.tap(words.SAVE)
    async with world.store.reading() as session:
        assert (await session.scalars(select(Concern.words))).one() == "cần xe lăn"


async def test_who_was_none_of_those_offered_is_not_saved(an: Chat, world: World) -> None:
    await _second_hanh(world)
    await an.say("hanh bt")
    assert reason(Reason.NOT_FOUND) in await an.tap(words.NONE_OF_THESE)
    assert await counted(world) == 0


async def test_an_answer_that_waits_to_be_told_is_offered_after_the_report(
    an: Chat, binh: Chat, world: World
) -> None:
    await an.say("2 xin vay vốn nuôi tôm")
    await an.say("1")
    await binh.say("/viec")
    await binh.tap("PA-05-202611-001")
    await binh.tap("Trả lời")
    await binh.say("Ngân hàng hẹn làm hồ sơ sáng thứ hai.")
    world.later(days=1)
    await an.say("2 3 bt")
    await an.tap(words.NOT_TOLD)
    await an.say("1")
    assert "Báo kết quả PA-05-202611-001 cho hộ" in an.labels
