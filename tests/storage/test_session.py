"""A transaction: what the driver is handed and what goes through SQLAlchemy are one."""

import asyncio
import sqlite3
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import asyncpg
import pytest
from sqlalchemy import Text, bindparam, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from bot.domain.delivery import InboxStatus
from storage.rehearsal import rehearsal
from storage.session import Session
from storage.store import Store
from storage.tables import Draft, InboxRow, core
from tests.conftest import NOW

_inbox, _drafts = core(InboxRow), core(Draft)
_EVENT = bindparam("event_", type_=Text)
_PUT = insert(_inbox)
_PUT_AND_SAY = insert(_inbox).returning(_inbox.c.id, _inbox.c.status, _inbox.c.attempts)
_READ = select(_inbox).where(_inbox.c.event_id == _EVENT)
_SETTLE = (
    update(_inbox)
    .where(_inbox.c.event_id == _EVENT, _inbox.c.status == InboxStatus.NEW)
    .values(status=InboxStatus.DONE, attempts=_inbox.c.attempts + 1)
)
_ALL_OF = select(_inbox.c.id).where(_inbox.c.event_id.in_(bindparam("events_", expanding=True)))
_DRAFT = insert(_drafts)
_DRAFTS = select(_drafts.c.state, _drafts.c.offered, _drafts.c.person_id)
_TWICE = text("SELECT :word AS word, :word || :other AS words")


def row(event_id: str, **more: object) -> dict[str, Any]:
    """What a message needs to be stored; the rest has its defaults."""
    return {
        "surface": "fake", "account": "1", "event_id": event_id, "chat": "an", "raw": b"\x00\xff",
        "received_at": NOW, "next_at": NOW, **more,
    }  # fmt: skip


async def put(store: Store, event_id: str) -> None:
    async with store.begin() as session:
        await session.touched(_PUT, row(event_id))


async def events(store: Store) -> list[str]:
    async with store.reading() as session:
        return list(await session.scalars(select(InboxRow.event_id).order_by(InboxRow.id)))


# --- What is said and what is read ----------------------------------------------------------------


async def test_a_row_is_read_as_sqlalchemy_reads_it(store: Store) -> None:
    hanoi = timezone(timedelta(hours=7))
    async with store.begin() as session:
        said = row("e1", next_at=datetime(2026, 11, 21, 9, 30, tzinfo=hanoi), raw=None)
        assert await session.touched(_PUT, said) == 1
        (ours,) = await session.rows(_READ, {"event_": "e1"})
        theirs = (await session.execute(_READ, {"event_": "e1"})).one()
    assert tuple(ours) == tuple(theirs)
    assert ours._fields == tuple(theirs._fields)
    assert ours.next_at == datetime(2026, 11, 21, 2, 30, tzinfo=UTC)
    assert ours.status is InboxStatus.NEW
    assert (ours.attempts, ours.wants_file, ours.raw, ours.file_id) == (0, "", None, None)


async def test_what_an_insert_returns_is_read_too(store: Store) -> None:
    async with store.begin() as session:
        (one,) = await session.rows(_PUT_AND_SAY, row("e1"))
        (other,) = await session.rows(_PUT_AND_SAY, row("e2", attempts=3))
    assert other.id > one.id
    assert (one.status, one.attempts) == (InboxStatus.NEW, 0)
    assert (other.status, other.attempts) == (InboxStatus.NEW, 3)


async def test_json_comes_back_as_it_went_in(store: Store) -> None:
    state = {"answers": {"name": "Nguyễn \"Ba\" 'Lành'"}, "page": 0, "asking": True, "held": None}
    draft = {
        "surface": "fake", "account": "1", "chat": "an", "person_id": None, "state": state,
        "offered": [["Có", "yes"]], "changed_at": NOW,
    }  # fmt: skip
    async with store.begin() as session:
        await session.touched(_DRAFT, draft)
        found = await session.rows(_DRAFTS, {})
        kept = await session.get(Draft, ("fake", "1", "an"))
    assert [tuple(one) for one in found] == [(state, [["Có", "yes"]], None)]
    assert kept is not None
    assert (kept.state, kept.form, kept.nonce) == (state, "", "")


async def test_how_many_rows_were_touched_is_said(store: Store) -> None:
    await put(store, "e1")
    async with store.begin() as session:
        assert await session.touched(_SETTLE, {"event_": "e1"}) == 1
        assert await session.touched(_SETTLE, {"event_": "e1"}) == 0
        assert await session.rows(_READ, {"event_": "e2"}) == ()
        (one,) = await session.rows(_READ, {"event_": "e1"})
    assert (one.status, one.attempts) == (InboxStatus.DONE, 1)


async def test_a_place_may_be_named_twice(store: Store) -> None:
    async with store.begin() as session:
        (found,) = await session.rows(_TWICE, {"word": "a", "other": "b"})
    assert (found.word, found.words) == ("a", "ab")


async def test_a_list_of_values_does_not_go_this_way(store: Store) -> None:
    async with store.begin() as session:
        with pytest.raises(ValueError, match="list of values"):
            await session.rows(_ALL_OF, {"events_": ["e1"]})


async def test_a_time_without_a_zone_is_not_taken(store: Store) -> None:
    with pytest.raises(ValueError, match="zone"):
        async with store.begin() as session:
            await session.touched(_PUT, row("e1", next_at=datetime(2026, 11, 21)))  # noqa: DTZ001
    assert await events(store) == []


