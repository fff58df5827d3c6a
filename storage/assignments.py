"""Who has how many households in a cell's area, as its secretary sees it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import CompoundSelect, Select, and_, func, or_, select, union

from bot.domain.households import AssignmentKind
from bot.domain.people import GONE, Actor, Role
from bot.domain.vietnamese.text import search_key
from storage import households
from storage.spans import holds_on
from storage.store import Session
from storage.tables import Assignment, BookNumber, Household, HouseholdGroupPlace, Person, RoleHeld


@dataclass(frozen=True, slots=True)
class Load:
    """One member, and how many of the area's households they have in charge or help with."""

    person_id: int
    code: str
    name: str
    main: int
    helping: int


@dataclass(frozen=True, slots=True)
class Held:
    """A household as its member's book has it."""

    code: str
    number: int | None
    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Shared:
    """How the households of an area are shared out."""

    households: int
    nobodys: int
    loads: Sequence[Load]  # by given name

    @property
    def without(self) -> list[Load]:
        """Members who have no household."""
        return [load for load in self.loads if not load.main + load.helping]

    @property
    def counts(self) -> list[int]:
        """Households per member who has any, ascending."""
        return sorted(load.main for load in self.loads if load.main)


async def shared_out(session: Session, actor: Actor, today: date) -> Shared:
    """How the cells that the actor leads have shared out their households.

    Members of other cells who have a household here are among them (a member's own cell may be
    that of a school), and the cell's own members without any.
    """
    seen = _in_area(actor, today).subquery()
    total = await session.scalar(select(func.count()).select_from(seen)) or 0
    held = _held(actor, today).subquery()
    taken = await session.scalar(
        select(func.count(held.c.household_id.distinct())).where(held.c.kind == AssignmentKind.MAIN)
    )
    numbers = (
        select(
            held.c.person_id,
            func.count().filter(held.c.kind == AssignmentKind.MAIN).label("main"),
            func.count().filter(held.c.kind == AssignmentKind.HELPING).label("helping"),
        )
        .group_by(held.c.person_id)
        .subquery()
    )
    rows = await session.execute(
        select(Person.id, Person.code, Person.name, numbers.c.main, numbers.c.helping)
        .join(numbers, numbers.c.person_id == Person.id, isouter=True)
        .where(
            or_(
                numbers.c.person_id.is_not(None),
                and_(
                    Person.cell_id.in_(actor.cells_led),
                    Person.status.not_in(GONE),
                    Person.id.in_(_members(today)),
                ),
            )
        )
        .order_by(Person.sort_key, Person.code)
    )
    loads = [
        Load(id_, code, name, main or 0, helping or 0) for id_, code, name, main, helping in rows
    ]
    return Shared(total, total - (taken or 0), loads)


def members_named(shared: Shared, words: str) -> list[Load]:
    """Members by code, or by any words of their name in order; a whole given name goes first."""
    key = search_key(words)
    if not key:
        return []
    by_code = [load for load in shared.loads if search_key(load.code) == key]
    named = [load for load in shared.loads if f" {key} " in f" {search_key(load.name)} "]
    given = [load for load in named if search_key(load.name).endswith(key)]
    return by_code or given or named


async def held_by(session: Session, actor: Actor, person_id: int, today: date) -> Sequence[Held]:
    """One member's households in the area that the actor leads, by number."""
    held = _held(actor, today).subquery()
    rows = await session.execute(
        select(
            Household.code, BookNumber.number, Household.alias, Household.head, Household.address
        )
        .join(held, held.c.household_id == Household.id)
        .join(
            BookNumber,
            and_(
                BookNumber.household_id == Household.id,
                BookNumber.person_id == held.c.person_id,
            ),
            isouter=True,
        )
        .where(held.c.person_id == person_id)
        .order_by(BookNumber.number.nulls_last(), Household.code)
    )
    return [
        Held(code, number, alias or head, address) for code, number, alias, head, address in rows
    ]


async def in_charge(
    session: Session, actor: Actor, household_id: int, today: date
) -> Sequence[str]:
    """Who has a household in charge, for the secretary of its area; the main person first."""
    held = _held(actor, today).subquery()
    rows = await session.scalars(
        select(Person.name)
        .join(held, held.c.person_id == Person.id)
        .where(held.c.household_id == household_id)
        .order_by(held.c.kind.desc(), Person.sort_key)  # MAIN, then HELPING
    )
    return list(rows)


async def nobodys(session: Session, actor: Actor, today: date) -> Sequence[Held]:
    """Households of the area that nobody has in charge."""
    held = _held(actor, today).subquery()
    rows = await session.execute(
        _in_area(actor, today)
        .with_only_columns(Household.code, Household.alias, Household.head, Household.address)
        .where(
            Household.id.not_in(
                select(held.c.household_id).where(held.c.kind == AssignmentKind.MAIN)
            )
        )
        .order_by(Household.code)
    )
    return [Held(code, None, alias or head, address) for code, alias, head, address in rows]


def _in_area(actor: Actor, today: date) -> Select[Household]:
    """Households of the cells that the actor leads, through the one door."""
    return households.visible_to(actor, today).where(Household.cell_id.in_(actor.cells_led))


def _held(actor: Actor, today: date) -> CompoundSelect[int, int, AssignmentKind]:
    """Person, household and kind, for the area: assigned singly or within a group."""
    area = _in_area(actor, today).with_only_columns(Household.id)
    singly = select(Assignment.person_id, Assignment.household_id, Assignment.kind).where(
        Assignment.household_id.in_(area), holds_on(Assignment, today)
    )
    grouped = (
        select(Assignment.person_id, HouseholdGroupPlace.household_id, Assignment.kind)
        .join(HouseholdGroupPlace, HouseholdGroupPlace.group_id == Assignment.group_id)
        .where(
            HouseholdGroupPlace.household_id.in_(area),
            holds_on(Assignment, today),
            holds_on(HouseholdGroupPlace, today),
        )
    )
    return union(singly, grouped)


def _members(today: date) -> Select[int]:
    return select(RoleHeld.person_id).where(RoleHeld.role == Role.MEMBER, holds_on(RoleHeld, today))
