"""A report told while something else is open: it begins, and what is open waits and says so."""

from datetime import date

import pytest
from sqlalchemy import func, select, update

from bot.texts import forms as form_words
from bot.texts import reporting as words
from storage.tables import Assignment, Concern, HouseholdChange, Visit
from tests.chat import Chat, World
from tests.village import Village

TODAY = date(2026, 11, 21)

GO_ON = form_words.GO_ON
OPEN = {
    "which day": (("/tham 1",), "thăm ngày nào"),
    "how": (("/tham 1, hôm nay",), "Kết quả"),
    "ticking topics": (("/tham 1, hôm nay, 2", "Hướng dẫn vay vốn"), "✓ Hướng dẫn vay vốn"),
    "kind of concern": (("/phananh 3",), "loại nào"),
    "words of a concern": (("/phananh 3", "2", "dien"), "lời"),
    "a change": (("/thaydoi 3", "Nhân khẩu"), "Nhân khẩu"),
}


async def counted(world: World, table: type) -> int:
    async with world.store.reading() as session:
        return await session.scalar(select(func.count()).select_from(table)) or 0


async def open_form(an: Chat, which: str) -> str:
    """What stands there when the form has come to its question."""
    steps, _ = OPEN[which]
    for step in steps:
        await an.say(step)
    return an.heard.text


@pytest.mark.parametrize("which", OPEN)
@pytest.mark.parametrize("typed", ["hộ 2 4 bt", "ho 2, 4 binh thuong hom qua"])
async def test_ho_and_numbers_report_whatever_is_open_and_it_goes_on_afterwards(
    an: Chat, world: World, which: str, typed: str
) -> None:
    question = await open_form(an, which)
    echo = await an.say(typed)
    assert echo.startswith("Phần đang ghi dở được giữ lại: ")
    assert "2 (Tư Hạnh), 4 (H'Hen Niê)" in echo
    receipt = await an.say("1")
    assert "Đã ghi nhận 2 hộ" in receipt
    assert "Còn ghi dở: " in receipt
    assert await counted(world, Visit) == 2
    await an.tap(GO_ON)
    assert question in an.heard.text
    assert an.heard.text.startswith("Đồng chí đang ghi dở")


async def test_what_was_answered_before_is_not_asked_again(an: Chat, world: World) -> None:
    await open_form(an, "words of a concern")
    await an.say("hộ 2 4 bt")
    await an.say("1")
    await an.say("tiep")
    await an.say("Cúp điện hoài, xin xem giúp")
    assert "Đã ghi nhận" in await an.tap("Gửi luôn")
    assert (await counted(world, Concern), await counted(world, Visit)) == (1, 2)


async def test_back_works_in_what_had_waited(an: Chat) -> None:
    await an.say("/tham 1, hôm nay")
    await an.say("hộ 2 4 bt")
    await an.say("1")
    await an.say("tiep")
    assert "thăm ngày nào" in await an.say("quay lai")


async def test_the_report_is_given_up_and_what_waited_goes_on(an: Chat, world: World) -> None:
    await an.say("/tham 1, hôm nay")
    await an.say("hộ 2 4 bt")
    left = await an.say("huy")
    assert "Còn ghi dở: Thăm hộ" in left
    await an.say("tiep")
    assert "Đã ghi nhận" in await an.say("bt")
    assert await counted(world, Visit) == 1


async def test_a_report_of_which_nothing_is_theirs_any_more_leads_back_too(
    an: Chat, world: World, village: Village
) -> None:
    await an.say("/phananh 3")
    await an.say("hộ 2 4 bt")
    async with world.store.begin() as session:
        gone = [village.households[code] for code in ("H002", "H004")]
        await session.execute(
            update(Assignment).where(Assignment.household_id.in_(gone)).values(until=TODAY)
        )
    ended = await an.say("1")
    assert "Tư Hạnh" not in ended
    assert "Còn ghi dở: " in ended
    assert "loại nào" in await an.tap(GO_ON)
    assert await counted(world, Visit) == 0


