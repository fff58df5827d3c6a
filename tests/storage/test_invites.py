"""Codes link the right person once, and guessing leads nowhere."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update

from bot.domain.people import MemberStatus
from bot.domain.refusals import Reason, Refusal
from bot.messages import Address, Contact
from storage import invites
from storage.invites import looks_like_code, normalised
from storage.secrecy import Keys
from storage.store import Store
from storage.tables import Invite, InviteTry, LinkedAddress, Person, RoleHeld
from tests.conftest import KEYS, NOW
from tests.village import Village

PHONE = "+84912345678"
CHAT = Address("zalo", "bot", "chat-1")
OTHER_CHAT = Address("zalo", "bot", "chat-2")
HOUR = timedelta(hours=1)


async def _code(
    store: Store, person_id: int, now: datetime = NOW, *, surface: str = "", account: str = ""
) -> str:
    async with store.begin() as session:
        [issued] = await invites.issue(session, [person_id], now, surface=surface, account=account)
    return issued.code


async def _redeem(
    store: Store, typed: str, address: Address = CHAT, now: datetime = NOW
) -> invites.Redeemed:
    async with store.begin() as session:
        return await invites.redeem(session, typed, address, now)


async def _refused(
    store: Store, typed: str, address: Address = CHAT, now: datetime = NOW
) -> Reason:
    with pytest.raises(Refusal) as said:
        await _redeem(store, typed, address, now)
    return said.value.reason


async def _note(store: Store, address: Address = CHAT, now: datetime = NOW) -> None:
    async with store.begin() as session:
        await invites.note_try(session, address, now)


async def _person_at(store: Store, address: Address) -> int | None:
    async with store.reading() as session:
        return await session.scalar(
            select(LinkedAddress.person_id).where(
                LinkedAddress.surface == address.surface,
                LinkedAddress.account == address.account,
                LinkedAddress.external_id == address.external_id,
            )
        )


async def _give_phone(store: Store, person_id: int, keys: Keys = KEYS) -> None:
    async with store.begin() as session:
        await session.execute(
            update(Person)
            .where(Person.id == person_id)
            .values(phone_index=keys.digest(PHONE, "phone"))
        )


# --- Codes


async def test_a_code_is_ten_characters_in_two_halves_and_kept_only_as_a_hash(
    store: Store, village: Village
) -> None:
    code = await _code(store, village.people["An"])
    left, right = code.split("-")
    assert (len(left), len(right)) == (5, 5)
    assert set(left + right) <= set(invites.ALPHABET)
    async with store.reading() as session:
        [invite] = await session.scalars(select(Invite))
    assert code not in invite.code_hash
    assert normalised(code) not in invite.code_hash
    assert invite.expires_at - invite.created_at == timedelta(days=7)


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param(lambda code: code, id="as-printed"),
        pytest.param(lambda code: code.replace("-", ""), id="without-hyphen"),
        pytest.param(lambda code: code.lower(), id="lower-case"),
        pytest.param(lambda code: f"  {code.replace('-', ' ')} ", id="with-spaces"),
        pytest.param(lambda code: " ".join(code), id="letter-by-letter"),
        pytest.param(lambda code: code.replace("-", "–"), id="with-a-dash"),
        pytest.param(lambda code: code.replace("0", "O").replace("1", "I"), id="letters-O-and-I"),
        pytest.param(lambda code: code.replace("0", "o").replace("1", "l"), id="letters-o-and-l"),
        pytest.param(lambda code: code.replace("8", "B").replace("5", "S"), id="letters-B-and-S"),
    ],
)
async def test_a_code_links_however_it_is_typed(
    store: Store, village: Village, typed: Callable[[str], str]
) -> None:
    code = await _code(store, village.people["An"])
    redeemed = await _redeem(store, typed(code))
    assert redeemed.person_id == village.people["An"]
    assert await _person_at(store, CHAT) == village.people["An"]


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param("", id="nothing"),
        pytest.param("7K3F9-X2M4T", id="made-up"),
        pytest.param("7K3F9", id="half-a-code"),
        pytest.param("tôi là An", id="words"),
        pytest.param("K" * 5000, id="very-long"),
        pytest.param("😀😀😀😀😀-😀😀😀😀😀", id="emoji"),
    ],
)
async def test_a_wrong_code_links_nobody(store: Store, village: Village, typed: str) -> None:
    await _code(store, village.people["An"])
    assert await _refused(store, typed) is Reason.CODE_WRONG
    assert await _person_at(store, CHAT) is None


async def test_a_code_works_once(store: Store, village: Village) -> None:
    code = await _code(store, village.people["An"])
    await _redeem(store, code)
    assert await _refused(store, code, OTHER_CHAT) is Reason.CODE_WRONG
    assert await _person_at(store, CHAT) == village.people["An"]


@pytest.mark.parametrize(
    ("later", "links"),
    [
        pytest.param(timedelta(days=7, seconds=-1), True, id="on-the-seventh-day"),
        pytest.param(timedelta(days=7), False, id="after-seven-days"),
    ],
)
async def test_a_code_holds_for_seven_days(
    store: Store, village: Village, later: timedelta, links: bool
) -> None:
    code = await _code(store, village.people["An"])
    if links:
        await _redeem(store, code, now=NOW + later)
        assert await _person_at(store, CHAT) == village.people["An"]
    else:
        assert await _refused(store, code, now=NOW + later) is Reason.CODE_WRONG


async def test_a_new_code_withdraws_the_one_before(store: Store, village: Village) -> None:
    first = await _code(store, village.people["An"])
    second = await _code(store, village.people["An"])
    assert await _refused(store, first) is Reason.CODE_WRONG
    assert (await _redeem(store, second)).person_id == village.people["An"]


async def test_codes_of_others_stay_when_one_is_issued_anew(store: Store, village: Village) -> None:
    kept = await _code(store, village.people["Cúc"])
    await _code(store, village.people["An"])
    assert (await _redeem(store, kept)).person_id == village.people["Cúc"]


async def test_many_people_get_a_code_each(store: Store, village: Village) -> None:
    ids = list(village.people.values()) * 120
    async with store.begin() as session:
        issued = await invites.issue(session, ids, NOW)
    assert [one.person_id for one in issued] == ids
    assert len({one.code for one in issued}) == len(ids)


async def test_nobody_asked_for_means_no_code(store: Store, village: Village) -> None:
    async with store.begin() as session:
        assert await invites.issue(session, [], NOW) == []


async def test_a_code_of_somebody_who_has_left_links_nobody(store: Store, village: Village) -> None:
    code = await _code(store, village.people["An"])
    async with store.begin() as session:
        await session.execute(
            update(Person).where(Person.id == village.people["An"]).values(status=MemberStatus.LEFT)
        )
    assert await _refused(store, code) is Reason.CODE_WRONG


async def test_a_code_survives_a_change_of_keys(store: Store, village: Village) -> None:
    code = await _code(store, village.people["An"])
    newer = Keys(("another key of at least thirty-two chars", *KEYS.secrets))
    changed = Store(store.writer, store.reader, newer)
    assert (await _redeem(changed, code)).person_id == village.people["An"]


async def test_the_code_that_somebody_came_in_by_is_known_again(
    store: Store, village: Village
) -> None:
    code, unused = await _code(store, village.people["An"]), "7K3F9-X2M4T"
    an, cuc = village.people["An"], village.people["Cúc"]
    async with store.reading() as session:
        assert not await invites.used_by(session, code, an)
    await _redeem(store, code)
    async with store.reading() as session:
        assert await invites.used_by(session, code.lower(), an)
        assert not await invites.used_by(session, code, cuc)
        assert not await invites.used_by(session, unused, an)


# --- Bound codes


async def test_a_bound_code_opens_only_its_own_account(store: Store, village: Village) -> None:
    code = await _code(store, village.people["An"], surface="zalo", account="bot")
    elsewhere = Address("zalo", "another", "chat-1")
    assert await _refused(store, code, elsewhere) is Reason.CODE_OTHER_ACCOUNT
    assert (await _redeem(store, code, CHAT)).person_id == village.people["An"]


# --- Tries


async def test_after_five_wrong_codes_even_the_right_one_waits_an_hour(
    store: Store, village: Village
) -> None:
    code = await _code(store, village.people["An"])
    for minute in range(5):
        assert await _refused(store, "7K3F9-X2M4T") is Reason.CODE_WRONG
        await _note(store, now=NOW + timedelta(minutes=minute))
    at = NOW + timedelta(minutes=10)
    assert await _refused(store, code, now=at) is Reason.CODE_TRIES
    assert (await _redeem(store, code, now=NOW + HOUR)).person_id == village.people["An"]


async def test_tries_of_one_chat_do_not_hinder_another(store: Store, village: Village) -> None:
    code = await _code(store, village.people["An"])
    for _ in range(5):
        await _note(store, OTHER_CHAT)
    assert await _refused(store, code, OTHER_CHAT) is Reason.CODE_TRIES
    assert (await _redeem(store, code, CHAT)).person_id == village.people["An"]


async def test_wrong_codes_are_counted_over_all_chats_for_an_hour(
    store: Store, village: Village
) -> None:
    for number in range(4):
        await _note(store, Address("zalo", "bot", str(number)), NOW - HOUR / 2)
    await _note(store, CHAT, NOW - HOUR)
    async with store.reading() as session:
        assert await invites.tries_in_hour(session, NOW) == 4


async def test_tries_are_forgotten_after_a_day(store: Store, village: Village) -> None:
    await _note(store, CHAT, NOW - timedelta(days=2))
    await _note(store, OTHER_CHAT, NOW)
    async with store.reading() as session:
        kept = list(await session.scalars(select(InviteTry.external_id)))
    assert kept == [OTHER_CHAT.external_id]


# --- Races, and lost phones


async def test_of_two_who_race_for_a_code_one_wins(store: Store, village: Village) -> None:
    code = await _code(store, village.people["An"])
    chats = [Address("zalo", "bot", f"chat-{number}") for number in range(8)]
    answers = await asyncio.gather(
        *(_redeem(store, code, chat) for chat in chats), return_exceptions=True
    )
    won = [answer for answer in answers if isinstance(answer, invites.Redeemed)]
    lost = [answer.reason for answer in answers if isinstance(answer, Refusal)]
    assert (len(won), lost) == (1, [Reason.CODE_WRONG] * 7)
    linked = [chat for chat in chats if await _person_at(store, chat) is not None]
    assert len(linked) == 1


async def test_a_lost_phone_is_unlinked_by_a_new_code(store: Store, village: Village) -> None:
    await _redeem(store, await _code(store, village.people["An"]), CHAT)
    redeemed = await _redeem(store, await _code(store, village.people["An"]), OTHER_CHAT)
    assert redeemed.earlier == (CHAT,)
    assert await _person_at(store, CHAT) is None
    assert await _person_at(store, OTHER_CHAT) == village.people["An"]


async def test_a_chat_on_another_messenger_stays_linked(store: Store, village: Village) -> None:
    redeemed = await _redeem(store, await _code(store, village.people["An"]), CHAT)
    assert redeemed.earlier == ()
    assert await _person_at(store, Address("console", "demo", "An")) == village.people["An"]


async def test_a_shared_phone_goes_over_to_whoever_typed_their_code_last(
    store: Store, village: Village
) -> None:
    await _redeem(store, await _code(store, village.people["An"]), CHAT)
    await _redeem(store, await _code(store, village.people["Cúc"]), CHAT)
    assert await _person_at(store, CHAT) == village.people["Cúc"]


async def test_linking_again_in_the_same_chat_unlinks_nothing(
    store: Store, village: Village
) -> None:
    await _redeem(store, await _code(store, village.people["An"]), CHAT)
    redeemed = await _redeem(store, await _code(store, village.people["An"]), CHAT)
    assert redeemed.earlier == ()
    assert await _person_at(store, CHAT) == village.people["An"]


async def test_a_chat_that_was_gone_is_there_again_once_linked(
    store: Store, village: Village
) -> None:
    await _redeem(store, await _code(store, village.people["An"]), CHAT)
    async with store.begin() as session:
        await session.execute(
            update(LinkedAddress)
            .where(LinkedAddress.external_id == CHAT.external_id)
            .values(gone_at=NOW)
        )
    await _redeem(store, await _code(store, village.people["An"]), CHAT, NOW + HOUR)
    async with store.reading() as session:
        [address] = await session.scalars(
            select(LinkedAddress).where(LinkedAddress.external_id == CHAT.external_id)
        )
    assert (address.gone_at, address.linked_at) == (None, NOW + HOUR)


# --- Contacts


async def _by_contact(store: Store, contact: Contact) -> invites.Redeemed:
    async with store.begin() as session:
        return await invites.link_by_contact(session, contact, CHAT, NOW)


@pytest.mark.parametrize(
    "phone",
    [
        pytest.param("+84912345678", id="international"),
        pytest.param("84912345678", id="without-plus"),
        pytest.param("0912 345 678", id="as-people-write-it"),
    ],
)
async def test_the_own_phone_on_the_list_links(store: Store, village: Village, phone: str) -> None:
    await _give_phone(store, village.people["An"])
    redeemed = await _by_contact(store, Contact(phone, CHAT.external_id, forwarded=False))
    assert redeemed.person_id == village.people["An"]
    assert await _person_at(store, CHAT) == village.people["An"]


@pytest.mark.parametrize(
    "contact",
    [
        pytest.param(Contact(PHONE, "chat-2", forwarded=False), id="somebody-elses"),
        pytest.param(Contact(PHONE, "", forwarded=False), id="nobody-knows-whose"),
        pytest.param(Contact(PHONE, "chat-1", forwarded=True), id="forwarded"),
    ],
)
async def test_a_phone_that_is_not_ones_own_links_nobody(
    store: Store, village: Village, contact: Contact
) -> None:
    await _give_phone(store, village.people["An"])
    with pytest.raises(Refusal) as said:
        await _by_contact(store, contact)
    assert said.value.reason is Reason.CONTACT_NOT_OWN
    assert await _person_at(store, CHAT) is None


@pytest.mark.parametrize(
    "phone",
    [
        pytest.param("0987654321", id="not-on-the-list"),
        pytest.param("113", id="a-short-number"),
        pytest.param("", id="empty"),
        pytest.param("+1 202 555 0100", id="abroad"),
    ],
)
async def test_an_unknown_phone_links_nobody(store: Store, village: Village, phone: str) -> None:
    await _give_phone(store, village.people["An"])
    with pytest.raises(Refusal) as said:
        await _by_contact(store, Contact(phone, CHAT.external_id, forwarded=False))
    assert said.value.reason is Reason.CONTACT_UNKNOWN


async def test_a_phone_of_two_people_links_neither(store: Store, village: Village) -> None:
    await _give_phone(store, village.people["An"])
    await _give_phone(store, village.people["Cúc"])
    with pytest.raises(Refusal) as said:
        await _by_contact(store, Contact(PHONE, CHAT.external_id, forwarded=False))
    assert said.value.reason is Reason.CONTACT_UNKNOWN


async def test_a_phone_is_found_after_a_change_of_keys(store: Store, village: Village) -> None:
    await _give_phone(store, village.people["An"])
    newer = Keys(("another key of at least thirty-two chars", *KEYS.secrets))
    changed = Store(store.writer, store.reader, newer)
    redeemed = await _by_contact(changed, Contact(PHONE, CHAT.external_id, forwarded=False))
    assert redeemed.person_id == village.people["An"]


# --- Who needs a code


async def _unlinked(store: Store, unit_id: int | None) -> list[str]:
    async with store.reading() as session:
        return [one.name for one in await invites.unlinked_people(session, unit_id, NOW)]


async def _unlink(store: Store, *names: str) -> None:
    async with store.begin() as session:
        await session.execute(
            update(LinkedAddress).where(LinkedAddress.external_id.in_(names)).values(person_id=None)
        )


async def test_who_has_no_chat_is_listed_by_cell_and_given_name(
    store: Store, village: Village
) -> None:
    assert await _unlinked(store, None) == []
    await _unlink(store, "Bình", "An", "Cúc", "Oanh", "Én")
    an, binh, cuc = "Nguyễn Thị An", "Trần Văn Bình", "Lê Thị Cúc"
    assert await _unlinked(store, village.units["05"]) == [an, binh]
    assert await _unlinked(store, village.units["TL"]) == ["Đỗ Thị Én", an, binh, cuc]
    assert await _unlinked(store, None) == ["Đỗ Thị Én", "Cao Thị Oanh", an, binh, cuc]


async def test_who_cannot_be_reached_any_more_needs_a_code(store: Store, village: Village) -> None:
    async with store.begin() as session:
        await session.execute(
            update(LinkedAddress).where(LinkedAddress.external_id == "An").values(gone_at=NOW)
        )
    assert await _unlinked(store, village.units["05"]) == ["Nguyễn Thị An"]


async def test_who_left_or_holds_no_role_gets_no_code(store: Store, village: Village) -> None:
    await _unlink(store, "An", "Bình")
    async with store.begin() as session:
        await session.execute(
            update(Person)
            .where(Person.id == village.people["An"])
            .values(status=MemberStatus.MOVED)
        )
        await session.execute(
            update(RoleHeld)
            .where(RoleHeld.person_id == village.people["Bình"])
            .values(until=NOW.date())
        )
    assert await _unlinked(store, village.units["05"]) == []


# --- What is a code


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        pytest.param("7K3F9-X2M4T", True, id="as-printed"),
        pytest.param(" 7k3f9x2m4t ", True, id="lower-case-in-one"),
        pytest.param("7K3F9 X2M4T", True, id="with-a-space"),
        pytest.param("7K3F9–X2M4T", True, id="with-a-dash"),
        pytest.param("7K3FO-X2M4T", True, id="O-for-zero"),
        pytest.param("0912345678", False, id="a-phone"),
        pytest.param("3 5 7 9 bt hq", False, id="a-quick-report"),
        pytest.param("chào đồng chí", False, id="a-greeting"),
        pytest.param("thang muoi", False, id="ten-letters"),
        pytest.param("hộ 12345 67890", False, id="words-and-numbers"),
        pytest.param("7K3F9-X2M4", False, id="too-short"),
        pytest.param("7K3F9-X2M4TT", False, id="too-long"),
        pytest.param("7A3E9-Y2D4W", False, id="letters-no-code-has"),
        pytest.param("٧K3F9-X2M4T", False, id="a-foreign-digit"),
        pytest.param("", False, id="nothing"),
    ],
)
def test_only_a_code_looks_like_one(text: str, is_one: bool) -> None:
    assert looks_like_code(text) == is_one


async def test_every_issued_code_looks_like_one(store: Store, village: Village) -> None:
    async with store.begin() as session:
        issued = await invites.issue(session, [village.people["An"]] * 400, NOW)
    assert all(looks_like_code(one.code) for one in issued)
