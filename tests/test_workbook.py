"""Reading a commune's workbook: as people really fill it in, with every bad row named."""

import unicodedata
from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.calendar import MarkKind
from bot.domain.households import HouseholdClass
from bot.domain.imports import Column, DayRow, Problem, ProblemKind, Sheet
from bot.domain.people import CellKind, MemberStatus, Role
from bot.texts import workbook as texts
from bot.texts.importing import problem
from bot.workbook import keeping, values, words
from bot.workbook.reading import read_workbook
from bot.workbook.template import template
from bot.workbook.values import Unreadable, Value
from tests import workbooks
from tests.workbooks import AN, BINH, CELL, CELL_6, COMMITTEE, H1, H2, H3, INSTEAD, NEW_YEAR, C

K = ProblemKind


def _said(problems: tuple[Problem, ...]) -> list[str]:
    return [problem(one) for one in problems]


async def test_a_commune_is_read_with_all_its_rows() -> None:
    read = await read_workbook(workbooks.commune())

    assert read.problems == ()
    assert [row.code for row in read.committees] == ["DU01"]
    assert [(row.code, row.kind) for row in read.cells] == [
        ("05", CellKind.RESIDENTIAL),
        ("06", CellKind.RESIDENTIAL),
    ]
    an, binh = read.members
    assert (an.phone, an.status) == ("+84912345678", MemberStatus.FULL)
    assert (binh.phone, binh.roles) == ("", (Role.MEMBER, Role.CELL_SECRETARY))
    home = read.households[0]
    assert (home.head, home.alias, home.group) == ("Lê Văn Ba", "ông Ba", "Tổ 3")
    assert (home.persons, home.workers) == (4, 2)
    assert home.household_class is HouseholdClass.POOR
    assert home.needs_help
    assert not home.policy_family
    assert home.since == date(2026, 9, 1)


async def test_days_off_are_read_as_real_dates_and_as_text() -> None:
    days = ({**NEW_YEAR, C.DAY: date(2027, 1, 2)}, {**INSTEAD, C.MARK: "di lam bu"})

    read = await read_workbook(workbooks.commune({Sheet.DAYS: days}))

    assert read.problems == ()
    assert read.days == (
        DayRow(2, date(2027, 1, 2), MarkKind.OFF, "Tết Dương lịch", ""),
        DayRow(3, date(2027, 1, 9), MarkKind.WORKED, "", "DU01"),
    )
    assert keeping.unpacked(keeping.packed(read)) == read


async def test_the_template_imports_cleanly_with_its_sample_rows() -> None:
    read = await read_workbook(template())

    assert read.problems == ()
    assert [(one.kind, one.sheet, one.row) for one in read.notes] == [
        (ProblemKind.SAMPLE_ROW, sheet, 2) for sheet in Sheet
    ]
    lists = (read.committees, read.cells, read.members, read.households, read.days)
    assert [len(rows) for rows in lists] == [1, 1, 1, 1, 1]


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({C.NAME: "Nguyễn Văn Năm"}, id="another name"),
        pytest.param({C.PHONE: ""}, id="no phone"),
        pytest.param({C.STATUS: "Dự bị"}, id="another standing"),
    ],
)
async def test_a_sample_row_that_was_changed_is_meant(changed: workbooks.Row) -> None:
    row = {**texts.SAMPLES[Sheet.MEMBERS], **changed}
    read = await read_workbook(workbooks.commune({Sheet.MEMBERS: (row,), Sheet.HOUSEHOLDS: ()}))

    assert (read.problems, read.notes) == ((), ())
    assert [one.code for one in read.members] == ["DV001"]


async def test_a_sample_row_takes_nobodys_code() -> None:
    sample = texts.SAMPLES[Sheet.HOUSEHOLDS]
    meant = {**H1, C.CODE: sample[C.CODE]}
    read = await read_workbook(workbooks.households(sample, meant, {**meant, C.NAME: "Tư"}))

    assert _said(read.problems) == ["Hộ, dòng 4, cột Mã hộ: mã H0001 đã có ở dòng 3"]


