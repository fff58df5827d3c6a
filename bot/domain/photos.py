"""A photo without what it tells on the side: where it was taken, when, and with which phone."""

import re
from collections.abc import Iterator

JPEG, PNG = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"
ENDINGS = (".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif", ".gif", ".tif", ".tiff")
MOST_PARTS = 20_000

_START, _END, _SCAN = 0xD8, 0xD9, 0xDA
_EXIF = b"Exif\0\0"
_ORIENTATION = 0x0112
# What colours and size need of a picture beside itself; all else may tell of people.
_KEPT_NOTES = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
_KEPT_CHUNKS = (b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"pHYs", b"sBIT", b"tRNS", b"bKGD")
_LAST_CHUNK = b"\0\0\0\0IEND\xaeB`\x82"
# In the picture's own data a 0xFF stands before 0x00 or a restart mark; anything else ends it.
_AFTER_SCAN = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")


def is_photo(content: bytes) -> bool:
    """Whether it begins as a JPEG or PNG does."""
    return content.startswith((JPEG, PNG))


def without_traces(content: bytes) -> bytes:
    """The same picture without place, time, phone, thumbnails and words; which way is up stays.

    Raises ValueError when it is not built as a JPEG or PNG is.
    """
    if content.startswith(JPEG):
        return b"".join(_jpeg(content))
    if content.startswith(PNG):
        return b"".join(_png(content))
    raise ValueError("neither JPEG nor PNG")


def _jpeg(content: bytes) -> Iterator[bytes]:
    yield content[:2]
    at, drawn = 2, False
    for _ in range(MOST_PARTS):
        try:
            mark, end = _part_at(content, at)
        except ValueError:
            if not drawn:
                raise
            mark, end = _END, at  # broken off within the picture: as much as there is is shown
        if mark == _END:
            yield b"\xff\xd9"  # what some phones write behind it is a second picture
            return
        yield _kept(mark, content[_next_mark(content, at) : end])
        at = end
        if mark == _SCAN:
            drawn = True
            found = _AFTER_SCAN.search(content, at)
            at = len(content) if found is None else found.start()
            yield content[end:at]
    raise ValueError("a JPEG of too many parts")


def _part_at(content: bytes, at: int) -> tuple[int, int]:
    """What begins there, and where it ends."""
    at = _next_mark(content, at)
    mark = content[at + 1]
    if mark == _START:
        raise ValueError("a JPEG within a JPEG")
    return mark, at + 2 + (0 if mark == _END else _length(content, at + 2))


def _next_mark(content: bytes, at: int) -> int:
    """Where the next part begins; before it a 0xFF may be repeated."""
    while content[at : at + 2] == b"\xff\xff":
        at += 1
    if content[at : at + 1] != b"\xff" or at + 1 >= len(content) or content[at + 1] == 0:
        raise ValueError("no part of a JPEG")
    return at


def _length(content: bytes, at: int) -> int:
    length = int.from_bytes(content[at : at + 2], "big")
    if length < 2 or at + length > len(content):
        raise ValueError("a JPEG that breaks off")
    return length


def _kept(mark: int, part: bytes) -> bytes:
    noted = part[4:]
    if mark == 0xE1 and noted.startswith(_EXIF):
        return _upright(noted[len(_EXIF) :])
    if 0xE0 <= mark <= 0xEF:
        return part if mark in _KEPT_NOTES and noted.startswith(_KEPT_NOTES[mark]) else b""
    return b"" if mark == 0xFE else part


def _upright(noted: bytes) -> bytes:
    """Of all that a phone notes only which way is up: else pictures would lie on their side."""
    way = _orientation(noted)
    if not 2 <= way <= 8:
        return b""
    kept = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0" + bytes([way]) + b"\0\0\0\0\0\0"
    body = _EXIF + kept
    return b"\xff\xe1" + (len(body) + 2).to_bytes(2, "big") + body


def _orientation(noted: bytes) -> int:
    def number(at: int, size: int) -> int:
        return int.from_bytes(noted[at : at + size], "little" if noted[:2] == b"II" else "big")

    first = number(4, 4)
    for place in range(min(number(first, 2), 200)):
        entry = first + 2 + 12 * place
        if number(entry, 2) == _ORIENTATION:
            return number(entry + 8, 2)
    return 1


def _png(content: bytes) -> Iterator[bytes]:
    yield PNG
    at, drawn = len(PNG), False
    for _ in range(MOST_PARTS):
        end = at + 12 + int.from_bytes(content[at : at + 4], "big")
        name = content[at + 4 : at + 8]
        whole = end <= len(content) and name.isalpha() and name.isascii()
        if not whole and not drawn:
            raise ValueError("no part of a PNG")
        if not whole or name == b"IEND":
            yield _LAST_CHUNK
            return
        drawn = drawn or name == b"IDAT"
        if name[:1].isupper() or name in _KEPT_CHUNKS:
            yield content[at:end]
        at = end
    raise ValueError("a PNG of too many parts")
