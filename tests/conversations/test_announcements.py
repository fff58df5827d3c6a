"""Reading announcements, passing them on to households, and asking about them."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.domain.refusals import Reason
from bot.texts.guarding import asks_otherwise
from bot.texts.refusals import reason
from storage.tables import (
    AnnouncementQuestion,
    Assignment,
    AuditRow,
    LinkedAddress,
    PassedOn,
    Person,
    Receipt,
)
from tests.announcements import WORDS, gone_out, heard_by, sent
from tests.chat import Chat, World
from tests.village import Village

NOT_FOUND = reason(Reason.NOT_FOUND)
DONE_ALREADY = reason(Reason.MOVE_NOT_ALLOWED)


# --- Reading ---------------------------------------------------------------------------------


async def test_the_latest_stands_first_and_what_is_unread_is_marked(
    en: Chat, an: Chat, world: World
) -> None:
    for place in range(8):
        await sent(en, f"Thông báo số {place}", to="Đảng viên các")
        world.later(minutes=10)
    await an.listen()
    assert "Có 8 thông báo, 8 thông báo chưa xem" in await an.say("thông báo")
    assert an.labels[0] == "● hôm nay · Thông báo số 7"
    assert an.labels[6:] == ["Xem thêm", "Về trang chính"]
    await an.tap("Xem thêm")
    assert an.labels == [
        "● hôm nay · Thông báo số 1", "● hôm nay · Thông báo số 0", "Về trang chính",
    ]  # fmt: skip
    await an.tap("● hôm nay · Thông báo số 0")
    await an.tap("Đã nắm nội dung")
    assert "7 thông báo chưa xem" in await an.say("/thongbao")
    await an.say("/thongbao trang 2")
    assert an.labels[1] == "hôm nay · Thông báo số 0"


async def test_having_read_is_noted_once(an: Chat, en: Chat, world: World) -> None:
    number = await sent(en)
    await an.listen()
    letter, button = an.heard, an.button("Đã nắm")
    assert "đã nắm nội dung" in await an.press(button, letter)
    world.later(minutes=5)
    assert "đã nắm nội dung" in await an.press(button, letter)
    async with world.store.reading() as session:
        person = await session.scalar(select(Person.id).where(Person.code == "DV-An"))
        receipt = await session.get_one(Receipt, (number, person))
        assert receipt.read_at == world.now - timedelta(minutes=5)
        reads = await session.scalars(select(AuditRow).where(AuditRow.action == "read"))
        assert len(list(reads)) == 1


async def test_what_came_to_another_cell_is_not_there(binh: Chat, world: World) -> None:
    number = await sent(binh, where=(), to="Cả chi bộ")
    for who in ("Cúc", "Dũng", "Én", "Lâm", "Khoa", "Oanh", "Phúc"):
        other = Chat(world, who)
        for verb in ("", " danam", " ketqua", " chuanhan", " dienthoai", " guilai", " tep"):
            await other.say(
                "menu"
            )  # who is told ten times in a row that there is nothing, is told no more
            absent = await other.say(f"/thongbao 99999{verb}")
            assert await other.say(f"/thongbao {number}{verb}") == absent == NOT_FOUND
        assert await other.say(f"/hoithongbao {number}") == NOT_FOUND
        assert WORDS not in await other.say("/thongbao")


async def test_who_links_later_reads_what_was_sent_before(en: Chat, an: Chat, world: World) -> None:
    async with world.store.begin() as session:
        await session.execute(
            update(LinkedAddress).where(LinkedAddress.external_id == "An").values(person_id=None)
        )
    number = await sent(en)
    async with world.store.begin() as session:
        person = select(Person.id).where(Person.code == "DV-An").scalar_subquery()
        await session.execute(
            update(LinkedAddress).where(LinkedAddress.external_id == "An").values(person_id=person)
        )
    assert WORDS in await an.say(f"/thongbao {number}")
    assert "đã nắm" in await an.tap("Đã nắm")


@pytest.mark.parametrize("typed", ["/thongbao abc", "/thongbao 12 xyz", "/thongbao 99999999999"])
async def test_what_nobody_sent_is_not_there(an: Chat, typed: str) -> None:
    assert await an.say(typed) == NOT_FOUND


# --- Passing on ------------------------------------------------------------------------------


async def test_a_member_ticks_the_households_that_were_told(
    en: Chat, an: Chat, world: World, village: Village
) -> None:
    number = await sent(en)
    await an.listen()
    assert "4 hộ" in await an.tap("Đã nắm")
    await an.tap("Chọn hộ đã phổ biến")
    assert (await an.tap("Xong")).startswith(reason(Reason.CHOOSE_ONE))
    assert "Còn 2 hộ" in await an.say("1, 3")
    await an.tap("Chọn hộ đã phổ biến")
    assert [label for label in an.labels if label.startswith("Số 1")] == []
    await an.tap("Số 2")
    await an.tap("Số 4")
    assert "Đã đủ các hộ" in await an.tap("Xong")
    assert "đủ các hộ" in await an.say(f"/phobien {number}")
    async with world.store.reading() as session:
        told = set(await session.scalars(select(PassedOn.household_id)))
        receipt = await session.get_one(Receipt, (number, village.people["An"]))
    assert told == {village.households[f"H00{place}"] for place in (1, 2, 3, 4)}
    assert receipt.passed_on_at == world.now


async def test_all_households_are_told_with_one_tap(en: Chat, an: Chat) -> None:
    await sent(en)
    await an.listen()
    await an.tap("Đã nắm")
    assert "phổ biến đến 4 hộ" in await an.tap("Đã phổ biến đủ")


async def test_who_has_no_household_has_nothing_left_to_pass_on(
    en: Chat, giang: Chat, world: World, village: Village
) -> None:
    number = await sent(en)
    await giang.listen()
    assert "phổ biến" not in await giang.tap("Đã nắm")
    assert "Chọn hộ đã phổ biến" not in giang.labels
    async with world.store.reading() as session:
        receipt = await session.get_one(Receipt, (number, village.people["Giang"]))
    assert receipt.passed_on_at == world.now


async def test_passing_on_never_comes_before_reading(en: Chat, an: Chat, world: World) -> None:
    number = await sent(en)
    await an.listen()
    for line in (f"/phobien {number}", f"/phobien {number} het"):
        assert "Đã nắm nội dung" in await an.say(line)
    async with world.store.reading() as session:
        assert list(await session.scalars(select(PassedOn.household_id))) == []


@pytest.mark.parametrize("typed", ["9", "1 9", "H005", "Năm Rô"])
async def test_only_own_households_can_be_told(en: Chat, an: Chat, typed: str) -> None:
    await sent(en)
    await an.listen()
    await an.tap("Đã nắm")
    await an.tap("Chọn hộ đã phổ biến")
    assert (await an.say(typed)).startswith(NOT_FOUND)
    assert "Còn 3 hộ" in await an.say("1")


async def test_a_household_handed_over_meanwhile_is_not_told_by_who_had_it(
    en: Chat, an: Chat, world: World, village: Village
) -> None:
    await sent(en)
    await an.listen()
    await an.tap("Đã nắm")
    await an.tap("Chọn hộ đã phổ biến")
    await an.tap("Số 1")
    async with world.store.begin() as session:
        await session.execute(
            update(Assignment)
            .where(Assignment.household_id == village.households["H001"])
            .values(until=world.now.date())
        )
    assert (await an.tap("Xong")).startswith(NOT_FOUND)
    async with world.store.reading() as session:
        assert list(await session.scalars(select(PassedOn.household_id))) == []


# --- Questions -------------------------------------------------------------------------------


async def test_a_question_goes_to_the_author_and_the_answer_back(
    en: Chat, an: Chat, binh: Chat
) -> None:
    await sent(en)
    await an.listen()
    await an.tap("Hỏi lại")
    assert "Đã chuyển câu hỏi" in await an.say("Họp ở nhà văn hóa hay trường học?")
    await binh.listen()
    await en.listen()
    assert "Họp ở nhà văn hóa hay trường học?" in en.heard.text
    await en.tap("Trả lời")
    await en.say("Họp ở nhà văn hóa ấp 5.")
    assert "Đã gửi câu trả lời" in await en.tap("Chỉ người hỏi")
    await an.listen()
    assert "Trả lời: Họp ở nhà văn hóa ấp 5." in an.heard.text
    assert await heard_by(binh) == []


async def test_an_answer_may_go_to_all_without_naming_who_asked(
    en: Chat, an: Chat, binh: Chat, world: World
) -> None:
    await sent(en)
    await an.listen()
    await binh.listen()
    await an.tap("Hỏi lại")
    await an.say("Họp lúc mấy giờ?")
    await en.listen()
    await en.tap("Trả lời")
    await en.say("14 giờ.")
    assert "Mọi người" in await en.tap("Mọi người")
    assert await gone_out(world) == 9
    world.later(days=2)  # a day brings one push, and the next is a Sunday
    await binh.listen()
    assert binh.heard.text.startswith("Trả lời ngày 21/11/2026\nVề thông báo ngày 21/11/2026")
    assert "Hỏi: Họp lúc mấy giờ?\nTrả lời: 14 giờ." in binh.heard.text
    assert "An" not in binh.heard.text


async def test_a_question_is_answered_once(en: Chat, lam: Chat, an: Chat) -> None:
    await sent(en)
    await an.listen()
    await an.tap("Hỏi lại")
    await an.say("Họp lúc mấy giờ?")
    await en.listen()
    number = en.button("Trả lời").action.split()[-1]
    await lam.say(f"/hoithongbao traloi {number}")
    await lam.say("15 giờ")
    await en.tap("Trả lời")
    await en.say("14 giờ")
    await en.tap("Chỉ người hỏi")
    assert (await lam.tap("Chỉ người hỏi")).startswith(DONE_ALREADY)
    assert "Đã trả lời: 14 giờ" in await en.say(f"/hoithongbao traloi {number}")
    assert await an.say(f"/hoithongbao traloi {number}") == NOT_FOUND


async def test_when_the_author_has_left_another_of_the_office_is_asked(
    en: Chat, lam: Chat, an: Chat, world: World
) -> None:
    await sent(en, to="Đảng viên các")
    async with world.store.begin() as session:
        await session.execute(
            update(LinkedAddress).where(LinkedAddress.external_id == "Én").values(person_id=None)
        )
    await an.listen()
    await an.tap("Hỏi lại")
    await an.say("Họp lúc mấy giờ?")
    await lam.listen()
    assert "Họp lúc mấy giờ?" in lam.heard.text


async def test_the_author_finds_all_questions_unanswered_first(
    en: Chat, an: Chat, binh: Chat
) -> None:
    number = await sent(en)
    for chat, said in ((an, "Mang theo gì?"), (binh, "Họp ở đâu?")):
        await chat.say(f"/hoithongbao {number}")
        await chat.say(said)
    await en.say(f"/thongbao {number}")
    assert "2 câu hỏi, 2 câu chưa trả lời" in await en.tap("Xem câu hỏi")
    await en.tap("Chưa trả lời · Mang theo")
    await en.say("Không cần mang gì.")
    await en.tap("Chỉ người hỏi")
    assert "1 câu chưa trả lời" in await en.say(f"/hoithongbao {number} cauhoi")
    assert en.labels[0].startswith("Chưa trả lời · Họp ở đâu")


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("x" * 501, reason(Reason.TEXT_TOO_LONG).format(most=500)),
        ("Số của tôi là 079123456789", asks_otherwise("Số của tôi là").text),
    ],
    ids=["too long", "an identity number"],
)
async def test_a_question_that_cannot_be_kept_is_refused(
    en: Chat, an: Chat, world: World, said: str, answer: str
) -> None:
    number = await sent(en)
    await an.say(f"/hoithongbao {number}")
    assert (await an.say(said)).startswith(answer)
    async with world.store.reading() as session:
        assert list(await session.scalars(select(AnnouncementQuestion.id))) == []
    assert "Đã chuyển" in await an.say("Mấy giờ họp?")


async def test_a_denunciation_is_no_question(en: Chat, an: Chat, world: World) -> None:
    number = await sent(en)
    await an.say(f"/hoithongbao {number}")
    assert "tố cáo" in await an.say("Tôi tố cáo ông trưởng ấp ăn chặn tiền hỗ trợ")
    await an.tap("Tố cáo")
    async with world.store.reading() as session:
        assert list(await session.scalars(select(AnnouncementQuestion.id))) == []
