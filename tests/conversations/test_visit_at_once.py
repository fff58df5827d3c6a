"""A visit step by step where nothing can be tapped: one question for day, how and what."""

import sys
from datetime import date
from types import FrameType

import pytest
from sqlalchemy import select

from bot.domain.refusals import Reason
from bot.domain.visits import NotDoneReason, Topic, VisitKind
from bot.texts.refusals import reason
from bot.texts.reporting import NOT_SAVED
from handlers import visit_at_once
from storage.tables import Visit
from tests.chat import Chat, World
from tests.hours import vietnam
from tests.village import Village

pytestmark = pytest.mark.parametrize("engine", ["sqlite"])
TODAY, YESTERDAY = date(2026, 11, 21), date(2026, 11, 20)
HOME = VisitKind.HOME
MOST_LOOKED_AT = 2000  # ways to go on, each time that a coroutine is resumed


@pytest.fixture
def an(world: World) -> Chat:
    return Chat(world, "An", buttons=False)


async def only_visit(world: World) -> Visit:
    async with world.store.reading() as session:
        return (await session.scalars(select(Visit))).one()


async def last_visit(world: World) -> Visit:
    async with world.store.reading() as session:
        return (await session.scalars(select(Visit).order_by(Visit.id.desc()).limit(1))).one()


@pytest.mark.parametrize(
    ("answer", "on", "kind", "nothing_new"),
    [
        pytest.param("1", TODAY, HOME, True, id="a number is of today"),
        pytest.param("hôm qua, 1", YESTERDAY, HOME, True, id="day and number"),
        pytest.param("1, hôm qua", YESTERDAY, HOME, True, id="the other way round"),
        pytest.param("hom qua bt", YESTERDAY, HOME, True, id="without a comma"),
        pytest.param("bt hôm qua", YESTERDAY, HOME, True, id="as people say it"),
        pytest.param("15/11, gọi điện", date(2026, 11, 15), VisitKind.PHONE, False, id="by phone"),
        pytest.param("3", TODAY, VisitKind.PHONE, False, id="by phone by number"),
        pytest.param("số 4; 15/11", date(2026, 11, 15), VisitKind.GROUP_MEETING, False, id="met"),
        pytest.param(
            "hôm qua, Tại nhà: ổn định, không có gì mới", YESTERDAY, HOME, True, id="and a label"
        ),
        pytest.param("Tại nhà: ổn định, không có gì mới", TODAY, HOME, True, id="the whole label"),
    ],
)
async def test_one_answer_is_enough(
    an: Chat, world: World, answer: str, on: date, kind: VisitKind, nothing_new: bool
) -> None:
    await an.say("tham")
    assert "Thăm ngày nào, gặp thế nào?" in await an.say("2")
    assert "Đã ghi nhận" in await an.say(answer)
    assert len(an.letters) == 3
    visit = await only_visit(world)
    assert (visit.visited_on, visit.kind, visit.nothing_new) == (on, kind, nothing_new)


@pytest.mark.parametrize("answer", ["hôm qua, 2, vay vốn, BHYT", "2 vay von bhyt hom qua"])
async def test_what_was_talked_about_goes_into_the_same_answer(
    an: Chat, world: World, answer: str
) -> None:
    await an.say("tham 2")
    assert "Đã ghi nhận" in await an.say(answer)
    assert len(an.letters) == 2
    visit = await only_visit(world)
    assert visit.visited_on == YESTERDAY
    assert set(visit.topics) == {Topic.LOAN_ADVICE, Topic.BHYT_ADVICE}


ANYWHERE = [
    pytest.param("1", HOME, id="all is well"),
    pytest.param("2", HOME, id="something to note, and not what"),
    pytest.param("2, vay vốn, BHYT", HOME, id="what was talked about"),
    pytest.param("2, tặng 10 kg gạo", HOME, id="help"),
    pytest.param("hôm qua, 2, hẹn thứ hai đem giống qua", HOME, id="a promise on another day"),
    pytest.param("1, nhà đang lợp lại mái", HOME, id="a note"),
    pytest.param("2, vay vốn, nhà đang lợp lại mái", HOME, id="a topic and a note"),
    pytest.param("tặng 10 kg gạo", HOME, id="help and nothing else"),
    pytest.param("15/11, 1", HOME, id="another day"),
    pytest.param("3", VisitKind.PHONE, id="by phone"),
    pytest.param("gọi điện, hẹn thứ hai ghé", VisitKind.PHONE, id="by phone, and a promise"),
    pytest.param("4", VisitKind.GROUP_MEETING, id="in a meeting"),
    pytest.param("5", VisitKind.VIA_OTHER, id="through others"),
    pytest.param("6", VisitKind.NOT_DONE, id="absent"),
    pytest.param("7", VisitKind.NOT_DONE, id="not visited, and not why"),
    pytest.param("7, bận", VisitKind.NOT_DONE, id="not visited, and why"),
    pytest.param("7, xe hư giữa đường", VisitKind.NOT_DONE, id="not visited, in words"),
]