def test_the_template_has_headings_drop_downs_text_columns_and_a_guide() -> None:
    book = openpyxl.load_workbook(BytesIO(template()))

    assert book.sheetnames == [
        "Hướng dẫn", "Đảng ủy", "Chi bộ", "Đảng viên", "Hộ", "Ngày nghỉ",
    ]  # fmt: skip
    page = book["Hộ"]
    headings = [cell.value for cell in page[1]]
    assert headings[:2] == ["Mã hộ*", "Họ tên chủ hộ*"]
    assert page["A2"].number_format == "@"
    assert book["Đảng viên"]["E2"].value == "0912345678"
    offered = [rule.formula1 for rule in page.data_validations.dataValidation]
    assert any("Hộ cận nghèo" in formula for formula in offered)
    guide = " ".join(str(row[0].value) for row in book["Hướng dẫn"].iter_rows())
    assert "Không dùng số thẻ đảng viên, số căn cước" in guide


def test_every_word_that_the_template_offers_is_understood() -> None:
    meanings: dict[Column, Any] = {
        Column.KIND: words.KINDS,
        Column.ROLES: words.ROLES,
        Column.STATUS: words.STATUSES,
        Column.CLASS: words.CLASSES,
        Column.MARK: words.DAY_MARKS,
    }

    for column, offered in texts.OFFERED.items():
        assert [values.one_of(word, meanings[column]) for word in offered]


def test_no_heading_of_ours_is_forbidden() -> None:
    assert not [key for of in words.COLUMNS.values() for key in of if words.is_forbidden(key)]


async def test_older_headings_in_any_order_below_a_title_are_understood() -> None:
    sheets: dict[str, workbooks.Table] = {
        "Chi bộ": [
            ["Loại", "Tên chi bộ", "Mã chi bộ", "Ngày họp", "Tên đảng ủy", "Mã đảng ủy"],
            ["Trường học", "Chi bộ Trường học", "TH", "cuối tháng", "Đảng ủy xã Mẫu", "DU01"],
        ],
        "HỘ GIA ĐÌNH": [
            ["DANH SÁCH HỘ XÃ MẪU"],
            [],
            ["Diện hộ *", "Chủ hộ", "mã hộ", "Mã chi bộ", "Số lao động"],
            ["hộ nghèo", "Ba", "H1", "TH", 3],
            ["  ", None, None],
            ["Không thuộc diện", "Tư", "H2", "TH", None],
        ],
    }

    read = await read_workbook(workbooks.xlsx(sheets))

    assert read.problems == ()
    assert [(row.code, row.name) for row in read.committees] == [("DU01", "Đảng ủy xã Mẫu")]
    assert read.cells[0].meeting_days == "cuối tháng"
    assert [(row.row, row.code, row.workers) for row in read.households] == [
        (4, "H1", 3),
        (6, "H2", None),
    ]


async def test_decomposed_text_is_the_same_as_composed() -> None:
    def decomposed(value: workbooks.Value) -> workbooks.Value:
        return unicodedata.normalize("NFD", value) if isinstance(value, str) else value

    sheets = {
        unicodedata.normalize("NFD", texts.sheet_name(sheet)): [
            [decomposed(value) for value in row] for row in workbooks.table(sheet, rows)
        ]
        for sheet, rows in workbooks.COMMUNE.items()
    }

    assert await read_workbook(workbooks.xlsx(sheets)) == await read_workbook(workbooks.commune())


def _by_openpyxl(inline: bool) -> bytes:
    book = openpyxl.Workbook()
    for sheet, rows in workbooks.COMMUNE.items():
        page = book.create_sheet(texts.sheet_name(sheet))
        for row in workbooks.table(sheet, rows):
            page.append(list(row))
    stream = BytesIO()
    book.save(stream)
    content = stream.getvalue()
    if not inline:
        return content
    changed = {}
    for at, name in ((i, f"xl/worksheets/sheet{i}.xml") for i in range(2, 6)):
        page = book.worksheets[at - 1]
        text = workbooks.part_of(content, name).decode()
        for cells in page.iter_rows():
            for cell in cells:
                if isinstance(cell.value, str):
                    text = _inlined(text, cell.coordinate, cell.value)
        changed[name] = text.encode()
    return workbooks.repacked(content, changed)


def _inlined(text: str, place: str, value: str) -> str:
    start = text.index(f'<c r="{place}"')
    end = text.index("</c>", start) + 4
    escaped = value.replace("&", "&amp;").replace("<", "&lt;")
    inline = f'<c r="{place}" t="inlineStr"><is><r><t>{escaped}</t></r></is></c>'
    return text[:start] + inline + text[end:]


