"""A report and its reminder, in whatever order they come; and two clocks that look at once."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
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
from storage.tables import Job, LinkedAddress, OutboxRow, Reminder, Visit
from tests.conftest import FULL_FAULTS, KEYS
from tests.hours import vietnam
from tests.reporters import settle_beside
from tests.village import Village

NOW = vietnam("2026-12-24")
MEMBERS = 50
ROUNDS, ROUNDS_EMBEDDED = 20, 200  # 1,000 and 10,000 ways in which a report and a reminder meet
FIRST_CHAT = 9001
STEPS = ("plan", "claim", "stamp")
ACCOUNT = ("console", "demo")


async def begin_anew(store: Store) -> None:
    async with store.begin() as session:
        for table in (Reminder, OutboxRow, Job, Visit):
            await session.execute(delete(table))


@dataclass
class Member:
    """Somebody with four households, and where his reports fall: before which step each."""

    id: int
    chat: str
    homes: Sequence[int]
    falls: Sequence[int] = ()

    def deal(self, rng: Random) -> None:
        self.falls = [rng.randrange(len(STEPS) + 1) for _ in range(rng.randrange(1, 5))]

    def due_before(self, step: int) -> list[int]:
        return [home for home, at in zip(self.homes, self.falls, strict=False) if at == step]

    def left_at(self, step: int) -> int:
        return len(self.homes) - sum(at <= step for at in self.falls)


async def members_of(store: Store, village: Village) -> list[Member]:
    async with store.begin() as session:
        homes = await settle_beside(
            session, village, MEMBERS, 4, date(2026, 12, 24), FIRST_CHAT, ACCOUNT
        )
        ids = await session.execute(
            select(LinkedAddress.external_id, LinkedAddress.person_id).where(
                LinkedAddress.external_id.in_(homes)
            )
        )
        return [Member(person_id, chat, homes[chat]) for chat, person_id in ids if person_id]


async def report(store: Store, members: Sequence[Member], step: int) -> None:
    visits = [
        {
            "household_id": home, "visitor_id": one.id, "author_id": one.id,
            "visited_on": date(2026, 12, 24), "kind": VisitKind.HOME, "effect_key": f"{home}",
            "recorded_at": NOW,
        }
        for one in members
        for home in one.due_before(step)
    ]  # fmt: skip
    async with store.begin() as session:
        session.add_all(Visit(**visit) for visit in visits)


async def stamped(store: Store, members: Sequence[Member], rng: Random) -> dict[str, str]:
    """What goes out from here on, as no report can call it back any more; by chat."""
    chats = [one.chat for one in members]
    await report(store, members, STEPS.index("claim"))
    async with store.begin() as session:
        await session.execute(
            update(OutboxRow).where(OutboxRow.chat.not_in(chats)).values(status=Delivery.EXPIRED)
        )
        due = await outbox.claim(session, "postman", NOW, len(members), [ACCOUNT])
    said = {}
    await report(store, members, STEPS.index("stamp"))
    for one in rng.sample(due, len(due)):
        async with store.begin() as session:
            letter = await wording.stamped(session, one.id, "postman", NOW)
        if letter is not None:
            said[one.address.external_id] = letter.text
    return said


@pytest.mark.faults
async def test_no_reminder_goes_out_after_the_report_and_none_with_a_wrong_number(
    store: Store, village: Village
) -> None:
    rng = Random(5)
    members = await members_of(store, village)
    for _ in range((ROUNDS_EMBEDDED if store.embedded else ROUNDS) if FULL_FAULTS else 1):
        await begin_anew(store)
        for one in members:
            one.deal(rng)
        await report(store, members, STEPS.index("plan"))
        await plan_reminders(store, NOW)
        said = await stamped(store, members, rng)
        await report(store, members, len(STEPS))
        for one in members:
            left = one.left_at(STEPS.index("stamp"))
            text = said.get(one.chat)
            if left:
                assert text is not None, one.falls
                of_all = "" if left == 4 else " trên 4"
                first = f"Việc tháng 12: còn {left}{of_all} nhà chưa ghi thăm."
                assert text.startswith(first), one.falls
            else:
                assert text is None, one.falls


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