async def test_what_waited_outlives_a_restart(an: Chat, world: World) -> None:
    await an.say("/phananh 3")
    await an.say("hộ 2 4 bt")
    world.later(days=2)
    again = Chat(world, "An")
    assert "Hệ thống hiểu như sau" in await again.say("1"), "a number of two days ago"
    await again.say("đúng")
    assert "loại nào" in await again.say("tiep")


@pytest.mark.parametrize("begun", ["/tham 1, hôm nay", "/phananh"], ids=["told", "only opened"])
@pytest.mark.parametrize("typed", [False, True], ids=["asked", "typed"])
async def test_a_third_thing_takes_the_place_of_the_report_and_not_of_what_waits(
    an: Chat, world: World, begun: str, typed: bool
) -> None:
    await an.say(begun)
    title = "Thăm hộ" if "tham" in begun else "phản ánh"
    assert "được giữ lại" in await an.say("hộ 2 4 bt")
    if typed:
        await an.say("/moi thaydoi")
    else:
        assert "đang ghi dở: Báo cáo nhiều hộ" in await an.say("/thaydoi")
        await an.tap("Bỏ, làm việc mới")
    assert an.heard.text.startswith("Đã bỏ, chưa ghi gì: Báo cáo nhiều hộ.")
    assert "hộ nào" in an.heard.text
    left = await an.say("huy")
    assert "Còn ghi dở: " in left
    assert title in left
    await an.tap(GO_ON)
    assert ("Kết quả" if "," in begun else "hộ nào") in an.heard.text
    assert (await counted(world, Visit), await counted(world, HouseholdChange)) == (0, 0)


async def test_what_waits_is_offered_again_where_the_third_thing_opens_nothing(
    an: Chat, binh: Chat
) -> None:
    await an.say("/phananh")
    await an.say("hộ 2 4 bt")
    assert "Còn ghi dở: " in await an.say("/moi thangnay")
    await binh.say("/caidat")
    await binh.say("1")
    assert "được giữ lại" in await binh.say("thay đ/c An: 1 3 bt")
    assert "Còn ghi dở: " in await binh.say("/moi chotthang 99")


@pytest.mark.parametrize("over", ["1", "/moi /menu"], ids=["saved", "dropped"])
async def test_ones_own_report_is_offered_again_after_one_for_somebody_else(
    binh: Chat, world: World, village: Village, over: str
) -> None:
    async with world.store.begin() as session:
        held = select(func.min(Assignment.id)).where(Assignment.person_id == village.people["An"])
        first = update(Assignment).where(Assignment.id == held.scalar_subquery())
        await session.execute(first.values(person_id=village.people["Bình"]))
    await binh.say("/danhdau")
    await binh.tap("Ba Lành")
    assert "được giữ lại" in await binh.say("thay đ/c An: 2 bt hôm nay")
    told = await binh.say(over)
    assert told.count("Còn ghi dở: Báo cáo nhiều hộ") == 1
    await binh.say("/tiep")
    assert "✓ Ba Lành" in "".join(binh.labels)


@pytest.mark.parametrize("typed", ["mới", "/moi", "/moi qwerty", "/moi moi"])
async def test_nothing_is_dropped_for_who_does_not_say_what_is_wanted_instead(
    an: Chat, typed: str
) -> None:
    await an.say("/tham 1, hôm nay")
    assert "đang ghi dở: Thăm hộ" in await an.say(typed)
    assert an.labels[:2] == ["Ghi tiếp việc đang dở", "Bỏ việc đang dở"]
    assert "Kết quả" in await an.tap("Ghi tiếp")
    await an.say(typed)
    assert "Đã dừng: Thăm hộ" in await an.tap("Bỏ")
    assert "không có việc nào" in await an.say("/tiep")


