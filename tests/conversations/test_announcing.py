"""Writing an announcement: what it says, whom it is for, when it goes, and being sure."""

import pytest
from sqlalchemy import select, update

from bot.domain.announcements import LONGEST_WORDS, AnnouncementKind
from bot.domain.refusals import Reason
from bot.texts import announcing as words
from bot.texts.refusals import reason
from storage.tables import Announcement, File, InboxRow, OutboxRow, Person, Receipt, RoleHeld
from tests.announcements import WORDS, gone_out, sent, written
from tests.chat import Chat, World
from tests.village import Village

NOT_FOUND = reason(Reason.NOT_FOUND)
IN_TL = ("An", "Bình", "Cúc", "Dũng", "Giang", "Hà", "Én", "Lâm", "Khoa")
PDF = b"%PDF-1.4 thong bao"


async def stored(world: World) -> list[Announcement]:
    async with world.store.reading() as session:
        return list(await session.scalars(select(Announcement).order_by(Announcement.id)))


async def got(world: World, *names: str) -> list[str]:
    """Who of the people has a new letter that begins as an announcement does."""
    found = []
    for name in names or (*IN_TL, "Oanh", "Phúc"):
        new = await Chat(world, name).listen()
        if any(one.text.startswith("Thông báo ngày") for one in new):
            found.append(name)
    return found


async def test_the_office_writes_to_all_and_each_gets_one_letter(en: Chat, world: World) -> None:
    await written(en)
    assert WORDS in en.heard.text
    assert "tất cả mọi người, toàn Đảng bộ, 9 người" in en.heard.text
    assert "Không gửi tài liệu mật" in await en.tap("Gửi ngay")
    assert "9 người" in en.heard.text
    assert "trong ít phút nữa" in await en.say("gửi")
    assert await got(world) == []
    assert await gone_out(world) == 9
    assert await gone_out(world) == 0
    assert await got(world) == list(IN_TL)


async def test_a_letter_says_its_day_and_words_and_nothing_of_its_reader(
    en: Chat, an: Chat
) -> None:
    await sent(en)
    await an.listen()
    assert an.heard.text == f"Thông báo ngày 21/11/2026\n\n{WORDS}\n\nNơi gửi: Xã Thạnh Lộc."
    assert an.labels == ["Đã nắm nội dung", "Hỏi lại nơi gửi"]


@pytest.mark.parametrize(
    ("where", "to", "who"),
    [
        (("Toàn Đảng bộ",), "Đảng viên các", ("An", "Bình", "Cúc", "Dũng", "Giang", "Hà")),
        (("Toàn Đảng bộ",), "Đảng viên phụ trách", ("An", "Cúc", "Hà")),
        (("Toàn Đảng bộ",), "Bí thư", ("Bình", "Dũng", "Giang")),
    ],
    ids=["members", "with households", "secretaries"],
)
async def test_an_audience_is_a_part_and_a_role(
    en: Chat, world: World, where: tuple[str, ...], to: str, who: tuple[str, ...]
) -> None:
    await sent(en, where=where, to=to)
    assert await got(world) == list(who)


@pytest.mark.parametrize("typed", ["05 TH", "5 th", "TH 05"])
async def test_cells_are_named_by_their_codes(en: Chat, world: World, typed: str) -> None:
    await en.say("/soanthongbao")
    await en.say(WORDS)
    await en.tap("Chọn chi bộ")
    assert await en.say(typed) == words.WHICH_READERS
    await en.tap("Tất cả")
    assert "2 chi bộ (05, TH), 4 người" in await en.tap("Khác")


async def test_cells_are_ticked_one_by_one(en: Chat) -> None:
    await en.say("/soanthongbao")
    await en.say(WORDS)
    await en.tap("Chọn chi bộ")
    assert (await en.tap("Xong")).startswith(reason(Reason.CHOOSE_ONE))
    assert (await en.say("99")).startswith(reason(Reason.CHOOSE_ONE))
    await en.tap("06")
    await en.tap("Xong")
    await en.tap("Bí thư")
    assert "1 chi bộ (06), 1 người" in await en.tap("Khác")


