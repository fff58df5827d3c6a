"""The ladder of reminders, from the list of day 1 to the word to the committee's organiser."""

from collections import Counter
from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from bot.domain.delivery import Delivery
from bot.domain.meetings import calendar_month
from bot.domain.people import ConsentState, MemberStatus
from bot.domain.periods import day_of
from bot.domain.policies import ALL_MONTHLY, MuteReason, Setting
from bot.domain.reminders import Skipped, Step
from bot.domain.visits import NotDoneReason, VisitKind
from scheduler.reminders import plan_reminders
from storage import duties, settings, snoozes
from storage.duties import Duty
from storage.store import Store
from storage.tables import (
    Household,
    Job,
    LinkedAddress,
    Mute,
    OutboxRow,
    Person,
    Reminder,
    RoleHeld,
    SealedPeriod,
    Visit,
)
from tests.chat import Chat, World
from tests.hours import vietnam
from tests.village import Village, entrust


@pytest.fixture
def world(store: Store, village: Village) -> World:
    """The village on the first of December, a Tuesday, at eight."""
    return World(store, vietnam("2026-12-01"))


async def reminded(world: World, *names: str) -> dict[str, str]:
    """Who of these is told what, when the clock has looked."""
    await plan_reminders(world.store, world.now)
    found: dict[str, str] = {}
    for name in names or ("An", "Bình", "Cúc", "Dũng", "Hà", "Én", "Lâm", "Phúc"):
        letters = await Chat(world, name).listen()
        assert len(letters) < 2
        if letters:
            found[name] = letters[0].text
    return found


async def visited(
    world: World, village: Village, *codes: str, on: date, person: str = "An"
) -> None:
    """A visit at home, reported now."""
    async with world.store.begin() as session:
        for code in codes:
            session.add(
                Visit(
                    household_id=village.households[code], visitor_id=village.people[person],
                    author_id=village.people[person], visited_on=on, kind=VisitKind.HOME,
                    effect_key=f"{code} {on} {world.now}", recorded_at=world.now,
                )
            )  # fmt: skip


async def skipped(world: World, step: Step) -> dict[int, Skipped | None]:
    async with world.store.reading() as session:
        rows = await session.scalars(select(Reminder).where(Reminder.step == step))
        return {row.person_id: row.skipped for row in rows}


# --- The steps ---------------------------------------------------------------------------------


async def test_on_the_first_day_each_member_gets_the_list(world: World, village: Village) -> None:
    await visited(world, village, "H001", on=date(2026, 11, 2))
    await visited(world, village, "H003", on=date(2026, 11, 20))
    told = await reminded(world)
    assert sorted(told) == ["An", "Cúc", "Hà", "Phúc"]
    assert told["An"].splitlines() == [
        "Việc tháng 12: 4 nhà cần thăm.",
        "Kính gửi đồng chí Nguyễn Thị An, tháng 12 đồng chí có 4 hộ cần thăm. "
        "Lâu chưa thăm nhất là:",
        "Số 2 · Tư Hạnh: chưa thăm lần nào",
        "Số 4 · H'Hen Niê: chưa thăm lần nào",
        "Số 1 · Ba Lành: 29 ngày chưa thăm, xin ưu tiên",
    ]


async def test_the_first_line_names_nobody_and_no_household(world: World, village: Village) -> None:
    for day, clock in (("2026-12-01", "08:00"), ("2026-12-08", "08:00"), ("2026-12-08", "19:00"),
                       ("2026-12-09", "08:00"), ("2026-12-24", "08:00")):  # fmt: skip
        world.now = vietnam(day, clock)
        told = await reminded(world)
        assert told
        for text in told.values():
            first = text.splitlines()[0]
            assert not [one for one in ("An", "Cúc", "Lành", "nghèo", "Số") if one in first]


async def test_before_the_period_ends_only_those_with_households_left_are_told(
    world: World, village: Village
) -> None:
    await visited(world, village, "H006", on=date(2026, 12, 3), person="Cúc")
    await visited(world, village, "H001", "H002", "H003", on=date(2026, 12, 4))
    for day, end in (("2026-12-24", "hết ngày 31/12"), ("2026-12-30", "hết ngày mai 31/12")):
        world.now = vietnam(day)
        told = await reminded(world)
        assert sorted(told) == ["An", "Hà", "Phúc"]
        assert told["An"].splitlines()[0] == "Việc tháng 12: còn 1 trên 4 nhà chưa ghi thăm."
        assert end in told["An"]