async def test_leaving_in_other_words_leaves_only_the_newest(an: Chat) -> None:
    await an.say("/tham 1, hôm nay")
    await an.say("hộ 2 4 bt")
    assert "Còn ghi dở: Thăm hộ" in await an.say("/moi huy")


async def test_ticks_are_not_lost_either(an: Chat, world: World) -> None:
    """On the list of ticks itself the words stand beside them."""
    await an.say("/danhdau")
    await an.tap("Số 3")
    echo = await an.say("hộ 2 4 di vang")
    assert "giữ lại" not in echo
    assert "3 (Danh Sóc): hôm nay" in echo
    await an.say("1")
    assert await counted(world, Visit) == 3


@pytest.mark.parametrize(
    ("form", "typed", "answered"),
    [
        ("/tham 1", "2", "hôm qua"),
        ("/tham 1, hôm nay", "6", "đi vắng"),
        ("/phananh 3", "2", "lĩnh vực"),
        ("/tham", "3", "thăm ngày nào"),
        ("/tham", "ho 3", "thăm ngày nào"),
    ],
    ids=["a day", "how", "kind", "which household", "which household by name"],
)
async def test_a_bare_number_answers_what_is_open(
    an: Chat, form: str, typed: str, answered: str
) -> None:
    await an.say(form)
    assert answered in await an.say(typed)


async def test_a_bare_number_answers_a_menu_and_ho_with_several_reports(
    an: Chat, world: World
) -> None:
    await an.say("menu")
    assert "hộ nào" in await an.say("1")
    await an.say("menu")
    assert "gặp thế nào" in await an.say("hộ 3 4")
    await an.say("huy")
    await an.say("menu")
    assert "3 (Danh Sóc), 4 (H'Hen Niê)" in await an.say("ho 3 4 bt")
    await an.say("1")
    assert await counted(world, Visit) == 2


async def test_under_a_list_of_households_too(an: Chat, world: World) -> None:
    await an.say("/hodan")
    assert "Danh Sóc" in await an.say("3")
    await an.say("/hodan")
    assert "3 (Danh Sóc), 4 (H'Hen Niê)" in await an.say("hộ 3 4 bt")
    await an.say("1")
    assert await counted(world, Visit) == 2


@pytest.mark.parametrize(
    "typed",
    [
        "Hộ 3 và hộ 4 ngập nước, xin bơm giúp",
        "hộ 3 4 xin kéo điện",
        "hộ 3 bị tốc mái",
    ],
)
async def test_words_of_a_concern_may_begin_with_a_household(
    an: Chat, world: World, typed: str
) -> None:
    await open_form(an, "words of a concern")
    assert f"“{typed}”" in await an.say(typed)
    await an.tap("Gửi luôn")
    async with world.store.reading() as session:
        assert (await session.scalars(select(Concern.words))).one() == typed
    assert await counted(world, Visit) == 0


async def test_a_question_for_households_takes_their_numbers(an: Chat) -> None:
    await an.say("/phananh")
    answer = await an.say("hộ 3 4")
    assert "giữ lại" not in answer
    assert "Danh Sóc" in answer
    assert "loại nào" in answer


async def test_a_complaint_that_is_being_judged_is_judged_first(an: Chat, world: World) -> None:
    await an.say("tố cáo cán bộ xã nhận tiền")
    assert "khiếu nại" in await an.say("hộ 3 4 bt")
    await an.say("1")
    assert await counted(world, Visit) == 0


async def test_one_household_is_told_whole_as_before(an: Chat, world: World) -> None:
    await an.say("/tham")
    assert "Đã ghi nhận" in await an.say("3, hom qua, bt")
    assert await counted(world, Visit) == 1


async def test_whoever_has_no_book_goes_on_with_the_form(en: Chat) -> None:
    await en.say("/soanthongbao")
    asked = en.heard.text
    answer = await en.say("hộ 3 4 bt")
    assert words.TITLE not in answer
    assert "giữ lại" not in answer
    assert asked
