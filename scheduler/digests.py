"""Digests on the evening before a meeting, and the seal that nobody set a week after it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import structlog

from bot.domain.digests import SEALED_AFTER, Evening, Unsent, due_between
from bot.domain.people import OFFICE, Role
from bot.domain.periods import day_of
from bot.domain.reminders import earliest
from bot.domain.summaries import Beside
from bot.messages import Address
from bot.texts import digest as words
from storage import jobs, outbox, people, periods, reminders, summaries
from storage.jobs import Doing
from storage.letters import Posting
from storage.periods import Cell, Committee
from storage.store import Session, Store

DIGEST, LOOKED = "digest", "digests"
STILL_GOOD = timedelta(hours=24)
LONGEST_BACK = timedelta(days=62)
AT_ONCE, AT_ONCE_EMBEDDED = 400, 25
"""So many cells are counted in one go, and written in one transaction.

SQLite runs in the event loop and has one writer, so that answers would wait for larger batches; a
server looks at whole tables for each, so that many small ones would cost it the square.
"""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class _Due:
    """A digest of a cell, or of the cells of a commune."""

    unit: Cell | Committee
    evening: Evening
    cells: tuple[Cell, ...]
    roles: tuple[Role, ...]

    @property
    def key(self) -> str:
        """Done once for each unit and meeting."""
        return self.evening.job(self.unit.id)

    @property
    def month(self) -> str:
        """What the meeting hears."""
        return self.evening.meeting.period.key


async def send_digests(store: Store, now: datetime) -> int:
    """Write the digests that have come due since the last look; how many letters that were.

    Safe in several processes and after any downtime: each is a job with a key, done in the
    transaction that writes its letters. After its meeting a digest is not sent any more.
    """
    async with store.reading() as session:
        last = await jobs.last(session, LOOKED)
        since = max(last or now - STILL_GOOD, now - LONGEST_BACK)
        due = await _due(session, since, now)
    written = 0
    for batch in _batches(due, _at_once(store)):
        written += await _send(store, batch, now)
    async with store.begin() as session:
        key = f"{LOOKED}:{now:%Y%m%dT%H%M}"
        await jobs.begun(session, [Doing(key, LOOKED, now)], now)
        await jobs.forget(session, LOOKED, now)
    if written:
        log.info("digests_written", letters=written)
    return written


async def _due(session: Session, since: datetime, now: datetime) -> list[_Due]:
    cells = await periods.cells(session, day_of(now))
    of_commune: dict[int, list[Cell]] = defaultdict(list)
    for cell in cells:
        of_commune[cell.commune_id].append(cell)
    found = [
        _Due(cell, evening, (cell,), (Role.CELL_SECRETARY,))
        for cell in cells
        for evening in due_between(cell.settings, cell.days_off, since, now)
    ]
    for committee in await periods.committees(session, day_of(now)):
        for evening in due_between(committee.settings, committee.days_off, since, now):
            found.append(_Due(committee, evening, tuple(of_commune[committee.id]), OFFICE))
    return found


def _at_once(store: Store) -> int:
    return AT_ONCE_EMBEDDED if store.embedded else AT_ONCE


def _batches(due: Iterable[_Due], most: int) -> list[list[_Due]]:
    """Of one month, so that all of a batch are counted by the same statements."""
    by_month: dict[str, list[_Due]] = defaultdict(list)
    for one in due:
        by_month[one.month].append(one)
    batches: list[list[_Due]] = []
    for month in sorted(by_month):
        room = -1
        for one in by_month[month]:
            if room < len(one.cells):
                batches.append([])
                room = most
            batches[-1].append(one)
            room -= len(one.cells)
    return batches


async def _send(store: Store, batch: Sequence[_Due], now: datetime) -> int:
    """Counted in a transaction that only reads, so that nobody's report waits for it."""
    late = {one.key: Unsent.LATE.value for one in batch if one.evening.good_until <= now}
    off = {one.key: Unsent.SWITCHED_OFF.value for one in batch if not one.unit.settings.digest}
    unsent = off | late
    live = [one for one in batch if one.key not in unsent]
    async with store.reading() as session:
        done = await jobs.done(session, [one.key for one in batch])
        live = [one for one in live if one.key not in done]
        told = await _counted(session, live, day_of(now))
        postings, outcomes = await _postings(session, live, told, now)
    async with store.begin() as session:
        doings = [Doing(one.key, DIGEST, one.evening.at) for one in batch if one.key not in done]
        ours = await jobs.begun(session, doings, now)
        mine = [one.key for one in batch if one.key in ours]
        letters = [posting for key in mine for posting in postings.get(key, ())]
        said = unsent | outcomes
        await jobs.say(session, {key: said[key] for key in mine if key in said})
        return await outbox.put_many(session, letters, now)


