"""What the double says to letters: those that Zalo would refuse, count, or take without a word."""

import json
from collections.abc import AsyncIterator
from datetime import timedelta

import aiohttp
import pytest
import pytest_asyncio

from tests.doubles.zalo_bot import TOKEN, Fault, Kind, ZaloBotDouble, zalo_bot_double
from tests.doubles.zalo_bot_people import JPEG
from tests.messengers.zalo_by_hand import ask, code


@pytest_asyncio.fixture
async def zalo() -> AsyncIterator[ZaloBotDouble]:
    """One that is called by hand, and so wrongly, too."""
    async with zalo_bot_double() as double:
        yield double


TEXTS = {"none": ("", 400), "blank": (" \n", 400), "one": ("x", 0), "the most": ("â" * 2000, 0),
         "one more": ("â" * 2001, 400), "emoji": ("😀" * 1001, 400)}  # fmt: skip


@pytest.mark.parametrize(("text", "said"), TEXTS.values(), ids=TEXTS.keys())
async def test_a_text_has_1_to_2000_characters(zalo: ZaloBotDouble, text: str, said: int) -> None:
    await zalo.person("An").say("x")

    assert await code(zalo, "sendMessage", chat_id=zalo.person("An").id, text=text) == said


async def test_nobody_is_written_to_who_has_not_written(zalo: ZaloBotDouble) -> None:
    assert await code(zalo, "sendMessage", chat_id=zalo.person("An").id, text="x") == 400


async def test_buttons_are_passed_over_and_never_shown(zalo: ZaloBotDouble) -> None:
    an = zalo.person("An")
    await an.say("x")
    keyboard = {"inline_keyboard": [[{"text": "Có", "callback_data": "1"}]]}

    _, said = await ask(zalo, "sendMessage", chat_id=an.id, text="Có?", reply_markup=keyboard)

    assert said["result"].keys() == {"message_id", "date"}
    assert [read.text for read in an.reads] == ["Có?"]
    assert zalo.violations == ["sendMessage: no such parameter: ['reply_markup']"]


async def test_a_photo_to_be_sent_is_really_fetched(zalo: ZaloBotDouble) -> None:
    an = zalo.person("An")
    await an.say("x")
    public = zalo.host(JPEG, "a.jpg")

    sent = await code(zalo, "sendPhoto", chat_id=an.id, photo=public, caption="Biểu đồ")
    refused = [
        await code(zalo, "sendPhoto", chat_id=an.id, photo=photo)
        for photo in (f"{zalo.url}/media/none.jpg", "http://127.0.0.1:9/a.jpg", "a.jpg", "")
    ]

    assert (sent, refused) == (0, [400] * 4)
    assert [(read.text, read.picture) for read in an.reads] == [("Biểu đồ", JPEG)]


async def test_a_voice_is_aac_and_for_one_person(zalo: ZaloBotDouble) -> None:
    an = zalo.person("An")
    await an.say("x")
    await an.say_in_group("x", "abc")
    voice = "https://example.vn/a.aac"

    assert await code(zalo, "sendVoice", chat_id=an.id, voice_url=voice) == 0
    assert await code(zalo, "sendVoice", chat_id=an.id, voice_url="https://x.vn/a.mp3") == 400
    assert await code(zalo, "sendVoice", chat_id="abc", voice_url=voice) == 400
    assert await code(zalo, "sendMessage", chat_id="abc", text="x") == 0


async def test_typing_has_no_result_and_does_not_count(zalo: ZaloBotDouble) -> None:
    await zalo.person("An").say("x")

    said = await ask(zalo, "sendChatAction", chat_id=zalo.person("An").id, action="typing")

    assert said == (200, {"ok": True})
    assert not zalo.sent


async def test_fifty_people_and_three_thousand_letters_a_month_are_all(zalo: ZaloBotDouble) -> None:
    people = [zalo.person(f"Đảng viên {number}") for number in range(51)]
    for person in people:
        await person.say("x")

    codes = [await code(zalo, "sendMessage", chat_id=one.id, text="x") for one in people]
    assert codes == [0] * 50 + [429]

    zalo.sent[f"{zalo.clock.now():%Y-%m}"] = 2999
    first, second = [
        await ask(zalo, "sendMessage", chat_id=people[0].id, text="x") for _ in range(2)
    ]
    assert (first[0], second[0], second[1]["error_code"]) == (200, 429, 429)
    zalo.clock.forward(timedelta(days=31))
    assert await code(zalo, "sendMessage", chat_id=people[0].id, text="x") == 0


async def test_a_letter_that_was_taken_arrives_though_nobody_says_so(zalo: ZaloBotDouble) -> None:
    an = zalo.person("An")
    await an.say("x")
    taken = (Kind.RESET_AFTER, Kind.HALF_BODY, Kind.BAD_JSON, Kind.TIMEOUT_AFTER)
    for kind in taken:
        zalo.faults.plan(Fault(kind), "sendMessage")

    for _ in taken:
        try:
            await ask(zalo, "sendMessage", chat_id=an.id, text="x")
        except (aiohttp.ClientError, json.JSONDecodeError):
            continue

    assert len(an.reads) == len(taken)
    assert zalo.faults.is_empty


async def test_one_in_so_many_calls_fails_the_same_ones_each_time() -> None:
    runs = []
    for _ in range(2):
        async with zalo_bot_double() as zalo:
            zalo.faults.sometimes(Fault(Kind.ERROR), 0.2, "getMe")
            runs.append([await code(zalo, "getMe") for _ in range(40)])

    assert runs[0] == runs[1]
    assert 2 <= runs[0].count(500) <= 16


async def test_a_person_chooses_by_the_number_that_stands_before_the_words(
    zalo: ZaloBotDouble,
) -> None:
    an = zalo.person("An")
    await an.say("x")
    text = "Có ai ở nhà?\n\n1. Có mặt\n2. Vắng nhà\n\nHoặc gõ: Quay lại · Hủy"
    await ask(zalo, "sendMessage", chat_id=an.id, text=text)

    await an.choose("Vắng")
    await an.choose("Hủy")

    said = [update["message"] for update in zalo.post.waiting]
    assert [one["text"] for one in said if isinstance(one, dict)] == ["x", "2", "Hủy"]
    with pytest.raises(LookupError, match="nothing called"):
        await an.choose("Bán nhà")


async def test_parameters_may_come_in_the_address(zalo: ZaloBotDouble) -> None:
    an = zalo.person("An")
    await an.say("x")
    address = f"{zalo.url}/bot{TOKEN}/sendMessage"
    asked = {"chat_id": an.id, "text": "y"}
    async with aiohttp.ClientSession() as session, session.get(address, params=asked) as response:
        assert (await response.json())["ok"] is True
    assert [read.text for read in an.reads] == ["y"]
