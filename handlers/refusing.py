"""Saying no in words, beside the question that is open and what may be chosen by now."""

from bot.domain.people import ConsentState
from bot.domain.refusals import Reason, Refusal
from bot.messages import Choice, Outgoing
from bot.texts import common, menus
from bot.texts.refusals import refusal
from handlers import forms, newest, uploading
from handlers.commands import FORMS
from handlers.questions import Form
from handlers.turn import Turn

_NO_WORDS = (Reason.UNREADABLE, Reason.VOICE)
"""What shows that its sender has the list before their eyes and did not mean to leave it."""
_NOT_COME_THROUGH = (Reason.FILE_NOT_READ, Reason.FILE_NOT_PHOTO, Reason.UNREADABLE)
"""A file that was sent in the chat, and of which nothing was kept."""


async def no(turn: Turn, said: Refusal) -> Outgoing:
    """No to a person. What was offered before may be somebody else's by now.

    So an open question is asked anew, and a list is made anew where it is shown once more.
    """
    words, draft = refusal(said), turn.draft
    if turn.actor.consent is not ConsentState.GIVEN:
        return Outgoing(words, () if draft.asking else draft.offered, numbered=draft.numbered)
    form = FORMS.get(draft.form)
    if draft.asking and form is not None:
        try:
            if form.still is None or await form.still(turn, draft.answers):
                lead = await _with_page(turn, form, said.reason, words)
                return await forms.ask_again(turn, form, lead)
        except Refusal:  # there is nothing left to ask about
            pass
        await forms.give_up(turn, form)
        return not_theirs(words)
    if said.reason in (Reason.NOT_UNDERSTOOD, Reason.OTHERS_COMMAND):
        return await _not_understood(turn, said, words)
    if not (draft.offered or draft.pushed):
        return Outgoing(words, (Choice(common.TO_MENU, "/menu"),))
    if said.reason in _NO_WORDS:
        return await newest.again(turn, words)
    return await newest.stays(turn, words)


async def _not_understood(turn: Turn, said: Refusal, words: str) -> Outgoing:
    """The menu once; whoever is not understood again is told only what always works."""
    draft = turn.draft
    if (
        draft.unclear.lately(turn.now).lost
        and draft.offered
        and not draft.pushed
        and said.reason is Reason.NOT_UNDERSTOOD
    ):
        return await newest.stays(turn, menus.STILL_UNCLEAR)
    if draft.line or draft.pushed:
        return await newest.again(turn, words)
    return menus.menu(turn.actor, words)


async def _with_page(turn: Turn, form: Form, why: Reason, words: str) -> str:
    """With a page where a file can be handed in that did not come through."""
    question = None if turn.draft.held else form.open_question(turn.draft.answers)
    if why not in _NOT_COME_THROUGH or question is None or question.file is None:
        return words
    if question.unasked:
        return words
    return "\n".join(filter(None, (words, await uploading.instead(turn, question.file))))


def not_theirs(words: str) -> Outgoing:
    """No to what is not there, or is not the person's: nothing of it is said."""
    return Outgoing(words, (Choice(common.TO_MENU, "/menu"),))


def no_to_nobody(said: Refusal) -> Outgoing:
    """No to a chat that belongs to nobody we know."""
    return Outgoing(refusal(said), ask_contact=said.reason is Reason.CONTACT_NOT_OWN)
