"""Told too late: a role ended, or a consent lapsed, before it goes out."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from bot.domain.delivery import Delivery
from bot.domain.people import ConsentState
from scheduler.digests import send_digests
from storage.tables import OutboxRow, Person, RoleHeld
from tests.announcements import gone_out, sent
from tests.chat import Chat, World

EVE = datetime(2026, 12, 9, 11, tzinfo=UTC)  # the cells meet on the day after


async def role_ended(world: World, who: str) -> None:
    """All that somebody was ended today."""
    person = select(Person.id).where(Person.code == f"DV-{who}").scalar_subquery()
    async with world.store.begin() as session:
        await session.execute(
            update(RoleHeld).where(RoleHeld.person_id == person).values(until=world.now.date())
        )


async def asked(chat: Chat, words: str = "Họp lúc mấy giờ?") -> None:
    """A question about what came last."""
    await chat.listen()
    await chat.tap("Hỏi lại")
    await chat.say(words)


async def test_whose_role_ended_hears_no_questions_about_what_they_once_wrote(
    en: Chat, lam: Chat, an: Chat, world: World
) -> None:
    await sent(en, to="Đảng viên các")
    await en.listen()
    await role_ended(world, "Én")
    await asked(an)
    assert await en.listen() == []
    assert "Họp lúc mấy giờ?" in (await lam.listen())[-1].text


async def test_an_answer_to_all_passes_by_who_is_no_longer_meant(
    en: Chat, binh: Chat, dung: Chat, world: World
) -> None:
    await sent(en, to="Bí thư")
    assert len(await binh.listen()) == 1
    await role_ended(world, "Bình")
    await asked(dung)
    await en.listen()
    await en.tap("Trả lời")
    await en.say("14 giờ.")
    await en.tap("Mọi người")
    await gone_out(world)
    assert "Trả lời: 14 giờ." in (await dung.listen())[-1].text
    assert await binh.listen() == []


@pytest.mark.parametrize("consent", [ConsentState.RENEW, ConsentState.REFUSED])
async def test_who_has_not_agreed_on_this_phone_is_told_nothing_by_others(
    en: Chat, an: Chat, world: World, consent: ConsentState
) -> None:
    await sent(en)
    await asked(an)
    async with world.store.begin() as session:
        await session.execute(update(Person).where(Person.code == "DV-An").values(consent=consent))
    await en.listen()
    await en.tap("Trả lời")
    await en.say("14 giờ.")
    await en.tap("Chỉ người hỏi")
    assert await an.listen() == []


async def test_a_digest_that_waited_is_not_for_who_leads_no_more(
    binh: Chat, dung: Chat, world: World
) -> None:
    world.now = EVE
    await send_digests(world.store, world.now)
    await role_ended(world, "Bình")
    world.later(hours=13)
    assert await binh.listen() == []
    assert "Tổng hợp tháng 11/2026" in (await dung.listen())[-1].text
    async with world.store.reading() as session:
        dropped = await session.scalars(
            select(OutboxRow.error).where(OutboxRow.status == Delivery.EXPIRED)
        )
        assert list(dropped) == ["no longer this person's"]


async def test_a_digest_goes_at_once_as_it_was_written(binh: Chat, world: World) -> None:
    world.now = EVE
    await send_digests(world.store, world.now)
    world.now += timedelta(seconds=20)
    assert len(await binh.listen()) == 1
