"""As whom a form is filled in: as oneself, or for a member who has no phone."""

from dataclasses import replace

from bot.messages import Choice, Outgoing
from bot.texts import standing_in as words
from handlers import telling
from handlers.questions import Answers, Asking
from handlers.turn import Turn
from storage import people, standing_in

FOR = "for"
"""The answer that says for whom."""


async def acting(turn: Turn, answers: Answers) -> Turn:
    """The turn as the member's for whom the form is; refused where that is no longer allowed."""
    person_id = answers.get(FOR)
    if not isinstance(person_id, int) or turn.actor.typed_by is not None:
        return turn
    actor = await standing_in.acting_for(turn.session, turn.actor, person_id, turn.today)
    return replace(turn, actor=actor)


async def ask_whom(turn: Turn, answers: Answers) -> Asking:
    """Which of several members of one name is meant."""
    among = answers["among"]
    members = await standing_in.members(turn.session, turn.actor, turn.today)
    options = tuple(
        Choice(words.member(one.name, one.code), str(one.id))
        for one in members
        if isinstance(among, list) and one.id in among
    )
    return Asking(words.which(str(answers["called"])), options)


async def told_too(turn: Turn, saved: Outgoing, households: int) -> Outgoing:
    """Whoever was reported for hears of it; what is offered next is for them again."""
    actor = turn.actor
    author = await people.one(turn.session, actor.author_id)
    member = await people.one(turn.session, actor.person_id)
    key = f"typed:{turn.draft.effect_key}"
    letter = words.recorded_for_you(author.name, households)
    told = await telling.tell(turn, actor.person_id, letter, key)
    return replace(
        saved,
        text=words.saved(actor.name, saved.text, told=told),
        choices=(Choice(words.go_on(actor.name), f"/ghithay {member.code}"),),
    )
