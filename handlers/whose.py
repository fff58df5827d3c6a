"""The question whose concern it is: one of the own households, several of them, or none named."""

from bot.domain.refusals import Reason, Refusal
from bot.domain.vietnamese.labels import match_choice
from bot.domain.vietnamese.numbers import numbers_listed
from bot.messages import Choice, Json
from bot.texts import concerns as words
from handlers import choosing
from handlers.answers import without
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
    meant = _meant(cards, turn.words)
    return meant if isinstance(meant, dict) else _known([c for c in cards if c.id in meant])


def _meant(cards: list[Card], text: str) -> list[int] | dict[str, Json]:
    """The households that words surely name, else what the form should ask about."""
    numbers = numbers_listed(text)
    by_number = {card.number: card.id for card in cards}
    if len(numbers) > 1 and all(number in by_number for number in numbers):
        return [by_number[number] for number in numbers]
    found = households.among(cards, text)
    if found.certain:
        return [found.ids[0]]
    return {"narrowed": list(found.ids)} if found.ids else {"missed": text[:100]}


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
    narrowed = answers.get("narrowed")
    if isinstance(narrowed, list):
        cards = [card for card in cards if card.id in narrowed]
    options = [choosing.option(turn, card) for card in cards]
    others = (Choice(words.SEVERAL, _MANY), Choice(words.WITHOUT, _NONE))
    options[_FIRST_CARDS:_FIRST_CARDS] = others
    text = words.asks_whose(str(answers.get("missed") or ""), narrowed=narrowed is not None)
    return Asking(text, tuple(options), numbered=False)


async def _read_whose(turn: Turn, answers: Answers, text: str) -> Json:
    place = match_choice(text, (words.SEVERAL, words.WITHOUT)) if not text.isdigit() else None
    if place is not None:
        return (_MANY, _NONE)[place]
    cards = await households.book(turn.session, turn.actor, turn.today)
    meant = _meant(cards, text)
    if isinstance(meant, dict):
        if "missed" in meant:
            raise Refusal(Reason.NOT_FOUND)
        return meant
    return list(meant)


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
    value = answers["whose"]
    rest = without(answers, "narrowed", "missed")
    return {**without(rest, "whose"), **value} if isinstance(value, dict) else rest


async def _ask_several(turn: Turn, answers: Answers) -> Asking:
    cards = await households.book(turn.session, turn.actor, turn.today)
    return Asking(
        words.asks_several(), tuple(choosing.option(turn, c) for c in cards), numbered=False
    )


async def _read_several(turn: Turn, answers: Answers, text: str) -> Json:
    cards = await households.book(turn.session, turn.actor, turn.today)
    meant = _meant(cards, text)
    if isinstance(meant, dict):
        raise Refusal(Reason.NOT_FOUND)
    return list(meant)


async def _check_several(turn: Turn, answers: Answers, value: Json) -> Answers:
    if not value:
        raise Refusal(Reason.CHOOSE_ONE)
    return await _check_whose(turn, answers, value)


QUESTIONS = (
    Question(
        "whose", _ask_whose, read=_read_whose, check=_check_whose, then=_after_whose, lists=True
    ),
    Question(
        "households", _ask_several, read=_read_several, check=_check_several,
        when=lambda answers: answers.get("whose") == _MANY, several=True, lists=True,
    ),
)  # fmt: skip
