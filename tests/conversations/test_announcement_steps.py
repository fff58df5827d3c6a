"""What becomes of an announcement after it is written: approved, corrected, withdrawn."""

from sqlalchemy import select, update

from bot.domain.refusals import Reason
from bot.texts.refusals import reason
from storage.tables import (
    Announcement,
    File,
    OutboxRow,
    Person,
    Policy,
    RoleHeld,
)
from tests.announcements import WORDS, gone_out, heard_by, number_in, sent, written
from tests.chat import Chat, World
from tests.village import SINCE, Village

NOT_FOUND = reason(Reason.NOT_FOUND)
DONE_ALREADY = reason(Reason.MOVE_NOT_ALLOWED)


async def second_approver(world: World, village: Village) -> None:
    async with world.store.begin() as session:
        session.add(
            Policy(
                unit_id=village.units["TL"], name="second_approver", value=True,
                changed_at=world.now,
            )
        )  # fmt: skip


# --- Corrections and withdrawals -------------------------------------------------------------


async def corrected(author: Chat, number: int, words: str) -> None:
    await author.say(f"/soanthongbao {number} sua")
    await author.say(words)
    await author.tap("Gửi ngay")
    await author.say("gửi")
    await gone_out(author.world)


async def test_a_correction_reaches_everybody_who_got_it_dated(
    en: Chat, an: Chat, cuc: Chat, world: World
) -> None:
    number = await sent(en, where=("Toàn Đảng bộ",), to="Đảng viên phụ trách")
    assert await heard_by(an, cuc) == ["Thông báo ngày 21/11/2026"] * 2
    world.later(days=2)
    await corrected(en, number, "Họp sáng thứ bảy 28/11.")
    await an.listen()
    assert an.heard.text == (
        "Đính chính ngày 23/11/2026\n"
        "Thay cho thông báo ngày 21/11/2026 “Chiều thứ sáu 27/11 họp tổ bàn việc làm đường. "
        "Mời bà con…”. Nội dung đúng như sau:\n\nHọp sáng thứ bảy 28/11.\n\nNơi gửi: Xã Thạnh Lộc."
    )
    assert await heard_by(cuc) == ["Đính chính ngày 23/11/2026"]
    assert "đã có đính chính ngày 23/11/2026" in await an.say(f"/thongbao {number}")
    assert "Họp sáng thứ bảy" in await an.tap("Xem bản đính chính")


async def test_a_letter_that_still_waits_is_not_sent_beside_its_correction(
    en: Chat, an: Chat, binh: Chat, world: World
) -> None:
    number = await sent(en, to="Đảng viên các")
    await binh.listen()
    await corrected(en, number, "Họp sáng thứ bảy 28/11.")
    assert await heard_by(an) == ["Đính chính ngày 21/11/2026"]
    assert await heard_by(binh) == ["Đính chính ngày 21/11/2026"]


async def test_who_has_left_meanwhile_gets_no_correction(en: Chat, an: Chat, world: World) -> None:
    number = await sent(en)
    await an.listen()
    async with world.store.begin() as session:
        await session.execute(update(Person).where(Person.code == "DV-An").values(status="LEFT"))
    await corrected(en, number, "Họp sáng thứ bảy 28/11.")
    assert await heard_by(an) == []


async def test_what_is_withdrawn_after_sending_is_told_to_those_who_have_it(
    en: Chat, an: Chat, binh: Chat, world: World
) -> None:
    number = await sent(en)
    await an.listen()
    await en.say(f"/soanthongbao {number} thu")
    assert "Để chắc chắn, đồng chí gõ đúng chữ “thu hoi”." in await en.say("đồng ý")
    await en.listen()
    assert "Đã thu hồi" in await en.say("thu hồi")
    await gone_out(world)
    assert await heard_by(an) == ["Thu hồi thông báo, ngày 21/11/2026"]
    assert "đã được thu hồi" in an.heard.text
    assert "hộ nào đã nghe, mong đồng chí nói lại" in an.heard.text
    assert await heard_by(binh) == []  # the letter had not gone out to him yet
    answer = await an.say(f"/thongbao {number}")
    assert "đã được thu hồi" in answer
    assert WORDS not in answer
    assert await an.say(f"/hoithongbao {number}") == DONE_ALREADY
    assert await en.say(f"/soanthongbao {number} thu") == DONE_ALREADY


async def test_what_is_withdrawn_before_sending_is_dropped(
    en: Chat, an: Chat, world: World
) -> None:
    await written(en)
    await en.tap("Hẹn ngày giờ")
    await en.say("8h thứ hai")
    await en.tap("Gửi theo giờ")
    await en.say("gửi")
    number = number_in(en)
    assert "không ai nhận tin" in await en.say(f"/soanthongbao {number} thu")
    await en.say("thu hồi")
    world.later(days=3)
    assert await gone_out(world) == 0
    assert await heard_by(an) == []


