"""What is known already of the communes that a workbook speaks of."""

from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select, text

from bot.domain.households import AssignmentKind, HouseholdClass
from bot.domain.imports import Workbook
from bot.domain.people import MemberStatus, Role, UnitLevel
from bot.domain.policies import Setting
from bot.domain.vietnamese.text import search_key
from storage import settings
from storage.store import Session
from storage.tables import (
    Assignment,
    BookNumber,
    Household,
    HouseholdState,
    Person,
    RoleHeld,
    Unit,
)

Key = tuple[str, str]  # a commune's code, and a code within that commune ("": the commune itself)


@dataclass(frozen=True, slots=True)
class KnownUnit:
    """A commune, a cell or a group."""

    id: int
    name: str
    kind: str
    area: str
    meeting_days: str
    until: date | None


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """A person; the cell by its key."""

    id: int
    name: str
    cell: Key | None
    status: MemberStatus
    phone_index: str


@dataclass(frozen=True, slots=True)
class KnownRole:
    """A role that is held now."""

    id: int
    role: Role
    unit: Key | None


@dataclass(frozen=True, slots=True)
class KnownHousehold:
    """A household; cell and group by their keys."""

    id: int
    head: str
    alias: str
    address: str
    landmark: str
    cell: Key
    group: Key | None
    until: date | None


@dataclass(frozen=True, slots=True)
class Condition:
    """What changes with time about a household."""

    household_class: HouseholdClass
    needs_help: bool
    policy_family: bool
    persons: int | None
    workers: int | None
    occupation: str


@dataclass(frozen=True, slots=True)
class KnownAssignment:
    """Who has a household in charge, or helps, now."""

    id: int
    person: Key
    kind: AssignmentKind
    since: date
    basis: str


@dataclass
class Known:
    """Everything of these communes that a workbook can speak of."""

    units: dict[Key, KnownUnit] = field(default_factory=dict)  # communes and cells
    groups: dict[Key, int] = field(default_factory=dict)
    group_names: dict[Key, str] = field(default_factory=dict)
    people: dict[Key, KnownPerson] = field(default_factory=dict)
    roles: dict[int, list[KnownRole]] = field(default_factory=dict)
    households: dict[Key, KnownHousehold] = field(default_factory=dict)
    states: dict[int, tuple[int, Condition]] = field(default_factory=dict)  # as it is now
    imported: dict[int, Condition] = field(default_factory=dict)  # as a workbook last said
    assignments: dict[int, list[KnownAssignment]] = field(default_factory=dict)
    numbers: dict[Key, dict[Key, int]] = field(default_factory=dict)  # person, household
    with_frequency: set[str] = field(default_factory=set)

    @property
    def communes(self) -> dict[str, KnownUnit]:
        """Communes by code."""
        return {commune: unit for (commune, code), unit in self.units.items() if not code}


def household_key(head: str, alias: str, address: str, landmark: str, group: str, code: str) -> str:
    """What a household is searched by (Household.search_key); a group "3" as tổ 3."""
    called = f"tổ {group}" if group.isdigit() else group
    return search_key(" ".join((head, alias, address, landmark, called, code)))


async def load(session: Session, workbook: Workbook) -> Known:
    """Load the communes that the workbook names, or whose cells it names."""
    known = Known()
    await _take_time(session)
    for commune_id, commune in await _communes(session, workbook):
        keys = await _units(session, known, commune_id, commune)
        people = await _people(session, known, commune_id, commune, keys)
        await _roles(session, known, commune_id, keys)
        homes = await _households(session, known, commune_id, commune, keys)
        await _states(session, known, commune_id)
        await _assignments(session, known, commune_id, people)
        await _numbers(session, known, commune_id, people, homes)
        if Setting.FREQUENCY in await settings.own(session, commune_id):
            known.with_frequency.add(commune)
    return known


async def _take_time(session: Session) -> None:
    """PostgreSQL ends transactions that lie still (storage.store); comparing a province may."""
    if session.get_bind().dialect.name == "postgresql":
        await session.execute(text("SET LOCAL idle_in_transaction_session_timeout = '10min'"))


async def _communes(session: Session, workbook: Workbook) -> list[tuple[int, str]]:
    named = {row.code for row in workbook.committees} | {row.committee for row in workbook.cells}
    listed = {row.code for row in workbook.cells}
    mentioned = {row.cell for row in workbook.members} | {row.cell for row in workbook.households}
    found = select(Unit.id, Unit.code).where(Unit.level == UnitLevel.COMMUNE)
    owning = select(Unit.commune_id).where(
        Unit.level == UnitLevel.CELL, Unit.code.in_(mentioned - listed)
    )
    # a workbook that says which communes it is about speaks of no others
    where = Unit.code.in_(named) if named else Unit.id.in_(owning)
    return [(row.id, row.code) for row in await session.execute(found.where(where))]


