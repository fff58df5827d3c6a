"""Any text at any moment: what every form does, shown on the visit."""

from dataclasses import replace
from datetime import datetime
from itertools import count as count_from

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from bot.domain.refusals import Reason
from bot.messages import Incoming, encoded
from bot.texts.refusals import reason
from handlers.respond import respond
from storage import inbox
from storage.inbox import Arrived
from storage.tables import Draft, InboxRow, LinkedAddress, Visit
from tests.chat import ACCOUNT, Chat, World, everything_handled, setting
from tests.village import Village


async def count(world: World) -> int:
    async with world.store.reading() as session:
        return await session.scalar(select(func.count()).select_from(Visit)) or 0


async def test_back_goes_one_question_back(an: Chat) -> None:
    await an.say("/tham 1, hôm nay")
    assert "thăm ngày nào" in await an.tap("Quay lại")
    assert "hộ nào" in await an.say("lui")
    assert "bước đầu tiên" in await an.say("quay lai")


@pytest.mark.parametrize("word", ["/huy", "huy", "Hủy", "0", "HỦY"])
async def test_a_form_can_be_left_at_any_question(an: Chat, world: World, word: str) -> None:
    await an.say("/tham 1, hôm nay")
    assert "Chưa ghi gì" in await an.say(word)
    assert await count(world) == 0


async def test_a_form_waits_for_days_and_goes_on(an: Chat, world: World) -> None:
    await an.say("/tham 1")
    world.later(days=5)
    assert "Kết quả" in await an.say("hôm qua")


async def test_a_form_waits_while_something_else_is_looked_up(an: Chat) -> None:
    await an.say("/tham 1, hôm nay")
    other = await an.say("/huongdan")
    assert "Còn ghi dở: Thăm hộ" in other
    assert "Kết quả" in await an.say("tiep")


async def test_a_second_form_asks_what_becomes_of_the_first(an: Chat) -> None:
    await an.say("/tham 1, hôm nay")
    assert "đang ghi dở" in await an.say("/phananh")
    assert "Kết quả" in await an.tap("Ghi tiếp")
    await an.say("/phananh")
    await an.tap("Bỏ, làm việc mới")
    assert "Còn ghi dở" not in an.heard.text
    assert "Kết quả" not in an.heard.text


async def test_a_form_without_answers_gives_way_at_once(an: Chat) -> None:
    await an.say("/tham")
    assert "đang ghi dở" not in await an.say("/phananh")


async def test_a_wrong_answer_is_asked_again_and_nothing_is_lost(an: Chat) -> None:
    await an.say("/tham 1")
    assert (await an.say("lung tung")).startswith(reason(Reason.NOT_A_DATE))
    assert an.labels[:3] == ["Hôm nay", "Hôm qua", "Hôm kia"]
    assert "Số 1 · Ba Lành, hôm qua" in await an.say("2")


@pytest.mark.parametrize("typed", ["2", "2.", "số 2", "２", "(2)", "hôm qua", "HOM QUA", "Hôm qua"])
async def test_a_choice_is_typed_the_way_people_type(an: Chat, typed: str) -> None:
    await an.say("/tham 1")
    assert "hôm qua" in await an.say(typed)


async def test_a_stale_button_gets_the_current_question_again(an: Chat, world: World) -> None:
    await an.say("/tham")
    old, letter = an.button("Số 1"), an.heard
    await an.tap("Số 2")
    again = await an.press(old, letter)
    assert "Số 2 · Tư Hạnh" in again
    assert "thăm ngày nào" in again
    assert await count(world) == 0


async def test_a_button_of_somebody_else_does_nothing(an: Chat, cuc: Chat, world: World) -> None:
    await an.say("/tham 1, hôm nay")
    await cuc.say("/tham")
    stolen = await cuc.press(an.button("Tại nhà: ổn định"), an.heard)
    assert "hộ nào" in stolen
    assert await count(world) == 0


