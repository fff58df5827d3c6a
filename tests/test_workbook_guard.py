"""Hostile and mistaken files: refused at once, in the child, with a reason."""

import asyncio
import random
import struct
import time
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest

from bot.domain.imports import Problem, ProblemKind
from bot.domain.uploads import LARGEST
from bot.texts.importing import problem
from bot.workbook.reading import read_workbook
from tests import workbooks

K = ProblemKind
SHEET = "xl/worksheets/sheet4.xml"
HONEST = workbooks.commune()
PROMISED = 2.0  # seconds (contract.md)


def _sheet(before: bytes, after: bytes) -> bytes:
    """The honest workbook with one change in the XML of its households."""
    text = workbooks.part_of(HONEST, SHEET)
    assert before in text
    return workbooks.repacked(HONEST, {SHEET: text.replace(before, after, 1)})


def _row(cells: bytes) -> bytes:
    return _sheet(b"</sheetData>", b'<row r="9">' + cells + b"</row></sheetData>")


def _with(name: str, content: bytes) -> bytes:
    return workbooks.repacked(HONEST, {name: content})


def _stored(name: str, claimed: int, content: bytes) -> bytes:
    """The honest workbook with a part whose directory entry claims another size."""
    grown = bytearray(_with(name, content))
    at = grown.rindex(b"PK\x01\x02")
    struct.pack_into("<I", grown, at + 24, claimed)
    return bytes(grown)


def _huge_cell() -> bytes:
    cell = b'<c r="A2" t="inlineStr"><is><t>' + b"x" * 200_000_000 + b"</t></is></c>"
    return _sheet(b"</sheetData>", b'<row r="9">' + cell + b"</row></sheetData>")


def _shared_strings() -> bytes:
    text = b"<sst>" + b"<si><t>" + b"y" * 90_000 + b"</t></si>"
    return _with("xl/sharedStrings.xml", text * 2500)


def _many_rows(count: int = 5_000_000) -> bytes:
    return _sheet(b"</sheetData>", b"<row/>" * count + b"</sheetData>")


def _dense_bomb() -> bytes:
    """Too much even when the ratio is that of an honest list."""
    noise = random.Random(5)
    pieces = [noise.randbytes(2000).hex().encode() * 12 for _ in range(40)]
    return _with("xl/media/noise.xml", b"<a>" + b"".join(pieces) * 110 + b"</a>")


def _overlapping() -> bytes:
    """Two entries of the directory that lead to the same packed bytes (Fifield's bomb)."""
    grown = bytearray(_with("xl/kernel.xml", b"k" * 100_000))
    first, last = grown.index(b"PK\x01\x02"), grown.rindex(b"PK\x01\x02")
    grown[last + 42 : last + 46] = grown[first + 42 : first + 46]
    return bytes(grown)


def _encrypted_part() -> bytes:
    grown = bytearray(HONEST)
    at = grown.index(b"PK\x01\x02")
    grown[at + 8] |= 1
    return bytes(grown)


def _openpyxl_formula() -> bytes:
    book = openpyxl.Workbook()
    page = book.create_sheet("Hộ")
    page.append(["Mã hộ", "Chủ hộ"])
    page.append(["=1+1", "Ba"])
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _plain_zip() -> bytes:
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        archive.writestr("danh-sach.txt", "Mã hộ")
    return stream.getvalue()


def _twice() -> bytes:
    return _with(SHEET.upper(), b"<worksheet/>")


def _parts(count: int) -> bytes:
    return workbooks.repacked(HONEST, {f"xl/part{i}.xml": b"<a/>" for i in range(count)})


def _flipped() -> bytes:
    broken = bytearray(HONEST)
    at = broken.index(b"PK\x03\x04") + 100
    broken[at : at + 40] = bytes(byte ^ 0x55 for byte in broken[at : at + 40])
    return bytes(broken)


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
EXTERNAL = b'<Relationships><Relationship Id="r1" Type="%s" Target="%s" TargetMode="External"/>'
DOCTYPE = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
SYSTEM = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
HEADER = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

