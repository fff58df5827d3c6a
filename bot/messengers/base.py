"""What every messenger does for us, and the parts of it that they share."""

import json
import unicodedata
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from itertools import count
from typing import NoReturn, Protocol, TypeVar

from bot.domain.uploads import LARGEST, FileKind
from bot.domain.vietnamese.text import utf16_length
from bot.messages import (
    AccountRefused,
    Ambiguous,
    FileReference,
    Incoming,
    Letter,
    Outcome,
    QuotaSpent,
    Rejected,
    Sent,
    TryLater,
)
from bot.texts import messenger as words

DEEPEST = 32
LARGEST_WHOLE = 2**63 - 1
MOST_BEGUN = 1000  # long letters, of which it is known how much has arrived
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KINDS_TAKEN = ("image/jpeg", "image/png", "application/pdf", WORKBOOK)
ENDINGS_TAKEN = (".xlsx", ".pdf", ".docx", ".jpg", ".jpeg", ".png")

_JOINER = "\u200d"
_MARKS = ("Mn", "Me", "Mc")

Key = TypeVar("Key")
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Arrival:
    """What must be known of a message before it is understood: enough to store it once, in order.

    `wants_file` is a packed FileReference to be fetched before the message is handled, or empty.
    """

    event_id: str
    chat: str
    wants_file: str = ""


class FetchFailed(Exception):
    """A file could not be had; `later` says whether asking again may help."""

    def __init__(self, *, later: bool) -> None:
        super().__init__("later" if later else "never")
        self.later = later


class Refused(StrEnum):
    """Why a question of ours has no answer: each kind is mended in its own way."""

    UNKNOWN = "unknown"  # it knows no such token
    UNREACHED = "unreached"  # no answer, or one of somebody in between
    SAID_NO = "said no"  # to what was asked
    BUSY = "busy"  # it has an error of its own, or enough of us


class ApiRefused(Exception):
    """A messenger said no to a question of ours, or could not be asked. Names no token, no URL."""

    def __init__(self, why: str, how: Refused = Refused.BUSY) -> None:
        super().__init__(why)
        self.how = how


@dataclass(frozen=True, slots=True)
class Me:
    """Who a token belongs to; whether people can find the account under that name."""

    account: str
    name: str
    findable: bool = True


@dataclass(frozen=True, slots=True)
class Webhook:
    """What a messenger knows of our address, as far as it tells."""

    url: str
    waiting: int = 0
    last_error_at: datetime | None = None
    last_error: str = ""


Kept = Callable[[list[tuple[Arrival | None, bytes]], int | None], Awaitable[None]]
"""Stores a batch that was polled; returns once committed.

With it goes where to ask on from, None where a messenger knows no such place.
"""


class Messenger(Protocol):
    """One account of one messenger."""

    @property
    def surface(self) -> str: ...

    @property
    def account(self) -> str: ...

    @property
    def carries_files(self) -> bool:
        """Whether a letter's attachment can go out with it."""

    @property
    def takes(self) -> Collection[FileKind]:
        """What people can send there beside words."""

    def arrival(self, raw: bytes) -> Arrival | None:
        """None when the bytes make no sense. Never raises: they come from outside."""

    def read(
        self, account: str, event_id: str, raw: bytes, received_at: datetime
    ) -> Incoming | None:
        """None when it is nothing for us (a group, an edit). Never raises."""

    async def send(self, letter: Letter) -> Outcome:
        """Never raises for trouble on the way: it says what is known about the letter."""

    async def fetch(self, account: str, reference: str) -> bytes:
        """The bytes of a FileReference.reference; raises FetchFailed."""

    async def listen(self, kept: Kept, offset: int | None) -> None:
        """Asks for messages until cancelled, and goes on only after `kept` has returned."""

    async def close(self) -> None: ...


def packed_file(file: FileReference) -> str:
    """A file reference as the inbox remembers it."""
    return json.dumps([file.reference, file.name, file.size, file.media_type])


def unpacked_file(packed: str) -> FileReference:
    """The way back from `packed_file`."""
    reference, name, size, media_type = json.loads(packed)
    return FileReference(reference, name, size, media_type)


def wanted(file: FileReference) -> bool:
    """Whether a file is worth fetching: a workbook, photo or document of a size that we take."""
    known = file.media_type in KINDS_TAKEN or file.name.lower().endswith(ENDINGS_TAKEN)
    return file.size <= LARGEST and known


