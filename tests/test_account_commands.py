"""`gandan channel` and `gandan webhook`: accounts come and go, and our address is told to each."""

import io
import os
from collections.abc import AsyncIterator
from pathlib import Path
from zipfile import ZipFile

import pytest
import pytest_asyncio
from sqlalchemy import select, update

from bot import account_commands as commands
from bot import accounts, starting
from bot.account_commands import Wish
from bot.commands import Wish as Invitation
from bot.commands import import_workbook, invite, template
from bot.domain.plans import Plan
from bot.messages import Address, Outgoing, Urgency
from bot.settings import Settings
from bot.starting import Unfit
from storage import channels, invites, outbox, seating
from storage.channels import Channel
from storage.store import Store
from storage.tables import Invite, LinkedAddress, Person
from tests.conftest import KEYS, NOW
from tests.doubles.telegram import TelegramDouble, telegram_double
from tests.doubles.zalo_bot import Fault, Kind, ZaloBotDouble, zalo_bot_double
from tests.village import Village

BOT = "42:CANARY-token-of-ap-5"
HOOK = "/zalo/bot/webhook/42"


@pytest.fixture
def engine() -> str:
    """What the commands do is the same on both."""
    return "sqlite"


@pytest_asyncio.fixture
async def zalo() -> AsyncIterator[ZaloBotDouble]:
    async with zalo_bot_double(BOT) as double:
        yield double


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [one for one in os.environ if one.startswith("GANDAN_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def some(database_url: str, zalo: ZaloBotDouble) -> dict[str, str]:
    """What the settings say in most tests."""
    return {
        "database_url": database_url, "secret_key": KEYS.secrets[0], "zalo_bot_api": zalo.url,
        "public_url": "https://gandan.example/",
    }  # fmt: skip


def settings(values: dict[str, str]) -> Settings:
    return Settings(**values)  # type: ignore[arg-type]  # as the environment gives them


def typed(monkeypatch: pytest.MonkeyPatch, words: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(words))


async def every(store: Store) -> list[Channel]:
    async with store.reading() as session:
        return await channels.every(session)


# --- Adding --------------------------------------------------------------------------------------


async def test_an_account_is_added_by_its_token_and_its_messenger_says_who_it_is(
    store: Store, village: Village, some: dict[str, str],
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    typed(monkeypatch, f"  {BOT}\n")
    wish = Wish("zalo_bot", "TL", seats=30, mode="webhook", name="Bot Ấp 5")
    assert await commands.add(settings(some), wish) == 0
    [one] = await every(store)
    assert (one.account, one.token, one.name) == ("42", BOT, "Bot Ấp 5")
    assert (one.commune_id, one.plan) == (village.units["TL"], Plan(30, 3000))
    assert 8 <= len(one.secret) <= 256
    said = capsys.readouterr()
    for words in (
        "Đã thêm: zalo_bot 42 (Bot Ấp 5), webhook",
        "webhook: https://gandan.example/zalo/bot/webhook/42",
        "Khi gandan run đã nhận ra tài khoản này, chạy: gandan webhook set",
        "trong vòng một phút",
    ):
        assert words in said.out
    assert "CANARY" not in said.out + said.err
    assert one.secret not in said.out


async def test_a_token_is_renewed_and_what_is_not_said_stays(
    store: Store, village: Village, some: dict[str, str], tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    file = tmp_path / "token"
    file.write_text(f"{BOT}\n", encoding="utf-8")
    wish = Wish("zalo_bot", "TL", 30, 900, name="  Bot Ấp 5 ", token_file=file)
    await commands.add(settings(some), wish)
    [before] = await every(store)
    assert before.name == "Bot Ấp 5"
    assert await commands.add(settings(some), Wish("zalo_bot", token_file=file)) == 0
    assert await every(store) == [before]
    assert "Đã sửa: zalo_bot 42" in capsys.readouterr().out
    await commands.add(settings(some), Wish("zalo_bot", "", seats=40, token_file=file))
    [after] = await every(store)
    assert (after.commune_id, after.plan) == (None, Plan(40, 900))
    async with store.begin() as session:
        await channels.remove(session, after.key, NOW)
    assert await commands.add(settings(some), Wish("zalo_bot", "tl", token_file=file)) == 0
    [again] = await every(store)
    assert (again.name, again.plan, again.token) == ("Bot Ấp 5", Plan(40, 900), BOT)
    assert again.commune_id == village.units["TL"], "in small letters"


@pytest.mark.parametrize("known_as", ["", "bot.GanDan"], ids=["nothing", "as its token says"])
async def test_a_bot_that_nobody_could_search_for_wants_a_name(
    store: Store, some: dict[str, str], known_as: str, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    file = tmp_path / "token"
    file.write_text(BOT, encoding="utf-8")
    if known_as:
        async with store.begin() as session:
            await channels.add(session, Channel("zalo_bot", "42", BOT, name=known_as), NOW)
    before = await every(store)
    typed(monkeypatch, "")
    with pytest.raises(Unfit, match=r"bằng tên “bot\.GanDan”.*--name"):
        await commands.add(settings(some), Wish("zalo_bot", token_file=file))
    assert await every(store) == before
    monkeypatch.setattr("sys.stdin", _Terminal("   \nBot Thạnh Lộc\n"))
    assert await commands.add(settings(some), Wish("zalo_bot", token_file=file)) == 0
    assert [one.name for one in await every(store)] == ["Bot Thạnh Lộc"]
    assert "Mọi người không tìm được bot bằng tên “bot.GanDan”" in capsys.readouterr().err


async def test_the_plan_of_an_account_of_the_settings_is_told_likewise(
    store: Store, village: Village, some: dict[str, str], tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    file = tmp_path / "token"
    file.write_text(BOT, encoding="utf-8")
    some |= {"zalo_bot_token": BOT, "zalo_bot_name": "Bot Thạnh Lộc"}
    wish = Wish("zalo_bot", "TL", 200, 12000, token_file=file)
    assert await commands.add(settings(some), wish) == 0
    assert "Đã sửa: zalo_bot 42 (Bot Thạnh Lộc), polling" in capsys.readouterr().out
    [row] = await every(store)
    assert (row.token, row.secret) == ("", ""), "no token is kept twice"
    [one] = accounts.together(settings(some), [row])
    assert (one.first, one.token, one.plan) == (True, BOT, Plan(200, 12000))
    await commands.show(settings(some))
    assert "zalo_bot\t42\tBot Thạnh Lộc\tTL\t0/200\tpolling\tsettings" in capsys.readouterr().out
    async with store.reading() as session:
        assert await channels.plans(session, [one.key]) == {one.key: one.plan}
        [place] = await seating.places(session, [one.key], [], NOW)
    assert place.free == 200
    with pytest.raises(Unfit, match="GANDAN_ZALO_BOT_MODE"):
        await commands.add(settings(some), Wish("zalo_bot", mode="webhook", token_file=file))


@pytest.mark.parametrize(
    ("token", "changed", "wish", "named"),
    [
        pytest.param(BOT, {}, Wish("pigeon"), "telegram và zalo_bot", id="no messenger of ours"),
        pytest.param("CANARY", {}, Wish("zalo_bot"), "không phải là mã token", id="no token"),
        pytest.param("", {}, Wish("zalo_bot"), "không phải là mã token", id="nothing"),
        pytest.param("42:CANARY other", {}, Wish("zalo_bot"), "no token", id="with blanks"),
        pytest.param(BOT, {}, Wish("zalo_bot", "ZZ"), "ZZ", id="no commune"),
        pytest.param(BOT, {}, Wish("zalo_bot", "TL"), "--name", id="no name"),
        pytest.param(BOT, {}, Wish("zalo_bot", token_file=Path("no/t")), "no/t", id="no file"),
    ],
)
async def test_what_does_not_fit_is_refused_and_nothing_is_added(
    store: Store, village: Village, some: dict[str, str], monkeypatch: pytest.MonkeyPatch,
    token: str, changed: dict[str, str], wish: Wish, named: str,
) -> None:  # fmt: skip
    typed(monkeypatch, token)
    with pytest.raises(Unfit, match=named) as said:
        await commands.add(settings(some | changed), wish)
    assert "CANARY" not in str(said.value)
    assert await every(store) == []


@pytest.mark.parametrize(
    ("token", "changed", "code", "english", "vietnamese"),
    [
        (BOT, {"zalo_bot_api": "http://127.0.0.1:9"}, 1, "can't be reached", "chưa gọi được Zalo"),
        ("42:CANARYother", {}, 2, "does not know this token", "Lấy lại mã ở nơi đã tạo bot"),
    ],
    ids=["nobody there", "another's token"],
)
async def test_a_messenger_that_does_not_say_whose_token_it_is_comes_with_what_to_do(
    store: Store, some: dict[str, str], token: str, changed: dict[str, str], code: int,
    english: str, vietnamese: str,
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    typed(monkeypatch, token)
    assert await commands.add(settings(some | changed), Wish("zalo_bot", name="Bot")) == code
    first, second = capsys.readouterr().err.splitlines()
    assert first.startswith("zalo_bot 42: Zalo ")
    assert english in first
    assert vietnamese in second
    assert "CANARY" not in first + second
    assert await every(store) == []


# --- Shown and removed ---------------------------------------------------------------------------


async def settled(store: Store, village: Village) -> None:
    """A further bot with An and Cúc, of whom only An has another chat; a letter for each."""
    bot = Channel("zalo_bot", "42", BOT, "s" * 8, "webhook", "Bot Ấp 5", village.units["TL"], 30)
    async with store.begin() as session:
        await channels.add(session, bot, NOW)
        for name in ("An", "Cúc"):
            person_id = village.people[name]
            [issued] = await invites.issue(session, [person_id], NOW)
            chat = Address("zalo_bot", "42", name)
            await invites.redeem(session, issued.code, chat, NOW)
            said = Outgoing("tin", urgency=Urgency.BULK)
            await outbox.put(session, chat, said, NOW, person_id=person_id)
        gone = update(LinkedAddress).where(
            LinkedAddress.surface == "console", LinkedAddress.external_id == "Cúc"
        )
        await session.execute(gone.values(person_id=None))


async def test_all_accounts_are_listed_with_their_seats_and_no_token(
    store: Store, village: Village, some: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    await settled(store, village)
    await commands.show(settings(some | {"telegram_token": "700001:CANARY"}))
    said = capsys.readouterr().out
    assert [line.split("\t") for line in said.splitlines()] == [
        ["surface", "account", "name", "commune", "seats", "mode"],
        ["telegram", "700001", "", "all", "0/–", "polling", "settings"],
        ["zalo_bot", "42", "Bot Ấp 5", "TL", "2/30", "webhook"],
    ]
    assert "CANARY" not in said


@pytest.mark.parametrize(
    "answer", ["yes\n", "Y\n", "có\n", "CO\n", "co\u0301\n", "đồng ý\n", None],
    ids=["yes", "y", "có", "co", "in two signs", "agreed", "--yes"],
)  # fmt: skip
async def test_who_removes_an_account_is_told_what_becomes_of_whom(
    store: Store, village: Village, some: dict[str, str], answer: str | None,
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    await settled(store, village)
    typed(monkeypatch, answer or "")
    assert await commands.remove(settings(some), ("zalo_bot", "42"), sure=answer is None) == 0
    said = capsys.readouterr().out
    for words in (
        "2 người đang dùng, 1 người còn nhận tin ở trò chuyện khác, 1 người không nhận được gì",
        "1 tin chuyển sang trò chuyện khác, 1 tin không gửi được",
        "Đã bỏ: zalo_bot 42",
    ):
        assert words in said
    assert await every(store) == []


async def test_without_a_word_nothing_is_removed(
    store: Store, village: Village, some: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    await settled(store, village)
    before = await every(store)
    for words in ("", "không\n", "no\n", "zalo_bot 42\n"):
        typed(monkeypatch, words)
        with pytest.raises(Unfit, match="Chưa bỏ tài khoản nào"):
            await commands.remove(settings(some), ("zalo_bot", "42"), sure=False)
    assert await every(store) == before, "what it would come to was only tried"


@pytest.mark.parametrize(
    ("account", "named"),
    [(("zalo_bot", "43"), "channel list"), (("telegram", "700001"), "GANDAN_TELEGRAM_TOKEN")],
    ids=["unknown", "of the settings"],
)
async def test_only_what_is_there_and_not_in_the_settings_is_removed(
    store: Store, some: dict[str, str], account: tuple[str, str], named: str
) -> None:
    with_first = settings(some | {"telegram_token": "700001:CANARY"})
    with pytest.raises(Unfit, match=named):
        await commands.remove(with_first, account, sure=True)


# --- Codes that are good at one account ----------------------------------------------------------


@pytest.fixture
async def four_without_a_chat(store: Store, village: Village) -> None:
    """An, Bình and Cúc of one commune, Phúc of the other."""
    async with store.begin() as session:
        gone = update(LinkedAddress).where(
            LinkedAddress.external_id.in_(["An", "Bình", "Cúc", "Phúc"])
        )
        await session.execute(gone.values(person_id=None))


@pytest.mark.parametrize(
    ("surface", "seats", "bound", "roomless"),
    [
        pytest.param("", 2, [*["zalo_bot"] * 2, *["telegram"] * 2], 0, id="with room"),
        pytest.param("zalo_bot", 3, ["zalo_bot"] * 3 + [""], 1, id="of one messenger"),
        pytest.param("telegram", 3, ["telegram"] * 4, 0, id="of the other"),
    ],
)
async def test_codes_are_bound_to_the_account_that_serves_the_commune(
    store: Store, village: Village, some: dict[str, str], four_without_a_chat: None,
    surface: str, seats: int, bound: list[str], roomless: int, tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    own = Channel("zalo_bot", "42", BOT, "s" * 8, "polling", "Bot Ấp 5", village.units["TL"], seats)
    async with store.begin() as session:
        await channels.add(session, own, NOW)
    first = {"telegram_token": "700001:abc", "telegram_api": "http://127.0.0.1:9"}
    slips = tmp_path / "slips.docx"
    assert await invite(settings(some | first), Invitation(surface=surface, slips=slips)) == 0
    async with store.reading() as session:
        rows = await session.scalars(select(Invite).order_by(Invite.surface.desc()))
        assert [one.surface for one in rows] == bound
    said = capsys.readouterr().err
    assert (f"{roomless} người chưa có chỗ ở bot nào" in said) == bool(roomless)
    printed = ZipFile(slips).read("word/document.xml").decode()
    assert printed.count("“Bot Ấp 5” trên Zalo") == bound.count("zalo_bot")


async def test_a_slip_names_no_account_that_nobody_would_find(
    store: Store, village: Village, some: dict[str, str], four_without_a_chat: None,
    tmp_path: Path, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    slips = tmp_path / "slips.docx"
    assert await invite(settings(some | {"zalo_bot_token": BOT}), Invitation(slips=slips)) == 0
    made, written, warned = capsys.readouterr().err.splitlines()
    assert (made[:11], written) == ("Đã cấp 4 mã", f"Đã ghi: {slips}")
    assert warned.startswith("Chưa biết tên bot nào để ghi lên phiếu")
    printed = ZipFile(slips).read("word/document.xml").decode()
    assert printed.count("tài khoản trợ lý mà văn phòng đã giới thiệu") == 4
    assert "bot.GanDan" not in printed


async def test_codes_of_a_messenger_that_we_have_not_are_not_made(
    store: Store, village: Village, some: dict[str, str], four_without_a_chat: None
) -> None:
    with pytest.raises(Unfit, match="pigeon"):
        await invite(settings(some | {"zalo_bot_token": BOT}), Invitation(surface="pigeon"))


class _Terminal(io.StringIO):
    """Somebody sits at the keyboard."""

    def isatty(self) -> bool:
        return True


async def _codes(store: Store) -> list[Invite]:
    async with store.reading() as session:
        return list(await session.scalars(select(Invite).order_by(Invite.id)))


@pytest.mark.parametrize(
    ("at_a_terminal", "says", "sure", "made"),
    [
        pytest.param(True, "no\n", False, False, id="who does not say yes"),
        pytest.param(True, "yes\n", False, True, id="who says yes"),
        pytest.param(True, "", True, True, id="who is sure beforehand"),
        pytest.param(False, "", False, True, id="a script"),
    ],
)
async def test_codes_on_printed_slips_are_not_ended_without_a_word(
    store: Store, village: Village, some: dict[str, str], four_without_a_chat: None,
    at_a_terminal: bool, says: str, sure: bool, made: bool,
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    some |= {"telegram_token": "700001:abc", "telegram_api": "http://127.0.0.1:9"}
    monkeypatch.setattr("sys.stdin", _Terminal("no\n"))
    assert await invite(settings(some), Invitation(cell="06")) == 0, "nothing is ended: not asked"
    assert "chưa dùng" not in capsys.readouterr().err
    monkeypatch.setattr("sys.stdin", _Terminal(says) if at_a_terminal else io.StringIO(says))
    wish = Invitation(sure=sure)
    if not made:
        with pytest.raises(Unfit, match="Chưa cấp mã nào"):
            await invite(settings(some), wish)
        assert "1 trong 4 người này đang giữ mã chưa dùng" in capsys.readouterr().err
        assert [one.withdrawn_at for one in await _codes(store)] == [None]
        return
    assert await invite(settings(some), wish) == 0
    said = capsys.readouterr().err
    assert "Đã cấp 4 mã." in said
    assert "1 mã cấp trước đây đã hết hiệu lực" in said
    assert ("1 trong 4 người này đang giữ mã" in said) == (at_a_terminal and not sure)
    assert len([one for one in await _codes(store) if one.withdrawn_at is None]) == 4


async def test_who_can_be_written_to_nowhere_gets_a_code_and_it_is_said_why(
    store: Store, village: Village, some: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    async with store.begin() as session:
        for name, account in (("An", "43"), ("Cúc", "99"), ("Bình", "98")):
            mine = update(LinkedAddress).where(LinkedAddress.external_id == name)
            await session.execute(mine.values(surface="zalo_bot", account=account))
        await channels.add(session, Channel("zalo_bot", "43", "43:x", "s", "polling", "B"), NOW)
        await channels.remove(session, ("zalo_bot", "43"), NOW)
    left_out = settings(some | {"telegram_token": "700001:abc", "telegram_name": "gandan_bot"})
    assert await invite(left_out, Invitation()) == 0
    told = capsys.readouterr()
    assert [line.split("\t")[1] for line in told.out.splitlines()] == ["Nguyễn Thị An"]
    assert "1 người từng kích hoạt, nay không còn gửi tin đến được" in told.err
    for account in ("98", "99"):
        assert f"1 người chỉ có trò chuyện ở zalo_bot {account}, tài khoản đang không" in told.err
    assert "console" not in told.err


async def test_an_account_whose_token_cannot_be_read_gets_no_new_people(
    store: Store, village: Village, some: dict[str, str], four_without_a_chat: None
) -> None:
    async with store.begin() as session:
        await channels.add(session, Channel("zalo_bot", "43", "", "s", "polling", "Bot"), NOW)
    assert await invite(settings(some), Invitation()) == 0
    assert {one.account for one in await _codes(store)} == {""}


@pytest.mark.parametrize("slips", [None, Path("slips.docx")], ids=["on the screen", "as slips"])
async def test_where_everybody_has_a_chat_that_is_said_and_no_code_is_made(
    store: Store, village: Village, some: dict[str, str], slips: Path | None,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    assert await invite(settings(some), Invitation(slips=slips)) == 0
    told = capsys.readouterr()
    assert (told.out, await _codes(store)) == ("", [])
    assert "Mọi người trong danh sách đã kích hoạt tài khoản" in told.err
    assert ("tệp slips.docx không được ghi" in told.err) == (slips is not None)
    assert "slips.docx" not in os.listdir()


async def test_where_nobody_is_listed_no_code_is_made_and_the_next_step_is_named(
    store: Store, some: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert await invite(settings(some), Invitation(slips=Path("slips.docx"))) == 0
    none, unwritten = capsys.readouterr().err.splitlines()
    assert none.startswith("Chưa có đảng viên nào trong danh sách")
    assert "gandan import" in none
    assert "slips.docx" in unwritten
    assert "slips.docx" not in os.listdir()


async def test_a_cell_without_members_is_not_said_to_be_linked(
    store: Store, village: Village, some: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    async with store.begin() as session:
        school = Person.cell_id == village.units["TH"]
        await session.execute(update(Person).where(school).values(status="MOVED"))
    assert await invite(settings(some), Invitation(cell="TH")) == 0
    [none] = capsys.readouterr().err.splitlines()
    assert none.startswith("Chi bộ TH chưa có đảng viên nào trong danh sách")


# --- Lists ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("keyboard", "taken"),
    [
        pytest.param(_Terminal("không\n"), False, id="who does not say yes"),
        pytest.param(_Terminal("có\n"), True, id="who says yes"),
        pytest.param(io.StringIO(""), True, id="a script"),
    ],
)
async def test_nobody_takes_in_the_templates_own_people_without_a_word(
    store: Store, some: dict[str, str], keyboard: io.StringIO, taken: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    await template(Path("blank.xlsx"))
    monkeypatch.setattr("sys.stdin", keyboard)
    if taken:
        assert await import_workbook(settings(some), Path("blank.xlsx"), False, "") == 0
    else:
        with pytest.raises(Unfit, match="Chưa nhập gì"):
            await import_workbook(settings(some), Path("blank.xlsx"), False, "")
    async with store.reading() as session:
        assert await invites.anybody(session, None, starting.now()) is taken


async def test_only_the_first_import_sets_how_often_households_are_due(
    store: Store, some: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    await template(Path("blank.xlsx"))
    assert await import_workbook(settings(some), Path("blank.xlsx"), False, "focus") == 0
    assert "--frequency" not in capsys.readouterr().err

    assert await import_workbook(settings(some), Path("blank.xlsx"), True, "all") == 0
    again = capsys.readouterr()
    assert "--frequency chỉ dùng cho lần nhập đầu tiên" in again.err
    assert "/caidat" in again.err
    assert "gandan import blank.xlsx\n" in again.out


# --- Our address ---------------------------------------------------------------------------------


@pytest_asyncio.fixture
async def telegram() -> AsyncIterator[TelegramDouble]:
    async with telegram_double() as double:
        yield double


async def test_our_address_is_told_to_every_account_that_is_to_have_one(
    store: Store, village: Village, some: dict[str, str], zalo: ZaloBotDouble,
    telegram: TelegramDouble, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    await settled(store, village)
    polling = {"telegram_token": telegram.token, "telegram_api": telegram.api_base}
    assert await commands.webhook(settings(some | polling), "set", "", "") == 0
    assert (telegram.post.url, zalo.post.url) == ("", f"https://gandan.example{HOOK}")
    assert zalo.post.secret == "s" * 8
    assert await commands.webhook(settings(some | polling), "show", "", "") == 0
    said = capsys.readouterr().out
    assert "telegram 700001: address: none (polling)" in said
    assert f"zalo_bot 42: address: https://gandan.example{HOOK}" in said
    assert await commands.webhook(settings(some | polling), "delete", "", "") == 0
    assert zalo.post.url, "of the accounts that poll"
    assert await commands.webhook(settings(some | polling), "delete", "zalo_bot", "42") == 0
    assert zalo.post.url == ""
    assert "zalo_bot 42: deleted" in capsys.readouterr().out
    assert await commands.webhook(settings(some | polling), "delete", "zalo_bot", "42") == 0
    assert capsys.readouterr().out == "zalo_bot 42: there was none\n"


@pytest.mark.parametrize(
    ("outcome", "advice", "told"),
    [
        ("webhook.http.403", "Java/", "Java/"),
        ("webhook.http.404", f"pass {HOOK} on to it", f"chuyển {HOOK} đến chương trình"),
        ("webhook.http.503", "gandan run", "gandan run"),
        ("webhook.err.tls", "TLS 1.2", "cho phép TLS 1.2"),
        ("webhook.err.dns", "DNS", "tên miền"),
        ("webhook.err.unreachable", "port 443", "cổng 443"),
        ("webhook.of.tomorrow", "webhook.of.tomorrow", "Xem máy chủ web"),
    ],
)
async def test_an_address_that_zalo_cannot_reach_comes_with_what_to_do(
    store: Store, village: Village, some: dict[str, str], zalo: ZaloBotDouble,
    outcome: str, advice: str, told: str, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    await settled(store, village)
    zalo.verification = outcome
    assert await commands.webhook(settings(some), "set", "", "") == 1
    line, below = capsys.readouterr().err.splitlines()
    assert told in below
    async with store.reading() as session:
        [kept] = (await channels.trials(session)).values()
    assert kept.url == f"https://gandan.example{HOOK}"
    assert kept.outcome.startswith(outcome), "for the doctor"
    assert line.startswith("zalo_bot 42: set, but Zalo could not reach it")
    assert outcome in line
    assert "Máy chủ không trả 200" in line, "Zalo's own hint"
    assert advice in line
    assert zalo.post.url, "Zalo keeps it all the same"


async def test_one_account_that_says_no_hinders_no_other(
    store: Store, village: Village, some: dict[str, str], zalo: ZaloBotDouble,
    telegram: TelegramDouble, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    await settled(store, village)
    more = {
        "telegram_token": telegram.token, "telegram_api": telegram.api_base,
        "telegram_mode": "webhook", "telegram_secret": "a-secret",
    }  # fmt: skip
    async with store.begin() as session:
        await channels.add(session, Channel("zalo_bot", "43", "43:CANARY no token"), NOW)
    zalo.faults.plan(Fault(Kind.UNAUTHORIZED), "setWebhook")
    assert await commands.webhook(settings(some | more), "set", "", "") == 1
    assert telegram.post.url == "https://gandan.example/telegram/webhook"
    assert await commands.webhook(settings(some | more), "show", "", "") == 1
    no, told, unfit = capsys.readouterr().err.splitlines()
    assert no.startswith("zalo_bot 42: Zalo does not know this token")
    assert "mã đã bị đổi hoặc chép sai" in told
    assert "zalo_bot 43 không phải là mã token" in unfit
    assert "CANARY" not in no + unfit


@pytest.mark.parametrize(
    ("changed", "surface", "named"),
    [
        ({"public_url": ""}, "", "Chưa có dòng GANDAN_PUBLIC_URL"),
        ({"public_url": "http://gandan.example"}, "", "GANDAN_PUBLIC_URL chưa phải https"),
        ({}, "telegram", "channel list"),
    ],
    ids=["no address", "no https", "no such account"],
)
async def test_an_address_wants_all_its_settings(
    store: Store, village: Village, some: dict[str, str],
    changed: dict[str, str], surface: str, named: str,
) -> None:  # fmt: skip
    await settled(store, village)
    with pytest.raises(Unfit, match=named):
        await commands.webhook(settings(some | changed), "set", surface, "")


async def test_accounts_that_all_poll_are_told_no_address(some: dict[str, str]) -> None:
    both = {"zalo_bot_token": BOT, "telegram_token": "700001:abc"}
    with pytest.raises(Unfit, match="Chưa tài khoản nào chọn nhận tin bằng webhook"):
        await commands.webhook(settings(some | both), "set", "", "")
