"""How often households are to be visited holds wherever somebody is told what is due."""

from datetime import date

import pytest

from bot.domain.policies import Setting, Stored
from scheduler.reminders import plan_reminders
from storage import settings
from storage.store import Store
from tests.chat import Chat, World
from tests.hours import vietnam
from tests.storage.test_summaries import visit
from tests.village import Village

NOVEMBER = date(2026, 11, 20)


@pytest.fixture
async def world(store: Store, village: Village) -> World:
    """The first of December; the poor household and one that is not were visited in November."""
    world = World(store, vietnam("2026-12-01"))
    async with store.begin() as session:
        session.add_all([visit(village, code, NOVEMBER) for code in ("H001", "H002")])
    return world


async def policy(world: World, village: Village, value: Stored) -> None:
    """The commune sets how often its households are visited."""
    async with world.store.begin() as session:
        commune = village.units["TL"]
        await settings.put(session, commune, Setting.FREQUENCY, value, world.now)


async def reminded(world: World, chat: Chat) -> list[str]:
    """What the clock has to tell this person now."""
    await plan_reminders(world.store, world.now)
    return (await chat.listen())[-1].text.splitlines()


async def told(chat: Chat, household: int) -> list[str]:
    """A visit at home of today is told; the receipt."""
    return (await chat.say(f"/thamho {household}, hôm nay, 1")).splitlines()


async def due_in_the_month(chat: Chat) -> list[str]:
    """The numbers of the households that stand among those to be visited."""
    lines = (await chat.say("/thangnay")).splitlines()
    return [line.split(" · ")[0] for line in lines if line.startswith("Số ")]


async def test_book_month_receipt_reminder_and_digest_agree_on_what_is_due(
    an: Chat, binh: Chat, world: World, village: Village
) -> None:
    await policy(world, village, "focus")
    assert (await reminded(world, an))[0] == "Việc tháng 12: 3 nhà cần thăm."
    assert (await an.say("/thangnay")).splitlines() == [
        "Tháng 12: đã thăm 0/3 hộ, còn 30 ngày.",
        "Cần thăm, nhắn số hộ để ghi:",
        "Số 3 · Danh Sóc: chưa thăm lần nào",
        "Số 4 · H'Hen Niê: chưa thăm lần nào",
        "Số 1 · Ba Lành: 11 ngày chưa thăm, ưu tiên",
    ]
    assert "4 hộ (1 hộ chưa đến kỳ), tháng này đã thăm 0/3." in await an.say("/hodan")
    assert "Tháng 12: 1/3 hộ đã thăm, còn 2 hộ." in await told(an, 3)
    receipt = await told(an, 2)
    assert "Tháng 12: 1/3 hộ đã thăm, còn 2 hộ." in receipt
    assert "Đã thăm thêm 1 hộ chưa đến kỳ." in receipt
    month = (await an.say("/thangnay")).splitlines()
    assert month[0] == "Tháng 12: đã thăm 1/3 hộ, còn 30 ngày."
    assert month[1] == "Đã thăm thêm 1 hộ chưa đến kỳ."
    assert await due_in_the_month(an) == ["Số 4", "Số 1"]
    assert "4 hộ (1 hộ chưa đến kỳ), tháng này đã thăm 1/3." in await an.say("/hodan")
    digest = (await binh.say("/tonghop 12")).splitlines()
    assert digest[1].startswith("Thăm 1/4 hộ"), "An's three and Hà's"
    await binh.tap("Xem hộ chưa thăm")
    assert [label for label in binh.labels if "Nguyễn Thị An" in label] == [
        "H004 · H'Hen Niê · chưa thăm lần nào · Nguyễn Thị An",
        "H001 · Ba Lành · 11 ngày · Nguyễn Thị An",
    ]
    world.now = vietnam("2026-12-24")
    assert (await reminded(world, an))[0] == "Việc tháng 12: còn 2 trên 3 nhà chưa ghi thăm."


