"""Who has which households in charge on a day, who of them answers for each, under which number."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import (
    BindParameter,
    Column,
    ColumnElement,
    CompoundSelect,
    Select,
    SQLColumnExpression,
    Subquery,
    and_,
    case,
    exists,
    func,
    literal,
    select,
    union_all,
)

from bot.domain.households import AssignmentKind
from storage import audit
from storage.spans import holds_on
from storage.store import Session, insert_or_ignore
from storage.tables import Assignment, BookNumber, HouseholdGroupPlace, core

_held, _place, _number = core(Assignment).c, core(HouseholdGroupPlace).c, core(BookNumber).c

Day = date | BindParameter[date]
Whom = int | BindParameter[int] | Column[int] | Select[int]
"""One person, also one of the statement around, or several."""
Held = Select[int, int, date, AssignmentKind]


def in_charge(
    day: Day, *, person: Whom | None = None, households: Sequence[int] | Select[int] | None = None
) -> CompoundSelect[int, int, date, AssignmentKind]:
    """Person, household, since when and as what: who has what in charge, alone or in a group.

    Who has the group of what somebody else answers for helps with it.
    """
    return _either(_alone(day), _grouped(day), person, households)


def answering(
    day: Day, *, person: Whom | None = None, households: Select[int] | None = None
) -> CompoundSelect[int, int, date, AssignmentKind]:
    """The same of those who answer for a household: the duty to visit it is theirs.

    Whoever helps has no duty; and what somebody has alone is not the duty of who has its group.
    """
    alone = _alone(day).where(_held.kind == AssignmentKind.MAIN)
    return _either(alone, _grouped(day).where(_answers(day)), person, households)


def _alone(day: Day) -> Held:
    return select(_held.person_id, _held.household_id, _held.since, _held.kind).where(
        _held.household_id.is_not(None), holds_on(_held, day)
    )


def _either(
    alone: Held,
    grouped: Held,
    person: Whom | None,
    households: Sequence[int] | Select[int] | None,
) -> CompoundSelect[int, int, date, AssignmentKind]:
    """Each half is narrowed by itself, as databases do not see into the two from outside."""
    if isinstance(person, Select):
        alone, grouped = (one.where(_held.person_id.in_(person)) for one in (alone, grouped))
    elif person is not None:
        alone, grouped = (one.where(_held.person_id == person) for one in (alone, grouped))
    if isinstance(person, Column):
        alone, grouped = (one.correlate(person.table) for one in (alone, grouped))
    if households is not None:
        alone = alone.where(_held.household_id.in_(households))
        grouped = grouped.where(_place.household_id.in_(households))
    return union_all(alone, grouped)


def _answers(day: Day) -> ColumnElement[bool]:
    """Whether who has a group answers for one of its households."""
    main = _held.kind == AssignmentKind.MAIN
    return and_(main, ~_alone_with(day), ~_in_another_group(day))


def _alone_with(day: Day) -> ColumnElement[bool]:
    """Whether somebody has the household of a place alone."""
    one = core(Assignment).alias("alone").c
    return exists().where(
        one.household_id == _place.household_id,
        one.kind == AssignmentKind.MAIN,
        holds_on(one, day),
    )


def _in_another_group(day: Day) -> ColumnElement[bool]:
    """Whether it stands in a group of somebody else too; the first of the two answers for it."""
    other, place = core(Assignment).alias("other").c, core(HouseholdGroupPlace).alias("also").c
    return exists().where(
        place.household_id == _place.household_id,
        holds_on(place, day),
        other.group_id == place.group_id,
        other.kind == AssignmentKind.MAIN,
        holds_on(other, day),
        other.person_id < _held.person_id,
    )


def book_of(person: int | BindParameter[int], day: Day) -> Subquery:
    """What one person has in charge, each household once, whichever way it came to them."""
    held = in_charge(day, person=person).subquery().c
    return (
        select(
            held.household_id,
            func.min(held.since).label("since"),
            func.max(held.kind).label("kind"),  # MAIN, where a group makes them helping as well
        )
        .group_by(held.household_id)
        .subquery()
    )


def numbered(
    person: SQLColumnExpression[int] | int, household: SQLColumnExpression[int]
) -> ColumnElement[bool]:
    """Joins `BookNumber`: the number of a household in one person's book."""
    return and_(_number.person_id == person, _number.household_id == household)


async def number_groups(session: Session, now: datetime, today: date) -> int:
    """Number what came into books within a group, at its end; how many households that were.

    A group's households come and go by their dates, so this is asked again and again. Numbers
    once given stay: what leaves the group and comes back has the number it had.
    """
    held = _grouped(today).subquery().c
    last = (
        select(func.coalesce(func.max(_number.number), 0))
        .where(_number.person_id == held.person_id)
        .correlate(held.person_id.table)
        .scalar_subquery()
    )
    place = func.row_number().over(partition_by=held.person_id, order_by=func.min(held.since))
    found = (
        select(held.person_id, held.household_id, last + place)
        .where(~exists().where(numbered(held.person_id, held.household_id)))
        .group_by(held.person_id, held.household_id)
    )
    given = await session.scalars(
        insert_or_ignore(session, core(BookNumber))
        .from_select(["person_id", "household_id", "number"], found)
        .returning(_number.household_id)
    )
    ids = given.all()
    await audit.note_each(session, None, "numbered", "household", ids, now)
    return len(ids)


def _grouped(day: Day) -> Held:
    since = case((_place.since > _held.since, _place.since), else_=_held.since)
    kind = case((_answers(day), _held.kind), else_=literal(AssignmentKind.HELPING, _held.kind.type))
    return (
        select(_held.person_id, _place.household_id, since.label("since"), kind.label("kind"))
        .join_from(core(Assignment), core(HouseholdGroupPlace), _held.group_id == _place.group_id)
        .where(holds_on(_held, day), holds_on(_place, day))
    )
