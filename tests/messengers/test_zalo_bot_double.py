"""The double behaves like the Zalo of zalo.md 6.1, or the other tests prove nothing."""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from aiohttp import web

from tests.doubles.ground import found_at
from tests.doubles.zalo_bot import Person, ZaloBotDouble, zalo_bot_double
from tests.doubles.zalo_bot_people import JPEG
from tests.doubles.zalo_bot_post import SECRET_HEADER
from tests.messengers.zalo_by_hand import ask, code

UNAUTHORIZED = {"ok": False, "error_code": 401, "description": "Unauthorized"}
IDLE = {"ok": False, "error_code": 408, "description": "Request timeout"}
SECRET = "s3cret-of-some-length"


@pytest_asyncio.fixture
async def zalo() -> AsyncIterator[ZaloBotDouble]:
    """One that is called by hand, and so wrongly, too."""
    async with zalo_bot_double() as double:
        yield double


@dataclass
class Receiver:
    """Our side of a webhook: answers as told, first in first out, then 200."""

    url: str = ""
    statuses: list[int] = field(default_factory=list)
    got: list[bytes] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)

    async def take(self, request: web.Request) -> web.Response:
        self.got.append(await request.read())
        self.headers.append(dict(request.headers))
        return web.Response(status=self.statuses.pop(0) if self.statuses else 200)

    def texts(self) -> list[str]:
        bodies = [json.loads(raw) for raw in self.got if raw]
        return [body.get("result", body)["message"]["text"] for body in bodies]


@asynccontextmanager
async def _receiving() -> AsyncIterator[Receiver]:
    ours = Receiver()
    app = web.Application()
    app.router.add_post("/hook", ours.take)
    async with found_at(app) as url:
        ours.url = f"{url}/hook"
        yield ours


@pytest_asyncio.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with _receiving() as ours:
        yield ours


async def test_a_wrong_token_is_an_error_with_a_status_of_200(zalo: ZaloBotDouble) -> None:
    assert await ask(zalo, "getMe", token="1:other") == (200, UNAUTHORIZED)
    zalo.real_401 = True
    assert await ask(zalo, "getMe", token="1:other") == (401, UNAUTHORIZED)


NO_METHODS = ("sendDocument", "editMessageText", "deleteMessage", "answerCallbackQuery", "getme")


@pytest.mark.parametrize("method", NO_METHODS)
async def test_there_are_no_such_methods(zalo: ZaloBotDouble, method: str) -> None:
    assert await code(zalo, method) == 400
    assert zalo.violations


@pytest.mark.parametrize("longest", [0, "0"], ids=["a number", "in quotes"])
async def test_one_update_comes_at_a_time_and_then_408(zalo: ZaloBotDouble, longest: Any) -> None:
    for text in ("một", "hai"):
        await zalo.person("An").say(text)

    texts = []
    for _ in range(2):
        _, said = await ask(zalo, "getUpdates", timeout=longest)
        assert said["result"]["event_name"] == "message.text.received"
        texts.append(said["result"]["message"]["text"])

    assert texts == ["một", "hai"]
    assert await ask(zalo, "getUpdates", timeout=longest) == (408, IDLE)


async def test_with_replay_what_was_had_comes_back_at_once(zalo: ZaloBotDouble) -> None:
    zalo.post.replay = True
    an = zalo.person("An")
    for text in ("một", "hai"):
        await an.say(text)

    texts = []
    async with asyncio.timeout(5):
        for number in range(6):
            texts.append((await ask(zalo, "getUpdates"))[1]["result"]["message"]["text"])
            if number == 3:
                await an.say("ba")

    assert texts[:2] == ["một", "hai"]
    assert set(texts[2:4]) == {"một", "hai"}
    assert texts[4] == "ba"


async def test_a_question_waits_for_the_first_message(zalo: ZaloBotDouble) -> None:
    async with asyncio.TaskGroup() as group:
        asked = group.create_task(ask(zalo, "getUpdates", timeout=30))
        await zalo.until(lambda: zalo.post.asked_at)
        await zalo.person("An").say("một")

    assert asked.result()[1]["result"]["message"]["text"] == "một"


