"""What came in or went out as a file is not kept longer than it is needed."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import delete, func, select, update

from bot.domain.delivery import Delivery, InboxStatus
from bot.messages import Address, Attachment, Json, Outgoing
from scheduler.housekeeping import keep_house
from storage import files, outbox
from storage.store import Store
from storage.tables import Announcement, Concern, Draft, File, InboxRow, OutboxRow
from tests.concerns_stored import recorded
from tests.conftest import NOW
from tests.village import Village

CHAT = Address("console", "demo", "Én")
SLIPS = Attachment("slips.docx", b"codes", "application/octet-stream")
DAY = timedelta(days=1)


async def put(store: Store, status: Delivery, settled: timedelta | None) -> int:
    """A letter with a file, as it stands some time later."""
    async with store.begin() as session:
        letter = await outbox.put(session, CHAT, Outgoing("Phiếu", attachment=SLIPS), NOW)
        assert letter is not None
        moment = None if settled is None else NOW + settled
        await session.execute(
            update(OutboxRow).where(OutboxRow.id == letter).values(status=status, settled_at=moment)
        )
    return letter


async def kept(store: Store) -> int:
    async with store.reading() as session:
        return await session.scalar(select(func.count()).select_from(File)) or 0


@pytest.mark.parametrize("status", [Delivery.SENT, Delivery.FAILED, Delivery.EXPIRED])
async def test_a_file_is_dropped_a_day_after_its_letter_is_settled(
    store: Store, status: Delivery
) -> None:
    letter = await put(store, status, timedelta(0))
    async with store.begin() as session:
        assert await files.purge(session, NOW + DAY - timedelta(minutes=1)) == 0
        assert await files.purge(session, NOW + DAY) == 1
        assert await files.purge(session, NOW + DAY) == 0
    assert await kept(store) == 0
    async with store.reading() as session:
        assert (await session.get_one(OutboxRow, letter)).file_id is None


@pytest.mark.parametrize("status", [Delivery.QUEUED, Delivery.SENDING])
async def test_a_file_that_is_still_to_be_sent_stays(store: Store, status: Delivery) -> None:
    await put(store, status, None)
    async with store.begin() as session:
        assert await files.purge(session, NOW + 30 * DAY) == 0
    assert await kept(store) == 1


async def test_a_file_of_many_letters_stays_until_the_last_is_sent(store: Store) -> None:
    sent = await put(store, Delivery.SENT, timedelta(0))
    waits = await put(store, Delivery.QUEUED, None)
    async with store.begin() as session:
        shared = (await session.get_one(OutboxRow, sent)).file_id
        (await session.get_one(OutboxRow, waits)).file_id = shared
    async with store.begin() as session:
        assert await files.purge(session, NOW + 2 * DAY) == 0


async def test_a_file_that_something_else_shows_stays(store: Store, village: Village) -> None:
    letter = await put(store, Delivery.SENT, timedelta(0))
    async with store.begin() as session:
        row = await session.get_one(OutboxRow, letter)
        session.add(
            Announcement(
                unit_id=village.units["TL"], author_id=village.people["Én"], kind="POLICY_A",
                words="", audience={}, file_id=row.file_id, created_at=NOW,
            )
        )  # fmt: skip
    async with store.begin() as session:
        assert await files.purge(session, NOW + 30 * DAY) == 0
    assert await kept(store) == 1


# --- What came in ------------------------------------------------------------------------------

WEEK = timedelta(days=7)


async def came_in(store: Store, status: InboxStatus = InboxStatus.DONE) -> int:
    """A photo with a message that was handled, or not yet."""
    async with store.begin() as session:
        file = File(name="anh.jpg", media_type="image/jpeg", content=b"x", created_at=NOW)
        session.add(file)
        await session.flush()
        session.add(
            InboxRow(
                surface="console", account="demo", event_id="e", chat="An", raw=b"{}",
                received_at=NOW, next_at=NOW, status=status, file_id=file.id,
            )
        )  # fmt: skip
        return file.id


async def purged(store: Store, after: timedelta) -> int:
    async with store.begin() as session:
        return await files.purge(session, NOW + after)


async def test_a_stray_photo_is_dropped_after_a_week(store: Store) -> None:
    await came_in(store)
    assert await purged(store, WEEK - timedelta(minutes=1)) == 0
    assert await purged(store, WEEK) == 1
    assert await purged(store, WEEK) == 0
    async with store.reading() as session:
        row = (await session.scalars(select(InboxRow))).one()
        assert (row.file_id, row.raw) == (None, b"{}"), "the message itself has its own time"


async def test_a_photo_whose_message_is_forgotten_is_dropped_too(store: Store) -> None:
    await came_in(store)
    async with store.begin() as session:
        await session.execute(delete(InboxRow))
    assert await purged(store, WEEK) == 1


@pytest.mark.parametrize("status", [InboxStatus.NEW, InboxStatus.DEAD])
async def test_a_photo_of_a_message_that_may_yet_be_handled_stays(
    store: Store, status: InboxStatus
) -> None:
    await came_in(store, status)
    assert await purged(store, 4 * WEEK) == 0
    async with store.begin() as session:
        await session.execute(update(InboxRow).values(raw=None))
    assert await purged(store, 4 * WEEK) == 1, "nothing of the message is left to be handled"


@pytest.mark.parametrize(
    "state",
    [
        {"answers": {"photo": "FILE"}, "trail": []},
        {"answers": {}, "trail": [{"photo": "FILE"}]},
        {"answers": {"photos": ["FILE"]}},
    ],
    ids=["an answer", "the way back", "one of several"],
)
async def test_a_photo_that_an_open_form_holds_stays_until_the_form_is_over(
    store: Store, state: dict[str, Json]
) -> None:
    file_id = await came_in(store)
    held = json.loads(json.dumps(state).replace('"FILE"', str(file_id)))
    async with store.begin() as session:
        session.add(
            Draft(
                surface="console", account="demo", chat="An", form="concern", state=held,
                offered=[], changed_at=NOW + timedelta(seconds=1),
            )
        )  # fmt: skip
    assert await purged(store, 2 * WEEK) == 0
    async with store.begin() as session:
        await session.execute(update(Draft).values(form="", state={"answers": {}}))
    assert await purged(store, 2 * WEEK) == 1


async def test_a_photo_of_a_concern_stays(store: Store, village: Village) -> None:
    file_id = await came_in(store)
    concern = await recorded(store, "An", village.households["H001"])
    async with store.begin() as session:
        await session.execute(
            update(Concern).where(Concern.id == concern.id).values(photo_id=file_id)
        )
    assert await purged(store, 52 * WEEK) == 0
    assert await kept(store) == 1


async def test_a_letter_that_waits_keeps_its_file_and_housekeeping_drops_what_nothing_refers_to(
    store: Store, village: Village
) -> None:
    await put(store, Delivery.QUEUED, None)
    await came_in(store)
    await keep_house(store, NOW + WEEK)
    async with store.reading() as session:
        assert list(await session.scalars(select(File.name))) == ["slips.docx"]
