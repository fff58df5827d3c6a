"""When cells meet and which period they hear, over ten years of holidays."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.calendar import DayMark, DaysOff, MarkKind
from bot.domain.meetings import (
    MeetingDays,
    Period,
    PeriodKind,
    Rhythm,
    closing_period,
    current_period,
    last_meeting,
    next_meeting,
    period,
)
from bot.domain.periods import month_of

PLAIN = DaysOff()
DAY = timedelta(days=1)
END = MeetingDays(31, 31)
days = st.dates(date(2026, 1, 1), date(2035, 12, 31))
meeting_days = st.tuples(st.integers(1, 31), st.integers(1, 31)).map(
    lambda pair: MeetingDays(*sorted(pair))
)
rhythms = st.builds(Rhythm, meeting_days, st.sampled_from(PeriodKind))

WRITTEN = {
    "10": MeetingDays(10, 10),
    "05": MeetingDays(5, 5),
    "10-12": MeetingDays(10, 12),
    "10 – 12": MeetingDays(10, 12),
    "ngày 10": MeetingDays(10, 10),
    "Ngày 10 hằng tháng": MeetingDays(10, 10),
    "ngay 10 hang thang": MeetingDays(10, 10),
    "mùng 3": MeetingDays(3, 3),
    "ngày mồng 3 hàng tháng": MeetingDays(3, 3),
    "từ 10 đến 12": MeetingDays(10, 12),
    "từ ngày 10 đến ngày 12 hằng tháng": MeetingDays(10, 12),
    "10 tới 12": MeetingDays(10, 12),
    "cuối tháng": END,
    "Cuoi thang": END,
    "ngày cuối cùng của tháng": END,
    "ngày cuối tháng.": END,
    "31": END,
}
UNREAD = [
    "",
    "0",
    "32",
    "12-10",
    "10/12",
    "thứ hai",
    "thứ hai tuần đầu",
    "cuối năm",
    "10 giờ",
    "-3",
]


@pytest.mark.parametrize(("written", "meant"), WRITTEN.items(), ids=WRITTEN)
def test_meeting_days_are_read_as_people_write_them(written: str, meant: MeetingDays) -> None:
    assert MeetingDays.read(written) == meant


@pytest.mark.parametrize("written", UNREAD, ids=repr)
def test_what_names_no_day_of_the_month_is_not_guessed(written: str) -> None:
    assert MeetingDays.read(written) is None


@given(meeting_days)
def test_what_is_stored_is_read_again(meets: MeetingDays) -> None:
    assert MeetingDays.read(meets.written()) == meets


@pytest.mark.parametrize(("first", "last"), [(0, 5), (12, 10), (1, 32)])
def test_days_that_no_month_has_cannot_be_meeting_days(first: int, last: int) -> None:
    with pytest.raises(ValueError, match="31 days"):
        MeetingDays(first, last)


MEETINGS = {
    "an ordinary day": ("10", "2026-12", date(2026, 12, 10)),
    "a Sunday": ("22", "2026-11", date(2026, 11, 21)),
    "a holiday": ("24", "2026-11", date(2026, 11, 23)),
    "a Saturday stays": ("21", "2026-11", date(2026, 11, 21)),
    "a range whose first day is off": ("22-25", "2026-11", date(2026, 11, 23)),
    "a range that is off as a whole": ("1-3", "2027-01", date(2027, 1, 2)),
    "Tết": ("6-9", "2027-02", date(2027, 2, 3)),
    "the month's end": ("cuối tháng", "2026-11", date(2026, 11, 30)),
    "the end of a short month": ("cuối tháng", "2027-02", date(2027, 2, 27)),
    "the end of a leap month": ("31", "2028-02", date(2028, 2, 29)),
    "day 30 of February": ("30", "2029-02", date(2029, 2, 28)),
    "a range past the month's end": ("28-31", "2026-02", date(2026, 2, 28)),
    "the first of the year": ("1", "2027-01", date(2026, 12, 31)),
}


@pytest.mark.parametrize(("written", "month", "day"), MEETINGS.values(), ids=MEETINGS)
def test_a_meeting_is_held_before_a_day_off(written: str, month: str, day: date) -> None:
    meets = MeetingDays.read(written)
    assert meets is not None
    assert meets.meeting(month, PLAIN) == day


def test_a_local_day_off_moves_the_meeting_too() -> None:
    here = DaysOff({date(2026, 12, 10): DayMark(MarkKind.OFF)})
    assert MeetingDays(10, 10).meeting("2026-12", here) == date(2026, 12, 9)


HEARD = {
    "day 10 hears the month before": ("10", "2026-11-08", "2026-10"),
    "day 20 hears the month before": ("20", "2026-11-08", "2026-10"),
    "day 21 hears the month itself": ("21", "2026-11-08", "2026-11"),
    "day 22, a Sunday, hears it on the 21st": ("22", "2026-11-08", "2026-11"),
    "day 21, moved to the 20th by Sunday": ("21", "2027-02-18", "2027-02"),
    "the month's end hears the month": ("cuối tháng", "2026-11-08", "2026-11"),
    "after the meeting the next one counts": ("10", "2026-11-11", "2026-11"),
    "on the day of the meeting that one": ("10", "2026-11-10", "2026-10"),
    "the first, moved into the old year": ("1", "2026-12-31", "2026-12"),
}


@pytest.mark.parametrize(("written", "today", "key"), HEARD.values(), ids=HEARD)
def test_the_coming_meeting_closes_its_month(written: str, today: str, key: str) -> None:
    meets = MeetingDays.read(written)
    assert meets is not None
    closing = closing_period(Rhythm(meets), date.fromisoformat(today), PLAIN)
    assert closing.key == key
    assert closing == period(Rhythm(meets), key, PLAIN)


def test_a_calendar_month_has_all_its_days() -> None:
    february = Period("2028-02", date(2028, 2, 1), date(2028, 2, 29))
    assert current_period(Rhythm(), date(2028, 2, 29), PLAIN) == february


def test_from_meeting_to_meeting_a_period_ends_on_the_eve() -> None:
    rhythm = Rhythm(MeetingDays(10, 10), PeriodKind.MEETING)
    november = Period("2026-11", date(2026, 11, 10), date(2026, 12, 9))
    assert closing_period(rhythm, date(2026, 12, 10), PLAIN) == november
    assert current_period(rhythm, date(2026, 12, 9), PLAIN) == november
    assert current_period(rhythm, date(2026, 12, 10), PLAIN).key == "2026-12"
    assert next_meeting(rhythm, date(2026, 11, 11), PLAIN).day == date(2026, 12, 10)
    assert last_meeting(rhythm, date(2026, 12, 11), PLAIN).period == november


@given(meeting_days, days)
def test_a_month_has_one_meeting_never_on_a_day_off(meets: MeetingDays, day: date) -> None:
    held = meets.meeting(month_of(day), PLAIN)
    after = meets.meeting(month_of(day.replace(day=28) + 5 * DAY), PLAIN)
    assert held < after
    assert not PLAIN.is_off(held)
    assert held.day <= max(meets.last, 1) or held < day.replace(day=1)


@given(rhythms, days)
def test_every_day_is_in_exactly_one_period(rhythm: Rhythm, day: date) -> None:
    now = current_period(rhythm, day, PLAIN)
    after = current_period(rhythm, now.last + DAY, PLAIN)
    assert now.first <= day <= now.last
    assert after.first == now.last + DAY
    assert after.key > now.key
    assert period(rhythm, now.key, PLAIN) == now


@given(rhythms, days)
def test_meetings_follow_each_other_and_hear_every_period_once(rhythm: Rhythm, day: date) -> None:
    coming = next_meeting(rhythm, day, PLAIN)
    after = next_meeting(rhythm, coming.day + DAY, PLAIN)
    assert last_meeting(rhythm, after.day, PLAIN) == coming
    assert last_meeting(rhythm, day, PLAIN).day < day <= coming.day
    assert after.period.first == coming.period.last + DAY
    assert closing_period(rhythm, day, PLAIN) == coming.period
