"""Photos as phones make them: with the place, the time, a smaller picture and words beside it."""

from zlib import crc32

SECRETS = (b"GPS 10.0452N 105.7469E", b"2026:11:21 08:15:00", b"Samsung A05", b"lying beside")


def jpeg(orientation: int = 6, *, little: bool = True, behind: bytes = b"") -> bytes:
    """A small JPEG, on its side; `behind` is what some phones write after its end."""

    def number(value: int, size: int) -> bytes:
        return value.to_bytes(size, "little" if little else "big")

    entries = number(0x010F, 2) + number(2, 2) + number(len(SECRETS[2]), 4) + number(90, 4)
    entries += number(0x0112, 2) + number(3, 2) + number(1, 4) + number(orientation, 2) + b"\0\0"
    noted = (b"II*\0" if little else b"MM\0*") + number(8, 4) + number(2, 2) + entries
    exif = b"Exif\0\0" + noted + number(0, 4) + b"".join(SECRETS[:3])
    xmp = b"http://ns.adobe.com/xap/1.0/\0<x>" + SECRETS[0] + b"</x>"
    return b"".join(
        (
            b"\xff\xd8",
            _part(0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0"),
            _part(0xE1, exif),
            _part(0xE1, xmp),
            _part(0xE2, b"ICC_PROFILE\0\x01\x01colours"),
            _part(0xE2, b"MPF\0" + SECRETS[1]),
            _part(0xED, b"Photoshop 3.0\0" + SECRETS[1]),
            _part(0xFE, SECRETS[2]),
            _part(0xDB, bytes(65)),
            b"\xff",  # may be repeated before a part
            _part(0xC0, b"\x08\0\x01\0\x01\x01\x01\x11\0"),
            _part(0xC4, bytes(20)),
            _part(0xDA, b"\x01\x01\0\0\x3f\0"),
            b"pixels\xff\0and\xff\xd0more",
            _part(0xC4, bytes(20)),
            _part(0xDA, b"\x01\x01\0\0\x3f\0"),
            b"finer pixels",
            b"\xff\xd9",
            behind,
        )
    )


def between_parts(photo: bytes, stray: bytes) -> bytes:
    """A JPEG with something that does not belong there behind its first part: others show it."""
    end = 4 + int.from_bytes(photo[4:6], "big")
    return photo[:end] + stray + photo[end:]


def png() -> bytes:
    """A small PNG with words and a phone's notes."""
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        (
            _chunk(b"IHDR", b"\0\0\0\x01\0\0\0\x01\x08\0\0\0\0"),
            _chunk(b"gAMA", b"\0\0\xb1\x8f"),
            _chunk(b"eXIf", b"MM\0*" + SECRETS[0]),
            _chunk(b"tEXt", b"Comment\0" + SECRETS[1]),
            _chunk(b"iTXt", b"XML:com.adobe.xmp\0" + SECRETS[2]),
            _chunk(b"IDAT", b"x\x9cc\0\0\0\x01\0\x01"),
            _chunk(b"IEND", b""),
            SECRETS[3],
        )
    )


def _part(mark: int, body: bytes) -> bytes:
    return bytes((0xFF, mark)) + (len(body) + 2).to_bytes(2, "big") + body


def _chunk(name: bytes, body: bytes) -> bytes:
    whole = name + body
    return len(body).to_bytes(4, "big") + whole + crc32(whole).to_bytes(4, "big")
