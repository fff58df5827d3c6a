"""Where an announcement stands, whom it is for, and what may go with it."""

import pytest

from bot.domain.announcements import (
    LARGEST_FILE,
    Audience,
    Readers,
    Stage,
    may_go_out,
    stage_of,
)
from tests.conftest import NOW

STAGES = {
    "just written": ({}, Stage.SCHEDULED),
    "waits for a second person": ({"wants_approval": True}, Stage.TO_APPROVE),
    "approved": ({"wants_approval": True, "approved_at": NOW}, Stage.SCHEDULED),
    "returned": ({"wants_approval": True, "returned_at": NOW}, Stage.RETURNED),
    "sent": ({"wants_approval": True, "approved_at": NOW, "sent_at": NOW}, Stage.SENT),
    "withdrawn after sending": ({"sent_at": NOW, "withdrawn_at": NOW}, Stage.WITHDRAWN),
    "withdrawn before": ({"withdrawn_at": NOW}, Stage.WITHDRAWN),
}
NOTHING_YET: dict[str, object] = {
    "wants_approval": False, "approved_at": None, "returned_at": None, "sent_at": None,
    "withdrawn_at": None,
}  # fmt: skip


@pytest.mark.parametrize(("happened", "stage"), STAGES.values(), ids=STAGES.keys())
def test_a_stage_follows_from_what_has_happened(happened: dict[str, object], stage: Stage) -> None:
    assert stage_of(**(NOTHING_YET | happened)) is stage  # type: ignore[arg-type]  # as above


@pytest.mark.parametrize(
    "audience", [Audience(), Audience(Readers.LEADS, (3, 5)), Audience(Readers.MEMBERS, (1,))]
)
def test_an_audience_comes_back_as_it_was_stored(audience: Audience) -> None:
    assert Audience.unpacked(audience.packed()) == audience


def test_an_audience_of_which_nothing_is_known_is_everybody() -> None:
    assert Audience.unpacked({}) == Audience(Readers.EVERYBODY, ())


FILES = {
    "a photo": ("anh.jpg", b"\xff\xd8\xff", True),
    "a photo without a name": ("", b"\xff\xd8\xff", True),
    "a picture": ("a.PNG", b"\x89PNG\r\n\x1a\n", True),
    "a PDF": ("kế hoạch.pdf", b"%PDF-1.7", True),
    "a Word document": ("KH.docx", b"PK\x03\x04 word/", True),
    "a Word document called a PDF": ("KH.pdf", b"PK\x03\x04 word/", False),
    "a workbook": ("danh sach.xlsx", b"PK\x03\x04 xl/", False),
    "an old document": ("KH.doc", b"\xd0\xcf\x11\xe0", False),
    "macros": ("KH.docx", b"PK\x03\x04 word/vbaProject.bin", False),
    "a program called a PDF": ("KH.pdf", b"MZ", False),
    "nothing": ("a.pdf", b"", False),
    "as large as may be": ("a.pdf", b"%PDF-" + bytes(LARGEST_FILE - 5), True),
    "larger": ("a.pdf", b"%PDF-" + bytes(LARGEST_FILE - 4), False),
}


@pytest.mark.parametrize(("name", "content", "may"), FILES.values(), ids=FILES.keys())
def test_only_photos_and_documents_go_out(name: str, content: bytes, may: bool) -> None:
    assert may_go_out(name, content) is may
