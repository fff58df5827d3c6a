"""Saying no in words, beside the question that is open and what may be chosen by now."""

from bot.domain.people import ConsentState
from bot.domain.refusals import Reason, Refusal
from bot.messages import Choice, Outgoing
from bot.texts import common, menus
from bot.texts.refusals import refusal
from handlers import forms
from handlers.commands import FORMS
from handlers.turn import Turn


async def no(turn: Turn, said: Refusal) -> Outgoing:
    """No to a person. What was offered before may be somebody else's by now.

    So an open question is asked anew, and a list that named things is not shown again.
    """
    words, draft = refusal(said), turn.draft
    if turn.actor.consent is not ConsentState.GIVEN:
        return Outgoing(words, () if draft.asking else draft.offered, numbered=draft.numbered)
    form = FORMS.get(draft.form)
    if draft.asking and form is not None:
        try:
            if form.still is None or await form.still(turn, draft.answers):
                return await forms.ask_again(turn, form, words)
        except Refusal:  # there is nothing left to ask about
            pass
        await forms.give_up(turn, form)
        return not_theirs(words)
    if said.reason in (Reason.NOT_UNDERSTOOD, Reason.OTHERS_COMMAND):
        return menus.menu(turn.actor, words)
    nameless = tuple(choice for choice in draft.offered if _names_nothing(choice))
    return Outgoing(words, nameless or (Choice(common.TO_MENU, "/menu"),))


def not_theirs(words: str) -> Outgoing:
    """No to what is not there, or is not the person's: nothing of it is said."""
    return Outgoing(words, (Choice(common.TO_MENU, "/menu"),))


def no_to_nobody(said: Refusal) -> Outgoing:
    """No to a chat that belongs to nobody we know."""
    return Outgoing(refusal(said), ask_contact=said.reason is Reason.CONTACT_NOT_OWN)


def _names_nothing(choice: Choice) -> bool:
    """Whether a choice is a bare command, or the one that leaves a form for another."""
    return " " not in choice.action or choice.action.startswith("/moi ")
