"""What is typed where nothing can be tapped: numbers, words for grave steps, 0, and old lists."""

from datetime import date

import pytest
from sqlalchemy import select

from bot.domain.refusals import Reason
from bot.messages import Letter
from bot.messengers.base import numbered
from bot.texts.refusals import reason
from storage import days_off
from storage.tables import Assignment, Visit
from tests.announcements import gone_out, number_in, sent, written
from tests.chat import Chat, World
from tests.conversations.test_announcement_steps import second_approver
from tests.hours import vietnam
from tests.village import Village

pytestmark = pytest.mark.parametrize("engine", ["sqlite"])
NUMBERS = ("1", "2.", "số 1", "１")


@pytest.fixture
def an(world: World) -> Chat:
    return Chat(world, "An", buttons=False)


@pytest.fixture
def binh(world: World) -> Chat:
    return Chat(world, "Bình", buttons=False)


@pytest.fixture
def en(world: World) -> Chat:
    return Chat(world, "Én", buttons=False)


@pytest.fixture
def lam(world: World) -> Chat:
    return Chat(world, "Lâm", buttons=False)


def shown(letter: Letter) -> str:
    """As it is read where there are no buttons."""
    return numbered(letter)


async def visits(world: World) -> list[Visit]:
    async with world.store.reading() as session:
        return list(await session.scalars(select(Visit).order_by(Visit.id)))


# --- Grave steps want their word ------------------------------------------------------------------


async def test_no_number_approves_an_announcement_but_its_word(
    en: Chat, lam: Chat, world: World, village: Village
) -> None:
    await second_approver(world, village)
    await written(en)
    await en.say("Gửi ngay")
    await en.say("gửi")
    number = number_in(en)
    await lam.listen()
    await lam.say("1")
    assert f"– Duyệt, cho gửi: gõ DUYET {number}\n1. Trả lại để sửa" in shown(lam.heard)
    wanted = reason(Reason.WORD_WANTED).format(word=f"DUYET {number}")
    assert wanted in await lam.say("Duyệt, cho gửi")
    assert (await lam.say("duyet 999")).startswith(reason(Reason.CHOOSE_ONE))
    assert await gone_out(world) == 0
    assert "trong ít phút nữa" in await lam.say(f"duyệt {number}")
    assert await gone_out(world) == 9


async def test_one_is_sending_back_where_approving_has_no_number(
    en: Chat, lam: Chat, world: World, village: Village
) -> None:
    await second_approver(world, village)
    await written(en)
    await en.say("Gửi ngay")
    await en.say("gửi")
    await lam.listen()
    await lam.say("1")
    assert "Cần sửa ở điểm nào" in await lam.say("1")
    assert await gone_out(world) == 0


@pytest.mark.parametrize("typed", NUMBERS)
async def test_no_number_gives_households_away(
    binh: Chat, world: World, village: Village, typed: str
) -> None:
    for words in ("/giaoho", "h005", "chon xong", "an", "bo qua"):
        await binh.say(words)
    assert "– Giao hộ: gõ GIAO 1 HO" in shown(binh.heard)
    await binh.say(typed)
    async with world.store.reading() as session:
        given = select(Assignment).where(Assignment.group_id.is_not(None))
        assert list(await session.scalars(given)) == []
    assert "Đã giao 1 hộ" in await binh.say("giao 1 ho")


async def test_no_number_drops_the_second_telling_of_a_visit(an: Chat, world: World) -> None:
    for _ in range(2):
        await an.say("/tham 1, hom nay, bt")
    assert "– Bỏ lần này (ghi trùng): gõ BO 1\n1. Thăm hộ tiếp theo" in shown(an.heard)
    await an.say("1")
    assert all(one.withdrawn_at is None for one in await visits(world))
    await an.say("/tham 2, hom nay, bt")
    for _ in range(2):
        await an.say("/tham 1, hom qua, bt")
    assert "Số 1 · Ba Lành" in await an.say("bo 1")
    assert sum(one.withdrawn_at is not None for one in await visits(world)) == 1


@pytest.mark.parametrize("typed", NUMBERS)
async def test_no_number_drops_a_communes_day_off(
    en: Chat, world: World, village: Village, typed: str
) -> None:
    async def opened() -> None:
        await en.say("/caidat")
        for label in ("Xã Thạnh Lộc", "Xem thêm", "Ngày nghỉ riêng"):
            if any(label in one for one in en.labels):
                await en.tap(next(one for one in en.labels if label in one))

    await opened()
    for words in ("10/12", "Ngày nghỉ", "Lễ hội đình"):
        await en.say(words)
    await opened()
    assert "gõ BO 10/12" in shown(en.heard)
    await en.say(typed)
    async with world.store.reading() as session:
        assert date(2026, 12, 10) in await days_off.own_marks(session, village.units["TL"])
    await opened()
    assert "tính theo lịch chung" in await en.say("bo 10/12")


