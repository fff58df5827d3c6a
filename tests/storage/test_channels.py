"""Messenger accounts in the database: whom each serves, how full it is, and how one ends."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, text, update

from bot.domain.delivery import Delivery
from bot.domain.plans import Plan
from bot.domain.refusals import Reason, Refusal
from bot.messages import Address, Outgoing, Urgency
from storage import channels, inbox, invites, outbox, people
from storage.channels import Channel, Trial
from storage.inbox import Arrived
from storage.secrecy import Keys
from storage.store import Store
from storage.tables import AuditRow, InboxRow, LinkedAddress, OutboxRow
from tests.conftest import NOW
from tests.village import Village

TOKEN, SECRET = "42:CANARY-token", "CANARY-secret"
BOT = Channel("zalo_bot", "42", TOKEN, SECRET, "webhook", "Bot Thạnh Lộc")
ANOTHER = Channel("zalo_bot", "43", "43:x")
HOOK = "https://gandan.example/zalo/bot/webhook"
LATER = NOW + timedelta(hours=1)


async def added(store: Store, *some: Channel) -> None:
    async with store.begin() as session:
        for one in some:
            await channels.add(session, one, NOW)


async def linked(store: Store, person_id: int, address: Address) -> None:
    """By a code, as people do."""
    async with store.begin() as session:
        [issued] = await invites.issue(session, [person_id], NOW)
        await invites.redeem(session, issued.code, address, NOW)


def chat(number: int, account: str = "42") -> Address:
    return Address("zalo_bot", account, f"chat-{number}")


async def letter(
    store: Store, person_id: int | None, address: Address, *, answers: int | None = None
) -> int:
    async with store.begin() as session:
        said = Outgoing("tin", urgency=Urgency.BULK if answers is None else Urgency.LIVE)
        put = await outbox.put(session, address, said, NOW, person_id=person_id, inbox_id=answers)
    assert put is not None
    return put


async def became(store: Store, letter_id: int) -> tuple[str, str, Delivery, str]:
    """Where a letter is, and how it stands."""
    async with store.reading() as session:
        row = await session.get_one(OutboxRow, letter_id)
        return row.account, row.chat, row.status, row.error


# --- Added


async def test_an_account_is_read_as_it_was_added_and_no_token_stands_in_the_database(
    store: Store, village: Village
) -> None:
    whole = replace(BOT, commune_id=village.units["TL"], own_seats=30, own_monthly=900)
    await added(store, whole, ANOTHER)
    async with store.reading() as session:
        first, second = await channels.every(session)
        stored = str((await session.execute(text("SELECT * FROM channels"))).all())
        noted = await session.scalars(
            select(AuditRow.thing_id).where(AuditRow.action == "channel added")
        )
        assert list(noted) == ["zalo_bot:42", "zalo_bot:43"]
    assert replace(first, id=None) == whole
    assert (first.plan, second.plan) == (Plan(30, 900), Plan(50, 3000))
    assert "CANARY" not in stored + repr(first)


async def test_an_account_added_again_has_the_new_token(store: Store) -> None:
    await added(store, BOT)
    async with store.begin() as session:
        assert not await channels.add(session, replace(BOT, token="42:new", mode="polling"), LATER)
        [one] = await channels.every(session)
    assert (one.token, one.mode) == ("42:new", "polling")


async def test_a_token_that_no_key_opens_is_empty_and_hinders_no_other(store: Store) -> None:
    await added(store, BOT)
    other_keys = Store(store.writer, store.reader, Keys(("quite another key of thirty-two chars",)))
    await added(other_keys, ANOTHER)
    async with other_keys.reading() as session:
        assert [one.token for one in await channels.every(session)] == ["", "43:x"]
    both = Store(store.writer, store.reader, Keys((*other_keys.keys.secrets, *store.keys.secrets)))
    async with both.reading() as session:
        assert [one.token for one in await channels.every(session)] == [TOKEN, "43:x"]


async def test_a_token_put_into_another_accounts_row_opens_nothing(store: Store) -> None:
    await added(store, BOT, ANOTHER)
    async with store.begin() as session:
        await session.execute(
            text("UPDATE channels SET token = (SELECT token FROM channels WHERE account = '42')")
        )
        assert [one.token for one in await channels.every(session)] == [TOKEN, ""]


# --- Seats


async def test_each_account_counts_its_people(store: Store, village: Village) -> None:
    await linked(store, village.people["An"], chat(1))
    await linked(store, village.people["Cúc"], chat(2))
    await linked(store, village.people["Hà"], chat(3, "43"))
    async with store.begin() as session:
        await session.execute(
            update(LinkedAddress).where(LinkedAddress.external_id == "chat-2").values(gone_at=NOW)
        )
        taken = await channels.seats_taken(session)
    assert taken == {("console", "demo"): 11, ("zalo_bot", "42"): 1, ("zalo_bot", "43"): 1}


async def test_one_more_than_the_seats_is_refused_and_the_code_stays_good(
    store: Store, village: Village
) -> None:
    await added(store, replace(BOT, own_seats=1))
    await linked(store, village.people["An"], chat(1))
    async with store.begin() as session:
        [issued] = await invites.issue(session, [village.people["Cúc"]], NOW)
    with pytest.raises(Refusal) as said:
        async with store.begin() as session:
            await invites.redeem(session, issued.code, chat(2), NOW)
    assert (said.value.reason, said.value.details) == (Reason.ACCOUNT_FULL, {"seats": 1})
    async with store.begin() as session:
        await channels.add(session, replace(BOT, own_seats=2), LATER)
        redeemed = await invites.redeem(session, issued.code, chat(2), LATER)
    assert redeemed.person_id == village.people["Cúc"]


async def test_who_has_a_seat_already_may_come_with_another_phone(
    store: Store, village: Village
) -> None:
    await added(store, replace(BOT, own_seats=1))
    await linked(store, village.people["An"], chat(1))
    await linked(store, village.people["An"], chat(2))
    async with store.reading() as session:
        assert (await channels.seats_taken(session))["zalo_bot", "42"] == 1


async def test_of_many_who_come_at_once_no_more_are_linked_than_there_are_seats(
    store: Store, village: Village
) -> None:
    await added(store, replace(BOT, own_seats=2))
    ids = [village.people[name] for name in ("An", "Bình", "Cúc", "Hà", "Giang")]
    async with store.begin() as session:
        issued = await invites.issue(session, ids, NOW)

    async def come(number: int, code: str) -> None:
        async with store.begin() as session:
            await invites.redeem(session, code, chat(number), NOW)

    came = [come(number, one.code) for number, one in enumerate(issued)]
    ended = await asyncio.gather(*came, return_exceptions=True)
    refused = [one.reason for one in ended if isinstance(one, Refusal)]
    assert refused == [Reason.ACCOUNT_FULL] * 3
    async with store.reading() as session:
        assert (await channels.seats_taken(session))["zalo_bot", "42"] == 2


async def test_an_account_that_nobody_bounds_takes_everybody(
    store: Store, village: Village
) -> None:
    for number, person_id in enumerate(village.people.values()):
        await linked(store, person_id, Address("telegram", "7", str(number)))
    async with store.reading() as session:
        assert (await channels.seats_taken(session))["telegram", "7"] == 11


# --- Removed


async def test_a_removed_account_is_none_of_ours_and_its_token_is_forgotten(store: Store) -> None:
    await added(store, BOT, ANOTHER)
    async with store.begin() as session:
        assert await channels.known(session, BOT.key)
        await channels.remove(session, BOT.key, LATER)
        assert not await channels.known(session, BOT.key)
        assert [one.account for one in await channels.every(session)] == ["43"]
        kept = text("SELECT token, secret FROM channels WHERE account = '42'")
        assert (await session.execute(kept)).one() == ("", "")


async def test_what_waits_on_a_removed_account_goes_elsewhere_or_fails_and_says_why(
    store: Store, village: Village
) -> None:
    an, cuc = village.people["An"], village.people["Cúc"]
    await added(store, BOT)
    await linked(store, an, chat(1))
    await linked(store, cuc, chat(2))
    async with store.begin() as session:
        await session.execute(
            update(LinkedAddress).where(LinkedAddress.external_id == "Cúc").values(person_id=None)
        )
        await inbox.keep(session, *BOT.key, [Arrived("e1", "chat-1", b"{}")], NOW)
    reminder = await letter(store, an, chat(1))
    answer = await letter(store, an, chat(1), answers=1)
    lost, nobodys = await letter(store, cuc, chat(2)), await letter(store, None, chat(9))
    other = await letter(store, an, chat(1, "43"))
    async with store.begin() as session:
        gone = await channels.remove(session, BOT.key, LATER)
    assert gone == channels.Removal(people=2, elsewhere=1, moved=1, failed=3)
    assert await became(store, reminder) == ("demo", "An", Delivery.QUEUED, "")
    for one in (answer, lost, nobodys):
        assert (await became(store, one))[2:] == (Delivery.FAILED, "account removed")
    assert await became(store, other) == ("43", "chat-1", Delivery.QUEUED, "")
    async with store.reading() as session:
        assert await inbox.oldest_waiting(session) is None
        assert await session.scalar(select(InboxRow.raw)) is None


async def test_nobody_is_written_to_on_a_removed_account_until_it_is_back(
    store: Store, village: Village
) -> None:
    an = village.people["An"]
    await added(store, BOT)
    await linked(store, an, chat(1))

    async def written_to() -> Address:
        async with store.reading() as session:
            return (await people.addresses_of(session, [an]))[an]

    assert await written_to() == chat(1)
    async with store.begin() as session:
        await channels.remove(session, BOT.key, LATER)
    assert await written_to() == Address("console", "demo", "An")
    async with store.begin() as session:
        await channels.welcome_back(session, [BOT.key, ("telegram", "7")], LATER)
    assert await written_to() == chat(1)


async def test_an_account_of_the_settings_is_known_by_its_people_and_can_be_removed(
    store: Store, village: Village
) -> None:
    await linked(store, village.people["An"], chat(1))
    async with store.begin() as session:
        assert await channels.known(session, BOT.key)
        assert not await channels.known(session, ANOTHER.key)
        assert (await channels.remove(session, BOT.key, NOW)).people == 1
        assert not await channels.known(session, BOT.key)
        assert await channels.every(session) == []


# --- Our address, as messengers found it


async def test_of_each_account_what_its_messenger_found_last_is_remembered(store: Store) -> None:
    first, last = Trial(HOOK, "webhook.err.dns", NOW), Trial(HOOK, "", LATER)
    async with store.begin() as session:
        for trial in (first, last):
            await channels.keep_trial(session, BOT.key, trial)
        await channels.keep_trial(session, ANOTHER.key, first)
    async with store.reading() as session:
        assert await channels.trials(session) == {BOT.key: last, ANOTHER.key: first}


async def test_an_account_that_was_removed_has_the_usual_plan_and_is_found_with_its_name(
    store: Store,
) -> None:
    await added(store, replace(BOT, own_seats=7, own_monthly=70), ANOTHER)
    usual = Plan(50, 3000)
    async with store.begin() as session:
        keys = [BOT.key, ANOTHER.key]
        assert await channels.plans(session, keys) == {BOT.key: Plan(7, 70), ANOTHER.key: usual}
        await channels.remove(session, BOT.key, LATER)
        assert await channels.plans(session, keys) == {BOT.key: usual, ANOTHER.key: usual}
        gone = await channels.found(session, BOT.key)
        assert await channels.found(session, ("zalo_bot", "none")) is None
    assert gone is not None
    assert (gone.name, gone.token, gone.own_seats) == (BOT.name, "", 7)