def decoded(raw: bytes) -> dict[str, object] | None:
    """A JSON object of bounded depth without NaN or Infinity, or None for anything else."""
    try:
        value = _DECODER.decode(raw.decode())
    except (ValueError, RecursionError):
        return None
    if not isinstance(value, dict):
        return None
    brackets = raw.count(b"{") + raw.count(b"[")
    if brackets > DEEPEST and _deeper_than(value, DEEPEST):
        return None
    return value


def whole(value: object) -> int | None:
    """An integer of at most 64 bits; True and 1.0 are none."""
    if type(value) is int and -LARGEST_WHOLE <= value <= LARGEST_WHOLE:
        return value
    return None


def under(value: object, *path: str) -> object:
    """What lies at the end of the path, None where it breaks off."""
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def split(text: str, limit: int) -> list[str]:
    """Parts of at most `limit` UTF-16 units, cut between paragraphs, lines or words.

    Only where one word fills a whole part is it cut, and then never inside a visible sign.
    """
    if limit < 2:
        raise ValueError("a part must hold any one character")
    parts = []
    rest = text.strip()
    while utf16_length(rest) > limit:
        cut = _border(rest, _reach(rest, limit))
        parts.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    parts.append(rest)
    return [part for part in parts if part]


def numbered(letter: Letter) -> str:
    """The words for a messenger without buttons: choices by number, ways by their labels.

    Where a typed number is an answer itself, the choices stand without one; what would only
    make sense with buttons is told in words of its own. A choice that wants a word says which.
    """
    lines = [letter.in_words or letter.text]
    if letter.choices and not letter.in_words:
        numbers = count(1)
        lines.append("")
        for choice in letter.choices:
            sign = f"{next(numbers)}." if letter.numbered and not choice.word else "–"
            lines.append(f"{sign} {choice.label}{words.by_word(choice.word)}")
    if letter.ways:
        lines += ["", f"{words.OR_TYPE}: {' · '.join(way.label for way in letter.ways)}"]
    return "\n".join(lines)


def counted(outcome: Outcome, before: int) -> Outcome:
    """What became of a letter, `before` parts of which had gone out by then: they count, too."""
    if isinstance(outcome, Sent | Ambiguous | Rejected):
        return replace(outcome, messages=outcome.messages + before)
    return outcome


def comes_back(outcome: Outcome) -> bool:
    """Whether a letter comes back to be sent again: then what arrived of it is not sent twice."""
    return isinstance(outcome, TryLater | AccountRefused | QuotaSpent)


def remember(held: dict[Key, Value], key: Key, value: Value, most: int) -> None:
    """Keep the newest only: what comes up again counts as new."""
    held.pop(key, None)
    if len(held) >= most:
        del held[next(iter(held))]
    held[key] = value


def pause_after(failures: int) -> float:
    """Seconds until a question that failed is put again: 1, 2, 4 … 60."""
    return float(min(60, 2 ** min(failures - 1, 6)))


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)


_DECODER = json.JSONDecoder(parse_constant=_refuse)


def _deeper_than(value: object, limit: int) -> bool:
    level = [value]
    for _ in range(limit):
        inner: list[object] = []
        for part in level:
            if isinstance(part, dict):
                inner.extend(part.values())
            elif isinstance(part, list):
                inner.extend(part)
        level = inner
    return any(isinstance(part, dict | list) for part in level)


def _reach(text: str, limit: int) -> int:
    """How many characters fit into the limit."""
    units = 0
    for index, character in enumerate(text):
        units += 2 if character > "\uffff" else 1
        if units > limit:
            return index
    return len(text)


def _border(text: str, reach: int) -> int:
    """Where to cut: the widest border in the later half, else any word, else any whole sign."""
    window = text[: reach + 1]  # a border right behind the last character that fits is a good one
    for border, earliest in (("\n\n", reach // 2), ("\n", reach // 2), (" ", 1), ("\n", 1)):
        found = window.rfind(border, earliest)
        if found > 0:
            return found
    # A sign longer than a whole part is cut all the same: nothing better is left.
    return next((at for at in range(reach, 0, -1) if not _joined(text, at)), reach)


def _joined(text: str, at: int) -> bool:
    """Whether the characters on both sides of `at` are one visible sign."""
    before, after = text[at - 1], text[at]
    if _JOINER in (before, after) or unicodedata.category(after) in _MARKS:
        return True
    if "\U0001f3fb" <= after <= "\U0001f3ff" or "\U000e0020" <= after <= "\U000e007f":
        return True  # a skin colour, or a part of a flag written in tags
    return _half_flag(before) and _half_flag(after) and _flag_halves_before(text, at) % 2 == 1


def _half_flag(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _flag_halves_before(text: str, at: int) -> int:
    start = at
    while start and _half_flag(text[start - 1]):
        start -= 1
    return at - start
