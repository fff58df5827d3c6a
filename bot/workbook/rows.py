"""The sheets of a workbook, row by row, as committees, cells, members and households."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from bot.domain.calendar import MarkKind
from bot.domain.households import HouseholdClass
from bot.domain.imports import (
    REQUIRED,
    CellRow,
    Column,
    CommitteeRow,
    DayRow,
    HouseholdRow,
    MemberRow,
    Problem,
    ProblemKind,
    Sheet,
)
from bot.domain.people import CellKind
from bot.texts import workbook as texts
from bot.workbook import values, words
from bot.workbook.headings import Headings
from bot.workbook.values import Unreadable, Value

Row = CommitteeRow | CellRow | MemberRow | HouseholdRow | DayRow
Held = str | int | bool | date | StrEnum | tuple[StrEnum, ...] | None
Reader = Callable[[Value], Held]

# In the order of the row's own fields: how each column is read, and what it is when empty.
_FIELDS: dict[Sheet, tuple[tuple[Column, Reader, Held], ...]] = {
    Sheet.COMMITTEES: (
        (Column.CODE, values.code, ""),
        (Column.NAME, values.line, ""),
        (Column.MEETING_DAYS, values.meeting_days, ""),
    ),
    Sheet.CELLS: (
        (Column.CODE, values.cell_code, ""),
        (Column.NAME, values.line, ""),
        (Column.KIND, lambda v: values.one_of(v, words.KINDS), CellKind.OTHER_CELL),
        (Column.AREA, values.text, ""),
        (Column.MEETING_DAYS, values.meeting_days, ""),
        (Column.COMMITTEE, values.code, ""),
        (Column.COMMITTEE_NAME, values.line, ""),
    ),
    Sheet.MEMBERS: (
        (Column.CODE, values.code, ""),
        (Column.NAME, values.line, ""),
        (Column.CELL, values.cell_code, ""),
        (Column.ROLES, values.roles, ()),
        (Column.PHONE, values.phone, ""),
        (Column.STATUS, lambda v: values.one_of(v, words.STATUSES), None),
    ),
    Sheet.HOUSEHOLDS: (
        (Column.CODE, values.code, ""),
        (Column.NAME, values.head, ""),
        (Column.ALIAS, values.alias, ""),
        (Column.ADDRESS, values.address, ""),
        (Column.GROUP, values.line, ""),
        (Column.CELL, values.cell_code, ""),
        (Column.PERSONS, values.count, None),
        (Column.WORKERS, values.count, None),
        (Column.OCCUPATION, values.occupation, ""),
        (Column.CLASS, lambda v: values.one_of(v, words.CLASSES), HouseholdClass.UNKNOWN),
        (Column.NEEDS_HELP, values.mark, False),
        (Column.POLICY_FAMILY, values.mark, False),
        (Column.MEMBER, values.code, ""),
        (Column.HELPER, values.code, ""),
        (Column.SINCE, values.day, None),
        (Column.BASIS, values.basis, ""),
    ),
    Sheet.DAYS: (
        (Column.DAY, values.day, date.min),
        (Column.MARK, lambda v: values.one_of(v, words.DAY_MARKS), MarkKind.OFF),
        (Column.NAME, values.line, ""),
        (Column.COMMITTEE, values.code, ""),
    ),
}
_ROWS: dict[Sheet, Callable[..., Row]] = {
    Sheet.COMMITTEES: CommitteeRow,
    Sheet.CELLS: CellRow,
    Sheet.MEMBERS: MemberRow,
    Sheet.HOUSEHOLDS: HouseholdRow,
    Sheet.DAYS: DayRow,
}
_REMEMBERED = 20_000  # most columns say the same few things over and over


@dataclass
class Seen:
    """What the rows before have said, to find codes that stand twice."""

    rows: dict[tuple[Sheet, str, str], int] = field(default_factory=dict)
    committee_names: dict[str, str] = field(default_factory=dict)
    committees_of: dict[str, set[str]] = field(default_factory=dict)  # by the cell's code

    def commune_of(self, cell: str) -> str:
        """The committee that a cell belongs to; nothing when this workbook doesn't say."""
        found = self.committees_of.get(cell.casefold(), set())
        return next(iter(found)) if len(found) == 1 else ""


def _sample(sheet: Sheet, headings: Headings) -> list[tuple[int, str]]:
    """What stands where in the sample row, its code first; nothing of a sheet made otherwise."""
    said = texts.SAMPLES[sheet]
    if not said.keys() <= headings.places.keys():
        return []
    columns = [*said, *(headings.places.keys() - said.keys())]
    return [(headings.places[column], said.get(column, "")) for column in columns]


