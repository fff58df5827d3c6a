"""What a letter asks for before it may go: one pace for all, and the burst for answers."""

import pytest

from bot.messages import Address, Urgency
from scheduler.pacing import AHEAD_FOR_BULK, Pacing
from storage.outbox import Due
from storage.rates import Slot
from tests.conftest import NOW

ACCOUNT = ("fake", "1")


def slots(urgency: Urgency, rate: float = 25) -> tuple[Slot, Slot, float]:
    """Of the account, of the chat, and how far ahead they may be."""
    due = Due(7, Address(*ACCOUNT, "an"), urgency)
    (whole, chat), ahead = Pacing({ACCOUNT: rate}).slots(due, NOW)
    return whole, chat, ahead


@pytest.mark.parametrize("urgency", list(Urgency), ids=str)
def test_everything_that_leaves_an_account_is_counted_in_one_place(urgency: Urgency) -> None:
    whole, chat, _ = slots(urgency)
    assert (whole.key, whole.rate, whole.burst) == ("account:fake:1", 25, 5)
    assert (chat.key, chat.rate, chat.burst, chat.ahead) == ("chat:fake:1:an", 1, 3, False)


@pytest.mark.parametrize("urgency", [one for one in Urgency if one is not Urgency.LIVE], ids=str)
def test_only_an_answer_may_have_the_whole_burst(urgency: Urgency) -> None:
    assert slots(urgency)[0].spared == 2
    assert slots(Urgency.LIVE)[0].spared == 0


@pytest.mark.parametrize(
    ("rate", "steps"), [pytest.param(25, 2, id="25"), pytest.param(5, 0, id="5: no burst at all")]
)
def test_bulk_is_behind_by_what_an_answer_may_take_at_once(rate: float, steps: int) -> None:
    whole, _, ahead = slots(Urgency.BULK, rate)
    assert whole.behind == pytest.approx(steps / rate)
    assert whole.behind < ahead == AHEAD_FOR_BULK


def test_an_answer_may_wait_for_a_slot_that_bulk_leaves_alone() -> None:
    assert slots(Urgency.LIVE)[2] > slots(Urgency.BULK)[2]
