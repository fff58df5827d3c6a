"""The XML inside a workbook, looked at without parsing it: titles of sheets, formulas, far cells.

Works on bytes, because a parser is what a hostile file is made for.
"""

import html
import re

from bot.domain.imports import ProblemKind

MOST_ROWS = 200_000
MOST_COLUMNS = 40

_ROOT = re.compile(rb"<(?:[\w.-]+:)?worksheet[\s>]")
_FORMULA = re.compile(rb"<(?:[\w.-]+:)?f[\s/>]")
# A cell that holds something (not "/>") beyond column AN or row 199999. Rows without cells are
# harmless: LibreOffice likes to end with number 1048576. Who writes this attribute in some
# other way ends at the reader's limit of memory.
_FAR = re.compile(
    rb' r="(?:(A[O-Z]|[B-Z][A-Z]|[A-Z]{3})\d+|[A-Z]{1,2}([2-9]\d{5}|\d{7,}))"[^>]*(?<!/)>'
)
_SHEET = re.compile(rb"<(?:[\w.-]+:)?sheet\s[^>]*>")
_RELATION = re.compile(rb"<(?:[\w.-]+:)?Relationship\s[^>]*>")


class SheetScan:
    """Looks through one worksheet piece by piece."""

    def __init__(self) -> None:
        self.rows = 0

    @staticmethod
    def is_sheet(first: bytes) -> bool:
        """Whether a part is a worksheet, wherever it lies and whatever it is called."""
        return bool(_ROOT.search(first))

    def look(self, text: bytes) -> ProblemKind | None:
        """What this piece is refused for. Pieces overlap, so rows are counted a little high."""
        if (b"<f" in text or b":f" in text) and _FORMULA.search(text):
            return ProblemKind.FORMULA
        self.rows += text.count(b"<row") + text.count(b":row")
        if self.rows > MOST_ROWS * 1.02:
            return ProblemKind.TOO_MANY_ROWS
        for far in _FAR.finditer(text):
            if far[1]:
                return ProblemKind.TOO_MANY_COLUMNS
            if int(far[2]) > MOST_ROWS + 1:
                return ProblemKind.TOO_MANY_ROWS
        return None


def sheet_titles(parts: dict[str, bytes]) -> dict[str, str]:
    """Which part holds the sheet of which title, as far as the workbook says."""
    targets = {}
    for relation in _RELATION.findall(parts.get("xl/_rels/workbook.xml.rels", b"")):
        target = _attribute(relation, "Target").removeprefix("/")
        target = target if target.startswith("xl/") else f"xl/{target}"
        targets[_attribute(relation, "Id")] = target
    titles = {}
    for sheet in _SHEET.findall(parts.get("xl/workbook.xml", b"")):
        target = targets.get(_attribute(sheet, r"[\w.-]+:id"), "")
        titles[target] = _attribute(sheet, "name")
    return titles


def _attribute(tag: bytes, name: str) -> str:
    found = re.search(rf"\s{name}\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", tag.decode("utf-8", "replace"))
    return html.unescape(found[1] or found[2] or "") if found else ""
