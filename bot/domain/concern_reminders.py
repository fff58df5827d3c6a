"""By when somebody has to act on a concern, and on which days they are reminded of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from bot.domain.calendar import DaysOff
from bot.domain.concerns import COMMUNE_TARGETS, ConcernLevel, ConcernStatus, ConcernTarget
from bot.domain.deadlines import COMPLEX_WITHIN, NORMAL_WORKING_DAYS
from bot.domain.periods import day_of
from bot.domain.quiet import is_quiet_day

TRIAGE_WORKING_DAYS, FEEDBACK_WORKING_DAYS = 2, 3
STAGES = (-2, 0, 3, 7)
"""Working days before and after the deadline on which somebody is reminded (concerns.md 5.5)."""
TO_ABOVE = 7
"""With the second reminder after the deadline, who stands above hears of it too."""

_S = ConcernStatus
_DAY = timedelta(days=1)


class Waits(StrEnum):
    """What a concern waits for."""

    TRIAGE = "TRIAGE"
    ANSWER = "ANSWER"
    FEEDBACK = "FEEDBACK"


class Hand(StrEnum):
    """In whose hands it is."""

    CELL = "CELL"
    COMMUNE = "COMMUNE"
    REPORTER = "REPORTER"


@dataclass(frozen=True, slots=True)
class Step:
    """A state that a concern was in from some moment on."""

    status: ConcernStatus
    since: datetime


@dataclass(frozen=True, slots=True)
class Waiting:
    """What is waited for, from whom, and the last day for it."""

    waits: Waits
    hand: Hand
    due_on: date


def waiting(
    level: ConcernLevel, target: ConcernTarget | None, steps: Sequence[Step], days_off: DaysOff
) -> Waiting | None:
    """What a concern waits for now; None where nobody has to act.

    The time for an answer runs from the first state, stands still while the member is asked for
    more, and does not begin anew when the concern is passed on.
    """
    now = steps[-1]
    if now.status in (_S.ANSWERED, _S.DECLINED, _S.REFERRED):
        due_on = days_off.working_days_after(day_of(now.since), _feedback_days(level))
        return Waiting(Waits.FEEDBACK, Hand.REPORTER, due_on)
    if now.status in (_S.NEW, _S.TRIAGE):
        due_on = days_off.working_days_after(day_of(steps[0].since), _triage_days(level))
        return Waiting(Waits.TRIAGE, Hand.CELL, _later(due_on, _paused(steps, days_off), days_off))
    if now.status in (_S.IN_PROGRESS, _S.FORWARDED, _S.RETURNED, _S.REOPENED):
        of_commune = now.status is _S.FORWARDED and target in COMMUNE_TARGETS
        hand = Hand.COMMUNE if of_commune else Hand.CELL
        return Waiting(Waits.ANSWER, hand, _answer_by(level, steps, days_off))
    return None


def stage_on(today: date, due_on: date, days_off: DaysOff) -> int | None:
    """Which reminder of a deadline falls on a day; None for none."""
    if is_quiet_day(today, days_off) or not days_off.is_working(today):
        return None
    return next((stage for stage in STAGES if _day_of(stage, due_on, days_off) == today), None)


def _day_of(stage: int, due_on: date, days_off: DaysOff) -> date:
    """A reminder that falls into the silence around Tết comes on the first working day after."""
    if stage < 0:
        day = days_off.working_days_before(due_on, -stage)
    else:
        day = days_off.working_days_after(due_on, stage)
    while is_quiet_day(day, days_off) or not days_off.is_working(day):
        day += _DAY
    return day


def _feedback_days(level: ConcernLevel) -> int:
    return 0 if level is ConcernLevel.URGENT else FEEDBACK_WORKING_DAYS


def _triage_days(level: ConcernLevel) -> int:
    return 0 if level is ConcernLevel.URGENT else TRIAGE_WORKING_DAYS


def _answer_by(level: ConcernLevel, steps: Sequence[Step], days_off: DaysOff) -> date:
    begun = _clock_from(steps)
    match level:
        case ConcernLevel.URGENT:
            return begun + _DAY
        case ConcernLevel.COMPLEX:
            return begun + COMPLEX_WITHIN + _DAY * _paused_days(steps)
        case ConcernLevel.NORMAL:
            due_on = days_off.working_days_after(begun, NORMAL_WORKING_DAYS)
            return _later(due_on, _paused(steps, days_off), days_off)


def _clock_from(steps: Sequence[Step]) -> date:
    """A concern that its household sent back is answered anew."""
    reopened = [step for step in steps if step.status is _S.REOPENED]
    return day_of((reopened[-1] if reopened else steps[0]).since)


def _paused(steps: Sequence[Step], days_off: DaysOff) -> int:
    """Working days for which the member was asked for more."""
    return sum(days_off.working_days_between(a, b) for a, b in _pauses(steps))


def _paused_days(steps: Sequence[Step]) -> int:
    return sum((b - a).days for a, b in _pauses(steps))


def _pauses(steps: Sequence[Step]) -> list[tuple[date, date]]:
    begun = _clock_from(steps)
    return [
        (day_of(one.since), day_of(after.since))
        for one, after in pairwise(steps)
        if one.status is _S.NEED_INFO and day_of(one.since) >= begun
    ]


def _later(due_on: date, days: int, days_off: DaysOff) -> date:
    return days_off.working_days_after(due_on, days) if days else due_on