@pytest.mark.parametrize(
    "forged", ["", "00000000.0", "zzzzzzzz.99", "/khongco", "/viec", "x" * 64, "00000000.cancel"]
)
async def test_a_forged_button_does_nothing(an: Chat, world: World, forged: str) -> None:
    from bot.messages import Choice

    await an.say("/tham 1, hôm nay")
    await an.press(Choice("x", forged), an.heard)
    assert await count(world) == 0
    assert "Kết quả" in await an.say("tiep")


async def test_choosing_several_and_unchoosing_one(an: Chat, world: World) -> None:
    await an.say("/tham 1, hôm nay, 2")
    await an.tap("Hướng dẫn vay vốn")
    await an.tap("Hướng dẫn làm ăn")
    await an.tap("✓ Hướng dẫn vay vốn")
    await an.tap("Xem thêm")
    await an.tap("Vệ sinh môi trường")
    await an.say("lưu")
    async with world.store.reading() as session:
        (visit,) = await session.scalars(select(Visit))
    assert visit.topics == ["LIVELIHOOD", "ENVIRONMENT"]


async def test_several_choices_are_typed_together(an: Chat, world: World) -> None:
    await an.say("/tham 1, hôm nay, 2")
    await an.say("3 5")
    await an.tap("Lưu")
    async with world.store.reading() as session:
        (visit,) = await session.scalars(select(Visit))
    assert len(visit.topics) == 2


async def test_what_fits_of_several_answers_is_kept(an: Chat) -> None:
    await an.say("/tham")
    said = await an.say("1; ngày mai; 1")
    assert "Phần trước đã nhận" in said
    assert "“ngày mai”" in said
    assert "Số 1 · Ba Lành" in said


@pytest.mark.parametrize(
    "word", ["thamho", "Thăm hộ", "THAM HO", "/thamho", "/Thăm hộ", "/tham", "baocao", "/THAM"]
)
async def test_a_command_is_understood_however_it_is_written(an: Chat, word: str) -> None:
    assert "hộ nào" in await an.say(word)


async def test_a_word_inside_a_sentence_is_no_command(an: Chat) -> None:
    assert "hộ nào?" not in await an.say("Tôi đi thăm bà con hôm qua")


@pytest.mark.parametrize(
    ("command", "whose"),
    [
        ("/viec", "bí thư chi bộ hoặc văn phòng Đảng ủy"),
        ("viec", "bí thư chi bộ hoặc văn phòng Đảng ủy"),
        ("/phancong", "bí thư chi bộ"),
        ("/phancong Bình", "bí thư chi bộ"),
        ("/nhapdanhsach", "văn phòng Đảng ủy"),
        ("Cấp mã", "văn phòng Đảng ủy"),
    ],
)
async def test_a_command_of_another_role_is_said_to_be_theirs(
    an: Chat, command: str, whose: str
) -> None:
    assert await an.say(command) == f"Việc này do {whose} làm.\nĐồng chí chọn việc:"


async def test_what_only_begins_like_a_command_of_others_is_read_as_a_sentence(
    an: Chat, en: Chat
) -> None:
    for chat, typed in ((an, "phân công ai xuống"), (en, "hộ này xin vay vốn")):
        assert reason(Reason.NOT_UNDERSTOOD) in await chat.say(typed)


@given(text=st.text(min_size=1, max_size=60))
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
async def test_any_text_at_any_question_gets_an_answer(an: Chat, world: World, text: str) -> None:
    for opening in ("/huy", "/tham", "1", "hôm nay"):
        await an.say(opening)
        await an.say(text)
    world.later(minutes=1)  # one person after the other, not a flood
    assert an.heard.text
    async with world.store.reading() as session:
        assert not list(await session.scalars(select(InboxRow).where(InboxRow.attempts > 0)))


