"""Comparing a workbook's committees, cells and members with what is known."""

from collections.abc import Callable

from bot.domain.imports import (
    CellRow,
    Column,
    CommitteeRow,
    MemberRow,
    Problem,
    ProblemKind,
    Sheet,
    Workbook,
)
from bot.domain.people import GONE, MemberStatus, Role
from storage.imports.changes import Changes, PersonNow
from storage.imports.known import Key, Known, KnownPerson
from storage.imports.spelling import Spellings

_OF_THE_COMMUNE = frozenset({Role.COMMUNE_OFFICE, Role.COMMUNE_LEADER, Role.ADMIN})
_OF_THE_CELL = frozenset({Role.MEMBER, Role.CELL_SECRETARY, Role.CELL_DEPUTY, Role.VILLAGE_HEAD})


class Places:
    """Which commune a cell's code belongs to: by the workbook, or else by what is known."""

    def __init__(self, workbook: Workbook, known: Known) -> None:
        self.by_code: dict[str, set[str]] = {}
        for row in workbook.cells:
            self.by_code.setdefault(row.code, set()).add(row.committee)
        listed = set(self.by_code)
        for commune, code in known.units:
            if code and code not in listed:
                self.by_code.setdefault(code, set()).add(commune)
        self.spellings = Spellings(("", code) for code in self.by_code)

    def find(self, row: int, sheet: Sheet, code: str, changes: Changes) -> Key | None:
        """The cell's key; where there is none or several, a problem and None."""
        code = code if code in self.by_code else self.spellings.meant("", code) or code
        communes = self.by_code.get(code, set())
        if len(communes) == 1:
            return next(iter(communes)), code
        kind = ProblemKind.SEVERAL_CELLS if communes else ProblemKind.UNKNOWN_CELL
        if communes or not changes.doubts(Sheet.CELLS, code):
            details = (code, *(() if communes else self.spellings.zeros_lost("", code)))
            changes.problems.append(Problem(kind, sheet, row, Column.CELL, details))
        return None


def compare_units(workbook: Workbook, known: Known, changes: Changes) -> None:
    """Committees and cells."""
    changes.names = {code: unit.name for code, unit in known.communes.items()}
    for row in workbook.committees:
        changes.names[row.code] = row.name
        _compare_committee(row, known, changes)
    for cell in workbook.cells:
        if cell.committee in changes.names:
            _compare_cell(cell, workbook, known, changes)
        elif not changes.doubts(Sheet.COMMITTEES, cell.committee):
            kind, column = ProblemKind.UNKNOWN_COMMITTEE, Column.COMMITTEE
            details = (cell.committee,)
            changes.problems.append(Problem(kind, Sheet.CELLS, cell.row, column, details))
    listed = {(row.committee, row.code) for row in workbook.cells}
    if Sheet.CELLS in workbook.columns:
        changes.gone[Sheet.CELLS] = tuple(
            key[1]
            for key, unit in known.units.items()
            if key[1] and unit.until is None and key not in listed
        )


def _compare_committee(row: CommitteeRow, known: Known, changes: Changes) -> None:
    unit = known.units.get((row.code, ""))
    if unit is None:
        changes.communes_new.append(row)
        changes.count("committees", "new")
    elif (unit.name, unit.meeting_days) != (row.name, row.meeting_days or unit.meeting_days):
        changes.communes_changed.append((unit, row))
        changes.count("committees", "changed")
    else:
        changes.count("committees", "same")


def _compare_cell(row: CellRow, workbook: Workbook, known: Known, changes: Changes) -> None:
    unit = known.units.get((row.committee, row.code))
    if unit is None:
        changes.cells_new.append(row)
        changes.count("cells", "new")
        return
    area = row.area if workbook.has(Sheet.CELLS, Column.AREA) else unit.area
    now = (row.name, row.kind.value, area, row.meeting_days, None)
    if now == (unit.name, unit.kind, unit.area, unit.meeting_days, unit.until):
        changes.count("cells", "same")
    else:
        changes.cells_changed.append((unit, row))
        changes.count("cells", "changed")


def compare_members(
    workbook: Workbook,
    known: Known,
    places: Places,
    changes: Changes,
    same_phone: Callable[[str, str], bool],
) -> set[Key]:
    """Members and their roles; the keys of all that are known then."""
    listed = set()
    for row in workbook.members:
        cell = places.find(row.row, Sheet.MEMBERS, row.cell, changes)
        if cell is None:
            changes.in_doubt.add((Sheet.MEMBERS, row.code))
            continue
        key = (cell[0], row.code)
        listed.add(key)
        _compare_member(row, key, cell, known, changes, same_phone)
    if Sheet.MEMBERS in workbook.columns:
        changes.gone[Sheet.MEMBERS] = tuple(
            key[1]
            for key, person in known.people.items()
            if key not in listed and person.status not in GONE
        )
    return listed | set(known.people)


def _compare_member(
    row: MemberRow,
    key: Key,
    cell: Key,
    known: Known,
    changes: Changes,
    same_phone: Callable[[str, str], bool],
) -> None:
    person = known.people.get(key)
    roles_change = _compare_roles(row, key, cell, known, person, changes)
    if person is None:
        now = PersonNow(row.name, cell, row.status or MemberStatus.FULL, row.phone or None)
        changes.people_new.append((key, now))
        changes.count("members", "new")
        return
    new_phone = bool(row.phone) and not same_phone(row.phone, person.phone_index)
    status = row.status or person.status
    same = (person.name, person.cell, person.status) == (row.name, cell, status)
    if new_phone or not same:
        now = PersonNow(row.name, cell, status, row.phone if new_phone else None)
        changes.people_changed.append((person.id, key, now))
    changes.count("members", "changed" if new_phone or not same or roles_change else "same")


def _compare_roles(
    row: MemberRow, key: Key, cell: Key, known: Known, person: KnownPerson | None, changes: Changes
) -> bool:
    """Open the roles that are new, end those that are no more; others than ours stay."""
    wanted = {(role, (cell[0], "") if role in _OF_THE_COMMUNE else cell) for role in row.roles}
    held = known.roles.get(person.id, []) if person else []
    over = [
        role.id
        for role in held
        if role.role in _OF_THE_CELL | _OF_THE_COMMUNE and (role.role, role.unit) not in wanted
    ]
    new = wanted - {(role.role, role.unit) for role in held}
    changes.roles_over += over
    changes.roles_new += [(key, role, unit) for role, unit in sorted(new)]
    return bool(over or new)