@pytest.mark.parametrize(
    ("day", "value", "due"),
    [
        ("2026-12-01", "all", ["Số 3", "Số 4", "Số 1", "Số 2"]),
        ("2026-12-01", "focus", ["Số 3", "Số 4", "Số 1"]),
        ("2027-01-31", "focus", ["Số 3", "Số 4", "Số 1"]),
        ("2027-02-01", "focus", ["Số 3", "Số 4", "Số 1", "Số 2"]),
        ("2026-12-31", {"others": 2}, ["Số 3", "Số 4", "Số 1"]),
        ("2027-01-01", {"others": 2}, ["Số 3", "Số 4", "Số 1", "Số 2"]),
        ("2026-12-01", {"poor": 2, "needing_help": 2}, ["Số 3", "Số 4", "Số 2"]),
        ("2026-12-01", {"poor": 2}, ["Số 3", "Số 4", "Số 1", "Số 2"]),
        ("2026-12-01", "sometimes", ["Số 3", "Số 4", "Số 1", "Số 2"]),
    ],
    ids=[
        "all monthly", "focus: the second month", "focus: the third month's last day",
        "focus: three months later it is due again", "every second month: not yet",
        "every second month: due", "the poor every second month",
        "the poor who need help as those who need help", "a policy that nobody can read",
    ],
)  # fmt: skip
async def test_a_household_is_due_when_its_visit_has_lost_its_time(
    an: Chat, world: World, village: Village, day: str, value: Stored, due: list[str]
) -> None:
    await policy(world, village, value)
    world.now = vietnam(day)
    assert await due_in_the_month(an) == due
    assert f"đã thăm 0/{len(due)} hộ" in await an.say("/thangnay")
    first_asked = [label.split(" · ")[0] for label in await asked(an)]
    assert first_asked[: len(due)] == due


async def asked(chat: Chat) -> list[str]:
    """The households among which a visit's is chosen, in their order."""
    await chat.say("/thamho")
    return [choice.label for choice in chat.heard.choices if choice.label.startswith("Số ")]


async def test_a_household_that_is_not_due_stays_in_the_book_after_those_that_are(
    an: Chat, world: World, village: Village
) -> None:
    await policy(world, village, "focus")
    assert await asked(an) == [
        "Số 3 · Danh Sóc · Tổ 5 – chưa thăm lần nào",
        "Số 4 · H'Hen Niê · Tổ 5 – chưa thăm lần nào",
        "Số 1 · Ba Lành · Tổ 4 – 11 ngày chưa thăm",
        "Số 2 · Tư Hạnh · Tổ 4 – chưa đến kỳ, 11 ngày",
    ]


async def test_a_month_in_which_nobody_is_due_says_so(
    cuc: Chat, world: World, village: Village
) -> None:
    await policy(world, village, "focus")
    async with world.store.begin() as session:
        session.add(visit(village, "H006", NOVEMBER, who="Cúc"))
    assert await cuc.say("/thangnay") == "Tháng 12: không có hộ nào cần thăm."
    receipt = await told(cuc, 1)
    assert "Tháng 12: không có hộ nào cần thăm." in receipt
    assert "Đã thăm thêm 1 hộ chưa đến kỳ." in receipt
    assert "Thăm hộ tiếp theo" not in cuc.labels
    assert not await _letters(world, cuc)


async def _letters(world: World, chat: Chat) -> list[str]:
    await plan_reminders(world.store, world.now)
    return [letter.text for letter in await chat.listen()]


async def test_the_secretarys_list_counts_those_that_are_due(
    binh: Chat, world: World, village: Village
) -> None:
    said = await binh.say("/hodan")
    assert "6 hộ (1 hộ chưa có người phụ trách), tháng này đã thăm 0/5." in said
    await policy(world, village, "focus")
    said = await binh.say("/hodan")
    assert "(1 hộ chưa đến kỳ, 1 hộ chưa có người phụ trách), tháng này đã thăm 0/4." in said


async def test_a_communes_policy_is_its_own(
    phuc: Chat, an: Chat, world: World, village: Village
) -> None:
    async with world.store.begin() as session:
        session.add(visit(village, "X001", NOVEMBER, who="Phúc"))
    await policy(world, village, "focus")
    assert "đã thăm 0/1 hộ" in await phuc.say("/thangnay")
    assert "đã thăm 0/3 hộ" in await an.say("/thangnay")


async def test_a_visit_taken_back_makes_a_household_due_again(
    an: Chat, world: World, village: Village
) -> None:
    await policy(world, village, "focus")
    world.now = vietnam("2026-11-30")
    await told(an, 4)
    world.now = vietnam("2026-12-01", "07:00")
    assert await due_in_the_month(an) == ["Số 3", "Số 1"]
    await an.say("/sua")
    await an.tap("Thu hồi")
    await an.say("thu hoi")
    assert await due_in_the_month(an) == ["Số 3", "Số 4", "Số 1"]
