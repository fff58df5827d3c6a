"""Somebody speaks: nothing of it is fetched or kept, and the open question stays open."""

import pytest
from sqlalchemy import select

from bot.messages import Incoming
from bot.messengers import telegram_updates
from bot.texts import guarding
from storage.tables import File, InboxRow
from tests.chat import Chat, World

HOW_TO_DICTATE = (
    "Hệ thống chưa nghe được tin thoại. Đồng chí bấm micrô trên bàn phím để nói thành chữ."
)


async def speak(chat: Chat) -> str:
    return await chat._do(Incoming(chat.address, "", chat.world.now, voice=True))


async def test_the_answer_says_how_to_dictate_and_nothing_else(an: Chat, world: World) -> None:
    assert await speak(an) == HOW_TO_DICTATE
    async with world.store.reading() as session:
        assert list(await session.scalars(select(InboxRow.raw))) == [None]
        assert list(await session.scalars(select(File.id))) == []


@pytest.mark.parametrize("asks", ["/tham 2", "/tham 2, hôm nay", "2 3 bt", "/phananh 2"])
async def test_an_open_form_stays_where_it_was_and_asks_again_below(an: Chat, asks: str) -> None:
    question = await an.say(asks)
    labels = an.labels
    assert await speak(an) == f"{HOW_TO_DICTATE}\n{question}"
    assert an.labels == labels


async def test_words_that_are_held_are_asked_about_again(an: Chat) -> None:
    await an.say("/tham 2, hôm nay, 2")
    await an.tap("Ghi thêm")
    await an.tap("Ghi chú")
    question = await an.say("chồng nghiện rượu")
    assert await speak(an) == f"{HOW_TO_DICTATE}\n{question}"
    assert guarding.TAKE_NEUTRAL in an.labels


async def test_after_speaking_the_question_is_answered_as_ever(an: Chat) -> None:
    await an.say("/tham 2")
    await speak(an)
    assert "gặp gia đình thế nào" in await an.say("hôm nay") or "Tại nhà" in an.labels[0]


@pytest.mark.parametrize("kind", ["voice", "video_note"])
def test_what_was_spoken_is_never_fetched(kind: str) -> None:
    raw = (
        '{"update_id": 1, "message": {"message_id": 2, "date": 0, "from": {"id": 3},'
        f' "chat": {{"id": 3, "type": "private"}}, "{kind}": {{"file_id": "x"}}}}}}'
    )
    arrival = telegram_updates.arrival(raw.encode())
    assert arrival is not None
    assert arrival.wants_file == ""
