"""Reports of several households where each message counts: a sentence, what is asked, a receipt."""

from datetime import timedelta

import pytest
import pytest_asyncio
from sqlalchemy import select, update

from bot.domain.concerns import Satisfaction
from bot.domain.vietnamese.text import utf16_length
from bot.domain.visits import NotDoneReason, VisitKind
from bot.messengers.base import numbered
from bot.texts import correction as correction_words
from bot.texts import reporting as words
from bot.texts import visit as visit_words
from storage.tables import BookNumber, Household, HouseholdState, Promise, Visit
from tests.chat import Chat, World
from tests.concerns_stored import TODAY
from tests.conversations.test_reporting_answers import answered, opinions
from tests.month import with_fifteen
from tests.village import Village

pytestmark = pytest.mark.parametrize("engine", ["sqlite"])
YESTERDAY = TODAY - timedelta(days=1)
ONE_MESSAGE = 2000  # UTF-16 units


@pytest_asyncio.fixture
async def an(world: World, village: Village) -> Chat:
    async with world.store.begin() as session:
        await with_fifteen(session, village)
    chat = Chat(world, "An", buttons=False)
    await chat.listen()
    chat.letters.clear()
    return chat


async def told(world: World) -> dict[int, Visit]:
    """What has been reported, by the household's number in An's book."""
    async with world.store.reading() as session:
        rows = await session.execute(
            select(BookNumber.number, Visit)
            .join_from(Visit, BookNumber, BookNumber.household_id == Visit.household_id)
            .where(Visit.effect_key.contains(":"))
        )
        return {int(number): visit for number, visit in rows}


async def in_need(world: World, *codes: str) -> None:
    async with world.store.begin() as session:
        homes = select(Household.id).where(Household.code.in_(codes))
        await session.execute(
            update(HouseholdState)
            .where(HouseholdState.household_id.in_(homes))
            .values(needs_help=True)
        )


async def promised(world: World, village: Village, *codes: str) -> None:
    async with world.store.begin() as session:
        for code in codes:
            home = village.households[code]
            visit = select(Visit.id).where(Visit.household_id == home)
            session.add(
                Promise(
                    visit_id=await session.scalar(visit), household_id=home,
                    person_id=village.people["An"], words="đem giống qua", due_on=TODAY,
                )
            )  # fmt: skip


async def nothing(world: World, village: Village) -> None:
    """All is as it was."""


async def three_in_need(world: World, village: Village) -> None:
    await in_need(world, "H001", "H003", "H105")


async def ten_in_need(world: World, village: Village) -> None:
    async with world.store.begin() as session:
        await session.execute(update(HouseholdState).values(needs_help=True))


async def ten_promised(world: World, village: Village) -> None:
    await promised(world, village, *list(village.households)[:4], *_ELEVEN[:6])


async def ten_waiting(world: World, village: Village) -> None:
    for code in ("H001", "H002", "H003", "H004", *_ELEVEN[:6]):
        await answered(world, village, code, key=code)


async def all_of_it(world: World, village: Village) -> None:
    await three_in_need(world, village)
    await promised(world, village, "H002", "H004")
    for code in ("H002", "H106"):
        await answered(world, village, code, key=code)


_ELEVEN = [f"H1{number:02}" for number in range(5, 16)]
TEN = "1 2 3 4 5 6 7 8 9 10"
NOTE = "nhà đang lợp lại mái tôn phía sau, nhờ thợ trong xóm"


