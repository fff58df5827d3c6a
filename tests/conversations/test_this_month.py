"""How An's month stands."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import update

from bot.domain.concerns import ConcernCategory, ConcernKind, ConcernStatus
from bot.domain.households import AssignmentEnd, AssignmentKind, HouseholdClass
from bot.domain.periods import day_of
from bot.domain.refusals import Reason
from bot.domain.visits import NotDoneReason, VisitKind
from bot.messages import Address
from bot.texts.refusals import reason
from storage import concern_steps, people, visits
from storage.tables import Assignment, BookNumber, Concern, Household, HouseholdState
from tests.chat import Chat, World
from tests.village import Village, entrust

TODAY = date(2026, 11, 21)


async def met(
    world: World,
    village: Village,
    code: str,
    days: int = 0,
    kind: VisitKind = VisitKind.HOME,
    who: str = "An",
    promise: tuple[str, date] | None = None,
) -> int:
    async with world.store.begin() as session:
        today = day_of(world.now)
        actor = await people.actor_at(session, Address("console", "demo", who), today)
        assert actor is not None
        absent = NotDoneReason.ABSENT_HH if kind is VisitKind.NOT_DONE else None
        words, due = promise or ("", None)
        report = visits.Report(
            village.households[code], today - timedelta(days=days), kind, absent,
            promise=words, promise_due=due,
        )  # fmt: skip
        visit_id = await visits.record(
            session, actor, report, f"visit {next(world.ids)}", world.now
        )
        assert visit_id is not None
        return visit_id


async def hand_over(world: World, village: Village, code: str) -> None:
    async with world.store.begin() as session:
        await session.execute(
            update(Assignment)
            .where(Assignment.household_id == village.households[code])
            .values(until=TODAY, ended_because=AssignmentEnd.REBALANCE)
        )


async def test_a_fresh_month_lists_who_is_due(an: Chat) -> None:
    said = await an.say("/thangnay")
    assert said.splitlines() == [
        "Tháng 11: đã thăm 0/4 hộ, còn 9 ngày.",
        "Cần thăm, nhắn số hộ để ghi:",
        "Số 1 · Ba Lành: chưa thăm lần nào, ưu tiên",
        "Số 2 · Tư Hạnh: chưa thăm lần nào",
        "Số 3 · Danh Sóc: chưa thăm lần nào",
        "Số 4 · H'Hen Niê: chưa thăm lần nào",
    ]
    assert an.labels == ["Thăm hộ", "Xem tháng trước", "Xem hộ của tôi", "Về trang chính"]


@pytest.mark.parametrize("typed", ["thangnay", "tháng này", "THANG NAY", "/thang nay"])
async def test_it_is_asked_for_however_it_is_typed(an: Chat, typed: str) -> None:
    assert "0/4 hộ" in await an.say(typed)


async def test_both_clocks_are_told_the_months_and_the_days(
    an: Chat, world: World, village: Village
) -> None:
    await met(world, village, "H001", days=1)
    await met(world, village, "H002", days=34)
    await met(world, village, "H003", days=60)
    said = await an.say("/thangnay")
    assert "đã thăm 1/4 hộ" in said
    assert said.splitlines()[2:] == [
        "Số 4 · H'Hen Niê: chưa thăm lần nào",
        "Số 3 · Danh Sóc: 60 ngày chưa thăm",
        "Số 2 · Tư Hạnh: 34 ngày chưa thăm",
    ]


@pytest.mark.parametrize("kind", [VisitKind.PHONE, VisitKind.GROUP_MEETING, VisitKind.VIA_OTHER])
async def test_another_contact_is_counted_beside_and_fulfils_nothing(
    an: Chat, world: World, village: Village, kind: VisitKind
) -> None:
    await met(world, village, "H001", kind=kind)
    said = await an.say("/thangnay")
    assert "0/4 hộ" in said
    assert "Nắm tình hình bằng cách khác 1 hộ." in said
    assert "Số 1 · Ba Lành" in said, "still due"


async def test_an_attempt_is_counted_beside(an: Chat, world: World, village: Village) -> None:
    await met(world, village, "H001", kind=VisitKind.NOT_DONE)
    await met(world, village, "H002", kind=VisitKind.PHONE)
    said = await an.say("/thangnay")
    assert "Nắm tình hình bằng cách khác 1 hộ; đến nhưng vắng nhà 1 hộ." in said


async def test_two_visits_of_one_household_are_one(
    an: Chat, world: World, village: Village
) -> None:
    await met(world, village, "H001", days=3)
    await met(world, village, "H001")
    await met(world, village, "H001", kind=VisitKind.PHONE)
    assert (await an.say("/thangnay")).startswith("Tháng 11: đã thăm 1/4 hộ")


async def test_a_visit_taken_back_is_not_counted(an: Chat, world: World, village: Village) -> None:
    await met(world, village, "H001")
    await an.say("/sua")
    await an.tap("Thu hồi")
    await an.say("thu hoi")
    said = await an.say("/thangnay")
    assert "0/4 hộ" in said
    assert "Số 1 · Ba Lành: chưa thăm lần nào" in said


async def test_a_visit_of_last_month_is_not_counted_in_this(
    an: Chat, world: World, village: Village
) -> None:
    await met(world, village, "H001", days=21)
    assert "0/4 hộ" in await an.say("/thangnay")
    await met(world, village, "H001", days=20)
    assert "1/4 hộ" in await an.say("/thangnay")


async def test_a_full_month_thanks(an: Chat, world: World, village: Village) -> None:
    for code in ("H001", "H002", "H003", "H004"):
        await met(world, village, code)
    assert await an.say("/thangnay") == "Tháng 11: đã thăm 4/4 hộ, đã đủ. Cảm ơn đồng chí."


async def test_the_month_is_vietnams(an: Chat, world: World, village: Village) -> None:
    await met(world, village, "H001")
    world.now = datetime(2026, 11, 30, 16, 59, tzinfo=UTC)
    assert "Tháng 11: đã thăm 1/4 hộ, hôm nay là ngày cuối tháng." in await an.say("/thangnay")
    world.now = datetime(2026, 11, 30, 17, 0, tzinfo=UTC)
    said = await an.say("/thangnay")
    assert "Tháng 12: đã thăm 0/4 hộ, còn 30 ngày." in said
    assert "Số 1 · Ba Lành: 10 ngày" in said


async def test_a_household_taken_on_in_the_month_counts_and_one_handed_over_does_not(
    an: Chat, world: World, village: Village
) -> None:
    await met(world, village, "H001")
    await hand_over(world, village, "H001")
    assert "0/3 hộ" in await an.say("/thangnay")
    async with world.store.begin() as session:
        entrust(session, village, "H005", "An", 5, since=TODAY)
    said = await an.say("/thangnay")
    assert "0/4 hộ" in said
    assert "Số 5 · Sáu Thảo" in said
    assert "Ba Lành" not in said


async def test_promises_that_are_near_or_past_are_told(
    an: Chat, world: World, village: Village
) -> None:
    await met(world, village, "H001", promise=("hỏi vay vốn", TODAY + timedelta(days=7)))
    await met(world, village, "H002", days=9, promise=("xin cây giống", date(2026, 11, 18)))
    await met(world, village, "H003", promise=("hẹn tháng sau", TODAY + timedelta(days=8)))
    said = await an.say("/thangnay")
    assert "Số 1 · Ba Lành: hỏi vay vốn (28/11)" in said
    assert "Số 2 · Tư Hạnh: xin cây giống (quá ngày hẹn 18/11)" in said
    assert "hẹn tháng sau" not in said


async def test_a_promise_to_a_household_handed_over_is_not_told(
    an: Chat, world: World, village: Village
) -> None:
    await met(world, village, "H001", promise=("hỏi vay vốn", TODAY))
    await hand_over(world, village, "H001")
    assert "hỏi vay vốn" not in await an.say("/thangnay")


async def test_an_answer_that_a_household_waits_for_is_told_and_can_be_opened(
    an: Chat, world: World, village: Village
) -> None:
    async with world.store.begin() as session:
        actor = await people.actor_at(session, an.address, TODAY)
        assert actor is not None
        raising = concern_steps.Raising(
            (village.households["H001"],), ConcernKind.PROPOSAL, ConcernCategory.ROAD, "ngập"
        )
        raised = await concern_steps.record(session, actor, raising, "one", TODAY, world.now)
    assert raised.code not in await an.say("/thangnay")
    async with world.store.begin() as session:
        await session.execute(
            update(Concern)
            .where(Concern.id == raised.id)
            .values(status=ConcernStatus.ANSWERED, answer="đã nạo vét")
        )
    said = await an.say("/thangnay")
    assert f"Có trả lời cần báo lại cho hộ: {raised.code}." in said
    assert raised.code in await an.tap(f"Báo kết quả {raised.code}")


async def test_a_long_list_is_cut_after_a_screen_and_can_be_paged(
    an: Chat, world: World, village: Village
) -> None:
    async with world.store.begin() as session:
        for number in range(5, 20):
            household = Household(
                commune_id=village.units["TL"], cell_id=village.units["05"], code=f"N{number}",
                head=f"Người Thứ {number}", alias="", address="Tổ 9", since=date(2026, 9, 1),
                search_key=f"nguoi thu {number}",
            )  # fmt: skip
            session.add(household)
            await session.flush()
            state = HouseholdState(household_id=household.id, since=date(2026, 9, 1))
            state.household_class = HouseholdClass.NONE
            session.add(state)
            held = {"person_id": village.people["An"], "household_id": household.id}
            session.add(Assignment(**held, kind=AssignmentKind.MAIN, since=date(2026, 9, 1)))
            session.add(BookNumber(**held, number=number))
    await met(world, village, "H001", promise=("hỏi vay vốn", TODAY))
    await met(world, village, "H002", promise=("xin cây giống", TODAY))
    await met(world, village, "H003", kind=VisitKind.PHONE, promise=("mang hồ sơ", TODAY))
    said = await an.say("/thangnay")
    assert len(said.splitlines()) <= 9
    assert "và 15 hộ nữa" in said
    seen = [line for line in said.splitlines() if "ngày" in line or "chưa thăm lần" in line]
    while any(label.startswith("Xem tiếp") for label in an.labels):
        said = await an.tap("Xem tiếp")
        assert len(said.splitlines()) <= 8
        seen += [line for line in said.splitlines() if line.startswith("Số ")]
    due = [line for line in seen if "chưa thăm lần" in line]
    assert len(due) == len(set(due)) == 17, "each once, none left out"
    assert await an.say("/thangnay tiep 999") == "Không còn hộ nào cần thăm."


async def test_everybody_has_a_month_of_their_own(
    an: Chat, cuc: Chat, ha: Chat, world: World, village: Village
) -> None:
    await met(world, village, "H006", who="Cúc")
    assert "1/1 hộ" in await cuc.say("/thangnay")
    assert "0/1 hộ" in await ha.say("/thangnay")
    assert "0/4 hộ" in await an.say("/thangnay")


async def test_whoever_has_nobody_is_told_so(binh: Chat, dung: Chat) -> None:
    assert await binh.say("/thangnay") == reason(Reason.NO_ONE_ASSIGNED)
    assert "hộ, còn" not in await dung.say("/thangnay")


async def test_the_first_line_names_no_household(an: Chat, world: World, village: Village) -> None:
    await met(world, village, "H001", promise=("hỏi vay vốn", TODAY))
    first, *_ = (await an.say("/thangnay")).splitlines()
    assert not any(name in first for name in ("Ba Lành", "Tư Hạnh", "nghèo"))


async def test_it_may_be_asked_in_the_middle_of_a_form(an: Chat) -> None:
    await an.say("/thaydoi 1")
    await an.say("sinh con")
    said = await an.say("/thangnay")
    assert "0/4 hộ" in said
    assert "Còn ghi dở" in said
    assert "Từ ngày nào?" in await an.say("tiep")
