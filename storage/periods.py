"""The reporting periods of cells, and the seal that closes one: what it said stays for ever."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import or_, select

from bot.domain.calendar import DaysOff
from bot.domain.meetings import (
    Meeting,
    Period,
    PeriodKind,
    Rhythm,
    calendar_month,
    current_period,
    last_meeting,
    next_meeting,
    period,
)
from bot.domain.people import DIGEST_READERS, OFFICE, Actor, UnitLevel
from bot.domain.periods import month_of
from bot.domain.policies import Settings
from bot.domain.sealed_facts import packed
from bot.domain.summaries import CellFacts, MonthFacts
from storage import audit, days_off, settings
from storage.due import DueSince
from storage.store import Session, insert_or_ignore
from storage.tables import SealedPeriod, Unit, core

_sealed = core(SealedPeriod)
_DAY = timedelta(days=1)
_CALENDARS = "how the cells of those who act in this transaction count their periods"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell with what its calendar hangs on."""

    id: int
    commune_id: int
    code: str
    name: str
    since: date
    settings: Settings
    days_off: DaysOff

    def period(self, month: str) -> Period:
        """The cell's period that is called by a month."""
        return period(self.settings.rhythm, month, self.days_off)

    def next_meeting(self, today: date) -> Meeting:
        """The meeting of today or the first after it, with the period that it hears."""
        return next_meeting(self.settings.rhythm, today, self.days_off)

    def last_meeting(self, before: date) -> Meeting:
        """The last meeting before a day."""
        return last_meeting(self.settings.rhythm, before, self.days_off)

    def meeting_about(self, month: str) -> date:
        """The day of the meeting that hears a month."""
        day = self.period(month).first
        while True:
            meeting = self.next_meeting(day)
            if meeting.period.key >= month:
                return meeting.day
            day = meeting.day + _DAY

    def sealable_from(self, month: str) -> date:
        """The first day on which a month can be sealed: of its meeting, or after its end."""
        return min(self.meeting_about(month), self.period(month).last + _DAY)

    def due_since(self, period: Period) -> DueSince:
        """By class and need, from which day on a visit makes a household not due."""
        return DueSince.of(self.settings.cadence, period)


@dataclass(frozen=True, slots=True)
class Committee:
    """A commune's committee, with what its calendar hangs on."""

    id: int
    name: str
    settings: Settings
    days_off: DaysOff


async def committees(session: Session, today: date) -> list[Committee]:
    """All communes that there are today."""
    rows = await session.execute(
        select(Unit.id, Unit.name)
        .where(Unit.level == UnitLevel.COMMUNE, or_(Unit.until.is_(None), Unit.until > today))
        .order_by(Unit.id)
    )
    of_units = await settings.settings_of_units(session)
    marked = await days_off.of_communes(session)
    return [Committee(unit_id, name, of_units[unit_id], marked[unit_id]) for unit_id, name in rows]


async def cells(
    session: Session,
    today: date,
    *,
    ids: Collection[int] | None = None,
    commune_id: int | None = None,
) -> list[Cell]:
    """Cells that are there today: some, those of a commune, or all; by code."""
    query = select(Unit.id, Unit.commune_id, Unit.code, Unit.name, Unit.since).where(
        Unit.level == UnitLevel.CELL, or_(Unit.until.is_(None), Unit.until > today)
    )
    if ids is not None:
        query = query.where(Unit.id.in_(ids))
    if commune_id is not None:
        query = query.where(Unit.commune_id == commune_id)
    rows = (await session.execute(query.order_by(Unit.commune_id, Unit.code))).all()
    communes = {row.commune_id for row in rows}
    if len(communes) == 1:
        (only,) = communes
        of_units = await settings.settings_of_units(session, only)
        marked = {only: await days_off.of_commune(session, only)}
    else:
        of_units = await settings.settings_of_units(session)
        marked = await days_off.of_communes(session)
    found = []
    for cell_id, commune, code, name, since in rows:
        assert commune is not None  # only a province has none
        off = marked[commune]
        found.append(Cell(cell_id, commune, code, name, since, of_units[cell_id], off))
    return found


