"""The sample commune is as large as the real one, believable, consistent, and fictional."""

import re
import shutil
import unicodedata
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import TypeVar

import phonenumbers
import pytest
import pytest_asyncio
from sqlalchemy import func, inspect, select, text

from bot.domain.concerns import MOVES, ConcernStatus, code_of
from bot.domain.households import CHANGES, CLASS_AFTER, AssignmentKind, HouseholdClass
from bot.domain.people import CellKind, ConsentState, Role, UnitLevel
from bot.domain.periods import day_of, month_of
from bot.domain.vietnamese.text import clean_name, search_key, sort_key
from bot.domain.visits import VisitKind
from storage import sample
from storage.sample.commune import CAST_CELL, CAST_CODES
from storage.sample.names import name_of_somebody
from storage.store import Session, Store, opened
from storage.tables import (
    Assignment,
    BookNumber,
    Concern,
    ConcernHousehold,
    ConcernMove,
    Demo,
    Household,
    HouseholdChange,
    HouseholdState,
    LinkedAddress,
    Person,
    Promise,
    RoleHeld,
    Table,
    Unit,
    Visit,
    VisitHelp,
)
from tests.conftest import KEYS, NOW

TODAY = day_of(NOW)
THIS_MONTH = month_of(TODAY)
TABLES: tuple[type[Table], ...] = (
    Unit, Person, RoleHeld, LinkedAddress, Household, HouseholdState, Assignment, BookNumber,
    Visit, VisitHelp, Promise, Concern, ConcernHousehold, ConcernMove, HouseholdChange, Demo,
)  # fmt: skip
T = TypeVar("T", bound=Table)


class World:
    """Every row of a planted database, in memory."""

    def __init__(self, rows: dict[type[Table], list[Table]], cast: sample.Cast) -> None:
        self.rows = rows
        self.cast = cast

    def all(self, kind: type[T]) -> list[T]:
        return [row for row in self.rows[kind] if isinstance(row, kind)]

    def held_by(self, person_id: int) -> list[int]:
        return [
            held.household_id or 0
            for held in self.all(Assignment)
            if held.person_id == person_id and held.kind is AssignmentKind.MAIN and not held.until
        ]

    def loads(self) -> Counter[int]:
        return Counter(
            held.person_id
            for held in self.all(Assignment)
            if held.kind is AssignmentKind.MAIN and held.until is None
        )


async def _world(session: Session) -> World:
    rows: dict[type[Table], list[Table]] = {}
    for kind in TABLES:
        order = inspect(kind).primary_key
        rows[kind] = list((await session.scalars(select(kind).order_by(*order))).all())
    return World(rows, await sample.cast(session))


