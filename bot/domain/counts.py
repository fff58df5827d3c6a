"""What a change does to the numbers of persons and workers: suggestions to be confirmed."""

from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.households import CHANGES, Change, ChangeRule
from bot.domain.refusals import Reason, Refusal

MOST_PEOPLE = 30
"""No household is larger, nor do more leave or come at once."""
OLDEST_CHANGE = timedelta(days=731)
"""A change of longer ago belongs into the lists, not into the chat."""

_FEWER = (Change.DEATH, Change.TEMP_ABSENT, Change.STUDY_AWAY, Change.JOB_LOST)
_MORE = (Change.STUDY_DONE, Change.JOB_NEW)


@dataclass(frozen=True, slots=True)
class Counts:
    """Persons of a household, and those of them who work here; None is not known."""

    persons: int | None
    workers: int | None

    def __post_init__(self) -> None:
        for count in (self.persons, self.workers):
            if count is not None and not 0 <= count <= MOST_PEOPLE:
                raise ValueError(f"a household has 0 to {MOST_PEOPLE} people")
        if self.persons is not None and self.workers is not None and self.workers > self.persons:
            raise ValueError("workers are counted among the persons")


def touches_counts(change: Change) -> bool:
    """Whether the numbers may be others afterwards."""
    rule = CHANGES[change]
    return rule.persons != 0 or rule.workers != 0


def suggestions(change: Change, people: int, before: Counts) -> list[Counts]:
    """What the numbers may be now, the likeliest first; one where the rule leaves no choice.

    None where fewer people live there than went: then what was known before is wrong.
    """
    rule = CHANGES[change]
    least = 1 if change is Change.SPLIT else 0  # of a household that splits, somebody stays
    found = [
        fitting(persons, workers)
        for persons in _after(before.persons, _signs_of_persons(rule), people)
        if persons is None or persons >= least
        for workers in _after(before.workers, _signs_of_workers(change, rule), people)
    ]
    return list(dict.fromkeys(found))


def fitting(persons: int | None, workers: int | None) -> Counts:
    """The nearest numbers that a household can have."""
    persons = None if persons is None else _within(persons)
    workers = None if workers is None else _within(workers)
    if persons is not None and workers is not None:
        workers = min(workers, persons)
    return Counts(persons, workers)


def check_happened(day: date, today: date) -> None:
    """Refuse a day on which a change cannot have been, or that nobody reports in chat."""
    if day > today:
        raise Refusal(Reason.FUTURE_DAY)
    if day < today - OLDEST_CHANGE:
        raise Refusal(Reason.CHANGE_TOO_OLD)


def _within(count: int) -> int:
    return max(0, min(count, MOST_PEOPLE))


def _signs_of_persons(rule: ChangeRule) -> tuple[int, ...]:
    if rule.persons is not None:
        return (rule.persons,)
    return (0, 1) if rule.counted else (0,)


def _signs_of_workers(change: Change, rule: ChangeRule) -> tuple[int, ...]:
    """Where the rule cannot say: as before, or as many more or fewer as came or went."""
    if rule.workers is not None:
        return (rule.workers,)
    if change in _FEWER or (rule.persons or 0) < 0:
        return (0, -1)
    if change in _MORE or rule.counted:
        return (0, 1)
    return (0,)


def _after(count: int | None, signs: tuple[int, ...], people: int) -> list[int | None]:
    if count is None:
        return [None]
    return [count + sign * people for sign in signs]
