"""The sample commune's organisation: cells, groups, members and the roles they hold.

It has the size of Thạnh Lộc (requirements S2), and nobody in it exists. Its names are data and
stand here, not in bot.texts.
"""

from dataclasses import dataclass, field
from datetime import date
from random import Random

from bot.domain.people import CellKind, MemberStatus, Role, UnitLevel
from bot.domain.periods import first_day, month_before, month_of
from bot.domain.vietnamese.text import sort_key
from storage.sample.names import name_of_somebody
from storage.tables import Person, RoleHeld, Unit

COMMUNE_CODE = "TLM"
COMMUNE_NAME = "Xã Thạnh Lộc Mẫu (dữ liệu mẫu)"


@dataclass(frozen=True, slots=True)
class Hamlet:
    """A hamlet cell: how many households it has, and who has them in charge."""

    code: str
    place: str
    meets: str
    members: int
    own_assigned: int
    from_elsewhere: int
    households: int


HAMLETS = (
    Hamlet("01", "Thạnh Bình", "10", 27, 19, 4, 395),
    Hamlet("02", "Thạnh Đông", "11", 29, 20, 4, 412),
    Hamlet("03", "Thạnh Hòa", "12", 24, 18, 3, 367),
    Hamlet("04", "Thạnh Mỹ", "13", 30, 21, 4, 428),
    Hamlet("05", "Thạnh Phú", "12", 25, 18, 3, 371),
    Hamlet("06", "Thạnh Tân", "11", 27, 19, 4, 402),
    Hamlet("07", "Thạnh Xuân", "10", 26, 20, 3, 392),
)
"""160 assigned members, 2,767 households (S2-03's commune)."""

_OTHER_CELLS = (
    ("TH", "Chi bộ Trường Tiểu học Thạnh Lộc Mẫu", CellKind.SCHOOL, "14", 14),
    ("CS", "Chi bộ Trường Trung học cơ sở Thạnh Lộc Mẫu", CellKind.SCHOOL, "14", 10),
    ("YT", "Chi bộ Trạm Y tế", CellKind.HEALTH, "13", 6),
    ("CA", "Chi bộ Công an xã", CellKind.POLICE, "15", 8),
    ("QS", "Chi bộ Quân sự xã", CellKind.MILITARY, "15", 5),
    ("CQ", "Chi bộ Cơ quan xã", CellKind.AGENCY, "10", 9),
    ("HTX", "Chi bộ Hợp tác xã Thạnh Phú", CellKind.COOP, "14", 5),
)
GROUPS_A_HAMLET = 11

CAST_CELL = "05"
CAST_CODES = {"member": "DV116", "secretary": "DV111", "office": "DV233"}
"""Who can be played in the terminal; the codes hang on the sizes above, not on the seed."""
_SECRETARY_OF_THE_CAST = "Trần Thị Mỹ Duyên"
_MEMBER_OF_THE_CAST = "Lê Văn Thuận"
_OFFICE_OF_THE_CAST = "Phạm Ngọc Ánh"


@dataclass(slots=True)
class Commune:
    """The organisation as it is being laid out."""

    began: date  # households were assigned from this day on
    units: list[Unit] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    roles: list[RoleHeld] = field(default_factory=list)
    hamlets: dict[str, Unit] = field(default_factory=dict)
    groups: dict[str, list[Unit]] = field(default_factory=dict)
    assigned: dict[str, list[Person]] = field(default_factory=dict)
    secretaries: dict[int, Person] = field(default_factory=dict)  # by cell
    office: Person = field(init=False)
    member: Person = field(init=False)

    @property
    def id(self) -> int:
        """The commune's own unit."""
        return self.units[0].id

    @property
    def secretary(self) -> Person:
        """The secretary whom somebody may be in the terminal."""
        return self.secretaries[self.hamlets[CAST_CELL].id]


def laid_out(rng: Random, today: date) -> Commune:
    """Cells, groups, members and roles."""
    commune = Commune(began=ten_months_before(today))
    _add_unit(commune, UnitLevel.COMMUNE, COMMUNE_CODE, COMMUNE_NAME, kind="XA", meets="7-9")
    for hamlet in HAMLETS:
        _add_hamlet(commune, hamlet)
    for hamlet in HAMLETS:
        cell = commune.hamlets[hamlet.code]
        members = _add_members(commune, rng, cell, hamlet.members)
        commune.assigned[hamlet.code] = members[: hamlet.own_assigned]
    elsewhere = _add_other_cells(commune, rng)
    _send_out(commune, elsewhere)
    _cast_parts(commune)
    _give_roles(commune)
    return commune


def ten_months_before(today: date) -> date:
    """The first day of the month in which the sample's assignments begin."""
    month = month_of(today)
    for _ in range(10):
        month = month_before(month)
    return first_day(month)


