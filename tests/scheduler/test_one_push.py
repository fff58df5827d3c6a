"""A person gets one push a day at most: what the day brings is bundled, the rest comes later."""

import asyncio
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select, update

from bot.domain.calendar import DayMark, MarkKind
from bot.domain.delivery import Delivery
from bot.domain.policies import Setting
from bot.domain.reminders import STILL_GOOD, Skipped, Step
from bot.messages import (
    Address,
    Letter,
    Outcome,
    Outgoing,
    RecipientGone,
    Sent,
    TryLater,
    Urgency,
)
from scheduler import timetable, wording
from scheduler.announcements import send_announcements
from storage import days_off, outbox, quotas, reminders, settings, settlement
from storage.store import Store, opened
from storage.tables import LinkedAddress, OutboxRow, Reminder, Visit
from tests.announcements import sent, written
from tests.chat import ACCOUNT, Chat, World
from tests.concerns_stored import recorded
from tests.conftest import KEYS
from tests.hours import vietnam
from tests.village import Village

MORNING = "2026-12-01"
on_one_engine = pytest.mark.parametrize("engine", ["sqlite"])
"""For what asks the database nothing that the other tests do not ask on both."""


@pytest.fixture
def world(store: Store, village: Village) -> World:
    """The village on the first of December, a Tuesday, at eight."""
    return World(store, vietnam(MORNING))


@pytest.fixture
def an(world: World) -> Chat:
    return Chat(world, "An")


@pytest.fixture
def binh(world: World) -> Chat:
    return Chat(world, "Bình")


@pytest.fixture
def en(world: World) -> Chat:
    return Chat(world, "Én")


async def at(world: World, day: str, clock: str = "08:00") -> None:
    """Let the clock look at this moment."""
    world.now = vietnam(day, clock)
    await timetable.look(world.store, world.now)


async def heard(world: World, *names: str) -> dict[str, list[str]]:
    """The first lines of what came to each; in the order of the names."""
    found = {}
    for name in names:
        letters = await Chat(world, name).listen()
        found[name] = [one.text.partition("\n")[0] for one in letters]
    return found


async def statuses(world: World, name: str) -> list[Delivery]:
    async with world.store.reading() as session:
        return list(
            await session.scalars(
                select(OutboxRow.status)
                .join(LinkedAddress, LinkedAddress.person_id == OutboxRow.person_id)
                .where(LinkedAddress.external_id == name, OutboxRow.priority > 1)
                .order_by(OutboxRow.id)
            )
        )


# --- What waits together goes out together --------------------------------------------------------


async def test_an_announcement_of_the_early_morning_goes_out_with_the_days_reminder(
    world: World, an: Chat, en: Chat
) -> None:
    world.now = vietnam(MORNING, "07:00")
    number = await sent(en)
    assert await heard(world, "An") == {"An": []}
    await at(world, MORNING)
    [letter] = await an.listen()
    assert letter.text.startswith("Việc tháng 12: 4 nhà cần thăm.\nKính gửi")
    assert "Thông báo ngày 01/12/2026\nChiều thứ sáu 27/11 họp tổ" in letter.text
    assert await statuses(world, "An") == [Delivery.SENT, Delivery.SENT]
    assert "Đã ghi nhận" in await an.tap("Đã nắm nội dung")
    figures = await en.say(f"/thongbao {number} ketqua")
    assert "Đã nhận 1/9" in figures, "who read it in a bundle was reached"
    an.letters.append(letter)
    assert "Tư Hạnh" in await an.tap("Ghi thăm Tư Hạnh")


async def test_what_became_of_a_bundle_became_of_all_its_parts(
    world: World, an: Chat, en: Chat
) -> None:
    world.now = vietnam(MORNING, "07:00")
    await sent(en)
    await at(world, MORNING)
    stamped = []
    for _ in range(2):  # what was put back lets the next be claimed
        async with world.store.begin() as session:
            due = await outbox.claim(session, "postman", world.now, 99, [ACCOUNT])
        for one in (each for each in due if each.address == an.address):
            async with world.store.begin() as session:
                stamped.append(await wording.stamped(session, one.id, "postman", world.now))
    [letter] = [one for one in stamped if one is not None]
    assert len(letter.carries) == 1
    assert await statuses(world, "An") == [Delivery.SENDING, Delivery.SENDING]
    async with world.store.begin() as session:
        for letter_id in (letter.id, *letter.carries):
            later = TryLater(reached=False)
            await settlement.settle(session, letter_id, "postman", later, world.now)
    world.later(minutes=2)
    [again] = await an.listen()
    assert again.text == letter.text
    assert await an.listen() == []