@pytest.mark.parametrize(
    ("before", "said", "answer", "households"),
    [
        pytest.param(nothing, "3 5 7 bt", "1", 3, id="all is well"),
        pytest.param(nothing, f"{TEN} bt hom qua", "1", 10, id="one of ten in need"),
        pytest.param(nothing, "2 3 4 bt, 5 6 di vang, 7 goi dien on", "1", 6, id="absent"),
        pytest.param(nothing, "2 3 bt; 4 tặng 10 kg gạo; 5 vận động bhyt", "1", 4, id="help"),
        pytest.param(nothing, f"2 3 bt\n4 {NOTE}", "1", 3, id="a note"),
        pytest.param(
            nothing, "\n".join(f"{n} {NOTE}" for n in TEN.split()), "1", 10, id="ten notes"
        ),
        pytest.param(nothing, "2 3 99 bt", "1", 2, id="a number that is in no book"),
        pytest.param(nothing, "2 3 bt, Út Mười bt", "1", 2, id="not mine"),
        pytest.param(nothing, "2 3 bt tuần trước", "2", 2, id="no day"),
        pytest.param(nothing, "2 3 bt tuần trước", "18/11", 2, id="a day that is typed"),
        pytest.param(nothing, "2 3 4 hom qua", "1", 3, id="no word of how"),
        pytest.param(three_in_need, "1 3 5 bt hom qua", "1", 3, id="three in need"),
        pytest.param(three_in_need, "1 3 5 bt hom qua", "không", 3, id="none, in a word"),
        pytest.param(three_in_need, "1 3 5 hom qua", "1 4", 3, id="in need, no word of how"),
        pytest.param(ten_in_need, f"{TEN} bt", "1", 10, id="ten in need"),
        pytest.param(ten_promised, f"{TEN} bt", "2 3", 10, id="ten promises"),
        pytest.param(ten_promised, "2 3 bt", "2 rồi, 3 chưa", 2, id="promises one by one"),
        pytest.param(ten_waiting, f"{TEN} bt", "2 3", 10, id="ten answers"),
        pytest.param(ten_waiting, "2 3 bt", "2 đã báo, 3 chưa báo", 2, id="answers one by one"),
        pytest.param(
            all_of_it, f"{TEN} bt hom qua\nhộ 99 đi vắng", "1 3 5", 10, id="all of it"
        ),
    ],
)  # fmt: skip
async def test_up_to_ten_households_cost_two_messages(
    an: Chat, world: World, village: Village,
    before: object, said: str, answer: str, households: int,
) -> None:  # fmt: skip
    assert callable(before)
    await before(world, village)
    echo = await an.say(said)
    assert echo.startswith(words.NOT_SAVED), echo
    assert await told(world) == {}
    receipt = await an.say(answer)
    assert receipt.startswith(f"Đã ghi nhận {households} hộ."), numbered(an.heard)
    assert len(await told(world)) == households
    assert len(an.letters) == 2
    for letter in an.letters:
        assert utf16_length(numbered(letter)) <= ONE_MESSAGE


@pytest.mark.parametrize("said", ["tham so ba", "thăm số ba", "tham ho so ba"])
async def test_a_number_in_words_is_the_households_and_no_name(
    an: Chat, world: World, said: str
) -> None:
    assert "3 (Danh Sóc)" in await an.say(said)
    assert "Ba Lành" not in an.heard.text
    await an.say("1")
    assert list(await told(world)) == [3]


async def test_what_is_told_of_a_number_in_no_book_is_told_of_no_other(
    an: Chat, world: World
) -> None:
    echo = await an.say("1 3 5 bt hom qua\n99 di vang")
    assert "Chưa tìm thấy trong sổ, nên không ghi: “99”." in echo
    await an.say("1")
    kinds = {number: one.kind for number, one in (await told(world)).items()}
    assert kinds == dict.fromkeys((1, 3, 5), VisitKind.HOME)


async def test_three_in_need_are_asked_about_once(an: Chat, world: World, village: Village) -> None:
    await three_in_need(world, village)
    asked = await an.say("1 3 5 bt hom qua")
    assert asked.count("có cần giúp gì không") == 1
    assert "Hộ 1, 3, 5: gia đình cần quan tâm thêm." in asked
    assert an.labels[:1] == ["Không hộ nào cần giúp thêm"]
    assert "• 1 (Ba Lành), 3 (Danh Sóc), 5 (Năm Thêm): hôm qua" in await an.say("1")
    visits = await told(world)
    assert all(one.nothing_new and one.visited_on == YESTERDAY for one in visits.values())


async def test_of_those_in_need_one_is_named_and_the_others_are_asked_about_still(
    an: Chat, world: World, village: Village
) -> None:
    await three_in_need(world, village)
    await an.say("1 3 5 bt hom qua")
    asked = await an.say("3 tặng 10 kg gạo")
    assert "3 (Danh Sóc): hôm qua, thăm trực tiếp tại nhà; giúp đỡ khác" in asked
    assert "Hộ 1, 5: gia đình cần quan tâm thêm." in asked
    assert (await an.say("không")).startswith("Đã ghi nhận 3 hộ.")
    visits = await told(world)
    assert [visits[number].nothing_new for number in (1, 3, 5)] == [True, False, True]


@pytest.mark.parametrize(
    ("said", "example"),
    [
        pytest.param("3 5 bt", "sửa 5 đi vắng", id="the last one"),
        pytest.param("2 bt", "sửa 2 đi vắng", id="the only one"),
        pytest.param("1 2 bt", "sửa 2 đi vắng", id="beside a question"),
        pytest.param("99 bt, 4 di vang", "sửa 4 đi vắng", id="none that is unknown"),
    ],
)
async def test_the_example_is_of_this_report(an: Chat, said: str, example: str) -> None:
    assert example in await an.say(said)


async def test_how_to_put_right_is_said_of_this_report(an: Chat) -> None:
    await an.say("3 5 bt")
    assert "sửa 5 đi vắng. Bỏ một hộ thì nhắn: bỏ 5." in await an.say("2")


