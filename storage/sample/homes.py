"""The sample commune's households: who and where they are, their class, and who has them.

Classes and "needs help" are those of requirement S2-03. Addresses, landmarks and occupations are
data and stand here, not in bot.texts.
"""

from dataclasses import dataclass, field
from datetime import date
from random import Random

from bot.domain.households import AssignmentEnd, AssignmentKind, HouseholdClass
from bot.domain.people import ConsentState
from bot.domain.vietnamese.text import search_key
from storage.sample.commune import CAST_CELL, HAMLETS, Commune, Hamlet
from storage.sample.names import name_of_somebody
from storage.tables import Assignment, BookNumber, Household, HouseholdState, Person, Unit

LIGHTEST_LOAD, HEAVIEST_LOAD = 7, 27
CAST_LOAD = 12
_HELPED = 90
_HANDED_OVER = 24

_CLASSES = (
    (HouseholdClass.POOR, 56, 30, False),
    (HouseholdClass.NEAR_POOR, 158, 95, False),
    (HouseholdClass.AVERAGE, 389, 8, False),
    (HouseholdClass.NONE, 65, 7, True),  # families under the policy for merit
)
"""Class, how many, of these needing help, whether a policy family (S2-03)."""

_LANDMARKS = (
    "cạnh cầu kênh {}", "gần cống kênh {}", "đầu kênh {}", "cuối kênh {}", "gần trạm bơm số {}",
    "đối diện nhà văn hóa ấp", "sau trường tiểu học", "cặp lộ bê tông, trụ điện số {}",
    "gần bến đò", "kế trạm biến áp", "gần sân bóng chuyền", "qua cầu ván {}, quẹo trái",
    "cạnh cây gòn lớn", "gần điểm thu mua lúa", "cuối hẻm {}",
)  # fmt: skip
_OCCUPATIONS = (
    "Làm ruộng", "Làm ruộng", "Làm ruộng", "Làm ruộng", "Nuôi tôm", "Nuôi cá", "Chăn nuôi vịt",
    "Chăn nuôi heo", "Buôn bán nhỏ", "Buôn bán nhỏ", "Làm thuê", "Làm thuê", "Thợ hồ",
    "Công nhân", "Chạy ghe", "May gia công", "Trồng khóm", "Trồng rẫy", "Sửa xe máy", "Hưu trí",
    "Giáo viên", "Nội trợ",
)  # fmt: skip
_PERSONS = (1, 2, 2, 3, 3, 3, 4, 4, 4, 4, 4, 5, 5, 5, 6, 6, 7, 8)


@dataclass(slots=True)
class Homes:
    """The households and who has them, as they are today."""

    households: list[Household] = field(default_factory=list)
    now: dict[int, HouseholdState] = field(default_factory=dict)  # by household
    assignments: list[Assignment] = field(default_factory=list)
    numbers: list[BookNumber] = field(default_factory=list)
    holder: dict[int, Person] = field(default_factory=dict)  # by household
    held: dict[int, list[Household]] = field(default_factory=dict)  # by person
    counted: dict[int, int] = field(default_factory=dict)  # last number in each person's book


def settled(rng: Random, commune: Commune) -> Homes:
    """Households in their groups, shared out among the assigned members."""
    homes = Homes()
    for hamlet in HAMLETS:
        for person, load in zip(
            commune.assigned[hamlet.code], _loads(rng, hamlet), strict=True
        ):  # fmt: skip
            homes.held[person.id] = [
                _household(rng, commune, hamlet, homes) for _ in range(load)
            ]  # fmt: skip
            for household in homes.held[person.id]:
                homes.holder[household.id] = person
    for group_place, household in enumerate(homes.households):
        _state(rng, commune, homes, household, group_place)
    _classify(rng, commune, homes)
    _assign(rng, commune, homes)
    return homes


def _loads(rng: Random, hamlet: Hamlet) -> list[int]:
    """How many households each member has: they sum to the hamlet's, seven to 27 each."""
    count = hamlet.own_assigned + hamlet.from_elsewhere
    fixed = {0: LIGHTEST_LOAD, 1: HEAVIEST_LOAD} if hamlet.code == "01" else {}
    if hamlet.code == CAST_CELL:
        fixed = {5: CAST_LOAD}
    loads = [fixed.get(place, rng.randint(11, 23)) for place in range(count)]
    free = [place for place in range(count) if place not in fixed]
    while (missing := hamlet.households - sum(loads)) != 0:
        place, step = rng.choice(free), 1 if missing > 0 else -1
        if LIGHTEST_LOAD <= loads[place] + step <= HEAVIEST_LOAD:
            loads[place] += step
    return loads


