"""What is not to be written down is said otherwise, and stands in no table, file or backup."""

import sqlite3
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.domain.delivery import POISON_TRIES, InboxStatus
from bot.messages import Incoming, encoded
from bot.texts import guarding as words
from bot.texts import reporting as report_words
from handlers.respond import Setting, respond
from scheduler.housekeeping import keep_house
from storage import inbox
from storage.inbox import Arrived
from storage.tables import Concern, HouseholdChange, InboxRow, Promise, Table, Visit
from tests.chat import ACCOUNT, Chat, World, setting

NOT_NEEDED = "không cần ghi điều này"
TREATMENT = "cần hỗ trợ đi khám chữa bệnh"


async def kept(world: World) -> str:
    """Everything that stands in any table, as text."""
    found: list[str] = []
    async with world.store.reading() as session:
        for table in Table.metadata.sorted_tables:
            for row in await session.execute(select(table)):
                found += [_readable(value) for value in row]
    return "\n".join(found)


def _readable(value: object) -> str:
    if isinstance(value, bytes):
        said = value.decode("utf-8", "replace")
        return f"{said}\n{said.encode().decode('unicode_escape', 'replace')}"
    return str(value)


async def is_kept_nowhere(world: World, *said: str) -> bool:
    everything = (await kept(world)).lower()
    return not any(one.lower() in everything for one in said)


async def of_visit(world: World) -> list[Visit]:
    async with world.store.reading() as session:
        return list(await session.scalars(select(Visit).order_by(Visit.household_id)))


async def note_wanted(chat: Chat) -> None:
    await chat.say("/tham 2, hôm nay, 2")
    await chat.tap("Ghi thêm")
    await chat.tap("Ghi chú")


async def test_a_note_is_taken_in_neutral_words_with_one_tap(an: Chat, world: World) -> None:
    await note_wanted(an)
    answer = await an.say("bà Tư bị ung thư, cần xe đi viện")
    assert NOT_NEEDED in answer
    assert TREATMENT in answer
    assert an.labels[:3] == [words.TAKE_NEUTRAL, words.WRITE_ANEW, words.LEAVE_OUT]
    assert await is_kept_nowhere(world, "ung thư")
    await an.tap(words.TAKE_NEUTRAL)
    await an.tap("Lưu")
    assert [visit.note for visit in await of_visit(world)] == [TREATMENT]
    assert await is_kept_nowhere(world, "ung thư")


@pytest.mark.parametrize("typed", ["1", "đúng", "ghi nhu vay"])
async def test_neutral_words_are_taken_with_a_number_or_a_word(
    an: Chat, world: World, typed: str
) -> None:
    await note_wanted(an)
    await an.say("ông Tám bị tai biến")
    await an.say(typed)
    await an.tap("Lưu")
    assert [visit.note for visit in await of_visit(world)] == [TREATMENT]


@pytest.mark.parametrize("by", ["a number", "at once"])
async def test_a_note_is_written_anew(an: Chat, world: World, by: str) -> None:
    await note_wanted(an)
    await an.say("ong Tam bi tai bien")
    if by == "a number":
        await an.say("2")
    await an.say("cần người chở đi khám")
    await an.tap("Lưu")
    assert [visit.note for visit in await of_visit(world)] == ["cần người chở đi khám"]


@pytest.mark.parametrize("typed", ["3", "không ghi", "bo qua"])
async def test_a_note_is_left_out(an: Chat, world: World, typed: str) -> None:
    await note_wanted(an)
    await an.say("chồng nghiện rượu")
    assert "Ghi thêm" in await an.say(typed) or "Lưu" in " ".join(an.labels)
    await an.tap("Lưu")
    assert [visit.note for visit in await of_visit(world)] == [""]
    assert await is_kept_nowhere(world, "nghiện")


async def test_where_nothing_is_left_to_say_only_other_words_or_none_are_offered(
    an: Chat, world: World
) -> None:
    await note_wanted(an)
    assert NOT_NEEDED in await an.say("gia đình theo đạo Thiên Chúa")
    assert an.labels[:2] == [words.WRITE_ANEW, words.LEAVE_OUT]
    assert await is_kept_nowhere(world, "Thiên Chúa")


async def test_said_anew_just_as_badly_it_is_asked_again(an: Chat, world: World) -> None:
    await note_wanted(an)
    await an.say("chồng nghiện rượu")
    assert NOT_NEEDED in await an.say("chồng bị lao phổi")
    assert await is_kept_nowhere(world, "lao phổi", "nghiện")


async def test_a_promise_that_names_it_is_dropped_and_the_rest_stays(
    an: Chat, world: World
) -> None:
    await an.say("/tham 2, hôm nay, 2")
    await an.tap("Ghi thêm")
    await an.tap("Lời hẹn")
    await an.say("giúp con trai cai nghiện")
    await an.tap(words.LEAVE_OUT)
    await an.tap("Lưu")
    async with world.store.reading() as session:
        assert list(await session.scalars(select(Promise))) == []
    assert len(await of_visit(world)) == 1


