"""When something may go out by itself, and when it waits."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.calendar import DayMark, DaysOff, MarkKind, in_tet
from bot.domain.periods import VIETNAM, next_daytime
from bot.domain.quiet import PushHours, at, may_push, next_push

PLAIN = DaysOff()
moments = st.integers(0, 10 * 366 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


def local(written: str) -> datetime:
    return datetime.strptime(written, "%d/%m/%Y %H:%M").replace(tzinfo=VIETNAM)


WAITS = {
    "a Friday morning": ("20/11/2026 08:00", "20/11/2026 08:00"),
    "a Saturday": ("21/11/2026 09:00", "21/11/2026 09:00"),
    "before seven": ("20/11/2026 06:59", "20/11/2026 07:00"),
    "seven": ("20/11/2026 07:00", "20/11/2026 07:00"),
    "lunch": ("20/11/2026 11:30", "20/11/2026 13:30"),
    "the end of lunch": ("20/11/2026 13:30", "20/11/2026 13:30"),
    "the last minute": ("20/11/2026 20:30", "20/11/2026 20:30"),
    "the evening": ("20/11/2026 20:31", "21/11/2026 07:00"),
    "Saturday evening": ("21/11/2026 21:00", "23/11/2026 07:00"),
    "Sunday": ("22/11/2026 10:00", "23/11/2026 07:00"),
    "the day of culture": ("24/11/2026 08:00", "25/11/2026 07:00"),
    "the eve of Tết 2027, the last of 29 days": ("05/02/2027 08:00", "11/02/2027 07:00"),
    "Tết 2028": ("23/01/2028 22:00", "31/01/2028 07:00"),
    "Tết 2030, where China is a day late": ("31/01/2030 08:00", "07/02/2030 07:00"),
}


@pytest.mark.parametrize(("wanted", "goes"), WAITS.values(), ids=WAITS)
def test_what_falls_into_quiet_time_waits_for_its_end(wanted: str, goes: str) -> None:
    found = next_push(local(wanted), PLAIN)
    assert found == local(goes)
    assert found.tzinfo is UTC
    assert may_push(local(wanted), PLAIN) is (wanted == goes)


@given(moments)
def test_what_waits_goes_out_at_the_first_moment_allowed(moment: datetime) -> None:
    found = next_push(moment, PLAIN)
    assert found >= moment
    assert may_push(found, PLAIN)
    assert (found == moment) is may_push(moment, PLAIN)
    assert found == moment or not may_push(found - timedelta(seconds=1), PLAIN)
    assert found - moment <= timedelta(days=12)


@given(
    moments,
    st.dictionaries(st.integers(0, 20), st.builds(DayMark, st.sampled_from(MarkKind)), max_size=12),
)
def test_days_of_a_commune_move_what_waits_and_never_lose_it(
    moment: datetime, ahead: dict[int, DayMark]
) -> None:
    today = moment.astimezone(VIETNAM).date()
    here = DaysOff({today + timedelta(days=days): mark for days, mark in ahead.items()})
    found = next_push(moment, here)
    assert may_push(found, here)
    assert found >= moment
    there = found.astimezone(VIETNAM).date()
    between = (today + timedelta(days=days) for days in range(1, (there - today).days))
    assert all(here.is_off(day) or in_tet(day) for day in between)


@given(moments)
def test_nothing_goes_out_on_a_day_of_rest(moment: datetime) -> None:
    if may_push(moment, PLAIN):
        there = moment.astimezone(VIETNAM)
        assert there.weekday() != 6
        assert not in_tet(there.date())
        assert time(7) <= there.time() <= time(20, 30)


@given(moments)
def test_whoever_wrote_at_night_is_answered_by_the_same_clock(moment: datetime) -> None:
    assert next_daytime(moment) <= next_push(moment, PLAIN)
    if may_push(moment, PLAIN):
        assert next_daytime(moment) == moment


def test_a_local_day_off_is_quiet_and_a_day_worked_is_not() -> None:
    fair, sunday = date(2026, 11, 20), date(2026, 11, 22)
    here = DaysOff({fair: DayMark(MarkKind.OFF), sunday: DayMark(MarkKind.WORKED)})
    assert not may_push(at(fair, time(8)), here)
    assert may_push(at(sunday, time(8)), here)


def test_a_commune_may_be_quiet_longer() -> None:
    hours = PushHours(time(8), time(18), time(11), time(14))
    assert next_push(local("20/11/2026 07:30"), PLAIN, hours) == local("20/11/2026 08:00")
    assert next_push(local("20/11/2026 11:00"), PLAIN, hours) == local("20/11/2026 14:00")
    assert next_push(local("20/11/2026 18:01"), PLAIN, hours) == local("21/11/2026 08:00")


@pytest.mark.parametrize(
    "hours",
    [
        pytest.param((time(6), time(20), time(11), time(14)), id="before seven"),
        pytest.param((time(7), time(21), time(11), time(14)), id="after half past eight"),
        pytest.param((time(7), time(20), time(12), time(14)), id="into lunch"),
        pytest.param((time(7), time(20), time(11), time(13)), id="before lunch is over"),
        pytest.param((time(7), time(13), time(11), time(14)), id="over before lunch is"),
        pytest.param((time(12), time(20), time(11), time(14)), id="beginning with lunch"),
    ],
)
def test_no_commune_may_be_louder(hours: tuple[time, time, time, time]) -> None:
    with pytest.raises(ValueError, match="ordinar"):
        PushHours(*hours)
