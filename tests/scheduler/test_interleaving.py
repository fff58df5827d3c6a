"""A report and its reminder, in whatever order they come; and two clocks that look at once."""

import asyncio
from datetime import date
from random import Random

import pytest
from sqlalchemy import delete, func, select, update

from bot.domain.delivery import Delivery
from bot.domain.visits import VisitKind
from scheduler import wording
from scheduler.reminders import plan_reminders
from storage import outbox
from storage.store import Store, opened
from storage.tables import Job, OutboxRow, Reminder, Visit
from tests.conftest import FULL_FAULTS, KEYS
from tests.hours import vietnam
from tests.village import Village

NOW = vietnam("2026-12-24")
TRIALS, TRIALS_EMBEDDED = (1_000, 10_000) if FULL_FAULTS else (12, 12)
HOMES = ("H001", "H002", "H003", "H004")
ACCOUNT = ("console", "demo")


async def begin_anew(store: Store) -> None:
    async with store.begin() as session:
        for table in (Reminder, OutboxRow, Job, Visit):
            await session.execute(delete(table))


async def report(store: Store, village: Village, code: str) -> None:
    async with store.begin() as session:
        session.add(
            Visit(
                household_id=village.households[code], visitor_id=village.people["An"],
                author_id=village.people["An"], visited_on=date(2026, 12, 24),
                kind=VisitKind.HOME, effect_key=code, recorded_at=NOW,
            )
        )  # fmt: skip


async def claim(store: Store) -> None:
    async with store.begin() as session:
        await session.execute(
            update(OutboxRow).where(OutboxRow.chat != "An").values(status=Delivery.EXPIRED)
        )
        await outbox.claim(session, "postman", NOW, 10, [ACCOUNT])


async def stamped(store: Store) -> str | None:
    """What goes out from here on, as no report can call it back any more."""
    async with store.begin() as session:
        letter_id = await session.scalar(select(OutboxRow.id).where(OutboxRow.chat == "An"))
        assert letter_id is not None
        letter = await wording.stamped(session, letter_id, "postman", NOW)
        return letter.text if letter else None


@pytest.mark.faults
async def test_no_reminder_goes_out_after_the_report_and_none_with_a_wrong_number(
    store: Store, village: Village
) -> None:
    rng = Random(5)
    for _ in range(TRIALS_EMBEDDED if store.embedded else TRIALS):
        await begin_anew(store)
        homes = list(HOMES[: rng.randrange(1, 5)])
        steps = ["plan", "claim", "stamp"]
        for home in homes:
            steps.insert(rng.randrange(len(steps) + 1), home)
        reported, text, planned = 0, None, True
        for step in steps:
            match step:
                case "plan":
                    planned = reported < len(HOMES)
                    await plan_reminders(store, NOW)
                case "claim":
                    await claim(store)
                case "stamp":
                    text = await stamped(store) if planned else None
                    left = len(HOMES) - reported
                case _:
                    await report(store, village, step)
                    reported += 1
        if left:
            assert text is not None, steps
            assert text.startswith(f"Việc tháng 12: còn {left} trên 4 nhà."), steps
        else:
            assert text is None, steps


async def test_two_clocks_that_look_at_once_leave_each_letter_once(
    store: Store, village: Village, database_url: str
) -> None:
    other = store if store.embedded else opened(database_url, KEYS)
    try:
        for day, clock in (("2026-12-01", "08:00"), ("2026-12-08", "08:00"),
                           ("2026-12-08", "19:00"), ("2026-12-09", "08:00")):  # fmt: skip
            now = vietnam(day, clock)
            written = await asyncio.gather(
                *(plan_reminders(one, now) for one in (store, other, store))
            )
            assert sum(written) == {"08:00": 4, "19:00": 4}[clock] if day != "2026-12-09" else 1
    finally:
        if other is not store:
            await other.close()
    async with store.reading() as session:
        per = await session.execute(
            select(Reminder.person_id, Reminder.step, Reminder.subject, func.count()).group_by(
                Reminder.person_id, Reminder.step, Reminder.subject
            )
        )
        assert {count for *_, count in per} == {1}
        assert await session.scalar(select(func.count(OutboxRow.id))) == 4 + 4 + 4 + 1
