"""The conversations, each written once as what people do; every surface must carry all of them.

Said in terms of choosing and typing, so that it does not matter whether a choice is tapped or its
number is typed. Where a question is put otherwise without buttons, its letters are not `alike`.
"""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import delete

from storage import invites
from storage.tables import LinkedAddress, Policy
from tests.surfaces.ground import STRANGER, Line, Surface
from tests.surfaces.people import Person

WORDS = "Chiều thứ sáu 11/12 họp tổ bàn việc làm đường. Mời bà con dự đông đủ."
LONG = " ".join(["Bà con trong tổ mong đường sớm được sửa."] * 122)


@dataclass
class Cast:
    """Everybody, in front of one surface."""

    surface: Surface
    lines: list[Line] = field(default_factory=list)
    _people: dict[str, Person] = field(default_factory=dict)

    def of(self, name: str) -> Person:
        """Somebody of the village."""
        known = self._people.setdefault(name, Person(self.surface, name))
        known.lines = self.lines
        return known

    @property
    def an(self) -> Person:
        return self.of("An")

    @property
    def binh(self) -> Person:
        return self.of("Bình")

    @property
    def en(self) -> Person:
        return self.of("Én")

    @contextmanager
    def of_its_own(self, person: Person) -> Iterator[None]:
        """What is put otherwise where nothing can be tapped."""
        person.alike = False
        yield
        person.alike = True

    async def play(self, script: Callable[["Cast"], Awaitable[None]]) -> list[Line]:
        """One conversation, once everybody has read what was there; what they did and read."""
        for name in (*self.surface.village.people, STRANGER):
            await self.of(name).catch_up()
        self.surface.now += timedelta(minutes=1)
        self.lines = []
        await script(self)
        return self.lines

    async def wait(self, **time: float) -> None:
        """Let time pass."""
        await self.surface.pass_time(self.surface.now + timedelta(**time))


async def linking(cast: Cast) -> None:
    """A code, the notice, and the menu."""
    stranger, village = cast.of(STRANGER), cast.surface.village
    async with cast.surface.store.begin() as session:
        person_id = village.people["Cúc"]
        await session.execute(delete(LinkedAddress).where(LinkedAddress.person_id == person_id))
        [issued] = await invites.issue(session, [person_id], cast.surface.now)
    assert "chưa được kích hoạt" in await stranger.say("xin chào")
    assert "dữ liệu" in await stranger.say(issued.code, "the code")
    assert "Đồng chí chọn việc" in await stranger.choose("Đồng ý")
    await stranger.choose("Xem hộ của tôi")
    assert any("Năm Rô" in label for label in stranger.labels)


async def menu(cast: Cast) -> None:
    """Each entry leads on and back, and the way home."""
    await cast.an.say("menu")
    assert "Tháng 12" in await cast.an.choose("Xem việc tháng này")
    await cast.an.choose("Về trang chính")
    await cast.an.choose("Xem tài khoản của tôi")
    await cast.an.choose("Về trang chính")


async def one_visit(cast: Cast) -> None:
    """A household step by step."""
    an = cast.an
    with cast.of_its_own(an):
        await an.say("tham")
        await an.choose("Số 2 · Tư Hạnh")
        if an.plain:
            await an.say("hôm qua, 1")
        else:
            await an.choose("Hôm qua")
            await an.choose("Tại nhà: ổn định")
    assert "Đã ghi nhận" in an.heard


async def ten_households(cast: Cast) -> None:
    """A sentence, its echo, and the yes."""
    an = cast.an
    assert "Hệ thống hiểu như sau" in await an.say("3 4 5 6 7 8 9 10 11 12 bt hôm nay")
    assert "Đã ghi nhận 10 hộ" in await an.choose("Đúng, lưu lại")


async def a_doubt(cast: Cast) -> None:
    """A household that needs help is asked about: before the echo, or where each counts in it."""
    an = cast.an
    with cast.of_its_own(an):
        await an.say("1 13 bt hôm nay")
        await an.choose("Không cần giúp thêm")
        if not an.plain:
            await an.choose("Đúng, lưu lại")
    assert "Đã ghi nhận 2 hộ" in an.heard


async def a_concern(cast: Cast) -> None:
    """From the door to the answer that is told there; the answer comes by itself."""
    an, binh = cast.an, cast.binh
    await an.say("phananh 3")
    await an.choose("Phản ánh")
    await an.choose("Điện")
    await an.say("Đèn đường tổ 5 hư")
    receipt = await an.choose("Gửi luôn")
    code = receipt.split("mã ")[1].split(".")[0]
    await binh.say("viec")
    await binh.choose(code)
    await binh.say(f"/xuly {code} traloi")
    await binh.say("Đã cho thợ thay đèn")
    await cast.wait(minutes=1)
    assert code in await an.listen()
    await an.choose("Đã báo lại cho hộ")
    assert "Đã ghi nhận" in await an.choose("Hài lòng")


async def a_change(cast: Cast) -> None:
    """Somebody went to work elsewhere."""
    an = cast.an
    await an.say("thaydoi 4")
    await an.choose("Lao động")
    await an.choose("Đi làm ăn xa trong nước")
    await an.choose("Trong tháng 11/2026")
    await an.choose("1 người")
    assert "Bình Dương" in await an.say("binh duong")
    assert "Đã ghi nhận" in await an.choose("Đúng")