async def test_before_the_meeting_it_goes_from_the_member_to_the_secretary_to_the_organiser(
    world: World, village: Village
) -> None:
    await visited(world, village, "H006", on=date(2026, 11, 9), person="Cúc")
    await visited(world, village, "X001", on=date(2026, 11, 9), person="Phúc")
    await visited(world, village, "H001", on=date(2026, 12, 2))  # not in the month that is heard
    world.now = vietnam("2026-12-08")
    morning = await reminded(world)
    assert sorted(morning) == ["An", "Hà"]
    assert "chi bộ họp ngày 10/12, tháng 11 đồng chí còn 4 hộ" in morning["An"]
    world.now = vietnam("2026-12-08", "19:00")
    evening = await reminded(world, "An", "Bình", "Dũng", "Én", "Giang")
    assert sorted(evening) == ["Bình", "Giang"]
    assert "Gồm có: Nguyễn Thị An (4 hộ)." in evening["Bình"]
    world.now = vietnam("2026-12-09")
    last = await reminded(world)
    assert sorted(last) == ["Én"]
    assert "Chi bộ Ấp 5, họp ngày mai 10/12: 4 hộ của 1 đồng chí." in last["Én"]
    assert "Ấp 6" not in last["Én"]


async def test_a_secretary_with_households_of_their_own_gets_one_message_in_the_evening(
    world: World, village: Village
) -> None:
    async with world.store.begin() as session:
        entrust(session, village, "H005", "Bình", 1)
    world.now = vietnam("2026-12-08")
    assert "Bình" not in await reminded(world)
    world.now = vietnam("2026-12-08", "19:00")
    told = await reminded(world, "Bình")
    assert told["Bình"].splitlines() == [
        "Việc tháng 11: chi bộ còn 5 nhà chưa ghi thăm.",
        "Kính gửi đồng chí Trần Văn Bình, chi bộ Ấp 5 họp ngày 10/12, "
        "tháng 11 còn 5 hộ chưa ghi thăm tại nhà.",
        "Trong đó có 1 hộ của đồng chí. "
        "Nếu đã thăm mà chưa ghi, mong đồng chí ghi giúp, kèm ngày thăm.",
        "Các đồng chí khác: Nguyễn Thị An (4 hộ).",
    ]


async def test_without_escalation_only_members_are_told(world: World, village: Village) -> None:
    async with world.store.begin() as session:
        await settings.put(session, village.units["TL"], Setting.ESCALATION, False, world.now)
    for day, clock, who in (("2026-12-08", "08:00", ["An", "Cúc", "Hà", "Phúc"]),
                            ("2026-12-08", "19:00", []), ("2026-12-09", "08:00", [])):  # fmt: skip
        world.now = vietnam(day, clock)
        assert sorted(await reminded(world)) == who


async def test_the_deputy_is_told_where_the_secretary_cannot_be(
    world: World, village: Village
) -> None:
    async with world.store.begin() as session:
        session.add(
            RoleHeld(
                person_id=village.people["An"], role="CELL_DEPUTY", unit_id=village.units["05"],
                since=date(2026, 9, 1),
            )
        )  # fmt: skip
        await session.execute(
            update(LinkedAddress)
            .where(LinkedAddress.external_id == "Bình")
            .values(gone_at=world.now)
        )
    world.now = vietnam("2026-12-08", "19:00")
    await reminded(world, "Bình")
    found = await skipped(world, Step.SECRETARY)
    assert found[village.people["Bình"]] is Skipped.NO_ADDRESS
    assert found[village.people["An"]] is None


# --- They stop at the report -------------------------------------------------------------------


async def test_a_report_that_comes_while_the_letter_waits_stops_it(
    world: World, village: Village
) -> None:
    await plan_reminders(world.store, world.now)
    await visited(world, village, "H006", on=date(2026, 12, 1), person="Cúc")
    assert await reminded(world, "Cúc") == {}
    assert (await skipped(world, Step.LIST))[village.people["Cúc"]] is Skipped.NOTHING_LEFT


async def test_the_number_is_the_one_of_the_moment_of_sending(
    world: World, village: Village
) -> None:
    world.now = vietnam("2026-12-24")
    await plan_reminders(world.store, world.now)
    await visited(world, village, "H001", "H002", on=date(2026, 12, 24))
    assert "còn 2 trên 4 nhà" in (await reminded(world, "An"))["An"]


async def test_an_escalation_that_has_become_needless_does_not_go_out(
    world: World, village: Village
) -> None:
    world.now = vietnam("2026-12-08", "19:00")
    await plan_reminders(world.store, world.now)
    await visited(world, village, "H006", on=date(2026, 11, 9), person="Cúc")
    assert sorted(await reminded(world, "Bình", "Dũng")) == ["Bình"]


