"""What is open stays open: after a sticker, words nobody understands, an old label."""

from dataclasses import replace

import pytest

from bot.domain.pace import ANY_ANSWERED, SAME_ANSWERED, UNCLEAR_FOR
from bot.domain.refusals import Reason
from bot.messages import Choice, Incoming, Outgoing, Urgency
from bot.texts import menus
from bot.texts.forms import NO_FILE_HERE, in_short
from bot.texts.refusals import reason
from storage import outbox
from tests.chat import Chat, World
from tests.conversations.test_this_month import met
from tests.forge_photos import jpeg
from tests.village import Village

pytestmark = pytest.mark.parametrize("engine", ["sqlite"])
NOISE = {
    "a sticker": ({"unreadable": True}, reason(Reason.UNREADABLE)),
    "a voice": ({"voice": True}, reason(Reason.VOICE)),
}


@pytest.fixture
def an(world: World) -> Chat:
    return Chat(world, "An", buttons=False)


@pytest.fixture
def binh(world: World) -> Chat:
    return Chat(world, "Bình", buttons=False)


async def noise(chat: Chat, **kind: bool) -> str:
    said = Incoming(chat.address, "", chat.world.now, buttons=False)
    return await chat._do(replace(said, **kind))  # type: ignore[arg-type]


async def pushed(world: World, chat: Chat, *choices: Choice, numbered: bool = True) -> None:
    async with world.store.begin() as session:
        letter = Outgoing("Có tin.", choices, urgency=Urgency.URGENT, numbered=numbered)
        await outbox.put(session, chat.address, letter, world.now)
    await chat.listen()
    world.later(minutes=1)


# --- One numbering on a screen --------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["3", "3.", "số 3", "so 3", "３", "(3)", "#3"])
async def test_a_number_below_the_months_households_is_a_households(an: Chat, typed: str) -> None:
    assert "Số 3 · Danh Sóc" in await an.say("thangnay")
    assert not an.heard.numbered
    assert "Danh Sóc" in await an.say(typed)
    assert "Đã ghi nhận" in await an.say("bt")


async def test_its_other_lines_are_typed(an: Chat) -> None:
    await an.say("thangnay")
    assert "Tháng 10" in await an.say("xem thang truoc")


async def test_where_no_household_is_named_the_lines_have_numbers(
    an: Chat, world: World, village: Village
) -> None:
    for code in ("H001", "H002", "H003", "H004"):
        await met(world, village, code)
    await an.say("thangnay")
    assert an.heard.numbered
    assert "Tháng 10" in await an.say("2")


@pytest.mark.parametrize("typed", ["3", "3.", "số 3", "３"])
async def test_a_number_in_the_book_is_a_households_however_it_is_typed(
    an: Chat, typed: str
) -> None:
    await an.say("hodan")
    assert "Danh Sóc\nTổ 5" in await an.say(typed)


async def test_a_secretary_reads_codes_beside_the_numbers_of_the_list(
    binh: Chat, world: World, village: Village
) -> None:
    """In each member's book there is a number 1."""
    await binh.say("/tonghop 11 chuatham")
    assert binh.labels[0].startswith("H001 · ")
    assert "H002 · Tư Hạnh" in await binh.say("2")


# --- After a no, the question stands there --------------------------------------------------------


async def test_a_no_repeats_the_question_with_its_household_in_one_message(an: Chat) -> None:
    await an.say("phananh 3")
    await an.say("1")
    asked, before = an.heard.text, len(an.letters)
    said = await an.say("xyz")
    assert said.startswith(reason(Reason.CHOOSE_ONE))
    assert said.endswith(in_short(asked))
    assert an.labels[0].startswith("Giao thông")
    assert len(an.letters) == before + 1


async def test_where_a_visit_is_told_at_once_the_household_is_named_again(an: Chat) -> None:
    await an.say("tham 3")
    assert "Số 3 · Danh Sóc" in await an.say("32/13")


async def test_words_that_mean_nothing_leave_what_is_asked_of_a_visit(an: Chat) -> None:
    await an.say("tham 3")
    assert "Thăm ngày nào" in await an.say("32/13")


async def test_of_a_long_list_its_name_is_repeated_and_no_odd_line(an: Chat) -> None:
    await an.say("thangnay")
    first = an.heard.text.split("\n")[0]
    assert an.heard.text.count("\n") >= 4
    assert await an.say("xyz qrs") == f"{reason(Reason.NOT_UNDERSTOOD)}\n{first}"


# --- Stickers, voices, photos ---------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "words"), NOISE.values(), ids=NOISE)
async def test_noise_leaves_a_question_open(an: Chat, kind: dict[str, bool], words: str) -> None:
    await an.say("phananh 2")
    asked, labels = an.heard.text, an.labels
    assert await noise(an, **kind) == f"{words}\n{asked}"
    assert an.labels == labels
    assert "lĩnh vực" in (await an.say("1")).lower()


@pytest.mark.parametrize(("kind", "words"), NOISE.values(), ids=NOISE)
@pytest.mark.parametrize(
    ("list_", "number", "opens"),
    [
        pytest.param("hodan", "3", "Danh Sóc\nTổ 5", id="the book"),
        pytest.param("thangnay", "3", "Danh Sóc", id="the month"),
        pytest.param("menu", "5", "Cần thăm", id="the menu"),
    ],
)
async def test_noise_shows_a_list_again(
    an: Chat, kind: dict[str, bool], words: str, list_: str, number: str, opens: str
) -> None:
    await an.say(list_)
    labels = an.labels
    assert (await noise(an, **kind)).startswith(words)
    assert an.labels == labels
    assert opens in await an.say(number)


