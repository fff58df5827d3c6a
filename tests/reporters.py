"""Members of cell 05 beside those of the village, each with as many households of their own."""

from datetime import date, timedelta

from sqlalchemy import insert

from bot.domain.households import AssignmentKind, HouseholdClass
from bot.domain.people import ConsentState, Role
from storage.channels import Account
from storage.store import Session
from storage.tables import (
    Assignment,
    BookNumber,
    Household,
    HouseholdState,
    LinkedAddress,
    Person,
    RoleHeld,
    core,
)
from tests.conftest import NOW
from tests.village import Village, settle


async def settle_reporters(
    session: Session, people: int, households: int, today: date, first_chat: int
) -> None:
    """The village, and reporters on Telegram whose chats count up from the first."""
    village = await settle(session, NOW)
    await settle_beside(
        session, village, people, households, today, first_chat, ("telegram", "700001")
    )


async def settle_beside(
    session: Session,
    village: Village,
    people: int,
    households: int,
    today: date,
    first_chat: int,
    account: Account,
) -> dict[str, list[int]]:
    """Reporters in a village that is there; the ids of each one's households, by chat."""
    since = today - timedelta(days=90)
    unit_id, homes = village.units["05"], {}
    for place in range(people):
        chat = str(first_chat + place)
        person = Person(
            commune_id=village.units["TL"], cell_id=unit_id, code=f"R{place}",
            name=f"Người báo {place}", sort_key=f"{place}", consent=ConsentState.GIVEN,
            consent_at=NOW, consent_version="1",
        )  # fmt: skip
        session.add(person)
        await session.flush()
        session.add(RoleHeld(person_id=person.id, role=Role.MEMBER, unit_id=unit_id, since=since))
        session.add(
            LinkedAddress(
                surface=account[0], account=account[1], external_id=chat, person_id=person.id,
                linked_at=NOW,
            )
        )  # fmt: skip
        homes[chat] = await _give_households(session, village.units, person.id, households, since)
    return homes


async def _give_households(
    session: Session, units: dict[str, int], person_id: int, count: int, since: date
) -> list[int]:
    homes = [
        Household(
            commune_id=units["TL"], cell_id=units["05"], code=f"R{person_id}-{number}",
            head=f"Hộ {number}", search_key=f"ho {number}", since=since,
        )
        for number in range(1, count + 1)
    ]  # fmt: skip
    session.add_all(homes)
    await session.flush()
    for number, home in enumerate(homes, 1):
        whose = {"person_id": person_id, "household_id": home.id}
        session.add(Assignment(**whose, kind=AssignmentKind.MAIN, since=since))
        await session.execute(insert(core(BookNumber)).values(**whose, number=number))
        session.add(
            HouseholdState(household_id=home.id, since=since, household_class=HouseholdClass.NONE)
        )
    return [home.id for home in homes]
