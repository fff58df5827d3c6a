"""Telegram's double, one bot of ours, and a person who has written to it."""

from collections.abc import AsyncIterator

import pytest_asyncio

from bot.messengers.telegram import TelegramMessenger
from tests.doubles.telegram import TelegramDouble, telegram_double

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
