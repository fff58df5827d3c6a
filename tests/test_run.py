"""`gandan run` among accidents: settings that don't fit, a database that goes away, SIGTERM."""

import asyncio
import json
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import func, make_url, select, text, update

from bot.domain.delivery import POISON_TRIES, Delivery, InboxStatus
from storage.secrecy import Keys
from storage.store import Store, changed, opened
from storage.tables import InboxRow, OutboxRow, Visit
from tests.conftest import NOW
from tests.doubles.telegram import Fault, Kind, TelegramDouble, telegram_double
from tests.doubles.telegram_post import SECRET_HEADER
from tests.program import (
    HOOK_SECRET,
    SECRET_KEY,
    Program,
    environment,
    free_port,
    gandan,
    running,
    telegram_settings,
)
from tests.telegram_people import Person
from tests.telegram_village import AN, BINH, CUC, moved_to_telegram
from tests.village import settle


@pytest_asyncio.fixture
async def telegram() -> AsyncIterator[TelegramDouble]:
    async with telegram_double(pace=0.1) as double:
        yield double
        assert double.violations == []


@pytest_asyncio.fixture
async def ours(database_url: str) -> AsyncIterator[Store]:
    """The village, written with the program's own key, its people on Telegram."""
    store = opened(database_url, Keys((SECRET_KEY,)))
    async with store.begin() as session:
        village = await settle(session, NOW)
        await moved_to_telegram(session, village)
    yield store
    await store.close()


@asynccontextmanager
async def at_work(
    telegram: TelegramDouble, database_url: str, folder: Path, mode: str = "webhook"
) -> AsyncIterator[Program]:
    """The program with the village in it and the double before it."""
    env = environment(database_url, **telegram_settings(telegram, mode))
    async with running(env, folder) as one:
        if mode == "webhook":
            await telegram.post.push_to(one.hook, HOOK_SECRET)
        yield one


async def counted(store: Store, *where: object) -> int:
    async with store.reading() as session:
        query = select(func.count()).where(*where)  # type: ignore[arg-type]  # conditions
        return await session.scalar(query) or 0


async def test_told_to_stop_it_ends_in_order_with_nothing_half_done(
    ours: Store, telegram: TelegramDouble, database_url: str, tmp_path: Path
) -> None:
    async with at_work(telegram, database_url, tmp_path, "polling") as one:
        for number in range(1, 5):
            await telegram.send_text(AN, f"/thamho {number}, hôm nay, 1")
        await telegram.until(lambda: telegram.messages_to(AN))
        assert await one.terminate() == 0
        assert "stopped" in one.errors
    assert await counted(ours, OutboxRow.status.in_([Delivery.SENDING, Delivery.UNKNOWN])) == 0
    done = await counted(ours, InboxRow.status == InboxStatus.DONE)
    assert done == await counted(ours, OutboxRow.id.is_not(None))
    assert done == await counted(ours, Visit.id.is_not(None))
    assert (
        await counted(ours, OutboxRow.status == Delivery.QUEUED, OutboxRow.lease_owner != "") == 0
    )


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
async def test_of_two_processes_one_polls_and_the_other_takes_over_when_it_is_killed(
    ours: Store, telegram: TelegramDouble, database_url: str, tmp_path: Path
) -> None:
    env = environment(database_url, **telegram_settings(telegram, "polling"))
    async with running(dict(env), tmp_path) as first, running(dict(env), tmp_path) as second:
        await telegram.send_text(AN, "/thangnay")
        await Person(telegram, AN).hears("0/4 hộ")
        await first.kill()
        await telegram.send_text(BINH, "/thangnay")
        await Person(telegram, BINH).hears("hộ")
        assert second.runs
    assert telegram.conflicts == 0


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
async def test_a_first_start_in_a_fresh_interpreter_is_ready_in_seconds(
    ours: Store, telegram: TelegramDouble, database_url: str, tmp_path: Path
) -> None:
    env = environment(database_url, **telegram_settings(telegram, "polling"))
    async with running(env, tmp_path, fresh=True) as one:
        await telegram.send_text(AN, "/thangnay")
        await Person(telegram, AN).hears("0/4 hộ")
        status, said = await one.get("/b/none")
        assert (status, "Liên kết không dùng được" in said) == (404, True)
        assert one.runs


async def test_the_messenger_being_away_at_the_start_keeps_nobody_from_being_heard(
    ours: Store, telegram: TelegramDouble, database_url: str, tmp_path: Path
) -> None:
    telegram.faults.plan(Fault(Kind.DELAY, seconds=30), "getMe")
    async with at_work(telegram, database_url, tmp_path):
        await telegram.send_text(AN, "/thangnay")
        await Person(telegram, AN).hears("0/4 hộ")