async def test_what_is_not_sent_yet_is_changed_in_place(en: Chat, an: Chat, world: World) -> None:
    await written(en)
    await en.tap("Hẹn ngày giờ")
    await en.say("8h thứ hai")
    await en.tap("Gửi theo giờ")
    await en.say("gửi")
    number = number_in(en)
    await en.tap("Xem thông báo này")
    assert WORDS in await en.tap("Sửa thông báo")
    await en.tap("Sửa nội dung")
    await en.say("Họp sáng thứ bảy 28/11.")
    await en.tap("Gửi theo giờ")
    await en.say("gửi")
    world.later(days=1, hours=23)
    assert await gone_out(world) == 9
    world.later(minutes=5)  # so long it waits for the reminders of the hour
    await an.listen()
    assert an.heard.text.startswith("Thông báo ngày 23/11/2026\n\nHọp sáng thứ bảy 28/11.")
    async with world.store.reading() as session:
        assert list(await session.scalars(select(Announcement.id))) == [number]


async def test_what_goes_out_while_it_is_being_changed_is_not_changed(
    en: Chat, world: World
) -> None:
    await written(en)
    await en.send_file("ke-hoach.pdf", b"%PDF-1.4", "application/pdf")
    await en.tap("Gửi ngay")
    await en.say("gửi")
    number = number_in(en)
    await en.say(f"/soanthongbao {number} sua")
    await en.tap("Gửi ngay")
    await gone_out(world)
    assert await en.say("gửi") == NOT_FOUND
    async with world.store.reading() as session:
        row = await session.get_one(Announcement, number)
        assert await session.get(File, row.file_id) is not None
    assert "Thu hồi" in await en.say(f"/soanthongbao {number} thu")


async def test_a_change_that_is_given_up_changes_nothing(en: Chat, an: Chat, world: World) -> None:
    await written(en)
    await en.send_file("ke-hoach.pdf", b"%PDF-1.4", "application/pdf")
    await en.tap("Gửi ngay")
    await en.say("gửi")
    await en.tap("Xem thông báo này")
    await en.tap("Sửa thông báo")
    await en.tap("Sửa nội dung")
    await en.say("Nội dung khác")
    await en.say("huy")
    await gone_out(world)
    await an.listen()
    assert WORDS in an.heard.text
    assert an.heard.attachment is not None


async def test_a_file_that_is_replaced_is_not_kept(en: Chat, an: Chat, world: World) -> None:
    await written(en)
    await en.send_file("cu.pdf", b"%PDF-1.4 cu", "application/pdf")
    await en.tap("Gửi ngay")
    await en.say("gửi")
    await en.tap("Xem thông báo này")
    await en.tap("Sửa thông báo")
    await en.send_file("moi.pdf", b"%PDF-1.4 moi", "application/pdf")
    await en.tap("Gửi ngay")
    await en.say("gửi")
    await gone_out(world)
    await an.listen()
    assert an.heard.attachment is not None
    assert an.heard.attachment.name == "moi.pdf"
    async with world.store.reading() as session:
        assert list(await session.scalars(select(File.name))) == ["moi.pdf"]


async def test_a_secretary_changes_nothing_of_the_committees(
    en: Chat, binh: Chat, world: World
) -> None:
    number = await sent(en)
    for verb in ("sua", "thu", "duyet"):
        answer = await binh.say(f"/soanthongbao {number} {verb}")
        assert answer in (NOT_FOUND, DONE_ALREADY)
    assert "Đính chính" not in await binh.say(f"/thongbao {number}")
    assert "Thu hồi" not in binh.labels


# --- The second person -----------------------------------------------------------------------


async def test_nothing_goes_out_before_a_second_person_approves(
    en: Chat, lam: Chat, an: Chat, world: World, village: Village
) -> None:
    await second_approver(world, village)
    await written(en)
    await en.tap("Gửi ngay")
    assert "đồng chí thứ hai duyệt" in await en.say("gửi")
    number = number_in(en)
    assert await gone_out(world) == 0
    assert await en.say(f"/soanthongbao {number} duyet") == DONE_ALREADY
    await lam.listen()
    assert WORDS in await lam.tap("Xem và duyệt")
    assert "trong ít phút nữa" in await lam.tap("Duyệt")
    await en.listen()
    assert "đã được duyệt" in en.heard.text
    assert await gone_out(world) == 9
    assert await lam.say(f"/soanthongbao {number} duyet") == DONE_ALREADY


