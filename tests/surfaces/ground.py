"""What all surfaces share: the village in a database of its own, an hour, and hands that answer."""

from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time

from sqlalchemy import update

from bot.domain.quiet import at
from bot.messages import Address, Incoming, Letter, Outcome, Sent
from handlers.respond import Reader, Setting, respond
from handlers.turn import Accounts
from scheduler.announcements import send_announcements
from scheduler.pacing import Pace, Pacing
from scheduler.postman import Postman, Send
from storage import inbox
from storage.inbox import Arrived
from storage.store import Session, Store
from storage.tables import LinkedAddress
from tests.village import Village

NOW = at(date(2026, 12, 2), time(9))
ROUNDS = 50


@dataclass(frozen=True, slots=True)
class Shown:
    """What a person reads, as the surface shows it, and the letter that it was made from."""

    letter: Letter
    text: str
    buttons: tuple[str, ...] = ()
    messages: int = 1  # so many of the messenger's own


@dataclass
class Surface(ABC):
    """One way to write to the program; `plain` where nothing can be tapped on it."""

    store: Store
    village: Village
    now: datetime = NOW
    letters: dict[str, list[Letter]] = field(default_factory=lambda: defaultdict(list))
    called: dict[int, str] = field(default_factory=dict)  # letters, by their messenger's names
    said: int = 0
    postman: Postman = field(init=False)
    plain = True
    takes_stickers = False

    @property
    @abstractmethod
    def account(self) -> tuple[str, str]:
        """As what it stands in the database."""

    @property
    @abstractmethod
    def sender(self) -> Send:
        """What the postman hands letters to."""

    @property
    @abstractmethod
    def reader(self) -> Reader:
        """What makes sense of stored bytes."""

    @abstractmethod
    def chat_of(self, name: str) -> str:
        """How somebody's chat is called there."""

    @abstractmethod
    async def put(self, name: str, text: str) -> None:
        """Somebody types this; it is in the inbox afterwards."""

    @abstractmethod
    async def shown(self, name: str, letter: Letter) -> Shown:
        """How a letter that has just come looks; asked for each, in their order."""

    def moment(self) -> datetime:
        """The hour."""
        return self.now

    async def tap(self, name: str, label: str) -> None:
        """Somebody taps a button."""
        raise AssertionError("nothing can be tapped here")

    async def sticker(self, name: str) -> None:
        """Somebody sends a sticker."""
        raise AssertionError("there are none here")

    async def voice(self, name: str) -> None:
        """Somebody speaks."""
        raise AssertionError("nobody is heard here")

    def open(self) -> None:
        """Make ready to answer."""
        free = Pacing({self.account: 1e6}, one_chat=Pace(1e6, 10**6))
        self.postman = Postman(self.store, {self.account: self._send}, free, clock=self.moment)

    async def _send(self, letter: Letter) -> Outcome:
        outcome = await self.sender(letter)
        name = next(n for n in self._names if self.chat_of(n) == letter.address.external_id)
        self.letters[name].append(letter)
        self.called[letter.id] = outcome.message_id if isinstance(outcome, Sent) else ""
        return outcome

    @property
    def _names(self) -> tuple[str, ...]:
        return (*self.village.people, STRANGER)

    async def settle(self, session: Session) -> None:
        """Everybody of the village writes from here."""
        surface, account = self.account
        for name, person_id in self.village.people.items():
            await session.execute(
                update(LinkedAddress)
                .where(LinkedAddress.person_id == person_id)
                .values(surface=surface, account=account, external_id=self.chat_of(name))
            )

    def typed(self, name: str, text: str) -> Incoming:
        """What somebody typed where no double stands in between."""
        self.said += 1
        event_id = f"{self.chat_of(name)}.{self.said}"
        return Incoming(self.address(name), event_id, self.now, text=text, buttons=False)

    async def keep(self, name: str, raw: bytes) -> None:
        """Store that."""
        arrived = Arrived(f"{self.chat_of(name)}.{self.said}", self.chat_of(name), raw)
        async with self.store.begin() as session:
            await inbox.keep(session, *self.account, [arrived], self.moment())

    async def answer(self) -> None:
        """Handle all that waits and send all that is due."""
        setting = Setting({self.account: self.reader}, Accounts({}), self.postman.name)
        while responded := await respond(self.store, setting, self.moment()):
            if responded.letter_id is not None:
                self.postman.deliver(responded.letter_id, responded.address)
        for _ in range(ROUNDS):
            if not await self.postman.round():
                return
        raise AssertionError("letters without end")

    async def pass_time(self, moment: datetime) -> None:
        """What is announced goes out, and the hour moves on."""
        self.now = moment
        await send_announcements(self.store, self.now)
        await self.answer()

    def address(self, name: str) -> Address:
        """Where somebody is written to."""
        return Address(*self.account, self.chat_of(name))


STRANGER = "a stranger"
Told = Mapping[str, list["Line"]]


@dataclass(frozen=True, slots=True)
class Line:
    """Something that a person did, and what they then read; `alike` on all surfaces."""

    who: str
    did: str
    heard: tuple[Shown, ...]
    alike: bool
