"""By when somebody has to act on a concern, and on which days they are reminded of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from bot.domain.calendar import DaysOff
from bot.domain.concerns import COMMUNE_TARGETS, ConcernLevel, ConcernStatus, ConcernTarget
from bot.domain.deadlines import Step, answer_by, later_by_pauses
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
        return Waiting(Waits.TRIAGE, Hand.CELL, later_by_pauses(due_on, steps, days_off))
    if now.status in (_S.IN_PROGRESS, _S.FORWARDED, _S.RETURNED, _S.REOPENED):
        of_commune = now.status is _S.FORWARDED and target in COMMUNE_TARGETS
        hand = Hand.COMMUNE if of_commune else Hand.CELL
        return Waiting(Waits.ANSWER, hand, answer_by(level, steps, days_off))
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
