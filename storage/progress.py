"""How far a member is in the month: what is visited, what is left, what was tried in vain."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Date, Subquery, and_, bindparam, func, select

from bot.domain.households import AssignmentKind
from bot.domain.meetings import Period
from bot.domain.people import Actor
from bot.domain.policies import cadence_from, is_due
from bot.domain.visits import NotDoneReason, VisitKind
from storage import households, periods, visits
from storage.store import Selected, Session
from storage.tables import HouseholdState, Visit, core

NO_VISIT = 0
_visits = core(Visit)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a member is in a month: only a visit at home counts (S2-16)."""

    period: Period
    visited: int  # of those due
    due: int  # visited by now or not
    not_due: int  # visited though not due
    otherwise: int  # households met in another way only
    attempts: int  # households where nobody was in, and nothing else came of it
    helping: int = 0  # households that others answer for, visited or not
    left: tuple[int, ...] = ()  # households still to be visited
    told_before: bool = False  # the visit that was asked about, of this household and day


async def so_far(
    session: Session,
    actor: Actor,
    today: date,
    visit_id: int = NO_VISIT,
    period: Period | None = None,
) -> Progress:
    """How far the actor is in the running period, or in an earlier one, as reminders count it;
    and whether a visit was told twice, in the same statement."""
    asked = period or await periods.current_of(session, actor, today)
    values = households.places(actor, today) | {
        "start_": asked.first, "last_": min(asked.last, today), "visit_": visit_id,
    }  # fmt: skip
    rows = (await session.execute(_PROGRESS, values)).all()
    cadence = cadence_from(rows[0].frequency if rows else None)  # all are of one commune
    mine = [
        (row, is_due(cadence, row.household_class, row.needs_help, row.met_before, asked))
        for row in rows
        if row.kind == AssignmentKind.MAIN and row.since <= asked.last and not row.declined
    ]
    left = [row for row, due in mine if due and not row.home]
    return Progress(
        period=asked,
        visited=sum(due and row.home > 0 for row, due in mine),
        due=sum(due for _, due in mine),
        not_due=sum(row.home > 0 and not due for row, due in mine),
        otherwise=sum(row.otherwise > 0 for row in left),
        attempts=sum(row.attempts > 0 and not row.otherwise for row in left),
        helping=sum(row.kind == AssignmentKind.HELPING for row in rows),
        left=tuple(row.id for row in left),
        told_before=bool(rows) and rows[0].told_before,
    )


def _met() -> Subquery:
    """Each household of the actor's book, with how often it was met in the period, and how."""
    held, visit, count = households.HELD_AS.subquery(), _visits.c, func.count()
    otherwise = visit.kind.in_([VisitKind.PHONE, VisitKind.GROUP_MEETING, VisitKind.VIA_OTHER])
    absent = (visit.kind == VisitKind.NOT_DONE, visit.reason == NotDoneReason.ABSENT_HH)
    in_period = and_(
        visit.household_id == held.c.id,
        visit.withdrawn_at.is_(None),
        visit.visited_on >= bindparam("start_", type_=Date),
        visit.visited_on <= bindparam("last_", type_=Date),
    )
    return (
        select(
            held.c.id, held.c.kind, held.c.since, held.c.declined,
            count.filter(visit.kind == VisitKind.HOME).label("home"),
            count.filter(otherwise).label("otherwise"),
            count.filter(*absent).label("attempts"),
        )
        .select_from(held)
        .join(_visits, in_period, isouter=True)
        .group_by(held.c.id, held.c.kind, held.c.since, held.c.declined)
        .subquery()
    )  # fmt: skip


def _progress() -> Selected:
    met, state, visit = _met(), core(HouseholdState).c, _visits.c
    before = visit.visited_on < bindparam("start_", type_=Date)
    current = and_(state.household_id == met.c.id, state.until.is_(None))
    return (
        select(
            met.c.id, met.c.kind, met.c.since, met.c.declined,
            met.c.home, met.c.otherwise, met.c.attempts, state.household_class, state.needs_help,
            households.met(visit.household_id == met.c.id, before).label("met_before"),
            households.FREQUENCY.label("frequency"),
            visits.alike().exists().label("told_before"),
        )
        .select_from(met)
        .join(core(HouseholdState), current, isouter=True)
    )  # fmt: skip


_PROGRESS = _progress()  # built once: to build it costs more than to run it