async def test_no_number_answers_everybody(
    en: Chat, an: Chat, world: World, village: Village
) -> None:
    number = await sent(en)
    await an.listen()
    await an.say(f"/hoithongbao {number}")
    await an.say("Họp lúc mấy giờ?")
    await en.listen()
    world.later(minutes=1)
    await en.say("1")
    await en.say("14 giờ.")
    assert "gõ GUI MOI NGUOI" in shown(en.heard)
    before = await gone_out(world)
    await en.say("2")
    assert await gone_out(world) == before
    await en.say("gui moi nguoi")
    assert await gone_out(world) > before


@pytest.mark.parametrize(
    ("begun", "word"),
    [
        pytest.param(("/huykichhoat",), "huy lien ket", id="unlinking"),
        pytest.param(("/huykichhoat rut dong y",), "rut dong y", id="withdrawing consent"),
        pytest.param(("/tham 1, hom nay, bt", "/sua", "2"), "thu hoi", id="taking back"),
    ],
)
async def test_what_asks_for_its_word_takes_no_number(
    an: Chat, begun: tuple[str, ...], word: str
) -> None:
    for words in begun:
        await an.say(words)
    asked = an.heard.text
    assert word in asked
    for typed in NUMBERS:
        assert word in await an.say(typed)
    assert word not in await an.say(word)


async def test_no_number_closes_a_month(binh: Chat, world: World) -> None:
    world.now = vietnam("2026-12-02")
    assert "gõ “chot thang" in await binh.say("/chotthang 11")
    for typed in NUMBERS:
        assert "chot thang 11" in await binh.say(typed)


async def test_where_there_are_buttons_they_stay(en: Chat, world: World, village: Village) -> None:
    await second_approver(world, village)
    await written(en)
    await en.say("Gửi ngay")
    await en.say("gửi")
    lam = Chat(world, "Lâm")
    await lam.listen()
    await lam.tap("Xem và duyệt")
    assert lam.labels[:2] == ["Duyệt, cho gửi", "Trả lại để sửa"]
    await lam.say("1")
    assert await gone_out(world) == 9


# --- 0, the menu, help ----------------------------------------------------------------------------


async def test_zero_leads_back_from_any_list(an: Chat) -> None:
    menu = await an.say("menu")
    await an.say("hodan")
    assert await an.say("0") == menu
    await an.say("tham 2")
    await an.say("menu")
    assert "Đồng chí đang ghi dở: Thăm hộ." in await an.say("0")
    assert "Đã dừng: Thăm hộ" in await an.say("0")


@pytest.mark.parametrize("typed", ["menu", "MENU", "trợ giúp", "tro giup"])
async def test_menu_and_help_come_at_any_moment(an: Chat, typed: str) -> None:
    await an.say("tham 2")
    assert "Còn ghi dở: Thăm hộ" in await an.say(typed)
    await an.say("/huy")
    await an.say("phananh 2")
    await an.say("1")
    assert "Còn ghi dở" in await an.say(typed)


# --- Yesterday's list -----------------------------------------------------------------------------


async def test_a_number_for_a_list_of_the_day_before_yesterday_does_nothing(
    an: Chat, world: World
) -> None:
    await an.say("menu")
    world.later(hours=25)
    assert "quá một ngày" in await an.say("1")
    assert "Tư Hạnh" in f"{await an.say('1')} {an.labels}"


async def test_the_first_day_of_a_question_of_last_night_is_asked_anew(
    an: Chat, world: World
) -> None:
    world.now = vietnam("2026-11-21", "23:58")
    await an.say("phananh 2")
    asked = an.heard.text
    world.now = vietnam("2026-11-22", "00:02")
    assert asked in await an.say("1")
    assert "đang ghi dở" in an.heard.text


async def test_yesterday_is_reckoned_from_the_day_on_which_it_is_said(world: World) -> None:
    """The label of last night's question meant the day before."""
    an = Chat(world, "An")
    world.now = vietnam("2026-11-21", "21:00")
    await an.say("tham 2")
    world.now = vietnam("2026-11-22", "07:00")
    await an.say("hôm qua")
    await an.say("bt")
    (visit,) = await visits(world)
    assert visit.visited_on == date(2026, 11, 21)
