"""A concern as a member brings it, follows it, and carries its answer back to the household."""

from datetime import date

import pytest
from sqlalchemy import func, select

from bot.domain.concerns import (
    ConcernCategory,
    ConcernKind,
    ConcernLevel,
    ConcernStatus,
    ReporterVisibility,
)
from bot.domain.refusals import Reason
from bot.domain.vietnamese.text import clean
from bot.messages import LONGEST_TEXT, Choice
from bot.texts.refusals import reason
from storage.tables import (
    File,
    Visit,
)
from tests.chat import Chat, World
from tests.concerns import COMPLAINT, NOT_FOUND, concerns, in_the_database, links, raised
from tests.village import Village

S = ConcernStatus


# --- Recording ----------------------------------------------------------------------------------


async def test_an_ordinary_concern_takes_five_answers(
    an: Chat, world: World, village: Village
) -> None:
    await an.say("/phananh")
    await an.tap("Số 3")
    await an.tap("Phản ánh")
    await an.tap("Điện")
    read_back = await an.say("Đèn đường tổ 5 hư đã lâu")
    assert "Đèn đường tổ 5 hư đã lâu" in read_back
    receipt = await an.tap("Gửi luôn")
    assert "Đã ghi nhận, mã PA-05-202611-001" in receipt
    (concern,) = await concerns(world)
    assert (concern.kind, concern.category) == (ConcernKind.FEEDBACK, ConcernCategory.POWER)
    assert (concern.level, concern.status) == (ConcernLevel.NORMAL, S.NEW)
    assert concern.visibility is ReporterVisibility.HOUSEHOLD_ONLY
    assert concern.words == "Đèn đường tổ 5 hư đã lâu"
    assert [link.household_id for link in await links(world)] == [village.households["H003"]]


async def test_all_answers_fit_into_one_message(an: Chat, world: World) -> None:
    read_back = await an.say("/phananh 3")
    read_back = await an.say("phan anh, dien, Đèn hư, tối lắm")
    assert "Đèn hư, tối lắm" in read_back
    assert "Đã ghi nhận" in await an.say("gui luon")


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("3", ["H003"]),
        ("3 4", ["H003", "H004"]),
        ("3, 4", ["H003", "H004"]),
        ("so 1, 2 va 4", ["H001", "H002", "H004"]),
        ("ba lanh", ["H001"]),
        ("Bà Tư", ["H002"]),
        ("khong neu ho nao", []),
    ],
    ids=repr,
)
async def test_households_are_named_by_number_or_name_one_or_several(
    an: Chat, world: World, village: Village, typed: str, codes: list[str]
) -> None:
    await an.say("/phananh")
    for answer in (typed, "1", "dien", "Đèn hư", "1"):
        await an.say(answer)
    assert [link.household_id for link in await links(world)] == sorted(
        village.households[code] for code in codes
    )
    assert len(await concerns(world)) == 1


async def test_several_households_may_be_ticked_one_by_one(an: Chat, world: World) -> None:
    await an.say("/phananh")
    await an.tap("Nhiều hộ cùng nêu")
    assert (await an.tap("Xong")).startswith(reason(Reason.CHOOSE_ONE))
    for label in ("Số 1", "Số 2", "Số 4", "✓ Số 2", "Xong", "Kiến nghị", "Điện"):
        await an.tap(label)
    await an.say("Kéo thêm dây")
    assert "Đã ghi nhận" in await an.tap("Gửi luôn")
    assert len(await links(world)) == 2


async def test_words_after_the_command_name_the_household(an: Chat) -> None:
    assert "Tư Hạnh" in await an.say("/phananh tu hanh")
    await an.say("huy")
    assert "Số 3 · Danh Sóc; Số 4 · H'Hen Niê" in await an.say("/phananh 3 4")


async def test_a_household_that_is_not_found_is_asked_for(an: Chat, world: World) -> None:
    assert "Chưa tìm thấy hộ “Sáu Thảo”" in await an.say("/phananh Sáu Thảo")
    assert (await an.say("Năm Rô")).startswith(NOT_FOUND)
    assert "Danh Sóc" in await an.say("3")