async def test_a_secretary_writes_to_the_own_cell_only(
    binh: Chat, world: World, village: Village
) -> None:
    await written(binh, where=(), to="Cả chi bộ")
    assert "cả chi bộ, 2 người" in binh.heard.text
    await binh.tap("Gửi ngay")
    await binh.say("gui")
    await gone_out(world)
    assert await got(world, "An", "Cúc", "Dũng", "Én", "Lâm") == ["An"]
    (row,) = await stored(world)
    assert (row.unit_id, row.audience["cells"]) == (village.units["05"], [village.units["05"]])


@pytest.mark.parametrize("who", ["An", "Hà", "Khoa", "Phúc"])
async def test_who_may_not_write_is_told_who_does(world: World, who: str) -> None:
    chat = Chat(world, who)
    assert (await chat.say("/soanthongbao")).startswith(
        "Việc này do bí thư chi bộ hoặc văn phòng Đảng ủy làm."
    )
    assert reason(Reason.NOT_UNDERSTOOD) in await chat.say("/khongcolenhnay")
    await chat.say("/thongbao")
    assert "Soạn thông báo mới" not in chat.labels


async def test_only_the_word_itself_sends(en: Chat, world: World) -> None:
    await written(en)
    await en.tap("Gửi ngay")
    assert "Để chắc chắn, đồng chí gõ đúng chữ “gui”." in await en.say("ok")
    assert "Để chắc chắn, đồng chí gõ đúng chữ “gui”." in await en.say("gửi đi")
    assert await stored(world) == []
    await en.say("huy")
    assert await gone_out(world) == 0


async def test_the_same_confirmation_twice_is_one_announcement(en: Chat, world: World) -> None:
    await written(en)
    await en.tap("Gửi ngay")
    await en.say("gửi")
    await en.say("gửi")
    assert len(await stored(world)) == 1


# --- When it goes ---------------------------------------------------------------------------------


async def test_it_goes_at_the_hour_that_was_typed(en: Chat, world: World) -> None:
    await written(en)
    await en.tap("Hẹn ngày giờ")
    assert "gửi lúc 15:00 thứ hai 23/11/2026" in await en.say("3 giờ chiều thứ hai")
    await en.tap("Gửi theo giờ")
    assert "sẽ gửi lúc 15:00 thứ hai 23/11/2026" in await en.say("gửi")
    world.later(days=2, hours=5, minutes=59)
    assert await gone_out(world) == 0
    world.later(minutes=1)
    assert await gone_out(world) == 9


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("khi nào xong việc", Reason.NOT_AN_HOUR),
        ("8", Reason.NOT_AN_HOUR),
        ("25h mai", Reason.NOT_AN_HOUR),
        ("tháng sau", Reason.NOT_AN_HOUR),
        ("8h hôm qua", Reason.PAST_HOUR),
        ("x" * 5000, Reason.NOT_AN_HOUR),
    ],
    ids=["no hour", "bare number", "25", "a month", "past", "endless"],
)
async def test_an_hour_nobody_understands_is_asked_again(en: Chat, typed: str, why: Reason) -> None:
    await written(en)
    await en.tap("Hẹn ngày giờ")
    assert (await en.say(typed)).startswith(reason(why))
    assert WORDS in await en.say("8h sáng thứ hai")


async def test_in_quiet_time_it_waits_for_the_next_hour_that_is_not(en: Chat, world: World) -> None:
    world.later(hours=13)  # Saturday, 22:00; Sunday is quiet all day
    await written(en)
    await en.tap("Gửi ngay")
    assert "sẽ gửi lúc 07:00 thứ hai 23/11/2026" in await en.say("gửi")
    receipt, this = en.heard, en.button("Xem thông báo này")
    assert "chờ gửi lúc 07:00 thứ hai 23/11/2026" in await en.press(this, receipt)
    for hours in (0, 9, 6, 8):  # Saturday 22:00, Sunday 07:00, 13:00, 21:00
        world.later(hours=hours)
        assert await gone_out(world) == 0
    world.later(hours=10)
    assert await gone_out(world) == 9
    assert "đã gửi lúc 07:00 thứ hai 23/11/2026" in await en.press(this, receipt)


async def test_an_urgent_warning_goes_at_any_hour(en: Chat, an: Chat, world: World) -> None:
    world.later(hours=13)
    await written(en, "Nước lên nhanh, bà con ấp 5 di dời ngay trong đêm.", kind="Cảnh báo")
    assert "gửi khẩn" in await en.tap("Gửi khẩn")
    assert "gửi khẩn" not in await en.tap("Không gửi khẩn")
    await en.tap("Gửi khẩn")
    await en.tap("Gửi ngay")
    assert "trong ít phút nữa" in await en.say("gửi")
    assert await gone_out(world) == 9
    await an.listen()
    assert "Nước lên nhanh" in an.heard.text


