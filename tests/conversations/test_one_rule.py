"""Book, month, receipt, reminder and digest count the same households, in the cell's own days."""

from datetime import date

import pytest

from bot.domain.households import AssignmentKind
from bot.domain.people import ConsentState
from bot.domain.policies import Setting
from scheduler.reminders import plan_reminders
from storage import settings
from storage.store import Store
from storage.tables import Assignment, BookNumber, Household
from tests.chat import Chat, World
from tests.hours import vietnam
from tests.storage.test_summaries import visit
from tests.storage.test_who_answers import grouped
from tests.village import SINCE, Village


@pytest.fixture
async def world(store: Store, village: Village) -> World:
    """Cell 05 counts from meeting to meeting. An helps Hà with one household, another of hers wants
    nothing written down, and Bình has a group in which one of An's stands."""
    world = World(store, vietnam("2026-11-21"))
    async with store.begin() as session:
        await settings.put(session, village.units["05"], Setting.PERIOD, "MEETING", world.now)
        held = {"person_id": village.people["An"], "household_id": village.households["H007"]}
        session.add(Assignment(**held, kind=AssignmentKind.HELPING, since=SINCE))
        session.add(BookNumber(**held, number=5))
        (
            await session.get_one(Household, village.households["H003"])
        ).consent = ConsentState.REFUSED
        await grouped(session, village, ["H004", "H005"], "Bình")
        session.add_all([
            visit(village, "H001", date(2026, 11, 9)), visit(village, "H002", date(2026, 11, 12)),
            visit(village, "H003", date(2026, 11, 12)),
        ])  # fmt: skip
    return world


async def test_all_say_the_same_of_one_village(
    an: Chat, binh: Chat, world: World, village: Village
) -> None:
    assert (await an.say("/thangnay")).splitlines() == [
        "Tháng 11 (từ 10/11 đến 9/12): đã thăm 1/3 hộ, còn 18 ngày.",
        "Cùng giúp 1 hộ của đồng chí khác.",
        "Cần thăm, nhắn số hộ để ghi:",
        "Số 4 · H'Hen Niê: chưa thăm lần nào",
        "Số 1 · Ba Lành: 12 ngày chưa thăm, ưu tiên",
    ]
    assert (await an.say("/hodan")).startswith(
        "Hộ của đồng chí: 5 hộ (1 hộ cùng giúp, 1 hộ không ghi chép), "
        "từ 10/11 đến 9/12 đã thăm 1/3."
    )
    assert [label.partition(" – ")[2] for label in an.labels[:-1]] == [
        "chưa thăm lần nào", "12 ngày chưa thăm", "cùng giúp, chưa thăm lần nào",
        "đã thăm 12/11", "không ghi chép",
    ]  # fmt: skip
    assert (await binh.say("/hodan")).startswith(
        "Địa bàn chi bộ: 6 hộ (1 hộ không ghi chép), từ 10/11 đến 9/12 đã thăm 1/5."
    )
    assert "đã thăm 0/1 hộ" in await binh.say("/thangnay"), "of the group An answers for one"
    digest = await binh.say("/tonghop 11")
    assert digest.startswith(
        "Tổng hợp tháng 11/2026 – Chi bộ Ấp 5, kỳ từ 10/11 đến 9/12 (đến 21/11, số liệu tạm)\n"
    )
    assert "Thăm 1/5 hộ (20 %)" in digest
    assert "hộ, đảng viên chi bộ khác phụ trách 1." in digest
    assert "2 đồng chí trong chi bộ còn 3 hộ" in digest
    assert "Đảng viên chi bộ khác còn 1 hộ ở địa bàn." in digest
    assert "1 hộ không đồng ý ghi chép" in digest.lower()
    left = await binh.tap("Xem hộ chưa thăm (4)")
    assert left.startswith("Hộ chưa thăm tháng 11/2026: 4.")
    homes = [label for label in binh.labels if "chưa thăm lần nào" in label or "12 ngày" in label]
    assert len(homes) == 4
    assert [home.rpartition(" · ")[2] for home in homes].count("Nguyễn Thị An") == 2
    assert "Tháng 11 (từ 10/11 đến 9/12): 2/3 hộ đã thăm, còn 1 hộ." in await an.say(
        "/thamho 1, hôm nay, 1"
    )
    world.now = vietnam("2026-12-02")
    await plan_reminders(world.store, world.now)
    assert "còn 1 trên 3 nhà" in (await an.listen())[-1].text


async def test_an_earlier_period_is_shown_by_its_own_days(
    an: Chat, world: World, village: Village
) -> None:
    said = (await an.say("/thangnay 10")).splitlines()
    for typed in ("tháng 10", "tháng trước", "2026-10"):
        assert (await an.say(f"/thangnay {typed}")).splitlines() == said, typed
    assert said[0] == "Tháng 10 (từ 10/10 đến 9/11): đã thăm 1/3 hộ, đã hết hạn ngày 09/11."
    assert said[2:] == [
        "Chưa có lượt thăm tại nhà:",
        "Số 4 · H'Hen Niê: chưa thăm lần nào",
        "Số 2 · Tư Hạnh: 9 ngày chưa thăm",
    ]
    assert (await an.tap("Xem tháng này")).startswith("Tháng 11 (")
    assert (await an.tap("Xem tháng trước")).startswith("Tháng 10 (")


async def test_what_is_no_month_or_has_not_come_is_said(an: Chat) -> None:
    for typed in ("13", "tháng sau"):
        assert "chưa hiểu tháng" in await an.say(f"/thangnay {typed}"), typed
    assert "chưa đến" in await an.say("/thangnay 12/2026")


async def test_a_month_by_the_calendar_shows_the_one_before(cuc: Chat) -> None:
    assert (await cuc.say("/thangnay")).startswith("Tháng 11: đã thăm 0/1 hộ, còn 9 ngày.")
    assert (await cuc.tap("Xem tháng trước")).startswith("Tháng 10: đã thăm 0/1 hộ, đã hết hạn")
