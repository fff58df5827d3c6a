"""Letters that waited for a chat which is their reader's no more: to the one that is, or unsent."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, case, exists, or_, select, update

from bot.domain.delivery import Delivery
from bot.domain.people import ConsentState
from bot.messages import Address
from storage import people
from storage.addresses import CHANNELS
from storage.outbox import AT_REST, QUEUED, TABLE
from storage.store import Session, changed
from storage.tables import Person, core

UNTIL_AGREED = timedelta(days=30)
"""For how long letters are held for somebody who has to agree to the notice again."""

_NO_ANSWER = TABLE.c.inbox_id.is_(None)
"""What answers a message belongs to the chat it was written in."""

_people = core(Person)
_AGREED = exists(
    select(_people.c.id).where(
        _people.c.id == TABLE.c.person_id, _people.c.consent == ConsentState.GIVEN
    )
)
_HELD_OR_AT_REST = AT_REST | {
    "lease_until": case((and_(TABLE.c.lease_owner == "", ~_AGREED), TABLE.c.lease_until))
}
"""What is held until its reader agrees stays so wherever it goes."""


async def with_person(
    session: Session, person_id: int, earlier: Collection[Address], to: Address
) -> int:
    """What waits in chats that were somebody's goes to the new one; how many letters that were.

    Answers stay behind and fall away.
    """
    if not earlier:
        return 0
    theirs = update(TABLE).where(_waits_for(person_id), _at(earlier))
    return await changed(session, theirs.values(**_place(to), **_HELD_OR_AT_REST))


async def hold(session: Session, person_id: int, now: datetime) -> None:
    """Somebody has to agree to the notice again: until then only their messages are answered."""
    rest = {"lease_owner": "", "lease_until": now + UNTIL_AGREED}
    await session.execute(update(TABLE).where(_waits_for(person_id)).values(rest))


async def agreed(session: Session, person_id: int) -> None:
    """Somebody has agreed: what was held for them may go."""
    held = update(TABLE).where(_waits_for(person_id), TABLE.c.lease_owner == "")
    await session.execute(held.values(lease_until=None))


async def off_account(
    session: Session, surface: str, account: str, why: str, now: datetime
) -> tuple[int, int]:
    """What waits on an account that is gone; how many letters went elsewhere, and failed."""
    here = and_(TABLE.c.surface == surface, TABLE.c.account == account, TABLE.c.status == QUEUED)
    readers = await session.scalars(
        select(TABLE.c.person_id).where(here, _NO_ANSWER, TABLE.c.person_id.is_not(None)).distinct()
    )
    moved = 0
    for person_id, address in (await people.addresses_of(session, list(readers))).items():
        theirs = update(TABLE).where(here, _NO_ANSWER, TABLE.c.person_id == person_id)
        at_rest = theirs.values(**_place(address), **_HELD_OR_AT_REST)
        moved += await changed(session, at_rest)
    left = update(TABLE).where(here)
    failed = await changed(
        session, left.values(status=Delivery.FAILED, error=why, settled_at=now, **AT_REST)
    )
    return moved, failed


async def off_removed(session: Session, why: str, now: datetime) -> int:
    """What came to wait on accounts after they were removed: answers to what came in last, and
    what was on its way and came back. Nobody would ever send it. How many letters that were."""
    waits = exists().where(
        TABLE.c.surface == CHANNELS.c.surface,
        TABLE.c.account == CHANNELS.c.account,
        TABLE.c.status == QUEUED,
    )
    rows = await session.execute(
        select(CHANNELS.c.surface, CHANNELS.c.account).where(
            CHANNELS.c.removed_at.is_not(None), waits
        )
    )
    return sum([sum(await off_account(session, *account, why, now)) for account in rows.all()])


def _waits_for(person_id: int) -> ColumnElement[bool]:
    return and_(TABLE.c.status == QUEUED, TABLE.c.person_id == person_id, _NO_ANSWER)


def _place(to: Address) -> dict[str, str]:
    return {"surface": to.surface, "account": to.account, "chat": to.external_id}


def _at(addresses: Collection[Address]) -> ColumnElement[bool]:
    t = TABLE.c
    return or_(
        *(
            and_(t.surface == a.surface, t.account == a.account, t.chat == a.external_id)
            for a in addresses
        )
    )
