"""Where a sheet's headings stand, and which column is which."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.imports import REQUIRED, Column, Problem, ProblemKind, Sheet
from bot.domain.vietnamese.text import clean_name, search_key
from bot.workbook import words
from bot.workbook.values import Value, in_old_font

SEARCHED_ROWS = 15  # people put a title, a place and a date above a list


@dataclass(frozen=True, slots=True)
class Headings:
    """The row of the headings, the place of each column, and what is to be said about them."""

    row: int
    places: dict[Column, int]
    problems: tuple[Problem, ...]
    notes: tuple[Problem, ...]


def find(sheet: Sheet, top: Sequence[Sequence[Value]]) -> Headings:
    """Read the headings from the first rows of a sheet, in any order of columns."""
    known = words.COLUMNS[sheet]
    found = max(
        range(len(top)),
        key=lambda at: (sum(_key(cell) in known for cell in top[at]), -at),
        default=None,
    )
    written = [] if found is None else [_said(cell) for cell in top[found]]
    row = 1 if found is None else found + 1
    places: dict[Column, int] = {}
    problems: list[Problem] = []
    notes: list[Problem] = []
    for place, heading in enumerate(written):
        column = known.get(search_key(heading))
        if column is None:
            _strange(sheet, row, heading, problems, notes)
        elif column in places:
            problems.append(Problem(ProblemKind.COLUMN_TWICE, sheet, row, column))
        else:
            places[column] = place
    if any(in_old_font(_said(cell)) for line in top for cell in line) and not places:
        problems.append(Problem(ProblemKind.OLD_FONT, sheet, row, details=("1",)))
    else:
        missing = [column for column in known.values() if column in REQUIRED[sheet] - set(places)]
        problems += [
            Problem(ProblemKind.COLUMN_MISSING, sheet, column=column)
            for column in dict.fromkeys(missing)
        ]
    return Headings(row, places, tuple(problems), tuple(notes))


def _strange(
    sheet: Sheet, row: int, heading: str, problems: list[Problem], notes: list[Problem]
) -> None:
    key = search_key(heading)
    if words.is_forbidden(key):
        kind = ProblemKind.FORBIDDEN_COLUMN
        problems.append(Problem(kind, sheet, row, details=(heading[:60],)))
    elif key:
        kind = ProblemKind.UNKNOWN_COLUMN
        notes.append(Problem(kind, sheet, row, details=(heading[:60],)))


def _said(cell: Value) -> str:
    return clean_name(cell).strip(" *") if isinstance(cell, str) else ""


def _key(cell: Value) -> str:
    return search_key(cell) if isinstance(cell, str) else ""