async def test_a_message_that_fails_five_times_is_set_aside_with_a_word(
    an: Chat, world: World
) -> None:
    await an.say("/tham 1, hôm nay")
    async with world.store.begin() as session:
        draft = (await session.scalars(select(Draft))).one()
        draft.state = {**draft.state, "answers": {"household": "no number", "kept": None}}
    assert await an.say("hôm qua") == ""
    for _ in range(4):
        world.later(minutes=3)
        await everything_handled(world)
    (letter,) = await an.listen()
    assert "chưa được ghi" in letter.text
    assert "number" not in letter.text
    assert "hộ nào" in await an.say("/moi tham"), "the next message goes on"


async def test_so_is_one_that_fails_while_it_is_told_no(an: Chat, world: World) -> None:
    whole, reads = setting(), count_from(1)

    def broken(account: str, event_id: str, raw: bytes, at: datetime) -> Incoming | None:
        if next(reads) % 2 == 0:  # once more, for the no
            raise RuntimeError
        return whole.readers[ACCOUNT](account, event_id, raw, at)

    arrived = Arrived("e", an.name, encoded(Incoming(an.address, "e", world.now, text="zzz qqq")))
    async with world.store.begin() as session:
        await inbox.keep(session, *ACCOUNT, [arrived], world.now)
    for _ in range(5):
        await respond(world.store, replace(whole, readers={ACCOUNT: broken}), world.now)
        world.later(minutes=3)
    (letter,) = await an.listen()
    assert "chưa được ghi" in letter.text


async def test_a_word_that_ends_choosing_is_no_answer_to_another_question(an: Chat) -> None:
    await an.say("/tham 1, hôm nay")
    assert (await an.say("xong")).startswith(reason(Reason.CHOOSE_ONE))
    assert "Đã ghi nhận" in await an.say("1")


async def test_words_said_after_something_else_do_not_slip_into_the_form(
    an: Chat, world: World
) -> None:
    await an.say("/tham 1, hôm nay, 2")
    await an.tap("Ghi thêm")
    await an.tap("Ghi chú")
    await an.say("/phananh")
    assert "Đồng chí đang ghi dở: Thăm hộ" in await an.say("không nêu hộ nào")
    await an.say("đã sửa xong mái nhà")
    await an.tap("Lưu")
    async with world.store.reading() as session:
        (visit,) = await session.scalars(select(Visit))
    assert visit.note == "đã sửa xong mái nhà"


async def test_a_command_that_is_not_there_is_no_answer(an: Chat) -> None:
    await an.say("/tham")
    assert (await an.say("/tongket")).startswith(reason(Reason.NO_SUCH_COMMAND))
    assert "Việc này do bí thư chi bộ" in await an.say("/tonghop")
    assert "thăm ngày nào" in await an.say("1")


async def test_an_identity_number_is_asked_about_and_kept_nowhere(an: Chat, world: World) -> None:
    await an.say("/tham 1, hôm nay, 2")
    await an.tap("Ghi thêm")
    await an.tap("Ghi chú")
    assert "không cần ghi điều này" in await an.say("anh Nam, căn cước 079123456789")
    async with world.store.reading() as session:
        raws = [row.raw for row in await session.scalars(select(InboxRow))]
    assert not any(raw is not None and b"079123456789" in raw for raw in raws)


async def test_the_last_page_leads_back_to_the_first(an: Chat) -> None:
    await an.say("/tham 1, hôm nay, 2")
    await an.tap("Xem thêm")
    await an.tap("Về đầu danh sách")
    assert "Thăm hỏi, tặng quà" in an.labels


async def test_who_writes_again_is_reached_again(an: Chat, world: World, village: Village) -> None:
    async with world.store.begin() as session:
        row = (
            await session.scalars(
                select(LinkedAddress).where(LinkedAddress.person_id == village.people["An"])
            )
        ).one()
        row.gone_at = world.now
    await an.say("menu")
    async with world.store.reading() as session:
        assert (await session.get_one(LinkedAddress, row.id)).gone_at is None


def test_the_way_in_of_the_tests_knows_the_terminal_only() -> None:
    assert set(setting().readers) == {("console", "demo")}
