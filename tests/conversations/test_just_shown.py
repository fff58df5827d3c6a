"""Below the page of one household a sentence that names nobody is told of that one."""

import pytest
from sqlalchemy import select, update

from bot.domain.people import Role
from bot.domain.refusals import Reason
from bot.domain.visits import VisitKind
from bot.messages import Choice
from bot.texts.refusals import reason
from storage.tables import RoleHeld, Visit
from tests.chat import Chat, World
from tests.concerns import COMPLAINT, concerns, in_the_database
from tests.conversations.test_still_on_the_screen import pushed
from tests.village import Village

OF_SOC = "• 3 (Danh Sóc): "


@pytest.fixture(params=[True, False], ids=["buttons", "typed"])
def an(world: World, request: pytest.FixtureRequest) -> Chat:
    """An, once where choices are tapped and once where they are typed."""
    return Chat(world, "An", buttons=request.param)


async def visits(world: World) -> list[Visit]:
    async with world.store.reading() as session:
        return list(await session.scalars(select(Visit)))


@pytest.mark.parametrize(
    ("opened", "said", "day"),
    [
        ("/ho 3", "tham roi, khoe", "hôm nay"),
        ("ho danh soc", "thăm rồi bình thường", "hôm nay"),
        ("ho 3", "hom qua ghe, ong di vang", "hôm qua"),
        ("ho 3", "da tham roi", "hôm nay"),
    ],
)
async def test_a_visit_is_shown_back_with_its_household_and_saved_with_a_yes(
    an: Chat, world: World, village: Village, opened: str, said: str, day: str
) -> None:
    await an.say(opened)
    assert f"{OF_SOC}{day}, " in await an.say(said)
    assert await visits(world) == []
    assert "Đã ghi nhận 1 hộ." in await an.say("1")
    assert [one.household_id for one in await visits(world)] == [village.households["H003"]]


async def test_what_is_met_and_what_is_raised_are_one_report(an: Chat) -> None:
    await an.say("ho 3")
    assert "“xin vay von nuoi bo”" in await an.say("ghe roi, xin vay von nuoi bo")
    assert OF_SOC in an.heard.text


async def test_a_visit_with_a_note_is_shown_back_with_it(an: Chat) -> None:
    await an.say("ho 3")
    assert "“co nuoi them hai con cho”" in await an.say("tham roi, co nuoi them hai con cho")
    assert OF_SOC in an.heard.text


async def test_what_is_only_raised_begins_a_concern_of_that_household(
    an: Chat, world: World
) -> None:
    await an.say("ho 3")
    asked = await an.say("phan anh duong hu qua")
    assert "Số 3 · Danh Sóc" in asked
    assert "“duong hu qua”" in asked
    for answer in ("1", "giao thong", "gui"):
        await an.say(answer)
    assert [one.words for one in await concerns(world)] == ["duong hu qua"]
    assert await visits(world) == []


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("4 tham roi, khoe", "• 4 (H'Hen Niê): "),
        ("ghé nhà bà Tư Hạnh rồi, khoẻ", "• 2 (Tư Hạnh): "),
        ("99 di vang", "Chưa tìm thấy trong sổ, nên không ghi: “99”."),
        ("ba tam di vang", reason(Reason.NOT_UNDERSTOOD)),
        ("bà Út Mười đi vắng", reason(Reason.NOT_UNDERSTOOD)),
    ],
)
async def test_another_household_that_is_named_goes_first(an: Chat, said: str, meant: str) -> None:
    await an.say("ho 3")
    assert meant in await an.say(said)
    assert OF_SOC not in an.heard.text


@pytest.mark.parametrize(
    "said", ["khoe", "ok biet roi", "xin cam on", "mai tham", "may gio hop", "viet nam vo dich"]
)
async def test_what_tells_of_no_visit_begins_none(an: Chat, said: str) -> None:
    await an.say("ho 3")
    assert "chưa lưu" not in await an.say(said)


async def test_a_complaint_is_asked_about_as_anywhere(an: Chat) -> None:
    await an.say("ho 3")
    assert "khiếu nại hoặc tố cáo" in await an.say(COMPLAINT)


async def test_only_what_was_shown_last_and_lately_is_meant(an: Chat, world: World) -> None:
    await an.say("ho 3")
    await an.say("hodan")
    assert OF_SOC not in await an.say("tham roi, khoe")
    await an.say("huy")
    await an.say("ho 3")
    world.later(minutes=61)
    assert OF_SOC not in await an.say("tham roi, khoe")


async def test_below_a_letter_that_came_by_itself_no_page_is_meant(an: Chat, world: World) -> None:
    await an.say("ho 3")
    await pushed(world, an, Choice("Xem việc tháng này", "/thangnay"))
    assert OF_SOC not in await an.say("tham roi, khoe")


