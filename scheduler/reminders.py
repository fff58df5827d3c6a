"""What is due of the ladder since the clock last looked, planned cell by cell, each step once."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import structlog

from bot.domain.calendar import DaysOff
from bot.domain.meetings import next_meeting
from bot.domain.meetings import period as period_called
from bot.domain.people import CELL_LEADS, Role
from bot.domain.periods import day_of
from bot.domain.policies import Settings
from bot.domain.quiet import at
from bot.domain.reminders import (
    DUTY,
    STILL_GOOD,
    Planned,
    Skipped,
    Step,
    hours_of,
    ladder,
    put_off_until,
)
from bot.texts.reminders import SOMETHING_WAITS
from storage import days_off, duties, jobs, organisation, reminders, settings, snoozes
from storage.duties import Duty
from storage.jobs import Doing
from storage.organisation import Cell
from storage.reminders import About, Lead
from storage.store import Session, Store

LOOK_EVERY = timedelta(minutes=5)
"""How often the whole ladder is gone through: between two looks nothing can have come due."""
CELLS_AT_ONCE, CELLS_EMBEDDED = 1500, 200
"""In one transaction: on SQLite few, so that nobody's report waits long behind it; on PostgreSQL
many, since one pass over a province costs as much as one over a part of it."""
LONGEST_BACK = timedelta(days=92)
LOOKED, REMIND = "reminders", "remind"

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of some cells, of whatever communes, which have the same settings."""

    planned: Planned
    settings: Settings
    cells: tuple[Cell, ...]

    def doings(self) -> dict[str, int]:
        """The cells by the keys under which the step is done once for each."""
        return {self.planned.job(cell.id): cell.id for cell in self.cells}


async def plan_reminders(store: Store, now: datetime) -> int:
    """Plan what came due since the last look; how many letters were written.

    Safe in several processes and after any downtime: each step of each cell is a job with a key,
    done in the transaction that writes its letters. What was planned over a day ago is skipped.
    """
    until = _looks_at(now)
    async with store.reading() as session:
        last = await jobs.last(session, LOOKED)
    if last is not None and last >= until:
        return 0
    since = max(last or until - STILL_GOOD, until - LONGEST_BACK)
    async with store.reading() as session:
        rungs = await _rungs(session, since, until)
    written = 0
    for batch in _batches(rungs, CELLS_EMBEDDED if store.embedded else CELLS_AT_ONCE):
        async with store.begin() as session:
            written += await _plan(session, batch, now)
    async with store.begin() as session:
        late = await reminders.give_up_late(session, now)
        key = f"{LOOKED}:{until:%Y%m%dT%H%M}"
        await jobs.begun(session, [Doing(key, LOOKED, until)], now)
        await jobs.forget(session, LOOKED, until)
    if written or late:
        log.info("reminders_planned", letters=written, too_late=late)
    return written


def _looks_at(now: datetime) -> datetime:
    """The moment up to which a look goes: a round one, so that processes agree on it."""
    step = int(LOOK_EVERY.total_seconds())
    return now - timedelta(seconds=now.timestamp() % step)


async def _rungs(session: Session, since: datetime, until: datetime) -> list[Rung]:
    own = await settings.settings_of_units(session)
    off = await days_off.of_communes(session)
    days = list(_days(day_of(since), day_of(until)))
    groups: dict[tuple[int, Settings], list[Cell]] = {}
    for cell in await organisation.cells(session, days[-1]):
        groups.setdefault((cell.commune_id, own[cell.id]), []).append(cell)
    found: dict[tuple[Planned, Settings], list[Cell]] = {}
    for (commune_id, of_group), cells in groups.items():
        for day in days:
            if _any_hour(day, of_group, since, until):
                for planned in ladder(of_group, off.get(commune_id, DaysOff()), day):
                    found.setdefault((planned, of_group), []).extend(cells)
    by_id = {cell.id: cell for cells in groups.values() for cell in cells}
    back = await snoozes.coming_back(session, days[0], days[-1])
    for cell_id, key, day in sorted(back):
        if (there := by_id.get(cell_id)) is not None:
            planned = _coming_back(own[cell_id], off.get(there.commune_id, DaysOff()), key, day)
            found.setdefault((planned, own[cell_id]), []).append(there)
    return [
        Rung(planned, of_group, tuple(cells))
        for (planned, of_group), cells in found.items()
        if since < planned.at <= until
    ]


def _coming_back(own: Settings, off: DaysOff, key: str, day: date) -> Planned:
    """Of a period that is over only what the coming meeting hears is still asked for.

    What is reported of an earlier one counts where it belongs, as an addition.
    """
    period = period_called(own.rhythm, key, off)
    meets_on = next_meeting(own.rhythm, day, off).day if period.last < day else None
    subject = f"{key}:{day.isoformat()}"
    return Planned(put_off_until(day, own), Step.AGAIN, subject, period, meets_on)


