"""What is refused about a workbook before anybody reads it.

Runs in the child process. The archive's directory is believed in nothing: each part is unpacked
by hand, counted, and looked through in pieces, so that a bomb ends at its limit.
"""

import re
import struct
import zlib
from collections.abc import Iterator
from io import BytesIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from bot.domain.imports import Problem, ProblemKind
from bot.domain.uploads import LARGEST
from bot.workbook.parts import SheetScan, sheet_titles

MOST_UNPACKED = 200_000_000
MOST_PARTS = 200
MOST_RATIO = 150
RATIO_COUNTS_FROM = 2_000_000  # a small part may well be all blanks
_PIECE = 1 << 20

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_ARCHIVES = (b"PK\x03\x04", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", _OLE)
_LINKED = ("externallinks/", "connections.xml", "querytables/", "webextensions/", "activex/")


class Refused(Exception):
    """The file is refused for this problem."""

    def __init__(self, kind: ProblemKind, *details: str) -> None:
        super().__init__(kind)
        self.problem = Problem(kind, details=details)


def check(content: bytes) -> None:
    """Raise Refused unless this is a plain .xlsx within the limits."""
    _check_form(content)
    try:
        with ZipFile(BytesIO(content)) as archive:
            parts = archive.infolist()
    except (BadZipFile, ValueError, NotImplementedError, struct.error) as damaged:
        raise Refused(ProblemKind.DAMAGED) from damaged
    _check_directory(parts, len(content))
    names = {part.filename for part in parts}
    if "[Content_Types].xml" not in names or "xl/workbook.xml" not in names:
        raise Refused(ProblemKind.NOT_WORKBOOK)
    unpacked = 0
    titles = sheet_titles(_small(content, parts))
    for part in parts:
        room = MOST_UNPACKED - unpacked
        unpacked += _check_part(content, part, room, titles.get(part.filename, part.filename))


def _check_form(content: bytes) -> None:
    if not content:
        raise Refused(ProblemKind.EMPTY)
    if len(content) > LARGEST:
        raise Refused(ProblemKind.TOO_LARGE)
    if content.startswith(_OLE):
        locked = _ENCRYPTED_PACKAGE in content
        raise Refused(ProblemKind.ENCRYPTED if locked else ProblemKind.OLD_EXCEL)
    if not content.startswith(b"PK\x03\x04"):
        raise Refused(ProblemKind.NOT_WORKBOOK)


def _check_directory(parts: list[ZipInfo], size: int) -> None:
    if len(parts) > MOST_PARTS:
        raise Refused(ProblemKind.TOO_MANY_PARTS)
    if len({part.filename.lower() for part in parts}) != len(parts):
        raise Refused(ProblemKind.SUSPICIOUS)
    if sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise Refused(ProblemKind.TOO_LARGE_UNPACKED)
    end = 0
    for part in sorted(parts, key=lambda part: part.header_offset):
        if part.header_offset < end:  # one piece of data unpacked many times over
            raise Refused(ProblemKind.SUSPICIOUS)
        end = part.header_offset + 30 + part.compress_size
    if end > size:
        raise Refused(ProblemKind.SUSPICIOUS)
    for part in parts:
        _check_name(part)


def _check_name(part: ZipInfo) -> None:
    name = part.filename.lower()
    if part.flag_bits & 0x1:
        raise Refused(ProblemKind.ENCRYPTED)
    if part.compress_type not in (0, 8):
        raise Refused(ProblemKind.SUSPICIOUS)
    if name.endswith("vbaproject.bin") or "macrosheets/" in name:
        raise Refused(ProblemKind.MACROS)
    if any(linked in name for linked in _LINKED):
        raise Refused(ProblemKind.EXTERNAL_LINKS)
    if "embeddings/" in name or name.endswith((".zip", ".xlsx", ".xls", ".docx", ".rar", ".7z")):
        raise Refused(ProblemKind.NESTED_FILE)


def _check_part(content: bytes, part: ZipInfo, room: int, title: str) -> int:
    """Unpack one part and look through it; how many bytes it really has."""
    size, tail, first, scan = 0, b"", b"", None
    is_text = part.filename.lower().endswith((".xml", ".rels", ".vml"))
    for piece in _unpacked(content, part):
        size += len(piece)
        if size > room:
            raise Refused(ProblemKind.TOO_LARGE_UNPACKED)
        if size > part.file_size:
            raise Refused(ProblemKind.SUSPICIOUS)
        if size > RATIO_COUNTS_FROM and size > MOST_RATIO * max(1, part.compress_size):
            raise Refused(ProblemKind.SUSPICIOUS)
        if not first:
            first = piece
            _check_first(first, is_text)
            scan = SheetScan() if is_text and SheetScan.is_sheet(first) else None
        if is_text:
            tail = _check_text(tail + piece, part.filename, title, scan)
    if size != part.file_size:
        raise Refused(ProblemKind.SUSPICIOUS)
    return size


def _check_first(first: bytes, is_text: bool) -> None:
    if first.startswith(_ARCHIVES):
        raise Refused(ProblemKind.NESTED_FILE)
    if not is_text:
        return
    # what is looked for below is ASCII: no other spelling of it may get past
    if first.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in first[:256]:
        raise Refused(ProblemKind.SUSPICIOUS)
    declared = re.search(rb'^[^>]{0,100}encoding\s*=\s*["\']([\w.-]+)', first[:200])
    if declared and declared[1].lower() not in (b"utf-8", b"utf8", b"us-ascii", b"ascii"):
        raise Refused(ProblemKind.SUSPICIOUS)


_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_MACRO_TYPE = re.compile(rb"macroEnabled|vbaProject|macrosheet", re.IGNORECASE)
_RELATION = re.compile(rb"<(?:[\w.-]+:)?Relationship\s[^>]*>", re.IGNORECASE)
_KEPT = 4096  # of one piece, looked at again with the next: nothing hides across the cut


def _check_text(text: bytes, name: str, title: str, scan: SheetScan | None) -> bytes:
    """Look through a piece of XML; what of it must be seen again with the next piece."""
    if _DECLARATION.search(text):
        raise Refused(ProblemKind.ENTITIES)
    if name == "[Content_Types].xml" and _MACRO_TYPE.search(text):
        raise Refused(ProblemKind.MACROS)
    if name.endswith(".rels") and any(map(_leads_outside, _RELATION.findall(text))):
        raise Refused(ProblemKind.EXTERNAL_LINKS)
    if scan is not None and (kind := scan.look(text)) is not None:
        raise Refused(kind, title)
    return text[-_KEPT:]


def _leads_outside(relation: bytes) -> bool:
    """An address in a cell is harmless; anything else that is fetched from outside is not."""
    external = re.search(rb'TargetMode\s*=\s*["\']External', relation, re.IGNORECASE)
    return bool(external) and not re.search(rb'/hyperlink["\']', relation)


def _unpacked(content: bytes, part: ZipInfo) -> Iterator[bytes]:
    """The part's bytes in pieces, as they really are: the declared size is not believed."""
    header = content[part.header_offset : part.header_offset + 30]
    if len(header) < 30 or not header.startswith(b"PK\x03\x04"):
        raise Refused(ProblemKind.DAMAGED)
    name_length, extra_length = struct.unpack("<HH", header[26:30])
    start = part.header_offset + 30 + name_length + extra_length
    packed = memoryview(content)[start : start + part.compress_size]
    if part.compress_type == 0:
        yield from (bytes(packed[at : at + _PIECE]) for at in range(0, len(packed), _PIECE))
        return
    inflater = zlib.decompressobj(-15)
    waiting = bytes(packed)
    try:
        while not inflater.eof:
            piece = inflater.decompress(waiting, _PIECE)
            waiting = inflater.unconsumed_tail
            if not piece and not waiting:
                raise Refused(ProblemKind.DAMAGED)
            yield piece
    except zlib.error as damaged:
        raise Refused(ProblemKind.DAMAGED) from damaged


def _small(content: bytes, parts: list[ZipInfo]) -> dict[str, bytes]:
    """The two parts that say which sheet lies where, as far as they are of honest size."""
    wanted = ("xl/workbook.xml", "xl/_rels/workbook.xml.rels")
    return {
        part.filename: next(_unpacked(content, part), b"")
        for part in parts
        if part.filename in wanted
    }
