"""What else a period brought, counted by cell: contacts, help, changes, members, additions."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Subquery,
    Table,
    and_,
    bindparam,
    exists,
    func,
    literal,
    or_,
    select,
    union_all,
)

from bot.domain.announcements import AnnouncementPart
from bot.domain.people import GONE, MemberStatus, Role
from bot.domain.summaries import (
    Additions,
    ChangeRow,
    HelpRow,
    Passing,
    Span,
    Strength,
)
from bot.domain.visits import VisitKind
from storage.coverage import CELLS, LAST, START
from storage.session import Found
from storage.spans import holds_on
from storage.store import Selected, Session
from storage.tables import (
    Announcement,
    Assignment,
    Concern,
    Household,
    HouseholdChange,
    Moment,
    Person,
    Receipt,
    RoleHeld,
    SealedPeriod,
    Visit,
    VisitHelp,
    core,
)

_home, _visit, _help = core(Household), core(Visit), core(VisitHelp)
_change, _concern, _person = core(HouseholdChange), core(Concern), core(Person)
_sealed, _announcement, _receipt = core(SealedPeriod), core(Announcement), core(Receipt)
_held, _role = core(Assignment), core(RoleHeld)
T = TypeVar("T")

_FROM, _BEFORE = bindparam("from_", type_=Moment), bindparam("before_", type_=Moment)


def within(cells: Collection[int], span: Span) -> dict[str, object]:
    """What is put into the places of all that is counted here."""
    return {"cells_": cells, "start_": span.start, "last_": span.last}


async def contacts(
    session: Session, cells: Collection[int], span: Span
) -> dict[int, tuple[tuple[VisitKind, int], ...]]:
    """Reports of contacts by kind: each counts, also a second one with the same household."""
    rows = await session.execute(_CONTACTS, within(cells, span))
    return _by_cell(rows, lambda row: (row.kind, row.times))


async def helps(
    session: Session, cells: Collection[int], span: Span
) -> dict[int, tuple[HelpRow, ...]]:
    """Help by kind and whether it was given (R09)."""
    rows = await session.execute(_HELPS, within(cells, span))
    return _by_cell(
        rows,
        lambda row: HelpRow(row.kind, row.status, row.times, row.households, int(row.amount or 0)),
    )


async def changes(
    session: Session, cells: Collection[int], span: Span
) -> dict[int, tuple[ChangeRow, ...]]:
    """Changes by kind, in the period in which they happened (R15)."""
    rows = await session.execute(_CHANGES, within(cells, span))
    return _by_cell(rows, lambda row: ChangeRow(row.change, row.times, int(row.people)))


async def strengths(session: Session, cells: Collection[int], last: date) -> dict[int, Strength]:
    """Members as they stand now, and how many have something in charge on the last day (R02)."""
    rows = await session.execute(_STRENGTHS, {"cells_": cells, "last_": last})
    return {row.cell_id: Strength(row.members, row.assigned, row.exempt) for row in rows}


async def passing(
    session: Session, cells: Collection[int], span: Span, start: datetime, before: datetime
) -> dict[int, Passing]:
    """Announcements sent in the period, and how far the cells' members brought them (R18)."""
    values = within(cells, span) | {"from_": start, "before_": before}
    rows = await session.execute(_PASSING, values)
    return {row.cell_id: Passing(*(int(count) for count in row[1:])) for row in rows}


async def additions(
    session: Session, cells: Collection[int], month: str, span: Span
) -> dict[int, Additions]:
    """What was reported of a sealed period once it had been sealed."""
    rows = await session.execute(_ADDITIONS, within(cells, span) | {"month_": month})
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for row in rows:
        found[row.cell_id][row.what] = row.times
    return {cell_id: Additions(**counts) for cell_id, counts in found.items()}


def _by_cell(rows: Iterable[Found], made: Callable[[Found], T]) -> dict[int, tuple[T, ...]]:
    found: dict[int, list[T]] = defaultdict(list)
    for row in rows:
        found[row.cell_id].append(made(row))
    return {cell_id: tuple(ones) for cell_id, ones in found.items()}


def _of_area(reported: Table, day: ColumnElement[date]) -> tuple[ColumnElement[bool], ...]:
    """Reports of households of the areas, of days of the period, and not taken back."""
    return (
        _home.c.id == reported.c.household_id,
        _home.c.cell_id.in_(CELLS),
        day >= START,
        day <= LAST,
        reported.c.withdrawn_at.is_(None),
    )


def _corrected() -> ColumnElement[bool]:
    """Whether a correction of the announcement has gone out."""
    later = _announcement.alias("correction").c
    return exists().where(
        later.corrects_id == _announcement.c.id,
        later.part == AnnouncementPart.CORRECTION,
        later.sent_at.is_not(None),
    )