async def test_names_that_several_households_bear_are_offered(
    an: Chat, world: World, village: Village
) -> None:
    assert "gần giống" in await an.say("/phananh tổ 5")
    assert {"Số 3 · Danh Sóc", "Số 4 · H'Hen Niê"} <= {
        " · ".join(label.split(" – ")[0].split(" · ")[:2]) for label in an.labels
    }
    assert "H'Hen Niê" in await an.tap("Số 4")


async def test_a_member_without_households_may_still_bring_a_concern(
    binh: Chat, world: World
) -> None:
    assert "Không nêu hộ" in await binh.say("/phananh")
    for answer in ("1", "dien", "Đèn hư", "1"):
        await binh.say(answer)
    (concern,) = await concerns(world)
    assert concern.code == "PA-05-202611-001"


async def test_a_category_on_a_later_page_is_found_by_its_name(an: Chat, world: World) -> None:
    await an.say("/phananh 1")
    await an.tap("Hỏi đáp")
    assert len(an.heard.choices) == 9
    await an.tap("Xem thêm")
    await an.tap("Xem thêm")
    assert "Viễn thông, sóng, internet" in an.labels
    await an.say("thủ tục hành chính")
    await an.say("Làm giấy khai sinh ở đâu?")
    await an.tap("Gửi luôn")
    (concern,) = await concerns(world)
    assert concern.category is ConcernCategory.ADMIN_PROC
    assert concern.kind is ConcernKind.QUESTION


async def test_a_concern_recorded_after_a_visit_belongs_to_it(an: Chat, world: World) -> None:
    await an.say("/tham 1, hôm qua, 1")
    await an.tap("Ghi phản ánh")
    for answer in ("1", "dien", "Đèn hư", "1"):
        await an.say(answer)
    (concern,) = await concerns(world)
    assert concern.raised_on == date(2026, 11, 20)
    async with world.store.reading() as session:
        visit = await session.scalar(select(Visit.id))
    assert concern.visit_id == visit


async def test_an_urgent_concern_reaches_the_secretary_at_once_even_at_night(
    an: Chat, binh: Chat, dung: Chat, world: World
) -> None:
    world.later(hours=15)
    await an.say("/phananh 1")
    for answer in ("1", "thien tai", "Nước vào nhà"):
        await an.say(answer)
    assert "113, 114 hoặc 115" in await an.tap("Khẩn cấp")
    assert "Đã báo ngay đồng chí bí thư" in await an.tap("Gửi luôn")
    (letter,) = await binh.listen()
    assert letter.text.startswith("Có một việc khẩn cấp")
    assert "Lành" not in letter.text
    assert "Nước vào nhà" not in letter.text
    assert "Nước vào nhà" in await binh.tap("Xem nội dung")
    assert await dung.listen() == []


async def test_what_is_added_before_sending_is_kept(an: Chat, world: World) -> None:
    await an.say("/phananh 1")
    for answer in ("2", "dat dai", "Ranh đất chưa rõ"):
        await an.say(answer)
    assert "phức tạp" in await an.tap("Phức tạp")
    assert "chuyển kèm tên" in (await an.tap("Chuyển kèm tên")).lower()
    await an.tap("Kèm ảnh")
    assert "có ảnh" in await an.send_file("a.jpg", b"a picture", "image/jpeg")
    await an.tap("Gửi luôn")
    (concern,) = await concerns(world)
    assert concern.level is ConcernLevel.COMPLEX
    assert concern.visibility is ReporterVisibility.NAMED
    async with world.store.reading() as session:
        photo = await session.get_one(File, concern.photo_id)
    assert photo.content == b"a picture"


