"""The question whose concern it is: one of the own households, several of them, or none named."""

from collections.abc import Sequence

from bot.domain.refusals import Reason, Refusal
from bot.domain.uploads import Wanted
from bot.domain.vietnamese import short_answers as short
from bot.domain.vietnamese.brought import brought, describes_nobody, first_of, raises
from bot.domain.vietnamese.finding import Candidate
from bot.domain.vietnamese.labels import match_choice
from bot.domain.vietnamese.sentence_book import Book, Named
from bot.messages import Choice, Json
from bot.texts import concerns as words
from handlers import choosing, forms
from handlers import concern_early as early
from handlers.questions import Ahead, Answers, Asking, Question
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


async def ahead(turn: Turn, answers: Answers, text: str) -> Ahead | None:
    """What is raised, where it was typed instead of a household or behind it."""
    cards = await households.book(turn.session, turn.actor, turn.today)
    candidates = households.candidates(cards)
    if isinstance(_found(candidates, text), list):
        return None
    if (led := brought(text, Book(candidates), turn.today)) is not None:
        return await early.kept(turn, answers, led.words, _as_answer(led.households))
    found = _found(candidates, first_of(text))
    if isinstance(found, list):
        return None
    likely = found is not None and "missed" not in found
    if not (raises(text, turn.today) or (describes_nobody(text, turn.today) and not likely)):
        return None
    return await early.kept(turn, answers, text)


def _found(candidates: Sequence[Candidate], said: str) -> list[int] | Answers | None:
    try:
        return choosing.all_meant(candidates, said)
    except Refusal:
        return None


def _as_answer(named: Sequence[Named]) -> Json:
    """Those who are surely meant; else those who may be, or what they were called."""
    if all(one.certain for one in named):
        return [one.ids[0] for one in named]
    if likely := [each for one in named for each in one.ids]:
        return {"narrowed": [*likely]}
    return {"missed": " ".join(one.said for one in named)}


async def _ask_whose(turn: Turn, answers: Answers) -> Asking:
    cards = await households.book(turn.session, turn.actor, turn.today)
    options = [choosing.option(turn, card) for card in choosing.offered(cards, answers)]
    others = (Choice(words.SEVERAL, _MANY), Choice(words.WITHOUT, _NONE))
    options[_FIRST_CARDS:_FIRST_CARDS] = others
    text = words.asks_whose(choosing.missed(answers), narrowed="narrowed" in answers)
    return Asking(f"{early.lead(answers)}\n{text}".strip(), tuple(options), numbered=False)


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
    if isinstance(value, int):
        return await early.check_photo(turn, answers, value)
    chosen = value if isinstance(value, list) else [] if value == _NONE else [value]
    cards = await households.book(turn.session, turn.actor, turn.today)
    by_id = {str(card.id): card for card in cards}
    if any(str(one) not in by_id for one in chosen):
        raise Refusal(Reason.NOT_FOUND)
    return _known([by_id[str(one)] for one in chosen])


def _after_whose(answers: Answers) -> Answers:
    """What could be meant several ways is offered, and the question is put once more."""
    if isinstance(answers["whose"], int):
        return early.photo_from("whose")(answers)
    return choosing.narrowing(answers["whose"], "whose", answers)


async def _ask_several(turn: Turn, answers: Answers) -> Asking:
    cards = await households.book(turn.session, turn.actor, turn.today)
    options = (choosing.option(turn, card) for card in choosing.offered(cards, answers))
    text = words.asks_several(choosing.missed(answers), narrowed="narrowed" in answers)
    return Asking(f"{early.lead(answers)}\n{text}".strip(), tuple(options), numbered=False)


async def _read_several(turn: Turn, answers: Answers, text: str) -> Json:
    return choosing.ticked_too(answers, "households", await _meant(turn, text))


async def _check_several(turn: Turn, answers: Answers, value: Json) -> Answers:
    if isinstance(value, dict):
        return forms.ticked(answers, "households")
    if not value:
        raise Refusal(Reason.CHOOSE_ONE)
    return await _check_whose(turn, answers, value)


def _after_several(answers: Answers) -> Answers:
    if isinstance(answers["households"], int):
        return early.photo_from("households")(answers)
    return choosing.narrowing(answers["households"], "households", answers)


QUESTIONS = (
    Question(
        "whose", _ask_whose, read=_read_whose, check=_check_whose, then=_after_whose, lists=True,
        ahead=ahead, file=Wanted.PHOTO, unasked=True,
        said=short.said({_NONE: short.OF_NO_HOUSEHOLD}),
    ),
    Question(
        "households", _ask_several, read=_read_several, check=_check_several, then=_after_several,
        when=lambda answers: answers.get("whose") == _MANY, several=True, lists=True,
        ahead=ahead, file=Wanted.PHOTO, unasked=True,
    ),
)  # fmt: skip