@pytest.mark.parametrize(("answer", "kind"), ANYWHERE)
async def test_every_way_through_a_visit_costs_three_messages(
    an: Chat, world: World, answer: str, kind: VisitKind
) -> None:
    """The list, the question, the receipt: also of household 1, which needs help."""
    for said in ("tham", "1", answer):
        await an.say(said)
    assert an.heard.text.startswith("Đã ghi nhận"), an.heard.text
    assert len(an.letters) == 3
    assert (await only_visit(world)).kind is kind


async def test_a_concern_within_a_visit_is_a_report_of_its_own(an: Chat, world: World) -> None:
    """It is shown back before it is raised: one message more, for two reports."""
    for said in ("tham", "1", "2, xin vay vốn nuôi tôm"):
        await an.say(said)
    assert an.heard.text.startswith(NOT_SAVED)
    assert "Mã phản ánh: PA-05-202611-001" in await an.say("1")
    assert len(an.letters) == 4


@pytest.mark.parametrize("answer", ["hôm qua", "thứ bảy, 1"])
async def test_an_answer_that_leaves_it_open_is_asked_about(
    an: Chat, world: World, answer: str
) -> None:
    """How somebody was met, and a day that may be another, are guessed by nobody."""
    await an.say("tham 2")
    assert "Đã ghi nhận" not in await an.say(answer)
    assert "Đã ghi nhận" in await an.say("1")
    assert len(an.letters) == 3


async def test_what_was_told_beside_a_promise_settles_it(an: Chat, world: World) -> None:
    for said in ("tham 2", "1, hẹn thứ hai đem giống qua", "tham 2"):
        await an.say(said)
    assert "Lần trước đồng chí hẹn" in an.heard.text
    assert "lời hẹn trước đã làm" in await an.say("2, đã làm, nhà đang lợp lại mái")


@pytest.mark.parametrize(
    ("answer", "missing"), [("2", "Chưa ghi nội dung"), ("7", "Chưa ghi lý do")]
)
async def test_what_was_left_out_is_said_and_asked_when_it_is_put_right(
    an: Chat, world: World, answer: str, missing: str
) -> None:
    await an.say("tham 2")
    assert f"{missing}; cần ghi thì nhắn “sua”." in await an.say(answer)
    await an.say("/sua")
    await an.say("1")
    assert "Đã ghi nhận" not in await an.say(answer)
    label = "Hướng dẫn vay vốn" if answer == "2" else "bận"
    place = next(n for n, one in enumerate(an.labels, 1) if label.lower() in one.lower())
    assert "Đã ghi nhận" in await an.say(str(place))
    assert missing not in an.heard.text


@pytest.mark.parametrize(
    "said",
    [
        pytest.param("tai nha " + "vay von " * 15 + "xyz", id="as many words as are looked at"),
        pytest.param("tai nha " + "vay von " * 240, id="as many as a message holds"),
        pytest.param("1 " * 39 + "xyz", id="only numbers"),
        pytest.param(
            "tại nhà vay vốn ngân hàng csxh vay tiền làm ăn chăn nuôi trồng trọt bảo hiểm y tế "
            "thẻ bhyt vay vốn vay tiền nữa",
            id="a sentence of somebody's",
        ),
    ],
)
async def test_no_answer_is_cut_into_words_without_end(an: Chat, said: str) -> None:
    looked_at = 0

    def see(frame: FrameType, what: str, _: object) -> None:
        nonlocal looked_at
        looked_at += what == "call" and frame.f_code is visit_at_once._taken.__code__
        assert looked_at < MOST_LOOKED_AT

    await an.say("tham 2")
    sys.setprofile(see)
    try:
        heard = await an.say(said)
    finally:
        sys.setprofile(None)
    assert heard


async def test_all_may_be_said_when_the_household_is_asked(an: Chat, world: World) -> None:
    assert "Ví dụ: 2, hôm qua, ổn định" in await an.say("tham")
    assert "Đã ghi nhận" in await an.say("2, hôm qua, ổn định")
    assert (await only_visit(world)).visited_on == YESTERDAY


@pytest.mark.parametrize("said", ["2 hom qua on dinh", "so 2 hom qua, bt", "2 bt hom qua"])
async def test_without_a_comma_it_is_shown_back_as_any_sentence(
    an: Chat, world: World, said: str
) -> None:
    await an.say("tham")
    assert "chưa lưu" in await an.say(said)
    assert "Đã ghi nhận" in await an.say("1")
    assert (await only_visit(world)).visited_on == YESTERDAY


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ("6", NotDoneReason.ABSENT_HH),
        ("vắng nhà hôm qua", NotDoneReason.ABSENT_HH),
        ("7, bận", NotDoneReason.MEMBER_BUSY),
        ("chưa thăm, mưa bão", NotDoneReason.WEATHER),
    ],
)
async def test_why_nobody_was_met_is_said_there_too(
    an: Chat, world: World, answer: str, why: NotDoneReason
) -> None:
    await an.say("tham 2")
    await an.say(answer)
    visit = await only_visit(world)
    assert (visit.kind, visit.reason) == (VisitKind.NOT_DONE, why)