# --- One transaction ------------------------------------------------------------------------------


async def test_objects_and_statements_see_each_other(store: Store) -> None:
    async with store.begin() as session:
        await session.touched(_PUT, row("e1"))
        found = await session.scalar(select(InboxRow).where(InboxRow.event_id == "e1"))
        assert found is not None
        found.chat = "binh"
        await session.flush()
        (one,) = await session.rows(_READ, {"event_": "e1"})
        assert one.chat == "binh"
        session.add(InboxRow(**row("e2")))
    assert await events(store) == ["e1", "e2"]


@pytest.mark.parametrize("with_objects", [False, True], ids=["statements", "objects"])
async def test_leaving_with_an_exception_undoes_all(store: Store, with_objects: bool) -> None:
    async def half(session: Session) -> None:
        await session.touched(_PUT, row("e1"))
        if with_objects:
            session.add(InboxRow(**row("e2")))
            await session.flush()
        raise LookupError

    with pytest.raises(LookupError):
        async with store.begin() as session:
            await half(session)
    await put(store, "e3")
    assert await events(store) == ["e3"]


@pytest.mark.parametrize("with_objects", [False, True], ids=["statements", "objects"])
async def test_a_statement_that_fails_leaves_nothing_behind(
    store: Store, with_objects: bool
) -> None:
    async def one_too_many() -> None:
        async with store.begin() as session:
            if with_objects:
                session.add(InboxRow(**row("e0")))
                await session.flush()
            await session.touched(_PUT, row("e2"))
            await session.touched(_PUT, row("e1"))

    await put(store, "e1")
    with pytest.raises((sqlite3.IntegrityError, asyncpg.UniqueViolationError)):
        await one_too_many()
    await put(store, "e3")
    assert await events(store) == ["e1", "e3"]


@pytest.mark.parametrize("with_objects", [False, True], ids=["statements", "objects"])
async def test_who_is_cancelled_in_the_middle_keeps_nothing(
    store: Store, with_objects: bool
) -> None:
    reached = asyncio.Event()

    async def half() -> None:
        async with store.begin() as session:
            await session.touched(_PUT, row("e1"))
            if with_objects:
                session.add(InboxRow(**row("e2")))
                await session.flush()
            reached.set()
            await asyncio.Event().wait()

    async with asyncio.TaskGroup() as group:
        task = group.create_task(half())
        await reached.wait()
        task.cancel()
    await put(store, "e3")
    assert await events(store) == ["e3"]


async def test_a_savepoint_holds_for_both_ways(store: Store) -> None:
    async with store.begin() as session:
        await session.touched(_PUT, row("e1"))
        aside = await session.begin_nested()
        await session.touched(_PUT, row("e2"))
        session.add(InboxRow(**row("e3")))
        await session.flush()
        await aside.rollback()
        async with session.begin_nested():
            await session.touched(_PUT, row("e4"))
    assert await events(store) == ["e1", "e4"]


async def test_what_is_rehearsed_is_seen_there_and_nowhere_else(store: Store) -> None:
    async def half(stage: Store) -> None:
        async with stage.begin() as session:
            await session.touched(_PUT, row("e2"))
            raise LookupError

    async with rehearsal(store) as stage:
        await put(stage, "e1")
        with pytest.raises(LookupError):
            await half(stage)
        await put(stage, "e3")
        assert await events(stage) == ["e1", "e3"]
    assert await events(store) == []


async def test_what_a_transaction_remembers_is_its_own(store: Store) -> None:
    async with store.reading() as session:
        session.info["seen"] = 1
    async with store.reading() as session:
        assert session.info == {"keys": store.keys}


def test_nothing_else_is_made_up() -> None:
    with pytest.raises(AttributeError):
        _ = Session.__new__(Session).no_such_thing


# --- The server goes away -------------------------------------------------------------------------


async def cut_off(session: Session, *whom: int) -> None:
    """The server closes these connections; it is told so over another."""
    for pid in whom:
        await session.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": pid})
    await asyncio.sleep(0.05)  # until it is heard of


async def pid_of(session: Session) -> int:
    return int(await session.scalar(text("SELECT pg_backend_pid()")) or 0)


@pytest.mark.parametrize("engine", ["postgresql"])
async def test_a_connection_that_was_closed_while_it_rested_is_not_lent(store: Store) -> None:
    async with store.begin() as session:
        async with store.begin() as one, store.begin() as other:
            resting = await pid_of(one), await pid_of(other)
        await cut_off(session, *resting)
    for n in range(4):
        await put(store, f"e{n}")
    assert await events(store) == ["e0", "e1", "e2", "e3"]


@pytest.mark.parametrize("with_objects", [False, True], ids=["statements", "objects"])
@pytest.mark.parametrize("engine", ["postgresql"])
async def test_a_connection_that_is_lost_in_the_middle_is_lost_alone(
    store: Store, with_objects: bool, caplog: pytest.LogCaptureFixture
) -> None:
    async def lost() -> None:
        async with store.begin() as other, store.begin() as session:
            await session.touched(_PUT, row("e1"))
            await cut_off(other, await pid_of(session))
            if with_objects:
                session.add(InboxRow(**row("e2")))
                await session.flush()
            await session.touched(_PUT, row("e2"))

    with pytest.raises((asyncpg.PostgresError, asyncpg.InterfaceError, DBAPIError)):
        await lost()
    await put(store, "e3")
    assert await events(store) == ["e3"]
    assert caplog.records == []
