"""Where a person with several chats is written to: the same for whoever writes."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update

from bot.domain.announcements import Audience, Readers
from bot.domain.people import Actor
from bot.messages import Address
from storage import addresses, audiences, channels, people, reminders
from storage.addresses import ADDRESSES
from storage.channels import Channel
from storage.store import Session, Store
from storage.tables import LinkedAddress, Person, core
from tests.conftest import NOW
from tests.village import Village

TODAY = NOW.date()
HOUR = timedelta(hours=1)
HERE = ("console", "web", "zalo_oa", "telegram", "zalo_bot")


async def settled(session: Session, village: Village, heard: dict[str, datetime | None]) -> int:
    """An has just these chats, last heard from at these hours."""
    an = village.people["An"]
    await session.execute(
        update(LinkedAddress).where(LinkedAddress.person_id == an).values(person_id=None)
    )
    for surface, at in heard.items():
        place = {"surface": surface, "account": "1", "external_id": "an"}
        session.add(LinkedAddress(**place, person_id=an, linked_at=NOW, last_heard_at=at))
    await session.flush()
    return an


async def chosen(session: Session, an: int) -> str:
    """The surface of the chat that An is written to in, asked in both ways; empty without one."""
    found = await people.addresses_of(session, [an])
    best = addresses.best_of(core(Person).c.id)
    whole = core(Person).join(ADDRESSES, ADDRESSES.c.id == best)
    query = select(ADDRESSES.c.surface).select_from(whole).where(core(Person).c.id == an)
    surface = await session.scalar(query) or ""
    assert surface == (found[an].surface if an in found else "")
    can = await reminders.reachable(session, [an], TODAY)
    assert (can[an] is None) == bool(surface)
    return surface


@pytest.mark.parametrize(
    ("heard", "surface"),
    [
        pytest.param({"telegram": NOW, "zalo_bot": NOW - HOUR}, "telegram", id="the last used"),
        pytest.param({"telegram": NOW - HOUR, "zalo_bot": NOW}, "zalo_bot", id="the other one"),
        pytest.param({"zalo_bot": None, "web": NOW}, "web", id="used before never used"),
        pytest.param(dict.fromkeys(HERE, NOW), "zalo_bot", id="at once: a set order"),
        pytest.param(dict.fromkeys(HERE), "zalo_bot", id="never heard: the same order"),
        pytest.param(dict.fromkeys(HERE[:-1]), "telegram", id="then the second of it"),
        pytest.param({"web": None, "zalo_oa": None}, "web", id="then by age"),
        pytest.param({}, "", id="nowhere"),
    ],
)
async def test_somebody_is_written_to_where_they_wrote_last(
    store: Store, village: Village, heard: dict[str, datetime | None], surface: str
) -> None:
    async with store.begin() as session:
        assert await chosen(session, await settled(session, village, heard)) == surface


@pytest.mark.parametrize("end", ["blocked", "account removed"])
async def test_where_one_way_is_gone_the_next_is_taken_and_then_none_is_left(
    store: Store, village: Village, end: str
) -> None:
    lost = list(reversed(HERE))
    async with store.begin() as session:
        an = await settled(session, village, dict.fromkeys(HERE, NOW))
        seen = []
        for surface in lost:
            seen.append(await chosen(session, an))
            if end == "blocked":
                gone = update(LinkedAddress).where(LinkedAddress.surface == surface)
                await session.execute(gone.values(gone_at=NOW))
            else:
                await channels.add(session, Channel(surface, "1", "1:x"), NOW)
                await channels.remove(session, (surface, "1"), NOW)
        assert seen == [*lost[:2], *["console"] * 3], "console has the lowest id of the rest"
        assert await chosen(session, an) == ""


async def test_an_audience_counts_whom_a_removed_account_leaves_without_a_chat(
    store: Store, village: Village
) -> None:
    members = Audience(Readers.EVERYBODY, (village.units["05"],))
    tl = village.units["TL"]
    async with store.begin() as session:
        await settled(session, village, {"zalo_bot": NOW})
        before = await audiences.counted(session, tl, members, TODAY)
        await channels.remove(session, ("zalo_bot", "1"), NOW)
        after = await audiences.counted(session, tl, members, TODAY)
    assert (before.people, before.reachable - after.reachable) == (after.people, 1)


async def test_a_chat_knows_whether_another_one_counts_as_the_last_used(
    store: Store, village: Village
) -> None:
    async def at(surface: str) -> Actor:
        found = await people.actor_at(session, Address(surface, "1", "an"), TODAY)
        assert found is not None
        return found

    async with store.begin() as session:
        await settled(session, village, {"telegram": NOW, "zalo_bot": NOW - HOUR, "web": None})
        assert not (await at("telegram")).elsewhere
        assert (await at("zalo_bot")).elsewhere
        assert (await at("web")).elsewhere
        await people.heard(session, (await at("web")).addressed_at, NOW + HOUR)
        assert (await at("telegram")).elsewhere
        assert not (await at("web")).elsewhere
