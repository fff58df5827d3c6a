"""What a household raises, typed or photographed before it was asked for: it is typed once."""

import pytest
from sqlalchemy import func, select

from bot.domain.concerns import ConcernCategory, ConcernKind
from bot.domain.refusals import Reason, Refusal
from bot.texts.refusals import reason, refusal
from storage.tables import File, InboxRow
from tests.chat import Chat, World
from tests.concerns import COMPLAINT, NOT_FOUND, concerns, in_the_database, links
from tests.village import Village

CULVERT = "bà con xin sửa cống đầu ấp"
PHOTO = ("a.jpg", b"a picture", "image/jpeg")


@pytest.fixture(params=[True, False], ids=["buttons", "typed"])
def an(world: World, request: pytest.FixtureRequest) -> Chat:
    """An, once where choices are tapped and once where they are typed."""
    return Chat(world, "An", buttons=request.param)


async def sent(an: Chat, world: World, *answers: str) -> str:
    """The words that were recorded, once these answers were given and it was sent."""
    for answer in answers:
        await an.say(answer)
    assert "Đã ghi nhận" in await an.say("gui")
    (concern,) = await concerns(world)
    return concern.words or ""


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (CULVERT, CULVERT),
        ("ba con xin sua cong dau ap, bi ngap hoai", "ba con xin sua cong dau ap, bi ngap hoai"),
        ("cong dau ap hu lau roi", "cong dau ap hu lau roi"),
        ("hộ 99 xin sửa cống", "xin sửa cống"),
    ],
)
async def test_words_in_the_place_of_a_household_are_kept_and_the_household_is_asked_for(
    an: Chat, world: World, village: Village, said: str, kept: str
) -> None:
    await an.say("/phananh")
    asked = await an.say(said)
    assert f"“{kept}”" in asked
    assert "của hộ nào?" in asked
    assert await sent(an, world, "3", "kien nghi", "thuy loi") == kept
    assert [link.household_id for link in await links(world)] == [village.households["H003"]]


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        ("hộ 3 xin sửa cống", ["H003"]),
        ("3 xin sửa cống", ["H003"]),
        ("3, 4 xin sửa cống", ["H003", "H004"]),
        ("Danh Sóc xin sửa cống", ["H003"]),
        ("H003 xin sửa cống", ["H003"]),
        ("hộ 3, xin sửa cống", ["H003"]),
    ],
)
async def test_a_household_and_what_it_raises_are_taken_from_one_message(
    an: Chat, world: World, village: Village, said: str, codes: list[str]
) -> None:
    await an.say("/phananh")
    asked = await an.say(said)
    assert "Đây là loại nào?" in asked
    assert "“xin sửa cống”" in asked
    assert await sent(an, world, "1", "thuy loi") == "xin sửa cống"
    found = sorted(village.households[code] for code in codes)
    assert [link.household_id for link in await links(world)] == found


@pytest.mark.parametrize(
    "opened", ["/phananh hộ 3 xin sửa cống", "phản ánh hộ 3 xin sửa cống"], ids=repr
)
async def test_what_stands_behind_the_command_is_kept_too(
    an: Chat, world: World, opened: str
) -> None:
    assert "“xin sửa cống”" in await an.say(opened)
    assert await sent(an, world, "1", "thuy loi") == "xin sửa cống"


async def test_a_concern_in_a_sentence_of_its_own_is_no_visit(an: Chat) -> None:
    assert "của hộ nào?" in await an.say("phan anh ba con xin sua cong dau ap")
    assert "Đã dừng: Ghi phản ánh" in await an.say("huy")
    assert "Đây là loại nào?" in await an.say("phananh tu hanh")


async def test_words_in_the_place_of_a_kind_or_a_field_are_kept(an: Chat, world: World) -> None:
    await an.say("/phananh 3")
    assert "Đây là loại nào?" in await an.say("xin sửa cống, bị ngập")
    await an.say("hoi dap")
    assert "Về lĩnh vực nào?" in await an.say("đường xa bán qua không ai đón")
    assert await sent(an, world, "dien") == "xin sửa cống, bị ngập\nđường xa bán qua không ai đón"
    (concern,) = await concerns(world)
    assert (concern.kind, concern.category) == (ConcernKind.QUESTION, ConcernCategory.POWER)
    async with world.store.reading() as session:
        raws = [raw or b"" for raw in await session.scalars(select(InboxRow.raw))]
    assert not [raw for raw in raws if b"ng\\u1eadp" in raw], (
        "only the newest goes with the concern"
    )


