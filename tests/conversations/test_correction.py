"""Taking back, and putting right, what was reported within the last day."""

import json
from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from bot.domain.concerns import ConcernStatus
from bot.domain.households import AssignmentEnd, Change
from bot.domain.refusals import Reason, Refusal
from bot.domain.visits import VisitKind
from bot.texts.refusals import reason, refusal
from storage.tables import (
    Assignment,
    AuditRow,
    Concern,
    ConcernMove,
    HouseholdChange,
    HouseholdState,
    InboxRow,
    Visit,
)
from tests.chat import Chat, World
from tests.village import Village

NOTHING = reason(Reason.NOTHING_TO_TAKE_BACK)
TODAY = date(2026, 11, 21)


async def visit(who: Chat, household: str = "1") -> None:
    await who.say(f"/thamho {household}")
    await who.tap("Hôm nay")
    assert (await who.tap("Tại nhà: ổn định")).startswith("Đã ghi nhận")


async def birth(who: Chat, household: str = "1") -> None:
    await who.say(f"/thaydoi {household}, sinh con, hôm nay")
    assert (await who.tap("Đúng")).startswith("Đã ghi nhận")


async def concern(world: World, village: Village, who: str = "An", code: str = "H001") -> int:
    """A concern as `who` told it; how it is asked for is another conversation's matter."""
    from bot.domain.concerns import ConcernCategory, ConcernKind
    from bot.messages import Address
    from storage import concern_steps, people

    async with world.store.begin() as session:
        actor = await people.actor_at(session, Address("console", "demo", who), TODAY)
        assert actor is not None
        raising = concern_steps.Raising(
            (village.households[code],), ConcernKind.PROPOSAL, ConcernCategory.ROAD,
            "đường vào tổ 4 bị ngập",
        )  # fmt: skip
        key = f"concern {next(world.ids)}"
        raised = await concern_steps.record(session, actor, raising, key, TODAY, world.now)
        return raised.id


async def visits(world: World) -> Sequence[Visit]:
    async with world.store.reading() as session:
        return list(await session.scalars(select(Visit).order_by(Visit.id)))


async def changes(world: World) -> Sequence[HouseholdChange]:
    async with world.store.reading() as session:
        return list(await session.scalars(select(HouseholdChange).order_by(HouseholdChange.id)))


async def persons_of(world: World, village: Village, code: str) -> int | None:
    async with world.store.reading() as session:
        return await session.scalar(
            select(HouseholdState.persons).where(
                HouseholdState.household_id == village.households[code],
                HouseholdState.until.is_(None),
            )
        )


async def test_a_visit_is_taken_back_by_its_word_and_no_longer_counts(
    an: Chat, world: World
) -> None:
    await visit(an)
    assert "1/4 hộ" in await an.say("/thangnay")
    assert "Số 1 · Ba Lành, hôm nay" in await an.say("/sua")
    asked = await an.tap("Thu hồi")
    assert "Ba Lành" in asked
    assert "thu hoi" in asked
    assert (await an.say("thu hồi")).startswith("Đã thu hồi: Thăm hộ: Số 1 · Ba Lành")
    (row,) = await visits(world)
    assert row.withdrawn_at == world.now, "kept, and no longer counted"
    assert "0/4 hộ" in await an.say("/thangnay")


@pytest.mark.parametrize(
    "said", ["có", "ok", "1", "đúng", "😀", "thu", "x" * 100_000], ids=lambda s: s[:10]
)
async def test_no_other_word_takes_anything_back(an: Chat, world: World, said: str) -> None:
    await visit(an)
    await an.say("/sua")
    await an.tap("Thu hồi")
    assert (await an.say(said)).startswith(refusal(Refusal(Reason.WORD_WANTED, word="thu hoi")))
    (row,) = await visits(world)
    assert row.withdrawn_at is None
    assert (await an.say("THU HOI")).startswith("Đã thu hồi")


async def test_a_change_is_taken_back_with_what_it_did(
    an: Chat, world: World, village: Village
) -> None:
    await birth(an)
    assert await persons_of(world, village, "H001") == 5
    assert "Sinh con" in await an.say("hoantac")
    await an.tap("Thu hồi")
    await an.say("thu hoi")
    (row,) = await changes(world)
    assert row.withdrawn_at is not None
    assert await persons_of(world, village, "H001") == 4