async def seals(session: Session, cell_ids: Collection[int], month: str) -> dict[int, SealedPeriod]:
    """Which of the cells have sealed their period of a month."""
    rows = await session.scalars(
        select(SealedPeriod).where(SealedPeriod.cell_id.in_(cell_ids), SealedPeriod.month == month)
    )
    return {row.cell_id: row for row in rows}


async def sealed_months(session: Session, cell_ids: Collection[int]) -> set[tuple[int, str]]:
    """All that the cells have sealed so far."""
    rows = await session.execute(
        select(_sealed.c.cell_id, _sealed.c.month).where(_sealed.c.cell_id.in_(cell_ids))
    )
    return {(row.cell_id, row.month) for row in rows}


async def seal(
    session: Session, facts: MonthFacts, through: dict[int, date], by: int | None, now: datetime
) -> int:
    """Keep what the cells' periods came to; how many had not been sealed. `by` None: the clock.

    From here on the report says this; what is reported of the period later stands beside it.
    """
    count = 0
    for one in facts.cells:
        if one.sealed_at is None:
            count += await _sealed_one(session, facts.month, one, through[one.cell_id], by, now)
    return count


async def _sealed_one(
    session: Session, month: str, facts: CellFacts, through: date, by: int | None, now: datetime
) -> int:
    statement = insert_or_ignore(session, _sealed).values(
        cell_id=facts.cell_id,
        month=month,
        through=through,
        sealed_at=now,
        sealed_by=by,
        facts=packed(facts),
    )
    done = await session.scalar(statement.returning(_sealed.c.cell_id))
    if done is None:
        return 0
    await audit.note(session, by, f"sealed {month}", "cell", facts.cell_id, now)
    return 1


async def overseen_by(session: Session, actor: Actor, today: date) -> list[Cell]:
    """The cells whose figures somebody is told: those of their commune, or their own (5.5)."""
    if actor.commune_id in actor.units_as(*OFFICE):
        return await cells(session, today, commune_id=actor.commune_id)
    readers = tuple(role for role in DIGEST_READERS if role not in OFFICE)
    found = await cells(session, today, ids=actor.units_as(*readers))
    return [cell for cell in found if cell.commune_id == actor.commune_id]


async def current_of(session: Session, actor: Actor, today: date) -> Period:
    """The period in which a visit of today counts for the actor: that of their own cell."""
    if actor.cell_id is None:
        return calendar_month(month_of(today))
    rhythm, off = await _calendar(session, actor.commune_id, actor.cell_id)
    return current_period(rhythm, today, off)


def presumed(session: Session, actor: Actor, today: date) -> Period:
    """The same as far as this transaction knows by now: the calendar's month, as with most."""
    known = session.info.get(_CALENDARS, {}).get(actor.cell_id)
    return current_period(known[0], today, known[1]) if known else calendar_month(month_of(today))


async def confirmed(session: Session, actor: Actor, today: date, kind: object) -> Period:
    """What was presumed, or what it truly is: `kind` is how the cell counts, as it is stored."""
    known = session.info.setdefault(_CALENDARS, {})
    if kind != PeriodKind.MEETING and actor.cell_id is not None:
        known.setdefault(actor.cell_id, (Rhythm(), DaysOff()))
    return await current_of(session, actor, today)


async def period_of(session: Session, actor: Actor, month: str) -> Period:
    """The period of the actor's own cell that is called by a month."""
    if actor.cell_id is None:
        return calendar_month(month)
    rhythm, off = await _calendar(session, actor.commune_id, actor.cell_id)
    return period(rhythm, month, off)


async def _calendar(session: Session, commune_id: int, cell_id: int) -> tuple[Rhythm, DaysOff]:
    """Asked once in a transaction; what is off matters only from meeting to meeting."""
    known: dict[int, tuple[Rhythm, DaysOff]] = session.info.setdefault(_CALENDARS, {})
    if cell_id not in known:
        rhythm = (await settings.settings_of(session, cell_id)).rhythm
        by_month = rhythm.kind is PeriodKind.MONTH
        off = DaysOff() if by_month else await days_off.of_commune(session, commune_id)
        known[cell_id] = rhythm, off
    return known[cell_id]
