"""Stand-ins for what lies outside: a messenger that fails as told, and a clock that we turn."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.messages import Address, Letter, Outcome, Sent


@dataclass
class FakeMessenger:
    """First in first out; each failure it is told of happens once, in that order."""

    surface: str = "fake"
    account: str = "1"
    sent: list[Letter] = field(default_factory=list)
    tried: list[Letter] = field(default_factory=list)
    failures: deque[Outcome | Exception] = field(default_factory=deque)
    before: Callable[[Letter], Awaitable[None]] | None = None  # happens while a letter is sent

    def fail(self, *failures: Outcome | Exception) -> None:
        """The next letters come to this."""
        self.failures.extend(failures)

    async def send(self, letter: Letter) -> Outcome:
        self.tried.append(letter)
        if self.before is not None:
            await self.before(letter)
        if self.failures:
            failure = self.failures.popleft()
            if isinstance(failure, Exception):
                raise failure
            return failure
        self.sent.append(letter)
        return Sent(f"m{len(self.sent)}")

    @property
    def texts(self) -> list[str]:
        """What arrived, in order."""
        return [letter.text for letter in self.sent]

    def at(self, chat: str) -> Address:
        """An address of this account."""
        return Address(self.surface, self.account, chat)


@dataclass
class FakeClock:
    """A clock that stands still but while somebody waits on it."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now

    async def pause(self, seconds: float) -> None:
        """Waiting takes no time, only moves the clock on."""
        self.now += timedelta(seconds=seconds)
        await asyncio.sleep(0)

    def turn(self, **by: float) -> None:
        """Time goes by."""
        self.now += timedelta(**by)
