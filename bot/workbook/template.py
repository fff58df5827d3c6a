"""The blank workbook that a commune fills in."""

from io import BytesIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from bot.domain.imports import COLUMNS, REQUIRED, Column, Sheet
from bot.texts import workbook as texts

ROWS_WITH_DROP_DOWNS = 5000
# As text, or the spreadsheet eats leading zeros and takes "3-5" for a day in May.
_AS_TEXT = frozenset(
    {
        Column.CODE, Column.CELL, Column.COMMITTEE, Column.MEMBER, Column.HELPER, Column.PHONE,
        Column.MEETING_DAYS, Column.GROUP, Column.ADDRESS, Column.SINCE, Column.BASIS,
        Column.DAY,
    }
)  # fmt: skip
_MARKS = frozenset({Column.NEEDS_HELP, Column.POLICY_FAMILY})
_COUNTS = frozenset({Column.PERSONS, Column.WORKERS})
_WIDE = frozenset({Column.NAME, Column.ADDRESS, Column.BASIS, Column.KIND, Column.ROLES})


def template() -> bytes:
    """An .xlsx with a sheet a list: headings, drop-downs, one sample row each, and a guide."""
    stream = BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        heading = book.add_format(
            {"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#DDEBF7", "border": 1}
        )
        as_text = book.add_format({"num_format": "@"})
        _write_guide(book)
        for sheet in Sheet:
            _write_sheet(book.add_worksheet(texts.sheet_name(sheet)), sheet, heading, as_text)
        book.worksheets()[1].activate()
    return stream.getvalue()


def _write_guide(book: Workbook) -> None:
    page = book.add_worksheet(texts.GUIDE_SHEET)
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    title = book.add_format({"bold": True, "font_size": 14})
    page.set_column(0, 0, 100)
    for at, line in enumerate(texts.GUIDE):
        page.write_string(at, 0, line, wrapped if at else title)
    page.write_string(len(texts.GUIDE) + 1, 0, texts.ROLES_TITLE, title)
    for at, role in enumerate(texts.ROLES, start=len(texts.GUIDE) + 2):
        page.write_string(at, 0, role, wrapped)


def _write_sheet(page: Worksheet, sheet: Sheet, heading: Format, as_text: Format) -> None:
    page.freeze_panes(1, 0)
    for place, column in enumerate(COLUMNS[sheet]):
        star = "*" if column in REQUIRED[sheet] else ""
        page.write_string(0, place, texts.heading(sheet, column) + star, heading)
        page.set_column(place, place, 32 if column in _WIDE else 16, _format(column, as_text))
        _limit(page, place, column)
        sample = texts.SAMPLES[sheet].get(column, "")
        if column in _COUNTS:
            page.write_number(1, place, int(sample))
        elif sample:
            page.write_string(1, place, sample, _format(column, as_text))


def _format(column: Column, as_text: Format) -> Format | None:
    return as_text if column in _AS_TEXT else None


def _limit(page: Worksheet, place: int, column: Column) -> None:
    """A drop-down where the words are a closed list, a whole number where people are counted."""
    rule: dict[str, str | int | list[str]]
    if column in _MARKS:
        rule = {"validate": "list", "source": [texts.MARK]}
    elif column in _COUNTS:
        rule = {"validate": "integer", "criteria": "between", "minimum": 0, "maximum": 99}
    elif column in texts.OFFERED:  # no more than a hint: older words, and several roles, are taken
        offered = list(texts.OFFERED[column])
        rule = {"validate": "list", "source": offered, "error_type": "information"}
    else:
        return
    page.data_validation(1, place, ROWS_WITH_DROP_DOWNS, place, rule)