def _brought() -> Subquery:
    """How far each cell's members brought each announcement of the period.

    Only who has households in charge can pass anything on; what was corrected counts as corrected.
    """
    notice, got, count = _announcement.c, _receipt.c, func.count
    has_some = exists().where(_held.c.person_id == got.person_id, holds_on(_held.c, LAST))
    return (
        select(
            _person.c.cell_id,
            notice.id,
            count().label("receivers"),
            count(got.read_at).label("read"),
            count(got.passed_on_at).label("passed_on"),
        )
        .select_from(_receipt)
        .join(_announcement, notice.id == got.announcement_id)
        .join(_person, _person.c.id == got.person_id)
        .where(
            _person.c.cell_id.in_(CELLS),
            notice.sent_at >= _FROM,
            notice.sent_at < _BEFORE,
            notice.withdrawn_at.is_(None),
            notice.part.in_([AnnouncementPart.FIRST, AnnouncementPart.CORRECTION]),
            ~_corrected(),
            has_some,
        )
        .group_by(_person.c.cell_id, notice.id)
        .subquery()
    )


def _passing() -> Selected:
    """By cell: one row an announcement first, so that those stuck with somebody can be counted."""
    one, count = _brought().c, func.count
    return select(
        one.cell_id,
        count().label("announcements"),
        func.sum(one.receivers).label("receivers"),
        func.sum(one.read).label("read"),
        func.sum(one.passed_on).label("passed_on"),
        count().filter(one.passed_on < one.receivers).label("stuck"),
    ).group_by(one.cell_id)


def _told_late(
    what: str, reported: Table, day: ColumnElement[date], of_cell: ColumnElement[bool]
) -> Selected:
    """How much of one kind was recorded of a sealed period once it had been sealed."""
    return (
        select(_sealed.c.cell_id, literal(what).label("what"), func.count("*").label("times"))
        .select_from(_sealed)
        .where(
            _sealed.c.cell_id.in_(CELLS), _sealed.c.month == bindparam("month_"),
            reported.c.recorded_at > _sealed.c.sealed_at, day >= START, day <= LAST, of_cell,
        )
        .group_by(_sealed.c.cell_id)
    )  # fmt: skip


def _additions() -> CompoundSelect[*tuple[Any, ...]]:
    def of_home(reported: Table) -> ColumnElement[bool]:
        return and_(
            _home.c.id == reported.c.household_id,
            _home.c.cell_id == _sealed.c.cell_id,
            reported.c.withdrawn_at.is_(None),
        )

    of_cell = _concern.c.cell_id == _sealed.c.cell_id
    return union_all(
        _told_late("visits", _visit, _visit.c.visited_on, of_home(_visit)),
        _told_late("changes", _change, _change.c.happened_on, of_home(_change)),
        _told_late("concerns", _concern, _concern.c.raised_on, of_cell),
    )


def _strengths() -> Selected:
    is_member = and_(
        _role.c.person_id == _person.c.id, _role.c.role == Role.MEMBER, holds_on(_role.c, LAST)
    )
    has_some = and_(_held.c.person_id == _person.c.id, holds_on(_held.c, LAST))
    member = select(_role.c.id).where(is_member).exists()
    assigned = select(_held.c.id).where(has_some).exists()
    exempt = _person.c.status == MemberStatus.EXEMPT
    return (
        select(
            _person.c.cell_id,
            func.count().label("members"),
            func.count().filter(assigned).label("assigned"),
            func.count().filter(and_(exempt, ~assigned)).label("exempt"),
        )
        .where(
            _person.c.cell_id.in_(CELLS), _person.c.status.not_in(GONE), or_(member, exempt)
        )
        .group_by(_person.c.cell_id)
    )  # fmt: skip


_CONTACTS = (
    select(_home.c.cell_id, _visit.c.kind, func.count().label("times"))
    .where(*_of_area(_visit, _visit.c.visited_on))
    .group_by(_home.c.cell_id, _visit.c.kind)
    .order_by(_home.c.cell_id, _visit.c.kind)
)
_HELPS = (
    select(
        _home.c.cell_id, _help.c.kind, _help.c.status,
        func.count().label("times"),
        func.count(_home.c.id.distinct()).label("households"),
        func.sum(_help.c.amount).label("amount"),
    )
    .where(_help.c.visit_id == _visit.c.id, *_of_area(_visit, _visit.c.visited_on))
    .group_by(_home.c.cell_id, _help.c.kind, _help.c.status)
    .order_by(_home.c.cell_id, _help.c.kind, _help.c.status)
)  # fmt: skip
_CHANGES = (
    select(
        _home.c.cell_id, _change.c.change,
        func.count().label("times"), func.sum(_change.c.people).label("people"),
    )
    .where(*_of_area(_change, _change.c.happened_on))
    .group_by(_home.c.cell_id, _change.c.change)
    .order_by(_home.c.cell_id, _change.c.change)
)  # fmt: skip
_STRENGTHS, _PASSING, _ADDITIONS = _strengths(), _passing(), _additions()
