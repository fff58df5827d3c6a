"""How a letter lies in its row, and its file beside it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select

from bot.domain.delivery import Delivery
from bot.messages import Address, Attachment, Letter, Outgoing, Urgency, packed, unpacked
from storage.store import Session
from storage.tables import File, core

_files = core(File)

AS_ONE, WITHIN = "as_one", "within"
"""Where several letters go out as one: what the first says then, and in which the others are."""


@dataclass(frozen=True, slots=True)
class Posting:
    """One of many letters written at once; `file_id` names a file that is stored already.

    With `of_unit` it is for whoever reads that unit's figures, and only as long as they do.
    """

    address: Address
    outgoing: Outgoing
    key: str | None = None
    person_id: int | None = None
    not_before: datetime | None = None
    expires_at: datetime | None = None
    file_id: int | None = None
    of_unit: int | None = None


def payload_of(outgoing: Outgoing) -> dict[str, object]:
    """What a letter says and offers, as it is stored; what it does without is left out."""
    payload: dict[str, object] = {"text": outgoing.text}
    if outgoing.choices:
        payload["choices"] = packed(outgoing.choices)
    if outgoing.ways:
        payload["ways"] = packed(outgoing.ways)
    if outgoing.ask_contact:
        payload["ask_contact"] = True
    if not outgoing.numbered:
        payload["numbered"] = False
    if outgoing.in_words:
        payload["in_words"] = outgoing.in_words
    return payload


def by_itself(payload: dict[str, object]) -> dict[str, object]:
    """What a letter says and offers wherever it goes out alone."""
    return {key: value for key, value in payload.items() if key not in (AS_ONE, WITHIN)}


def row_of(posting: Posting, now: datetime, file_id: int | None) -> dict[str, object]:
    """A letter as a new row of the outbox."""
    address, outgoing = posting.address, posting.outgoing
    of_unit = {} if posting.of_unit is None else {"of_unit": posting.of_unit}
    return {
        "key": posting.key,
        "surface": address.surface,
        "account": address.account,
        "chat": address.external_id,
        "person_id": posting.person_id,
        "urgency": outgoing.urgency.value,
        "priority": outgoing.urgency.priority,
        "payload": payload_of(outgoing) | of_unit,
        "file_id": file_id,
        "not_before": posting.not_before or now,
        "expires_at": posting.expires_at,
        "status": Delivery.QUEUED,
        "created_at": now,
    }


async def stored(
    session: Session, attachment: Attachment | None, person_id: int | None, now: datetime
) -> int | None:
    """Keep a letter's file; its id."""
    if attachment is None:
        return None
    statement = insert(_files).values(
        person_id=person_id,
        name=attachment.name,
        media_type=attachment.media_type,
        content=attachment.content,
        created_at=now,
    )
    file_id: int | None = await session.scalar(statement.returning(_files.c.id))
    return file_id


async def attachment_of(session: Session, file_id: int | None) -> Attachment | None:
    """The file of a letter; raises ValueError when it was dropped meanwhile."""
    if file_id is None:
        return None
    f = _files.c
    row = await session.execute(select(f.name, f.content, f.media_type).where(f.id == file_id))
    found = row.one_or_none()
    if found is None:
        raise ValueError("the file is gone")
    return Attachment(found.name, found.content, found.media_type)


def letter_of(row: Any, attachment: Attachment | None) -> Letter:
    """The way back from `row_of`; raises when another version wrote what we cannot read."""
    payload = row.payload
    return Letter(
        row.id,
        Address(row.surface, row.account, row.chat),
        payload["text"],
        unpacked(payload.get("choices", [])),
        unpacked(payload.get("ways", [])),
        attachment,
        ask_contact=payload.get("ask_contact", False),
        numbered=payload.get("numbered", True),
        in_words=payload.get("in_words", ""),
        edits=payload.get("edits"),
        tap_id=payload.get("tap_id"),
        reminds=payload.get("reminds", False),
        urgency=Urgency(row.urgency),
        answers=row.inbox_id is not None,
    )
