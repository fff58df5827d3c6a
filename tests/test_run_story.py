"""A month's work of one commune, told to the real program over the double of Telegram.

An of cell 05 has households H1 to H4; Bình is the cell's secretary, Dũng the one of cell 06; Én
keeps the committee's office. All of them come in by a workbook and by codes on paper.
"""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy import func, select, update

from bot.domain.concerns import ConcernStatus
from bot.domain.delivery import Delivery, InboxStatus
from bot.domain.imports import Sheet
from bot.texts import correction
from storage.secrecy import Keys
from storage.store import Store, opened
from storage.tables import Concern, HouseholdChange, InboxRow, OutboxRow, Person, Visit
from tests import workbooks
from tests.doubles.telegram import telegram_double
from tests.program import HOOK_SECRET, SECRET_KEY, environment, gandan, running, telegram_settings
from tests.telegram_people import Person as Phone
from tests.workbooks import AN, BINH, H1, H2, C, Row

SECRETARY = {**BINH, C.CELL: "05", C.ROLES: "Đảng viên; Bí thư chi bộ"}
DUNG = {**BINH, C.CODE: "DV3", C.NAME: "Danh Dũng", C.CELL: "06", C.ROLES: "Bí thư chi bộ"}
EN = {**BINH, C.CODE: "DV4", C.NAME: "Đỗ Thị Én", C.CELL: "06", C.ROLES: "Văn phòng đảng ủy"}
NEW = {**AN, C.CODE: "DV9", C.NAME: "Lý Thị Mới", C.PHONE: "0987654321"}
MEMBERS = (AN, SECRETARY, DUNG, EN)
HOUSEHOLDS = tuple(
    {**(H1 if n == 1 else H2), C.CODE: f"H{n}", C.ALIAS: name, C.HELPER: ""}
    for n, name in enumerate(("Ba Lành", "Tư Hạnh", "Danh Sóc", "Sáu Thảo"), 1)
)
WIRE = "Đường dây điện sau nhà chùng xuống"
ANSWER = "Điện lực sẽ căng lại dây trong tuần này."


@dataclass
class Commune:
    """Everybody with their phones, and the database to look into."""

    an: Phone
    binh: Phone
    dung: Phone
    en: Phone
    store: Store


def workbook(*members: Row) -> bytes:
    """The commune's lists."""
    return workbooks.commune({Sheet.MEMBERS: members, Sheet.HOUSEHOLDS: HOUSEHOLDS})


async def planted(folder: Path, env: dict[str, str], content: bytes) -> dict[str, str]:
    """The commune as a clerk plants it from its lists; the codes of its members."""
    book, codes = folder / "commune.xlsx", folder / "codes.xlsx"
    book.write_bytes(content)
    imported = await gandan("import", str(book), env=env)
    assert imported.code == 0, imported.err
    invited = await gandan("invite", "--out", str(codes), env=env)
    assert invited.code == 0, invited.err
    sheet = load_workbook(BytesIO(codes.read_bytes())).worksheets[0]
    return {str(row[0]): str(row[3]) for row in sheet.iter_rows(min_row=2, values_only=True)}


@asynccontextmanager
async def commune(database_url: str, mode: str, folder: Path) -> AsyncIterator[Commune]:
    """The program running, with everybody linked and agreed; at the end all is in order."""
    codes = await planted(folder, environment(database_url), workbook(*MEMBERS))
    async with telegram_double() as telegram:
        env = environment(database_url, **telegram_settings(telegram, mode))
        async with running(env, folder) as program:
            if mode == "webhook":
                await telegram.post.push_to(program.hook, HOOK_SECRET)
            phones = [Phone(telegram, 10 + n) for n in range(4)]
            for phone, member in zip(phones, MEMBERS, strict=True):
                notice = await phone.say(f"/start {codes[str(member[C.CODE])]}")
                assert str(member[C.NAME]) in notice
                assert "Đồng ý" in phone.heard.buttons
                await phone.tap("Đồng ý")
            store = opened(database_url, Keys((SECRET_KEY,)))
            an, binh, dung, en = phones
            yield Commune(an, binh, dung, en, store)
            assert telegram.violations == []
            await store.close()
        await _nothing_left_over(database_url)


async def _nothing_left_over(database_url: str) -> None:
    store = opened(database_url, Keys((SECRET_KEY,)))
    async with store.reading() as session:
        unhandled = InboxRow.status != InboxStatus.DONE
        assert not await session.scalar(select(func.count()).where(unhandled))
        unsent = OutboxRow.status != Delivery.SENT
        assert not await session.scalar(select(func.count()).where(unsent))
    await store.close()


