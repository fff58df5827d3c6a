"""Telling somebody else what a message of this turn brought about."""

from collections.abc import Collection

from bot.domain.people import GONE, ConsentState
from bot.domain.periods import next_daytime
from bot.messages import Outgoing, Urgency
from handlers.turn import Turn
from storage import outbox, people, sight


async def tell(
    turn: Turn, person_id: int, outgoing: Outgoing, key: str, *, about: Collection[int] = ()
) -> bool:
    """Write a letter to a person, once for each key; False when they cannot be told.

    That is without an address, or without consent: a phone that was linked anew may be in other
    hands until the notice is agreed to there.

    By day only, unless it is urgent (vietnamese.md 7.2). The address is the one last heard from.
    If it is `about` households that they may see, and none of them is theirs any more when its
    time comes, it is not sent.
    """
    person = await people.one(turn.session, person_id)
    addresses = await people.addresses_of(turn.session, [person_id])
    address = addresses.get(person_id)
    agreed = person.consent is ConsentState.GIVEN and person.status not in GONE
    if address is None or not agreed:
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
