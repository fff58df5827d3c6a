"""The practice room in a real browser, from the first visit to the digest."""

import pytest
from playwright.async_api import expect

from tests.room.browser.conftest import Opened

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
    for words in ("/phananh 6", "2", "dien", "Xin kéo thêm đèn đường"):
        await seen.member.say(words)
    code = (await seen.member.tap("Gửi luôn")).partition("mã ")[2].partition(".")[0]
    waiting = await seen.secretary.say("/viec")
    assert "việc chờ đồng chí" in waiting
    (mine,) = [one for one in await seen.secretary.labels() if code in one]
    assert "Xin kéo thêm đèn đường" in await seen.secretary.tap(mine)
    await seen.secretary.tap("Trả lời ngay")
    assert "đã trả lời" in await seen.secretary.say("Tuần sau kéo đèn.")
    await seen.member.heard(code)  # by itself, on another phone
    await seen.member.tap("Báo lại cho hộ")
    await seen.member.tap("Hài lòng")


async def test_what_is_typed_is_shown_and_never_carried_out(room: Opened) -> None:
    seen = await room()
    evil = '<img src=x onerror="document.title=1"><b>tên</b>'
    await seen.office.say(evil)
    said = seen.office.box.locator(".said .text").last
    await expect(said).to_have_text(evil)
    assert await said.locator("*").count() == 0
    assert await seen.page.title() == "Gần Dân – Phòng thực hành"
