"""Who has how many households in a cell's area, as its secretary sees it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, and_, case, func, null, or_, select, update

from bot.domain.households import AssignmentEnd, AssignmentKind
from bot.domain.people import GONE, Actor, Role
from bot.domain.periods import day_of
from bot.domain.refusals import Reason, Refusal
from bot.domain.vietnamese.finding import Candidate
from bot.domain.vietnamese.text import counting_key, search_key
from storage import audit, books, households
from storage.spans import holds_on
from storage.store import Session
from storage.tables import (
    Assignment,
    BookNumber,
    Household,
    HouseholdGroup,
    HouseholdGroupPlace,
    Person,
    RoleHeld,
)


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

    id: int
    code: str
    number: int | None
    head: str
    alias: str
    address: str
    search_key: str

    @property
    def name(self) -> str:
        """The calling name, or the head's."""
        return self.alias or self.head


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
    """One member's households in the area that the actor leads, by code."""
    held = _held(actor, today).subquery()
    rows = await session.execute(
        select(
            *_SHOWN,
            BookNumber.number,
        )
        .join(held, held.c.household_id == Household.id)
        .join(
            BookNumber,
            books.numbered(held.c.person_id, Household.id),
            isouter=True,
        )
        .where(held.c.person_id == person_id)
    )
    return _listed(session, rows.all())


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
        .with_only_columns(
            *_SHOWN,
            null(),
        )
        .where(
            Household.id.not_in(
                select(held.c.household_id).where(held.c.kind == AssignmentKind.MAIN)
            )
        )
    )
    return _listed(session, rows.all())


async def _end(session: Session, on: date, *which: ColumnElement[bool]) -> None:
    """Assignments end where others take their place; none before it began."""
    await session.execute(
        update(Assignment)
        .where(Assignment.until.is_(None), *which)
        .values(
            until=case((Assignment.since > on, Assignment.since), else_=on),
            ended_because=AssignmentEnd.REBALANCE,
        )
    )


_SHOWN = (
    Household.id, Household.code, Household.head, Household.alias, Household.address,
    Household.search_key,
)  # fmt: skip


def _listed(
    session: Session, rows: Iterable[tuple[int, str, str, str, str, str, int | None]]
) -> list[Held]:
    listed = []
    for id_, code, head, alias, address, key, number in rows:
        households.may_be_named(session, id_, head, alias, code)
        listed.append(Held(id_, code, number, head, alias, address, key))
    return sorted(listed, key=lambda one: counting_key(one.code))


def candidates(held: Iterable[Held]) -> list[Candidate]:
    """Households that somebody may see, as words are looked for in them."""
    return [
        Candidate(
            one.id, one.number, one.search_key, tuple(filter(None, (one.head, one.alias))), one.code
        )
        for one in held
    ]


async def group_nobodys(
    session: Session, actor: Actor, codes: Collection[str], today: date, now: datetime
) -> list[int]:
    """Make a group of households that nobody has in charge, one for each cell that they are of.

    All or none: what is not in the actor's area, or has somebody by now, is not found.
    """
    held = _held(actor, today).subquery().c
    taken = select(held.household_id).where(held.kind == AssignmentKind.MAIN)
    rows = await session.execute(
        _in_area(actor, today)
        .with_only_columns(Household.cell_id, Household.id)
        .where(Household.code.in_(codes), Household.id.not_in(taken))
        .order_by(Household.cell_id, Household.id)
    )
    by_cell: dict[int, list[int]] = {}
    for cell_id, household_id in rows:
        by_cell.setdefault(cell_id, []).append(household_id)
    if not codes or sum(map(len, by_cell.values())) != len(set(codes)):
        raise Refusal(Reason.NOT_FOUND)
    groups = []
    for cell_id, ids in by_cell.items():
        count = select(func.count()).where(HouseholdGroup.cell_id == cell_id)
        number = (await session.scalar(count) or 0) + 1
        group = HouseholdGroup(cell_id=cell_id, name=str(number), since=today)
        session.add(group)
        await session.flush()
        places = ({"group_id": group.id, "household_id": one, "since": today} for one in ids)
        session.add_all(HouseholdGroupPlace(**place) for place in places)
        await audit.note(session, actor.person_id, "grouped", "household group", group.id, now)
        groups.append(group.id)
    return groups


async def assign_group(
    session: Session,
    actor: Actor,
    group_id: int,
    person_id: int,
    *,
    kind: AssignmentKind = AssignmentKind.MAIN,
    since: date,
    basis: str = "",
    now: datetime,
) -> None:
    """Put a group of households in a member's charge; its households come into their book.

    The actor leads the group's cell; any other group, and a person of another commune, is not
    found. Whoever had it in the same way has it no longer from that day on.
    """
    group = await session.scalar(
        select(HouseholdGroup.id).where(
            HouseholdGroup.id == group_id, HouseholdGroup.cell_id.in_(actor.cells_led)
        )
    )
    person = await session.scalar(
        select(Person.id).where(
            Person.id == person_id,
            Person.commune_id == actor.commune_id,
            Person.status.not_in(GONE),
        )
    )
    if group is None or person is None:
        raise Refusal(Reason.NOT_FOUND)
    await _end(session, since, Assignment.group_id == group, Assignment.kind == kind)
    session.add(Assignment(person_id=person, group_id=group, kind=kind, since=since, basis=basis))
    await session.flush()
    await audit.note(session, actor.person_id, "assigned", "household group", group, now)
    await books.number_groups(session, now, day_of(now))


def _in_area(actor: Actor, today: date) -> Select[Household]:
    """Households of the cells that the actor leads, through the one door."""
    return households.visible_to(actor, today).where(Household.cell_id.in_(actor.cells_led))


def _held(actor: Actor, today: date) -> Select[int, int, AssignmentKind]:
    """Person, household and kind, for the area: assigned singly or within a group."""
    held = (
        books.in_charge(today, households=_in_area(actor, today).with_only_columns(Household.id))
        .subquery()
        .c
    )
    return select(held.person_id, held.household_id, held.kind).distinct()


def _members(today: date) -> Select[int]:
    return select(RoleHeld.person_id).where(RoleHeld.role == Role.MEMBER, holds_on(RoleHeld, today))
