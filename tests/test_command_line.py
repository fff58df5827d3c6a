"""The command line, as somebody without the source would use it."""

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
import pytest_asyncio
from openpyxl import load_workbook
from sqlalchemy import func, select

from bot.domain.imports import Sheet
from bot.messages import Address
from storage import invites
from storage.secrecy import Keys
from storage.store import Store, opened
from storage.tables import Household, Person
from tests import workbooks
from tests.doubles.telegram import Fault, Kind, telegram_double
from tests.doubles.zalo_bot import zalo_bot_double
from tests.program import (
    HOOK_SECRET,
    SECRET_KEY,
    Finished,
    environment,
    free_port,
    gandan,
    gandan_from_scratch,
    telegram_settings,
)
from tests.workbooks import H1, H2, C

COMMANDS = {
    "channel",
    "chat",
    "demo",
    "doctor",
    "import",
    "invite",
    "migrate",
    "run",
    "secret",
    "template",
    "tick",
    "webhook",
}
NOWHERE = "http://127.0.0.1:9"


@pytest.fixture
def engine() -> str:
    """What the commands do is the same on both; where it is not, other tests say so."""
    return "sqlite"


@pytest.fixture
def env(database_url: str) -> dict[str, str]:
    return environment(database_url, TELEGRAM_API=NOWHERE)


@pytest_asyncio.fixture
async def ours(database_url: str) -> AsyncIterator[Store]:
    """The database with the program's own key."""
    store = opened(database_url, Keys((SECRET_KEY,)))
    yield store
    await store.close()


def a_moment_later() -> datetime:
    """The commands keep the real clock."""
    return datetime.now(UTC)  # noqa: TID251


def refused(done: Finished, *words: str) -> None:
    """One sentence that names what is amiss, exit code 2."""
    assert done.code == 2, done
    for word in words:
        assert word in done.sentence


async def test_help_lists_what_there_is_at_once() -> None:
    done = await gandan_from_scratch("--help", env=environment(""))
    listed = set(re.findall(r"^  ([a-z]+) ", done.out, re.MULTILINE))
    assert (done.code, listed) == (0, COMMANDS)
    assert done.cpu < 0.5


@pytest.mark.parametrize(
    ("words", "large"),
    [
        (["--help"], "typer"),
        (["import", "--help"], "typer"),
        (["doctor"], "sqlalchemy"),
        (["invite"], "sqlalchemy"),
        (["template", "none/t.xlsx"], "xlsxwriter"),
    ],
    ids=lambda one: " ".join(one) if isinstance(one, list) else "",
)
async def test_nobody_pays_for_a_library_that_the_command_needs_not(
    words: list[str], large: str, env: dict[str, str]
) -> None:
    env["PYTHONPROFILEIMPORTTIME"] = "1"
    done = await gandan_from_scratch(*words, env=env)
    imported = set(re.findall(r"\| +([\w.]+)$", done.err, re.MULTILINE))
    assert large in imported
    assert "aiogram" not in imported
    if large == "typer":
        assert not imported & {"sqlalchemy", "aiohttp", "bot.app", "handlers"}


async def test_the_version_is_said() -> None:
    done = await gandan("--version", env=environment(""))
    assert re.fullmatch(r"gandan \d+\.\d+\.\d+\S*\n", done.out)


async def test_each_secret_is_fresh_and_long_enough() -> None:
    one, other = [(await gandan("secret", env=environment(""))).out.strip() for _ in range(2)]
    assert one != other
    assert min(len(one), len(other)) >= 32
    Keys((one,))


async def test_a_usage_nobody_meant_is_refused() -> None:
    assert (await gandan("fly", env=environment(""))).code == 2
    assert (await gandan("import", env=environment(""))).code == 2


# --- From the blank workbook to codes -----------------------------------------------------------


