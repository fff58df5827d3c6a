"""What was typed instead of tapped: a number, a label, the word of a grave choice, or several."""

from collections.abc import Sequence
from datetime import timedelta

from bot.domain.periods import day_of
from bot.domain.refusals import Reason, Refusal
from bot.domain.vietnamese.labels import is_number, match_choice, match_choices
from bot.domain.vietnamese.numbers import numbers_listed
from bot.domain.vietnamese.text import search_key
from bot.messages import Choice
from handlers.questions import Question
from handlers.turn import Turn

LIVES = timedelta(hours=24)
"""So long a number can be typed for what was offered."""


def of(turn: Turn, text: str, choices: Sequence[Choice]) -> Choice | None:
    """The one choice that was meant, by its own word, its number or its label.

    Where there are no buttons a choice that wants a word has no number, and the others are counted
    without it, as they are shown.
    """
    key = search_key(text)
    for one in choices:
        if one.word and search_key(one.word) == key:
            return one
    counted = [one for one in choices if turn.incoming.buttons or not one.word]
    place = match_choice(text, [one.label for one in counted])
    return None if place is None else counted[place]


def chosen(turn: Turn, text: str, choices: Sequence[Choice]) -> Choice | None:
    """The same in a form, which says which word is wanted where only the label was typed."""
    found = of(turn, text, choices)
    if found is None and not is_number(text):
        grave = [one for one in choices if one.word]
        place = match_choice(text, [one.label for one in grave])
        if place is not None:
            raise Refusal(Reason.WORD_WANTED, word=grave[place].word)
    return found


def pieces(question: Question | None, text: str) -> Sequence[str]:
    """The answers that one message holds."""
    if question is None or question.free:
        return [text]
    apart = _apart(text)
    if question.lists and apart:
        apart = _with_list(apart)
        if question.several and not numbers_listed(apart[0]):
            return [text]  # names of several, with commas between them
    return apart


def _apart(text: str) -> list[str]:
    for mark in ("\n", ";", ","):
        text = text.replace(mark, "\n")
    return [piece.strip() for piece in text.split("\n") if piece.strip()]


def _with_list(apart: Sequence[str]) -> list[str]:
    """Numbers that stand first belong together."""
    many = 0
    while many < len(apart) and numbers_listed(", ".join(apart[: many + 1])):
        many += 1
    return [", ".join(apart[:many]), *apart[many:]] if many else list(apart)


def too_old(turn: Turn) -> bool:
    """Whether what was offered last can no more be chosen from by typing."""
    offered_at = turn.draft.changed_at
    return offered_at is not None and turn.now - offered_at > LIVES


def of_another_day(turn: Turn, text: str, *, places: bool) -> bool:
    """Whether a number was typed for a question of another day.

    Its list is not live any more: after a day none is, and before that none of which a place may
    mean something else by now (`places`).
    """
    draft = turn.draft
    if not (draft.asking and draft.numbered) or draft.changed_at is None:
        return False
    if not match_choices(text, [one.label for one in draft.offered]):
        return False
    older = too_old(turn)
    another_day = places and day_of(draft.changed_at) != turn.today
    return any(map(str.isdigit, text)) and (older or another_day)
