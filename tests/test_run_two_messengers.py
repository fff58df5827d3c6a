"""A commune that writes on Zalo and on Telegram, told to one real program over both doubles.

An and Bình of cell 05 and Khánh of the office have Zalo, Dũng of cell 06 and Én, of the office too,
have Telegram. Bình, who is secretary, takes up Telegram as well, and is then written to where he
wrote last.
"""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count as counting
from pathlib import Path

import pytest
from sqlalchemy import ColumnElement, and_, func, select

from bot.domain.concerns import ConcernStatus
from bot.domain.delivery import Delivery, InboxStatus
from bot.domain.digests import due_between
from bot.domain.imports import Sheet
from bot.domain.periods import day_of
from bot.domain.reminders import Step, ladder
from bot.texts import correction
from bot.texts import upload_page as upload_words
from storage import periods
from storage.secrecy import Keys
from storage.store import Store, opened
from storage.tables import (
    Concern,
    HouseholdChange,
    InboxRow,
    OutboxRow,
    Person,
    Receipt,
    Visit,
)
from tests import workbooks
from tests.doubles.telegram import TelegramDouble, telegram_double
from tests.doubles.zalo_bot import ZaloBotDouble, zalo_bot_double
from tests.pages.bare import download, hand_in, link_in
from tests.pages.plain import Plain
from tests.program import (
    HOOK_SECRET,
    SECRET_KEY,
    Program,
    environment,
    running,
    telegram_settings,
    zalo_bot_settings,
)
from tests.telegram_people import Person as OnTelegram
from tests.test_run_story import (
    ANSWER,
    DUNG,
    EN,
    HOUSEHOLDS,
    NEW,
    SECRETARY,
    WIRE,
    planted,
    workbook,
)
from tests.test_run_story import let_the_night_pass as nobody_sleeps
from tests.workbooks import AN, H2, C, Row
from tests.zalo_people import Person as OnZalo

BINH = {**SECRETARY, C.PHONE: "0912000005"}
KHANH = {**EN, C.CODE: "DV5", C.NAME: "Lâm Ngọc Khánh"}
MEMBERS = (AN, BINH, DUNG, EN, KHANH)
PAGES = "https://gandan.example"
STORM = "Bão gần bờ. Bà con chằng lại mái nhà trước 17 giờ."


@dataclass(frozen=True, slots=True)
class Ways:
    """How the messages of each messenger come in."""

    telegram: str
    zalo: str
    replay: bool = False  # what was had comes again with every question
    wrapped: bool = False  # what is pushed looks like an answer, and is pushed twice


@dataclass
class Commune:
    """Everybody with their phones, and the database to look into."""

    an: OnZalo
    binh: OnZalo
    binh_too: OnTelegram
    khanh: OnZalo
    dung: OnTelegram
    en: OnTelegram
    store: Store
    program: Program

    @property
    def browser(self) -> Plain:
        """Any telephone's."""
        return Plain(self.program.address, self.program.web)


@asynccontextmanager
async def commune(database_url: str, ways: Ways, folder: Path) -> AsyncIterator[Commune]:
    """The program running, with everybody linked and agreed; at the end all is in order."""
    codes = await planted(folder, environment(database_url), workbook(*MEMBERS))
    async with AsyncExitStack() as stack:
        telegram = await stack.enter_async_context(telegram_double())
        zalo = await stack.enter_async_context(zalo_bot_double())
        env = environment(
            database_url, PUBLIC_URL=PAGES,
            **telegram_settings(telegram, ways.telegram), **zalo_bot_settings(zalo, ways.zalo),
        )  # fmt: skip
        program = await stack.enter_async_context(running(env, folder))
        await joined(telegram, zalo, ways, program)
        store = opened(database_url, Keys((SECRET_KEY,)))
        stack.push_async_callback(store.close)
        an, binh, khanh = (OnZalo(zalo, name) for name in ("An", "Bình", "Khánh"))
        binh_too, dung, en = (OnTelegram(telegram, chat) for chat in (12, 13, 14))
        async with asyncio.TaskGroup() as group:
            for of_zalo, member in ((an, AN), (binh, BINH), (khanh, KHANH)):
                group.create_task(linked(of_zalo, member, codes))
            for phone, member in ((dung, DUNG), (en, EN)):
                group.create_task(linked_by_tapping(phone, member, codes))
        yield Commune(an, binh, binh_too, khanh, dung, en, store, program)
        await nothing_left_over(store)
        assert telegram.violations == zalo.violations == []


