"""The practice room in a real browser, from the first visit to the digest."""

import base64
import re
from pathlib import Path

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, expect

from bot.domain.imports import Sheet
from bot.texts import page as page_words
from bot.texts.room import words
from tests.room.browser.conftest import Opened
from tests.room.browser.phones import PATIENCE
from tests.room.browser.wire import Wire
from tests.workbooks import H1, C, commune

PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk"
    "+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
SAID = words("vi")
TOO_SMALL = """
[...document.querySelectorAll("button, a, summary, textarea, [role=option], label.switch, .attach")]
  .filter((it) => it.checkVisibility({visibilityProperty: true}) && !it.matches(".skip"))
  .filter((it) => it.getBoundingClientRect().height < 43.9)
  .map((it) => it.outerHTML)
"""
TRY_NOW = "document.querySelector('#banner button')?.click()"
AS_HIGH_AS_THE_SCREEN = "scrollY === 0 && document.documentElement.scrollHeight <= innerHeight"

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_newcomer_reports_a_visit_with_a_few_taps(room: Opened) -> None:
    seen = await room()
    member = seen.member
    assert "Đồng chí chọn việc" in await member.open_menu()
    assert "hộ nào" in await member.tap("Thăm hộ")
    household = (await member.labels())[0]
    assert "ngày nào" in await member.tap(household)
    assert "Kết quả thế nào" in await member.tap("Hôm nay")
    answer = await member.tap("Tại nhà: ổn định, không có gì mới")
    assert answer.startswith("Đã ghi nhận.")
    await expect(member.box.locator(".said.answered")).to_have_count(5)


async def test_a_concern_goes_through_three_phones_and_back_to_the_door(room: Opened) -> None:
    seen = await room()
    for line in ("/phananh 6", "2", "dien", "Xin kéo thêm đèn đường"):
        await seen.member.say(line)
    code = (await seen.member.tap("Gửi luôn")).partition("mã ")[2].partition(".")[0]
    waiting = await seen.secretary.say("/viec")
    assert "việc chờ đồng chí" in waiting
    (mine,) = [one for one in await seen.secretary.labels() if code in one]
    assert "Xin kéo thêm đèn đường" in await seen.secretary.tap(mine)
    await seen.secretary.tap("Trả lời ngay")
    assert "đã trả lời" in await seen.secretary.say("Tuần sau kéo đèn.")
    await seen.member.heard(code)  # by itself, on another phone
    await seen.member.tap("Đã báo lại cho hộ")
    await seen.member.tap("Hài lòng")


async def test_what_is_typed_is_shown_and_never_carried_out(room: Opened) -> None:
    seen = await room()
    evil = '<img src=x onerror="document.title=1"><b>tên</b>'
    await seen.office.say(evil)
    said = seen.office.box.locator(".said .text").last
    await expect(said).to_have_text(evil)
    assert await said.locator("*").count() == 0
    assert await seen.page.title() == "Gần Dân – Phòng thực hành"


# --- Other ways of speaking -----------------------------------------------------------------------


async def test_without_buttons_everything_goes_by_numbers(room: Opened) -> None:
    phone = (await room()).secretary
    await phone.say("/menu")
    await phone.plain.check()
    assert await phone.box.locator(".choices").count() == 0
    assert "1. Thăm hộ" in await phone.last.inner_text()
    assert "việc chờ đồng chí" in await phone.say("6")
    await phone.plain.uncheck()
    await expect(phone.last.locator(".choices")).to_be_visible()


async def test_a_photo_goes_along_with_a_concern(room: Opened, tmp_path: Path) -> None:
    photo = tmp_path / "cầu.png"
    photo.write_bytes(base64.b64decode(PIXEL))
    member = (await room()).member
    for line in ("/phananh 5", "1", "1", "Cầu gãy lan can"):
        await member.say(line)
    await member.tap("Kèm ảnh")
    assert "có ảnh" in await member.send_file(photo)
    await expect(member.box.locator(".said img")).to_have_count(1)
    await member.tap("Gửi luôn")


async def test_a_workbook_is_read_and_its_bad_row_is_named(room: Opened, tmp_path: Path) -> None:
    workbook = tmp_path / "danh-sach.xlsx"
    workbook.write_bytes(commune({Sheet.HOUSEHOLDS: [{**H1, C.CLASS: "Giàu"}]}))
    office = (await room()).office
    await office.say("/nhapdanhsach")
    assert "Hộ, dòng 2, cột Diện hộ" in await office.send_file(workbook)
    await office.say("huy")


async def test_a_file_to_download_comes_with_its_letter(room: Opened) -> None:
    seen = await room()
    await seen.office.say("/nhapdanhsach")
    await seen.office.tap("Nhận mẫu trống")
    async with seen.page.expect_download() as download:
        await seen.office.last.locator("a.download").click()
    assert (await download.value).suggested_filename.endswith(".xlsx")


