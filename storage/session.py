"""A transaction whose everyday statements cost no more than the database takes for them.

SQLAlchemy puts a session, an engine, a context and a result around each statement; of the dozen
that every message makes, this was dearer than the statements themselves. Those are built once, so
they are compiled once too, and handed to the driver as they are (`rows`, `touched`). All else, and
every object, goes through SQLAlchemy, which joins the same transaction when it is first needed.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Dialect, Executable, Row
from sqlalchemy.engine.result import SimpleResultMetaData
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession
from sqlalchemy.pool import PoolProxiedConnection
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.util import greenlet_spawn

from storage.embedded import begin_on
from storage.secrecy import Keys

Found = Row[*tuple[Any, ...]]
"""A row whose columns are attributes; of plain columns, which carry no types."""

_OF_SQLALCHEMY = ("sync_session", "_proxied", "_async_bind", "_async_binds")


class Session(AsyncSession):
    """A transaction that has begun; left without `kept` it is undone."""

    def __init__(self, engine: AsyncEngine, held: PoolProxiedConnection, keys: Keys) -> None:
        # What SQLAlchemy does here waits until somebody needs it, see __getattr__.
        self._engine, self._held = engine, held
        self._driver: Any = held.driver_connection
        self._joined = False
        self._info: dict[Any, Any] = {"keys": keys}
        self.embedded = engine.dialect.name == "sqlite"

    @property
    def info(self) -> dict[Any, Any]:
        """What this transaction remembers."""
        return self._info

    async def rows(self, statement: Executable, values: Mapping[str, object]) -> Sequence[Found]:
        """Run a statement that was built once; what it found."""
        plan = await self._ready(statement, values)
        given = plan.given(values)
        if not self.embedded:
            found = await self._driver.fetch(plan.sql, *given)
            return plan.read(found, found[0].keys()) if found else ()
        cursor = self._driver._conn.execute(plan.sql, given)
        found, described = cursor.fetchall(), cursor.description
        cursor.close()
        return plan.read(found, (column[0] for column in described)) if found else ()

    async def touched(self, statement: Executable, values: Mapping[str, object]) -> int:
        """Run an INSERT, UPDATE or DELETE that was built once and returns nothing; on how many."""
        plan = await self._ready(statement, values)
        if not self.embedded:
            said: str = await self._driver.execute(plan.sql, *plan.given(values))
            return int(said.rpartition(" ")[2])
        cursor = self._driver._conn.execute(plan.sql, plan.given(values))
        touched: int = cursor.rowcount
        cursor.close()
        return touched

    async def _ready(self, statement: Executable, values: Mapping[str, object]) -> "_Plan":
        if self._joined and self.in_nested_transaction():
            await self.connection()  # only now does SQLAlchemy set the savepoint
        return _plan(statement, self._engine.dialect, values)

    async def kept(self) -> None:
        """Commit."""
        if self._joined:
            await self.commit()
        else:
            await greenlet_spawn(self._held.commit)

    async def ended(self) -> None:
        """Give the connection back; what was not kept is undone."""
        if not self._held.is_valid:
            return  # SQLAlchemy found out that it is lost
        if not self.embedded and self._driver.is_closed():  # the server has undone it
            await greenlet_spawn(self._held.invalidate)
            return
        try:
            if self._joined:
                await self.close()
        finally:
            await greenlet_spawn(self._held.close)

    def __getattr__(self, name: str) -> Any:
        """SQLAlchemy's own session, once it is needed, in the transaction that is open already."""
        if name not in _OF_SQLALCHEMY or self._joined:
            raise AttributeError(name)
        self._joined = True
        connection = Connection(self._engine.sync_engine, self._held)
        connection.begin()
        super().__init__(
            AsyncConnection(self._engine, connection),
            expire_on_commit=False,
            join_transaction_mode="control_fully",
        )
        return getattr(self, name)


async def begun(engine: AsyncEngine, keys: Keys, begin: str) -> Session:
    """Begin a transaction; `begin` is how SQLite does it."""
    held = await _leased(engine)
    adapter: Any = held.dbapi_connection
    try:
        if engine.dialect.name == "sqlite":
            await greenlet_spawn(begin_on, adapter, begin)
        else:
            await adapter._start_transaction()
    except BaseException:  # nobody knows whether it has begun
        await greenlet_spawn(held.invalidate)
        raise
    return Session(engine, held, keys)


async def _leased(engine: AsyncEngine) -> PoolProxiedConnection:
    """A connection of the pool that its server has not closed meanwhile."""
    while True:
        held = await engine.raw_connection()
        driver: Any = held.driver_connection
        if engine.dialect.name == "sqlite" or not driver.is_closed():
            return held
        await greenlet_spawn(held.invalidate)


# --- Statements as the drivers want them ----------------------------------------------------------

_Process = Callable[[object], object]


@dataclass(slots=True)
class _Plan:
    """A statement's words, what goes into its places, and how its rows are read."""

    sql: str
    places: Sequence[tuple[str, _Process | None]]
    fixed: Mapping[str, object]
    columns: Sequence[Any]  # what makes of each what is meant, or None
    names: SimpleResultMetaData | None = None  # as the first rows bring them

    def given(self, values: Mapping[str, object]) -> list[object]:
        """The values in their order, as the driver takes them."""
        return [
            self.fixed[name]
            if name in self.fixed
            else values[name]
            if process is None
            else process(values[name])
            for name, process in self.places
        ]

    def read(self, found: Sequence[Any], names: Iterable[str]) -> Sequence[Found]:
        """Rows as they are meant."""
        if self.names is None:
            self.names = SimpleResultMetaData(list(names))
        meta, columns = self.names, self.columns or None
        return [Row(meta, columns, meta._key_to_index, one) for one in found]


_PLANS: dict[tuple[Executable, str, tuple[str, ...]], _Plan] = {}


def _plan(statement: Executable, dialect: Dialect, values: Mapping[str, object]) -> _Plan:
    key = statement, dialect.name, tuple(values)
    plan = _PLANS.get(key)
    if plan is None:
        plan = _PLANS[key] = _planned(statement, dialect, list(values))
    return plan


def _planned(statement: Any, dialect: Dialect, names: list[str]) -> _Plan:
    compiled: SQLCompiler = statement.compile(dialect=dialect, column_keys=names)
    if compiled.post_compile_params or compiled.literal_execute_params:
        raise ValueError("a list of values is spelt out anew each time: not for this way")
    processes: Mapping[str, Any] = compiled._bind_processors
    fixed = {name: value for name, value in compiled.params.items() if name not in names}
    for column in compiled.insert_prefetch:
        default: Any = column.default
        if not default.is_scalar:
            raise ValueError(f"{column} is reckoned anew each time: not for this way")
        fixed[column.key] = default.arg
    for name, value in fixed.items():
        fixed[name] = processes[name](value) if name in processes else value
    return _Plan(
        str(compiled),
        [(name, processes.get(name)) for name in compiled.positiontup or ()],
        fixed,
        [
            column.type._cached_result_processor(dialect, None)
            for column in compiled._result_columns
        ],
    )
