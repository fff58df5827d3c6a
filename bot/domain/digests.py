"""When a digest goes out: the evening before the meeting that hears it, and never in quiet time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from bot.domain.calendar import DaysOff
from bot.domain.meetings import Meeting, last_meeting, next_meeting
from bot.domain.periods import day_of
from bot.domain.policies import Settings
from bot.domain.quiet import at, is_quiet_day

EVENING = time(18)
SEALED_AFTER = timedelta(days=7)
"""So long after its meeting a period is sealed by itself."""

_DAY = timedelta(days=1)


class Unsent(StrEnum):
    """Why a digest that was due went to nobody."""

    LATE = "LATE"  # the meeting is over
    SWITCHED_OFF = "SWITCHED_OFF"
    NOBODY = "NOBODY"  # nobody holds the role
    NOTHING = "NOTHING"  # there is nothing to count


@dataclass(frozen=True, slots=True)
class Evening:
    """A digest's hour, and the meeting it is for."""

    at: datetime
    meeting: Meeting

    @property
    def good_until(self) -> datetime:
        """The end of the day of the meeting."""
        return at(self.meeting.day + _DAY, time(0))

    def job(self, unit_id: int) -> str:
        """By what name a unit's digest is written once."""
        return f"digest:{self.meeting.day.isoformat()}:{unit_id}"


def evening_before(meeting: Meeting, settings: Settings, off: DaysOff) -> Evening:
    """Six o'clock on the last day before the meeting on which people may be disturbed."""
    day = meeting.day - _DAY
    while is_quiet_day(day, off):
        day -= _DAY
    return Evening(at(day, hour_of(settings)), meeting)


def hour_of(settings: Settings) -> time:
    """The hour of a day at which digests are sent."""
    return EVENING if settings.hours.hold(EVENING) else settings.hours.last


def evening_of(settings: Settings, off: DaysOff, day: date) -> Evening | None:
    """The digest of a day; None on days that have none."""
    if not settings.digest:
        return None
    evening = evening_before(next_meeting(settings.rhythm, day + _DAY, off), settings, off)
    return evening if day_of(evening.at) == day else None


def due_between(
    settings: Settings, off: DaysOff, since: datetime, until: datetime
) -> Iterator[Evening]:
    """The evenings after `since`, not after `until`, the newest first."""
    meeting = next_meeting(settings.rhythm, day_of(until), off)
    while (evening := evening_before(meeting, settings, off)).at > since:
        if evening.at <= until:
            yield evening
        meeting = last_meeting(settings.rhythm, meeting.day, off)