async def test_going_back_drops_the_words_and_not_the_household(an: Chat) -> None:
    await an.say("/phananh")
    await an.say("hộ 3 xin sửa cống")
    back = await an.say("quay lai")
    assert "Danh Sóc" in back
    assert "xin sửa cống" not in back


async def test_who_has_no_household_types_it_at_once(binh: Chat) -> None:
    asked = await binh.say("/phananh xin sửa cống đầu ấp")
    assert "“xin sửa cống đầu ấp”" in asked
    assert "Đây là loại nào?" in asked


@pytest.mark.parametrize("said", ["của chung", "ca ap", "không của hộ nào"])
async def test_what_all_of_them_raise_is_of_no_household(an: Chat, world: World, said: str) -> None:
    await an.say("/phananh")
    await an.say(CULVERT)
    assert "Không nêu hộ" in await an.say(said)
    assert await sent(an, world, "2", "thuy loi") == CULVERT
    assert await links(world) == []


@pytest.mark.parametrize("said", ["Năm Rô", "99", "bà Sáu bán bánh mì đầu chợ"])
async def test_a_household_that_is_not_found_is_no_concern(an: Chat, said: str) -> None:
    await an.say("/phananh")
    assert (await an.say(said)).startswith(NOT_FOUND)


async def test_a_report_of_a_visit_stays_one(an: Chat) -> None:
    await an.say("/phananh")
    assert "chưa lưu" in await an.say("hộ 3 bình thường")


async def test_all_answers_in_their_order_are_no_early_words(an: Chat, world: World) -> None:
    await an.say("/phananh")
    await an.say("3, phan anh, dien, Đèn hư, tối lắm")
    assert await sent(an, world) == "Đèn hư, tối lắm"


async def test_a_complaint_typed_too_early_is_asked_about_and_not_kept(
    an: Chat, world: World
) -> None:
    await an.say("/phananh")
    assert "khiếu nại hoặc tố cáo" in await an.say(COMPLAINT)
    await an.say("1")
    assert not await in_the_database(world, COMPLAINT)
    assert await concerns(world) == []


async def test_what_is_not_written_down_of_people_is_not_kept_early_either(
    an: Chat, world: World
) -> None:
    await an.say("/phananh")
    assert "HIV" not in await an.say("hộ 3 xin hỗ trợ vì con bị nhiễm HIV")
    assert "“" in await an.say("1")
    assert not await in_the_database(world, "HIV")


async def test_words_that_are_too_long_are_refused_as_where_they_belong(an: Chat) -> None:
    await an.say("/phananh")
    long = "xin sửa cống đầu ấp " * 120
    assert (await an.say(long)).startswith(refusal(Refusal(Reason.TEXT_TOO_LONG, most=2000)))


async def test_a_photo_may_come_at_any_step(an: Chat, world: World) -> None:
    await an.say("/phananh")
    for answer in ("3", "1", "dien"):
        asked = await an.send_file(*PHOTO)
        assert "Đã nhận ảnh." in asked
        await an.say(answer)
    await sent(an, world, "Đèn hư")
    (concern,) = await concerns(world)
    assert concern.photo_id is not None


async def test_several_households_are_chosen_beside_a_photo(an: Chat, world: World) -> None:
    await an.say("/phananh")
    await an.say("nhieu ho cung neu")
    assert "Đã nhận ảnh." in await an.send_file(*PHOTO)
    assert "“xin sửa cống”" in await an.say("1, 2 xin sửa cống")
    assert await sent(an, world, "1", "thuy loi") == "xin sửa cống"
    assert len(await links(world)) == 2


async def test_a_document_in_the_place_of_a_household_is_refused(an: Chat) -> None:
    await an.say("/phananh")
    refused = await an.send_file("a.pdf", b"%PDF", "application/pdf")
    assert refused.startswith(reason(Reason.FILE_NOT_PHOTO))
    assert "của hộ nào?" in refused


async def test_an_early_photo_goes_with_what_is_given_up(an: Chat, world: World) -> None:
    await an.say("/phananh")
    await an.send_file(*PHOTO)
    await an.say("huy")
    async with world.store.reading() as session:
        assert await session.scalar(select(func.count()).select_from(File)) == 0
