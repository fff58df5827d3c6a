"""As whom a form is filled in: as oneself, or for a member who has no phone."""

from dataclasses import replace

from handlers.questions import Answers
from handlers.turn import Turn
from storage import standing_in

FOR = "for"
"""The answer that says for whom."""


async def acting(turn: Turn, answers: Answers) -> Turn:
    """The turn as the member's for whom the form is; refused where that is no longer allowed."""
    person_id = answers.get(FOR)
    if not isinstance(person_id, int) or turn.actor.typed_by is not None:
        return turn
    actor = await standing_in.acting_for(turn.session, turn.actor, person_id, turn.today)
    return replace(turn, actor=actor)
