"""A month of fifteen households over Telegram: few actions, few messages, and all of it kept."""

import pytest

from storage.store import Store
from tests import month
from tests.month import AN_HAS, FIRST, MOST_ACTIONS, MOST_MESSAGES
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
