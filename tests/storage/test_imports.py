"""A commune's lists taken in: shown first, all or nothing, the same file twice changes nothing."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select, update

from bot.domain.calendar import DayMark, MarkKind
from bot.domain.households import AssignmentEnd, AssignmentKind, Change, DatePrecision
from bot.domain.households import HouseholdClass as Class
from bot.domain.imports import (
    Column,
    Counts,
    Frequency,
    HouseholdRow,
    MemberRow,
    Plan,
    ProblemKind,
    Sheet,
    Tally,
    Workbook,
)
from bot.domain.people import MemberStatus, Role, UnitLevel
from bot.domain.refusals import Reason, Refusal
from bot.texts import import_steps as words
from bot.texts.importing import dry_run, dry_run_short, problem
from bot.workbook.reading import read_workbook
from storage import days_off, imports
from storage.secrecy import open_phone
from storage.store import Session, Store, keys_of
from storage.tables import (
    Assignment,
    AuditRow,
    BookNumber,
    DayMarked,
    Household,
    HouseholdChange,
    HouseholdState,
    Person,
    Policy,
    RoleHeld,
    Table,
    Unit,
    UnitHistory,
)
from tests import workbooks
from tests.conftest import NOW
from tests.village import Village
from tests.workbooks import (
    AN,
    BINH,
    CELL,
    CELL_6,
    COMMITTEE,
    H1,
    H2,
    H3,
    INSTEAD,
    NEW_YEAR,
    C,
)

TODAY = date(2026, 11, 21)
LATER = TODAY + timedelta(days=10)
TABLES: tuple[type[Table], ...] = (
    Unit, Person, RoleHeld, Household, HouseholdState, Assignment, BookNumber, Policy, UnitHistory,
    DayMarked,
)  # fmt: skip


_READ: dict[str, Workbook] = {}  # reading starts a process: once for both engines


async def _read(
    changed: Mapping[Sheet, Sequence[workbooks.Row]] | None = None, without: Sequence[Column] = ()
) -> Workbook:
    key = repr((changed, without))
    if key not in _READ:
        _READ[key] = await read_workbook(workbooks.commune(changed, without))
    return _READ[key]


async def _plan(store: Store, workbook: Workbook, today: date = TODAY) -> Plan:
    async with store.reading() as session:
        return await imports.plan(session, workbook, today)


async def _take_in(
    store: Store,
    workbook: Workbook,
    today: date = TODAY,
    frequency: Frequency | None = None,
) -> Counts:
    planned = await _plan(store, workbook, today)
    assert planned.problems == ()
    async with store.begin() as session:
        return await imports.apply(
            session, workbook, planned, today=today, now=NOW, frequency=frequency
        )


async def _all(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table that an import writes."""
    found = {}
    async with store.reading() as session:
        for table in TABLES:
            rows = await session.execute(select(*table.__table__.columns))
            found[table.__tablename__] = sorted((tuple(row) for row in rows), key=repr)
    return found


async def _assignments(
    store: Store,
) -> list[tuple[str, str, AssignmentKind, date, date | None]]:
    async with store.reading() as session:
        rows = await session.execute(
            select(Household.code, Person.code, Assignment.kind, Assignment.since, Assignment.until)
            .join(Household, Household.id == Assignment.household_id)
            .join(Person, Person.id == Assignment.person_id)
        )
        return sorted(
            ((home, person, kind, since, until) for home, person, kind, since, until in rows),
            key=repr,
        )


async def _numbers(store: Store) -> dict[tuple[str, str], int]:
    async with store.reading() as session:
        rows = await session.execute(
            select(Person.code, Household.code, BookNumber.number)
            .join(Person, Person.id == BookNumber.person_id)
            .join(Household, Household.id == BookNumber.household_id)
        )
        return {(person, home): number for person, home, number in rows}


