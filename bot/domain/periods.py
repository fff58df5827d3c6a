"""Months and days as the commune counts them (Asia/Ho_Chi_Minh)."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
FIRST_HOUR, LAST_HOUR = time(7, 0), time(20, 30)


def day_of(moment: datetime) -> date:
    """The calendar day in Vietnam."""
    return moment.astimezone(VIETNAM).date()


def month_of(day: date) -> str:
    """A month as it is written and stored, as in 2026-11."""
    return f"{day:%Y-%m}"


def first_day(month: str) -> date:
    """The month's first day."""
    return date.fromisoformat(f"{month}-01")


def day_after_month(month: str) -> date:
    """The first day of the next month."""
    return (first_day(month) + timedelta(days=32)).replace(day=1)


def month_before(month: str) -> str:
    """The month before."""
    return month_of(first_day(month) - timedelta(days=1))


def start_of(day: date) -> datetime:
    """The moment at which a Vietnamese day begins, in UTC."""
    return datetime(day.year, day.month, day.day, tzinfo=VIETNAM).astimezone(UTC)


def next_daytime(now: datetime) -> datetime:
    """Now, or the next 07:00 when it is evening or night (vietnamese.md 7.2)."""
    local = now.astimezone(VIETNAM)
    if FIRST_HOUR <= local.time() <= LAST_HOUR:
        return now
    morning = local.replace(hour=7, minute=0, second=0, microsecond=0)
    return (morning if local.time() < FIRST_HOUR else morning + timedelta(days=1)).astimezone(UTC)
