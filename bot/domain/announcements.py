"""What committees tell members, and members pass on (glossary 6)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.delivery import Delivery

LONGEST_WORDS = 3200
"""With its heading it is one letter still; what is longer goes as a file."""
LARGEST_FILE = 5 * 1024 * 1024
"""What every messenger carries."""
MOST_LANGUAGES = 4


class AnnouncementKind(StrEnum):
    """What an announcement is for."""

    POLICY = "POLICY_A"
    MEETING = "MEETING_A"
    WARNING = "WARNING_A"
    TASK = "TASK_A"
    CONGRATS = "CONGRATS"
    OTHER = "OTHER_A"


class AnnouncementPart(StrEnum):
    """What a letter is to the announcement that it belongs to."""

    FIRST = "FIRST"  # the announcement itself
    CORRECTION = "CORRECTION"  # takes its place
    ANSWER = "ANSWER"  # a question that came back, answered to all
    WITHDRAWAL = "WITHDRAWAL"  # it no longer holds


class Language(StrEnum):
    """Languages beside Vietnamese in which an announcement may be written."""

    KHMER = "km"
    CHAM = "cjm"
    CHINESE = "zh"
    HMONG = "hmn"
    TAY = "tyz"
    THAI = "tdd"
    MUONG = "mtq"
    NUNG = "nut"
    EDE = "rad"
    JARAI = "jra"
    BAHNAR = "bdq"
    DAO = "ium"
    ENGLISH = "en"


class Readers(StrEnum):
    """Who of a part of the organisation is meant."""

    EVERYBODY = "everybody"
    LEADS = "leads"
    WITH_HOUSEHOLDS = "with_households"
    MEMBERS = "members"


class Missed(StrEnum):
    """Why somebody of the audience was written no letter."""

    NOT_LINKED = "not_linked"
    CHAT_GONE = "chat_gone"
    NO_CONSENT = "no_consent"
    LEFT = "left"  # got what is corrected, and has gone since


class Stage(StrEnum):
    """Where an announcement stands."""

    TO_APPROVE = "to_approve"
    RETURNED = "returned"
    SCHEDULED = "scheduled"
    SENT = "sent"
    WITHDRAWN = "withdrawn"


def at_any_hour(kind: AnnouncementKind, *, urgent: bool) -> bool:
    """Whether it disturbs people at night too: a warning of danger that is marked as urgent.

    What else is urgent goes out on its day, beside the push that somebody has had, but by day.
    """
    return urgent and kind is AnnouncementKind.WARNING


@dataclass(frozen=True, slots=True)
class Audience:
    """A part of the organisation and who of it; no cells stand for the whole commune."""

    readers: Readers = Readers.EVERYBODY
    cells: tuple[int, ...] = ()

    def packed(self) -> dict[str, object]:
        """As it is stored."""
        return {"readers": self.readers.value, "cells": list(self.cells)}

    @classmethod
    def unpacked(cls, stored: dict[str, object]) -> "Audience":
        """The way back from `packed`."""
        cells = stored.get("cells")
        ids = tuple(int(one) for one in cells) if isinstance(cells, list) else ()
        return cls(Readers(str(stored.get("readers", Readers.EVERYBODY))), ids)


def stage_of(
    *,
    wants_approval: bool,
    approved_at: datetime | None,
    returned_at: datetime | None,
    sent_at: datetime | None,
    withdrawn_at: datetime | None,
) -> Stage:
    """Where an announcement stands, from what has happened to it."""
    if withdrawn_at is not None:
        return Stage.WITHDRAWN
    if sent_at is not None:
        return Stage.SENT
    if returned_at is not None:
        return Stage.RETURNED
    return Stage.TO_APPROVE if wants_approval and approved_at is None else Stage.SCHEDULED


PERHAPS_THERE = (
    Delivery.SENT, Delivery.DELIVERED, Delivery.READ, Delivery.ACKNOWLEDGED, Delivery.UNKNOWN,
)  # fmt: skip
"""After these somebody has the letter, or may have it."""

_SIGNATURES: tuple[tuple[bytes, str, str], ...] = (
    (b"\xff\xd8\xff", "image/jpeg", ".jpg"),
    (b"\x89PNG\r\n\x1a\n", "image/png", ".png"),
    (b"%PDF-", "application/pdf", ".pdf"),
    (
        b"PK\x03\x04",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ".docx",
    ),
)


def may_go_out(name: str, content: bytes) -> bool:
    """Whether a file may go to many: a photo, PDF or Word document that is what it says it is."""
    if not content or len(content) > LARGEST_FILE or b"vbaProject" in content:
        return False
    ending = name.lower().replace(".jpeg", ".jpg")
    for signature, media_type, suffix in _SIGNATURES:
        if content.startswith(signature):
            return ending.endswith(suffix) or media_type.startswith("image/")
    return False
