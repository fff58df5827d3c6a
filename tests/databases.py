"""Databases for tests: each engine's is migrated and settled once for a worker, then brought back.

A test finds the same as if it had migrated an empty database and settled the village itself: the
same schema, rows, settings and files. What is spared is doing it again, and translating every
statement again for an engine that nobody has used before.
"""

import asyncio
import shutil
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import QueuePool, text

from storage import schema
from storage.secrecy import Keys
from storage.store import Store, opened
from tests.village import Village, settle

KEYS = Keys(("a test key of at least thirty-two characters",))
NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)  # Saturday 21/11/2026, 09:00 in Vietnam

_APART = """
DO $$ DECLARE one record; far int := 0; BEGIN
  FOR one IN SELECT sequencename AS name FROM pg_sequences WHERE schemaname = 'public'
             ORDER BY 1 LOOP
    far := far + 10000;
    PERFORM setval(format('public.%I', one.name), far);
  END LOOP;
END $$
"""
"""No id of one table is that of another, so that a mistaken one finds nothing."""

_KEEP = """
DO $$ DECLARE one record; rows bool; empty text := ''; settle text := ''; BEGIN
  CREATE SCHEMA kept;
  CREATE TABLE kept.sequences AS
    SELECT sequencename AS name, last_value FROM pg_sequences WHERE schemaname = 'public';
  FOR one IN SELECT tablename AS name FROM pg_tables
             WHERE schemaname = 'public' AND tablename <> 'alembic_version' ORDER BY 1 LOOP
    empty := empty || format('DELETE FROM public.%I; ', one.name);
    EXECUTE format('SELECT EXISTS (SELECT FROM public.%I)', one.name) INTO rows;
    IF rows THEN
      EXECUTE format('CREATE TABLE kept.%I AS TABLE public.%I', one.name, one.name);
      settle := settle ||
        format('INSERT INTO public.%I SELECT * FROM kept.%I; ', one.name, one.name);
    END IF;
  END LOOP;
  FOR one IN SELECT * FROM kept.sequences LOOP
    empty := empty || format('PERFORM setval(%L, %s); ', 'public.' || one.name, one.last_value);
  END LOOP;
  EXECUTE format('CREATE FUNCTION kept.bring_back(settled bool) RETURNS void LANGUAGE plpgsql '
    'SET session_replication_role = replica AS %L',
    'BEGIN ' || empty || 'IF settled THEN ' || settle || 'END IF; END');
END $$
"""
"""A function with every table's statement in it: a connection plans those only once."""

_BRING_BACK = text("SELECT kept.bring_back(:settled)")


@dataclass(frozen=True)
class Files:
    """A migrated SQLite file, and the same with the village in it, to be copied."""

    empty: Path
    settled: Path
    village: Village

    @classmethod
    async def made(cls, folder: Path) -> "Files":
        """Migrate and settle once."""
        empty, settled = folder / "empty.db", folder / "settled.db"
        store = opened(f"sqlite:///{empty}", KEYS)
        await schema.migrate(store)
        await store.close()
        shutil.copy(empty, settled)
        store = opened(f"sqlite:///{settled}", KEYS)
        async with store.begin() as session:
            village = await settle(session, NOW)
        await store.close()
        return cls(empty, settled, village)

    def copy(self, path: Path, *, settled: bool) -> None:
        """Put a database of its own there, whatever was there before."""
        for ending in ("", "-wal", "-shm"):
            with suppress(FileNotFoundError):
                path.with_name(path.name + ending).unlink()
        shutil.copy(self.settled if settled else self.empty, path)


@dataclass(frozen=True)
class Database:
    """One worker's database on a PostgreSQL server, with what it is brought back to."""

    url: str
    store: Store
    village: Village

    @classmethod
    async def made(cls, server: str, name: str) -> "Database":
        """Create, migrate and settle once."""
        url = await _created(server, name)
        store = opened(url, KEYS)
        await schema.migrate(store)
        async with store.begin() as session:
            await session.execute(text(_APART))
        async with store.begin() as session:
            village = await settle(session, NOW)
        async with store.begin() as session:
            await session.execute(text(_KEEP))
        return cls(url, store, village)

    async def bring_back(self, *, settled: bool) -> None:
        """Undo all that a test did, also what can only be added to."""
        async with self.store.begin() as session:
            await session.execute(_BRING_BACK, {"settled": settled})


async def _created(server: str, name: str) -> str:
    beside = opened(server, KEYS)
    async with beside.writer.connect() as connection:
        alone = await connection.execution_options(isolation_level="AUTOCOMMIT")
        await alone.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
        await alone.execute(text(f'CREATE DATABASE "{name}"'))
    await beside.close()
    url = beside.writer.url.set(drivername="postgresql", database=name)
    return url.render_as_string(hide_password=False)


def reopened(store: Store) -> Store:
    """The database as if opened now, with its statements known; nobody is listening, or waits."""
    writer = store.writer.execution_options()
    reader = writer if store.reader is store.writer else store.reader.execution_options()
    return replace(store, writer=writer, reader=reader, queue=asyncio.Lock())


async def left(store: Store) -> None:
    """After a test: one idle connection to PostgreSQL stays, with the plans that it has made."""
    pool = store.writer.pool
    assert isinstance(pool, QueuePool)
    if store.embedded or pool.checkedout() or pool.checkedin() != 1:
        await store.close()
