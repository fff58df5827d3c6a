"""The Vietnamese lunar calendar (âm lịch), reckoned at UTC+7 and not at China's meridian."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise
from math import floor, radians, sin

_DAYS_TO_JULIAN = 1721425  # date.toordinal() to the Julian day number
_SYNODIC = 29.530588853
_ZONE = 7 / 24


@dataclass(frozen=True, slots=True)
class LunarDay:
    """A day as the lunar calendar calls it. `leap` is tháng nhuận."""

    day: int
    month: int
    year: int
    leap: bool = False


@dataclass(frozen=True, slots=True)
class _Month:
    first: date
    days: int
    number: int
    year: int
    leap: bool


def solar_of(lunar_day: int, lunar_month: int, lunar_year: int, leap: bool = False) -> date:
    """The day in the common calendar; ValueError where the lunar year has no such day."""
    wanted = (lunar_month, lunar_year, leap)
    for month in _months(lunar_year) + _months(lunar_year + 1):
        if (month.number, month.year, month.leap) == wanted and 1 <= lunar_day <= month.days:
            return month.first + timedelta(days=lunar_day - 1)
    raise ValueError(f"no day {lunar_day} in lunar month {lunar_month} of {lunar_year}")


def lunar_of(day: date) -> LunarDay:
    """What the lunar calendar calls a day."""
    near = _months(day.year) + _months(day.year + 1)
    month = next(each for each in near if 0 <= (day - each.first).days < each.days)
    return LunarDay((day - month.first).days + 1, month.number, month.year, month.leap)


@lru_cache(maxsize=64)
def _months(year: int) -> tuple[_Month, ...]:
    """The months from the eleventh of the year before, which holds the winter solstice.

    Thirteen of them need a leap month: the first in which the sun enters no new sign.
    """
    if not 1901 <= year <= 2199:
        raise ValueError("the formulas hold for 1901 to 2199")
    start, end = _solstice_moon(year - 1), _solstice_moon(year)
    firsts = [_new_moon_day(moon) for moon in range(start, end + 1)]
    leap = _leap_index(firsts) if end - start == 13 else None
    months = []
    for index, (first, after) in enumerate(pairwise(firsts)):
        place = index - (leap is not None and index >= leap)
        lunar_year = year - 1 if place < 2 else year
        months.append(
            _Month(
                date.fromordinal(first - _DAYS_TO_JULIAN),
                after - first,
                (place + 10) % 12 + 1,
                lunar_year,
                index == leap,
            )
        )
    return tuple(months)


def _leap_index(firsts: list[int]) -> int:
    signs = [_sun_sign(first) for first in firsts]
    return next(i for i in range(1, len(signs) - 1) if signs[i] == signs[i + 1])


def _solstice_moon(year: int) -> int:
    """The number of the new moon that begins the eleventh month of a year."""
    year_end = date(year, 12, 31).toordinal() + _DAYS_TO_JULIAN
    moon = floor((year_end - 2415021) / _SYNODIC)
    return moon - 1 if _sun_sign(_new_moon_day(moon)) >= 9 else moon


def _new_moon_day(moon: int) -> int:
    return floor(_new_moon(moon) + 0.5 + _ZONE)


def _new_moon(moon: int) -> float:
    """The moment of a new moon as a Julian date (Meeus, Astronomical Algorithms)."""
    t = moon / 1236.85
    mean = 2415020.75933 + 29.53058868 * moon + 0.0001178 * t**2 - 0.000000155 * t**3
    mean += 0.00033 * sin(radians(166.56 + 132.87 * t - 0.009173 * t**2))
    sun = radians(359.2242 + 29.10535608 * moon - 0.0000333 * t**2 - 0.00000347 * t**3)
    own = radians(306.0253 + 385.81691806 * moon + 0.0107306 * t**2 + 0.00001236 * t**3)
    node = radians(21.2964 + 390.67050646 * moon - 0.0016528 * t**2 - 0.00000239 * t**3)
    shift = (
        (0.1734 - 0.000393 * t) * sin(sun)
        + 0.0021 * sin(2 * sun)
        - 0.4068 * sin(own)
        + 0.0161 * sin(2 * own)
        - 0.0004 * sin(3 * own)
        + 0.0104 * sin(2 * node)
        - 0.0051 * sin(sun + own)
        - 0.0074 * sin(sun - own)
        + 0.0004 * sin(2 * node + sun)
        - 0.0004 * sin(2 * node - sun)
        - 0.0006 * sin(2 * node + own)
        + 0.0010 * sin(2 * node - own)
        + 0.0005 * sin(2 * own + sun)
    )
    return mean + shift - (-0.000278 + 0.000265 * t + 0.000262 * t**2)


def _sun_sign(julian_day: int) -> int:
    """Which twelfth of its path the sun is in when a Vietnamese day begins; 9 is the solstice."""
    t = (julian_day - 0.5 - _ZONE - 2451545.0) / 36525
    anomaly = radians(357.52910 + 35999.05030 * t - 0.0001559 * t**2 - 0.00000048 * t**3)
    longitude = 280.46645 + 36000.76983 * t + 0.0003032 * t**2
    longitude += (1.914600 - 0.004817 * t - 0.000014 * t**2) * sin(anomaly)
    longitude += (0.019993 - 0.000101 * t) * sin(2 * anomaly) + 0.000290 * sin(3 * anomaly)
    return floor(longitude % 360 / 30)