async def test_a_workbook_is_tried_taken_in_and_changes_nothing_the_second_time(
    env: dict[str, str], ours: Store, tmp_path: Path
) -> None:
    blank = await gandan("template", "blank.xlsx", env=env, folder=tmp_path)
    assert blank.code == 0
    tried = await gandan("import", "blank.xlsx", "--dry-run", env=env, folder=tmp_path)
    assert (tried.code, tried.err) == (0, "")
    last = tried.out.splitlines()[-1]
    assert last == "Đây là đọc thử, chưa ghi gì. Để nhập, chạy: gandan import blank.xlsx"
    async with ours.reading() as session:
        assert await session.scalar(select(func.count(Person.id))) == 0
    taken = await gandan("import", "blank.xlsx", env=env, folder=tmp_path)
    assert "Đã nhập danh sách." in taken.out
    again = await gandan("import", "blank.xlsx", env=env, folder=tmp_path)
    assert (again.code, "không có gì thay đổi" in again.out) == (0, True)
    async with ours.reading() as session:
        assert await session.scalar(select(func.count(Household.id))) == 1


async def test_every_bad_row_is_named_and_nothing_is_kept(
    env: dict[str, str], ours: Store, tmp_path: Path
) -> None:
    many = [{**H2, C.CODE: f"H{n}"} for n in range(2, 12)]
    bad = {**H2, C.CODE: "H99", C.CLASS: "Giàu"}
    nobody = {**H2, C.CODE: "H98", C.MEMBER: "DV77"}
    book = tmp_path / "bad.xlsx"
    book.write_bytes(workbooks.commune({Sheet.HOUSEHOLDS: (*many, bad, nobody)}))
    done = await gandan("import", str(book), env=env)
    assert done.code == 2
    assert re.search(r"\bHộ, dòng 12, cột Diện hộ: .", done.err)
    assert re.search(r"\bHộ, dòng 13, cột Mã đảng viên phụ trách: .", done.err)
    async with ours.reading() as session:
        assert await session.scalar(select(func.count(Person.id))) == 0


async def test_a_household_written_twice_is_warned_of_and_taken_in(
    env: dict[str, str], ours: Store, tmp_path: Path
) -> None:
    again = {**H1, C.CODE: "H9", C.NAME: "le van ba"}
    (tmp_path / "twice.xlsx").write_bytes(workbooks.commune({Sheet.HOUSEHOLDS: (H1, H2, again)}))
    done = await gandan("import", "twice.xlsx", env=env, folder=tmp_path)
    warned = (
        "Có 1 hộ có thể ghi trùng (vẫn nhập được, đề nghị đồng chí xem lại):\n"
        "- Hộ, dòng 4 (mã H9): có thể trùng với dòng 2 (mã H1), cùng tên chủ hộ, cùng địa chỉ\n"
    )
    assert (done.code, done.out.count(warned)) == (0, 2), "before it is written, and after"
    async with ours.reading() as session:
        assert await session.scalar(select(func.count(Household.id))) == 3


async def test_what_is_no_workbook_is_refused(env: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "words.xlsx").write_text("Mã hộ;Họ tên", encoding="utf-8")
    assert (await gandan("import", "words.xlsx", env=env, folder=tmp_path)).code == 2
    refused(await gandan("import", "none.xlsx", env=env, folder=tmp_path), "none.xlsx")
    refused(await gandan("import", "none.xlsx", "--frequency", "daily", env=env), "--frequency")
    refused(await gandan("import", ".", env=env, folder=tmp_path), "đây là thư mục")
    refused(await gandan("template", "no/where.xlsx", env=env, folder=tmp_path), "no/where.xlsx")


async def test_a_list_that_is_being_filled_in_is_not_written_over(
    env: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "list.xlsx").write_bytes(b"a day's work")
    refused(await gandan("template", "list.xlsx", env=env, folder=tmp_path), "list.xlsx")
    assert (tmp_path / "list.xlsx").read_bytes() == b"a day's work"
    (tmp_path / "new.xlsx").touch()
    done = await gandan("template", "new.xlsx", env=env, folder=tmp_path)
    assert (done.code, "gandan import new.xlsx --dry-run" in done.out) == (0, True)


async def planted(env: dict[str, str], folder: Path) -> None:
    (folder / "commune.xlsx").write_bytes(workbooks.commune({Sheet.HOUSEHOLDS: (H1, H2)}))
    done = await gandan("import", "commune.xlsx", "--frequency", "focus", env=env, folder=folder)
    assert done.code == 0, done.err


