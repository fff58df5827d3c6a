"""A browser before the practice room, as far as the line between them goes."""

import asyncio
import uuid
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import aiohttp

LONGEST = 30.0

Frame = dict[str, Any]


@dataclass
class Browser:
    """Requests to a room, with the headers that a page of its own sends."""

    base: str
    web: aiohttp.ClientSession

    async def get(self, path: str, **headers: str) -> tuple[int, bytes, dict[str, str]]:
        async with self.web.get(self.base + path, headers=headers) as answer:
            return answer.status, await answer.read(), dict(answer.headers)

    async def post(
        self, path: str, body: bytes = b"", **headers: str
    ) -> tuple[int, dict[str, Any]]:
        sent = {"Origin": self.base} | headers
        async with self.web.post(self.base + path, data=BytesIO(body), headers=sent) as answer:
            try:
                return answer.status, await answer.json()
            except aiohttp.ContentTypeError:
                return answer.status, {}

    async def raw(self, head: str) -> str:
        """A request as it is written; the first line of the answer."""
        reader, writer = await asyncio.open_connection("127.0.0.1", int(self.base.split(":")[2]))
        writer.write(head.replace("\n", "\r\n").encode() + b"\r\n\r\n")
        answer = await asyncio.wait_for(reader.readline(), LONGEST)
        writer.close()
        return answer.decode().strip()

    @asynccontextmanager
    async def page(self, *phones: int, language: str = "") -> AsyncIterator["Page"]:
        """An open page that shows these phones, from the beginning."""
        path = "/room/socket" + (f"?lang={language}" if language else "")
        async with self.web.ws_connect(self.base + path, origin=self.base) as line:
            page = Page(line)
            page.welcome = await page.until(lambda frame: frame["is"] == "welcome")
            if phones:
                await page.hello(*phones)
            yield page


@dataclass
class Page:
    """One page's line, and all that came over it."""

    line: aiohttp.ClientWebSocketResponse
    heard: list[Frame] = field(default_factory=list)
    welcome: Frame = field(default_factory=dict)
    _read: int = 0

    async def send(self, **frame: Any) -> None:
        await self.line.send_json(frame)

    async def hello(self, *phones: int, after: dict[int, int] | None = None) -> None:
        known = after or {}
        shown = [{"person": phone, "after": known.get(phone, 0)} for phone in phones]
        await self.send(do="hello", phones=shown)

    async def until(self, fits: Callable[[Frame], bool], longest: float = LONGEST) -> Frame:
        """The next frame that fits; what came before it is kept."""
        async with asyncio.timeout(longest):
            while True:
                while self._read < len(self.heard):
                    self._read += 1
                    if fits(self.heard[self._read - 1]):
                        return self.heard[self._read - 1]
                self.heard.append(await self.line.receive_json())

    async def letter(self, phone: int, words: str = "") -> Frame:
        """The next letter to a phone with these words in it."""
        return await self.until(
            lambda f: f["is"] == "letter" and f["person"] == phone and words in f["text"]
        )

    async def refused(self) -> Frame:
        """The next no."""
        return await self.until(lambda frame: frame["is"] == "refused")

    async def say(self, phone: int, text: str, nonce: str = "", *, plain: bool = False) -> Frame:
        """Type something, where there are buttons or none; the letter that answers."""
        nonce = nonce or uuid.uuid4().hex
        await self.send(do="say", person=phone, text=text, nonce=nonce, plain=plain)
        return await self.letter(phone)

    async def tap(self, letter: Frame, label: str, nonce: str = "") -> Frame:
        """Tap a button; the letter that answers."""
        buttons = {one["label"]: one["value"] for one in (*letter["choices"], *letter["ways"])}
        (value,) = [buttons[said] for said in buttons if said.startswith(label)]
        await self.send(
            do="tap", person=letter["person"], n=letter["n"], choice=value, label=label,
            nonce=nonce or uuid.uuid4().hex,
        )  # fmt: skip
        return await self.letter(letter["person"])

    async def moved(self, to: str, person: int | None = None) -> list[Frame]:
        """Move the clock; the frames on the way, the last when it stands."""
        begun = len(self.heard)
        await self.send(do="clock", to=to, person=person)
        await self.until(lambda f: f["is"] in ("clock", "refused") and not f.get("moving"), 120)
        return [frame for frame in self.heard[begun:] if frame["is"] in ("clock", "refused")]

    def lines(self, phone: int) -> list[Frame]:
        """What stands on a phone, by line: the newest word on each, in their order."""
        found = {
            frame["n"]: frame
            for frame in self.heard
            if frame["is"] in ("said", "letter") and frame["person"] == phone
        }
        return [found[n] for n in sorted(found)]
