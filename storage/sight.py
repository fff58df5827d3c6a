"""Whether what a letter tells is still its reader's to hear of when it goes out."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import Row

from bot.domain.people import DIGEST_READERS, ConsentState
from bot.domain.periods import day_of
from bot.messages import Address
from storage import households, people, standing_in
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
    found = set(await session.scalars(seen.where(Household.id.in_(household_ids))))
    rest = set(household_ids) - found
    return found | (await standing_in.within_reach(session, actor, rest, today) if rest else set())


async def still_holds(session: Session, row: Row[*tuple[object, ...]], now: datetime) -> bool:
    """Whether a letter may go out as it was written, now that it has waited."""
    return row.created_at > now - FRESH or await may_still_read(session, row, now)


async def may_still_read(session: Session, row: Row[*tuple[object, ...]], now: datetime) -> bool:
    """Whether what a letter says is its reader's to read at this moment.

    All that it `names` must still be the reader's to see, and of what it is `about` something;
    and figures those of a unit (`of_unit`) whose figures the reader is still told.
    """
    of_unit = row.payload.get("of_unit")
    names, about = set(row.payload.get("names", ())), set(row.payload.get("about", ()))
    if not (names or about or of_unit):
        return True
    address = Address(row.surface, row.account, row.chat)
    if of_unit and not await _reads_figures(session, address, of_unit, now):
        return False
    seen = await seen_at(session, address, names | about, now)
    return names <= seen and (not about or bool(about & seen))


async def _reads_figures(session: Session, address: Address, unit_id: int, now: datetime) -> bool:
    actor = await people.actor_at(session, address, day_of(now))
    return (
        actor is not None
        and actor.consent is ConsentState.GIVEN
        and unit_id in actor.units_as(*DIGEST_READERS)
    )
