"""When somebody's push of the day goes out: all that a day brings them is one letter."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.domain.calendar import DaysOff
from bot.domain.digests import evening_of
from bot.domain.periods import day_of, start_of
from bot.domain.policies import Settings
from bot.domain.quiet import at, may_push, next_push
from bot.domain.reminders import Step, earliest, ladder

GRACE = timedelta(minutes=5)
"""So long a push waits for what the clock is about to write, and would else miss by seconds."""

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Coming:
    """What the clock writes to somebody this evening, and by what name."""

    at: datetime
    job: str


def coming(
    unit_id: int, settings: Settings, off: DaysOff, day: date, *, of_cell: bool
) -> list[Coming]:
    """What the secretary of a cell, or a committee, is told on the evening of a day."""
    steps = ladder(settings, off, day) if of_cell else []
    found = [Coming(one.at, one.job(unit_id)) for one in steps if one.step is Step.SECRETARY]
    digest = evening_of(settings, off, day)
    return [*found, Coming(digest.at, digest.job(unit_id))] if digest else found


def waits_until(
    now: datetime,
    settings: Settings,
    off: DaysOff,
    *,
    had_one: bool,
    evening: datetime | None,
    announces: bool,
) -> datetime | None:
    """None when a push may go out now, else when it is looked at again.

    Not in quiet hours, and not on a day that had one. If something will be written in the
    `evening` that is not there yet, it waits to go with that; and an announcement waits for the
    hour at which reminders are planned.
    """
    quiet_until = earliest(now, settings, off)
    if quiet_until is not None:
        return quiet_until
    if had_one:
        return next_day(now, settings, off, announces=announces)
    if evening is not None and now < evening + GRACE:
        return evening + GRACE
    begins = _begins(day_of(now), settings, off)
    return begins if announces and now < begins else None


def next_day(now: datetime, settings: Settings, off: DaysOff, *, announces: bool) -> datetime:
    """When a push may go out on the next day that has any.

    A reminder is good for a day only, and cannot wait for the hour at which new ones are planned.
    """
    first = next_push(start_of(day_of(now) + _DAY), off, settings.hours)
    return max(first, _begins(day_of(first), settings, off)) if announces else first


def _begins(day: date, settings: Settings, off: DaysOff) -> datetime:
    """By when the reminders of a day are written."""
    planned = at(day, settings.push_hour)
    return planned + GRACE if may_push(planned + GRACE, off, settings.hours) else planned