async def test_the_first_import_writes_the_whole_commune(store: Store) -> None:
    counts = await _take_in(store, await _read())

    assert counts == Counts(
        Tally(new=1), Tally(new=2), Tally(new=2), Tally(new=3), assignments=Tally(new=4)
    )
    async with store.reading() as session:
        commune = await session.scalar(select(Unit).where(Unit.level == UnitLevel.COMMUNE))
        assert commune is not None
        assert (commune.commune_id, commune.kind) == (commune.id, "XA")
        group = await session.scalar(
            select(Unit).where(Unit.level == UnitLevel.SELF_GROUP, Unit.code == "05/3")
        )
        home = await session.scalar(select(Household).where(Household.code == "H1"))
        assert group is not None
        assert home is not None
        assert home.group_id == group.id
        assert home.search_key == "le van ba ong ba so 12 ap 5 to 3 h1"
        assert home.since == date(2026, 9, 1)
        state = await session.scalar(
            select(HouseholdState).where(HouseholdState.household_id == home.id)
        )
        assert state is not None
        assert (state.household_class, state.persons, state.workers) == (Class.POOR, 4, 2)
        assert state.needs_help
        audited = (await session.scalars(select(AuditRow.action))).all()
        assert list(audited) == ["import"]


async def test_a_phone_is_kept_encrypted_and_can_be_looked_up(store: Store) -> None:
    await _take_in(store, await _read())

    async with store.reading() as session:
        an = await session.scalar(select(Person).where(Person.code == "DV1"))
        assert an is not None
        assert "912345678" not in an.phone
        assert open_phone(session, "DU01", "DV1", an.phone) == "+84912345678"
        assert an.phone_index == keys_of(session).digest("+84912345678", "phone")
        assert an.sort_key
        with pytest.raises(ValueError, match="no key"):
            open_phone(session, "DU01", "DV2", an.phone)


async def test_roles_are_held_where_they_belong(store: Store) -> None:
    office = {
        **AN, C.CODE: "DV3", C.PHONE: "",
        C.ROLES: "Văn phòng đảng ủy; Thường trực Đảng ủy; Quản trị; Trưởng ấp; Phó bí thư chi bộ",
    }  # fmt: skip
    await _take_in(store, await _read({Sheet.MEMBERS: (AN, BINH, office)}))

    async with store.reading() as session:
        rows = await session.execute(
            select(Person.code, RoleHeld.role, Unit.code)
            .join(Person, Person.id == RoleHeld.person_id)
            .join(Unit, Unit.id == RoleHeld.unit_id)
        )
        held = {tuple(row) for row in rows}
    assert held == {
        ("DV1", Role.MEMBER, "05"),
        ("DV2", Role.MEMBER, "06"),
        ("DV2", Role.CELL_SECRETARY, "06"),
        ("DV3", Role.COMMUNE_OFFICE, "DU01"),
        ("DV3", Role.COMMUNE_LEADER, "DU01"),
        ("DV3", Role.ADMIN, "DU01"),
        ("DV3", Role.VILLAGE_HEAD, "05"),
        ("DV3", Role.CELL_DEPUTY, "05"),
    }


@pytest.mark.parametrize("later", [TODAY, LATER], ids=["the same day", "ten days later"])
async def test_the_same_file_again_changes_nothing(store: Store, later: date) -> None:
    workbook = await _read()
    await _take_in(store, workbook)
    before = await _all(store)

    counts = await _take_in(store, workbook, later)

    assert counts.nothing_changes
    assert await _all(store) == before


async def test_a_code_in_other_letters_is_the_same_where_only_one_fits(store: Store) -> None:
    cells = (CELL, {**CELL_6, C.CODE: "TH"})
    members = (AN, {**BINH, C.CELL: "TH"})
    homes = (H1, H2, {**H3, C.CELL: "TH"})
    await _take_in(
        store,
        await _read({Sheet.CELLS: cells, Sheet.MEMBERS: members, Sheet.HOUSEHOLDS: homes}),
    )
    members = (AN, {**BINH, C.CELL: "th"})
    homes = (H1, {**H2, C.MEMBER: "dv1"}, {**H3, C.CELL: "Th", C.MEMBER: "Dv2"})
    again = await _read({Sheet.CELLS: cells, Sheet.MEMBERS: members, Sheet.HOUSEHOLDS: homes})

    planned = await _plan(store, again)

    assert (planned.problems, planned.counts.nothing_changes, planned.gone) == ((), True, {})


async def test_planning_writes_nothing(store: Store) -> None:
    planned = await _plan(store, await _read())

    assert planned.counts.households.new == 3
    assert not any((await _all(store)).values())


