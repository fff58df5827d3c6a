"""The office takes in a workbook from the chat: a dry run, then the word, then it is written."""

from collections.abc import Sequence
from datetime import date

import pytest
from sqlalchemy import func, select, update

from bot.domain.imports import Column, Sheet
from bot.domain.refusals import Reason
from bot.texts.refusals import reason
from bot.texts.workbook import SAMPLES
from bot.workbook.template import template
from handlers import importing
from storage import days_off, imports_pending
from storage.store import Store
from storage.tables import File, Household, Import, InboxRow, Person, Policy
from tests.chat import Chat, World
from tests.conftest import NOW
from tests.village import Village
from tests.workbooks import (
    CELL,
    CELL_6,
    COMMITTEE,
    H1,
    H2,
    H3,
    INSTEAD,
    NEW_YEAR,
    Row,
    commune,
    xlsx,
)

C = Column
NAME = "danh-sach.xlsx"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OURS: dict[Sheet, Sequence[Row]] = {
    Sheet.COMMITTEES: [{**COMMITTEE, C.CODE: "TL", C.NAME: "Xã Thạnh Lộc"}],
    Sheet.CELLS: [{**CELL, C.COMMITTEE: "TL"}, {**CELL_6, C.COMMITTEE: "TL"}],
}


def ours(*homes: Row) -> bytes:
    """A workbook of the village's own commune with these households."""
    return commune({**OURS, Sheet.HOUSEHOLDS: homes or (H1, H2, H3)})


def only_days(*days: Row) -> bytes:
    """A workbook with nothing but days off."""
    sheets: dict[Sheet, Sequence[Row]] = dict.fromkeys(Sheet, ())
    return commune({**sheets, Sheet.DAYS: days})


@pytest.fixture(autouse=True)
def read_ahead(world: World) -> None:
    """Workbooks are read when they are fetched, as the running program does."""

    async def fetched(inbox_id: int, content: bytes) -> None:
        if not content.startswith(b"PK"):  # stands for a name that does not end in .xlsx
            return
        reading = await importing.read_ahead(content)
        async with world.store.begin() as session:
            file_id = await session.scalar(select(InboxRow.file_id).where(InboxRow.id == inbox_id))
            assert file_id is not None
            await imports_pending.keep(session, file_id, content, reading, world.now)

    world.fetched = fetched


async def send(chat: Chat, content: bytes, name: str = NAME) -> str:
    """Ask to import, and send the file."""
    await chat.say("/nhapdanhsach")
    return await chat.send_file(name, content, TYPE)


async def import_all(chat: Chat, content: bytes) -> str:
    """Through to the end, at the first import: every household monthly."""
    await send(chat, content)
    await chat.tap("Mọi hộ hằng tháng")
    return await chat.say("nhap 3 ho")


async def codes(store: Store) -> set[str]:
    """Households of the commune."""
    async with store.reading() as session:
        return set(await session.scalars(select(Household.code)))


async def left_over(store: Store) -> int:
    """Readings and files that are kept."""
    async with store.reading() as session:
        readings = await session.scalar(select(func.count()).where(Import.done_at.is_(None)))
        files = await session.scalar(select(func.count()).select_from(File))
    return (readings or 0) + (files or 0)


async def test_a_dry_run_shows_what_would_change_and_writes_nothing(en: Chat, store: Store) -> None:
    before = await codes(store)
    text = await send(en, ours())
    assert "Hộ: 3 mới" in text
    assert "Đảng viên: 2 mới" in text
    assert "Không còn trong tệp, vẫn giữ nguyên" in text
    assert await codes(store) == before


async def test_the_first_import_asks_how_often_households_are_due(
    en: Chat, store: Store, village: Village
) -> None:
    await send(en, ours())
    assert en.labels[:2] == ["Mọi hộ hằng tháng", "Hộ nghèo, cần giúp mỗi tháng; hộ khác mỗi quý"]
    assert "nhap 3 ho" in await en.tap("Hộ nghèo, cần giúp")
    assert "Đã nhập danh sách" in await en.say("nhập 3 hộ")
    async with store.reading() as session:
        policy = await session.get(Policy, (village.units["TL"], "visit_frequency"))
        assert policy is not None
        assert policy.value == "focus"


