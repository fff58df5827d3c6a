"""What is forgotten on its day, and the audit's seals: the same in every process, at any time."""

from datetime import datetime

from storage import audit, files, imports_pending, inbox
from storage.store import Store


async def keep_house(store: Store, now: datetime) -> int:
    """Forget raw bodies past their keeping and seal the audit; says how many rows it touched."""
    async with store.begin() as session:
        forgotten = await inbox.purge(session, now)
        forgotten += await imports_pending.purge(session, now)
        forgotten += await files.purge(session, now)
    async with store.begin() as session:
        return forgotten + await audit.seal(session, now)
