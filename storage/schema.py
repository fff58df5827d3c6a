"""Bringing a database to the schema of this version, and saying whether it is there."""

from enum import StrEnum
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from storage.store import Store
from storage.tables import Table

_LOCK = 720_021  # any number, the same everywhere: two processes must not migrate at once


class Standing(StrEnum):
    """How what a database holds stands to the schema of this version."""

    CURRENT = "current"
    BEHIND = "behind"  # or holding nothing yet
    ANOTHERS = "anothers"  # of a newer version, or of another program


async def migrate(store: Store) -> None:
    """Create or upgrade the schema, in one transaction."""
    async with store.writer.begin() as connection:
        if not store.embedded:
            await connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        await connection.run_sync(_upgrade)


async def is_current(store: Store) -> bool:
    """Whether the database has every step of this version, and no newer one."""
    return await standing(store) is Standing.CURRENT


async def standing(store: Store) -> Standing:
    """Whether the database is of this version, can be brought to it, or is not ours."""
    async with store.reader.connect() as connection:
        return await connection.run_sync(_standing)


def newest() -> str:
    """The last step of this version."""
    return _steps()[0]


def _steps() -> list[str]:
    return [one.revision for one in ScriptDirectory.from_config(config()).walk_revisions()]


def config(connection: Connection | None = None) -> Config:
    """Alembic's settings, found without a file: the steps travel inside the package."""
    settings = Config()
    settings.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    settings.attributes["connection"] = connection
    return settings


def _upgrade(connection: Connection) -> None:
    command.upgrade(config(connection), "head")


def _standing(connection: Connection) -> Standing:
    revision, steps = MigrationContext.configure(connection).get_current_revision(), _steps()
    if revision == steps[0]:
        return Standing.CURRENT
    if revision is None:
        return Standing.ANOTHERS if _holds_anothers(connection) else Standing.BEHIND
    return Standing.BEHIND if revision in steps else Standing.ANOTHERS


def _holds_anothers(connection: Connection) -> bool:
    """A file is one program's; on a server others' tables may stand beside ours."""
    names = set(inspect(connection).get_table_names()) - {"alembic_version"}
    embedded = connection.dialect.name == "sqlite"
    return bool(names if embedded else names & set(Table.metadata.tables))