async def test_a_household_that_may_be_written_twice_is_warned_of_and_taken_in(
    en: Chat, store: Store
) -> None:
    known = {**H1, C.CODE: "H9", C.NAME: "Lê Văn Thảo", C.ALIAS: "Sáu Thảo", C.ADDRESS: "Tổ 5"}
    again = {**H1, C.CODE: "H8", C.NAME: "le van ba"}
    warned = [
        "Có 2 hộ có thể ghi trùng (vẫn nhập được, đề nghị đồng chí xem lại):",
        "- Hộ, dòng 3 (mã H8): có thể trùng với dòng 2 (mã H1), cùng tên chủ hộ, cùng địa chỉ",
        "- Hộ, dòng 4 (mã H9): có thể trùng với hộ mã H005 đã có, cùng tên chủ hộ, "
        "cùng tên thường gọi",
    ]
    assert set(warned) <= set((await send(en, ours(H1, again, known))).splitlines())
    await en.tap("Mọi hộ hằng tháng")
    assert set(warned) <= set((await en.say("nhap 3 ho")).splitlines())
    assert {"H1", "H8", "H9", "H005"} <= await codes(store)


async def test_many_that_may_be_written_twice_come_in_a_file(en: Chat) -> None:
    twice = [{**H1, C.CODE: f"H{number}"} for number in range(11, 17)]
    assert "và còn 3 hộ nữa." in await send(en, ours(*twice))
    await en.tap("Mọi hộ hằng tháng")
    assert "Danh sách đầy đủ gửi cùng tin này." in await en.say("nhap 6 ho")
    assert en.heard.attachment is not None
    assert en.heard.attachment.content.decode("utf-8-sig").count("có thể trùng với dòng 2") == 5


async def test_next_years_days_off_come_alone_and_are_those_of_the_offices_commune(
    en: Chat, store: Store, village: Village
) -> None:
    alone = only_days(NEW_YEAR, {**INSTEAD, C.COMMITTEE: ""})
    assert "Ngày nghỉ, làm bù: 2 mới" in await send(en, alone)
    assert "Đã nhập danh sách" in await en.say("nhap 2 ngay")
    async with store.reading() as session:
        assert await days_off.own_marks(session, None) == {}
        marked = await days_off.own_marks(session, village.units["TL"])
    assert sorted(marked) == [date(2027, 1, 2), date(2027, 1, 9)]
    assert "không có gì thay đổi" in await send(en, alone)


async def test_days_off_of_another_commune_are_refused_by_row(en: Chat) -> None:
    said = await send(en, only_days({**INSTEAD, C.COMMITTEE: "XX"}))
    assert "Ngày nghỉ, dòng 2, cột Mã đảng ủy: đảng ủy XX không thuộc phạm vi" in said


async def test_the_less_frequent_policy_is_recommended_to_who_has_many_households(
    en: Chat,
) -> None:
    await send(en, ours(*({**H2, C.CODE: f"M{n}", C.NAME: f"Lê Văn {n}"} for n in range(21))))
    assert "1 đồng chí có trên 20 hộ" in en.heard.text
    assert en.labels[1].endswith("(nên chọn)")


async def test_a_sample_row_that_was_left_in_is_named_and_passed_over(
    en: Chat, store: Store
) -> None:
    homes = (SAMPLES[Sheet.HOUSEHOLDS], H1, H2, H3)
    text = await send(en, ours(*homes))
    assert "Dòng mẫu còn trong tệp, không nhập: Hộ, dòng 2." in text
    assert "Hộ: 3 mới" in text
    await en.tap("Mọi hộ hằng tháng")
    await en.say("nhap 3 ho")
    assert "H0001" not in await codes(store)


async def test_the_typed_word_takes_the_workbook_in(en: Chat, store: Store) -> None:
    assert "Đã nhập danh sách" in await import_all(en, ours())
    assert {"H1", "H2", "H3", "H001"} <= await codes(store)
    assert await left_over(store) == 0
    assert "Cấp mã kích hoạt" in en.labels


@pytest.mark.parametrize("word", ["ok", "nhap", "nhap 4 ho", "1", "đồng ý", "nhap 3 ho ngay"])
async def test_another_word_takes_nothing_in(en: Chat, store: Store, word: str) -> None:
    await send(en, ours())
    await en.tap("Mọi hộ hằng tháng")
    assert "nhap 3 ho" in await en.say(word)
    assert "H1" not in await codes(store)


