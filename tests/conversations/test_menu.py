"""The menu, the help, and whatever is said when nothing is open."""

import re

import pytest
from sqlalchemy import select

from bot.domain.people import Actor, ConsentState, Post, Role
from bot.domain.refusals import Reason
from bot.messages import CHOICES_A_PAGE, Address, Letter, Outgoing
from bot.messengers import zalo_bot_letters
from bot.texts import guide, menus
from bot.texts.refusals import reason
from handlers.commands import COMMANDS, command_in
from storage.tables import InboxRow
from tests.chat import Chat, World

ROLES = [
    (),
    *((role,) for role in Role),
    (Role.MEMBER, Role.CELL_SECRETARY),
    (Role.MEMBER, Role.CELL_SECRETARY, Role.COMMUNE_OFFICE, Role.ADMIN),
    tuple(Role),
]
VERBS = {
    "Bấm", "Bỏ", "Chốt", "Dừng", "Đánh", "Đổi", "Ghi", "Giao", "Hủy", "In", "Nhắn", "Nhập", "Soạn",
    "Sửa", "Tìm", "Trả", "Về", "Xem",
}  # fmt: skip
COMPLAINT = "ông trưởng ấp ăn chặn tiền hỗ trợ của bà con"


def holding(*roles: Role) -> Actor:
    """Somebody with these roles."""
    return Actor(1, "An", 1, 2, ConsentState.GIVEN, tuple(Post(role, 2) for role in roles), 1)


def help_for(actor: Actor, page: int, *, buttons: bool = True) -> Outgoing:
    """One page of the help that somebody reads."""
    commands = [one.name for one in COMMANDS if one.open_to(actor)]
    return guide.guide(commands, page, buttons=buttons)


def pages(actor: Actor, *, buttons: bool = True) -> list[Outgoing]:
    """All pages of it."""
    found = [help_for(actor, 1, buttons=buttons)]
    while any(choice.label == "Xem thêm" for choice in found[-1].choices):
        found.append(help_for(actor, len(found) + 1, buttons=buttons))
    return found


@pytest.mark.parametrize("roles", ROLES, ids=lambda roles: "+".join(roles) or "nothing")
@pytest.mark.parametrize("page", [1, 2])
def test_a_menu_offers_only_what_the_role_may_do(roles: tuple[Role, ...], page: int) -> None:
    actor = holding(*roles)
    for answer in (menus.menu(actor, page=page), help_for(actor, page)):
        assert 1 <= len(answer.choices) <= CHOICES_A_PAGE
        for choice in answer.choices:
            assert command_in(choice.action, actor)[0] is not None, choice


@pytest.mark.parametrize("roles", ROLES, ids=lambda roles: "+".join(roles) or "nothing")
def test_every_choice_of_a_long_menu_is_on_one_of_its_pages(roles: tuple[Role, ...]) -> None:
    actor = holding(*roles)
    shown = {c.action for page in (1, 2) for c in menus.menu(actor, page=page).choices}
    assert {"/taikhoan", "/huongdan"} <= shown
    assert ("/thamho" in shown) == (Role.MEMBER in roles)
    assert ("/nhapdanhsach" in shown) == (Role.COMMUNE_OFFICE in roles or Role.ADMIN in roles)


@pytest.mark.parametrize("roles", ROLES, ids=lambda roles: "+".join(roles) or "nothing")
def test_help_names_just_the_commands_that_the_role_may_use(roles: tuple[Role, ...]) -> None:
    actor = holding(*roles)
    typed = {word for page in pages(actor) for word in re.findall("“([^”]+)”", page.text)}
    named = {command_in(word, actor)[0] for word in typed} - {None}
    assert named == {one for one in COMMANDS if one.open_to(actor)}


@pytest.mark.parametrize("roles", ROLES, ids=lambda roles: "+".join(roles) or "nothing")
def test_help_is_short_and_says_what_to_do(roles: tuple[Role, ...]) -> None:
    for page in pages(holding(*roles)):
        _, *lines, urgent = page.text.splitlines()
        assert "113, 114 hoặc 115" in urgent
        assert len(lines) <= 6
        assert {line.split()[0].rstrip(",") for line in lines} <= VERBS
        assert max(map(len, lines)) <= 80
        assert "!" not in page.text


