"""What stands behind the figures of a month, through the doors of households and concerns."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import and_, func, or_, select

from bot.domain.concerns import ENDED, ConcernStatus
from bot.domain.households import Change
from bot.domain.people import Actor
from bot.domain.summaries import Span
from bot.domain.vietnamese.text import counting_key
from bot.domain.visits import HelpKind, HelpStatus, VisitKind
from storage import concerns, coverage, households
from storage.concerns import Page
from storage.periods import Cell
from storage.store import Session
from storage.tables import Concern, Household, HouseholdChange, Person, Visit, VisitHelp


@dataclass(frozen=True, slots=True)
class Left:
    """A household that is still to be visited, and in whose book it stands."""

    code: str
    name: str
    member: str
    last_home_visit: date | None


@dataclass(frozen=True, slots=True)
class Changed:
    """A change of a household, and its day."""

    code: str
    name: str
    on: date
    change: Change


@dataclass(frozen=True, slots=True)
class Helped:
    """Help for a household, and its day."""

    code: str
    name: str
    on: date
    kind: HelpKind
    status: HelpStatus


async def unvisited(
    session: Session, actor: Actor, cell: Cell, span: Span, month: str, today: date
) -> tuple[list[Left], int]:
    """Longest unvisited first, those never visited before all; how many are no longer there."""
    whose = await coverage.unvisited(session, [cell.id], span, cell.due_since(cell.period(month)))
    last = func.max(Visit.visited_on)
    rows = await session.execute(
        households.visible_to(actor, today)
        .with_only_columns(Household.id, Household.code, Household.alias, Household.head, last)
        .join(
            Visit,
            and_(
                Visit.household_id == Household.id,
                Visit.kind == VisitKind.HOME,
                Visit.withdrawn_at.is_(None),
                Visit.visited_on <= today,
            ),
            isouter=True,
        )
        .where(Household.id.in_(whose), Household.cell_id == cell.id)
        .group_by(Household.id, Household.code, Household.alias, Household.head)
    )
    found = rows.all()
    names = await _members(session, {whose[row[0]] for row in found})
    left = [
        Left(code, alias or head, names[whose[id_]], last_home)
        for id_, code, alias, head, last_home in found
    ]
    never = date.min + timedelta(days=1)
    left.sort(key=lambda one: (one.last_home_visit or never, counting_key(one.code)))
    return left, len(whose) - len(left)


async def _members(session: Session, who: set[int]) -> dict[int, str]:
    """Who has households that the door has let through."""
    people = await session.execute(select(Person.id, Person.name).where(Person.id.in_(who)))
    return {row.id: row.name for row in people}


async def changes(
    session: Session, actor: Actor, cell_id: int, span: Span, today: date
) -> list[Changed]:
    """Changes of the period in the area, newest first."""
    rows = await session.execute(
        households.visible_to(actor, today)
        .with_only_columns(
            Household.code, Household.alias, Household.head, HouseholdChange.happened_on,
            HouseholdChange.change,
        )
        .join(HouseholdChange, HouseholdChange.household_id == Household.id)
        .where(
            Household.cell_id == cell_id,
            HouseholdChange.happened_on.between(span.start, span.last),
            HouseholdChange.withdrawn_at.is_(None),
        )
        .order_by(HouseholdChange.happened_on.desc(), HouseholdChange.id.desc())
    )  # fmt: skip
    return [Changed(code, alias or head, on, what) for code, alias, head, on, what in rows]


async def helps(
    session: Session, actor: Actor, cell_id: int, span: Span, today: date
) -> list[Helped]:
    """Help of the period in the area, newest first."""
    rows = await session.execute(
        households.visible_to(actor, today)
        .with_only_columns(
            Household.code, Household.alias, Household.head, Visit.visited_on, VisitHelp.kind,
            VisitHelp.status,
        )
        .join(Visit, Visit.household_id == Household.id)
        .join(VisitHelp, VisitHelp.visit_id == Visit.id)
        .where(
            Household.cell_id == cell_id,
            Visit.visited_on.between(span.start, span.last),
            Visit.withdrawn_at.is_(None),
        )
        .order_by(Visit.visited_on.desc(), VisitHelp.id.desc())
    )  # fmt: skip
    return [
        Helped(code, alias or head, on, kind, status)
        for code, alias, head, on, kind, status in rows
    ]


async def concerns_of(
    session: Session, actor: Actor, cell_ids: Sequence[int], span: Span, today: date
) -> list[Page]:
    """Concerns of the areas that are open, or came in the period; the oldest open ones first."""
    settled = (*ENDED, ConcernStatus.FED_BACK)
    query = (
        concerns.visible_to(actor, today)
        .where(
            Concern.cell_id.in_(cell_ids),
            or_(
                Concern.status.not_in(settled),
                Concern.raised_on.between(span.start, span.last),
            ),
        )
        .order_by(Concern.status.in_(settled), Concern.recorded_at, Concern.id)
    )
    return await concerns.pages(session, actor, today, query)