@pytest.mark.parametrize("forgets", [False, True], ids=["kept", "lost"])
async def test_what_is_told_to_who_hung_up_is(zalo: ZaloBotDouble, forgets: bool) -> None:
    zalo.post.forgets = forgets
    async with asyncio.TaskGroup() as group:
        asked = group.create_task(ask(zalo, "getUpdates", timeout=30))
        await zalo.until(lambda: zalo.post.asked_at)
        asked.cancel()
    for _ in range(20):  # until it is seen that the line is broken
        await asyncio.sleep(0)
    await zalo.person("An").say("một")

    said = (await ask(zalo, "getUpdates", timeout=0))[1]

    assert said["ok"] is not forgets


async def test_with_a_webhook_nothing_can_be_asked_for(
    zalo: ZaloBotDouble, receiver: Receiver
) -> None:
    zalo.allows_local = True
    assert await code(zalo, "setWebhook", url=receiver.url, secret_token=SECRET) == 0

    said = (await ask(zalo, "getUpdates", timeout=0))[1]

    assert "webhook" in said["description"]


BAD_HOOKS = {
    "no secret": ({"url": "https://gandan.example.vn/x"}, "secret_token"),
    "7 letters": ({"url": "https://gandan.example.vn/x", "secret_token": "1234567"}, "secret"),
    "257 letters": ({"url": "https://gandan.example.vn/x", "secret_token": "1" * 257}, "secret"),
    "not encrypted": ({"url": "http://gandan.example.vn/x", "secret_token": SECRET}, "HTTPS"),
    "localhost": ({"url": "https://localhost/x", "secret_token": SECRET}, "public"),
    "an inner network": ({"url": "https://192.168.1.2/x", "secret_token": SECRET}, "public"),
    "no address": ({"secret_token": SECRET}, "public"),
}


@pytest.mark.parametrize(("given", "words"), BAD_HOOKS.values(), ids=BAD_HOOKS.keys())
async def test_a_webhook_that_is_none_is_refused(
    zalo: ZaloBotDouble, given: dict[str, str], words: str
) -> None:
    status, said = await ask(zalo, "setWebhook", **given)

    assert (status, said["error_code"]) == (400, 400)
    assert words in said["description"]
    assert zalo.post.url == ""


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [(200, "webhook.ok"), (403, "webhook.http.403"), (401, "webhook.http.other"),
     (503, "webhook.http.5xx")],
)  # fmt: skip
async def test_a_webhook_is_tried_with_an_empty_body_and_kept_whatever_comes_of_it(
    zalo: ZaloBotDouble, receiver: Receiver, answer: int, outcome: str
) -> None:
    zalo.allows_local = True
    receiver.statuses = [answer]

    _, said = await ask(zalo, "setWebhook", url=receiver.url, secret_token=SECRET)

    assert said["result"]["verification"]["outcome"] == outcome
    assert said["result"]["verification"]["ok"] is (answer == 200)
    assert (await ask(zalo, "getWebhookInfo"))[1]["result"]["url"] == receiver.url
    assert receiver.got == [b""]


async def test_a_webhook_where_nobody_is_is_kept_too(zalo: ZaloBotDouble) -> None:
    zalo.allows_local = True

    _, said = await ask(zalo, "setWebhook", url="http://127.0.0.1:9/x", secret_token=SECRET)

    assert said["result"]["verification"]["outcome"] == "webhook.err.conn"
    assert zalo.post.url == "http://127.0.0.1:9/x"


async def test_without_a_webhook_there_is_nothing_to_show_or_delete(zalo: ZaloBotDouble) -> None:
    assert await ask(zalo, "getWebhookInfo") == (404, {"ok": False, "description": "Not Found"})
    assert await code(zalo, "deleteWebhook") == 400


async def test_a_webhook_can_be_tried_once_a_day(zalo: ZaloBotDouble, receiver: Receiver) -> None:
    await zalo.post.push_to(receiver.url, SECRET)

    assert (await ask(zalo, "testWebhook"))[1]["result"]["outcome"] == "webhook.ok"
    assert await code(zalo, "testWebhook") == 426


