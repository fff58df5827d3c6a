"""What comes with time alone: forgetting, closing, sealing; in every process, at any moment."""

from datetime import datetime

from bot.domain.periods import day_of
from storage import (
    audit,
    books,
    channels,
    concern_steps,
    drafts,
    files,
    imports_pending,
    inbox,
    jobs,
    moving,
    mutes,
    outbox,
    page_links,
    rates,
    reminders,
    uploads,
)
from storage.store import Store


async def keep_house(store: Store, now: datetime, *, with_post: bool = True) -> int:
    """Forget what is past its keeping, close concerns that nobody objected to, number what came
    into books within a group, take letters off removed accounts, seal the audit.

    Says how many rows it touched. `with_post` is False where messages and files stay: in the
    practice room a month passes in a moment, and what was said stands on the phones.
    """
    async with store.begin() as session:
        forgotten = await imports_pending.purge(session, now) + await uploads.purge(session, now)
        if with_post:
            forgotten += await inbox.purge(session, now) + await files.purge(session, now)
            forgotten += await outbox.purge(session, now)
        forgotten += await mutes.purge(session, now) + await page_links.purge(session, now)
        forgotten += await reminders.purge(session, now) + await jobs.purge(session, now)
        forgotten += await drafts.purge(session, now) + await rates.purge(session, now.timestamp())
    async with store.begin() as session:
        closed = await concern_steps.close_unopposed(session, now)
    async with store.begin() as session:
        numbered = await books.number_groups(session, now, day_of(now))
    async with store.begin() as session:
        moved = await moving.off_removed(session, channels.REMOVED, now)
    async with store.begin() as session:
        sealed = await audit.seal(session, now)
    await store.fold_log()
    return numbered + forgotten + closed + moved + sealed