async def test_who_lost_the_role_meanwhile_hears_nothing_of_the_members(
    world: World, village: Village
) -> None:
    world.now = vietnam("2026-12-08", "19:00")
    await plan_reminders(world.store, world.now)
    async with world.store.begin() as session:
        await session.execute(
            update(RoleHeld)
            .where(RoleHeld.person_id == village.people["Bình"], RoleHeld.role == "CELL_SECRETARY")
            .values(until=date(2026, 12, 8))
        )
    assert await reminded(world, "Bình") == {}


# --- Once, whenever the clock looks ------------------------------------------------------------


async def test_looking_again_plans_nothing_twice(world: World) -> None:
    assert len(await reminded(world)) == 4
    for later in (timedelta(0), timedelta(seconds=20), timedelta(minutes=5), timedelta(hours=3)):
        world.now += later
        assert await plan_reminders(world.store, world.now) == 0
    async with world.store.reading() as session:
        assert len((await session.scalars(select(OutboxRow.id))).all()) == 4


async def test_after_hours_of_downtime_it_is_told_late_and_after_days_not_at_all(
    world: World,
) -> None:
    await plan_reminders(world.store, vietnam("2026-11-28"))
    world.now = vietnam("2026-12-01", "16:10")
    assert len(await reminded(world)) == 4
    world.now = vietnam("2026-12-26", "09:00")  # two days after the nudge of the 24th
    assert await reminded(world) == {}
    async with world.store.reading() as session:
        jobs = await session.scalars(select(Job).where(Job.key.startswith("remind:NUDGE")))
        assert [job.outcome for job in jobs] == ["LATE"] * 4


async def test_what_comes_due_while_the_clock_stands_at_night_waits_for_the_morning(
    world: World,
) -> None:
    world.now = vietnam("2026-12-01", "22:00")
    assert await reminded(world) == {}
    world.now = vietnam("2026-12-02", "07:00")
    assert len(await reminded(world)) == 4


async def test_a_letter_held_up_until_lunch_goes_out_after_it(world: World) -> None:
    await plan_reminders(world.store, world.now)
    world.now = vietnam("2026-12-01", "12:00")
    assert await reminded(world) == {}
    world.now = vietnam("2026-12-01", "13:30")
    assert len(await reminded(world)) == 4


async def test_nobody_is_reminded_twice_on_a_day(world: World, village: Village) -> None:
    world.now = vietnam("2026-12-08")
    await plan_reminders(world.store, world.now)
    world.now = vietnam("2026-12-09", "07:00")  # the messenger was away for a day
    assert "An" in await reminded(world)
    world.now = vietnam("2026-12-09", "08:00")
    async with world.store.begin() as session:
        office = RoleHeld(
            person_id=village.people["An"], role="COMMUNE_OFFICE", unit_id=village.units["TL"],
            since=date(2026, 9, 1),
        )  # fmt: skip
        session.add(office)
    assert await reminded(world, "An") == {}
    async with world.store.reading() as session:
        held = OutboxRow.chat == "An", OutboxRow.status == Delivery.QUEUED
        until = await session.scalars(select(OutboxRow.not_before).where(*held))
        assert until.all() == [vietnam("2026-12-10", "07:00")]
    world.now = vietnam("2026-12-10", "07:00")
    assert "3 chi bộ" in (await reminded(world, "An"))["An"]


# --- Who is not reminded, and why --------------------------------------------------------------


async def test_who_cannot_be_reminded_is_written_down_with_the_reason(
    world: World, village: Village
) -> None:
    async with world.store.begin() as session:
        for name, values in (("Cúc", {"status": MemberStatus.AWAY}),
                             ("Hà", {"consent": ConsentState.WITHDRAWN})):  # fmt: skip
            await session.execute(
                update(Person).where(Person.id == village.people[name]).values(values)
            )
        await session.execute(
            update(LinkedAddress).where(LinkedAddress.external_id == "Phúc").values(person_id=None)
        )
        session.add(
            Mute(
                person_id=village.people["An"], since=date(2026, 11, 30), until=date(2026, 12, 5),
                reason=MuteReason.TRAVEL,
            )
        )  # fmt: skip
    assert await reminded(world) == {}
    why = {village.people[name]: reason for name, reason in (
        ("An", Skipped.MUTED), ("Cúc", Skipped.AWAY), ("Hà", Skipped.NO_CONSENT),
        ("Phúc", Skipped.NO_ADDRESS))}  # fmt: skip
    assert await skipped(world, Step.LIST) == why
    async with world.store.reading() as session:
        jobs = await session.scalars(select(Job.outcome).where(Job.key.startswith("remind:")))
        assert Counter(jobs) == Counter(f"0 to tell; {one.value} 1" for one in why.values())