async def test_a_changed_class_closes_the_old_state_and_opens_a_new_one(store: Store) -> None:
    await _take_in(store, await _read())

    changed = {**H1, C.CLASS: "Cận nghèo", C.NEEDS_HELP: ""}
    counts = await _take_in(store, await _read({Sheet.HOUSEHOLDS: (changed, H2, H3)}), LATER)

    assert counts.households == Tally(changed=1, same=2)
    async with store.reading() as session:
        rows = await session.execute(
            select(HouseholdState.household_class, HouseholdState.since, HouseholdState.until)
            .join(Household, Household.id == HouseholdState.household_id)
            .where(Household.code == "H1")
            .order_by(HouseholdState.id)
        )
        assert [tuple(row) for row in rows] == [
            (Class.POOR, date(2026, 9, 1), LATER),
            (Class.NEAR_POOR, LATER, None),
        ]


async def _open_state_of_h1(session: Session) -> HouseholdState:
    found = await session.execute(
        select(HouseholdState)
        .join(Household, Household.id == HouseholdState.household_id)
        .where(Household.code == "H1", HouseholdState.until.is_(None))
    )
    return found.scalar_one()


async def _report_a_birth(store: Store) -> None:
    """What /thaydoi does: the state is followed by one that names the change."""
    async with store.begin() as session:
        state = await _open_state_of_h1(session)
        author = await session.scalar(select(Person.id).where(Person.code == "DV1"))
        assert author is not None
        change = HouseholdChange(
            household_id=state.household_id, change=Change.BIRTH, happened_on=TODAY,
            precision=DatePrecision.DAY, author_id=author, recorded_at=NOW, effect_key="birth",
        )  # fmt: skip
        session.add(change)
        state.until = TODAY
        await session.flush()
        session.add(
            HouseholdState(
                household_id=state.household_id, since=TODAY, household_class=Class.POOR,
                needs_help=True, persons=5, workers=2, occupation="Làm ruộng",
                change_id=change.id,
            )
        )  # fmt: skip


async def _state_of_h1(store: Store) -> tuple[Class, int | None]:
    async with store.reading() as session:
        state = await _open_state_of_h1(session)
        return state.household_class, state.persons


async def test_what_a_member_reported_since_is_not_undone_by_the_old_file(store: Store) -> None:
    workbook = await _read()
    await _take_in(store, workbook)
    await _report_a_birth(store)

    counts = await _take_in(store, workbook, LATER)

    assert counts.nothing_changes
    assert await _state_of_h1(store) == (Class.POOR, 5)


async def test_a_newer_file_changes_what_it_says_newly_and_leaves_the_rest(store: Store) -> None:
    await _take_in(store, await _read())
    await _report_a_birth(store)

    newer = await _read({Sheet.HOUSEHOLDS: ({**H1, C.CLASS: "Cận nghèo"}, H2, H3)})
    await _take_in(store, newer, LATER)

    assert await _state_of_h1(store) == (Class.NEAR_POOR, 5)


async def test_a_household_in_other_hands_closes_and_opens_the_assignment(store: Store) -> None:
    await _take_in(store, await _read())

    other = {**H2, C.MEMBER: "DV2", C.SINCE: ""}
    counts = await _take_in(store, await _read({Sheet.HOUSEHOLDS: (H1, other, H3)}), LATER)

    assert counts.assignments == Tally(changed=1, same=3)
    of_h2 = [row for row in await _assignments(store) if row[0] == "H2"]
    assert of_h2 == [
        ("H2", "DV1", AssignmentKind.MAIN, date(2026, 9, 1), LATER),
        ("H2", "DV2", AssignmentKind.MAIN, LATER, None),
    ]
    async with store.reading() as session:
        ended = await session.scalars(
            select(Assignment.ended_because).where(Assignment.until.is_not(None))
        )
        assert list(ended) == [AssignmentEnd.OTHER_END]


async def test_a_household_that_comes_back_gets_its_old_number(store: Store) -> None:
    first = await _read()
    await _take_in(store, first)
    assert await _numbers(store) == {
        ("DV1", "H1"): 1, ("DV2", "H1"): 1, ("DV1", "H2"): 2, ("DV2", "H3"): 2,
    }  # fmt: skip

    given = {**H1, C.MEMBER: "DV2", C.HELPER: "", C.SINCE: ""}
    new = {**H2, C.CODE: "H4"}
    await _take_in(store, await _read({Sheet.HOUSEHOLDS: (given, H2, H3, new)}), LATER)
    await _take_in(store, await _read({Sheet.HOUSEHOLDS: (H1, H2, H3, new)}), LATER)

    numbers = await _numbers(store)
    assert numbers["DV1", "H1"] == 1
    assert numbers["DV1", "H4"] == 3


