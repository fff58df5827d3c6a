"""The other conversations: books, assignments, standing in, settings, one's own account."""

from scheduler.reminders import plan_reminders
from tests.surfaces.scripts import Cast


async def ticking(cast: Cast) -> None:
    """Several of the book at once; where nothing can be tapped, their numbers are typed."""
    an = cast.an
    with cast.of_its_own(an):
        await an.say("danhdau")
        if an.plain:
            await an.say("4 5")
        else:
            await an.choose("Số 4")
            await an.choose("Số 5")
            await an.choose("Ghi các hộ đã đánh dấu")
        assert "chưa lưu" in an.heard
        assert "Đã ghi nhận 2 hộ" in await an.choose("Đúng, lưu lại")


async def following(cast: Cast) -> None:
    """What was raised, by who raised it and by who leads."""
    assert "chưa mở được trang" in await cast.an.say("trangbaocao")
    await cast.an.say("pa")
    assert "Đèn đường tổ 5 hư" in await cast.an.choose("PA-")
    await cast.binh.say("pa")
    await cast.binh.choose("PA-")


async def leading(cast: Cast) -> None:
    """Who has which households, and who lacks what; a ready word goes to a member."""
    an, binh = cast.an, cast.binh
    await binh.say("danhba")
    assert "Đã gửi lời nhắn" in await binh.choose("Gửi lời nhắn đến Nguyễn Thị An")
    await cast.wait(minutes=1)
    assert "Có lời nhắn" in await an.listen()
    await binh.say("phancong")
    assert "15 hộ" in await binh.choose("Nguyễn Thị An")
    await binh.say("giaoho")
    await binh.choose("H005")
    await binh.choose("Chọn xong")
    await binh.choose("Nguyễn Thị An")
    await binh.choose("Bỏ qua")
    assert "Đã" in await binh.choose("Giao hộ")


async def standing_in(cast: Cast) -> None:
    """Somebody is named to write for another, and does."""
    binh = cast.binh
    await binh.say("nguoighithay")
    await binh.choose("Nguyễn Thị An")
    await binh.choose("Hủy")
    await binh.say("ghithay")
    assert "Ghi thay đ/c Nguyễn Thị An" in await binh.say("thay đ/c An: 7 bt")
    assert "Đã ghi nhận" in await binh.choose("Đúng, lưu lại")


async def setting(cast: Cast) -> None:
    """A setting of the cell, and one's own absence."""
    binh, an = cast.binh, cast.an
    await binh.say("caidat")
    await binh.choose("Chi bộ Ấp 5")
    await binh.choose(binh.labels[0])
    await binh.choose("Hủy")
    await an.say("tamngung")
    await an.choose("Một tuần")
    assert "tạm ngừng" in (await an.choose("Việc riêng")).lower()


async def going_on(cast: Cast) -> None:
    """What was left half done is found again, or dropped by its word."""
    an = cast.an
    asked = await an.say("phananh 2")
    await an.say("hodan")
    assert asked in await an.say("tiep")
    await an.say("menu")
    await an.say("moi")
    await an.choose("Bỏ việc đang dở")
    await an.say("thaydoi")
    assert "Đã dừng" in await an.say("huy")


async def passing_on(cast: Cast) -> None:
    """What came is found again, among what is not read yet."""
    an = cast.an
    assert "chưa xem" in await an.say("phobien")
    await an.choose("● 02/12 · Chiều thứ sáu")
    await an.choose("Đã nắm nội dung")


async def putting_off(cast: Cast) -> None:
    """What a reminder asks is put off, with a reason."""
    an = cast.an
    await cast.wait(days=13)
    await plan_reminders(cast.surface.store, cast.surface.now)
    await cast.wait(minutes=5)
    assert "Việc tháng 12" in await an.listen()
    await an.choose("Để sau")
    await an.choose(an.labels[0])


async def bringing_lists(cast: Cast) -> None:
    """The office brings a workbook and hands out codes: asked, and left again."""
    en = cast.en
    await en.say("nhapdanhsach")
    await en.choose("Hủy")
    await en.say("capma")
    await en.choose("Về trang chính")
    await en.say("viec")


async def ones_own(cast: Cast) -> None:
    """The account, what is kept of one, and the way out with its word."""
    an, oanh = cast.an, cast.of("Oanh")
    await an.say("taikhoan")
    await an.choose("Xem dữ liệu của tôi")
    assert "2 ngày làm việc" in await an.choose("Yêu cầu sửa, xóa")
    await oanh.say("huykichhoat")
    assert "Đã hủy liên kết" in await oanh.say("huy lien ket")


FURTHER = (
    ticking, following, passing_on, going_on, leading, standing_in, bringing_lists, putting_off,
    setting, ones_own,
)  # fmt: skip
"""In an order in which each finds what those before have left."""
