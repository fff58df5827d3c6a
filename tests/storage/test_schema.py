"""The schema, step by step, on both engines."""

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, delete, literal_column, select, text, update
from sqlalchemy.exc import DBAPIError

from bot.domain.visits import NotDoneReason
from storage import audit, schema, snoozes
from storage.schema import Standing
from storage.store import Store
from storage.tables import AuditRow, Snooze, Table
from tests.conftest import NOW
from tests.village import Village

TODAY = NOW.date()


async def test_every_step_goes_up_and_down_and_up_again(store: Store) -> None:
    def stairs(connection: Connection) -> None:
        config = schema.config(connection)
        command.downgrade(config, "base")
        command.upgrade(config, "head")

    async with store.writer.begin() as connection:
        await connection.run_sync(stairs)
    assert await schema.is_current(store)


async def test_the_steps_lead_to_the_tables_that_the_code_speaks_of(store: Store) -> None:
    def differences(connection: Connection) -> list[object]:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, Table.metadata))

    async with store.writer.begin() as connection:
        assert await connection.run_sync(differences) == []


async def test_migrating_twice_changes_nothing(store: Store) -> None:
    await schema.migrate(store)
    assert await schema.is_current(store)


async def test_that_somebody_was_ill_is_forgotten(store: Store, village: Village) -> None:
    """A reason that was offered once, on a database of that time."""

    def once_more(connection: Connection) -> None:
        command.downgrade(schema.config(connection), "0006")
        command.upgrade(schema.config(connection), "head")

    async with store.begin() as session:
        for name, until in (("An", TODAY), ("Bình", TODAY)):
            await snoozes.put_off(
                session, village.people[name], "2026-11", until, NotDoneReason.WEATHER, NOW
            )
        ill = update(Snooze).where(Snooze.person_id == village.people["An"])
        await session.execute(ill.values(reason=literal_column("'MEMBER_SICK'")))
    async with store.writer.begin() as connection:
        await connection.run_sync(once_more)
    async with store.reading() as session:
        told = {one.person_id: one.reason for one in await session.scalars(select(Snooze))}
    assert told == {
        village.people["An"]: NotDoneReason.MEMBER_PRIVATE,
        village.people["Bình"]: NotDoneReason.WEATHER,
    }


@pytest.mark.parametrize(
    ("version", "standing"),
    [("0006", Standing.BEHIND), ("of tomorrow", Standing.ANOTHERS), (None, Standing.ANOTHERS)],
    ids=["older", "newer", "with our tables and no version"],
)
async def test_a_database_of_another_version_is_not_current(
    store: Store, version: str | None, standing: Standing
) -> None:
    await _become(store, version)
    try:
        assert not await schema.is_current(store)
        assert await schema.standing(store) is standing
    finally:
        await _become(store, schema.newest())


async def _become(store: Store, version: str | None) -> None:
    async with store.writer.begin() as connection:
        await connection.execute(text("DELETE FROM alembic_version"))
        if version is not None:
            step = text("INSERT INTO alembic_version VALUES (:version)")
            await connection.execute(step, {"version": version})


@pytest.mark.parametrize("change", [update(AuditRow).values(action="nothing"), delete(AuditRow)])
async def test_the_audit_can_only_be_added_to(store: Store, change: object) -> None:
    async with store.begin() as session:
        await audit.note(session, None, "imported", "commune", "1", NOW)
    with pytest.raises(DBAPIError, match="only added to"):
        async with store.begin() as session:
            await session.execute(change)  # type: ignore[call-overload]  # either statement
