"""Days off, working days and the silence of Tết, against the published calendar."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.calendar import SWAPS, DayMark, DaysOff, MarkKind, in_tet, official
from bot.domain.vietnamese.lunar import solar_of

PLAIN = DaysOff()
YEARS = range(2026, 2036)
DAY = timedelta(days=1)
days = st.dates(date(2026, 1, 1), date(2035, 12, 31))
marks = st.dictionaries(
    st.dates(date(2026, 1, 1), date(2035, 12, 31)),
    st.builds(DayMark, st.sampled_from(MarkKind), st.just("của xã")),
    max_size=40,
)

TET = {
    2026: (date(2026, 2, 15), date(2026, 2, 21)),
    2027: (date(2027, 2, 4), date(2027, 2, 10)),
    2028: (date(2028, 1, 24), date(2028, 1, 30)),
    2029: (date(2029, 2, 11), date(2029, 2, 17)),
    2030: (date(2030, 1, 31), date(2030, 2, 6)),  # in China the month before has a 30th
    2031: (date(2031, 1, 21), date(2031, 1, 27)),
    2032: (date(2032, 2, 9), date(2032, 2, 15)),
    2033: (date(2033, 1, 28), date(2033, 2, 4)),
    2034: (date(2034, 2, 16), date(2034, 2, 23)),
    2035: (date(2035, 2, 5), date(2035, 2, 12)),
}
PUBLISHED = {
    "new year 2026": (date(2026, 1, 1), "Tết Dương lịch"),
    "the Friday after it, decided later": (date(2026, 1, 2), "Tết Dương lịch"),
    "the Kings' day moved to Monday": (date(2026, 4, 27), "Ngày Giỗ Tổ Hùng Vương (nghỉ bù)"),
    "new year's eve of the moon 2026": (date(2026, 2, 16), "Giao thừa Tết Nguyên Đán"),
    "the day of victory": (date(2026, 4, 30), "Ngày Chiến thắng"),
    "the day of culture is Tuesday": (date(2026, 11, 24), "Ngày Văn hóa Việt Nam"),
    "the national day": (date(2026, 9, 2), "Quốc khánh"),
    "the Kings' day 2027": (date(2027, 4, 16), "Ngày Giỗ Tổ Hùng Vương"),
    "labour day 2027 moved to Monday": (date(2027, 5, 3), "Ngày Quốc tế Lao động (nghỉ bù)"),
    "new year 2028 moved to Monday": (date(2028, 1, 3), "Tết Dương lịch (nghỉ bù)"),
    "the Kings' day 2028": (date(2028, 4, 4), "Ngày Giỗ Tổ Hùng Vương"),
    "the day of culture 2028": (date(2028, 11, 24), "Ngày Văn hóa Việt Nam"),
    "the first day of the moon's year 2030": (date(2030, 2, 2), "Tết Nguyên Đán"),
}


@pytest.mark.parametrize(("day", "name"), PUBLISHED.values(), ids=PUBLISHED)
def test_published_holidays_are_off_and_have_their_names(day: date, name: str) -> None:
    assert PLAIN.is_off(day)
    assert not PLAIN.is_working(day)
    assert PLAIN.name_of(day) == name


@pytest.mark.parametrize(("off", "worked"), SWAPS.items(), ids=str)
def test_a_day_given_off_is_worked_on_another(off: date, worked: date) -> None:
    assert (PLAIN.is_off(off), PLAIN.is_working(off)) == (True, False)
    assert (PLAIN.is_off(worked), PLAIN.is_working(worked)) == (False, True)
    assert (bool(PLAIN.name_of(off)), PLAIN.name_of(worked)) == (True, "")


@pytest.mark.parametrize("year", YEARS, ids=str)
def test_the_silence_of_tet_is_from_the_28th_to_the_5th(year: int) -> None:
    first, last = TET[year]
    year_days = (date(year, 1, 1) + DAY * step for step in range(366))
    silent = [day for day in year_days if day.year == year and in_tet(day)]
    assert (silent[0], silent[-1]) == (first, last)
    assert len(silent) == (last - first).days + 1


@pytest.mark.parametrize("year", YEARS, ids=str)
def test_tet_itself_is_off_by_the_vietnamese_moon(year: int) -> None:
    new_year = solar_of(1, 1, year)
    assert all(PLAIN.is_off(new_year + DAY * step) for step in range(-1, 4))


@pytest.mark.parametrize("year", YEARS, ids=str)
def test_every_year_has_the_holidays_of_the_law(year: int) -> None:
    fixed = [(1, 1), (4, 30), (5, 1), (9, 2), (11, 24)]
    kings = solar_of(10, 3, year)
    assert all(PLAIN.is_off(day) for day in [*(date(year, *each) for each in fixed), kings])
    off = {day: mark for day, mark in official(year).items() if mark.kind is MarkKind.OFF}
    assert 12 <= len([day for day in off if day.weekday() < 5]) <= 15
    assert all(mark.name for mark in off.values())


@pytest.mark.parametrize(
    ("day", "off", "working"),
    [
        pytest.param(date(2026, 11, 20), False, True, id="a Friday"),
        pytest.param(date(2026, 11, 21), False, False, id="a Saturday"),
        pytest.param(date(2026, 11, 22), True, False, id="a Sunday"),
        pytest.param(date(2026, 11, 23), False, True, id="a Monday"),
    ],
)
def test_the_week_has_its_shape(day: date, off: bool, working: bool) -> None:
    assert (PLAIN.is_off(day), PLAIN.is_working(day), PLAIN.name_of(day)) == (off, working, "")


def test_what_was_decided_since_stands_over_the_holidays() -> None:
    holiday, sunday, friday = date(2026, 11, 24), date(2026, 11, 22), date(2026, 11, 20)
    decided = DaysOff(
        {
            holiday: DayMark(MarkKind.WORKED, "làm bù"),
            sunday: DayMark(MarkKind.WORKED, "làm bù"),
            friday: DayMark(MarkKind.OFF, "Lễ hội của xã"),
        }
    )
    assert decided.is_working(holiday)
    assert not decided.is_off(sunday)
    assert decided.is_off(friday)
    assert decided.name_of(friday) == "Lễ hội của xã"


@given(marks, days)
def test_no_day_is_both_off_and_working(local: dict[date, DayMark], day: date) -> None:
    days_off = DaysOff(local)
    assert not (days_off.is_off(day) and days_off.is_working(day))


@given(marks, days, st.integers(0, 30))
def test_working_days_forth_are_as_many_as_counted(
    local: dict[date, DayMark], day: date, count: int
) -> None:
    days_off = DaysOff(local)
    later = days_off.working_days_after(day, count)
    assert days_off.is_working(later)
    between = days_off.working_days_between(day, later)
    assert between == (count or int(later != day))


@given(marks, days, st.integers(1, 30))
def test_working_days_back_and_forth_meet(
    local: dict[date, DayMark], day: date, count: int
) -> None:
    days_off = DaysOff(local)
    start = days_off.working_days_after(day, 0)
    assert days_off.working_days_before(days_off.working_days_after(start, count), count) == start


def test_working_days_step_over_tet_and_the_swapped_saturday() -> None:
    assert PLAIN.working_days_after(date(2026, 2, 13), 1) == date(2026, 2, 23)
    assert PLAIN.working_days_before(date(2026, 1, 12), 1) == date(2026, 1, 10)
    assert PLAIN.working_days_before(date(2026, 11, 30), 5) == date(2026, 11, 20)
    assert PLAIN.working_days_between(date(2026, 2, 13), date(2026, 2, 23)) == 1
    assert PLAIN.working_days_between(date(2026, 2, 23), date(2026, 2, 13)) == 0


def test_working_days_are_not_counted_backwards_by_accident() -> None:
    with pytest.raises(ValueError, match="one direction"):
        PLAIN.working_days_before(date(2026, 11, 20), -1)
