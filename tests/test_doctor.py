"""What `gandan doctor` finds in a database that somebody altered, and where nobody can be asked."""

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, insert, update

from bot import starting
from bot.domain.delivery import InboxStatus
from bot.messages import Address, Outgoing
from bot.texts import doctor as words
from storage import audit, outbox
from storage.store import Store
from storage.tables import AuditRow, InboxRow, core
from tests.conftest import NOW
from tests.program import environment, gandan
from tests.storage.test_audit import unguarded

_rows = core(AuditRow)
NOWHERE = "http://127.0.0.1:9"


@pytest.mark.parametrize("done", ["nothing", "altered", "removed", "put in"])
async def test_the_doctor_names_the_first_row_that_does_not_hold_and_what_to_do(
    store: Store, database_url: str, done: str
) -> None:
    async with store.begin() as session:
        for number in range(5):
            await audit.note(session, None, f"act {number}", "visit", number, NOW)
        assert await audit.seal(session, NOW + timedelta(minutes=2)) == 5
        first = await session.scalar(_rows.select().order_by(_rows.c.id)) or 0
    if done != "nothing":
        async with store.begin() as session:
            await unguarded(session)
            match done:
                case "altered":
                    change = update(_rows).where(_rows.c.id.in_([first + 2, first + 3]))
                    await session.execute(change.values(person_id=99))
                case "removed":
                    await session.execute(delete(_rows).where(_rows.c.id == first + 2))
                case "put in":
                    row = {"at": NOW, "action": "x", "thing": "visit", "thing_id": "9"}
                    await session.execute(delete(_rows).where(_rows.c.id == first + 2))
                    await session.execute(insert(_rows).values(row | {"id": first + 2}))
    said = await gandan("doctor", env=environment(database_url, TELEGRAM_API=NOWHERE))
    if done == "nothing":
        assert "ok   audit\n" in said.out
        assert "chain" not in said.out
    else:
        assert f"WRONG audit: the chain breaks at row {first + 2} – " in said.out
        assert "backup" in said.out
        assert said.code == 1


async def test_a_long_chain_is_followed_from_one_portion_to_the_next(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit, "AT_A_TIME", 2)
    async with store.begin() as session:
        for number in range(7):
            await audit.note(session, None, f"act {number}", "visit", number, NOW)
        await audit.seal(session, NOW + timedelta(minutes=2))
        assert await audit.first_broken(session) is None
        last = await session.scalar(_rows.select().order_by(_rows.c.id.desc())) or 0
        await unguarded(session)
        await session.execute(delete(_rows).where(_rows.c.id == last - 3))
        assert await audit.first_broken(session) == last - 3


@pytest.mark.parametrize("engine", ["sqlite"])
async def test_the_doctor_forecasts_also_where_the_messenger_cannot_be_asked(
    store: Store, database_url: str
) -> None:
    env = environment(database_url, ZALO_BOT_TOKEN="145:CANARY-token", ZALO_BOT_API=NOWHERE)
    told = await gandan("doctor", env=env)
    assert told.code == 1
    assert "WRONG Zalo 145: no address for pages and files – " in told.out
    assert "ok   Zalo 145: 0 of 50 people\n     Đã có 0/50 người" in told.out
    assert "0 of 3000 messages this month" in told.out
    assert "CANARY" not in told.out + told.err


@pytest.mark.parametrize("engine", ["sqlite"])
async def test_a_file_that_is_not_there_stops_all_but_the_doctor(
    store: Store, database_url: str
) -> None:
    env = environment(database_url, ZALO_BOT_TOKEN_FILE="/etc/none/zalo", ZALO_BOT_API=NOWHERE)
    told = await gandan("doctor", env=env)
    assert told.code == 1
    assert (
        "WRONG settings: GANDAN_ZALO_BOT_TOKEN_FILE – the file that it names can't be read: "
        "No such file or directory\n     Không đọc được tệp ghi ở dòng GANDAN_ZALO_BOT_TOKEN_FILE."
    ) in told.out
    assert "ok   database\nok   schema\n" in told.out, "it goes on"
    assert "WRONG messengers" not in told.out, "nothing is said of it twice"
    listed = await gandan("channel", "list", env=env)
    assert listed.code == 2
    assert listed.sentence.startswith("Không đọc được tệp ghi ở dòng GANDAN_ZALO_BOT_TOKEN_FILE.")


