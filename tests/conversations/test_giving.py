"""Households that nobody has are given to a member by the cell's secretary."""

from datetime import date

from sqlalchemy import select

from bot.domain.households import AssignmentKind
from bot.domain.refusals import Reason
from bot.texts.refusals import reason
from storage.tables import Assignment, AuditRow, HouseholdGroupPlace
from tests.chat import Chat, World
from tests.village import Village

TODAY = date(2026, 11, 21)


async def test_the_secretary_gives_what_nobody_has_and_the_member_hears_of_it(
    binh: Chat, an: Chat, world: World, village: Village
) -> None:
    await binh.say("/phancong chua co")
    said = await binh.tap("Giao các hộ này cho một đồng chí")
    assert said.startswith("Giao những hộ nào?")
    await binh.tap("H005 · Sáu Thảo")
    assert (await binh.tap("Chọn xong")).startswith("Giao 1 hộ này cho đồng chí nào?")
    await binh.tap("Nguyễn Thị An – 4 hộ")
    assert (await binh.say("QĐ 02-QĐ/CB ngày 20/11/2026")).splitlines() == [
        "Giao 1 hộ cho đồng chí Nguyễn Thị An, từ hôm nay: H005.",
        "Căn cứ: QĐ 02-QĐ/CB ngày 20/11/2026.",
        "Đồng chí xem đúng chưa?",
    ]
    assert await binh.tap("Giao hộ") == "Đã giao 1 hộ cho đồng chí Nguyễn Thị An."
    [letter] = await an.listen()
    assert letter.text == "Bí thư chi bộ giao đồng chí phụ trách thêm 1 hộ."
    assert "Số 5 · Sáu Thảo" in await an.say("/hodan 5")
    assert "đã thăm 0/5 hộ" in await an.say("/thangnay")
    assert "Hộ nào cũng có người phụ trách." in await binh.say("/phancong")
    async with world.store.reading() as session:
        [held] = await session.scalars(select(Assignment).where(Assignment.group_id.is_not(None)))
        assert (held.kind, held.since) == (AssignmentKind.MAIN, TODAY)
        assert held.basis == "QĐ 02-QĐ/CB ngày 20/11/2026"
        done = await session.scalars(
            select(AuditRow.action).where(AuditRow.thing == "household group")
        )
        assert list(done) == ["grouped", "assigned"]


async def test_all_may_be_typed(binh: Chat, village: Village) -> None:
    await binh.say("/giaoho")
    await binh.say("h005")
    await binh.say("chon xong")
    await binh.say("an")
    await binh.tap("Bỏ qua")
    assert "Căn cứ" not in binh.heard.text
    assert "Đã giao 1 hộ" in await binh.tap("Giao hộ")


async def test_what_somebody_has_or_lies_elsewhere_cannot_be_given(
    binh: Chat, world: World
) -> None:
    await binh.say("/giaoho")
    for typed in ("H001", "H006", "X001", "H005 H001", "xyz", "x" * 10_000):
        assert reason(Reason.NOT_FOUND) in await binh.say(typed), typed[:20]
    async with world.store.reading() as session:
        assert (await session.scalars(select(HouseholdGroupPlace))).all() == []


async def test_marks_without_words_name_no_household(binh: Chat) -> None:
    await binh.say("/giaoho")
    for typed in (",", ";", ", ;,"):
        assert "Giao những hộ nào?" in await binh.say(typed), typed


async def test_nothing_chosen_and_nobody_named_are_asked_again(binh: Chat) -> None:
    await binh.say("/giaoho")
    assert reason(Reason.CHOOSE_ONE) in await binh.tap("Chọn xong")
    await binh.say("H005")
    await binh.tap("Chọn xong")
    assert reason(Reason.NOT_FOUND) in await binh.say("Phúc")
    assert "Giao 1 hộ này" in await binh.say("/tiep")


async def test_what_has_somebody_meanwhile_is_not_given_twice(
    binh: Chat, world: World, village: Village
) -> None:
    await binh.say("/giaoho")
    await binh.say("H005")
    await binh.tap("Chọn xong")
    await binh.say("Hà")
    await binh.tap("Bỏ qua")
    async with world.store.begin() as session:
        session.add(
            Assignment(
                person_id=village.people["An"], household_id=village.households["H005"],
                kind=AssignmentKind.MAIN, since=TODAY,
            )
        )  # fmt: skip
    assert "Đã giao" not in await binh.tap("Giao hộ")
    assert await binh.say("/giaoho") == "Hộ nào cũng có người phụ trách."


async def test_members_and_the_office_have_no_such_command(an: Chat, en: Chat) -> None:
    for chat in (an, en):
        assert (await chat.say("/giaoho")).startswith("Việc này do bí thư chi bộ làm.")
