"""Households, through the only door there is to them: what the asking person may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select, true

from bot.domain.households import AssignmentKind, HouseholdClass
from bot.domain.people import Actor
from bot.domain.periods import first_day, month_of
from bot.domain.refusals import Reason, Refusal
from bot.domain.vietnamese.finding import Candidate, Found, find
from bot.domain.visits import VisitKind
from storage.store import Session
from storage.tables import (
    Assignment,
    BookNumber,
    Household,
    HouseholdGroupPlace,
    HouseholdState,
    SealedPeriod,
    Visit,
)


@dataclass(frozen=True, slots=True)
class Card:
    """A household as a list shows it to one person."""

    id: int
    code: str
    number: int | None  # in the asking person's own book
    name: str  # the calling name, or the head's
    head: str
    alias: str
    address: str
    search_key: str
    cell_id: int
    assigned_since: date | None  # to the asking person
    assigned_kind: AssignmentKind | None
    last_home_visit: date | None
    visited_this_month: bool
    household_class: HouseholdClass
    needs_help: bool
    policy_family: bool
    persons: int | None
    workers: int | None
    occupation: str


def held_on(day: date) -> ColumnElement[bool]:
    """Assignments that hold on a day; `until` is the first day on which they no longer do."""
    return and_(Assignment.since <= day, or_(Assignment.until.is_(None), Assignment.until > day))


def visible_to(actor: Actor, today: date) -> Select[Household]:
    """The households that a person may see today (privacy.md 5.5), and none besides.

    Members see those assigned to them, alone or within a group, while assigned; secretaries and
    their deputies those of their cell's area. Nobody else reads households one by one.
    """
    own = select(Assignment.household_id).where(
        Assignment.person_id == actor.person_id,
        Assignment.household_id.is_not(None),
        held_on(today),
    )
    grouped = (
        select(HouseholdGroupPlace.household_id)
        .join(Assignment, Assignment.group_id == HouseholdGroupPlace.group_id)
        .where(
            Assignment.person_id == actor.person_id,
            held_on(today),
            HouseholdGroupPlace.since <= today,
            or_(HouseholdGroupPlace.until.is_(None), HouseholdGroupPlace.until > today),
        )
    )
    return select(Household).where(
        or_(
            Household.id.in_(own),
            Household.id.in_(grouped),
            Household.cell_id.in_(actor.cells_led) if actor.cells_led else false(),
        ),
        Household.commune_id == actor.commune_id,
        or_(Household.until.is_(None), Household.until > today),
    )


async def book(session: Session, actor: Actor, today: date) -> list[Card]:
    """A member's own households, due first: unvisited this month, longest unvisited before."""
    return await _cards(session, actor, today, Assignment.id.is_not(None))


async def in_area(session: Session, actor: Actor, today: date) -> list[Card]:
    """All households that the actor may see, due first: for a secretary the cell's area."""
    return await _cards(session, actor, today, true())


async def one_of(session: Session, actor: Actor, household_id: int, today: date) -> Card:
    """One household; absent and not yours are the same refusal."""
    cards = await _cards(session, actor, today, Household.id == household_id)
    if not cards:
        raise Refusal(Reason.NOT_FOUND)
    return cards[0]


async def find_cards(
    session: Session, actor: Actor, words: str, today: date, *, own: bool = False
) -> tuple[list[Card], bool]:
    """Households by whatever people call them, best first, and whether the first is surely meant.

    With `own` only the actor's own book is looked at.
    """
    cards = await (book if own else in_area)(session, actor, today)
    found = among(cards, words)
    by_id = {card.id: card for card in cards}
    return [by_id[household_id] for household_id in found.ids], found.certain


def among(cards: Sequence[Card], words: str) -> Found:
    """Look for words in cards that the speaker may see."""
    return find(
        words,
        [
            Candidate(
                id=card.id,
                number=card.number,
                key=card.search_key,
                names=tuple(filter(None, (card.head, card.alias))),
                code=card.code,
            )
            for card in cards
        ],
    )


async def sealed_through(session: Session, cell_id: int) -> date | None:
    """The last day whose report the cell has closed; None when it never closed one."""
    return await session.scalar(
        select(func.max(SealedPeriod.through)).where(SealedPeriod.cell_id == cell_id)
    )


async def _cards(
    session: Session, actor: Actor, today: date, among_them: ColumnElement[bool]
) -> list[Card]:
    """One statement for any list of households: class, number, last visit and all."""
    last_home = (
        select(func.max(Visit.visited_on))
        .where(
            Visit.household_id == Household.id,
            Visit.kind == VisitKind.HOME,
            Visit.withdrawn_at.is_(None),
            Visit.visited_on <= today,
        )
        .scalar_subquery()
    )
    query = (
        visible_to(actor, today)
        .add_columns(
            BookNumber.number,
            Assignment.since,
            Assignment.kind,
            last_home.label("last_home"),
            HouseholdState,
        )
        .join(HouseholdState, current_state())
        .join(
            Assignment,
            and_(
                Assignment.household_id == Household.id,
                Assignment.person_id == actor.person_id,
                held_on(today),
            ),
            isouter=True,
        )
        .join(
            BookNumber,
            and_(
                BookNumber.household_id == Household.id,
                BookNumber.person_id == actor.person_id,
            ),
            isouter=True,
        )
        .where(among_them)
    )
    start = first_day(month_of(today))
    cards = [
        Card(
            id=household.id,
            code=household.code,
            number=number,
            name=household.alias or household.head,
            head=household.head,
            alias=household.alias,
            address=household.address,
            search_key=household.search_key,
            cell_id=household.cell_id,
            assigned_since=since,
            assigned_kind=kind,
            last_home_visit=last,
            visited_this_month=last is not None and last >= start,
            household_class=state.household_class,
            needs_help=state.needs_help,
            policy_family=state.policy_family,
            persons=state.persons,
            workers=state.workers,
            occupation=state.occupation,
        )
        for household, number, since, kind, last, state in await session.execute(query)
    ]
    return sorted(cards, key=_due_first)


def current_state() -> ColumnElement[bool]:
    """Joins a household to what is true of it now."""
    return and_(HouseholdState.household_id == Household.id, HouseholdState.until.is_(None))


def _due_first(card: Card) -> tuple[bool, date, bool, int, str]:
    never = date.min + timedelta(days=1)
    return (
        card.visited_this_month,
        card.last_home_visit or never,
        not card.needs_help,
        card.number or 10**6,
        card.code,
    )
