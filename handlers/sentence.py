"""A sentence that is no command: a household that it names, or what sounds like a complaint."""

from bot.domain.people import Role
from bot.domain.refusals import Reason, Refusal
from bot.domain.vietnamese.complaints import looks_like_complaint
from bot.domain.vietnamese.text import search_key
from bot.messages import Json, Outgoing
from bot.texts import forms as form_words
from bot.texts import guide as words
from bot.texts import menus
from bot.texts.refusals import reason
from handlers import concern, forms, household, reporting
from handlers.answers import message_in, remember_message
from handlers.questions import Answers, Asking, Form, Question
from handlers.turn import Turn
from storage import household_search, inbox, invites

_NAMING = 2  # one word that only begins like a name is more likely something else
LONGEST_NAMING = 100
"""Longer than any way to name one household; a longer sentence is not searched for."""


async def read(turn: Turn) -> Outgoing:
    """Offer what a sentence may mean. It is acted on only when the person chooses."""
    text = turn.incoming.text
    polite = _politely(search_key(text))
    if polite:
        turn.draft.idle = True  # a telephone that greets by itself would be greeted for ever
        return menus.menu(turn.actor, polite)
    if looks_like_complaint(text):
        if len(text) > concern.LONGEST_WORDS:  # taken in no form, so it is kept nowhere
            await inbox.blank(turn.session, [turn.waiting.id])
            return menus.menu(turn.actor, words.too_long(concern.LONGEST_WORDS))
        await forms.begin(turn.saying(""), FORM)
        return await forms.take(turn, FORM, text, None)
    if invites.looks_like_code(text):
        return menus.menu(turn.actor, menus.ALREADY_LINKED)
    report = await reporting.start(turn, text)
    if report is not None:
        return report
    if len(text) > concern.LONGEST_WORDS:
        raise Refusal(Reason.TEXT_TOO_LONG, most=concern.LONGEST_WORDS)
    about = await _household(turn, text)
    if about is None:
        raise Refusal(Reason.NOT_UNDERSTOOD)
    return about


def _politely(key: str) -> str:
    """An answer to what is no question: nobody is told that thanks were not understood."""
    if key in words.GREETINGS:
        return words.GREETED
    if key in words.THANKS:
        return words.THANKED
    stops = key in words.NOTHING_TO_STOP or form_words.WAYS_TYPED.get(key) == forms.CANCEL
    return reason(Reason.NOTHING_OPEN) if stops else ""


async def _household(turn: Turn, text: str) -> Outgoing | None:
    if not turn.actor.holds(Role.MEMBER) or len(text) > LONGEST_NAMING:
        return None
    found = await household_search.find_cards(turn.session, turn.actor, text, turn.today, own=True)
    if found.certain:
        card = found.cards[0]
        return words.about_household(card.number, card.name, card.code)
    if not found.cards or len(text.split()) < _NAMING:
        return None
    return household.offered(turn, text, found)


async def _ask(turn: Turn, answers: Answers) -> Asking:
    return Asking(words.WHAT_ABOUT)


async def _read(turn: Turn, answers: Answers, text: str) -> Json:
    remember_message(turn, answers)
    return text


async def _save(turn: Turn, answers: Answers) -> Outgoing:
    """It is an ordinary concern, the person says; members go on to record it."""
    if not turn.actor.holds(Role.MEMBER):
        return menus.menu(turn.actor, reason(Reason.NOT_UNDERSTOOD))
    inbox_id = message_in(answers)
    assert inbox_id is not None
    return await concern.start_with(turn, str(answers["words"]), inbox_id)


FORM = Form(
    "sentence",
    words.SENTENCE_TITLE,
    (Question("words", _ask, _read, free=True),),
    _save,
    referred=lambda turn: words.complaints_go_elsewhere(),
)
