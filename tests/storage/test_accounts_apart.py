"""What is done to one account of ours leaves every other alone, and is written down."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.domain.people import ConsentState
from bot.domain.plans import Plan
from bot.domain.refusals import Reason, Refusal
from bot.messages import Address
from storage import channels, linking
from storage.channels import Account, Channel
from storage.store import Session, Store
from storage.tables import AuditRow, LinkedAddress, Person
from storage.tables import Channel as Row
from tests.conftest import NOW
from tests.village import Village

on_one_engine = pytest.mark.parametrize("engine", ["sqlite"])
"""For cases that ask the database nothing that the others here do not ask on both."""
LATER = NOW + timedelta(hours=1)
BOT = Channel("zalo_bot", "42", "42:x", "secret", "webhook", "Bot Ấp 5")
BESIDE = Channel("zalo_bot", "43", "43:x", "another", "webhook", "Bot Ấp 6")
NAMESAKE = Channel("telegram", "42", "42:t", "third", "webhook", "Bot Telegram")
ALL = (BOT, BESIDE, NAMESAKE)


async def stored(session: Session) -> dict[Account, Row]:
    rows = await session.scalars(select(Row).execution_options(populate_existing=True))
    return {(row.surface, row.account): row for row in rows}


async def noted(session: Session) -> list[tuple[str, str]]:
    rows = await session.execute(select(AuditRow.action, AuditRow.thing_id).order_by(AuditRow.id))
    return [(row.action, row.thing_id) for row in rows if row.action.startswith("channel")]


async def all_added(session: Session, *but: Channel) -> None:
    for one in ALL:
        if one not in but:
            assert await channels.add(session, one, NOW)


async def without_chats(session: Session) -> None:
    """Nobody is linked anywhere."""
    await session.execute(update(LinkedAddress).values(person_id=None))


async def linked(session: Session, village: Village, name: str, at: Account, chat: str) -> None:
    await linking.link(session, village.people[name], Address(*at, chat), NOW)


# --- Added and removed


async def test_an_account_that_is_renewed_renews_no_other(store: Store) -> None:
    async with store.begin() as session:
        await all_added(session)
        new = replace(BOT, token="42:new", secret="s", mode="polling", name="Bot mới", own_seats=9)
        assert await channels.add(session, new, LATER) is False
        found = {one.key: replace(one, id=None) for one in await channels.every(session)}
    assert found == {BOT.key: new, BESIDE.key: BESIDE, NAMESAKE.key: NAMESAKE}


@pytest.mark.parametrize("gone", ALL, ids=lambda one: f"{one.surface} {one.account}")
async def test_removing_one_leaves_the_others_with_their_tokens(
    store: Store, gone: Channel
) -> None:
    async with store.begin() as session:
        await all_added(session)
        await channels.remove(session, gone.key, LATER)
        left = await channels.every(session)
        rows = await stored(session)
    assert [replace(one, id=None) for one in left] == [one for one in ALL if one != gone]
    assert {key for key, row in rows.items() if row.removed_at} == {gone.key}
    assert rows[gone.key].removed_at == LATER


async def test_an_account_comes_back_with_a_new_token_after_it_was_removed(store: Store) -> None:
    async with store.begin() as session:
        await all_added(session)
        await channels.remove(session, BOT.key, NOW)
        assert await channels.add(session, replace(BOT, token="42:new"), LATER) is False
        found = {one.key: one.token for one in await channels.every(session)}
        assert await channels.known(session, BOT.key)
    assert found == {BOT.key: "42:new", BESIDE.key: "43:x", NAMESAKE.key: "42:t"}


async def test_all_that_happens_to_an_account_is_written_down_in_order(store: Store) -> None:
    async with store.begin() as session:
        await channels.add(session, BOT, NOW)
        await channels.add(session, BOT, NOW)
        await channels.remove(session, BOT.key, NOW)
        await channels.welcome_back(session, [BOT.key, BESIDE.key], NOW)
        await channels.remove(session, BESIDE.key, NOW)
        assert await noted(session) == [
            ("channel added", "zalo_bot:42"),
            ("channel added", "zalo_bot:42"),
            ("channel removed", "zalo_bot:42"),
            ("channel added", "zalo_bot:42"),
            ("channel removed", "zalo_bot:43"),
        ]


async def test_only_what_was_removed_and_is_named_comes_back(store: Store) -> None:
    async with store.begin() as session:
        await all_added(session)
        for one in ALL[:2]:
            await channels.remove(session, one.key, NOW)
        before = len(await noted(session))
        await channels.welcome_back(session, [BOT.key, NAMESAKE.key, ("telegram", "7")], LATER)
        rows = await stored(session)
        assert (await noted(session))[before:] == [("channel added", "zalo_bot:42")]
    assert {key for key, row in rows.items() if row.removed_at} == {BESIDE.key}
    assert ("telegram", "7") not in rows, "what stands in the settings stands only there"


async def test_of_an_account_that_stood_in_the_settings_no_secret_is_kept(store: Store) -> None:
    async with store.begin() as session:
        await channels.remove(session, BOT.key, NOW)
        (row,) = (await stored(session)).values()
        assert (row.token, row.secret, row.name, row.mode) == ("", "", "", channels.POLLING)
        assert (row.removed_at, row.since, row.commune_id) == (NOW, NOW, None)
        await channels.welcome_back(session, [BOT.key], LATER)
        (one,) = await channels.every(session)
    assert (one.token, one.plan) == ("", Plan(50, 3000))


# --- Known


@pytest.mark.parametrize(
    ("there", "removed", "people", "known"),
    [
        pytest.param((), (), (), False, id="nothing and nobody"),
        pytest.param((BOT,), (), (), True, id="added"),
        pytest.param((BESIDE, NAMESAKE), (), (), False, id="others were added"),
        pytest.param((BOT,), (BOT,), (), False, id="removed"),
        pytest.param((BOT,), (BOT,), (BOT,), False, id="removed while people were there"),
        pytest.param((), (), (BOT,), True, id="people are there"),
        pytest.param((BESIDE,), (), (BOT,), True, id="people are there beside another account"),
        pytest.param((BESIDE,), (BESIDE,), (BOT,), True, id="another was removed"),
        pytest.param((), (), (BESIDE, NAMESAKE), False, id="people are at others"),
    ],
)
@on_one_engine
async def test_an_account_is_ours_if_it_was_added_or_people_write_to_it(
    store: Store, village: Village, there: Sequence[Channel], removed: Sequence[Channel],
    people: Sequence[Channel], *, known: bool,
) -> None:  # fmt: skip
    async with store.begin() as session:
        for one in there:
            await channels.add(session, one, NOW)
        for one in people:
            await linked(session, village, "An", one.key, f"an of {one.account}")
        for one in removed:
            await channels.remove(session, one.key, NOW)
        assert await channels.known(session, BOT.key) is known


# --- What each may carry


@pytest.mark.parametrize(
    ("channel", "plan"),
    [
        pytest.param(BOT, Plan(50, 3000), id="as its messenger has it"),
        pytest.param(NAMESAKE, Plan(None, None), id="its messenger has no bound"),
        pytest.param(replace(BOT, own_seats=200), Plan(200, 3000), id="own seats"),
        pytest.param(replace(BOT, own_monthly=90_000), Plan(50, 90_000), id="own messages"),
        pytest.param(replace(BOT, own_seats=0, own_monthly=0), Plan(0, 0), id="none at all"),
        pytest.param(replace(NAMESAKE, own_seats=5, own_monthly=9), Plan(5, 9), id="both"),
    ],
)
@on_one_engine
async def test_an_account_carries_what_was_said_of_it_and_else_what_is_usual(
    store: Store, channel: Channel, plan: Plan
) -> None:
    async with store.begin() as session:
        await channels.add(session, channel, NOW)
        (found,) = await channels.every(session)
    assert found.plan == plan


# --- Seats


async def comes(session: Session, village: Village, name: str, chat: str = "new") -> Reason | None:
    """Somebody comes to the bot with one seat; why not, if they are refused."""
    try:
        await channels.take_seat(session, Address(*BOT.key, chat), village.people[name])
    except Refusal as refusal:
        return refusal.reason
    return None


AFTERWARDS: dict[str, dict[str, object]] = {
    "": {}, "gone": {"gone_at": NOW}, "nobody's": {"person_id": None},
}  # fmt: skip
SITTING = {
    "nobody": ((), "", None),
    "somebody else": ((("An", BOT.key),), "", Reason.ACCOUNT_FULL),
    "oneself": ((("Cúc", BOT.key),), "", None),
    "somebody at the account beside it": ((("An", BESIDE.key),), "", None),
    "somebody at its namesake elsewhere": ((("An", NAMESAKE.key),), "", None),
    "somebody who is gone": ((("An", BOT.key),), "gone", None),
    "a chat that is nobody's": ((("An", BOT.key),), "nobody's", None),
}


@pytest.mark.parametrize(("people", "then", "why"), SITTING.values(), ids=SITTING.keys())
@on_one_engine
async def test_a_seat_is_taken_by_whoever_can_be_written_to_there(
    store: Store, village: Village, people: Sequence[tuple[str, Account]], then: str,
    why: Reason | None,
) -> None:  # fmt: skip
    async with store.begin() as session:
        for one in ALL:
            await channels.add(session, replace(one, own_seats=1), NOW)
        for name, at in people:
            await linked(session, village, name, at, name)
        values: dict[str, object] = AFTERWARDS[then]
        if values:
            await session.execute(update(LinkedAddress).values(**values))
        assert await comes(session, village, "Cúc") == why


async def test_two_chats_of_one_person_take_one_seat(store: Store, village: Village) -> None:
    async with store.begin() as session:
        await channels.add(session, replace(BOT, own_seats=2), NOW)
        for number in range(3):
            session.add(
                LinkedAddress(
                    surface="zalo_bot", account="42", external_id=f"an {number}",
                    person_id=village.people["An"], linked_at=NOW,
                )
            )  # fmt: skip
        assert await comes(session, village, "Cúc") is None
        await linked(session, village, "Cúc", BOT.key, "cuc")
        assert await comes(session, village, "Hà") is Reason.ACCOUNT_FULL


async def test_an_account_without_a_word_of_its_own_has_its_messengers_seats(
    store: Store, village: Village
) -> None:
    full = replace(BESIDE, own_seats=0)
    async with store.begin() as session:
        await channels.add(session, full, NOW)
        assert await comes(session, village, "An") is None, "another account is full"
        with pytest.raises(Refusal) as said:
            await channels.take_seat(session, Address(*full.key, "an"), village.people["An"])
        assert said.value.details == {"seats": 0}
        for number in range(50):
            code = f"P{number}"
            person = Person(
                commune_id=village.units["TL"], code=code, name=code, sort_key=code,
                consent=ConsentState.GIVEN,
            )  # fmt: skip
            session.add(person)
            await session.flush()
            session.add(
                LinkedAddress(
                    surface="zalo_bot", account="42", external_id=code, linked_at=NOW,
                    person_id=person.id if number else None,
                )
            )  # fmt: skip
        assert await comes(session, village, "An") is None, "one of the chats is nobody's"
        await linked(session, village, "Cúc", BOT.key, "cuc")
        assert await comes(session, village, "An") is Reason.ACCOUNT_FULL


async def test_only_accounts_with_people_are_counted(store: Store, village: Village) -> None:
    async with store.begin() as session:
        await without_chats(session)
        await all_added(session)
        await linked(session, village, "An", BOT.key, "an")
        await linked(session, village, "An", NAMESAKE.key, "an")
        await linked(session, village, "Cúc", NAMESAKE.key, "cuc")
        await linked(session, village, "Hà", BESIDE.key, "ha")
        blocked = update(LinkedAddress).where(LinkedAddress.external_id == "ha")
        await session.execute(blocked.values(gone_at=NOW))
        assert await channels.seats_taken(session) == {BOT.key: 1, NAMESAKE.key: 2}
