"""Households that came to a member within a group (nhóm hộ): theirs like any other."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from bot.domain.households import AssignmentEnd, AssignmentKind
from bot.domain.refusals import Reason, Refusal
from bot.messages import Address
from scheduler.housekeeping import keep_house
from storage import assignments, people
from storage.tables import (
    Assignment,
    AuditRow,
    BookNumber,
    HouseholdGroup,
    HouseholdGroupPlace,
    Visit,
)
from tests.chat import Chat, World
from tests.village import SINCE, Village

TODAY = date(2026, 11, 21)
TOMORROW = TODAY + timedelta(days=1)


async def grouped(
    world: World, village: Village, codes: tuple[str, ...] = ("H005",), cell: str = "05"
) -> int:
    """A group of these households; nobody has it yet."""
    async with world.store.begin() as session:
        group = HouseholdGroup(cell_id=village.units[cell], name="Nhóm 1", since=SINCE)
        session.add(group)
        await session.flush()
        session.add_all(
            HouseholdGroupPlace(
                group_id=group.id, household_id=village.households[code], since=SINCE
            )
            for code in codes
        )
        return group.id


async def assign(
    world: World, village: Village, group_id: int, to: str, *, by: str = "Bình",
    since: date = TODAY,
) -> None:  # fmt: skip
    async with world.store.begin() as session:
        actor = await people.actor_at(session, Address("console", "demo", by), TODAY)
        assert actor is not None
        await assignments.assign_group(
            session, actor, group_id, village.people[to], since=since, now=world.now
        )


async def numbers(world: World, village: Village, who: str) -> dict[int, int]:
    async with world.store.reading() as session:
        rows = await session.execute(
            select(BookNumber.household_id, BookNumber.number).where(
                BookNumber.person_id == village.people[who]
            )
        )
        return dict(rows.all())


async def test_it_stands_in_the_book_counts_in_the_month_and_is_visited_by_its_number(
    an: Chat, world: World, village: Village
) -> None:
    await assign(world, village, await grouped(world, village), "An")
    assert "đã thăm 0/5 hộ" in await an.say("/thangnay")
    assert "Sáu Thảo" in await an.say("/hodan 5")
    await an.say("/thamho 5, hôm nay, 1")
    assert "đã thăm 1/5 hộ" in await an.say("/thangnay")
    async with world.store.reading() as session:
        visited = await session.scalar(select(Visit.household_id))
        assert visited == village.households["H005"]


async def test_what_one_has_alone_and_in_a_group_counts_once_under_its_old_number(
    an: Chat, world: World, village: Village
) -> None:
    group = await grouped(world, village, ("H001", "H005"))
    await assign(world, village, group, "An")
    assert "0/5 hộ" in await an.say("/thangnay")
    own = await numbers(world, village, "An")
    assert (own[village.households["H001"]], own[village.households["H005"]]) == (1, 5)


async def test_several_are_numbered_one_after_the_other_whoever_has_none_begins_with_one(
    world: World, village: Village
) -> None:
    group = await grouped(world, village, ("H001", "H002", "H005"))
    await assign(world, village, group, "Bình")
    assert sorted((await numbers(world, village, "Bình")).values()) == [1, 2, 3]


async def test_a_group_that_is_handed_on_leaves_the_book_and_keeps_its_numbers(
    an: Chat, binh: Chat, world: World, village: Village
) -> None:
    group = await grouped(world, village)
    await assign(world, village, group, "An", since=SINCE)
    await assign(world, village, group, "Bình")
    assert "0/4 hộ" in await an.say("/thangnay")
    assert await an.say("/hodan 5") == await an.say("/hodan 77")
    assert "0/1 hộ" in await binh.say("/thangnay")
    await assign(world, village, group, "An", since=TODAY)
    assert "Sáu Thảo" in await an.say("/hodan 5"), "the number it had"
    async with world.store.reading() as session:
        ended = await session.scalars(
            select(Assignment.ended_because).where(
                Assignment.group_id == group, Assignment.until.is_not(None)
            )
        )
        assert set(ended) == {AssignmentEnd.REBALANCE}


async def test_a_household_that_leaves_the_group_leaves_the_book(
    an: Chat, world: World, village: Village
) -> None:
    await assign(world, village, await grouped(world, village), "An", since=SINCE)
    async with world.store.begin() as session:
        await session.execute(update(HouseholdGroupPlace).values(until=TODAY))
    assert "0/4 hộ" in await an.say("/thangnay")
    assert await an.say("/hodan 5") == await an.say("/hodan 77")


async def test_what_joins_the_group_later_is_numbered_once_it_is_there(
    an: Chat, world: World, village: Village
) -> None:
    group = await grouped(world, village, ())
    await assign(world, village, group, "An")
    async with world.store.begin() as session:
        session.add(
            HouseholdGroupPlace(
                group_id=group, household_id=village.households["H005"], since=TOMORROW
            )
        )
    await keep_house(world.store, world.now)
    assert "0/4 hộ" in await an.say("/thangnay")
    assert len(await numbers(world, village, "An")) == 4
    world.now += timedelta(days=1)
    await keep_house(world.store, world.now)
    await keep_house(world.store, world.now)
    assert "0/5 hộ" in await an.say("/thangnay")
    assert (await numbers(world, village, "An"))[village.households["H005"]] == 5
    async with world.store.reading() as session:
        noted = await session.scalars(
            select(AuditRow.thing_id).where(AuditRow.action == "numbered")
        )
        assert list(noted) == [str(village.households["H005"])]


async def test_one_who_helps_with_a_group_has_it_in_the_book_too(
    an: Chat, world: World, village: Village
) -> None:
    group = await grouped(world, village)
    async with world.store.begin() as session:
        session.add(
            Assignment(
                person_id=village.people["An"], group_id=group, since=SINCE,
                kind=AssignmentKind.HELPING,
            )
        )  # fmt: skip
    await keep_house(world.store, world.now)
    said = await an.say("/thangnay")
    assert "0/4 hộ" in said
    assert "Cùng giúp 1 hộ của đồng chí khác." in said
    assert "Sáu Thảo" in await an.say("/hodan 5")


async def test_anybody_else_is_told_nothing_of_it(
    cuc: Chat, ha: Chat, giang: Chat, oanh: Chat, world: World, village: Village
) -> None:
    await assign(world, village, await grouped(world, village), "An")
    for chat in (cuc, ha, giang, oanh):
        for line in ("/hodan 5", "/hodan H005", "/tham H005"):
            assert "Thảo" not in await chat.say(line)
            await chat.say("/huy")
        assert "Thảo" not in await chat.say("/thangnay")


@pytest.mark.parametrize(
    ("by", "to", "cell"),
    [
        pytest.param("Dũng", "An", "05", id="the secretary of another cell"),
        pytest.param("Giang", "Hà", "05", id="the secretary of the school's cell"),
        pytest.param("Oanh", "Phúc", "05", id="the secretary of another commune"),
        pytest.param("An", "An", "05", id="a member"),
        pytest.param("Én", "An", "05", id="the office"),
        pytest.param("Bình", "Phúc", "05", id="a member of another commune"),
        pytest.param("Bình", "An", "06", id="a group of another cell"),
    ],
)
async def test_only_the_cells_secretary_assigns_a_group_and_only_within_the_commune(
    world: World, village: Village, by: str, to: str, cell: str
) -> None:
    group = await grouped(world, village, cell=cell)
    with pytest.raises(Refusal) as said:
        await assign(world, village, group, to, by=by)
    assert said.value.reason is Reason.NOT_FOUND
    async with world.store.reading() as session:
        assert (
            await session.scalars(select(Assignment.id).where(Assignment.group_id == group))
        ).all() == []