async def test_who_helped_and_takes_charge_no_longer_helps(store: Store) -> None:
    await _take_in(store, await _read())

    taken = {**H1, C.MEMBER: "DV2", C.HELPER: "", C.SINCE: ""}
    await _take_in(store, await _read({Sheet.HOUSEHOLDS: (taken, H2, H3)}), LATER)

    now = [row[1:3] for row in await _assignments(store) if row[0] == "H1" and row[4] is None]
    assert now == [("DV2", AssignmentKind.MAIN)]


async def test_an_empty_cell_takes_a_household_from_nobody(store: Store) -> None:
    await _take_in(store, await _read())
    before = await _assignments(store)

    silent = {**H1, C.MEMBER: "", C.HELPER: "", C.SINCE: "", C.BASIS: ""}
    await _take_in(store, await _read({Sheet.HOUSEHOLDS: (silent, H2, H3)}), LATER)

    assert await _assignments(store) == before


async def test_a_better_date_is_put_right_where_it_stands(store: Store) -> None:
    await _take_in(store, await _read())

    earlier = {**H2, C.SINCE: "01/03/2026"}
    counts = await _take_in(store, await _read({Sheet.HOUSEHOLDS: (H1, earlier, H3)}), LATER)

    assert counts.assignments.changed == 1
    of_h2 = [row for row in await _assignments(store) if row[0] == "H2"]
    assert of_h2 == [("H2", "DV1", AssignmentKind.MAIN, date(2026, 3, 1), None)]


async def test_a_member_who_changes_cell_and_role_is_followed_with_dates(store: Store) -> None:
    await _take_in(store, await _read())

    moved = {**AN, C.CELL: "06", C.ROLES: "Phó bí thư chi bộ", C.STATUS: "Miễn sinh hoạt"}
    counts = await _take_in(store, await _read({Sheet.MEMBERS: (moved, BINH)}), LATER)

    assert counts.members == Tally(changed=1, same=1)
    async with store.reading() as session:
        an = (await session.execute(select(Person).where(Person.code == "DV1"))).scalar_one()
        rows = await session.execute(
            select(RoleHeld.role, RoleHeld.until)
            .where(RoleHeld.person_id == an.id)
            .order_by(RoleHeld.id)
        )
        assert an.status is MemberStatus.EXEMPT
        assert [tuple(row) for row in rows] == [(Role.MEMBER, LATER), (Role.CELL_DEPUTY, None)]
        assert open_phone(session, "DU01", "DV1", an.phone) == "+84912345678"


async def test_a_role_that_workbooks_do_not_know_stays(store: Store) -> None:
    await _take_in(store, await _read())
    async with store.begin() as session:
        an = (await session.execute(select(Person).where(Person.code == "DV1"))).scalar_one()
        session.add(
            RoleHeld(person_id=an.id, role=Role.ANNOUNCER, unit_id=an.commune_id, since=TODAY)
        )

    counts = await _take_in(store, await _read(), LATER)

    assert counts.nothing_changes


async def test_an_empty_phone_leaves_the_known_one(store: Store) -> None:
    await _take_in(store, await _read())

    counts = await _take_in(store, await _read({Sheet.MEMBERS: ({**AN, C.PHONE: ""}, BINH)}))

    assert counts.nothing_changes


async def test_a_new_phone_replaces_the_known_one(store: Store) -> None:
    await _take_in(store, await _read())

    await _take_in(store, await _read({Sheet.MEMBERS: ({**AN, C.PHONE: "0987654321"}, BINH)}))

    async with store.reading() as session:
        an = (await session.execute(select(Person).where(Person.code == "DV1"))).scalar_one()
        assert open_phone(session, "DU01", "DV1", an.phone) == "+84987654321"


async def test_a_renamed_cell_keeps_its_former_name_in_its_history(store: Store) -> None:
    await _take_in(store, await _read())

    renamed = {**CELL, C.NAME: "Chi bộ Ấp Năm"}
    counts = await _take_in(store, await _read({Sheet.CELLS: (renamed, CELL_6)}), LATER)

    assert counts.cells == Tally(changed=1, same=1)
    async with store.reading() as session:
        history = (await session.execute(select(UnitHistory))).scalar_one()
        assert (history.name_before, history.happened_on) == ("Chi bộ Ấp 5", LATER)


