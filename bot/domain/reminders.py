"""The ladder of reminders: what a cell's members, secretary and organiser are reminded of, when."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from bot.domain import digests
from bot.domain.calendar import DaysOff
from bot.domain.meetings import Meeting, Period, current_period, next_meeting
from bot.domain.policies import Settings
from bot.domain.quiet import at, is_quiet_day, may_push, next_push

EVENING = time(19)
"""When secretaries hear who has not reported, after their members had the day for it."""
STILL_GOOD = timedelta(hours=24)
"""A reminder planned longer ago than this is not sent any more (reliability.md 3.4)."""
MOST_DUTY_PUSHES = 4
"""Duty pushes a person gets in a calendar month at most (product.md, 4)."""
SNOOZE_DAYS = 2
"""So many working days later a reminder comes back that somebody put off."""

_DAY = timedelta(days=1)


class Step(StrEnum):
    """What a reminder is about, the first steps of the ladder first."""

    LIST = "LIST"  # what is due in the period that begins
    NUDGE = "NUDGE"  # so many working days before it ends
    AGAIN = "AGAIN"  # after it was put off
    GAPS = "GAPS"  # visited but not written down? before the meeting that hears the period
    SECRETARY = "SECRETARY"  # who of the cell has gaps
    ORGANISER = "ORGANISER"  # which cells of the commune have
    CONCERN = "CONCERN"  # a concern's deadline, to whoever has to act
    CONCERN_ABOVE = "CONCERN_ABOVE"  # one long overdue, to whoever stands above


ESCALATIONS = (Step.SECRETARY, Step.ORGANISER, Step.CONCERN_ABOVE)
"""What tells somebody of what others have not done: not put off beyond the time it is good for."""
DUTY = (Step.LIST, Step.NUDGE, Step.AGAIN, Step.GAPS)
"""The four of which a person gets at most four a month, and which can be put off."""


class Skipped(StrEnum):
    """Why somebody is not reminded, although it was due."""

    LATE = "LATE"  # planned too long ago
    NOTHING_LEFT = "NOTHING_LEFT"  # reported meanwhile
    NO_ADDRESS = "NO_ADDRESS"
    NO_CONSENT = "NO_CONSENT"
    AWAY = "AWAY"
    MUTED = "MUTED"
    SNOOZED = "SNOOZED"
    FOUR_A_MONTH = "FOUR_A_MONTH"
    SEALED = "SEALED"  # the cell has closed the period: what comes now is an addition


class Whom(StrEnum):
    """Which of a cell's members a step is for."""

    ALL = "ALL"
    BUT_SECRETARIES = "BUT_SECRETARIES"  # they get theirs with the word about the others
    SECRETARIES = "SECRETARIES"


@dataclass(frozen=True, slots=True)
class Planned:
    """One step of one cell at its hour. The subject tells it from others of its kind."""

    at: datetime
    step: Step
    subject: str
    period: Period
    meets_on: date | None = None
    whom: Whom = Whom.ALL

    @property
    def good_until(self) -> datetime:
        """When it is too late for it."""
        return self.at + STILL_GOOD

    def job(self, cell_id: int) -> str:
        """By what name a cell's step is planned once."""
        return f"remind:{self.step}:{self.subject}:{self.whom}:{cell_id}"


def ladder(settings: Settings, days_off: DaysOff, day: date) -> list[Planned]:
    """The steps of a cell that fall on a day: none on days of rest or around Tết."""
    if not _is_push_day(day, days_off):
        return []
    return [*_list(settings, days_off, day), *_nudges(settings, days_off, day),
            *_before_meeting(settings, days_off, day)]  # fmt: skip


def hours_of(settings: Settings) -> tuple[time, ...]:
    """The hours of a day at which steps are planned."""
    last = settings.hours.last
    return settings.push_hour, min(EVENING, last), min(digests.EVENING, last)


def comes_back_on(today: date, last: date, days_off: DaysOff) -> date | None:
    """The day on which a reminder put off today comes again; None when that would be too late."""
    day = _push_day_from(days_off.working_days_after(today, SNOOZE_DAYS), days_off)
    return day if day <= last else None


def put_off_until(day: date, settings: Settings) -> datetime:
    """The hour at which a reminder that was put off comes again."""
    return at(day, settings.push_hour)


def earliest(moment: datetime, settings: Settings, days_off: DaysOff) -> datetime | None:
    """None when a push may go out now, else the next moment at which one may."""
    if may_push(moment, days_off, settings.hours):
        return None
    return next_push(moment, days_off, settings.hours)


def _list(settings: Settings, days_off: DaysOff, day: date) -> Iterator[Planned]:
    period = current_period(settings.rhythm, day, days_off)
    if settings.month_list and day == _push_day_from(period.first, days_off):
        yield Planned(at(day, settings.push_hour), Step.LIST, period.key, period)


def _nudges(settings: Settings, days_off: DaysOff, day: date) -> Iterator[Planned]:
    period = current_period(settings.rhythm, day, days_off)
    begins = _push_day_from(period.first, days_off)
    for count in settings.nudge_days:
        nominal = days_off.working_days_before(period.last, count)
        if day == _push_day_by(nominal, days_off) and day > begins:
            subject = f"{period.key}:{count}"
            yield Planned(at(day, settings.push_hour), Step.NUDGE, subject, period)


def _before_meeting(settings: Settings, days_off: DaysOff, day: date) -> Iterator[Planned]:
    """Members in the morning, the secretary in the evening, the organiser on the next push day.

    On an evening that has a digest the secretary hears it with that.
    """
    if not settings.gap_days:
        return
    meeting = next_meeting(settings.rhythm, day, days_off)
    asked_on = _push_day_by(meeting.day - _DAY * settings.gap_days, days_off)
    morning, evening, _ = (at(day, clock) for clock in hours_of(settings))
    if day == asked_on and settings.escalation:
        with_digest = digests.evening_of(settings, days_off, day)
        evening = with_digest.at if with_digest else evening
        yield _gaps(Step.GAPS, morning, meeting, Whom.BUT_SECRETARIES)
        yield _gaps(Step.GAPS, evening, meeting, Whom.SECRETARIES)
        yield _gaps(Step.SECRETARY, evening, meeting)
    elif day == asked_on:
        yield _gaps(Step.GAPS, morning, meeting)
    elif settings.escalation and day == _push_day_from(asked_on + _DAY, days_off) <= meeting.day:
        yield _gaps(Step.ORGANISER, morning, meeting)


def _gaps(step: Step, moment: datetime, meeting: Meeting, whom: Whom = Whom.ALL) -> Planned:
    period = meeting.period
    return Planned(moment, step, period.key, period, meeting.day, whom)


def _is_push_day(day: date, days_off: DaysOff) -> bool:
    """Reminders come on working days only (vietnamese.md 7.2)."""
    return days_off.is_working(day) and not is_quiet_day(day, days_off)


def _push_day_from(day: date, days_off: DaysOff) -> date:
    while not _is_push_day(day, days_off):
        day += _DAY
    return day


def _push_day_by(day: date, days_off: DaysOff) -> date:
    while not _is_push_day(day, days_off):
        day -= _DAY
    return day
