"""The double behaves like the Telegram of telegram.md 5, or the other tests prove nothing."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta

import aiohttp
import pytest
import pytest_asyncio
import telegram as ptb
from aiohttp import web

from tests.doubles.telegram import TOKEN, TelegramDouble, telegram_double
from tests.doubles.telegram_post import SECRET_HEADER

AN, BINH = 5551, 5552


@pytest_asyncio.fixture
async def telegram() -> AsyncIterator[TelegramDouble]:
    async with telegram_double(pace=0.002) as double:
        yield double


@dataclass
class Receiver:
    """Our side of a webhook: answers as told, first in first out, then 200."""

    statuses: list[int] = field(default_factory=list)
    got: list[tuple[int, int]] = field(default_factory=list)  # update, status we answered
    secrets: set[str] = field(default_factory=set)
    url: str = ""

    async def take(self, request: web.Request) -> web.Response:
        number = (await request.json())["update_id"]
        status = self.statuses.pop(0) if self.statuses else 200
        self.got.append((number, status))
        self.secrets.add(request.headers.get(SECRET_HEADER, ""))
        return web.Response(status=status)


@pytest_asyncio.fixture
async def receiver() -> AsyncIterator[Receiver]:
    ours = Receiver()
    app = web.Application()
    app.router.add_post("/hook", ours.take)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    ours.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield ours
    await runner.cleanup()


async def ask(telegram: TelegramDouble, method: str, **given: object) -> object:
    """A call by hand: what it says when refused, else its result."""
    address = f"{telegram.api_base}/bot{given.pop('token', TOKEN)}/{method}"
    async with aiohttp.ClientSession() as session, session.post(address, json=given) as response:
        said = await response.json()
    assert (said["ok"], said.get("error_code", 200)) == (response.ok, response.status)
    return said.get("result", said.get("description"))


async def numbers(telegram: TelegramDouble, **given: object) -> list[int]:
    result = await ask(telegram, "getUpdates", **given)
    assert isinstance(result, list)
    return [update["update_id"] for update in result]


async def test_updates_stay_until_a_later_offset_is_asked_for(telegram: TelegramDouble) -> None:
    first, second = [await telegram.send_text(AN, text) for text in ("một", "hai")]

    assert await numbers(telegram) == [first, second]
    assert await numbers(telegram) == [first, second]
    assert await numbers(telegram, limit=1) == [first]
    assert await numbers(telegram, offset=second) == [second]
    assert await numbers(telegram, offset=second + 1) == []


async def test_a_long_poll_ends_with_the_first_update(telegram: TelegramDouble) -> None:
    async with asyncio.TaskGroup() as group:
        poll = group.create_task(numbers(telegram, timeout=30))
        await telegram.until(lambda: telegram.calls)
        number = await telegram.send_text(AN, "một")

    assert poll.result() == [number]


async def test_a_second_poll_ends_the_first(telegram: TelegramDouble) -> None:
    async with asyncio.TaskGroup() as group:
        first = group.create_task(ask(telegram, "getUpdates", timeout=30))
        await telegram.until(lambda: telegram.calls)
        second = group.create_task(numbers(telegram, timeout=30))
        await telegram.until(lambda: first.done() or len(telegram.calls) > 1)
        await telegram.send_text(AN, "một")

    assert first.result() == "Conflict: terminated by other getUpdates request"
    assert len(second.result()) == 1


@pytest.mark.parametrize(
    ("later", "left"),
    [(timedelta(seconds=149), 2), (timedelta(seconds=151), 1), (timedelta(hours=25), 0)],
    ids=["both", "the tap is gone", "nothing"],
)
async def test_taps_live_150_seconds_and_messages_a_day(
    telegram: TelegramDouble, later: timedelta, left: int
) -> None:
    await telegram.send_text(AN, "một")
    await telegram.tap_data(AN, "q.1", 5)

    telegram.clock.forward(later)

    assert len(await numbers(telegram)) == left


async def test_python_telegram_bot_reads_what_the_double_says(telegram: TelegramDouble) -> None:
    await telegram.send_text(AN, "/tham")
    await telegram.share_contact(AN, "+84901234567", forwarded=True)
    await telegram.send_photo(AN, b"JPEG")
    await telegram.send_document(AN, "a.xlsx", b"PK")
    await telegram.send_sticker(AN)

    async with ptb.Bot(TOKEN, f"{telegram.api_base}/bot", f"{telegram.api_base}/file/bot") as bot:
        sent = await bot.send_message(AN, "Chào")
        updates = await bot.get_updates()
        document = updates[3].message.document if updates[3].message else None
        assert document is not None
        fetched = await (await document.get_file()).download_as_bytearray()

    assert (sent.text, bytes(fetched)) == ("Chào", b"PK")
    assert [bool(update.message) for update in updates] == [True] * 5


def button(data: str) -> dict[str, object]:
    return {"inline_keyboard": [[{"text": "a", "callback_data": data}]]}


REFUSED = {
    "nobody has written": (BINH, {"text": "x"}, "Bad Request: chat not found"),
    "no words": (AN, {"text": " \n"}, "Bad Request: message text is empty"),
    "too many words": (AN, {"text": "😀" * 2049}, "Bad Request: message is too long"),
    "a button of 65 bytes": (
        AN,
        {"text": "x", "reply_markup": button("b" * 65)},
        "Bad Request: BUTTON_DATA_INVALID",
    ),
    "a keyboard with a strange key": (
        AN,
        {"text": "x", "reply_markup": {"keyboard": [], "colour": "red"}},
        "Bad Request: can't parse reply keyboard markup JSON object",
    ),
    "parse_mode": (
        AN,
        {"text": "x", "parse_mode": "HTML"},
        "Bad Request: this double takes entities, never parse_mode",
    ),
    "a parameter that is none": (
        AN,
        {"text": "x", "txt": "y"},
        "Bad Request: no such parameter: ['txt']",
    ),
    "a parameter missing": (AN, {}, "Bad Request: parameters missing: ['text']"),
}


@pytest.mark.parametrize(("chat", "given", "said"), REFUSED.values(), ids=REFUSED.keys())
async def test_a_call_that_telegram_would_refuse_is_refused(
    telegram: TelegramDouble, chat: int, given: dict[str, object], said: str
) -> None:
    await telegram.send_text(AN, "một")

    assert await ask(telegram, "sendMessage", chat_id=chat, **given) == said
    assert telegram.executions == []


async def test_wrong_tokens_methods_and_old_taps_are_refused(telegram: TelegramDouble) -> None:
    await telegram.tap_data(AN, "q.1", 5)
    [update] = [json.loads(waiting.body) for waiting in telegram.post.waiting]
    tap_id = update["callback_query"]["id"]

    assert await ask(telegram, "getMe", token="700001:x") == "Unauthorized"
    assert await ask(telegram, "sendFax") == "Not Found"
    assert await ask(telegram, "answerCallbackQuery", callback_query_id=tap_id) is True
    telegram.clock.forward(timedelta(seconds=151))
    assert "too old" in str(await ask(telegram, "answerCallbackQuery", callback_query_id=tap_id))


async def test_a_blocked_bot_cannot_write(telegram: TelegramDouble) -> None:
    await telegram.send_text(AN, "một")
    telegram.block(AN)

    said = await ask(telegram, "sendMessage", chat_id=AN, text="x")

    assert said == "Forbidden: bot was blocked by the user"


async def test_a_person_can_only_tap_what_is_shown(telegram: TelegramDouble) -> None:
    await telegram.send_text(AN, "một")

    with pytest.raises(LookupError, match="no button"):
        await telegram.tap(AN, "Có")


async def test_a_failing_webhook_holds_up_its_chat_and_no_other(
    telegram: TelegramDouble, receiver: Receiver
) -> None:
    receiver.statuses = [503, 500]
    await ask(telegram, "setWebhook", url=receiver.url, secret_token="s3cret")

    first = await telegram.send_text(AN, "một")
    second = await telegram.send_text(AN, "hai")
    await telegram.until(lambda: not telegram.post.waiting)

    assert receiver.got == [(first, 503), (first, 500), (first, 200), (second, 200)]
    assert receiver.secrets == {"s3cret"}
    assert "500" in str(await ask(telegram, "getWebhookInfo"))


async def test_a_tap_does_not_wait_for_the_messages_of_its_person(
    telegram: TelegramDouble, receiver: Receiver
) -> None:
    receiver.statuses = [500] * 3
    await ask(telegram, "setWebhook", url=receiver.url)

    message = await telegram.send_text(AN, "một")
    await telegram.until(lambda: telegram.post.tries)
    receiver.statuses = [500, 500, 200]
    other = await telegram.send_text(BINH, "ba")
    tap = await telegram.tap_data(AN, "q.1", 5)
    await telegram.until(lambda: not telegram.post.waiting)

    assert {number for number, status in receiver.got if status == 200} == {message, other, tap}


async def test_with_a_webhook_nothing_can_be_polled(
    telegram: TelegramDouble, receiver: Receiver
) -> None:
    await ask(telegram, "setWebhook", url=receiver.url)

    assert "webhook is active" in str(await ask(telegram, "getUpdates"))


async def test_what_waited_is_pushed_once_there_is_a_webhook(
    telegram: TelegramDouble, receiver: Receiver
) -> None:
    number = await telegram.send_text(AN, "một")

    await ask(telegram, "setWebhook", url=receiver.url)
    await telegram.until(lambda: not telegram.post.waiting)

    assert receiver.got == [(number, 200)]
