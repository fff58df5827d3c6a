"""Letters that wait: moved, held and let go for one reader on one account, and for nobody else."""

from datetime import timedelta
from types import MappingProxyType

import pytest
from sqlalchemy import update

from bot.domain.delivery import LEASE, Delivery
from bot.domain.people import ConsentState
from bot.messages import Address, Outgoing, Urgency
from storage import moving, outbox
from storage.moving import UNTIL_AGREED
from storage.store import Session, Store
from storage.tables import OutboxRow, Person
from tests.conftest import NOW
from tests.village import Village

HERE, CUC = Address("console", "demo", "An"), Address("console", "demo", "Cúc")
BOT, BESIDE = Address("zalo_bot", "42", "an"), Address("zalo_bot", "43", "an")
NAMESAKE, NEW = Address("telegram", "42", "an"), Address("zalo_bot", "42", "new phone")
LATER = NOW + 2 * LEASE
ACCOUNTS = MappingProxyType({one.account: (one.surface, one.account) for one in (HERE, BOT)})


async def put(
    session: Session, at: Address, person_id: int | None, *, answers: int | None = None
) -> int:
    said = Outgoing("tin", urgency=Urgency.BULK if answers is None else Urgency.LIVE)
    letter_id = await outbox.put(session, at, said, NOW, person_id=person_id, inbox_id=answers)
    assert letter_id is not None
    return letter_id


async def row_of(session: Session, letter_id: int) -> OutboxRow:
    return await session.get_one(OutboxRow, letter_id, populate_existing=True)


async def place(session: Session, letter_id: int) -> Address:
    row = await row_of(session, letter_id)
    return Address(row.surface, row.account, row.chat)


async def stands(session: Session, letter_id: int, status: Delivery) -> None:
    letter = update(OutboxRow).where(OutboxRow.id == letter_id)
    await session.execute(letter.values(status=status, settled_at=NOW))


async def due(session: Session) -> list[int]:
    """What a postman would take in hand, by id."""
    found = await outbox.claim(session, "somebody", LATER, 50, list(ACCOUNTS.values()))
    return sorted(one.id for one in found)


# --- Held until they agree


async def test_what_is_held_is_one_readers_alone(store: Store, village: Village) -> None:
    an, cuc = village.people["An"], village.people["Cúc"]
    async with store.begin() as session:
        held = [await put(session, HERE, an), await put(session, BOT, an)]
        others = [await put(session, CUC, cuc), await put(session, CUC, None)]
        answer = await put(session, HERE, an, answers=1)
        await moving.hold(session, an, NOW)
        rows = [await row_of(session, one) for one in held]
        assert [(row.lease_owner, row.lease_until) for row in rows] == [
            ("", NOW + UNTIL_AGREED), ("", NOW + UNTIL_AGREED),
        ]  # fmt: skip
        assert await due(session) == sorted([others[0], answer])


async def test_what_has_gone_out_is_not_held(store: Store, village: Village) -> None:
    an = village.people["An"]
    async with store.begin() as session:
        letters = {status: await put(session, HERE, an) for status in Delivery}
        for status, one in letters.items():
            await stands(session, one, status)
        await moving.hold(session, an, NOW)
        held = [
            status for status, one in letters.items() if (await row_of(session, one)).lease_until
        ]
    assert held == [Delivery.QUEUED]


async def test_only_who_agrees_hears_what_was_held(store: Store, village: Village) -> None:
    an, cuc = village.people["An"], village.people["Cúc"]
    async with store.begin() as session:
        mine, theirs = await put(session, HERE, an), await put(session, CUC, cuc)
        for who in (an, cuc):
            await moving.hold(session, who, NOW)
        assert await due(session) == []
        await moving.agreed(session, an)
        assert await due(session) == [mine]
        await moving.agreed(session, cuc)
        assert (await row_of(session, theirs)).lease_until is None


async def test_agreeing_takes_no_letter_out_of_a_postmans_hand(
    store: Store, village: Village
) -> None:
    an = village.people["An"]
    async with store.begin() as session:
        letter = await put(session, HERE, an)
        assert await due(session) == [letter]
        await moving.agreed(session, an)
        row = await row_of(session, letter)
        assert (row.lease_owner, row.lease_until) == ("somebody", LATER + LEASE)


@pytest.mark.parametrize("after", [UNTIL_AGREED - timedelta(seconds=1), UNTIL_AGREED])
async def test_what_is_held_is_looked_at_again_after_thirty_days(
    store: Store, village: Village, after: timedelta
) -> None:
    async with store.begin() as session:
        letter = await put(session, HERE, village.people["An"])
        await moving.hold(session, village.people["An"], NOW)
        found = await outbox.claim(session, "me", NOW + after, 9, list(ACCOUNTS.values()))
        assert [one.id for one in found] == ([letter] if after >= UNTIL_AGREED else [])


