"""Slips are opened again as whoever prints them opens them."""

import io
import unicodedata

import openpyxl
import pytest
from docx import Document
from docx.enum.table import WD_ROW_HEIGHT_RULE
from docx.shared import Mm
from docx.table import Table, _Cell
from python_calamine import CalamineWorkbook

from bot.reports.slips import Slip, invite_sheet, slips
from bot.texts.slips import unit

LINK = "https://messenger.example/gandan_bot?start=7K3F9-X2M4T"
AN = Slip("Nguyễn Thị An", "05", "Chi bộ Ấp 5", "7K3F9-X2M4T", LINK)
SOC = Slip("Danh Thị Sóc Kha", "06", "Chi bộ ấp Kinh Xáng", "2C4FH-9RT0X", "Gần Dân Thạnh Lộc")


def _table(*people: Slip) -> Table:
    return Document(io.BytesIO(slips(people))).tables[0]


def _cells(table: Table) -> list[_Cell]:
    return [cell for row in table.rows for cell in row.cells]


def _lines(cell: _Cell) -> list[str]:
    inner = [p.text for t in cell.tables for c in t.rows[0].cells for p in c.paragraphs]
    return [text for text in [p.text for p in cell.paragraphs] + inner if text]


def _pictures(cell: _Cell) -> list[bytes]:
    found = cell._tc.xpath(".//a:blip/@r:embed")
    return [cell.part.related_parts[name].blob for name in found]


def test_a_slip_tells_whose_it_is_the_code_and_three_steps() -> None:
    lines = _lines(_cells(_table(AN))[0])
    assert lines[0] == "PHIẾU KÍCH HOẠT TÀI KHOẢN"
    assert "Cấp cho: Nguyễn Thị An" in lines
    assert "Đơn vị: Ấp 5 (05)" in lines
    assert "7K3F9-X2M4T" in lines
    assert [line[:2] for line in lines if line[:1].isdigit() and line[1] == "."] == [
        "1.",
        "2.",
        "3.",
    ]


@pytest.mark.parametrize(
    ("name", "line"),
    [
        pytest.param("Chi bộ ấp Kinh Xáng", "Đơn vị: Ấp Kinh Xáng (05)", id="of-a-hamlet"),
        pytest.param("CHI BỘ: TRẠM Y TẾ", "Đơn vị: TRẠM Y TẾ (05)", id="in-capitals"),
        pytest.param("Khu phố 2", "Đơn vị: Khu phố 2 (05)", id="nothing-before-it"),
        pytest.param("Chi bộ Văn phòng Đảng ủy", "Đơn vị: 05", id="tells-what-it-is"),
        pytest.param("Đảng bộ Công an xã", "Đơn vị: Công an xã (05)", id="of-a-larger-one"),
        pytest.param("Đảng bộ bộ phận Quân sự", "Đơn vị: Quân sự (05)", id="of-a-part"),
        pytest.param("Chi bộ 05", "Đơn vị: 05", id="no-more-than-its-code"),
        pytest.param("Chi bộ", "Đơn vị: 05", id="no-name"),
        pytest.param("", "Đơn vị: 05", id="none"),
        pytest.param("Chi bộ " + "Trường " * 9, "Đơn vị: 05", id="longer-than-the-slip"),
    ],
)
def test_a_unit_is_named_as_far_as_its_name_tells_nothing(name: str, line: str) -> None:
    assert unit("05", name) == line


def test_whom_to_write_to_is_read_off_the_link_or_is_the_name() -> None:
    with_link, with_name = _cells(_table(AN, SOC))
    assert any("messenger.example/gandan_bot." in line for line in _lines(with_link))
    assert any("Gần Dân Thạnh Lộc." in line for line in _lines(with_name))
    assert not any("start=" in line for line in _lines(with_link))


def test_every_slip_has_its_own_picture_to_scan() -> None:
    pictures = [_pictures(cell) for cell in _cells(_table(AN, SOC))]
    assert [len(found) for found in pictures] == [1, 1]
    assert all(picture.startswith(b"\x89PNG") for found in pictures for picture in found)
    assert pictures[0] != pictures[1]


