"""Names that processes hold: one holder each, seen by the others, gone with the process."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from sqlalchemy import String, cast, select, text
from sqlalchemy.exc import DBAPIError

from storage.presence import Presence, alone, gone
from storage.store import Store, opened


@pytest_asyncio.fixture
async def other(store: Store, database_url: str) -> AsyncIterator[Store]:
    """What another process has open."""
    other = opened(database_url, store.keys)
    yield other
    await other.close()


@pytest.fixture
def server(store: Store) -> Store:
    if store.embedded:
        pytest.skip("SQLite has one process")
    return store


async def thought_gone(store: Store, name: str) -> bool | None:
    async with store.reading() as session:
        return await session.scalar(select(gone(cast(name, String))))


async def hang_up(store: Store) -> None:
    """End whatever holds a name here, as the kernel does for a process that was killed."""
    async with store.begin() as session:
        await session.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"
                " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
            )
        )


async def test_a_name_has_one_holder_at_a_time(store: Store, other: Store) -> None:
    async with alone(store, "listen") as ours, alone(other, "listen") as theirs:
        assert ours
        assert theirs is store.embedded  # one process, which never asks twice
    async with alone(other, "listen") as theirs:
        assert theirs


async def test_two_names_do_not_get_in_each_others_way(store: Store, other: Store) -> None:
    async with alone(store, "listen:1") as ours, alone(other, "listen:2") as theirs:
        assert ours
        assert theirs


async def test_who_shows_himself_again_and_again_is_gone_when_he_leaves(
    server: Store, other: Store
) -> None:
    presence = Presence(server, "postman-1")
    assert await thought_gone(other, "postman-1")
    for _ in range(3):
        assert await presence.show()
        assert await thought_gone(other, "postman-1") is False
    assert await thought_gone(other, "postman-2")
    await presence.leave()
    assert await thought_gone(other, "postman-1")
    await presence.leave()


async def test_a_holder_whose_connection_is_cut_is_gone_and_may_come_back(
    server: Store, other: Store
) -> None:
    presence = Presence(server, "postman-1")
    await presence.show()
    await hang_up(other)
    assert await thought_gone(other, "postman-1")
    with pytest.raises(DBAPIError):
        await presence.show()
    assert await presence.show()
    assert await thought_gone(other, "postman-1") is False
    await presence.leave()


async def test_a_holder_whose_connection_is_cut_can_still_leave(
    server: Store, other: Store
) -> None:
    async with alone(server, "listen"):
        await hang_up(other)
    async with alone(other, "listen") as theirs:
        assert theirs
