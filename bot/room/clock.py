"""The present of the practice room: it runs like any clock, and can be moved on."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from bot.domain.calendar import DaysOff
from bot.domain.periods import VIETNAM, day_of, first_day
from bot.domain.quiet import at, is_quiet_day

FARTHEST = timedelta(days=400)
MORNING = time(8, 30)
"""When a day begins in the room: what the morning brings has come, and people may be written to."""
EVE = time(19, 30)
"""When the eve of a meeting is looked at: digest and reminders of the evening have come."""
_FIRST, _LAST = time(8), time(17)
_BEFORE_THE_LIST = time(7, 30)
_STEP = timedelta(microseconds=1)
_DAY = timedelta(days=1)


class RoomClock:
    """Real time moved by an offset. No two readings are alike, so that all has one order."""

    def __init__(self, real: Callable[[], datetime], present: datetime) -> None:
        self._real = real
        self._offset = present - real()
        self._last = present

    def __call__(self) -> datetime:
        """The present."""
        self._last = max(self._real() + self._offset, self._last + _STEP)
        return self._last

    def move_to(self, moment: datetime) -> None:
        """Go on from a later moment; never back."""
        if moment > self():
            self._offset = moment - self._real()
            self._last = moment - _STEP


def beginning(now: datetime, month: str = "") -> datetime:
    """When a fresh room opens: now, or the next hour of the kind at which people have time for it.

    Of another month than this one it is the morning of the first day, before its list is sent.
    """
    today = day_of(now)
    if month and first_day(month) != today.replace(day=1):
        return at(first_day(month), _BEFORE_THE_LIST)
    off = DaysOff()
    day = today
    while not off.is_working(day) or is_quiet_day(day, off):
        day += _DAY
    in_hours = _FIRST <= now.astimezone(VIETNAM).time() <= _LAST
    return now if day == today and in_hours else at(day, MORNING)


def next_morning(now: datetime) -> datetime:
    """The morning of the next day."""
    return at(day_of(now) + _DAY, MORNING)


def morning_of(day: date) -> datetime:
    """The morning of a day."""
    return at(day, MORNING)


def first_of_month(now: datetime) -> datetime:
    """The next morning of a first day of a month."""
    this = day_of(now).replace(day=1)
    return next(
        moment
        for moment in (at(this, MORNING), at((this + 32 * _DAY).replace(day=1), MORNING))
        if moment > now
    )