@pytest.mark.parametrize("said", ["rồi", "chưa", "Có", "ko"])
async def test_a_bare_word_that_answers_several_is_asked_of_whom_it_is(
    an: Chat, world: World, village: Village, said: str
) -> None:
    await ten_promised(world, village)
    await an.say("2 3 bt")
    asked = await an.say(said)
    assert asked.startswith(f"“{said}” là nói hộ nào? Đồng chí nhắn kèm số hộ, ví dụ: 2 {said}.")
    assert "• 2 (Tư Hạnh), 3 (Danh Sóc): hôm nay" in asked
    assert await told(world) == {}
    assert "là nói hộ nào" not in await an.say(f"2 {said}")
    assert await told(world) == {}
    assert (await an.say(said)).startswith("Đã ghi nhận 2 hộ."), "only one is left to be meant"


async def test_a_bare_no_between_two_questions_is_taken_for_neither(
    an: Chat, world: World, village: Village
) -> None:
    await answered(world, village, "H002")
    await an.say("1 2 bt")
    assert "“không” là nói hộ nào?" in await an.say("không")
    assert await told(world) == {}
    assert "Đã ghi nhận 2 hộ" in await an.say("1 không, 2 chưa báo")
    assert await opinions(world) == [None]


@pytest.mark.parametrize(
    "said", ["2 chưa báo", "2 đã báo", "hộ 2 chưa báo", "2 rồi", "2 3 chưa làm", "2 bao roi"]
)
async def test_what_was_not_asked_is_no_visit(an: Chat, world: World, said: str) -> None:
    heard = await an.say(said)
    assert words.ABOUT_ANOTHER_MATTER in heard
    assert "2 bình thường" in heard
    await an.say("1")
    assert await told(world) == {}


async def test_an_answer_that_waits_is_offered_where_it_is_spoken_of(
    an: Chat, world: World, village: Village
) -> None:
    raised = await answered(world, village, "H002")
    assert f"Hộ 2 đang chờ nghe trả lời {raised.code}." in await an.say("2 chưa báo")
    assert an.labels[0] == visit_words.tell_answer(raised.code)
    assert "gia đình thấy thế nào" in await an.say("1")


@pytest.mark.parametrize("said", ["thay đ/c An: 2 chưa báo", "thay đ/c An: hộ 2 chưa báo lại"])
async def test_nor_is_it_bad_weather(an: Chat, world: World, said: str) -> None:
    binh = Chat(world, "Bình", buttons=False)
    assert "thời tiết" not in await binh.say(said)
    assert "chưa thăm" not in binh.heard.text


async def test_a_household_that_was_not_visited_is_still_told_so(an: Chat, world: World) -> None:
    assert "chưa thăm" in await an.say("2 chưa thăm được, mưa bão")
    await an.say("1")
    visit = (await told(world))[2]
    assert (visit.kind, visit.reason) == (VisitKind.NOT_DONE, NotDoneReason.WEATHER)


async def test_more_to_be_told_is_shown_back_before_it_is_saved(an: Chat, world: World) -> None:
    await an.say("1 2 bt")
    assert "Nhắn thêm về hộ 1, ví dụ: sửa 1 tặng gạo." in await an.say("có")
    assert await told(world) == {}
    assert "“cần xe lăn”" in await an.say("sửa 1 cần xe lăn")
    assert await told(world) == {}
    assert "Đã ghi nhận 2 hộ" in await an.say("1")


async def test_put_right_beside_a_question_is_shown_and_asked_again(an: Chat, world: World) -> None:
    await an.say("1 2 3 bt")
    assert "2 (Tư Hạnh): hôm nay, đã đến, gia đình đi vắng" in await an.say("sửa 2 đi vắng")
    assert "3 (Danh Sóc)" not in await an.say("bỏ 3")
    assert await told(world) == {}
    await an.say("1")
    assert sorted(await told(world)) == [1, 2]


async def test_left_out_to_the_last_nothing_is_saved(an: Chat, world: World) -> None:
    await an.say("1 bt")
    assert (await an.say("bỏ 1")).startswith(words.NOTHING_LEFT)
    assert await told(world) == {}


async def test_what_is_no_answer_is_not_taken_for_one(an: Chat, world: World) -> None:
    for said in ("1 2 bt", "để tôi hỏi lại bà con đã", "menu", "/tiep"):
        await an.say(said)
        assert await told(world) == {}
    assert "có cần giúp gì không" in an.heard.text
    assert "Đã ghi nhận 2 hộ" in await an.say("1")


async def test_all_told_at_once_is_noted_of_each(an: Chat, world: World, village: Village) -> None:
    for code in ("H002", "H003"):
        await answered(world, village, code, key=code)
    asked = await an.say("2 3 bt")
    assert asked.count("Đã báo lại chưa?") == 1
    assert "Đã ghi nhận" in await an.say(
        str(an.labels.index(words.OF_ALL[words.UNHEARD][words.HEARD[Satisfaction.SATISFIED]]) + 1)
    )
    assert await opinions(world) == [Satisfaction.SATISFIED, Satisfaction.SATISFIED]


