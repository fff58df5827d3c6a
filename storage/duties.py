"""Which households members have still to visit in a period, for many members in one statement.

Visits by whomever count, since it is the household that is to be visited; a household that wants
nothing written down counts as covered (privacy.md 5.4).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from sqlalchemy import (
    ColumnElement,
    Date,
    FromClause,
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
from storage.due import DueSince, since
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

DUTIES_KEPT = 64
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


@dataclass(frozen=True, slots=True)
class Standing:
    """How far one member is: households due in the period, and the ids of those left."""

    due: int
    left: tuple[int, ...]


def has_left(person_id: ColumnElement[int], duty: Duty) -> ColumnElement[bool]:
    """Whether a member of a larger statement has any household still to visit."""
    left = and_(*_due(duty), ~exists().where(*_counts(duty)).correlate(_home, _state))
    alone = exists().select_from(_alone(duty)).where(_held.c.person_id == person_id, left)
    grouped = (
        exists()
        .select_from(_grouped(duty))
        .where(_held.c.person_id == person_id, _holds(_place, duty.today), left)
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


async def of_people(
    session: Session, person_ids: Collection[int], duty: Duty
) -> dict[int, Standing]:
    """How far these members are."""
    return await _standing(session, _of_people(duty), {"people_": list(person_ids)}, duty)


async def of_cells(session: Session, cell_ids: Collection[int], duty: Duty) -> dict[int, Standing]:
    """How far the members of these cells are, wherever their households are."""
    return await _standing(session, _of_cells(duty), {"cells_": list(cell_ids)}, duty)


async def _standing(
    session: Session, statement: Selected, values: dict[str, object], duty: Duty
) -> dict[int, Standing]:
    met_on: dict[tuple[int, int], date | None] = {
        (person_id, household_id): met
        for person_id, household_id, met in await session.execute(statement, values)
    }
    left: dict[int, list[int]] = {}
    due: dict[int, int] = {}
    for (person_id, household_id), day in met_on.items():
        if day is None:
            left.setdefault(person_id, []).append(household_id)
        if day is None or day >= duty.period.first:
            due[person_id] = due.get(person_id, 0) + 1
    return {one: Standing(count, tuple(sorted(left.get(one, ())))) for one, count in due.items()}


# Built once for each period: in a wave, to build these would cost more than to run them.


@lru_cache(maxsize=DUTIES_KEPT)
def _of_people(duty: Duty) -> Selected:
    return _met_by(duty, _held.c.person_id.in_(bindparam("people_", expanding=True)))


@lru_cache(maxsize=DUTIES_KEPT)
def _of_cells(duty: Duty) -> Selected:
    members = select(_person.c.id).where(
        _person.c.cell_id.in_(bindparam("cells_", expanding=True)),
        _person.c.status.not_in(GONE),
    )
    return _met_by(duty, _held.c.person_id.in_(members))


def _met_by(duty: Duty, who: ColumnElement[bool]) -> Selected:
    """Person, household, and when it was met: one row for each household that is in charge."""
    met = _first_met(duty).label("met")
    columns = (_held.c.person_id, _home.c.id.label("household_id"), met)
    both = union_all(
        select(*columns).select_from(_alone(duty)).where(who, *_due(duty)),
        select(*columns)
        .select_from(_grouped(duty))
        .where(who, _holds(_place, duty.today), *_due(duty)),
    ).subquery()
    return select(both.c.person_id, both.c.household_id, both.c.met)


def _alone(duty: Duty) -> FromClause:
    return _with_state(_held.join(_home, _home.c.id == _held.c.household_id), duty)


def _grouped(duty: Duty) -> FromClause:
    placed = _held.join(_place, _place.c.group_id == _held.c.group_id)
    return _with_state(placed.join(_home, _home.c.id == _place.c.household_id), duty)


def _with_state(held: FromClause, duty: Duty) -> FromClause:
    """What a household is need be known only where some are due less often."""
    return held if duty.every_period else held.outerjoin(_state, _current())


def _current() -> ColumnElement[bool]:
    return and_(_state.c.household_id == _home.c.id, _state.c.until.is_(None))


def _due(duty: Duty) -> tuple[ColumnElement[bool], ...]:
    """Assigned today, and already in the period; nobody answers for what came afterwards."""
    return (
        _held.c.kind == AssignmentKind.MAIN,
        _holds(_held, duty.today),
        _held.c.since <= duty.period.last,
        _holds(_home, duty.today),
        _home.c.consent.not_in(_DECLINED),
    )


def _first_met(duty: Duty) -> ScalarSelect[date]:
    """The first visit at home that counts: in the period one that was due, or before it one
    that makes the household not due, whoever may come again."""
    met: Select[date] = select(func.min(_visit.c.visited_on)).where(*_counts(duty))
    return met.correlate(_home, _state).scalar_subquery()


def _counts(duty: Duty) -> tuple[ColumnElement[bool], ...]:
    """Which visits count."""
    return (
        _visit.c.household_id == _home.c.id,
        _visit.c.kind == VisitKind.HOME,
        _visit.c.withdrawn_at.is_(None),
        _visit.c.visited_on >= _since(duty),
        _visit.c.visited_on <= duty.period.last,
    )


def _since(duty: Duty) -> ColumnElement[date]:
    """From which day on a visit counts, by what the household is."""
    if duty.every_period:
        return literal(duty.period.first, Date)
    days = DueSince.of(duty.cadence, duty.period).days
    return since([literal(day, Date) for day in days])


def _holds(dated: SqlTable, day: date) -> ColumnElement[bool]:
    return and_(dated.c.since <= day, or_(dated.c.until.is_(None), dated.c.until > day))
