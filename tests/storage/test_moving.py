"""Letters that wait move with their reader, and nobody is told anything before they agree."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.domain.delivery import LEASE, Delivery
from bot.domain.people import ConsentState
from bot.messages import Address, Outgoing, Urgency
from storage import moving, outbox
from storage.store import Session, Store
from storage.tables import LinkedAddress, OutboxRow, Person
from tests.conftest import NOW
from tests.village import Village

OLD, OTHER_OLD = Address("zalo_bot", "42", "old"), Address("zalo_bot", "43", "older")
HERE = Address("console", "demo", "An")
ACCOUNTS = [("zalo_bot", "42"), ("zalo_bot", "43"), ("console", "demo")]


async def written(
    session: Session, at: Address, person_id: int | None, urgency: Urgency = Urgency.BULK,
    *, answers: int | None = None,
) -> int:  # fmt: skip
    said = Outgoing("tin", urgency=urgency)
    letter_id = await outbox.put(session, at, said, NOW, person_id=person_id, inbox_id=answers)
    assert letter_id is not None
    return letter_id


async def at(session: Session, letter_id: int) -> tuple[Address, Delivery]:
    row = await session.get_one(OutboxRow, letter_id, populate_existing=True)
    return Address(row.surface, row.account, row.chat), row.status


async def test_only_what_waits_for_this_reader_in_these_chats_moves(
    store: Store, village: Village
) -> None:
    an, cuc = village.people["An"], village.people["Cúc"]
    async with store.begin() as session:
        mine = [await written(session, chat, an) for chat in (OLD, OTHER_OLD)]
        mine.append(await written(session, OLD, an, Urgency.LIVE))  # a question of somebody else's
        answer = await written(session, OLD, an, Urgency.LIVE, answers=1)
        others = [await written(session, OLD, who) for who in (cuc, None)]
        sent = await written(session, OLD, an)
        status = update(OutboxRow).where(OutboxRow.id == sent).values(status=Delivery.SENT)
        await session.execute(status)
        assert await moving.with_person(session, an, (), HERE) == 0
        assert await moving.with_person(session, an, (OLD, OTHER_OLD), HERE) == 3
        assert [await at(session, one) for one in mine] == [(HERE, Delivery.QUEUED)] * 3
        for one in (answer, *others):
            assert await at(session, one) == (OLD, Delivery.QUEUED)
        assert await at(session, sent) == (OLD, Delivery.SENT)


@pytest.mark.parametrize("urgency", [Urgency.LIVE, Urgency.BULK])
async def test_what_is_held_is_claimed_by_nobody_until_it_is_let_go(
    store: Store, village: Village, urgency: Urgency
) -> None:
    an = village.people["An"]
    async with store.begin() as session:
        push = await written(session, HERE, an, urgency)
        assert [due.id for due in await outbox.claim(session, "first", NOW, 9, ACCOUNTS)] == [push]
        await moving.hold(session, an, NOW)
        answer = await written(session, HERE, an, Urgency.LIVE, answers=1)
        later = NOW + 2 * LEASE
        assert await outbox.stamp(session, push, "first", NOW) is None, "taken out of the hand"
        assert [d.id for d in await outbox.claim(session, "other", later, 9, ACCOUNTS)] == [answer]
        await moving.agreed(session, an)
        assert [d.id for d in await outbox.claim(session, "third", later, 9, ACCOUNTS)] == [push]


@pytest.mark.parametrize("state", [state for state in ConsentState if state != ConsentState.GIVEN])
async def test_who_has_not_agreed_is_answered_and_told_nothing_else(
    store: Store, village: Village, state: ConsentState
) -> None:
    an = village.people["An"]
    async with store.begin() as session:
        await session.execute(update(Person).where(Person.id == an).values(consent=state))
        told = [
            await written(session, HERE, an, urgency) for urgency in (Urgency.LIVE, Urgency.URGENT)
        ]
        answer = await written(session, HERE, an, Urgency.LIVE, answers=1)
        for push in told:
            await outbox.claim(session, "me", NOW, 9, ACCOUNTS)
            assert await outbox.stamp(session, push, "me", NOW) is None
            assert (await at(session, push))[1] is Delivery.EXPIRED
        await outbox.claim(session, "me", NOW, 9, ACCOUNTS)
        stamped = await outbox.stamp(session, answer, "me", NOW)
        assert stamped is not None
        assert stamped.id == answer


async def test_off_an_account_each_letter_goes_to_where_its_reader_writes_now(
    store: Store, village: Village
) -> None:
    an, cuc = village.people["An"], village.people["Cúc"]
    async with store.begin() as session:
        heard = update(LinkedAddress).where(LinkedAddress.external_id.in_(["An", "Cúc"]))
        await session.execute(heard.values(last_heard_at=NOW - timedelta(days=1)))
        gone = update(LinkedAddress).where(LinkedAddress.external_id == "Cúc")
        await session.execute(gone.values(gone_at=NOW))
        letters = [await written(session, OLD, who) for who in (an, cuc, None)]
        decided = await written(session, OLD, an, Urgency.LIVE)
        answer = await written(session, OLD, an, Urgency.LIVE, answers=1)
        elsewhere = await written(session, OTHER_OLD, an)
        assert await moving.off_account(session, "zalo_bot", "42", "over", NOW) == (2, 3)
        assert [await at(session, one) for one in letters] == [
            (HERE, Delivery.QUEUED), (OLD, Delivery.FAILED), (OLD, Delivery.FAILED),
        ]  # fmt: skip
        assert await at(session, decided) == (HERE, Delivery.QUEUED)
        assert await at(session, answer) == (OLD, Delivery.FAILED)
        assert await at(session, elsewhere) == (OTHER_OLD, Delivery.QUEUED)
