"""On which day and at which hour which step of the ladder stands."""

from datetime import date, time, timedelta

import pytest

from bot.domain.calendar import DayMark, DaysOff, MarkKind, in_tet
from bot.domain.meetings import MeetingDays, PeriodKind
from bot.domain.periods import VIETNAM
from bot.domain.policies import Settings
from bot.domain.quiet import PushHours, may_push
from bot.domain.reminders import DUTY, Step, comes_back_on, earliest, ladder
from tests.hours import vietnam

OFF = DaysOff()
TENTH = Settings()


def steps(settings: Settings, first: date, last: date, off: DaysOff = OFF) -> list[str]:
    """What stands on these days, as "01/12 08:00 LIST"."""
    days = (first + timedelta(days=step) for step in range((last - first).days + 1))
    return [
        f"{one.at.astimezone(VIETNAM):%d/%m %H:%M} {one.step} {one.subject}"
        for day in days
        for one in ladder(settings, off, day)
    ]


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        (
            TENTH,
            ["01/12 08:00 LIST 2026-12", "08/12 08:00 GAPS 2026-11", "08/12 19:00 GAPS 2026-11",
             "08/12 19:00 SECRETARY 2026-11", "09/12 08:00 ORGANISER 2026-11",
             "24/12 08:00 NUDGE 2026-12:5", "30/12 08:00 NUDGE 2026-12:1"],
        ),
        (
            Settings(MeetingDays(13, 13), gap_days=3, nudge_days=(2,), push_hour=time(9)),
            ["01/12 09:00 LIST 2026-12", "09/12 09:00 GAPS 2026-11", "09/12 19:00 GAPS 2026-11",
             "09/12 19:00 SECRETARY 2026-11", "10/12 09:00 ORGANISER 2026-11",
             "29/12 09:00 NUDGE 2026-12:2"],
        ),
        (
            Settings(MeetingDays(25, 25), PeriodKind.MEETING, nudge_days=(5,)),
            ["17/12 08:00 NUDGE 2026-12:5", "23/12 08:00 GAPS 2026-12", "23/12 19:00 GAPS 2026-12",
             "23/12 19:00 SECRETARY 2026-12", "24/12 08:00 ORGANISER 2026-12",
             "25/12 08:00 LIST 2027-01"],
        ),
        (
            Settings(escalation=False, month_list=False, nudge_days=()),
            ["08/12 08:00 GAPS 2026-11"],
        ),
        (Settings(gap_days=0, month_list=False, nudge_days=()), []),
        (
            Settings(hours=PushHours(last=time(18)), month_list=False, nudge_days=()),
            ["08/12 08:00 GAPS 2026-11", "08/12 18:00 GAPS 2026-11",
             "08/12 18:00 SECRETARY 2026-11", "09/12 08:00 ORGANISER 2026-11"],
        ),
    ],
    ids=["the defaults", "a meeting on a Sunday",
         "from meeting to meeting", "no escalation", "nothing", "an early evening"],
)  # fmt: skip
def test_the_steps_of_december_2026(settings: Settings, expected: list[str]) -> None:
    assert steps(settings, date(2026, 12, 1), date(2026, 12, 31)) == expected


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (date(2026, 8, 1), date(2026, 8, 5), ["03/08 08:00 LIST 2026-08"]),  # the 1st a Saturday
        (date(2027, 1, 1), date(2027, 1, 5), ["04/01 08:00 LIST 2027-01"]),  # New Year, weekend
        (date(2030, 2, 1), date(2030, 2, 8), ["07/02 08:00 LIST 2030-02"]),  # Tết on the 2nd
    ],
    ids=["Saturday", "New Year", "Tết"],
)
def test_a_list_that_falls_on_a_day_of_rest_comes_on_the_first_working_day(
    first: date, last: date, expected: list[str]
) -> None:
    only_list = Settings(gap_days=0, nudge_days=())
    assert steps(only_list, first, last) == expected


def test_what_would_fall_into_tet_is_asked_before_it() -> None:
    asked = steps(Settings(MeetingDays(12, 12)), date(2027, 2, 2), date(2027, 2, 12))
    assert asked[:3] == [
        "03/02 08:00 GAPS 2027-01", "03/02 19:00 GAPS 2027-01", "03/02 19:00 SECRETARY 2027-01",
    ]  # fmt: skip


def test_a_local_day_off_is_a_day_of_rest() -> None:
    off = DaysOff({date(2026, 12, 8): DayMark(MarkKind.OFF, "giỗ")})
    assert "07/12 08:00 GAPS 2026-11" in steps(TENTH, date(2026, 12, 1), date(2026, 12, 9), off)


@pytest.mark.parametrize("meets", [(3, 3), (10, 12), (20, 20), (25, 25), (31, 31)], ids=str)
@pytest.mark.parametrize("kind", list(PeriodKind))
def test_for_years_each_period_has_its_steps_once_and_none_in_quiet_time(
    meets: tuple[int, int], kind: PeriodKind
) -> None:
    settings = Settings(MeetingDays(*meets), kind)
    seen: set[tuple[str, ...]] = set()
    day = date(2026, 11, 30)
    while day < date(2030, 12, 31):
        for one in ladder(settings, OFF, day):
            name = (one.step, one.subject, one.whom)
            assert name not in seen
            seen.add(name)
            assert may_push(one.at, OFF)
            assert OFF.is_working(day)
            assert not in_tet(day)
        day += timedelta(days=1)
    keys = {subject[:7] for _, subject, _ in seen if "2027-01" <= subject[:7] <= "2030-10"}
    for key in keys:
        of_period = [step for step, subject, _ in seen if subject[:7] == key and step in DUTY]
        assert of_period.count(Step.LIST) == 1
        assert of_period.count(Step.GAPS) == 2
        assert len(of_period) <= 5  # GAPS stands twice, each member in one of them


def test_what_is_put_off_comes_two_working_days_later_or_not_at_all() -> None:
    last = date(2026, 12, 31)
    assert comes_back_on(date(2026, 12, 24), last, OFF) == date(2026, 12, 28)
    assert comes_back_on(date(2026, 12, 30), last, OFF) is None


def test_a_push_waits_for_the_hour_that_is_free() -> None:
    assert earliest(vietnam("2026-12-01", "12:00"), TENTH, OFF) == vietnam("2026-12-01", "13:30")
    assert earliest(vietnam("2026-12-05", "21:00"), TENTH, OFF) == vietnam("2026-12-07", "07:00")
    assert earliest(vietnam("2026-12-01", "08:00"), TENTH, OFF) is None