@pytest.mark.parametrize("engine", ["sqlite"])
async def test_whatever_is_wrong_comes_with_what_to_do_in_vietnamese(
    store: Store, database_url: str
) -> None:
    long_ago = starting.now() - timedelta(hours=1)
    async with store.begin() as session:
        for chat in ("a", "b"):
            row = {"surface": "telegram", "account": "1", "event_id": chat, "chat": chat}
            status = InboxStatus.NEW if chat == "a" else InboxStatus.DEAD
            times = {"received_at": long_ago, "next_at": long_ago}
            await session.execute(
                insert(core(InboxRow)).values(**row, **times, raw=b"{}", status=status, attempts=0)
            )
        await audit.note(session, None, "act", "visit", 1, long_ago)
        await audit.seal(session, starting.now())
        await unguarded(session)
        await session.execute(update(_rows).values(person_id=99))
        astray = Address("zalo_bot", "7", "an")
        await outbox.put(session, astray, Outgoing("tin"), long_ago, inbox_id=1)
    told = await gandan("doctor", env=environment(database_url))
    for what, below in (
        ("inbox: 1 waiting", "1 tin của mọi người chờ quá một phút"),
        ("inbox: 1 set aside", "1 tin không xử lý được"),
        ("outbox: 1 queued – an answer waits for 36", "Có câu trả lời chờ gửi đã 36"),
        ("outbox: letters wait on zalo_bot 7", "Có tin đang chờ ở một tài khoản không còn dùng"),
        ("audit: the chain breaks at row", "Sổ theo dõi thay đổi bị sửa từ bên ngoài"),
        ("messengers", "Chưa có bot nào"),
    ):
        [line] = [one for one in told.out.split("\nWRONG ") if one.startswith(what)]
        assert line.partition("\n     ")[2].startswith(below)


async def test_what_another_program_keeps_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "theirs.db"
    with closing(sqlite3.connect(file)) as theirs:
        theirs.execute("CREATE TABLE people (name TEXT)")
    env = environment(f"sqlite:///{file}")
    for command in ("migrate", "tick"):
        refused = await gandan(command, env=env)
        assert (refused.code, refused.sentence) == (2, words.ANOTHERS)
    looked_at = await gandan("doctor", env=env)
    assert looked_at.code == 1
    assert f"WRONG schema – {starting.ANOTHERS}" in looked_at.out
    with closing(sqlite3.connect(file)) as theirs:
        assert theirs.execute("SELECT name FROM sqlite_master").fetchall() == [("people",)]


async def test_the_sample_is_never_looked_for_in_what_is_no_database(tmp_path: Path) -> None:
    file = tmp_path / "letter.db"
    file.write_text("Kính gửi đồng chí\n" * 100, encoding="utf-8")
    refused = await gandan("chat", env=environment(f"sqlite:///{file}"))
    assert (refused.code, "no sample database" in refused.sentence) == (2, True)


@pytest.mark.parametrize(
    ("changed", "what"),
    [
        ({"SECRET_KEY": "short"}, "Chưa có khóa bí mật"),
        ({"DATABASE_URL": "nonsense"}, "Địa chỉ cơ sở dữ liệu ghi chưa đúng"),
        ({"DATABASE_URL": "sqlite://"}, "Địa chỉ cơ sở dữ liệu ghi chưa đúng"),
        ({"DATABASE_URL": "sqlite:///none/there.db"}, "Chưa mở được cơ sở dữ liệu"),
        ({"DATABASE_URL": "sqlite:///fresh.db"}, "Chạy: gandan migrate"),
        ({"ZALO_BOT_SECRET": "ngan"}, "Dòng GANDAN_ZALO_BOT_SECRET trong phần cài đặt"),
    ],
    ids=[
        "no key",
        "no address",
        "no file",
        "not to be opened",
        "no schema",
        "a setting that does not fit",
    ],
)
async def test_a_database_that_is_not_ready_is_told_in_vietnamese_too(
    changed: dict[str, str], what: str
) -> None:
    said = await gandan("doctor", env=environment("sqlite:///x.db", **changed))
    assert (said.code, said.err) == (1, "")
    assert any(line.startswith("     ") and what in line for line in said.out.splitlines())
