"""Each step on a concern's way is taken once, by whom it is for, and leaves a trail."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.domain.concerns import (
    MOVES,
    ConcernCategory,
    ConcernKind,
    ConcernStatus,
    ConcernTarget,
    Satisfaction,
)
from bot.domain.households import AssignmentKind
from bot.domain.refusals import Reason, Refusal
from storage import concern_answers, concern_steps, concerns
from storage.concern_steps import Raising
from storage.store import Store
from storage.tables import (
    Assignment,
    AuditRow,
    Concern,
    ConcernHousehold,
    ConcernMove,
    File,
    HouseholdGroup,
    HouseholdGroupPlace,
    InboxRow,
)
from tests.concerns_stored import TODAY, S, acting, decided, hand_over, heard, moves, recorded
from tests.conftest import NOW
from tests.village import Village

# --- The way --------------------------------------------------------------------------------------


async def _through(store: Store, concern_id: int, household_id: int) -> None:
    """A long way that takes every step which people take, but for the ends."""
    await decided(store, "Bình", concern_id, S.NEED_INFO, "Ở đâu?")
    async with acting(store, "An") as (session, an):
        await concern_answers.add_words(session, an, concern_id, "Tổ 5", TODAY, NOW)
    await decided(store, "Bình", concern_id, S.FORWARDED, target=ConcernTarget.COMMUNE_GOV)
    await decided(store, "Én", concern_id, S.RETURNED, "Chưa rõ")
    await decided(store, "Bình", concern_id, S.IN_PROGRESS)
    await decided(store, "Bình", concern_id, S.FORWARDED, target=ConcernTarget.COMMUNE_GOV)
    await decided(store, "Én", concern_id, S.ANSWERED, "Sẽ sửa")
    await heard(store, "An", concern_id, household_id, Satisfaction.NOT_SATISFIED)
    await decided(store, "Bình", concern_id, S.FORWARDED, target=ConcernTarget.VILLAGE)
    await decided(store, "Bình", concern_id, S.ANSWERED, "Tuần sau")
    await heard(store, "An", concern_id, household_id, Satisfaction.SATISFIED)
    await heard(store, "An", concern_id, household_id, Satisfaction.NOT_SATISFIED)
    await decided(store, "Bình", concern_id, S.ANSWERED, "Đã sửa xong")
    await heard(store, "An", concern_id, household_id, Satisfaction.NO_ANSWER)
    async with store.begin() as session:
        assert await concern_steps.close_unopposed(session, NOW + timedelta(days=7)) == 1


async def test_every_step_of_the_table_is_taken_by_somebody(store: Store, village: Village) -> None:
    household_id = village.households["H001"]
    made = [(await recorded(store, "An", household_id, key=f"{n}")).id for n in range(4)]
    await _through(store, made[0], household_id)
    for concern_id, after in zip(made[1:3], (S.DECLINED, S.REFERRED), strict=True):
        await decided(store, "Bình", concern_id, after, "x")
        await heard(store, "An", concern_id, household_id, Satisfaction.SATISFIED)
    async with acting(store, "An") as (session, an):
        await concern_answers.withdraw(session, an, made[3], TODAY, NOW)
    async with store.reading() as session:
        rows = await session.execute(select(ConcernMove.before, ConcernMove.after))
        taken = {(before, after) for before, after in rows if before is not None}
    merging = {(S.TRIAGE, S.MERGED)}  # the secretary's, once concerns can be merged
    assert taken == {(move.before, move.after) for move in MOVES} - merging


@pytest.mark.parametrize("after", list(S), ids=str)
async def test_a_member_alone_decides_nothing(
    store: Store, village: Village, after: ConcernStatus
) -> None:
    one = await recorded(store, "An", village.households["H001"])
    with pytest.raises(Refusal) as said:
        await decided(store, "An", one.id, after, "x")
    assert said.value.reason is Reason.MOVE_NOT_ALLOWED


async def test_only_a_new_concern_can_be_withdrawn(store: Store, village: Village) -> None:
    one = await recorded(store, "An", village.households["H001"])
    async with acting(store, "Bình") as (session, binh):
        page = await concern_steps.take_up(session, binh, one.id, TODAY, NOW)
        assert page.status is S.TRIAGE
    with pytest.raises(Refusal) as said:
        async with acting(store, "An") as (session, an):
            await concern_answers.withdraw(session, an, one.id, TODAY, NOW)
    assert said.value.reason is Reason.MOVE_NOT_ALLOWED


async def test_reading_does_not_take_a_concern_up_but_its_secretary_does(
    store: Store, village: Village
) -> None:
    one = await recorded(store, "Hà", village.households["H007"])
    async with acting(store, "Giang") as (session, giang):
        await concern_steps.take_up(session, giang, one.id, TODAY, NOW)
    assert await moves(store, one.id) == [S.NEW]
    async with acting(store, "Bình") as (session, binh):
        await concern_steps.take_up(session, binh, one.id, TODAY, NOW)
        await concern_steps.take_up(session, binh, one.id, TODAY, NOW)
    assert await moves(store, one.id) == [S.NEW, S.TRIAGE]


async def test_a_concern_moves_on_only_when_every_household_was_told(
    store: Store, village: Village
) -> None:
    first, second = village.households["H001"], village.households["H002"]
    one = await recorded(store, "An", first, second)
    await decided(store, "Bình", one.id, S.ANSWERED, "Xong")
    half = await heard(store, "An", one.id, first, Satisfaction.SATISFIED)
    assert (half.status, half.left) == (S.ANSWERED, 1)
    whole = await heard(store, "An", one.id, second, Satisfaction.NOT_SATISFIED)
    assert (whole.status, whole.left) == (S.REOPENED, 0)
    await decided(store, "Bình", one.id, S.ANSWERED, "Làm lại rồi")
    async with store.reading() as session:
        again = await concerns.open_for(session, [first, second])
    assert [unheard.household_id for unheard in again] == [first, second]


async def test_a_household_that_nobody_is_assigned_to_holds_up_nothing(
    store: Store, village: Village
) -> None:
    first, second = village.households["H001"], village.households["H002"]
    one = await recorded(store, "An", first, second)
    await decided(store, "Bình", one.id, S.ANSWERED, "Xong")
    await hand_over(store, village, "H002", "")
    assert (await heard(store, "An", one.id, first, Satisfaction.PARTLY)).status is S.CLOSED


async def test_who_carries_the_answer_is_who_is_assigned_now(
    store: Store, village: Village
) -> None:
    one = await recorded(store, "An", village.households["H001"], village.households["H003"])
    await hand_over(store, village, "H003", "Cúc")
    moved = await decided(store, "Bình", one.id, S.ANSWERED, "Xong")
    assert moved.person_ids == tuple(sorted(village.people[name] for name in ("An", "Cúc")))


async def test_a_group_of_households_has_its_member_too(store: Store, village: Village) -> None:
    one = await recorded(store, "An", village.households["H003"])
    await hand_over(store, village, "H003", "")
    async with store.begin() as session:
        group = HouseholdGroup(cell_id=village.units["05"], name="Nhóm 1", since=TODAY)
        session.add(group)
        await session.flush()
        session.add(
            HouseholdGroupPlace(
                group_id=group.id, household_id=village.households["H003"], since=TODAY
            )
        )
        session.add(
            Assignment(
                person_id=village.people["Cúc"], group_id=group.id,
                kind=AssignmentKind.MAIN, since=TODAY,
            )
        )  # fmt: skip
    moved = await decided(store, "Bình", one.id, S.ANSWERED, "Xong")
    assert moved.person_ids == (village.people["Cúc"],)
    told = await heard(store, "Cúc", one.id, village.households["H003"], Satisfaction.SATISFIED)
    assert told.status is S.CLOSED


async def test_the_author_carries_it_where_no_household_was_named(
    store: Store, village: Village
) -> None:
    one = await recorded(store, "An")
    moved = await decided(store, "Bình", one.id, S.ANSWERED, "Xong")
    assert moved.person_ids == (village.people["An"],)
    assert (await heard(store, "An", one.id, None, Satisfaction.SATISFIED)).status is S.CLOSED


async def test_the_secretary_hears_of_an_answer_that_nobody_can_carry(
    store: Store, village: Village
) -> None:
    one = await recorded(store, "An", village.households["H003"])
    await decided(store, "Bình", one.id, S.FORWARDED, target=ConcernTarget.COMMUNE_GOV)
    await hand_over(store, village, "H003", "")
    moved = await decided(store, "Én", one.id, S.ANSWERED, "Xong")
    assert moved.person_ids == (village.people["Bình"],)


async def test_what_was_told_closes_after_a_week_without_objection(
    store: Store, village: Village
) -> None:
    one = await recorded(store, "An", village.households["H001"])
    await decided(store, "Bình", one.id, S.ANSWERED, "Xong")
    told = await heard(store, "An", one.id, village.households["H001"], Satisfaction.NO_ANSWER)
    assert told.status is S.FED_BACK
    async with store.begin() as session:
        almost = NOW + timedelta(days=7, seconds=-1)
        assert await concern_steps.close_unopposed(session, almost) == 0
        assert await concern_steps.close_unopposed(session, NOW + timedelta(days=7)) == 1
        assert await concern_steps.close_unopposed(session, NOW + timedelta(days=8)) == 0


async def test_each_step_leaves_a_row_in_the_audit_without_its_content(
    store: Store, village: Village
) -> None:
    one = await recorded(store, "An", village.households["H001"], words="bí mật của hộ")
    await decided(store, "Bình", one.id, S.ANSWERED, "cũng vậy")
    async with store.reading() as session:
        rows = list(await session.scalars(select(AuditRow).order_by(AuditRow.id)))
    assert [(row.action, row.thing, row.thing_id) for row in rows] == [
        ("recorded", "concern", str(one.id)),
        ("answered", "concern", str(one.id)),
    ]


# --- What must not be kept ------------------------------------------------------------------------


async def test_of_a_referred_concern_no_word_no_photo_and_in_the_end_no_household_is_kept(
    store: Store, village: Village
) -> None:
    household_id = village.households["H001"]
    async with acting(store, "An") as (session, an):
        photo = File(name="a.jpg", media_type="image/jpeg", content=b"x", created_at=NOW)
        session.add(photo)
        await session.flush()
        arrived = [
            InboxRow(
                surface="console", account="demo", event_id=f"{n}", chat="An", raw=b"words",
                received_at=NOW, next_at=NOW, file_id=photo.id if n == 2 else None,
            )
            for n in range(4)
        ]  # fmt: skip
        session.add_all(arrived)
        await session.flush()
        told = Raising(
            (household_id,), ConcernKind.FEEDBACK, ConcernCategory.LAND, "Lấn đất",
            photo_id=photo.id, inbox_id=arrived[0].id,
        )  # fmt: skip
        one = await concern_steps.record(session, an, told, "one", TODAY, NOW)
    await decided(store, "Bình", one.id, S.NEED_INFO, "Ai?")
    async with acting(store, "An") as (session, an):
        await concern_answers.add_words(
            session, an, one.id, "Ông ấy", TODAY, NOW, inbox_id=arrived[1].id
        )
    await decided(store, "Bình", one.id, S.REFERRED)
    async with store.reading() as session:
        concern = await session.get_one(Concern, one.id)
        assert (concern.words, concern.photo_id, concern.visit_id) == ("", None, None)
        assert concern.kind is ConcernKind.REFER_ONLY
        assert set(await session.scalars(select(ConcernMove.note))) == {""}
        assert await session.scalar(select(func.count()).select_from(File)) == 0
        raws = list(await session.scalars(select(InboxRow.raw).order_by(InboxRow.id)))
        assert raws == [None, None, None, b"words"]
    moved = await heard(store, "An", one.id, household_id, Satisfaction.NO_ANSWER)
    assert moved.status is S.CLOSED
    async with store.reading() as session:
        assert not list(await session.scalars(select(ConcernHousehold)))
