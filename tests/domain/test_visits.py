"""Which visit counts, on which day one may have been, and what help has a sum."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.refusals import Reason, Refusal
from bot.domain.visits import (
    LATEST_REPORT,
    TAKE_BACK,
    HelpKind,
    NotDoneReason,
    VisitKind,
    check_day,
    fulfils_duty,
    may_have_amount,
)

TODAY = date(2026, 11, 21)
LONG_AGO = date(2020, 1, 1)
DAY = timedelta(days=1)


@pytest.mark.parametrize("kind", VisitKind)
def test_only_a_visit_at_home_is_the_monthly_visit(kind: VisitKind) -> None:
    """S2-16, glossary 4: the other kinds are counted beside it."""
    assert fulfils_duty(kind) is (kind is VisitKind.HOME)


SUMS = {
    HelpKind.HOW_TO: False,
    HelpKind.LOAN: True,
    HelpKind.JOB: False,
    HelpKind.SEED_STOCK: True,
    HelpKind.HOUSE: True,
    HelpKind.SPONSOR: True,
    HelpKind.INSURANCE: True,
    HelpKind.OTHER_HELP: True,
}


@pytest.mark.parametrize("kind", HelpKind)
def test_advice_and_a_word_for_a_job_have_no_sum(kind: HelpKind) -> None:
    assert may_have_amount(kind) is SUMS[kind]


TAKEN = {
    "today": (TODAY, LONG_AGO),
    "yesterday": (TODAY - DAY, LONG_AGO),
    "the first day of the assignment": (TODAY - 3 * DAY, TODAY - 3 * DAY),
    "assigned today and visited today": (TODAY, TODAY),
    "two months ago, the last that is taken": (date(2026, 9, 20), LONG_AGO),
}


@pytest.mark.parametrize(("day", "since"), TAKEN.values(), ids=TAKEN)
def test_a_visit_of_such_a_day_is_taken(day: date, since: date) -> None:
    check_day(day, TODAY, since)


REFUSED = {
    "tomorrow": (TODAY + DAY, LONG_AGO, Reason.FUTURE_DAY),
    "next year": (date(2027, 1, 1), LONG_AGO, Reason.FUTURE_DAY),
    "a day more than two months ago": (date(2026, 9, 19), LONG_AGO, Reason.TOO_LONG_AGO),
    "last year": (date(2025, 11, 21), LONG_AGO, Reason.TOO_LONG_AGO),
    "before the household was given": (TODAY - DAY, TODAY, Reason.BEFORE_ASSIGNMENT),
    "long ago and before it was given": (
        date(2026, 9, 1), date(2026, 10, 1), Reason.TOO_LONG_AGO,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("day", "since", "reason"), REFUSED.values(), ids=REFUSED)
def test_a_visit_of_such_a_day_is_refused_with_its_reason(
    day: date, since: date, reason: Reason
) -> None:
    with pytest.raises(Refusal) as said:
        check_day(day, TODAY, since)
    assert said.value.reason is reason


def test_whoever_is_refused_hears_since_when_the_household_is_theirs() -> None:
    with pytest.raises(Refusal) as said:
        check_day(date(2026, 11, 9), TODAY, date(2026, 11, 10))
    assert said.value.details == {"since": "2026-11-10"}


@settings(max_examples=40)
@given(st.integers(-400, 400), st.integers(0, 400))
def test_a_day_is_taken_exactly_between_the_assignment_and_today(ahead: int, held: int) -> None:
    day, since = TODAY + ahead * DAY, TODAY - held * DAY
    try:
        check_day(day, TODAY, since)
        taken = True
    except Refusal:
        taken = False
    assert taken is (max(since, TODAY - LATEST_REPORT) <= day <= TODAY)


def test_the_bounds_are_those_that_the_pages_name() -> None:
    """product.md, /sua: 24 hours. Late is welcome: the month before is always within reach."""
    assert timedelta(hours=24) == TAKE_BACK
    assert timedelta(days=31 + 31) <= LATEST_REPORT < timedelta(days=100)


def test_no_reason_for_a_visit_that_was_not_is_an_illness() -> None:
    """privacy.md 5.2: no diagnosis, of nobody; the glossary's MEMBER_SICK has no code here."""
    assert not [reason for reason in NotDoneReason if "SICK" in reason or "ILL" in reason]
