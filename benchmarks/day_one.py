"""The first of a month in a generated province where everybody meets late."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import update

from benchmarks import province
from storage import schema
from storage.secrecy import Keys
from storage.store import Store, opened
from storage.tables import Unit, core

KEY = "a benchmark's key of at least thirty-two characters"
DAY_ONE = datetime(2026, 12, 1, 1, tzinfo=UTC)  # a Tuesday, 08:00 in Vietnam


async def filled(url: str, size: province.Size, account: tuple[str, str]) -> Store:
    """The evening before: day 1 will bring the list, and nothing else."""
    store = opened(url, Keys((KEY,)))
    await schema.migrate(store)
    await province.settle(store, size, DAY_ONE - timedelta(days=1), account=account)
    async with store.begin() as session:
        await session.execute(update(core(Unit)).values(meeting_days="20"))
    return store
