"""The deadlines of concerns: whoever has to act is reminded, and later who stands above."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.domain.calendar import DaysOff
from bot.domain.concern_reminders import TO_ABOVE, Hand, Waiting, stage_on
from bot.domain.people import CELL_LEADS, Role
from bot.domain.periods import day_of
from bot.domain.policies import Settings
from bot.domain.quiet import at
from bot.domain.reminders import STILL_GOOD, Skipped
from bot.texts.reminders import SOMETHING_WAITS
from storage import concern_waits, days_off, jobs, reminders, settings
from storage.concern_waits import Open, Told
from storage.jobs import Doing
from storage.store import Session, Store

LONGEST_BACK = timedelta(days=14)
KIND = "concerns:"

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Round:
    """One commune's concerns on one day."""

    commune_id: int
    day: date
    moment: datetime
    days_off: DaysOff

    @property
    def doing(self) -> Doing:
        """It is done once."""
        kind = f"{KIND}{self.commune_id}"
        return Doing(f"{kind}:{self.day.isoformat()}", kind, self.moment)


async def plan_concern_reminders(store: Store, now: datetime) -> int:
    """Plan the reminders of deadlines, once a day in each commune; how many letters were written.

    After a downtime the days that were missed are gone through too: what is older than a day is
    written down as skipped.
    """
    async with store.reading() as session:
        rounds = await _rounds(session, now)
    written = 0
    for one in rounds:
        async with store.begin() as session:
            if await jobs.begun(session, [one.doing], now):
                written += await _go_round(session, one, now)
                await jobs.forget(session, one.doing.kind, one.moment)
    return written


async def _rounds(session: Session, now: datetime) -> list[Round]:
    """What has not been done since the last round that was."""
    off = await days_off.of_communes(session)
    done = await jobs.last_of_kinds(session, KIND)
    today = day_of(now)
    left = [each for each in sorted(off) if _day(done.get(f"{KIND}{each}")) < today]
    own = await settings.settings_of_units(session) if left else {}
    return [
        Round(commune_id, day, moment, off[commune_id])
        for commune_id in left
        for day, moment in _missed(own[commune_id], done.get(f"{KIND}{commune_id}"), now)
    ]


def _day(moment: datetime | None) -> date:
    return date.min if moment is None else day_of(moment)


def _missed(own: Settings, last: datetime | None, now: datetime) -> list[tuple[date, datetime]]:
    since = max(last or now - STILL_GOOD, now - LONGEST_BACK)
    days = [day_of(since) + _DAY * step for step in range((day_of(now) - day_of(since)).days + 1)]
    moments = [(day, at(day, own.push_hour)) for day in days]
    return [(day, moment) for day, moment in moments if since < moment <= now]


async def _go_round(session: Session, one: Round, now: datetime) -> int:
    told: list[Told] = []
    for concern in await concern_waits.of_commune(session, one.commune_id):
        waits = concern.waiting(one.days_off)
        stage = stage_on(one.day, waits.due_on, one.days_off) if waits else None
        if waits is not None and stage is not None:
            told += await _told(session, concern, waits, stage, one)
    until = one.moment + STILL_GOOD
    if until <= now:
        told = [_late(each) for each in told]
    await concern_waits.plan(session, told, one.moment, until)
    planned = sum(each.skipped is None for each in told)
    await jobs.say(session, {one.doing.key: f"{planned} to tell; {len(told) - planned} skipped"})
    cells = {each.concern.cell_id for each in told}
    return await reminders.write_letters(session, one.moment, cells, SOMETHING_WAITS, now)


def _late(told: Told) -> Told:
    return Told(told.person_id, told.concern, told.due_on, told.subject, told.above, Skipped.LATE)


async def _told(
    session: Session, concern: Open, waits: Waiting, stage: int, one: Round
) -> list[Told]:
    subject = f"{concern.id}:{waits.waits}:{waits.due_on.isoformat()}:{stage}"
    people = await _in_hand(session, concern, waits.hand, one.day)
    found = [
        Told(person_id, concern, waits.due_on, subject, False, skipped)
        for person_id, skipped in people.items()
    ]
    if stage == TO_ABOVE:
        found += [
            Told(person_id, concern, waits.due_on, subject, True, skipped)
            for person_id, skipped in (await _above(session, concern, waits.hand, one.day)).items()
            if person_id not in people
        ]
    return found


async def _in_hand(
    session: Session, concern: Open, hand: Hand, today: date
) -> dict[int, Skipped | None]:
    match hand:
        case Hand.REPORTER:
            carriers = await concern_waits.carriers(session, concern, today)
            return await reminders.reachable(session, carriers, today)
        case Hand.CELL:
            return await _holding(session, concern.cell_id, CELL_LEADS, today)
        case Hand.COMMUNE:
            return await _holding(session, concern.commune_id, (Role.COMMUNE_OFFICE,), today)


async def _above(
    session: Session, concern: Open, hand: Hand, today: date
) -> dict[int, Skipped | None]:
    """Above a member stands the secretary, above the cell the committee's office, then leaders."""
    match hand:
        case Hand.REPORTER:
            return await _holding(session, concern.cell_id, (Role.CELL_SECRETARY,), today)
        case Hand.CELL:
            return await _holding(session, concern.commune_id, (Role.COMMUNE_OFFICE,), today)
        case Hand.COMMUNE:
            return await _holding(session, concern.commune_id, (Role.COMMUNE_LEADER,), today)


async def _holding(
    session: Session, unit_id: int, roles: Collection[Role], today: date
) -> dict[int, Skipped | None]:
    found = await reminders.leads(session, [unit_id], roles, today)
    secretaries = [lead for lead in found if lead.role is not Role.CELL_DEPUTY]
    reached = any(lead.skipped is None for lead in secretaries)
    return {lead.person_id: lead.skipped for lead in (secretaries if reached else found)}
