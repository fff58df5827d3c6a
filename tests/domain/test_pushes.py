"""When somebody's push of the day goes out: at once, with what the evening brings, or tomorrow."""

from dataclasses import replace
from datetime import date, time

import pytest

from bot.domain.calendar import DaysOff
from bot.domain.meetings import MeetingDays
from bot.domain.periods import VIETNAM
from bot.domain.policies import Settings
from bot.domain.pushes import coming, next_day, waits_until
from bot.domain.quiet import PushHours
from tests.hours import vietnam

OFF = DaysOff()
TENTH = Settings()
TUESDAY, SATURDAY = "2026-12-01", "2026-12-05"


@pytest.mark.parametrize(
    ("now", "had_one", "evening", "announces", "expected"),
    [
        ((TUESDAY, "08:00"), False, None, False, None),
        ((TUESDAY, "08:00"), False, None, True, (TUESDAY, "08:05")),
        ((TUESDAY, "07:00"), False, None, True, (TUESDAY, "08:05")),
        ((TUESDAY, "08:05"), False, None, True, None),
        ((TUESDAY, "12:00"), False, None, False, (TUESDAY, "13:30")),
        ((TUESDAY, "21:00"), False, None, True, ("2026-12-02", "07:00")),
        ((TUESDAY, "09:00"), False, "18:00", False, (TUESDAY, "18:05")),
        ((TUESDAY, "18:04"), False, "18:00", False, (TUESDAY, "18:05")),
        ((TUESDAY, "18:05"), False, "18:00", False, None),
        ((TUESDAY, "09:00"), True, None, False, ("2026-12-02", "07:00")),
        ((TUESDAY, "09:00"), True, None, True, ("2026-12-02", "08:05")),
        ((TUESDAY, "09:00"), True, "18:00", True, ("2026-12-02", "08:05")),
        ((SATURDAY, "09:00"), True, None, True, ("2026-12-07", "08:05")),
        (("2027-02-03", "09:00"), True, None, False, ("2027-02-11", "07:00")),
    ],
    ids=["a reminder", "an announcement waits for the reminders", "from early on", "after them",
         "lunch", "night", "before a digest", "a digest that is late", "a digest that is missing",
         "had one", "had one, and announced", "had one, and a digest comes", "over a Sunday",
         "over Tết"],
)  # fmt: skip
def test_when_a_push_may_go(
    now: tuple[str, str],
    had_one: bool,
    evening: str | None,
    announces: bool,
    expected: tuple[str, str] | None,
) -> None:
    until = waits_until(
        vietnam(*now), TENTH, OFF, had_one=had_one,
        evening=vietnam(now[0], evening) if evening else None, announces=announces,
    )  # fmt: skip
    assert until == (vietnam(*expected) if expected else None)


@pytest.mark.parametrize("push_hour", [time(11, 28), time(20, 30)], ids=["lunch", "night"])
def test_an_hour_at_the_edge_of_quiet_time_is_kept_to_the_minute(push_hour: time) -> None:
    own = replace(TENTH, push_hour=push_hour)
    until = next_day(vietnam(TUESDAY, "09:00"), own, OFF, announces=True)
    assert until.astimezone(VIETNAM).time() == push_hour
    assert waits_until(until, own, OFF, had_one=False, evening=None, announces=True) is None


@pytest.mark.parametrize(
    ("settings", "day", "of_cell", "expected"),
    [
        (TENTH, 7, True, []),
        (TENTH, 8, True, ["19:00 remind:SECRETARY:2026-11:ALL:5"]),
        (TENTH, 9, True, ["18:00 digest:2026-12-10:5"]),
        (TENTH, 10, True, []),
        (replace(TENTH, gap_days=1), 9, True,
         ["18:00 remind:SECRETARY:2026-11:ALL:5", "18:00 digest:2026-12-10:5"]),
        (replace(TENTH, gap_days=1, digest=False), 9, True,
         ["19:00 remind:SECRETARY:2026-11:ALL:5"]),
        (replace(TENTH, escalation=False), 8, True, []),
        (Settings(MeetingDays(7, 9)), 5, False, ["18:00 digest:2026-12-07:5"]),
        (Settings(MeetingDays(9, 9)), 7, False, []),
        (Settings(MeetingDays(10, 10), hours=PushHours(last=time(17))), 9, True,
         ["17:00 digest:2026-12-10:5"]),
    ],
    ids=["nothing", "who has not reported", "the digest", "the meeting", "both on one evening",
         "no digest", "no escalation", "a committee on Saturday", "of a committee no gaps",
         "an early evening"],
)  # fmt: skip
def test_what_an_evening_brings(
    settings: Settings, day: int, of_cell: bool, expected: list[str]
) -> None:
    found = coming(5, settings, OFF, date(2026, 12, day), of_cell=of_cell)
    assert [f"{one.at.astimezone(VIETNAM):%H:%M} {one.job}" for one in found] == expected
