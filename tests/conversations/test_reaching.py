"""Answers to a reminder: putting it off with a reason, a word to a member, the numbers to call."""

from datetime import date

import pytest
from sqlalchemy import select, update

from bot.domain.visits import NotDoneReason
from bot.messages import Outgoing
from scheduler.reminders import plan_reminders
from storage import outbox, secrecy
from storage.tables import AuditRow, LinkedAddress, Person, RoleHeld, Snooze
from tests.chat import Chat, World
from tests.hours import vietnam
from tests.village import Village, entrust


async def on(world: World, day: str, clock: str = "08:00") -> None:
    """The clock looks at this hour."""
    world.now = vietnam(day, clock)
    await plan_reminders(world.store, world.now)


@pytest.fixture
async def phoned(world: World, village: Village) -> None:
    """An's number is known."""
    async with world.store.begin() as session:
        phone, _ = secrecy.seal_phone(session, "TL", "DV-An", "+84912345678")
        await session.execute(
            update(Person).where(Person.id == village.people["An"]).values(phone=phone)
        )


async def test_the_reminder_offers_to_report_at_once(an: Chat, world: World) -> None:
    await on(world, "2026-12-01")
    await an.listen()
    assert "Tư Hạnh" in await an.tap("Ghi thăm số 2")
    assert "hôm nay" in str(an.labels).lower()


async def test_a_number_typed_below_the_reminder_is_a_households(an: Chat, world: World) -> None:
    await on(world, "2026-12-01")
    [letter] = await an.listen()
    assert letter.choices[3].action == "/danhdau", "else it would tell nothing"
    assert "H'Hen Niê" in await an.say("4")


async def test_putting_off_asks_why_and_says_when_it_comes_again(an: Chat, world: World) -> None:
    await on(world, "2026-12-01")
    await an.listen()
    await an.tap("Để sau")
    assert an.labels[:3] == [
        "Gia đình đi vắng", "Đảng viên bận công tác", "Đảng viên có việc riêng",
    ]  # fmt: skip
    assert not [label for label in an.labels if "ốm" in label or "bệnh" in label]
    assert "vào ngày 03/12/2026" in await an.say("2")
    async with world.store.reading() as session:
        snooze = (await session.scalars(select(Snooze))).one()
        assert (snooze.until, snooze.reason) == (date(2026, 12, 3), NotDoneReason.MEMBER_BUSY)
    await on(world, "2026-12-03")
    assert [letter.text.splitlines()[0] for letter in await an.listen()] == [
        "Việc tháng 12: còn 4 nhà chưa ghi thăm."
    ]


@pytest.mark.parametrize("said", ["/desau 9", "/desau mai", "/desau ²", "/desau 00000000000002"])
async def test_a_reason_that_is_none_is_asked_for_again(an: Chat, world: World, said: str) -> None:
    await on(world, "2026-12-01")
    await an.listen()
    assert await an.say(said) == "Đồng chí cho biết lý do để sau:"


async def test_on_the_last_days_it_says_that_it_does_not_come_again(an: Chat, world: World) -> None:
    await on(world, "2026-12-30")
    await an.listen()
    assert "Hạn là hết ngày 31/12/2026" in await an.say("/desau 4")


async def test_with_nothing_reminded_there_is_nothing_to_put_off(an: Chat) -> None:
    assert "không nhắc" in await an.say("/desau")


async def test_the_secretary_sees_the_reason_writes_with_one_tap_and_gets_the_numbers(
    an: Chat, binh: Chat, world: World, phoned: None
) -> None:
    await on(world, "2026-12-08")
    await an.listen()
    await an.say("/desau 2")
    await on(world, "2026-12-08", "19:00")
    assert "Nguyễn Thị An (4 hộ, bận công tác)" in (await binh.listen())[0].text
    assert "Đã gửi lời nhắn" in await binh.tap("Gửi lời nhắn đến Nguyễn Thị An")
    [letter] = await an.listen()
    assert "Trần Văn Bình" in letter.text
    assert "Bình" not in letter.text.splitlines()[0]
    assert "Nguyễn Thị An: 4 hộ, 0912 345 678" in await binh.say("/danhba")
    async with world.store.reading() as session:
        done = list(await session.scalars(select(AuditRow.action)))
        assert "wrote to" in done
        assert "read phone" in done


