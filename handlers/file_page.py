"""A letter's file on a page, for a reader whose messenger carries none."""

from datetime import datetime

from bot.messages import Attachment
from handlers import page
from handlers.page import Opened, Shut
from storage import file_links
from storage.store import Session

KIND = file_links.KIND


async def opened(session: Session, signed: str, now: datetime) -> Opened | Shut:
    """Follow a link to a file; to look at it uses nothing up."""
    found = await page.opened(session, KIND, signed, now)
    if isinstance(found, Opened) and found.link.used_at is not None:
        return Shut.OVER
    return found


async def taken(session: Session, signed: str, now: datetime) -> Attachment | Shut:
    """The file, for whom it was written and as long as they may read it."""
    found = await opened(session, signed, now)
    if isinstance(found, Shut):
        return found
    return await file_links.take(session, found.link, found.actor, now) or Shut.OVER
