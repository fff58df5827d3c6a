"""Which of the letters that came by themselves is the newest that its reader has before them."""

from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.domain.delivery import Delivery
from bot.messages import Address, Choice, Outgoing, Urgency
from storage import outbox, screens
from storage.drafts import Pushed
from storage.store import Session, Store
from storage.tables import OutboxRow
from tests.conftest import NOW
from tests.village import Village

on_one_engine = pytest.mark.parametrize("engine", ["sqlite"])
"""For cases that ask the database nothing that the others here do not ask on both."""
CHAT = Address("zalo_bot", "42", "an")
CHOICES = (Choice("Xem việc tháng này", "/thangnay"),)
SURE, ASKED = True, False


@dataclass(frozen=True)
class Came:
    """A letter that came by itself, so many seconds after the hour."""

    at: int
    status: Delivery = Delivery.SENT
    settled: int | None = 0  # seconds after it was stamped; None: it never was


@dataclass(frozen=True)
class Answered:
    """The answer to a message: when it was written and when it arrived, after the hour."""

    written: int
    settled: int | None
    status: Delivery = Delivery.SENT
    to: str = "An"
    at: Address = field(default=CHAT)


async def put(
    session: Session, person_id: int, to: Address, written: int, *, answers: int | None
) -> int:
    letter_id = await outbox.put(
        session, to, Outgoing("tin", urgency=Urgency.LIVE), NOW + timedelta(seconds=written),
        person_id=person_id, inbox_id=answers,
    )  # fmt: skip
    assert letter_id is not None
    return letter_id


async def stands(session: Session, letter_id: int, status: Delivery, settled: int | None) -> None:
    at = None if settled is None else NOW + timedelta(seconds=settled)
    letter = update(OutboxRow).where(OutboxRow.id == letter_id)
    await session.execute(letter.values(status=status, settled_at=at))


async def below(
    store: Store, village: Village, came: list[Came], answers: list[Answered]
) -> tuple[int, bool] | None:
    """Which of the letters that came stands below everything, and whether that is sure."""
    an, pushed = village.people["An"], []
    async with store.begin() as session:
        for one in came:
            letter_id = await put(session, an, CHAT, one.at, answers=None)
            settled = None if one.settled is None else one.at + one.settled
            await stands(session, letter_id, one.status, settled)
            pushed.append(Pushed(letter_id, NOW + timedelta(seconds=one.at), CHOICES))
        for number, answer in enumerate(answers, 1):
            whose = village.people[answer.to]
            letter_id = await put(session, whose, answer.at, answer.written, answers=number)
            await stands(session, letter_id, answer.status, answer.settled)
        found = await screens.below_the_last_answer(session, CHAT, an, tuple(pushed))
    return None if found is None else (pushed.index(found.pushed), found.sure)


ALONE = {
    "sent": (Delivery.SENT, (0, SURE)),
    "seen to arrive": (Delivery.DELIVERED, (0, SURE)),
    "read": (Delivery.READ, (0, SURE)),
    "acknowledged": (Delivery.ACKNOWLEDGED, (0, SURE)),
    "on its way": (Delivery.SENDING, (0, ASKED)),
    "nobody knows": (Delivery.UNKNOWN, (0, ASKED)),
    "put back": (Delivery.QUEUED, None),
    "failed": (Delivery.FAILED, None),
    "too late": (Delivery.EXPIRED, None),
    "somebody has to call": (Delivery.CALL_NEEDED, None),
}


@pytest.mark.parametrize(("status", "shown"), ALONE.values(), ids=ALONE.keys())
@on_one_engine
async def test_what_came_is_there_as_far_as_anybody_knows(
    store: Store, village: Village, status: Delivery, shown: tuple[int, bool] | None
) -> None:
    settled = None if status in (Delivery.QUEUED, Delivery.SENDING) else 0
    assert await below(store, village, [Came(0, status, settled)], []) == shown


