"""Which menu a typed number belongs to, where a letter came by itself below the last answer.

Only the newest menu of a chat is live. Where there are no buttons that is the letter's, as nothing
else on the screen has a number; where there are, what is asked goes first.
"""

from collections.abc import Sequence
from datetime import timedelta

from bot.domain.vietnamese.labels import is_number
from bot.domain.vietnamese.short_answers import meant
from bot.domain.vietnamese.text import search_key
from bot.messages import Choice, Outgoing
from bot.texts import forms as words
from bot.texts import menus
from handlers import typed
from handlers.questions import Form, no_words
from handlers.turn import Turn
from storage import screens
from storage.drafts import Draft

JUST_NOW = timedelta(seconds=15)
"""So long before or after a letter came, what was typed may have been meant without it."""


async def chosen(turn: Turn, form: Form | None, *, begun: bool = False) -> Choice | Outgoing | None:
    """What was chosen of a letter that came by itself; a question where that is not sure.

    None where nothing came, or what was said is not for it. A choice is named by its number or in
    full, and with `begun` also by how it begins.
    """
    text, draft = turn.incoming.text, turn.draft
    if not draft.pushed or text.startswith("/") or not (begun or _names_one(text, draft)):
        return None
    below = await screens.below_the_last_answer(
        turn.session, turn.incoming.address, turn.actor.person_id, draft.pushed
    )
    choice = None if below is None else typed.of(turn, text, below.pushed.choices)
    if below is None or choice is None:
        return None
    above, since = _above(turn, form, text), turn.incoming.sent_at - below.pushed.at
    if above is not None and above.action != choice.action:
        if (turn.incoming.buttons and draft.asking) or since < -JUST_NOW:
            return None
        if not below.sure or since <= JUST_NOW:
            return words.for_which(text, (above, choice))
    return choice if since <= typed.LIVES else menus.menu(turn.actor, menus.OLD_LIST)


def _names_one(text: str, draft: Draft) -> bool:
    labels = (label for one in draft.pushed for label in _labels(one.choices))
    return is_number(text) or search_key(text) in map(search_key, labels)


def _labels(choices: Sequence[Choice]) -> list[str]:
    return [choice.label for choice in choices]


def _above(turn: Turn, form: Form | None, text: str) -> Choice | None:
    """What the same words would choose of what stands above the letter, or lead back to."""
    draft = turn.draft
    chosen = typed.of(turn, text, draft.offered)
    if not draft.asking:
        if not draft.numbered and is_number(text) and draft.offered:
            command = draft.offered[0].action.split()[0]
            return Choice(words.of_the_list_above(text), f"{command} {text}")
        return chosen
    if form is None:
        return None
    back = Choice(words.go_on_with(form.title), "/tiep")
    question = form.open_question(draft.answers)
    if draft.held or question is None:
        return back if chosen is not None else None
    answers = question.read is not no_words or meant(text, question.said) is not None
    way = meant(text, words.WAYS_TYPED) is not None
    return back if answers or way or (draft.numbered and chosen is not None) else None
