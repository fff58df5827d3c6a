"""Activation slips to print and cut, eight to a page, and the list of codes as a workbook."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

import segno
import xlsxwriter
from docx import Document
from docx.document import Document as DocumentFile
from docx.enum.table import WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.shape import CT_Inline
from docx.shared import Emu, Mm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from bot.texts import slips as words

ACROSS = 2
_PAGE = (Mm(210), Mm(297))
_MARGIN = Mm(9)
_SLIP = (Mm(96), Mm(68))
_PICTURE = Mm(29)
_LONG_NAME = 26
_FONT = "Times New Roman"
_FONT_OF_CODE = "Courier New"


@dataclass(frozen=True, slots=True)
class Slip:
    """One person's slip.

    `link_or_text` is the link that opens the chat with the code in it, or, where a messenger has
    no such links, the name under which people find us.
    """

    name: str
    cell: str
    cell_name: str
    code: str
    link_or_text: str

    @property
    def opens(self) -> bool:
        """Whether there is a link."""
        return self.link_or_text.startswith("https://")

    @property
    def write_to(self) -> str:
        """Whom to write to, as a person can type or look it up."""
        if not self.opens:
            return self.link_or_text
        return self.link_or_text.removeprefix("https://").split("?")[0].rstrip("/")


def slips(people: Sequence[Slip]) -> bytes:
    """A document to print: eight slips a page, with lines to cut along."""
    if not people:
        raise ValueError("nobody to print a slip for")
    document = _blank_page()
    rows = -(-len(people) // ACROSS)
    table = document.add_table(rows=rows, cols=ACROSS)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    _shape(table)
    cells = [cell for row in table.rows for cell in row.cells]  # table.cell() reads all each time
    for number, (cell, slip) in enumerate(zip(cells, people, strict=False), 1):
        _fill(cell, slip, number)
    _tiny(document.add_paragraph())
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def invite_sheet(rows: Sequence[tuple[str, str, str, str]]) -> bytes:
    """Member's code, name, cell's code and linking code as a workbook; never a formula."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet(words.LIST_SHEET)
        head = book.add_format({"bold": True, "bottom": 1})
        text = book.add_format({"num_format": "@"})
        sheet.set_column(0, 3, 18, text)
        sheet.set_column(1, 1, 32, text)
        sheet.freeze_panes(1, 0)
        for column, heading in enumerate(words.LIST_HEADINGS):
            sheet.write_string(0, column, heading, head)
        for line, row in enumerate(rows, 1):
            for column, value in enumerate(row):
                sheet.write_string(line, column, value, text)
    return out.getvalue()


def _blank_page() -> DocumentFile:
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = _PAGE
    section.left_margin = section.right_margin = _MARGIN
    section.top_margin = section.bottom_margin = _MARGIN
    section.header_distance = section.footer_distance = Mm(4)
    style = document.styles["Normal"]
    style.font.name, style.font.size = _FONT, Pt(11)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
    footer = section.footer.paragraphs[0]
    footer.text, footer.alignment = words.CUT_HERE, WD_ALIGN_PARAGRAPH.CENTER
    footer.runs[0].font.size = Pt(8)
    return document


def _shape(table: Table) -> None:
    """Fixed sizes, dashed lines between the slips."""
    table.autofit = False
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "dashed"), ("sz", "4"), ("space", "0"), ("color", "808080")):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    table._tbl.tblPr.append(borders)
    width, height = _SLIP
    for row in table.rows:
        row.height, row.height_rule = height, WD_ROW_HEIGHT_RULE.EXACTLY
        for cell in row.cells:
            cell.width = width


def _fill(cell: _Cell, slip: Slip, number: int) -> None:
    _line(cell.paragraphs[0], words.HEADING, 12, bold=True, centred=True, before=6, after=3)
    size = 13 if len(slip.name) <= _LONG_NAME else 11
    _line(cell.add_paragraph(), words.issued_to(slip.name), size, bold=True, centred=True, after=3)
    inner = cell.add_table(rows=1, cols=2)
    inner.autofit = False
    widths = (_SLIP[0] - _PICTURE - Mm(9), _PICTURE + Mm(5))  # a cell's margins take 4 mm
    for column, width in zip(inner.columns, widths, strict=True):
        column.width = column.cells[0].width = Emu(width)
    left, right = inner.rows[0].cells
    _line(left.paragraphs[0], words.unit(slip.cell, slip.cell_name), 11, after=4)
    for step in words.steps(slip.write_to, opens=slip.opens):
        _line(left.add_paragraph(), step, 10.5, after=3)
    _picture(right.paragraphs[0], slip, number)
    _line(cell.paragraphs[-1], slip.code, 24, bold=True, centred=True, before=2, font=_FONT_OF_CODE)
    _line(cell.add_paragraph(), words.ONCE, 9, centred=True)


def _line(
    paragraph: Paragraph,
    text: str,
    size: float,
    *,
    bold: bool = False,
    centred: bool = False,
    before: float = 0,
    after: float = 0,
    font: str = _FONT,
) -> None:
    run = paragraph.add_run(text)
    run.bold, run.font.size, run.font.name = bold, Pt(size), font
    paragraph.paragraph_format.space_before = Pt(before)
    paragraph.paragraph_format.space_after = Pt(after)
    paragraph.paragraph_format.line_spacing = 1
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _picture(paragraph: Paragraph, slip: Slip, number: int) -> None:
    """The QR of the link, or of the code, to be scanned and pasted.

    The drawing is numbered here: python-docx's add_picture reads the whole document to do so.
    """
    picture = io.BytesIO()
    content = slip.link_or_text if slip.opens else slip.code
    segno.make(content, error="m", micro=False).save(picture, kind="png", scale=6, border=2)
    picture.seek(0)
    relation, image = paragraph.part.get_or_add_image(picture)
    width, height = image.scaled_dimensions(_PICTURE, None)
    inline = CT_Inline.new_pic_inline(number, relation, "qr.png", width, height)
    paragraph.add_run()._r.add_drawing(inline)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _tiny(paragraph: Paragraph) -> None:
    """A document ends in a paragraph; full size it would make a page of its own."""
    paragraph.paragraph_format.space_after = paragraph.paragraph_format.space_before = Pt(0)
    paragraph.paragraph_format.line_spacing = Pt(1)
    paragraph.add_run().font.size = Pt(1)