async def test_a_concern_is_recorded_in_neutral_words(an: Chat, world: World) -> None:
    await an.say("/phananh 2")
    await an.tap("Kiến nghị")
    await an.say("y tế")
    assert TREATMENT in await an.say("ông Tư suy thận, xin hỗ trợ viện phí")
    await an.tap(words.TAKE_NEUTRAL)
    await an.tap("Gửi luôn")
    async with world.store.reading() as session:
        said = list(await session.scalars(select(Concern.words)))
    assert said == [f"{TREATMENT}, xin hỗ trợ viện phí"]
    assert await is_kept_nowhere(world, "suy thận")


async def test_a_concern_without_any_words_is_none(an: Chat, world: World) -> None:
    await an.say("/phananh 2")
    await an.tap("Kiến nghị")
    await an.say("y tế")
    await an.say("ông Tư suy thận")
    assert "Chưa ghi gì mới" in await an.tap(words.LEAVE_OUT)
    assert await is_kept_nowhere(world, "suy thận")


async def test_words_that_are_a_complaint_too_are_asked_about_one_after_the_other(
    an: Chat, world: World
) -> None:
    await note_wanted(an)
    assert "khiếu nại" in await an.say("tố cáo cán bộ ăn chặn, ông Tư suy thận")
    assert await is_kept_nowhere(world, "suy thận")
    assert NOT_NEEDED in await an.tap("Phản ánh thường")
    await an.tap(words.LEAVE_OUT)
    await an.tap("Lưu")
    assert [visit.note for visit in await of_visit(world)] == [""]


# --- A report of several households --------------------------------------------------------------


async def test_only_the_touched_household_is_asked_about(an: Chat, world: World) -> None:
    asked = await an.say("3 bt hom qua\n2 chồng bị ung thư\n4 con di Binh Duong lam")
    assert NOT_NEEDED in asked
    assert "2 (Tư Hạnh)" in asked
    assert "Danh Sóc" not in asked
    assert await is_kept_nowhere(world, "ung thư")
    echo = await an.tap(words.TAKE_NEUTRAL)
    assert TREATMENT in echo
    assert "Bình Dương" in echo
    await an.tap(report_words.SAVE)
    assert [one.note for one in await of_visit(world)] == [TREATMENT, "", ""]
    assert await is_kept_nowhere(world, "ung thư")


async def test_in_a_report_it_is_left_out_with_a_number(an: Chat, world: World) -> None:
    await an.say("2 nhà theo đạo Tin Lành\n3 bt")
    assert an.labels[:2] == [words.WRITE_ANEW, words.LEAVE_OUT]
    assert "Tin Lành" not in await an.say("2")
    await an.tap(report_words.SAVE)
    assert [one.note for one in await of_visit(world)] == ["", ""]
    assert await is_kept_nowhere(world, "Tin Lành")


async def test_in_a_report_it_is_told_anew(an: Chat, world: World) -> None:
    await an.say("2 chồng nghiện rượu\n3 bt")
    assert "Nhắn thêm về hộ 2" in await an.tap(words.WRITE_ANEW)
    assert "Nhắn thêm" not in await an.say("sửa 2 cần xe lăn")
    await an.tap(report_words.SAVE)
    async with world.store.reading() as session:
        assert list(await session.scalars(select(Concern.words))) == ["cần xe lăn"]
    assert await is_kept_nowhere(world, "nghiện")


async def test_what_was_said_of_several_is_asked_once(an: Chat, world: World) -> None:
    asked = await an.say("2 3 chồng nghiện rượu")
    assert asked.count(NOT_NEEDED) == 1
    await an.tap(words.TAKE_NEUTRAL)
    await an.tap(report_words.SAVE)
    assert [one.note for one in await of_visit(world)] == ["cần quan tâm, hỗ trợ thêm"] * 2


async def test_a_wish_and_a_change_are_said_otherwise_too(an: Chat, world: World) -> None:
    await an.say("2 xin vay vốn chữa ung thư\n3 con trai đi Bình Dương làm vì ung thư")
    while words.TAKE_NEUTRAL in an.labels:
        await an.tap(words.TAKE_NEUTRAL)
    await an.tap(report_words.SAVE)
    async with world.store.reading() as session:
        assert list(await session.scalars(select(Concern.words))) == [TREATMENT]
        assert list(await session.scalars(select(HouseholdChange.note))) == [
            "con trai đi Bình Dương làm"
        ]
    assert await is_kept_nowhere(world, "ung thư")


async def test_a_correction_is_looked_over_as_well(an: Chat, world: World) -> None:
    await an.say("2 3 bt")
    assert NOT_NEEDED in await an.say("sửa 3 vợ bị trầm cảm")
    await an.tap(words.LEAVE_OUT)
    await an.tap(report_words.SAVE)
    assert await is_kept_nowhere(world, "trầm cảm")