@pytest.mark.parametrize("inline", [False, True], ids=["shared strings", "inline strings"])
async def test_files_of_other_programs_are_read_alike(inline: bool) -> None:
    read = await read_workbook(_by_openpyxl(inline))

    expected = await read_workbook(workbooks.commune())
    assert read.households == expected.households
    assert read.members == expected.members
    assert [problem(note) for note in read.notes] == [
        "Trang tính “Sheet” không dùng đến, được bỏ qua"
    ]


VALUES: dict[str, tuple[Callable[[Any], object], Value, object]] = {
    "a code that became a number": (values.code, 5.0, "5"),
    "a code with its zero": (values.code, "05", "05"),
    "a code with blanks around": (values.code, " H 12 ", "H 12"),
    "a code with a slash": (values.code, "05/H12", "05/H12"),
    "a Vietnamese code": (values.code, "Đ01", "Đ01"),
    "eleven digits as text": (values.code, "12345678901", "12345678901"),
    "a name with odd spaces": (values.line, " Lê\u00a0Văn  Ba\u200b ", "Lê Văn Ba"),
    "a name with a curly apostrophe": (values.line, "H’Hen Niê", "H'Hen Niê"),
    "a number where words stand": (values.line, 3.0, "3"),
    "a size in square metres": (values.text, "vườn 500m²", "vườn 500m²"),
    "a count": (values.count, 4.0, 4),
    "a count as text": (values.count, " 4 ", 4),
    "nobody": (values.count, 0.0, 0),
    "an x": (values.mark, "X", True),
    "a tick": (values.mark, "✓", True),
    "có": (values.mark, "Có", True),
    "one": (values.mark, 1.0, True),
    "true": (values.mark, True, True),
    "không": (values.mark, "không", False),
    "a dash": (values.mark, "-", False),
    "a real date": (values.day, date(2026, 9, 1), date(2026, 9, 1)),
    "a real moment": (values.day, datetime(2026, 9, 1, 0, 0), date(2026, 9, 1)),  # noqa: DTZ001
    "a date as text": (values.day, "5/11/2026", date(2026, 11, 5)),
    "a date with zeros": (values.day, " 05/01/2026 ", date(2026, 1, 5)),
    "a date with dots": (values.day, "05.11.2026", date(2026, 11, 5)),
    "a phone": (values.phone, "0912 345 678", "+84912345678"),
    "a phone without its zero": (values.phone, 912345678.0, "+84912345678"),
    "a phone without its zero as text": (values.phone, "912345678", "+84912345678"),
    "an international phone": (values.phone, "+84 912 345 678", "+84912345678"),
    "a landline without its zero": (values.phone, 2973812345.0, "+842973812345"),
    "an old eleven-digit phone": (values.phone, "01692345678", "+84392345678"),
    "one meeting day": (values.meeting_days, 10.0, "10"),
    "a span of days": (values.meeting_days, "10 – 12", "10-12"),
    "a span that became a date": (values.meeting_days, date(2026, 12, 10), "10-12"),
    "a span that became an American date": (values.meeting_days, date(2026, 10, 12), "10-12"),
    "days in a sentence": (values.meeting_days, "Từ ngày 10 đến 12 hằng tháng", "10-12"),
    "the month's end": (values.meeting_days, "Cuối Tháng", "cuối tháng"),
    "several roles": (
        values.roles, "Bí thư chi bộ; đảng viên ;Trưởng ấp;",
        (Role.CELL_SECRETARY, Role.MEMBER, Role.VILLAGE_HEAD),
    ),
    "a role twice": (values.roles, "Đảng viên; đảng viên", (Role.MEMBER,)),
}  # fmt: skip


@pytest.mark.parametrize("name", VALUES)
def test_what_people_and_spreadsheets_write_is_understood(name: str) -> None:
    reader, written, meant = VALUES[name]

    assert reader(written) == meant