def _household(rng: Random, commune: Commune, hamlet: Hamlet, homes: Homes) -> Household:
    """The next household of a hamlet; neighbours share a group."""
    cell = commune.hamlets[hamlet.code]
    first = sum(other.households for other in HAMLETS if other.code < hamlet.code)
    place = len(homes.households) - first
    groups = commune.groups[hamlet.code]
    group = groups[place * len(groups) // hamlet.households]
    code = f"TL{hamlet.code}{place + 1:03d}"
    name = name_of_somebody(rng)
    address = f"{group.name}, ấp {hamlet.place}"
    if rng.random() < 0.25:
        address = f"Số {rng.randint(1, 300)}, tổ {group.name.split()[1]}, ấp {hamlet.place}"
    landmark = ""
    if rng.random() < 0.6:
        landmark = rng.choice(_LANDMARKS).format(rng.randint(1, 14))
    household = Household(
        id=len(homes.households) + 1, commune_id=commune.id, cell_id=cell.id, group_id=group.id,
        code=code, head=name.full, alias=name.calling, address=address, landmark=landmark,
        search_key=_key(name.full, name.calling, address, landmark, group, code),
        since=commune.began, until=None,
        consent=ConsentState.GIVEN if rng.random() < 0.7 else ConsentState.NOT_ASKED,
    )  # fmt: skip
    homes.households.append(household)
    return household


def _key(head: str, alias: str, address: str, landmark: str, group: Unit, code: str) -> str:
    return search_key(" ".join([head, alias, address, landmark, group.name, code]))


def _state(rng: Random, commune: Commune, homes: Homes, household: Household, place: int) -> None:
    persons = rng.choice(_PERSONS)
    homes.now[household.id] = HouseholdState(
        id=place + 1, household_id=household.id, since=commune.began, until=None,
        household_class=HouseholdClass.NONE, decision="", needs_help=False, policy_family=False,
        persons=persons, workers=min(persons, rng.choice((0, 1, 1, 2, 2, 2, 2, 3, 3, 4))),
        occupation=rng.choice(_OCCUPATIONS),
    )  # fmt: skip


def _classify(rng: Random, commune: Commune, homes: Homes) -> None:
    """Exactly the published numbers of classes, each with its households needing help."""
    drawn = rng.sample(homes.households, sum(count for _, count, _, _ in _CLASSES))
    year = commune.began.year - 1
    for household_class, count, needing, merit in _CLASSES:
        for place in range(count):
            state = homes.now[drawn.pop().id]
            state.household_class = household_class
            state.needs_help = place < needing
            state.policy_family = merit
            if household_class in (HouseholdClass.POOR, HouseholdClass.NEAR_POOR):
                state.decision = f"Quyết định số 215/QĐ-UBND ngày 20/12/{year}"


def _assign(rng: Random, commune: Commune, homes: Homes) -> None:
    """Who has which household, from when on, on which paper; and who helps."""
    paper = f"Kế hoạch số 12-KH/ĐU ngày {commune.began:%d/%m/%Y} của Đảng ủy xã"
    kept = [h for h in homes.households if homes.holder[h.id] is not commune.member]
    handed = {h.id for h in rng.sample(kept, _HANDED_OVER)}
    day = _months_later(commune.began, 4)
    for household in homes.households:
        holder = homes.holder[household.id]
        if household.id in handed:
            before = _colleague(rng, commune, homes, household)
            _hold(homes, before, household, paper, commune.began, day)
            decision = f"Thông báo số 31-TB/ĐU ngày {day:%d/%m/%Y} của Đảng ủy xã"
            _hold(homes, holder, household, decision, day, None)
        else:
            _hold(homes, holder, household, paper, commune.began, None)
    for household in rng.sample(kept, _HELPED):
        colleague = _colleague(rng, commune, homes, household)
        _hold(homes, colleague, household, paper, commune.began, None, kind=AssignmentKind.HELPING)
    _number(homes)


def _months_later(day: date, months: int) -> date:
    total = day.month - 1 + months
    return date(day.year + total // 12, total % 12 + 1, 1)


def _colleague(rng: Random, commune: Commune, homes: Homes, household: Household) -> Person:
    """Another assigned member of the same hamlet; never the one in the terminal."""
    holder = homes.holder[household.id]
    hamlet = next(code for code, cell in commune.hamlets.items() if cell.id == household.cell_id)
    others = [p for p in commune.assigned[hamlet] if p not in (holder, commune.member)]
    return rng.choice(others)


def _hold(
    homes: Homes,
    person: Person,
    household: Household,
    basis: str,
    since: date,
    until: date | None,
    *,
    kind: AssignmentKind = AssignmentKind.MAIN,
) -> None:
    homes.assignments.append(
        Assignment(
            id=len(homes.assignments) + 1, person_id=person.id, household_id=household.id,
            kind=kind, basis=basis, since=since, until=until,
            ended_because=AssignmentEnd.REBALANCE if until else None,
        )
    )  # fmt: skip


def _number(homes: Homes) -> None:
    """Numbers in everybody's book: own households first, as they lie, then the rest."""

    def order(held: Assignment) -> tuple[bool, bool, int]:
        assert held.household_id is not None
        return (held.kind is AssignmentKind.HELPING, held.until is not None, held.household_id)

    numbered: set[tuple[int, int]] = set()
    for held in sorted(homes.assignments, key=order):
        assert held.household_id is not None
        pair = (held.person_id, held.household_id)
        if pair in numbered:
            continue
        numbered.add(pair)
        number = homes.counted.get(held.person_id, 0) + 1
        homes.counted[held.person_id] = number
        homes.numbers.append(
            BookNumber(person_id=held.person_id, household_id=held.household_id, number=number)
        )
