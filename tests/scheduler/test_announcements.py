"""Announcements on their way: one letter each, in any number of processes, and its outcome."""

import asyncio

import pytest
from sqlalchemy import func, select, update

from bot.domain.announcements import Missed
from bot.domain.delivery import Delivery
from bot.domain.people import ConsentState
from scheduler import announcements as job
from scheduler.announcements import send_announcements
from storage import announcement_steps, people, secrecy
from storage.tables import (
    Announcement,
    AuditRow,
    LinkedAddress,
    OutboxRow,
    Person,
    Receipt,
)
from tests.announcements import WORDS, gone_out, sent, written
from tests.chat import Chat, World
from tests.conversations.conftest import an, binh, dung, en, giang, khoa, lam, world
from tests.village import Village

__all__ = ["an", "binh", "dung", "en", "giang", "khoa", "lam", "world"]


async def settled(world: World, who: str, status: Delivery) -> None:
    """What a messenger made of the newest announcement's letter to somebody."""
    async with world.store.begin() as session:
        person = select(Person.id).where(Person.code == f"DV-{who}").scalar_subquery()
        await session.execute(
            update(OutboxRow)
            .where(OutboxRow.person_id == person, OutboxRow.key.startswith("announce:"))
            .values(status=status, settled_at=world.now)
        )


async def letters(world: World) -> int:
    async with world.store.reading() as session:
        return (
            await session.scalar(
                select(func.count())
                .select_from(OutboxRow)
                .where(OutboxRow.key.startswith("announce:"))
            )
            or 0
        )


async def unlinked(world: World, who: str) -> None:
    async with world.store.begin() as session:
        await session.execute(
            update(LinkedAddress).where(LinkedAddress.external_id == who).values(person_id=None)
        )


async def missed(world: World) -> dict[str, Missed | None]:
    async with world.store.reading() as session:
        rows = await session.execute(
            select(Person.code, Receipt.missed).join(Receipt, Receipt.person_id == Person.id)
        )
        return {row[0].removeprefix("DV-"): row[1] for row in rows}


async def test_until_it_is_due_there_is_one_row_and_then_a_letter_for_each(
    en: Chat, world: World
) -> None:
    await written(en)
    await en.tap("Gửi ngay")
    await en.say("gửi")
    assert await letters(world) == 0
    assert await gone_out(world) == 9
    assert await letters(world) == 9
    async with world.store.reading() as session:
        payloads = {str(one) for one in await session.scalars(
            select(OutboxRow.payload).where(OutboxRow.key.startswith("announce:"))
        )}  # fmt: skip
        priorities = set(await session.scalars(
            select(OutboxRow.priority).where(OutboxRow.key.startswith("announce:"))
        ))  # fmt: skip
    assert len(payloads) == 1
    assert priorities == {9}