async def test_a_change_is_put_right_from_the_numbers_of_before(
    an: Chat, world: World, village: Village
) -> None:
    await birth(an)
    await an.say("/sua")
    assert "Số 1 · Ba Lành" in await an.tap("Sửa lại")
    await an.say("chuyển đến")
    await an.say("hôm nay")
    shown = await an.say("2")
    assert "đồng chí chọn số đúng" in shown
    assert an.labels[0] == "Đúng: 6 khẩu, 2 lao động"
    await an.tap("Đúng: 6 khẩu, 2")
    wrong, right = await changes(world)
    assert wrong.withdrawn_at is not None
    assert (right.change, right.withdrawn_at) == (Change.MOVE_IN, None)
    assert await persons_of(world, village, "H001") == 6


async def test_a_correction_given_up_leaves_the_report_as_it_was(
    an: Chat, world: World, village: Village
) -> None:
    await birth(an)
    await an.say("/sua")
    await an.tap("Sửa lại")
    await an.say("huy")
    (row,) = await changes(world)
    assert row.withdrawn_at is None
    assert await persons_of(world, village, "H001") == 5


async def test_a_visit_is_put_right_by_a_new_report(an: Chat, world: World) -> None:
    await visit(an)
    await an.say("/sua")
    await an.tap("Sửa lại")
    await an.tap("Hôm nay")
    assert (await an.tap("Gọi điện")).strip()
    if "Lưu" in an.labels:
        await an.tap("Lưu")
    wrong, right = await visits(world)
    assert wrong.withdrawn_at is not None
    assert (right.kind, right.replaces_id) == (VisitKind.PHONE, wrong.id)
    assert "0/4 hộ" in await an.say("/thangnay")


async def test_a_new_concern_is_taken_back(an: Chat, world: World, village: Village) -> None:
    concern_id = await concern(world, village)
    assert "đường vào tổ 4" in await an.say("/sua")
    await an.tap("Thu hồi")
    await an.say("thu hoi")
    async with world.store.reading() as session:
        row = await session.get_one(Concern, concern_id)
    assert row.status is ConcernStatus.WITHDRAWN
    assert await an.say("/sua") == NOTHING


async def test_a_new_concerns_words_are_put_right(an: Chat, world: World, village: Village) -> None:
    concern_id = await concern(world, village)
    await an.say("/sua")
    await an.tap("Sửa nội dung")
    assert "Đã ghi nhận" in await an.say("đường vào tổ 5, đoạn cầu, bị ngập")
    async with world.store.reading() as session:
        row = await session.get_one(Concern, concern_id)
        moves = list(await session.scalars(select(ConcernMove).order_by(ConcernMove.id)))
    assert row.words == "đường vào tổ 5, đoạn cầu, bị ngập"
    assert (moves[-1].after, moves[-1].inbox_id is not None) == (ConcernStatus.NEW, True)


async def test_other_words_may_be_as_long_as_the_first_ones(
    an: Chat, world: World, village: Village
) -> None:
    concern_id = await concern(world, village)
    await an.say("/sua")
    await an.tap("Sửa nội dung")
    assert "Đã ghi nhận" in await an.say("Đường bị ngập. " * 133)
    async with world.store.reading() as session:
        row = await session.get_one(Concern, concern_id)
    assert len(row.words) > 1900


async def test_other_words_that_were_asked_about_name_the_message_they_came_in(
    an: Chat, world: World, village: Village
) -> None:
    await concern(world, village)
    await an.say("/sua")
    await an.tap("Sửa nội dung")
    await an.say("tố cáo ông trưởng ấp ăn chặn")
    await an.tap("Phản ánh thường")
    async with world.store.reading() as session:
        last = await session.scalar(select(ConcernMove.inbox_id).order_by(ConcernMove.id.desc()))
        rows = await session.scalars(select(InboxRow).where(InboxRow.id == last))
        assert "tố cáo" in str(json.loads(rows.one().raw or b"{}"))


