"""An import warns of households that may be written down twice, and takes them in all the same."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from bot.domain.imports import (
    Agreement,
    Column,
    Counts,
    Double,
    Frequency,
    Plan,
    Sheet,
    Tally,
    Workbook,
)
from bot.texts import import_steps
from bot.texts.importing import (
    DOUBLES_IN_CHAT,
    SHOWN_DOUBLES,
    done,
    double,
    dry_run,
    dry_run_short,
)
from bot.workbook.reading import read_workbook
from storage import imports
from storage.store import Store
from storage.tables import Household
from tests import workbooks
from tests.conftest import NOW
from tests.workbooks import H1, H2, H3, C

TODAY = date(2026, 11, 21)
AGAIN: workbooks.Row = {**H1, C.CODE: "H9", C.HELPER: ""}
_READ: dict[str, Workbook] = {}  # reading starts a process: once for both engines


async def _read(homes: Sequence[workbooks.Row], without: Sequence[Column] = ()) -> Workbook:
    key = repr((homes, without))
    if key not in _READ:
        _READ[key] = await read_workbook(workbooks.commune({Sheet.HOUSEHOLDS: homes}, without))
    return _READ[key]


async def _plan(store: Store, *homes: workbooks.Row) -> Plan:
    workbook = await _read(homes)
    async with store.reading() as session:
        return await imports.plan(session, workbook, TODAY)


async def _take_in(store: Store, *homes: workbooks.Row) -> Plan:
    workbook = await _read(homes)
    async with store.begin() as session:
        planned = await imports.plan(session, workbook, TODAY)
        await imports.apply(session, workbook, planned, today=TODAY, now=NOW)
    return planned


@pytest.mark.parametrize(
    ("row", "told"),
    [
        pytest.param(AGAIN, "cùng tên chủ hộ, cùng địa chỉ", id="again"),
        pytest.param({**AGAIN, C.NAME: "le van ba"}, "cùng tên chủ hộ, cùng địa chỉ", id="bare"),
        pytest.param(
            {**AGAIN, C.NAME: "Lê Văn Bá"}, "tên chủ hộ gần giống, cùng địa chỉ", id="like"
        ),
        pytest.param(
            {**AGAIN, C.ADDRESS: "", C.GROUP: 3}, "cùng tên chủ hộ, cùng tổ", id="group"
        ),
    ],
)  # fmt: skip
async def test_a_row_that_stands_there_twice_is_warned_of_with_both_rows(
    store: Store, row: workbooks.Row, told: str
) -> None:
    plan = await _plan(store, H1, H2, H3, row)
    [found] = plan.doubles
    assert double(found) == f"Hộ, dòng 5 (mã H9): có thể trùng với dòng 2 (mã H1), {told}"
    assert plan.problems == ()


@pytest.mark.parametrize(
    "row",
    [
        pytest.param({**AGAIN, C.CELL: "06", C.MEMBER: "DV2"}, id="another-hamlet"),
        pytest.param({**AGAIN, C.GROUP: "Tổ 4", C.ADDRESS: "Số 12, tổ 4"}, id="another-group"),
        pytest.param({**AGAIN, C.ADDRESS: "Số 14, ấp 5"}, id="another-house"),
        pytest.param({**AGAIN, C.ADDRESS: "", C.GROUP: ""}, id="only-the-name"),
        pytest.param({**AGAIN, C.NAME: "Lê Thị Tám"}, id="another-name"),
    ],
)
async def test_namesakes_and_neighbours_are_not_warned_of(store: Store, row: workbooks.Row) -> None:
    assert (await _plan(store, H1, H2, H3, row)).doubles == ()


async def test_what_is_known_already_is_warned_of_by_its_code(store: Store) -> None:
    await _take_in(store, H1, H2, H3)
    plan = await _plan(store, H2, H3, AGAIN)
    assert plan.doubles == (Double(4, "H9", None, "H1", True, Agreement.PLACE),)
    assert double(plan.doubles[0]) == (
        "Hộ, dòng 4 (mã H9): có thể trùng với hộ mã H1 đã có, cùng tên chủ hộ, cùng địa chỉ"
    )


async def test_the_landmark_of_a_known_household_counts(store: Store) -> None:
    await _take_in(store, {**H1, C.ADDRESS: ""}, H2, H3)
    async with store.begin() as session:
        home = await session.scalar(select(Household).where(Household.code == "H1"))
        assert home is not None
        home.landmark = "gần chùa Ông"
    plan = await _plan(store, H2, H3, {**AGAIN, C.GROUP: "", C.ADDRESS: "Ấp 5, cạnh chùa Ông"})
    assert [one.agree for one in plan.doubles] == [Agreement.PLACE]


async def test_doubles_are_no_hindrance_and_are_told_once(store: Store) -> None:
    first = await _take_in(store, H1, H2, H3, AGAIN)
    assert len(first.doubles) == 1
    async with store.reading() as session:
        assert await session.scalar(select(func.count()).select_from(Household)) == 4
    again = await _plan(store, H1, H2, H3, AGAIN)
    assert again.counts.nothing_changes
    assert again.doubles == (), "the same file says nothing new"
    moved = await _plan(store, H1, H2, H3, {**AGAIN, C.ALIAS: "Ba Ghe"})
    assert [one.row for one in moved.doubles] == [5]


async def test_who_no_longer_lives_there_is_no_double(store: Store) -> None:
    await _take_in(store, H1, H2, H3)
    async with store.begin() as session:
        home = await session.scalar(select(Household).where(Household.code == "H1"))
        assert home is not None
        home.until = TODAY - timedelta(days=1)
    assert (await _plan(store, H2, H3, AGAIN)).doubles == ()


async def test_a_column_that_is_not_there_takes_nothing_away(store: Store) -> None:
    await _take_in(store, H1, H2, H3)
    homes = [{**row, C.NAME: "Lê Văn Ba"} for row in (H1, H2)]
    workbook = await _read(homes, without=(C.ADDRESS, C.GROUP))
    async with store.reading() as session:
        plan = await imports.plan(session, workbook, TODAY)
    assert [(one.row, one.other_row) for one in plan.doubles] == [(3, 2)]


def _many(count: int) -> Plan:
    found = tuple(
        Double(row, f"H{row}", 1, "H1", True, Agreement.GROUP) for row in range(2, count + 2)
    )
    counts = Counts(households=Tally(new=count))
    return Plan(("Xã Mẫu",), False, counts, {}, None, Frequency.ALL, doubles=found)


def test_so_many_are_shown_and_the_rest_is_counted() -> None:
    plan = _many(1_234)
    for said, shown in (
        (dry_run(plan), SHOWN_DOUBLES), (dry_run_short(plan), DOUBLES_IN_CHAT),
        (done(plan), DOUBLES_IN_CHAT),
    ):  # fmt: skip
        assert "Có 1.234 hộ có thể ghi trùng" in said
        assert said.count("có thể trùng với") == shown
        assert f"và còn {1234 - shown:,} hộ nữa.".replace(",", ".") in said


def test_the_receipt_brings_all_in_a_file_where_they_are_many() -> None:
    assert import_steps.done(_many(DOUBLES_IN_CHAT), TODAY).attachment is None
    letter = import_steps.done(_many(50), TODAY)
    assert letter.attachment is not None
    assert letter.attachment.name == "ho-co-the-trung-2026-11-21.txt"
    assert letter.attachment.content.decode("utf-8-sig").count("có thể trùng với") == 50


def test_no_name_is_said() -> None:
    assert "Lê" not in dry_run(_many(3))
    assert dry_run_short(_many(3)).count("\n") < 10
