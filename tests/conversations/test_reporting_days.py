"""Days in a report of several households that a careful reader would ask about, or point out."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from bot.texts import reporting as words
from storage.tables import SealedPeriod, Visit
from tests.chat import Chat, World
from tests.concerns_stored import TODAY
from tests.conftest import NOW
from tests.village import Village

YESTERDAY = TODAY - timedelta(days=1)


async def visited_on(world: World) -> set[date]:
    async with world.store.reading() as session:
        return set(await session.scalars(select(Visit.visited_on)))


@pytest.mark.parametrize(
    ("typed", "asked", "first"),
    [
        ("2 3 bt thứ bảy", "có phải thứ bảy 14/11 không", "Thứ bảy 14/11"),  # today is one
        ("2 bt hôm nọ", "ngày nào", words.TODAY),
        ("2 bt mấy bữa trước", "ngày nào", words.TODAY),
        ("2 bt đầu tháng", "ngày nào", words.TODAY),
        ("2 bt mùng 10", "có phải thứ tư 18/11 không", "Thứ tư 18/11"),  # by the moon
        ("2 3 bt hôm qua và hôm nay", "có phải hôm qua không", words.YESTERDAY),
    ],
    ids=lambda one: one if " " in one else "",
)
async def test_a_day_that_is_not_sure_is_one_of_the_doubts(
    an: Chat, world: World, typed: str, asked: str, first: str
) -> None:
    assert asked in await an.say(typed)
    assert an.labels[0] == first


@pytest.mark.parametrize(
    ("typed", "day"), [("2 3 bt 30/11", "Thứ hai 30/11"), ("2 3 bt thứ hai tới", "Thứ hai 23/11")]
)
async def test_a_day_to_come_is_never_taken_for_today(
    an: Chat, world: World, typed: str, day: str
) -> None:
    assert f"{day} chưa tới nên chưa ghi được. Hộ 2 (Tư Hạnh), 3" in await an.say(typed)
    assert an.labels[:2] == [words.TODAY, words.YESTERDAY]
    assert "ngày nào?" in await an.say("30/11")
    assert await visited_on(world) == set()
    await an.say("hôm qua")
    await an.say("đúng")
    assert await visited_on(world) == {YESTERDAY}


async def test_the_guess_is_taken_with_one_tap(an: Chat, world: World) -> None:
    await an.say("2 3 bt thứ bảy")
    assert "2 (Tư Hạnh), 3 (Danh Sóc): thứ bảy 14/11" in await an.tap("Thứ bảy 14/11")
    await an.tap(words.SAVE)
    assert await visited_on(world) == {date(2026, 11, 14)}


async def test_another_day_is_typed_instead_of_the_guess(an: Chat, world: World) -> None:
    await an.say("2 3 bt thứ bảy")
    assert "thứ tư 18/11" in await an.say("18/11")
    await an.say("đúng")
    assert await visited_on(world) == {date(2026, 11, 18)}


async def test_a_day_said_of_the_first_holds_for_the_next_and_is_shown(
    an: Chat, world: World
) -> None:
    echo = await an.say("3 bt hôm qua\n2 xin vay vốn nuôi tôm")
    assert echo.count("hôm qua") == 2


async def test_households_of_a_closed_month_are_said_to_be_additions(
    an: Chat, world: World, village: Village
) -> None:
    async with world.store.begin() as session:
        session.add(
            SealedPeriod(
                cell_id=village.units["05"],
                month="2026-10",
                through=date(2026, 10, 31),
                sealed_at=NOW,
                sealed_by=None,
            )
        )
    await an.say("2 3 bt 30/10; 4 bt 5/11")
    receipt = await an.say("1")
    assert "Hộ 2, 3: tháng đó chi bộ đã chốt số liệu" in receipt


async def test_visits_that_are_there_already_are_pointed_out(an: Chat, world: World) -> None:
    await an.say("2 3 bt")
    assert "một lần rồi" not in await an.say("1")
    await an.say("3 4 bt")
    assert "Hộ 3: ngày này đã ghi một lần rồi" in await an.say("1")


@pytest.mark.parametrize("typed", ["bỏ 2", "bo 2", "xoá hộ 2"])
async def test_leaving_out_the_only_household_ends_the_report(
    an: Chat, world: World, typed: str
) -> None:
    await an.say("2 bt")
    assert words.NOTHING_LEFT in await an.say(typed)
    await an.say("1")
    async with world.store.reading() as session:
        assert await session.scalar(select(func.count()).select_from(Visit)) == 0


async def test_leaving_it_out_while_correcting_ends_it_too(an: Chat) -> None:
    await an.say("2 bt")
    await an.tap(words.CORRECT)
    assert words.NOTHING_LEFT in await an.say("bỏ 2")
