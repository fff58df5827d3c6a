"""The pictures in README and docs, taken of the real room: `python -m tests.room.pictures`."""

import asyncio
import sys
import tempfile
from collections.abc import Awaitable, Callable
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.async_api import Browser, expect

from bot.domain.imports import Sheet
from storage.sample.commune import CAST_CODES, COMMUNE_CODE, COMMUNE_NAME
from tests.room.browser import chromium
from tests.room.browser.phones import Phone, Seen
from tests.room.browser.serving import a_browser, a_room
from tests.workbooks import AN, CELL, COMMITTEE, H1, Row, commune
from tests.workbooks import C as Column

FOLDER = Path("docs/pictures")
WIDE, NARROW, LONG = (1440, 900), (390, 1100), (390, 1340)
COLOURS = 128
NEW_HOMES = ("Trần Văn Nghĩa", "Danh Thị Sương", "Lê Thị Mười")


async def main() -> None:
    """Take them all of one fresh commune, in an order in which one leads to the next."""
    path = chromium.find()
    if path is None:
        sys.exit(chromium.MISSING)
    await asyncio.to_thread(FOLDER.mkdir, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="gandan-pictures-") as folder:
        async with a_room(Path(folder)) as address, a_browser(path) as browser:
            for name, size, scene in SCENES:
                await _take(browser, address, name, size, scene, Path(folder))


async def _take(
    browser: Browser, address: str, name: str, size: tuple[int, int], scene: "Scene", folder: Path
) -> None:
    context = await browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        device_scale_factor=1 if size is WIDE else 2,
        locale="vi-VN",
        reduced_motion="reduce",
    )
    seen = Seen(await context.new_page(), address)
    await seen.enter()
    shown = await scene(seen, folder)
    await seen.page.evaluate("document.activeElement.blur()")
    await seen.page.mouse.move(0, 0)
    taken = await (shown.box if shown else seen.page).screenshot()
    _write(FOLDER / name, taken)
    await context.close()


def _write(path: Path, taken: bytes) -> None:
    """With fewer colours than a screen has, for a repository stays small."""
    picture = Image.open(BytesIO(taken)).convert("RGB")
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
    sys.stderr.write(f"{path} {path.stat().st_size // 1024} KB\n")


# --- What is on them ------------------------------------------------------------------------------


async def member_asked(seen: Seen, _: Path) -> Phone | None:
    """The member is asked how the visit went."""
    await seen.member.say("/thamho")
    await seen.member.tap((await seen.member.labels())[0])
    await seen.member.tap("Hôm nay")
    return seen.member


async def member_reported(seen: Seen, _: Path) -> Phone | None:
    """The visit is in the book."""
    await seen.member.tap("Tại nhà: ổn định, không có gì mới")
    return seen.member


async def digest(seen: Seen, _: Path) -> Phone | None:
    """The secretary's month with its picture."""
    await seen.show("secretary")
    await seen.secretary.say("/tonghop")
    await seen.secretary.tap("Xem biểu đồ")
    await expect(seen.secretary.last.locator("img")).to_be_visible()
    return seen.secretary


async def clerk(seen: Seen, folder: Path) -> Phone | None:
    """The office sends a workbook and is shown what it would change."""
    workbook = folder / "danh-sach-thang-12.xlsx"
    workbook.write_bytes(_lists())
    await seen.show("office")
    await seen.office.say("/nhapdanhsach")
    await seen.office.send_file(workbook)
    return seen.office


def _lists() -> bytes:
    cell: Row = {**CELL, Column.NAME: "Chi bộ ấp Thạnh Phú", Column.COMMITTEE: COMMUNE_CODE}
    office: Row = {**COMMITTEE, Column.CODE: COMMUNE_CODE, Column.NAME: COMMUNE_NAME}
    member: Row = {**AN, Column.CODE: CAST_CODES["member"], Column.NAME: "Lê Văn Thuận"}
    homes: list[Row] = [
        {**H1, Column.CODE: f"TL05{place}", Column.NAME: name, Column.ALIAS: "",
         Column.MEMBER: CAST_CODES["member"], Column.HELPER: ""}
        for place, name in enumerate(NEW_HOMES, 901)
    ]  # fmt: skip
    return commune(
        {
            Sheet.COMMITTEES: [office],
            Sheet.CELLS: [cell],
            Sheet.MEMBERS: [member],
            Sheet.HOUSEHOLDS: homes,
        }
    )


async def all_three(seen: Seen, _: Path) -> Phone | None:
    """The whole room."""
    await seen.office.say("huy")
    await seen.office.say("/tonghop")
    await seen.page.reload()
    await expect(seen.secretary.last.locator("img")).to_be_visible()
    return None


Scene = Callable[[Seen, Path], Awaitable[Phone | None]]
SCENES: tuple[tuple[str, tuple[int, int], Scene], ...] = (
    ("member-asked.png", NARROW, member_asked),
    ("member-reported.png", NARROW, member_reported),
    ("digest.png", LONG, digest),
    ("import.png", LONG, clerk),
    ("room.png", WIDE, all_three),
)

if __name__ == "__main__":
    asyncio.run(main())