async def test_only_a_warning_goes_at_any_hour_and_only_the_committee_hurries_anything_else(
    en: Chat, binh: Chat
) -> None:
    await written(en, kind="Giao việc")
    assert not [label for label in en.labels if "khẩn" in label]
    assert "gửi gấp, không chờ sang ngày sau" in await en.tap("Gửi gấp")
    assert "gửi gấp" not in await en.tap("Không gửi gấp nữa")
    await written(binh, where=(), to="Cả chi bộ", kind="Giao việc")
    assert not [label for label in binh.labels if "gấp" in label or "khẩn" in label]


async def test_what_is_hurried_goes_by_day_to_who_has_had_a_message_today_too(
    en: Chat, an: Chat, world: World
) -> None:
    await sent(en, "Thứ nhất")
    assert len(await an.listen()) == 1
    await written(en, "Mời họp chiều nay.")
    await en.tap("Gửi gấp")
    await en.tap("Gửi ngay")
    await en.say("gửi")
    assert await gone_out(world) == 9
    [letter] = await an.listen()
    assert "Mời họp chiều nay." in letter.text
    world.later(hours=13)
    await written(en, "Mời họp sáng mai.")
    await en.tap("Gửi gấp")
    await en.tap("Gửi ngay")
    assert "07:00 thứ hai 23/11/2026" in await en.say("gửi")
    assert await gone_out(world) == 0


async def test_after_a_downtime_it_goes_late_with_its_own_date(
    en: Chat, an: Chat, world: World
) -> None:
    await written(en)
    await en.tap("Gửi ngay")
    await en.say("gửi")
    world.later(days=3)
    assert await gone_out(world) == 0  # 24/11 is a holiday
    world.later(days=1)
    assert await gone_out(world) == 9
    await an.listen()
    assert an.heard.text.startswith("Thông báo ngày 21/11/2026")


# --- What goes with it ----------------------------------------------------------------------------


async def test_a_file_goes_with_every_letter_and_is_kept_once(
    en: Chat, an: Chat, binh: Chat, world: World
) -> None:
    await written(en)
    assert "Không gửi tài liệu mật" in await en.tap("Kèm ảnh hoặc tệp")
    assert "kèm tệp ke-hoach.pdf" in await en.send_file("ke-hoach.pdf", PDF, "application/pdf")
    await en.tap("Gửi ngay")
    await en.say("gửi")
    await gone_out(world)
    for chat in (an, binh):
        await chat.listen()
        assert chat.heard.attachment is not None
        assert chat.heard.attachment.content == PDF
    async with world.store.reading() as session:
        assert len(list(await session.scalars(select(File.id)))) == 1


async def test_a_photo_may_be_sent_in_at_the_preview_and_taken_off_again(en: Chat) -> None:
    await written(en)
    assert "kèm ảnh" in await en.send_file("", b"\xff\xd8\xff a photo", "image/jpeg")
    assert "Thay tệp khác" in en.labels
    assert "kèm" not in await en.tap("Bỏ tệp")


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("danh-sach.exe", b"MZ", "application/octet-stream"),
        ("so.xlsm", b"PK\x03\x04 vbaProject", "application/zip"),
        ("gia.pdf", b"MZ not a pdf", "application/pdf"),
        ("rong.pdf", b"", "application/pdf"),
        ("to.pdf", b"%PDF-" + b"x" * (5 * 1024 * 1024), "application/pdf"),
    ],
    ids=["a program", "macros", "not what it says", "empty", "too large"],
)
async def test_a_file_that_may_not_go_out_is_refused_and_the_rest_stays(
    en: Chat, name: str, content: bytes, media_type: str
) -> None:
    await written(en)
    await en.tap("Kèm ảnh hoặc tệp")
    assert (await en.send_file(name, content, media_type)).startswith(
        reason(Reason.FILE_NOT_FOR_ALL)
    )
    assert reason(Reason.FILE_NOT_FOR_ALL) in await en.say("tệp ở máy kia")
    assert WORDS in await en.tap("Bỏ qua")


