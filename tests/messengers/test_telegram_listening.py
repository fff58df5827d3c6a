"""Messages from Telegram: asked for, stored, and only then taken as had; files; the webhook."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta

import pytest
from structlog.testing import capture_logs

from bot.messengers.base import Arrival, FetchFailed
from bot.messengers.telegram import ApiRefused, Me, TelegramMessenger
from tests.doubles.telegram import TOKEN, Fault, Kind, TelegramDouble
from tests.doubles.telegram_post import Waiting
from tests.messengers.conftest import AN

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)


class Inbox:
    """What was stored, and the offset that was stored with it."""

    def __init__(self) -> None:
        self.raws: list[bytes] = []
        self.arrivals: list[Arrival | None] = []
        self.offsets: list[int | None] = []
        self.away = 0

    async def keep(self, batch: list[tuple[Arrival | None, bytes]], offset: int | None) -> None:
        if self.away:
            self.away -= 1
            raise ConnectionError
        self.arrivals += [arrival for arrival, _ in batch]
        self.raws += [raw for _, raw in batch]
        self.offsets.append(offset)

    def texts(self, messenger: TelegramMessenger) -> list[str]:
        read = [messenger.read(messenger.account, "", raw, NOW) for raw in self.raws]
        return [incoming.text for incoming in read if incoming is not None]


@asynccontextmanager
async def listening(
    messenger: TelegramMessenger, inbox: Inbox, offset: int | None = None
) -> AsyncIterator[None]:
    async with asyncio.TaskGroup() as group:
        loop = group.create_task(messenger.listen(inbox.keep, offset))
        yield
        loop.cancel()
        with suppress(asyncio.CancelledError):
            await loop


def stored(inbox: Inbox, count: int) -> Callable[[], bool]:
    return lambda: len(inbox.raws) >= count


async def test_what_is_written_is_stored_in_order(
    telegram: TelegramDouble, messenger: TelegramMessenger
) -> None:
    inbox = Inbox()
    async with listening(messenger, inbox):
        await telegram.send_text(AN, "một")
        await telegram.send_text(AN, "hai")
        await telegram.until(stored(inbox, 3))

    assert inbox.texts(messenger) == ["xin chào", "một", "hai"]
    assert inbox.arrivals[0] == Arrival("500000001", str(AN))


async def test_the_offset_moves_only_after_the_commit(
    telegram: TelegramDouble, messenger: TelegramMessenger, waits: list[float]
) -> None:
    inbox = Inbox()
    inbox.away = 3

    async with listening(messenger, inbox):
        await telegram.until(stored(inbox, 1))

    assert inbox.texts(messenger) == ["xin chào"]
    assert inbox.offsets == [500000002]
    assert waits == [1.0, 2.0, 4.0]


async def test_what_was_not_stored_comes_again_after_a_restart(
    telegram: TelegramDouble, messenger: TelegramMessenger
) -> None:
    lost, inbox = Inbox(), Inbox()
    lost.away = 10**6
    async with listening(messenger, lost):
        await telegram.until(lambda: "getUpdates" in telegram.calls)

    async with listening(messenger, inbox):
        await telegram.until(stored(inbox, 1))

    assert inbox.texts(messenger) == ["xin chào"]


async def test_listening_goes_on_from_the_stored_offset(
    telegram: TelegramDouble, messenger: TelegramMessenger
) -> None:
    await telegram.send_text(AN, "hai")
    inbox = Inbox()

    async with listening(messenger, inbox, offset=500000002):
        await telegram.until(stored(inbox, 1))

    assert inbox.texts(messenger) == ["hai"]


async def test_a_failing_messenger_is_asked_ever_more_slowly(
    telegram: TelegramDouble, messenger: TelegramMessenger, waits: list[float]
) -> None:
    for kind in (Kind.ERROR, Kind.GATEWAY, Kind.UNAUTHORIZED, Kind.RESET_BEFORE, Kind.BAD_JSON):
        telegram.faults.plan(Fault(kind), "getUpdates")
    telegram.faults.plan(Fault(Kind.HALF_BODY), "getUpdates", times=3)
    inbox = Inbox()

    with capture_logs() as logs:
        async with listening(messenger, inbox):
            await telegram.until(stored(inbox, 1))

    assert waits == [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 60.0, 60.0]
    assert {entry["event"] for entry in logs} == {"polling failed"}
    assert "CANARY" not in repr(logs)


async def test_a_named_wait_is_kept(
    telegram: TelegramDouble, messenger: TelegramMessenger, waits: list[float]
) -> None:
    telegram.faults.plan(Fault(Kind.FLOOD, seconds=77), "getUpdates")
    inbox = Inbox()

    async with listening(messenger, inbox):
        await telegram.until(stored(inbox, 1))

    assert waits == [77.0]


async def test_a_webhook_elsewhere_makes_polling_wait_and_not_fail(
    telegram: TelegramDouble, messenger: TelegramMessenger, waits: list[float]
) -> None:
    await messenger.set_webhook("http://127.0.0.1:9/telegram/webhook", "s3cret")
    inbox = Inbox()

    with capture_logs() as logs:
        async with listening(messenger, inbox):
            await telegram.until(lambda: len(waits) > 0)
            await messenger.delete_webhook()
            await telegram.until(stored(inbox, 1))

    assert logs[0]["status"] == 409
    assert inbox.texts(messenger) == ["xin chào"]


async def test_an_update_without_a_number_holds_up_nothing(
    telegram: TelegramDouble, messenger: TelegramMessenger, waits: list[float]
) -> None:
    strange = Waiting(500000002, "chat", telegram.clock.now() + timedelta(hours=1), '{"x": NaN}')
    telegram.post.waiting = [strange]
    inbox = Inbox()

    async with listening(messenger, inbox):
        await telegram.until(lambda: len(waits) > 0)
        await telegram.send_text(AN, "hai")
        await telegram.until(stored(inbox, 2))

    assert waits[0] == 1.0
    assert inbox.arrivals == [None, Arrival("500000002", str(AN))]
    assert json.loads(inbox.raws[0]).keys() == {"x"}


async def test_old_messages_come_and_old_taps_do_not(
    telegram: TelegramDouble, messenger: TelegramMessenger
) -> None:
    await telegram.tap_data(AN, "q.1", message_id=3)
    telegram.clock.forward(timedelta(seconds=151))
    inbox = Inbox()

    async with listening(messenger, inbox):
        await telegram.until(stored(inbox, 1))

    assert inbox.texts(messenger) == ["xin chào"]
    assert len(inbox.raws) == 1


async def test_a_file_is_fetched_whole(
    telegram: TelegramDouble, messenger: TelegramMessenger
) -> None:
    await telegram.send_document(AN, "Sổ hộ.xlsx", b"PK" + bytes(300_000))

    assert await messenger.fetch("700001", _file_id(telegram)) == b"PK" + bytes(300_000)


def _file_id(telegram: TelegramDouble) -> str:
    message = json.loads(telegram.post.waiting[-1].body)["message"]
    return str(message["document"]["file_id"])


UNFETCHABLE = {
    "no such file": (None, "getFile", False),
    "a server error": (Kind.ERROR, "getFile", True),
    "too fast": (Kind.FLOOD, "getFile", True),
    "a revoked token": (Kind.UNAUTHORIZED, "getFile", True),
    "a download that breaks off": (Kind.HALF_BODY, "download", True),
    "a download that is refused": (Kind.GATEWAY, "download", True),
}


@pytest.mark.parametrize(("kind", "at", "later"), UNFETCHABLE.values(), ids=UNFETCHABLE.keys())
async def test_a_file_that_cannot_be_had_says_whether_it_may_be_later(
    telegram: TelegramDouble,
    messenger: TelegramMessenger,
    kind: Kind | None,
    at: str,
    later: bool,
) -> None:
    await telegram.send_document(AN, "a.xlsx", b"PK words")
    if kind is not None:
        telegram.faults.plan(Fault(kind), at)
    reference = _file_id(telegram) if kind is not None else "unknown"

    with pytest.raises(FetchFailed) as failed:
        await messenger.fetch("700001", reference)

    assert failed.value.later is later


async def test_a_file_over_twenty_megabytes_is_never_had(
    telegram: TelegramDouble, messenger: TelegramMessenger
) -> None:
    await telegram.send_document(AN, "a.xlsx", bytes(20 * 1024 * 1024 + 1))

    with pytest.raises(FetchFailed) as failed:
        await messenger.fetch("700001", _file_id(telegram))

    assert failed.value.later is False


async def test_the_bot_says_who_it_is(messenger: TelegramMessenger) -> None:
    assert await messenger.me() == Me("700001", "gandan_test_bot")
    assert messenger.account == "700001"


async def test_a_webhook_is_set_shown_and_deleted(
    telegram: TelegramDouble, messenger: TelegramMessenger
) -> None:
    await messenger.set_webhook("http://127.0.0.1:9/telegram/webhook", "s3cret")
    during = await messenger.show_webhook()
    await messenger.delete_webhook()
    after = await messenger.show_webhook()

    assert (during.url, after.url) == ("http://127.0.0.1:9/telegram/webhook", "")
    assert after.waiting == 1
    [registered] = [done for done in telegram.executions if done.method == "setWebhook"]
    assert json.loads(registered.given["allowed_updates"]) == ["message", "callback_query"]


async def test_a_refused_question_is_one_plain_sentence(telegram: TelegramDouble) -> None:
    messenger = TelegramMessenger(TOKEN + "x", telegram.api_base)

    with pytest.raises(ApiRefused, match=r"^Unauthorized$"):
        await messenger.me()
    await messenger.close()
