"""Messages from Zalo: asked for one by one, stored once however often they come; the webhook."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime

import pytest
from structlog.testing import capture_logs

from bot.messengers import zalo_bot
from bot.messengers.base import ApiRefused, Arrival, Me, Webhook
from bot.messengers.zalo_bot import ZaloBotMessenger
from tests.doubles.zalo_bot import TOKEN, Fault, Kind, Person, ZaloBotDouble

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
HOOK = "https://gandan.example.vn/zalo/bot/webhook"
SECRET = "s3cret-of-some-length"


class Inbox:
    """What was stored; it can be away, or take its time."""

    def __init__(self) -> None:
        self.raws: list[bytes] = []
        self.arrivals: list[Arrival | None] = []
        self.commits = 0
        self.away = 0
        self.slow = asyncio.Event()
        self.slow.set()
        self.begun = asyncio.Event()

    async def keep(self, batch: list[tuple[Arrival | None, bytes]], offset: int | None) -> None:
        assert offset is None
        self.begun.set()
        await self.slow.wait()
        if self.away:
            self.away -= 1
            raise ConnectionError
        self.commits += 1
        self.arrivals += [arrival for arrival, _ in batch]
        self.raws += [raw for _, raw in batch]

    def texts(self, ours: ZaloBotMessenger) -> list[str]:
        read = [ours.read(ours.account, "", raw, NOW) for raw in self.raws]
        return [incoming.text for incoming in read if incoming is not None]


@asynccontextmanager
async def listening(ours: ZaloBotMessenger, inbox: Inbox) -> AsyncIterator[asyncio.Task[None]]:
    async with asyncio.TaskGroup() as group:
        loop = group.create_task(ours.listen(inbox.keep, None))
        yield loop
        if not loop.cancelling():
            loop.cancel()
        with suppress(asyncio.CancelledError):
            await loop


@pytest.fixture(params=[False, True], ids=["had once", "coming back for ever"])
def replay(request: pytest.FixtureRequest, zalo: ZaloBotDouble) -> bool:
    zalo.post.replay = request.param
    return zalo.post.replay


@pytest.mark.parametrize("listed", [False, True], ids=["bare", "in a list"])
async def test_what_is_written_is_stored_once_and_in_order(
    zalo: ZaloBotDouble, ours: ZaloBotMessenger, an: Person, replay: bool, listed: bool
) -> None:
    zalo.post.listed = listed
    inbox = Inbox()
    async with listening(ours, inbox):
        await an.say("một")
        await an.say("hai")
        await zalo.until(lambda: len(inbox.raws) == 3)
        if replay:
            await zalo.until(lambda: len(zalo.post.asked_at) > 12)
        await an.say("ba")
        await zalo.until(lambda: len(inbox.raws) == 4)

    assert inbox.texts(ours) == ["xin chào", "một", "hai", "ba"]
    assert inbox.commits == 4  # what comes back costs none
    assert zalo.post.most_at_once == 1
    assert set(zalo.calls) == {"getUpdates"}


async def test_it_is_asked_no_more_than_once_a_second(
    zalo: ZaloBotDouble, ours: ZaloBotMessenger, waits: list[float]
) -> None:
    zalo.post.replay = True
    async with listening(ours, Inbox()):
        await zalo.until(lambda: len(waits) > 5)

    assert all(0.5 < wait <= 1.0 for wait in waits)


async def test_nothing_new_is_no_failure(
    zalo: ZaloBotDouble, ours: ZaloBotMessenger, waits: list[float],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(zalo_bot, "_POLL", 0)
    inbox = Inbox()

    with capture_logs() as logs:
        async with listening(ours, inbox):
            await zalo.until(lambda: len(zalo.post.asked_at) > 4)
            await zalo.put({})
            await zalo.until(lambda: len(zalo.post.asked_at) > 8)

    assert (inbox.commits, logs) == (1, [])
    assert all(wait <= 1.0 for wait in waits)


async def test_a_long_question_is_answered_by_the_first_message(
    zalo: ZaloBotDouble, ours: ZaloBotMessenger, an: Person
) -> None:
    inbox = Inbox()
    async with listening(ours, inbox):
        await zalo.until(lambda: len(zalo.post.asked_at) == 2)
        await an.say("một")
        await zalo.until(lambda: len(inbox.raws) == 2)

    assert inbox.texts(ours) == ["xin chào", "một"]


async def test_what_zalo_forgets_is_held_until_it_is_stored(
    zalo: ZaloBotDouble, ours: ZaloBotMessenger, an: Person, waits: list[float], replay: bool
) -> None:
    inbox = Inbox()
    inbox.away = 3

    async with listening(ours, inbox):
        await zalo.until(lambda: len(inbox.raws) == 1)
        await an.say("hai")
        await zalo.until(lambda: len(inbox.raws) == 2)

    assert inbox.texts(ours) == ["xin chào", "hai"]
    assert waits[:3] == [1.0, 2.0, 4.0]


async def test_who_is_told_to_stop_stores_first_what_is_in_hand(
    zalo: ZaloBotDouble, ours: ZaloBotMessenger
) -> None:
    inbox = Inbox()
    inbox.slow.clear()
    async with listening(ours, inbox) as loop:
        await inbox.begun.wait()
        loop.cancel()
        for _ in range(3):
            await asyncio.sleep(0)
        assert not loop.done()
        inbox.slow.set()

    assert inbox.texts(ours) == ["xin chào"]


async def test_who_is_told_to_stop_stops_though_nothing_can_be_stored(
    zalo: ZaloBotDouble, ours: ZaloBotMessenger
) -> None:
    inbox = Inbox()
    inbox.slow.clear()
    inbox.away = 10**6
    with capture_logs() as logs:
        async with listening(ours, inbox) as loop:
            await inbox.begun.wait()
            loop.cancel()
            await asyncio.sleep(0)
            inbox.slow.set()

    assert loop.cancelled()
    assert [entry["event"] for entry in logs] == ["what was told once is not stored"]


async def test_who_is_told_twice_stops_at_once(zalo: ZaloBotDouble, ours: ZaloBotMessenger) -> None:
    inbox = Inbox()
    inbox.slow.clear()
    async with listening(ours, inbox) as loop:
        await inbox.begun.wait()
        for _ in range(2):
            loop.cancel()
            await asyncio.sleep(0)

    assert loop.cancelled()
    assert inbox.raws == []


async def test_a_failing_messenger_is_asked_ever_more_slowly(
    zalo: ZaloBotDouble, ours: ZaloBotMessenger, waits: list[float]
) -> None:
    kinds = (Kind.ERROR, Kind.GATEWAY, Kind.BLOCKED, Kind.FLOOD, Kind.RESET_BEFORE, Kind.BAD_JSON)
    zalo.post.replay = True  # bad JSON was an update: without replay it is lost
    for kind in kinds:
        zalo.faults.plan(Fault(kind), "getUpdates")
    zalo.faults.plan(Fault(Kind.HALF_BODY), "getUpdates")
    zalo.faults.plan(Fault(Kind.UNAUTHORIZED, status=200), "getUpdates")
    inbox = Inbox()

    with capture_logs() as logs:
        async with listening(ours, inbox):
            await zalo.until(lambda: len(inbox.raws) == 1)
            await zalo.until(lambda: len(waits) > 9)

    assert waits[:8] == [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 60.0, 60.0]
    assert waits[9] <= 1.0
    assert {entry["event"] for entry in logs} == {"polling failed"}
    assert "CANARY" not in repr(logs)


async def test_a_webhook_elsewhere_is_told_plainly_and_left_alone(
    zalo: ZaloBotDouble, ours: ZaloBotMessenger, waits: list[float]
) -> None:
    await zalo.post.push_to(HOOK, SECRET)
    zalo.post.stop()
    inbox = Inbox()

    with capture_logs() as logs:
        async with listening(ours, inbox):
            await zalo.until(lambda: len(waits) > 2)
            await zalo.post.push_to("", "")
            await zalo.until(lambda: len(inbox.raws) == 1)

    assert logs[0]["event"] == "messages go to a webhook and cannot be asked for"
    assert waits[:3] == [1.0, 2.0, 4.0]
    assert set(zalo.calls) == {"getUpdates"}


async def test_what_makes_no_sense_is_kept_aside_once(
    zalo: ZaloBotDouble, ours: ZaloBotMessenger, an: Person
) -> None:
    zalo.post.replay = True
    await zalo.put({"hologram": 3})
    await an.say("hai")
    inbox = Inbox()

    async with listening(ours, inbox):
        await zalo.until(lambda: len(zalo.post.asked_at) > 12)

    assert [arrival is None for arrival in inbox.arrivals] == [False, True, False]


async def test_only_the_latest_are_remembered(
    zalo: ZaloBotDouble, ours: ZaloBotMessenger, an: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(zalo_bot, "_MOST_REMEMBERED", 2)
    zalo.post.replay = True
    for text in ("hai", "ba"):
        await an.say(text)
    inbox = Inbox()

    async with listening(ours, inbox):
        await zalo.until(lambda: len(inbox.raws) > 5)

    assert len(ours._had) == 2  # the database knows the rest


async def test_the_bot_says_who_it_is(ours: ZaloBotMessenger) -> None:
    told = Me("1459232241454765289", "bot.GanDan", findable=False)
    assert await ours.me() == told, "nobody can search for that"


async def test_a_webhook_is_set_shown_and_deleted(
    zalo: ZaloBotDouble, ours: ZaloBotMessenger
) -> None:
    before = await ours.show_webhook()
    assert await ours.set_webhook(HOOK, SECRET) == ""
    during = await ours.show_webhook()
    await ours.delete_webhook()
    await ours.delete_webhook()  # there is none: no error

    assert (before, during) == (Webhook(""), Webhook(HOOK))
    assert await ours.show_webhook() == Webhook("")
    [registered] = [done for done in zalo.executions if done.method == "setWebhook"]
    assert registered.given == {"url": HOOK, "secret_token": SECRET}


async def test_an_address_that_zalo_cannot_reach_is_told_though_it_is_kept(
    zalo: ZaloBotDouble, ours: ZaloBotMessenger
) -> None:
    zalo.verification = "webhook.err.tls"

    assert await ours.set_webhook(HOOK, SECRET) == "webhook.err.tls: Máy chủ không trả 200"

    assert await ours.show_webhook() == Webhook(HOOK)


REFUSED = {
    "a short secret": (HOOK, "short", "Bad request: The secret_token must not be empty"),
    "no encryption": (HOOK.replace("https", "http"), SECRET, "Bad request: url must be public"),
    "this machine": ("https://localhost/x", SECRET, "Bad request: url must be public"),
    "an inner address": ("https://10.1.2.3/x", SECRET, "Bad request: url must be public"),
}


@pytest.mark.parametrize(("url", "secret", "said"), REFUSED.values(), ids=REFUSED.keys())
async def test_a_refused_webhook_is_one_plain_sentence(
    ours: ZaloBotMessenger, url: str, secret: str, said: str
) -> None:
    with pytest.raises(ApiRefused, match=f"^{said}"):
        await ours.set_webhook(url, secret)


async def test_the_bot_tries_its_address_until_zalo_has_enough(
    zalo: ZaloBotDouble, ours: ZaloBotMessenger
) -> None:
    zalo.tests_left = 2
    await ours.set_webhook(HOOK, SECRET)
    assert await ours.try_webhook() == ""
    zalo.verification = "webhook.err.dns"
    assert await ours.try_webhook() == "webhook.err.dns: Máy chủ không trả 200"
    assert await ours.try_webhook() is None, "it tries no more that day"


@pytest.mark.parametrize("ask", ["me", "show_webhook", "delete_webhook"])
async def test_a_wrong_token_is_no_missing_webhook(zalo: ZaloBotDouble, ask: str) -> None:
    wrong = ZaloBotMessenger(TOKEN + "x", zalo.url)

    with pytest.raises(ApiRefused, match=r"^Unauthorized$") as refused:
        await getattr(wrong, ask)()

    assert refused.value.__context__ is None
    await wrong.close()


async def test_who_cannot_be_asked_says_so_without_an_address() -> None:
    lonely = ZaloBotMessenger(TOKEN, "http://nowhere.invalid")

    with pytest.raises(ApiRefused, match=r"^ClientConnectorDNSError$") as refused:
        await lonely.me()

    assert refused.value.__context__ is None
    await lonely.close()
