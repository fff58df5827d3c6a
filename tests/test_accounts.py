"""Accounts of the settings and of the database: how each is built, found and reached."""

import os
from dataclasses import replace
from pathlib import Path

import aiohttp
import pytest
from prometheus_client import CollectorRegistry

from bot import accounts, http
from bot.http import Door
from bot.settings import Settings, UnreadFile
from bot.starting import Unfit
from storage.channels import POLLING, WEBHOOK, Channel

TELEGRAM, ZALO = "700001:CANARY-telegram-token-never-logged", "1459:CANARY-zalo-token"
FURTHER = Channel("zalo_bot", "42", "42:CANARY-further", "CANARY-secret", WEBHOOK, "Bot Ấp 5", id=3)


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [one for one in os.environ if one.startswith("GANDAN_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)  # no .env of whoever runs the tests


def settings(**values: str) -> Settings:
    return Settings(**values)  # type: ignore[arg-type]  # as the environment gives them


BOTH = {"telegram_token": TELEGRAM, "zalo_bot_token": ZALO}


def test_the_accounts_of_the_settings_come_first_and_none_comes_twice() -> None:
    again = Channel("telegram", "700001", "700001:other", "other", WEBHOOK, "Bot", 5, 7, 70, id=9)
    found = accounts.together(settings(**BOTH), [FURTHER, again])
    assert found[0] == Channel(
        "telegram", "700001", TELEGRAM, "", POLLING, "Bot", 5, 7, 70, first=True
    ), "how it is reached is said in the settings, whom it serves in the database"
    assert [(one.surface, one.account, one.first) for one in found] == [
        ("telegram", "700001", True),
        ("zalo_bot", "1459", True),
        ("zalo_bot", "42", False),
    ]
    assert accounts.together(settings(), []) == []


def test_a_token_may_stand_in_a_file_that_the_env_file_names() -> None:
    Path("token").write_text(f"{ZALO}\n", encoding="utf-8")
    named = "GANDAN_ZALO_BOT_TOKEN_FILE=token\nGANDAN_ZALO_BOT_NAME=Bot Thạnh Lộc\n"
    Path(".env").write_text(named, encoding="utf-8")
    [one] = accounts.firsts(Settings())
    assert (one.key, one.token, one.name) == (("zalo_bot", "1459"), ZALO, "Bot Thạnh Lộc")


async def test_each_account_is_built_and_one_that_does_not_fit_leaves_the_others() -> None:
    bad = Channel("zalo_bot", "43", "43:has blanks", id=4)
    unread = Channel("zalo_bot", "44", "", id=5)
    unknown = Channel("pigeon", "1", "1:x", id=6)
    found = accounts.built_all(settings(**BOTH), [bad, unread, FURTHER, unknown])
    assert list(found) == [("telegram", "700001"), ("zalo_bot", "1459"), ("zalo_bot", "42")]
    for messenger in found.values():
        await messenger.close()


@pytest.mark.parametrize(
    ("values", "channel", "named"),
    [
        pytest.param({"telegram_token": "CANARY"}, None, "GANDAN_TELEGRAM_TOKEN", id="telegram"),
        pytest.param({"zalo_bot_token": "CANARY x"}, None, "GANDAN_ZALO_BOT_TOKEN", id="zalo"),
        pytest.param({}, Channel("zalo_bot", "4", "CANARY", id=4), "zalo_bot 4", id="further"),
        pytest.param(
            {}, Channel("zalo_bot", "4", "", id=4), "gandan channel add zalo_bot", id="no key fits"
        ),
        pytest.param({}, Channel("pigeon", "4", "4:x", id=4), "pigeon 4", id="no messenger"),
    ],
)  # fmt: skip
def test_what_is_amiss_is_named_and_no_token_said(
    values: dict[str, str], channel: Channel | None, named: str
) -> None:
    one = channel or accounts.firsts(settings(**values))[0]
    with pytest.raises(Unfit, match=named) as said:
        accounts.built(settings(**values), one)
    assert "CANARY" not in str(said.value) + one.account


async def test_only_who_has_a_webhook_has_a_door_and_it_wants_a_secret() -> None:
    whole = settings(**BOTH, zalo_bot_mode="webhook", zalo_bot_secret="CANARY-secret")
    telegram, zalo = accounts.firsts(whole)
    assert accounts.door_of(telegram, accounts.built(whole, telegram)) is None
    messenger = accounts.built(whole, zalo)
    header = "X-Bot-Api-Secret-Token"
    assert accounts.door_of(zalo, messenger) == Door(
        "/zalo/bot/webhook", header, "1459", messenger, ("CANARY-secret",), short=True
    )
    assert accounts.path_of(zalo) == "/zalo/bot/webhook"
    assert accounts.path_of(FURTHER) == "/zalo/bot/webhook/42"
    without = settings(**BOTH, zalo_bot_mode="webhook")
    with pytest.raises(Unfit, match="GANDAN_ZALO_BOT_SECRET"):
        accounts.secret_of(accounts.firsts(without)[1])


@pytest.mark.parametrize("secret", ["7 chars", "x" * 257])
def test_a_secret_that_zalo_would_not_take_is_refused_at_once(secret: str) -> None:
    with pytest.raises(ValueError, match="8 to 256"):
        settings(zalo_bot_secret=secret)


def test_an_invitation_points_to_each_account_in_its_own_way() -> None:
    telegram, zalo = accounts.firsts(settings(**BOTH))
    assert accounts.link_of(telegram, "gandan_bot") == "https://t.me/gandan_bot?start={code}"
    assert accounts.link_of(zalo, "bot.AbC") == "“bot.AbC” trên Zalo"
    assert accounts.link_of(FURTHER, "bot.AbC") == "“Bot Ấp 5” trên Zalo"
    named = accounts.firsts(settings(**BOTH, zalo_bot_name="Bot Thạnh Lộc"))[1]
    assert accounts.link_of(named, "bot.AbC") == "“Bot Thạnh Lộc” trên Zalo"


async def test_a_door_may_come_later_and_only_the_first_has_the_short_path() -> None:
    doors: list[Door] = []
    some = settings(**BOTH)
    [path] = {kind.path for surface, kind in accounts.KINDS.items() if surface == "zalo_bot"}
    web = http.application(
        doors=doors, paths=[path], keep=_nothing, keep_oddity=_nothing, health=_well,
        registry=CollectorRegistry(),
    )  # fmt: skip
    first = replace(FURTHER, account="1459", first=True, secret="CANARY-first")
    async with http.serving(web, "127.0.0.1", 0) as port, aiohttp.ClientSession() as session:

        async def knocked(at: str, secret: str) -> int:
            shown = {"X-Bot-Api-Secret-Token": secret}
            async with session.post(f"http://127.0.0.1:{port}{at}", headers=shown) as answer:
                return answer.status

        assert await knocked(path, "CANARY-secret") == 404
        for one, short in ((FURTHER, 404), (first, 401)):
            messenger = accounts.built(some, one)
            door = accounts.door_of(one, messenger)
            assert door is not None
            doors.append(door)
            assert await knocked(accounts.path_of(FURTHER), "CANARY-secret") == 200
            assert await knocked(path, "CANARY-secret") == short
            await messenger.close()
        assert await knocked(path, "CANARY-first") == 200
        assert await knocked(f"{path}/1459", "CANARY-first") == 200
        assert await knocked(f"{path}/1459", "CANARY-secret") == 401


def test_a_file_that_cannot_be_read_is_named_with_its_variable(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("GANDAN_ZALO_BOT_TOKEN_FILE", "no/token")
    Path("bytes").write_bytes(b"\xff\xfe")
    Path(".env").write_text(f"GANDAN_SECRET_KEY_FILE=bytes\nGANDAN_TELEGRAM_TOKEN={TELEGRAM}\n")
    some = Settings()
    assert some.unread == (
        UnreadFile("GANDAN_SECRET_KEY_FILE", "it is no text"),
        UnreadFile("GANDAN_ZALO_BOT_TOKEN_FILE", "No such file or directory"),
    )
    assert [one.surface for one in accounts.firsts(some)] == ["telegram"], "the rest is there"
    assert settings(zalo_bot_token=ZALO, secret_key="x").unread == (), "said outright"


async def _nothing(*_: object) -> None:
    return None


async def _well() -> dict[str, bool]:
    return {}


def test_each_messenger_has_its_own_pace() -> None:
    usual = settings()
    assert [accounts.rate_of(usual, one) for one in accounts.KINDS] == [25, 5]
    assert accounts.rate_of(settings(zalo_bot_rate="200"), "zalo_bot") == 200