async def test_codes_come_as_a_list_and_as_slips_with_the_way_to_the_chat(
    env: dict[str, str], database_url: str, tmp_path: Path
) -> None:
    await planted(env, tmp_path)
    words = ("invite", "--cell", "05", "--out", "codes.xlsx", "--slips", "slips.docx")
    async with telegram_double() as telegram:
        env = environment(database_url, **telegram_settings(telegram, "polling"))
        done = await gandan(*words, env=env, folder=tmp_path)
    assert (done.code, done.out) == (0, "")
    sheet = load_workbook(BytesIO((tmp_path / "codes.xlsx").read_bytes())).worksheets[0]
    head, *rows = sheet.iter_rows(values_only=True)
    assert head == ("Mã đảng viên", "Họ và tên", "Mã chi bộ", "Mã kích hoạt")
    assert [row[:3] for row in rows] == [("DV1", "Nguyễn Thị An", "05")]
    code = str(rows[0][3])
    assert re.fullmatch(r"[0-9A-Z]{5}-[0-9A-Z]{5}", code)
    printed = ZipFile(tmp_path / "slips.docx").read("word/document.xml").decode()
    assert code in printed
    assert "t.me/gandan_test_bot" in printed


async def test_without_a_file_the_codes_are_printed(env: dict[str, str], tmp_path: Path) -> None:
    await planted(env, tmp_path)
    done = await gandan("invite", env=env)
    rows = [line.split("\t") for line in done.out.splitlines()]
    assert [(row[0], row[2]) for row in rows] == [("DV1", "05"), ("DV2", "06")]
    assert done.err.splitlines() == ["Đã cấp 2 mã. Mỗi mã dùng một lần, trong 7 ngày."]
    refused(await gandan("invite", "--cell", "99", env=env), "99")
    again = await gandan("invite", "--yes", env=env)
    assert "2 mã cấp trước đây đã hết hiệu lực" in again.err


async def test_codes_that_cannot_be_written_down_are_not_made(
    env: dict[str, str], ours: Store, tmp_path: Path
) -> None:
    await planted(env, tmp_path)
    code = (await gandan("invite", "--cell", "05", env=env)).out.split()[-1]
    refused(await gandan("invite", "--out", "no/where.xlsx", env=env), "no/where.xlsx")
    async with ours.begin() as session:
        redeemed = await invites.redeem(
            session, code, Address("console", "demo", "an"), a_moment_later()
        )
        assert redeemed.person_id


# --- The messenger's side -----------------------------------------------------------------------


async def test_our_address_is_set_shown_and_deleted(env: dict[str, str]) -> None:
    async with telegram_double() as telegram:
        public = {"PUBLIC_URL": "https://gandan.example/"}
        settings = {**telegram_settings(telegram, "webhook"), **public}
        env |= {f"GANDAN_{name}": value for name, value in settings.items()}
        assert (await gandan("webhook", "set", env=env)).code == 0
        assert telegram.post.url == "https://gandan.example/telegram/webhook"
        assert telegram.post.secret == HOOK_SECRET
        shown = await gandan("webhook", "show", env=env)
        assert telegram.post.url in shown.out
        assert (await gandan("webhook", "delete", env=env)).code == 0
        assert telegram.post.url == ""
        telegram.faults.plan(Fault(Kind.UNAUTHORIZED))
        said_no = await gandan("webhook", "show", env=env)
        assert (said_no.code, telegram.token in said_no.err) == (1, False)
        assert "Unauthorized" in said_no.err
        assert "Lấy lại mã ở nơi đã tạo bot" in said_no.err