@pytest.mark.parametrize(
    ("roles", "messages"),
    [
        pytest.param((), 1, id="nothing"),
        pytest.param((Role.MEMBER,), 1, id="a member"),
        pytest.param((Role.MEMBER, Role.CELL_SECRETARY), 1, id="a secretary"),
        pytest.param((Role.COMMUNE_OFFICE,), 1, id="the office"),
        pytest.param(tuple(Role), 2, id="everything"),
    ],
)
def test_where_each_message_counts_all_of_help_comes_in_one_or_two(
    roles: tuple[Role, ...], messages: int
) -> None:
    actor = holding(*roles)
    few = pages(actor, buttons=False)
    assert len(few) == messages
    lines = [line for page in few for line in page.text.splitlines()[1:-1]]
    assert "Bấm" not in "".join(lines)
    told = [line for page in pages(actor)[:-1] for line in page.text.splitlines()[1:-1]]
    assert lines[: len(told)] == told
    for number, page in enumerate(few):
        letter = Letter(number, Address("zalo", "1", "an"), page.text, page.choices)
        assert len(zalo_bot_letters.texts(letter)) == 1


async def test_help_tells_of_buttons_only_where_there_are_some(an: Chat) -> None:
    await an.say("/huongdan 99")
    assert "Bấm nút, hoặc nhắn số" in an.heard.text
    an.buttons = False
    await an.say("/huongdan 99")
    assert "Nhắn số của dòng" in an.heard.text
    assert "Bấm" not in an.heard.text


def test_a_page_of_help_that_is_not_there_is_the_nearest() -> None:
    actor = holding(Role.MEMBER)
    assert help_for(actor, 9999) == pages(actor)[-1]
    assert help_for(actor, 0) == pages(actor)[0]


async def test_a_member_with_two_roles_sees_nine_choices(binh: Chat) -> None:
    await binh.say("menu")
    assert len(binh.heard.choices) == CHOICES_A_PAGE
    assert {"Thăm hộ", "Xem việc chờ ý kiến", "Xem phân công"} <= set(binh.labels)


async def test_the_office_may_import_and_make_slips(en: Chat) -> None:
    await en.say("/start")
    assert {"Nhập danh sách", "Cấp mã kích hoạt", "Xem việc chờ ý kiến"} <= set(en.labels)
    assert "Thăm hộ" not in en.labels


async def test_help_has_a_second_page(an: Chat) -> None:
    first = await an.say("hướng dẫn")
    second = await an.tap("Xem thêm")
    assert first != second
    assert await an.tap("Xem trang trước") == first


async def test_nonsense_brings_the_menu_back(an: Chat) -> None:
    assert "chưa hiểu" in await an.say("qwerty zxcv")
    assert "Thăm hộ" in an.labels


async def test_a_menu_is_answered_by_number_or_by_name(an: Chat) -> None:
    await an.say("menu")
    place = an.labels.index("Xem tài khoản của tôi") + 1
    assert "Nguyễn Thị An" in await an.say(str(place))
    await an.say("menu")
    assert "Nguyễn Thị An" in await an.say("xem tai khoan cua toi")


@pytest.mark.parametrize(
    "said",
    ["giup toi voi", "Chỉ tôi cách dùng", "làm sao để báo cáo?", "tôi không biết làm", "hdsd",
     "cho toi gap can bo", "may nay dung sao"],
)  # fmt: skip
async def test_help_is_asked_for_in_a_sentence(an: Chat, said: str) -> None:
    assert "Hướng dẫn (trang 1" in await an.say(said)


@pytest.mark.parametrize(
    "said",
    ["toi phai di tham nha nao", "hộ nào chưa thăm", "ho chua tham", "còn mấy hộ nữa", "chưa thăm",
     "ai chua tham"],
)  # fmt: skip
async def test_a_member_asks_which_households_are_left(an: Chat, said: str) -> None:
    assert "Cần thăm" in await an.say(said)


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("danh sach ho chua tham", "Hộ chưa thăm"),
        ("ai chua di tham", "cần hỗ trợ"),
        ("toi phai tham nha nao", "chưa được phân công hộ nào"),
    ],
)
async def test_a_secretary_asks_it_of_the_cell(binh: Chat, said: str, shown: str) -> None:
    assert shown.lower() in (await binh.say(said)).lower()


async def test_whether_it_was_saved_is_told_by_the_last_report(an: Chat) -> None:
    await an.say("/tham 3, hom nay, bt")
    assert "Số 3 · Danh Sóc" in await an.say("đã lưu chưa?")


async def test_the_concerns_are_asked_for_in_a_sentence(an: Chat) -> None:
    shown = await an.say("pa")
    assert await an.say("cac phan anh cua toi") != reason(Reason.NOT_UNDERSTOOD)
    assert await an.say("danh sách phản ánh") == shown


async def test_what_a_sentence_asks_for_is_only_what_the_role_may_see(dung: Chat) -> None:
    assert "chưa hiểu" in await dung.say("da luu chua")


