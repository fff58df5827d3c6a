"""Telling somebody else what a message of this turn brought about."""

from collections.abc import Collection

from bot.domain.periods import next_daytime
from bot.messages import Outgoing, Urgency
from handlers.turn import Turn
from storage import outbox, people, sight


async def tell(
    turn: Turn, person_id: int, outgoing: Outgoing, key: str, *, about: Collection[int] = ()
) -> bool:
    """Write a letter to a person, once for each key; False when nobody has an address of theirs.

    By day only, unless it is urgent (vietnamese.md 7.2). The address is the one last heard from.
    If it is `about` households that they may see, and none of them is theirs any more when its
    time comes, it is not sent.
    """
    addresses = await people.addresses_of(turn.session, [person_id])
    address = addresses.get(person_id)
    if address is None:
        return False
    urgent = outgoing.urgency is Urgency.URGENT
    await outbox.put(
        turn.session,
        address,
        outgoing,
        turn.now,
        key=key,
        person_id=person_id,
        about=await sight.seen_at(turn.session, address, about, turn.now),
        not_before=turn.now if urgent else next_daytime(turn.now),
    )
    return True
