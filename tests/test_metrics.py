"""What is seen of each account from outside: messages and people against its plan."""

from datetime import timedelta

import pytest
from prometheus_client import CollectorRegistry
from sqlalchemy import insert

from bot.domain.plans import Plan
from bot.metrics import Gauges
from storage import rates
from storage.store import Store
from storage.tables import Quota
from tests.chat import ACCOUNT
from tests.conftest import NOW
from tests.village import Village

NEW = ("fake", "2")
PLANS = {ACCOUNT: Plan(seats=50, monthly=3000), NEW: Plan()}


async def test_each_account_shows_its_month_and_its_people_against_its_plan(
    store: Store, village: Village
) -> None:
    async with store.begin() as session:
        for month, sent in (("2026-10", 2000), ("2026-11", 812)):
            row = {"surface": ACCOUNT[0], "account": ACCOUNT[1], "month": month, "sent": sent}
            await session.execute(insert(Quota).values(row))
    registry = CollectorRegistry()
    gauges = Gauges(registry)

    def of(name: str, account: tuple[str, str]) -> float | None:
        labels = dict(zip(("surface", "account"), account, strict=True))
        return registry.get_sample_value(f"gandan_{name}", labels)

    await gauges.measure(store, NOW, PLANS)
    shown = ("messages_month", "messages_month_limit", "seats_taken", "seats_limit")
    assert [of(name, ACCOUNT) for name in shown] == [812, 3000, 11, 50]
    assert [of(name, NEW) for name in shown] == [0, None, 0, None]
    assert (of("account_rests_seconds", ACCOUNT), of("account_rests_seconds", NEW)) == (0, 0)
    await gauges.measure(store, NOW + timedelta(days=10), {ACCOUNT: Plan(seats=60)})
    assert [of(name, ACCOUNT) for name in shown] == [0, None, 11, 60]
    assert [of(name, NEW) for name in shown] == [None] * 4
    async with store.begin() as session:
        await rates.block(session, rates.whole(ACCOUNT), 3600, NOW.timestamp())
    await gauges.measure(store, NOW, PLANS)
    assert of("account_rests_seconds", ACCOUNT) == pytest.approx(3600, abs=60)