async def visit_with_taps(an: Phone) -> None:
    await an.say("/thamho")
    await an.tap("Số 1")
    await an.tap("Hôm nay")
    receipt = await an.tap("Tại nhà: ổn định")
    assert "Đã ghi nhận" in receipt
    assert "1/4 hộ" in receipt


async def concern_after_the_visit(an: Phone) -> str:
    await an.tap("Ghi phản ánh của hộ này")
    await an.tap("Kiến nghị")
    await an.tap("Điện")
    await an.say(WIRE)
    receipt = await an.tap("Gửi luôn")
    assert "Đã ghi nhận" in receipt
    found = re.search(r"PA-05-\d{6}-\d{3}", receipt)
    assert found is not None
    return found[0]


async def birth_reported(an: Phone) -> None:
    await an.say("/thaydoi 1")
    await an.tap("Nhân khẩu")
    await an.tap("Sinh con")
    await an.tap("Hôm nay")
    assert "Số khẩu tăng lên 5" in an.heard.text
    assert "Đã ghi nhận" in await an.tap("Đúng")


async def second_visit_taken_back(an: Phone) -> None:
    assert "2/4 hộ" in await an.say("/thamho 2, hôm nay, 1")
    assert "2/4 hộ" in await an.say("/thangnay")
    await an.say("/sua")
    await an.tap(correction.TAKE_BACK)
    await an.say(correction.WORD)
    assert "1/4 hộ" in await an.say("/thangnay")


async def answered_and_told(one: Commune, code: str) -> None:
    assert "1" in await one.binh.say("/viec")
    await one.binh.tap(code)
    assert WIRE in one.binh.heard.text
    await one.binh.tap("Trả lời ngay")
    assert "Đã ghi nhận" in await one.binh.say(ANSWER)
    await let_the_night_pass(one.store)
    await one.an.hears("Có trả lời cho một phản ánh")
    assert ANSWER in await one.an.tap("Đã báo lại cho hộ")
    assert "kết thúc" in await one.an.tap("Hài lòng")


async def let_the_night_pass(store: Store) -> None:
    """Nobody is written to at night, and the tests are run at any hour."""
    async with store.begin() as session:
        now = datetime.now(UTC)  # noqa: TID251  # the program keeps the real clock
        waits = OutboxRow.status == Delivery.QUEUED, OutboxRow.not_before > now
        await session.execute(update(OutboxRow).where(*waits).values(not_before=now))


async def nothing_is_seen_from_another_cell(dung: Phone, code: str) -> None:
    for said in ("/viec", f"/pa {code}", "/pa 1", f"/xuly {code}", "/hodan", "/hodan H1", "ho 1"):
        await dung.say(said)
    for foreign in (WIRE, ANSWER, "Ba Lành", "Tư Hạnh", f"{code} ·", "Nguyễn Thị An"):
        assert foreign not in dung.all_read


async def workbook_from_the_chat(one: Commune) -> None:
    await one.en.say("/nhapdanhsach")
    shown = await one.en.send_document("danh sach.xlsx", workbook(*MEMBERS, NEW))
    assert "1 mới, 4 giữ nguyên" in shown
    assert "nhap 4 ho" in shown
    async with one.store.reading() as session:
        assert await session.scalar(select(func.count(Person.id))) == 4
    assert "Đã nhập" in await one.en.say("nhập 4 hộ")
    async with one.store.reading() as session:
        assert await session.scalar(select(func.count(Person.id))) == 5


@pytest.mark.parametrize(
    ("engine", "mode"),
    [("sqlite", "polling"), ("postgresql", "webhook")],
    indirect=["engine"],
    ids=["polling into SQLite", "pushed into PostgreSQL"],
)
async def test_a_commune_goes_the_whole_way_from_the_workbook_to_the_answer_at_the_door(
    database_url: str, mode: str, tmp_path: Path
) -> None:
    async with commune(database_url, mode, tmp_path) as one:
        await visit_with_taps(one.an)
        code = await concern_after_the_visit(one.an)
        await birth_reported(one.an)
        await second_visit_taken_back(one.an)
        await answered_and_told(one, code)
        await nothing_is_seen_from_another_cell(one.dung, code)
        await workbook_from_the_chat(one)
        async with one.store.reading() as session:
            visits = list(await session.scalars(select(Visit).order_by(Visit.id)))
            assert [visit.withdrawn_at is None for visit in visits] == [True, False]
            concern = (await session.scalars(select(Concern))).one()
            assert concern.status is ConcernStatus.CLOSED
            assert await session.scalar(select(func.count(HouseholdChange.id))) == 1
