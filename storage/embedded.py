"""SQLite without a trip to another thread for every step of every statement.

aiosqlite hands the opening of a cursor, its statement, its rows and its closing to a thread, one
by one; each trip costs more than most of our statements take. Here statements run where they are:
the rows of a few households are in memory, and Python's own work around them takes longer. What
waits for the disk goes to the thread as before, and so does waiting for another process.

What SQLAlchemy's own adapter leaves without a type is `Any` here as it is there.
"""

import sqlite3
from collections import deque
from collections.abc import Callable
from typing import Any

import aiosqlite
from sqlalchemy.dialects.sqlite.aiosqlite import (
    AsyncAdapt_aiosqlite_connection,
    AsyncAdapt_aiosqlite_cursor,
    AsyncAdapt_aiosqlite_dbapi,
)
from sqlalchemy.util.concurrency import await_

WAITS = ("PRAGMA", "VACUUM")
PATIENCE_MS = 5000  # how long another process is waited for


class _Cursor(AsyncAdapt_aiosqlite_cursor):
    """One statement and its rows; the cursor beneath is closed as soon as they are here."""

    __slots__ = ("_described", "_last", "_touched")

    def __init__(self, adapt_connection: AsyncAdapt_aiosqlite_connection) -> None:
        self._adapt_connection = adapt_connection
        self._connection = adapt_connection._connection
        self._rows = deque()
        self._described: Any = None
        self._touched, self._last = -1, 0

    @property
    def description(self) -> Any:
        return self._described

    @property
    def rowcount(self) -> int:
        return self._touched

    @property
    def lastrowid(self) -> int:
        return self._last

    def execute(self, operation: Any, parameters: Any = None) -> None:
        plain = self._adapt_connection.driver_connection._conn
        if operation.startswith(WAITS):
            self._keep(_awaited(self._connection, plain.execute, operation, parameters or ()))
            return
        await_(_nothing())
        self._keep(plain.execute(operation, parameters or ()))

    def executemany(self, operation: Any, seq_of_parameters: Any) -> None:
        plain = self._adapt_connection.driver_connection._conn
        await_(_nothing())
        self._keep(plain.executemany(operation, seq_of_parameters))

    def close(self) -> None:
        self._rows.clear()

    async def _async_soft_close(self) -> None:
        return None

    def _keep(self, cursor: sqlite3.Cursor) -> None:
        self._described = cursor.description
        if cursor.description is not None:
            self._rows = deque(cursor.fetchall())
        self._touched, self._last = cursor.rowcount, cursor.lastrowid or 0
        cursor.close()


class _Connection(AsyncAdapt_aiosqlite_connection):
    """Ends a transaction in the thread, where there is one to end."""

    __slots__ = ()

    _cursor_cls: Any = _Cursor

    def commit(self) -> None:
        self._end(sqlite3.Connection.commit)

    def rollback(self) -> None:
        self._end(sqlite3.Connection.rollback)

    def _end(self, ending: Callable[[sqlite3.Connection], None]) -> None:
        plain = self._connection._connection
        if plain is not None and plain.in_transaction:
            _awaited(self._connection, ending, plain)


class _Driver(AsyncAdapt_aiosqlite_dbapi):
    """aiosqlite, but for how statements are run."""

    def connect(self, *arg: Any, **kw: Any) -> _Connection:
        beneath = aiosqlite.connect(*arg, **kw)
        beneath._thread.daemon = True
        try:
            opened = super().connect(async_creator_fn=lambda: beneath)
        except sqlite3.Error:
            beneath._thread.join()  # it has a last word for our loop, which may end with this error
            raise
        return _Connection(self, opened._connection)


def begin_on(connection: Any, begin: str) -> None:
    """Begin a transaction unless one is open; if another process writes, wait in the thread."""
    assert isinstance(connection, _Connection)
    beneath = connection.driver_connection
    if not beneath._conn.in_transaction and not _begun_at_once(beneath._conn, begin):
        _awaited(beneath, beneath._conn.execute, begin)


def _begun_at_once(plain: sqlite3.Connection, begin: str) -> bool:
    """Begin, unless another process is writing: False, and nothing was waited for."""
    plain.execute("PRAGMA busy_timeout=0")
    try:
        plain.execute(begin)
    except sqlite3.OperationalError as trouble:
        if trouble.sqlite_errorcode != sqlite3.SQLITE_BUSY:
            raise
        return False
    finally:
        plain.execute(f"PRAGMA busy_timeout={PATIENCE_MS}")
    return True


async def _nothing() -> None:
    """SQLAlchemy takes a driver that never awaits for one that blocks by mistake."""


def _awaited(connection: Any, function: Callable[..., Any], *values: Any) -> Any:
    return await_(connection._execute(function, *values))


DRIVER = _Driver(aiosqlite, sqlite3)