def _add_unit(
    commune: Commune,
    level: UnitLevel,
    code: str,
    name: str,
    *,
    kind: str,
    parent_id: int | None = None,
    meets: str = "",
    area: str = "",
) -> Unit:
    unit = Unit(
        id=len(commune.units) + 1, level=level, kind=kind, code=code, name=name,
        parent_id=parent_id, commune_id=1, area=area, meeting_days=meets,
        since=min(date(2025, 7, 1), commune.began), until=None,
    )  # fmt: skip
    commune.units.append(unit)
    return unit


def _add_hamlet(commune: Commune, hamlet: Hamlet) -> None:
    cell = _add_unit(
        commune, UnitLevel.CELL, hamlet.code, f"Chi bộ ấp {hamlet.place}",
        kind=CellKind.RESIDENTIAL, parent_id=commune.id, meets=hamlet.meets,
        area=f"Ấp {hamlet.place}",
    )  # fmt: skip
    commune.hamlets[hamlet.code] = cell
    commune.groups[hamlet.code] = [
        _add_unit(
            commune, UnitLevel.SELF_GROUP, f"{hamlet.code}-{number}", f"Tổ {number}",
            kind="TO_NDTQ", parent_id=cell.id,
        )
        for number in range(1, GROUPS_A_HAMLET + 1)
    ]  # fmt: skip


def _add_other_cells(commune: Commune, rng: Random) -> list[Person]:
    """Cells of school, clinic and the like; the members who have households in some hamlet."""
    sent: list[Person] = []
    for code, name, kind, meets, size in _OTHER_CELLS:
        cell = _add_unit(
            commune, UnitLevel.CELL, code, name, kind=kind, parent_id=commune.id, meets=meets
        )
        members = _add_members(commune, rng, cell, size)
        if code == "CQ":
            commune.office = members[1]
            sent += members[5:]
        elif kind is not CellKind.POLICE:
            sent += members[2:]
    return sent


def _add_members(commune: Commune, rng: Random, cell: Unit, size: int) -> list[Person]:
    """Members of one cell; the first is its secretary."""
    members = []
    for place in range(size):
        name = name_of_somebody(rng, kinh_of_the_south=0.86).full
        number = len(commune.people) + 1
        person = Person(
            id=number, commune_id=commune.id, code=f"DV{number:03d}", name=name,
            sort_key=sort_key(name), cell_id=cell.id,
            status=_status(rng, place, size), phone="", phone_index="",
        )  # fmt: skip
        commune.people.append(person)
        members.append(person)
    commune.secretaries[cell.id] = members[0]
    return members


def _status(rng: Random, place: int, size: int) -> MemberStatus:
    if place < 4:
        return MemberStatus.FULL
    if place == size - 1 and size > 20:
        return MemberStatus.EXEMPT
    return MemberStatus.PROBATION if rng.random() < 0.07 else MemberStatus.FULL


def _send_out(commune: Commune, elsewhere: list[Person]) -> None:
    """Give each hamlet its assigned members from cells elsewhere (S1-11)."""
    waiting = elsewhere[::-1]
    for hamlet in HAMLETS:
        for _ in range(hamlet.from_elsewhere):
            commune.assigned[hamlet.code].append(waiting.pop())


def _cast_parts(commune: Commune) -> None:
    """Three people for the terminal, always of the same names."""
    commune.member = commune.assigned[CAST_CELL][5]
    for person, name in (
        (commune.member, _MEMBER_OF_THE_CAST),
        (commune.secretary, _SECRETARY_OF_THE_CAST),
        (commune.office, _OFFICE_OF_THE_CAST),
    ):
        person.name, person.sort_key = name, sort_key(name)


def _give_roles(commune: Commune) -> None:
    """Everybody is a member; some have a second and a third part."""
    by_cell: dict[int | None, list[Person]] = {}
    for person in commune.people:
        by_cell.setdefault(person.cell_id, []).append(person)
        _add_role(commune, person, Role.MEMBER, person.cell_id)
    for members in by_cell.values():
        _add_role(commune, members[0], Role.CELL_SECRETARY, members[0].cell_id)
        if len(members) >= 9:
            _add_role(commune, members[1], Role.CELL_DEPUTY, members[1].cell_id)
    for code in ("01", "03", "04", "06"):
        cell = commune.hamlets[code]
        _add_role(commune, commune.secretaries[cell.id], Role.VILLAGE_HEAD, cell.id)
    agency = by_cell[commune.office.cell_id]
    _add_role(commune, commune.office, Role.COMMUNE_OFFICE, commune.id)
    for place, role in (
        (0, Role.COMMUNE_LEADER),
        (2, Role.COMMUNE_LEADER),
        (3, Role.COMMUNE_OFFICE),
        (3, Role.ADMIN),
    ):
        _add_role(commune, agency[place], role, commune.id)


def _add_role(commune: Commune, person: Person, role: Role, unit_id: int | None) -> None:
    assert unit_id is not None
    commune.roles.append(
        RoleHeld(
            id=len(commune.roles) + 1, person_id=person.id, role=role, unit_id=unit_id,
            since=commune.began, until=None,
        )
    )  # fmt: skip
