"""The template's own sample rows, where somebody left them in: they are nobody's lists.

A row that stands just as the template has it is passed over. It is taken only where the list
would not hold together without it, or where there is nothing else in the file and nothing known
yet, as when somebody tries the template out; and never where its code is somebody else's, who
would be overwritten.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from bot.domain.imports import (
    CellRow,
    CommitteeRow,
    DayRow,
    HouseholdRow,
    MemberRow,
    Problem,
    ProblemKind,
    Sheet,
    Workbook,
)

Row = CommitteeRow | CellRow | MemberRow | HouseholdRow | DayRow
T = TypeVar("T", bound=Row)


def left_in(workbook: Workbook) -> dict[Sheet, Row]:
    """The sample rows that were left in, by their sheets."""
    noted = {(one.sheet, one.row) for one in workbook.notes if one.kind is ProblemKind.SAMPLE_ROW}
    if not noted:
        return {}
    return {
        sheet: row
        for sheet, rows in _sheets(workbook).items()
        for row in rows
        if (sheet, row.row) in noted
    }


def without(workbook: Workbook, free: Collection[Sheet], *, nothing_known: bool) -> Workbook:
    """The workbook as it is meant; `free` are the sheets whose sample's code is nobody else's."""
    left = left_in(workbook)
    real = {
        sheet: [row for row in rows if row is not left.get(sheet)]
        for sheet, rows in _sheets(workbook).items()
    }
    if any(real.values()):
        kept = _needed(real, left, free)
    else:
        kept = set(left).intersection(free) if nothing_known else set()
    gone = [row for sheet, row in left.items() if sheet not in kept]
    return replace(
        workbook,
        columns={
            sheet: columns
            for sheet, columns in workbook.columns.items()
            if real[sheet] or sheet in kept or sheet not in left  # else nobody filled it in
        },
        committees=_but(gone, workbook.committees),
        cells=_but(gone, workbook.cells),
        members=_but(gone, workbook.members),
        households=_but(gone, workbook.households),
        days=_but(gone, workbook.days),
        notes=tuple(_told(note, kept) for note in workbook.notes),
    )


def _sheets(workbook: Workbook) -> dict[Sheet, Sequence[Row]]:
    return {
        Sheet.COMMITTEES: workbook.committees,
        Sheet.CELLS: workbook.cells,
        Sheet.MEMBERS: workbook.members,
        Sheet.HOUSEHOLDS: workbook.households,
        Sheet.DAYS: workbook.days,
    }


def _needed(
    real: Mapping[Sheet, Sequence[Row]], left: Mapping[Sheet, Row], free: Collection[Sheet]
) -> set[Sheet]:
    """The samples that other rows name and nobody else is named by."""
    named: dict[Sheet, set[str]] = {sheet: set() for sheet in Sheet}
    for rows in real.values():
        for row in rows:
            _name(row, named)
    kept = set()
    for sheet in (Sheet.MEMBERS, Sheet.CELLS, Sheet.COMMITTEES):
        sample = left.get(sheet)
        codes = {row.code for row in real[sheet] if not isinstance(row, DayRow)}
        if sample is None or isinstance(sample, DayRow) or sheet not in free:
            continue
        if sample.code in named[sheet] - codes:
            kept.add(sheet)
            _name(sample, named)
    return kept


def _name(row: Row, named: Mapping[Sheet, set[str]]) -> None:
    """Whom a row names."""
    match row:
        case HouseholdRow():
            named[Sheet.MEMBERS].update((row.member, row.helper))
            named[Sheet.CELLS].add(row.cell)
        case MemberRow():
            named[Sheet.CELLS].add(row.cell)
        case CellRow() | DayRow():
            named[Sheet.COMMITTEES].add(row.committee)
        case CommitteeRow():
            pass


def _but(gone: Sequence[Row], rows: tuple[T, ...]) -> tuple[T, ...]:
    return tuple(row for row in rows if all(row is not one for one in gone))


def _told(note: Problem, kept: Collection[Sheet]) -> Problem:
    if note.kind is ProblemKind.SAMPLE_ROW and note.sheet in kept:
        return replace(note, kind=ProblemKind.SAMPLE_ROW_TAKEN)
    return note