async def test_what_cannot_be_shown_again_can_still_be_chosen(an: Chat) -> None:
    await an.say("/tham 1, hom nay, bt")
    first = an.labels[0]
    for _ in range(2):
        assert (await noise(an, unreadable=True)).endswith(menus.STILL_GOOD)
    assert first == "Thăm hộ tiếp theo"
    assert "hộ nào" in await an.say("1")


async def test_a_list_older_than_a_day_is_not_made_younger_by_a_sticker(
    an: Chat, world: World
) -> None:
    await an.say("/tham 1, hom nay, bt")
    world.later(hours=25)
    await noise(an, unreadable=True)
    assert menus.CHOOSE in an.heard.text


async def test_a_letter_that_came_by_itself_stays_the_newest_menu(an: Chat, world: World) -> None:
    await an.say("hodan")
    await pushed(world, an, Choice("Xem việc tháng này", "/thangnay"))
    await noise(an, unreadable=True)
    assert an.labels[0] == "Xem việc tháng này"
    assert "Cần thăm" in await an.say("1")


async def test_below_a_letter_that_numbers_households_a_number_is_a_households(
    an: Chat, world: World
) -> None:
    await an.say("menu")
    await pushed(world, an, Choice("Ghi thăm số 3 · Danh Sóc", "/thamho 3"), numbered=False)
    assert "Tư Hạnh" in await an.say("số 2")


async def test_a_no_below_a_letter_leaves_its_menu_and_not_the_older_one(
    an: Chat, world: World
) -> None:
    await an.say("menu")
    await pushed(world, an, Choice("Xem việc tháng này", "/thangnay"))
    assert await an.say("ho 99") == reason(Reason.NOT_FOUND)
    assert "Cần thăm" in await an.say("1"), "and no visit is begun"


async def test_a_photo_that_no_question_asks_for_leaves_it_open(an: Chat) -> None:
    await an.say("thaydoi 2")
    asked = an.heard.text
    assert await an.send_file("a.jpg", jpeg(), "image/jpeg") == f"{NO_FILE_HERE}\n{asked}"
    assert NO_FILE_HERE not in await an.say("1")


async def test_a_photo_below_a_list_leaves_the_list(an: Chat) -> None:
    await an.say("hodan")
    assert menus.FILE_FOR_WHAT in await an.send_file("a.jpg", jpeg(), "image/jpeg")
    assert "Danh Sóc\nTổ 5" in await an.say("3")


# --- Labels and numbers of an older menu ----------------------------------------------------------


@pytest.mark.parametrize("typed", ["Ghi phản ánh", "ghi phan anh", "GHI PHẢN ÁNH"])
async def test_a_line_of_the_menu_is_understood_below_any_list(an: Chat, typed: str) -> None:
    await an.say("menu")
    await an.say("thangnay")
    assert "hộ nào" in await an.say(typed)


async def test_another_old_label_does_nothing_and_shows_the_newest_list(an: Chat) -> None:
    await an.say("thangnay")
    await an.say("hodan")
    labels = an.labels
    assert reason(Reason.NOT_UNDERSTOOD) in await an.say("Xem tháng trước")
    assert an.labels == labels
    assert "Danh Sóc\nTổ 5" in await an.say("3")


async def test_a_label_of_an_older_question_gets_the_open_one(an: Chat) -> None:
    await an.say("phananh 2")
    await an.say("Phản ánh")
    asked = an.heard.text
    assert (await an.say("Biểu dương")).endswith(in_short(asked))


# --- What comes to nothing again and again --------------------------------------------------------


async def test_the_menu_is_repeated_once_and_then_only_what_always_works(an: Chat) -> None:
    await an.say("hodan")
    labels = an.labels
    await an.say("lung tung beng")
    assert an.labels == labels
    assert await an.say("lung tung beng nua") == menus.STILL_UNCLEAR
    assert "Danh Sóc\nTổ 5" in await an.say("3"), "the list is still good"
    assert reason(Reason.NOT_UNDERSTOOD) in await an.say("lung tung beng")


async def test_a_telephone_that_replies_by_itself_is_not_answered_for_ever(
    an: Chat, world: World
) -> None:
    before = len(an.letters)
    for _ in range(12):
        await an.say("Hiện tôi đang bận, sẽ trả lời sau xyz")
        world.later(seconds=20)
    assert len(an.letters) - before == SAME_ANSWERED
    assert menus.CHOOSE in await an.say("menu")
    world.later(seconds=UNCLEAR_FOR + 1)
    assert await an.say("Hiện tôi đang bận, sẽ trả lời sau xyz")


async def test_nor_is_one_that_says_something_else_each_time(an: Chat, world: World) -> None:
    before = len(an.letters)
    for n in range(ANY_ANSWERED + 4):
        await an.say(f"zzz{chr(97 + n)} qqq")
        world.later(seconds=20)
    assert len(an.letters) - before == ANY_ANSWERED


async def test_what_is_typed_after_the_silence_is_heard(an: Chat, world: World) -> None:
    await an.say("phananh 2")
    for _ in range(SAME_ANSWERED + 2):
        await an.say("zzz qqq")
    assert "lĩnh vực" in (await an.say("1")).lower()
