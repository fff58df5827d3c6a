"""Which households members have still to visit in a period, for many members in one statement.

Visits by whomever count, since it is the household that is to be visited. Who has which is said in
`storage/books.py`, what is due and what fulfils it in `storage/due.py`.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    BindParameter,
    Column,
    ColumnElement,
    Date,
    FromClause,
    Row,
    Select,
    and_,
    bindparam,
    exists,
    func,
    literal,
    not_,
    select,
)

from bot.domain.meetings import Period
from bot.domain.people import GONE
from bot.domain.policies import ALL_MONTHLY, Cadence
from storage import books
from storage.due import SINCE, DueSince, at_home, declined, since
from storage.spans import holds_on
from storage.store import Selected, Session
from storage.tables import Household, HouseholdState, Person, Visit, core

_home, _person = core(Household), core(Person)
_state, _visit = core(HouseholdState), core(Visit)


@dataclass(frozen=True, slots=True)
class Duty:
    """What is asked for: the households due in a period, as they are assigned today."""

    period: Period
    cadence: Cadence
    today: date

    @property
    def every_period(self) -> bool:
        """Whether every household is due in every period."""
        return self.cadence == ALL_MONTHLY


_FIRST, _LAST, _TODAY = (bindparam(name, type_=Date) for name in ("first_", "last_", "today_"))


def _places(duty: Duty) -> dict[str, date]:
    """What is put into the places of statements that were built once."""
    period = duty.period
    given = {_FIRST.key: period.first, _LAST.key: period.last, _TODAY.key: duty.today}
    return given if duty.every_period else given | DueSince.of(duty.cadence, period).places


@dataclass(frozen=True, slots=True)
class _Days:
    """The days that a statement asks with; `since` is empty where all are due in every period."""

    first: BindParameter[date]
    last: BindParameter[date]
    today: BindParameter[date]
    since: tuple[BindParameter[date], ...]

    @classmethod
    def of(cls, duty: Duty) -> "_Days":
        """Those of one duty, for a larger statement."""
        first, last, today, *since_days = (literal(day, Date) for day in _places(duty).values())
        return cls(first, last, today, tuple(since_days))

    @classmethod
    def to_come(cls, *, every_period: bool) -> "_Days":
        """Places for those of any duty, for a statement that is built once."""
        return cls(_FIRST, _LAST, _TODAY, () if every_period else SINCE)


@dataclass(frozen=True, slots=True)
class Standing:
    """How far one member is: households due in the period, and the ids of those left."""

    due: int
    left: tuple[int, ...]


def has_left(person_id: Column[int], duty: Duty) -> ColumnElement[bool]:
    """Whether a member of a larger statement has any household still to visit."""
    days = _Days.of(duty)
    met = exists().where(*_counts(days)).correlate(_home, _state)
    return _asked(days, person_id).where(~met).exists()


async def cells_with_gaps(session: Session, cell_ids: Collection[int], duty: Duty) -> list[int]:
    """In which of the cells somebody has households still to visit."""
    rows = await session.scalars(
        select(_person.c.cell_id)
        .where(
            _person.c.cell_id.in_(cell_ids),
            _person.c.status.not_in(GONE),
            has_left(_person.c.id, duty),
        )
        .distinct()
        .order_by(_person.c.cell_id)
    )
    return [cell_id for cell_id in rows if cell_id is not None]


async def of_person(session: Session, person_id: int, duty: Duty) -> Standing | None:
    """How far a member is; None when nothing is due."""
    rows = await session.rows(
        _OF_PERSON[duty.every_period], {"person_": person_id, **_places(duty)}
    )
    return _standing(rows, duty).get(person_id)


async def of_cells(session: Session, cell_ids: Collection[int], duty: Duty) -> dict[int, Standing]:
    """How far the members of these cells are, wherever their households are."""
    values = {"cells_": list(cell_ids), **_places(duty)}
    rows = await session.execute(_OF_CELLS[duty.every_period], values)
    return _standing(rows, duty)


def _standing(rows: Iterable[Row[*tuple[Any, ...]]], duty: Duty) -> dict[int, Standing]:
    met_on: dict[tuple[int, int], date | None] = {
        (person_id, household_id): met for person_id, household_id, met in rows
    }
    left: dict[int, list[int]] = {}
    due: dict[int, int] = {}
    for (person_id, household_id), day in met_on.items():
        if day is None:
            left.setdefault(person_id, []).append(household_id)
        if day is None or day >= duty.period.first:
            due[person_id] = due.get(person_id, 0) + 1
    return {one: Standing(count, tuple(sorted(left.get(one, ())))) for one, count in due.items()}


def _asked(days: _Days, whom: books.Whom) -> Selected:
    """Person and household: whom is asked for what, if nobody has been there.

    Answering for it today, and already in the period; nobody answers for what came afterwards.
    """
    mine = books.answering(days.today, person=whom).subquery("mine")
    joined: FromClause = mine.join(_home, _home.c.id == mine.c.household_id)
    if days.since:  # what a household is need be known only where some are due less often
        current = and_(_state.c.household_id == _home.c.id, _state.c.until.is_(None))
        joined = joined.outerjoin(_state, current)
    return (
        select(mine.c.person_id, mine.c.household_id)
        .select_from(joined)
        .where(mine.c.since <= days.last, holds_on(_home.c, days.today), not_(declined(_home.c)))
    )


def _met_by(days: _Days, whom: books.Whom) -> Selected:
    """With them the first visit that counts: in the period one that was due, or before it one
    that makes the household not due, whoever may come again."""
    met: Select[date] = select(func.min(_visit.c.visited_on)).where(*_counts(days))
    first = met.correlate(_home, _state).scalar_subquery()
    return _asked(days, whom).add_columns(first.label("met"))


def _counts(days: _Days) -> tuple[ColumnElement[bool], ...]:
    """Which visits count, by what the household is."""
    return (
        _visit.c.household_id == _home.c.id,
        at_home(_visit.c),
        _visit.c.visited_on >= (since(days.since) if days.since else days.first),
        _visit.c.visited_on <= days.last,
    )


# Built once: in a wave, to build these would cost more than to run them.
_KINDS_OF_DUTY = {every: _Days.to_come(every_period=every) for every in (True, False)}
_OF_PERSON = {
    every: _met_by(days, bindparam("person_", type_=_person.c.id.type))
    for every, days in _KINDS_OF_DUTY.items()
}
_MEMBERS = select(_person.c.id).where(
    _person.c.cell_id.in_(bindparam("cells_", expanding=True)), _person.c.status.not_in(GONE)
)
_OF_CELLS = {every: _met_by(days, _MEMBERS) for every, days in _KINDS_OF_DUTY.items()}