async def test_a_second_word_on_one_day_is_not_sent(binh: Chat, an: Chat) -> None:
    await binh.say("/nhac DV-An")
    await binh.say("/nhac DV-An")
    assert len(await an.listen()) == 1


async def test_whom_the_bot_cannot_reach_is_to_be_called(
    binh: Chat, world: World, phoned: None
) -> None:
    async with world.store.begin() as session:
        await session.execute(
            update(LinkedAddress).where(LinkedAddress.external_id == "An").values(person_id=None)
        )
    assert "0912 345 678" in await binh.say("/nhac DV-An")
    async with world.store.reading() as session:
        looks = select(AuditRow.thing_id).where(AuditRow.action == "read phone")
        assert len(list(await session.scalars(looks))) == 1, "whose number was read is listed"


@pytest.mark.parametrize("code", ["DV-Cúc", "DV-Phúc", "DV-nobody"])
async def test_a_member_of_another_cell_is_not_found(binh: Chat, code: str) -> None:
    assert "không tìm thấy" in (await binh.say(f"/nhac {code}")).lower()
    assert binh.labels[0] == "Xem số điện thoại"


async def test_who_went_to_another_cell_is_named_no_more_and_gets_no_word(
    an: Chat, binh: Chat, world: World, village: Village
) -> None:
    binh.buttons = False
    await on(world, "2026-12-08", "19:00")
    [letter] = await binh.listen()
    named = [one.label for one in letter.choices]
    assert "Gửi lời nhắn đến Nguyễn Thị An" in named
    assert "Gửi lời nhắn đến Nguyễn Thị An" in str([await binh.say("xyz qrs"), *binh.labels])
    await on(world, "2026-12-08", "19:30")
    async with world.store.begin() as session:
        await outbox.put(session, binh.address, Outgoing("Có tin.", letter.choices), world.now)
        cell = update(Person).where(Person.id == village.people["An"])
        await session.execute(cell.values(cell_id=village.units["06"]))
    await binh.listen()
    assert "Nguyễn Thị An" not in str([await binh.say("xyz qrs"), *binh.labels])
    await an.listen()
    await binh.say("/nhac DV-An")
    assert await an.listen() == []


async def test_without_a_code_the_members_are_offered_to_write_to(
    binh: Chat, an: Chat, world: World
) -> None:
    world.now = vietnam("2026-12-09")
    assert "Nguyễn Thị An: 4 hộ" in await binh.say("/nhac")
    assert "Đã gửi lời nhắn" in await binh.tap("Gửi lời nhắn đến Nguyễn Thị An")
    assert len(await an.listen()) == 1


async def test_a_secretary_does_not_read_their_own_number(
    binh: Chat, world: World, village: Village
) -> None:
    async with world.store.begin() as session:
        entrust(session, village, "H005", "Bình", 1)
    world.now = vietnam("2026-12-09")
    assert "Bình" not in await binh.say("/danhba")


async def test_a_clerk_who_leads_a_cell_reads_of_both(
    en: Chat, world: World, village: Village
) -> None:
    async with world.store.begin() as session:
        session.add(
            RoleHeld(
                person_id=village.people["Én"], role="CELL_DEPUTY", unit_id=village.units["06"],
                since=date(2026, 9, 1),
            )
        )  # fmt: skip
    world.now = vietnam("2026-12-09")
    assert "Chi bộ Ấp 5 (Trần Văn Bình): 4 hộ" in await en.say("/danhba")
    assert "Cúc" in en.heard.text


async def test_putting_off_may_be_left_for_the_menu(an: Chat, world: World) -> None:
    await on(world, "2026-12-01")
    await an.say("/desau")
    assert "chọn việc" in await an.tap("Về trang chính")


async def test_the_office_gets_the_numbers_of_the_secretaries(en: Chat, world: World) -> None:
    world.now = vietnam("2026-12-09")
    said = await en.say("/danhba")
    assert "Chi bộ Ấp 5 (Trần Văn Bình): 4 hộ" in said
    assert "Thôn 1" not in said


async def test_a_member_gets_no_numbers(an: Chat) -> None:
    assert "0912" not in await an.say("/danhba")
    assert "Còn hộ chưa ghi" not in an.heard.text