@pytest.mark.parametrize("wrapped", [False, True], ids=["bare", "wrapped"])
async def test_what_is_written_is_pushed_with_the_secret_in_either_body(
    zalo: ZaloBotDouble, receiver: Receiver, wrapped: bool
) -> None:
    zalo.post.wrapped = wrapped
    await zalo.person("An").say("một")  # what waits goes first
    await zalo.post.push_to(receiver.url, SECRET)
    await zalo.person("An").say("hai")
    await zalo.until(lambda: len(zalo.post.pushed) == 2)

    assert receiver.texts() == ["một", "hai"]
    assert ("result" in json.loads(receiver.got[0])) is wrapped
    assert {headers[SECRET_HEADER] for headers in receiver.headers} == {SECRET}
    assert receiver.headers[0]["User-Agent"].startswith("Java/")


async def test_what_is_pushed_may_come_twice_and_is_not_repeated_when_refused(
    zalo: ZaloBotDouble, receiver: Receiver
) -> None:
    zalo.post.twice = True
    receiver.statuses = [200, 503]
    await zalo.post.push_to(receiver.url, SECRET)
    await zalo.person("An").say("một")
    await zalo.until(lambda: len(zalo.post.pushed) == 2)

    assert receiver.texts() == ["một", "một"]
    assert [status for _, status in zalo.post.pushed] == [200, 503]


async def test_a_zalo_that_repeats_does_so_until_it_is_taken(
    zalo: ZaloBotDouble, receiver: Receiver
) -> None:
    zalo.post.tries = 5
    receiver.statuses = [503, 500]
    await zalo.post.push_to(receiver.url, SECRET)
    await zalo.person("An").say("một")
    await zalo.until(lambda: not zalo.post.waiting)

    assert [status for _, status in zalo.post.pushed] == [503, 500, 200]


Act = Callable[[Person], Any]
EVENTS: dict[str, tuple[Act, str, set[str]]] = {
    "words": (lambda an: an.say("x"), "message.text.received", {"text"}),
    "a photo": (
        lambda an: an.send_photo(caption="x"),
        "message.image.received",
        {"photo_url", "caption", "message_type"},
    ),
    "a sticker": (lambda an: an.send_sticker(), "message.sticker.received", {"sticker", "url"}),
    "a voice": (
        lambda an: an.send_voice(), "message.voice.received", {"voice_url", "message_type"},
    ),
    "a document": (lambda an: an.send_file(), "message.unsupported.received", set()),
    "something new": (
        lambda an: an.send_something_new(), "message.hologram.received", {"hologram"},
    ),
}  # fmt: skip


@pytest.mark.parametrize(("act", "event", "more"), EVENTS.values(), ids=EVENTS.keys())
async def test_a_message_has_ids_of_twenty_letters_and_counts_thousandths(
    zalo: ZaloBotDouble, act: Act, event: str, more: set[str]
) -> None:
    before = zalo.clock.now().timestamp() * 1000 - 1
    message_id = await act(zalo.person("An"))

    update = (await ask(zalo, "getUpdates"))[1]["result"]

    message = update["message"]
    assert (update["event_name"], message["message_id"]) == (event, message_id)
    assert message.keys() == {"from", "chat", "message_id", "date"} | more
    assert message["chat"] == {"id": message["from"]["id"], "chat_type": "PRIVATE"}
    for one in (message_id, message["chat"]["id"]):
        assert re.fullmatch("[0-9a-f]{20}", one)
    assert before <= message["date"] <= before + 60_000


async def test_something_unsupported_may_come_without_a_message(zalo: ZaloBotDouble) -> None:
    await zalo.person("An").vanish()

    update = (await ask(zalo, "getUpdates"))[1]["result"]

    assert update == {"event_name": "message.unsupported.received"}


async def test_a_photo_may_come_as_the_documents_have_it(zalo: ZaloBotDouble) -> None:
    an = zalo.person("An")
    an.photo_field = "photo"
    await an.send_photo()

    message = (await ask(zalo, "getUpdates"))[1]["result"]["message"]

    assert "photo_url" not in message
    async with aiohttp.ClientSession() as session, session.get(message["photo"]) as answer:
        assert await answer.read() == JPEG


async def test_a_person_is_another_for_each_bot(zalo: ZaloBotDouble) -> None:
    async with zalo_bot_double("77:other-bot") as other:
        assert other.person("An").id != zalo.person("An").id == zalo.person("An").id
