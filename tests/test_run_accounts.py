"""`gandan run` with accounts of two messengers, each heard in its own way, and one that is dead."""

from pathlib import Path

import pytest

from storage import channels, invites
from storage.channels import WEBHOOK, Channel
from storage.secrecy import Keys
from storage.store import opened
from tests.conftest import NOW
from tests.doubles.telegram import telegram_double
from tests.doubles.zalo_bot import zalo_bot_double
from tests.program import HOOK_SECRET, SECRET_KEY, environment, running, telegram_settings
from tests.telegram_people import Person as OnTelegram
from tests.telegram_village import AN, moved_to_telegram
from tests.test_command_line import a_moment_later
from tests.village import settle
from tests.zalo_people import Person as OnZalo

STRANGER = 99


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
async def test_each_account_is_heard_and_answers_and_a_dead_one_stops_nobody(
    database_url: str, tmp_path: Path
) -> None:
    store = opened(database_url, Keys((SECRET_KEY,)))
    async with zalo_bot_double() as zalo, telegram_double(pace=0.1) as telegram:
        bot = Channel("zalo_bot", zalo.bot_id, zalo.token, HOOK_SECRET, WEBHOOK, "Bot Thạnh Lộc")
        dead = Channel("telegram", "8", "8:CANARY-dead")
        async with store.begin() as session:
            village = await settle(session, NOW)
            await moved_to_telegram(session, village)
            await channels.add(session, bot, NOW)
            await channels.add(session, dead, NOW)
            [issued] = await invites.issue(
                session, [village.people["Cúc"]], a_moment_later(),
                surface=bot.surface, account=bot.account,
            )  # fmt: skip
        ours = telegram_settings(telegram, "polling") | {"ZALO_BOT_API": zalo.url}
        async with running(environment(database_url, **ours), tmp_path) as one:
            await zalo.post.push_to(f"{one.address}/zalo/bot/webhook/{zalo.bot_id}", HOOK_SECRET)
            assert "0/4 hộ" in await OnTelegram(telegram, AN).say("/thangnay")
            elsewhere = await OnTelegram(telegram, STRANGER).say(issued.code)
            assert "“Bot Thạnh Lộc” trên Zalo" in elsewhere
            cuc = OnZalo(zalo, "Cúc")
            assert "Lê Thị Cúc" in await cuc.say(issued.code)
            await cuc.choose("Đồng ý")
            assert "0/1 hộ" in await cuc.say("/thangnay")
            status, _ = await one.get("/zalo/bot/webhook/8")
            assert status in (404, 405)
            assert "CANARY" not in one.errors
    async with store.reading() as session:
        assert (await channels.seats_taken(session))[bot.key] == 1
    await store.close()