async def test_two_processes_at_once_write_exactly_one_letter_each(
    en: Chat, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(job, "AT_ONCE", 2)
    for place in range(3):
        await written(en, f"Thông báo {place}")
        await en.tap("Gửi ngay")
        await en.say("gửi")
    counts = await asyncio.gather(*(send_announcements(world.store, world.now) for _ in range(3)))
    rest = await gone_out(world)
    assert sum(counts) + rest == 27
    assert await letters(world) == 27
    assert await gone_out(world) == 0


async def test_what_is_withdrawn_while_it_goes_out_leaves_nobody_uninformed(
    en: Chat, world: World, village: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(job, "AT_ONCE", 2)
    number = await sent(en, "Họp")
    async with world.store.begin() as session:
        await session.execute(
            update(OutboxRow)
            .where(OutboxRow.key.startswith(f"announce:{number}:"))
            .values(status=Delivery.SENT, settled_at=world.now)
        )
        actor = await people.actor_at(session, en.address, world.now.date())
        assert actor is not None

    async def withdrawing() -> None:
        async with world.store.begin() as session:
            await announcement_steps.withdraw(session, actor, number, world.now)

    await asyncio.gather(send_announcements(world.store, world.now), withdrawing())
    await gone_out(world)
    async with world.store.reading() as session:
        told = await session.scalar(
            select(func.count())
            .select_from(OutboxRow)
            .where(
                OutboxRow.key.startswith("announce:"),
                ~OutboxRow.key.startswith(f"announce:{number}:"),
            )
        )
    assert told == 9


async def test_a_process_that_dies_half_way_is_taken_over_from_there(
    en: Chat, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await written(en)
    await en.tap("Gửi ngay")
    await en.say("gửi")
    monkeypatch.setattr(job, "AT_ONCE", 4)
    written_before = job.letter
    calls = iter([False, True])

    def dying(sending: object) -> object:
        if next(calls):
            raise RuntimeError("killed")
        return written_before(sending)  # type: ignore[arg-type]  # handed through

    monkeypatch.setattr(job, "letter", dying)
    with pytest.raises(RuntimeError):
        await gone_out(world)
    assert await letters(world) == 4
    monkeypatch.setattr(job, "letter", written_before)
    assert await gone_out(world) == 5
    assert await letters(world) == 9


async def test_who_cannot_be_written_to_is_noted_with_the_reason(en: Chat, world: World) -> None:
    await unlinked(world, "Cúc")
    async with world.store.begin() as session:
        await session.execute(
            update(LinkedAddress).where(LinkedAddress.external_id == "Hà").values(gone_at=world.now)
        )
        await session.execute(
            update(Person).where(Person.code == "DV-An").values(consent=ConsentState.NOT_ASKED)
        )
        await session.execute(update(Person).where(Person.code == "DV-Dũng").values(status="MOVED"))
    await written(en, to="Đảng viên các")
    assert "5 người; trong đó 3 người hệ thống chưa nhắn tin được" in en.heard.text
    await en.tap("Gửi ngay")
    await en.say("gửi")
    assert await gone_out(world) == 2
    assert await missed(world) == {
        "An": Missed.NO_CONSENT, "Bình": None, "Cúc": Missed.NOT_LINKED, "Giang": None,
        "Hà": Missed.CHAT_GONE,
    }  # fmt: skip


async def test_a_letter_that_waits_for_somebody_who_left_is_not_sent(
    en: Chat, an: Chat, binh: Chat, world: World
) -> None:
    await sent(en, to="Đảng viên các")
    async with world.store.begin() as session:
        await session.execute(update(Person).where(Person.code == "DV-An").values(status="LEFT"))
    await gone_out(world)
    assert await an.listen() == []
    assert len(await binh.listen()) == 1


async def test_a_letter_to_a_chat_that_changed_hands_is_not_sent(
    en: Chat, an: Chat, world: World
) -> None:
    await sent(en)
    await unlinked(world, "An")
    assert await an.listen() == []


# --- What became of it -----------------------------------------------------------------------


async def test_the_author_sees_reached_read_and_passed_on_by_cell(
    en: Chat, an: Chat, binh: Chat, world: World
) -> None:
    number = await sent(en, to="Đảng viên các")
    for who, status in (("Cúc", Delivery.FAILED), ("Dũng", Delivery.UNKNOWN)):
        await settled(world, who, status)
    await an.listen()
    await binh.listen()
    await an.tap("Đã nắm")
    await an.tap("Chọn hộ đã phổ biến")
    await an.say("1 2")
    figures = await en.say(f"/thongbao {number} ketqua")
    assert "Đã nhận 2/6 người · đã nắm nội dung 1/6 · đã phổ biến 2/6 hộ." in figures
    assert "Chưa rõ đã đến hay chưa: 1 người." in figures
    assert "· Chi bộ Ấp 5: nhận 2/2, nắm 1/2, phổ biến 2/4 hộ" in figures
    assert "· Chi bộ Ấp 6: nhận 0/2, nắm 0/2, phổ biến 0/1 hộ" in figures
    assert "· Chi bộ Trường học: nhận 0/2, nắm 0/2, phổ biến 0/1 hộ" in figures
    assert await en.say(f"/thongbao {number} ketqua") == figures


async def test_who_was_not_reached_is_named_with_the_reason(
    en: Chat, dung: Chat, world: World
) -> None:
    await unlinked(world, "Hà")
    number = await sent(en, to="Đảng viên các")
    for who, status in (
        ("Cúc", Delivery.FAILED), ("An", Delivery.CALL_NEEDED), ("Bình", Delivery.UNKNOWN),
    ):  # fmt: skip
        await settled(world, who, status)
    await dung.listen()
    await en.say(f"/thongbao {number} ketqua")
    listed = await en.tap("Xem ai chưa nhận")
    assert listed.split("\n") == [
        "Có 5 người chưa nhận được:",
        "· Nguyễn Thị An (05): cần gọi điện",
        "· Trần Văn Bình (05): chưa rõ đã đến hay chưa",
        "· Lê Thị Cúc (06): gửi lỗi",
        "· Phạm Giang (TH): đang chờ gửi",
        "· Võ Thị Hà (TH): chưa kích hoạt",
    ]
    await en.say(f"/thongbao {number} ketqua")
    assert "Lê Thị Cúc" in await en.tap("Chi bộ Ấp 6: 1 người")
    assert "Danh Dũng" not in en.heard.text


async def test_phones_are_for_the_office_and_the_own_secretary_and_each_look_is_noted(
    en: Chat, lam: Chat, dung: Chat, binh: Chat, an: Chat, world: World, village: Village
) -> None:
    async with world.store.begin() as session:
        sealed, index = secrecy.seal_phone(session, "TL", "DV-Cúc", "+84912345678")
        await session.execute(
            update(Person).where(Person.code == "DV-Cúc").values(phone=sealed, phone_index=index)
        )
    number = await sent(en, to="Đảng viên các")
    await settled(world, "Cúc", Delivery.FAILED)
    for chat in (en, lam, dung, binh, an):
        await chat.listen()
    assert "0912 345 678" in await en.say(f"/thongbao {number} dienthoai 06")
    assert "0912 345 678" in await dung.say(f"/thongbao {number} dienthoai 06")
    for other in (lam, binh, an):
        assert "0912" not in await other.say(f"/thongbao {number} dienthoai 06")
    assert "Lê Thị Cúc" in await lam.say(f"/thongbao {number} chuanhan 06")
    for other in (binh, an):
        assert "Lê Thị Cúc" not in await other.say(f"/thongbao {number} chuanhan 06")
        assert "Lê Thị Cúc" not in await other.say(f"/thongbao {number} chuanhan")
    async with world.store.reading() as session:
        looks = await session.scalars(select(AuditRow.thing_id).where(AuditRow.action == "phone"))
        assert list(looks) == [str(village.people["Cúc"])] * 2


async def test_a_secretary_sees_the_own_cell_of_what_the_committee_sent(
    en: Chat, dung: Chat, an: Chat
) -> None:
    number = await sent(en, to="Đảng viên các")
    figures = await dung.say(f"/thongbao {number} ketqua")
    assert "Chi bộ Ấp 6" in figures
    assert "Chi bộ Ấp 5" not in figures
    assert "Đã nhận 0/2" in figures
    assert "Đã nhận" not in await an.say(f"/thongbao {number} ketqua")


async def test_what_nobody_knows_of_is_sent_again_to_just_those_and_says_so(
    en: Chat, an: Chat, binh: Chat, world: World
) -> None:
    number = await sent(en, to="Đảng viên các")
    await binh.listen()
    await settled(world, "An", Delivery.UNKNOWN)
    await settled(world, "Cúc", Delivery.FAILED)
    await en.say(f"/thongbao {number} ketqua")
    button, letter = en.button("Gửi lại cho 1 người"), en.heard
    assert "gửi lại cho 1 người" in await en.press(button, letter)
    assert "Không còn ai" in await en.press(button, letter)
    world.later(minutes=1)  # so long what may have arrived holds back what follows
    (again,) = await an.listen()
    assert again.text.startswith("(gửi lại) Thông báo ngày 21/11/2026")
    assert WORDS in again.text
    assert await binh.listen() == []
    assert "Chưa rõ" not in await en.say(f"/thongbao {number} ketqua")
    async with world.store.reading() as session:
        noted = await session.scalars(select(AuditRow.id).where(AuditRow.action == "sent again"))
        assert len(list(noted)) == 1


async def test_who_reads_it_was_reached_whatever_the_messenger_said(
    en: Chat, an: Chat, world: World
) -> None:
    number = await sent(en, to="Đảng viên các")
    await settled(world, "An", Delivery.UNKNOWN)
    await an.say(f"/thongbao {number} danam")
    figures = await en.say(f"/thongbao {number} ketqua")
    assert "Đã nhận 1/6" in figures
    assert "Chưa rõ" not in figures


async def test_what_became_of_letters_is_taken_over_with_no_look_at_the_figures(
    en: Chat, an: Chat, world: World
) -> None:
    await sent(en)
    await an.listen()
    assert await gone_out(world) == 0
    async with world.store.reading() as session:
        reached = await session.scalar(
            select(func.count()).select_from(Receipt).where(Receipt.reached_at == world.now)
        )
    assert reached == 1


async def test_a_correction_waits_until_what_it_corrects_is_all_out(en: Chat, world: World) -> None:
    number = await sent(en)
    async with world.store.begin() as session:
        await session.execute(
            update(Announcement).where(Announcement.id == number).values(spread_at=None)
        )
    await en.say(f"/soanthongbao {number} sua")
    await en.say("Họp sáng thứ bảy.")
    await en.tap("Gửi ngay")
    await en.say("gửi")
    assert await gone_out(world) == 0  # only now is it known that nobody is left
    assert await gone_out(world) == 9
