"""Where a month's messages run out, the log and the office hear of it, once at each mark."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import insert, select, update

from bot.domain.people import ConsentState
from bot.domain.plans import Plan
from scheduler.plans import warn_of_plans
from storage import channels
from storage.channels import Channel
from storage.store import Store
from storage.tables import LinkedAddress, OutboxRow, Person, Quota
from tests.announcements import sent as announced
from tests.chat import ACCOUNT, Chat, World
from tests.conftest import NOW
from tests.village import Village

PLANS = {ACCOUNT: Plan(monthly=1000), ("fake", "9"): Plan(monthly=10), ("free", "1"): Plan()}


async def sent(store: Store, count: int, month: str = "2026-11") -> None:
    """So many messages in all went out in a month."""
    whose = {"surface": ACCOUNT[0], "account": ACCOUNT[1], "month": month}
    async with store.begin() as session:
        changed = update(Quota).filter_by(**whose).values(sent=count).returning(Quota.sent)
        if await session.scalar(changed) is None:
            await session.execute(insert(Quota).values(whose | {"sent": count}))


async def letters(store: Store) -> dict[str, str]:
    """What was written, by chat."""
    async with store.reading() as session:
        rows = await session.scalars(select(OutboxRow).order_by(OutboxRow.id))
        return {row.chat: row.payload["text"] for row in rows}


async def test_the_log_says_each_mark_once_a_month(
    store: Store, village: Village, capsys: pytest.CaptureFixture[str]
) -> None:
    for count in (0, 699, 700, 899, 900, 950, 1000, 1200):
        await sent(store, count)
        await warn_of_plans(store, PLANS, NOW)
        await warn_of_plans(store, PLANS, NOW + timedelta(minutes=1))
    december = datetime(2026, 12, 20, 2, 0, tzinfo=UTC)
    await warn_of_plans(store, PLANS, december)
    await sent(store, 700, "2026-12")
    await warn_of_plans(store, PLANS, december)
    said = [line for line in capsys.readouterr().out.splitlines() if "plan_nearly_spent" in line]
    assert [("percent=70" in line, "percent=90" in line) for line in said] == [
        (True, False), (False, True), (True, False),
    ]  # fmt: skip
    assert all("account=demo" in line for line in said)


async def test_the_offices_of_the_communes_concerned_are_told_once_at_each_mark(
    store: Store, village: Village
) -> None:
    async with store.begin() as session:
        elsewhere = update(LinkedAddress).where(LinkedAddress.external_id.in_(["Oanh", "Phúc"]))
        await session.execute(elsewhere.values(account="another"))
    plans = {ACCOUNT: Plan(monthly=3000)}
    for count, figures, words in (
        (2099, "", ""),
        (2150, "2.150 trong 3.000 tin", "Từ 2.700 tin, tin nhắc việc"),
        (2712, "2.712 trong 3.000 tin", "Từ nay đến hết tháng, tin nhắc việc"),
    ):
        await sent(store, count)
        assert await warn_of_plans(store, plans, NOW) == (2 if words else 0)
        assert await warn_of_plans(store, plans, NOW) == 0
        told = await letters(store)
        assert set(told) == ({"Én", "Khoa"} if words else set())
        for said in told.values():
            assert said.startswith("Tháng 11/2026: ")
            assert figures in said
            assert words in said
            assert len(said.splitlines()) <= 6


async def test_who_has_not_agreed_is_not_written_to(store: Store, village: Village) -> None:
    async with store.begin() as session:
        of_office = update(Person).where(Person.id == village.people["Én"])
        await session.execute(of_office.values(consent=ConsentState.NOT_ASKED))
    await sent(store, 950)
    assert await warn_of_plans(store, PLANS, NOW) == 1
    assert set(await letters(store)) == {"Khoa"}


@pytest.mark.parametrize(
    ("now", "goes", "ends"),
    [
        pytest.param(
            datetime(2026, 11, 21, 15, 0, tzinfo=UTC), datetime(2026, 11, 22, 0, 0, tzinfo=UTC),
            datetime(2026, 11, 30, 17, 0, tzinfo=UTC), id="22:00: the next morning",
        ),
        pytest.param(NOW, NOW, datetime(2026, 11, 30, 17, 0, tzinfo=UTC), id="by day: at once"),
    ],
)  # fmt: skip
async def test_it_is_urgent_but_wakes_nobody_and_ends_with_its_month(
    store: Store, village: Village, now: datetime, goes: datetime, ends: datetime
) -> None:
    await sent(store, 900)
    await warn_of_plans(store, PLANS, now)
    async with store.reading() as session:
        rows = list(await session.scalars(select(OutboxRow)))
    assert {(row.urgency, row.not_before, row.expires_at) for row in rows} == {
        ("urgent", goes, ends)
    }


async def test_the_author_of_an_announcement_reads_how_many_wait_for_the_month_to_turn(
    store: Store, village: Village
) -> None:
    async with store.begin() as session:
        await channels.add(session, Channel(*ACCOUNT, token="", own_monthly=100), NOW)
    world = World(store, NOW)
    en = Chat(world, "Én")
    await sent(store, 50)
    number = await announced(en)
    assert "Chờ sang tháng sau" not in await en.say(f"/thongbao {number} ketqua")
    await sent(store, 95)
    told = await en.say(f"/thongbao {number} ketqua")
    assert "Chờ sang tháng sau: 8 người, vì tài khoản nhắn tin gần hết số tin của tháng." in told
    world.later(days=20)
    assert "Chờ sang tháng sau" not in await en.say(f"/thongbao {number} ketqua")
