"""A letter that was just stamped, in the same transaction: other words for it, or a wait."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, select, update

from bot.domain.delivery import Delivery
from bot.messages import Address, Outgoing
from storage import letters
from storage.outbox import AT_REST, TABLE
from storage.store import Session

_REWORD = (  # built once, as every letter of a wave comes to it
    update(TABLE)
    .where(TABLE.c.id == bindparam("id_", type_=TABLE.c.id.type))
    .values(
        payload=bindparam("payload_", type_=TABLE.c.payload.type),
        urgency=bindparam("urgency_"),
        priority=bindparam("priority_", type_=TABLE.c.priority.type),
    )
)


async def reword(session: Session, letter_id: int, outgoing: Outgoing) -> None:
    """Give it the words that are true now."""
    payload = letters.payload_of(outgoing) | {"reminds": True}
    urgency = outgoing.urgency
    values = {"payload_": payload, "urgency_": urgency.value, "priority_": urgency.priority}
    await session.touched(_REWORD, {"id_": letter_id, **values})


async def as_one(session: Session, letter_ids: Sequence[int], outgoing: Outgoing) -> None:
    """Remember what several letters go out as: the first with all the words, the others in it.

    What each of them says by itself stays beside that, for when they go out another time.
    """
    rows = await session.execute(
        select(TABLE.c.id, TABLE.c.payload, TABLE.c.file_id).where(TABLE.c.id.in_(letter_ids))
    )
    found = {row.id: row for row in rows}
    first = letter_ids[0]
    files = (found[one].file_id for one in letter_ids)
    whole = letters.payload_of(outgoing) | {"file_id": next(filter(None, files), None)}
    for one in letter_ids:
        told = {letters.AS_ONE: whole} if one == first else {letters.WITHIN: first}
        said = found[one].payload | told
        await session.execute(update(TABLE).where(TABLE.c.id == one).values(payload=said))


async def into_chat(session: Session, letter_ids: Sequence[int], chat: Address) -> None:
    """Note where they go out: there they count, and there whoever is gone is gone."""
    place = {"surface": chat.surface, "account": chat.account, "chat": chat.external_id}
    await session.execute(update(TABLE).where(TABLE.c.id.in_(letter_ids)).values(place))


async def put_back(session: Session, letter_id: int, until: datetime) -> None:
    """Let it wait: this is no hour for it. What may go out before it does not wait behind it."""
    await session.execute(
        update(TABLE)
        .where(TABLE.c.id == letter_id)
        .values(
            status=Delivery.QUEUED,
            attempts=TABLE.c.attempts - 1,
            not_before=until,
            **AT_REST,
        )
    )
