"""When a digest goes out, and by when a concern is to be answered."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.domain.calendar import DaysOff
from bot.domain.concerns import ConcernLevel, ConcernStatus
from bot.domain.deadlines import Step, answer_by, is_overdue
from bot.domain.digests import due_between, evening_before
from bot.domain.meetings import MeetingDays, next_meeting
from bot.domain.periods import VIETNAM
from bot.domain.policies import Settings
from bot.domain.quiet import PushHours, may_push

OFF = DaysOff()
S = ConcernStatus


def meeting_on(days: str, day: date) -> tuple[date, time]:
    """When the digest for the next meeting goes out, as a clock in Vietnam shows it."""
    meets = MeetingDays.read(days)
    assert meets is not None
    settings = Settings(meets)
    evening = evening_before(next_meeting(settings.rhythm, day, OFF), settings, OFF)
    local = evening.at.astimezone(VIETNAM)
    return local.date(), local.time()


@pytest.mark.parametrize(
    ("days", "today", "expected"),
    [
        ("10", date(2026, 12, 1), date(2026, 12, 9)),
        ("7-9", date(2026, 12, 1), date(2026, 12, 5)),
        ("cuối tháng", date(2026, 12, 1), date(2026, 12, 30)),
        ("25", date(2026, 11, 20), date(2026, 11, 23)),
        ("3", date(2026, 9, 3), date(2026, 8, 29)),
        ("10", date(2027, 2, 2), date(2027, 2, 2)),
    ],
    ids=["the eve", "over a Sunday", "last day", "over 24/11", "over 2/9", "over Tết"],
)
def test_the_digest_goes_out_on_the_last_evening_that_is_not_quiet(
    days: str, today: date, expected: date
) -> None:
    assert meeting_on(days, today) == (expected, time(18))


def test_no_digest_of_ten_years_falls_into_quiet_time() -> None:
    for settings in (Settings(), Settings(MeetingDays(3, 3), hours=PushHours(time(8), time(17)))):
        day = date(2026, 1, 1)
        while day < date(2036, 1, 1):
            meeting = next_meeting(settings.rhythm, day, OFF)
            evening = evening_before(meeting, settings, OFF)
            assert may_push(evening.at, OFF, settings.hours), (meeting.day, evening.at)
            assert evening.at < evening.good_until
            day = meeting.day + timedelta(days=1)


def test_every_evening_of_a_downtime_is_found_and_none_twice() -> None:
    began, ended = datetime(2026, 9, 1, tzinfo=UTC), datetime(2026, 12, 15, tzinfo=UTC)
    found = [one.meeting.day for one in due_between(Settings(), OFF, began, ended)]
    assert found == [date(2026, 12, 10), date(2026, 11, 10), date(2026, 10, 10), date(2026, 9, 10)]
    middle = datetime(2026, 11, 9, 11, tzinfo=UTC)  # exactly the hour of November's
    before = list(due_between(Settings(), OFF, began, middle))
    after = list(due_between(Settings(), OFF, middle, ended))
    assert [one.meeting.day for one in (*after, *before)] == found


def _at(day: int, hour: int = 8) -> datetime:
    return datetime(2026, 11, day, hour, tzinfo=UTC)


def steps(*more: tuple[ConcernStatus, int], begun: int = 2) -> list[Step]:
    """What a concern went through, from its day on."""
    return [Step(status, _at(day)) for status, day in ((S.NEW, begun), *more)]


ASKED = steps((S.NEED_INFO, 4), (S.TRIAGE, 9))
REOPENED = steps((S.NEED_INFO, 3), (S.ANSWERED, 5), (S.FED_BACK, 6), (S.REOPENED, 9))


@pytest.mark.parametrize(
    ("level", "gone_through", "last_day"),
    [
        (ConcernLevel.NORMAL, steps(), date(2026, 11, 16)),
        (ConcernLevel.NORMAL, steps(begun=16), date(2026, 12, 1)),
        (ConcernLevel.NORMAL, ASKED, date(2026, 11, 19)),
        (ConcernLevel.NORMAL, REOPENED, date(2026, 11, 23)),
        (ConcernLevel.URGENT, steps(), date(2026, 11, 3)),
        (ConcernLevel.URGENT, ASKED, date(2026, 11, 3)),
        (ConcernLevel.COMPLEX, steps(), date(2026, 12, 2)),
        (ConcernLevel.COMPLEX, ASKED, date(2026, 12, 7)),
    ],
    ids=[
        "ten working days", "a holiday is none", "a pause is not counted", "sent back: anew",
        "a day", "a pause changes nothing", "thirty days", "thirty days and a pause",
    ],
)  # fmt: skip
def test_each_level_has_its_own_deadline(
    level: ConcernLevel, gone_through: list[Step], last_day: date
) -> None:
    assert answer_by(level, gone_through, OFF) == last_day
    assert not is_overdue(level, gone_through, last_day, OFF)
    assert is_overdue(level, gone_through, last_day + timedelta(days=1), OFF)
