"""What comes with time alone, brought about by the job that every process runs."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select, update

from bot.domain.concerns import ConcernStatus, Satisfaction
from bot.domain.delivery import Delivery
from bot.messages import Address, Outgoing
from scheduler.housekeeping import keep_house
from scheduler.reminders import plan_reminders
from storage import audit, channels, drafts, jobs, outbox, rates
from storage.drafts import Draft
from storage.rates import Slot
from storage.store import Store
from storage.tables import Concern, Job, OutboxRow, Rate, Reminder
from tests.concerns_stored import decided, heard, recorded
from tests.conftest import NOW
from tests.hours import vietnam
from tests.village import Village

S = ConcernStatus


async def status_of(store: Store, concern_id: int) -> ConcernStatus:
    async with store.reading() as session:
        return (await session.get_one(Concern, concern_id)).status


async def test_a_concern_closes_when_nobody_objected_for_a_week(
    store: Store, village: Village
) -> None:
    one = await recorded(store, "An", village.households["H001"])
    await decided(store, "Bình", one.id, S.ANSWERED, "Xong")
    await heard(store, "An", one.id, village.households["H001"], Satisfaction.NO_ANSWER)
    await keep_house(store, NOW + timedelta(days=7, seconds=-1))
    assert await status_of(store, one.id) is S.FED_BACK
    await keep_house(store, NOW + timedelta(days=7))
    assert await status_of(store, one.id) is S.CLOSED


async def test_reminders_are_forgotten_after_a_year_and_a_month(
    store: Store, village: Village
) -> None:
    now = vietnam("2026-12-01")
    assert await plan_reminders(store, now) == 4
    await keep_house(store, now + jobs.KEPT)
    async with store.reading() as session:
        assert len((await session.scalars(select(Reminder.id))).all()) == 4
    await keep_house(store, now + jobs.KEPT + timedelta(days=1))
    async with store.reading() as session:
        assert (await session.scalars(select(Reminder.id))).all() == []
        assert (await session.scalars(select(Job.key))).all() == []


async def test_what_comes_to_wait_on_a_removed_account_moves_on_or_fails(
    store: Store, village: Village
) -> None:
    an, gone = village.people["An"], Address("zalo_bot", "42", "an")
    async with store.begin() as session:
        await channels.remove(session, (gone.surface, gone.account), NOW)
        said = Outgoing("tin")
        answer = await outbox.put(session, gone, said, NOW, person_id=an, inbox_id=1)
        told = await outbox.put(session, gone, said, NOW, person_id=an)
    await keep_house(store, NOW)
    async with store.reading() as session:
        lost, moved = [await session.get_one(OutboxRow, one) for one in (answer, told)]
        assert (lost.status, lost.error) == (Delivery.FAILED, channels.REMOVED)
        assert (moved.status, moved.surface, moved.chat) == (Delivery.QUEUED, "console", "An")


async def test_letters_are_forgotten_ninety_days_after_they_went_out(
    store: Store, village: Village
) -> None:
    async with store.begin() as session:
        here = Address("console", "demo", "An")
        went = [await outbox.put(session, here, Outgoing("tin"), NOW) for _ in range(3)]
        for day, letter_id in enumerate(went[:2]):
            sent = update(OutboxRow).where(OutboxRow.id == letter_id)
            at = NOW + timedelta(days=day)
            await session.execute(sent.values(status=Delivery.SENT, settled_at=at))
    await keep_house(store, NOW + outbox.KEPT + timedelta(hours=1), with_post=False)
    for later, left in ((timedelta(), went), (timedelta(hours=1), went[1:])):
        await keep_house(store, NOW + outbox.KEPT + later)
        async with store.reading() as session:
            assert list(await session.scalars(select(OutboxRow.id).order_by(OutboxRow.id))) == left


async def test_of_a_chat_that_is_nobodys_nothing_is_kept_longer_than_thirty_days(
    store: Store, village: Village
) -> None:
    stranger, an = Address("zalo_bot", "42", "stranger"), Address("console", "demo", "An")
    async with store.begin() as session:
        await drafts.keep(session, stranger, None, Draft(line="menu"), NOW)
        await drafts.keep(session, an, village.people["An"], Draft(line="menu"), NOW)
    for later, left in ((timedelta(seconds=-1), "menu"), (timedelta(), "")):
        await keep_house(store, NOW + drafts.KEPT_OF_STRANGERS + later)
        async with store.reading() as session:
            assert (await drafts.at(session, stranger)).line == left
            assert (await drafts.at(session, an)).line == "menu"


async def test_a_pace_is_forgotten_a_day_after_its_chat_fell_silent(store: Store) -> None:
    start = NOW.timestamp()
    async with store.begin() as session:
        await rates.reserve(session, [Slot("chat:a", 1, 1)], start, 0)
        (free_at,) = await session.scalars(select(Rate.free_at))
    for later, left in ((timedelta(seconds=-1), ["chat:a"]), (timedelta(), [])):
        await keep_house(store, datetime.fromtimestamp(free_at + rates.KEPT, UTC) + later)
        async with store.reading() as session:
            assert list(await session.scalars(select(Rate.key))) == left


async def test_what_was_done_is_sealed_and_a_second_round_finds_nothing(
    store: Store, village: Village
) -> None:
    await recorded(store, "An", village.households["H001"])
    assert await keep_house(store, NOW + timedelta(minutes=2)) > 0
    assert await keep_house(store, NOW + timedelta(minutes=2)) == 0
    async with store.reading() as session:
        assert await audit.first_broken(session) is None