class SheetReader:
    """Reads one sheet row by row."""

    def __init__(self, sheet: Sheet, headings: Headings, seen: Seen) -> None:
        self.sheet, self.headings, self.seen = sheet, headings, seen
        self.old_fonts: list[Problem] = []
        self.problems: list[Problem] = []
        self.notes: list[Problem] = []
        self.number = 0
        self.sample = _sample(sheet, headings)
        self.fields = [
            (headings.places.get(column), self._known(column, default), (column, reader, default))
            for column, reader, default in _FIELDS[sheet]
        ]

    def _known(self, column: Column, default: Held) -> dict[Value, Held]:
        """What has been read in a column before, to begin with that empty is nothing."""
        return {} if column in REQUIRED[self.sheet] else {"": default}

    def read(self, lines: Iterable[Sequence[Value]]) -> Iterator[Row | Problem]:
        """The rows below the headings, and what is wrong with them, as they come."""
        for self.number, cells in enumerate(lines, start=1):
            if self.number <= self.headings.row or all(map(values.is_blank, cells)):
                continue
            self.problems = []
            if self._is_sample(cells):
                yield from self._sample_row(cells)
                continue
            held = self._held(cells)
            rows = self._checked(held)
            yield from self._of_row(held) or rows
        if self.old_fonts:  # every row would be: named once, with the first place
            first = self.old_fonts[0]
            details = (str(len(self.old_fonts)),)
            yield Problem(ProblemKind.OLD_FONT, self.sheet, first.row, first.column, details)

    def _of_row(self, held: list[Held]) -> list[Problem]:
        """What is wrong in a row, with the code that it is about."""
        if not self.problems or self.sheet is Sheet.DAYS:
            return self.problems
        return [replace(one, code=str(held[0])) for one in self.problems]

    def _is_sample(self, cells: Sequence[Value]) -> bool:
        """Whether a row is the template's own, just as it was."""
        if not self.sample:
            return False
        place, code = self.sample[0]
        return cells[place] == code and all(
            values.as_typed(cells[place]) == said for place, said in self.sample
        )

    def _sample_row(self, cells: Sequence[Value]) -> Iterator[Row]:
        """It stands in nobody's way: a code of its is free for a row that is meant."""
        held = self._held(cells)
        fields = held[:-1] if self.sheet is Sheet.CELLS else held
        if not self.notes:
            yield _ROWS[self.sheet](self.number, *fields)
        self.notes.append(Problem(ProblemKind.SAMPLE_ROW, self.sheet, self.number))

    def _held(self, cells: Sequence[Value]) -> list[Held]:
        """What the row holds, column by column; millions of cells come through here."""
        held = []
        for place, known, asked in self.fields:
            value = cells[place] if place is not None else ""
            held.append(known[value] if value in known else self._read(value, known, *asked))
        return held

    def _read(
        self, value: Value, known: dict[Value, Held], column: Column, reader: Reader, default: Held
    ) -> Held:
        if values.is_blank(value):
            if column in REQUIRED[self.sheet]:
                self._wrong(column, ProblemKind.MISSING)
            return default
        try:
            held = reader(value)
        except Unreadable as unreadable:
            self._wrong(column, unreadable.kind, *unreadable.details)
            return default
        if len(known) < _REMEMBERED:
            known[value] = held
        return held

    def _checked(self, held: list[Held]) -> list[Row]:
        if self.sheet is Sheet.CELLS:
            name = str(held.pop())
        row = _ROWS[self.sheet](self.number, *held)
        match row:
            case CommitteeRow():
                self._once("", row.code)
                self.seen.committee_names[row.code] = row.name
            case CellRow():
                self._once(row.committee, row.code)
                self.seen.committees_of.setdefault(row.code.casefold(), set()).add(row.committee)
                return [*self._committee_of(row, name), row]
            case MemberRow():
                self._once(self.seen.commune_of(row.cell), row.code)
            case HouseholdRow():
                self._once(self.seen.commune_of(row.cell), row.code)
                self._check_household(row)
            case DayRow():
                self._once_a_day(row)
        return [row]

    def _committee_of(self, row: CellRow, name: str) -> list[CommitteeRow]:
        """The sheet of committees may be absent: then the column of their names stands for it."""
        known = self.seen.committee_names.setdefault(row.committee, name) if name else ""
        if known != name:
            self._wrong(Column.COMMITTEE_NAME, ProblemKind.NAMES_DIFFER, known)
        key = (Sheet.COMMITTEES, "", row.committee.casefold())
        if not name or key in self.seen.rows:
            return []
        self.seen.rows[key] = row.row
        return [CommitteeRow(row.row, row.committee, name, "")]

    def _check_household(self, row: HouseholdRow) -> None:
        if row.persons is not None and row.workers is not None and row.workers > row.persons:
            details = (str(row.workers), str(row.persons))
            self._wrong(Column.WORKERS, ProblemKind.MORE_WORKERS, *details)
        if row.member and row.member.casefold() == row.helper.casefold():
            self._wrong(Column.HELPER, ProblemKind.SAME_PERSON)

    def _once(self, commune: str, code: str) -> None:
        if not code:
            return
        key = (self.sheet, commune.casefold(), code.casefold())
        first = self.seen.rows.setdefault(key, self.number)
        if first != self.number:
            self._wrong(Column.CODE, ProblemKind.TWICE, code, str(first))

    def _once_a_day(self, row: DayRow) -> None:
        key = (self.sheet, row.committee, row.day.isoformat())
        first = self.seen.rows.setdefault(key, self.number)
        if first != self.number and row.day != date.min:
            self._wrong(Column.DAY, ProblemKind.DAY_TWICE, f"{row.day:%d/%m/%Y}", str(first))

    def _wrong(self, column: Column, kind: ProblemKind, *details: str) -> None:
        problem = Problem(kind, self.sheet, self.number, column, details)
        if kind is ProblemKind.OLD_FONT:
            self.old_fonts.append(problem)
        else:
            self.problems.append(problem)