async def _planted(template: Path, folder: Path, *, seed: int, today: date, now: datetime) -> World:
    path = folder / "gandan.db"
    shutil.copy(template, path)
    store = opened(f"sqlite:///{path}", KEYS)
    async with store.begin() as session:
        await sample.plant(session, seed=seed, today=today, now=now)
    async with store.reading() as session:
        world = await _world(session)
    await store.close()
    return world


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def world(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> World:
    """Planted once; the tests only read it."""
    folder = tmp_path_factory.mktemp("sample")
    return await _planted(sqlite_template, folder, seed=7, today=TODAY, now=NOW)


# --- The organisation


def test_the_commune_says_that_it_is_made_up(world: World) -> None:
    [commune] = [unit for unit in world.all(Unit) if unit.level is UnitLevel.COMMUNE]
    assert (commune.code, commune.commune_id) == ("TLM", commune.id)
    assert "dữ liệu mẫu" in commune.name
    [demo] = world.all(Demo)
    assert (demo.seed, demo.clock) == (7, NOW)


def test_there_are_seven_hamlet_cells_among_fourteen(world: World) -> None:
    cells = [unit for unit in world.all(Unit) if unit.level is UnitLevel.CELL]
    hamlets = [cell for cell in cells if cell.kind == CellKind.RESIDENTIAL]
    assert len(cells) == 14
    assert [cell.code for cell in hamlets] == [f"0{n}" for n in range(1, 8)]
    kinds = {cell.kind for cell in cells}
    assert kinds >= {"SCHOOL", "HEALTH", "POLICE", "MILITARY", "AGENCY", "COOP"}
    assert all(10 <= int(cell.meeting_days) <= 15 for cell in cells)


def test_one_hundred_and_sixty_of_245_members_have_households(world: World) -> None:
    loads = world.loads()
    assert len(world.all(Person)) == 245
    assert (len(loads), sum(loads.values())) == (160, 2767)
    assert (min(loads.values()), max(loads.values())) == (7, 27)
    assert {held.person_id for held in world.all(Assignment)} == set(loads)


def test_every_household_has_one_main_member_and_lies_in_a_hamlet(world: World) -> None:
    hamlets = {u.id for u in world.all(Unit) if u.kind == CellKind.RESIDENTIAL}
    held = [
        a.household_id
        for a in world.all(Assignment)
        if a.kind is AssignmentKind.MAIN and a.until is None
    ]
    assert sorted(h or 0 for h in held) == sorted(h.id for h in world.all(Household))
    assert {h.cell_id for h in world.all(Household)} == hamlets


def test_groups_belong_to_the_cell_of_their_households(world: World) -> None:
    units = {unit.id: unit for unit in world.all(Unit)}
    sizes = Counter(h.group_id for h in world.all(Household))
    for household in world.all(Household):
        group = units[household.group_id or 0]
        assert group.level is UnitLevel.SELF_GROUP
        assert group.parent_id == household.cell_id
        assert group.name.lower() in household.address.lower()
    assert all(20 <= size <= 50 for size in sizes.values())


def test_members_of_school_and_clinic_hold_households_of_a_hamlet(world: World) -> None:
    cells = {unit.id: unit for unit in world.all(Unit)}
    people = {person.id: person for person in world.all(Person)}
    homes = {household.id: household for household in world.all(Household)}
    crossing = {
        cells[people[held.person_id].cell_id or 0].kind
        for held in world.all(Assignment)
        if people[held.person_id].cell_id != homes[held.household_id or 0].cell_id
    }
    assert {CellKind.SCHOOL, CellKind.HEALTH} <= crossing


def test_each_cell_has_one_secretary_and_some_people_hold_two_roles(world: World) -> None:
    roles = world.all(RoleHeld)
    led = [held.unit_id for held in roles if held.role is Role.CELL_SECRETARY]
    assert len(led) == len(set(led)) == 14
    held = Counter(role.role for role in roles)
    assert held[Role.COMMUNE_OFFICE] >= 1
    assert held[Role.COMMUNE_LEADER] >= 1
    assert held[Role.ADMIN] == 1
    heads = {role.person_id for role in roles if role.role is Role.VILLAGE_HEAD}
    secretaries = {role.person_id for role in roles if role.role is Role.CELL_SECRETARY}
    assert heads
    assert heads <= secretaries


def test_book_numbers_run_from_one_without_a_gap(world: World) -> None:
    books: dict[int, list[int]] = {}
    for number in world.all(BookNumber):
        books.setdefault(number.person_id, []).append(number.number)
    assert all(sorted(numbers) == list(range(1, len(numbers) + 1)) for numbers in books.values())
    held = {(a.person_id, a.household_id) for a in world.all(Assignment)}
    assert {(n.person_id, n.household_id) for n in world.all(BookNumber)} == held


def test_some_households_have_helpers_and_some_were_handed_over(world: World) -> None:
    assignments = world.all(Assignment)
    assert sum(a.kind is AssignmentKind.HELPING for a in assignments) == 90
    ended = [a for a in assignments if a.until is not None]
    assert len(ended) == 24
    assert all(a.ended_because for a in ended)
    assert all(a.basis for a in assignments)


# --- Households


@pytest.mark.parametrize(
    ("household_class", "policy", "count", "needing"),
    [
        pytest.param(HouseholdClass.POOR, False, 56, 30, id="poor"),
        pytest.param(HouseholdClass.NEAR_POOR, False, 158, 95, id="near-poor"),
        pytest.param(HouseholdClass.AVERAGE, False, 389, 8, id="average"),
        pytest.param(HouseholdClass.NONE, True, 65, 7, id="policy-families"),
        pytest.param(HouseholdClass.NONE, False, 2099, 0, id="the-rest"),
    ],
)
def test_classes_and_needs_are_those_of_the_published_account(
    world: World, household_class: HouseholdClass, policy: bool, count: int, needing: int
) -> None:
    states = [
        state
        for state in world.all(HouseholdState)
        if state.until is None
        and (state.household_class, state.policy_family) == (household_class, policy)
    ]
    assert len(states) == count
    assert sum(state.needs_help for state in states) == needing


def test_states_of_a_household_follow_one_another_without_gap(world: World) -> None:
    by_household: dict[int, list[HouseholdState]] = {}
    for state in world.all(HouseholdState):
        by_household.setdefault(state.household_id, []).append(state)
    assert len(by_household) == 2767
    for household in world.all(Household):
        states = sorted(by_household[household.id], key=lambda state: state.since)
        assert states[0].since == household.since
        assert states[-1].until is None
        for earlier, later in pairwise(states):
            assert earlier.since < later.since == earlier.until
        for state in states:
            assert state.persons is not None
            assert state.workers is not None
            assert 0 <= state.workers <= state.persons
            assert state.persons >= 1


def test_every_new_state_comes_from_a_change_that_explains_it(world: World) -> None:
    changes = {change.id: change for change in world.all(HouseholdChange)}
    ended = {(s.household_id, s.until): s for s in world.all(HouseholdState) if s.until}
    led = [state for state in world.all(HouseholdState) if state.change_id]
    assert len(led) == len(ended)
    for state in led:
        change = changes[state.change_id or 0]
        before = ended[(state.household_id, state.since)]
        rule = CHANGES[change.change]
        assert (change.household_id, change.happened_on) == (state.household_id, state.since)
        if rule.persons is not None:
            assert (state.persons or 0) - (before.persons or 0) == rule.persons * change.people
        if rule.workers is not None:
            assert (state.workers or 0) - (before.workers or 0) == rule.workers * change.people
        if change.change in CLASS_AFTER:
            assert state.household_class is CLASS_AFTER[change.change]
            assert before.household_class is not state.household_class
            assert change.decision
            assert state.decision == change.decision
        else:
            assert state.household_class is before.household_class
            assert (change.persons_after, change.workers_after) == (state.persons, state.workers)


def test_changes_are_of_many_kinds_and_name_no_more_than_province_or_country(world: World) -> None:
    changes = world.all(HouseholdChange)
    assert len(changes) == 120
    assert len({change.change for change in changes}) >= 20
    for change in changes:
        assert bool(change.place) == CHANGES[change.change].place
        assert not re.search(r"\d", change.place)
        assert change.happened_on < day_of(change.recorded_at)
        assert month_of(change.happened_on) != THIS_MONTH


# --- Reports


def test_three_months_were_visited_mostly_and_this_month_in_part(world: World) -> None:
    homes: dict[str, set[int]] = {}
    for visit in world.all(Visit):
        if visit.kind is VisitKind.HOME:
            homes.setdefault(month_of(visit.visited_on), set()).add(visit.household_id)
    assert sorted(homes) == ["2026-08", "2026-09", "2026-10", THIS_MONTH]
    shares = {month: len(households) / 2767 for month, households in homes.items()}
    assert all(0.80 < shares[m] < 0.95 for m in ("2026-08", "2026-09", "2026-10"))
    assert 0.30 < shares[THIS_MONTH] < 0.65


def test_visits_are_of_every_kind_and_none_lies_ahead(world: World) -> None:
    visits = world.all(Visit)
    assert {visit.kind for visit in visits} == set(VisitKind)
    main = {
        (a.person_id, a.household_id): a.since for a in world.all(Assignment) if a.until is None
    }
    for visit in visits:
        assert main[(visit.visitor_id, visit.household_id)] <= visit.visited_on < TODAY
        assert visit.visited_on <= day_of(visit.recorded_at)
        assert visit.recorded_at < NOW
        assert (visit.reason is None) == (visit.kind is not VisitKind.NOT_DONE)
        if visit.nothing_new:
            assert not visit.topics
            assert not visit.note
    assert any(visit.author_id != visit.visitor_id for visit in visits)


def test_what_came_of_a_visit_is_not_nothing(world: World) -> None:
    plain = {visit.id for visit in world.all(Visit) if visit.nothing_new}
    assert len(plain) > 3000
    led_to = {help_.visit_id for help_ in world.all(VisitHelp)}
    led_to |= {promise.visit_id for promise in world.all(Promise)}
    led_to |= {concern.visit_id or 0 for concern in world.all(Concern)}
    led_to |= {change.visit_id or 0 for change in world.all(HouseholdChange)}
    assert not plain & led_to


def test_promises_are_settled_after_they_were_made(world: World) -> None:
    visits = {visit.id: visit for visit in world.all(Visit)}
    promises = world.all(Promise)
    assert any(promise.settled_at is None for promise in promises)
    assert {promise.kept for promise in promises} == {True, False, None}
    for promise in promises:
        visit = visits[promise.visit_id]
        assert (promise.household_id, promise.person_id) == (visit.household_id, visit.visitor_id)
        assert (promise.settled_at is None) == (promise.kept is None)
        if promise.settled_at is not None:
            assert promise.settled_at > visit.recorded_at


def test_concerns_are_in_every_state(world: World) -> None:
    concerns = world.all(Concern)
    assert len(concerns) == 60
    assert {concern.status for concern in concerns} == set(ConcernStatus)
    assert all(month_of(concern.raised_on) != THIS_MONTH for concern in concerns)


def test_concern_codes_count_up_in_each_cell_and_month(world: World) -> None:
    cells = {unit.id: unit.code for unit in world.all(Unit)}
    numbers: dict[tuple[int, str], list[int]] = {}
    for concern in world.all(Concern):
        assert concern.month == month_of(concern.raised_on)
        assert concern.code == code_of(cells[concern.cell_id], concern.month, concern.number)
        numbers.setdefault((concern.cell_id, concern.month), []).append(concern.number)
    assert all(found == list(range(1, len(found) + 1)) for found in numbers.values())


def test_every_concern_came_to_its_state_by_allowed_moves(world: World) -> None:
    allowed = {(move.before, move.after) for move in MOVES}
    for concern in world.all(Concern):
        moves = [move for move in world.all(ConcernMove) if move.concern_id == concern.id]
        assert (moves[0].before, moves[0].after) == (None, ConcernStatus.NEW)
        assert moves[0].moved_at == concern.recorded_at
        assert moves[-1].after is concern.status
        for earlier, later in pairwise(moves):
            assert later.before is earlier.after
            assert (later.before, later.after) in allowed
            assert earlier.moved_at < later.moved_at < NOW


def test_what_was_told_a_week_ago_is_closed(world: World) -> None:
    for concern in world.all(Concern):
        moves = [move for move in world.all(ConcernMove) if move.concern_id == concern.id]
        if concern.status is ConcernStatus.FED_BACK:
            assert TODAY - day_of(moves[-1].moved_at) <= timedelta(days=7)
        for earlier, later in pairwise(moves):
            if later.after is ConcernStatus.CLOSED:
                assert day_of(later.moved_at) - day_of(earlier.moved_at) == timedelta(days=7)


def test_a_household_was_told_when_its_concern_was_fed_back(world: World) -> None:
    told = {m.concern_id for m in world.all(ConcernMove) if m.after is ConcernStatus.FED_BACK}
    links = world.all(ConcernHousehold)
    several = Counter(link.concern_id for link in links)
    assert max(several.values()) > 1
    for link in links:
        was = link.concern_id in told
        assert (link.told_at is not None, link.told_by is not None) == (was, was)
        assert (link.satisfaction is not None) == was


def test_of_a_referred_concern_no_text_and_no_household_is_kept(world: World) -> None:
    referred = [c for c in world.all(Concern) if c.status is ConcernStatus.REFERRED]
    assert referred
    for concern in referred:
        assert (concern.words, concern.answer, concern.visit_id) == ("", "", None)
        assert not [x for x in world.all(ConcernHousehold) if x.concern_id == concern.id]


def test_a_merged_concern_names_an_earlier_one_of_its_cell(world: World) -> None:
    concerns = {concern.id: concern for concern in world.all(Concern)}
    for concern in concerns.values():
        merged = concern.status is ConcernStatus.MERGED
        assert (concern.merged_into_id is not None) == merged
        if concern.merged_into_id is not None:
            main = concerns[concern.merged_into_id]
            assert main.cell_id == concern.cell_id
            assert main.recorded_at < concern.recorded_at


# --- Words


def test_all_words_are_nfc_and_names_are_clean(world: World) -> None:
    for kind in TABLES:
        for row in world.all(kind):
            for column in inspect(kind).columns:
                value = getattr(row, column.key)
                if isinstance(value, str):
                    assert unicodedata.is_normalized("NFC", value)
    names = [person.name for person in world.all(Person)] + [h.head for h in world.all(Household)]
    assert all(name == clean_name(name) for name in names)


def test_search_and_sort_keys_fit_the_names(world: World) -> None:
    groups = {unit.id: unit.name for unit in world.all(Unit)}
    for person in world.all(Person):
        assert person.sort_key == sort_key(person.name)
    for home in world.all(Household):
        place = groups[home.group_id or 0]
        words = (home.head, home.alias, home.address, home.landmark, place, home.code)
        assert home.search_key == search_key(" ".join(words))


def test_names_are_of_several_regions_and_peoples(world: World) -> None:
    heads = [household.head for household in world.all(Household)]
    assert sum(head.startswith(("Danh ", "Thạch ", "Kim ")) for head in heads) > 100
    assert any(head.startswith(("A ", "Y ")) for head in heads)
    assert any("H'" in head for head in heads)
    assert any(head.startswith(("Giàng A", "Vàng ", "Nông ")) for head in heads)
    aliases = [household.alias for household in world.all(Household) if household.alias]
    assert 0.4 < len(aliases) / len(heads) < 0.8
    assert all(1 < len(alias.split()) < 4 for alias in aliases)
    assert max(Counter(heads).values()) < 30


def test_a_calling_name_never_repeats_itself() -> None:
    rng = Random(3)
    names = [name_of_somebody(rng) for _ in range(5000)]
    for name in names:
        words = name.calling.split()
        assert len(words) == len(set(words))


def test_nothing_that_must_not_be_stored_is_in_the_sample(world: World) -> None:
    forbidden = re.compile(
        r"\d{9,}|tôn giáo|theo đạo|dân tộc|bệnh|HIV|khuyết tật|mang thai|ma túy|tiền án|cờ bạc"
        r"|CCCD|thu nhập|chấp hành|xếp loại|điểm số|tố cáo|khiếu nại",
        re.IGNORECASE,
    )
    kinds: tuple[type[Table], ...] = (
        Household, HouseholdState, Visit, Promise, Concern, ConcernMove, HouseholdChange
    )  # fmt: skip
    for kind in kinds:
        for row in world.all(kind):
            for column in inspect(kind).columns:
                value = getattr(row, column.key)
                if isinstance(value, str):
                    assert not forbidden.search(value), value


def test_the_few_phones_can_be_nobodys(world: World) -> None:
    phoned = [person for person in world.all(Person) if person.phone]
    assert len(phoned) == 3
    for person in phoned:
        number = KEYS.decrypt(person.phone, f"people.phone:TLM:{person.code}")
        assert not phonenumbers.is_valid_number(phonenumbers.parse(number))
        assert person.phone_index == KEYS.digest(number, "phone")


# --- The three people in the terminal


def test_the_member_in_the_terminal_has_something_to_do(world: World) -> None:
    own = world.held_by(world.cast.member)
    visited = {
        visit.household_id
        for visit in world.all(Visit)
        if visit.kind is VisitKind.HOME and month_of(visit.visited_on) == THIS_MONTH
    }
    promises = [p for p in world.all(Promise) if p.household_id in own and not p.settled_at]
    links = [link for link in world.all(ConcernHousehold) if link.household_id in own]
    concerns = {concern.id: concern for concern in world.all(Concern)}
    assert len(own) == 12
    assert len(visited & set(own)) == 5
    assert [concerns[link.concern_id].status for link in links] == [ConcernStatus.ANSWERED]
    assert [promise.person_id for promise in promises] == [world.cast.member]
    assert not {promises[0].household_id, links[0].household_id} & visited


def test_the_secretary_in_the_terminal_has_a_new_concern(world: World) -> None:
    [cell] = [u for u in world.all(Unit) if (u.level, u.code) == (UnitLevel.CELL, CAST_CELL)]
    leads = [r for r in world.all(RoleHeld) if r.person_id == world.cast.secretary]
    assert (Role.CELL_SECRETARY, cell.id) in [(held.role, held.unit_id) for held in leads]
    assert any(c.cell_id == cell.id and c.status is ConcernStatus.NEW for c in world.all(Concern))
    people = {person.id: person for person in world.all(Person)}
    assert people[world.cast.member].cell_id == people[world.cast.secretary].cell_id == cell.id


def test_the_office_in_the_terminal_is_of_the_committee(world: World) -> None:
    held = {role.role for role in world.all(RoleHeld) if role.person_id == world.cast.office}
    assert Role.COMMUNE_OFFICE in held


def test_the_three_are_linked_and_have_agreed(world: World) -> None:
    people = {person.id: person for person in world.all(Person)}
    played = {a.external_id: a.person_id for a in world.all(LinkedAddress)}
    assert played == {
        "member": world.cast.member,
        "secretary": world.cast.secretary,
        "office": world.cast.office,
    }
    assert {(a.surface, a.account) for a in world.all(LinkedAddress)} == {("console", "demo")}
    for part, person_id in played.items():
        person = people[person_id or 0]
        assert person.code == CAST_CODES[part]
        assert (person.consent, person.consent_at) == (ConsentState.GIVEN, NOW)


# --- Planting


def _content(world: World) -> dict[str, list[tuple[object, ...]]]:
    return {
        kind.__tablename__: [
            tuple(
                getattr(row, column.key)
                for column in inspect(kind).columns
                if column.key != "phone"  # encrypted, never twice the same
            )
            for row in world.all(kind)
        ]
        for kind in TABLES
    }


@pytest.mark.parametrize(
    ("seed", "today"),
    [
        pytest.param(11, date(2027, 1, 1), id="new-year"),
        pytest.param(12, date(2028, 2, 29), id="leap-day"),
    ],
)
async def test_any_seed_and_day_make_a_consistent_commune(
    sqlite_template: Path, tmp_path: Path, seed: int, today: date
) -> None:
    now = datetime(today.year, today.month, today.day, 2, tzinfo=UTC)
    world = await _planted(sqlite_template, tmp_path, seed=seed, today=today, now=now)
    assert (len(world.loads()), sum(world.loads().values())) == (160, 2767)
    assert len(world.all(Concern)) == 60
    assert len(world.all(HouseholdChange)) == 120
    assert all(visit.visited_on < today for visit in world.all(Visit))
    assert all(move.moved_at < now for move in world.all(ConcernMove))
    assert len(world.held_by(world.cast.member)) == 12
    test_states_of_a_household_follow_one_another_without_gap(world)
    test_every_new_state_comes_from_a_change_that_explains_it(world)
    assert {concern.status for concern in world.all(Concern)} == set(ConcernStatus)


async def test_the_same_seed_and_day_give_the_same_commune_and_new_rows_go_in_after_it(
    world: World, store: Store
) -> None:
    async with store.begin() as session:
        await sample.plant(session, seed=7, today=TODAY, now=NOW)
    if store.embedded:
        async with store.reading() as session:
            assert _content(await _world(session)) == _content(world)
    async with store.begin() as session:
        session.add(Unit(level=UnitLevel.COMMUNE, code="KHAC", name="Xã khác", since=TODAY))
    async with store.reading() as session:
        assert await session.scalar(select(func.count()).select_from(Household)) == 2767
        assert (await sample.cast(session)).member > 0
        if store.embedded:
            assert not (await session.execute(text("PRAGMA foreign_key_check"))).all()


async def test_a_database_without_a_sample_has_no_cast(store: Store) -> None:
    async with store.reading() as session:
        with pytest.raises(LookupError):
            await sample.cast(session)