# --- The guided path ------------------------------------------------------------------------------


async def test_the_path_types_its_first_step_and_sees_it_done(room: Opened) -> None:
    seen = await room(width=360, height=780)
    await seen.show("office")
    path = seen.page.locator("#path")
    await path.get_by_role("button", name=SAID["path_begin"], exact=True).click()
    await path.get_by_role("button", name=SAID["step_type"]).click()
    await expect(seen.member.field).to_be_focused()
    await expect(path).to_be_hidden()  # so that the phone is seen
    assert (await seen.member.field.input_value()).startswith("/thamho")
    assert (await seen.member.say(await seen.member.field.input_value())).startswith("Đã ghi nhận.")
    await seen.page.locator("#fold summary").first.click()
    await seen.page.locator("#path .all summary").click()
    await expect(seen.page.locator("#path li").first).to_contain_text(SAID["step_done"])
    await path.get_by_role("button", name=SAID["path_leave"]).click()
    await expect(path.get_by_role("button", name=SAID["path_resume"], exact=True)).to_be_visible()


async def test_a_step_shows_its_line_its_phone_and_what_is_left_to_do(room: Opened) -> None:
    seen = await room(height=700)
    path = seen.page.locator("#path")
    await path.locator(".all button").nth(1).click()
    await expect(seen.member.box).to_have_class(re.compile(r"\bmeant\b"))
    await expect(path).to_contain_text(await seen.member.box.locator(".who").inner_text())
    line = path.locator(".lines button").first
    await expect(line).to_have_text(re.compile("^/phananh"))
    await line.click()
    await expect(seen.member.field).to_be_focused()
    assert await seen.page.evaluate(AS_HIGH_AS_THE_SCREEN)
    await expect(path).to_contain_text(SAID["step_send"])
    await seen.member.say(await seen.member.field.input_value())
    await expect(path).not_to_contain_text(SAID["step_send"])
    await path.get_by_role("button", name=SAID["path_leave"]).click()
    await expect(seen.member.box).not_to_have_class(re.compile(r"\bmeant\b"))
    await seen.member.say("huy")


# --- Whose phone it is ----------------------------------------------------------------------------


async def test_a_phone_can_be_anybodys(room: Opened) -> None:
    seen = await room()
    before = await seen.office.name.inner_text()
    await seen.office.name.click()
    await seen.page.get_by_role("combobox").fill("bi thu  thanh binh")
    option = seen.page.get_by_role("option").first
    await expect(option).to_contain_text("Bí thư chi bộ")
    name = (await option.locator("b").inner_text()).strip()
    await seen.page.keyboard.press("Enter")
    await expect(seen.office.name).to_contain_text(name)
    assert name not in before
    assert "Đồng chí chọn việc" in await seen.office.open_menu()
    await seen.page.reload()
    await expect(seen.office.name).to_contain_text(name)


# --- The line -------------------------------------------------------------------------------------


async def test_what_is_said_while_the_line_is_down_is_sent_once_it_is_mended(room: Opened) -> None:
    wire = Wire()
    seen = await room(wire=wire)
    assert "ngày nào?" in await seen.member.say("/thamho 1")
    await wire.cut()
    await expect(seen.banner).to_contain_text(SAID["away"])
    await seen.member.send("hôm qua")
    await expect(seen.member.last).to_contain_text(SAID["mark_waiting"])
    await seen.page.reload()  # what was said stays with the tab
    await expect(seen.banner).to_contain_text(SAID["away"])
    wire.mend()
    await seen.page.evaluate(TRY_NOW)  # unless it has come back by itself
    await seen.member.heard("Kết quả thế nào?")
    await expect(seen.member.said("hôm qua")).to_have_count(1)
    await seen.member.say("huy")


async def test_what_arrived_before_the_line_broke_is_not_said_again(room: Opened) -> None:
    wire = Wire()
    seen = await room(wire=wire)
    assert "ngày nào?" in await seen.member.say("/thamho 4")
    wire.deaf = True
    await seen.member.tap_only("Hôm qua")
    await expect(seen.member.last).to_contain_text(SAID["mark_waiting"])
    await wire.cut()
    wire.mend()
    await seen.member.heard("Kết quả thế nào?")
    await expect(seen.banner).not_to_contain_text(SAID["away"])
    entries = await seen.member.box.locator(".log > .entry").all_inner_texts()
    assert "ngày nào?" in entries[-3]  # one tap, one answer
    await seen.member.say("huy")


# --- The page itself ------------------------------------------------------------------------------


