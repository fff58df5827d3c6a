"""What `gandan doctor` says of an account that can be asked, and how it is to be mended."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import pytest_asyncio

from bot import starting
from bot.examining import examined, last_push
from bot.findings import Finding
from bot.messengers.base import Webhook
from bot.messengers.zalo_bot import ZaloBotMessenger
from bot.settings import Settings
from storage.channels import Account, Channel, Trial
from tests.doubles.telegram import TelegramDouble, telegram_double
from tests.doubles.zalo_bot import Fault, Kind, ZaloBotDouble, zalo_bot_double

OURS = "https://gandan.example"
SECRET = "CANARY-a-secret-of-ours"
NOWHERE = "http://127.0.0.1:9"
PUSHED = {"zalo_bot_mode": "webhook"}


@pytest_asyncio.fixture
async def zalo() -> AsyncIterator[ZaloBotDouble]:
    async with zalo_bot_double() as double:
        yield double
    assert double.violations == []


def bare(zalo: ZaloBotDouble) -> Settings:
    """The double as no first account."""
    return settings(zalo, zalo_bot_token="")


def settings(zalo: ZaloBotDouble, **changed: str) -> Settings:
    """The double as the first account."""
    whole = {
        "zalo_bot_token": zalo.token, "zalo_bot_api": zalo.url, "zalo_bot_secret": SECRET,
        "public_url": OURS, "zalo_bot_name": "Bot Thạnh Lộc", **changed,
    }  # fmt: skip
    return Settings(_env_file=None, **whole)  # type: ignore[arg-type,call-arg]  # pydantic reads them


async def found(
    of: Settings, further: Sequence[Channel] = (), trials: dict[Account, Trial] | None = None
) -> list[Finding]:
    """All but what is said of the clock. What came of tries is remembered in `trials`."""
    known = {} if trials is None else trials

    async def keep(channel: Channel, trial: Trial) -> None:
        known[channel.key] = trial

    every = [one async for one in examined(of, further, known, keep) if one.what != "clock"]
    assert all(one.told for one in every if not one.well), "in Vietnamese, too"
    return every


async def said(of: Settings, further: Sequence[Channel] = ()) -> list[str]:
    """Each finding as it is printed."""
    return [str(one) for one in await found(of, further)]


async def pushes_to(zalo: ZaloBotDouble, url: str) -> None:
    """Somebody told Zalo an address."""
    messenger = ZaloBotMessenger(zalo.token, zalo.url)
    await messenger.set_webhook(url, SECRET)
    await messenger.close()


@pytest.mark.parametrize(
    ("changed", "pushed", "mode"),
    [
        pytest.param({}, "", "polling", id="it asks, and nothing is pushed"),
        pytest.param(PUSHED, f"{OURS}/zalo/bot/webhook", "webhook", id="pushed to us"),
    ],
)
async def test_an_account_that_works_is_well(
    zalo: ZaloBotDouble, changed: dict[str, str], pushed: str, mode: str
) -> None:
    if pushed:
        await pushes_to(zalo, pushed)
    told = await said(settings(zalo, **changed))
    assert told == [f"ok   Zalo {zalo.bot_id} token", f"ok   Zalo {zalo.bot_id} {mode}"]


@pytest.mark.parametrize(
    ("changed", "pushed", "words"),
    [
        pytest.param(
            {}, "https://old.example/hook",
            ["polling – run `gandan webhook delete --surface zalo_bot", "không nhận được tin nào"],
            id="it asks, but all is pushed elsewhere",
        ),
        pytest.param(
            PUSHED, "",
            ["webhook – run `gandan webhook set --surface zalo_bot", "tin nhắn không tới được"],
            id="it waits for pushes, and nobody knows where to",
        ),
        pytest.param(
            PUSHED, "https://old.example/hook", ["webhook – run `gandan webhook set"],
            id="pushed to where we were once",
        ),
    ],
)  # fmt: skip
async def test_where_messages_go_astray_the_command_is_named_in_both_languages(
    zalo: ZaloBotDouble, changed: dict[str, str], pushed: str, words: list[str]
) -> None:
    if pushed:
        await pushes_to(zalo, pushed)
    told = await said(settings(zalo, **changed))
    assert any(all(word in one for word in words) for one in told), told
    assert SECRET not in "".join(told)


@pytest.mark.parametrize("real_401", [False, True], ids=["as a 200", "as a 401"])
async def test_a_token_that_is_refused_is_named_by_where_it_stands(
    zalo: ZaloBotDouble, real_401: bool
) -> None:
    zalo.real_401 = real_401
    known = settings(zalo, zalo_bot_token="1459:CANARY-another")
    further = Channel("zalo_bot", "77", "77:CANARY-third")
    first, second = await said(known, [further])
    assert "does not know this token (Unauthorized)" in first
    assert "write it to GANDAN_ZALO_BOT_TOKEN\n" in first
    assert "Lấy lại mã ở nơi đã tạo bot, ghi vào GANDAN_ZALO_BOT_TOKEN" in first
    assert "run `gandan channel add zalo_bot`" in second
    assert "mạng" not in first + second, "the network is not the matter"
    assert "CANARY" not in first + second


@pytest.mark.parametrize(
    ("fault", "english", "vietnamese"),
    [
        pytest.param(None, "can't be reached from this machine", "đường mạng", id="no connection"),
        pytest.param(
            Kind.GATEWAY, "can't be reached", "Mã token không phải đổi", id="a proxy's page"
        ),
        pytest.param(Kind.ERROR, "trouble of its own", "có lỗi ở phía họ", id="an error there"),
        pytest.param(Kind.FLOOD, "trouble of its own", "Đợi vài phút", id="too many questions"),
    ],
)
async def test_a_messenger_that_cannot_be_asked_is_no_matter_of_the_token(
    zalo: ZaloBotDouble, fault: Kind | None, english: str, vietnamese: str
) -> None:
    changed = {} if fault else {"zalo_bot_api": NOWHERE}
    if fault:
        zalo.faults.plan(Fault(fault), "getMe")
    [line] = await said(settings(zalo, **changed))
    assert line.startswith(f"WRONG Zalo {zalo.bot_id} – ")
    assert english in line
    assert vietnamese in line
    assert "CANARY" not in line
    assert "copy it again" not in line


@pytest.mark.parametrize(
    ("token", "how"),
    [("700001:CANARY-another", "does not know this token"), ("", "can't be reached")],
    ids=["another token", "nobody there"],
)
async def test_the_other_messenger_tells_the_two_apart_likewise(
    telegram: TelegramDouble, token: str, how: str
) -> None:
    api = telegram.api_base if token else NOWHERE
    of = {"telegram_token": token or telegram.token, "telegram_api": api}
    [line] = await said(Settings(_env_file=None, **of))  # type: ignore[arg-type,call-arg]  # likewise
    assert how in line


async def test_a_dead_account_does_not_hide_the_next(zalo: ZaloBotDouble) -> None:
    known = settings(zalo, zalo_bot_token="1459:CANARY-another")
    told = await said(known, [Channel("zalo_bot", zalo.bot_id, zalo.token, name="Bot Ấp 5")])
    assert [one.partition(" – ")[0] for one in told] == [
        "WRONG Zalo 1459", f"ok   Zalo {zalo.bot_id} token", f"ok   Zalo {zalo.bot_id} polling",
    ]  # fmt: skip
    assert "CANARY" not in "".join(told)


async def test_where_no_messenger_is_set_up_the_page_that_leads_there_is_named() -> None:
    [line] = await said(Settings(_env_file=None))  # type: ignore[call-arg]  # pydantic takes it
    assert "no messenger is set up: GANDAN_TELEGRAM_TOKEN or GANDAN_ZALO_BOT_TOKEN" in line
    for words in (
        "Chưa có bot nào",
        "GANDAN_ZALO_BOT_TOKEN_FILE",
        "docs/zalo.md, bước 1 và bước 2",
    ):
        assert words in line


@pytest.mark.parametrize(
    ("first", "name", "how"),
    [
        (True, "", ("set GANDAN_ZALO_BOT_NAME", "dòng GANDAN_ZALO_BOT_NAME")),
        (False, "bot.GanDan", ("gandan channel add zalo_bot --name", "Chạy: gandan channel add")),
    ],
    ids=["of the settings", "of the database"],
)
async def test_a_name_that_nobody_can_search_for_is_pointed_out_as_all_works_without(
    zalo: ZaloBotDouble, first: bool, name: str, how: tuple[str, str]
) -> None:
    further = [] if first else [Channel("zalo_bot", zalo.bot_id, zalo.token, name=name)]
    line, other = await said(settings(zalo, zalo_bot_name=name) if first else bare(zalo), further)
    assert line.startswith(f"note Zalo {zalo.bot_id} name: only bot.GanDan – ")
    assert other.startswith("ok   ")
    assert all(words in line for words in how), line


@pytest.mark.parametrize(
    ("changed", "channel", "words"),
    [
        pytest.param(
            {"zalo_bot_token": "CANARY x"}, None,
            ("GANDAN_ZALO_BOT_TOKEN is no token", "không phải là mã token"), id="no token",
        ),
        pytest.param(
            {"zalo_bot_token": ""}, Channel("zalo_bot", "4", ""),
            ("no token of zalo_bot 4", "Nhập lại mã bằng lệnh"), id="no key fits",
        ),
        pytest.param(
            {"zalo_bot_token": ""}, Channel("pigeon", "4", "4:x"),
            ("no messenger that this version knows", "Bản chương trình"), id="no messenger",
        ),
        pytest.param(
            PUSHED | {"zalo_bot_secret": ""}, None,
            ("set GANDAN_ZALO_BOT_SECRET", "phải có một câu bí mật"), id="no secret",
        ),
        pytest.param(
            PUSHED | {"public_url": "http://10.0.0.7"}, None,
            ("GANDAN_PUBLIC_URL is not https", "chưa phải https"), id="no https",
        ),
        pytest.param(
            PUSHED | {"public_url": ""}, None,
            ("GANDAN_PUBLIC_URL is missing", "Chưa có dòng GANDAN_PUBLIC_URL"), id="no address",
        ),
    ],
)  # fmt: skip
async def test_what_is_missing_is_named_in_both_languages(
    zalo: ZaloBotDouble, changed: dict[str, str], channel: Channel | None, words: tuple[str, str]
) -> None:
    told = await said(settings(zalo, **changed), [channel] if channel else [])
    assert any(all(word in one for word in words) for one in told), told
    assert "CANARY" not in "".join(told)


# --- Whether what is pushed comes to us ----------------------------------------------------------


NOON = datetime(2026, 11, 22, 5, tzinfo=UTC)
HOOK = f"{OURS}/zalo/bot/webhook"


async def test_an_address_that_zalo_cannot_reach_is_wrong_with_the_advice_of_the_command(
    zalo: ZaloBotDouble,
) -> None:
    await pushes_to(zalo, HOOK)
    zalo.verification = "webhook.err.tls"
    _, line = await said(settings(zalo, **PUSHED))
    assert line.startswith(f"WRONG Zalo {zalo.bot_id} webhook – Zalo could not reach it at ")
    for words in ("webhook.err.tls: Máy chủ không trả 200", "allow TLS 1.2", "cho phép TLS 1.2"):
        assert words in line
    assert line.endswith(f"gandan webhook set --surface zalo_bot --account {zalo.bot_id}")


async def test_a_try_that_tells_our_secret_is_told_and_kept_without_it(zalo: ZaloBotDouble) -> None:
    await pushes_to(zalo, HOOK)
    zalo.verification = f"webhook.http.401 {SECRET}"
    kept: dict[Account, Trial] = {}
    _, one = await found(settings(zalo, **PUSHED), trials=kept)
    assert "webhook.http.401 ***" in one.mend
    assert SECRET not in f"{one}{kept}"


async def test_when_zalo_tries_no_more_that_day_what_it_found_last_still_counts(
    zalo: ZaloBotDouble,
) -> None:
    await pushes_to(zalo, HOOK)
    zalo.verification = "webhook.http.403"
    kept: dict[Account, Trial] = {}
    key = ("zalo_bot", zalo.bot_id)
    await found(settings(zalo, **PUSHED), trials=kept)
    assert kept[key].outcome.startswith("webhook.http.403")
    assert zalo.tests_left == 0
    kept[key] = replace(kept[key], at=NOON)
    _, again = await found(settings(zalo, **PUSHED), trials=kept)
    assert "at 2026-11-22 12:00 (webhook.http.403" in again.mend
    assert "User-Agent begins with Java/" in again.mend
    assert "lúc 12:00 ngày 22/11/2026" in again.told
    assert "User-Agent bắt đầu bằng Java/" in again.told
    kept[key] = replace(kept[key], outcome="")
    _, mended = await found(settings(zalo, **PUSHED), trials=kept)
    assert str(mended) == f"ok   Zalo {zalo.bot_id} webhook"


@pytest.mark.parametrize(
    "before",
    [None, Trial("https://old.example/hook", "", NOON)],
    ids=["never", "another address"],
)
async def test_an_address_of_which_zalo_never_said_anything_is_not_called_well(
    zalo: ZaloBotDouble, before: Trial | None
) -> None:
    await pushes_to(zalo, HOOK)
    zalo.tests_left = 0
    kept = {("zalo_bot", zalo.bot_id): before} if before else {}
    _, one = await found(settings(zalo, **PUSHED), trials=kept)
    assert not one.well
    assert "which tries it" in one.mend
    assert "Chạy để thử: gandan webhook set" in one.told


@pytest_asyncio.fixture
async def telegram() -> AsyncIterator[TelegramDouble]:
    async with telegram_double() as double:
        yield double


@pytest.mark.parametrize(
    ("minutes", "waiting", "well", "words"),
    [
        pytest.param(5, 2, False, "2 messages wait there", id="lately, and something waits"),
        pytest.param(5, 0, True, "nothing waits there now", id="lately, and all came since"),
        pytest.param(300, 2, True, "webhook", id="long ago"),
    ],
)
async def test_what_the_other_messenger_says_of_its_last_push_is_said_if_it_is_recent(
    minutes: int, waiting: int, well: bool, words: str
) -> None:
    at = starting.now() - timedelta(minutes=minutes)
    seen = Webhook(f"{OURS}/telegram/webhook", waiting, at, "Wrong response: 502")
    one = last_push(Channel("telegram", "7", "7:x", mode="webhook", first=True), seen)
    assert (one.well, words in str(one)) == (well, True)
    assert ("502" in str(one)) == (minutes < 60)
    if not well:
        assert "2 tin đang chờ ở đó" in one.told
        assert "/telegram/webhook đến chương trình" in one.told