async def test_only_what_is_left_open_is_asked(an: Chat, world: World) -> None:
    await an.say("tham 1")
    assert "hôm qua" in await an.say("hôm qua")
    assert "Đã ghi nhận" in await an.say("1")


async def test_more_than_the_questions_hold_is_shown_back_as_any_sentence(
    an: Chat, world: World
) -> None:
    await an.say("tham 2")
    shown = await an.say("hôm qua, xin vay vốn nuôi tôm, nhà đang lợp lại mái")
    assert "Hệ thống hiểu như sau" in shown
    assert "2 (Tư Hạnh)" in shown
    assert "Đã ghi nhận" in await an.say("1")
    assert (await only_visit(world)).visited_on == YESTERDAY


@pytest.mark.parametrize("answer", ["abc xyz", "8", "???"])
async def test_what_makes_no_sense_is_asked_again_and_nothing_is_lost(
    an: Chat, world: World, answer: str
) -> None:
    await an.say("tham 2")
    await an.say(answer)
    async with world.store.reading() as session:
        assert list(await session.scalars(select(Visit))) == []
    if "Hệ thống hiểu" in an.heard.text:
        await an.say("hủy")
        await an.say("tham 2")
    assert "Đã ghi nhận" in await an.say("1")


async def test_a_day_to_come_is_refused_and_one_that_is_not_sure_is_asked_about(
    an: Chat, world: World
) -> None:
    await an.say("tham 2")
    assert reason(Reason.FUTURE_DAY) in await an.say("ngày mai, 1")
    assert "Có phải đồng chí muốn nói ngày" in await an.say("thứ bảy, 1")
    assert "Đã ghi nhận" in await an.say("1")


async def test_today_is_the_day_of_the_question(an: Chat, world: World) -> None:
    world.now = vietnam("2026-11-21", "23:55")
    await an.say("tham 2")
    world.now = vietnam("2026-11-22", "00:05")
    assert reason(Reason.DATE_UNCLEAR) in await an.say("1")
    assert "Đã ghi nhận" in await an.say("hôm qua, 1")
    assert (await only_visit(world)).visited_on == TODAY
    assert "Đã ghi nhận" in await an.say("/tham 1, bt"), "asked and answered on one day"


async def test_a_correction_asks_the_same_and_takes_no_sentence(an: Chat, world: World) -> None:
    await an.say("/tham 2, bt")
    await an.say("/sua")
    await an.say("1")
    assert "Thăm ngày nào, gặp thế nào?" in an.heard.text
    assert reason(Reason.CHOOSE_ONE) in await an.say("hôm qua, xin vay vốn nuôi tôm")
    assert "Đã ghi nhận" in await an.say("hôm qua, 3")


async def test_back_leads_to_the_household(an: Chat) -> None:
    await an.say("tham")
    await an.say("2")
    asked = an.letters[-2].text
    assert await an.say("quay lại") == asked


async def test_where_there_are_buttons_each_is_asked_by_itself(
    world: World, village: Village
) -> None:
    an = Chat(world, "An")
    await an.say("tham 2")
    assert an.labels[:3] == ["Hôm nay", "Hôm qua", "Hôm kia"]
    assert "nhắn luôn một tin" not in await an.say("/tham")


async def being_put_right(an: Chat) -> None:
    """Where it is still asked what was done."""
    for said in ("/tham 2, bt", "/sua", "1", "hôm qua, 2"):
        await an.say(said)


@pytest.mark.parametrize("answer", ["vay vốn, BHYT", "4 5", "Hướng dẫn vay vốn, bhyt"])
async def test_what_it_was_is_said_in_one_message(an: Chat, world: World, answer: str) -> None:
    await being_put_right(an)
    labels = [one.label for one in an.heard.choices]
    said = answer
    if answer[0].isdigit():
        wanted = ("Hướng dẫn vay vốn", "Vận động tham gia BHYT")
        said = " ".join(str(labels.index(one) + 1) for one in wanted)
    assert "Đã ghi nhận" in await an.say(said)
    assert set((await last_visit(world)).topics) == {Topic.LOAN_ADVICE, Topic.BHYT_ADVICE}


async def test_what_is_not_understood_of_it_is_asked_about_and_the_rest_is_kept(
    an: Chat, world: World
) -> None:
    await being_put_right(an)
    assert "Chưa rõ phần “xyz”" in await an.say("vay vốn, xyz")
    assert "Đã ghi nhận" in await an.say("bhyt")
    assert set((await last_visit(world)).topics) == {Topic.LOAN_ADVICE, Topic.BHYT_ADVICE}
