"""By when a concern is looked at, answered and told: the table of concerns.md 5.5, row by row."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.calendar import DayMark, DaysOff, MarkKind
from bot.domain.concern_reminders import STAGES, TO_ABOVE, Hand, Waiting, Waits, stage_on, waiting
from bot.domain.concerns import ConcernLevel, ConcernStatus, ConcernTarget
from bot.domain.deadlines import Step, answer_by, is_overdue, later_by_pauses
from tests.hours import vietnam

S, L, T = ConcernStatus, ConcernLevel, ConcernTarget
OFF = DaysOff()
DAY = timedelta(days=1)

Said = tuple[ConcernStatus, str]


def steps(*said: Said) -> tuple[Step, ...]:
    """States and the days on which they began, at eight in the morning."""
    return tuple(Step(status, vietnam(day)) for status, day in said)


NEW: Said = (S.NEW, "2026-11-02")  # a Monday
ANSWER_BY: dict[str, tuple[ConcernLevel, tuple[Said, ...], str]] = {
    "urgent: 24 hours": (L.URGENT, (NEW,), "2026-11-03"),
    "urgent: at the weekend too": (L.URGENT, ((S.NEW, "2026-11-07"),), "2026-11-08"),
    "urgent: no waiting for words from the member": (
        L.URGENT,
        (NEW, (S.TRIAGE, "2026-11-02"), (S.NEED_INFO, "2026-11-02"), (S.TRIAGE, "2026-11-09")),
        "2026-11-03",
    ),
    "ordinary: ten working days": (L.NORMAL, (NEW,), "2026-11-16"),
    "ordinary: raised on a Saturday": (L.NORMAL, ((S.NEW, "2026-11-07"),), "2026-11-20"),
    "ordinary: over the day of culture": (L.NORMAL, ((S.NEW, "2026-11-16"),), "2026-12-01"),
    "ordinary: not anew when it is passed on": (
        L.NORMAL,
        (NEW, (S.TRIAGE, "2026-11-03"), (S.FORWARDED, "2026-11-12")),
        "2026-11-16",
    ),
    "ordinary: three working days of waiting for words": (
        L.NORMAL,
        (NEW, (S.TRIAGE, "2026-11-03"), (S.NEED_INFO, "2026-11-04"), (S.TRIAGE, "2026-11-09")),
        "2026-11-19",
    ),
    "ordinary: two waits add up": (
        L.NORMAL,
        (
            NEW, (S.TRIAGE, "2026-11-02"), (S.NEED_INFO, "2026-11-03"), (S.TRIAGE, "2026-11-04"),
            (S.NEED_INFO, "2026-11-05"), (S.TRIAGE, "2026-11-06"),
        ),
        "2026-11-18",
    ),
    "ordinary: waiting over a weekend only costs nothing": (
        L.NORMAL,
        (NEW, (S.TRIAGE, "2026-11-02"), (S.NEED_INFO, "2026-11-06"), (S.TRIAGE, "2026-11-08")),
        "2026-11-16",
    ),
    "ordinary: a wait that goes on does not count yet": (
        L.NORMAL,
        (NEW, (S.TRIAGE, "2026-11-03"), (S.NEED_INFO, "2026-11-04")),
        "2026-11-16",
    ),
    "ordinary: anew from when the household sent it back": (
        L.NORMAL,
        (NEW, (S.ANSWERED, "2026-11-04"), (S.FED_BACK, "2026-11-05"), (S.REOPENED, "2026-11-11")),
        "2026-11-26",
    ),
    "ordinary: sent back twice, from the last time": (
        L.NORMAL,
        (
            NEW, (S.REOPENED, "2026-11-03"), (S.ANSWERED, "2026-11-04"), (S.FED_BACK, "2026-11-05"),
            (S.REOPENED, "2026-11-09"), (S.IN_PROGRESS, "2026-11-10"),
        ),
        "2026-11-23",
    ),
    "ordinary: a wait from before it was sent back is past": (
        L.NORMAL,
        (
            NEW, (S.NEED_INFO, "2026-11-03"), (S.TRIAGE, "2026-11-05"), (S.ANSWERED, "2026-11-06"),
            (S.REOPENED, "2026-11-09"),
        ),
        "2026-11-23",
    ),
    "ordinary: over Tết": (L.NORMAL, ((S.NEW, "2027-02-01"),), "2027-02-22"),
    "complex: thirty days by the calendar": (L.COMPLEX, (NEW,), "2026-12-02"),
    "complex: a wait counts by the calendar too": (
        L.COMPLEX,
        (NEW, (S.TRIAGE, "2026-11-03"), (S.NEED_INFO, "2026-11-06"), (S.TRIAGE, "2026-11-09")),
        "2026-12-05",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("level", "said", "last"), ANSWER_BY.values(), ids=ANSWER_BY)
def test_an_answer_is_due_on_the_day_of_the_concerns_page(
    level: ConcernLevel, said: tuple[Said, ...], last: str
) -> None:
    assert answer_by(level, steps(*said), OFF) == date.fromisoformat(last)


@pytest.mark.parametrize(("level", "said", "last"), ANSWER_BY.values(), ids=ANSWER_BY)
def test_the_last_day_is_still_in_time(
    level: ConcernLevel, said: tuple[Said, ...], last: str
) -> None:
    day = date.fromisoformat(last)
    assert not is_overdue(level, steps(*said), day, OFF)
    assert is_overdue(level, steps(*said), day + DAY, OFF)


def test_a_day_in_vietnam_begins_seven_hours_before_that_of_utc() -> None:
    evening = Step(S.NEW, vietnam("2026-11-02", "23:30"))
    morning = Step(S.NEW, vietnam("2026-11-03", "00:30"))
    assert answer_by(L.URGENT, [evening], OFF) == date(2026, 11, 3)
    assert answer_by(L.URGENT, [morning], OFF) == date(2026, 11, 4)


def test_a_communes_own_day_of_rest_moves_the_deadline() -> None:
    off = DaysOff({date(2026, 11, 10): DayMark(MarkKind.OFF, "Lễ hội đình")})
    assert answer_by(L.NORMAL, steps(NEW), off) == date(2026, 11, 17)


def test_a_deadline_that_nothing_moved_stays_even_on_a_day_of_rest() -> None:
    sunday = date(2026, 11, 8)
    assert later_by_pauses(sunday, steps(NEW, (S.TRIAGE, "2026-11-03")), OFF) == sunday


@settings(max_examples=30)
@given(st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.integers(0, 40), st.sampled_from(L))
def test_waiting_for_words_never_brings_a_deadline_nearer(
    day: date, waited: int, level: ConcernLevel
) -> None:
    asked, told = day + 2 * DAY, day + (2 + waited) * DAY
    plain = steps((S.NEW, day.isoformat()))
    paused = steps(
        (S.NEW, day.isoformat()),
        (S.NEED_INFO, asked.isoformat()),
        (S.TRIAGE, told.isoformat()),
    )
    before, after = answer_by(level, plain, OFF), answer_by(level, paused, OFF)
    assert before <= after
    assert (after == before) or level is not L.URGENT


def waits_for(said: tuple[Said, ...], level: ConcernLevel, target: ConcernTarget | None) -> str:
    """What is waited for, from whom and until when, in one line."""
    found = waiting(level, target, steps(*said), OFF)
    return "nothing" if found is None else f"{found.waits} {found.hand} {found.due_on:%d/%m}"


WAITS: dict[str, tuple[str, tuple[Said, ...], ConcernLevel, ConcernTarget | None]] = {
    "new: two working days for the cell": ("TRIAGE CELL 04/11", (NEW,), L.NORMAL, None),
    "new and complex: the same two": ("TRIAGE CELL 04/11", (NEW,), L.COMPLEX, None),
    "new and urgent: the same day": ("TRIAGE CELL 02/11", (NEW,), L.URGENT, None),
    "urgent on a Sunday: the first working day": (
        "TRIAGE CELL 09/11", ((S.NEW, "2026-11-08"),), L.URGENT, None,
    ),
    "looked at, not decided: from its beginning": (
        "TRIAGE CELL 04/11", (NEW, (S.TRIAGE, "2026-11-04")), L.NORMAL, None,
    ),
    "back with more words: the wait is added": (
        "TRIAGE CELL 06/11",
        (NEW, (S.TRIAGE, "2026-11-03"), (S.NEED_INFO, "2026-11-03"), (S.TRIAGE, "2026-11-05")),
        L.NORMAL, None,
    ),
    "while the member is asked nobody is reminded": (
        "nothing", (NEW, (S.NEED_INFO, "2026-11-03")), L.NORMAL, None,
    ),
    "in the cell's hands": (
        "ANSWER CELL 16/11", (NEW, (S.IN_PROGRESS, "2026-11-03")), L.NORMAL, None,
    ),
    "forwarded to the commune": (
        "ANSWER COMMUNE 16/11", (NEW, (S.FORWARDED, "2026-11-03")), L.NORMAL, T.COMMUNE_GOV,
    ),
    "forwarded to the Front goes by way of the commune": (
        "ANSWER COMMUNE 16/11", (NEW, (S.FORWARDED, "2026-11-03")), L.NORMAL, T.FRONT,
    ),
    "forwarded to the electricity firm: the cell asks itself": (
        "ANSWER CELL 16/11", (NEW, (S.FORWARDED, "2026-11-03")), L.NORMAL, T.SERVICE_FIRM,
    ),
    "sent back by the commune: the cell's again": (
        "ANSWER CELL 16/11", (NEW, (S.RETURNED, "2026-11-05")), L.NORMAL, T.COMMUNE_GOV,
    ),
    "re-opened: the cell's, and anew": (
        "ANSWER CELL 25/11", (NEW, (S.REOPENED, "2026-11-10")), L.NORMAL, T.COMMUNE_GOV,
    ),
    "answered: three working days to tell the household": (
        "FEEDBACK REPORTER 11/11", (NEW, (S.ANSWERED, "2026-11-06")), L.NORMAL, None,
    ),
    "urgent and answered: told the same day": (
        "FEEDBACK REPORTER 06/11", (NEW, (S.ANSWERED, "2026-11-06")), L.URGENT, None,
    ),
    "declined is told as well": (
        "FEEDBACK REPORTER 11/11", (NEW, (S.DECLINED, "2026-11-06")), L.NORMAL, None,
    ),
    "referred is told as well": (
        "FEEDBACK REPORTER 11/11", (NEW, (S.REFERRED, "2026-11-06")), L.NORMAL, None,
    ),
    "told: only the clock": ("nothing", (NEW, (S.FED_BACK, "2026-11-06")), L.NORMAL, None),
    "closed": ("nothing", (NEW, (S.CLOSED, "2026-11-06")), L.NORMAL, None),
    "merged into another": ("nothing", (NEW, (S.MERGED, "2026-11-06")), L.NORMAL, None),
    "taken back": ("nothing", (NEW, (S.WITHDRAWN, "2026-11-06")), L.NORMAL, None),
}  # fmt: skip


@pytest.mark.parametrize(("expected", "said", "level", "target"), WAITS.values(), ids=WAITS)
def test_what_a_concern_waits_for_and_from_whom(
    expected: str, said: tuple[Said, ...], level: ConcernLevel, target: ConcernTarget | None
) -> None:
    assert waits_for(said, level, target) == expected


@pytest.mark.parametrize("status", S)
def test_every_state_has_one_to_act_or_nobody(status: ConcernStatus) -> None:
    found = waiting(L.NORMAL, T.COMMUNE_GOV, steps(NEW, (status, "2026-11-03")), OFF)
    nobody = (S.NEED_INFO, S.FED_BACK, S.CLOSED, S.MERGED, S.WITHDRAWN)
    assert (found is None) is (status in nobody)


def test_who_may_act_is_said_as_one_value() -> None:
    found = waiting(L.NORMAL, None, steps(NEW), OFF)
    assert found == Waiting(Waits.TRIAGE, Hand.CELL, date(2026, 11, 4))


def reminded(due_on: date, first: date, last: date, off: DaysOff = OFF) -> dict[str, int]:
    """On which days of a span which reminder of one deadline comes."""
    span = (first + DAY * step for step in range((last - first).days + 1))
    found = {f"{day:%d/%m}": stage_on(day, due_on, off) for day in span}
    return {day: stage for day, stage in found.items() if stage is not None}


@pytest.mark.parametrize(
    ("due_on", "days"),
    [
        pytest.param(
            date(2026, 11, 11), {"09/11": -2, "11/11": 0, "16/11": 3, "20/11": 7}, id="midweek"
        ),
        pytest.param(
            date(2026, 11, 16), {"12/11": -2, "16/11": 0, "19/11": 3, "26/11": 7},
            id="over the day of culture",
        ),
        pytest.param(
            date(2026, 11, 8), {"05/11": -2, "09/11": 0, "11/11": 3, "17/11": 7},
            id="on a Sunday",
        ),
    ],
)  # fmt: skip
def test_a_deadline_is_called_to_mind_two_days_before_on_the_day_and_twice_after(
    due_on: date, days: dict[str, int]
) -> None:
    assert reminded(due_on, due_on - 14 * DAY, due_on + 21 * DAY) == days
    assert tuple(days.values()) == STAGES


def test_in_the_silence_of_tet_nothing_comes_and_afterwards_only_once() -> None:
    eve = date(2027, 2, 3)  # the 27th of the last moon; silence from the 4th to the 10th
    days = reminded(eve, date(2027, 1, 25), date(2027, 2, 28))
    assert days == {"01/02": -2, "03/02": 0, "15/02": 3, "19/02": 7}


def test_what_is_long_overdue_goes_to_whoever_stands_above() -> None:
    assert STAGES[-1] == TO_ABOVE


def test_a_saturday_that_is_worked_is_a_day_for_reminders() -> None:
    worked = DaysOff({date(2026, 11, 14): DayMark(MarkKind.WORKED)})
    assert reminded(date(2026, 11, 11), date(2026, 11, 9), date(2026, 11, 14), worked) == {
        "09/11": -2, "11/11": 0, "14/11": 3,
    }  # fmt: skip


def test_a_day_of_tet_that_is_worked_is_still_silent_and_its_reminder_comes_after() -> None:
    """vietnamese.md 7.2: silence from 28 tháng Chạp to mùng 5, whoever works."""
    worked = date(2027, 2, 9)  # mùng 4
    off = DaysOff({worked: DayMark(MarkKind.WORKED)})
    assert reminded(worked, date(2027, 1, 25), date(2027, 2, 26), off) == {
        "02/02": -2, "11/02": 0, "15/02": 3, "19/02": 7,
    }  # fmt: skip