async def joined(
    telegram: TelegramDouble, zalo: ZaloBotDouble, ways: Ways, program: Program
) -> None:
    """Each messenger hands on what comes in its own way."""
    zalo.post.replay, zalo.post.wrapped, zalo.post.twice = ways.replay, ways.wrapped, ways.wrapped
    if ways.telegram == "webhook":
        await telegram.post.push_to(program.hook, HOOK_SECRET)
    if ways.zalo == "webhook":
        await zalo.post.push_to(f"{program.address}/zalo/bot/webhook", HOOK_SECRET)


async def linked(phone: OnZalo, member: Row, codes: dict[str, str]) -> None:
    """By the code alone, as there are no links that carry one."""
    assert str(member[C.NAME]) in await phone.say(codes[str(member[C.CODE])])
    assert "Cảm ơn" in await phone.choose("Đồng ý")


async def linked_by_tapping(phone: OnTelegram, member: Row, codes: dict[str, str]) -> None:
    assert str(member[C.NAME]) in await phone.say(f"/start {codes[str(member[C.CODE])]}")
    assert "Cảm ơn" in await phone.tap("Đồng ý")


async def count(store: Store, which: ColumnElement[bool]) -> int:
    async with store.reading() as session:
        return await session.scalar(select(func.count()).where(which)) or 0


async def nothing_left_over(store: Store) -> None:
    """Every message was handled, and every letter arrived, the last one a moment ago.

    What the calendar brings at the hour of the test may wait for the morning.
    """
    assert await count(store, InboxRow.status != InboxStatus.DONE) == 0
    for _ in range(100):
        now = datetime.now(UTC)  # noqa: TID251  # the program keeps the real clock
        due = and_(OutboxRow.status != Delivery.SENT, OutboxRow.not_before <= now)
        if not (left := await count(store, due)):
            break
        await asyncio.sleep(0.1)
    assert left == 0


async def visit_step_by_step(an: OnZalo) -> None:
    before = an.times
    await an.say("/thamho")
    assert "Tại nhà: ổn định" in await an.say("1")
    receipt = await an.say("hôm nay, 1")
    assert "Đã ghi nhận" in receipt
    assert "1/4 hộ" in receipt
    assert an.times - before == 3


async def several_in_a_sentence(an: OnZalo) -> None:
    before = an.times
    shown = await an.say("hộ 2 3 bt, không cần giúp gì")
    assert "Hệ thống hiểu như sau" in shown
    assert "Đã ghi nhận 2 hộ" in await an.say("1")
    assert an.times - before == 2


async def concern_raised(an: OnZalo) -> str:
    await an.say("/phananh 1")
    await an.choose("Kiến nghị")
    await an.choose("Điện")
    await an.say(WIRE)
    receipt = await an.choose("Gửi luôn")
    found = re.search(r"PA-05-\d{6}-\d{3}", receipt)
    assert found is not None, receipt
    return found[0]


async def birth_reported(an: OnZalo) -> None:
    await an.say("/thaydoi 1")
    await an.choose("Nhân khẩu")
    await an.choose("Sinh con")
    await an.choose("Hôm nay")
    assert "Số khẩu tăng lên 5" in an.heard
    assert "Đã ghi nhận" in await an.choose("Đúng")


async def last_visit_taken_back(an: OnZalo) -> None:
    assert "4/4 hộ" in await an.say("/thamho 4, hôm nay, 1")
    await an.choose("Sửa")
    await an.choose(correction.TAKE_BACK)
    await an.say(correction.WORD)
    assert "3/4 hộ" in await an.say("/thangnay")


