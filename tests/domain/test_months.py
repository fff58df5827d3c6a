"""Which month somebody means who asks for the figures of one."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.periods import first_day, month_of
from bot.domain.refusals import Reason, Refusal
from bot.domain.vietnamese.months import month_in, names_month

TODAY = date(2026, 11, 21)

MEANT = {
    "this month": ("tháng này", "2026-11"),
    "this month, without diacritics": ("thang nay", "2026-11"),
    "this month in one word": ("nay", "2026-11"),
    "in capitals": ("THÁNG NÀY", "2026-11"),
    "the month before": ("tháng trước", "2026-10"),
    "the month that is over": ("tháng rồi", "2026-10"),
    "the month just over": ("tháng vừa rồi", "2026-10"),
    "the month just past": ("tháng vừa qua", "2026-10"),
    "by its number": ("11", "2026-11"),
    "by its number, with a zero": ("09", "2026-09"),
    "by its name": ("tháng 10", "2026-10"),
    "by its name, short": ("t10", "2026-10"),
    "by its name in one word": ("thang10", "2026-10"),
    "a month that has not been this year is last year's": ("12", "2025-12"),
    "January is this year's": ("tháng 1", "2026-01"),
    "with its year": ("10/2026", "2026-10"),
    "with its year and a dash": ("10-2026", "2026-10"),
    "with its year and a dot": ("10.2026", "2026-10"),
    "with its year after a space": ("10 2026", "2026-10"),
    "with the word for year": ("tháng 10 năm 2025", "2025-10"),
    "as it is stored": ("2026-10", "2026-10"),
    "as it is stored, without a zero": ("2026-9", "2026-09"),
    "year first, with a slash": ("2025/03", "2025-03"),
    "the first year that can be meant": ("1/2000", "2000-01"),
    "with spaces around": ("  tháng  10 ", "2026-10"),
}


@pytest.mark.parametrize(("words", "month"), MEANT.values(), ids=MEANT)
def test_a_month_is_understood(words: str, month: str) -> None:
    assert month_in(words, TODAY) == month
    assert names_month(words)


REFUSED = {
    "the next of this year": ("12/2026", Reason.FUTURE_MONTH),
    "the next as it is stored": ("2026-12", Reason.FUTURE_MONTH),
    "another year": ("1/2027", Reason.NOT_A_MONTH),
    "month 13": ("13", Reason.NOT_A_MONTH),
    "month 13 of a year": ("13/2026", Reason.NOT_A_MONTH),
    "month 0": ("0", Reason.NOT_A_MONTH),
    "stored month 0": ("2026-00", Reason.NOT_A_MONTH),
    "before there were computers": ("12/1999", Reason.NOT_A_MONTH),
    "a quarter": ("quý 4", Reason.NOT_A_MONTH),
    "a day": ("20/11/2026", Reason.NOT_A_MONTH),
    "three digits": ("111", Reason.NOT_A_MONTH),
    "nothing": ("", Reason.NOT_A_MONTH),
    "a sentence": ("cho xem số liệu", Reason.NOT_A_MONTH),
    "last year": ("năm ngoái", Reason.NOT_A_MONTH),
}


@pytest.mark.parametrize(("words", "reason"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_month_to_look_at_is_refused_with_its_reason(words: str, reason: Reason) -> None:
    with pytest.raises(Refusal) as said:
        month_in(words, TODAY)
    assert said.value.reason is reason


@pytest.mark.parametrize(
    ("words", "named"),
    [
        pytest.param("13", True, id="a month that is none is still named as one"),
        pytest.param("12/2026", True, id="a month to come"),
        pytest.param("nay", True, id="this one"),
        pytest.param("tháng rồi", True, id="the one before"),
        pytest.param("2026-10", True, id="as stored"),
        pytest.param("chibo", False, id="a word of the page"),
        pytest.param("tháng này thế nào", False, id="more than a month"),
        pytest.param("", False, id="nothing"),
    ],
)
def test_whether_words_name_a_month_and_nothing_else(words: str, named: bool) -> None:
    assert names_month(words) is named


def test_in_january_the_month_before_is_last_years_december() -> None:
    assert month_in("tháng trước", date(2027, 1, 5)) == "2026-12"
    assert month_in("12", date(2027, 1, 5)) == "2026-12"


def test_on_the_first_of_a_month_it_is_that_month_already() -> None:
    assert month_in("12", date(2026, 12, 1)) == "2026-12"
    assert month_in("2026-12", date(2026, 12, 1)) == "2026-12"


@settings(max_examples=40)
@given(st.text(max_size=20), st.dates(date(2020, 1, 1), date(2035, 12, 31)))
def test_any_words_are_a_month_that_has_begun_or_refused(words: str, today: date) -> None:
    try:
        month = month_in(words, today)
    except Refusal:
        return
    assert first_day(month) <= today
    assert names_month(words)


@settings(max_examples=30)
@given(st.dates(date(2020, 1, 1), date(2026, 11, 21)))
def test_a_month_is_read_as_it_is_shown(day: date) -> None:
    assert month_in(f"{day:%m/%Y}", TODAY) == month_of(day)
    assert month_in(month_of(day), TODAY) == month_of(day)