async def _counted(session: Session, live: Sequence[_Due], today: date) -> dict[str, Beside]:
    """All of a batch together, then each its own."""
    if not live:
        return {}
    cells = {cell.id: cell for one in live for cell in one.cells}
    beside = await summaries.beside(session, list(cells.values()), live[0].month, today)
    return {one.key: beside.of({cell.id for cell in one.cells}) for one in live}


async def _postings(
    session: Session, live: Sequence[_Due], told: dict[str, Beside], now: datetime
) -> tuple[dict[str, list[Posting]], dict[str, str]]:
    """The letters by digest, and what became of each digest: to how many, and who was left out."""
    today = day_of(now)
    roles = {role for one in live for role in one.roles}
    leads = await reminders.leads(session, [one.unit.id for one in live], roles, today)
    addresses = await people.addresses_of(session, list({lead.person_id for lead in leads}))
    postings: dict[str, list[Posting]] = {}
    outcomes: dict[str, str] = {}
    for one in live:
        whom = [lead for lead in leads if lead.unit_id == one.unit.id and lead.role in one.roles]
        reached = {
            lead.person_id: addresses[lead.person_id]
            for lead in whom
            if lead.skipped is None and lead.person_id in addresses
        }
        if told[one.key].facts.empty:
            outcomes[one.key] = Unsent.NOTHING.value
            continue
        postings[one.key] = _letters(one, told[one.key], reached, now)
        skipped = sorted({lead.skipped.value for lead in whom if lead.skipped is not None})
        outcomes[one.key] = (
            f"letters={len(reached)}" + (f" skipped={','.join(skipped)}" if skipped else "")
            if whom
            else Unsent.NOBODY.value
        )
    return postings, outcomes


def _letters(one: _Due, told: Beside, reached: dict[int, Address], now: datetime) -> list[Posting]:
    ends = max((cell.period(one.month).last for cell in one.cells), default=day_of(now))
    outgoing = words.pushed(told, one.unit.name, ends)
    quiet_until = earliest(now, one.unit.settings, one.unit.days_off)
    return [
        Posting(
            address,
            outgoing,
            key=f"{one.key}:{person_id}",
            person_id=person_id,
            not_before=quiet_until,
            expires_at=one.evening.good_until,
            of_unit=one.unit.id,
        )
        for person_id, address in reached.items()
    ]


async def seal_overdue(store: Store, now: datetime) -> int:
    """Seal what no secretary has sealed within a week after the meeting; how many that were."""
    today = day_of(now)
    async with store.reading() as session:
        overdue = await _overdue(session, today)
    count = 0
    for month, cells in _in_parts(overdue, _at_once(store)):
        async with store.begin() as session:
            facts = await summaries.month_facts(session, cells, month, today)
            through = {cell.id: cell.period(month).last for cell in cells}
            count += await periods.seal(session, facts, through, None, now)
    if count:
        log.info("periods_sealed", cells=count)
    return count


def _in_parts(overdue: dict[str, list[Cell]], most: int) -> Iterator[tuple[str, list[Cell]]]:
    for month, cells in sorted(overdue.items()):
        for start in range(0, len(cells), most):
            yield month, cells[start : start + most]


async def _overdue(session: Session, today: date) -> dict[str, list[Cell]]:
    """By month, back to the last that is sealed or to the cell's beginning."""
    cells = await periods.cells(session, today)
    sealed = await periods.sealed_months(session, [cell.id for cell in cells])
    found: dict[str, list[Cell]] = defaultdict(list)
    for cell in cells:
        meeting = cell.last_meeting(today - SEALED_AFTER + timedelta(days=1))
        while (cell.id, meeting.period.key) not in sealed and meeting.period.last >= cell.since:
            found[meeting.period.key].append(cell)
            meeting = cell.last_meeting(meeting.day)
    return found