def _days(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += timedelta(days=1)


def _any_hour(day: date, own: Settings, since: datetime, until: datetime) -> bool:
    return any(since < at(day, clock) <= until for clock in hours_of(own))


def _batches(rungs: Iterable[Rung], most: int) -> list[list[Rung]]:
    """What goes into one transaction: an hour's steps, as far as they fit."""
    batches: list[list[Rung]] = []
    for rung in sorted(rungs, key=lambda one: (one.planned.at, one.cells[0].id)):
        for start in range(0, len(rung.cells), most):
            part = replace(rung, cells=rung.cells[start : start + most])
            last = batches[-1] if batches else []
            fits = sum(len(one.cells) for one in last) + len(part.cells) <= most
            if last and last[0].planned.at == part.planned.at and fits:
                last.append(part)
            else:
                batches.append([part])
    return batches


async def _plan(session: Session, batch: list[Rung], now: datetime) -> int:
    doings = [Doing(key, REMIND, rung.planned.at) for rung in batch for key in rung.doings()]
    ours = await jobs.begun(session, doings, now)
    outcomes: dict[str, str] = {}
    for rung in batch:
        mine = {key: cell_id for key, cell_id in rung.doings().items() if key in ours}
        if not mine:
            continue
        if rung.planned.good_until <= now:
            outcomes |= dict.fromkeys(mine, Skipped.LATE.value)
            continue
        tally = await _take_step(session, rung, tuple(mine.values()), now)
        outcomes |= {key: _outcome(tally.get(cell_id, {})) for key, cell_id in mine.items()}
    await jobs.say(session, outcomes)
    cells = {cell.id for rung in batch for cell in rung.cells}
    return await reminders.write_letters(session, batch[0].planned.at, cells, SOMETHING_WAITS, now)


Tally = dict[int, dict[Skipped | None, int]]
"""By cell: how many are to be told (None), and how many are skipped for which reason."""


async def _take_step(
    session: Session, rung: Rung, cell_ids: Collection[int], now: datetime
) -> Tally:
    planned, today = rung.planned, day_of(now)
    duty = Duty(planned.period, rung.settings.cadence, today)
    if planned.step in DUTY:
        await reminders.plan_members(session, planned, cell_ids, duty)
        return await reminders.skipped_in(session, planned, cell_ids)
    still_open = await reminders.not_sealed(session, cell_ids, planned.period.key)
    with_gaps = await duties.cells_with_gaps(session, still_open, duty)
    if planned.step is Step.SECRETARY:
        chosen = _leads_of_cells(await reminders.leads(session, with_gaps, CELL_LEADS, today))
        to_tell = {cell_id: chosen.get(cell_id, []) for cell_id in with_gaps}
    else:
        communes = {cell.id: cell.commune_id for cell in rung.cells if cell.id in with_gaps}
        office = (Role.COMMUNE_OFFICE,)
        found = await reminders.leads(session, set(communes.values()), office, today)
        to_tell = {
            cell_id: [lead for lead in found if lead.unit_id == commune_id]
            for cell_id, commune_id in communes.items()
        }
    return await _tell_about(session, planned, to_tell)


def _leads_of_cells(found: Iterable[Lead]) -> Mapping[int, list[Lead]]:
    """The secretaries; where none of them can be reminded, the deputies too."""
    by_cell: dict[int, list[Lead]] = {}
    for lead in found:
        by_cell.setdefault(lead.unit_id, []).append(lead)
    chosen = {}
    for cell_id, leads in by_cell.items():
        secretaries = [lead for lead in leads if lead.role is Role.CELL_SECRETARY]
        reached = any(lead.skipped is None for lead in secretaries)
        chosen[cell_id] = secretaries if reached else leads
    return chosen


async def _tell_about(
    session: Session, planned: Planned, to_tell: Mapping[int, list[Lead]]
) -> Tally:
    abouts = [
        (About(lead.person_id, cell_id, f"{planned.subject}:{cell_id}"), lead.skipped)
        for cell_id, leads in to_tell.items()
        for lead in leads
    ]
    await reminders.plan_about(session, planned, abouts)
    tally: Tally = {}
    for about, skipped in abouts:
        of_cell = tally.setdefault(about.unit_id, {})
        of_cell[skipped] = of_cell.get(skipped, 0) + 1
    return tally


def _outcome(tally: Mapping[Skipped | None, int]) -> str:
    """What came of one step in one cell, in short."""
    skipped = sorted((why.value, count) for why, count in tally.items() if why is not None)
    return "; ".join([f"{tally.get(None, 0)} to tell", *(f"{why} {n}" for why, n in skipped)])
