"""People who write to the real program through the double of Zalo's bots, and read its answers."""

import re
from dataclasses import dataclass

from tests.doubles.zalo_bot import ZaloBotDouble
from tests.doubles.zalo_bot_people import Person as Chat

LONGEST_WAIT = 40.0  # as of tests.telegram_people; and a question for news is put once a second
_PART = re.compile(r"\((\d+)/(\d+)\) ")


@dataclass
class Person:
    """Somebody with a telephone, on which nothing can be tapped."""

    zalo: ZaloBotDouble
    name: str

    @property
    def chat(self) -> Chat:
        """What the double knows of them."""
        return self.zalo.person(self.name)

    @property
    def heard(self) -> str:
        """The message that the bot wrote last."""
        return self.chat.reads[-1].text

    @property
    def all_read(self) -> str:
        """Every word that was ever written to this person."""
        return "\n".join(read.text for read in self.chat.reads)

    @property
    def times(self) -> int:
        """How many messages the bot has written."""
        return len(self.chat.reads)

    async def say(self, text: str) -> str:
        """Write; the words of the answer."""
        before = self.times
        await self.chat.say(text)
        return await self._answer(before)

    async def choose(self, label: str) -> str:
        """Type the number that stands before these words, or a way's words; the answer."""
        before = self.times
        await self.chat.choose(label)
        return await self._answer(before)

    async def hears(self, words: str) -> str:
        """Wait until the bot has said this."""

        def said() -> list[str]:
            return [read.text for read in self.chat.reads if words in read.text]

        await self.zalo.until(said, LONGEST_WAIT)
        return said()[-1]

    async def _answer(self, before: int) -> str:
        """All of it, where it comes in parts."""

        def whole() -> bool:
            part = _PART.match(self.heard) if self.times > before else None
            return self.times > before and (part is None or part[1] == part[2])

        await self.zalo.until(whole, LONGEST_WAIT)
        return "\n".join(read.text for read in self.chat.reads[before:])
