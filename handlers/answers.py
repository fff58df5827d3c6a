"""Reading answers back: what several conversations keep in a form under the same names."""

from bot.domain.refusals import Reason, Refusal
from bot.texts.common import mention
from handlers.questions import Answers
from handlers.turn import Turn


def without(answers: Answers, *keys: str) -> Answers:
    """The answers but for some, so that those are asked again."""
    return {key: value for key, value in answers.items() if key not in keys}


def household_in(answers: Answers) -> str:
    """The chosen household, as its member calls it."""
    return mention(*called(answers))


def called(answers: Answers) -> tuple[int | None, str]:
    """The chosen household's number in the book, and its name."""
    number = answers.get("number")
    return number if isinstance(number, int) else None, str(answers.get("name", ""))


def remember_message(turn: Turn, answers: Answers) -> None:
    """Keep in which message words came, so that it can be blanked with them."""
    answers["inbox"] = turn.waiting.id


def message_in(answers: Answers) -> int | None:
    """The message in which words came; None where none were wanted."""
    inbox_id = answers.get("inbox")
    return inbox_id if isinstance(inbox_id, int) else None


def sensible(text: str, most: int) -> str:
    """Words that are there, and no more of them than can be read; a number alone says nothing."""
    if not any(letter.isalpha() for letter in text):
        raise Refusal(Reason.TEXT_EMPTY)
    if len(text) > most:
        raise Refusal(Reason.TEXT_TOO_LONG, most=most)
    return text