async def finding(cast: Cast) -> None:
    """A household by its name, its page, and the way on from there."""
    an = cast.an
    assert "Tư Hạnh" in await an.say("/hodan tu hanh")
    await an.say("hodan")
    await an.choose("Số 3 · Danh Sóc")
    await an.say("thangnay")
    assert "hộ" in an.heard


async def a_correction(cast: Cast) -> None:
    """What was told last is taken back with its word."""
    an = cast.an
    await an.say("/tham 14, hôm nay, bt")
    await an.say("sua")
    await an.choose("Thu hồi báo cáo này")
    await an.say("1")
    assert "thu hồi" in (await an.say("thu hoi")).lower()


async def an_announcement(cast: Cast) -> None:
    """Written, read, asked about and answered."""
    an, en = cast.an, cast.en
    await _written(en)
    await en.choose("Gửi ngay")
    await en.say("gửi")
    await cast.wait(minutes=2)
    assert "họp tổ" in await an.listen()
    await an.choose("Đã nắm nội dung")
    await an.choose("Hỏi lại nơi gửi")
    await an.say("Họp ở đâu?")
    await en.listen()
    await cast.wait(minutes=1)
    await en.listen()
    await en.choose("Trả lời")
    await en.say("Tại nhà văn hóa ấp.")
    await en.choose("Mọi người")
    await cast.wait(minutes=1)
    await an.listen()


async def _written(author: Person) -> None:
    await author.say("/soanthongbao")
    await author.say(WORDS)
    await author.choose("Toàn Đảng bộ")
    await author.choose("Tất cả")
    await author.choose("Mời họp")


async def approving(cast: Cast) -> None:
    """A second person approves, with its word where nothing can be tapped."""
    en, lam = cast.en, cast.of("Lâm")
    async with cast.surface.store.begin() as session:
        session.add(
            Policy(
                unit_id=cast.surface.village.units["TL"], name="second_approver", value=True,
                changed_at=cast.surface.now,
            )
        )  # fmt: skip
    await _written(en)
    await en.choose("Gửi ngay")
    await en.say("gửi")
    await cast.wait(minutes=1)
    await lam.listen()
    await lam.choose("Xem và duyệt")
    assert "trong ít phút nữa" in await lam.choose("Duyệt, cho gửi")


async def a_digest(cast: Cast) -> None:
    """The secretary opens a figure, and comes back."""
    binh = cast.binh
    await binh.say("tonghop")
    for label in list(binh.labels[:2]):
        await binh.choose(label)
        await binh.say("tonghop")


async def closing_a_month(cast: Cast) -> None:
    """The cell's month is handed in with its word."""
    binh = cast.binh
    await cast.wait(days=9)
    await binh.listen()
    await binh.say("/chotthang 11")
    await binh.say("1")
    assert "Đã chốt" in await binh.say("chot thang 11")


async def helping(cast: Cast) -> None:
    """Help, page by page."""
    an = cast.an
    with cast.of_its_own(an):
        await an.say("trợ giúp")
        if not an.plain:
            await an.choose("Xem thêm")
        await an.say("?")


async def leaving_off(cast: Cast) -> None:
    """A report is left, and something that is no answer is asked again."""
    an = cast.an
    asked = await an.say("phananh 2")
    assert asked in await an.say("xyz abc")
    assert "Đã dừng" in await an.choose("Hủy")


async def noise(cast: Cast) -> None:
    """A sticker, somebody speaking: what is open stays open, be it a question or a list."""
    an = cast.an
    if not cast.surface.takes_stickers:
        return
    asked = await an.say("phananh 2")
    assert asked in await an.send_sticker()
    heard = await an.speak()
    assert "tin thoại" in heard
    assert asked in heard
    await an.choose("Phản ánh")
    await an.choose("Hủy")
    await an.say("hodan")
    labels = an.labels
    await an.send_sticker()
    assert an.labels == labels
    await an.choose("Số ")


async def one_numbering(cast: Cast) -> None:
    """Below the month's households a number is a household's, and the other lines are typed."""
    an = cast.an
    await an.say("thangnay")
    with cast.of_its_own(an):
        assert "Danh Sóc" in await an.say("số 3")
        await an.choose("Hủy")
    await an.say("thangnay")
    await an.choose("Xem tháng trước")


async def older_labels(cast: Cast) -> None:
    """A line of the menu is understood below any list; another old one gets the list again."""
    an = cast.an
    await an.say("thangnay")
    await an.say("hodan")
    labels = an.labels
    assert "chưa hiểu" in await an.say("Xem tháng trước")
    assert an.labels == labels
    assert "hộ nào" in await an.say("Ghi phản ánh")
    await an.choose("Hủy")


async def too_long(cast: Cast) -> None:
    """More than one message holds."""
    assert len(LONG) > 5000
    await cast.an.say("phananh 2")
    await cast.an.choose("Phản ánh")
    await cast.an.choose("Giao thông")
    await cast.an.say(LONG)
    await cast.an.choose("Hủy")


SCRIPTS: Mapping[str, Callable[[Cast], Awaitable[None]]] = {
    one.__name__: one
    for one in (
        linking, menu, one_visit, ten_households, a_doubt, a_concern, a_change, finding,
        a_correction, an_announcement, approving, a_digest, helping, leaving_off, noise, too_long,
        closing_a_month, one_numbering, older_labels,
    )
}  # fmt: skip
