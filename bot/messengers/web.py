"""The practice room's phones as a messenger: its pages ask the outbox for what was sent."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.domain.uploads import FileKind
from bot.domain.vietnamese.text import clean_name
from bot.messages import Incoming, Letter, Sent, encoded
from bot.messengers import console
from bot.messengers.base import Arrival, FetchFailed, Kept, decoded, packed_file, under, wanted

SURFACE = "web"
_NEVER = datetime.min.replace(tzinfo=UTC)

Bring = Callable[[int], Awaitable[bytes | None]]
"""The bytes of a file that was put aside for a message."""


@dataclass(frozen=True)
class WebMessenger:
    """One room. A letter has arrived once it is settled: the phones show what stands there."""

    account: str
    bring: Bring
    surface: str = SURFACE
    carries_files, takes = True, frozenset(FileKind)

    def arrival(self, raw: bytes) -> Arrival | None:
        """None when the bytes make no sense."""
        body = decoded(raw)
        chat, name = under(body, "chat"), under(body, "message")
        if not isinstance(chat, str) or not isinstance(name, str) or not chat or not name:
            return None
        incoming = console.read(SURFACE, self.account, raw, _NEVER)
        file = (incoming.photo or incoming.document) if incoming is not None else None
        wants_file = packed_file(file) if file is not None and wanted(file) else ""
        return Arrival(name, chat, wants_file)

    def read(
        self, account: str, event_id: str, raw: bytes, received_at: datetime
    ) -> Incoming | None:
        """None when the bytes make no sense."""
        return console.read(SURFACE, account, raw, received_at)

    async def send(self, letter: Letter) -> Sent:
        """The phone shows it as soon as this is written down."""
        return Sent(f"room-{letter.id}")

    async def fetch(self, account: str, reference: str) -> bytes:
        """The file as it was sent."""
        content = await self.bring(int(reference)) if reference.isdigit() else None
        if content is None:
            raise FetchFailed(later=False)
        return content

    async def listen(self, kept: Kept, offset: int | None) -> None:
        """The pages speak up by themselves."""
        await asyncio.Event().wait()

    async def close(self) -> None:
        """Nothing is held."""


def packed(incoming: Incoming, label: str = "") -> bytes:
    """What was said, as it lies in the inbox; with the words of the button that was tapped."""
    body = json.loads(encoded(incoming))
    if label:
        body["label"] = label
    return json.dumps(body, ensure_ascii=True).encode()


@dataclass(frozen=True, slots=True)
class Echo:
    """What a phone shows of what its person said."""

    text: str
    file_name: str
    tapped: bool


def echo(raw: bytes) -> Echo:
    """The way back from `packed`, as far as a phone shows it."""
    body = decoded(raw)
    text, label = under(body, "text"), under(body, "label")
    shown = label if isinstance(label, str) else text if isinstance(text, str) else ""
    name = next(
        (_name(under(body, kind)) for kind in ("photo", "document") if under(body, kind)), ""
    )
    return Echo(shown, name, isinstance(label, str))


def _name(file: object) -> str:
    match file:
        case [_, str(name), *_]:
            return clean_name(name)
    return ""
