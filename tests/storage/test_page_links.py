"""One-time links: whose they are, how long they lead somewhere, and that nobody can make one."""

from datetime import datetime, timedelta

import pytest

from bot.messages import Address
from storage import page_links
from storage.page_links import KEPT, VALID, Link
from storage.secrecy import Keys
from storage.store import Session, Store
from tests.conftest import KEYS, NOW
from tests.village import Village

CHAT = Address("console", "demo", "An")
LATER = NOW + timedelta(hours=1)


async def issued(session: Session, village: Village, who: str = "An", kind: str = "b") -> str:
    return await page_links.issue(session, kind, village.people[who], CHAT, "2026-11", NOW)


async def found(session: Session, signed: str, kind: str = "b") -> Link:
    link = await page_links.find(session, kind, signed)
    assert link is not None
    return link


async def test_a_link_knows_whose_it_is_and_says_so_to_nobody(
    store: Store, village: Village
) -> None:
    async with store.begin() as session:
        signed = await issued(session, village)
        link = await found(session, signed)
    assert (link.person_id, link.address, link.about) == (village.people["An"], CHAT, "2026-11")
    assert (link.used_at, link.replaced, link.expires_at) == (None, False, NOW + VALID)
    assert signed.isalnum()  # a messenger cuts a link at a sign
    assert len(signed) == 40


@pytest.mark.parametrize(
    "spoilt",
    [
        lambda signed: "",
        lambda signed: signed[:-1],
        lambda signed: signed + "a",
        lambda signed: signed.upper(),
        lambda signed: signed[::-1],
        lambda signed: ("b" if signed[0] == "a" else "a") + signed[1:],
        lambda signed: signed[:-1] + ("b" if signed[-1] == "a" else "a"),
        lambda signed: "ạ" * 40,
        lambda signed: "a" * 40,
    ],
    ids=["empty", "cut", "longer", "upper", "turned", "nonce", "signature", "accents", "guessed"],
)
async def test_what_we_did_not_sign_is_no_link(
    store: Store, village: Village, spoilt: object
) -> None:
    assert callable(spoilt)
    async with store.begin() as session:
        signed = await issued(session, village)
        assert await page_links.find(session, "b", spoilt(signed)) is None


async def test_a_link_leads_to_its_own_page_only(store: Store, village: Village) -> None:
    async with store.begin() as session:
        signed = await issued(session, village)
        assert await page_links.find(session, "f", signed) is None


async def test_a_newer_link_ends_the_older_one_but_nobody_elses(
    store: Store, village: Village
) -> None:
    async with store.begin() as session:
        first, others = await issued(session, village), await issued(session, village, "Cúc")
        another = await issued(session, village, kind="u")
        second = await issued(session, village)
        assert (await found(session, first)).over(LATER)
        assert not (await found(session, second)).over(LATER)
        assert not (await found(session, others)).over(LATER)
        assert not (await found(session, another, "u")).over(LATER)
        assert not await page_links.use_up(session, (await found(session, first)).id, LATER)


async def test_a_link_is_used_up_once(store: Store, village: Village) -> None:
    async with store.begin() as session:
        signed = await issued(session, village)
        link = await found(session, signed)
        assert await page_links.use_up(session, link.id, LATER)
        await page_links.keep_receipt(session, link.id, "Đã ghi nhận 2 hộ.")
    async with store.begin() as session:
        assert not await page_links.use_up(session, link.id, LATER)
        link = await found(session, signed)
        assert (link.used_at, link.receipt) == (LATER, "Đã ghi nhận 2 hộ.")


async def test_a_used_link_is_no_hindrance_to_the_next(store: Store, village: Village) -> None:
    async with store.begin() as session:
        link = await found(session, await issued(session, village))
        await page_links.use_up(session, link.id, LATER)
        assert not (await found(session, await issued(session, village))).over(LATER)


async def test_after_two_days_a_link_is_over(store: Store, village: Village) -> None:
    async with store.begin() as session:
        link = await found(session, await issued(session, village))
        assert not link.over(NOW + VALID - timedelta(seconds=1))
        assert link.over(NOW + VALID)
        assert not await page_links.use_up(session, link.id, NOW + VALID)


async def test_links_are_forgotten_a_month_after_their_end(store: Store, village: Village) -> None:
    async with store.begin() as session:
        signed = await issued(session, village)
        assert await page_links.purge(session, NOW + VALID + KEPT - timedelta(hours=1)) == 0
        assert await page_links.purge(session, NOW + VALID + KEPT) == 1
        assert await page_links.find(session, "b", signed) is None


async def test_a_change_of_keys_leaves_links_whole(store: Store, village: Village) -> None:
    newer = "another key of the same length, or longer"
    async with store.begin() as session:
        signed = await issued(session, village)
        session.info["keys"] = Keys((newer, *KEYS.secrets))
        assert await page_links.find(session, "b", signed) is not None
        session.info["keys"] = Keys((newer,))
        assert await page_links.find(session, "b", signed) is None


async def test_links_of_a_kind_that_is_not_alone_end_only_those_about_the_same(
    store: Store, village: Village
) -> None:
    async def letter(session: Session, about: str) -> str:
        who = village.people["An"]
        return await page_links.issue(session, "f", who, CHAT, about, NOW, alone=False)

    async with store.begin() as session:
        first, other = await letter(session, "7"), await letter(session, "8")
        used = await found(session, first, "f")
        assert await page_links.use_up(session, used.id, LATER)
        again = await letter(session, "7")
        assert (await found(session, first, "f")).replaced
        assert not (await found(session, other, "f")).replaced
        assert not (await found(session, again, "f")).replaced


async def test_a_standing_link_is_given_again_as_it_was(store: Store, village: Village) -> None:
    async def standing(session: Session, until: datetime, who: str = "An") -> object:
        about = "2026-11"
        return await page_links.standing(session, "b", village.people[who], CHAT, about, until)

    async with store.begin() as session:
        assert await standing(session, LATER) is None
        signed = await issued(session, village)
        assert await standing(session, LATER) == (signed, NOW + VALID)
        assert await standing(session, NOW + VALID) is None
        assert await standing(session, LATER, "Cúc") is None
        assert await page_links.use_up(session, (await found(session, signed)).id, LATER)
        assert await standing(session, LATER) is None