# --- What it says instead of starting -----------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"SECRET_KEY": ""}, "gandan secret"),
        ({"SECRET_KEY": "short"}, "gandan secret"),
        ({"TELEGRAM_TOKEN": ""}, "GANDAN_TELEGRAM_TOKEN"),
        ({"TELEGRAM_TOKEN": "CANARY no token"}, "GANDAN_TELEGRAM_TOKEN"),
        ({"TELEGRAM_MODE": "webhook", "TELEGRAM_SECRET": ""}, "GANDAN_TELEGRAM_SECRET"),
        ({"TELEGRAM_MODE": "CANARY"}, "GANDAN_TELEGRAM_MODE"),
        ({"TELEGRAM_RATE": "CANARY"}, "GANDAN_TELEGRAM_RATE"),
        ({"TELEGRAM_RATE": "0"}, "GANDAN_TELEGRAM_RATE"),
        ({"TELEGRAM_TOKEN": "", "ZALO_BOT_TOKEN": "CANARY"}, "GANDAN_ZALO_BOT_TOKEN"),
        ({"ZALO_BOT_SECRET": "CANARY"}, "GANDAN_ZALO_BOT_SECRET"),
        ({"ZALO_BOT_MODE": "CANARY"}, "GANDAN_ZALO_BOT_MODE"),
        ({"LISTEN": "CANARY"}, "GANDAN_LISTEN"),
        ({"LISTEN": "127.0.0.1:99999"}, "GANDAN_LISTEN"),
        ({"LISTEN": "203.0.113.7:80"}, "GANDAN_LISTEN"),
        ({"LOG_LEVEL": "CANARY"}, "GANDAN_LOG_LEVEL"),
        ({"LOG_FORMAT": "CANARY"}, "GANDAN_LOG_FORMAT"),
        ({"DATABASE_URL": "mysql://CANARY@x/y"}, "GANDAN_DATABASE_URL"),
        ({"DATABASE_URL": "CANARY"}, "GANDAN_DATABASE_URL"),
        ({"DATABASE_URL": "postgresql://CANARY:99x"}, "GANDAN_DATABASE_URL"),
        ({"SECRET_KEY": "", "SECRET_KEY_FILE": "/no/CANARY"}, "GANDAN_SECRET_KEY_FILE"),
    ],
    ids=lambda one: " ".join(f"{k}={v}" for k, v in one.items()) if isinstance(one, dict) else "",
)
@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
async def test_settings_that_do_not_fit_are_named_in_one_sentence(
    changed: dict[str, str], named: str, database_url: str
) -> None:
    env = environment(database_url, TELEGRAM_TOKEN="1:abc", TELEGRAM_API="http://127.0.0.1:9")
    env |= {f"GANDAN_{name}": value for name, value in changed.items()}
    done = await gandan("run", env=env)
    assert (done.code, done.out) == (2, "")
    assert named in done.sentence
    assert "CANARY" not in done.err


async def test_without_its_tables_it_asks_for_them(engine: str, tmp_path: Path) -> None:
    if engine == "postgresql":
        pytest.skip("the tests' PostgreSQL has its tables")
    url = f"sqlite:///{tmp_path}/empty.db"
    done = await gandan("run", env=environment(url, TELEGRAM_TOKEN="1:abc"))
    assert done.code == 2
    assert "gandan migrate" in done.sentence


@pytest.mark.parametrize(
    "url",
    [
        "sqlite:////no/such/folder/CANARY.db",
        "postgresql://CANARY:CANARY@127.0.0.1:{port}/gandan",
        "{server}CANARY",
    ],
    ids=["no folder", "no server", "no such database"],
)
@pytest.mark.parametrize("command", ["run", "migrate", "invite"])
async def test_a_database_that_is_not_there_is_one_sentence(
    url: str, command: str, postgres_server: str
) -> None:
    url = url.format(port=free_port(), server=postgres_server.replace("/postgres?", "/x?"))
    done = await gandan(command, env=environment(url, TELEGRAM_TOKEN="1:abc"))
    assert done.code in (1, 2)
    assert done.sentence
    assert "CANARY" not in done.err


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
async def test_a_second_one_on_the_same_file_says_so_and_ends(
    ours: Store, telegram: TelegramDouble, database_url: str, tmp_path: Path
) -> None:
    async with at_work(telegram, database_url, tmp_path) as one:
        second = await gandan("run", env=one.env)
        assert second.code == 2
        assert "another gandan process" in second.sentence
        assert (await one.health())[0] == 200


