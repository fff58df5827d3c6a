"""The same conversations at one's own keyboard, on a sample commune."""

import sqlite3
import sys
import tempfile
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import TextIO

import typer
from sqlalchemy.exc import SQLAlchemyError

from bot import starting
from bot.domain.periods import day_of
from bot.domain.vietnamese.text import clean, search_key
from bot.messages import Address, Incoming, Letter, Sent, encoded
from bot.messengers import console
from bot.messengers.base import numbered
from bot.settings import Settings
from bot.texts import terminal as words
from handlers.respond import Setting, respond
from handlers.turn import Accounts
from scheduler.pacing import Pace, Pacing
from scheduler.postman import Postman
from storage import inbox, people, sample, schema
from storage.inbox import Arrived
from storage.secrecy import Keys
from storage.store import Store, opened

ACCOUNT = (console.SURFACE, "demo")
PARTS = ("member", "secretary", "office")
_NO_SECRETS = Keys(("a sample commune has nothing to hide from anybody",))


@dataclass
class Screen:
    """The messenger of the terminal: prints the letters of whoever is being played."""

    part: str = ""
    shown: int = 0
    waiting: dict[str, list[Letter]] = field(default_factory=dict)

    async def send(self, letter: Letter) -> Sent:
        """Show it, or keep it until that person is played."""
        self.waiting.setdefault(letter.address.external_id, []).append(letter)
        return Sent(f"shown-{letter.id}")

    def show(self) -> None:
        """Print what has come for the person being played."""
        for letter in self.waiting.pop(self.part, []):
            typer.echo(numbered(letter))
            if letter.attachment is not None:
                typer.echo(words.file_written(str(_written(letter))))
            typer.echo("")
            self.shown += 1


def _written(letter: Letter) -> Path:
    assert letter.attachment is not None
    folder = Path(tempfile.gettempdir()) / "gandan"
    folder.mkdir(exist_ok=True)
    path = folder / Path(letter.attachment.name).name
    path.write_bytes(letter.attachment.content)
    return path


async def chat(settings: Settings, part: str, lines: TextIO) -> int:
    """Read lines to the end; `/as` changes who is being played."""
    if part and part not in PARTS:
        raise starting.Unfit(f"--as is one of {', '.join(PARTS)}")
    starting.configure_logging(settings.model_copy(update={"log_level": "ERROR"}))
    async with sample_store(settings) as store:
        screen = Screen()
        postman = Postman(
            store, {ACCOUNT: screen.send}, Pacing({ACCOUNT: 1000.0}, one_chat=Pace(1000, 1000))
        )
        room = Room(store, screen, postman, setting(postman.name))
        typer.echo(words.welcome(await _names(store)))
        if part:
            await room.become(part)
        elif lines.isatty():
            typer.echo(words.choose_part(PARTS))
        else:
            await room.become(PARTS[0])
        for line in iter(lines.readline, ""):
            await room.hear(line)
    return 0


def setting(owner: str) -> Setting:
    """The way in from the keyboard."""

    def read(account: str, event_id: str, raw: bytes, received_at: datetime) -> Incoming | None:
        return console.read(console.SURFACE, account, raw, received_at)

    return Setting({ACCOUNT: read}, Accounts({}), owner, paced=False)


@dataclass
class Room:
    """Where it is typed and read: whoever is played, what they say and what they get."""

    store: Store
    screen: Screen
    postman: Postman
    setting: Setting
    clock: Callable[[], datetime] = starting.now
    ids: "count[int]" = field(default_factory=lambda: count(1))
    started: str = field(default_factory=lambda: f"{starting.now():%Y%m%d%H%M%S%f}")

    async def become(self, part: str) -> None:
        """Play another person, and show the menu."""
        self.screen.part = part
        typer.echo(words.now_playing(part))
        await self.say("/menu")

    async def hear(self, line: str) -> None:
        """One line that was typed: somebody to be, a file to send, or words."""
        text = clean(line)
        if text.startswith("/as") or not self.screen.part:
            part = _part_in(text.removeprefix("/as"))
            if part is None:
                typer.echo(words.choose_part(PARTS))
            else:
                await self.become(part)
        elif text:
            typer.echo(f"> {text}")
            await self.say(text)

    async def say(self, text: str) -> None:
        """Through the same inbox, hands and postman as anywhere else."""
        now, event_id = self.clock(), f"{self.started}-{next(self.ids)}"
        address = Address(*ACCOUNT, self.screen.part)
        raw = encoded(Incoming(address, event_id, now, text=text, buttons=False))
        async with self.store.begin() as session:
            await inbox.keep(session, *ACCOUNT, [Arrived(event_id, address.external_id, raw)], now)
        while responded := await respond(self.store, self.setting, self.clock()):
            if responded.letter_id is not None:
                self.postman.deliver(responded.letter_id, responded.address)
        await self.postman.round()  # also what was written to somebody else, or it blocks theirs
        self.screen.show()


def _part_in(text: str) -> str | None:
    key = search_key(text)
    for place, part in enumerate(PARTS, 1):
        if key in (str(place), part, search_key(words.PARTS[part])):
            return part
    return None


async def _names(store: Store) -> Mapping[str, str]:
    async with store.reading() as session:
        cast = await sample.cast(session)
        ids = (cast.member, cast.secretary, cast.office)
        people_in_order = [await people.one(session, person_id) for person_id in ids]
    return dict(zip(PARTS, [person.name for person in people_in_order], strict=True))


@asynccontextmanager
async def sample_store(settings: Settings) -> AsyncIterator[Store]:
    """The sample commune that the settings name, or a fresh one that is gone afterwards."""
    path = starting.file_from(settings)
    if path is None or path.exists():
        store = opened(settings.database_url, _sample_keys(settings))
        try:
            await _only_sample(store)
            yield store
        finally:
            await store.close()
        return
    with tempfile.TemporaryDirectory(prefix="gandan-") as folder:
        store = opened(f"sqlite:///{folder}/gandan.db", _NO_SECRETS)
        try:
            await plant(store)
            yield store
        finally:
            await store.close()


def _sample_keys(settings: Settings) -> Keys:
    return Keys(settings.secrets) if settings.secrets else _NO_SECRETS


async def plant(store: Store) -> None:
    """Fill an empty database with the sample commune."""
    print(words.PLANTING, file=sys.stderr)  # noqa: T201 (a sign of life while it takes seconds)
    await schema.migrate(store)
    now = starting.now()
    async with store.begin() as session:
        await sample.plant(session, today=day_of(now), now=now)


async def _only_sample(store: Store) -> None:
    try:
        async with store.reading() as session:
            await sample.cast(session)
    except (LookupError, SQLAlchemyError, sqlite3.Error):  # one of these, where it is no database
        raise starting.Unfit(
            "this is no sample database: `gandan chat` never opens a real one"
        ) from None