BAD_VALUES: dict[str, tuple[Callable[[Any], object], Value, ProblemKind]] = {
    "an identity card": (values.code, "079200012345", K.IDENTITY_NUMBER),
    "an identity card with spaces": (values.code, "079 200 012 345", K.IDENTITY_NUMBER),
    "an identity card as a number": (values.code, 79200012345.0, K.IDENTITY_NUMBER),
    "an identity card in an address": (values.text, "CCCD 079200012345", K.IDENTITY_NUMBER),
    "a code that is a date": (values.code, date(2026, 5, 3), K.NOT_TEXT),
    "a code of signs": (values.code, "#N/A", K.NOT_A_CODE),
    "a formula as a code": (values.code, "=1+1", K.NOT_A_CODE),
    "a code without end": (values.code, "H" * 31, K.NOT_A_CODE),
    "a cell's code that is a path": (values.cell_code, "a/../b", K.NOT_A_CODE),
    "an address that became a date": (values.text, date(2026, 3, 12), K.NOT_TEXT),
    "a logical value as a name": (values.line, True, K.NOT_TEXT),
    "a name without end": (values.line, "a" * 121, K.TOO_LONG),
    "a name in TCVN3": (values.line, "NguyÔn V¨n An", K.OLD_FONT),
    "a word in TCVN3": (values.line, "Hé nghÌo", K.OLD_FONT),
    "a name in VNI": (values.line, "Nguyeãn Vaên An", K.OLD_FONT),
    "half a person": (values.count, 2.5, K.NOT_A_COUNT),
    "minus one": (values.count, -1.0, K.NOT_A_COUNT),
    "a hundred people": (values.count, 100.0, K.NOT_A_COUNT),
    "endlessly many": (values.count, float("inf"), K.NOT_A_COUNT),
    "a word as a count": (values.count, "bốn", K.NOT_A_COUNT),
    "a logical count": (values.count, True, K.NOT_A_COUNT),
    "an unclear mark": (values.mark, "??", K.NOT_A_MARK),
    "an American date": (values.day, "11/25/2026", K.NOT_A_DATE),
    "a short year": (values.day, "05/11/26", K.NOT_A_DATE),
    "a day that is not there": (values.day, "31/02/2026", K.NOT_A_DATE),
    "a bare number as a date": (values.day, 46000.0, K.NOT_A_DATE),
    "a date before the party": (values.day, "01/01/1900", K.NOT_A_DATE),
    "a word as a date": (values.day, "hôm qua", K.NOT_A_DATE),
    "two phones": (values.phone, "0912345678, 0987654321", K.NOT_A_PHONE),
    "a short phone": (values.phone, "113", K.NOT_A_PHONE),
    "day 32": (values.meeting_days, "32", K.NOT_MEETING_DAYS),
    "a span backwards": (values.meeting_days, "12-10", K.NOT_MEETING_DAYS),
    "a word as a meeting day": (values.meeting_days, "thứ hai", K.NOT_MEETING_DAYS),
    "an unknown role": (values.roles, "Đảng viên; Thủ quỹ", K.UNKNOWN_WORD),
    "separators only": (values.roles, ";;", K.MISSING),
}


@pytest.mark.parametrize("name", BAD_VALUES)
def test_what_cannot_be_told_is_refused_with_its_reason(name: str) -> None:
    reader, written, kind = BAD_VALUES[name]

    with pytest.raises(Unreadable) as refused:
        reader(written)

    assert refused.value.kind is kind


@pytest.mark.parametrize(
    "name",
    ["Nguyễn Thị Hoà", "H'Blĩ Ñuê", "Danh Sóc", "Ksor H’Yoă", "Xoã Khoé", "THUỶ TIÊN", "A Páo"],
)
def test_names_in_unicode_are_not_taken_for_an_old_font(name: str) -> None:
    assert values.line(name)


@given(st.one_of(st.text(max_size=40), st.floats(), st.booleans(), st.dates()))
def test_no_cell_makes_a_reader_fail_in_another_way(value: str | float | bool | date) -> None:
    readers: tuple[Callable[[Value], object], ...] = (
        values.code, values.cell_code, values.line, values.text, values.count, values.mark,
        values.day, values.phone, values.meeting_days, values.roles,
    )  # fmt: skip
    refused = []
    for reader in readers:
        try:
            reader(value)
        except Unreadable as unreadable:
            refused.append(Problem(unreadable.kind, details=unreadable.details))

    assert all(map(problem, refused))


