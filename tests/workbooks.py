"""Workbooks for the tests: the same small commune, with whatever is to be different.

Xã Mẫu (DU01) has cells 05 and 06; DV1 (An, of 05) has H1 and H2 in charge, DV2 (Bình, of 06,
secretary) has H3 and helps with H1.
"""

import resource
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import xlsxwriter

from bot.domain.imports import COLUMNS, Column, Sheet
from bot.texts.workbook import heading, sheet_name

Value = str | int | float | bool | date | None
Row = Mapping[Column, Value]
Table = Sequence[Sequence[Value]]

C = Column

COMMITTEE: Row = {C.CODE: "DU01", C.NAME: "Đảng ủy xã Mẫu", C.MEETING_DAYS: "9"}
CELL: Row = {
    C.CODE: "05", C.NAME: "Chi bộ Ấp 5", C.KIND: "Thôn", C.AREA: "Ấp 5", C.MEETING_DAYS: "3-5",
    C.COMMITTEE: "DU01",
}  # fmt: skip
CELL_6: Row = {**CELL, C.CODE: "06", C.NAME: "Chi bộ Ấp 6", C.AREA: "Ấp 6"}
AN: Row = {
    C.CODE: "DV1", C.NAME: "Nguyễn Thị An", C.CELL: "05", C.ROLES: "Đảng viên",
    C.PHONE: "0912345678", C.STATUS: "Chính thức",
}  # fmt: skip
BINH: Row = {
    **AN, C.CODE: "DV2", C.NAME: "Trần Văn Bình", C.CELL: "06",
    C.ROLES: "Đảng viên; Bí thư chi bộ", C.PHONE: "",
}  # fmt: skip
H1: Row = {
    C.CODE: "H1", C.NAME: "Lê Văn Ba", C.ALIAS: "ông Ba", C.ADDRESS: "Số 12, ấp 5",
    C.GROUP: "Tổ 3", C.CELL: "05", C.PERSONS: 4, C.WORKERS: 2, C.OCCUPATION: "Làm ruộng",
    C.CLASS: "Nghèo", C.NEEDS_HELP: "x", C.MEMBER: "DV1", C.HELPER: "DV2",
    C.SINCE: "01/09/2026", C.BASIS: "QĐ 12-QĐ/ĐU",
}  # fmt: skip
H2: Row = {**H1, C.CODE: "H2", C.NAME: "Danh Sóc", C.CLASS: "Không thuộc diện", C.HELPER: ""}
H3: Row = {**H2, C.CODE: "H3", C.NAME: "H'Hen Niê", C.CELL: "06", C.MEMBER: "DV2"}
NEW_YEAR: Row = {C.DAY: "02/01/2027", C.MARK: "Nghỉ", C.NAME: "Tết Dương lịch"}
INSTEAD: Row = {C.DAY: "09/01/2027", C.MARK: "Làm bù", C.COMMITTEE: "DU01"}

COMMUNE: dict[Sheet, tuple[Row, ...]] = {
    Sheet.COMMITTEES: (COMMITTEE,),
    Sheet.CELLS: (CELL, CELL_6),
    Sheet.MEMBERS: (AN, BINH),
    Sheet.HOUSEHOLDS: (H1, H2, H3),
}


def table(sheet: Sheet, rows: Sequence[Row], without: Sequence[Column] = ()) -> list[list[Value]]:
    """Rows under the headings of the template."""
    columns = [column for column in COLUMNS[sheet] if column not in without]
    return [
        [heading(sheet, column) for column in columns],
        *([row.get(column) for column in columns] for row in rows),
    ]


def commune(
    changed: Mapping[Sheet, Sequence[Row]] | None = None, without: Sequence[Column] = ()
) -> bytes:
    """The commune's workbook with other rows in some sheets; a sheet without rows is left out."""
    sheets = {**COMMUNE, **(changed or {})}
    return xlsx({sheet_name(s): table(s, rows, without) for s, rows in sheets.items() if rows})


def households(*rows: Row) -> bytes:
    """The commune with these households."""
    return commune({Sheet.HOUSEHOLDS: rows})


def xlsx(sheets: Mapping[str, Table]) -> bytes:
    """A real file of these tables; dates become real dates."""
    stream = BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        as_date = book.add_format({"num_format": "dd/mm/yyyy"})
        for name, rows in sheets.items():
            page = book.add_worksheet(name)
            for at, row in enumerate(rows):
                for place, value in enumerate(row):
                    if isinstance(value, date):
                        moment = datetime(value.year, value.month, value.day)  # noqa: DTZ001
                        page.write_datetime(at, place, moment, as_date)
                    elif isinstance(value, bool):
                        page.write_boolean(at, place, value)
                    elif isinstance(value, int | float):
                        page.write_number(at, place, value)
                    elif value is not None:
                        page.write_string(at, place, value)
    return stream.getvalue()


def repacked(content: bytes, parts: Mapping[str, bytes], level: int = 1) -> bytes:
    """The same archive with some parts replaced or added."""
    stream = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(stream, "w", ZIP_DEFLATED, True, level) as new:
        for part in old.namelist():
            if part not in parts:
                new.writestr(part, old.read(part))
        for part, replacement in parts.items():
            new.writestr(part, replacement)
    return stream.getvalue()


def part_of(content: bytes, name: str) -> bytes:
    """One part of an archive."""
    with ZipFile(BytesIO(content)) as archive:
        return archive.read(name)


def cpu_seconds() -> float:
    """Worked until now, children that have ended included, whatever else goes on."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)
