"""What somebody is asked to hand in, and whether a file is that, judged by what is in it."""

from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from bot.domain import announcements, photos
from bot.domain.vietnamese.text import clean_name

LARGEST = 20 * 1024 * 1024
"""Of any file that comes to us, by whatever way; some are asked for smaller."""
_LARGEST_DIRECTORY = 1 << 20  # of an archive: what lists more than that is none of ours
_LONGEST_NAME = 80
_OFFICE = "application/vnd.openxmlformats-officedocument"


class FileKind(StrEnum):
    """What a messenger may carry beside words."""

    PHOTO = "photo"
    DOCUMENT = "document"


class Wanted(StrEnum):
    """What a question asks for."""

    PHOTO = "photo"
    WORKBOOK = "workbook"
    FOR_ALL = "for_all"  # what may go along with an announcement

    @property
    def kind(self) -> FileKind:
        """What the messenger would have to carry for it."""
        return FileKind.PHOTO if self is Wanted.PHOTO else FileKind.DOCUMENT


class Amiss(StrEnum):
    """Why a file is not taken."""

    NOTHING = "nothing"
    SEVERAL = "several"
    TOO_LARGE = "too_large"
    OTHER_KIND = "other_kind"


@dataclass(frozen=True, slots=True)
class Judged:
    """A file that is what was asked for, under a name that says what it is."""

    name: str
    media_type: str
    content: bytes


_KINDS: tuple[tuple[bytes, str, str, str], ...] = (
    (photos.JPEG, "", ".jpg", "image/jpeg"),
    (photos.PNG, "", ".png", "image/png"),
    (b"%PDF-", "", ".pdf", "application/pdf"),
    (b"PK\x03\x04", "xl/workbook.xml", ".xlsx", f"{_OFFICE}.spreadsheetml.sheet"),
    (b"PK\x03\x04", "word/document.xml", ".docx", f"{_OFFICE}.wordprocessingml.document"),
)
_TAKEN = {
    Wanted.PHOTO: (".jpg", ".png"),
    Wanted.WORKBOOK: (".xlsx",),
    Wanted.FOR_ALL: (".jpg", ".png", ".pdf", ".docx"),
}


def judged(wanted: Wanted, name: str, content: bytes) -> Judged | Amiss:
    """The file as it may be kept; a photo comes back without where and when it was taken."""
    if not content:
        return Amiss.NOTHING
    if len(content) > LARGEST:
        return Amiss.TOO_LARGE
    ending, media_type = _kind_of(content)
    if ending not in _TAKEN[wanted]:
        return Amiss.OTHER_KIND
    name = _named(name, ending)
    if wanted is Wanted.FOR_ALL and not announcements.may_go_out(name, content):
        too_large = len(content) > announcements.LARGEST_FILE
        return Amiss.TOO_LARGE if too_large else Amiss.OTHER_KIND
    if photos.is_photo(content):
        try:
            content = photos.without_traces(content)
        except ValueError:
            return Amiss.OTHER_KIND
    return Judged(name, media_type, content)


def _kind_of(content: bytes) -> tuple[str, str]:
    """Its ending and media type; empty when it is nothing that we know."""
    parts: frozenset[str] | None = None
    for signature, part, ending, media_type in _KINDS:
        if not content.startswith(signature):
            continue
        if part and parts is None:
            parts = _parts(content)
        if not part or (parts is not None and {part, "[Content_Types].xml"} <= parts):
            return ending, media_type
    return "", ""


def _parts(content: bytes) -> frozenset[str]:
    """What an archive says is in it; nothing is unpacked."""
    end = content.rfind(b"PK\x05\x06", -66_000)
    if end < 0 or int.from_bytes(content[end + 12 : end + 16], "little") > _LARGEST_DIRECTORY:
        return frozenset()
    try:
        with ZipFile(BytesIO(content)) as archive:
            return frozenset(archive.namelist())
    except (BadZipFile, ValueError, NotImplementedError, OSError):
        return frozenset()


def _named(said: str, ending: str) -> str:
    """What its owner called it, cut, and under the ending of what it is."""
    bare = clean_name(said.replace("\\", "/").rpartition("/")[2])
    stem = bare.rpartition(".")[0] or bare
    return (stem[:_LONGEST_NAME].strip(" .") or "tep") + ending