async def test_a_file_of_an_announcement_given_up_is_not_kept(en: Chat, world: World) -> None:
    await written(en)
    await en.send_file("anh.jpg", b"\xff\xd8\xff a photo", "image/jpeg")
    assert "kèm tệp anh.jpg" in en.heard.text
    await en.say("huy")
    async with world.store.reading() as session:
        assert list(await session.scalars(select(File.id))) == []


async def test_an_announcement_may_be_read_in_several_languages(
    en: Chat, an: Chat, world: World
) -> None:
    await written(en)
    await en.tap("Thêm bản")
    assert await en.tap("Tiếng Khmer") == "Đồng chí nhắn nội dung bằng tiếng Khmer."
    assert "có bản tiếng Khmer" in await en.say("ប្រជុំថ្ងៃសុក្រ")
    await en.tap("Gửi ngay")
    await en.say("gửi")
    await gone_out(world)
    await an.listen()
    assert "Tiếng Khmer" in an.labels
    assert "ប្រជុំថ្ងៃសុក្រ" in await an.tap("Tiếng Khmer")
    assert WORDS in await an.tap("Xem lại")
    number = an.heard.choices[0].action.split()[1]
    assert await an.say(f"/thongbao {number} cjm") == NOT_FOUND


# --- Bad input ------------------------------------------------------------------------------------


@pytest.mark.parametrize("length", [LONGEST_WORDS + 1, 100_000])
async def test_words_too_long_for_a_letter_are_refused_and_nothing_is_lost(
    en: Chat, world: World, length: int
) -> None:
    await en.say("/soanthongbao")
    answer = await en.say("dài " * (length // 4) + "x" * (length % 4 or 4))
    assert str(LONGEST_WORDS) in answer
    assert await en.say(WORDS) == words.WHICH_PART


async def test_the_longest_announcement_still_fits_a_letter(en: Chat, an: Chat) -> None:
    longest = ("Nội dung thông báo rất dài. " * 200)[:LONGEST_WORDS].strip()
    await sent(en, longest)
    await an.listen()
    assert longest in an.heard.text


async def test_an_identity_number_is_kept_nowhere(en: Chat, world: World) -> None:
    await en.say("/soanthongbao")
    said = "Mời ông Lành, số 079123456789, đến nhận quà."
    assert (await en.say(said)).startswith(reason(Reason.IDENTITY_NUMBER))
    async with world.store.reading() as session:
        raws = [raw for raw in await session.scalars(select(InboxRow.raw)) if raw]
        letters = [str(one) for one in await session.scalars(select(OutboxRow.payload))]
    assert not [raw for raw in raws if b"079123456789" in raw]
    assert not [one for one in letters if "079123456789" in one]


async def test_words_that_sound_like_a_denunciation_are_asked_about(en: Chat) -> None:
    await en.say("/soanthongbao")
    answer = await en.say("Tố cáo ông trưởng ấp ăn chặn tiền hỗ trợ của bà con")
    assert "tố cáo" in answer
    assert answer != words.WHICH_PART


async def test_words_may_be_mended_before_sending(en: Chat, an: Chat, world: World) -> None:
    await written(en)
    await en.tap("Sửa nội dung")
    assert "Họp sáng chủ nhật" in await en.say("Họp sáng chủ nhật.")
    await en.tap("Đổi nơi nhận")
    await en.tap("Toàn Đảng bộ")
    assert "bí thư" in await en.tap("Bí thư")
    await en.tap("Gửi ngay")
    await en.say("gửi")
    assert await gone_out(world) == 3


async def test_a_role_lost_meanwhile_ends_the_form(en: Chat, world: World) -> None:
    await written(en)
    async with world.store.begin() as session:
        await session.execute(
            update(RoleHeld)
            .where(RoleHeld.person_id.in_(select(Person.id).where(Person.code == "DV-Én")))
            .values(until=world.now.date())
        )
    assert WORDS not in await en.tap("Gửi ngay")
    assert await stored(world) == []


async def test_the_kind_is_kept(en: Chat, world: World) -> None:
    await sent(en, kind="Chủ trương")
    (row,) = await stored(world)
    assert row.kind is AnnouncementKind.POLICY
    async with world.store.reading() as session:
        assert len(list(await session.scalars(select(Receipt.person_id)))) == 9
