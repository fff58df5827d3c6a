"""The open pages: each is shown what stands in the database, and asks for what its people do."""

import asyncio
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from bot.room import frames
from bot.room.frames import Frame, packed
from bot.room.world import Commune
from bot.texts import room_server as words
from bot.texts.room_server import Why
from storage.sample import phones
from storage.sample.phones import Line, SaidLine

MOST_PAGES = 20
MOST_REPLIES = 50  # a page that asks nonsense without listening is told no more than this
SAID_LATELY = 10


@dataclass(eq=False)
class Page:
    """One page: which phones it shows, how far each has come, and what it is yet to be told."""

    language: str
    woken: asyncio.Event = field(default_factory=asyncio.Event)
    shown: dict[int, int] = field(default_factory=dict)
    fresh: set[int] = field(default_factory=set)  # phones whose last lines may have changed
    unanswered: dict[int, set[int]] = field(default_factory=dict)
    notes: dict[str, Frame] = field(default_factory=dict)
    replies: deque[Frame] = field(default_factory=lambda: deque(maxlen=MOST_REPLIES))

    ended: bool = False

    def reply(self, frame: Frame) -> None:
        """Tell this page, in its turn."""
        self.replies.append(frame)
        self.woken.set()

    def refuse(self, why: Why, nonce: str = "") -> None:
        """Say why something was not done, and which of what was said it is about."""
        about: Frame = {"nonce": nonce} if nonce else {}
        self.reply({"is": "refused", "why": words.why(why, self.language), **about})

    def note(self, name: str, frame: Frame) -> None:
        """Tell how something stands; only the newest word on it counts."""
        self.notes.pop(name, None)
        self.notes[name] = frame
        self.woken.set()

    def show(self, shown: dict[int, int]) -> None:
        """Show these phones from now on, each from where the page has it."""
        self.shown, self.fresh = dict(shown), set(shown)
        self.unanswered = {}
        self.woken.set()

    async def news(self, commune: Commune) -> list[str]:
        """All that the page does not have yet, in its order."""
        told = [packed(frame) for frame in self._replies()]
        notes, self.notes = self.notes, {}
        shown, unanswered, fresh = self.shown, self.unanswered, self.fresh
        self.fresh = set()  # another hello may come while we read: it begins from its own lines
        async with commune.reading() as session:
            for phone, after in list(shown.items()):
                lines: list[Line] = []
                if phone in fresh and after:
                    lines += await phones.said_lately(session, phone, after, SAID_LATELY)
                elif unanswered.get(phone):
                    lines += await phones.said(session, phone, unanswered[phone])
                lines += await phones.lines(session, phone, after)
                waiting = unanswered.setdefault(phone, set())
                told += [packed(frames.line(phone, line)) for line in _changed(lines, waiting)]
                shown[phone] = max([after, *(line.n for line in lines)])
        if fresh:
            told.append(packed({"is": "told"}))  # the past; what comes from here on is news
        return [*told, *(packed(frame) for frame in notes.values())]

    def _replies(self) -> Iterator[Frame]:
        while self.replies:
            yield self.replies.popleft()


def _changed(lines: Iterable[Line], waiting: set[int]) -> Iterator[Line]:
    """Lines that a page does not know so; `waiting` are those that it knows to be unanswered."""
    for line in lines:
        known = line.n in waiting
        if isinstance(line, SaidLine):
            (waiting.discard if line.answered else waiting.add)(line.n)
        if not known or line.n not in waiting:
            yield line


@dataclass
class Pages:
    """All pages that are open."""

    open: set[Page] = field(default_factory=set)

    def wake(self) -> None:
        """Something may have come to the phones."""
        for page in self.open:
            page.woken.set()

    def typing(self, phone: int, on: bool) -> None:
        """Say on a phone whether its person's words are being answered."""
        for page in self.open:
            if phone in page.shown:
                page.note(f"typing {phone}", {"is": "typing", "person": phone, "on": on})

    def end(self) -> None:
        """Hang up."""
        for page in self.open:
            page.ended = True
            page.woken.set()
