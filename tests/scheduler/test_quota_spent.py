"""An account whose plan allows no more: it rests, is tried once an hour, and loses nothing."""

from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.domain.delivery import Delivery
from bot.messages import AccountRefused, Outcome, Outgoing, QuotaSpent, Sent, TryLater, Urgency
from scheduler.pacing import Pacing
from scheduler.postman import MOST_IN_FLIGHT, Postman
from storage import outbox
from storage.store import Store
from storage.tables import OutboxRow
from tests.conftest import NOW
from tests.fakes import FakeClock, FakeMessenger


async def put(store: Store, count: int) -> list[int]:
    letters = []
    async with store.begin() as session:
        for number in range(count):
            to, said = FakeMessenger().at(f"c{number}"), Outgoing(f"{number}", urgency=Urgency.BULK)
            letters.append(await outbox.put(session, to, said, NOW))
    return [letter for letter in letters if letter is not None]


async def row(store: Store, letter_id: int) -> OutboxRow:
    async with store.reading() as session:
        return await session.get_one(OutboxRow, letter_id)


def told(logs: Any) -> list[str]:
    return [entry["log_level"] for entry in logs if entry["event"] == "quota_spent"]


async def test_nothing_goes_out_for_an_hour_and_no_try_is_counted(
    store: Store, postman: Postman, messenger: FakeMessenger, clock: FakeClock
) -> None:
    [letter] = await put(store, 1)
    messenger.fail(QuotaSpent("429"))
    await postman.round()

    clock.turn(minutes=59)
    assert await postman.round() == 0

    waiting = await row(store, letter)
    assert (waiting.status, waiting.attempts) == (Delivery.QUEUED, 0)


@pytest.mark.parametrize("engine", ["sqlite"])
async def test_it_is_tried_every_hour_and_told_once(
    store: Store, postman: Postman, messenger: FakeMessenger, clock: FakeClock
) -> None:
    letters = await put(store, 12)
    hours = 30
    messenger.fail(*[QuotaSpent("429")] * hours * MOST_IN_FLIGHT)

    with capture_logs() as logs:
        for _ in range(hours):
            await postman.round()
            clock.turn(minutes=61)

    assert told(logs) == ["error"]
    assert hours <= len(messenger.tried) <= hours * MOST_IN_FLIGHT
    messenger.failures.clear()
    for _ in range(4):
        await postman.round()
    assert len(messenger.sent) == len(letters)


async def test_once_something_went_out_the_next_time_is_told_again(
    store: Store, messenger: FakeMessenger
) -> None:
    pacing = Pacing({("fake", "1"): 5})
    due = outbox.Due(1, messenger.at("an"), Urgency.LIVE)

    with capture_logs() as logs:
        for outcome in (QuotaSpent("429"), QuotaSpent("429"), Sent("m"), QuotaSpent("429")):
            async with store.begin() as session:
                await pacing.heed(session, due, outcome, NOW)

    assert told(logs) == ["error", "error"]


@pytest.mark.parametrize("engine", ["sqlite"])
@pytest.mark.parametrize(
    "outcome",
    [QuotaSpent("429"), AccountRefused("401"), TryLater(reached=False), TryLater(3, flood=True)],
    ids=["spent", "refused", "unreached", "flood"],
)
async def test_the_log_says_which_account_rests(
    store: Store, messenger: FakeMessenger, outcome: Outcome
) -> None:
    due = outbox.Due(1, messenger.at("an"), Urgency.LIVE)
    with capture_logs() as logs:
        async with store.begin() as session:
            await Pacing({("fake", "1"): 5}).heed(session, due, outcome, NOW)
    assert [(entry["surface"], entry["account"]) for entry in logs] == [("fake", "1")]
