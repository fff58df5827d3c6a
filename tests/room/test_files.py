"""Files in the room: photos and workbooks that people send, pictures and documents they get."""

from collections.abc import Sequence
from io import BytesIO
from urllib.parse import unquote

from openpyxl import load_workbook
from sqlalchemy import select

from bot.domain.imports import Sheet
from bot.domain.uploads import LARGEST
from bot.messengers.base import WORKBOOK
from bot.room.room import Room
from storage.tables import File
from tests.room.visitor import Browser, Page
from tests.workbooks import CELL, COMMITTEE, H1, C, Row, commune

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 400
OURS: dict[Sheet, Sequence[Row]] = {
    Sheet.COMMITTEES: [{**COMMITTEE, C.CODE: "TLM", C.NAME: "Xã Thạnh Lộc Mẫu (dữ liệu mẫu)"}],
    Sheet.CELLS: [
        {**CELL, C.NAME: "Chi bộ ấp Thạnh Phú", C.AREA: "Ấp Thạnh Phú", C.COMMITTEE: "TLM",
         C.MEETING_DAYS: "12"}
    ],
    Sheet.MEMBERS: [],
    Sheet.HOUSEHOLDS: [
        {**H1, C.CODE: "MOI-1", C.MEMBER: "", C.HELPER: "", C.SINCE: "", C.BASIS: ""}
    ],
}  # fmt: skip


def about(person: int, nonce: str, name: str) -> str:
    return f"/room/file?person={person}&nonce={nonce}&name={name}"


async def test_the_office_imports_a_workbook_to_its_end(
    page: Page, room: Room, browser: Browser
) -> None:
    office = room.commune.world.cast.office
    await page.say(office, "/nhapdanhsach")
    for _ in range(2):  # sent again after a broken line, it is one file
        sent = await browser.post(
            about(office, "w1", "danh%20s%C3%A1ch.xlsx"),
            commune(OURS),
            **{"Content-Type": WORKBOOK},
        )
        assert sent == (200, {"ok": True})
    dry_run = await page.letter(office)
    assert "Hộ: 1 mới" in dry_run["text"]
    asked = await page.tap(dry_run, "Mọi hộ hằng tháng")
    assert "nhap 1 ho" in asked["text"]
    assert "Đã nhập danh sách" in (await page.say(office, "nhap 1 ho"))["text"]
    assert "MOI-1" in (await page.say(room.commune.world.cast.secretary, "/ho ông Ba"))["text"]
    files = [line["file"] for line in page.lines(office) if line["is"] == "said" and line["file"]]
    assert files == [{"name": "danh sách.xlsx"}]


async def test_a_workbook_that_is_none_is_answered_in_words(
    page: Page, room: Room, browser: Browser
) -> None:
    office = room.commune.world.cast.office
    await page.say(office, "/nhapdanhsach")
    await browser.post(
        about(office, "w1", "hỏng.xlsx"), b"PK nothing", **{"Content-Type": WORKBOOK}
    )
    assert "tệp" in (await page.letter(office))["text"].lower()
    await browser.post(about(office, "w2", "x.exe"), b"MZ", **{"Content-Type": "application/exe"})
    assert (await page.letter(office))["text"]


async def test_a_photo_goes_with_a_concern(page: Page, room: Room, browser: Browser) -> None:
    member = room.commune.world.cast.member
    await page.say(member, "menu")
    sent = await browser.post(about(member, "p1", "anh.png"), PNG, **{"Content-Type": "image/png"})
    assert sent == (200, {"ok": True})
    await page.letter(member)
    said = page.lines(member)[-2]
    assert (said["is"], said["text"], said["file"]) == ("said", "", {"name": "anh.png"})


async def test_a_document_is_downloaded_whole_and_never_shown_as_a_page(
    page: Page, room: Room, browser: Browser
) -> None:
    office = room.commune.world.cast.office
    letter = await page.tap(await page.say(office, "/nhapdanhsach"), "Nhận mẫu trống")
    attached = letter["attachment"]
    status, content, headers = await browser.get(attached["url"])
    assert (status, len(content)) == (200, attached["size"])
    assert load_workbook(BytesIO(content)).sheetnames
    assert headers["Content-Type"] == WORKBOOK == attached["media_type"]
    assert (
        unquote(headers["Content-Disposition"])
        == f"attachment; filename*=UTF-8''{attached['name']}"
    )
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in headers["Content-Security-Policy"]


async def test_a_picture_may_be_shown_in_its_place(
    page: Page, room: Room, browser: Browser
) -> None:
    secretary = room.commune.world.cast.secretary
    digest = await page.say(secretary, "/tonghop 2026-09")
    picture = await page.tap(digest, "Xem biểu đồ")
    assert picture["attachment"]["media_type"] == "image/png"
    assert picture["attachment"]["alt"]
    status, content, headers = await browser.get(picture["attachment"]["url"])
    assert (status, content[:4]) == (200, b"\x89PNG")
    assert headers["Content-Disposition"].startswith("inline;")


async def test_what_calls_itself_a_page_is_handed_out_as_bytes(
    room: Room, browser: Browser
) -> None:
    member = room.commune.world.cast.member
    name = "x%22%0d%0ay.pdf"
    await browser.post(about(member, "h", name), b"<script>", **{"Content-Type": "text/html"})
    async with room.commune.reading() as session:
        (file,) = await session.scalars(select(File))
    _, content, headers = await browser.get(f"/room/files/{file.id}")
    assert content == b"<script>"
    assert headers["Content-Type"] == "application/octet-stream"
    assert headers["Content-Disposition"].startswith("attachment;")
    assert "\n" not in headers["Content-Disposition"]


REFUSED: list[tuple[str, bytes, int, str]] = [
    ("person=116&nonce=a&name=x.png", b"", 400, "trống"),
    ("person=116&nonce=a", PNG, 400, "chưa hiểu"),
    ("person=116&nonce=a%20b&name=x.png", PNG, 400, "chưa hiểu"),
    ("person=116&name=x.png", PNG, 400, "chưa hiểu"),
    ("person=-1&nonce=a&name=x.png", PNG, 400, "chưa hiểu"),
    ("person=%C2%B2&nonce=a&name=x.png", PNG, 400, "chưa hiểu"),
    ("person=99999999999999999999&nonce=a&name=x.png", PNG, 400, "chưa hiểu"),
    ("person=999999&nonce=a&name=x.png", PNG, 404, "không có người"),
    ("person=116&nonce=a&name=x.png", b"0" * (LARGEST + 1), 413, "20 MB"),
    ("person=116&nonce=a&lang=en", PNG, 400, "did not understand"),
]


async def test_a_file_that_cannot_be_taken_is_refused_in_words(
    browser: Browser, page: Page, room: Room
) -> None:
    for query, body, status, why in REFUSED:
        got, answer = await browser.post(f"/room/file?{query}", body)
        assert (got, why in answer["why"]) == (status, True), query
    assert await page.say(116, "menu")
    assert [line["text"] for line in page.lines(116) if line["is"] == "said"] == ["menu"]


async def test_a_file_that_nobody_sent_is_not_there(browser: Browser) -> None:
    for name in ("1", "999999999999999", "", "1e3", "..%2f..%2fgandan.db", "9" * 22):
        assert (await browser.get(f"/room/files/{name}"))[0] == 404, name