async def test_the_same_workbook_again_changes_nothing(en: Chat, store: Store) -> None:
    await import_all(en, ours())
    assert "không có gì thay đổi" in await send(en, ours())
    assert await left_over(store) == 0


async def test_a_changed_row_is_shown_and_taken_in_without_asking_the_policy_again(
    en: Chat, store: Store
) -> None:
    await import_all(en, ours())
    text = await send(en, ours(H1, H2, {**H3, C.NAME: "H'Hen Êban"}))
    assert "Hộ: 1 thay đổi, 2 giữ nguyên" in text
    assert "Đã nhập danh sách" in await en.say("nhap 3 ho")
    async with store.reading() as session:
        assert "H'Hen Êban" in set(await session.scalars(select(Household.head)))


async def test_bad_rows_are_named_and_nothing_is_taken_in(en: Chat, store: Store) -> None:
    text = await send(en, ours(H1, {**H2, C.CLASS: "giàu"}, {**H3, C.CELL: "99"}))
    assert "có 2 chỗ cần sửa" in text
    assert "Hộ, dòng 3, cột Diện hộ: " in text
    assert "Hộ, dòng 4, cột Mã chi bộ địa bàn: " in text
    assert "H1" not in await codes(store)
    assert await left_over(store) == 0
    assert "gửi tệp danh sách" in await en.tap("Gửi tệp khác")


async def test_many_bad_rows_are_all_in_a_file(en: Chat) -> None:
    bad = [{**H2, C.CODE: f"B{n}", C.CLASS: "giàu"} for n in range(40)]
    assert "40 chỗ cần sửa" in await send(en, ours(*bad))
    attachment = en.heard.attachment
    assert attachment is not None
    text = attachment.content.decode("utf-8-sig")
    assert text.count("cột Diện hộ: ") == 40
    assert "Hộ, dòng 41, cột Diện hộ: " in text


async def test_another_communes_workbook_is_refused(en: Chat, store: Store) -> None:
    other = commune(
        {
            Sheet.COMMITTEES: [{**COMMITTEE, C.CODE: "XX", C.NAME: "Xã Xa"}],
            Sheet.CELLS: [{**CELL, C.CODE: "01", C.COMMITTEE: "XX"}],
            Sheet.MEMBERS: [],
            Sheet.HOUSEHOLDS: [],
        }
    )
    text = await send(en, other)
    assert "không thuộc phạm vi" in text
    assert "Chín Tâm" not in text
    assert "X001" not in text


async def test_the_blank_template_says_what_is_to_be_done(en: Chat, store: Store) -> None:
    before = await codes(store)
    await send(en, template())
    assert await codes(store) == before


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param(b"PK\x03\x04 no archive", "hỏng", id="half-a-file"),
        pytest.param(xlsx({"Danh sách": [["a"]]}), "hông thấy trang tính", id="other-sheets"),
        pytest.param(b"%PDF-1.7", "chỉ nhận tệp Excel", id="a-pdf"),
    ],
)
async def test_a_file_that_is_no_list_is_refused_in_words(
    en: Chat, store: Store, content: bytes, said: str
) -> None:
    assert said in await send(en, content)
    assert await left_over(store) == 0


async def test_words_in_place_of_the_file_are_answered(en: Chat) -> None:
    await en.say("/nhapdanhsach")
    assert (await en.say("đây là danh sách")).startswith(reason(Reason.FILE_WANTED))


@pytest.mark.parametrize("way_out", ["hủy", "/huy", "0", "/moi /menu"])
async def test_given_up_nothing_of_the_workbook_is_kept(
    en: Chat, store: Store, way_out: str
) -> None:
    await send(en, ours())
    assert await left_over(store) == 1  # the reading; the file is gone already
    await en.say(way_out)
    assert await left_over(store) == 0


async def test_another_file_takes_the_place_of_the_first(en: Chat, store: Store) -> None:
    await send(en, ours())
    await en.say("quay lại")
    await en.send_file(NAME, ours(H1), TYPE)
    assert "Hộ: 1 mới" in en.heard.text
    assert await left_over(store) == 1


