"""What a database is told: every statement, however it got there."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from sqlalchemy import event

from storage.store import Store

_VALUE = re.compile(r"[xX]?'(?:[^']|'')*'|\b\d[\d.]*\b|\bNULL\b")
"""SQLite tells what stood in each place, too; statements are compared without."""

_ENDS = ("COMMIT", "ROLLBACK")
_OF_THE_FRAME = ("BEGIN", "PRAGMA", "--", *_ENDS)  # a trigger's own steps begin with --


@dataclass
class Cost:
    """What went to the database, but for how transactions begin and end."""

    statements: list[str] = field(default_factory=list)
    commits: int = 0

    def tell(self, said: str) -> None:
        """One thing that was said to it."""
        self.commits += said.startswith("COMMIT")
        if not said.startswith(_OF_THE_FRAME):
            self.statements.append(said)


@dataclass
class _Ear:
    """Hears what goes over the connections that are lent."""

    cost: Cost
    embedded: bool
    drivers: set[Any] = field(default_factory=set)
    newest: str = ""

    def lent(self, adapter: Any, *_: Any) -> None:
        driver = adapter.driver_connection
        self.drivers.add(driver)
        if self.embedded:
            driver._conn.set_trace_callback(self.traced)
        else:
            driver.add_query_logger(self.logged)

    def traced(self, said: str) -> None:
        """Python tells each step of a trigger as the UPDATE that set it off, value by value."""
        step_of_a_trigger = said == self.newest and said.startswith("UPDATE")
        self.newest = said
        if not step_of_a_trigger:
            self.cost.tell(_VALUE.sub("?", said))

    def logged(self, record: Any) -> None:
        self.cost.tell(record.query)

    def prepared(self, _c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        """SQLAlchemy's own statements: PostgreSQL's driver does not log what was prepared."""
        if not self.embedded:
            self.cost.tell(statement)

    def taken_off(self) -> None:
        for driver in self.drivers:
            if self.embedded:
                driver._conn.set_trace_callback(None)
            else:
                driver.remove_query_logger(self.logged)


@asynccontextmanager
async def counted(store: Store) -> AsyncIterator[Cost]:
    """Listen to all that goes over the connections of a store."""
    ear = _Ear(Cost(), store.embedded)
    engines = {store.writer.sync_engine, store.reader.sync_engine}
    heard = list(
        product(engines, [("checkout", ear.lent), ("before_cursor_execute", ear.prepared)])
    )
    for engine, (name, hear) in heard:
        event.listen(engine, name, hear)
    yield ear.cost
    for _ in range(2):  # the driver tells its log a moment later
        await asyncio.sleep(0)
    for engine, (name, hear) in heard:
        event.remove(engine, name, hear)
    ear.taken_off()