async def test_the_page_of_a_household_of_others_is_no_visit_of_the_secretary(
    binh: Chat, world: World
) -> None:
    await binh.say("/ho H003")
    assert "Danh Sóc" in binh.heard.text
    assert OF_SOC not in await binh.say("tham roi, khoe")
    assert await visits(world) == []


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("tham roi, khoe", f"{OF_SOC}hôm nay, thăm trực tiếp tại nhà, ổn định"),
        ("hôm qua ghé rồi, đi vắng", f"{OF_SOC}hôm qua, đã đến, gia đình đi vắng"),
        ("toi ghe roi xin vay von nuoi bo", "“xin vay von nuoi bo”"),
    ],
)
async def test_of_whom_it_is_told_is_asked_and_the_words_are_kept(
    an: Chat, world: World, village: Village, said: str, told: str
) -> None:
    asked = await an.say(said)
    assert f"“{said}”" in asked
    assert "hộ nào?" in asked
    assert told in await an.say("3")
    assert await visits(world) == []
    await an.say("1")
    assert [one.household_id for one in await visits(world)] == [village.households["H003"]]


async def test_what_is_raised_without_any_command_is_kept_for_a_concern(
    an: Chat, world: World
) -> None:
    asked = await an.say("bà con xin sửa cống đầu ấp, mùa này ngập hoài")
    assert "“bà con xin sửa cống đầu ấp, mùa này ngập hoài”" in asked
    assert "của hộ nào?" in asked
    for answer in ("khong neu ho nao", "2", "thuy loi", "gui"):
        await an.say(answer)
    (concern,) = await concerns(world)
    assert concern.words == "bà con xin sửa cống đầu ấp, mùa này ngập hoài"


@pytest.mark.parametrize(
    "said", ["can doi so dien thoai", "muon xem thong bao", "xin cam on nhieu", "can huong dan"]
)
async def test_what_is_wanted_of_the_bot_is_no_concern(an: Chat, said: str) -> None:
    assert "của hộ nào?" not in await an.say(said)


async def test_it_may_be_told_of_several(an: Chat, world: World) -> None:
    await an.say("thăm rồi, gia đình đi vắng")
    echo = await an.say("3, 4 và 99")
    assert "3 (Danh Sóc), 4 (H'Hen Niê): hôm nay, đã đến, gia đình đi vắng" in echo
    assert "không ghi: “99”" in echo
    await an.say("1")
    assert len(await visits(world)) == 2


async def test_on_another_day_it_is_asked_when_it_was(an: Chat, world: World) -> None:
    await an.say("hôm qua ghé rồi, đi vắng")
    world.later(days=1)
    assert "ngày nào" in await an.say("3")


async def test_what_is_not_written_down_of_people_is_not_kept_until_then(
    an: Chat, world: World
) -> None:
    assert "HIV" not in await an.say("ghé rồi, con trai bị nhiễm HIV")
    assert "HIV" not in await an.say("3")
    assert not await in_the_database(world, "HIV")


@pytest.mark.parametrize("said", ["tham du 15 ho, binh thuong", "mai tham", "khoe roi"])
async def test_where_no_visit_is_told_of_whom_is_not_asked(an: Chat, said: str) -> None:
    assert "hộ nào?" not in await an.say(said)


async def test_who_has_no_household_is_asked_for_none(binh: Chat) -> None:
    assert "hộ nào?" not in await binh.say("tham roi, khoe")


async def test_a_name_that_nobody_has_leads_to_the_list(an: Chat) -> None:
    assert "Có phải đồng chí muốn ghi việc này?" in await an.say("tham ba Tam, khoe")
    asked = await an.say("1")
    assert asked.startswith(reason(Reason.NOT_FOUND))
    assert "hộ nào?" in asked
    assert "Danh Sóc" in await an.say("3")


async def test_the_kind_of_a_visit_is_what_was_said(an: Chat, world: World) -> None:
    await an.say("ho 3")
    await an.say("goi dien roi, binh thuong")
    await an.say("1")
    assert [one.kind for one in await visits(world)] == [VisitKind.PHONE]


@pytest.mark.parametrize("said", ["bà con xin sửa cống nghẹt", "tham roi, khoe"])
async def test_who_is_no_member_any_more_reports_nothing_of_the_households_left(
    an: Chat, world: World, village: Village, said: str
) -> None:
    async with world.store.begin() as session:
        theirs = RoleHeld.person_id == village.people["An"]
        await session.execute(update(RoleHeld).where(theirs).values(role=Role.ANNOUNCER))
    assert "Danh Sóc" not in await an.say(said)
    assert an.heard.text.startswith(reason(Reason.NOT_UNDERSTOOD))
