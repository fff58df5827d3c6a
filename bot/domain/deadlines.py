"""By when a concern is to be answered: one count for reminders and digests (concerns.md 5.5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from bot.domain.calendar import DaysOff
from bot.domain.concerns import ConcernLevel, ConcernStatus
from bot.domain.periods import day_of

URGENT_WITHIN = timedelta(days=1)
NORMAL_WORKING_DAYS = 10
COMPLEX_WITHIN = timedelta(days=30)

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Step:
    """A state that a concern was in from some moment on."""

    status: ConcernStatus
    since: datetime


def answer_by(level: ConcernLevel, steps: Sequence[Step], days_off: DaysOff) -> date:
    """The last day for an answer.

    The time runs from the first state, or anew from when the household sent the answer back; it
    stands still while the member is asked for more, but for what is urgent.
    """
    begun = _begun(steps)
    match level:
        case ConcernLevel.URGENT:
            return begun + URGENT_WITHIN
        case ConcernLevel.COMPLEX:
            paused = sum((b - a).days for a, b in _pauses(steps))
            return begun + COMPLEX_WITHIN + _DAY * paused
        case ConcernLevel.NORMAL:
            due_on = days_off.working_days_after(begun, NORMAL_WORKING_DAYS)
            return later_by_pauses(due_on, steps, days_off)


def is_overdue(level: ConcernLevel, steps: Sequence[Step], on: date, days_off: DaysOff) -> bool:
    """Whether the last day for an answer is over on a day."""
    return on > answer_by(level, steps, days_off)


def later_by_pauses(due_on: date, steps: Sequence[Step], days_off: DaysOff) -> date:
    """A day moved on by the working days for which the member was asked for more."""
    paused = sum(days_off.working_days_between(a, b) for a, b in _pauses(steps))
    return days_off.working_days_after(due_on, paused) if paused else due_on


def _begun(steps: Sequence[Step]) -> date:
    reopened = [step for step in steps if step.status is ConcernStatus.REOPENED]
    return day_of((reopened[-1] if reopened else steps[0]).since)


def _pauses(steps: Sequence[Step]) -> list[tuple[date, date]]:
    begun = _begun(steps)
    return [
        (day_of(one.since), day_of(after.since))
        for one, after in pairwise(steps)
        if one.status is ConcernStatus.NEED_INFO and day_of(one.since) >= begun
    ]