async def test_a_reading_that_nobody_confirms_is_forgotten_after_a_day(
    en: Chat, world: World
) -> None:
    await send(en, ours())
    await en.tap("Mọi hộ hằng tháng")
    world.later(days=1, minutes=1)
    async with world.store.begin() as session:
        assert await imports_pending.purge(session, world.now) == 1
    assert "gửi lại tệp" in await en.say("nhap 3 ho")
    assert "H1" not in await codes(world.store)


async def test_a_reading_is_unreadable_to_who_has_the_database(en: Chat, store: Store) -> None:
    await send(en, ours())
    async with store.reading() as session:
        [kept] = await session.scalars(select(Import.counts))
    assert set(kept) == {"sealed"}
    assert "912345678" not in kept["sealed"]


async def test_what_changed_since_the_dry_run_is_shown_again(
    en: Chat, store: Store, village: Village
) -> None:
    await send(en, ours())
    await en.tap("Mọi hộ hằng tháng")
    async with store.begin() as session:
        await session.execute(
            update(Household).where(Household.code == "H005").values(until=NOW.date())
        )
    text = await en.say("nhap 3 ho")
    assert "đã thay đổi từ lúc đọc thử" in text
    assert "H1" not in await codes(store)
    assert "Đã nhập danh sách" in await en.say("nhap 3 ho")


async def test_the_administrator_may_import_too(khoa: Chat, store: Store) -> None:
    assert "Đã nhập danh sách" in await import_all(khoa, ours())


@pytest.mark.parametrize("name", ["An", "Bình", "Dũng", "Giang", "Lâm", "Oanh", "Phúc"])
async def test_nobody_else_may_import(world: World, store: Store, name: str) -> None:
    chat = Chat(world, name)
    before = await codes(store)
    said = await chat.say("/nhapdanhsach")
    assert said.startswith("Việc này do văn phòng Đảng ủy làm.")
    await chat.send_file(NAME, ours(), TYPE)
    await chat.say("nhap 3 ho")
    assert await codes(store) == before


async def test_a_reading_is_nobody_elses(en: Chat, store: Store, village: Village) -> None:
    await send(en, ours())
    async with store.begin() as session:
        [import_id] = await session.scalars(select(Import.id))
        ens, khoas = village.people["Én"], village.people["Khoa"]
        assert await imports_pending.reading_of(session, import_id, khoas) is None
        assert await imports_pending.reading_of(session, import_id, ens) is not None
        await imports_pending.drop(session, import_id, khoas)
        assert await session.get(Import, import_id) is not None


async def test_only_who_was_asked_for_a_workbook_has_files_read(en: Chat, an: Chat) -> None:
    async with en.world.store.begin() as session:
        assert not await imports_pending.awaited(session, en.address)
    await en.say("/nhapdanhsach")
    async with en.world.store.begin() as session:
        assert await imports_pending.awaited(session, en.address)
        assert not await imports_pending.awaited(session, an.address)


async def test_imported_members_can_be_given_codes_at_once(en: Chat, store: Store) -> None:
    await import_all(en, ours())
    async with store.reading() as session:
        assert await session.scalar(select(func.count()).where(Person.code == "DV1")) == 1
    assert "cap 2 ma" in await en.tap("Cấp mã kích hoạt")


async def test_the_blank_workbook_can_be_had_in_the_chat(en: Chat) -> None:
    await en.say("/nhapdanhsach")
    assert "mẫu trống" in await en.tap("Nhận mẫu trống")
    sent = en.heard.attachment
    assert sent is not None
    assert (sent.name, sent.content[:2]) == ("mau-danh-sach.xlsx", b"PK")
    assert "mẫu trống" in await en.say("xin mau"), "the question stays open"
    assert "Tệp đọc được" in await en.send_file(NAME, ours(), TYPE)
    assert "Đã dừng" in await en.tap("Hủy")


async def test_no_leaves_the_import_politely(en: Chat, world: World) -> None:
    for no in ("khong", "Không", "thôi", "khong nhap"):
        await send(en, ours())
        await en.tap("Mọi hộ hằng tháng")
        assert "Đã dừng" in await en.say(no), no
    async with world.store.reading() as session:
        assert await session.scalar(select(func.count()).select_from(Policy)) == 0