HOSTILE = {
    "a cell of 200 MB": (_huge_cell, {K.TOO_LARGE_UNPACKED, K.SUSPICIOUS}),
    "shared strings without end": (_shared_strings, {K.TOO_LARGE_UNPACKED, K.SUSPICIOUS}),
    "five million rows": (_many_rows, {K.TOO_MANY_ROWS, K.SUSPICIOUS}),
    "two hundred thousand and ten thousand rows": (lambda: _many_rows(210_000), {K.TOO_MANY_ROWS}),
    "a far cell": (
        lambda: _row(b'<c r="XFD1048576"><v>1</v></c>'),
        {K.TOO_MANY_COLUMNS},
    ),
    "a far row": (
        lambda: _row(b'<c r="A1048576"><v>1</v></c>'),
        {K.TOO_MANY_ROWS},
    ),
    "a far cell in another spelling": (
        lambda: _row(b"<c  r = 'XFD1048576'><v>1</v></c>"),
        {K.TOO_HEAVY, K.TOO_MANY_COLUMNS, K.DAMAGED},
    ),
    "a forty-first column": (
        lambda: _row(b'<c r="AO9"><v>1</v></c>'),
        {K.TOO_MANY_COLUMNS},
    ),
    "entities": (lambda: _sheet(HEADER, HEADER + DOCTYPE), {K.ENTITIES}),
    "an external entity": (lambda: _sheet(HEADER, HEADER + SYSTEM), {K.ENTITIES}),
    "an entity in the shared strings": (
        lambda: _with("xl/sharedStrings.xml", HEADER + DOCTYPE + b"<sst/>"),
        {K.ENTITIES},
    ),
    "another encoding": (
        lambda: _with(SHEET, workbooks.part_of(HONEST, SHEET).decode().encode("utf-16")),
        {K.SUSPICIOUS},
    ),
    "a declared old encoding": (lambda: _sheet(b"UTF-8", b"UTF-7"), {K.SUSPICIOUS}),
    "a workbook within": (lambda: _with("xl/embeddings/one.bin", HONEST), {K.NESTED_FILE}),
    "an archive renamed": (lambda: _with("xl/media/image1.png", HONEST), {K.NESTED_FILE}),
    "a size too small": (
        lambda: _stored("zz.bin", 10, b"z" * 3_000_000),
        {K.SUSPICIOUS},
    ),
    "a size too large": (lambda: _stored("zz.bin", 190_000_000, b"z" * 10), {K.SUSPICIOUS}),
    "a claimed 4 GB": (lambda: _stored("zz.bin", 0xFFFFFFF0, b"z" * 10), {K.TOO_LARGE_UNPACKED}),
    "overlapping parts": (_overlapping, {K.SUSPICIOUS}),
    "two parts of one name": (_twice, {K.SUSPICIOUS}),
    "more than 200 MB of honest ratio": (_dense_bomb, {K.TOO_LARGE_UNPACKED}),
    "a thousand parts": (lambda: _parts(1000), {K.TOO_MANY_PARTS}),
    "macros": (lambda: _with("xl/vbaProject.bin", b"macro"), {K.MACROS}),
    "a macro's content type": (
        lambda: _with(
            "[Content_Types].xml",
            workbooks.part_of(HONEST, "[Content_Types].xml").replace(
                b"sheet.main", b"sheet.macroEnabled.main"
            ),
        ),
        {K.MACROS},
    ),
    "an external workbook": (
        lambda: _with("xl/externalLinks/externalLink1.xml", b"<externalLink/>"),
        {K.EXTERNAL_LINKS},
    ),
    "a relation that leads outside": (
        lambda: _with("xl/worksheets/_rels/sheet4.xml.rels", EXTERNAL % (b"x/image", b"http://a")),
        {K.EXTERNAL_LINKS},
    ),
    "a connection to data": (lambda: _with("xl/connections.xml", b"<x/>"), {K.EXTERNAL_LINKS}),
    "a formula": (
        lambda: _row(b'<c r="A9"><f>1+1</f><v>2</v></c>'),
        {K.FORMULA},
    ),
    "a formula in another namespace": (
        lambda: _row(b'<c r="A9"><x:f t="shared"/></c>'),
        {K.FORMULA},
    ),
    "a formula by openpyxl": (_openpyxl_formula, {K.FORMULA}),
    "an old .xls": (lambda: OLE + b"\0" * 2000, {K.OLD_EXCEL}),
    "a password": (
        lambda: OLE + b"\0" * 900 + "EncryptedPackage".encode("utf-16-le"),
        {K.ENCRYPTED},
    ),
    "a part with a password": (_encrypted_part, {K.ENCRYPTED}),
    "a CSV named .xlsx": (lambda: "Mã hộ,Chủ hộ\nH1,Ba\n".encode(), {K.NOT_WORKBOOK}),
    "a PDF": (lambda: b"%PDF-1.7 ...", {K.NOT_WORKBOOK}),
    "another archive": (_plain_zip, {K.NOT_WORKBOOK}),
    "nothing": (lambda: b"", {K.EMPTY}),
    "half a file": (lambda: HONEST[: len(HONEST) // 2], {K.DAMAGED}),
    "a directory and no content": (lambda: HONEST[HONEST.index(b"PK\x01\x02") :], {K.NOT_WORKBOOK}),
    "flipped bytes": (_flipped, {K.DAMAGED, K.SUSPICIOUS}),
    "broken XML": (lambda: _sheet(b"</sheetData>", b"</sheetDato>"), {K.DAMAGED}),
    "the most that comes to us": (lambda: bytes(LARGEST), {K.NOT_WORKBOOK}),
    "21 MB": (lambda: b"PK\x03\x04" + b"\0" * LARGEST, {K.TOO_LARGE}),
}


@pytest.mark.parametrize("name", HOSTILE)
async def test_a_hostile_or_mistaken_file_is_refused_at_once_with_its_reason(name: str) -> None:
    make, expected = HOSTILE[name]
    content = make()

    started, worked = time.perf_counter(), workbooks.cpu_seconds()
    read = await read_workbook(content)
    took, worked = time.perf_counter() - started, workbooks.cpu_seconds() - worked

    assert read.problems[0].kind in expected
    assert not read.households
    assert worked < PROMISED / 3, "of CPU, the child's included: a quiet machine takes no longer"
    assert took < PROMISED * 2, "and no waiting besides, but for what else the machine does"
    assert all(problem(one) for one in read.problems)


async def test_a_formula_is_refused_with_the_name_of_its_sheet() -> None:
    read = await read_workbook(HOSTILE["a formula"][0]())

    assert read.problems == (Problem(K.FORMULA, details=("Hộ",)),)
    assert "“Hộ” có công thức" in problem(read.problems[0])


async def test_others_are_answered_while_a_hostile_file_is_read() -> None:
    content = _many_rows(210_000)
    waits: list[float] = []

    async def others() -> None:
        for _ in range(40):
            before = time.perf_counter()
            await asyncio.sleep(0.01)
            waits.append(time.perf_counter() - before)

    async with asyncio.TaskGroup() as group:
        group.create_task(others())
        reading = group.create_task(read_workbook(content))

    assert reading.result().problems
    assert max(waits) < 0.5


FAR_BUT_EMPTY = {
    "a coloured cell": b'<row r="9"><c r="AZ9" s="1"/></row>',
    "the last row of LibreOffice": b'<row r="1048576" customFormat="false" ht="12.8"/>',
    "a coloured cell in the last row": b'<row r="1048576" s="1"><c r="A1048576" s="1"/></row>',
}


@pytest.mark.parametrize("name", FAR_BUT_EMPTY)
async def test_what_is_far_out_and_empty_is_harmless(name: str) -> None:
    read = await read_workbook(_sheet(b"</sheetData>", FAR_BUT_EMPTY[name] + b"</sheetData>"))

    assert read.problems == ()
    assert len(read.households) == 3


async def test_an_address_in_a_cell_is_no_external_link() -> None:
    relation = EXTERNAL % (b"http://schemas/hyperlink", b"mailto:a@b")
    name = "xl/worksheets/_rels/sheet4.xml.rels"

    read = await read_workbook(_with(name, relation + b"</Relationships>"))

    assert K.EXTERNAL_LINKS not in {one.kind for one in read.problems}


async def test_the_child_process_gets_none_of_our_secrets(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from bot.workbook import reading

    monkeypatch.setenv("GANDAN_SECRET_KEY", "k" * 40)

    assert not [name for name in reading._bare_environment() if "GANDAN" in name]
