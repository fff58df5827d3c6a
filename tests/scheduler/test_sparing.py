"""The last tenth of a month's messages is kept for answers and what is urgent."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import insert, select, update

from bot.domain.delivery import Delivery
from bot.domain.plans import Plan
from bot.messages import Outgoing, QuotaSpent, Urgency
from scheduler.pacing import Pacing
from scheduler.postman import Postman
from storage import outbox, quotas
from storage.store import Store
from storage.tables import LinkedAddress, OutboxRow, Quota
from tests.conftest import NOW
from tests.fakes import FakeClock, FakeMessenger
from tests.scheduler.conftest import ACCOUNT, FREE
from tests.village import Village
from tests.wire import counted

UNBOUND = ("fake", "2")
DECEMBER = datetime(2026, 11, 30, 17, 0, tzinfo=UTC)
ALL = tuple(Urgency)


@pytest.fixture
def postman(store: Store, messenger: FakeMessenger, clock: FakeClock) -> Postman:
    """Who sends on an account of 100 messages a month, and on one without a bound."""
    pacing = Pacing(
        dict.fromkeys((ACCOUNT, UNBOUND), FREE.rate), FREE, {ACCOUNT: Plan(monthly=100)}
    )
    senders = dict.fromkeys((ACCOUNT, UNBOUND), messenger.send)
    return Postman(store, senders, pacing, clock=clock, pause=clock.pause)


async def already(store: Store, sent: int, month: str = "2026-11") -> None:
    """So many messages went out in a month."""
    surface, account = ACCOUNT
    async with store.begin() as session:
        row = {"surface": surface, "account": account, "month": month, "sent": sent}
        await session.execute(insert(Quota).values(row))


async def put(
    store: Store, urgency: Urgency, chat: str, account: str = "1",
    expires_at: datetime | None = None,
) -> None:  # fmt: skip
    address = FakeMessenger(account=account).at(chat)
    async with store.begin() as session:
        outgoing = Outgoing(f"{urgency} {account}", urgency=urgency)
        await outbox.put(session, address, outgoing, NOW, expires_at=expires_at)


async def all_sent(postman: Postman) -> None:
    while await postman.round():
        pass


@pytest.mark.parametrize(
    ("sent", "goes"),
    [
        pytest.param(0, ["live", "urgent", "digest", "bulk"], id="a new month"),
        pytest.param(90, ["live", "urgent"], id="the last tenth"),
        pytest.param(100, ["live", "urgent"], id="nothing left: the messenger decides"),
    ],
)
async def test_what_still_goes_out(
    store: Store, postman: Postman, messenger: FakeMessenger, sent: int, goes: list[str]
) -> None:
    await already(store, sent)
    for urgency in reversed(ALL):
        await put(store, urgency, "an")
    await all_sent(postman)
    assert [text.split()[0] for text in messenger.texts] == goes


async def test_what_is_held_back_waits_for_the_turn_of_the_month_or_its_own_end(
    store: Store, postman: Postman, messenger: FakeMessenger, clock: FakeClock
) -> None:
    await already(store, 95)
    await put(store, Urgency.BULK, "an")
    await put(store, Urgency.BULK, "binh", expires_at=NOW + timedelta(days=2))
    await put(store, Urgency.DIGEST, "cuc")
    await all_sent(postman)
    clock.now = DECEMBER - timedelta(seconds=1)
    await postman.keep_house(alone=True)
    await all_sent(postman)
    assert messenger.texts == []
    clock.now = DECEMBER
    await all_sent(postman)
    assert sorted(messenger.texts) == ["bulk 1", "digest 1"]
    async with store.reading() as session:
        assert await quotas.sent(session, "2026-12") == {ACCOUNT: 2}
        expired = select(OutboxRow.chat).where(OutboxRow.status == Delivery.EXPIRED)
        assert list(await session.scalars(expired)) == ["binh"]


async def test_an_account_that_spares_holds_up_no_other(
    store: Store, postman: Postman, messenger: FakeMessenger
) -> None:
    await already(store, 95)
    for n in range(12):
        await put(store, Urgency.BULK, f"c{n}")
    await put(store, Urgency.BULK, "an", account="2")
    await put(store, Urgency.LIVE, "binh")
    await all_sent(postman)
    assert sorted(messenger.texts) == ["bulk 2", "live 1"]


async def test_bulk_stops_where_the_tenth_begins(
    store: Store, postman: Postman, messenger: FakeMessenger
) -> None:
    """As many as are leased at once may go beyond it: a few of thousands."""
    await already(store, 80)
    for n in range(30):
        await put(store, Urgency.BULK, f"c{n}")
    await all_sent(postman)
    assert 10 <= len(messenger.texts) < 10 + 6
    async with store.reading() as session:
        assert await quotas.sent(session, "2026-11") == {ACCOUNT: 80 + len(messenger.texts)}


@pytest.mark.parametrize("engine", ["sqlite"])
async def test_an_answer_is_tried_when_nothing_is_left_and_lost_never(
    store: Store, postman: Postman, messenger: FakeMessenger, clock: FakeClock
) -> None:
    await already(store, 100)
    messenger.fail(QuotaSpent("429"))
    await put(store, Urgency.LIVE, "an")
    await all_sent(postman)
    assert (len(messenger.tried), messenger.texts) == (1, [])
    async with store.reading() as session:
        assert await quotas.sent(session, "2026-11") == {ACCOUNT: 100}
    clock.now = DECEMBER + timedelta(hours=1)
    await all_sent(postman)
    assert messenger.texts == ["live 1"]


async def test_what_goes_out_together_counts_as_one_message(
    store: Store, village: Village, postman: Postman, messenger: FakeMessenger
) -> None:
    async with store.begin() as session:
        hers = update(LinkedAddress).where(LinkedAddress.external_id == "An")
        await session.execute(hers.values(surface="fake", account="1"))
        for words in ("Một", "Hai", "Ba"):
            await outbox.put(
                session, messenger.at("An"), Outgoing(words, urgency=Urgency.BULK), NOW,
                person_id=village.people["An"],
            )  # fmt: skip
    await all_sent(postman)
    [letter] = messenger.sent
    assert len(letter.carries) == 2
    async with store.reading() as session:
        assert await quotas.sent(session, "2026-11") == {ACCOUNT: 1}
        assert set(await session.scalars(select(OutboxRow.status))) == {Delivery.SENT}


async def test_where_no_plan_is_bound_a_claim_asks_for_nothing_more(
    store: Store, messenger: FakeMessenger, clock: FakeClock
) -> None:
    free = Pacing({UNBOUND: FREE.rate}, FREE, {UNBOUND: Plan(seats=50)})
    postman = Postman(store, {UNBOUND: messenger.send}, free, clock=clock, pause=clock.pause)
    await postman.round()
    async with counted(store) as cost:
        await postman.round()
    assert len(cost.statements) == 2, "which accounts may send, and the claim"