async def test_what_is_no_longer_in_the_file_is_reported_and_kept(store: Store) -> None:
    await _take_in(store, await _read())
    before = await _all(store)

    fewer = await _read({Sheet.HOUSEHOLDS: (H1,), Sheet.MEMBERS: (BINH, AN), Sheet.CELLS: (CELL,)})
    planned = await _plan(store, fewer)
    await _take_in(store, fewer)

    assert planned.gone == {Sheet.CELLS: ("06",), Sheet.HOUSEHOLDS: ("H2", "H3")}
    assert planned.counts.households == Tally(same=1, gone=2)
    assert await _all(store) == before
    assert "Hộ không còn trong tệp, vẫn giữ nguyên: H2, H3" in dry_run(planned)


async def test_a_file_with_one_sheet_speaks_of_nothing_else(store: Store) -> None:
    await _take_in(store, await _read())

    only = await _read(
        {
            Sheet.COMMITTEES: (), Sheet.CELLS: (), Sheet.MEMBERS: (),
            Sheet.HOUSEHOLDS: (H1, H2, H3, {**H2, C.CODE: "H4"}),
        }
    )  # fmt: skip
    planned = await _plan(store, only)
    counts = await _take_in(store, only)

    assert planned.gone == {}
    assert counts.households == Tally(new=1, same=3)


async def test_columns_that_are_not_there_leave_what_is_known(store: Store) -> None:
    await _take_in(store, await _read())

    without = (
        Column.ALIAS, Column.ADDRESS, Column.GROUP, Column.PERSONS, Column.WORKERS,
        Column.OCCUPATION, Column.NEEDS_HELP, Column.MEMBER, Column.HELPER, Column.AREA,
    )  # fmt: skip
    counts = await _take_in(store, await _read(without=without), LATER)

    assert counts.nothing_changes


async def test_an_emptied_cell_of_a_column_that_is_there_clears_it(store: Store) -> None:
    await _take_in(store, await _read())

    bare = {**H1, C.ALIAS: "", C.GROUP: "", C.PERSONS: None, C.WORKERS: None}
    await _take_in(store, await _read({Sheet.HOUSEHOLDS: (bare, H2, H3)}), LATER)

    async with store.reading() as session:
        home = (await session.execute(select(Household).where(Household.code == "H1"))).scalar_one()
        assert (home.alias, home.group_id) == ("", None)
        assert home.search_key == "le van ba so 12 ap 5 h1"
    assert await _state_of_h1(store) == (Class.POOR, None)