async def test_an_answer_to_all_is_approved_by_a_second_person_as_well(
    en: Chat, lam: Chat, an: Chat, world: World, village: Village
) -> None:
    await sent(en)
    await second_approver(world, village)
    await an.listen()
    await an.tap("Hỏi lại")
    await an.say("Họp lúc mấy giờ?")
    await en.listen()
    await en.tap("Trả lời")
    await en.say("14 giờ.")
    assert "đồng chí thứ hai duyệt" in await en.tap("Mọi người")
    assert await gone_out(world) == 0
    await lam.listen()
    assert "14 giờ." in await lam.tap("Xem và duyệt")
    await lam.tap("Duyệt")
    assert await gone_out(world) == 9


async def test_what_the_unit_has_written_is_listed_unsent_first(
    en: Chat, lam: Chat, binh: Chat, world: World, village: Village
) -> None:
    await sent(en, "Đã gửi đi rồi")
    await second_approver(world, village)
    await written(en, "Còn chờ duyệt")
    await en.tap("Gửi ngay")
    await en.say("gửi")
    await lam.say("/thongbao")
    assert "2 thông báo" in await lam.tap("Xem thông báo đã soạn (1 chờ duyệt)")
    assert lam.labels == [
        "Chờ duyệt · Còn chờ duyệt", "Đã gửi · Đã gửi đi rồi", "Soạn thông báo mới",
        "Về trang chính",
    ]  # fmt: skip
    await en.say("/thongbao")
    assert "Xem thông báo đã soạn" in en.labels
    assert "Chưa có thông báo nào" in await binh.say("/thongbao quanly")


async def test_what_is_returned_is_mended_and_approved_anew(
    en: Chat, lam: Chat, world: World, village: Village
) -> None:
    await second_approver(world, village)
    await written(en)
    await en.tap("Gửi ngay")
    await en.say("gửi")
    await lam.listen()
    await lam.tap("Xem và duyệt")
    await lam.tap("Trả lại")
    assert "Đã trả lại" in await lam.say("Ghi rõ địa điểm họp.")
    await en.listen()
    assert "Ghi rõ địa điểm họp." in en.heard.text
    await en.tap("Sửa thông báo")
    await en.tap("Sửa nội dung")
    await en.say("Họp ở nhà văn hóa.")
    await en.tap("Gửi ngay")
    assert "duyệt" in await en.say("gửi")
    assert await gone_out(world) == 0
    await lam.listen()
    assert "Họp ở nhà văn hóa." in await lam.tap("Xem và duyệt")
    await lam.tap("Duyệt")
    assert await gone_out(world) == 9


async def test_who_only_posts_is_always_approved(
    an: Chat, en: Chat, world: World, village: Village
) -> None:
    async with world.store.begin() as session:
        session.add(
            RoleHeld(
                person_id=village.people["Khoa"], role="ANNOUNCER",
                unit_id=village.units["TL"], since=SINCE,
            )
        )  # fmt: skip
    khoa = Chat(world, "Khoa")
    await written(khoa)
    await khoa.tap("Gửi ngay")
    assert "đồng chí thứ hai duyệt" in await khoa.say("gửi")
    number = number_in(khoa)
    assert await gone_out(world) == 0
    await en.listen()
    await en.tap("Xem và duyệt")
    await en.tap("Duyệt")
    assert await gone_out(world) == 9
    assert "Đã nhận" in await khoa.say(f"/thongbao {number} ketqua")
    assert await khoa.say(f"/thongbao {number} chuanhan") == NOT_FOUND
    other = await sent(en)
    await khoa.listen()
    assert await khoa.say(f"/thongbao {other} ketqua") == NOT_FOUND


async def test_the_setting_of_the_commune_holds_for_its_cells(
    binh: Chat, en: Chat, an: Chat, giang: Chat, world: World, village: Village
) -> None:
    await second_approver(world, village)
    await written(binh, where=(), to="Cả chi bộ")
    await binh.tap("Gửi ngay")
    await binh.say("gửi")
    assert await gone_out(world) == 0
    await en.listen()
    assert await heard_by(giang) == []
    await en.tap("Xem và duyệt")
    await en.tap("Duyệt")
    assert await gone_out(world) == 2
    assert await heard_by(an) == ["Thông báo ngày 21/11/2026"]


async def test_with_nobody_to_approve_the_author_is_told(
    en: Chat, world: World, village: Village
) -> None:
    await second_approver(world, village)
    async with world.store.begin() as session:
        await session.execute(
            update(RoleHeld)
            .where(RoleHeld.person_id == village.people["Lâm"])
            .values(until=world.now.date())
        )
    await written(en)
    await en.tap("Gửi ngay")
    assert "chưa có ai khác" in await en.say("gửi")
    async with world.store.reading() as session:
        assert len(list(await session.scalars(select(OutboxRow.id)))) > 0
