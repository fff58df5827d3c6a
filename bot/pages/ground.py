"""What pages stand on: a look at what is stored, a change of it, and who is to hear of it."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

from storage.store import Session, Store

Present = tuple[Session, datetime]


def _nobody() -> None:
    """Where somebody looks by themselves before long."""


@dataclass(frozen=True, slots=True)
class Ground:
    """A look at what is stored, a change of it, and a letter's or a message's way on."""

    reading: Callable[[], AbstractAsyncContextManager[Present]]
    begin: Callable[[], AbstractAsyncContextManager[Present]]
    written: Callable[[], Awaitable[None]]  # a letter waits to be sent
    arrived: Callable[[], None] = _nobody  # a message with a file waits to be handled

    @classmethod
    def of(
        cls,
        store: Store,
        clock: Callable[[], datetime],
        wake: Callable[[], None],
        arrived: Callable[[], None] = _nobody,
    ) -> "Ground":
        """On a database of its own hour."""

        @asynccontextmanager
        async def reading() -> AsyncIterator[Present]:
            async with store.reading() as session:
                yield session, clock()

        @asynccontextmanager
        async def begin() -> AsyncIterator[Present]:
            async with store.begin() as session:
                yield session, clock()

        async def written() -> None:
            wake()

        return cls(reading, begin, written, arrived)
