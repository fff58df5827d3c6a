"""A letter that has to wait is not sent once what it tells is no longer its reader's to hear."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select, update

from bot.domain.delivery import Delivery
from bot.domain.households import AssignmentEnd, AssignmentKind
from bot.domain.people import Role
from bot.messages import Choice, Incoming, Outgoing, Sent, Urgency, encoded
from scheduler import wording
from storage import inbox, outbox, settlement
from storage.inbox import Arrived
from storage.tables import Assignment, OutboxRow, RoleHeld
from tests.chat import ACCOUNT, Chat, World, everything_handled
from tests.concerns_stored import recorded
from tests.village import Village

TODAY = date(2026, 11, 21)
DROPPED = (Delivery.EXPIRED, "no longer this person's")


async def answered(chat: Chat, text: str) -> None:
    """Say something; the answer is written, and cannot be sent yet."""
    world = chat.world
    event_id = f"e{next(world.ids)}"
    incoming = replace(Incoming(chat.address, "", world.now, text=text), message_id=event_id)
    async with world.store.begin() as session:
        arrived = Arrived(event_id, chat.name, encoded(incoming))
        await inbox.keep(session, *ACCOUNT, [arrived], world.now)
    await everything_handled(world)


async def hand_over(world: World, village: Village, code: str, to: str) -> None:
    household_id = village.households[code]
    async with world.store.begin() as session:
        await session.execute(
            update(Assignment)
            .where(Assignment.household_id == household_id)
            .values(until=TODAY, ended_because=AssignmentEnd.REBALANCE)
        )
        session.add(
            Assignment(
                person_id=village.people[to], household_id=household_id,
                kind=AssignmentKind.MAIN, since=TODAY,
            )
        )  # fmt: skip


async def became_of(chat: Chat) -> tuple[Delivery, str]:
    """What became of the newest letter to a chat."""
    async with chat.world.store.reading() as session:
        row = await session.scalars(
            select(OutboxRow)
            .where(OutboxRow.chat == chat.name)
            .order_by(OutboxRow.id.desc())
            .limit(1)
        )
        newest = row.one()
        return newest.status, newest.error


@pytest.mark.parametrize("line", ["/hodan 1", "/hodan", "/thamho 1", "/thangnay"])
async def test_an_answer_that_names_a_household_handed_over_meanwhile_is_dropped(
    an: Chat, world: World, village: Village, line: str
) -> None:
    await answered(an, line)
    await hand_over(world, village, "H001", "Cúc")
    world.later(minutes=2)
    assert await an.listen() == []
    assert await became_of(an) == DROPPED


async def test_what_is_still_theirs_goes_out_however_long_it_waited(
    an: Chat, world: World, village: Village
) -> None:
    await answered(an, "/hodan 2")
    await hand_over(world, village, "H001", "Cúc")
    world.later(minutes=2)
    assert "Tư Hạnh" in (await an.listen())[0].text


async def test_an_answer_that_names_nobody_goes_out(
    an: Chat, world: World, village: Village
) -> None:
    await answered(an, "/menu")
    await hand_over(world, village, "H001", "Cúc")
    world.later(minutes=2)
    assert len(await an.listen()) == 1


async def test_an_answer_at_once_is_not_looked_at_again(
    an: Chat, world: World, village: Village
) -> None:
    await answered(an, "/hodan 1")
    await hand_over(world, village, "H001", "Cúc")
    assert "Ba Lành" in (await an.listen())[0].text


async def test_a_secretary_who_is_one_no_longer_is_not_sent_the_areas_households(
    binh: Chat, world: World, village: Village
) -> None:
    await answered(binh, "/phancong an")
    async with world.store.begin() as session:
        await session.execute(
            update(RoleHeld)
            .where(
                RoleHeld.person_id == village.people["Bình"],
                RoleHeld.role == Role.CELL_SECRETARY,
            )
            .values(until=TODAY)
        )
    world.later(minutes=2)
    assert await binh.listen() == []
    assert await became_of(binh) == DROPPED


async def answer_in_the_night(
    an: Chat, binh: Chat, world: World, village: Village, codes: tuple[str, ...]
) -> None:
    """A secretary's answer to a concern, told to its member in the morning."""
    world.later(hours=12)
    ids = [village.households[code] for code in codes]
    concern = await recorded(world.store, "An", *ids)
    await binh.say(f"/xuly {concern.code} traloi")
    await binh.say("Tuần sau làm")
    assert await an.listen() == []


async def test_news_of_a_concern_whose_household_was_handed_over_in_the_night_is_dropped(
    an: Chat, binh: Chat, world: World, village: Village
) -> None:
    await answer_in_the_night(an, binh, world, village, ("H001",))
    await hand_over(world, village, "H001", "Cúc")
    world.later(hours=12)
    assert await an.listen() == []
    assert await became_of(an) == DROPPED


async def test_news_of_a_concern_of_two_households_goes_out_while_one_is_left(
    an: Chat, binh: Chat, world: World, village: Village
) -> None:
    await answer_in_the_night(an, binh, world, village, ("H001", "H002"))
    await hand_over(world, village, "H001", "Cúc")
    world.later(hours=12)
    assert len(await an.listen()) == 1


REMINDED = Outgoing(
    "Việc tháng 11: còn 2 nhà.",
    (
        Choice("Ghi thăm số 1 · Ba Lành", "/thamho 1"),
        Choice("Ghi thăm số 2 · Tư Hạnh", "/thamho 2"),
        Choice("Xem việc tháng này", "/thangnay"),
    ),
    urgency=Urgency.URGENT,
)
UNCLEAR = "lung tung beng"


async def reminded(world: World, village: Village) -> None:
    """A letter that An has not asked for has arrived."""
    async with world.store.begin() as session:
        letter_id = await outbox.put(
            session, Chat(world, "An").address, REMINDED, world.now,
            person_id=village.people["An"], leased_by="postman",
        )  # fmt: skip
        assert letter_id is not None
        assert await wording.stamped(session, letter_id, "postman", world.now) is not None
        await settlement.settle(session, letter_id, "postman", Sent("m"), world.now)


async def test_a_letter_that_is_shown_once_more_names_no_household_handed_over_since(
    an: Chat, world: World, village: Village
) -> None:
    await reminded(world, village)
    await an.say(UNCLEAR)
    assert an.labels[:3] == [one.label for one in REMINDED.choices]
    await reminded(world, village)
    await hand_over(world, village, "H001", "Cúc")
    world.later(minutes=1)
    await an.say(f"{UNCLEAR} nua")
    assert an.labels[:2] == [one.label for one in REMINDED.choices[1:]]


async def test_nor_does_the_question_which_of_two_lists_was_meant(
    world: World, village: Village
) -> None:
    an = Chat(world, "An", buttons=False)
    await an.say("menu")
    await reminded(world, village)
    await hand_over(world, village, "H001", "Cúc")
    assert "Ba Lành" not in await an.say("1")
    assert not any("Ba Lành" in label for label in an.labels)


async def test_nor_is_it_shown_to_whoever_lost_the_role_that_it_was_for(
    an: Chat, world: World, village: Village
) -> None:
    await reminded(world, village)
    async with world.store.begin() as session:
        theirs = RoleHeld.person_id == village.people["An"]
        await session.execute(update(RoleHeld).where(theirs).values(until=TODAY))
    await an.say(UNCLEAR)
    assert not set(an.labels) & {one.label for one in REMINDED.choices}
