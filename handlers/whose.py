"""The question whose concern it is: one of the own households, several of them, or none named."""

from bot.domain.refusals import Reason, Refusal
from bot.domain.vietnamese.labels import match_choice
from bot.messages import Choice, Json
from bot.texts import concerns as words
from handlers import choosing, forms
from handlers.questions import Answers, Asking, Question
from handlers.turn import Turn
from storage import households
from storage.households import Card

_NONE, _MANY = "none", "many"
_FIRST_CARDS = 6  # so that "none" and "several" stand on the first page


async def named(turn: Turn) -> Answers:
    """What a form knows beforehand; words after the command name a household or several."""
    cards = await households.book(turn.session, turn.actor, turn.today)
    if not cards:
        return _known([])
    if not turn.words:
        return {}
    try:
        meant = choosing.all_meant(households.candidates(cards), turn.words)
    except Refusal:
        return {"missed": turn.words[: choosing.LONGEST_SHOWN]}
    return meant if isinstance(meant, dict) else _known(households.picked(cards, meant))


def _known(cards: list[Card]) -> Answers:
    return {
        "whose": [card.id for card in cards],
        "who": words.who([(card.number, card.name) for card in cards]),
    }


async def still(turn: Turn, answers: Answers) -> bool:
    """Whether the households, once they are chosen, are all still the actor's own."""
    value = answers.get("whose")
    chosen = [one for one in value if isinstance(one, int)] if isinstance(value, list) else []
    return not chosen or await households.all_own(turn.session, turn.actor, chosen, turn.today)


async def _ask_whose(turn: Turn, answers: Answers) -> Asking:
    cards = await households.book(turn.session, turn.actor, turn.today)
    options = [choosing.option(turn, card) for card in choosing.offered(cards, answers)]
    others = (Choice(words.SEVERAL, _MANY), Choice(words.WITHOUT, _NONE))
    options[_FIRST_CARDS:_FIRST_CARDS] = others
    text = words.asks_whose(choosing.missed(answers), narrowed="narrowed" in answers)
    return Asking(text, tuple(options), numbered=False)


async def _read_whose(turn: Turn, answers: Answers, text: str) -> Json:
    numbered = any(letter.isdigit() for letter in text)  # that is a household, and no place here
    place = None if numbered else match_choice(text, (words.SEVERAL, words.WITHOUT))
    if place is not None:
        return (_MANY, _NONE)[place]
    meant = await _meant(turn, text)
    return meant if isinstance(meant, dict) else [*meant]


async def _meant(turn: Turn, text: str) -> list[int] | Answers:
    cards = await households.book(turn.session, turn.actor, turn.today)
    return choosing.all_meant(households.candidates(cards), text)


async def _check_whose(turn: Turn, answers: Answers, value: Json) -> Answers:
    if isinstance(value, dict) or value == _MANY:
        return {}
    chosen = value if isinstance(value, list) else [] if value == _NONE else [value]
    cards = await households.book(turn.session, turn.actor, turn.today)
    by_id = {str(card.id): card for card in cards}
    if any(str(one) not in by_id for one in chosen):
        raise Refusal(Reason.NOT_FOUND)
    return _known([by_id[str(one)] for one in chosen])


def _after_whose(answers: Answers) -> Answers:
    """What could be meant several ways is offered, and the question is put once more."""
    return choosing.narrowing(answers["whose"], "whose", answers)


async def _ask_several(turn: Turn, answers: Answers) -> Asking:
    cards = await households.book(turn.session, turn.actor, turn.today)
    options = (choosing.option(turn, card) for card in choosing.offered(cards, answers))
    text = words.asks_several(choosing.missed(answers), narrowed="narrowed" in answers)
    return Asking(text, tuple(options), numbered=False)


async def _read_several(turn: Turn, answers: Answers, text: str) -> Json:
    return choosing.ticked_too(answers, "households", await _meant(turn, text))


async def _check_several(turn: Turn, answers: Answers, value: Json) -> Answers:
    if isinstance(value, dict):
        return forms.ticked(answers, "households")
    if not value:
        raise Refusal(Reason.CHOOSE_ONE)
    return await _check_whose(turn, answers, value)


def _after_several(answers: Answers) -> Answers:
    return choosing.narrowing(answers["households"], "households", answers)


QUESTIONS = (
    Question(
        "whose", _ask_whose, read=_read_whose, check=_check_whose, then=_after_whose, lists=True
    ),
    Question(
        "households", _ask_several, read=_read_several, check=_check_several, then=_after_several,
        when=lambda answers: answers.get("whose") == _MANY, several=True, lists=True,
    ),
)  # fmt: skip