ROWS: dict[str, tuple[dict[Sheet, tuple[workbooks.Row, ...]], list[str]]] = {
    "an unknown class": (
        {Sheet.HOUSEHOLDS: (H1, {**H2, C.CLASS: "Khá giả"})},
        [
            "Hộ, dòng 3, cột Diện hộ: chưa hiểu “Khá giả”; các cách ghi: Hộ nghèo, Hộ cận nghèo,"
            " Mới thoát nghèo, Mức sống trung bình, Không thuộc diện"
        ],
    ),
    "a missing class": (
        {Sheet.HOUSEHOLDS: (H1, {**H2, C.CLASS: "  "})},
        ["Hộ, dòng 3, cột Diện hộ: còn trống"],
    ),
    "several things in one row, and others in the next": (
        {
            Sheet.HOUSEHOLDS: (
                {**H1, C.NAME: None, C.PERSONS: "bốn"},
                {**H2, C.SINCE: "11/25/2026"},
                H3,
            )
        },
        [
            "Hộ, dòng 2, cột Họ tên chủ hộ: còn trống",
            "Hộ, dòng 2, cột Số khẩu: cần một số nguyên từ 0 đến 99",
            "Hộ, dòng 3, cột Phụ trách từ ngày: ngày chưa rõ; xin ghi ngày/tháng/năm,"
            " ví dụ 05/11/2026",
        ],
    ),
    "more workers than people": (
        {Sheet.HOUSEHOLDS: ({**H1, C.WORKERS: 5},)},
        ["Hộ, dòng 2, cột Lao động chính: số lao động (5) lớn hơn số khẩu (4)"],
    ),
    "a household twice": (
        {Sheet.HOUSEHOLDS: (H1, H2, H1)},
        ["Hộ, dòng 4, cột Mã hộ: mã H1 đã có ở dòng 2"],
    ),
    "a household twice, once in small letters": (
        {Sheet.HOUSEHOLDS: (H1, {**H2, C.CODE: "h1"}, {**H3, C.HELPER: "dv2"})},
        [
            "Hộ, dòng 3, cột Mã hộ: mã h1 đã có ở dòng 2",
            "Hộ, dòng 4, cột Mã đảng viên cùng giúp đỡ: trùng với đảng viên phụ trách",
        ],
    ),
    "a member twice": (
        {Sheet.MEMBERS: (AN, BINH, {**AN, C.NAME: "Người Khác", C.CELL: "06"})},
        ["Đảng viên, dòng 4, cột Mã đảng viên: mã DV1 đã có ở dòng 2"],
    ),
    "a cell twice": (
        {Sheet.CELLS: (CELL, CELL_6, CELL)},
        ["Chi bộ, dòng 4, cột Mã chi bộ: mã 05 đã có ở dòng 2"],
    ),
    "a committee twice": (
        {Sheet.COMMITTEES: (COMMITTEE, COMMITTEE)},
        ["Đảng ủy, dòng 3, cột Mã đảng ủy: mã DU01 đã có ở dòng 2"],
    ),
    "in charge and helping": (
        {Sheet.HOUSEHOLDS: ({**H1, C.HELPER: "DV1"},)},
        ["Hộ, dòng 2, cột Mã đảng viên cùng giúp đỡ: trùng với đảng viên phụ trách"],
    ),
    "two names of a committee": (
        {Sheet.CELLS: (CELL, {**CELL_6, C.COMMITTEE_NAME: "Đảng ủy xã Khác"})},
        ["Chi bộ, dòng 3, cột Tên đảng ủy: khác với tên đã ghi ở dòng trước: Đảng ủy xã Mẫu"],
    ),
    "a day that is not one": (
        {Sheet.DAYS: ({**NEW_YEAR, C.DAY: "30/02/2027"},)},
        ["Ngày nghỉ, dòng 2, cột Ngày: ngày chưa rõ; xin ghi ngày/tháng/năm, ví dụ 05/11/2026"],
    ),
    "a day that is neither off nor worked": (
        {Sheet.DAYS: (NEW_YEAR, {**INSTEAD, C.MARK: "có lẽ"})},
        ["Ngày nghỉ, dòng 3, cột Nghỉ hay làm bù: chưa hiểu “có lẽ”; các cách ghi: Nghỉ, Làm bù"],
    ),
    "days without their day": (
        {Sheet.DAYS: ({**NEW_YEAR, C.DAY: ""}, {**INSTEAD, C.DAY: ""})},
        ["Ngày nghỉ, dòng 2, cột Ngày: còn trống", "Ngày nghỉ, dòng 3, cột Ngày: còn trống"],
    ),
    "a day twice": (
        {Sheet.DAYS: (NEW_YEAR, INSTEAD, {**NEW_YEAR, C.MARK: "Làm bù"})},
        ["Ngày nghỉ, dòng 4, cột Ngày: ngày 02/01/2027 đã có ở dòng 2"],
    ),
    "an identity number as a member's code": (
        {Sheet.MEMBERS: ({**AN, C.CODE: "079200012345"}, BINH)},
        [
            "Đảng viên, dòng 2, cột Mã đảng viên: có 12 chữ số như số căn cước;"
            " không dùng số căn cước ở đây"
        ],
    ),
    "what must not be said of people": (
        {
            Sheet.HOUSEHOLDS: (
                {**H1, C.NAME: "Lê Văn Ba (tâm thần)", C.OCCUPATION: "linh mục"},
                {**H2, C.ALIAS: "Tư nghiện", C.ADDRESS: "sau trại giam", C.BASIS: "bị tiểu đường"},
                {**H3, C.ALIAS: "Tư Tưởng", C.OCCUPATION: "Bán thuốc tây"},
            )
        },
        [
            f"Hộ, dòng {place}: có điều không được ghi về người dân (tín ngưỡng, chính kiến,"
            " bệnh tật, vi phạm, thu nhập, số giấy tờ); xin bỏ phần đó hoặc ghi bằng lời khác"
            for place in (
                "2, cột Họ tên chủ hộ",
                "2, cột Nghề chính",
                "3, cột Tên thường gọi",
                "3, cột Căn cứ phân công",
            )
        ],
    ),
}


