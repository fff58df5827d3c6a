"""The database: where transactions begin and end, on either engine."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, CursorResult, Executable, Select, event, make_url
from sqlalchemy import Table as SqlTable
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.util import greenlet_spawn

from storage.embedded import DRIVER, PATIENCE_MS, begin_on
from storage.secrecy import Keys
from storage.session import Session as Session
from storage.session import begun

Selected = Select[*tuple[Any, ...]]
"""A SELECT of plain columns: those of a table without its class carry no types."""

TO_WRITE, TO_READ = "BEGIN IMMEDIATE", "BEGIN"  # on SQLite
_POSTGRES_SETTINGS = {
    "idle_in_transaction_session_timeout": "30s",
    "statement_timeout": "15s",
    "lock_timeout": "3s",
    "synchronous_commit": "on",  # no durability knob is turned down (reliability.md 0.12)
    "application_name": "gandan",
}


def engine_url(database_url: str) -> URL:
    """The address with our driver in it; raises ValueError where nothing of ours can be kept."""
    url = make_url(database_url)
    match url.get_backend_name():
        case "sqlite" if url.database and url.database != ":memory:":
            return url.set(drivername="sqlite+aiosqlite")
        case "postgresql":
            return url.set(drivername="postgresql+asyncpg")
    raise ValueError("the database is a file of SQLite, or PostgreSQL")


@dataclass(frozen=True)
class Store:
    """An open database with the keys to what is encrypted in it.

    SQLite takes one writer at a time, so writers queue here and begin with BEGIN IMMEDIATE: a
    deferred transaction that turns to writing fails at once (reliability.md 0.11).
    """

    writer: AsyncEngine
    reader: AsyncEngine
    keys: Keys
    queue: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def embedded(self) -> bool:
        """Whether this is SQLite: one process, one file."""
        return self.writer.dialect.name == "sqlite"

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[Session]:
        """A transaction that may write. Leaving with an exception rolls it back."""
        if self.embedded:
            async with self.queue, self._transaction(self.writer, TO_WRITE) as session:
                yield session
        else:
            async with self._transaction(self.writer, TO_WRITE) as session:
                yield session

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Session]:
        """A transaction that only reads: on SQLite it waits for no writer."""
        async with self._transaction(self.reader, TO_READ) as session:
            yield session

    @asynccontextmanager
    async def _transaction(self, engine: AsyncEngine, begin: str) -> AsyncIterator[Session]:
        session = await begun(engine, self.keys, begin)
        try:
            yield session
            await session.kept()
        finally:
            await session.ended()

    async def fold_log(self) -> None:
        """On SQLite, take the log into the file and cut it: there, too, stands what was blanked.

        Where somebody still reads by the log it waits for the next time.
        """
        if not self.embedded:
            return
        async with self.queue:
            held = await self.writer.raw_connection()
            driver: Any = held.driver_connection
            try:
                for pragma in ("busy_timeout=0", "wal_checkpoint(TRUNCATE)"):
                    await driver.execute_fetchall(f"PRAGMA {pragma}")
            finally:
                await driver.execute_fetchall(f"PRAGMA busy_timeout={PATIENCE_MS}")
                await greenlet_spawn(held.close)

    async def close(self) -> None:
        """Give all connections back."""
        await self.reader.dispose()
        await self.writer.dispose()


def opened(database_url: str, keys: Keys) -> Store:
    """Open a database; nothing is asked of it yet."""
    url = engine_url(database_url)
    if url.get_backend_name() == "sqlite":
        embedded = partial(
            create_async_engine, url, module=DRIVER, max_overflow=0, hide_parameters=True
        )
        writer, reader = embedded(pool_size=1), embedded(pool_size=4)
        _prepare_sqlite(writer, TO_WRITE)
        _prepare_sqlite(reader, TO_READ)
        return Store(writer, reader, keys)
    engine = create_async_engine(
        url,
        pool_size=10,
        max_overflow=5,
        hide_parameters=True,  # what people wrote must not come out in an error's text
        connect_args={"server_settings": _POSTGRES_SETTINGS, "timeout": 5},
    )
    return Store(engine, engine, keys)


def keys_of(session: Session) -> Keys:
    """The keys of the store that a session belongs to."""
    keys = session.info["keys"]
    assert isinstance(keys, Keys)
    return keys


def file_of(database_url: str) -> Path | None:
    """The file of a SQLite database; None for a server."""
    url = engine_url(database_url)
    return Path(url.database or "") if url.get_backend_name() == "sqlite" else None


def _prepare_sqlite(engine: AsyncEngine, begin: str) -> None:
    """WAL, full durability, and transactions that begin as we say (reliability.md 3.5)."""

    @event.listens_for(engine.sync_engine, "connect")
    def configure(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            f"busy_timeout={PATIENCE_MS}",
            "foreign_keys=ON",
            "secure_delete=ON",  # what was blanked is in no free page, and so in no backup
            "wal_autocheckpoint=1000",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def started(connection: Connection) -> None:
        begin_on(connection.connection.dbapi_connection, begin)


async def changed(
    session: Session, statement: Executable, values: Mapping[str, object] | None = None
) -> int:
    """Run an INSERT, UPDATE or DELETE; says how many rows it touched."""
    result = await session.execute(statement, values)
    assert isinstance(result, CursorResult)
    return result.rowcount


def on_sqlite(session: Session) -> bool:
    """Whether a session's database is SQLite."""
    return session.embedded


def insert_or_ignore(session: Session, table: SqlTable) -> sqlite.Insert | postgresql.Insert:
    """An INSERT that leaves rows alone which are there already, on either engine.

    What it returns still wants its `.values(…)`; both engines call the rest the same.
    """
    if on_sqlite(session):
        return sqlite.insert(table).on_conflict_do_nothing()
    return postgresql.insert(table).on_conflict_do_nothing()
