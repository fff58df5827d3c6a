"""What replies by itself is not answered for ever; whoever writes by hand is always heard."""

import pytest
from sqlalchemy import update

from bot.domain.pace import ANY_ANSWERED, SAME_ANSWERED
from bot.domain.people import ConsentState
from bot.texts import linking as linking_words
from bot.texts import menus
from storage import invites, people
from storage.tables import LinkedAddress
from tests.chat import Chat, World
from tests.village import Village

BUSY = "Hiện tôi đang bận, sẽ trả lời sau xyz"


async def answered(chat: Chat, *texts: str) -> int:
    """How many of these messages, one after the other, are answered."""
    return sum([bool(await chat.say(text)) for text in texts])


@pytest.mark.parametrize("said", ["Xin chào", "Cảm ơn đồng chí", "Dừng"])
async def test_a_telephone_that_is_polite_by_itself_is_not_thanked_for_ever(
    an: Chat, said: str
) -> None:
    assert await answered(an, *[said] * 8) == SAME_ANSWERED
    assert menus.CHOOSE in await an.say("menu")
    assert await an.say(said)


@pytest.mark.parametrize("state", [ConsentState.RENEW, ConsentState.REFUSED])
async def test_nor_is_one_whose_owner_has_not_agreed(
    an: Chat, world: World, village: Village, state: ConsentState
) -> None:
    async with world.store.begin() as session:
        version = linking_words.NOTICE_VERSION
        await people.consent(session, village.people["An"], state, version, world.now)
    assert await answered(an, *[BUSY] * 8) == SAME_ANSWERED
    others = [f"{BUSY} {n}" for n in range(ANY_ANSWERED + 3)]
    assert await answered(an, *others) == ANY_ANSWERED - 8
    assert menus.CHOOSE in await an.say(linking_words.AGREE), "who agrees is heard"


async def test_whoever_gets_a_chat_is_answered_whatever_was_said_in_it_before(
    an: Chat, world: World, village: Village
) -> None:
    await answered(an, *[BUSY] * 8)
    async with world.store.begin() as session:
        await session.execute(update(LinkedAddress).values(person_id=None))
        [issued] = await invites.issue(session, [village.people["Hà"]], world.now)
    assert await an.say(issued.code)
    assert await answered(an, *[BUSY] * 8) == SAME_ANSWERED


async def test_one_file_after_the_other_is_not_the_same_words(en: Chat) -> None:
    await en.say("nhapdanhsach")
    for n in range(SAME_ANSWERED + 3):
        assert await en.send_file(f"{n}.xlsx", b"no workbook", "application/octet-stream")
