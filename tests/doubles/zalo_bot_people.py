"""People on Zalo: what they write to a bot, and what of its letters they read."""

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from tests.doubles.zalo_bot_post import Update

JPEG = b"\xff\xd8\xff\xe0 a small picture"


@dataclass(frozen=True, slots=True)
class Read:
    """A letter as a person sees it: words, or the address of a picture."""

    message_id: str
    text: str
    picture: bytes = field(default=b"", repr=False)


Written = Callable[["Person", str, Mapping[str, object]], Awaitable[str]]
"""Hands on an event with what its message holds; says the id of the message."""


@dataclass
class Person:
    """One person's chat with the bot. Made by `ZaloBotDouble.person`."""

    name: str
    id: str
    write: Written = field(repr=False)
    keep_picture: Callable[[bytes, str], str] = field(repr=False)
    put: Callable[[Update], Awaitable[None]] = field(repr=False)
    reads: list[Read] = field(default_factory=list)
    photo_field: str = "photo_url"  # documents call it `photo`

    async def say(self, text: str) -> str:
        return await self.write(self, "message.text.received", {"text": text})

    async def say_in_group(self, text: str, group: str = "a1b2c3d4e5f60718293a") -> str:
        """With the bot's name in it, else the bot hears nothing of it."""
        told = {"text": text, "chat": {"id": group, "chat_type": "GROUP"}}
        return await self.write(self, "message.text.received", told)

    async def choose(self, label: str) -> str:
        """Types the number that stands before these words in what was read last, else the words
        of a way that is offered beside."""
        last = self.reads[-1].text if self.reads else ""
        numbered = re.search(rf"^(\d)\. {re.escape(label)}", last, re.MULTILINE)
        if numbered is not None:
            return await self.say(numbered[1])
        if label not in last:
            raise LookupError(f"nothing called {label!r} in {last!r}")
        return await self.say(label)

    async def send_photo(
        self, content: bytes = JPEG, caption: str = "", name: str = "a.jpg"
    ) -> str:
        told: dict[str, object] = {self.photo_field: self.keep_picture(content, name)}
        if caption:
            told["caption"] = caption
        return await self.write(
            self, "message.image.received", told | {"message_type": "CHAT_PHOTO"}
        )

    async def send_sticker(self) -> str:
        told = {"sticker": "0e078a2fb66a5f34067b", "url": "https://x.zdn.vn/sticker.png"}
        return await self.write(self, "message.sticker.received", told)

    async def send_voice(self) -> str:
        told = {"message_type": "CHAT_VOICE", "voice_url": "https://f2-voice-aac-dl.zdn.vn/a.aac"}
        return await self.write(self, "message.voice.received", told)

    async def send_file(self) -> str:
        """A document, a film or a card: the bot learns that there was something."""
        return await self.write(self, "message.unsupported.received", {})

    async def send_something_new(self, event: str = "message.hologram.received") -> str:
        return await self.write(self, event, {"hologram": {"size": 3}})

    async def vanish(self) -> None:
        """Something unsupported that does not even say from whom it came."""
        await self.put({"event_name": "message.unsupported.received"})
