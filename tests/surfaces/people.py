"""People of the village in front of a surface: what they do, and what they read then."""

import re
from dataclasses import dataclass, field
from datetime import timedelta

from bot.domain.vietnamese.text import search_key
from bot.messages import Choice
from tests.surfaces.ground import Line, Surface

_PLACE = re.compile(r"Số (\d+) · ")


@dataclass
class Person:
    """Somebody with a telephone; whatever happens is written down in `lines`."""

    surface: Surface
    name: str
    lines: list[Line] = field(default_factory=list)
    read: int = 0
    alike: bool = True

    @property
    def plain(self) -> bool:
        """Whether nothing can be tapped."""
        return self.surface.plain

    @property
    def heard(self) -> str:
        """The words of the newest letter."""
        letter = self.surface.letters[self.name][-1]
        return letter.in_words if self.plain and letter.in_words else letter.text

    @property
    def labels(self) -> list[str]:
        """What can be chosen now."""
        letter = self.surface.letters[self.name][-1]
        return [one.label for one in (*letter.choices, *letter.ways)]

    async def say(self, text: str, noted: str = "") -> str:
        """Type something, noted down as that or otherwise."""
        await self.surface.put(self.name, text)
        return await self._answered(noted or text)

    async def choose(self, label: str) -> str:
        """Choose what begins like this: by its button, else by its number or its word."""
        if not self.plain:
            await self.surface.tap(self.name, self._choice(label).label)
        else:
            await self.surface.put(self.name, self._typed(label))
        return await self._answered(f"[{label}]")

    async def send_sticker(self) -> str:
        """Send a sticker."""
        await self.surface.sticker(self.name)
        return await self._answered("(sticker)")

    async def speak(self) -> str:
        """Say something aloud."""
        await self.surface.voice(self.name)
        return await self._answered("(voice)")

    async def listen(self) -> str:
        """Read what came by itself."""
        heard = await self._answered("(listens)", answered=False)
        self.surface.now += timedelta(minutes=1)  # it takes time to read
        return heard

    async def catch_up(self) -> None:
        """Read what is there, unnoted."""
        new = self.surface.letters[self.name][self.read :]
        for letter in new:
            await self.surface.shown(self.name, letter)
        self.read += len(new)

    def _choice(self, label: str) -> Choice:
        letter = self.surface.letters[self.name][-1]
        key = search_key(label)
        for one in (*letter.choices, *letter.ways):
            if search_key(one.label).startswith(key):
                return one
        raise AssertionError(f"{self.name} finds no {label!r} among {self.labels}")

    def _typed(self, label: str) -> str:
        """What stands before it where it is read; a household's number is the book's."""
        letter, choice = self.surface.letters[self.name][-1], self._choice(label)
        if choice.word:
            return choice.word
        if choice in letter.ways:
            return choice.label
        if letter.numbered:
            counted = [one for one in letter.choices if not one.word]
            return str(counted.index(choice) + 1)
        place = _PLACE.match(choice.label)
        return place[1] if place else choice.label

    async def _answered(self, did: str, *, answered: bool = True) -> str:
        await self.surface.answer()
        new = self.surface.letters[self.name][self.read :]
        assert new or not answered, f"nobody answered {did!r} of {self.name}"
        shown = [await self.surface.shown(self.name, letter) for letter in new]
        self.read += len(new)
        self.lines.append(Line(self.name, did, tuple(shown), self.alike))
        return self.heard if new else ""
