"""Which processes are there: what one has taken is free again as soon as it is gone.

On PostgreSQL a process holds an advisory lock for as long as its connection lives, so that a
`kill -9` is seen at once and no lease need run out. To be thought dead does no harm: only who
still has a letter's lease may stamp it. On SQLite there is one process, and nothing to see.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, func, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.store import Store

_TAKE = text("SELECT pg_try_advisory_lock(hashtextextended(:name, 0))")
_HOLDERS = text(
    "(SELECT (held.classid::bigint << 32) | held.objid::bigint FROM pg_locks AS held"
    " JOIN pg_database AS here ON here.oid = held.database AND here.datname = current_database()"
    " WHERE held.locktype = 'advisory' AND held.objsubid = 1 AND held.granted)"
)


@dataclass
class Presence:
    """One name, shown to the other processes from the first `show` until `leave`."""

    store: Store
    name: str
    _line: AsyncConnection | None = field(default=None, init=False)

    async def show(self) -> bool:
        """Take the name, or see that it is still ours; False when another process has it.

        Asked again after the connection was lost, it is taken anew.
        """
        if self.store.embedded:
            return True
        if self._line is None:
            self._line = await self.store.writer.connect()
            await self._line.execution_options(isolation_level="AUTOCOMMIT")
        try:
            return bool(await self._line.scalar(_TAKE, {"name": self.name}))
        except DBAPIError:
            await self.leave()
            raise

    async def leave(self) -> None:
        """Give the name back: with its connection, as the pool's others know nothing of it."""
        if self._line is not None:
            line, self._line = self._line, None
            with suppress(DBAPIError):
                await line.invalidate()
            await line.close()


@asynccontextmanager
async def alone(store: Store, name: str) -> AsyncIterator[bool]:
    """Whether we are the one process that does this; nobody else is, until this is left."""
    presence = Presence(store, name)
    try:
        yield await presence.show()
    finally:
        await presence.leave()


def gone(name: ColumnElement[str]) -> ColumnElement[bool]:
    """Whether no process of this name is there (PostgreSQL)."""
    return func.hashtextextended(name, 0).not_in(_HOLDERS)
