"""A file is what is in it, and not what it is called."""

from io import BytesIO
from zipfile import ZipFile

import pytest

from bot.domain.uploads import LARGEST, Amiss, FileKind, Judged, Wanted, judged
from tests.forge_photos import SECRETS, jpeg, png
from tests.workbooks import commune

PDF = b"%PDF-1.4 minutes"


def archive(*names: str) -> bytes:
    held = BytesIO()
    with ZipFile(held, "w") as written:
        for name in names:
            written.writestr(name, "<x/>")
    return held.getvalue()


DOCX = archive("[Content_Types].xml", "word/document.xml")
XLSX = archive("[Content_Types].xml", "xl/workbook.xml")
LONG_LIST = archive("[Content_Types].xml", "xl/workbook.xml", *(f"{n:0200}" for n in range(5000)))


@pytest.mark.parametrize(
    ("wanted", "said", "content", "name"),
    [
        pytest.param(Wanted.PHOTO, "IMG_1.JPG", jpeg(), "IMG_1.jpg", id="photo"),
        pytest.param(Wanted.PHOTO, "anh.jpeg", png(), "anh.png", id="png-called-jpeg"),
        pytest.param(Wanted.PHOTO, "", jpeg(), "tep.jpg", id="without-a-name"),
        pytest.param(Wanted.PHOTO, "..", jpeg(), "tep.jpg", id="dots"),
        pytest.param(Wanted.PHOTO, "C:\\a\\b.jpg", jpeg(), "b.jpg", id="windows"),
        pytest.param(Wanted.PHOTO, "../../etc/x.jpg", jpeg(), "x.jpg", id="path"),
        pytest.param(Wanted.PHOTO, "a" * 300 + ".jpg", jpeg(), "a" * 80 + ".jpg", id="long"),
        pytest.param(Wanted.PHOTO, "a\u202egpj.exe", jpeg(), "agpj.jpg", id="turned-round"),
        pytest.param(Wanted.WORKBOOK, "Danh sách.XLSX", XLSX, "Danh sách.xlsx", id="workbook"),
        pytest.param(Wanted.WORKBOOK, "ds.xlsx", commune(), "ds.xlsx", id="real-workbook"),
        pytest.param(Wanted.FOR_ALL, "kh.pdf", PDF, "kh.pdf", id="pdf"),
        pytest.param(Wanted.FOR_ALL, "kh", DOCX, "kh.docx", id="docx-without-ending"),
        pytest.param(Wanted.FOR_ALL, "a.png", png(), "a.png", id="photo-for-all"),
    ],
)
def test_what_was_asked_for_is_taken_under_a_name_that_says_what_it_is(
    wanted: Wanted, said: str, content: bytes, name: str
) -> None:
    taken = judged(wanted, said, content)
    assert isinstance(taken, Judged)
    assert taken.name == name
    assert not any(one in taken.content for one in SECRETS)


@pytest.mark.parametrize(
    ("wanted", "name", "content", "why"),
    [
        pytest.param(Wanted.WORKBOOK, "ds.xlsx", DOCX, Amiss.OTHER_KIND, id="docx-as-xlsx"),
        pytest.param(Wanted.WORKBOOK, "ds.xlsx", jpeg(), Amiss.OTHER_KIND, id="photo-as-xlsx"),
        pytest.param(Wanted.WORKBOOK, "ds.xlsx", b"PK\x03\x04", Amiss.OTHER_KIND, id="no-archive"),
        pytest.param(Wanted.WORKBOOK, "ds.xlsx", XLSX[:-30], Amiss.OTHER_KIND, id="broken-archive"),
        pytest.param(Wanted.WORKBOOK, "ds.xlsx", LONG_LIST, Amiss.OTHER_KIND, id="long-directory"),
        pytest.param(Wanted.WORKBOOK, "ds.xls", b"\xd0\xcf\x11\xe0", Amiss.OTHER_KIND, id="xls"),
        pytest.param(Wanted.PHOTO, "a.jpg", b"<html><script>", Amiss.OTHER_KIND, id="html-as-jpg"),
        pytest.param(
            Wanted.PHOTO, "a.jpg", b"\xff\xd8\xff<html>", Amiss.OTHER_KIND, id="begins-so"
        ),
        pytest.param(Wanted.PHOTO, "a.jpg", b"GIF89a", Amiss.OTHER_KIND, id="gif"),
        pytest.param(Wanted.PHOTO, "a.heic", b"\0\0\0 ftypheic", Amiss.OTHER_KIND, id="heic"),
        pytest.param(Wanted.PHOTO, "a.pdf", PDF, Amiss.OTHER_KIND, id="pdf-as-photo"),
        pytest.param(Wanted.PHOTO, "a.jpg", b"", Amiss.NOTHING, id="empty"),
        pytest.param(Wanted.PHOTO, "a", jpeg() + bytes(LARGEST), Amiss.TOO_LARGE, id="too-large"),
        pytest.param(Wanted.FOR_ALL, "a.xlsx", XLSX, Amiss.OTHER_KIND, id="workbook-for-all"),
        pytest.param(
            Wanted.FOR_ALL, "a.pdf", PDF + bytes(6_000_000), Amiss.TOO_LARGE, id="large-for-all"
        ),
        pytest.param(
            Wanted.FOR_ALL, "a.docx", DOCX + b"vbaProject", Amiss.OTHER_KIND, id="macros-for-all"
        ),
    ],
)
def test_what_was_not_asked_for_is_not_taken(
    wanted: Wanted, name: str, content: bytes, why: Amiss
) -> None:
    assert judged(wanted, name, content) is why


def test_each_want_needs_a_kind_of_file() -> None:
    assert {one: one.kind for one in Wanted} == {
        Wanted.PHOTO: FileKind.PHOTO,
        Wanted.WORKBOOK: FileKind.DOCUMENT,
        Wanted.FOR_ALL: FileKind.DOCUMENT,
    }
