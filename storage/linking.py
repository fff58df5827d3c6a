"""A chat becomes a person's: with a seat of its account, and what waited elsewhere comes along."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update

from bot.messages import Address
from storage import audit, channels, moving
from storage.addresses import ADDRESSES, CHANNELS
from storage.store import Session, insert_or_ignore


@dataclass(frozen=True, slots=True)
class Redeemed:
    """Who was linked, and the chats on the same messenger that no longer are theirs.

    `silent` are those of them on accounts that are ours no more: nothing can be said there.
    """

    person_id: int
    earlier: tuple[Address, ...]
    silent: tuple[Address, ...] = ()


async def link(session: Session, person_id: int, address: Address, now: datetime) -> Redeemed:
    """The chat is this person's, and no other chat on the same messenger is: whether the phone
    was lost or another account of ours took the place of the first.

    Refused while the account is full.
    """
    await channels.take_seat(session, address, person_id)
    here = (
        (ADDRESSES.c.surface == address.surface)
        & (ADDRESSES.c.account == address.account)
        & (ADDRESSES.c.external_id == address.external_id)
    )
    theirs = (ADDRESSES.c.person_id == person_id) & (ADDRESSES.c.surface == address.surface)
    rows = await session.execute(
        update(ADDRESSES)
        .where(theirs & ~here)
        .values(person_id=None)
        .returning(ADDRESSES.c.account, ADDRESSES.c.external_id)
    )
    left = sorted((row.account, row.external_id) for row in rows)
    earlier = tuple(Address(address.surface, *one) for one in left)
    whose = {"person_id": person_id, "linked_at": now, "last_heard_at": now, "gone_at": None}
    place = {
        "surface": address.surface,
        "account": address.account,
        "external_id": address.external_id,
    }
    await session.execute(insert_or_ignore(session, ADDRESSES).values(**place, **whose))
    await session.execute(update(ADDRESSES).where(here).values(**whose))
    await moving.with_person(session, person_id, earlier, address)
    await audit.note(session, person_id, "linked", "person", person_id, now)
    return Redeemed(person_id, earlier, await _silent(session, earlier))


async def _silent(session: Session, earlier: tuple[Address, ...]) -> tuple[Address, ...]:
    if not earlier:
        return ()
    rows = await session.execute(
        select(CHANNELS.c.surface, CHANNELS.c.account).where(CHANNELS.c.removed_at.is_not(None))
    )
    removed = {(surface, account) for surface, account in rows}
    return tuple(one for one in earlier if (one.surface, one.account) in removed)
