"""What comes of a concern before it is asked for: its words, and a photo at any question."""

from bot.domain.refusals import Reason, Refusal
from bot.domain.vietnamese.brought import tells
from bot.messages import Json
from bot.texts import concerns as words
from handlers.answers import message_in, without
from handlers.questions import Ahead, Answers, Tidying
from handlers.turn import Turn
from storage import inbox

WORDS, PHOTO = "words", "photo"


async def kept(turn: Turn, answers: Answers, text: str, answer: Json = None) -> Ahead:
    """The words for the question that asks for them, behind those that came before."""
    before, message = answers.get(WORDS), message_in(answers)
    if before and message is not None:  # only the newest message is known as theirs
        await inbox.blank(turn.session, [message])
    return Ahead(WORDS, f"{before}\n{text}" if before else text, answer)


async def told(turn: Turn, answers: Answers, text: str) -> Ahead | None:
    """Where one of a few words is asked for, a sentence is what the household says."""
    return await kept(turn, answers, text) if tells(text, turn.today) else None


def lead(answers: Answers) -> str:
    """What is here already, to stand above the next question."""
    return words.kept(str(answers.get(WORDS) or ""), has_photo=PHOTO in answers)


async def check_photo(turn: Turn, answers: Answers, value: Json) -> Answers:
    """A file that came as an answer is a photo; for other answers there is nothing to look at."""
    if isinstance(value, int) and turn.incoming.photo is None:
        raise Refusal(Reason.FILE_NOT_PHOTO)
    return {}


def photo_from(key: str) -> Tidying:
    """A photo may come in the place of an answer, and the question is put again."""

    def tidy(answers: Answers) -> Answers:
        value = answers[key]
        rest = without(answers, "adding")
        return {**without(rest, key), PHOTO: value} if isinstance(value, int) else rest

    return tidy
