"""What a question offers: nine choices at most, some of them ticked."""

from collections.abc import Sequence

from bot.messages import CHOICES_A_PAGE, Choice
from bot.texts import forms as words
from handlers.questions import Answers

DONE, MORE = "done", "more"


def with_ticks(options: Sequence[Choice], ticked: Sequence[str], done: str) -> tuple[Choice, ...]:
    """What may be ticked or unticked, below what ends the choosing."""
    marked = [
        option
        if option.action.startswith("!")
        else Choice(words.ticked(option.label), f"-{option.action}")
        if option.action in ticked
        else Choice(option.label, f"+{option.action}")
        for option in options
    ]
    return (Choice(done or words.DONE, DONE), *marked)


def page_of(options: tuple[Choice, ...], page: int, *, ends_with_done: bool) -> tuple[Choice, ...]:
    """Nine choices at most; what ends the choosing of several stands on every page."""
    if len(options) <= CHOICES_A_PAGE:
        return options
    first = options[:1] if ends_with_done else ()
    rest = options[len(first) :]
    size = CHOICES_A_PAGE - 1 - len(first)
    pages = -(-len(rest) // size)
    start = (page % pages) * size
    turns = words.MORE if (page + 1) % pages else words.FROM_THE_START
    return (*first, *rest[start : start + size], Choice(turns, MORE))


def unticked(choices: Sequence[Choice]) -> list[str]:
    """What may be chosen, whether it is ticked or not."""
    return [choice.action.lstrip("+-") for choice in choices]


def ticked(answers: Answers, key: str) -> Answers:
    """What was ticked so far, for a question that is put once more."""
    return {name: value for name, value in answers.items() if name == ticks_of(key)}


def ticks_of(key: str) -> str:
    """Where a form keeps what was ticked for a question by now."""
    return f"{key}?"


def ticked_by_now(answers: Answers, key: str) -> list[str]:
    """What has been ticked by now of a question that lets several be chosen."""
    ticked = answers.get(ticks_of(key))
    return [str(value) for value in ticked] if isinstance(ticked, list) else []