async def secretary_takes_up_telegram(one: Commune, code: str) -> None:
    """He reads of the concern on Zalo, and answers it on his other telephone."""
    assert code in await one.binh.say("/viec")
    before = one.binh_too.times
    telegram = one.binh_too.telegram
    await telegram.share_contact(one.binh_too.chat_id, str(BINH[C.PHONE]))
    await telegram.until(lambda: one.binh_too.times > before, 40)
    await one.binh_too.tap("Đồng ý")
    assert "1" in await one.binh_too.say("/viec")
    assert WIRE in await one.binh_too.tap(code)
    await one.binh_too.tap("Trả lời ngay")
    assert "Đã ghi nhận" in await one.binh_too.say(ANSWER)


async def answer_told_at_the_door(one: Commune) -> None:
    await nobody_sleeps(one.store)
    await one.an.hears("Có trả lời cho một phản ánh")
    assert ANSWER in await one.an.say("Đã báo lại cho hộ")
    assert "kết thúc" in await one.an.choose("Hài lòng")


async def storm_announced(one: Commune) -> None:
    """It goes to each where they are, to Bình where he wrote last, and is confirmed there."""
    on_zalo = one.binh.times
    await one.en.say("/soanthongbao")
    await one.en.say(STORM)
    for step in ("Toàn Đảng bộ", "Tất cả", "Cảnh báo", "Gửi khẩn", "Gửi ngay"):
        await one.en.tap(step)
    await one.en.say("gửi")
    await one.an.hears(STORM)
    await one.an.say("Đã nắm nội dung")
    for phone in (one.binh_too, one.dung):
        await phone.hears(STORM)
        await phone.tap("Đã nắm nội dung")
    assert one.binh.times == on_zalo
    assert await count(one.store, Receipt.read_at.is_not(None)) == 3


async def workbook_over_the_page(one: Commune) -> None:
    """Zalo carries no files: the workbook goes in over a page, and is answered in the chat."""
    link = link_in(await one.khanh.say("/nhapdanhsach"), "u")
    review = await hand_in(one.browser, link, ("danh sach.xlsx", workbook(*MEMBERS, NEW)))
    before = one.khanh.times
    assert upload_words.DONE_TITLE in (await review.press(upload_words.SURE)).text
    await one.khanh.zalo.until(lambda: one.khanh.times > before, 40)
    assert "1 mới, 5 giữ nguyên" in one.khanh.heard
    assert "Đã nhập" in await one.khanh.say("nhập 4 hộ")
    async with one.store.reading() as session:
        assert await session.scalar(select(func.count(Person.id))) == 6


async def picture_over_the_page(one: Commune) -> None:
    """The month's picture comes to the secretary behind a link, which is nobody else's to guess."""
    await one.binh.say("/tonghop")
    link = link_in(await one.binh.choose("Xem biểu đồ"), "f")
    assert (await one.browser.open(link)).status == 200
    saved = await download(one.browser, link)
    assert (saved.status, saved.content[:8]) == (200, b"\x89PNG\r\n\x1a\n")
    assert (await download(one.browser, link[:-1])).status == 404
    assert link.rpartition("/")[2] not in one.program.errors


async def nothing_is_seen_from_another_cell(dung: OnTelegram, code: str) -> None:
    for said in ("/viec", f"/pa {code}", "/hodan H1", "ho 1"):
        await dung.say(said)
    for foreign in (WIRE, ANSWER, "Ba Lành", "Tư Hạnh", f"{code} ·", "Nguyễn Thị An"):
        assert foreign not in dung.all_read


POLLED_AGAIN = Ways("webhook", "polling", replay=True)
PUSHED_TWICE = Ways("polling", "webhook", wrapped=True)
POLLED_ONCE = Ways("polling", "polling")
in_full = pytest.mark.faults(only_full=True)