@on_one_engine
@pytest.mark.parametrize("outcome", [Sent("1", 1), RecipientGone("blocked")], ids=["sent", "gone"])
async def test_a_bundle_of_two_accounts_counts_where_it_goes_out(
    world: World, village: Village, outcome: Outcome
) -> None:
    an = village.people["An"]
    here, there = Address("zalo_bot", "42", "An"), Address("telegram", "7", "An")
    later = world.now + timedelta(hours=5)
    words = Outgoing("số liệu", urgency=Urgency.DIGEST)
    async with world.store.begin() as session:
        for one in (here, there):
            place = {"surface": one.surface, "account": one.account, "external_id": "An"}
            session.add(LinkedAddress(**place, person_id=an, linked_at=world.now))
        await outbox.put(session, there, words, world.now, person_id=an, not_before=later)
        due_id = await outbox.put(session, here, words, world.now, person_id=an)
        accounts = [(one.surface, one.account) for one in (here, there)]
        [due] = await outbox.claim(session, "postman", world.now, 99, accounts)
        assert (due.id, due.address) == (due_id, here)
        letter = await wording.stamped(session, due.id, "postman", world.now)
    assert letter is not None
    assert (letter.id != due.id, letter.address, letter.carries) == (True, here, (due.id,))
    async with world.store.begin() as session:
        await settlement.settle(session, letter.id, "postman", outcome, world.now)
        for beside in letter.carries:
            await settlement.settle(session, beside, "postman", outcome, world.now, carried=True)
    gone = isinstance(outcome, RecipientGone)
    async with world.store.reading() as session:
        assert await quotas.sent(session, "2026-12") == ({} if gone else {("zalo_bot", "42"): 1})
        left = select(LinkedAddress.surface).where(LinkedAddress.gone_at.is_not(None))
        assert list(await session.scalars(left)) == (["zalo_bot"] if gone else [])


async def test_a_part_that_has_become_needless_falls_out_and_the_rest_goes(
    world: World, village: Village, en: Chat
) -> None:
    world.now = vietnam(MORNING, "07:00")
    await sent(en)
    await at(world, MORNING)
    async with world.store.begin() as session:
        session.add(
            Visit(
                household_id=village.households["H006"], visitor_id=village.people["Cúc"],
                author_id=village.people["Cúc"], visited_on=date(2026, 12, 1), kind="HOME",
                effect_key="at the door", recorded_at=world.now,
            )
        )  # fmt: skip
    world.later(minutes=5)
    assert await heard(world, "Cúc") == {"Cúc": ["Thông báo ngày 01/12/2026"]}
    async with world.store.reading() as session:
        why = await session.scalar(
            select(Reminder.skipped).where(Reminder.person_id == village.people["Cúc"])
        )
    assert why is Skipped.NOTHING_LEFT
    assert await statuses(world, "Cúc") == [Delivery.SENT, Delivery.EXPIRED]


@on_one_engine
async def test_what_a_secretary_is_told_in_the_morning_waits_for_the_evenings_digest(
    world: World, village: Village, binh: Chat, en: Chat
) -> None:
    one = await recorded(world.store, "An", village.households["H001"])
    await at(world, "2026-12-08", "19:00")
    assert (await heard(world, "Bình"))["Bình"][0].startswith("Việc tháng 11: chi bộ còn 4 nhà")
    async with world.store.begin() as session:
        session.add(_reminder(village, "Bình", one.id, vietnam("2026-12-09")))
        await reminders.write_letters(
            session, vietnam("2026-12-09"), [village.units["05"]], "…", vietnam("2026-12-09")
        )
    world.now = vietnam("2026-12-09", "09:00")
    await sent(en)
    assert await heard(world, "Bình", "Dũng") == {"Bình": [], "Dũng": []}
    await at(world, "2026-12-09", "18:00")
    [letter] = await binh.listen()
    first, *rest = letter.text.split("\n\n")
    assert first.startswith("Tổng hợp tháng 11/2026 – Chi bộ Ấp 5")
    assert rest[0] == f"Phản ánh chờ đồng chí cho ý kiến: {one.code} (quá hạn từ 25/11)."
    assert rest[1].startswith("Thông báo ngày 09/12/2026\n")
    assert len(letter.choices) <= 9
    assert await binh.listen() == []
    assert (await heard(world, "Dũng"))["Dũng"][0].startswith("Tổng hợp")


