"""A generated province of the size of Kon Tum's (requirements 1.9), or any share of it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count, islice
from random import Random
from typing import Any

from sqlalchemy import func, insert, select, text
from sqlalchemy.sql import column, table

from bot.domain.concerns import (
    ConcernCategory,
    ConcernKind,
    ConcernLevel,
    ConcernStatus,
    ReporterVisibility,
)
from bot.domain.households import AssignmentKind, Change, DatePrecision, HouseholdClass
from bot.domain.people import CellKind, ConsentState, MemberStatus, Role, UnitLevel
from bot.domain.periods import day_of, first_day, month_before, month_of, start_of
from bot.domain.visits import LifeState, VisitKind
from storage.store import Session, Store
from storage.tables import (
    Assignment,
    BookNumber,
    Concern,
    ConcernHousehold,
    ConcernMove,
    Household,
    HouseholdChange,
    HouseholdState,
    LinkedAddress,
    Person,
    RoleHeld,
    Table,
    Unit,
    Visit,
    core,
)

CELLS, COMMUNES, MEMBERS, HOUSEHOLDS = 1379, 102, 15_191, 137_461
SINCE = date(2026, 1, 1)
SURFACE, ACCOUNT = "console", "demo"
_AT_ONCE = 5000
_RESIDENTIAL = 756 / CELLS
_MEETINGS = ("3", "5", "8", "10", "10-12", "15", "22", "25", "28", "cuối tháng")
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Size:
    """How much of a province; `Size.of(CELLS)` is all of it."""

    communes: int
    cells: int
    members: int
    households: int

    @classmethod
    def of(cls, cells: int) -> "Size":
        """As many cells, and the rest in proportion."""
        share = cells / CELLS
        communes = max(1, round(COMMUNES * share))
        return cls(communes, cells, round(MEMBERS * share), round(HOUSEHOLDS * share))


async def settle(
    store: Store,
    size: Size,
    now: datetime,
    *,
    reported: float = 0.6,
    seed: int = 7,
    account: tuple[str, str] = (SURFACE, ACCOUNT),
) -> None:
    """Fill an empty, migrated database. Last month nearly all was visited, this month a share.

    Every cell has a secretary, every commune an office; everybody is linked, to chats that are
    called after the person's id.
    """
    rng = Random(seed)
    units = list(_units(size))
    cells = [unit for unit in units if unit["level"] is UnitLevel.CELL]
    people, roles = _people(size, cells, units, now)
    members = [one["person_id"] for one in roles if one["role"] is Role.MEMBER]
    homes = list(_homes(size, cells, people, members))
    visits = list(_visits(rng, homes, reported, now))
    concerns = list(_concerns(rng, homes, cells, now))
    async with store.begin() as session:
        if not store.embedded:
            await session.execute(text("SET LOCAL statement_timeout = 0"))
        await _write(session, Unit, units)
        await _write(session, Person, people)
        await _write(session, RoleHeld, roles)
        await _write(session, LinkedAddress, _addresses(people, account, now))
        await _write(session, Household, (_household(home) for home in homes))
        await _write(session, HouseholdState, (_state(rng, home) for home in homes))
        await _write(session, Assignment, (_assignment(home) for home in homes))
        await _write(session, BookNumber, (_number(home) for home in homes))
        await _write(session, Visit, visits)
        await _write(session, HouseholdChange, _changes(rng, homes, now))
        await _write(session, Concern, concerns)
        await _write(session, ConcernHousehold, (_whose(one, homes) for one in concerns))
        await _write(session, ConcernMove, (_move(one) for one in concerns))
    await _analyzed(store)


async def _analyzed(store: Store) -> None:
    """What a database learns of its tables by itself in a night."""
    async with store.begin() as session:
        await session.execute(text("ANALYZE"))


async def _write(session: Session, of: type[Table], rows: Iterable[Mapping[str, Any]]) -> None:
    source, target = iter(rows), core(of)
    while batch := list(islice(source, _AT_ONCE)):
        await session.execute(insert(target), batch)
    if session.get_bind().dialect.name == "postgresql" and "id" in target.c:
        last = select(func.max(column("id"))).select_from(table(target.name)).scalar_subquery()
        sequence = func.pg_get_serial_sequence(target.name, "id")
        await session.execute(select(func.setval(sequence, last)).where(last.is_not(None)))


def _units(size: Size) -> Iterator[Row]:
    ids = count(1)
    communes = [next(ids) for _ in range(size.communes)]
    for place, unit_id in enumerate(communes, 1):
        yield {
            "id": unit_id, "level": UnitLevel.COMMUNE, "kind": "XA", "code": f"X{place:03d}",
            "name": f"Xã {place}", "commune_id": unit_id, "parent_id": None, "area": "",
            "meeting_days": "7-9", "since": SINCE, "until": None,
        }  # fmt: skip
    for place in range(size.cells):
        commune = communes[place % size.communes]
        turn = place // size.communes
        lives = int((turn + 1) * _RESIDENTIAL) > int(turn * _RESIDENTIAL) or turn == 0
        kind = CellKind.RESIDENTIAL if lives else CellKind.SCHOOL
        yield {
            "id": next(ids), "level": UnitLevel.CELL, "kind": kind.value, "code": f"{turn + 1:02d}",
            "name": f"Chi bộ {turn + 1}", "commune_id": commune, "parent_id": commune, "area": "",
            "meeting_days": _MEETINGS[place % len(_MEETINGS)], "since": SINCE, "until": None,
        }  # fmt: skip


def _people(
    size: Size, cells: list[Row], units: list[Row], now: datetime
) -> tuple[list[Row], list[Row]]:
    people: list[Row] = []
    roles: list[Row] = []

    def join(commune: int, cell: int | None, unit: int, *held: Role) -> None:
        person = len(people) + 1
        name = f"Nguyễn Văn {person}"
        people.append({
            "id": person, "commune_id": commune, "code": f"DV-{person}", "name": name,
            "sort_key": f"{person:07d}", "cell_id": cell, "status": MemberStatus.FULL,
            "phone": "", "phone_index": "", "consent": ConsentState.GIVEN, "consent_at": now,
            "consent_version": "1",
        })  # fmt: skip
        roles.extend(
            {"person_id": person, "role": role, "unit_id": unit, "since": SINCE, "until": None}
            for role in held
        )

    for unit in units:
        if unit["level"] is UnitLevel.COMMUNE:
            join(unit["id"], None, unit["id"], Role.COMMUNE_OFFICE)
    for cell in cells:
        join(cell["commune_id"], cell["id"], cell["id"], Role.CELL_SECRETARY)
    for place in range(size.members):
        cell = cells[place % len(cells)]
        join(cell["commune_id"], cell["id"], cell["id"], Role.MEMBER)
    return people, roles


def _addresses(people: list[Row], account: tuple[str, str], now: datetime) -> Iterator[Row]:
    surface, name = account
    for person in people:
        yield {
            "surface": surface, "account": name, "external_id": str(person["id"]),
            "person_id": person["id"], "linked_at": now, "last_heard_at": now, "gone_at": None,
        }  # fmt: skip


def _homes(
    size: Size, cells: list[Row], people: list[Row], members: list[int]
) -> Iterator[dict[str, int]]:
    """Households go round the members; a school's members have theirs in a hamlet's cell."""
    areas: dict[int, list[int]] = {}
    lived_in = {cell["id"] for cell in cells if cell["kind"] == CellKind.RESIDENTIAL.value}
    for cell in cells:
        if cell["id"] in lived_in:
            areas.setdefault(cell["commune_id"], []).append(cell["id"])
    for place in range(size.households):
        member = members[place % len(members)]
        person = people[member - 1]
        number = place // len(members) + 1
        area = areas[person["commune_id"]]
        own = person["cell_id"]
        yield {
            "id": place + 1, "commune": person["commune_id"], "person": member, "number": number,
            "cell": own if own in lived_in else area[(member + number) % len(area)],
        }  # fmt: skip


def _household(home: dict[str, int]) -> Row:
    code = f"H{home['id']:06d}"
    return {
        "id": home["id"], "commune_id": home["commune"], "cell_id": home["cell"], "group_id": None,
        "code": code, "head": f"Trần Văn {home['id']}", "alias": f"Ba {home['id']}",
        "address": "Tổ 4", "landmark": "", "search_key": f"ba {home['id']} {code.lower()}",
        "since": SINCE, "until": None, "consent": ConsentState.GIVEN,
    }  # fmt: skip


def _state(rng: Random, home: dict[str, int]) -> Row:
    poor = rng.random() < 0.06
    return {
        "household_id": home["id"], "since": SINCE, "until": None,
        "household_class": HouseholdClass.POOR if poor else HouseholdClass.NONE, "decision": "",
        "needs_help": poor, "policy_family": False, "persons": 4, "workers": 2, "occupation": "",
        "change_id": None,
    }  # fmt: skip


def _assignment(home: dict[str, int]) -> Row:
    return {
        "person_id": home["person"], "household_id": home["id"], "group_id": None, "unit_id": None,
        "kind": AssignmentKind.MAIN, "basis": "", "since": SINCE, "until": None,
        "ended_because": None,
    }  # fmt: skip


def _number(home: dict[str, int]) -> Row:
    return {
        "person_id": home["person"], "household_id": home["id"], "number": home["number"],
    }  # fmt: skip


def _visits(
    rng: Random, homes: list[dict[str, int]], reported: float, now: datetime
) -> Iterator[Row]:
    today = day_of(now)
    month = month_of(today)
    for this, share in ((month_before(month), 0.93), (month, reported)):
        first = first_day(this)
        last = min(today, first + timedelta(days=27))
        span = (last - first).days + 1
        for home in homes:
            if rng.random() < share:
                day = first + timedelta(days=rng.randrange(span))
                yield _visit(home, day, this, _kind(rng))


def _kind(rng: Random) -> VisitKind:
    return VisitKind.HOME if rng.random() < 0.92 else VisitKind.PHONE


def _visit(home: dict[str, int], day: date, month: str, kind: VisitKind) -> Row:
    return {
        "household_id": home["id"], "visitor_id": home["person"], "author_id": home["person"],
        "visited_on": day, "kind": kind, "reason": None, "life_state": LifeState.STABLE,
        "nothing_new": True, "topics": [], "note": "", "replaces_id": None, "withdrawn_at": None,
        "effect_key": f"province:{month}:{home['id']}",
        "recorded_at": start_of(day) + timedelta(hours=10),
    }  # fmt: skip


def _changes(rng: Random, homes: list[dict[str, int]], now: datetime) -> Iterator[Row]:
    for home in homes:
        if rng.random() < 0.03:
            day = day_of(now) - timedelta(days=rng.randrange(50))
            yield {
                "household_id": home["id"], "change": rng.choice((Change.BIRTH, Change.MOVE_OUT)),
                "happened_on": day, "precision": DatePrecision.DAY, "people": 1, "place": "",
                "decision": "", "note": "", "persons_after": None, "workers_after": None,
                "author_id": home["person"], "visit_id": None, "withdrawn_at": None,
                "recorded_at": start_of(day) + timedelta(hours=10),
                "effect_key": f"province:change:{home['id']}",
            }  # fmt: skip


def _concerns(
    rng: Random, homes: list[dict[str, int]], cells: list[Row], now: datetime
) -> Iterator[Row]:
    numbers: dict[tuple[int, str], int] = {}
    codes = {cell["id"]: cell["code"] for cell in cells}
    statuses = (ConcernStatus.NEW, ConcernStatus.IN_PROGRESS, ConcernStatus.ANSWERED)
    ids = count(1)
    for home in homes:
        if rng.random() >= 0.04:
            continue
        day = day_of(now) - timedelta(days=rng.randrange(50))
        at = (home["cell"], month_of(day))
        numbers[at] = numbers.get(at, 0) + 1
        code = f"PA-{home['commune']}-{codes[home['cell']]}-{at[1]}-{numbers[at]:03d}"
        yield {
            "id": next(ids), "commune_id": home["commune"], "cell_id": home["cell"],
            "month": at[1], "number": numbers[at], "code": code, "kind": ConcernKind.FEEDBACK,
            "category": ConcernCategory.ROAD, "level": ConcernLevel.NORMAL, "words": "đường hư",
            "answer": "", "target": None, "visibility": ReporterVisibility.HOUSEHOLD_ONLY,
            "status": rng.choice(statuses), "author_id": home["person"],
            "visitor_id": home["person"], "visit_id": None, "photo_id": None, "raised_on": day,
            "recorded_at": start_of(day) + timedelta(hours=10), "merged_into_id": None,
            "effect_key": f"province:concern:{home['id']}",
        }  # fmt: skip


def _whose(concern: Row, homes: list[dict[str, int]]) -> Row:
    home = homes[int(concern["effect_key"].rsplit(":", 1)[1]) - 1]
    return {
        "concern_id": concern["id"], "household_id": home["id"], "told_at": None, "told_by": None,
        "satisfaction": None, "remark": "",
    }  # fmt: skip


def _move(concern: Row) -> Row:
    return {
        "concern_id": concern["id"], "before": None, "after": concern["status"],
        "person_id": concern["author_id"], "moved_at": concern["recorded_at"], "note": "",
        "inbox_id": None,
    }  # fmt: skip