async def test_other_words_that_are_a_complaint_are_not_kept(
    an: Chat, world: World, village: Village
) -> None:
    concern_id = await concern(world, village)
    await an.say("/sua")
    await an.tap("Sửa nội dung")
    await an.say("tố cáo ông trưởng ấp ăn chặn")
    await an.tap("Tố cáo, khiếu nại")
    async with world.store.reading() as session:
        row = await session.get_one(Concern, concern_id)
    assert row.words == "đường vào tổ 4 bị ngập"


@pytest.mark.parametrize(
    "status", [ConcernStatus.TRIAGE, ConcernStatus.IN_PROGRESS, ConcernStatus.ANSWERED]
)
async def test_a_concern_that_the_cell_has_taken_up_stays(
    an: Chat, world: World, village: Village, status: ConcernStatus
) -> None:
    concern_id = await concern(world, village)
    async with world.store.begin() as session:
        await session.execute(update(Concern).where(Concern.id == concern_id).values(status=status))
    assert "không thu hồi được nữa" in await an.say("/sua")
    assert an.labels == ["Giữ nguyên", "Hủy"]


async def test_a_concern_taken_up_meanwhile_is_not_taken_back(
    an: Chat, world: World, village: Village
) -> None:
    concern_id = await concern(world, village)
    await an.say("/sua")
    await an.tap("Thu hồi")
    async with world.store.begin() as session:
        await session.execute(
            update(Concern).where(Concern.id == concern_id).values(status=ConcernStatus.TRIAGE)
        )
    assert (await an.say("thu hoi")).startswith(reason(Reason.MOVE_NOT_ALLOWED))


async def test_the_report_before_the_last_can_be_reached(an: Chat, world: World) -> None:
    await visit(an)
    world.later(minutes=1)
    await birth(an)
    assert "Sinh con" in await an.say("/sua")
    assert "Thăm hộ" in await an.tap("Báo cáo trước đó")
    assert "Báo cáo trước đó" not in an.labels
    await an.tap("Thu hồi")
    await an.say("thu hoi")
    (withdrawn,) = await visits(world)
    (kept,) = await changes(world)
    assert (withdrawn.withdrawn_at is not None, kept.withdrawn_at) == (True, None)


async def test_leaving_it_changes_nothing(an: Chat, world: World) -> None:
    await visit(an)
    await an.say("/sua")
    assert "giữ nguyên" in await an.tap("Giữ nguyên")
    (row,) = await visits(world)
    assert row.withdrawn_at is None


async def test_after_a_day_nothing_is_taken_back(an: Chat, world: World) -> None:
    await visit(an)
    world.later(hours=23, minutes=59)
    await an.say("/sua")
    await an.tap("Thu hồi")
    world.later(minutes=1)
    assert await an.say("thu hoi") == NOTHING
    await an.say("huy")
    assert await an.say("/sua") == NOTHING
    (row,) = await visits(world)
    assert row.withdrawn_at is None


async def test_nobody_else_is_offered_ones_report(
    an: Chat, binh: Chat, cuc: Chat, ha: Chat, phuc: Chat
) -> None:
    await visit(an)
    await birth(an)
    for other in (binh, cuc, ha, phuc):
        assert await other.say("/sua") == NOTHING


async def test_a_secretary_who_reports_nothing_has_no_such_command(dung: Chat) -> None:
    assert "thu hồi" not in (await dung.say("/sua")).lower()


async def test_without_any_report_there_is_nothing(an: Chat) -> None:
    assert await an.say("/sua") == NOTHING
    assert await an.say("sua") == NOTHING


async def test_a_report_is_taken_back_once(an: Chat, world: World) -> None:
    await visit(an)
    await an.say("/sua")
    await an.tap("Thu hồi")
    await an.say("thu hoi")
    assert await an.say("/sua") == NOTHING
    async with world.store.reading() as session:
        actions = list(await session.scalars(select(AuditRow.action).order_by(AuditRow.id)))
    assert actions.count("took back") == 1


async def test_a_household_handed_over_takes_its_reports_out_of_sight(
    an: Chat, world: World, village: Village
) -> None:
    await visit(an)
    await birth(an)
    async with world.store.begin() as session:
        await session.execute(
            update(Assignment)
            .where(Assignment.household_id == village.households["H001"])
            .values(until=TODAY - timedelta(days=1), ended_because=AssignmentEnd.REBALANCE)
        )
    assert await an.say("/sua") == NOTHING
