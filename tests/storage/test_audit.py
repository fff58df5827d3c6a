"""The audit's chain: whatever is done to sealed rows behind the program's back is noticed."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, insert, text, update

from storage import audit
from storage.store import Session, Store
from storage.tables import AuditRow, AuditSeal, core
from tests.conftest import NOW

LATER = NOW + timedelta(minutes=2)
LATE = 10**9  # an id far behind all that the other tests have used up
_rows, _seals = core(AuditRow), core(AuditSeal)


async def sealed(session: Session, *actions: str) -> None:
    for action in actions:
        await audit.note(session, None, action, "visit", 7, NOW)
    assert await audit.seal(session, LATER) == len(actions)


async def unguarded(session: Session) -> None:
    """Somebody with the database's password can switch the triggers off."""
    if session.get_bind().dialect.name == "sqlite":
        for verb in ("update", "delete"):
            await session.execute(text(f"DROP TRIGGER audit_no_{verb}"))
    else:
        await session.execute(text("SET LOCAL session_replication_role = replica"))


@pytest.fixture
async def chained(store: Store) -> Store:
    async with store.begin() as session:
        await sealed(session, "first", "second", "third")
        await session.execute(insert(_rows).values(_row(id=LATE, action="late")))
        assert await audit.seal(session, LATER) == 1
    return store


def _row(**differing: object) -> dict[str, object]:
    return {"at": NOW, "person_id": 1, "action": "x", "thing": "visit", "thing_id": "7"} | differing


async def first_broken(store: Store) -> str | None:
    """The action of the row at which the chain breaks."""
    async with store.reading() as session:
        broken = await audit.first_broken(session)
        row = await session.get(AuditRow, broken) if broken is not None else None
        return None if broken is None else row.action if row is not None else "gone"


async def test_an_untouched_chain_holds(chained: Store) -> None:
    assert await first_broken(chained) is None


async def test_rows_of_the_last_minute_are_not_sealed_yet(store: Store) -> None:
    async with store.begin() as session:
        await audit.note(session, None, "fresh", "visit", 7, LATER)
        assert await audit.seal(session, LATER + timedelta(seconds=59)) == 0
        assert await audit.seal(session, LATER + timedelta(seconds=60)) == 1
    assert await first_broken(store) is None


async def test_a_changed_row_breaks_the_chain(chained: Store) -> None:
    async with chained.begin() as session:
        await unguarded(session)
        await session.execute(update(_rows).where(_rows.c.action == "second").values(person_id=99))
    assert await first_broken(chained) == "second"


async def test_a_row_that_is_gone_breaks_the_chain(chained: Store) -> None:
    async with chained.begin() as session:
        await unguarded(session)
        await session.execute(delete(_rows).where(_rows.c.action == "second"))
    assert await first_broken(chained) == "gone"


async def test_a_row_that_is_gone_with_its_seal_breaks_the_chain(chained: Store) -> None:
    async with chained.begin() as session:
        await unguarded(session)
        second = await session.scalar(_rows.select().where(_rows.c.action == "second"))
        await session.execute(delete(_rows).where(_rows.c.id == second))
        await session.execute(delete(_seals).where(_seals.c.audit_id == second))
    assert await first_broken(chained) == "third"


async def test_a_row_that_was_put_in_breaks_the_chain(chained: Store) -> None:
    async with chained.begin() as session:
        await session.execute(insert(_rows).values(_row(id=LATE - 500, action="forged")))
    assert await first_broken(chained) == "forged"
