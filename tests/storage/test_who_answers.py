"""Who answers for a household, whichever way it came to them: the same for all that count."""

from collections.abc import Sequence
from datetime import date

import pytest

from bot.domain.households import AssignmentKind
from bot.domain.meetings import calendar_month
from bot.domain.people import ConsentState
from bot.domain.policies import ALL_MONTHLY, FOCUS_MONTHLY, Cadence
from storage import duties, periods, summaries
from storage.duties import Duty
from storage.store import Session, Store
from storage.tables import Assignment, Household, HouseholdGroup, HouseholdGroupPlace
from tests.village import SINCE, Village

TODAY = date(2026, 11, 21)
MAIN, HELPING = AssignmentKind.MAIN, AssignmentKind.HELPING


async def grouped(
    session: Session, village: Village, codes: Sequence[str], who: str, kind: AssignmentKind = MAIN,
    since: date = SINCE, until: date | None = None,
) -> None:  # fmt: skip
    """A group of these households, and whose it is."""
    group = HouseholdGroup(cell_id=village.units["05"], name="Nhóm 1", since=SINCE)
    session.add(group)
    await session.flush()
    session.add_all(
        HouseholdGroupPlace(
            group_id=group.id, household_id=village.households[code], since=SINCE
        )
        for code in codes
    )  # fmt: skip
    session.add(
        Assignment(
            person_id=village.people[who], group_id=group.id, kind=kind, since=since, until=until
        )
    )
    await session.flush()


async def asked(session: Session, village: Village, cadence: Cadence) -> dict[str, list[str]]:
    """Whom reminders ask for which households, person by person and cell by cell alike."""
    duty = Duty(calendar_month("2026-11"), cadence, TODAY)
    codes = {id_: code for code, id_ in village.households.items()}
    cells = [village.units[code] for code in ("05", "06", "TH")]
    together = await duties.of_cells(session, cells, duty)
    found = {}
    for name, person_id in village.people.items():
        alone = await duties.of_person(session, person_id, duty)
        assert together.get(person_id) == alone or name == "Phúc"
        if alone is not None and name != "Phúc":
            assert alone.due == len(alone.left)
            found[name] = [codes[one] for one in alone.left]
    gaps = await duties.cells_with_gaps(session, cells, duty)
    assert set(gaps) == {
        village.units["05" if name in ("An", "Bình") else "06" if name == "Cúc" else "TH"]
        for name in found
    }
    return found


async def counted(session: Session, village: Village) -> dict[str, int]:
    """How many households were due of whom in the digest, which proves itself."""
    cells = await periods.cells(session, TODAY, ids=[village.units[one] for one in ("05", "06")])
    facts = await summaries.month_facts(session, cells, "2026-11", TODAY)
    assert facts.differences() == ()
    names = {id_: name for name, id_ in village.people.items()}
    return {
        names[person]: done.due
        for cell in facts.cells
        for person, done in cell.by_person().items()
        if done.due
    }


_WITHOUT = {"An": ["H001", "H002", "H003", "H004"], "Cúc": ["H006"], "Hà": ["H007"]}


@pytest.mark.parametrize("cadence", [ALL_MONTHLY, FOCUS_MONTHLY], ids=["all", "focus"])
async def test_one_who_has_it_alone_answers_and_the_first_of_two_groups(
    store: Store, village: Village, cadence: Cadence
) -> None:
    async with store.begin() as session:
        assert await asked(session, village, cadence) == _WITHOUT
        await grouped(session, village, ["H004", "H005"], "Bình")
        assert await asked(session, village, cadence) == _WITHOUT | {"Bình": ["H005"]}
        assert await counted(session, village) == {"An": 4, "Bình": 1, "Cúc": 1, "Hà": 1}
        await grouped(session, village, ["H005"], "Hà")
        await grouped(session, village, ["H005"], "An", HELPING)
        helps = {"person_id": village.people["An"], "household_id": village.households["H007"]}
        session.add(Assignment(**helps, kind=HELPING, since=SINCE))
        await session.flush()
        assert await asked(session, village, cadence) == _WITHOUT | {"Bình": ["H005"]}
        await grouped(session, village, ["H005"], "An")
        an = {"An": ["H001", "H002", "H003", "H004", "H005"]}
        assert await asked(session, village, cadence) == _WITHOUT | an
        assert await counted(session, village) == {"An": 5, "Cúc": 1, "Hà": 1}


async def test_what_began_or_ended_another_day_and_what_was_declined_is_nobodys_duty(
    store: Store, village: Village
) -> None:
    async with store.begin() as session:
        await grouped(session, village, ["H005"], "Bình", until=TODAY)
        await grouped(session, village, ["H005"], "Hà", since=date(2026, 12, 1))
        for code, said in (("H001", ConsentState.REFUSED), ("H006", ConsentState.WITHDRAWN)):
            home = await session.get_one(Household, village.households[code])
            home.consent = said
        await session.flush()
        left = {"An": ["H002", "H003", "H004"], "Hà": ["H007"]}
        assert await asked(session, village, ALL_MONTHLY) == left
