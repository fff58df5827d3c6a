"""Every list leads back to the menu, and an open form is a tap away."""

import pytest

from bot.messages import CHOICES_A_PAGE
from bot.texts.common import TO_MENU
from handlers.commands import COMMANDS
from tests.chat import Chat, World

SAID = [command.name for command in COMMANDS if command.name not in ("/menu", "/huykichhoat")]


def leads_home(chat: Chat) -> bool:
    """Whether what was heard can be left: to the menu, or out of the form that asks."""
    return bool({TO_MENU, "Hủy"} & set(chat.labels))


@pytest.mark.parametrize("name", ["An", "Bình", "Én", "Lâm"])
async def test_whatever_is_asked_for_leads_home(world: World, name: str) -> None:
    chat = Chat(world, name)
    for said in SAID:
        await chat.say(said)
        world.later(minutes=1)
        assert not chat.labels or leads_home(chat) or menu_is_open(chat), said
        await chat.say("/huy")


def menu_is_open(chat: Chat) -> bool:
    """Whether this is home already."""
    return chat.labels[-1] in ("Xem hướng dẫn", "Xem thêm") and len(chat.labels) > 3


async def test_the_pages_below_lead_home_too(an: Chat) -> None:
    await an.say("/thamho 1, hôm nay, 1")
    assert TO_MENU in an.labels
    await an.tap("Ghi phản ánh của hộ này")
    await an.say("1")
    await an.say("điện")
    await an.say("Đèn đường hỏng")
    await an.say("1")
    await an.say("/pa")
    await an.say("1")
    assert TO_MENU in an.labels
    await an.say("/hodan 1")
    assert "Thăm hộ" in await an.tap("Về trang chính") or "Thăm hộ" in an.labels


async def test_the_menu_offers_no_way_to_itself(an: Chat) -> None:
    await an.say("/menu")
    assert TO_MENU not in an.labels
    assert len(an.labels) <= CHOICES_A_PAGE


async def test_beside_an_open_form_one_tap_goes_on_with_it(an: Chat) -> None:
    await an.say("/tham 1")
    assert "Còn ghi dở: Thăm hộ" in await an.say("/taikhoan")
    assert "thăm ngày nào" in await an.tap("Ghi tiếp")
    await an.say("/taikhoan")
    assert "thăm ngày nào" in await an.say("ghi tiep")


async def test_what_is_still_open_does_not_come_between_a_question_and_its_list(an: Chat) -> None:
    await an.say("/tham 1")
    assert (await an.say("/menu")).splitlines()[-1].endswith(":")


async def test_a_report_told_whole_without_a_slash_is_taken_with_a_tap(an: Chat) -> None:
    assert "2 (Tư Hạnh): hôm qua" in await an.say("tham 2, hom qua, bt")
    assert "Đã ghi nhận" in await an.tap("Đúng, lưu lại")


async def test_a_long_report_begins_the_form_and_loses_no_button(an: Chat) -> None:
    await an.say("thay doi la co mot chau moi vua chuyen den o chung tu thang truoc den bay gio")
    assert an.labels[0] == "Ghi thay đổi của hộ"
    assert "hộ nào" in await an.tap("Ghi thay đổi")


async def test_a_report_told_whole_takes_the_place_of_an_empty_form(an: Chat) -> None:
    await an.say("/thaydoi")
    assert "Đã ghi nhận" in await an.say("tham 2, hom qua, bt")


async def test_within_a_form_that_has_answers_it_is_an_answer(an: Chat) -> None:
    await an.say("/thaydoi 1")
    assert "Đã ghi nhận" not in await an.say("tham 2, hom qua, bt")
    assert "Hủy" in an.labels


@pytest.mark.parametrize("said", ["?", "??", "giup toi", "cach dung"])
async def test_who_asks_for_help_gets_it(an: Chat, said: str) -> None:
    assert "Hướng dẫn" in await an.say(said)


@pytest.mark.parametrize("said", ["1", "...", "12/11", "👍"])
async def test_a_number_is_nothing_that_a_household_said(an: Chat, said: str) -> None:
    for answer in ("/phananh 1", "1", "điện"):
        await an.say(answer)
    assert "chưa nhận được chữ nào" in await an.say(said)
    assert "Đèn đường hỏng" in await an.say("Đèn đường hỏng")


async def test_who_does_not_want_to_type_the_word_is_told_the_way_out(binh: Chat) -> None:
    await binh.say("/chotthang")
    await binh.say("1")
    assert "Hủy" in binh.labels
    assert "Đã dừng" in await binh.say("khong chot nua")
