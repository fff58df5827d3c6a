"""A workbook that was read, as lines that can be stored until somebody confirms it."""

from collections.abc import Iterable
from typing import TypeVar

from bot.domain.imports import (
    CellRow,
    Column,
    CommitteeRow,
    DayRow,
    HouseholdRow,
    MemberRow,
    Problem,
    Sheet,
    Workbook,
)
from bot.workbook import lines

T = TypeVar("T")


def packed(workbook: Workbook) -> list[str]:
    """What it says and all that is wrong; good rows too, which may name what is not there."""
    columns = workbook.columns.items()
    return [
        *(lines.packed_columns(sheet, names) for sheet, names in columns),
        *map(lines.packed, workbook.committees),
        *map(lines.packed, workbook.cells),
        *map(lines.packed, workbook.members),
        *map(lines.packed, workbook.households),
        *map(lines.packed, workbook.days),
        *map(lines.packed, workbook.problems),
        *(lines.packed(note, note=True) for note in workbook.notes),
    ]


def unpacked(stored: Iterable[str]) -> Workbook:
    """The way back from `packed`."""
    columns: dict[Sheet, frozenset[Column]] = {}
    rows: list[lines.Sent] = []
    notes: list[Problem] = []
    for line in stored:
        tag, held = lines.unpacked(line.encode())
        if isinstance(held, tuple):
            columns[held[0]] = held[1]
        elif tag == "note" and isinstance(held, Problem):
            notes.append(held)
        elif held is not None:
            rows.append(held)

    def of(kind: type[T]) -> tuple[T, ...]:
        return tuple(row for row in rows if isinstance(row, kind))

    return Workbook(
        columns=columns,
        committees=of(CommitteeRow),
        cells=of(CellRow),
        members=of(MemberRow),
        households=of(HouseholdRow),
        days=of(DayRow),
        problems=of(Problem),
        notes=tuple(notes),
    )
