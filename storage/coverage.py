"""What became of each household that was due, counted by cell and member in one statement."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Date,
    Label,
    Select,
    Subquery,
    and_,
    bindparam,
    case,
    exists,
    false,
    func,
    or_,
    select,
    union,
)

from bot.domain.households import HouseholdClass
from bot.domain.summaries import Coverage, MemberRow, Span
from bot.domain.visits import NotDoneReason, VisitKind
from storage import books
from storage.due import SINCE, DueSince, at_home, declined, since
from storage.spans import holds_on
from storage.store import Selected, Session
from storage.tables import Household, HouseholdState, Person, Visit, core

_home, _person = core(Household), core(Person)
_state, _visit = core(HouseholdState), core(Visit)

CELLS: BindParameter[Collection[int]] = bindparam("cells_", expanding=True)
START = bindparam("start_", type_=Date)
LAST = bindparam("last_", type_=Date)

DAY = timedelta(days=1)
_OTHERWISE = (VisitKind.PHONE, VisitKind.GROUP_MEETING, VisitKind.VIA_OTHER)
_UNVISITED = ("otherwise", "attempts", "excused", "untouched")


@dataclass(frozen=True, slots=True)
class Held:
    """One member's households in one cell's area, and the member's own cell."""

    area_id: int
    member_cell_id: int | None
    row: MemberRow
    not_due: int


async def counted(
    session: Session, cell_ids: Collection[int], span: Span, due_since: DueSince
) -> list[Held]:
    """Of the cells' areas, and of their members' households elsewhere; members by given name.

    Who has a household is who had it on the period's last day; who visited it does not matter.
    """
    often = due_since.earlier_than(span.start)
    values = _values(cell_ids, span, due_since, often)
    rows = await session.execute(_BY_POLICY if often else _EVERY_PERIOD, values)
    return [
        Held(
            row.cell_id,
            row.member_cell,
            MemberRow(
                row.person_id,
                Coverage(
                    row.visited, row.declined, row.otherwise, row.attempts, row.excused,
                    row.untouched, row.focus_due, row.focus_covered,
                ),
                row.households,
                row.member_cell in (None, row.cell_id),
            ),
            row.not_due,
        )
        for row in rows
    ]  # fmt: skip


async def unvisited(
    session: Session, cell_ids: Collection[int], span: Span, due_since: DueSince
) -> dict[int, int]:
    """Households of the areas that were due and nobody visited: whose they are."""
    often = due_since.earlier_than(span.start)
    values = _values(cell_ids, span, due_since, often)
    rows = await session.execute(_LEFT_BY_POLICY if often else _LEFT, values)
    return {row.id: row.person_id for row in rows}


async def households(session: Session, cell_ids: Collection[int], last: date) -> dict[int, int]:
    """How many households the areas have, counted by themselves: what the rows must sum to."""
    rows = await session.execute(_HOUSEHOLDS, {"cells_": cell_ids, "last_": last})
    return {row[0]: row[1] for row in rows}


def _values(
    cell_ids: Collection[int], span: Span, due_since: DueSince, often: bool
) -> dict[str, object]:
    values: dict[str, object] = {"cells_": cell_ids, "start_": span.start, "last_": span.last}
    return values | due_since.places if often else values


def _in_scope() -> Select[int]:
    """Households of the areas, and those that the cells' members answer for elsewhere."""
    area = select(_home.c.id).where(_home.c.cell_id.in_(CELLS))
    members = select(_person.c.id).where(_person.c.cell_id.in_(CELLS))
    theirs = books.answering(LAST, person=members).subquery("theirs")
    return select(union(area, select(theirs.c.household_id)).subquery("scope").c.id)


def _whose() -> Subquery:
    """Who answers for each household; the first, should there be two."""
    held = books.answering(LAST, households=_in_scope()).subquery("held")
    return (
        select(held.c.household_id, func.min(held.c.person_id).label("person_id"))
        .group_by(held.c.household_id)
        .subquery("whose")
    )


def _not_due() -> ColumnElement[bool]:
    """Visited at home so lately that the policy asks for no visit in this period."""
    before, day = _visit.alias("before"), since(SINCE)
    return and_(
        day < START,
        exists().where(
            before.c.household_id == _home.c.id,
            at_home(before.c),
            before.c.visited_on >= day,
            before.c.visited_on < START,
        ),
    )


