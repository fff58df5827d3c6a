"""Trying something out on a real database and leaving no trace of it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from storage.session import Session, begun
from storage.store import TO_WRITE, Store


@dataclass(frozen=True)
class _Rehearsal(Store):
    """A store all of whose transactions lie within one that is undone in the end."""

    line: Session = field(kw_only=True)
    turn: asyncio.Lock = field(default_factory=asyncio.Lock, kw_only=True)

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[Session]:
        """One at a time, each a savepoint that it may roll back by itself."""
        async with self.turn:
            try:
                async with self.line.begin_nested():
                    yield self.line
            finally:  # the next one is to look for itself
                self.line.expunge_all()
                self.line.info.clear()
                self.line.info["keys"] = self.keys

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Session]:
        """Sees what was written in the rehearsal."""
        async with self.begin() as session:
            yield session

    async def fold_log(self) -> None:
        """Nothing is written that could be folded."""


@asynccontextmanager
async def rehearsal(store: Store) -> AsyncIterator[Store]:
    """Everything done in here is undone when it is left."""
    async with store.queue:
        line = await begun(store.writer, store.keys, TO_WRITE)
        try:
            yield _Rehearsal(store.writer, store.reader, store.keys, line=line)
        finally:
            await line.ended()
