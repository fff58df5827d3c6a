"""The village that the tests live in.

Xã Thạnh Lộc (code TL) has two hamlet cells and one of the school:

* cell 05 (Ấp 5): secretary Bình; member An with households 1 to 4 in her book:
  1 ông Ba Lành (H001, poor, needs help), 2 bà Tư Hạnh (H002), 3 Danh Sóc (H003),
  4 H'Hen Niê (H004). Household H005 (Sáu Thảo) has nobody.
* cell 06 (Ấp 6): secretary Dũng; member Cúc with H006 (Năm Rô) as number 1.
* cell TH (school): secretary Giang; member Hà of the school has H007 (Út Mười) of cell 05.

The committee's office is Én, the leader Lâm, the administrator Khoa. Another commune, Xã Xa
(code XX), has cell 01 with secretary Oanh and member Phúc, who has X001 (Chín Tâm).

Everybody has agreed to the notice and writes from the terminal as their first name.
Assignments began on 1/9/2026. Nobody has been visited yet.
"""

from dataclasses import dataclass, field
from datetime import date, datetime

from bot.domain.households import AssignmentKind, HouseholdClass
from bot.domain.people import CellKind, ConsentState, Role, UnitLevel
from bot.domain.vietnamese.text import search_key, sort_key
from storage.store import Session
from storage.tables import (
    Assignment,
    BookNumber,
    Household,
    HouseholdState,
    LinkedAddress,
    Person,
    RoleHeld,
    Unit,
)

SINCE = date(2026, 9, 1)


@dataclass
class Village:
    """Ids by the names that the story uses."""

    people: dict[str, int] = field(default_factory=dict)
    households: dict[str, int] = field(default_factory=dict)
    units: dict[str, int] = field(default_factory=dict)


async def settle(session: Session, now: datetime) -> Village:
    """Write the story into an empty database."""
    village = Village()
    for commune, name in (("TL", "Xã Thạnh Lộc"), ("XX", "Xã Xa")):
        unit = Unit(level=UnitLevel.COMMUNE, kind="XA", code=commune, name=name, since=SINCE)
        session.add(unit)
        await session.flush()
        unit.commune_id = unit.id
        village.units[commune] = unit.id
    await _cells(session, village)
    await _people(session, village, now)
    await _households(session, village)
    await session.flush()
    return village


async def _cells(session: Session, village: Village) -> None:
    for commune, code, name, kind in (
        ("TL", "05", "Chi bộ Ấp 5", CellKind.RESIDENTIAL),
        ("TL", "06", "Chi bộ Ấp 6", CellKind.RESIDENTIAL),
        ("TL", "TH", "Chi bộ Trường học", CellKind.SCHOOL),
        ("XX", "01", "Chi bộ Thôn 1", CellKind.RESIDENTIAL),
    ):
        parent = village.units[commune]
        unit = Unit(
            level=UnitLevel.CELL,
            kind=kind,
            code=code,
            name=name,
            since=SINCE,
            parent_id=parent,
            commune_id=parent,
            meeting_days="10",
        )
        session.add(unit)
        await session.flush()
        village.units[code] = unit.id


async def _people(session: Session, village: Village, now: datetime) -> None:
    for first, full, cell, roles in (
        ("An", "Nguyễn Thị An", "05", (Role.MEMBER,)),
        ("Bình", "Trần Văn Bình", "05", (Role.MEMBER, Role.CELL_SECRETARY)),
        ("Cúc", "Lê Thị Cúc", "06", (Role.MEMBER,)),
        ("Dũng", "Danh Dũng", "06", (Role.CELL_SECRETARY,)),
        ("Giang", "Phạm Giang", "TH", (Role.CELL_SECRETARY,)),
        ("Hà", "Võ Thị Hà", "TH", (Role.MEMBER,)),
        ("Én", "Đỗ Thị Én", "TL", (Role.COMMUNE_OFFICE,)),
        ("Lâm", "Bùi Lâm", "TL", (Role.COMMUNE_LEADER,)),
        ("Khoa", "Hồ Khoa", "TL", (Role.ADMIN,)),
        ("Oanh", "Cao Thị Oanh", "01", (Role.CELL_SECRETARY,)),
        ("Phúc", "Mai Phúc", "01", (Role.MEMBER,)),
    ):
        commune = village.units["XX" if cell == "01" else "TL"]
        person = Person(
            commune_id=commune,
            code=f"DV-{first}",
            name=full,
            sort_key=sort_key(full),
            cell_id=None if cell == "TL" else village.units[cell],
            consent=ConsentState.GIVEN,
            consent_at=now,
            consent_version="1",
        )
        session.add(person)
        await session.flush()
        village.people[first] = person.id
        for role in roles:
            unit_id = village.units[cell]
            session.add(RoleHeld(person_id=person.id, role=role, unit_id=unit_id, since=SINCE))
        session.add(
            LinkedAddress(
                surface="console",
                account="demo",
                external_id=first,
                person_id=person.id,
                linked_at=now,
            )
        )


async def _households(session: Session, village: Village) -> None:
    for code, head, alias, address, cell, who, number in (
        ("H001", "Nguyễn Văn Lành", "Ba Lành", "Tổ 4, cạnh cầu kênh 7", "05", "An", 1),
        ("H002", "Trần Thị Hạnh", "Tư Hạnh", "Tổ 4", "05", "An", 2),
        ("H003", "Danh Sóc", "", "Tổ 5", "05", "An", 3),
        ("H004", "H'Hen Niê", "", "Tổ 5", "05", "An", 4),
        ("H005", "Lê Văn Thảo", "Sáu Thảo", "Tổ 5", "05", "", 0),
        ("H006", "Phạm Văn Rô", "Năm Rô", "Tổ 1", "06", "Cúc", 1),
        ("H007", "Võ Mười", "Út Mười", "Tổ 6", "05", "Hà", 1),
        ("X001", "Cao Tâm", "Chín Tâm", "Tổ 1", "01", "Phúc", 1),
    ):
        household = Household(
            commune_id=village.units["XX" if cell == "01" else "TL"],
            cell_id=village.units[cell],
            code=code,
            head=head,
            alias=alias,
            address=address,
            search_key=search_key(f"{head} {alias} {address} {code}"),
            since=SINCE,
        )
        session.add(household)
        await session.flush()
        village.households[code] = household.id
        poor = code == "H001"
        session.add(
            HouseholdState(
                household_id=household.id,
                since=SINCE,
                persons=4,
                workers=2,
                needs_help=poor,
                household_class=HouseholdClass.POOR if poor else HouseholdClass.NONE,
            )
        )
        if who:
            entrust(session, village, code, who, number, basis="QĐ 01-QĐ/ĐU ngày 25/8/2026")


def entrust(
    session: Session,
    village: Village,
    household: str,
    who: str,
    number: int,
    *,
    since: date = SINCE,
    basis: str = "",
) -> None:
    """A member has a household in charge, under a number of the own book."""
    ids = {"person_id": village.people[who], "household_id": village.households[household]}
    session.add(Assignment(**ids, kind=AssignmentKind.MAIN, since=since, basis=basis))
    session.add(BookNumber(**ids, number=number))
