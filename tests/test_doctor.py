"""What `gandan doctor` finds in a database that somebody altered, and where nobody can be asked."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, insert, update

from storage import audit
from storage.store import Store
from storage.tables import AuditRow, core
from tests.conftest import NOW
from tests.program import environment, gandan
from tests.storage.test_audit import unguarded

_rows = core(AuditRow)
NOWHERE = "http://127.0.0.1:9"


@pytest.mark.parametrize("done", ["nothing", "altered", "removed", "put in"])
async def test_the_doctor_names_the_first_row_that_does_not_hold_and_what_to_do(
    store: Store, database_url: str, done: str
) -> None:
    async with store.begin() as session:
        for number in range(5):
            await audit.note(session, None, f"act {number}", "visit", number, NOW)
        assert await audit.seal(session, NOW + timedelta(minutes=2)) == 5
        first = await session.scalar(_rows.select().order_by(_rows.c.id)) or 0
    if done != "nothing":
        async with store.begin() as session:
            await unguarded(session)
            match done:
                case "altered":
                    change = update(_rows).where(_rows.c.id.in_([first + 2, first + 3]))
                    await session.execute(change.values(person_id=99))
                case "removed":
                    await session.execute(delete(_rows).where(_rows.c.id == first + 2))
                case "put in":
                    row = {"at": NOW, "action": "x", "thing": "visit", "thing_id": "9"}
                    await session.execute(delete(_rows).where(_rows.c.id == first + 2))
                    await session.execute(insert(_rows).values(row | {"id": first + 2}))
    said = await gandan("doctor", env=environment(database_url, TELEGRAM_API=NOWHERE))
    if done == "nothing":
        assert "ok   audit\n" in said.out
        assert "chain" not in said.out
    else:
        assert f"WRONG audit: the chain breaks at row {first + 2} – " in said.out
        assert "backup" in said.out
        assert said.code == 1


async def test_a_long_chain_is_followed_from_one_portion_to_the_next(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit, "AT_A_TIME", 2)
    async with store.begin() as session:
        for number in range(7):
            await audit.note(session, None, f"act {number}", "visit", number, NOW)
        await audit.seal(session, NOW + timedelta(minutes=2))
        assert await audit.first_broken(session) is None
        last = await session.scalar(_rows.select().order_by(_rows.c.id.desc())) or 0
        await unguarded(session)
        await session.execute(delete(_rows).where(_rows.c.id == last - 3))
        assert await audit.first_broken(session) == last - 3


@pytest.mark.parametrize("engine", ["sqlite"])
async def test_the_doctor_forecasts_also_where_the_messenger_cannot_be_asked(
    store: Store, database_url: str
) -> None:
    env = environment(database_url, ZALO_BOT_TOKEN="145:CANARY-token", ZALO_BOT_API=NOWHERE)
    told = await gandan("doctor", env=env)
    assert told.code == 1
    assert "WRONG Zalo 145: no address for pages and files – " in told.out
    assert "ok   Zalo 145: 0 of 50 people\n     Đã có 0/50 người" in told.out
    assert "0 of 3000 messages this month" in told.out
    assert "CANARY" not in told.out + told.err