def test_the_code_is_the_largest_thing_on_a_slip() -> None:
    cell = _cells(_table(AN))[0]
    sizes = {run.text: run.font.size for p in cell.paragraphs for run in p.runs}
    assert max(sizes, key=lambda words: sizes[words] or 0) == AN.code


@pytest.mark.parametrize(
    ("people", "rows"),
    [
        pytest.param(1, 1, id="one"),
        pytest.param(2, 1, id="a-row"),
        pytest.param(3, 2, id="a-row-and-one"),
        pytest.param(8, 4, id="a-page"),
        pytest.param(9, 5, id="a-page-and-one"),
    ],
)
def test_slips_stand_two_in_a_row_and_four_rows_fill_a_page(people: int, rows: int) -> None:
    table = _table(*[AN] * people)
    assert len(table.rows) == rows
    filled = [cell for cell in _cells(table) if _lines(cell)]
    assert len(filled) == people
    assert all(row.height_rule == WD_ROW_HEIGHT_RULE.EXACTLY for row in table.rows)


def test_eight_slips_fit_an_a4_page() -> None:
    document = Document(io.BytesIO(slips([AN] * 8)))
    section = document.sections[0]
    sizes = (section.page_width, section.page_height, section.top_margin, section.bottom_margin)
    width, height, above, below = [round((size or 0) / Mm(1)) for size in sizes]
    rows = sum(row.height or 0 for row in document.tables[0].rows) / Mm(1)
    assert (width, height) == (210, 297)
    assert rows + above + below <= height


def test_a_slip_that_is_lost_tells_nobody_what_its_owner_belongs_to() -> None:
    document = Document(io.BytesIO(slips([AN, SOC])))
    words = " ".join(line for cell in _cells(document.tables[0]) for line in _lines(cell))
    words += document.sections[0].footer.paragraphs[0].text
    assert not any(word in words.lower() for word in ("đảng", "chi bộ", "đồng chí", "hộ nghèo"))
    assert unicodedata.is_normalized("NFC", words)


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("H'Bia Êban", id="apostrophe"),
        pytest.param("A <b>&amp; Páo", id="markup"),
        pytest.param("Tôn Nữ Công Tằng Quỳnh Hoa Bích Ngọc Thạnh Lộc", id="very-long"),
    ],
)
def test_any_name_stands_on_a_slip_as_it_is(name: str) -> None:
    lines = _lines(_cells(_table(Slip(name, "05", AN.cell_name, AN.code, LINK)))[0])
    assert f"Cấp cho: {name}" in lines


def test_no_slip_for_nobody() -> None:
    with pytest.raises(ValueError, match="nobody"):
        slips([])


ROWS = [("DV001", "Nguyễn Thị An", "05", "7K3F9-X2M4T"), ("007", "=1+1", "TH", "2C4FH-9RT0X")]


def test_the_list_of_codes_has_one_sheet_first_with_four_headed_columns() -> None:
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(invite_sheet(ROWS))).get_sheet_by_index(0)
    heading, *rows = sheet.to_python()
    assert heading == ["Mã đảng viên", "Họ và tên", "Mã chi bộ", "Mã kích hoạt"]
    assert [tuple(row) for row in rows] == ROWS


def test_nothing_in_the_list_is_a_number_a_formula_or_a_link() -> None:
    rows = [("0912345678", "@SUM(A1)", "+1", "https://x.example"), *ROWS]
    sheet = openpyxl.load_workbook(io.BytesIO(invite_sheet(rows))).worksheets[0]
    cells = [cell for row in sheet.iter_rows(min_row=2) for cell in row]
    assert {cell.data_type for cell in cells} == {"s"}
    assert not any(cell.hyperlink for cell in cells)


def test_a_list_of_nobody_has_its_headings() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(invite_sheet([]))).worksheets[0]
    assert next(cell.value for cell in sheet[1]) == "Mã đảng viên"
    assert sheet.max_row == 1
