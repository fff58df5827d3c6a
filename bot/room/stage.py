"""People with phones on a sample commune, and a clock that moves when it is told to."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import count

from bot.domain.periods import day_of, start_of
from bot.domain.vietnamese.text import search_key
from bot.messages import Address, Attachment, Choice, Incoming, Letter, Sent, encoded
from bot.messengers import console
from handlers.respond import Setting, respond
from handlers.turn import Accounts
from scheduler import timetable
from scheduler.housekeeping import keep_house
from scheduler.pacing import Pace, Pacing
from scheduler.postman import Postman
from scheduler.timetable import ERRANDS
from storage import inbox
from storage.inbox import Arrived
from storage.sample import meanwhile
from storage.sample.meanwhile import Rows
from storage.store import Store

ACCOUNT = (console.SURFACE, "demo")
LOOKS = (timedelta(hours=8), timedelta(hours=19))
"""Hours of a day at which the clock is looked at: those of the pushes, morning and evening."""
_IN_THE_MORNING = tuple(one for one in ERRANDS if one.name != "digests")
_IN_THE_EVENING = tuple(one for one in ERRANDS if one.name not in ("concern reminders", "sealing"))
"""Without the errands that find nothing at that hour."""
_FREE = 1_000_000
_DAY = timedelta(days=1)


class Unexpected(Exception):
    """What was to come did not come; the sentence says what."""


@dataclass(frozen=True, slots=True)
class Opening:
    """The month begins: who takes part, how they are called, and as what."""

    month: str
    cast: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Scene:
    """A new part of the story begins."""

    number: int
    title: str
    lead: str


@dataclass(frozen=True, slots=True)
class Hour:
    """Time has moved to this moment, and brought something."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Said:
    """Somebody typed or tapped something."""

    who: str
    text: str
    tapped: bool


@dataclass(frozen=True, slots=True)
class Heard:
    """Somebody got a letter."""

    who: str
    letter: Letter


@dataclass(frozen=True, slots=True)
class Glanced:
    """Somebody's locked phone shows that a letter has come."""

    who: str
    letter: Letter


@dataclass(frozen=True, slots=True)
class Note:
    """Something said about what is played."""

    text: str


Line = Opening | Scene | Hour | Said | Heard | Glanced | Note


@dataclass
class Stage:
    """The commune, the hour, and everything that is said, in order."""

    store: Store
    now: datetime
    written: Callable[[Line], None]
    meanwhile: dict[date, Rows] = field(default_factory=dict)  # what others report, by the day
    hushed: bool = False  # what is played is not written down
    awaited: "tuple[Phone, str] | None" = None
    _ids: "count[int]" = field(default_factory=lambda: count(1), init=False)
    _phones: "dict[Address, Phone]" = field(default_factory=dict, init=False)
    _new: list[Letter] = field(default_factory=list, init=False)
    _postman: Postman = field(init=False)
    _setting: Setting = field(init=False)

    def __post_init__(self) -> None:
        pacing = Pacing({ACCOUNT: _FREE}, one_chat=Pace(_FREE, _FREE))
        self._postman = Postman(self.store, {ACCOUNT: self._take}, pacing, clock=lambda: self.now)

        def read(account: str, event_id: str, raw: bytes, at: datetime) -> Incoming | None:
            return console.read(console.SURFACE, account, raw, at)

        self._setting = Setting({ACCOUNT: read}, Accounts({}), self._postman.name)

    def phone(self, chat: str, who: str) -> "Phone":
        """Whoever writes from this chat."""
        phone = Phone(self, Address(*ACCOUNT, chat), who)
        self._phones[phone.address] = phone
        return phone

    def write(self, line: Line) -> None:
        """Put it down, unless it is played unseen."""
        if not self.hushed:
            self.written(line)

    @contextmanager
    def unseen(self) -> Iterator[None]:
        """What is played meanwhile is not written down."""
        before, self.hushed = self.hushed, True
        try:
            yield
        finally:
            self.hushed = before

    async def move(self, day: date, clock: timedelta = timedelta(hours=9)) -> None:
        """Let time pass up to an hour of a day, with all that it brings by the way."""
        until = start_of(day) + clock
        while (look := self._next_look()) < until:
            await self._look(look)
        await self._look(until)

    async def until_heard(self, phone: "Phone", wanted: str, latest: date) -> Letter:
        """Let time pass until a letter with these words has come to somebody."""
        self.awaited = phone, wanted
        while (look := self._next_look()) < start_of(latest + _DAY):
            before = len(phone.letters)
            await self._look(look)
            for letter in phone.letters[before:]:
                if wanted in letter.text:
                    return letter
        raise Unexpected(f"until {latest} {phone.who} did not get “{wanted}”")

    def _next_look(self) -> datetime:
        midnight = start_of(day_of(self.now))
        looks = (midnight + look for look in (*LOOKS, _DAY + LOOKS[0]))
        return next(moment for moment in looks if moment > self.now)

    async def _look(self, moment: datetime) -> None:
        self.now, today = moment, day_of(moment)
        morning = moment == start_of(today) + LOOKS[0]
        if morning:
            async with self.store.begin() as session:
                await meanwhile.write_down(session, self.meanwhile.pop(today - _DAY, []))
        if morning and today.isoweekday() == 1:
            await keep_house(self.store, moment)
        errands = _IN_THE_MORNING if morning else _IN_THE_EVENING
        await timetable.look(self.store, moment, errands)
        await self._hand_out(Hour(moment))

    async def hear(self, incoming: Incoming) -> None:
        """Through the same inbox, hands and postman as anywhere else."""
        event_id = f"e{next(self._ids)}"
        raw = encoded(replace(incoming, message_id=event_id))
        arrived = Arrived(event_id, incoming.address.external_id, raw)
        async with self.store.begin() as session:
            await inbox.keep(session, *ACCOUNT, [arrived], self.now)
        while responded := await respond(self.store, self._setting, self.now):
            if responded.letter_id is not None:
                self._postman.deliver(responded.letter_id, responded.address)
        await self._hand_out(answers=incoming.address)

    async def _hand_out(self, at: Hour | None = None, answers: Address | None = None) -> None:
        """Each phone's letters in order; the hour stands above what time brought.

        What was not asked for comes to a locked phone, unless the story waits for it.
        """
        while await self._postman.round():
            pass
        new, self._new = self._new, []
        if at is not None and new:
            self.write(at)
        for phone in sorted(self._phones.values(), key=lambda one: one.address != answers):
            for letter in new:
                if letter.address == phone.address:
                    phone.letters.append(letter)
                    whole = phone.address == answers or self._is_awaited(phone, letter)
                    self.write((Heard if whole else Glanced)(phone.who, letter))

    def _is_awaited(self, phone: "Phone", letter: Letter) -> bool:
        if self.awaited is None or self.awaited[0] is not phone:
            return False
        return self.awaited[1] in letter.text

    async def _take(self, letter: Letter) -> Sent:
        self._new.append(letter)
        return Sent(f"m{letter.id}")