async def test_a_person_gets_four_duty_reminders_a_month_at_most(
    world: World, village: Village
) -> None:
    async with world.store.begin() as session:
        for day in (1, 2, 3, 4):
            session.add(
                Reminder(
                    person_id=village.people["An"], step=Step.NUDGE, subject=f"{day}",
                    unit_id=village.units["05"], planned_for=vietnam(f"2026-12-0{day}"),
                    good_until=vietnam("2026-12-05"), told_at=vietnam(f"2026-12-0{day}"),
                )
            )  # fmt: skip
    world.now = vietnam("2026-12-24")
    assert "An" not in await reminded(world)
    assert (await skipped(world, Step.NUDGE))[village.people["An"]] is not None


async def sealed(world: World, village: Village) -> None:
    """Cell 05 closes November before its meeting."""
    async with world.store.begin() as session:
        session.add(
            SealedPeriod(
                cell_id=village.units["05"], month="2026-11", through=date(2026, 11, 30),
                sealed_at=world.now,
            )
        )  # fmt: skip


async def test_of_a_closed_period_nobody_is_asked_or_told(world: World, village: Village) -> None:
    await sealed(world, village)
    world.now = vietnam("2026-12-08")
    assert "An" not in await reminded(world)
    assert (await skipped(world, Step.GAPS))[village.people["An"]] is Skipped.SEALED
    world.now = vietnam("2026-12-08", "19:00")
    assert sorted(await reminded(world, "Bình", "Dũng")) == ["Dũng"]
    world.now = vietnam("2026-12-09")
    assert "Chi bộ Ấp 5" not in (await reminded(world, "Én"))["Én"]


async def test_what_is_closed_while_the_letters_wait_is_not_asked_for_any_more(
    world: World, village: Village
) -> None:
    world.now = vietnam("2026-12-08")
    await plan_reminders(world.store, world.now)
    await sealed(world, village)
    assert sorted(await reminded(world, "An", "Cúc")) == ["Cúc"]
    world.now = vietnam("2026-12-24")
    assert "An" in await reminded(world), "the month that runs is open"


async def test_what_is_reported_of_a_closed_period_still_counts_there(
    world: World, village: Village
) -> None:
    await sealed(world, village)
    await visited(world, village, "H001", on=date(2026, 11, 9))
    duty = Duty(calendar_month("2026-11"), ALL_MONTHLY, day_of(world.now))
    async with world.store.reading() as session:
        standing = await duties.of_person(session, village.people["An"], duty)
    assert standing is not None
    assert (standing.due, len(standing.left)) == (4, 3)


async def test_a_household_that_declined_is_nobodys_gap(world: World, village: Village) -> None:
    async with world.store.begin() as session:
        await session.execute(
            update(Household)
            .where(Household.id == village.households["H006"])
            .values(consent=ConsentState.REFUSED)
        )
    assert "Cúc" not in await reminded(world)


async def test_households_are_due_as_often_as_their_commune_says(
    world: World, village: Village
) -> None:
    await visited(world, village, "H001", "H002", "H003", on=date(2026, 11, 10))
    async with world.store.begin() as session:
        await settings.put(session, village.units["TL"], Setting.FREQUENCY, "focus", world.now)
    text = (await reminded(world, "An"))["An"]
    assert text.splitlines()[0] == "Việc tháng 12: 2 nhà cần thăm."
    assert "Ba Lành" in text
    assert "H'Hen Niê" in text


async def test_what_is_put_off_comes_again_on_its_day(world: World, village: Village) -> None:
    await reminded(world)
    person_id = village.people["An"]
    async with world.store.begin() as session:
        await snoozes.put_off(
            session, person_id, "2026-12", date(2026, 12, 3), NotDoneReason.WEATHER, world.now
        )
    world.now = vietnam("2026-12-03")
    told = await reminded(world)
    assert sorted(told) == ["An"]
    assert "còn 4 nhà chưa ghi thăm" in told["An"]


async def test_while_put_off_a_step_is_skipped(world: World, village: Village) -> None:
    async with world.store.begin() as session:
        await snoozes.put_off(
            session, village.people["An"], "2026-12", date(2026, 12, 28), NotDoneReason.WEATHER,
            world.now,
        )  # fmt: skip
    world.now = vietnam("2026-12-24")
    assert "An" not in await reminded(world)
    assert (await skipped(world, Step.NUDGE))[village.people["An"]] is Skipped.SNOOZED
