"""From a day, month and year as far as they were said to the day that was most likely meant."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.refusals import Reason, Refusal
from bot.domain.vietnamese.lunar import lunar_of, solar_of

EARLIEST_YEAR, LATEST_YEAR = 1902, 2198
_SOON = timedelta(days=30)
_LONG_AGO = timedelta(days=300)


@dataclass(frozen=True, slots=True)
class SaidDay:
    """What was said of a day. `months_off` and `years_off` count from the present one."""

    day: int
    month: int | None = None
    year: int | None = None
    months_off: int | None = None
    years_off: int | None = None
    leap: bool = False


def common_day(said: SaidDay, today: date, ahead: bool) -> tuple[date, bool]:
    """The day in the common calendar, and whether no other is likely."""
    if said.months_off is not None:
        month = month_off(today, said.months_off)
        return _a_day(month.year, month.month, said.day), True
    year = _year(said, today.year)
    if said.month is not None and year is not None:
        return _a_day(year, said.month, said.day), True
    if said.month is not None:
        day = _nearest_year(said.month, said.day, today, ahead)
        return day, abs(day - today) < _LONG_AGO
    day = _nearest_month(said.day, today, ahead)
    return day, (day.year, day.month) == (today.year, today.month)


def lunar_day(said: SaidDay, today: date, ahead: bool) -> date:
    """The day that a lunar date falls on.

    Without a year the last one, unless the next is so near that it must be the one spoken of.
    """
    now = lunar_of(today)
    if said.months_off is not None:
        first = today - timedelta(days=now.day - 1) + timedelta(days=round(29.53 * said.months_off))
        months = [lunar_of(first + timedelta(days=3))]
        days = _lunar_days(said, [(month.month, month.year, month.leap) for month in months])
    elif said.month is not None:
        year = _year(said, now.year)
        years = [year] if year is not None else range(now.year - 9, now.year + 10)
        days = _lunar_days(said, [(said.month, each, said.leap) for each in years])
    else:
        around = (lunar_of(today + timedelta(days=step)) for step in range(-120, 121, 15))
        named = dict.fromkeys((each.month, each.year, each.leap) for each in around)
        days = _lunar_days(said, list(named))
    return _chosen(days, today, ahead, near=said.month is not None)


def month_off(today: date, months: int) -> date:
    """The first day of the month so many months from now."""
    count = today.year * 12 + today.month - 1 + months
    year = count // 12
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise Refusal(Reason.NOT_A_DATE)
    return date(year, count % 12 + 1, 1)


def month_end(first: date) -> date:
    """The last day of a month."""
    return first.replace(day=monthrange(first.year, first.month)[1])


def full_year(digits: str) -> int:
    """A year as written, with two digits in this century."""
    year = int(digits) + (2000 if len(digits) == 2 else 0)
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise Refusal(Reason.NOT_A_DATE)
    return year


def _year(said: SaidDay, this_year: int) -> int | None:
    return this_year + said.years_off if said.years_off is not None else said.year


def _a_day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as none:
        raise Refusal(Reason.NOT_A_DATE) from none


def _is_day(year: int, month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]


def _nearest_year(month: int, day: int, today: date, ahead: bool) -> date:
    step = 1 if ahead else -1
    for year in range(today.year, today.year + 9 * step, step):  # 29/2 may be eight years off
        if _is_day(year, month, day) and (date(year, month, day) - today).days * step >= 0:
            return date(year, month, day)
    raise Refusal(Reason.NOT_A_DATE)


def _nearest_month(day: int, today: date, ahead: bool) -> date:
    step = 1 if ahead else -1
    for months in range(0, 4 * step, step):
        first = month_off(today, months)
        if _is_day(first.year, first.month, day):
            found = first.replace(day=day)
            if (found - today).days * step >= 0:
                return found
    raise Refusal(Reason.NOT_A_DATE)


def _lunar_days(said: SaidDay, months: list[tuple[int, int, bool]]) -> list[date]:
    days = []
    for month, year, leap in months:
        try:
            days.append(solar_of(said.day, month, year, leap))
        except ValueError:
            continue  # a month of 29 days, or a year without this leap month
    if not days:
        raise Refusal(Reason.NOT_A_DATE)
    return sorted(days)


def _chosen(days: list[date], today: date, ahead: bool, *, near: bool) -> date:
    past = [day for day in days if day <= today]
    coming = [day for day in days if day >= today]
    if coming and (ahead or not past or (near and coming[0] - today <= _SOON)):
        return coming[0]
    return past[-1] if past else days[0]
