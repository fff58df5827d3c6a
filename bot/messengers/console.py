"""What is typed at our own keyboard or practice room, read back from the inbox."""

from datetime import datetime

from bot.domain.vietnamese.text import clean
from bot.messages import Address, FileReference, Incoming
from bot.messengers.base import decoded, under, whole

SURFACE = "console"


def read(surface: str, account: str, raw: bytes, received_at: datetime) -> Incoming | None:
    """The way back from bot.messages.encoded, sent the moment it was received."""
    body = decoded(raw)
    chat, message = under(body, "chat"), under(body, "message")
    if body is None or not isinstance(chat, str) or not isinstance(message, str) or not chat:
        return None
    return Incoming(
        address=Address(surface, account, chat),
        message_id=message,
        sent_at=received_at,
        text=_text(body.get("text")) or "",
        choice=_text(body.get("choice")),
        tapped=_text(body.get("tapped")),
        photo=_file(body.get("photo")),
        document=_file(body.get("document")),
        unreadable=body.get("unreadable") is True,
        voice=body.get("voice") is True,
        buttons=body.get("plain") is not True,
    )


def _text(value: object) -> str | None:
    return clean(value) if isinstance(value, str) else None


def _file(value: object) -> FileReference | None:
    match value:
        case [str(reference), str(name), size, str(media_type)] if whole(size) is not None:
            return FileReference(reference, name, whole(size) or 0, media_type)
    return None
