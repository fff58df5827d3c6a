"""The question "which household", the same wherever it is asked."""

import re
from collections.abc import Sequence

from bot.domain.refusals import Reason, Refusal
from bot.domain.vietnamese.finding import Candidate, search
from bot.domain.vietnamese.numbers import numbers_listed
from bot.messages import Choice, Json
from bot.texts import households as words
from handlers import forms
from handlers.answers import without
from handlers.questions import Answers, Asking, Question
from handlers.turn import Turn
from storage import households
from storage.households import Card

KEY = "household"
MOST_NAMED = 30
"""So many numbers at most go with a button."""
LONGEST_SHOWN = 100
"""Of words that name nobody no more than this is kept, to say them back."""
_BETWEEN = re.compile(r"\s*[,;+&\n]\s*|\s+và\s+|\s+va\s+", re.IGNORECASE)


def household_question(title: str) -> Question:
    """Asks for one of the actor's own households, due first; a typed number is the book's.

    The answers then hold its id, and its number and name for wording further questions.
    """

    async def ask(turn: Turn, answers: Answers) -> Asking:
        cards = await households.book(turn.session, turn.actor, turn.today)
        if not cards:
            raise Refusal(Reason.NO_ONE_ASSIGNED)
        options = tuple(option(turn, card) for card in offered(cards, answers))
        if "several" in answers:
            text = words.one_by_one(title, _numbers(answers, "missing"))
        else:
            text = words.which(title, missed=missed(answers), narrowed="narrowed" in answers)
        return Asking(text, options, numbered=False)

    return Question(KEY, ask, read=_read, check=_check, then=_after, lists=True)


def meant(candidates: Sequence[Candidate], text: str) -> list[int] | Answers:
    """The households that words surely name, else what the question should be put with.

    That is those that may be meant (`narrowed`), or the nearest ones with what was said
    (`missed`) where it fits nobody. Refuses where nobody is near.
    """
    numbers = numbers_listed(text)
    by_number = {each.number: each.id for each in candidates if each.number is not None}
    if len(numbers) > 1 and all(number in by_number for number in numbers):
        return [by_number[number] for number in numbers]
    found = search(text, candidates)
    if found.certain:
        return [found.ids[0]]
    if found.ids:
        return {"narrowed": [*found.ids]}
    if found.near:
        return {"narrowed": [*found.near], "missed": text[:LONGEST_SHOWN]}
    raise Refusal(Reason.NOT_FOUND)


def all_meant(candidates: Sequence[Candidate], text: str) -> list[int] | Answers:
    """The same where several may be named: "H005 H008", "bà Tư Hạnh và Danh Sóc"."""
    if not search(text, candidates).certain:
        for parts in (_BETWEEN.split(text), _codes(text)):
            each = [search(part, candidates) for part in parts if part]
            if len(each) > 1 and all(found.certain for found in each):
                return list(dict.fromkeys(found.ids[0] for found in each))
    return meant(candidates, text)


def _codes(text: str) -> list[str]:
    parts = re.split(r"[\s,;]+", text)
    return parts if all(re.search(r"\d", part) for part in parts) else []


def ticked_too(answers: Answers, key: str, found: list[int] | Answers) -> Json:
    """What was typed in answer to a question for several, beside what was ticked before."""
    if isinstance(found, dict):
        return found
    before = map(int, forms.ticked_by_now(answers, key))
    return [*dict.fromkeys((*before, *found))]


def offered(cards: Sequence[Card], answers: Answers) -> Sequence[Card]:
    """Those to choose from: all, or those that may be meant, in the order of likelihood."""
    narrowed = answers.get("narrowed")
    return households.picked(cards, narrowed) if isinstance(narrowed, list) else cards


def missed(answers: Answers) -> str:
    """What was said that fits nobody."""
    return str(answers.get("missed") or "")


def narrowing(value: Json, key: str, answers: Answers) -> Answers:
    """The answers once a question was answered: what may be meant puts it once more."""
    rest = without(answers, "narrowed", "missed")
    return {**without(rest, key), **value} if isinstance(value, dict) else rest


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
    cards = await households.book(turn.session, turn.actor, turn.today)
    numbers = numbers_listed(text)
    if len(numbers) > 1:
        return _several(cards, numbers)
    found = meant(households.candidates(cards), text)
    return found if isinstance(found, dict) else found[0]


def _several(cards: Sequence[Card], numbers: list[int]) -> Json:
    """Of several households each is told by itself: those that the book has are offered."""
    by_number = {card.number: card.id for card in cards}
    known = [number for number in numbers if number in by_number]
    if not known:
        raise Refusal(Reason.NOT_FOUND)
    absent = [number for number in numbers if number not in by_number]
    narrowed: list[Json] = [by_number[number] for number in known]
    return {"narrowed": narrowed, "several": [*known], "missing": [*absent]}


async def _check(turn: Turn, answers: Answers, value: Json) -> Answers:
    if isinstance(value, dict):
        return {}
    assert isinstance(value, (int, str))
    return await known(turn, int(value))


def _after(answers: Answers) -> Answers:
    """Several that could be meant are offered, and the question is put once more."""
    value = answers[KEY]
    kept = without(answers, "missing")
    if isinstance(value, dict) and "several" not in value:
        kept = without(kept, "several")
    return narrowing(value, KEY, kept)