def _fate(not_due: ColumnElement[bool]) -> ColumnElement[str]:
    """What became of a household, at the best of what was reported in the period."""
    count, kind = func.count, _visit.c.kind
    absent = count().filter(kind == VisitKind.NOT_DONE, _visit.c.reason == NotDoneReason.ABSENT_HH)
    return case(
        (declined(_home.c), "declined"),
        (not_due, "not_due"),
        (count().filter(kind == VisitKind.HOME) > 0, "visited"),
        (count().filter(kind.in_(_OTHERWISE)) > 0, "otherwise"),
        (absent > 0, "attempts"),
        (count().filter(kind == VisitKind.NOT_DONE) > 0, "excused"),
        else_="untouched",
    )


def _focus() -> ColumnElement[int]:
    """1 for the poor, the nearly poor, and whoever needs help."""
    poor = _state.c.household_class.in_([HouseholdClass.POOR, HouseholdClass.NEAR_POOR])
    return case((or_(poor, _state.c.needs_help), 1), else_=0)


def _fates(not_due: ColumnElement[bool]) -> Subquery:
    """One row a household: its cell, whose it is, whether in focus, and what became of it."""
    whose = _whose()
    state = and_(_state.c.household_id == _home.c.id, holds_on(_state.c, LAST))
    within = and_(
        _visit.c.household_id == _home.c.id,
        _visit.c.visited_on >= START,
        _visit.c.visited_on <= LAST,
        _visit.c.withdrawn_at.is_(None),
    )
    return (
        select(
            _home.c.id,
            _home.c.cell_id,
            whose.c.person_id,
            _focus().label("focus"),
            _fate(not_due).label("fate"),
        )
        .select_from(_home)
        .join(_state, state, isouter=True)
        .join(whose, whose.c.household_id == _home.c.id, isouter=True)
        .join(_visit, within, isouter=True)
        .where(_home.c.id.in_(_in_scope()), holds_on(_home.c, LAST))
        .group_by(
            _home.c.id, _home.c.cell_id, _home.c.consent, _state.c.household_class,
            _state.c.needs_help, whose.c.person_id,
        )
        .subquery("fates")
    )  # fmt: skip


def _by_member(not_due: ColumnElement[bool]) -> Selected:
    one = _fates(not_due)

    def of(*fates: str) -> Label[int]:
        return func.count().filter(one.c.fate.in_(fates)).label(fates[0])

    aside = ("not_due", "declined")
    focus = func.count().filter(one.c.focus == 1, one.c.fate.not_in(aside))
    covered = func.count().filter(one.c.focus == 1, one.c.fate == "visited")
    return (
        select(
            one.c.cell_id, one.c.person_id, _person.c.cell_id.label("member_cell"),
            func.count().label("households"), of("not_due"), of("visited"), of("declined"),
            of("otherwise"), of("attempts"), of("excused"), of("untouched"),
            focus.label("focus_due"), covered.label("focus_covered"),
        )
        .select_from(one)
        .join(_person, _person.c.id == one.c.person_id, isouter=True)
        .group_by(
            one.c.cell_id, one.c.person_id, _person.c.cell_id, _person.c.sort_key, _person.c.code
        )
        .order_by(_person.c.sort_key, _person.c.code, one.c.person_id, one.c.cell_id)
    )  # fmt: skip


def _left(not_due: ColumnElement[bool]) -> Selected:
    one = _fates(not_due)
    return select(one.c.id, one.c.person_id).where(
        one.c.cell_id.in_(CELLS), one.c.person_id.is_not(None), one.c.fate.in_(_UNVISITED)
    )


# Built once: to build these costs more than to run them.
_EVERY_PERIOD = _by_member(false())
_BY_POLICY = _by_member(_not_due())
_LEFT, _LEFT_BY_POLICY = _left(false()), _left(_not_due())
_HOUSEHOLDS = (
    select(_home.c.cell_id, func.count())
    .where(_home.c.cell_id.in_(CELLS), holds_on(_home.c, LAST))
    .group_by(_home.c.cell_id)
)
