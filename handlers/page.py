"""A page behind a signed link: for whom it was made, and only as long as they may."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.domain.people import Actor, ConsentState
from bot.domain.periods import day_of
from storage import page_links, people
from storage.page_links import Link
from storage.store import Session


class Shut(StrEnum):
    """Why a link leads nowhere."""

    UNKNOWN = "unknown"  # not signed by us, or long forgotten
    OVER = "over"  # too old, replaced, or no longer this person's to use


@dataclass(frozen=True, slots=True)
class Opened:
    """A link that was followed, and whose it is; used up, it still tells its receipt."""

    link: Link
    actor: Actor
    now: datetime

    @property
    def today(self) -> date:
        """The day in Vietnam on which it was followed."""
        return day_of(self.now)


async def opened(session: Session, kind: str, signed: str, now: datetime) -> Opened | Shut:
    """Follow a link, for whom it was made and only as long as their chat is theirs."""
    link = await page_links.find(session, kind, signed)
    if link is None:
        return Shut.UNKNOWN
    actor = await people.actor_at(session, link.address, day_of(now))
    if link.over(now) or actor is None or actor.person_id != link.person_id:
        return Shut.OVER
    return Opened(link, actor, now) if actor.consent is ConsentState.GIVEN else Shut.OVER
