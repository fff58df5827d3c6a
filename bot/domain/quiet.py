"""When people may be written to without having asked: not at night, at lunch, on days of rest."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from bot.domain.calendar import DaysOff, in_tet
from bot.domain.periods import FIRST_HOUR, LAST_HOUR, VIETNAM

LUNCH_FROM, LUNCH_UNTIL = time(11, 30), time(13, 30)


@dataclass(frozen=True, slots=True)
class PushHours:
    """The hours of a day; a commune may only narrow the ordinary ones."""

    first: time = FIRST_HOUR
    last: time = LAST_HOUR
    lunch_from: time = LUNCH_FROM
    lunch_until: time = LUNCH_UNTIL

    def __post_init__(self) -> None:
        if not FIRST_HOUR <= self.first <= LUNCH_FROM or not LUNCH_UNTIL <= self.last <= LAST_HOUR:
            raise ValueError("people are written to within the ordinary hours only")
        if not self.first <= self.lunch_from <= LUNCH_FROM:
            raise ValueError("lunch is quiet at least as long as ordinarily")
        if not LUNCH_UNTIL <= self.lunch_until <= self.last:
            raise ValueError("lunch is quiet at least as long as ordinarily")

    def hold(self, clock: time) -> bool:
        """Whether an hour is one of them."""
        if not self.first <= clock <= self.last:
            return False
        return not self.lunch_from <= clock < self.lunch_until

    def next(self, clock: time) -> time | None:
        """The same hour or the next that holds; None when the day is over."""
        if clock < self.first:
            return self.next(self.first)
        if self.lunch_from <= clock < self.lunch_until:
            return self.lunch_until
        return clock if clock <= self.last else None


ORDINARY = PushHours()


def is_quiet_day(day: date, days_off: DaysOff) -> bool:
    """Whether nothing but what is urgent goes out all day."""
    return days_off.is_off(day) or in_tet(day)


def may_push(moment: datetime, days_off: DaysOff, hours: PushHours = ORDINARY) -> bool:
    """Whether a reminder, digest or announcement may go out now."""
    local = moment.astimezone(VIETNAM)
    return hours.hold(local.time()) and not is_quiet_day(local.date(), days_off)


def next_push(moment: datetime, days_off: DaysOff, hours: PushHours = ORDINARY) -> datetime:
    """This moment, or the first after it at which something may go out."""
    local = moment.astimezone(VIETNAM)
    day, clock = local.date(), local.time()
    while True:
        found = None if is_quiet_day(day, days_off) else hours.next(clock)
        if found is not None:
            return at(day, found)
        day, clock = day + timedelta(days=1), time()


def at(day: date, clock: time) -> datetime:
    """An hour of a Vietnamese day, in UTC."""
    return datetime.combine(day, clock, VIETNAM).astimezone(UTC)
