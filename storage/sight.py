"""Whether what a letter tells is still its reader's to hear of when it goes out."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import Row

from bot.domain.people import DIGEST_READERS, Actor, ConsentState
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
    if row.created_at > now - FRESH:
        return True
    posts = posts_for(row)
    if posts is not None:
        actor = await people.actor_at(session, _chat_of(row), day_of(now))
        if actor is None or not holds_all(actor, posts):
            return False
    return await may_still_read(session, row, now)


async def may_still_read(session: Session, row: Row[*tuple[object, ...]], now: datetime) -> bool:
    """Whether what a letter says is its reader's to read at this moment.

    All that it `names` must still be the reader's to see, and of what it is `about` something;
    and figures those of a unit (`of_unit`) whose figures the reader is still told.
    """
    of_unit = row.payload.get("of_unit")
    names, about = set(row.payload.get("names", ())), set(row.payload.get("about", ()))
    if not (names or about or of_unit):
        return True
    address = _chat_of(row)
    if of_unit and not await _reads_figures(session, address, of_unit, now):
        return False
    seen = await seen_at(session, address, names | about, now)
    return names <= seen and (not about or bool(about & seen))


async def noted(
    session: Session, address: Address, person_id: int | None, now: datetime
) -> dict[str, object]:
    """What is noted beside a file that somebody asks for at an address: in which roles."""
    actor = await people.actor_at(session, address, day_of(now))
    known = actor is not None and actor.person_id == person_id
    return {"posts": posts_of(actor)} if actor is not None and known else {}


def posts_of(actor: Actor) -> list[str]:
    """The roles somebody holds, as they are noted beside a file that they asked for."""
    return sorted(f"{post.role.value}:{post.unit_id}" for post in actor.posts)


def posts_for(row: Row[*tuple[object, ...]]) -> list[str] | None:
    """The roles in which a letter's file was asked for; None where they were not noted."""
    posts: list[str] | None = row.payload.get("posts")
    return posts


def holds_all(actor: Actor, posts: Collection[str]) -> bool:
    """Whether all roles hold in which a file was asked for: slips and figures want one."""
    return set(posts) <= set(posts_of(actor))


def _chat_of(row: Row[*tuple[object, ...]]) -> Address:
    return Address(row.surface, row.account, row.chat)


async def _reads_figures(session: Session, address: Address, unit_id: int, now: datetime) -> bool:
    actor = await people.actor_at(session, address, day_of(now))
    return (
        actor is not None
        and actor.consent is ConsentState.GIVEN
        and unit_id in actor.units_as(*DIGEST_READERS)
    )