@dataclass
class Phone:
    """One person's chat."""

    stage: Stage
    address: Address
    who: str
    letters: list[Letter] = field(default_factory=list)

    @property
    def heard(self) -> Letter:
        """The newest letter."""
        return self.letters[-1]

    @property
    def labels(self) -> list[str]:
        """What can be tapped below the newest letter."""
        return [button.label for button in (*self.heard.choices, *self.heard.ways)]

    async def say(self, text: str, wanted: str, *, shown: str = "") -> Letter:
        """Type something; the answer must hold the words that are wanted."""
        self.stage.write(Said(self.who, shown or text, tapped=False))
        incoming = Incoming(self.address, "", self.stage.now, text=text)
        return await self._answered(incoming, shown or text, wanted)

    async def tap(self, label: str, wanted: str, letter: Letter | None = None) -> Letter:
        """Tap a button of the newest letter, or of another; the answer must hold the words."""
        tapped = letter or self.heard
        button = self._button(tapped, label)
        self.stage.write(Said(self.who, button.label, tapped=True))
        incoming = Incoming(
            self.address, "", self.stage.now, choice=button.action,
            tapped=tapped.edits or f"m{tapped.id}",
        )  # fmt: skip
        return await self._answered(incoming, label, wanted)

    def open(self, wanted: str) -> Letter:
        """Unlock the phone and read the newest of the last letters with these words."""
        for letter in reversed(self.letters[-3:]):
            if wanted in letter.text:
                self.stage.write(Heard(self.who, letter))
                return letter
        raise Unexpected(f"{self.who} did not get “{wanted}”")

    async def _answered(self, incoming: Incoming, said: str, wanted: str) -> Letter:
        before = len(self.letters)
        await self.stage.hear(incoming)
        if len(self.letters) == before:
            raise Unexpected(f"nobody answered “{said}” of {self.who}")
        if wanted not in self.heard.text:
            raise Unexpected(f"the answer to “{said}” of {self.who} does not say “{wanted}”")
        return self.heard

    def file(self) -> Attachment:
        """The file that came with the newest letter."""
        if self.heard.attachment is None:
            raise Unexpected(f"the letter to {self.who} brought no file")
        return self.heard.attachment

    def _button(self, letter: Letter, label: str) -> Choice:
        key = search_key(label)
        for choice in (*letter.choices, *letter.ways):
            if search_key(choice.label).startswith(key):
                return choice
        raise Unexpected(f"{self.who} finds no button “{label}”")