async def test_all_can_be_done_by_keyboard(room: Opened) -> None:
    seen = await room()
    press = seen.page.keyboard.press
    await press("Tab")
    await expect(seen.page.locator(":focus")).to_have_text(SAID["skip"])
    await press("Enter")
    await press("Tab")
    await expect(seen.member.name).to_be_focused()
    await press("Enter")
    await expect(seen.page.get_by_role("combobox")).to_be_focused()
    await press("Escape")
    await expect(seen.member.name).to_be_focused()
    await seen.member.field.focus()
    await seen.page.keyboard.type("/menu")
    await press("Shift+Enter")
    await expect(seen.member.field).to_have_value("/menu\n")
    await press("Enter")
    await seen.member.heard("Đồng chí chọn việc")
    for _ in range(12):
        await press("Shift+Tab")
        if await seen.member.button("Thăm hộ").evaluate("it => it === document.activeElement"):
            break
    await press("Enter")
    await seen.member.heard("hộ nào")
    await expect(seen.member.last.locator(".choices button").first).to_be_focused()
    await seen.member.say("huy")


async def test_tabs_bring_one_phone_after_the_other_to_the_front(room: Opened) -> None:
    seen = await room(width=360, height=780)
    await seen.page.get_by_role("tab").first.focus()
    await seen.page.keyboard.press("ArrowRight")
    await expect(seen.secretary.box).to_be_visible()
    await expect(seen.member.box).to_be_hidden()
    assert "Đồng chí chọn việc" in await seen.secretary.say("/menu")


# --- The clock ------------------------------------------------------------------------------------


async def test_the_month_goes_on_and_the_digest_comes_with_its_picture(room: Opened) -> None:
    seen = await room()
    await seen.move_to("next_day")
    await expect(seen.page.locator("#today")).to_have_text("Thứ sáu 02/10/2026")
    await seen.member.heard("nhà cần thăm")
    await seen.move_to("eve")
    await seen.secretary.heard("Tổng hợp tháng 09/2026")
    await seen.secretary.tap("Xem danh sách từng mục")
    await seen.secretary.tap("Xem biểu đồ")
    picture = seen.secretary.last.locator("img")
    await expect(picture).to_have_attribute("alt", re.compile("Chi bộ"))
    assert await picture.evaluate("it => it.decode().then(() => it.naturalWidth)") > 500
    await seen.secretary.last.locator(".enlarge").click()
    await expect(seen.page.get_by_role("dialog").locator("img")).to_be_visible()


async def test_it_starts_over_only_when_that_is_confirmed(room: Opened) -> None:
    seen = await room()
    await seen.office.say("/menu")
    for button, left in (("again_no", True), ("again_yes", False)):
        await seen.page.locator("#again").click()
        dialog = seen.page.get_by_role("alertdialog")
        await expect(dialog).to_contain_text(SAID["again_what"])
        await dialog.get_by_role("button", name=SAID[button], exact=True).click()
        await expect(dialog).to_be_hidden(timeout=PATIENCE)
        empty = seen.office.box.locator(".empty")
        await expect(empty).to_have_count(0 if left else 1, timeout=PATIENCE)


async def test_a_page_of_the_rooms_own_opens_with_a_tap(room: Opened) -> None:
    seen = await room(width=360, height=740)
    await seen.member.say("/trang")
    async with seen.page.context.expect_page() as opening:
        await seen.member.last.get_by_role("link").click()
    opened = await opening.value
    await opened.get_by_role("button", name=page_words.OPEN).click()
    await expect(opened.get_by_role("heading", name=page_words.DUE)).to_be_visible()
    await expect(opened.get_by_label(page_words.DAY)).to_have_value(re.compile("10/2026"))


# --- Nobody is kept out (of a room begun anew, as axe takes long over long talks) -----------------


@pytest.mark.parametrize(
    ("width", "dark", "language"),
    [(1440, False, "vi"), (1440, True, "en"), (360, False, "en"), (360, True, "vi")],
    ids=["wide", "wide, dark, English", "narrow, English", "narrow, dark"],
)
async def test_nobody_is_kept_out(room: Opened, width: int, dark: bool, language: str) -> None:
    seen = await room(width=width, height=800, dark=dark, language=language)
    await seen.member.say("/menu")
    await seen.member.plain.set_checked(not dark)
    await _fits_everybody(seen.page)


async def test_nobody_is_kept_out_of_the_choice_of_a_person(room: Opened) -> None:
    seen = await room(width=360, height=780)
    await seen.member.name.click()
    await seen.page.get_by_role("combobox").fill("bi thu")
    await _fits_everybody(seen.page)


async def _fits_everybody(page: Page) -> None:
    found = await Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert await page.evaluate(TOO_SMALL) == []
