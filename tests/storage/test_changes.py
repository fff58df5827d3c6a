"""The log of household changes, and the states that follow from it."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from bot.domain.households import (
    AssignmentEnd,
    AssignmentKind,
    Change,
    DatePrecision,
    HouseholdClass,
)
from bot.domain.people import Actor
from bot.domain.periods import day_of
from bot.domain.refusals import Reason, Refusal
from bot.domain.visits import VisitKind
from bot.messages import Address
from storage import changes, people, visits
from storage.changes import Report
from storage.store import Session, Store
from storage.tables import Assignment, AuditRow, HouseholdChange, HouseholdState, SealedPeriod
from tests.conftest import NOW
from tests.village import SINCE, Village

TODAY = day_of(NOW)


async def actor(session: Session, name: str) -> Actor:
    found = await people.actor_at(session, Address("console", "demo", name), TODAY)
    assert found is not None
    return found


async def states(session: Session, household_id: int) -> Sequence[HouseholdState]:
    rows = await session.scalars(
        select(HouseholdState)
        .where(HouseholdState.household_id == household_id)
        .order_by(HouseholdState.id)
        .execution_options(populate_existing=True)
    )
    return list(rows)


async def counting(session: Session, household_id: int) -> list[Change]:
    """What was not taken back."""
    rows = await session.scalars(
        select(HouseholdChange.change)
        .where(HouseholdChange.household_id == household_id, HouseholdChange.withdrawn_at.is_(None))
        .order_by(HouseholdChange.id)
    )
    return list(rows)


def birth(village: Village, code: str = "H001") -> Report:
    return Report(
        village.households[code], Change.BIRTH, date(2026, 11, 10), DatePrecision.DAY,
        persons=5, workers=2,
    )  # fmt: skip


async def test_a_change_opens_the_next_state_and_overwrites_none(
    store: Store, village: Village
) -> None:
    async with store.begin() as session:
        an = await actor(session, "An")
        change_id = await changes.record(session, an, birth(village), "one", NOW)
        before, after = await states(session, village.households["H001"])
    assert (before.since, before.until, before.persons) == (SINCE, date(2026, 11, 10), 4)
    assert (after.since, after.until, after.persons, after.workers) == (
        date(2026, 11, 10), None, 5, 2,
    )  # fmt: skip
    assert after.change_id == change_id
    assert (after.household_class, after.needs_help) == (HouseholdClass.POOR, True)


async def test_a_change_from_before_the_first_state_begins_with_it(
    store: Store, village: Village
) -> None:
    early = replace(birth(village), happened_on=date(2025, 12, 1), precision=DatePrecision.MONTH)
    async with store.begin() as session:
        await changes.record(session, await actor(session, "An"), early, "one", NOW)
        _, after = await states(session, village.households["H001"])
        row = (await session.scalars(select(HouseholdChange))).one()
    assert after.since == SINCE
    assert row.happened_on == date(2025, 12, 1)


async def test_a_change_of_a_sealed_month_keeps_its_day_and_leaves_the_figures(
    store: Store, village: Village
) -> None:
    late = replace(birth(village), happened_on=date(2026, 10, 20))
    async with store.begin() as session:
        an = await actor(session, "An")
        session.add(
            SealedPeriod(
                cell_id=village.units["05"], month="2026-10", through=date(2026, 10, 31),
                sealed_at=NOW,
            )
        )  # fmt: skip
        await session.flush()
        await changes.record(session, an, late, "one", NOW)
        before, after = await states(session, village.households["H001"])
        row = (await session.scalars(select(HouseholdChange))).one()
    assert row.happened_on == date(2026, 10, 20)
    assert before.until == after.since == date(2026, 11, 1)


async def test_the_same_confirmation_is_written_once(store: Store, village: Village) -> None:
    async with store.begin() as session:
        an = await actor(session, "An")
        assert await changes.record(session, an, birth(village), "one", NOW) is not None
        assert await changes.record(session, an, birth(village), "one", NOW) is None
        assert len(await states(session, village.households["H001"])) == 2


async def test_a_change_without_numbers_or_class_opens_no_state(
    store: Store, village: Village
) -> None:
    house = Report(
        village.households["H001"], Change.HOUSING, date(2026, 11, 1), DatePrecision.MONTH
    )
    async with store.begin() as session:
        assert await changes.record(session, await actor(session, "An"), house, "one", NOW)
        assert len(await states(session, village.households["H001"])) == 1


@pytest.mark.parametrize(
    ("change", "after"),
    [
        (Change.CLASS_POOR_NEW, HouseholdClass.POOR),
        (Change.CLASS_NEAR_NEW, HouseholdClass.NEAR_POOR),
        (Change.CLASS_EXIT, HouseholdClass.NEW_OUT_POVERTY),
        (Change.CLASS_NEAR_EXIT, HouseholdClass.AVERAGE),
        (Change.CLASS_RELAPSE, HouseholdClass.POOR),
    ],
)
async def test_a_class_changes_by_its_decision(
    store: Store, village: Village, change: Change, after: HouseholdClass
) -> None:
    report = Report(
        village.households["H002"], change, date(2026, 11, 1), DatePrecision.DAY,
        decision="45/QĐ-UBND ngày 1/11/2026",
    )  # fmt: skip
    async with store.begin() as session:
        await changes.record(session, await actor(session, "An"), report, "one", NOW)
        *_, now = await states(session, village.households["H002"])
    assert (now.household_class, now.decision) == (after, "45/QĐ-UBND ngày 1/11/2026")
    assert (now.persons, now.workers) == (4, 2)


async def test_numbers_that_do_not_fit_are_made_to(store: Store, village: Village) -> None:
    odd = replace(birth(village), persons=1, workers=None)
    async with store.begin() as session:
        await changes.record(session, await actor(session, "An"), odd, "one", NOW)
        *_, now = await states(session, village.households["H001"])
    assert (now.persons, now.workers) == (1, 1)


async def test_a_change_belongs_to_the_visit_just_reported(store: Store, village: Village) -> None:
    async with store.begin() as session:
        an = await actor(session, "An")
        visit = visits.Report(village.households["H001"], TODAY, VisitKind.HOME)
        visit_id = await visits.record(session, an, visit, "visit", NOW)
        await changes.record(session, an, birth(village), "one", NOW)
        row = (await session.scalars(select(HouseholdChange))).one()
    assert row.visit_id == visit_id


@pytest.mark.parametrize(
    ("name", "code"),
    [("An", "H005"), ("An", "H006"), ("Bình", "H001"), ("Cúc", "H001"), ("Én", "H001"),
     ("Phúc", "H001"), ("Hà", "H001"), ("Khoa", "H001")],
)  # fmt: skip
async def test_only_whoever_has_the_household_reports_its_changes(
    store: Store, village: Village, name: str, code: str
) -> None:
    async with store.begin() as session:
        who = await actor(session, name)
        with pytest.raises(Refusal) as said:
            await changes.record(session, who, birth(village, code), "one", NOW)
        assert (await session.scalars(select(HouseholdChange))).all() == []
    assert said.value.reason is Reason.NOT_FOUND


async def test_taking_back_is_one_more_state_as_it_was_before(
    store: Store, village: Village
) -> None:
    async with store.begin() as session:
        an = await actor(session, "An")
        change_id = await changes.record(session, an, birth(village), "one", NOW)
        assert change_id is not None
        assert await changes.withdraw(session, an, change_id, NOW)
        first, opened, again = await states(session, village.households["H001"])
        row = await session.get_one(HouseholdChange, change_id, populate_existing=True)
    assert opened.until == again.since == opened.since, "it never held"
    assert again.until is None
    assert (again.persons, again.workers, again.change_id) == (first.persons, first.workers, None)
    assert row.withdrawn_at == NOW


async def test_taking_back_leaves_what_came_afterwards(store: Store, village: Village) -> None:
    away = replace(
        birth(village), change=Change.AWAY_DOMESTIC, happened_on=TODAY, persons=5, workers=1
    )
    async with store.begin() as session:
        an = await actor(session, "An")
        first = await changes.record(session, an, birth(village), "one", NOW)
        await changes.record(session, an, away, "two", NOW)
        assert first is not None
        assert await changes.withdraw(session, an, first, NOW)
        *_, now = await states(session, village.households["H001"])
    assert (now.persons, now.workers) == (4, 1)


async def test_taking_back_a_class_gives_the_class_and_decision_of_before(
    store: Store, village: Village
) -> None:
    report = replace(
        birth(village), change=Change.CLASS_EXIT, persons=None, workers=None, decision="45/QĐ"
    )
    async with store.begin() as session:
        an = await actor(session, "An")
        change_id = await changes.record(session, an, report, "one", NOW)
        assert change_id is not None
        assert await changes.withdraw(session, an, change_id, NOW)
        *_, now = await states(session, village.households["H001"])
    assert (now.household_class, now.decision) == (HouseholdClass.POOR, "")


@pytest.mark.parametrize("name", ["Bình", "Cúc", "Hà", "Phúc", "Én"])
async def test_nobody_else_takes_a_change_back(store: Store, village: Village, name: str) -> None:
    async with store.begin() as session:
        change_id = await changes.record(
            session, await actor(session, "An"), birth(village), "one", NOW
        )
        assert change_id is not None
        assert not await changes.withdraw(session, await actor(session, name), change_id, NOW)


async def test_a_change_is_taken_back_once_and_within_a_day(store: Store, village: Village) -> None:
    async with store.begin() as session:
        an = await actor(session, "An")
        change_id = await changes.record(session, an, birth(village), "one", NOW)
        assert change_id is not None
        late = NOW + timedelta(hours=24)
        assert not await changes.withdraw(session, an, change_id, late)
        assert not await changes.withdraw(session, an, change_id + 1, NOW), "absent"
        assert await changes.withdraw(session, an, change_id, late - timedelta(seconds=1))
        assert not await changes.withdraw(session, an, change_id, NOW)
        assert len(await states(session, village.households["H001"])) == 3


async def test_a_handed_over_household_takes_its_changes_along(
    store: Store, village: Village
) -> None:
    async with store.begin() as session:
        an = await actor(session, "An")
        change_id = await changes.record(session, an, birth(village), "one", NOW)
        assert change_id is not None
        await session.execute(
            update(Assignment)
            .where(Assignment.household_id == village.households["H001"])
            .values(until=TODAY, ended_because=AssignmentEnd.REBALANCE)
        )
        assert not await changes.withdraw(session, an, change_id, NOW)
        with pytest.raises(Refusal):
            await changes.own(session, an, change_id, NOW)


async def test_a_correction_starts_from_the_numbers_without_it(
    store: Store, village: Village
) -> None:
    async with store.begin() as session:
        an = await actor(session, "An")
        wrong = await changes.record(session, an, birth(village), "one", NOW)
        assert wrong is not None
        earlier = await changes.own(session, an, wrong, NOW)
        assert (earlier.persons, earlier.workers) == (4, 2)
        right = replace(birth(village), change=Change.DEATH, persons=3, replaces_id=wrong)
        assert await changes.record(session, an, right, "two", NOW) is not None
        *_, now = await states(session, village.households["H001"])
        counted = await counting(session, village.households["H001"])
    assert now.persons == 3
    assert counted == [Change.DEATH]


async def test_what_can_no_longer_be_taken_back_is_not_replaced(
    store: Store, village: Village
) -> None:
    async with store.begin() as session:
        an = await actor(session, "An")
        wrong = await changes.record(session, an, birth(village), "one", NOW)
    right = replace(birth(village), change=Change.DEATH, persons=3, replaces_id=wrong)
    with pytest.raises(Refusal) as said:
        async with store.begin() as session:
            await changes.record(session, an, right, "two", NOW + timedelta(hours=25))
    assert said.value.reason is Reason.NOTHING_TO_TAKE_BACK
    async with store.reading() as session:
        assert await counting(session, village.households["H001"]) == [Change.BIRTH]


async def test_who_reported_and_took_back_is_on_the_audit_without_what_it_said(
    store: Store, village: Village
) -> None:
    async with store.begin() as session:
        an = await actor(session, "An")
        change_id = await changes.record(session, an, birth(village), "one", NOW)
        assert change_id is not None
        await changes.withdraw(session, an, change_id, NOW)
        rows = await session.scalars(select(AuditRow).order_by(AuditRow.id))
        noted = [(row.person_id, row.action, row.thing, row.thing_id) for row in rows]
    assert noted == [
        (an.person_id, "reported", "change", str(change_id)),
        (an.person_id, "took back", "change", str(change_id)),
    ]


async def test_two_who_report_at_once_follow_one_upon_the_other(
    store: Store, village: Village
) -> None:
    async with store.begin() as session:
        session.add(
            Assignment(
                person_id=village.people["Bình"], household_id=village.households["H001"],
                kind=AssignmentKind.HELPING, since=SINCE,
            )
        )  # fmt: skip

    async def report(name: str, said: Report) -> None:
        async with store.begin() as session:
            await changes.record(session, await actor(session, name), said, name, NOW)

    away = replace(birth(village), change=Change.AWAY_ABROAD, persons=None, workers=1)
    await asyncio.gather(report("An", birth(village)), report("Bình", away))
    async with store.reading() as session:
        first, second, third = await states(session, village.households["H001"])
    assert first.until == second.since
    assert second.until == third.since
    assert (third.until, third.persons, third.workers in (1, 2)) == (None, 5, True)