@pytest.mark.parametrize("done", ["xong", "luu", "Lưu", "ok", "đúng rồi", "gửi"])
async def test_a_report_shown_back_is_saved_as_people_say_it(
    an: Chat, world: World, done: str
) -> None:
    await an.say("da tham so 3 roi")
    assert words.NOT_SAVED in an.heard.text
    assert "Đã ghi nhận 1 hộ" in await an.say(done)
    assert list(await told(world)) == [3]


@pytest.mark.parametrize("wrong", ["sua", "sửa lại", "khong", "sai roi", "chưa đúng"])
async def test_a_report_shown_back_is_put_right_as_people_say_it(
    an: Chat, world: World, wrong: str
) -> None:
    await an.say("da tham so 3 roi")
    assert await an.say(wrong) == words.which_to_correct("3")
    await an.say("3 di vang")
    assert "Đã ghi nhận 1 hộ" in await an.say("1")
    assert (await told(world))[3].reason is NotDoneReason.ABSENT_HH


async def test_what_was_promised_is_done_in_a_word_or_the_report_put_right(
    an: Chat, world: World, village: Village
) -> None:
    await promised(world, village, "H003")
    await an.say("da tham so 3 roi")
    assert "Đã làm chưa?" in an.heard.text
    assert await an.say("sua") == words.which_to_correct("3")
    assert "Đã làm chưa?" in await an.say("3 khoe")
    assert "lời hẹn trước đã làm" in await an.say("xong")
    assert list(await told(world)) == [3]


@pytest.mark.parametrize(
    ("said", "told_of_it"),
    [
        ("khoe", "ổn định, không có gì mới"),
        ("bình thường", "ổn định, không có gì mới"),
        ("sửa đi vắng", "gia đình đi vắng"),
        ("gọi điện", "gọi điện"),
        ("hom qua khoe", "hôm qua, thăm trực tiếp tại nhà, ổn định"),
    ],
)
async def test_below_a_report_of_one_household_what_is_said_is_said_of_it(
    an: Chat, said: str, told_of_it: str
) -> None:
    await an.say("da tham so 3 roi")
    assert told_of_it in await an.say(said)
    assert words.NOT_SAVED in an.heard.text
    assert "Đã ghi nhận 1 hộ" in await an.say("1")


@pytest.mark.parametrize(
    ("report", "said"),
    [
        ("da tham so 3 roi", "da luu chua"),
        ("da tham so 3 roi", "asdf jkl"),
        ("da tham so 3 roi", "con gà"),
        ("da tham so 3, so 2 roi", "khoe"),
    ],
)
async def test_other_words_below_a_report_change_nothing_of_it(
    an: Chat, report: str, said: str
) -> None:
    shown = await an.say(report)
    assert await an.say(said) == f"{words.CORRECTION_NOT_READ}\n{shown}"


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("tôi ghi nhầm số 3", "Số 3 · Danh Sóc"),
        ("ghi nham roi, ho 2 khoe", "Số 2 · Tư Hạnh"),
        ("nhầm rồi", "Báo cáo gần nhất"),
        ("sửa giúp tôi hộ 7", "Báo cáo gần nhất"),
    ],
)
async def test_what_was_saved_by_mistake_is_put_right_and_no_visit_again(
    an: Chat, world: World, said: str, asked: str
) -> None:
    await an.say("2 3 bt hom qua")
    await an.say("1")
    saved = await told(world)
    assert asked in await an.say(said)
    assert correction_words.TAKE_BACK in an.labels
    await an.say("giữ nguyên")
    assert (await told(world)).keys() == saved.keys() == {2, 3}


async def test_before_it_is_saved_a_mistake_is_put_right_in_the_report(
    an: Chat, world: World
) -> None:
    await an.say("2 bt hom qua")
    assert "đi vắng" in await an.say("nhầm rồi, 2 đi vắng")
    assert await told(world) == {}


@pytest.mark.parametrize(
    "said",
    ["ban giao ho 3 cho dong chi Binh", "giao hộ 3 cho đ/c Bình", "chuyển hộ 3 cho đồng chí Bình"],
)
async def test_a_household_given_to_somebody_is_no_visit(an: Chat, world: World, said: str) -> None:
    assert (await an.say(said)).startswith("Việc này do bí thư chi bộ làm.")
    secretary = Chat(world, "Bình", buttons=False)
    overview = await secretary.say("/phancong")
    assert await secretary.say(said) == overview
    await an.say("1")
    assert await told(world) == {}
