"""Every message counts against its account's month, once, whatever became of it."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from bot.domain.delivery import LEASE
from bot.messages import (
    AccountRefused,
    Address,
    Ambiguous,
    Outcome,
    Outgoing,
    OutsideWindow,
    QuotaSpent,
    RecipientGone,
    Rejected,
    Sent,
    TryLater,
)
from storage import outbox, quotas, rewording, settlement
from storage.store import Store
from storage.tables import OutboxRow
from tests.conftest import NOW

ACCOUNT, OTHER = ("fake", "1"), ("fake", "2")
MONTH = "2026-11"


async def stamped(
    store: Store, account: tuple[str, str] = ACCOUNT, chat: str = "an", edits: str | None = None
) -> int:
    """A letter that is about to be sent."""
    async with store.begin() as session:
        letter_id = await outbox.put(
            session, Address(*account, chat), Outgoing("Chào đồng chí."), NOW,
            leased_by="me", edits=edits,
        )  # fmt: skip
        assert letter_id is not None
        assert await outbox.stamp(session, letter_id, "me", NOW) is not None
    return letter_id


async def settle(
    store: Store, letter_id: int, outcome: Outcome, now: datetime = NOW, *, carried: bool = False
) -> None:
    async with store.begin() as session:
        await settlement.settle(session, letter_id, "me", outcome, now, carried=carried)


async def sent(store: Store, month: str = MONTH) -> dict[tuple[str, str], int]:
    async with store.reading() as session:
        return await quotas.sent(session, month)


@pytest.mark.parametrize(
    ("outcome", "messages"),
    [
        pytest.param(Sent("m"), 1, id="sent"),
        pytest.param(Sent("m", 3), 3, id="sent in three parts"),
        pytest.param(Ambiguous("reset"), 1, id="it may have arrived"),
        pytest.param(Ambiguous("reset", 2), 2, id="the second part may have arrived"),
        pytest.param(Rejected("no"), 0, id="rejected"),
        pytest.param(Rejected("no", 1), 1, id="rejected behind a part that arrived"),
        pytest.param(RecipientGone("blocked"), 0, id="nobody there"),
        pytest.param(OutsideWindow("48 h"), 0, id="too late to write to"),
        pytest.param(TryLater(why="500"), 0, id="to be tried again"),
        pytest.param(AccountRefused("401"), 0, id="the account is refused"),
        pytest.param(QuotaSpent("429"), 0, id="nothing is left"),
    ],
)
async def test_what_a_letter_counts_for(store: Store, outcome: Outcome, messages: int) -> None:
    await settle(store, await stamped(store), outcome)
    assert (await sent(store)).get(ACCOUNT, 0) == messages


async def test_each_account_and_month_has_its_own_count(store: Store) -> None:
    for account, chat in ((ACCOUNT, "a"), (ACCOUNT, "b"), (OTHER, "a")):
        await settle(store, await stamped(store, account, chat), Sent("m"))
    later = NOW + timedelta(days=30)
    await settle(store, await stamped(store, chat="c"), Sent("m"), later)
    assert await sent(store) == {ACCOUNT: 2, OTHER: 1}
    assert await sent(store, "2026-12") == {ACCOUNT: 1}
    assert await sent(store, "2026-10") == {}


@pytest.mark.parametrize(
    ("moment", "month"),
    [
        pytest.param(datetime(2026, 11, 30, 16, 59, 59, 999999, UTC), "2026-11", id="23:59:59"),
        pytest.param(datetime(2026, 11, 30, 17, 0, tzinfo=UTC), "2026-12", id="midnight"),
        pytest.param(datetime(2026, 12, 31, 17, 0, tzinfo=UTC), "2027-01", id="the new year"),
        pytest.param(datetime(2028, 2, 29, 12, 0, 0, 1, UTC), "2028-02", id="a leap day"),
    ],
)
async def test_a_month_begins_at_midnight_in_vietnam(
    store: Store, moment: datetime, month: str
) -> None:
    await settle(store, await stamped(store), Sent("m"), moment)
    assert await sent(store, month) == {ACCOUNT: 1}


async def test_letters_that_go_out_in_another_count_for_nothing_of_their_own(store: Store) -> None:
    first, second = await stamped(store), await stamped(store, chat="b")
    await settle(store, first, Sent("m", 2))
    await settle(store, second, Sent("m", 2), carried=True)
    assert await sent(store) == {ACCOUNT: 2}


async def test_a_letter_tried_again_counts_when_it_arrives(store: Store) -> None:
    letter_id = await stamped(store)
    await settle(store, letter_id, TryLater(why="500"))
    later = NOW + timedelta(minutes=1)
    async with store.begin() as session:
        assert [due.id for due in await outbox.claim(session, "me", later, 1, [ACCOUNT])]
        assert await outbox.stamp(session, letter_id, "me", later) is not None
    await settle(store, letter_id, Sent("m"), later)
    assert await sent(store) == {ACCOUNT: 1}


async def test_what_a_dead_postman_left_counts_once_also_when_it_settles_late(
    store: Store,
) -> None:
    first, _ = await stamped(store), await stamped(store, OTHER)
    edit = await stamped(store, chat="b", edits="77")
    async with store.begin() as session:
        assert await settlement.recover(session, NOW + LEASE) == 3
    assert await sent(store) == {ACCOUNT: 1, OTHER: 1}
    await settle(store, first, Sent("m"), NOW + LEASE)
    assert await sent(store) == {ACCOUNT: 1, OTHER: 1}
    async with store.reading() as session:
        assert (await session.get_one(OutboxRow, edit)).messages == 0, "it will be sent again"


async def test_what_a_dead_postman_sent_as_one_counts_as_one(store: Store) -> None:
    letters = [await stamped(store, chat=chat) for chat in ("an", "b", "c")]
    async with store.begin() as session:
        await rewording.as_one(session, letters, Outgoing("Ba tin."))
    async with store.begin() as session:
        assert await settlement.recover(session, NOW + LEASE) == 3
    assert await sent(store) == {ACCOUNT: 1}


async def test_a_letter_that_comes_back_from_among_others_counts_by_itself(store: Store) -> None:
    letters = [await stamped(store, chat=chat) for chat in ("an", "b")]
    async with store.begin() as session:
        await rewording.as_one(session, letters, Outgoing("Hai tin."))
    later = NOW + timedelta(minutes=1)
    for letter_id in letters:
        await settle(store, letter_id, TryLater(why="500"))
    async with store.begin() as session:
        await outbox.claim(session, "me", later, 2, [ACCOUNT])
        for letter_id in letters:
            assert await outbox.stamp(session, letter_id, "me", later) is not None
        assert await settlement.recover(session, later + LEASE) == 2
    assert await sent(store) == {ACCOUNT: 2}


async def test_nothing_counts_twice_and_nothing_of_anothers(store: Store) -> None:
    letter_id = await stamped(store)
    async with store.begin() as session:
        await settlement.settle(session, letter_id, "another", Sent("m"), NOW)
    assert await sent(store) == {}
    await settle(store, letter_id, Sent("m"))
    await settle(store, letter_id, Sent("m"))
    assert await sent(store) == {ACCOUNT: 1}


async def test_what_is_rolled_back_was_not_counted(store: Store) -> None:
    letter_id = await stamped(store)

    async def lose_the_database() -> None:
        async with store.begin() as session:
            await settlement.settle(session, letter_id, "me", Sent("m"), NOW)
            raise ConnectionError

    with pytest.raises(ConnectionError):
        await lose_the_database()
    assert await sent(store) == {}


async def test_side_by_side_none_is_lost_and_the_rows_say_the_same(store: Store) -> None:
    letters = [await stamped(store, chat=f"c{n}") for n in range(24)]
    await asyncio.gather(*(settle(store, one, Sent("m", 1 + one % 2)) for one in letters))
    assert await sent(store) == {ACCOUNT: sum(1 + one % 2 for one in letters)}


async def test_other_changes_of_a_letter_count_for_nothing(store: Store) -> None:
    letter_id = await stamped(store)
    await settle(store, letter_id, Sent("m"))
    async with store.begin() as session:
        blank = update(OutboxRow).where(OutboxRow.id == letter_id).values(payload={}, messages=1)
        await session.execute(blank)
    assert await sent(store) == {ACCOUNT: 1}
