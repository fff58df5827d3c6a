"""The last steps of a change: its effect on the numbers, shown back, put right, confirmed."""

from datetime import date

from bot.domain.counts import Counts, fitting, suggestions, touches_counts
from bot.domain.households import Change, DatePrecision
from bot.domain.refusals import Reason, Refusal
from bot.domain.vietnamese.people_counted import read_people
from bot.domain.vietnamese.short_answers import SEND, YES
from bot.domain.vietnamese.text import search_key
from bot.messages import Choice, Json
from bot.texts import change as words
from handlers import choosing
from handlers.answers import household_in, without
from handlers.questions import Answers, Asking, Condition
from handlers.turn import Turn
from storage.households import Card

PERSONS, WORKERS, DAY, NOTE = "persons", "workers", "day", "note"
"""What can be put right: each is also the key of its answer."""

_RIGHT, _BARE = "ok", "bare"


def change_in(answers: Answers) -> Change:
    """The kind of change."""
    return Change(str(answers["change"]))


def people_in(answers: Answers) -> int:
    """How many people it concerns; one where that was not asked."""
    people = answers.get("people")
    return int(people) if isinstance(people, (int, str)) else 1


def packed_day(on: date, precision: DatePrecision, *, sure: bool = True) -> str:
    """A day with how exactly it is known, as an answer."""
    return f"{on.isoformat()}|{precision}|{'' if sure else '?'}"


def unpacked_day(answer: Json) -> tuple[date, DatePrecision, bool]:
    """The way back from `packed_day`."""
    on, precision, doubt = str(answer).split("|")
    return date.fromisoformat(on), DatePrecision(precision), not doubt


def happened(answers: Answers) -> str:
    """The change in one line."""
    return words.what_happened(
        change_in(answers),
        words.when(*unpacked_day(answers[DAY])),
        people_in(answers),
        str(answers.get("place") or ""),
        str(answers.get("decision") or ""),
        "; ".join(notes(answers)),
    )


def notes(answers: Answers) -> list[str]:
    """What was told in free words."""
    return [str(answers[key]) for key in ("what", NOTE) if answers.get(key)]


def confirmed(answers: Answers) -> Counts:
    """The numbers that were confirmed; not known where they were left alone."""
    said = str(answers["confirm"])
    if not said.startswith(_RIGHT):
        return Counts(None, None)
    _, persons, workers = said.split(":")
    return Counts(int(persons) if persons else None, int(workers) if workers else None)


def edits(what: str) -> Condition:
    """Whether something is being put right."""
    return lambda answers: answers.get("edit") == what


def edited(answers: Answers) -> Answers:
    """It was put right. Fewer persons than the workers typed before let those be asked anew."""
    rest = without(answers, "edit")
    persons, workers = rest.get(PERSONS), rest.get(WORKERS)
    if isinstance(persons, int) and isinstance(workers, int) and workers > persons:
        del rest[WORKERS]
    return rest


async def ask_persons(turn: Turn, answers: Answers) -> Asking:
    """The number of persons after the change."""
    return Asking(words.asks_persons((await choosing.chosen(turn, answers)).persons))


async def ask_workers(turn: Turn, answers: Answers) -> Asking:
    """The number of workers here after the change."""
    return Asking(words.asks_workers((await choosing.chosen(turn, answers)).workers))


async def read_confirm(turn: Turn, answers: Answers, text: str) -> Json:
    """Yes, where there is one way to be right."""
    asking = await ask_confirm(turn, answers)
    right = [one.action for one in asking.options if one.label.startswith(words.RIGHT)]
    if search_key(text) in (*YES, *SEND) and len(right) == 1:
        return right[0]
    raise Refusal(Reason.CHOOSE_ONE)


async def read_count(turn: Turn, answers: Answers, text: str) -> Json:
    """A number of people, none among them."""
    return read_people(text)


async def check_workers(turn: Turn, answers: Answers, value: Json) -> Answers:
    """Workers are counted among the persons, as many as there can be after the change."""
    card = await choosing.chosen(turn, answers)
    persons = [one.persons for one in _possible(card, answers) if one.persons is not None]
    if isinstance(value, int) and persons and value > max(persons):
        raise Refusal(Reason.WORKERS_OVER_PERSONS, persons=max(persons))
    return {}


def _before(card: Card, answers: Answers) -> Counts:
    """The numbers before the change: what is known now, without a report that is corrected."""
    base = answers.get("base")
    if not isinstance(base, list):
        return fitting(card.persons, card.workers)
    persons, workers = (n if isinstance(n, int) else None for n in base)
    return fitting(persons, workers)


def _possible(card: Card, answers: Answers) -> list[Counts]:
    """What the numbers may be now, once those that were typed stand."""
    found = suggestions(change_in(answers), people_in(answers), _before(card, answers))
    persons, workers = answers.get(PERSONS), answers.get(WORKERS)
    fixed = [
        fitting(
            persons if isinstance(persons, int) else one.persons,
            workers if isinstance(workers, int) else one.workers,
        )
        for one in found
    ]
    if not found and isinstance(persons, int):  # what was known before is put right
        fixed = [fitting(persons, workers if isinstance(workers, int) else card.workers)]
    return list(dict.fromkeys(fixed))


async def ask_confirm(turn: Turn, answers: Answers) -> Asking:
    """Everything as it was understood; where the numbers may be several, each is a choice."""
    card = await choosing.chosen(turn, answers)
    touches = touches_counts(change_in(answers))
    found = _possible(card, answers) if touches else []
    options = [
        Choice(words.RIGHT if len(found) == 1 else words.right_with(one), _as_answer(one))
        for one in found
    ] or [Choice(words.RIGHT, _BARE)]
    if touches:
        options += [Choice(words.EDIT_PERSONS, PERSONS), Choice(words.EDIT_WORKERS, WORKERS)]
    options += [Choice(words.EDIT_DAY, DAY), Choice(words.ADD_NOTE, NOTE)]
    if found:
        options.append(Choice(words.NO_COUNTS, _BARE))
    counts = words.counts_after(_before(card, answers), found) if found else ""
    if touches and not found:
        counts = words.more_than_live_there(_before(card, answers).persons or 0)
        options[0] = Choice(words.NO_COUNTS_SAVE, _BARE)
    return Asking(
        words.asks_confirm(household_in(answers), happened(answers), counts), tuple(options)
    )


def after_confirm(answers: Answers) -> Answers:
    """What is to be put right is asked again, and then everything is shown once more."""
    said = str(answers["confirm"])
    if said.startswith(_RIGHT) or said == _BARE:
        return answers
    rest = without(answers, "confirm", said)
    return rest if said == DAY else {**rest, "edit": said}


def _as_answer(counts: Counts) -> str:
    numbers = ("" if count is None else str(count) for count in (counts.persons, counts.workers))
    return ":".join((_RIGHT, *numbers))