# --- Moved to another chat


@pytest.mark.parametrize("end", ["of the chat", "of the account"])
async def test_a_letter_that_is_held_stays_held_where_it_goes(
    store: Store, village: Village, end: str
) -> None:
    an = village.people["An"]
    async with store.begin() as session:
        letter = await put(session, BOT, an)
        withdrawn = update(Person).where(Person.id == an)
        await session.execute(withdrawn.values(consent=ConsentState.NOT_ASKED))
        await moving.hold(session, an, NOW)
        if end == "of the chat":
            assert await moving.with_person(session, an, (BOT,), HERE) == 1
        else:
            assert await moving.off_account(session, "zalo_bot", "42", "over", NOW) == (1, 0)
        assert await place(session, letter) == HERE
        row = await row_of(session, letter)
        assert (row.status, row.lease_owner, row.lease_until) == (
            Delivery.QUEUED, "", NOW + UNTIL_AGREED,
        )  # fmt: skip
        assert await due(session) == []


@pytest.mark.parametrize("end", ["of the chat", "of the account"])
async def test_one_in_a_postmans_hand_goes_along_and_is_put_down(
    store: Store, village: Village, end: str
) -> None:
    an = village.people["An"]
    async with store.begin() as session:
        letter = await put(session, BOT, an)
        assert await due(session) == [letter]
        if end == "of the chat":
            await moving.with_person(session, an, (BOT,), HERE)
        else:
            await moving.off_account(session, "zalo_bot", "42", "over", NOW)
        row = await row_of(session, letter)
        assert (row.lease_owner, row.lease_until) == ("", None)
        assert await outbox.stamp(session, letter, "somebody", LATER) is None
        assert await due(session) == [letter]
        assert await place(session, letter) == HERE


@pytest.mark.parametrize(
    "beside",
    [
        pytest.param(BESIDE, id="another account"),
        pytest.param(NAMESAKE, id="its namesake elsewhere"),
        pytest.param(NEW, id="another chat of the account"),
    ],
)
async def test_what_waits_in_other_chats_stays_there(
    store: Store, village: Village, beside: Address
) -> None:
    an = village.people["An"]
    async with store.begin() as session:
        letter = await put(session, beside, an)
        assert await moving.with_person(session, an, (BOT,), HERE) == 0
        assert await place(session, letter) == beside


# --- Off an account


async def test_off_an_account_goes_only_what_waits_there(store: Store, village: Village) -> None:
    an = village.people["An"]
    async with store.begin() as session:
        waits, answer = await put(session, BOT, an), await put(session, BOT, an, answers=1)
        beside = [await put(session, at, an) for at in (BESIDE, NAMESAKE, HERE)]
        settled = {status: await put(session, BOT, an) for status in Delivery}
        for status, one in settled.items():
            await stands(session, one, status)
        del settled[Delivery.QUEUED]
        then = NOW + timedelta(hours=1)
        assert await moving.off_account(session, "zalo_bot", "42", "over", then) == (2, 1)
        assert await place(session, waits) == HERE
        failed = await row_of(session, answer)
        assert (failed.status, failed.error, failed.settled_at) == (Delivery.FAILED, "over", then)
        assert (failed.lease_owner, failed.lease_until) == ("", None)
        assert [await place(session, one) for one in beside] == [BESIDE, NAMESAKE, HERE]
        for status, one in settled.items():
            row = await row_of(session, one)
            assert (row.status, row.account, row.error, row.settled_at) == (status, "42", "", NOW)


async def test_each_reader_is_followed_to_where_they_are(store: Store, village: Village) -> None:
    names = ("An", "Cúc", "Hà")
    async with store.begin() as session:
        letters = {
            name: [await put(session, BOT, village.people[name]) for _ in range(2)]
            for name in names
        }
        assert await moving.off_account(session, "zalo_bot", "42", "over", NOW) == (6, 0)
        for name in names:
            for one in letters[name]:
                assert await place(session, one) == Address("console", "demo", name)


async def test_an_account_where_nothing_waits_fails_nothing(store: Store, village: Village) -> None:
    async with store.begin() as session:
        letter = await put(session, HERE, village.people["An"])
        assert await moving.off_account(session, "zalo_bot", "42", "over", NOW) == (0, 0)
        assert (await row_of(session, letter)).status is Delivery.QUEUED
