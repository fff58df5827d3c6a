"""Accounts join and leave while the program runs; none of them stops another."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.app import assembled
from bot.examining import strays
from bot.messages import Address, Outgoing
from bot.messengers.base import Me
from bot.settings import Settings
from bot.starting import Unfit
from bot.switchboard import Switchboard
from bot.working import _learn, follow_accounts
from storage import channels, outbox, people
from storage.channels import POLLING, WEBHOOK, Account, Channel
from storage.store import Store
from storage.tables import InboxRow, LinkedAddress
from tests.conftest import KEYS, NOW
from tests.doubles.telegram import TelegramDouble, telegram_double
from tests.doubles.zalo_bot import zalo_bot_double
from tests.village import Village

NOWHERE = "http://127.0.0.1:9"
ZALO = "1459:CANARY-zalo"
FIRST = ("zalo_bot", "1459")
FURTHER = Channel("zalo_bot", "42", "42:CANARY", "CANARY-secret", POLLING, "Bot Ấp 5")


@pytest.fixture
def engine() -> str:
    """Which accounts there are is read in one way from both."""
    return "sqlite"


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)  # no .env of whoever runs the tests


def settings(**values: str) -> Settings:
    return Settings(**({"zalo_bot_api": NOWHERE, "telegram_api": NOWHERE} | values))  # type: ignore[arg-type]  # as the environment gives them


@asynccontextmanager
async def at_work(store: Store, some: Settings) -> AsyncIterator[Switchboard]:
    board = Switchboard(some, store)
    try:
        await board.begin()
        yield board
    finally:
        await board.close()


async def added(store: Store, *some: Channel) -> None:
    async with store.begin() as session:
        for one in some:
            await channels.add(session, one, NOW)


async def removed(store: Store, account: Account) -> None:
    async with store.begin() as session:
        await channels.remove(session, account, NOW)


def doors(board: Switchboard) -> list[tuple[str, str]]:
    return [(door.path, door.account) for door in board.doors]


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ({}, "GANDAN_TELEGRAM_TOKEN or GANDAN_ZALO_BOT_TOKEN"),
        ({"zalo_bot_token": "CANARY"}, "GANDAN_ZALO_BOT_TOKEN"),
        ({"zalo_bot_token": ZALO, "zalo_bot_mode": "webhook"}, "GANDAN_ZALO_BOT_SECRET"),
    ],
    ids=["nothing", "no token", "no secret"],
)
async def test_without_any_account_it_says_what_is_missing(
    store: Store, values: dict[str, str], named: str
) -> None:
    with pytest.raises(Unfit, match=named) as said:
        async with at_work(store, settings(**values)):
            pass
    assert "CANARY" not in str(said.value)


async def test_an_account_that_does_not_fit_stops_no_other_and_each_is_heard_in_one_way(
    store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    hooked = replace(FURTHER, mode=WEBHOOK)
    unfit = replace(FURTHER, account="43", token="43:no token at all")
    deaf = replace(FURTHER, account="44", token="44:x", secret="", mode=WEBHOOK)
    own = replace(FURTHER, account="45", token="45:x", own_seats=7, own_monthly=70)
    await added(store, hooked, unfit, deaf, own)
    some = settings(zalo_bot_token=ZALO, telegram_token="CANARY no token", zalo_bot_rate="9")
    async with at_work(store, some) as board:
        assert list(board.messengers) == [FIRST, FURTHER.key, own.key]
        assert list(board.polled) == [FIRST, own.key]
        assert doors(board) == [("/zalo/bot/webhook", "42")]
        assert board.readers.keys() == board.senders.keys() == board.messengers.keys()
        assert set(board.rates.values()) == {9.0}
        assert (board.plans[own.key].seats, board.plans[own.key].monthly) == (7, 70)
        assert (board.plans[FIRST].seats, board.plans[FIRST].monthly) == (50, 3000)
    logged = capsys.readouterr()
    assert (logged.out + logged.err).count("account left out") == 3
    assert "CANARY" not in logged.out + logged.err


async def test_an_account_is_taken_up_changed_and_let_go_without_a_restart(store: Store) -> None:
    async with at_work(store, settings(zalo_bot_token=ZALO)) as board:
        held = board.senders, board.readers, board.rates, board.links, board.doors
        await added(store, FURTHER)
        await board.look()
        first = board.polled[FURTHER.key]
        assert board.links[FURTHER.key] == "“Bot Ấp 5” trên Zalo"
        await board.look()
        assert board.polled[FURTHER.key] is first, "what has not changed goes on undisturbed"
        await added(store, replace(FURTHER, mode=WEBHOOK))
        await board.look()
        assert list(board.polled) == [FIRST]
        assert doors(board) == [("/zalo/bot/webhook", "42")]
        assert board.messengers[FURTHER.key] is not first
        await removed(store, FURTHER.key)
        await board.look()
        assert list(board.messengers) == [FIRST]
        assert (doors(board), FURTHER.key in board.links) == ([], False)
        for known in (board.senders, board.plans, board.rates, board.takes):
            assert list(known) == [FIRST]
        assert FURTHER.key in board.readers, "what came in is still read"
        assert held == (board.senders, board.readers, board.rates, board.links, board.doors)


async def test_what_does_not_fit_is_said_once_and_taken_up_when_it_is_mended(
    store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    async with at_work(store, settings(zalo_bot_token=ZALO)) as board:
        await added(store, replace(FURTHER, token="42:no token"))
        for _ in range(3):
            await board.look()
        assert list(board.messengers) == [FIRST]
        await added(store, FURTHER)
        await board.look()
        assert list(board.messengers) == [FIRST, FURTHER.key]
    assert capsys.readouterr().out.count("account left out") == 1


async def test_an_account_of_the_settings_is_back_once_they_name_it(
    store: Store, village: Village
) -> None:
    an = village.people["An"]
    async with store.begin() as session:
        place = {"surface": "zalo_bot", "account": "1459", "external_id": "an"}
        session.add(LinkedAddress(**place, person_id=an, linked_at=NOW, last_heard_at=NOW))
        await channels.remove(session, FIRST, NOW)
        assert (await people.addresses_of(session, [an]))[an].surface == "console"
    async with at_work(store, settings(zalo_bot_token=ZALO)):
        pass
    async with store.reading() as session:
        assert (await people.addresses_of(session, [an]))[an].surface == "zalo_bot"


async def test_how_to_be_found_is_learned_of_each_account_that_can_be_reached(
    store: Store, telegram: TelegramDouble
) -> None:
    await added(store, FURTHER)
    async with zalo_bot_double() as zalo:
        some = settings(
            telegram_token=telegram.token, telegram_api=telegram.api_base, zalo_bot_token=zalo.token
        )
        async with at_work(store, some) as board:
            assert not await board.learn(), "nobody is at the address of Zalo"
            assert sorted(board.links) == [
                ("telegram", telegram.token.partition(":")[0]),
                FURTHER.key,
            ]
        async with at_work(store, some.model_copy(update={"zalo_bot_api": zalo.url})) as board:
            assert await board.learn()
            assert sorted(board.links.values()) == [
                "",  # of Zalo's first it is known that nobody finds it under the name it tells
                "https://t.me/gandan_test_bot?start={code}",
                "“Bot Ấp 5” trên Zalo",
            ]


async def test_an_account_that_leaves_while_it_is_asked_how_to_be_found_ends_nothing(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    unnamed = replace(FURTHER, name="")
    await added(store, unnamed)
    async with at_work(store, settings(zalo_bot_token=ZALO, zalo_bot_name="Bot")) as board:

        async def me() -> Me:
            await removed(store, unnamed.key)
            await board.look()
            return Me("42", "Bot Ấp 5")

        monkeypatch.setattr(board.messengers[unnamed.key], "me", me)
        assert await board.learn()
        assert list(board.links) == [FIRST]


async def test_an_account_that_changes_while_it_is_asked_is_asked_anew(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    await added(store, replace(FURTHER, name=""))
    async with at_work(store, settings(zalo_bot_token=ZALO, zalo_bot_name="Bot")) as board:

        async def me() -> Me:
            await added(store, replace(FURTHER, name="", mode=WEBHOOK))
            await board.look()
            return Me("42", "Bot Ấp 5")

        monkeypatch.setattr(board.messengers[FURTHER.key], "me", me)
        assert not await board.learn()
        assert list(board.links) == [FIRST]


async def test_whatever_goes_wrong_while_links_are_learned_the_program_runs_on(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = {"database_url": str(store.writer.url), "secret_key": KEYS.secrets[0]}
    some = settings(zalo_bot_token=ZALO, **given)
    some.database_url = some.database_url.replace("+aiosqlite", "")
    monkeypatch.setattr("bot.working.IDLE", 0.01)
    asked = 0
    async with assembled(some) as program:

        async def trouble() -> bool:
            nonlocal asked
            asked += 1
            if asked == 2:
                program.stop.set()
            raise KeyError("an account")

        monkeypatch.setattr(program.board, "learn", trouble)
        await asyncio.wait_for(_learn(program), 20)
    assert asked == 2


async def test_an_account_that_is_added_while_it_runs_is_heard_soon(
    store: Store, village: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.working.LOOK_AROUND", 0.05)
    async with zalo_bot_double("42:CANARY") as zalo:
        given = {"database_url": str(store.writer.url), "secret_key": KEYS.secrets[0]}
        some = settings(telegram_token="7:x", zalo_bot_api=zalo.url, **given)
        some.database_url = some.database_url.replace("+aiosqlite", "")
        async with assembled(some) as program, asyncio.TaskGroup() as group:
            hearing = group.create_task(follow_accounts(program))
            await zalo.person("An").say("xin chào")
            await added(store, FURTHER)
            await asyncio.wait_for(program.arrived.wait(), 20)
            await removed(store, FURTHER.key)
            async with asyncio.timeout(20):
                while FURTHER.key in program.board.polled:  # noqa: ASYNC110  # it tells nobody when
                    await asyncio.sleep(0.05)
            hearing.cancel()
        async with store.reading() as session:
            assert await session.scalar(select(InboxRow.account)) == "42"


async def test_what_came_in_is_read_also_when_its_account_is_not_at_work(store: Store) -> None:
    async with at_work(store, settings(zalo_bot_token=ZALO)) as board:
        message = {"message_id": 5, "date": 1795303323, "text": "/menu"}
        chat = {"chat": {"id": 21, "type": "private"}, "from": {"id": 21, "is_bot": False}}
        raw = json.dumps({"update_id": 1, "message": message | chat}).encode()
        read = board.readers["telegram", "77"]("77", "1", raw, NOW)
        assert read is not None
        assert (read.address, read.text) == (Address("telegram", "77", "21"), "/menu")
        assert ("telegram", "77") not in board.messengers


async def test_letters_on_an_account_that_nobody_has_set_up_are_pointed_out(
    store: Store,
) -> None:
    await added(store, FURTHER)
    async with store.begin() as session:
        for surface, account in (FURTHER.key, FIRST, ("zalo_bot", "77"), ("console", "demo")):
            await outbox.put(session, Address(surface, account, "an"), Outgoing("tin"), NOW)
        [one] = await strays(settings(zalo_bot_token=ZALO), session)
    assert (one.well, "zalo_bot 77" in one.what) == (False, True)
    assert "gandan channel remove zalo_bot 77" in one.mend
    assert one.told.endswith("gandan channel remove zalo_bot 77")


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramDouble]:
    async with telegram_double() as double:
        yield double
