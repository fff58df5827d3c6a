"""Which day people mean: a closed list of phrases, never a guess (vietnamese.md 6.4)."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.domain.households import DatePrecision
from bot.domain.periods import month_of
from bot.domain.refusals import Reason, Refusal
from bot.domain.vietnamese import date_words as words
from bot.domain.vietnamese.calendar_days import (
    SaidDay,
    common_day,
    full_year,
    lunar_day,
    month_end,
    month_off,
)
from bot.domain.vietnamese.lunar import lunar_of
from bot.domain.vietnamese.slips import repaired

_LONGEST = 60


@dataclass(frozen=True, slots=True)
class DayRead:
    """A day that was read, to be confirmed unless it is `certain`.

    A period has its first day as `day`, and says by `precision` that no day was named; a month
    also stands in `month`, as in 2026-11.
    """

    day: date
    precision: DatePrecision
    certain: bool
    month: str | None = None


def read_day(text: str, today: date, *, ahead: bool = False) -> DayRead:
    """Read one whole phrase; anything else around it makes it no date.

    Without a year or month the latest such day up to today is meant, as of visits; with `ahead`
    the next one, as of promises.
    """
    if len(text) > 4 * _LONGEST:
        raise Refusal(Reason.NOT_A_DATE)
    phrase = words.phrase_of(text)
    if not phrase or len(phrase) > _LONGEST:
        raise Refusal(Reason.NOT_A_DATE)
    try:
        read = _read(phrase, today, ahead) or _mended(text, today, ahead)
    except (OverflowError, ValueError) as beyond:
        raise Refusal(Reason.NOT_A_DATE) from beyond
    if read is None:
        raise Refusal(Reason.NOT_A_DATE)
    return read


def _mended(text: str, today: date, ahead: bool) -> DayRead | None:
    meant = repaired(text)
    return _read(words.phrase_of(meant), today, ahead) if meant else None


def _read(phrase: str, today: date, ahead: bool) -> DayRead | None:
    sure, rest = words.without_doubt(phrase)
    read = _whole(rest, today, ahead)
    if read is None:
        hour, rest = words.without_hour(rest)
        part, rest = words.without_part_of_day(rest)
        if not (hour or part):
            return None
        read = _whole(rest, today, ahead) if rest else DayRead(today, DatePrecision.DAY, False)
        if read is not None and read.precision is DatePrecision.DAY and hour:
            read = replace(read, precision=DatePrecision.HOUR)
    return read if read is None or sure else replace(read, certain=False)


def _whole(phrase: str, today: date, ahead: bool) -> DayRead | None:
    for pattern, reading in _PHRASES:
        found = pattern.fullmatch(phrase)
        read = reading(found, today, ahead) if found is not None else None
        if read is not None:
            return read
    return None


def _day(day: date, certain: bool = True) -> DayRead:
    return DayRead(day, DatePrecision.DAY, certain)


def _fixed(found: re.Match[str], today: date, ahead: bool) -> DayRead:
    days, certain = words.FIXED[found["fixed"]]
    return _day(today + timedelta(days=days), certain)


def _lately(found: re.Match[str], today: date, ahead: bool) -> DayRead:
    return DayRead(today - timedelta(days=3), DatePrecision.WEEK, False)


def _weekday(found: re.Match[str], today: date, ahead: bool) -> DayRead:
    """Bare: the last one before today. On the same weekday it may be today: asked."""
    wanted = words.weekday(found["weekday"])
    monday = today - timedelta(days=today.weekday())
    when, of_week = found["when"], found["of_week"]
    if of_week:
        return _day(monday + timedelta(days=wanted + 7 * words.step(of_week)))
    back = (today.weekday() - wanted) % 7 or 7
    forward = (wanted - today.weekday()) % 7 or 7
    match words.step(when) if when else None:
        case None if ahead:
            return _day(today + timedelta(days=forward), forward != 7)
        case None:
            return _day(today - timedelta(days=back), back != 7)
        case 0:
            return _day(monday + timedelta(days=wanted))
        case 1:
            return _day(today + timedelta(days=forward))
        case _:
            just_past = when in words.JUST_PAST or back > today.weekday()
            return _day(today - timedelta(days=back), just_past)


def _week_and_weekday(found: re.Match[str], today: date, ahead: bool) -> DayRead | None:
    return _whole(f"{found['named']} {found['of_week']}", today, ahead)


def _weekday_and_date(found: re.Match[str], today: date, ahead: bool) -> DayRead | None:
    """The date decides; a weekday that does not fit it makes it doubtful."""
    read = _whole(found["date"], today, ahead)
    if read is None or read.precision is not DatePrecision.DAY:
        return read
    fits = read.day.weekday() == words.weekday(found["weekday"])
    return replace(read, certain=read.certain and fits)


def _fixed_and_date(found: re.Match[str], today: date, ahead: bool) -> DayRead | None:
    read = _whole(found["date"], today, ahead)
    if read is None:
        return None
    fits = read.day == today + timedelta(days=words.FIXED[found["fixed"]][0])
    return replace(read, certain=read.certain and fits)


def _written(found: re.Match[str], today: date, ahead: bool) -> DayRead:
    year = full_year(found["year"]) if found["year"] else None
    off = _step(found["year_off"])
    said = SaidDay(int(found["day"]), int(found["month"]), year, years_off=off)
    return _of_calendar(said, found["calendar"], today, ahead or bool(found["soon"]))


def _iso(found: re.Match[str], today: date, ahead: bool) -> DayRead:
    said = SaidDay(int(found["day"]), int(found["month"]), full_year(found["year"]))
    return _of_calendar(said, None, today, ahead)


def _spaced(found: re.Match[str], today: date, ahead: bool) -> DayRead | None:
    """20 11 and 20 11 2026: a day and a month without a mark between; 3 5 is any two numbers."""
    year = full_year(found["year"]) if found["year"] else None
    if year is None and len(found["day"] + found["month"]) < 3:
        return None
    return _of_calendar(SaidDay(int(found["day"]), int(found["month"]), year), None, today, ahead)


def _iso_month(found: re.Match[str], today: date, ahead: bool) -> DayRead:
    return _month(date(full_year(found["year"]), words.month(found["month"]), 1), certain=True)


def _unmarked(found: re.Match[str], today: date, ahead: bool) -> DayRead:
    """1511 and 15112026: likely a day and a month, but it may be any number."""
    year = full_year(found["year"]) if found["year"] else None
    said = SaidDay(int(found["day"]), int(found["month"]), year)
    return replace(_of_calendar(said, None, today, ahead), certain=False)


def _spoken(found: re.Match[str], today: date, ahead: bool) -> DayRead | None:
    """ngày 5, mùng 5, rằm, with or without month and year; a bare number is no date."""
    number, month, moon = found["day"], found["month"], found["moon"]
    if moon != "ram" and (not number or not (moon or found["ngay"] or month or found["month_off"])):
        return None
    said = SaidDay(
        words.number(number) if number else 15,
        words.month(month) if month else None,
        full_year(found["year"]) if found["year"] else None,
        _step(found["month_off"]),
        _step(found["year_off"]),
        leap=found["leap"] is not None,
    )
    lunar = "al" if moon or month in words.LUNAR_MONTHS else None
    read = _of_calendar(said, found["calendar"] or lunar, today, ahead or bool(found["soon"]))
    weekday = bool(found["hom"]) and not month and said.day < 8  # hôm 5 may be thứ năm
    return replace(read, certain=False) if weekday else read


def _step(said: str | None) -> int | None:
    return words.step(said) if said else None


def _tet(found: re.Match[str], today: date, ahead: bool) -> DayRead:
    """mùng 2 Tết, 29 Tết, giao thừa: 28 to 30 stand before the new year, 1 to 20 after it."""
    year = full_year(found["year"]) if found["year"] else None
    offset = _step(found["year_off"])
    number = words.number(found["day"]) if found["day"] else 1
    if found["eve"] or number > 20:
        return _new_years_eve(number if found["day"] else None, year, offset, today, ahead)
    said = SaidDay(number, 1, year, years_off=offset)
    return _of_calendar(said, "al", today, ahead)


def _new_years_eve(
    day: int | None, year: int | None, offset: int | None, today: date, ahead: bool
) -> DayRead:
    said = SaidDay(1, 1, year, years_off=offset)
    new_year = lunar_day(said, today + timedelta(days=1), ahead)
    eve = new_year - timedelta(days=1)
    if day is not None:
        before = SaidDay(day, 12, lunar_of(eve).year)
        eve = lunar_day(before, today, ahead)
    return DayRead(eve, DatePrecision.LUNAR, False)


def _of_calendar(said: SaidDay, calendar: str | None, today: date, ahead: bool) -> DayRead:
    if calendar is not None and words.is_lunar(calendar):
        return DayRead(lunar_day(said, today, ahead), DatePrecision.LUNAR, False)
    day, certain = common_day(said, today, ahead)
    return _day(day, certain)


def _counted(found: re.Match[str], today: date, ahead: bool) -> DayRead | None:
    """3 ngày trước, 2 tuần nữa: only days are exact."""
    if not (found["ago"] or found["later"] or found["earlier"]):
        return None
    count = words.number(found["count"])
    sign = 1 if found["later"] else -1
    match words.period(found["period"]):
        case DatePrecision.DAY:
            day = today + timedelta(days=sign * count)
            return _day(day, certain=found["earlier"] != "qua")
        case DatePrecision.WEEK:
            return DayRead(today + timedelta(days=7 * sign * count), DatePrecision.WEEK, False)
        case DatePrecision.MONTH:
            return _month(_same_day(today, sign * count), certain=False)
        case _:
            return DayRead(_same_day(today, 12 * sign * count), DatePrecision.YEAR, False)


def _relative_period(found: re.Match[str], today: date, ahead: bool) -> DayRead:
    """tuần trước, tháng này, năm ngoái: the same day there, as an approximation."""
    step = words.step(found["off"])
    match words.period(found["period"]):
        case DatePrecision.WEEK:
            return DayRead(today + timedelta(days=7 * step), DatePrecision.WEEK, False)
        case DatePrecision.MONTH:
            return _month(_same_day(today, step), certain=False)
        case DatePrecision.QUARTER:
            first = month_off(today, 3 * step - (today.month - 1) % 3)
            return DayRead(first, DatePrecision.QUARTER, False)
        case _:
            return DayRead(_same_day(today, 12 * step), DatePrecision.YEAR, False)


def _named_month(found: re.Match[str], today: date, ahead: bool) -> DayRead | None:
    name = found["month"]
    if not found["named"] and not (name.isdigit() and len(found["year"] or "") == 4):
        return None
    month = words.month(name)
    if name in words.LUNAR_MONTHS or (found["calendar"] and words.is_lunar(found["calendar"])):
        year = full_year(found["year"]) if found["year"] else None
        return _of_calendar(SaidDay(1, month, year), "al", today, ahead)
    first, certain = _first_of(month, found, today, ahead)
    return _month(first, certain)


def _first_of(month: int, found: re.Match[str], today: date, ahead: bool) -> tuple[date, bool]:
    year = full_year(found["year"]) if found["year"] else None
    said = SaidDay(1, month, year, years_off=_step(found["year_off"]))
    start = today.replace(day=1)
    first, certain = common_day(said, start, ahead)
    return first, (certain and abs(first - start) < timedelta(days=300)) or bool(found["year"])


def _month(day: date, certain: bool) -> DayRead:
    return DayRead(day, DatePrecision.MONTH, certain, month_of(day))


def _quarter(found: re.Match[str], today: date, ahead: bool) -> DayRead:
    number = words.quarter(found["quarter"])
    first, certain = _first_of(number * 3 - 2, found, today, ahead)
    return DayRead(first, DatePrecision.QUARTER, certain)


def _year(found: re.Match[str], today: date, ahead: bool) -> DayRead:
    return DayRead(date(full_year(found["year"]), 1, 1), DatePrecision.YEAR, True)


def _part_of_month(found: re.Match[str], today: date, ahead: bool) -> DayRead:
    """đầu tháng, giữa tháng 10, cuối tháng trước: about a week of it."""
    if found["month"]:
        first, _ = _first_of(words.month(found["month"]), found, today, ahead)
    else:
        first = month_off(today, words.step(found["off"]) if found["off"] else 0)
    day = _in_month(first, found["part"])
    if not (found["month"] or found["off"]) and not ahead and day > today:
        late = found["part"] == "cuoi" and today.day >= 25
        day = today if late else _in_month(month_off(today, -1), found["part"])
    return DayRead(day, DatePrecision.WEEK, False, month_of(day))


def _in_month(first: date, part: str) -> date:
    match part:
        case "dau":
            return first
        case "giua":
            return first.replace(day=15)
        case _:
            return month_end(first)


def _part_of_week(found: re.Match[str], today: date, ahead: bool) -> DayRead:
    monday = today - timedelta(days=today.weekday())
    day = monday + timedelta(days={"dau": 0, "giua": 2}.get(found["part"], 6))
    if found["off"]:
        return _about(day + timedelta(days=7 * words.step(found["off"])))
    if day > today and not ahead:
        return _about(day - timedelta(days=7))
    return _about(day)


def _about(day: date) -> DayRead:
    return DayRead(day, DatePrecision.WEEK, False)


def _part_of_year(found: re.Match[str], today: date, ahead: bool) -> DayRead:
    year = today.year + (words.step(found["off"]) if found["off"] else 0)
    if found["year"]:
        year = full_year(found["year"])
    month, day = {"dau": (1, 1), "giua": (6, 30)}.get(found["part"], (12, 31))
    named = found["year"] or found["off"]
    past = date(year, month, day) <= today or named or ahead
    return DayRead(date(year if past else year - 1, month, day), DatePrecision.QUARTER, False)


def _western_new_year(found: re.Match[str], today: date, ahead: bool) -> DayRead:
    return _day(common_day(SaidDay(1, 1), today, ahead)[0], certain=False)


def _same_day(today: date, months: int) -> date:
    first = month_off(today, months)
    return first.replace(day=min(today.day, month_end(first).day))


Reading = Callable[[re.Match[str], date, bool], DayRead | None]

_PHRASES: tuple[tuple[re.Pattern[str], Reading], ...] = (
    (words.FIXED_PHRASE, _fixed),
    (words.LATELY, _lately),
    (words.WEEKDAY, _weekday),
    (words.WRITTEN, _written),
    (words.ISO, _iso),
    (words.SPACED, _spaced),
    (words.ISO_MONTH, _iso_month),
    (words.UNMARKED, _unmarked),
    (words.WESTERN_NEW_YEAR, _western_new_year),
    (words.TET, _tet),
    (words.RELATIVE_PERIOD, _relative_period),
    (words.NAMED_MONTH, _named_month),
    (words.COUNTED, _counted),
    (words.SPOKEN, _spoken),
    (words.QUARTER, _quarter),
    (words.YEAR, _year),
    (words.PART_OF_MONTH, _part_of_month),
    (words.PART_OF_WEEK, _part_of_week),
    (words.PART_OF_YEAR, _part_of_year),
    (words.WEEK_AND_WEEKDAY, _week_and_weekday),
    (words.WEEKDAY_AND_DATE, _weekday_and_date),
    (words.FIXED_AND_DATE, _fixed_and_date),
)
