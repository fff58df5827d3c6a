"""The question "which household", the same wherever it is asked."""

from bot.domain.refusals import Reason, Refusal
from bot.domain.vietnamese.numbers import numbers_listed
from bot.messages import Choice, Json
from bot.texts import households as words
from handlers.answers import without
from handlers.questions import Answers, Asking, Question
from handlers.turn import Turn
from storage import households
from storage.households import Card

KEY = "household"
MOST_NAMED = 30
"""So many numbers at most go with a button."""


def household_question(title: str) -> Question:
    """Asks for one of the actor's own households, due first; a typed number is the book's.

    The answers then hold its id, and its number and name for wording further questions.
    """

    async def ask(turn: Turn, answers: Answers) -> Asking:
        cards = await households.book(turn.session, turn.actor, turn.today)
        if not cards:
            raise Refusal(Reason.NO_ONE_ASSIGNED)
        narrowed = answers.get("narrowed")
        if isinstance(narrowed, list):
            cards = [card for card in cards if card.id in narrowed]
        options = tuple(option(turn, card) for card in cards)
        if "several" in answers:
            text = words.one_by_one(title, _numbers(answers, "missing"))
        else:
            text = words.which(title, narrowed=narrowed is not None)
        return Asking(text, options, numbered=False)

    return Question(KEY, ask, read=_read, check=_check, then=_after, lists=True)


def left_over(answers: Answers) -> list[int]:
    """The numbers of the other households that were named together with the chosen one."""
    return [one for one in _numbers(answers, "several") if one != answers.get("number")]


def go_on_with(numbers: list[int], command: str) -> Choice:
    """The way to the others of several households that were named together."""
    named = " ".join(map(str, numbers[:MOST_NAMED]))
    return Choice(words.next_one(numbers), f"{command} {named}")


def _numbers(answers: Answers, key: str) -> list[int]:
    value = answers.get(key)
    return [one for one in value if isinstance(one, int)] if isinstance(value, list) else []


async def still(turn: Turn, answers: Answers) -> bool:
    """Whether the household, once it is chosen, is still the actor's own."""
    value = answers.get(KEY)
    if isinstance(value, int):
        try:
            await _own(turn, value)
        except Refusal:
            return False
    return True


def id_in(answers: Answers) -> int:
    """The chosen household's id."""
    value = answers[KEY]
    assert isinstance(value, int)
    return value


async def chosen(turn: Turn, answers: Answers) -> Card:
    """The chosen household, if it is still the actor's own."""
    return await _own(turn, id_in(answers))


async def known(turn: Turn, household_id: int) -> Answers:
    """What a form knows once one of the actor's own households is chosen."""
    card = await _own(turn, household_id)
    return {KEY: card.id, "number": card.number, "name": card.name}


async def _own(turn: Turn, household_id: int) -> Card:
    return await households.own_one(turn.session, turn.actor, household_id, turn.today)


def option(turn: Turn, card: Card) -> Choice:
    """One of the own households as a choice; its action is the household's id."""
    label = words.label(card.number, card.name, card.address, since_visit(turn, card))
    return Choice(label, str(card.id))


def since_visit(turn: Turn, card: Card) -> str:
    """How long nobody has been there, in words, or why nobody is asked to go."""
    return words.since_visit(
        card.last_home_visit, turn.today, visited=card.visited, not_due=card.not_due,
        helping=card.helping, declined=card.declined,
    )  # fmt: skip


async def _read(turn: Turn, answers: Answers, text: str) -> Json:
    numbers = numbers_listed(text)
    if len(numbers) > 1:
        return await _several(turn, numbers)
    cards, certain = await households.find_cards(
        turn.session, turn.actor, text, turn.today, own=True
    )
    if not cards:
        raise Refusal(Reason.NOT_FOUND)
    return cards[0].id if certain else [card.id for card in cards]


async def _several(turn: Turn, numbers: list[int]) -> Json:
    """Of several households each is told by itself: those that the book has are offered."""
    cards = await households.book(turn.session, turn.actor, turn.today)
    by_number = {card.number: card.id for card in cards}
    known = [number for number in numbers if number in by_number]
    if not known:
        raise Refusal(Reason.NOT_FOUND)
    missing = [number for number in numbers if number not in by_number]
    narrowed: list[Json] = [by_number[number] for number in known]
    return {"narrowed": narrowed, "several": [*known], "missing": [*missing]}


async def _check(turn: Turn, answers: Answers, value: Json) -> Answers:
    if isinstance(value, (list, dict)):
        return {}
    assert isinstance(value, (int, str))
    return await known(turn, int(value))


def _after(answers: Answers) -> Answers:
    """Several that could be meant are offered, and the question is put once more."""
    value = answers[KEY]
    if isinstance(value, dict):
        return {**without(answers, KEY), **value}
    if isinstance(value, list):
        return {**without(answers, KEY, "several", "missing"), "narrowed": value}
    return without(answers, "narrowed", "missing")
