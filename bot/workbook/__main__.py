"""The child process that reads one workbook from its standard input, within hard limits.

Whatever a hostile file does to the reader, it does it here: little memory, little time, no
secrets, nothing to write to but the pipe.
"""

import resource
import sys
from collections.abc import Iterator
from io import BytesIO
from itertools import chain, islice

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    SheetTypeEnum,
    load_workbook,
)

from bot.domain.imports import Problem, ProblemKind, Sheet
from bot.domain.vietnamese.text import clean_name, search_key
from bot.workbook import guard, headings, lines, parts, words
from bot.workbook.rows import Seen, SheetReader

MEMORY = 512 * 1024 * 1024
SECONDS = 30


def main() -> None:
    """Read, check, interpret; a JSON line for each row and problem, at last one that says done."""
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
    content = sys.stdin.buffer.read()
    for line in chain(_read(content), (f'["{lines.DONE}"]',)):
        sys.stdout.write(line + "\n")


def _read(content: bytes) -> Iterator[str]:
    try:
        guard.check(content)
        with load_workbook(BytesIO(content)) as workbook:
            yield from _sheets(workbook)
    except guard.Refused as refused:
        yield lines.packed(refused.problem)
    except CalamineError:
        yield lines.packed(Problem(ProblemKind.DAMAGED))


def _sheets(workbook: CalamineWorkbook) -> Iterator[str]:
    names: dict[Sheet, str] = {}
    for listed in workbook.sheets_metadata:
        sheet = words.SHEETS.get(search_key(listed.name))
        shown = clean_name(listed.name)[:60]
        if sheet in names:
            yield lines.packed(Problem(ProblemKind.SHEET_TWICE, sheet))
        elif sheet is not None and listed.typ == SheetTypeEnum.WorkSheet:
            names[sheet] = listed.name
        elif search_key(listed.name) != words.GUIDE:
            note = Problem(ProblemKind.UNKNOWN_SHEET, details=(shown,))
            yield lines.packed(note, note=True)
    if not names:
        yield lines.packed(Problem(ProblemKind.NO_KNOWN_SHEET))
    seen = Seen()
    for sheet in Sheet:  # committees before cells before people before households
        if sheet in names:
            yield from _sheet(sheet, workbook.get_sheet_by_name(names[sheet]), seen)


def _sheet(sheet: Sheet, read: CalamineSheet, seen: Seen) -> Iterator[str]:
    if read.total_width > parts.MOST_COLUMNS:
        yield lines.packed(Problem(ProblemKind.TOO_MANY_COLUMNS, sheet, details=(read.name,)))
        return
    if read.total_height > parts.MOST_ROWS + 1:
        yield lines.packed(Problem(ProblemKind.TOO_MANY_ROWS, sheet, details=(read.name,)))
        return
    rows = read.iter_rows()
    top = list(islice(rows, headings.SEARCHED_ROWS))
    found = headings.find(sheet, top)
    yield from (lines.packed(note, note=True) for note in found.notes)
    yield from map(lines.packed, found.problems)
    if found.problems:
        return
    yield lines.packed_columns(sheet, frozenset(found.places))
    empty, reader = True, SheetReader(sheet, found, seen)
    for row in reader.read(chain(top, rows)):
        empty = False
        yield lines.packed(row)
    yield from (lines.packed(note, note=True) for note in reader.notes)
    if empty:
        note = Problem(ProblemKind.NOTHING_IN_IT, sheet)
        yield lines.packed(note, note=True)


main()