async def test_a_port_that_is_taken_is_one_sentence(
    ours: Store, telegram: TelegramDouble, database_url: str, tmp_path: Path
) -> None:
    settings = telegram_settings(telegram, "polling")
    taken = telegram.api_base.removeprefix("http://")
    done = await gandan("run", env=environment(database_url, LISTEN=taken, **settings))
    assert done.code == 2
    assert "GANDAN_LISTEN" in done.sentence


# --- The database goes away ---------------------------------------------------------------------


@pytest.fixture
def around(engine: str, request: pytest.FixtureRequest) -> str:
    """Where a database is shut from: beside it on its server."""
    return "" if engine == "sqlite" else str(request.getfixturevalue("postgres_server"))


@asynccontextmanager
async def away(database_url: str, around: str) -> AsyncIterator[None]:
    """Nobody gets at the database: locked by another process, or all connections refused."""
    if not around:
        lock = sqlite3.connect(database_url.removeprefix("sqlite:///"), isolation_level=None)
        lock.execute("BEGIN EXCLUSIVE")
        yield
        lock.execute("ROLLBACK")
        lock.close()
        return
    name = make_url(database_url).database
    server = opened(around, Keys((SECRET_KEY,)))
    async with server.writer.connect() as one:
        alone = await one.execution_options(isolation_level="AUTOCOMMIT")
        shut = f'ALTER DATABASE "{name}" WITH ALLOW_CONNECTIONS'
        await alone.execute(text(f"{shut} false"))
        ended = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name"
        await alone.execute(text(ended), {"name": name})
        try:
            yield
        finally:
            await alone.execute(text(f"{shut} true"))
    await server.close()


def written(number: int, said: str) -> bytes:
    """What Telegram pushes."""
    who = {"id": AN, "is_bot": False, "first_name": "An"}
    message = {
        "message_id": number, "date": 1795303323, "chat": {"id": AN, "type": "private"},
        "from": who, "text": said,
    }  # fmt: skip
    return json.dumps({"update_id": number, "message": message}).encode()


async def pushed(one: Program, body: bytes, secret: str = HOOK_SECRET) -> tuple[int, str]:
    """One update; the status, and when to come again."""
    async with one.web.post(one.hook, data=body, headers={SECRET_HEADER: secret}) as answer:
        return answer.status, answer.headers.get("Retry-After", "")


async def test_while_the_database_is_away_nothing_is_acknowledged_and_afterwards_all_is_well(
    ours: Store, telegram: TelegramDouble, database_url: str, around: str, tmp_path: Path
) -> None:
    async with at_work(telegram, database_url, tmp_path) as one:
        await Person(telegram, AN).say("/menu")
        async with away(database_url, around):
            assert await pushed(one, written(1, "/thamho 1, hôm nay, 1")) == (503, "5")
            if not ours.embedded:  # on SQLite whoever only reads waits for no writer
                assert (await one.health())[0] == 503
            assert await counted_aside(database_url) <= 1
        await one.ready(30)
        assert (await pushed(one, written(1, "/thamho 1, hôm nay, 1")))[0] == 200
        await Person(telegram, AN).hears("1/4 hộ")
        assert await one.terminate() == 0
        assert "Traceback" not in one.errors


async def counted_aside(database_url: str) -> int:
    """How much is stored, where it can be looked into from beside."""
    if not database_url.startswith("sqlite"):
        return 0
    with sqlite3.connect(database_url.removeprefix("sqlite:///")) as beside:
        (count,) = beside.execute("SELECT count(*) FROM inbox").fetchone()
        return int(count)


async def test_told_to_stop_while_the_database_is_away_it_stops(
    ours: Store, telegram: TelegramDouble, database_url: str, around: str, tmp_path: Path
) -> None:
    async with at_work(telegram, database_url, tmp_path) as one:
        async with away(database_url, around):
            await asyncio.sleep(1.5)  # it looks in vain
            assert await one.terminate() == 0, one.errors
        assert "Traceback" not in one.errors


# --- A message that cannot be handled -----------------------------------------------------------


async def test_a_message_that_fails_five_times_is_set_aside_and_the_next_goes_on(
    ours: Store, telegram: TelegramDouble, database_url: str, tmp_path: Path
) -> None:
    async with ours.begin() as session:
        await session.execute(text("UPDATE household_states SET household_class = 'CANARY'"))
    async with at_work(telegram, database_url, tmp_path) as one:
        await telegram.send_text(AN, "/hodan 1")
        await telegram.send_text(AN, "/huongdan")
        for tries in range(1, POISON_TRIES):
            await again_at_once(ours, tries)
        said = (await Person(telegram, AN).hears("tin đó chưa được ghi")).text
        await Person(telegram, AN).hears("Hướng dẫn")
        assert one.errors.count("message failed") == POISON_TRIES
        assert "CANARY" not in one.errors + said
        assert said.rpartition(" ")[2].rstrip(".") in one.errors  # what the sender may name
    assert await counted(ours, InboxRow.status == InboxStatus.DEAD) == 1
    assert await counted(ours, InboxRow.status == InboxStatus.DONE) == 1


