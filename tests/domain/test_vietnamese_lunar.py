"""The lunar calendar, against published dates."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.vietnamese.lunar import LunarDay, lunar_of, solar_of

NEW_YEARS = {
    1968: date(1968, 1, 29),  # Vietnam moved to UTC+7 in 1968: a day before China's
    1985: date(1985, 1, 21),  # a month before China's
    2007: date(2007, 2, 17),  # a day before China's
    2020: date(2020, 1, 25),
    2023: date(2023, 1, 22),
    2024: date(2024, 2, 10),
    2025: date(2025, 1, 29),
    2026: date(2026, 2, 17),
    2027: date(2027, 2, 6),
    2028: date(2028, 1, 26),
    2029: date(2029, 2, 13),
    2030: date(2030, 2, 2),  # China's is 3/2
    2031: date(2031, 1, 23),
    2032: date(2032, 2, 11),
    2033: date(2033, 1, 31),
    2034: date(2034, 2, 19),
    2035: date(2035, 2, 8),
}
LEAP_MONTHS = {2020: 4, 2023: 2, 2025: 6, 2028: 5, 2031: 3, 2033: 11, 2036: 6}


@pytest.mark.parametrize(("year", "day"), NEW_YEARS.items(), ids=str)
def test_new_year_falls_on_the_vietnamese_day(year: int, day: date) -> None:
    assert solar_of(1, 1, year) == day
    assert lunar_of(day) == LunarDay(1, 1, year)
    assert lunar_of(day - timedelta(days=1)).month == 12


@pytest.mark.parametrize(("year", "month"), LEAP_MONTHS.items(), ids=str)
def test_leap_months_are_the_published_ones(year: int, month: int) -> None:
    leap = solar_of(1, month, year, leap=True)
    assert lunar_of(leap) == LunarDay(1, month, year, leap=True)
    assert solar_of(1, month, year) < leap


@pytest.mark.parametrize("year", [2024, 2026, 2027, 2029, 2030, 2032, 2034, 2035])
def test_other_years_have_no_leap_month(year: int) -> None:
    for month in range(1, 13):
        with pytest.raises(ValueError, match="no day"):
            solar_of(1, month, year, leap=True)


@pytest.mark.parametrize(
    ("day", "lunar"),
    [
        pytest.param(date(2026, 11, 21), LunarDay(13, 10, 2026), id="today"),
        pytest.param(date(2026, 4, 26), LunarDay(10, 3, 2026), id="kings-2026"),
        pytest.param(date(2027, 4, 16), LunarDay(10, 3, 2027), id="kings-2027"),
        pytest.param(date(2028, 4, 4), LunarDay(10, 3, 2028), id="kings-2028"),
        pytest.param(date(2027, 2, 5), LunarDay(29, 12, 2026), id="last-day-2026"),
        pytest.param(date(2028, 1, 25), LunarDay(29, 12, 2027), id="last-day-2027"),
    ],
)
def test_known_days_have_their_lunar_names(day: date, lunar: LunarDay) -> None:
    assert lunar_of(day) == lunar


@pytest.mark.parametrize(
    ("day", "month", "year"),
    [
        pytest.param(30, 12, 2026, id="year-end-without-30"),
        pytest.param(0, 1, 2026, id="day-0"),
        pytest.param(31, 1, 2026, id="day-31"),
        pytest.param(1, 13, 2026, id="month-13"),
        pytest.param(1, 1, 1800, id="long-ago"),
        pytest.param(1, 1, 2300, id="far-away"),
    ],
)
def test_days_that_do_not_exist_are_refused(day: int, month: int, year: int) -> None:
    with pytest.raises(ValueError, match=r"no day|formulas"):
        solar_of(day, month, year)


@given(st.dates(date(1902, 1, 1), date(2198, 12, 31)))
def test_every_day_goes_to_the_lunar_calendar_and_back(day: date) -> None:
    lunar = lunar_of(day)
    assert solar_of(lunar.day, lunar.month, lunar.year, lunar.leap) == day
