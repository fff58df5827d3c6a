"""The template's sample rows that somebody left in: nobody's, and known as that."""

from collections.abc import Mapping, Sequence
from datetime import date

import pytest
from sqlalchemy import select

from bot.domain.imports import Counts, Plan, ProblemKind, Sheet, Tally, Workbook
from bot.texts.importing import dry_run, dry_run_short
from bot.texts.workbook import SAMPLES
from bot.workbook.reading import read_workbook
from storage import imports
from storage.store import Store
from storage.tables import Assignment, Household, Person, Unit
from tests import workbooks
from tests.conftest import NOW
from tests.workbooks import AN, CELL, CELL_6, COMMITTEE, H1, H2, C, Row

TODAY = date(2026, 11, 21)
Rows = Mapping[Sheet, Sequence[Row]]

UNTOUCHED: Rows = {sheet: (SAMPLES[sheet],) for sheet in Sheet}
OURS: Rows = {
    Sheet.COMMITTEES: ({**COMMITTEE, C.CODE: "TL", C.NAME: "Xã Thạnh Lộc"},),
    Sheet.CELLS: ({**CELL, C.COMMITTEE: "TL"},),
    Sheet.MEMBERS: ({**AN, C.CODE: "DV001"},),
    Sheet.HOUSEHOLDS: ({**H1, C.CODE: "H0001", C.MEMBER: "DV001", C.HELPER: ""},),
}
"""A real commune whose codes are those of the samples, as the template suggests them."""

_READ: dict[str, Workbook] = {}  # reading starts a process: once for both engines


def below(rows: Rows) -> Rows:
    """The template with rows below its samples."""
    return {sheet: (SAMPLES[sheet], *rows.get(sheet, ())) for sheet in Sheet}


async def _read(rows: Rows) -> Workbook:
    key = repr(rows)
    if key not in _READ:
        nothing: Rows = dict.fromkeys(Sheet, ())
        _READ[key] = await read_workbook(workbooks.commune({**nothing, **rows}))
    return _READ[key]


async def _plan(store: Store, rows: Rows) -> Plan:
    async with store.reading() as session:
        return await imports.plan(session, await _read(rows), TODAY)


async def _take_in(store: Store, rows: Rows) -> Counts:
    planned = await _plan(store, rows)
    assert planned.problems == ()
    async with store.begin() as session:
        return await imports.apply(session, await _read(rows), planned, today=TODAY, now=NOW)


def _kinds(plan: Plan) -> dict[Sheet | None, ProblemKind]:
    return {note.sheet: note.kind for note in plan.notes}


async def _names(store: Store) -> set[str]:
    """Everybody and everything that is known."""
    async with store.reading() as session:
        return {
            name
            for column in (Unit.name, Person.name, Household.head)
            for name in await session.scalars(select(column))
        }


SAMPLE_NAMES = {"Đảng ủy xã Mẫu", "Chi bộ Ấp 5", "Nguyễn Văn Mẫu", "Trần Thị Ví Dụ"}
PASSED_OVER = dict.fromkeys(Sheet, ProblemKind.SAMPLE_ROW)


async def test_a_template_that_is_tried_out_goes_in_and_says_so(store: Store) -> None:
    plan = await _plan(store, UNTOUCHED)
    assert _kinds(plan) == dict.fromkeys(Sheet, ProblemKind.SAMPLE_ROW_TAKEN)
    await _take_in(store, UNTOUCHED)
    assert await _names(store) >= SAMPLE_NAMES
    assert (await _plan(store, UNTOUCHED)).counts.nothing_changes
    assert "Hộ, dòng 2: là dòng mẫu còn nguyên, vẫn được nhập như thật" in dry_run(plan)
    [said] = [line for line in dry_run_short(plan).splitlines() if "mẫu" in line]
    assert said.startswith("Dòng mẫu còn nguyên, sẽ được nhập như thật: Đảng ủy, dòng 2; Chi bộ")


async def test_beside_a_real_commune_nothing_of_an_untouched_template_is_taken(
    store: Store,
) -> None:
    await _take_in(store, OURS)
    before = await _names(store)
    plan = await _plan(store, UNTOUCHED)
    assert (plan.counts, plan.gone, plan.problems) == (Counts(), {}, ())
    assert _kinds(plan) == PASSED_OVER
    await _take_in(store, UNTOUCHED)
    assert await _names(store) == before


