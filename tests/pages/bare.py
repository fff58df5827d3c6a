"""People whose messenger carries no files: their letters come from the postman as he sends them."""

import asyncio
import re
from dataclasses import dataclass, field
from io import BytesIO
from itertools import count

from bot.domain.uploads import FileKind
from bot.fetching import fetch_one
from bot.messages import Address, FileReference, Incoming, Letter, Outcome, Sent, encoded
from bot.messengers import console
from bot.messengers.base import packed_file
from handlers.respond import Setting, respond
from handlers.turn import Accounts
from scheduler.pacing import Pace, Pacing
from scheduler.postman import Postman
from storage import inbox
from storage.inbox import Arrived
from tests.chat import ACCOUNT, PAGES, World
from tests.pages.plain import Plain, Shown

_FREE = Pace(100_000, 100_000)


@dataclass
class Bare:
    """The village on a messenger without files; `pages` is where our pages are reached."""

    world: World
    pages: str = PAGES
    takes: tuple[FileKind, ...] = ()
    sent: list[Letter] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    ids: "count[int]" = field(default_factory=count)

    def __post_init__(self) -> None:
        def read(account: str, event_id: str, raw: bytes, received_at: object) -> Incoming | None:
            return console.read("console", account, raw, self.world.now)

        pacing = Pacing({ACCOUNT: _FREE.rate}, one_chat=_FREE)
        self.postman = Postman(
            self.world.store, {ACCOUNT: self._take}, pacing, clock=lambda: self.world.now,
            without_files={ACCOUNT}, pages=self.pages,
        )  # fmt: skip
        accounts = Accounts({}, self.pages, {ACCOUNT: self.takes})
        self.setting = Setting({ACCOUNT: read}, accounts, self.postman.name)

    async def _take(self, letter: Letter) -> Outcome:
        self.sent.append(letter)
        return self.outcomes.pop(0) if self.outcomes else Sent(f"m{letter.id}")

    async def say(self, who: str, text: str) -> str:
        """Somebody types, or sends what the messenger keeps to itself; the words of the newest
        letter to them."""
        event_id, address = f"bare{next(self.ids)}", Address(*ACCOUNT, who)
        incoming = Incoming(
            address, event_id, self.world.now, text=text, unreadable=not text,
            buttons=False,
        )  # fmt: skip
        raw = encoded(incoming)
        async with self.world.store.begin() as session:
            await inbox.keep(session, *ACCOUNT, [Arrived(event_id, who, raw)], self.world.now)
        await self.go_on()
        return self.heard(who)

    async def send_photo(self, who: str) -> str:
        """Somebody sends a photo that cannot be fetched; the words of the answer."""
        event_id, address = f"bare{next(self.ids)}", Address(*ACCOUNT, who)
        file = FileReference("gone", "a.jpg", 1000, "image/jpeg")
        incoming = Incoming(address, event_id, self.world.now, photo=file, buttons=False)
        arrived = Arrived(event_id, who, encoded(incoming), packed_file(file))
        async with self.world.store.begin() as session:
            await inbox.keep(session, *ACCOUNT, [arrived], self.world.now)
            waiting = await inbox.next_waiting(session, self.world.now, fetching=True)
            assert waiting is not None
            await inbox.forgo_file(session, waiting.id, self.world.now)
        await self.go_on()
        return self.heard(who)

    async def go_on(self) -> None:
        """What waits is fetched, handled and sent."""
        store = self.world.store
        while await fetch_one(store, {}, lambda: self.world.now):
            pass
        while responded := await respond(store, self.setting, self.world.now):
            if responded.letter_id is not None:
                self.postman.deliver(responded.letter_id, responded.address)
                await self.postman.flush()
        while await self.postman.round():
            pass

    def heard(self, who: str) -> str:
        """The words of the newest letter to somebody."""
        letters = [one for one in self.sent if one.address.external_id == who]
        assert all(one.attachment is None for one in letters)
        return letters[-1].in_words or letters[-1].text


def link_in(text: str, kind: str) -> str:
    """The one link of a kind in a text."""
    (found,) = re.findall(rf"https://\S+/{kind}/\S+", text)
    assert isinstance(found, str)
    return found


@dataclass(frozen=True)
class Saved:
    """What a browser saved."""

    status: int
    headers: dict[str, str]
    content: bytes


async def download(browser: Plain, link: str) -> Saved:
    """Press the only button of a link's page, whatever it shows."""
    address = browser.address + path_of(link)
    async with browser.web.post(address, data={"do": "take"}) as answer:
        headers = {name.title(): value for name, value in answer.headers.items()}
        return Saved(answer.status, headers, await answer.read())


def form_of(*files: tuple[str, bytes]) -> bytes:
    """A form as browsers write it: names as they are."""
    parts = [
        f'--cut\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
        "Content-Type: application/octet-stream\r\n\r\n".encode()
        + content
        + b"\r\n"
        for name, content in files
    ]
    does = b'--cut\r\nContent-Disposition: form-data; name="do"\r\n\r\nsend\r\n--cut--\r\n'
    return b"".join(parts) + does


OF_A_FORM = {"Content-Type": "multipart/form-data; boundary=cut"}


async def hand_in(browser: Plain, link: str, *files: tuple[str, bytes]) -> Shown:
    """Choose files and send them."""
    return await send(browser, link, BytesIO(form_of(*files)), OF_A_FORM)


async def send(browser: Plain, link: str, body: object, headers: dict[str, str]) -> Shown:
    """Send whatever it is."""
    address = browser.address + path_of(link)
    async with browser.web.post(address, data=body, headers=headers) as answer:
        return await browser.shown(answer)


async def said_to(browser: Plain, link: str, *pieces: bytes, listens: bool) -> bytes:
    """Send the pieces of a longer form that never ends; what is answered until the line ends."""
    port = int(browser.address.rpartition(":")[2])
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    head = (
        f"POST {path_of(link)} HTTP/1.1\r\nHost: here\r\nContent-Length: 100000\r\n"
        f"Content-Type: {OF_A_FORM['Content-Type']}\r\n\r\n"
    )
    writer.write(head.encode() + b"".join(pieces))
    await writer.drain()
    answer = await reader.read() if listens else b""
    writer.close()
    await writer.wait_closed()
    return answer


def path_of(link: str) -> str:
    """A link without where our pages say that they are."""
    return "/" + link.split("/", 3)[3] if "://" in link else link