@on_one_engine
async def test_if_no_digest_comes_the_morning_waits_no_longer_than_a_little(
    world: World, village: Village, binh: Chat, en: Chat
) -> None:
    world.now = vietnam("2026-12-09", "09:00")
    await sent(en)
    world.now = vietnam("2026-12-09", "18:04")
    assert await binh.listen() == []
    world.now = vietnam("2026-12-09", "18:05")
    assert await heard(world, "Bình") == {"Bình": ["Thông báo ngày 09/12/2026"]}


@on_one_engine
async def test_a_secretary_hears_of_the_gaps_with_the_digest_where_both_fall_on_one_evening(
    world: World, village: Village, binh: Chat
) -> None:
    async with world.store.begin() as session:
        await settings.put(session, village.units["05"], Setting.GAP_DAYS, 1, world.now)
    await at(world, "2026-12-09", "18:00")
    [letter] = await binh.listen()
    assert letter.text.startswith("Tổng hợp tháng 11/2026 – Chi bộ Ấp 5")
    assert "Các đồng chí chi bộ Ấp 5 còn 4 hộ chưa ghi thăm tại nhà tháng 11" in letter.text
    assert "Gửi lời nhắn đến Nguyễn Thị An" in [choice.label for choice in letter.choices]
    await at(world, "2026-12-09", "19:00")
    assert await binh.listen() == []


# --- What comes after it waits for another day ----------------------------------------------------


async def test_an_announcement_after_the_push_of_the_day_comes_with_the_next_days(
    world: World, an: Chat, en: Chat
) -> None:
    await at(world, MORNING)
    assert len(await an.listen()) == 1
    world.now = vietnam(MORNING, "14:00")
    number = await sent(en)
    assert await heard(world, "An", "Bình") == {"An": [], "Bình": ["Thông báo ngày 01/12/2026"]}
    figures = await en.say(f"/thongbao {number} ketqua")
    assert "Gửi ngay trong ngày: 8 người. Gửi ngày 02/12: 1 người" in figures
    await at(world, "2026-12-02", "08:04")
    assert await heard(world, "An") == {"An": []}
    await at(world, "2026-12-02", "08:05")
    assert await heard(world, "An") == {"An": ["Thông báo ngày 01/12/2026"]}
    assert "Gửi ngày" not in await en.say(f"/thongbao {number} ketqua")


@on_one_engine
async def test_the_second_announcement_of_a_day_comes_on_the_next_and_after_a_sunday_on_monday(
    world: World, an: Chat, en: Chat
) -> None:
    world.now = vietnam("2026-12-05", "09:00")
    await sent(en, "Thứ nhất")
    assert len(await an.listen()) == 1
    await sent(en, "Thứ hai")
    await sent(en, "Thứ ba")
    for day in ("2026-12-05", "2026-12-06"):
        await at(world, day, "15:00")
        assert await an.listen() == []
    await at(world, "2026-12-07", "08:05")
    [letter] = await an.listen()
    assert "Thứ hai" in letter.text
    assert "Thứ ba" in letter.text
    assert [choice.label for choice in letter.choices] == [
        "Đọc thông báo: Thứ hai", "Đọc thông báo: Thứ ba",
    ]  # fmt: skip
    assert "Nơi gửi" in await an.tap("Đọc thông báo: Thứ ba")


@on_one_engine
@pytest.mark.parametrize("what", ["a warning", "a correction", "a withdrawal"])
async def test_what_cannot_wait_comes_beside_the_push_of_the_day(
    world: World, an: Chat, en: Chat, what: str
) -> None:
    world.now = vietnam(MORNING, "09:00")
    number = await sent(en)
    assert len(await an.listen()) == 1
    match what:
        case "a warning":
            await written(en, "Bão gần bờ", kind="Cảnh báo")
            await en.tap("Gửi khẩn")
            await en.tap("Gửi ngay")
            await en.say("gửi")
        case "a correction":
            await en.say(f"/soanthongbao {number} sua")
            await en.say("Họp sáng thứ bảy.")
            await en.tap("Gửi ngay")
            await en.say("gửi")
        case _:
            await en.say(f"/soanthongbao {number} thu")
            await en.say("thu hồi")
    await send_announcements(world.store, world.now)
    assert len(await an.listen()) == 1


