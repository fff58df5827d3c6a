"""Whether a letter's households are still its reader's to hear of when it goes out."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import Row

from bot.domain.periods import day_of
from bot.messages import Address
from storage import households, people
from storage.store import Session
from storage.tables import Household

FRESH = timedelta(minutes=1)
"""Until then what the writing transaction saw still counts: an answer at once costs no look."""


async def seen_at(
    session: Session, address: Address, household_ids: Collection[int], now: datetime
) -> set[int]:
    """Which of these households whoever is at the address may see now."""
    today = day_of(now)
    actor = await people.actor_at(session, address, today) if household_ids else None
    if actor is None:
        return set()
    seen = households.visible_to(actor, today).with_only_columns(Household.id)
    return set(await session.scalars(seen.where(Household.id.in_(household_ids))))


async def still_holds(session: Session, row: Row[*tuple[object, ...]], now: datetime) -> bool:
    """Whether a letter may go out as it was written, now that it has waited.

    All that it `names` must still be the reader's to see, and of what it is `about` something.
    """
    names, about = set(row.payload.get("names", ())), set(row.payload.get("about", ()))
    if not (names or about) or row.created_at > now - FRESH:
        return True
    address = Address(row.surface, row.account, row.chat)
    seen = await seen_at(session, address, names | about, now)
    return names <= seen and (not about or bool(about & seen))
