"""The clock of the room: it only goes on, and what time brings comes to the right phones."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from bot.domain.digests import due_between
from bot.domain.reminders import ladder
from bot.room import frames
from bot.room.passing import Hours
from bot.room.room import Room
from storage import periods
from storage.sample import phones
from storage.tables import Visit
from tests.hours import vietnam
from tests.room.visitor import Browser, Frame, Page

READ = (
    "Việc tháng 10: 12 nhà",
    "Tổng hợp tháng 09/2026 – Chi bộ ấp Thạnh Phú",
    "chi bộ còn nhà chưa ghi",
)


def texts(page: Page, phone: int) -> list[str]:
    return [line["text"] for line in page.lines(phone) if line["is"] == "letter"]


def hours(frames: list[Frame]) -> list[str]:
    return [frame["now"] for frame in frames]


async def test_what_time_brings_comes_to_the_right_phones_in_its_order(
    page: Page, room: Room, browser: Browser
) -> None:
    cast = room.commune.world.cast
    assert page.welcome["said_date"] == "Thứ năm 01/10/2026"
    answer = await page.say(cast.member, "/thangnay")
    await page.moved("next_day")
    room.commune.world.clock.move_to(vietnam("2026-10-07", "20:00"))  # five days are not looked at
    passed = await page.moved("eve", cast.secretary)
    assert passed[-1]["said_date"] == "Thứ bảy 10/10/2026"
    assert len(passed) > 5, "it is told how far time is"
    assert hours(passed) == sorted(hours(passed))
    assert [frame["moving"] for frame in passed].count(False) == 1
    assert any(READ[0] in text for text in texts(page, cast.member))
    assert any(READ[1] in text for text in texts(page, cast.secretary))
    assert not any(READ[1] in text for text in texts(page, cast.member))
    assert any(READ[2] in text for text in texts(page, cast.office))
    for phone in (cast.member, cast.secretary, cast.office):
        lines = page.lines(phone)
        assert [line["at"] for line in lines] == sorted(line["at"] for line in lines)
    assert page.lines(cast.member)[1] == answer, "what was said before time passed is still there"

    picture = await page.say(cast.secretary, "/tonghop 2026-09")
    async with browser.page(cast.member, cast.secretary, cast.office) as other:
        await other.until(lambda frame: frame.get("n") == picture["n"])
        for phone in (cast.member, cast.secretary):
            assert other.lines(phone) == page.lines(phone), "the same for who comes later"


@pytest.mark.faults(only_full=True)
async def test_what_was_said_and_sent_outlasts_the_housekeeping_of_months(
    page: Page, room: Room
) -> None:
    """Bodies are blanked after thirty days anywhere else, files dropped after one."""
    office = room.commune.world.cast.office
    blank = await page.tap(await page.say(office, "/nhapdanhsach"), "Nhận mẫu trống")
    assert blank["attachment"]["size"] > 5000
    world = room.commune.world
    world.clock.move_to(world.clock() + timedelta(days=60))
    await room.commune.look()
    async with room.commune.reading() as session:
        lines = await phones.lines(session, office)
        assert await phones.file(session, int(blank["attachment"]["url"].split("/")[-1]))
    said = [frames.line(office, line)["text"] for line in lines][:3]
    assert said[0] == "/nhapdanhsach"
    assert said[2] == "Nhận mẫu trống"


async def test_what_is_sent_now_goes_out_before_time_passes(page: Page, room: Room) -> None:
    cast = room.commune.world.cast
    room.commune.world.clock.move_to(vietnam("2026-10-01", "09:00"))  # no hour halts it today
    for line in ("/soanthongbao", "1", "Mai nghỉ họp.", "1", "1", "6", "Gửi ngay"):
        await page.say(cast.office, line)
    await page.say(cast.office, "gui")
    await page.moved("next_day")
    (came,) = [line for line in page.lines(cast.member) if "Mai nghỉ họp." in line["text"]]
    assert came["at"].startswith("2026-10-01T09:")


@pytest.mark.parametrize(
    ("to", "why"),
    [
        ("2026-09-30", "chỉ đi tới"),
        ("2027-12-01", "400 ngày"),
        ("2026-02-30", "chưa hiểu"),
        ("yesterday", "chưa hiểu"),
        ("", "chưa hiểu"),
    ],
)
async def test_a_day_that_cannot_be_gone_to_is_refused(page: Page, to: str, why: str) -> None:
    (answer,) = await page.moved(to)
    assert why in answer["why"]


async def test_days_are_gone_one_by_one_and_only_one_way_at_a_time(page: Page, room: Room) -> None:
    (*_, hour) = await page.moved("next_day")
    assert hour["now"].startswith("2026-10-02T08:30")
    (*_, hour) = await page.moved("2026-10-02")
    assert hour["now"].startswith("2026-10-02T19:30"), "today once more is this evening"
    await page.send(do="clock", to="day_1")
    await page.send(do="clock", to="next_day")
    assert "đang trôi" in (await page.refused())["why"]


async def test_time_stands_still_where_it_is_when_the_page_that_moved_it_is_closed(
    browser: Browser, room: Room
) -> None:
    async with browser.page() as other:
        async with browser.page() as page:
            await page.send(do="clock", to="day_1")
            await page.until(lambda frame: frame["is"] == "clock" and frame["moving"])
        stood = await other.until(lambda frame: frame["is"] == "clock" and not frame["moving"])
        assert stood["now"] < "2026-10-03", "it was on its way to the first of November"
        (*_, hour) = await other.moved("next_day")
        assert hour["now"] > stood["now"]


async def test_time_halts_every_morning_and_on_no_evening_that_brings_nothing(room: Room) -> None:
    async with room.commune.reading() as session:
        hours = await Hours.of(session, date(2026, 10, 13))
        found = await periods.cells(session, date(2026, 10, 13))
        committees = await periods.committees(session, date(2026, 10, 13))
    now, until, halts = vietnam("2026-10-01", "07:30"), vietnam("2026-10-13", "07:30"), []
    while now < until:
        halts.append(stop := hours.next(now, until))
        now = stop.at
    mornings = {stop.at for stop in halts if stop.with_house}
    assert mornings == {vietnam(f"2026-10-{day:02}", "08:00") for day in range(1, 13)} | {until}
    evenings = {stop.at for stop in halts} - mornings
    assert vietnam("2026-10-10", "18:00") in evenings, "the digest: the eleventh is a Sunday"
    brought = {
        planned.at
        for cell in found
        for day in range(1, 13)
        for planned in ladder(cell.settings, cell.days_off, date(2026, 10, day))
    }
    rules = [(unit.settings, unit.days_off) for unit in found]
    rules += [(unit.settings, unit.days_off) for unit in committees]
    for settings, days_off in rules:
        brought |= {one.at for one in due_between(settings, days_off, halts[0].at, until)}
    assert evenings == brought - mornings
    assert len(evenings) < len(mornings)


async def test_those_who_are_on_no_phone_go_on_reporting(page: Page, room: Room) -> None:
    before = await _visits(room)
    await page.moved("next_day")
    await page.moved("next_day")
    assert await _visits(room) > before + 20


async def _visits(room: Room) -> int:
    async with room.commune.reading() as session:
        return await session.scalar(select(func.count()).select_from(Visit)) or 0


async def test_the_path_is_told_to_every_page_and_knows_what_was_done(
    browser: Browser, room: Room
) -> None:
    cast = room.commune.world.cast
    async with (
        browser.page(cast.member) as page,
        browser.page(cast.office, language="en") as other,
    ):
        english = await other.until(lambda frame: frame["is"] == "path")
        assert english["steps"][0]["title"] == "Report a visit"
        path = await page.until(lambda frame: frame["is"] == "path")
        assert path["steps"][0]["title"] == "Báo một lần thăm hộ"
        assert path["steps"][0]["say"] == english["steps"][0]["say"]
        assert (path["at"], {step["done"] for step in path["steps"]}) == (None, {False})
        await page.send(do="step", at=0)
        for one in (page, other):
            path = await one.until(lambda frame: frame["is"] == "path" and frame["at"] == 0)
        await page.say(cast.member, path["steps"][0]["say"])
        await other.until(lambda frame: frame["is"] == "path" and frame["steps"][0]["done"])
        await other.send(do="step", at=None)
        path = await page.until(lambda frame: frame["is"] == "path" and frame["at"] is None)
        assert path["steps"][0]["done"], "who comes back to it finds what was done"
