"""What is left of an account's seats and of its month: who counts, and which accounts do."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import insert, update

from bot.messages import Address
from storage import channels, invites, linking, people, quotas, seating
from storage.channels import Account, Channel
from storage.store import Session, Store
from storage.tables import Invite, LinkedAddress, Quota
from tests.conftest import NOW
from tests.village import Village

on_one_engine = pytest.mark.parametrize("engine", ["sqlite"])
"""For cases that ask the database nothing that the others here do not ask on both."""
BOT = Channel("zalo_bot", "42", "42:x", own_seats=10)
BESIDE, NAMESAKE = Channel("zalo_bot", "43", "43:x"), Channel("telegram", "42", "42:t")
NOVEMBER, DECEMBER = "2026-11", "2026-12"


# --- Seats


async def free(
    session: Session, key: Account = BOT.key, *, but: tuple[int, ...] = ()
) -> int | None:
    """Seats that an account has left for others than these."""
    found = await seating.places(session, [], but, NOW)
    return {place.account: place.free for place in found if place.surface == key[0]}[key[1]]


async def code(session: Session, person_id: int, at: Account = BOT.key) -> invites.Issued:
    (issued,) = await invites.issue(session, [person_id], NOW, surface=at[0], account=at[1])
    return issued


CODES = {  # what became of a code for An, and how many of ten seats are left
    "out": ({}, 9),
    "used": ({"used_at": NOW}, 10),
    "withdrawn": ({"withdrawn_at": NOW}, 10),
    "out until this moment": ({"expires_at": NOW}, 10),
    "out a second longer": ({"expires_at": NOW + timedelta(seconds=1)}, 9),
    "good anywhere": ({"surface": "", "account": ""}, 10),
    "good at the account beside it": ({"account": "43"}, 10),
    "good at its namesake": ({"surface": "telegram"}, 10),
}


@pytest.mark.parametrize(("values", "left"), CODES.values(), ids=CODES.keys())
@on_one_engine
async def test_a_code_holds_a_seat_while_it_can_be_used_there(
    store: Store, village: Village, values: dict[str, object], left: int
) -> None:
    async with store.begin() as session:
        for one in (BOT, replace(BESIDE, own_seats=10), replace(NAMESAKE, own_seats=10)):
            await channels.add(session, one, NOW)
        await code(session, village.people["An"])
        if values:
            await session.execute(update(Invite).values(**values))
        assert await free(session) == left


async def test_codes_and_people_add_up_for_each_account(store: Store, village: Village) -> None:
    an, cuc, ha, giang = (village.people[name] for name in ("An", "Cúc", "Hà", "Giang"))
    async with store.begin() as session:
        await channels.add(session, BOT, NOW)
        await channels.add(session, replace(BESIDE, own_seats=1), NOW)
        for who in (an, cuc):
            await code(session, who)
        await code(session, giang, BESIDE.key)
        await linking.link(session, ha, Address(*BOT.key, "ha"), NOW)
        assert (await free(session), await free(session, BESIDE.key)) == (7, 0)
        assert await free(session, but=(an,)) == 8
        assert await free(session, but=(an, cuc, giang)) == 9
        assert await free(session, BESIDE.key, but=(giang,)) == 1


async def test_each_account_is_offered_once_and_those_at_work_first(
    store: Store, village: Village
) -> None:
    async with store.begin() as session:
        for one in (BOT, BESIDE):
            await channels.add(session, one, NOW)
        at_work = [("telegram", "7"), BESIDE.key, ("telegram", "7")]
        found = await seating.places(session, at_work, [], NOW)
        await channels.remove(session, BOT.key, NOW)
        without = await seating.places(session, at_work, [], NOW)
    assert [(one.surface, one.account) for one in found] == [
        ("telegram", "7"), BESIDE.key, BOT.key,
    ]  # fmt: skip
    assert [(one.surface, one.account) for one in without] == [("telegram", "7"), BESIDE.key]
    assert [one.free for one in found] == [None, 50, 10]


async def test_more_people_than_seats_leave_less_than_none(store: Store, village: Village) -> None:
    async with store.begin() as session:
        for number, name in enumerate(("An", "Cúc", "Hà")):
            chat = Address(*BOT.key, str(number))
            await linking.link(session, village.people[name], chat, NOW)
        await channels.add(session, replace(BOT, own_seats=1), NOW)
        assert await free(session) == -2


# --- A month's messages


async def went_out(session: Session, sent: int, key: Account, month: str = NOVEMBER) -> None:
    row = {"surface": key[0], "account": key[1], "month": month, "sent": sent}
    await session.execute(insert(Quota).values(row))


SPENT = {  # own bound (None: as usual), messages this month, removed, whether it keeps the rest
    "own bound, not yet": (100, 89, False, False),
    "own bound, the last tenth": (100, 90, False, True),
    "own bound, nothing left": (100, 120, False, True),
    "own bound far above the usual one": (90_000, 3000, False, False),
    "the usual bound, not yet": (None, 2699, False, False),
    "the usual bound, the last tenth": (None, 2700, False, True),
    "removed: its own bound is over": (100, 90, True, False),
}


@pytest.mark.parametrize(("monthly", "sent", "removed", "keeps"), SPENT.values(), ids=SPENT.keys())
@on_one_engine
async def test_an_account_keeps_the_last_tenth_of_its_own_bound_or_of_the_usual(
    store: Store,
    monthly: int | None,
    sent: int,
    removed: bool,
    keeps: bool,
) -> None:
    async with store.begin() as session:
        await channels.add(session, replace(BOT, own_monthly=monthly), NOW)
        await channels.add(session, replace(BESIDE, own_monthly=sent), NOW)
        if removed:
            await channels.remove(session, BOT.key, NOW)
        await went_out(session, sent, BOT.key)
        assert await quotas.spent(session, NOW) == ([BOT.key] if keeps else [])


async def test_where_no_bound_is_known_nothing_is_kept(store: Store) -> None:
    async with store.begin() as session:
        await channels.add(session, NAMESAKE, NOW)
        assert await quotas.spent(session, NOW) == []
        await went_out(session, 10**6, NAMESAKE.key)
        await went_out(session, 10**6, ("console", "demo"))
        assert await quotas.spent(session, NOW) == []


async def test_a_month_that_is_over_is_spent_no_more(store: Store) -> None:
    turn = datetime(2026, 11, 30, 17, 0, tzinfo=UTC)  # midnight in Vietnam
    async with store.begin() as session:
        await went_out(session, 3000, BOT.key)
        await went_out(session, 2700, BESIDE.key, DECEMBER)
        await went_out(session, 1, BOT.key, DECEMBER)
        assert await quotas.spent(session, turn - timedelta(seconds=1)) == [BOT.key]
        assert await quotas.spent(session, turn) == [BESIDE.key]


async def test_the_communes_of_an_account_are_those_of_its_people(
    store: Store, village: Village
) -> None:
    tl, xx = village.units["TL"], village.units["XX"]
    async with store.begin() as session:
        for name in ("An", "Cúc", "Phúc"):
            chat = Address(*BESIDE.key, name)
            await linking.link(session, village.people[name], chat, NOW)
        await linking.link(session, village.people["Oanh"], Address(*BOT.key, "oanh"), NOW)
        await linking.link(session, village.people["Oanh"], Address(*NAMESAKE.key, "oanh"), NOW)
        assert await quotas.communes(session, BESIDE.key) == [tl, xx]
        assert await quotas.communes(session, BOT.key) == [xx]
        assert await quotas.communes(session, NAMESAKE.key) == [xx]
        assert await quotas.communes(session, ("zalo_bot", "44")) == []


# --- Which chat


@pytest.mark.parametrize(
    ("gone", "where"),
    [
        pytest.param(BOT.key, ("zalo_oa", "42"), id="the account itself"),
        pytest.param(("zalo_bot", "43"), BOT.key, id="the account beside it"),
        pytest.param(NAMESAKE.key, BOT.key, id="its namesake"),
    ],
)
async def test_a_removed_account_takes_no_chat_of_another_with_it(
    store: Store, village: Village, gone: Account, where: Account
) -> None:
    an = village.people["An"]
    async with store.begin() as session:
        for number, key in enumerate((BOT.key, ("zalo_oa", "42"))):
            heard = NOW - timedelta(hours=number)
            session.add(
                LinkedAddress(
                    surface=key[0], account=key[1], external_id="an", person_id=an,
                    linked_at=NOW, last_heard_at=heard,
                )
            )  # fmt: skip
        await session.flush()
        await channels.remove(session, gone, NOW)
        found = await people.addresses_of(session, [an])
    assert (found[an].surface, found[an].account) == where
