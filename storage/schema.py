"""Bringing a database to the schema of this version, and saying whether it is there."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from storage.store import Store

_LOCK = 720_021  # any number, the same everywhere: two processes must not migrate at once


async def migrate(store: Store) -> None:
    """Create or upgrade the schema, in one transaction."""
    async with store.writer.begin() as connection:
        if not store.embedded:
            await connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        await connection.run_sync(_upgrade)


async def is_current(store: Store) -> bool:
    """Whether the database has every step of this version, and no newer one."""
    async with store.reader.connect() as connection:
        return await connection.run_sync(_revision) == newest()


def newest() -> str:
    """The last step of this version."""
    head = ScriptDirectory.from_config(config()).get_current_head()
    assert head is not None
    return head


def config(connection: Connection | None = None) -> Config:
    """Alembic's settings, found without a file: the steps travel inside the package."""
    settings = Config()
    settings.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    settings.attributes["connection"] = connection
    return settings


def _upgrade(connection: Connection) -> None:
    command.upgrade(config(connection), "head")


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()
