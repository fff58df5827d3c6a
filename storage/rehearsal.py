"""Trying something out on a real database and leaving no trace of it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from storage.store import Session, Store


@dataclass(frozen=True)
class _Rehearsal(Store):
    """A store all of whose transactions lie within one that is rolled back in the end."""

    line: AsyncConnection = field(kw_only=True)
    turn: asyncio.Lock = field(default_factory=asyncio.Lock, kw_only=True)

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[Session]:
        """One at a time, each a savepoint that it may roll back by itself."""
        async with self.turn:
            session = AsyncSession(
                self.line,
                expire_on_commit=False,
                join_transaction_mode="create_savepoint",
                info={"keys": self.keys},
            )
            try:
                async with session.begin():
                    yield session
            finally:
                await session.close()

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Session]:
        """Sees what was written in the rehearsal."""
        async with self.begin() as session:
            yield session


@asynccontextmanager
async def rehearsal(store: Store) -> AsyncIterator[Store]:
    """Everything done in here is undone when it is left."""
    async with store.queue, store.writer.connect() as line:
        outer = await line.begin()
        try:
            yield _Rehearsal(store.writer, store.reader, store.keys, line=line)
        finally:
            await outer.rollback()