@pytest.mark.parametrize(
    "typed",
    [
        "hộ bà Chín nào đó bị ung thư",  # of nobody in the book
        "/hodan ông Tư tâm thần",
        "/tham ông nghiện rượu",
        "phan anh con bi ung thu",
        "ung thư",
        "/khongcolenhnay bị ung thư",
    ],
)
async def test_what_becomes_nothing_is_kept_nowhere_either(
    an: Chat, world: World, typed: str
) -> None:
    await an.say(typed)
    assert await is_kept_nowhere(world, "ung thư", "ung thu", "tâm thần", "nghiện")


async def test_words_beside_an_open_form_are_in_no_button(an: Chat, world: World) -> None:
    await note_wanted(an)
    await an.say("/thamho 3, hôm qua, chồng nghiện rượu")
    assert await is_kept_nowhere(world, "nghiện")


async def test_what_is_for_everybody_may_name_an_illness(en: Chat, world: World) -> None:
    await en.say("/soanthongbao")
    answer = await en.say("Trạm y tế khám sàng lọc ung thư; người bị tiểu đường nên đến.")
    assert NOT_NEEDED not in answer
    assert "tiểu đường" in await kept(world)


# --- Messages that nobody answers -----------------------------------------------------------------


async def test_a_message_that_is_set_aside_keeps_no_words(an: Chat, world: World) -> None:
    def broken(account: str, event_id: str, raw: bytes, at: datetime) -> Incoming | None:
        raise RuntimeError

    whole = setting()
    never = Setting({ACCOUNT: broken}, whole.accounts, whole.owner)
    await _arrives(an, world, "bà Tư bị ung thư")
    for _ in range(POISON_TRIES):
        await respond(world.store, never, world.now)
        world.later(hours=1)
    async with world.store.reading() as session:
        rows = [(row.status, row.raw) for row in await session.scalars(select(InboxRow))]
    assert rows == [(InboxStatus.DEAD, None)]


async def test_what_floods_us_is_let_go_without_its_words(an: Chat, world: World) -> None:
    await _arrives(an, world, "ông Tư bị ung thư", times=3)
    async with world.store.begin() as session:
        assert await inbox.let_go(session, an.address) == 3
    assert await is_kept_nowhere(world, "ung thư")


async def test_what_is_too_old_keeps_no_words(an: Chat, world: World) -> None:
    whole = setting()
    read = whole.readers[ACCOUNT]

    def old(account: str, event_id: str, raw: bytes, at: datetime) -> Incoming | None:
        incoming = read(account, event_id, raw, at)
        assert incoming is not None
        return replace(incoming, sent_at=world.now - timedelta(days=60))

    await _arrives(an, world, "bà Tư bị ung thư")
    await respond(world.store, Setting({ACCOUNT: old}, whole.accounts, whole.owner), world.now)
    assert await is_kept_nowhere(world, "ung thư")


async def _arrives(chat: Chat, world: World, said: str, times: int = 1) -> None:
    arrived = []
    for _ in range(times):
        event = f"a{next(world.ids)}"
        raw = encoded(Incoming(chat.address, event, world.now, text=said))
        arrived.append(Arrived(event, chat.name, raw))
    async with world.store.begin() as session:
        await inbox.keep(session, *ACCOUNT, arrived, world.now)


# --- The file and its copies ---------------------------------------------------------------------


async def test_neither_the_database_file_nor_its_log_nor_a_backup_holds_the_words(
    an: Chat, world: World, tmp_path: Path
) -> None:
    await note_wanted(an)
    await an.say("bà Tư bị ung thư, cần xe đi viện " + "x" * 900)
    await an.tap(words.TAKE_NEUTRAL)
    await an.say("3 con bi lao phoi")
    await keep_house(world.store, world.now)
    assert await is_kept_nowhere(world, "ung thư", "lao phoi")
    if world.store.embedded:
        _no_file_holds(world, tmp_path, ("ung thư", "lao phoi"))


def _no_file_holds(world: World, tmp_path: Path, said: Iterable[str]) -> None:
    file = Path(str(world.store.writer.url.database))
    copy = tmp_path / "backup.db"
    with sqlite3.connect(file) as source, sqlite3.connect(copy) as target:
        source.backup(target)
    source.close()
    target.close()
    for path in (file, file.with_name(f"{file.name}-wal"), copy):
        assert not _holds(path, said), path


def _holds(path: Path, said: Iterable[str]) -> bool:
    content = path.read_bytes() if path.exists() else b""
    return any(
        spelt in content
        for one in said
        for spelt in (one.encode(), one.encode("unicode_escape"), one.encode("utf-16-le"))
    )


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("hộ bà Tư theo đạo Tin Lành", "Tin Lành"),
        ("/menu nghiện ma túy", "nghiện"),
        ("/huongdan ông Ba nghiện ma túy", "nghiện"),
    ],
)
async def test_the_command_that_showed_a_list_is_not_kept_with_such_words(
    an: Chat, world: World, typed: str, word: str
) -> None:
    await an.say(typed)
    assert await is_kept_nowhere(world, word)