async def test_a_further_account_comes_by_standard_input_and_goes_again(
    env: dict[str, str],
) -> None:
    async with zalo_bot_double() as zalo:
        env["GANDAN_ZALO_BOT_API"] = zalo.url
        account = zalo.bot_id
        adding = ("channel", "add", "zalo_bot", "--name", "Bot Thạnh Lộc")
        added = await gandan(*adding, env=env, stdin=zalo.token.encode())
        assert (added.code, added.err) == (0, "")
        wrong = await gandan(*adding, env=env, stdin=b"1:CANARY-wrong")
        assert (wrong.code, "mã đã bị đổi hoặc chép sai" in wrong.err) == (2, True)
        listed = await gandan("channel", "list", env=env)
        assert f"zalo_bot\t{account}\tBot Thạnh Lộc\tall\t0/50\tpolling" in listed.out
        refused(await gandan("channel", "remove", "zalo_bot", account, env=env), "--yes")
        gone = await gandan("channel", "remove", "zalo_bot", account, "--yes", env=env)
        assert (gone.code, "Đã bỏ: zalo_bot" in gone.out) == (0, True)
        said = added.out + wrong.err + listed.out + gone.out
        assert (zalo.token in said, "CANARY" in said) == (False, False)


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"TELEGRAM_TOKEN": ""}, "GANDAN_TELEGRAM_TOKEN"),
        ({"PUBLIC_URL": ""}, "GANDAN_PUBLIC_URL"),
        ({"PUBLIC_URL": "http://gandan.example"}, "GANDAN_PUBLIC_URL"),
        ({"TELEGRAM_SECRET": ""}, "GANDAN_TELEGRAM_SECRET"),
    ],
    ids=["no token", "no address", "no https", "no secret"],
)
async def test_an_address_wants_all_its_settings(
    changed: dict[str, str], named: str, env: dict[str, str]
) -> None:
    whole = {
        "TELEGRAM_TOKEN": "1:abc",
        "TELEGRAM_SECRET": HOOK_SECRET,
        "PUBLIC_URL": "https://gandan.example",
    }
    env |= {f"GANDAN_{name}": value for name, value in {**whole, **changed}.items()}
    refused(await gandan("webhook", "set", env=env), named)


async def test_the_doctor_finds_nothing_or_says_how_to_mend_it(
    env: dict[str, str], tmp_path: Path
) -> None:
    async with telegram_double() as telegram:
        env |= {f"GANDAN_{n}": v for n, v in telegram_settings(telegram, "polling").items()}
        well = await gandan("doctor", env=env)
        assert (well.code, "WRONG" in well.out) == (0, False), well.out
        empty = env | {"GANDAN_DATABASE_URL": f"sqlite:///{tmp_path}/empty.db"}
        unmigrated = await gandan("doctor", env=empty)
        assert (unmigrated.code, "gandan migrate" in unmigrated.out) == (1, True)
        pushed = await gandan("doctor", env=env | {"GANDAN_TELEGRAM_MODE": "webhook"})
        assert (pushed.code, "GANDAN_PUBLIC_URL is missing" in pushed.out) == (1, True)
        telegram.faults.plan(Fault(Kind.UNAUTHORIZED), times=2)
        revoked = await gandan("doctor", env=env)
        assert (revoked.code, "GANDAN_TELEGRAM_TOKEN" in revoked.out) == (1, True)
        assert telegram.token not in revoked.out + revoked.err


async def test_the_doctor_names_a_database_that_is_not_there(env: dict[str, str]) -> None:
    url = f"postgresql://nobody:hidden@127.0.0.1:{free_port()}/none"
    away = await gandan("doctor", env=env | {"GANDAN_DATABASE_URL": url})
    assert (away.code, "GANDAN_DATABASE_URL" in away.out) == (1, True)
    assert "hidden" not in away.out + away.err


# --- The terminal -------------------------------------------------------------------------------


async def test_the_terminal_reads_to_the_end_and_every_part_can_be_played(
    env: dict[str, str], tmp_path: Path
) -> None:
    env["GANDAN_DATABASE_URL"] = f"sqlite:///{tmp_path}/none.db"
    typed = "/thamho 1, hôm nay, 1\n/as secretary\n/viec\n/as nobody\n\n/as office\n/menu"
    done = await gandan("chat", "--as", "member", env=env, stdin=typed.encode())
    assert done.code == 0, done.err
    assert "Đã ghi nhận" in done.out
    assert "Traceback" not in done.err
    assert not (tmp_path / "none.db").exists(), "a sample of one's own is gone afterwards"


async def test_the_terminal_never_opens_a_real_database(env: dict[str, str]) -> None:
    refused(await gandan("chat", env=env, stdin=b"/menu\n"), "sample")
    refused(await gandan("chat", "--as", "pope", env=env), "--as")
