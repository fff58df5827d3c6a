"""The file of a letter behind a link, for its reader alone and as long as it is theirs to read."""

from datetime import datetime, timedelta

from sqlalchemy import exists, select

from bot.domain.people import Actor
from bot.domain.periods import day_of
from bot.messages import Attachment, Letter
from storage import audit, letters, page_links, people, sight
from storage.outbox import OF_A_LETTER, TABLE
from storage.page_links import Link
from storage.store import Session
from storage.tables import Announcement, core

KIND = "f"
"""The letter under which files are reached, beside other pages."""
VALID = timedelta(hours=24)
"""No longer than the file is kept at least after its letter went out (`storage.files`)."""

_announcements = core(Announcement)


async def issue(session: Session, letter: Letter, now: datetime) -> str | None:
    """The signed part of a link to the file that goes with a letter, while it is being stamped.

    A newer one of the same letter, as a retry has it, ends the older. None where nobody we know
    would read it.
    """
    row = await session.execute(
        select(TABLE.c.id, TABLE.c.person_id, TABLE.c.payload)
        .where(TABLE.c.id.in_((letter.id, *letter.carries)), TABLE.c.file_id.is_not(None))
        .order_by(TABLE.c.priority, TABLE.c.id)  # as what goes out in one letter is put together
        .limit(1)
    )
    found = row.one_or_none()
    actor = await people.actor_at(session, letter.address, day_of(now))
    if found is None or actor is None or actor.person_id != found.person_id:
        return None
    posts = sight.posts_for(found)
    if posts is None:  # what nobody asked for is for whoever they are now
        posts = sight.posts_of(actor)
    return await page_links.issue(
        session, KIND, actor.person_id, letter.address, str(found.id), now,
        valid=VALID, posts=" ".join(posts), alone=False,
    )  # fmt: skip


async def take(session: Session, link: Link, reader: Actor, now: datetime) -> Attachment | None:
    """The file, once; None when it is no longer theirs, is gone, or was taken.

    Of several that come at once one gets it.
    """
    rows = await session.execute(
        select(*(TABLE.c[name] for name in OF_A_LETTER)).where(
            TABLE.c.id == int(link.about),
            TABLE.c.person_id == reader.person_id,
            ~exists().where(
                _announcements.c.file_id == TABLE.c.file_id,
                _announcements.c.withdrawn_at.is_not(None),
            ),
        )
    )
    row = rows.one_or_none()
    if row is None or row.file_id is None or not sight.holds_all(reader, link.posts.split()):
        return None
    if not await sight.may_still_read(session, row, now):
        return None
    if not await page_links.use_up(session, link.id, now):
        return None
    await audit.note(session, reader.person_id, "download", "letter", row.id, now)
    return await letters.attachment_of(session, row.file_id)