async def test_a_photo_may_come_before_the_words_and_be_seen_again(
    an: Chat, binh: Chat, world: World
) -> None:
    await an.say("/phananh 1")
    await an.say("1, dien")
    assert "Đã nhận ảnh" in await an.send_file("a.jpg", b"a picture", "image/jpeg")
    await an.say("Đèn hư")
    await an.tap("Gửi luôn")
    await binh.say("pa 1")
    await binh.tap("Xem ảnh")
    assert binh.heard.attachment is not None
    assert binh.heard.attachment.content == b"a picture"


async def test_a_document_is_no_photo_and_skipping_the_photo_loses_nothing(
    an: Chat, world: World
) -> None:
    await an.say("/phananh 1")
    for answer in ("1", "dien", "Đèn hư"):
        await an.say(answer)
    await an.tap("Kèm ảnh")
    refused = await an.send_file("a.pdf", b"%PDF", "application/pdf")
    assert refused.startswith(reason(Reason.FILE_NOT_PHOTO))
    await an.tap("Bỏ qua")
    assert "Đã ghi nhận" in await an.tap("Gửi luôn")
    (concern,) = await concerns(world)
    assert concern.photo_id is None


async def test_a_photo_of_a_concern_that_is_given_up_is_not_kept(an: Chat, world: World) -> None:
    await an.say("/phananh 1")
    await an.say("1, dien")
    await an.send_file("a.jpg", b"a picture", "image/jpeg")
    await an.say("huy")
    async with world.store.reading() as session:
        assert await session.scalar(select(func.count()).select_from(File)) == 0


async def test_two_taps_on_send_make_one_concern(an: Chat, world: World) -> None:
    await an.say("/phananh 1")
    for answer in ("1", "dien", "Đèn hư"):
        await an.say(answer)
    asked, send = an.heard, an.button("Gửi luôn")
    assert "Đã ghi nhận" in await an.press(send, asked)
    await an.press(send, asked)
    assert len(await concerns(world)) == 1


async def test_going_back_puts_the_earlier_question_and_keeps_the_rest(
    an: Chat, world: World
) -> None:
    await an.say("/phananh 1")
    await an.say("1, dien")
    await an.tap("Quay lại")
    await an.tap("Nước sạch")
    await an.say("Nước yếu")
    await an.tap("Gửi luôn")
    (concern,) = await concerns(world)
    assert concern.category is ConcernCategory.WATER_SUPPLY


# --- What people type -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "<b>Đèn</b> &amp; *dây* _hư_",
        "Đèn hư 😀👨‍👩‍👧",
        "\u202eĐèn hư\u202c thật",
        "Đèn\u0000 hư",
        "Đe\u0300n hư",  # NFD
        "a" * 2000,
        "dòng một\ndòng hai\n\n3, 4; 5",
    ],
    ids=["markup", "emoji", "right to left", "NUL", "NFD", "longest", "lines"],
)
async def test_odd_words_are_kept_as_they_were_meant(an: Chat, world: World, text: str) -> None:
    code = await raised(an, "3", text)
    (concern,) = await concerns(world)
    assert concern.words == clean(text)
    shown = await an.say(f"/pa {code}")
    assert concern.words in shown
    assert len(shown) <= LONGEST_TEXT


@pytest.mark.parametrize(
    ("text", "words_for"),
    [
        ("a" * 100_000, Reason.TEXT_TOO_LONG),
        ("a" * 2001, Reason.TEXT_TOO_LONG),
        ("\u0000\u0000", Reason.TEXT_EMPTY),
        ("   \n ", Reason.TEXT_EMPTY),
    ],
    ids=["100,000 characters", "one too many", "only NUL", "only spaces"],
)
async def test_words_that_cannot_be_kept_are_asked_for_again(
    an: Chat, world: World, text: str, words_for: Reason
) -> None:
    await an.say("/phananh 3")
    await an.say("1, dien")
    refused = await an.say(text)
    assert refused.split("{")[0].startswith(reason(words_for).split("{")[0])
    await an.say("Đèn hư")
    assert "Đã ghi nhận" in await an.tap("Gửi luôn")
    (concern,) = await concerns(world)
    assert concern.category is ConcernCategory.POWER


