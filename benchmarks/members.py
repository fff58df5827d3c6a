"""A cell of members with as many households each as in the sample commune."""

from datetime import date, datetime

from bot.domain.households import AssignmentKind, HouseholdClass
from bot.domain.people import CellKind, ConsentState, Role, UnitLevel
from bot.domain.vietnamese.text import search_key, sort_key
from storage.store import Session, Store
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

HOUSEHOLDS = 17  # 2,767 among 160 members
SINCE = date(2026, 1, 1)


async def settle(store: Store, account: str, count: int, now: datetime) -> list[int]:
    """Write so many members down; their chats' ids."""
    async with store.begin() as session:
        commune = Unit(level=UnitLevel.COMMUNE, kind="XA", code="TL", name="Xã", since=SINCE)
        session.add(commune)
        await session.flush()
        commune.commune_id = commune.id
        cell = Unit(
            level=UnitLevel.CELL, kind=CellKind.RESIDENTIAL, code="05", name="Ấp 5", since=SINCE,
            parent_id=commune.id, commune_id=commune.id,
        )  # fmt: skip
        session.add(cell)
        await session.flush()
        chats = [10_000_000 + number for number in range(count)]
        for number, chat in enumerate(chats):
            person = await _member(session, cell, number, account, chat, now)
            for place in range(1, HOUSEHOLDS + 1):
                await _household(session, cell, person, number, place)
    return chats


async def _member(
    session: Session, cell: Unit, number: int, account: str, chat: int, now: datetime
) -> Person:
    name = f"Nguyễn Thị An {number}"
    person = Person(
        commune_id=cell.parent_id, code=f"DV-{number}", name=name, sort_key=sort_key(name),
        cell_id=cell.id, consent=ConsentState.GIVEN, consent_at=now, consent_version="1",
    )  # fmt: skip
    session.add(person)
    await session.flush()
    session.add(RoleHeld(person_id=person.id, role=Role.MEMBER, unit_id=cell.id, since=SINCE))
    session.add(
        LinkedAddress(
            surface="telegram", account=account, external_id=str(chat), person_id=person.id,
            linked_at=now,
        )
    )  # fmt: skip
    return person


async def _household(session: Session, cell: Unit, person: Person, number: int, place: int) -> None:
    head, alias, address = f"Trần Văn Lành {place}", f"Ba Lành {place}", f"Tổ {place}, kênh 7"
    household = Household(
        commune_id=cell.parent_id, cell_id=cell.id, code=f"H{number:03d}{place:02d}", head=head,
        alias=alias, address=address, since=SINCE,
        search_key=search_key(f"{head} {alias} {address}"),
    )  # fmt: skip
    session.add(household)
    await session.flush()
    session.add(
        HouseholdState(
            household_id=household.id, since=SINCE, household_class=HouseholdClass.NONE, persons=4,
            workers=2,
        )
    )  # fmt: skip
    session.add(
        Assignment(
            person_id=person.id, household_id=household.id, kind=AssignmentKind.MAIN, since=SINCE
        )
    )
    session.add(BookNumber(person_id=person.id, household_id=household.id, number=place))
