"""Who may read which concern, how it is numbered, and how it is found."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date

import pytest
from sqlalchemy import update

from bot.domain.concerns import (
    ConcernTarget,
    Part,
    ReporterVisibility,
    Satisfaction,
)
from bot.domain.refusals import Reason, Refusal
from bot.domain.visits import VisitKind
from storage import concern_steps, concerns
from storage.concern_steps import Moved
from storage.store import Store
from storage.tables import (
    Concern,
    Visit,
)
from tests.concerns_stored import (
    EVERYBODY,
    TODAY,
    S,
    acting,
    decided,
    hand_over,
    heard,
    moves,
    raising,
    readers,
    recorded,
)
from tests.conftest import NOW
from tests.village import Village

# --- Who may read it ----------------------------------------------------------------------------


async def test_a_new_concern_is_read_by_its_member_and_own_secretary(
    store: Store, village: Village
) -> None:
    one = await recorded(store, "An", village.households["H003"])
    assert set(await readers(store, one.id)) == {"An", "Bình"}


async def test_a_members_own_secretary_reads_what_was_raised_in_another_area(
    store: Store, village: Village
) -> None:
    one = await recorded(store, "Hà", village.households["H007"])
    pages = await readers(store, one.id)
    assert set(pages) == {"Hà", "Giang", "Bình"}
    assert pages["Bình"].parts == {Part.CELL}
    assert pages["Giang"].parts == frozenset()
    assert pages["Giang"].whose[0].name == ""
    assert (pages["Hà"].whose[0].number, pages["Hà"].whose[0].name) == (1, "Út Mười")


async def test_the_commune_reads_what_was_forwarded_to_it_by_code_only(
    store: Store, village: Village
) -> None:
    one = await recorded(store, "An", village.households["H003"])
    await decided(store, "Bình", one.id, S.FORWARDED, target=ConcernTarget.COMMUNE_GOV)
    pages = await readers(store, one.id)
    assert set(pages) == {"An", "Bình", "Én", "Lâm"}
    (whose,) = pages["Én"].whose
    assert (whose.code, whose.name, whose.number) == ("H003", "", None)


async def test_what_the_cell_asks_in_the_hamlet_is_not_the_communes_to_read(
    store: Store, village: Village
) -> None:
    one = await recorded(store, "An", village.households["H003"])
    await decided(store, "Bình", one.id, S.FORWARDED, target=ConcernTarget.VILLAGE)
    assert set(await readers(store, one.id)) == {"An", "Bình"}


async def test_what_the_cell_takes_back_to_itself_leaves_the_commune(
    store: Store, village: Village
) -> None:
    one = await recorded(store, "An", village.households["H003"])
    await decided(store, "Bình", one.id, S.FORWARDED, target=ConcernTarget.COMMUNE_GOV)
    await decided(store, "Én", one.id, S.RETURNED, "thiếu nơi chốn")
    assert "Én" in await readers(store, one.id)
    await decided(store, "Bình", one.id, S.IN_PROGRESS)
    assert set(await readers(store, one.id)) == {"An", "Bình"}


async def test_the_commune_does_not_learn_whose_a_hidden_concern_is(
    store: Store, village: Village
) -> None:
    told = raising(village.households["H003"], visibility=ReporterVisibility.HIDDEN)
    async with acting(store, "An") as (session, who):
        one = await concern_steps.record(session, who, told, "one", TODAY, NOW)
    await decided(store, "Bình", one.id, S.FORWARDED, target=ConcernTarget.COMMUNE_PARTY)
    pages = await readers(store, one.id)
    assert pages["Én"].whose == ()
    assert pages["Bình"].whose[0].name == "Danh Sóc"


async def test_after_a_hand_over_the_new_member_reads_it_and_the_old_one_does_not(
    store: Store, village: Village
) -> None:
    one = await recorded(store, "An", village.households["H003"])
    await hand_over(store, village, "H003", "Cúc")
    pages = await readers(store, one.id)
    assert set(pages) == {"Cúc", "Bình"}
    assert pages["Cúc"].parts == {Part.REPORTER}


async def test_a_concern_without_a_household_stays_its_authors(
    store: Store, village: Village
) -> None:
    one = await recorded(store, "Hà")
    pages = await readers(store, one.id)
    assert set(pages) == {"Hà", "Giang"}
    assert pages["Giang"].parts == {Part.CELL}
    assert one.code == "PA-TH-202611-001"


async def test_of_several_households_each_member_reads_the_own_by_name(
    store: Store, village: Village
) -> None:
    one = await recorded(store, "An", village.households["H002"], village.households["H003"])
    await hand_over(store, village, "H003", "Cúc")
    pages = await readers(store, one.id)
    assert set(pages) == {"An", "Cúc", "Bình"}
    assert [w.name for w in pages["An"].whose] == ["Tư Hạnh", ""]
    assert sorted(w.name for w in pages["Cúc"].whose) == ["", "Danh Sóc"]


@pytest.mark.parametrize("code", ["H005", "H006", "X001"])
async def test_a_concern_of_somebody_elses_household_cannot_be_recorded(
    store: Store, village: Village, code: str
) -> None:
    with pytest.raises(Refusal) as said:
        await recorded(store, "An", village.households["H001"], village.households[code])
    assert said.value.reason is Reason.NOT_FOUND


async def test_a_secretary_does_not_record_for_a_household_of_another_member(
    store: Store, village: Village
) -> None:
    with pytest.raises(Refusal) as said:
        await recorded(store, "Bình", village.households["H001"])
    assert said.value.reason is Reason.NOT_FOUND


@pytest.mark.parametrize("name", [name for name in EVERYBODY if name not in ("An", "Bình")])
async def test_no_one_else_can_move_it_and_hears_the_same_as_of_none(
    store: Store, village: Village, name: str
) -> None:
    one = await recorded(store, "An", village.households["H003"])
    for concern_id in (one.id, 10**6):
        attempts: list[Callable[[], Awaitable[Moved]]] = [
            lambda i=concern_id: decided(store, name, i, S.ANSWERED, "x"),  # type: ignore[misc]
            lambda i=concern_id: heard(  # type: ignore[misc]
                store, name, i, village.households["H003"], Satisfaction.SATISFIED
            ),
        ]
        for attempt in attempts:
            with pytest.raises(Refusal) as said:
                await attempt()
            assert said.value.reason is Reason.NOT_FOUND
    assert await moves(store, one.id) == [S.NEW]


# --- Numbers and once-ness ------------------------------------------------------------------------


async def test_numbers_count_up_in_each_cell_and_month(store: Store, village: Village) -> None:
    households = village.households
    codes = [
        (await recorded(store, name, households[code], key=f"{place}")).code
        for place, (name, code) in enumerate(
            [("An", "H001"), ("An", "H002"), ("Cúc", "H006"), ("Hà", "H007")]
        )
    ]
    assert codes == [
        "PA-05-202611-001", "PA-05-202611-002", "PA-06-202611-001", "PA-05-202611-003",
    ]  # fmt: skip


async def test_many_at_once_get_different_numbers(store: Store, village: Village) -> None:
    household = village.households["H001"]
    codes = await asyncio.gather(
        *(recorded(store, "An", household, key=f"key {place}") for place in range(8))
    )
    assert sorted(one.code for one in codes) == [f"PA-05-202611-00{n}" for n in range(1, 9)]


async def test_two_taps_at_once_make_one_concern(store: Store, village: Village) -> None:
    household = village.households["H001"]
    both = await asyncio.gather(*(recorded(store, "An", household, key="same") for _ in range(4)))
    assert len({one.code for one in both}) == 1
    assert await moves(store, both[0].id) == [S.NEW]


async def test_a_concern_of_todays_visit_is_linked_to_it_and_takes_its_day(
    store: Store, village: Village
) -> None:
    async with store.begin() as session:
        for place, day in enumerate((date(2026, 10, 30), date(2026, 10, 31))):
            session.add(
                Visit(
                    household_id=village.households["H001"], visitor_id=village.people["An"],
                    author_id=village.people["An"], visited_on=day, kind=VisitKind.HOME,
                    effect_key=f"visit {place}", recorded_at=NOW,
                )
            )  # fmt: skip
    one = await recorded(store, "An", village.households["H001"])
    other = await recorded(store, "An", village.households["H002"], key="other")
    assert (one.code, other.code) == ("PA-05-202610-001", "PA-05-202611-001")
    async with store.reading() as session:
        first = await session.get_one(Concern, one.id)
        second = await session.get_one(Concern, other.id)
        assert (first.raised_on, second.visit_id) == (date(2026, 10, 31), None)
        visit = await session.get_one(Visit, first.visit_id)
        assert visit.visited_on == date(2026, 10, 31)


async def test_of_two_decisions_at_once_one_counts_and_the_other_is_refused(
    store: Store, village: Village
) -> None:
    one = await recorded(store, "An", village.households["H001"])
    both = await asyncio.gather(
        decided(store, "Bình", one.id, S.ANSWERED, "Đã sửa"),
        decided(store, "Bình", one.id, S.DECLINED, "Không thuộc phạm vi"),
        return_exceptions=True,
    )
    refused = [said for said in both if isinstance(said, Refusal)]
    assert [said.reason for said in refused] == [Reason.MOVE_NOT_ALLOWED]
    assert len([said for said in both if isinstance(said, Moved)]) == 1


# --- What waits, and what is found ---------------------------------------------------------------


async def test_what_households_wait_to_hear_is_listed_until_they_were_told(
    store: Store, village: Village
) -> None:
    household_id = village.households["H001"]
    one = await recorded(store, "An", household_id)
    none = await recorded(store, "An", key="none")

    async def waits() -> list[tuple[str, int | None]]:
        async with acting(store, "An") as (session, an):
            found = await concerns.to_feed_back(session, an, TODAY)
            return [(unheard.code, unheard.household_id) for unheard in found]

    assert await waits() == []
    for each in (one, none):
        await decided(store, "Bình", each.id, S.ANSWERED, "Xong")
    assert await waits() == [(one.code, household_id), (none.code, None)]
    await heard(store, "An", one.id, household_id, Satisfaction.SATISFIED)
    await heard(store, "An", none.id, None, Satisfaction.SATISFIED)
    assert await waits() == []


async def test_what_waits_is_a_page_at_a_time_urgent_first(store: Store, village: Village) -> None:
    household_id = village.households["H001"]
    for place in range(11):
        await recorded(store, "An", household_id, key=f"{place}")
    async with store.begin() as session:
        await session.execute(update(Concern).where(Concern.number == 11).values(level="URGENT"))
    async with acting(store, "Bình") as (session, binh):
        first, total = await concerns.waiting(session, binh, TODAY)
        second, _ = await concerns.waiting(session, binh, TODAY, 2)
        beyond, _ = await concerns.waiting(session, binh, TODAY, 99)
    numbers = [int(page.code[-3:]) for page in (*first, *second)]
    assert (total, len(first), len(second)) == (11, 8, 3)
    assert numbers == [11, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
    assert [page.id for page in beyond] == [page.id for page in first]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("2", ["PA-05-202611-002"]),
        ("#2", ["PA-05-202611-002"]),
        ("1", ["PA-05-202610-001"]),
        ("pa-05-202611-002", ["PA-05-202611-002"]),
        ("PA 05 202611 002", ["PA-05-202611-002"]),
        ("05-202611-002", ["PA-05-202611-002"]),
        ("cau", ["PA-05-202611-002"]),
        ("CẦU KÊNH", ["PA-05-202611-002"]),
        ("3", []),
        ("khong co", []),
        ("%", []),
        ("", []),
        ("9" * 50, []),
        ("²", []),
    ],
    ids=repr,
)
async def test_a_concern_is_found_by_number_code_or_words(
    store: Store, village: Village, words: str, found: list[str]
) -> None:
    first = await recorded(store, "An", village.households["H001"], words="Đèn hư")
    await recorded(store, "An", village.households["H001"], key="b", words="Cầu kênh 7 sập")
    async with store.begin() as session:
        await session.execute(
            update(Concern)
            .where(Concern.id == first.id)
            .values(month="2026-10", code="PA-05-202610-001")
        )
    async with acting(store, "An") as (session, an):
        pages = await concerns.find(session, an, words, TODAY)
    assert [page.code for page in pages] == found
