"""SQLite, whose statements run where they are: what has to wait waits, and nobody waits with it."""

import asyncio
import sqlite3
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, OperationalError

from storage.store import Store, opened
from tests.conftest import KEYS


@pytest_asyncio.fixture
async def path(tmp_path: Path) -> Path:
    """A database with one table."""
    path = tmp_path / "one.db"
    with sqlite3.connect(path) as plain:
        plain.execute("PRAGMA journal_mode=WAL")
        plain.execute("CREATE TABLE said (id INTEGER PRIMARY KEY, words TEXT UNIQUE)")
    plain.close()
    return path


async def _write(store: Store, words: str) -> None:
    async with store.begin() as session:
        await session.execute(text("INSERT INTO said (words) VALUES (:words)"), {"words": words})


async def _write_and_fail(store: Store) -> None:
    async with store.begin() as session:
        await session.execute(text("INSERT INTO said (words) VALUES ('hai')"))
        await session.execute(text("SELECT no_such_column FROM said"))


async def _read(store: Store) -> list[str]:
    async with store.reading() as session:
        return list(await session.scalars(text("SELECT words FROM said ORDER BY id")))


async def test_while_another_process_writes_we_wait_and_all_else_goes_on(path: Path) -> None:
    store = opened(f"sqlite:///{path}", KEYS)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    async with asyncio.TaskGroup() as group:
        writing = group.create_task(_write(store, "đến sau"))
        for _ in range(50):
            await asyncio.sleep(0)
        assert not writing.done()
        assert await _read(store) == []
        other.execute("INSERT INTO said (words) VALUES ('đến trước')")
        other.execute("COMMIT")
    assert await _read(store) == ["đến trước", "đến sau"]
    other.close()
    await store.close()


async def test_a_statement_that_fails_leaves_no_transaction_behind(path: Path) -> None:
    store = opened(f"sqlite:///{path}", KEYS)
    await _write(store, "một")
    with pytest.raises(IntegrityError):
        await _write(store, "một")
    with pytest.raises(OperationalError):
        await _write_and_fail(store)
    await _write(store, "ba")
    assert await _read(store) == ["một", "ba"]
    await store.close()


async def test_who_is_cancelled_in_the_middle_leaves_nothing_half_written(path: Path) -> None:
    store = opened(f"sqlite:///{path}", KEYS)
    reached = asyncio.Event()

    async def half() -> None:
        async with store.begin() as session:
            await session.execute(text("INSERT INTO said (words) VALUES ('nửa chừng')"))
            reached.set()
            await asyncio.Event().wait()

    async with asyncio.TaskGroup() as group:
        task = group.create_task(half())
        await reached.wait()
        task.cancel()
    await _write(store, "trọn")
    assert await _read(store) == ["trọn"]
    await store.close()


async def test_many_rows_go_in_at_once_and_say_how_many(path: Path) -> None:
    store = opened(f"sqlite:///{path}", KEYS)
    async with store.begin() as session:
        rows = [{"words": str(n)} for n in range(500)]
        await session.execute(text("INSERT INTO said (words) VALUES (:words)"), rows)
        changed = await session.execute(text("UPDATE said SET words = words || '!'"))
        assert getattr(changed, "rowcount", 0) == 500
    assert len(await _read(store)) == 500
    await store.close()


async def test_a_connection_without_a_session_works_too(path: Path) -> None:
    store = opened(f"sqlite:///{path}", KEYS)
    async with store.writer.begin() as connection:
        await connection.execute(text("INSERT INTO said (words) VALUES ('một')"))
    assert await _read(store) == ["một"]
    await store.close()