@pytest.mark.parametrize("name", ROWS)
async def test_every_bad_row_is_named_with_sheet_row_column_and_reason(name: str) -> None:
    changed, expected = ROWS[name]

    read = await read_workbook(workbooks.commune(changed))

    assert _said(read.problems) == expected


async def test_one_code_in_two_communes_is_no_double() -> None:
    read = await read_workbook(
        workbooks.commune(
            {
                Sheet.COMMITTEES: (COMMITTEE, {**COMMITTEE, C.CODE: "DU02"}),
                Sheet.CELLS: (CELL, CELL_6, {**CELL, C.CODE: "07", C.COMMITTEE: "DU02"}),
                Sheet.MEMBERS: (AN, BINH, {**AN, C.CELL: "07"}),
            }
        )
    )

    assert read.problems == ()


@pytest.mark.parametrize(
    "heading",
    [
        "Tôn giáo", "DÂN TỘC", "Số CCCD", "Số căn cước công dân", "CMND", "Thu nhập hằng tháng",
        "Số tài khoản ngân hàng", "Bệnh tật", "Ý thức chấp hành", "Xếp loại hộ", "Điểm",
        "Tọa độ", "Dư nợ", "Tiền án, tiền sự", "Đánh giá",
    ],
)  # fmt: skip
async def test_a_column_that_must_not_be_stored_refuses_the_whole_file(heading: str) -> None:
    rows = workbooks.table(Sheet.HOUSEHOLDS, (H1,))
    sheets = {"Hộ": [[*rows[0], heading], [*rows[1], "x"]]}

    read = await read_workbook(workbooks.xlsx(sheets))

    assert read.households == ()
    assert f"cột “{heading}” thuộc loại thông tin không được lưu" in _said(read.problems)[0]


async def test_columns_and_sheets_of_their_own_are_named_and_ignored() -> None:
    rows = workbooks.table(Sheet.HOUSEHOLDS, (H1,))
    sheets: dict[str, workbooks.Table] = {
        "Hộ": [[*rows[0], "Ghi chú"], [*rows[1], "gần chợ"]],
        "Nháp": [["Tôn giáo"], ["x"]],
    }

    read = await read_workbook(workbooks.xlsx(sheets))

    assert read.problems == ()
    assert len(read.households) == 1
    assert _said(read.notes) == [
        "Trang tính “Nháp” không dùng đến, được bỏ qua",
        "Hộ, dòng 1: cột “Ghi chú” không dùng đến, được bỏ qua",
    ]