async def test_samples_above_a_list_are_passed_over_and_take_nobodys_code(store: Store) -> None:
    plan = await _plan(store, below(OURS))
    assert (plan.communes, plan.problems) == (("Xã Thạnh Lộc",), ())
    assert _kinds(plan) == PASSED_OVER
    await _take_in(store, below(OURS))
    assert await _names(store) & SAMPLE_NAMES == {"Chi bộ Ấp 5"}, "which is the real one's name"
    again = await _plan(store, below(OURS))
    assert (again.counts.nothing_changes, again.gone) == (True, {})
    [said] = [line for line in dry_run_short(plan).splitlines() if "mẫu" in line]
    assert said.startswith("Dòng mẫu còn trong tệp, không nhập: Đảng ủy, dòng 2; Chi bộ, dòng 2")


async def test_samples_that_the_list_is_built_on_are_taken_and_named(store: Store) -> None:
    theirs = {**H2, C.CODE: "H1", C.MEMBER: "DV001"}
    built = below({Sheet.HOUSEHOLDS: (theirs, {**theirs, C.CODE: "H2", C.NAME: "Lê Văn Ba"})})
    plan = await _plan(store, built)
    assert _kinds(plan) == {
        Sheet.COMMITTEES: ProblemKind.SAMPLE_ROW_TAKEN,
        Sheet.CELLS: ProblemKind.SAMPLE_ROW_TAKEN,
        Sheet.MEMBERS: ProblemKind.SAMPLE_ROW_TAKEN,
        Sheet.HOUSEHOLDS: ProblemKind.SAMPLE_ROW,
        Sheet.DAYS: ProblemKind.SAMPLE_ROW,
    }
    await _take_in(store, built)
    assert await _names(store) & SAMPLE_NAMES == SAMPLE_NAMES - {"Trần Thị Ví Dụ"}
    again = await _plan(store, built)
    assert (again.counts.nothing_changes, again.gone) == (True, {})


async def test_next_months_households_in_a_fresh_template_overwrite_nobody(store: Store) -> None:
    """Only one sheet is filled in; the others hold the samples, whose codes are real people's."""
    await _take_in(store, OURS)
    before = await _names(store)
    new = {**H2, C.CODE: "H2", C.MEMBER: "DV001", C.NAME: "Danh Sóc"}
    plan = await _plan(store, below({Sheet.HOUSEHOLDS: (new,)}))
    assert (plan.problems, plan.counts.households) == ((), Tally(new=1, gone=1))
    assert plan.gone == {Sheet.HOUSEHOLDS: ("H0001",)}, "the other sheets say nothing"
    await _take_in(store, below({Sheet.HOUSEHOLDS: (new,)}))
    assert await _names(store) == before | {"Danh Sóc"}
    async with store.reading() as session:
        rows = await session.execute(
            select(Person.name, Unit.code)
            .join(Assignment, Assignment.person_id == Person.id)
            .join(Household, Household.id == Assignment.household_id)
            .join(Unit, Unit.id == Household.commune_id)
            .where(Household.code == "H2")
        )
        assert [tuple(row) for row in rows] == [("Nguyễn Thị An", "TL")]


async def test_a_committee_of_that_name_is_still_there_next_time(store: Store) -> None:
    """Nothing hinders a commune from being called as the template has it."""
    theirs = {**OURS, Sheet.COMMITTEES: (), Sheet.CELLS: (CELL, CELL_6)}
    rows = {**theirs, Sheet.COMMITTEES: (SAMPLES[Sheet.COMMITTEES],)}
    await _take_in(store, rows)
    counts = (await _plan(store, rows)).counts
    assert (counts.committees, counts.nothing_changes) == (Tally(same=1), True)


@pytest.mark.parametrize("engine", ["sqlite"])
async def test_what_names_a_sample_whose_code_is_somebody_elses_is_refused(store: Store) -> None:
    """Whose it is meant to be nobody can tell: the cell of that code is in two communes."""
    await _take_in(store, OURS)
    other = {
        Sheet.COMMITTEES: ({**COMMITTEE, C.CODE: "XX", C.NAME: "Xã Xa"},),
        Sheet.CELLS: ({**CELL, C.COMMITTEE: "XX"},),
        Sheet.MEMBERS: ({**AN, C.CODE: "DV9"},),
    }
    await _take_in(store, other)
    plan = await _plan(store, below({Sheet.HOUSEHOLDS: ({**H2, C.MEMBER: "DV001"},)}))
    assert [(one.kind, one.row) for one in plan.problems] == [(ProblemKind.SEVERAL_CELLS, 3)]