@pytest.mark.parametrize("typed", ["99", "xyz", "😀", "<b>", "0x3", "3 99"])
async def test_a_household_that_is_none_of_ones_own_is_refused_in_words(
    an: Chat, world: World, typed: str
) -> None:
    await an.say("/phananh")
    assert (await an.say(typed)).startswith(NOT_FOUND)
    assert "Danh Sóc" in await an.say("3")


async def test_another_members_household_cannot_be_forged_into_a_button(
    an: Chat, world: World, village: Village
) -> None:
    await an.say("/phananh")
    nonce = an.button("Số 1").action.split(".")[0]
    for action in (f"{nonce}.99", "ffffffff.0", f"{nonce}.skip", str(village.households["H006"])):
        await an.press(Choice("x", action), an.heard)
    assert await concerns(world) == []
    assert "Danh Sóc" in await an.say("3")


# --- Complaints and denunciations -----------------------------------------------------------------


async def test_words_of_a_complaint_are_asked_about_and_kept_nowhere_after_one(
    an: Chat, world: World
) -> None:
    await an.say("/phananh 3")
    await an.say("1, dien")
    assert "khiếu nại hoặc tố cáo" in await an.say(COMPLAINT)
    assert "Trụ sở tiếp công dân" in await an.say("1")
    assert await concerns(world) == []
    assert not await in_the_database(world, COMPLAINT)
    assert "Ghi phản ánh" in await an.say("/phananh")


async def test_after_two_it_is_an_ordinary_concern(an: Chat, world: World) -> None:
    await an.say("/phananh 3")
    await an.say("1, dien")
    await an.say(COMPLAINT)
    assert COMPLAINT in await an.say("2")
    await an.tap("Gửi luôn")
    (concern,) = await concerns(world)
    assert concern.words == COMPLAINT
    assert await in_the_database(world, COMPLAINT)


async def test_leaving_a_doubtful_concern_keeps_nothing_of_it(an: Chat, world: World) -> None:
    await an.say("/phananh 3")
    await an.say("1, dien")
    await an.say(COMPLAINT)
    await an.tap("Hủy")
    assert not await in_the_database(world, COMPLAINT)


async def test_a_late_payment_is_an_ordinary_concern(an: Chat, world: World) -> None:
    await an.say("/phananh 3")
    await an.say("1, chế độ")
    assert "Gửi luôn" in (await an.say("chưa nhận được tiền hỗ trợ bão"))


async def test_words_where_a_photo_is_awaited_say_how_to_go_on(an: Chat) -> None:
    await an.say("/phananh 1")
    for answer in ("1", "dien", "Đèn hư"):
        await an.say(answer)
    await an.tap("Kèm ảnh")
    assert (await an.say("tôi gửi ảnh")).startswith(reason(Reason.PHOTO_WANTED))
    await an.say("bo qua")
    assert "Đã ghi nhận" in await an.tap("Gửi luôn")


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ("bhyt", "y tế, bảo hiểm y tế"),
        ("bao hiem", "y tế, bảo hiểm y tế"),
        ("mạng", "viễn thông, sóng, internet"),
        ("den duong", "giao thông, cầu đường, đèn đường"),
    ],
)
async def test_a_field_is_known_by_its_short_form_or_by_words_inside_its_name(
    an: Chat, typed: str, field: str
) -> None:
    await an.say("/phananh 1")
    await an.say("1")
    assert "đúng lời của họ" in await an.say(typed)
    assert f"phản ánh về {field}:" in await an.say("Bà con hỏi")


@pytest.mark.parametrize("typed", ["dich", "xyz", "15", "."])
async def test_words_that_two_fields_or_none_hold_choose_nothing(an: Chat, typed: str) -> None:
    await an.say("/phananh 1")
    await an.say("1")
    assert reason(Reason.CHOOSE_ONE) in await an.say(typed)