async def _units(
    session: Session, known: Known, commune_id: int, commune: str
) -> dict[int | None, Key]:
    """Load communes, cells and groups; their keys by their ids."""
    keys: dict[int | None, Key] = {}
    chosen = select(
        Unit.id, Unit.level, Unit.code, Unit.name, Unit.kind, Unit.area, Unit.meeting_days,
        Unit.until,
    ).where((Unit.commune_id == commune_id) | (Unit.id == commune_id))  # fmt: skip
    for id_, level, code, name, kind, area, meeting_days, until in await session.execute(chosen):
        key = (commune, "" if level is UnitLevel.COMMUNE else code)
        if level is UnitLevel.SELF_GROUP:
            known.groups[key], known.group_names[key] = id_, name
        elif level in (UnitLevel.COMMUNE, UnitLevel.CELL):
            known.units[key] = KnownUnit(id_, name, kind, area, meeting_days, until)
        else:
            continue
        keys[id_] = key
    return keys


async def _people(
    session: Session, known: Known, commune_id: int, commune: str, keys: dict[int | None, Key]
) -> dict[int, Key]:
    people = {}
    chosen = select(
        Person.id, Person.code, Person.name, Person.cell_id, Person.status, Person.phone_index
    ).where(Person.commune_id == commune_id)
    for id_, code, name, cell_id, status, phone_index in await session.execute(chosen):
        people[id_] = (commune, code)
        person = KnownPerson(id_, name, keys.get(cell_id), status, phone_index)
        known.people[commune, code] = person
    return people


async def _roles(
    session: Session, known: Known, commune_id: int, keys: dict[int | None, Key]
) -> None:
    chosen = (
        select(RoleHeld.id, RoleHeld.person_id, RoleHeld.role, RoleHeld.unit_id)
        .join(Person, Person.id == RoleHeld.person_id)
        .where(Person.commune_id == commune_id, RoleHeld.until.is_(None))
    )
    for id_, person_id, role, unit_id in await session.execute(chosen):
        known.roles.setdefault(person_id, []).append(KnownRole(id_, role, keys.get(unit_id)))


async def _households(
    session: Session, known: Known, commune_id: int, commune: str, keys: dict[int | None, Key]
) -> dict[int, Key]:
    homes = {}
    chosen = select(
        Household.id, Household.code, Household.head, Household.alias, Household.address,
        Household.landmark, Household.cell_id, Household.group_id, Household.until,
    ).where(Household.commune_id == commune_id)  # fmt: skip
    for row in await session.execute(chosen):
        homes[row.id] = (commune, row.code)
        known.households[commune, row.code] = KnownHousehold(
            row.id, row.head, row.alias, row.address, row.landmark,
            keys[row.cell_id], keys.get(row.group_id), row.until,
        )  # fmt: skip
    return homes


async def _states(session: Session, known: Known, commune_id: int) -> None:
    """The current condition, and the last one that a workbook and no report brought about."""
    chosen = (
        select(
            HouseholdState.id, HouseholdState.household_id, HouseholdState.until,
            HouseholdState.change_id, HouseholdState.household_class, HouseholdState.needs_help,
            HouseholdState.policy_family, HouseholdState.persons, HouseholdState.workers,
            HouseholdState.occupation,
        )
        .join(Household, Household.id == HouseholdState.household_id)
        .where(Household.commune_id == commune_id)
        .order_by(HouseholdState.id)
    )  # fmt: skip
    for row in await session.execute(chosen):
        condition = Condition(
            row.household_class, row.needs_help, row.policy_family,
            row.persons, row.workers, row.occupation,
        )  # fmt: skip
        if row.until is None:
            known.states[row.household_id] = (row.id, condition)
        if row.change_id is None:
            known.imported[row.household_id] = condition


async def _assignments(
    session: Session, known: Known, commune_id: int, people: dict[int, Key]
) -> None:
    chosen = (
        select(
            Assignment.household_id, Assignment.id, Assignment.person_id, Assignment.kind,
            Assignment.since, Assignment.basis,
        )
        .join(Household, Household.id == Assignment.household_id)
        .where(Household.commune_id == commune_id, Assignment.until.is_(None))
        .order_by(Assignment.id)
    )  # fmt: skip
    for row in await session.execute(chosen):
        person = people.get(row.person_id, ("", ""))
        assignment = KnownAssignment(row.id, person, row.kind, row.since, row.basis)
        known.assignments.setdefault(row.household_id, []).append(assignment)


async def _numbers(
    session: Session, known: Known, commune_id: int, people: dict[int, Key], homes: dict[int, Key]
) -> None:
    chosen = (
        select(BookNumber.person_id, BookNumber.household_id, BookNumber.number)
        .join(Person, Person.id == BookNumber.person_id)
        .where(Person.commune_id == commune_id)
    )
    for person_id, household_id, number in await session.execute(chosen):
        book = known.numbers.setdefault(people[person_id], {})
        book[homes.get(household_id, ("", str(household_id)))] = number
