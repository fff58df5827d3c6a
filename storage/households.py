"""Households, through the only door there is to them: what the asking person may see."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Date,
    Select,
    and_,
    bindparam,
    func,
    or_,
    select,
)

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

SELECTS_KEPT = 128
"""Of how many people what they may see is kept as built: to build it costs more than to run it."""


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


def held_on(day: date | BindParameter[date]) -> ColumnElement[bool]:
    """Assignments that hold on a day; `until` is the first day on which they no longer do."""
    return and_(Assignment.since <= day, or_(Assignment.until.is_(None), Assignment.until > day))


@lru_cache(maxsize=SELECTS_KEPT)
def visible_to(actor: Actor, today: date) -> Select[Household]:
    """The households that a person may see today (privacy.md 5.5), and none besides.

    Members see those assigned to them, alone or within a group, while assigned; secretaries and
    their deputies those of their cell's area. Nobody else reads households one by one.
    """
    return _visible(actor.person_id, actor.commune_id, actor.cells_led, today)


def _visible(
    person_id: int | BindParameter[int],
    commune_id: int | BindParameter[int],
    cells_led: Sequence[int] | BindParameter[Sequence[int]],
    today: date | BindParameter[date],
) -> Select[Household]:
    """The door itself; its statements of the hot path are built once, with places for values."""
    own = select(Assignment.household_id).where(
        Assignment.person_id == person_id,
        Assignment.household_id.is_not(None),
        held_on(today),
    )
    grouped = (
        select(HouseholdGroupPlace.household_id)
        .join(Assignment, Assignment.group_id == HouseholdGroupPlace.group_id)
        .where(
            Assignment.person_id == person_id,
            held_on(today),
            HouseholdGroupPlace.since <= today,
            or_(HouseholdGroupPlace.until.is_(None), HouseholdGroupPlace.until > today),
        )
    )
    return select(Household).where(
        or_(
            Household.id.in_(own),
            Household.id.in_(grouped),
            Household.cell_id.in_(cells_led),
        ),
        Household.commune_id == commune_id,
        or_(Household.until.is_(None), Household.until > today),
    )


_OWN_KNOWN = "households found to be the actor's own"


async def book(session: Session, actor: Actor, today: date) -> list[Card]:
    """A member's own households, due first: unvisited this month, longest unvisited before."""
    return await _cards(session, actor, today, _OWN)


async def in_area(session: Session, actor: Actor, today: date) -> list[Card]:
    """All households that the actor may see, due first: for a secretary the cell's area."""
    return await _cards(session, actor, today, _ALL)


async def one_of(session: Session, actor: Actor, household_id: int, today: date) -> Card:
    """One household; absent and not yours are the same refusal."""
    cards = await _cards(session, actor, today, _ONE, household_id)
    if not cards:
        raise Refusal(Reason.NOT_FOUND)
    return cards[0]


async def all_own(
    session: Session, actor: Actor, household_ids: Collection[int], today: date
) -> bool:
    """Whether all of these are assigned to the actor today; asked once in a transaction."""
    known: set[int] = session.info.setdefault((_OWN_KNOWN, actor.person_id, today), set())
    asked = set(household_ids) - known
    if asked:
        values = _values(actor, today) | {"cells_": [], "households_": sorted(asked)}
        known |= set(await session.scalars(_WHICH_OWN, values))
    return asked <= known


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
    session: Session, actor: Actor, today: date, which: Select[Any], household_id: int = 0
) -> list[Card]:
    """One statement for any list of households: class, number, last visit and all."""
    values = _values(actor, today) | {"household_": household_id}
    rows = await session.execute(which, values)
    start = first_day(month_of(today))
    cards = [
        Card(
            id=row.id,
            code=row.code,
            number=row.number,
            name=row.alias or row.head,
            head=row.head,
            alias=row.alias,
            address=row.address,
            search_key=row.search_key,
            cell_id=row.cell_id,
            assigned_since=row.assigned_since,
            assigned_kind=row.assigned_kind,
            last_home_visit=row.last_home,
            visited_this_month=row.last_home is not None and row.last_home >= start,
            household_class=row.household_class,
            needs_help=row.needs_help,
            policy_family=row.policy_family,
            persons=row.persons,
            workers=row.workers,
            occupation=row.occupation,
        )
        for row in rows
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


def _values(actor: Actor, today: date) -> dict[str, Any]:
    return {
        "person_": actor.person_id,
        "commune_": actor.commune_id,
        "cells_": actor.cells_led,
        "today_": today,
    }


# Built once: to build these costs more than to run them.
_PERSON = bindparam("person_", type_=Household.id.type)
_TODAY = bindparam("today_", type_=Date)
_VISIBLE = _visible(
    _PERSON, bindparam("commune_", type_=Household.id.type), bindparam("cells_", expanding=True),
    _TODAY,
)  # fmt: skip
_WHICH_OWN = _VISIBLE.with_only_columns(Household.id).where(
    Household.id.in_(bindparam("households_", expanding=True))
)


def _with_all() -> Any:
    last_home = (
        select(func.max(Visit.visited_on))
        .where(
            Visit.household_id == Household.id,
            Visit.kind == VisitKind.HOME,
            Visit.withdrawn_at.is_(None),
            Visit.visited_on <= _TODAY,
        )
        .scalar_subquery()
    )
    held = and_(
        Assignment.household_id == Household.id,
        Assignment.person_id == _PERSON,
        held_on(_TODAY),
    )
    numbered = and_(BookNumber.household_id == Household.id, BookNumber.person_id == _PERSON)
    return (
        _VISIBLE.with_only_columns(
            Household.id, Household.code, Household.head, Household.alias, Household.address,
            Household.search_key, Household.cell_id,
            BookNumber.number,
            Assignment.since.label("assigned_since"),
            Assignment.kind.label("assigned_kind"),
            last_home.label("last_home"),
            HouseholdState.household_class, HouseholdState.needs_help,
            HouseholdState.policy_family, HouseholdState.persons, HouseholdState.workers,
            HouseholdState.occupation,
        )
        .join(HouseholdState, current_state())
        .join(Assignment, held, isouter=True)
        .join(BookNumber, numbered, isouter=True)
    )  # fmt: skip


_ALL = _with_all()
_OWN = _ALL.where(Assignment.id.is_not(None))
_ONE = _ALL.where(Household.id == bindparam("household_", type_=Household.id.type))
