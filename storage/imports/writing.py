"""Writing what a workbook changes, in batches."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice

from sqlalchemy import bindparam, insert, select, update

from bot.domain.households import AssignmentEnd
from bot.domain.imports import CellRow, CommitteeRow
from bot.domain.people import UnitChange, UnitLevel
from bot.domain.vietnamese.text import search_key, sort_key
from storage import secrecy
from storage.imports.changes import Changes, HomeNow, PersonNow
from storage.imports.known import Key, Known, KnownUnit, household_key
from storage.store import Session
from storage.tables import (
    Assignment,
    BookNumber,
    Household,
    HouseholdState,
    Person,
    RoleHeld,
    Table,
    Unit,
    UnitHistory,
    core,
)

_BATCH = 500
_Values = dict[str, object]


@dataclass
class Ids:
    """The ids behind the keys."""

    units: dict[Key, int] = field(default_factory=dict)
    groups: dict[Key, int] = field(default_factory=dict)
    people: dict[Key, int] = field(default_factory=dict)
    households: dict[Key, int] = field(default_factory=dict)


async def write(session: Session, changes: Changes, known: Known, today: date) -> Ids:
    """Write everything; the ids of all that is then known."""
    ids = Ids(
        {key: unit.id for key, unit in known.units.items()},
        dict(known.groups),
        {key: person.id for key, person in known.people.items()},
        {key: home.id for key, home in known.households.items()},
    )
    await _write_communes(session, changes, ids, today)
    await _write_cells(session, changes, ids, today)
    await _write_people(session, changes, ids, today)
    await _write_homes(session, changes, ids)
    await _write_conditions(session, changes, ids, today)
    await _write_assignments(session, changes, ids)
    return ids


async def _write_communes(session: Session, changes: Changes, ids: Ids, today: date) -> None:
    for row in changes.communes_new:
        unit = Unit(
            level=UnitLevel.COMMUNE, kind=_commune_kind(row.name), code=row.code, name=row.name,
            meeting_days=row.meeting_days, since=today,
        )  # fmt: skip
        session.add(unit)
        await session.flush()
        unit.commune_id = ids.units[row.code, ""] = unit.id
    await session.flush()
    for known, row in changes.communes_changed:
        values: _Values = {"name": row.name, "meeting_days": row.meeting_days or known.meeting_days}
        await _change_unit(session, known, row, values, today)


async def _write_cells(session: Session, changes: Changes, ids: Ids, today: date) -> None:
    await _insert(
        session,
        Unit,
        (
            {
                "level": UnitLevel.CELL, "kind": row.kind.value, "code": row.code,
                "name": row.name, "area": row.area, "meeting_days": row.meeting_days,
                "parent_id": ids.units[row.committee, ""],
                "commune_id": ids.units[row.committee, ""], "since": today,
            }
            for row in changes.cells_new
        ),
    )  # fmt: skip
    await _find_units(session, UnitLevel.CELL, ids.units, ids)
    for known, row in changes.cells_changed:
        values: _Values = {
            "name": row.name, "kind": row.kind.value, "area": row.area or known.area,
            "meeting_days": row.meeting_days, "until": None,
        }  # fmt: skip
        await _change_unit(session, known, row, values, today)
    await _insert(
        session,
        Unit,
        (
            {
                "level": UnitLevel.SELF_GROUP, "kind": "", "code": code, "name": group.name,
                "area": "", "meeting_days": "", "parent_id": ids.units[group.cell],
                "commune_id": ids.units[commune, ""], "since": today,
            }
            for (commune, code), group in changes.groups_new.items()
        ),
    )  # fmt: skip
    await _find_units(session, UnitLevel.SELF_GROUP, ids.groups, ids)


async def _change_unit(
    session: Session, known: KnownUnit, row: CellRow | CommitteeRow, values: _Values, today: date
) -> None:
    await session.execute(update(Unit).where(Unit.id == known.id).values(values))
    if row.name != known.name:
        renamed = UnitChange.RENAMED
        session.add(
            UnitHistory(unit_id=known.id, change=renamed, happened_on=today, name_before=known.name)
        )


async def _write_people(session: Session, changes: Changes, ids: Ids, today: date) -> None:
    def person(key: Key, now: PersonNow) -> _Values:
        phone = secrecy.seal_phone(session, *key, now.phone) if now.phone else None
        sealed, index = phone or ("", "")
        return {
            "name": now.name, "sort_key": sort_key(now.name), "cell_id": ids.units[now.cell],
            "status": now.status, "phone": sealed, "phone_index": index,
        }  # fmt: skip

    new = (
        {**person(key, now), "code": key[1], "commune_id": ids.units[key[0], ""]}
        for key, now in changes.people_new
    )
    await _insert(session, Person, new)
    await _find(session, Person, ids.people, ids)
    for id_, key, now in changes.people_changed:
        values = person(key, now)
        if now.phone is None:
            del values["phone"], values["phone_index"]
        await session.execute(update(Person).where(Person.id == id_).values(values))
    await _update(
        session, RoleHeld, ("until",), ({"row_id": i, "until": today} for i in changes.roles_over)
    )
    await _insert(
        session,
        RoleHeld,
        (
            {"person_id": ids.people[key], "role": role, "unit_id": ids.units[unit], "since": today}
            for key, role, unit in changes.roles_new
        ),
    )


async def _write_homes(session: Session, changes: Changes, ids: Ids) -> None:
    def home(now: HomeNow) -> _Values:
        return {
            "head": now.head, "alias": now.alias, "address": now.address,
            "landmark": now.landmark, "cell_id": ids.units[now.cell],
            "group_id": ids.groups[now.group] if now.group else None,
            "search_key": household_key(
                now.head, now.alias, now.address, now.landmark, now.group_name, now.code
            ),
        }  # fmt: skip

    new = (
        {**home(now), "code": key[1], "commune_id": ids.units[key[0], ""], "since": since}
        for key, now, since in changes.homes_new
    )
    await _insert(session, Household, new)
    await _find(session, Household, ids.households, ids)
    changed = ({**home(now), "row_id": id_, "until": None} for id_, now in changes.homes_changed)
    columns = ("head", "alias", "address", "cell_id", "group_id", "search_key", "until")
    await _update(session, Household, columns, changed)


async def _write_conditions(session: Session, changes: Changes, ids: Ids, today: date) -> None:
    over = ({"row_id": id_, "until": today} for id_ in changes.conditions_over)
    await _update(session, HouseholdState, ("until",), over)
    await _insert(
        session,
        HouseholdState,
        (
            {
                "household_id": ids.households[key], "since": since,
                "household_class": now.household_class, "needs_help": now.needs_help,
                "policy_family": now.policy_family, "persons": now.persons,
                "workers": now.workers, "occupation": now.occupation,
            }
            for key, now, since in changes.conditions_new
        ),
    )  # fmt: skip


async def _write_assignments(session: Session, changes: Changes, ids: Ids) -> None:
    over = (
        {"row_id": id_, "until": until, "ended_because": AssignmentEnd.OTHER_END}
        for id_, until in changes.assignments_over
    )
    await _update(session, Assignment, ("until", "ended_because"), over)
    amended = (
        {"row_id": id_, "since": since, "basis": basis}
        for id_, since, basis in changes.assignments_amended
    )
    await _update(session, Assignment, ("since", "basis"), amended)
    await _insert(
        session,
        Assignment,
        (
            {
                "person_id": ids.people[now.person], "household_id": ids.households[now.household],
                "kind": now.kind, "since": now.since, "basis": now.basis,
            }
            for now in changes.assignments_new
        ),
    )  # fmt: skip
    await _insert(
        session,
        BookNumber,
        (
            {
                "person_id": ids.people[person], "household_id": ids.households[home],
                "number": number,
            }
            for person, home, number in changes.numbers_new
        ),
    )  # fmt: skip


async def _find_units(session: Session, level: UnitLevel, found: dict[Key, int], ids: Ids) -> None:
    for commune, commune_id in _communes(ids):
        chosen = select(Unit.code, Unit.id).where(
            Unit.commune_id == commune_id, Unit.level == level
        )
        found |= {(commune, code): id_ for code, id_ in await session.execute(chosen)}


async def _find(
    session: Session, table: type[Person] | type[Household], found: dict[Key, int], ids: Ids
) -> None:
    for commune, commune_id in _communes(ids):
        chosen = select(table.code, table.id).where(table.commune_id == commune_id)
        found |= {(commune, code): id_ for code, id_ in await session.execute(chosen)}


def _communes(ids: Ids) -> list[tuple[str, int]]:
    return [(commune, id_) for (commune, code), id_ in ids.units.items() if not code]


async def _insert(session: Session, table: type[Table], rows: Iterable[_Values]) -> None:
    for batch in _batches(rows):
        await session.execute(insert(core(table)), batch)


async def _update(
    session: Session, table: type[Table], columns: Sequence[str], rows: Iterable[_Values]
) -> None:
    """Update rows by their id, which each brings as `row_id`."""
    plain = core(table)
    statement = (
        update(plain)
        .where(plain.c.id == bindparam("row_id"))
        .values({column: bindparam(f"new_{column}") for column in columns})
    )
    for batch in _batches(rows):
        renamed = [
            {"row_id": row["row_id"], **{f"new_{column}": row[column] for column in columns}}
            for row in batch
        ]
        await session.execute(statement, renamed)


def _batches(rows: Iterable[_Values]) -> Iterator[list[_Values]]:
    waiting = iter(rows)
    while batch := list(islice(waiting, _BATCH)):
        yield batch


def _commune_kind(name: str) -> str:
    """Commune, ward or special zone, by the name that its committee has."""
    words = search_key(name).split()
    if "phuong" in words:
        return "PHUONG"
    return "DAC_KHU" if "dac khu" in " ".join(words) else "XA"