@on_one_engine
async def test_a_file_goes_along_in_a_bundle(world: World, an: Chat, en: Chat) -> None:
    world.now = vietnam(MORNING, "07:00")
    await written(en, "Kế hoạch tháng 12")
    await en.send_file("ke-hoach.pdf", b"%PDF-1.4", "application/pdf")
    await en.tap("Gửi ngay")
    await en.say("gửi")
    await at(world, MORNING)
    [letter] = await an.listen()
    assert letter.attachment is not None
    assert letter.attachment.name == "ke-hoach.pdf"
    assert letter.text.startswith("Việc tháng 12")


@on_one_engine
async def test_an_escalation_that_would_be_too_late_goes_beside_the_push_of_the_day(
    world: World, village: Village, en: Chat
) -> None:
    async with world.store.begin() as session:
        await days_off.mark(
            session, None, {date(2026, 12, day): DayMark(MarkKind.OFF) for day in (9, 10, 11)}
        )
    await at(world, "2026-12-07", "09:00")
    await heard(world, "Én")
    await at(world, "2026-12-08", "07:55")
    async with world.store.begin() as session:
        session.add(_organisers(village, "Én", vietnam("2026-12-08", "09:00")))
        await reminders.write_letters(
            session, vietnam("2026-12-08", "09:00"), [village.units["05"]], "…",
            vietnam("2026-12-08", "09:00"),
        )  # fmt: skip
    await push_sent_to(world, village, "Én", vietnam("2026-12-08", "08:30"))
    world.now = vietnam("2026-12-08", "09:00")
    [line] = (await heard(world, "Én"))["Én"]
    assert line == "Việc tháng 11: 1 chi bộ còn nhà chưa ghi thăm."


# --- In several processes -------------------------------------------------------------------------


async def test_two_postmen_who_hold_two_letters_of_one_reader_send_one(
    world: World, an: Chat, en: Chat, database_url: str
) -> None:
    world.now = vietnam(MORNING, "07:00")
    await sent(en)
    await at(world, MORNING, "08:06")  # an announcement waits for the reminders of eight
    other = world.store if world.store.embedded else opened(database_url, KEYS)
    async with world.store.begin() as session:
        ids = list(
            await session.scalars(
                select(OutboxRow.id).where(OutboxRow.chat == "An", OutboxRow.priority == 9)
            )
        )
        for place, letter_id in enumerate(ids):
            await session.execute(
                update(OutboxRow)
                .where(OutboxRow.id == letter_id)
                .values(lease_owner=f"{place}", lease_until=world.now, not_before=world.now)
            )

    async def stamping(store: Store, place: int) -> Letter | None:
        async with store.begin() as session:
            return await wording.stamped(session, ids[place], f"{place}", world.now)

    assert len(ids) == 2
    try:
        stamped = await asyncio.gather(stamping(world.store, 0), stamping(other, 1))
    finally:
        if other is not world.store:
            await other.close()
    gone = [one for one in stamped if one is not None]
    assert len(gone) == 1


def _reminder(village: Village, name: str, concern_id: int, planned_for: datetime) -> Reminder:
    return Reminder(
        person_id=village.people[name], step=Step.CONCERN, subject=f"{concern_id}",
        unit_id=village.units["05"], concern_id=concern_id, planned_for=planned_for,
        good_until=planned_for + STILL_GOOD,
    )  # fmt: skip


def _organisers(village: Village, name: str, planned_for: datetime) -> Reminder:
    return Reminder(
        person_id=village.people[name], step=Step.ORGANISER, subject="2026-11:05",
        unit_id=village.units["05"], period="2026-11", first=date(2026, 11, 1),
        last=date(2026, 11, 30), meets_on=date(2026, 12, 12), planned_for=planned_for,
        good_until=planned_for + STILL_GOOD,
    )  # fmt: skip


async def push_sent_to(world: World, village: Village, name: str, now: datetime) -> None:
    """A push that has gone out to somebody."""
    async with world.store.begin() as session:
        outgoing = Outgoing("Việc khác.", urgency=Urgency.BULK)
        letter_id = await outbox.put(
            session, Address(*ACCOUNT, name), outgoing, now, person_id=village.people[name]
        )
        await session.execute(
            update(OutboxRow)
            .where(OutboxRow.id == letter_id)
            .values(status=Delivery.SENT, settled_at=now)
        )
