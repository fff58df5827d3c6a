"""Zalo's updates as they were stored, read without trusting a byte of them."""

import hashlib
import json
import re
from datetime import UTC, datetime

from bot.domain.vietnamese.text import clean
from bot.messages import Address, FileReference, Incoming
from bot.messengers.base import Arrival, decoded, packed_file, under, wanted, whole

SURFACE = "zalo_bot"
LONGEST_ID = 200
_AHEAD = 5 * 60  # reliability.md 3.4: a stamp from the future is believed only so far
# Backwards it is believed whole: polling may bring a message again for ever, and what is too old
# is known by its stamp alone once its key is forgotten.
_FIRST = 1_577_836_800  # 2020, before there were bots: an earlier stamp is none
_SECONDS_END = 100_000_000_000  # what is smaller counts seconds, not thousandths

_ID = re.compile(rf"[!-~]{{1,{LONGEST_ID}}}")
_URL = re.compile(r"[!-~]{1,2000}")
_DIGITS = re.compile(r"[0-9]{1,18}")
# Without words these say nothing: somebody's thumb under a message of ours, a blank line. An
# answer would cost one of the quota.
_NOTHING_ELSE = frozenset({"message.reaction.received", "message.text.received"})
_VOICE = "message.voice.received"


def arrival(account: str, raw: bytes) -> Arrival | None:
    """None when it is no update."""
    update = unwrapped(decoded(raw))
    if update is None:
        return None
    message = update.get("message")
    known = _id(under(message, "message_id"))
    chat = _id(under(message, "chat", "id"))
    return Arrival(known or _fingerprint(update), chat, _wanted_file(account, message))


def read(account: str, raw: bytes, received_at: datetime) -> Incoming | None:
    """None when it is nothing for us."""
    update = unwrapped(decoded(raw))
    message = under(update, "message")
    address = _private_chat(account, message)
    if update is None or address is None or not isinstance(message, dict):
        return None
    event = str(update.get("event_name"))
    text = message.get("text") or message.get("caption")
    photo = _photo(message)
    voice = event == _VOICE or "voice_url" in message
    words = clean(text) if isinstance(text, str) else ""
    understood = bool(words or photo or voice)
    if not understood and event in _NOTHING_ELSE:
        return None
    return Incoming(
        address=address,
        message_id=_id(message.get("message_id")) or _fingerprint(update),
        sent_at=_sent_at(message.get("date"), received_at),
        text=words,
        photo=photo,
        unreadable=not understood,
        voice=voice,
        buttons=False,
    )


def unwrapped(body: object) -> dict[str, object] | None:
    """The update itself: it comes bare, or as the result of an answer, or alone in a list."""
    if isinstance(body, dict) and "event_name" not in body and "result" in body:
        body = body["result"]
    if isinstance(body, list) and len(body) == 1:
        body = body[0]
    if not isinstance(body, dict):
        return None
    named = isinstance(body.get("event_name"), str) and body["event_name"]
    return body if named or isinstance(body.get("message"), dict) else None


def _private_chat(account: str, message: object) -> Address | None:
    """Only what a person writes to us alone; a group's message or our own echo is not for us."""
    chat, sender = _id(under(message, "chat", "id")), _id(under(message, "from", "id"))
    kind = under(message, "chat", "chat_type")
    private = kind is None or (isinstance(kind, str) and kind.upper() == "PRIVATE")
    if not chat or chat != sender or not private:
        return None
    if sender == account or under(message, "from", "is_bot") is True:
        return None
    return Address(SURFACE, account, chat)


def _fingerprint(update: dict[str, object]) -> str:
    """What tells an update without an id from others, the same each time that it comes."""
    message = update.get("message")
    told: list[object] = [
        update.get("event_name"), under(message, "from", "id"), under(message, "date"),
    ]  # fmt: skip
    whole_body = told if under(message, "date") is not None else update
    return hashlib.sha256(json.dumps(whole_body, sort_keys=True).encode()).hexdigest()


def _sent_at(date: object, received_at: datetime) -> datetime:
    """The stamp counts thousandths of seconds; one that is none counts as just now."""
    if isinstance(date, str):
        date = int(date) if _DIGITS.fullmatch(date) else None
    stamped = whole(int(date) if isinstance(date, float) and abs(date) < 2**62 else date) or 0
    seconds = stamped / (1 if stamped < _SECONDS_END else 1000)
    if seconds < _FIRST:
        return received_at
    return datetime.fromtimestamp(min(seconds, received_at.timestamp() + _AHEAD), UTC)


def _photo(message: dict[str, object]) -> FileReference | None:
    """Documents call it `photo`, what really comes `photo_url`."""
    url = message.get("photo_url") or message.get("photo")
    if not isinstance(url, str) or not _URL.fullmatch(url):
        return None
    path = url.partition("?")[0].lower()
    return FileReference(url, "", 0, "image/png" if path.endswith(".png") else "image/jpeg")


def _wanted_file(account: str, message: object) -> str:
    """Only what a person sends us: nothing is fetched for a group, or for ourselves."""
    if not isinstance(message, dict) or _private_chat(account, message) is None:
        return ""
    file = _photo(message)
    return packed_file(file) if file is not None and wanted(file) else ""


def _id(value: object) -> str:
    """Letters, digits and signs without a gap: nothing that a database or an address minds."""
    return value if isinstance(value, str) and _ID.fullmatch(value) else ""
