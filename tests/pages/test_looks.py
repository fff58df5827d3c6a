"""The page of ticks in a real browser: without scripts, on a small screen, for everybody."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, FilePayload, Page, ViewportSize, expect

from bot.messengers.base import WORKBOOK
from bot.texts import file_page as file_words
from bot.texts import page as words
from bot.texts import reporting as report_words
from bot.texts import upload_page as upload_words
from tests.chat import Chat, World
from tests.pages.bare import Bare, link_in, path_of
from tests.pages.plain import Plain
from tests.pages.steps import link_of
from tests.room.browser import chromium
from tests.room.browser.serving import a_browser
from tests.village import Village
from tests.workbooks import commune

SMALL = ViewportSize(width=360, height=740)
TOO_SMALL = """
[...document.querySelectorAll("button, summary, label.tick, input[type=text], input[type=file]")]
  .filter((it) => it.checkVisibility() && it.getBoundingClientRect().height < 47.9)
  .map((it) => it.outerHTML)
"""


@pytest.fixture
def engine() -> str:
    """What a browser shows is the same on either."""
    return "sqlite"


@pytest.fixture(autouse=True)
def _nothing_goes_on() -> None:
    """Other than elsewhere: the browser goes on from test to test."""


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def chrome() -> AsyncIterator[Browser]:
    """A Chromium; where there is none it is said what is missing, and in CI that is a failure."""
    path = await asyncio.to_thread(chromium.find)
    if path is None:
        (pytest.fail if chromium.IN_CI else pytest.skip)(chromium.MISSING)
    async with a_browser(path) as launched:
        yield launched


async def opened(
    chrome: Browser, an: Chat, plain: Plain, *, scripts: bool = True, dark: bool = False
) -> Page:
    """The list in a phone's browser; axe needs scripts, the page has none."""
    context = await chrome.new_context(
        viewport=SMALL,
        locale="vi-VN",
        java_script_enabled=scripts,
        color_scheme="dark" if dark else "light",
    )
    page = await context.new_page()
    await page.goto(plain.address + "/" + (await link_of(an)).split("/", 3)[3])
    await page.get_by_role("button", name=words.OPEN).click()
    return page


async def test_without_scripts_a_phone_of_360_pixels_tells_a_month(
    chrome: Browser, an: Chat, browser: Plain, village: Village
) -> None:
    page = await opened(chrome, an, browser, scripts=False)
    second = page.locator(f"#home-{village.households['H002']}")
    await second.get_by_label(words.FINE).check()
    await second.get_by_text(words.BESIDE).click()
    await second.get_by_label(words.NOTE).fill("con út thi đỗ")
    await page.get_by_role("button", name=words.REVIEW).click()
    await expect(page.get_by_role("listitem")).to_contain_text("2 (Tư Hạnh): hôm nay")
    await page.get_by_role("button", name=words.SEND).click()
    await expect(page.get_by_role("main")).to_contain_text("Đã ghi nhận 1 hộ.")
    await page.context.close()


async def test_nobody_is_kept_out(chrome: Browser, an: Chat, browser: Plain) -> None:
    page = await opened(chrome, an, browser)
    await _fits_everybody(page)
    await page.get_by_label(words.VISITED).check()
    await page.get_by_role("radio", name=report_words.NO_NEED).check()
    await page.get_by_role("button", name=words.REVIEW).click()
    await _fits_everybody(page)
    await page.get_by_role("button", name=words.SEND).click()
    await expect(page.get_by_role("main")).to_contain_text("Đã ghi nhận 1 hộ.")
    await page.context.close()


async def test_what_is_amiss_is_seen_in_the_dark_too(
    chrome: Browser, an: Chat, browser: Plain
) -> None:
    page = await opened(chrome, an, browser, dark=True)
    await page.get_by_label(words.VISITED).check()
    await page.get_by_label(words.DAY).fill("mai")
    await page.get_by_role("button", name=words.REVIEW).click()
    await expect(page.get_by_role("alert")).to_be_visible()
    await _fits_everybody(page)
    await page.context.close()


async def test_a_file_is_handed_in_without_scripts_and_fits_everybody(
    chrome: Browser, world: World, browser: Plain
) -> None:
    bare = Bare(world)
    link = path_of(link_in(await bare.say("Én", "/nhapdanhsach"), "u"))
    for scripts in (True, False):  # axe needs scripts, the page has none
        context = await chrome.new_context(
            viewport=SMALL, locale="vi-VN", java_script_enabled=scripts
        )
        page = await context.new_page()
        await page.goto(browser.address + link)
        if scripts:
            await page.get_by_role("button", name=upload_words.SEND).click()
            await expect(page.get_by_role("alert")).to_be_visible()
            await _fits_everybody(page)
        chosen = FilePayload(name="Danh sách.xlsx", mimeType=WORKBOOK, buffer=commune())
        await page.get_by_label("Chọn tệp Excel").set_input_files(chosen)
        await page.get_by_role("button", name=upload_words.SEND).click()
        await expect(page.get_by_role("main")).to_contain_text("Danh sách.xlsx")
        if scripts:
            await _fits_everybody(page)
            await page.get_by_role("button", name=upload_words.OTHER).click()
            await _fits_everybody(page)
        else:
            await page.get_by_role("button", name=upload_words.SURE).click()
            await expect(page.get_by_role("main")).to_contain_text("Tệp đã gửi lúc")
        await context.close()


async def test_a_file_is_saved_without_scripts_and_its_page_fits_everybody(
    chrome: Browser, world: World, browser: Plain
) -> None:
    an = Bare(world)
    for scripts in (True, False):
        link = path_of(link_in(await an.say("An", "/dulieu xuat"), "f"))
        context = await chrome.new_context(
            viewport=SMALL, locale="vi-VN", java_script_enabled=scripts
        )
        page = await context.new_page()
        await page.goto(browser.address + link)
        if scripts:
            await _fits_everybody(page)
        async with page.expect_download() as saving:
            await page.get_by_role("button", name=file_words.TAKE).click()
        saved = await saving.value
        assert saved.suggested_filename.startswith("du-lieu-cua-toi")
        await context.close()


async def _fits_everybody(page: Page) -> None:
    found = await Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert await page.evaluate(TOO_SMALL) == []