async def test_a_sheet_in_an_old_font_is_named_once_with_its_first_place() -> None:
    rows = [{**H1, C.CODE: f"H{i}", C.NAME: "NguyÔn V¨n Ba"} for i in range(30)]

    read = await read_workbook(workbooks.households(*rows))

    assert _said(read.problems) == [
        "Hộ, dòng 2, cột Họ tên chủ hộ: chữ gõ theo phông cũ (TCVN3 hoặc VNI), 30 ô;"
        " xin chuyển sang Unicode rồi gửi lại"
    ]


async def test_headings_in_an_old_font_are_called_that_and_not_missing() -> None:
    sheets: dict[str, workbooks.Table] = {"Hộ": [["M· hé", "Chñ hé", "DiÖn hé"], ["H1", "Ba", "x"]]}

    read = await read_workbook(workbooks.xlsx(sheets))

    assert [one.kind for one in read.problems] == [K.OLD_FONT]


async def test_a_missing_and_a_doubled_column_are_named() -> None:
    sheets: dict[str, workbooks.Table] = {
        "Hộ": [["Mã hộ", "Chủ hộ", "Họ tên chủ hộ", "Mã chi bộ"], ["H1", "Ba", "Ba", "05"]]
    }

    read = await read_workbook(workbooks.xlsx(sheets))

    assert _said(read.problems) == [
        "Hộ, dòng 1, cột Họ tên chủ hộ: cột này có hai lần",
        "Hộ, cột Diện hộ: chưa có cột này",
    ]


async def test_a_workbook_without_any_of_our_sheets_is_refused() -> None:
    read = await read_workbook(workbooks.xlsx({"Sheet1": [["Mã hộ"], ["H1"]]}))

    assert [one.kind for one in read.problems] == [K.NO_KNOWN_SHEET]


async def test_two_sheets_for_the_same_thing_are_refused() -> None:
    rows = workbooks.table(Sheet.HOUSEHOLDS, (H1,))

    read = await read_workbook(workbooks.xlsx({"Hộ": rows, "Hộ gia đình": rows}))

    assert [one.kind for one in read.problems] == [K.SHEET_TWICE]


async def test_a_sheet_with_headings_only_is_said_and_no_hindrance() -> None:
    read = await read_workbook(workbooks.xlsx({"Hộ": workbooks.table(Sheet.HOUSEHOLDS, ())}))

    assert read.problems == ()
    assert _said(read.notes) == ["Hộ: trang tính chưa có dòng nào"]


async def test_an_entirely_empty_sheet_is_refused_for_its_columns() -> None:
    read = await read_workbook(workbooks.xlsx({"Hộ": []}))

    assert {one.kind for one in read.problems} == {K.COLUMN_MISSING}


async def test_a_long_file_shows_progress() -> None:
    rows = [{**H2, C.CODE: f"H{i}"} for i in range(1200)]
    told: list[int] = []

    read = await read_workbook(workbooks.households(*rows), told.append)

    assert len(read.households) == 1200
    assert len(told) > 3
    assert told == sorted(told)
    assert told[-1] >= 1200


@pytest.mark.parametrize(
    "count",
    [
        pytest.param(3_000, id="3000"),
        pytest.param(137_000, id="137000", marks=pytest.mark.faults(only_full=True)),
    ],
)
async def test_an_honest_large_list_is_read_within_its_limits(count: int) -> None:
    rows = [{**H2, C.CODE: f"H{i}", C.ADDRESS: f"Số {i}, ấp 5"} for i in range(count)]
    content = workbooks.households(*rows)

    started = workbooks.cpu_seconds()
    read = await read_workbook(content)
    worked = workbooks.cpu_seconds() - started

    assert read.problems == ()
    assert len(read.households) == count
    assert worked < 25, "of CPU: about half of it on a quiet machine (reliability.md I3)"


@pytest.mark.parametrize("kind", ProblemKind)
def test_every_problem_has_polite_words(kind: ProblemKind) -> None:
    said = problem(Problem(kind, Sheet.HOUSEHOLDS, 12, Column.CLASS, ("một", "hai")))

    assert said.startswith("Hộ, dòng 12, cột Diện hộ: ")
    assert said == unicodedata.normalize("NFC", said)
    assert "!" not in said
    assert "{" not in said