BAD_REFERENCES: dict[str, tuple[dict[Sheet, tuple[workbooks.Row, ...]], str]] = {
    "a household of an unknown cell": (
        {Sheet.HOUSEHOLDS: (H1, {**H2, C.CELL: "99"})},
        "Hộ, dòng 3, cột Mã chi bộ địa bàn: không có chi bộ nào mang mã 99",
    ),
    "a household of an unknown member": (
        {Sheet.HOUSEHOLDS: (H1, {**H2, C.MEMBER: "DV9"})},
        "Hộ, dòng 3, cột Mã đảng viên phụ trách: không có đảng viên nào mang mã DV9",
    ),
    "an unknown helper": (
        {Sheet.HOUSEHOLDS: ({**H1, C.HELPER: "DV9"},)},
        "Hộ, dòng 2, cột Mã đảng viên cùng giúp đỡ: không có đảng viên nào mang mã DV9",
    ),
    "a member of an unknown cell": (
        {Sheet.MEMBERS: (AN, BINH, {**AN, C.CODE: "DV3", C.CELL: "99"})},
        "Đảng viên, dòng 4, cột Mã chi bộ: không có chi bộ nào mang mã 99",
    ),
    "a cell that lost its zero": (
        {Sheet.HOUSEHOLDS: (H1, {**H2, C.CELL: 5})},
        "Hộ, dòng 3, cột Mã chi bộ địa bàn: không có chi bộ nào mang mã 5; có phải 05?",
    ),
    "a cell of an unknown committee": (
        {Sheet.CELLS: (CELL, CELL_6, {**CELL, C.CODE: "07", C.COMMITTEE: "DU9"})},
        "Chi bộ, dòng 4, cột Mã đảng ủy: không có đảng ủy nào mang mã DU9",
    ),
    "a cell that two communes have": (
        {
            Sheet.COMMITTEES: (COMMITTEE, {**COMMITTEE, C.CODE: "DU02"}),
            Sheet.CELLS: (CELL, CELL_6, {**CELL, C.COMMITTEE: "DU02"}),
            Sheet.MEMBERS: (BINH,),
            Sheet.HOUSEHOLDS: ({**H3, C.CELL: "05", C.MEMBER: ""},),
        },
        "Hộ, dòng 2, cột Mã chi bộ địa bàn: mã 05 có ở nhiều đảng ủy; xin nhập mỗi đảng ủy một tệp",
    ),
    "a day that has not come": (
        {Sheet.HOUSEHOLDS: ({**H1, C.SINCE: "01/12/2026"},)},
        "Hộ, dòng 2, cột Phụ trách từ ngày: ngày này chưa đến",
    ),
    "a cell whose own row is wrong, with its members and households": (
        {Sheet.CELLS: (CELL, {**CELL_6, C.MEETING_DAYS: ""})},
        "Chi bộ, dòng 3, cột Ngày sinh hoạt: còn trống",
    ),
    "a committee whose own row is wrong, with its cells and days": (
        {Sheet.COMMITTEES: ({**COMMITTEE, C.NAME: ""},), Sheet.DAYS: (INSTEAD,)},
        "Đảng ủy, dòng 2, cột Tên đảng ủy: còn trống",
    ),
    "a member whose own row is wrong, with the households": (
        {Sheet.MEMBERS: ({**AN, C.PHONE: "09"}, BINH)},
        "Đảng viên, dòng 2, cột Điện thoại: số điện thoại chưa đúng; mỗi ô ghi một số",
    ),
}


@pytest.mark.parametrize("name", BAD_REFERENCES)
async def test_a_code_that_leads_nowhere_is_named(store: Store, name: str) -> None:
    changed, expected = BAD_REFERENCES[name]
    workbook = await _read(changed)

    planned = await _plan(store, workbook)

    assert [problem(one) for one in planned.problems] == [expected]
    async with store.begin() as session:
        with pytest.raises(ValueError, match="problems"):
            await imports.apply(session, workbook, planned, today=TODAY, now=NOW)
    assert not any((await _all(store)).values())


async def test_what_stands_in_a_list_that_was_not_read_is_not_missing(store: Store) -> None:
    planned = await _plan(store, await _read(without=(C.KIND,)))

    said = [problem(one) for one in planned.problems]
    assert said == ["Chi bộ, cột Loại hình chi bộ: chưa có cột này"]


async def test_two_communes_in_one_file_keep_their_codes_apart(store: Store) -> None:
    sheets = {
        Sheet.COMMITTEES: (COMMITTEE, {**COMMITTEE, C.CODE: "DU02", C.NAME: "Đảng ủy phường Hai"}),
        Sheet.CELLS: (CELL, CELL_6, {**CELL, C.CODE: "07", C.COMMITTEE: "DU02"}),
        Sheet.MEMBERS: (AN, BINH, {**AN, C.CELL: "07", C.NAME: "An Khác"}),
        Sheet.HOUSEHOLDS: (H1, {**H1, C.CELL: "07", C.HELPER: ""}),
    }

    await _take_in(store, await _read(sheets))

    async with store.reading() as session:
        rows = await session.execute(
            select(Unit.code, Unit.kind, Person.name)
            .join(Household, Household.commune_id == Unit.id)
            .join(Assignment, Assignment.household_id == Household.id)
            .join(Person, Person.id == Assignment.person_id)
            .where(Assignment.kind == AssignmentKind.MAIN)
            .order_by(Unit.code)
        )
        assert [tuple(row) for row in rows] == [
            ("DU01", "XA", "Nguyễn Thị An"),
            ("DU02", "PHUONG", "An Khác"),
        ]


async def test_an_office_imports_its_own_commune_only(store: Store) -> None:
    workbook = await _read()

    async with store.reading() as session:
        own = await imports.plan(session, workbook, TODAY, within="DU01")
        other = await imports.plan(session, workbook, TODAY, within="DU02")

    assert own.problems == ()
    assert [one.kind for one in other.problems] == [ProblemKind.OTHER_COMMUNE]