# --- What must never be said (reliability.md S6) ------------------------------------------------

PHONE, WORDS = "0912345678", "CANARY-điều người dân nói"


async def test_no_error_says_a_secret_a_number_or_what_somebody_wrote(
    ours: Store, telegram: TelegramDouble, database_url: str, tmp_path: Path
) -> None:
    async with at_work(telegram, database_url, tmp_path) as one:
        kinds = (Kind.ERROR, Kind.GATEWAY, Kind.RESET_BEFORE, Kind.BAD_JSON)
        for chat, kind in enumerate(kinds, CUC):  # a doubtful letter holds up those after it
            telegram.faults.plan(Fault(kind), "sendMessage")
            await telegram.send_text(chat, f"{WORDS} {PHONE}")
            await until(lambda: telegram.faults.is_empty)
        telegram.faults.plan(Fault(Kind.FLOOD, words=f"retry {telegram.token}"), "sendMessage")
        await telegram.share_contact(AN, PHONE)
        await until(lambda: telegram.faults.is_empty)
        for body in (b"", b"{", b"CANARY", written(7, WORDS)[:-9], b'{"update_id":"CANARY"}'):
            assert (await pushed(one, body))[0] == 200
            assert (await pushed(one, body, "CANARY-wrong-secret"))[0] == 401
        await poisoned(ours)
        assert (await pushed(one, written(8, f"/thamho 1, hôm nay, 1 {WORDS}")))[0] == 200
        await until(lambda: "message failed" in one.errors)
        telegram.faults.plan(Fault(Kind.UNAUTHORIZED), "sendMessage")
        await telegram.send_text(BINH, WORDS)
        await until(lambda: "account_refused" in one.errors)
        _, metrics = await one.get("/metrics")
        for told in (one.errors, metrics):
            for secret in ("CANARY", telegram.token, HOOK_SECRET, SECRET_KEY, PHONE, "điều người"):
                assert secret not in told
        assert "gandan_webhook_bodies" in metrics
        whose = f'{{account="{telegram.token.partition(":")[0]}",surface="telegram"}}'
        assert f"gandan_messages_month{whose}" in metrics


async def test_polling_that_fails_says_no_token_and_no_word_either(
    ours: Store, telegram: TelegramDouble, database_url: str, tmp_path: Path
) -> None:
    async with at_work(telegram, database_url, tmp_path, "polling") as one:
        kinds = (Kind.ERROR, Kind.RESET_BEFORE, Kind.BAD_JSON)
        for kind in kinds:
            telegram.faults.plan(Fault(kind, words=f"/bot{telegram.token}/"), "getUpdates")
            await telegram.send_text(CUC, f"{WORDS} {PHONE}")  # ends the poll that is open
            await until(lambda: telegram.faults.is_empty)
        await telegram.send_text(AN, f"{WORDS} {PHONE}")
        await telegram.until(lambda: telegram.messages_to(AN), 40)
        await poisoned(ours)
        await telegram.send_text(AN, f"/thamho 1, hôm nay, 1 {WORDS}")
        await until(lambda: "message failed" in one.errors)
        assert one.errors.count("polling failed") >= len(kinds)
        for secret in ("CANARY", telegram.token, SECRET_KEY, PHONE, "điều người", "getUpdates"):
            assert secret not in one.errors


async def until(true: Callable[[], bool]) -> None:
    """Wait for something that nobody tells us of."""
    for _ in range(200):
        if true():
            return
        await asyncio.sleep(0.1)
    raise AssertionError("it did not come true")


async def again_at_once(store: Store, tries: int) -> None:
    """Once a message has been tried so often, the wait until the next try is over."""
    tried = update(InboxRow).where(InboxRow.attempts == tries)
    for _ in range(600):  # a minute, while other programs begin
        async with store.begin() as session:
            if await changed(session, tried.values(next_at=InboxRow.received_at)):
                return
        await asyncio.sleep(0.1)
    raise AssertionError(f"it was not tried {tries} times")


async def poisoned(store: Store) -> None:
    """A draft that no version of ours has written: whatever comes now fails."""
    async with store.begin() as session:
        await session.execute(text("UPDATE drafts SET state = '{\"CANARY\": 1}'"))
