"""A file on a page, for a chat that takes none: shown back, and once confirmed sent like any."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.uploads import Judged, Wanted
from handlers import page
from handlers.commands import FORMS, may_fill
from handlers.page import Opened, Shut
from storage import drafts, page_links, uploads
from storage.store import Session

KIND = uploads.KIND


@dataclass(frozen=True, slots=True)
class Received:
    """A file that waits to be confirmed."""

    id: int
    name: str
    size: int


@dataclass(frozen=True, slots=True)
class Done:
    """That it was handed in."""

    at: datetime


async def opened(session: Session, signed: str, now: datetime) -> Opened | Shut:
    """Follow a link, for as long as the question that it was made for is theirs to answer."""
    found = await page.opened(session, KIND, signed, now)
    if isinstance(found, Shut) or found.link.used_at is not None:
        return found
    draft = await drafts.at(session, found.link.address)
    form = FORMS.get(draft.form)
    asked = draft.effect_key == found.link.about.partition(" ")[2]
    return found if asked and form is not None and may_fill(form, found.actor) else Shut.OVER


def wanted(at: Opened) -> Wanted:
    """What the link was made for."""
    return Wanted(at.link.about.partition(" ")[0])


def done(at: Opened) -> Done | None:
    """That the link was used; None as long as it was not."""
    return Done(at.link.used_at) if at.link.used_at is not None else None


async def hand_in(session: Session, signed: str, file: Judged, now: datetime) -> Received | Shut:
    """Hold a file until it is confirmed, in place of the one before; the link may be over since
    the file began to come."""
    at = await opened(session, signed, now)
    if isinstance(at, Shut):
        return at
    file_id = await uploads.hold(session, at.link, file, now)
    return Shut.OVER if file_id is None else Received(file_id, file.name, len(file.content))


async def confirm(session: Session, at: Opened, file_id: int) -> Done | None:
    """Send what was shown to the chat; None when that is no longer held.

    Of two who confirm at once one does it, and both hear the same.
    """
    if await uploads.confirm(session, at.link, file_id, at.now):
        return Done(at.now)
    return done(replace(at, link=await page_links.again(session, at.link)))