ONE_CAME = {  # answers beside one letter that was stamped at 0 and arrived at 0
    "arrived before it": ([Answered(-5, -4)], (0, SURE)),
    "arrived with it": ([Answered(-5, 0)], (0, SURE)),
    "arrived after it": ([Answered(-5, 1)], None),
    "one before and one after it": ([Answered(-9, -8), Answered(-5, 1)], None),
    "waits to be sent": ([Answered(-5, None, Delivery.QUEUED)], (0, ASKED)),
    "being sent": ([Answered(-5, None, Delivery.SENDING)], (0, ASKED)),
    "one arrived, one is being sent": (
        [Answered(-9, -8), Answered(-5, None, Delivery.SENDING)], (0, ASKED),
    ),
    "failed after it": ([Answered(-5, 1, Delivery.FAILED)], (0, SURE)),
    "came too late after it": ([Answered(-5, 1, Delivery.EXPIRED)], (0, SURE)),
    "may have arrived after it": ([Answered(-5, 1, Delivery.UNKNOWN)], None),
    "nobody wrote down when": ([Answered(-5, None)], (0, SURE)),
    "written ten minutes before it, and late": ([Answered(-600, 1)], None),
    "written longer before, and never seen again": (
        [Answered(-601, None, Delivery.SENDING)], (0, SURE),
    ),
    "to another person in the same chat": ([Answered(-5, 1, to="Cúc")], (0, SURE)),
    "in another of her chats": (
        [Answered(-5, 1, at=Address("zalo_bot", "42", "another"))], (0, SURE),
    ),
    "through another account": ([Answered(-5, 1, at=Address("zalo_bot", "43", "an"))], (0, SURE)),
    "on another messenger": ([Answered(-5, 1, at=Address("telegram", "42", "an"))], (0, SURE)),
}  # fmt: skip


@pytest.mark.parametrize(("answers", "shown"), ONE_CAME.values(), ids=ONE_CAME.keys())
async def test_an_answer_stands_below_it_if_it_arrived_later_in_the_same_chat(
    store: Store, village: Village, answers: list[Answered], shown: tuple[int, bool] | None
) -> None:
    assert await below(store, village, [Came(0)], answers) == shown


SEVERAL_CAME = {
    "the newer one": ([Came(0), Came(60)], [], (1, SURE)),
    "the older one where the newer failed": (
        [Came(0), Came(60, Delivery.FAILED)], [], (0, SURE),
    ),
    "none where both failed": ([Came(0, Delivery.FAILED), Came(60, Delivery.FAILED)], [], None),
    "the newer one, below what was answered between": (
        [Came(0), Came(60)], [Answered(20, 30)], (1, SURE),
    ),
    "none, where the newer failed and the older was answered below": (
        [Came(0), Came(60, Delivery.FAILED)], [Answered(20, 30)], None,
    ),
    "the newer one, not surely": ([Came(0), Came(60, Delivery.UNKNOWN)], [], (1, ASKED)),
    "what is on its way since before the first of them": (
        [Came(0), Came(900)], [Answered(-300, None, Delivery.SENDING)], (1, ASKED),
    ),
    "it went out at its stamp and arrived a little later": (
        [Came(0, settled=8)], [Answered(-5, 5)], (0, SURE),
    ),
    "nobody knows yet when it arrives": (
        [Came(0, Delivery.SENDING, None)], [Answered(-5, 1)], None,
    ),
    "an answer before what is on its way": (
        [Came(0, Delivery.SENDING, None)], [Answered(-5, -1)], (0, ASKED),
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    ("came", "answers", "shown"), SEVERAL_CAME.values(), ids=SEVERAL_CAME.keys()
)
@on_one_engine
async def test_of_several_the_newest_that_arrived_is_shown(
    store: Store, village: Village, came: list[Came], answers: list[Answered],
    shown: tuple[int, bool] | None,
) -> None:  # fmt: skip
    assert await below(store, village, came, answers) == shown


async def test_a_letter_that_was_forgotten_meanwhile_is_not_there(
    store: Store, village: Village
) -> None:
    gone = Pushed(10**6, NOW, CHOICES)
    async with store.reading() as session:
        an = village.people["An"]
        assert await screens.below_the_last_answer(session, CHAT, an, (gone,)) is None
