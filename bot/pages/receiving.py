"""One file out of what a browser sends: not too large, not too slowly, and few at once."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from aiohttp import BodyPartReader, web
from aiohttp.http_exceptions import BadHttpMessage

from bot.domain.uploads import LARGEST, Amiss
from bot.http import Handed

FILE = "file"
MOST_AT_ONCE = 3  # each may fill LARGEST of memory twice
SLOWEST = 180.0  # LARGEST at 0.9 Mbit/s
_MOST_DRAINED = 3 * LARGEST  # read to its end and thrown away, else a browser shows no answer
_MOST_PARTS = 8
_PIECE = 1 << 16


@dataclass(frozen=True, slots=True)
class Sent:
    """What somebody chose, as they call it."""

    name: str
    content: bytes


@dataclass
class Gate:
    """Who is handing in a file just now: one at a time for each link, and few of all."""

    inside: set[int] = field(default_factory=set)

    @contextmanager
    def passing(self, link_id: int) -> Iterator[bool]:
        """Whether there is room; it is given back at the end."""
        room = len(self.inside) < MOST_AT_ONCE and link_id not in self.inside
        if room:
            self.inside.add(link_id)
        try:
            yield room
        finally:
            if room:
                self.inside.remove(link_id)


async def file_in(request: web.Request) -> Sent | Amiss | Handed:
    """The one file of a form, or why it is not taken."""
    if (request.content_length or 0) > _MOST_DRAINED:
        return Amiss.TOO_LARGE
    try:
        async with asyncio.timeout(SLOWEST):
            return await _file_in(request)
    except TimeoutError:
        return Handed.TOO_SLOW
    except (web.RequestPayloadError, ConnectionError):
        return Handed.BROKEN_OFF
    except (ValueError, RuntimeError, AssertionError, BadHttpMessage):  # no form of a browser's
        return Amiss.NOTHING


async def _file_in(request: web.Request) -> Sent | Amiss:
    found: Sent | Amiss = Amiss.NOTHING
    form = await request.multipart()
    for _ in range(_MOST_PARTS):
        part = await form.next()
        if part is None:
            return found
        if not isinstance(part, BodyPartReader):
            raise ValueError("a form within a form")
        if part.name != FILE:
            continue
        content = await _content(part)
        if content is None:
            return Amiss.TOO_LARGE
        if content and isinstance(found, Sent):
            found = Amiss.SEVERAL
        elif content and found is Amiss.NOTHING:
            found = Sent(part.filename or "", content)
    return Amiss.SEVERAL


async def _content(part: BodyPartReader) -> bytes | None:
    content, size = bytearray(), 0
    while piece := await part.read_chunk(_PIECE):
        size += len(piece)
        if size <= LARGEST:
            content += piece
        elif size > _MOST_DRAINED:
            break
        else:
            content.clear()
    return bytes(content) if size <= LARGEST else None
