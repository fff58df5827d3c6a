"""By when a concern is to be answered, by working days, and not counting what its member owes."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.domain.calendar import DaysOff
from bot.domain.concerns import ConcernLevel
from bot.domain.periods import day_of

URGENT_WITHIN = timedelta(hours=24)
NORMAL_WORKING_DAYS = 10
COMPLEX_WITHIN = timedelta(days=30)

Stretch = tuple[datetime, datetime]
"""Some time in which an answer was waited for."""


def stretches(since: datetime, until: datetime, paused: Sequence[Stretch]) -> list[Stretch]:
    """What is left of a time without the pauses in it, which are in order."""
    found = []
    for begin, end in paused:
        if begin > since:
            found.append((since, min(begin, until)))
        since = max(since, end)
    if since < until:
        found.append((since, until))
    return found


def is_overdue(level: ConcernLevel, waited: Sequence[Stretch], days_off: DaysOff) -> bool:
    """Whether an answer has been waited for longer than its level allows (concerns.md 5.5)."""
    if level is ConcernLevel.NORMAL:
        days = (days_off.working_days_between(day_of(a), day_of(b)) for a, b in waited)
        return sum(days) > NORMAL_WORKING_DAYS
    within = URGENT_WITHIN if level is ConcernLevel.URGENT else COMPLEX_WITHIN
    return sum((b - a for a, b in waited), timedelta()) > within
