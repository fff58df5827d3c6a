"""Without a connection to a messenger surely nothing was sent: the letter is tried again."""

import pytest
from aiohttp import web

from bot.messages import Address, Letter, TryLater
from bot.messengers.telegram import TelegramMessenger
from bot.messengers.zalo_bot import ZaloBotMessenger
from tests.doubles import telegram, zalo_bot
from tests.doubles.ground import found_at
from tests.program import free_port

Ours = TelegramMessenger | ZaloBotMessenger
BOTS = {"Telegram": (TelegramMessenger, telegram.TOKEN), "Zalo": (ZaloBotMessenger, zalo_bot.TOKEN)}
UNREACHABLE = {
    "refused": (f"http://127.0.0.1:{free_port()}", "ClientConnectorError"),
    "no such host": ("http://nowhere.invalid", "ClientConnectorDNSError"),
}

each_bot = pytest.mark.parametrize(("bot", "token"), BOTS.values(), ids=BOTS.keys())


def letter(ours: Ours) -> Letter:
    return Letter(1, Address(ours.surface, ours.account, "5551"), "Đã ghi nhận")


@each_bot
@pytest.mark.parametrize(("api", "why"), UNREACHABLE.values(), ids=UNREACHABLE.keys())
async def test_without_a_connection_surely_nothing_was_sent(
    bot: type[Ours], token: str, api: str, why: str
) -> None:
    lonely = bot(token, api)

    assert await lonely.send(letter(lonely)) == TryLater(why=why, reached=False)
    await lonely.close()


@each_bot
async def test_no_encrypted_connection_means_that_nothing_was_sent(
    bot: type[Ours], token: str
) -> None:
    async with found_at(web.Application()) as url:
        lonely = bot(token, url.replace("http:", "https:"))

        outcome = await lonely.send(letter(lonely))

        assert isinstance(outcome, TryLater)
        assert not outcome.reached
        await lonely.close()