@pytest.mark.parametrize(
    ("engine", "ways"),
    [
        pytest.param("postgresql", POLLED_AGAIN, id="Zalo asked, which says everything again"),
        pytest.param("sqlite", PUSHED_TWICE, id="pushed twice into SQLite", marks=in_full),
        pytest.param("sqlite", POLLED_ONCE, id="both asked, into SQLite", marks=in_full),
    ],
    indirect=["engine"],
)
async def test_people_on_two_messengers_are_one_commune(
    database_url: str, ways: Ways, tmp_path: Path
) -> None:
    async with commune(database_url, ways, tmp_path) as one:
        await visit_step_by_step(one.an)
        await several_in_a_sentence(one.an)
        code = await concern_raised(one.an)
        await birth_reported(one.an)
        await last_visit_taken_back(one.an)
        await workbook_over_the_page(one)
        await picture_over_the_page(one)
        await secretary_takes_up_telegram(one, code)
        await answer_told_at_the_door(one)
        await storm_announced(one)
        await nothing_is_seen_from_another_cell(one.dung, code)
        async with one.store.reading() as session:
            visits = list(await session.scalars(select(Visit).order_by(Visit.id)))
            assert [visit.withdrawn_at is None for visit in visits] == [True, True, True, False]
            concern = (await session.scalars(select(Concern))).one()
            assert concern.status is ConcernStatus.CLOSED
            assert await session.scalar(select(func.count(HouseholdChange.id))) == 1


# --- What the calendar brings --------------------------------------------------------------------


@in_full
@pytest.mark.parametrize("engine", ["postgresql"])
async def test_what_the_calendar_brings_reaches_people_on_both_messengers_once(
    database_url: str, tmp_path: Path
) -> None:
    homes = (*HOUSEHOLDS, {**H2, C.CODE: "H5", C.CELL: "06", C.MEMBER: "DV3", C.HELPER: ""})
    book = workbooks.commune({Sheet.MEMBERS: MEMBERS, Sheet.HOUSEHOLDS: homes})
    codes = await planted(tmp_path, environment(database_url), book)
    async with telegram_double() as telegram, zalo_bot_double() as zalo:
        env = environment(
            database_url, PUBLIC_URL=PAGES,
            **telegram_settings(telegram, "polling"), **zalo_bot_settings(zalo, "polling"),
        )  # fmt: skip
        an, binh, dung = OnZalo(zalo, "An"), OnZalo(zalo, "Bình"), OnTelegram(telegram, 13)
        async with running(env, tmp_path):
            await linked(an, AN, codes)
            await linked(binh, BINH, codes)
            await linked_by_tapping(dung, DUNG, codes)
        begins, evening = await _hours(database_url)
        async with running(env, tmp_path, hour=begins):
            await an.hears("Việc tháng")
        async with running(env, tmp_path, hour=evening):
            await binh.hears("Tổng hợp tháng")
            await dung.hears("Tổng hợp tháng")
        assert an.all_read.count("Việc tháng") == 1
        for secretary in (binh, dung):
            assert secretary.all_read.count("Tổng hợp tháng") == 1
        assert zalo.violations == telegram.violations == []
        await nothing_went_wrong(database_url)


async def nothing_went_wrong(database_url: str) -> None:
    """Letters have arrived, wait for their hour, or were too late when the program came back."""
    store = opened(database_url, Keys((SECRET_KEY,)))
    fine = (Delivery.SENT, Delivery.QUEUED, Delivery.EXPIRED)
    assert await count(store, OutboxRow.status.not_in(fine)) == 0
    await store.close()


async def _hours(database_url: str) -> list[datetime]:
    """When the next list of the month goes out, and the evening before the meeting after it."""
    store = opened(database_url, Keys((SECRET_KEY,)))
    async with store.reading() as session:
        today = day_of(datetime.now(UTC))  # noqa: TID251  # the program keeps the real clock
        cell = next(one for one in await periods.cells(session, today) if one.code == "05")
    await store.close()
    days = (today + timedelta(days=n) for n in counting(1))
    planned = (one for day in days for one in ladder(cell.settings, cell.days_off, day))
    begins = next(one.at for one in planned if one.step is Step.LIST)
    until = begins + timedelta(days=40)
    evenings = list(due_between(cell.settings, cell.days_off, begins, until))
    return [begins, evenings[-1].at]
