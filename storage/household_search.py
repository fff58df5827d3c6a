"""Looking households up by whatever people call them, among those that somebody may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.people import Actor
from storage import households
from storage.households import Card
from storage.store import Session


@dataclass(frozen=True, slots=True)
class Sought:
    """Whom words mean, the likeliest first; `near` are the nearest where they fit nobody."""

    cards: Sequence[Card]
    certain: bool
    near: Sequence[Card]


async def find_cards(
    session: Session, actor: Actor, words: str, today: date, *, own: bool = False
) -> Sought:
    """Households by whatever people call them; with `own` only the actor's own book."""
    of_whom = households.book if own else households.in_area
    cards = await of_whom(session, actor, today)
    found = households.among(cards, words)
    return Sought(
        households.picked(cards, found.ids), found.certain, households.picked(cards, found.near)
    )
