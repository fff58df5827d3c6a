"""Deadlines of concerns: who has to act is reminded in time, who stands above in the end."""

import pytest
from sqlalchemy import select

from bot.domain.concerns import ConcernStatus, ConcernTarget, Satisfaction
from bot.domain.reminders import Skipped, Step
from scheduler.concern_reminders import plan_concern_reminders
from scheduler.reminders import plan_reminders
from storage.store import Store
from storage.tables import Reminder
from tests.chat import Chat, World
from tests.concerns_stored import decided, heard, recorded
from tests.hours import vietnam
from tests.village import Village

S = ConcernStatus


@pytest.fixture
def world(store: Store, village: Village) -> World:
    """The village on Monday the 23rd of November; the 24th is a holiday."""
    return World(store, vietnam("2026-11-23"))


async def told_on(world: World, *days: str) -> list[tuple[str, str]]:
    """Who is told on these days at eight: the day, and whom."""
    found = []
    for day in days:
        world.now = vietnam(day)
        await plan_concern_reminders(world.store, world.now)
        for name in ("An", "Bình", "Én", "Lâm"):
            for letter in await Chat(world, name).listen():
                if letter.text.splitlines()[0].endswith("phản ánh cần xem."):
                    found.append((day[5:], name))
    return found


DAYS = tuple(
    f"2026-{day}" for day in ("11-23", "11-25", "11-26", "11-27", "11-30", "12-01", "12-03",
                              "12-04", "12-07", "12-10", "12-11")
)  # fmt: skip


async def test_a_new_concern_is_the_secretarys_and_at_last_the_offices(
    world: World, village: Village
) -> None:
    await recorded(world.store, "An", village.households["H001"])
    assert await told_on(world, *DAYS) == [
        ("11-25", "Bình"), ("11-30", "Bình"), ("12-04", "Bình"), ("12-04", "Én"),
    ]  # fmt: skip


async def test_an_answer_is_to_be_told_to_the_household(world: World, village: Village) -> None:
    one = await recorded(world.store, "An", village.households["H001"])
    await decided(world.store, "Bình", one.id, S.ANSWERED, "Xong")
    assert await told_on(world, *DAYS) == [
        ("11-23", "An"), ("11-26", "An"), ("12-01", "An"), ("12-07", "An"), ("12-07", "Bình"),
    ]  # fmt: skip


async def test_what_was_forwarded_is_the_offices_and_at_last_the_leaders(
    world: World, village: Village
) -> None:
    one = await recorded(world.store, "An", village.households["H001"])
    await decided(world.store, "Bình", one.id, S.FORWARDED, "", ConcernTarget.COMMUNE_GOV)
    assert await told_on(world, *DAYS, "2026-12-16") == [
        ("12-03", "Én"), ("12-07", "Én"), ("12-10", "Én"), ("12-16", "Én"), ("12-16", "Lâm"),
    ]  # fmt: skip


async def test_once_told_there_is_nothing_more_to_remind_of(world: World, village: Village) -> None:
    one = await recorded(world.store, "An", village.households["H001"])
    await decided(world.store, "Bình", one.id, S.ANSWERED, "Xong")
    world.now = vietnam("2026-11-26")
    await plan_concern_reminders(world.store, world.now)
    await heard(world.store, "An", one.id, village.households["H001"], Satisfaction.SATISFIED)
    assert await Chat(world, "An").listen() == []
    async with world.store.reading() as session:
        found = await session.scalars(select(Reminder.skipped).where(Reminder.step == Step.CONCERN))
        assert set(found) == {Skipped.NOTHING_LEFT}


async def test_an_untold_answer_stands_in_the_duty_message(world: World, village: Village) -> None:
    one = await recorded(world.store, "An", village.households["H001"])
    await decided(world.store, "Bình", one.id, S.ANSWERED, "Xong")
    world.now = vietnam("2026-12-24")
    await plan_reminders(world.store, world.now)
    [letter] = await Chat(world, "An").listen()
    assert letter.text.splitlines()[0] == (
        "Việc tháng 12: còn 4 nhà chưa ghi thăm. 1 phản ánh cần xem."
    )
    assert "báo lại cho hộ: PA-05-202611-001 (quá hạn từ 26/11)" in letter.text
    assert f"/baoho {one.code}" in [choice.action for choice in letter.choices]


async def test_looking_twice_reminds_once_and_missed_days_are_written_down(
    world: World, village: Village
) -> None:
    one = await recorded(world.store, "An", village.households["H001"])
    await decided(world.store, "Bình", one.id, S.ANSWERED, "Xong")
    await plan_concern_reminders(world.store, vietnam("2026-11-25"))
    for clock in ("08:00", "08:01", "15:00"):
        world.now = vietnam("2026-12-01", clock)
        await plan_concern_reminders(world.store, world.now)
    assert len(await Chat(world, "An").listen()) == 1
    async with world.store.reading() as session:
        rows = await session.execute(
            select(Reminder.subject, Reminder.skipped).order_by(Reminder.id)
        )
        assert {subject.rpartition(":")[2]: why for subject, why in rows} == {
            "0": Skipped.LATE,
            "3": None,
        }