async def test_an_import_that_would_do_something_else_than_was_shown_is_refused(
    store: Store,
) -> None:
    workbook = await _read()
    planned = await _plan(store, workbook)
    await _take_in(store, await _read({Sheet.HOUSEHOLDS: (H1,)}))
    before = await _all(store)

    with pytest.raises(Refusal) as refused:
        async with store.begin() as session:
            await imports.apply(session, workbook, planned, today=TODAY, now=NOW)

    assert refused.value.reason is Reason.IMPORT_CHANGED
    assert await _all(store) == before


async def test_an_import_that_breaks_off_leaves_nothing(store: Store) -> None:
    workbook = await _read()
    planned = await _plan(store, workbook)

    async def break_off() -> None:
        async with store.begin() as session:
            await imports.apply(session, workbook, planned, today=TODAY, now=NOW)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await break_off()

    assert not any((await _all(store)).values())


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        pytest.param([None], "all", id="nothing said"),
        pytest.param([Frequency.FOCUS], "focus", id="the focus"),
        pytest.param([Frequency.FOCUS, None], "focus", id="kept by a later import"),
        pytest.param([Frequency.FOCUS, Frequency.ALL], "focus", id="and changed by none"),
    ],
)
async def test_the_first_import_sets_how_often_households_are_due(
    store: Store, asked: list[Frequency | None], kept: str
) -> None:
    workbook = await _read()
    assert (await _plan(store, workbook)).first

    for frequency in asked:
        await _take_in(store, workbook, frequency=frequency)

    assert not (await _plan(store, workbook)).first
    async with store.reading() as session:
        policy = (await session.execute(select(Policy))).scalar_one()
        assert (policy.name, policy.value) == ("visit_frequency", kept)


async def test_the_focus_is_recommended_when_somebody_has_over_twenty(store: Store) -> None:
    homes: list[workbooks.Row] = [*({**H2, C.CODE: f"A{i}"} for i in range(21)), H3]

    planned = await _plan(store, await _read({Sheet.HOUSEHOLDS: homes}))

    assert planned.recommended is Frequency.FOCUS
    assert planned.load is not None
    assert (planned.load.least, planned.load.median, planned.load.most) == (1, 11.0, 21)
    assert planned.load.over == 1
    said = dry_run_short(planned)
    assert "ít nhất 1, trung vị 11, nhiều nhất 21 hộ; 1 đồng chí có trên 20 hộ" in said
    assert "hộ khác mỗi quý" in said
    assert len(said.splitlines()) <= 12


async def test_the_load_counts_households_that_the_file_does_not_name(store: Store) -> None:
    await _take_in(store, await _read())

    planned = await _plan(store, await _read({Sheet.HOUSEHOLDS: (H1,)}))

    assert planned.load is not None
    assert (planned.load.members, planned.load.most) == (2, 2)


async def test_a_household_that_had_ended_is_there_again(store: Store) -> None:
    await _take_in(store, await _read())
    async with store.begin() as session:
        await session.execute(update(Household).where(Household.code == "H1").values(until=TODAY))

    counts = await _take_in(store, await _read(), LATER)

    assert counts.households == Tally(changed=1, same=2)


def _large(households: int) -> Workbook:
    """What a province's workbook reads like, without the file."""
    people = households // 9
    return Workbook(
        columns={Sheet.MEMBERS: frozenset(Column), Sheet.HOUSEHOLDS: frozenset(Column)},
        members=tuple(
            MemberRow(i, f"DV{i}", "Trần Thị An", f"C{i % 50}", (Role.MEMBER,), "", None)
            for i in range(people)
        ),
        households=tuple(
            HouseholdRow(
                i, f"H{i}", "Lê Văn Ba", "ông Ba", "Số 1", "Tổ 1", f"C{i % 50}", 4, 2, "",
                Class.NONE, False, False, f"DV{i % people}", "", None, "",
            )
            for i in range(households)
        ),
    )  # fmt: skip


@pytest.mark.parametrize(
    "count",
    [
        pytest.param(2_000, id="2000"),
        pytest.param(137_000, id="137000", marks=pytest.mark.faults(only_full=True)),
    ],
)
async def test_a_large_list_goes_in_and_again_changes_nothing(store: Store, count: int) -> None:
    cells = [{**CELL, C.CODE: f"C{i}"} for i in range(50)]
    empty = {Sheet.CELLS: cells, Sheet.MEMBERS: (), Sheet.HOUSEHOLDS: ()}
    await _take_in(store, await _read(empty))
    workbook = _large(count)

    counts = await _take_in(store, workbook)
    again = await _plan(store, workbook)

    assert counts.households == Tally(new=count)
    assert again.counts.nothing_changes
    async with store.reading() as session:
        assert await session.scalar(select(func.count()).select_from(BookNumber)) == count


