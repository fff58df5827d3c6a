"""What `gandan doctor` says of an account that can be asked, and how it is to be mended."""

from collections.abc import AsyncIterator, Sequence

import pytest
import pytest_asyncio

from bot.examining import examined
from bot.messengers.zalo_bot import ZaloBotMessenger
from bot.settings import Settings
from storage.channels import Channel
from tests.doubles.zalo_bot import ZaloBotDouble, zalo_bot_double

OURS = "https://gandan.example"
SECRET = "CANARY-a-secret-of-ours"
PUSHED = {"zalo_bot_mode": "webhook"}


@pytest_asyncio.fixture
async def zalo() -> AsyncIterator[ZaloBotDouble]:
    async with zalo_bot_double() as double:
        yield double
    assert double.violations == []


def settings(zalo: ZaloBotDouble, **changed: str) -> Settings:
    """The double as the first account."""
    whole = {
        "zalo_bot_token": zalo.token, "zalo_bot_api": zalo.url, "zalo_bot_secret": SECRET,
        "public_url": OURS, **changed,
    }  # fmt: skip
    return Settings(_env_file=None, **whole)  # type: ignore[arg-type,call-arg]  # pydantic reads them


async def said(of: Settings, further: Sequence[Channel] = ()) -> list[str]:
    """Each finding as a line, without that of the clock."""
    found = [one async for one in examined(of, further) if one[1] != "clock"]
    return [f"ok {what}" if well else f"{what} – {mend}" for well, what, mend in found]


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
    found = await said(settings(zalo, **changed))
    assert found[:2] == [f"ok Zalo {zalo.bot_id} token", f"ok Zalo {zalo.bot_id} {mode}"]
    assert all(one.startswith("ok ") for one in found)


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
    found = await said(settings(zalo, **changed))
    assert any(all(word in one for word in words) for one in found), found
    assert SECRET not in "".join(found)


@pytest.mark.parametrize("real_401", [False, True], ids=["as a 200", "as a 401"])
async def test_a_token_that_is_refused_is_named_by_where_it_stands(
    zalo: ZaloBotDouble, real_401: bool
) -> None:
    zalo.real_401 = real_401
    known = settings(zalo, zalo_bot_token="1459:CANARY-another")
    further = Channel("zalo_bot", "77", "77:CANARY-third")
    first, second = await said(known, [further])
    assert "check GANDAN_ZALO_BOT_TOKEN" in first
    assert "lấy lại mã token ở nơi đã tạo bot" in first
    assert "check `gandan channel add zalo_bot`" in second
    assert "CANARY" not in first + second


async def test_a_dead_account_does_not_hide_the_next(zalo: ZaloBotDouble) -> None:
    known = settings(zalo, zalo_bot_token="1459:CANARY-another")
    found = await said(known, [Channel("zalo_bot", zalo.bot_id, zalo.token)])
    assert [one.partition(" – ")[0] for one in found] == [
        "Zalo 1459", f"ok Zalo {zalo.bot_id} token", f"ok Zalo {zalo.bot_id} polling",
    ]  # fmt: skip
    assert "CANARY" not in "".join(found)
