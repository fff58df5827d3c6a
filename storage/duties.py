"""Which households members have still to visit in a period, for many members in one statement.

Visits by whomever count, since it is the household that is to be visited; a household that wants
nothing written down counts as covered (privacy.md 5.4).
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    FromClause,
    Row,
    ScalarSelect,
    Select,
    and_,
    bindparam,
    exists,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy import Table as SqlTable

from bot.domain.households import AssignmentKind
from bot.domain.meetings import Period
from bot.domain.people import GONE, ConsentState
from bot.domain.policies import ALL_MONTHLY, Cadence
from bot.domain.visits import VisitKind
from storage.due import KINDS, DueSince, since
from storage.store import Selected, Session
from storage.tables import (
    Assignment,
    Household,
    HouseholdGroupPlace,
    HouseholdState,
    Person,
    Visit,
    core,
)

_home, _held, _place = core(Household), core(Assignment), core(HouseholdGroupPlace)
_person, _state, _visit = core(Person), core(HouseholdState), core(Visit)

_DECLINED = (ConsentState.REFUSED, ConsentState.WITHDRAWN)


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


_ALWAYS = ("first_", "last_", "today_")
_SINCE = tuple(f"since{number}_" for number in range(len(KINDS)))


def _places(duty: Duty) -> dict[str, date]:
    """What is put into the places of statements that were built once."""
    period = duty.period
    given = dict(zip(_ALWAYS, (period.first, period.last, duty.today), strict=True))
    if duty.every_period:
        return given
    return given | dict(zip(_SINCE, DueSince.of(duty.cadence, period).days, strict=True))


@dataclass(frozen=True, slots=True)
class _Days:
    """The days that a statement asks with; `since` is empty where all are due in every period."""

    first: ColumnElement[date]
    last: ColumnElement[date]
    today: ColumnElement[date]
    since: tuple[ColumnElement[date], ...]

    @classmethod
    def of(cls, duty: Duty) -> "_Days":
        """Those of one duty, for a larger statement."""
        first, last, today, *since_days = (literal(day, Date) for day in _places(duty).values())
        return cls(first, last, today, tuple(since_days))

    @classmethod
    def to_come(cls, *, every_period: bool) -> "_Days":
        """Places for those of any duty, for a statement that is built once."""
        first, last, today = (bindparam(name, type_=Date) for name in _ALWAYS)
        named = () if every_period else (bindparam(name, type_=Date) for name in _SINCE)
        return cls(first, last, today, tuple(named))


@dataclass(frozen=True, slots=True)
class Standing:
    """How far one member is: households due in the period, and the ids of those left."""

    due: int
    left: tuple[int, ...]


def has_left(person_id: ColumnElement[int], duty: Duty) -> ColumnElement[bool]:
    """Whether a member of a larger statement has any household still to visit."""
    days = _Days.of(duty)
    left = and_(*_due(days), ~exists().where(*_counts(days)).correlate(_home, _state))
    alone = exists().select_from(_alone(days)).where(_held.c.person_id == person_id, left)
    grouped = (
        exists()
        .select_from(_grouped(days))
        .where(_held.c.person_id == person_id, _holds(_place, days.today), left)
    )
    return or_(alone, grouped)


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


def _met_by(days: _Days, who: ColumnElement[bool]) -> Selected:
    """Person, household, and when it was met: one row for each household that is in charge."""
    met = _first_met(days).label("met")
    columns = (_held.c.person_id, _home.c.id.label("household_id"), met)
    both = union_all(
        select(*columns).select_from(_alone(days)).where(who, *_due(days)),
        select(*columns)
        .select_from(_grouped(days))
        .where(who, _holds(_place, days.today), *_due(days)),
    ).subquery()
    return select(both.c.person_id, both.c.household_id, both.c.met)


def _alone(days: _Days) -> FromClause:
    return _with_state(_held.join(_home, _home.c.id == _held.c.household_id), days)


def _grouped(days: _Days) -> FromClause:
    placed = _held.join(_place, _place.c.group_id == _held.c.group_id)
    return _with_state(placed.join(_home, _home.c.id == _place.c.household_id), days)


def _with_state(held: FromClause, days: _Days) -> FromClause:
    """What a household is need be known only where some are due less often."""
    return held.outerjoin(_state, _current()) if days.since else held


def _current() -> ColumnElement[bool]:
    return and_(_state.c.household_id == _home.c.id, _state.c.until.is_(None))


def _due(days: _Days) -> tuple[ColumnElement[bool], ...]:
    """Assigned today, and already in the period; nobody answers for what came afterwards."""
    return (
        _held.c.kind == AssignmentKind.MAIN,
        _holds(_held, days.today),
        _held.c.since <= days.last,
        _holds(_home, days.today),
        *(_home.c.consent != state for state in _DECLINED),
    )


def _first_met(days: _Days) -> ScalarSelect[date]:
    """The first visit at home that counts: in the period one that was due, or before it one
    that makes the household not due, whoever may come again."""
    met: Select[date] = select(func.min(_visit.c.visited_on)).where(*_counts(days))
    return met.correlate(_home, _state).scalar_subquery()


def _counts(days: _Days) -> tuple[ColumnElement[bool], ...]:
    """Which visits count."""
    return (
        _visit.c.household_id == _home.c.id,
        _visit.c.kind == VisitKind.HOME,
        _visit.c.withdrawn_at.is_(None),
        _visit.c.visited_on >= _since(days),
        _visit.c.visited_on <= days.last,
    )


def _since(days: _Days) -> ColumnElement[date]:
    """From which day on a visit counts, by what the household is."""
    return since(days.since) if days.since else days.first


def _holds(dated: SqlTable, day: ColumnElement[date]) -> ColumnElement[bool]:
    return and_(dated.c.since <= day, or_(dated.c.until.is_(None), dated.c.until > day))


# Built once: in a wave, to build these would cost more than to run them.
_KINDS_OF_DUTY = {every: _Days.to_come(every_period=every) for every in (True, False)}
_OF_PERSON = {
    every: _met_by(days, _held.c.person_id == bindparam("person_", type_=_person.c.id.type))
    for every, days in _KINDS_OF_DUTY.items()
}
_MEMBERS = select(_person.c.id).where(
    _person.c.cell_id.in_(bindparam("cells_", expanding=True)), _person.c.status.not_in(GONE)
)
_OF_CELLS = {
    every: _met_by(days, _held.c.person_id.in_(_MEMBERS)) for every, days in _KINDS_OF_DUTY.items()
}
