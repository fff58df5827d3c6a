"""How much room the accounts have for people who are yet to come."""

from dataclasses import replace
from datetime import timedelta
from functools import partial

from bot.domain.placing import Place
from bot.messages import Address
from storage import channels, invites, seating
from storage.channels import Channel
from storage.store import Store
from tests.conftest import NOW
from tests.village import Village

BOT = Channel("zalo_bot", "42", "42:x", own_seats=3)
FIRST, TELEGRAM = ("zalo_bot", "1"), ("telegram", "7")


async def places(store: Store, *but: int) -> dict[str, Place]:
    async with store.reading() as session:
        found = await seating.places(session, [FIRST, TELEGRAM, BOT.key], but, NOW)
    return {place.account: place for place in found}


async def test_an_account_of_the_settings_has_its_usual_plan_and_serves_all(
    store: Store, village: Village
) -> None:
    async with store.begin() as session:
        await channels.add(session, replace(BOT, commune_id=village.units["TL"]), NOW)
    assert list((await places(store)).values()) == [
        Place("zalo_bot", "1", None, 50),
        Place("telegram", "7", None, None),
        Place("zalo_bot", "42", village.units["TL"], 3),
    ]


async def test_a_seat_is_taken_by_who_is_linked_and_by_a_code_that_is_out(
    store: Store, village: Village
) -> None:
    an, cuc, ha, en = (village.people[name] for name in ("An", "Cúc", "Hà", "Én"))
    async with store.begin() as session:
        await channels.add(session, BOT, NOW)
        out = partial(invites.issue, surface="zalo_bot", account="42")
        [issued] = await out(session, [an], NOW)
        await invites.redeem(session, issued.code, Address(*BOT.key, "an"), NOW)
        await out(session, [cuc], NOW)
        await out(session, [cuc], NOW)  # the one before is withdrawn
        await out(session, [ha], NOW - timedelta(days=8))  # too old by now
        await invites.issue(session, [en], NOW)  # good anywhere
    assert (await places(store))["42"].free == 1
    assert (await places(store, cuc))["42"].free == 2, "who gets a new one gives the old one back"
