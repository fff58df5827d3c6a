"""What went out as a file is not kept longer than it is needed."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from bot.domain.delivery import Delivery
from bot.messages import Address, Attachment, Outgoing
from storage import files, outbox
from storage.store import Store
from storage.tables import Announcement, File, OutboxRow
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