async def _marks(store: Store, code: str | None) -> dict[date, DayMark]:
    async with store.reading() as session:
        unit_id = await session.scalar(select(Unit.id).where(Unit.code == code)) if code else None
        return await days_off.own_marks(session, unit_id)


OFF, WORKED = DayMark(MarkKind.OFF, "Tết Dương lịch"), DayMark(MarkKind.WORKED)
GIVEN, MADE_UP = date(2027, 1, 2), date(2027, 1, 9)


async def test_days_off_go_in_with_the_commune_and_again_change_nothing(store: Store) -> None:
    workbook = await _read({Sheet.DAYS: (NEW_YEAR, INSTEAD)})
    counts = await _take_in(store, workbook)
    before = await _all(store)

    assert counts.days == Tally(new=2)
    assert await _marks(store, None) == {GIVEN: OFF}
    assert await _marks(store, "DU01") == {MADE_UP: WORKED}
    again = await _take_in(store, workbook, LATER)
    assert again.nothing_changes
    assert again.days == Tally(same=2)
    assert await _all(store) == before
    planned = await _plan(store, workbook)
    assert "Ngày nghỉ, làm bù: 2 giữ nguyên" in dry_run(planned)


async def test_a_day_may_be_another_next_time_and_the_others_stay(store: Store) -> None:
    await _take_in(store, await _read({Sheet.DAYS: (NEW_YEAR, INSTEAD)}))
    only = dict.fromkeys(Sheet, ()) | {Sheet.DAYS: ({**NEW_YEAR, C.MARK: "Làm bù", C.NAME: ""},)}

    counts = await _take_in(store, await _read(only))

    assert counts == Counts(days=Tally(changed=1))
    assert await _marks(store, None) == {GIVEN: WORKED}
    assert await _marks(store, "DU01") == {MADE_UP: WORKED}


async def test_an_offices_days_are_those_of_its_commune(store: Store) -> None:
    await _take_in(store, await _read())
    only = await _read(dict.fromkeys(Sheet, ()) | {Sheet.DAYS: (NEW_YEAR, INSTEAD)})
    async with store.begin() as session:
        planned = await imports.plan(session, only, TODAY, within="DU01")
        await imports.apply(session, only, planned, today=TODAY, now=NOW, within="DU01")
    assert words.word(planned) == "nhap 2 ngay"
    assert await _marks(store, None) == {}
    assert await _marks(store, "DU01") == {GIVEN: OFF, MADE_UP: WORKED}


@pytest.mark.parametrize(
    ("code", "within", "said"),
    [
        ("DU99", None, "Ngày nghỉ, dòng 2, cột Mã đảng ủy: không có đảng ủy nào mang mã DU99"),
        ("XX", "DU01", "Ngày nghỉ, dòng 2, cột Mã đảng ủy: đảng ủy XX không thuộc phạm vi của"
         " đồng chí"),
    ],
    ids=["nobody's", "another's"],
)  # fmt: skip
async def test_days_of_a_committee_that_is_not_there_or_not_ones_own_are_named(
    store: Store, village: Village, code: str, within: str | None, said: str
) -> None:
    workbook = await _read({Sheet.DAYS: ({**INSTEAD, C.COMMITTEE: code},)})
    async with store.reading() as session:
        planned = await imports.plan(session, workbook, TODAY, within=within)
    assert [problem(one) for one in planned.problems] == [said]
    assert await _marks(store, None) == {}


async def test_problems_in_a_chat_are_few_lines_and_say_how_many_more(store: Store) -> None:
    bad = [{**H2, C.CODE: f"A{i}", C.MEMBER: "DV9"} for i in range(12)]

    planned = await _plan(store, await _read({Sheet.HOUSEHOLDS: bad}))

    said = dry_run_short(planned)
    assert said.startswith("Chưa nhập được, có 12 chỗ cần sửa")
    assert "và còn 7 dòng nữa" in said
    assert len(dry_run(planned).splitlines()) > 12
