"""Telegram's updates as they were stored, read without trusting a byte of them."""

from datetime import UTC, datetime

from bot.domain.vietnamese.text import clean, clean_name
from bot.messages import Address, Contact, FileReference, Incoming
from bot.messengers.base import Arrival, decoded, packed_file, under, wanted, whole

SURFACE = "telegram"
LONGEST_DATA = 64  # what a button carries, in bytes
_LONGEST_ID = 256
_OLDEST, _AHEAD = 24 * 3600, 5 * 60  # reliability.md 3.4: a stamp is believed only so far

_CHATS = (
    ("message", "chat", "id"),
    ("callback_query", "from", "id"),  # in a private chat the same number
    ("edited_message", "chat", "id"),
    ("my_chat_member", "chat", "id"),
)
# What a person sends meaning something, and we cannot take. Anything else without text is a
# notice of the messenger itself (a pinned message, a changed timer) and gets no answer.
_UNREADABLE = frozenset(
    {
        "sticker", "video", "audio", "animation", "location", "venue", "poll", "dice", "game",
        "story", "paid_media", "checklist",
    }
)  # fmt: skip
_VOICE = frozenset({"voice", "video_note"})


def arrival(raw: bytes) -> Arrival | None:
    """None when it is no update."""
    update = decoded(raw)
    number = whole(under(update, "update_id"))
    if number is None:
        return None
    chats = (whole(under(update, *path)) for path in _CHATS)
    chat = next((str(chat) for chat in chats if chat is not None), "")
    return Arrival(str(number), chat, _wanted_file(under(update, "message")))


def read(account: str, raw: bytes, received_at: datetime) -> Incoming | None:
    """None when it is nothing for us."""
    update = decoded(raw)
    tap = under(update, "callback_query")
    if tap is not None:
        return _tap(account, tap, received_at)
    return _message(account, under(update, "message"), received_at)


def _tap(account: str, tap: object, received_at: datetime) -> Incoming | None:
    address = _private_chat(account, under(tap, "message"), under(tap, "from"))
    tap_id, data = _plain(under(tap, "id")), under(tap, "data")
    tapped = whole(under(tap, "message", "message_id"))
    if address is None or tapped is None or not tap_id or not isinstance(data, str):
        return None
    return Incoming(
        address=address,
        message_id=tap_id,
        sent_at=received_at,  # a tap has no time of its own, only its message has
        choice=clean(data[:LONGEST_DATA]),
        tapped=str(tapped),
        tap_id=tap_id,
    )


def _message(account: str, message: object, received_at: datetime) -> Incoming | None:
    address = _private_chat(account, message, under(message, "from"))
    number = whole(under(message, "message_id"))
    if address is None or number is None or not isinstance(message, dict):
        return None
    text = message.get("text", message.get("caption"))
    incoming = Incoming(
        address=address,
        message_id=str(number),
        sent_at=_sent_at(message.get("date"), received_at),
        text=clean(text) if isinstance(text, str) else "",
        contact=_contact(message),
        photo=_photo(message),
        document=_document(message),
        unreadable=not _UNREADABLE.isdisjoint(message),
        voice=not _VOICE.isdisjoint(message),
    )
    return incoming if _says_something(incoming) else None


def _says_something(incoming: Incoming) -> bool:
    return bool(
        incoming.text
        or incoming.contact
        or incoming.photo
        or incoming.document
        or incoming.unreadable
        or incoming.voice
    )


def _private_chat(account: str, message: object, sender: object) -> Address | None:
    """Only what a person writes to us alone; a group's message or another bot's is not for us."""
    chat = whole(under(message, "chat", "id"))
    private = under(message, "chat", "type") == "private"
    if chat is None or not private or whole(under(sender, "id")) != chat:
        return None
    if under(sender, "is_bot") is True:
        return None
    return Address(SURFACE, account, str(chat))


def _sent_at(date: object, received_at: datetime) -> datetime:
    stamped, received = whole(date), received_at.timestamp()
    if stamped is None:
        return received_at
    return datetime.fromtimestamp(
        min(max(float(stamped), received - _OLDEST), received + _AHEAD), UTC
    )


def _contact(message: dict[str, object]) -> Contact | None:
    contact = message.get("contact")
    phone = _plain(under(contact, "phone_number"))
    if not phone:
        return None
    owner = whole(under(contact, "user_id"))
    forwarded = not {"forward_origin", "forward_date", "forward_from"}.isdisjoint(message)
    return Contact(phone, "" if owner is None else str(owner), forwarded)


def _photo(message: dict[str, object]) -> FileReference | None:
    """The largest of the sizes in which Telegram keeps a photo."""
    sizes = message.get("photo")
    if not isinstance(sizes, list):
        return None
    return _file(max(sizes, key=_area, default=None), "image/jpeg")


def _area(size: object) -> int:
    return (whole(under(size, "width")) or 0) * (whole(under(size, "height")) or 0)


def _document(message: dict[str, object]) -> FileReference | None:
    document = message.get("document")
    return _file(document, _plain(under(document, "mime_type")))


def _file(file: object, media_type: str) -> FileReference | None:
    reference = _plain(under(file, "file_id"))
    if not reference:
        return None
    size = whole(under(file, "file_size")) or 0
    return FileReference(reference, _plain(under(file, "file_name")), max(0, size), media_type)


def _wanted_file(message: object) -> str:
    if not isinstance(message, dict) or under(message, "chat", "type") != "private":
        return ""
    file = _photo(message) or _document(message)
    return packed_file(file) if file is not None and wanted(file) else ""


def _plain(value: object) -> str:
    """A short single line of text: an id, a name, a number."""
    return clean_name(value[:_LONGEST_ID]) if isinstance(value, str) else ""
