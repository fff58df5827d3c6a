"""A chat becomes somebody's: which others are theirs no more, and what is known of it from then."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.domain.delivery import Delivery
from bot.messages import Address, Outgoing, Urgency
from storage import channels, linking, outbox
from storage.channels import Channel
from storage.linking import Redeemed
from storage.store import Session, Store
from storage.tables import AuditRow, LinkedAddress, OutboxRow
from tests.conftest import NOW
from tests.village import Village

EARLIER = NOW - timedelta(days=30)
PHONE, LOST = Address("zalo_bot", "42", "new phone"), Address("zalo_bot", "42", "lost phone")
OTHER_BOT, OLD_BOT = Address("zalo_bot", "43", "an"), Address("zalo_bot", "7", "an")
TELEGRAM, HERE = Address("telegram", "42", "new phone"), Address("console", "demo", "An")


async def of(session: Session, person_id: int) -> set[Address]:
    """The chats that are somebody's."""
    rows = await session.scalars(select(LinkedAddress).where(LinkedAddress.person_id == person_id))
    return {Address(row.surface, row.account, row.external_id) for row in rows}


async def row_of(session: Session, address: Address) -> LinkedAddress:
    query = select(LinkedAddress).filter_by(
        surface=address.surface, account=address.account, external_id=address.external_id
    )
    return (await session.scalars(query.execution_options(populate_existing=True))).one()


async def had(session: Session, person_id: int | None, *chats: Address) -> None:
    """Chats that are there since long."""
    for one in chats:
        session.add(
            LinkedAddress(
                surface=one.surface, account=one.account, external_id=one.external_id,
                person_id=person_id, linked_at=EARLIER, last_heard_at=EARLIER,
            )
        )  # fmt: skip
    await session.flush()


BEFORE = {  # the chats somebody had, those that are theirs no more
    "none but the terminal": ((), ()),
    "the same": ((PHONE,), ()),
    "a lost phone": ((LOST,), (LOST,)),
    "another account of ours": ((OTHER_BOT,), (OTHER_BOT,)),
    "another messenger": ((TELEGRAM,), ()),
    "several": ((OTHER_BOT, LOST, TELEGRAM, PHONE, OLD_BOT), (LOST, OTHER_BOT, OLD_BOT)),
}


@pytest.mark.parametrize(("chats", "left"), BEFORE.values(), ids=BEFORE.keys())
async def test_somebody_has_one_chat_on_each_messenger(
    store: Store, village: Village, chats: tuple[Address, ...], left: tuple[Address, ...]
) -> None:
    an = village.people["An"]
    async with store.begin() as session:
        await had(session, an, *chats)
        assert await linking.link(session, an, PHONE, NOW) == Redeemed(an, left)
        assert await of(session, an) == ({HERE, PHONE, *chats} - {*left})


async def test_nobody_elses_chat_is_touched(store: Store, village: Village) -> None:
    an, cuc = village.people["An"], village.people["Cúc"]
    async with store.begin() as session:
        await had(session, cuc, LOST, TELEGRAM, Address("zalo_bot", "43", PHONE.external_id))
        await had(session, None, OTHER_BOT)
        await linking.link(session, an, PHONE, NOW)
        assert await of(session, cuc) == {
            Address("console", "demo", "Cúc"), LOST, TELEGRAM,
            Address("zalo_bot", "43", PHONE.external_id),
        }  # fmt: skip
        assert (await row_of(session, LOST)).last_heard_at == EARLIER
        assert (await row_of(session, OTHER_BOT)).person_id is None


async def test_a_chat_that_was_anothers_is_the_next_ones(store: Store, village: Village) -> None:
    an, cuc = village.people["An"], village.people["Cúc"]
    async with store.begin() as session:
        await had(session, cuc, PHONE)
        await linking.link(session, an, PHONE, NOW)
        row = await row_of(session, PHONE)
        assert (row.person_id, row.linked_at, row.last_heard_at) == (an, NOW, NOW)
        assert PHONE not in await of(session, cuc)


async def test_a_chat_that_was_gone_is_there_again(store: Store, village: Village) -> None:
    an = village.people["An"]
    async with store.begin() as session:
        await had(session, an, PHONE)
        await session.execute(update(LinkedAddress).values(gone_at=EARLIER))
        await linking.link(session, an, PHONE, NOW)
        row = await row_of(session, PHONE)
        assert (row.gone_at, row.last_heard_at) == (None, NOW)
        assert (await row_of(session, HERE)).gone_at == EARLIER, "that of no other is"


async def test_what_waited_in_the_lost_chats_goes_to_the_new_one(
    store: Store, village: Village
) -> None:
    an, cuc = village.people["An"], village.people["Cúc"]
    said = Outgoing("tin", urgency=Urgency.BULK)
    async with store.begin() as session:
        await had(session, an, LOST, OTHER_BOT)
        letters = {
            name: await outbox.put(session, at, said, NOW, person_id=who, inbox_id=answers)
            for name, at, who, answers in (
                ("lost", LOST, an, None), ("other", OTHER_BOT, an, None),
                ("terminal", HERE, an, None), ("answer", LOST, an, 1), ("Cúc's", LOST, cuc, None),
            )
        }  # fmt: skip
        await linking.link(session, an, PHONE, NOW)
        at = {}
        for name, letter_id in letters.items():
            row = await session.get_one(OutboxRow, letter_id, populate_existing=True)
            at[name] = Address(row.surface, row.account, row.chat)
            assert row.status is Delivery.QUEUED
    assert at == {
        "lost": PHONE, "other": PHONE, "terminal": HERE, "answer": LOST, "Cúc's": LOST,
    }  # fmt: skip


async def test_in_a_chat_of_a_removed_account_nothing_can_be_said(
    store: Store, village: Village
) -> None:
    an = village.people["An"]
    async with store.begin() as session:
        for account in ("42", "43", "7"):
            await channels.add(session, Channel("zalo_bot", account, f"{account}:x"), NOW)
        await channels.add(session, Channel("telegram", "43", "43:x"), NOW)
        await had(session, an, LOST, OTHER_BOT, OLD_BOT)
        await channels.remove(session, ("zalo_bot", "7"), NOW)
        await channels.remove(session, ("telegram", "43"), NOW)
        told = await linking.link(session, an, PHONE, NOW)
    assert told == Redeemed(an, (LOST, OTHER_BOT, OLD_BOT), silent=(OLD_BOT,))


async def test_who_comes_for_the_first_time_leaves_no_chat_behind(
    store: Store, village: Village
) -> None:
    async with store.begin() as session:
        await channels.remove(session, ("zalo_bot", "7"), NOW)
        told = await linking.link(session, village.people["An"], PHONE, NOW)
        noted = await session.scalars(select(AuditRow).where(AuditRow.action == "linked"))
        (row,) = noted
    assert told == Redeemed(village.people["An"], (), ())
    assert (row.person_id, row.thing, row.thing_id) == (
        village.people["An"], "person", str(village.people["An"]),
    )  # fmt: skip
