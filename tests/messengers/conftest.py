"""The doubles, one bot of ours on each, and a person who has written to it."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.messengers.telegram import TelegramMessenger
from bot.messengers.zalo_bot import ZaloBotMessenger
from tests.doubles.telegram import TelegramDouble, telegram_double
from tests.doubles.zalo_bot import ZaloBotDouble, zalo_bot_double
from tests.doubles.zalo_bot_people import Person

AN = 5551


@pytest_asyncio.fixture
async def telegram() -> AsyncIterator[TelegramDouble]:
    async with telegram_double(pace=0.01) as double:
        await double.send_text(AN, "xin chào")
        yield double
    assert double.violations == []


@pytest_asyncio.fixture
async def waits() -> list[float]:
    """How long the messenger meant to wait, in seconds; it does not."""
    return []


@pytest_asyncio.fixture
async def messenger(
    telegram: TelegramDouble, waits: list[float]
) -> AsyncIterator[TelegramMessenger]:
    async def pause(seconds: float) -> None:
        waits.append(seconds)

    ours = TelegramMessenger(telegram.token, telegram.api_base, pause)
    yield ours
    await ours.close()


@pytest_asyncio.fixture
async def zalo() -> AsyncIterator[ZaloBotDouble]:
    async with zalo_bot_double() as double:
        await double.person("An").say("xin chào")
        yield double
    assert double.violations == []


@pytest.fixture
def an(zalo: ZaloBotDouble) -> Person:
    return zalo.person("An")


@pytest_asyncio.fixture
async def ours(zalo: ZaloBotDouble, waits: list[float]) -> AsyncIterator[ZaloBotMessenger]:
    """Our bot on Zalo."""

    async def pause(seconds: float) -> None:
        waits.append(seconds)

    bot = ZaloBotMessenger(zalo.token, zalo.url, pause, media_hosts=[zalo.media_host])
    yield bot
    await bot.close()
