"""One postman for several accounts: one whose messenger answers nobody holds up no other."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from sqlalchemy import select

from bot.domain.delivery import Delivery
from bot.messages import Letter, Outgoing, Urgency
from scheduler.pacing import Pace, Pacing
from scheduler.postman import MOST_OF_SEVERAL, Postman
from storage import outbox
from storage.store import Store
from storage.tables import OutboxRow
from tests.conftest import NOW
from tests.fakes import FakeClock, FakeMessenger
from tests.scheduler.test_postman import at_work, becomes

EACH = 8


@pytest_asyncio.fixture
async def answers() -> AsyncIterator[asyncio.Event]:
    """Until then the first messenger answers nobody."""
    event = asyncio.Event()
    yield event
    event.set()


async def write(store: Store, messenger: FakeMessenger, urgency: Urgency, count: int) -> None:
    async with store.begin() as session:
        for number in range(count):
            said = Outgoing(f"{urgency} {number}", urgency=urgency)
            await outbox.put(session, messenger.at(f"chat {urgency} {number}"), said, NOW)


@pytest.mark.parametrize("urgency", [Urgency.LIVE, Urgency.BULK])
async def test_an_account_that_hangs_holds_up_no_other(
    store: Store, answers: asyncio.Event, urgency: Urgency
) -> None:
    async def hang(_: Letter) -> None:
        await answers.wait()

    dead, alive = FakeMessenger(account="1", before=hang), FakeMessenger(account="2")
    senders = {(one.surface, one.account): one.send for one in (dead, alive)}
    free = Pace(10_000, 10_000)
    postman = Postman(
        store, senders, Pacing(dict.fromkeys(senders, 10_000.0), free), clock=FakeClock(NOW)
    )
    await write(store, dead, urgency, EACH)
    await write(store, alive, urgency, EACH)

    async def all_there() -> bool:
        return len(alive.sent) == EACH

    async with at_work(postman):
        await becomes(all_there)
        assert len(dead.tried) == MOST_OF_SEVERAL
        answers.set()

        async def those_too() -> bool:
            return len(dead.sent) == EACH

        await becomes(those_too)
    assert (len(dead.tried), len(alive.tried)) == (EACH, EACH)


async def test_what_was_handed_over_for_an_account_that_left_is_not_sent_and_not_unsure(
    store: Store,
) -> None:
    gone, stays = FakeMessenger(account="1"), FakeMessenger(account="2")
    senders = {(one.surface, one.account): one.send for one in (gone, stays)}
    free = Pace(10_000, 10_000)
    pacing = Pacing(dict.fromkeys(senders, 10_000.0), free)
    postman = Postman(store, senders, pacing, clock=FakeClock(NOW))
    for one in (gone, stays):
        async with store.begin() as session:
            said = Outgoing("tin", urgency=Urgency.LIVE)
            letter_id = await outbox.put(session, one.at("An"), said, NOW, leased_by=postman.name)
        assert letter_id is not None
        postman.deliver(letter_id, one.at("An"))
    del senders[gone.surface, gone.account]
    await postman.flush()
    async with store.reading() as session:
        rows = select(OutboxRow.status).order_by(OutboxRow.id)
        assert list(await session.scalars(rows)) == [Delivery.QUEUED, Delivery.SENT]
    assert (len(gone.tried), len(stays.tried)) == (0, 1)
