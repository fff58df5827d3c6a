"""When a cell or committee meets, and which reporting period (kỳ) it hears."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from bot.domain.calendar import DaysOff
from bot.domain.periods import day_after_month, first_day, month_before, month_of
from bot.domain.vietnamese.meeting_words import END_OF_MONTH, read_days

HEARS_MONTH_BEFORE = 20
"""A meeting up to this day hears the month before, a later one the current month."""

_DAY = timedelta(days=1)
_LAST = 31


class PeriodKind(StrEnum):
    """How a cell counts its reporting periods."""

    MONTH = "MONTH"
    MEETING = "MEETING"


@dataclass(frozen=True, slots=True)
class MeetingDays:
    """The days of the month on which a meeting is held; 31 is the last day of any month."""

    first: int
    last: int

    def __post_init__(self) -> None:
        if not 1 <= self.first <= self.last <= _LAST:
            raise ValueError("a month has 31 days at most")

    @staticmethod
    def read(written: str) -> "MeetingDays | None":
        """What people write: "10", "từ 10 đến 12", "cuối tháng"; None when it cannot be told."""
        days = read_days(written)
        return MeetingDays(*days) if days else None

    def written(self) -> str:
        """The one way in which it is stored and shown."""
        if self.first == _LAST:
            return END_OF_MONTH
        return f"{self.first}-{self.last}" if self.last > self.first else f"{self.first}"

    def meeting(self, month: str, days_off: DaysOff) -> date:
        """The meeting of a month: the first of its days that is not off.

        When all of them are, the nearest day before, be it in the month before: figures that come
        late are worse than figures that come early.
        """
        first = first_day(month)
        length = monthrange(first.year, first.month)[1]
        start, end = min(self.first, length), min(self.last, length)
        days = (first.replace(day=day) for day in range(start, end + 1))
        free = next((day for day in days if not days_off.is_off(day)), None)
        return free or days_off.not_off_by(first.replace(day=start))

    def heard_month(self, month: str) -> str:
        """The month that the meeting of a month hears, wherever holidays move it."""
        return month_before(month) if self.first <= HEARS_MONTH_BEFORE else month


@dataclass(frozen=True, slots=True)
class Period:
    """A reporting period, its days included; the key is the month that it is called by."""

    key: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting and the period that it hears."""

    day: date
    period: Period


@dataclass(frozen=True, slots=True)
class Rhythm:
    """When a cell or committee meets, and how it counts its periods."""

    meets: MeetingDays = MeetingDays(10, 10)
    kind: PeriodKind = PeriodKind.MONTH


def calendar_month(key: str) -> Period:
    """A month as the calendar has it."""
    return Period(key, first_day(key), day_after_month(key) - _DAY)


def period(rhythm: Rhythm, key: str, days_off: DaysOff) -> Period:
    """The period that is called by a month.

    From meeting to meeting it begins on a meeting's day and ends on the eve of the next.
    """
    if rhythm.kind is PeriodKind.MONTH:
        return calendar_month(key)
    hearing = key if rhythm.meets.heard_month(key) == key else _month_after(key)
    first = rhythm.meets.meeting(month_before(hearing), days_off)
    return Period(key, first, rhythm.meets.meeting(hearing, days_off) - _DAY)


def current_period(rhythm: Rhythm, today: date, days_off: DaysOff) -> Period:
    """The period in which a visit of today counts."""
    if rhythm.kind is PeriodKind.MONTH:
        return period(rhythm, month_of(today), days_off)
    return next_meeting(rhythm, today + _DAY, days_off).period


def closing_period(rhythm: Rhythm, today: date, days_off: DaysOff) -> Period:
    """The period that the coming meeting hears; on the day of a meeting, that one's."""
    return next_meeting(rhythm, today, days_off).period


def next_meeting(rhythm: Rhythm, today: date, days_off: DaysOff) -> Meeting:
    """The meeting of today, or else the first after it."""
    month = month_of(today)
    while (day := rhythm.meets.meeting(month, days_off)) < today:
        month = _month_after(month)
    return _meeting(rhythm, month, day, days_off)


def last_meeting(rhythm: Rhythm, today: date, days_off: DaysOff) -> Meeting:
    """The last meeting before today."""
    month = _month_after(month_of(today))  # a meeting of the 1st may be moved into this month
    while (day := rhythm.meets.meeting(month, days_off)) >= today:
        month = month_before(month)
    return _meeting(rhythm, month, day, days_off)


def _meeting(rhythm: Rhythm, month: str, day: date, days_off: DaysOff) -> Meeting:
    return Meeting(day, period(rhythm, rhythm.meets.heard_month(month), days_off))


def _month_after(month: str) -> str:
    return month_of(day_after_month(month))
