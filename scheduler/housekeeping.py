"""What comes with time alone: forgetting, closing, sealing; in every process, at any moment."""

from datetime import datetime

from bot.domain.periods import day_of
from storage import (
    audit,
    books,
    concern_steps,
    files,
    imports_pending,
    inbox,
    jobs,
    mutes,
    reminders,
)
from storage.store import Store


async def keep_house(store: Store, now: datetime) -> int:
    """Forget what is past its keeping, close concerns that nobody objected to, number what came
    into books within a group, seal the audit.

    Says how many rows it touched.
    """
    async with store.begin() as session:
        forgotten = await inbox.purge(session, now)
        forgotten += await imports_pending.purge(session, now)
        forgotten += await files.purge(session, now)
        forgotten += await mutes.purge(session, now)
        forgotten += await reminders.purge(session, now) + await jobs.purge(session, now)
    async with store.begin() as session:
        closed = await concern_steps.close_unopposed(session, now)
    async with store.begin() as session:
        numbered = await books.number_groups(session, now, day_of(now))
    async with store.begin() as session:
        return numbered + forgotten + closed + await audit.seal(session, now)
