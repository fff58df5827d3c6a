"""The page of ticks in the practice room: under the room's own address, at the room's hour."""

import re

import aiohttp

from bot.room.room import Room
from bot.texts import page as words
from tests.pages.plain import Plain
from tests.room.visitor import Browser, Page


async def test_a_month_is_ticked_on_a_page_of_the_room(
    page: Page, browser: Browser, room: Room
) -> None:
    member = room.commune.world.cast.member
    letter = await page.say(member, "/trang")
    link = re.search(rf"{browser.base}/b/\w+", letter["text"])
    assert link is not None, letter["text"]
    assert "03/10/2026" in letter["text"], "two days of the room's own calendar"
    async with aiohttp.ClientSession() as web:
        listed = await (await Plain(browser.base, web).open(link[0])).press(words.OPEN)
        absent = next(name for name, value in listed.offered if value == "absent")
        review = await listed.tick(absent, "absent").press(words.REVIEW)
        saved = await review.press(words.SEND)
    assert "Đã ghi nhận 1 hộ." in saved.text
    assert (await page.letter(member, "Đã ghi nhận 1 hộ."))["text"] in saved.text


async def test_under_another_name_than_its_own_the_room_shows_no_page(browser: Browser) -> None:
    for path in ("/b/x", "/b"):
        assert (await browser.get(path))[0] == 404
        assert (await browser.get(path, Host="evil.example"))[0] == 421
        assert (await browser.post(path, Origin="null"))[0] == 404