async def test_an_answer_to_an_open_question_asks_for_nothing(an: Chat) -> None:
    await an.say("/phananh 3")
    await an.say("1")
    await an.say("1")
    assert "“không biết làm sao”" in await an.say("không biết làm sao")


@pytest.mark.parametrize("said", ["thoát", "dừng lại", "không làm nữa"])
async def test_where_nothing_is_open_nothing_can_be_left(an: Chat, said: str) -> None:
    assert (await an.say(said)).startswith(reason(Reason.NOTHING_OPEN))


async def test_the_words_for_one_household_offer_what_can_be_done_for_it(an: Chat) -> None:
    assert "Số 2 · Tư Hạnh" in await an.say("bà tư hạnh")
    assert [label.split(" Số")[0] for label in an.labels] == [
        "Ghi thăm", "Ghi phản ánh của", "Xem hộ này", "Về trang chính",
    ]  # fmt: skip
    assert "Tư Hạnh" in await an.tap("Xem hộ này")


@pytest.mark.parametrize("button", ["Ghi thăm", "Ghi phản ánh"])
async def test_a_household_that_was_named_is_not_asked_for_again(an: Chat, button: str) -> None:
    await an.say("bà tư hạnh")
    answer = await an.tap(button)
    assert "Tư Hạnh" in answer
    assert not any("Ba Lành" in label for label in an.labels)


async def test_a_household_of_another_member_is_not_offered(an: Chat) -> None:
    assert "Năm Rô" not in await an.say("ông năm rô")
    assert not any("Năm Rô" in label for label in an.labels)


async def test_who_visits_nobody_is_offered_no_household(dung: Chat) -> None:
    assert "chưa hiểu" in await dung.say("bà tư hạnh")


@pytest.mark.parametrize("name", ["An", "Dũng", "Én"])
async def test_what_sounds_like_a_complaint_is_asked_about(name: str, world: World) -> None:
    chat = Chat(world, name)
    await chat.say(COMPLAINT)
    assert chat.labels[:2] == ["Tố cáo, khiếu nại: xem nơi gửi đơn", "Phản ánh thường"]


@pytest.mark.parametrize("way_out", ["1", "Tố cáo", "hủy", "/huy", "/moi /menu"])
async def test_a_complaint_leaves_no_word_behind(an: Chat, world: World, way_out: str) -> None:
    await an.say(COMPLAINT)
    await an.say(way_out)
    assert not await _stored(world, "ăn chặn")


async def test_a_complaint_is_told_where_to_go(an: Chat) -> None:
    await an.say(COMPLAINT)
    assert "Trụ sở tiếp công dân" in await an.tap("Tố cáo")


async def test_a_complaint_too_long_for_any_form_is_kept_nowhere(an: Chat, world: World) -> None:
    assert "Trụ sở tiếp công dân" in await an.say(f"{COMPLAINT} {'và nữa ' * 2000}")
    assert not await _stored(world, "ăn chặn")


async def test_a_sentence_that_is_too_long_is_said_to_be_too_long(an: Chat) -> None:
    assert "dài quá 2000" in await an.say("đường vào xóm bị ngập nước " * 100)


async def test_an_ordinary_concern_goes_on_with_its_words(an: Chat) -> None:
    await an.say(COMPLAINT)
    await an.tap("Phản ánh thường")
    await an.say("2")  # whose
    await an.say("1")  # of which kind
    assert "ăn chặn" in await an.say("1")  # about what; then it is shown back


async def test_who_records_no_concerns_is_brought_back_to_the_menu(dung: Chat) -> None:
    await dung.say(COMPLAINT)
    assert "chưa hiểu" in await dung.tap("Phản ánh thường")


async def _stored(world: World, words: str) -> bool:
    """Whether a raw message still holds the words."""
    async with world.store.reading() as session:
        bodies = await session.scalars(select(InboxRow.raw))
        escaped = words.encode("unicode_escape")
        return any(words.encode() in raw or escaped in raw for raw in bodies if raw is not None)


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("Cảm ơn đồng chí", "Cảm ơn đồng chí."),
        ("chao", "Chào đồng chí."),
        ("0", "Hiện không có việc nào đang ghi dở."),
        ("dạ", "Hiện không có việc nào đang ghi dở."),
    ],
)
async def test_politeness_is_not_called_something_that_was_not_understood(
    an: Chat, said: str, answer: str
) -> None:
    assert (await an.say(said)).splitlines()[0] == answer


def test_what_a_secretary_opens_is_named_for_the_whole_cell() -> None:
    labels = [one.label for one in menus.menu(holding(Role.MEMBER, Role.CELL_SECRETARY)).choices]
    assert "Xem hộ trong chi bộ" in labels
    assert "Xem hộ của tôi" not in labels
