"""Which menu a typed number belongs to, where a letter came by itself below the last answer.

Only the newest menu of a chat is live. Where there are no buttons that is the letter's, as nothing
else on the screen has a number; where there are, what is asked goes first.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.domain.refusals import Refusal
from bot.domain.vietnamese.labels import is_number, number_typed
from bot.domain.vietnamese.short_answers import meant
from bot.domain.vietnamese.text import search_key
from bot.messages import Choice, Outgoing
from bot.texts import forms as words
from bot.texts import menus
from bot.texts.common import TO_MENU
from handlers import typed
from handlers.commands import command_in
from handlers.questions import Form, no_words
from handlers.turn import Turn
from storage import contacts, households, screens
from storage.drafts import Draft, Pushed
from storage.screens import Below

_OF_A_HOME = re.compile(r"/(?:hodan|thamho|phananh|thaydoi) (\d+)")
"""A command about a household of one's own book."""
_OF_A_MEMBER = re.compile(r"/nhac (\S+)")
"""A word to a member of a cell that one leads."""
JUST_NOW = timedelta(seconds=15)
"""So long before or after a letter came, what was typed may have been meant without it."""


async def chosen(turn: Turn, form: Form | None, *, begun: bool = False) -> Choice | Outgoing | None:
    """What was chosen of a letter that came by itself; a question where that is not sure.

    None where nothing came, or what was said is not for it. A choice is named by its number or in
    full, and with `begun` also by how it begins.
    """
    text, draft = turn.incoming.text, turn.draft
    if text.startswith("/") or not (begun or _names_one(text, draft)):
        return None
    below = await _below(turn)
    choice = None if below is None else _of(turn, text, below.pushed)
    if below is None or choice is None:
        return None
    above, since = _above(turn, form, text), turn.incoming.sent_at - below.pushed.at
    if above is not None and above.action != choice.action:
        if (turn.incoming.buttons and draft.asking) or since < -JUST_NOW:
            return None
        if not below.sure or since <= JUST_NOW:
            theirs = await _still_theirs(turn, (above, choice))
            return words.for_which(text, (above, choice)) if len(theirs) > 1 else choice
    return choice if since <= typed.LIVES else menus.menu(turn.actor, menus.OLD_LIST)


async def again(turn: Turn, lead: str) -> Outgoing:
    """What may be chosen now, once more and in short, as it is by now; `lead` stands above it.

    Where it cannot be shown anew it stays good as it stands, and its reader is told so.
    """
    if (below := await _below(turn)) is not None:
        theirs = await _still_theirs(turn, below.pushed.choices)
        if theirs:
            return Outgoing(lead, theirs, numbered=below.pushed.numbered)
        return menus.menu(turn.actor, lead)
    if (shown := await _listed_again(turn)) is not None:
        return replace(shown, text=f"{lead}\n{words.headed(shown.text)}")
    if turn.draft.offered and not typed.too_old(turn):
        return await stays(turn, f"{lead}\n{menus.STILL_GOOD}")
    return menus.menu(turn.actor, lead)


async def stays(turn: Turn, text: str) -> Outgoing:
    """An answer that offers nothing, so that what stands above it can still be chosen."""
    draft = turn.draft
    if (below := await _below(turn)) is not None:
        draft.offered, draft.numbered, draft.line = below.pushed.choices, below.pushed.numbered, ""
    elif typed.too_old(turn):
        draft.offered, draft.line = (), ""
    draft.pushed, draft.stays = (), True
    return Outgoing(text, ways=(Choice(TO_MENU, "/menu"),))


async def _still_theirs(turn: Turn, choices: Sequence[Choice]) -> tuple[Choice, ...]:
    """Those that lead somewhere by now: a label may name a household that was handed over.

    Or a member who went to another cell.
    """
    open_still = [one for one in choices if command_in(one.action, turn.actor)[0] is not None]
    gone: set[str] = set()
    if homes := _named(_OF_A_HOME, open_still):
        book = await households.book(turn.session, turn.actor, turn.today)
        theirs = {str(card.number) for card in book}
        gone |= {action for action, number in homes.items() if number not in theirs}
    if members := _named(_OF_A_MEMBER, open_still):
        led = await contacts.still_led(turn.session, turn.actor, members.values())
        gone |= {action for action, code in members.items() if code not in led}
    return tuple(one for one in open_still if one.action not in gone)


def _named(command: re.Pattern[str], choices: Sequence[Choice]) -> dict[str, str]:
    """Whom these choices name, by their actions."""
    found = ((one.action, command.fullmatch(one.action)) for one in choices)
    return {action: match[1] for action, match in found if match is not None}


async def _listed_again(turn: Turn) -> Outgoing | None:
    command, said = command_in(turn.draft.line, turn.actor)
    if command is None:
        return None
    try:
        shown = await command.handler(turn.saying(said))
    except Refusal:  # it was there when it was asked for
        return None
    turn.draft.listed = True
    return shown


async def _below(turn: Turn) -> Below | None:
    if not turn.draft.pushed:
        return None
    return await screens.below_the_last_answer(
        turn.session, turn.incoming.address, turn.actor.person_id, turn.draft.pushed
    )


def _of(turn: Turn, text: str, pushed: Pushed) -> Choice | None:
    """Where a letter names households by their numbers, a number is a household's."""
    number = number_typed(text)
    if pushed.numbered or number is None:
        return typed.of(turn, text, pushed.choices)
    return by_number(pushed.choices, number)


def by_number(choices: Sequence[Choice], number: int) -> Choice:
    """In a list of households a number is the one in the book, also if it is not on this page."""
    command = choices[0].action.split()[0]
    return Choice(words.of_the_list_above(str(number)), f"{command} {number}")


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
        number = number_typed(text)
        if not draft.numbered and number is not None and draft.offered:
            return by_number(draft.offered, number)
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
