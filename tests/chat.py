"""A person at the other end: says something, taps something, hears the answer."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count

from sqlalchemy import bindparam, select, update

from bot.domain.vietnamese.text import search_key
from bot.messages import (
    Address,
    Attachment,
    Choice,
    FileReference,
    Incoming,
    Letter,
    Sent,
    encoded,
)
from bot.messengers import console
from bot.messengers.base import packed_file
from handlers.respond import Responded, Setting, respond
from handlers.turn import Accounts
from scheduler import wording
from storage import inbox, settlement
from storage.inbox import Arrived
from storage.outbox import QUEUED, TABLE
from storage.store import Session, Store
from storage.tables import Moment

ACCOUNT = ("console", "demo")
OWNER = "the test"
PAGES = "https://pages.example"
ROUNDS, COMES_AGAIN = 100, "a message comes round again and again"
_DUE = (  # built once, as a test says a hundred things
    select(TABLE.c.id)
    .where(
        TABLE.c.surface == bindparam("surface_"),
        TABLE.c.account == bindparam("account_"),
        TABLE.c.chat == bindparam("chat_"),
        TABLE.c.id > bindparam("after_"),
        TABLE.c.status == QUEUED,
        TABLE.c.not_before <= bindparam("now_", type_=Moment),
    )
    .order_by(TABLE.c.id)
    .limit(1)
)
_LEASED = (
    update(TABLE)
    .where(TABLE.c.id == bindparam("id_"))
    .values(lease_owner=OWNER, lease_until=bindparam("until_", type_=Moment))
)


def setting(owner: str = OWNER) -> Setting:
    """The way in, with the terminal as its only messenger."""

    def read(account: str, event_id: str, raw: bytes, received_at: datetime) -> Incoming | None:
        return console.read("console", account, raw, received_at)

    accounts = Accounts({ACCOUNT: "https://chat.example/{code}"}, PAGES)
    return Setting({ACCOUNT: read}, accounts, owner)


@dataclass
class World:
    """The database and the hour; all persons of a test live in the same one."""

    store: Store
    now: datetime
    ids: "count[int]" = field(default_factory=count)
    fetched: Callable[[int, bytes], Awaitable[None]] | None = None

    def later(self, **time: float) -> None:
        """Let time pass."""
        self.now += timedelta(**time)


@dataclass
class Chat:
    """One person's chat. `heard` is the newest letter that reached it, `letters` all of them."""

    world: World
    name: str
    letters: list[Letter] = field(default_factory=list)
    buttons: bool = True  # whether choices can be tapped where this person writes

    @property
    def heard(self) -> Letter:
        """The newest letter."""
        return self.letters[-1]

    @property
    def address(self) -> Address:
        """Where this person is written to."""
        return Address(*ACCOUNT, self.name)

    @property
    def labels(self) -> list[str]:
        """What can be tapped now."""
        return [choice.label for choice in (*self.heard.choices, *self.heard.ways)]

    async def say(self, text: str) -> str:
        """Type something; the words of the answer."""
        return await self._do(
            Incoming(self.address, "", self.world.now, text=text, buttons=self.buttons)
        )

    async def tap(self, label: str) -> str:
        """Tap the button of the newest letter whose label begins like this."""
        return await self.press(self.button(label), self.heard)

    def button(self, label: str) -> Choice:
        """A button of the newest letter."""
        key = search_key(label)
        for choice in (*self.heard.choices, *self.heard.ways):
            if search_key(choice.label).startswith(key):
                return choice
        raise AssertionError(f"no button {label!r} among {self.labels}")

    async def press(self, button: Choice, letter: Letter) -> str:
        """Tap any button, also an old one."""
        tapped = letter.edits or f"m{letter.id}"
        return await self._do(
            Incoming(self.address, "", self.world.now, choice=button.action, tapped=tapped)
        )

    async def send_file(self, name: str, content: bytes, media_type: str) -> str:
        """Send a photo or a document."""
        file = FileReference("a file", name, len(content), media_type)
        photo = media_type.startswith("image/")
        incoming = Incoming(
            self.address, "", self.world.now,
            photo=file if photo else None, document=None if photo else file,
        )  # fmt: skip
        attachment = Attachment(name, content, media_type)
        return await self._do(incoming, packed_file(file), attachment)

    async def _do(
        self, incoming: Incoming, wants_file: str = "", attachment: Attachment | None = None
    ) -> str:
        event_id = f"e{next(self.world.ids)}"
        incoming = replace(incoming, message_id=event_id)
        store, now = self.world.store, self.world.now
        arrived = Arrived(event_id, self.name, encoded(incoming), wants_file)
        async with store.begin() as session:
            await inbox.keep(session, *ACCOUNT, [arrived], now)
        if attachment is not None:
            await self._fetch(attachment)
        before = len(self.letters)
        await self._be_answered()
        return self.letters[-1].text if len(self.letters) > before else ""

    async def _be_answered(self) -> None:
        """Let everything be handled, then listen: in the transaction that saw nothing wait."""
        for _ in range(ROUNDS):
            await respond(self.world.store, setting(), self.world.now)
            async with self.world.store.begin() as session:
                if await inbox.next_waiting(session, self.world.now) is None:
                    self.letters += await _all_delivered(session, self.world, self.address)
                    return
        raise AssertionError(COMES_AGAIN)

    async def _fetch(self, attachment: Attachment) -> None:
        async with self.world.store.begin() as session:
            waiting = await inbox.next_waiting(session, self.world.now, fetching=True)
            assert waiting is not None
            await inbox.put_file(session, waiting.id, attachment, self.world.now)
        if self.world.fetched is not None:
            await self.world.fetched(waiting.id, attachment.content)

    async def listen(self) -> list[Letter]:
        """Take in what was written to this person; the new letters."""
        async with self.world.store.begin() as session:
            new = await _all_delivered(session, self.world, self.address)
        self.letters += new
        return new


async def everything_handled(world: World) -> list[Responded]:
    """Handle what waits, as the running program does."""
    done: list[Responded] = []
    while responded := await respond(world.store, setting(), world.now):
        done.append(responded)
        assert len(done) < ROUNDS, COMES_AGAIN
    return done


async def delivered(world: World, address: Address) -> Letter | None:
    """Send the next letter to an address, successfully; what waits for another hour stays."""
    async with world.store.begin() as session:
        return await _delivered(session, world, address)


async def _all_delivered(session: Session, world: World, address: Address) -> list[Letter]:
    new: list[Letter] = []
    while letter := await _delivered(session, world, address):
        new.append(letter)
    return new


async def _delivered(session: Session, world: World, address: Address) -> Letter | None:
    now, looked_at = world.now, 0
    chat = {
        "surface_": address.surface, "account_": address.account, "chat_": address.external_id,
        "now_": now,
    }  # fmt: skip
    while due := await session.rows(_DUE, chat | {"after_": looked_at}):
        looked_at = due[0].id
        leased = {"id_": looked_at, "until_": now + timedelta(minutes=1)}
        await session.touched(_LEASED, leased)
        letter = await wording.stamped(session, looked_at, OWNER, now)
        if letter is None:
            continue
        for each in (letter.id, *letter.carries):
            await settlement.settle(session, each, OWNER, Sent(f"m{each}"), now)
        return letter
    return None
