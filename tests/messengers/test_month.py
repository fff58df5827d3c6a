"""A month of fifteen households over Telegram: few actions, few messages, and all of it kept."""

import pytest

from storage.store import Store
from tests import month
from tests.month import AN_HAS, FIRST, MOST_ACTIONS, MOST_MESSAGES
from tests.telegram_village import moved_to_telegram
from tests.village import Village


@pytest.mark.parametrize("engine", ["sqlite"])
async def test_over_telegram_it_is_the_month_of_the_documentation(
    store: Store, village: Village
) -> None:
    hand, chat = await month.played(store, village)
    assert len(hand.done) <= MOST_ACTIONS
    assert chat.messages <= MOST_MESSAGES
    await month.has_kept(store, village.people["An"], AN_HAS, FIRST)
    assert month.page(hand, chat) == month.PAGE.read_text(encoding="utf-8"), (
        "after a change of words: python -m tests.month"
    )


@pytest.mark.parametrize("engine", ["sqlite"])
async def test_two_taps_that_are_faster_than_the_answer_both_tick(
    store: Store, village: Village
) -> None:
    async with store.begin() as session:
        await moved_to_telegram(session, village)
    async with month.over_telegram(store) as chat:
        hand = chat.hand
        await hand.say("danhdau")
        await chat.tap_at_once("Số 2 ·", "Số 3 ·", "Số 3 ·")
        ticked = [label for label in hand.labels() if label.startswith("✓")]
        assert [label.split(" – ")[0] for label in ticked] == [
            "✓ Số 2 · Tư Hạnh",
            "✓ Số 3 · Danh Sóc",
        ]
        assert chat.messages == 1
