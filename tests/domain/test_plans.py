"""What a plan leaves for whom, and how a month will end."""

from datetime import date

import pytest

from bot.domain.plans import USUAL_A_MONTH, Plan, forecast, usual

FREE = Plan(seats=50, monthly=3000)
UNBOUND = Plan()


@pytest.mark.parametrize(
    ("sent", "warning", "keeps"),
    [
        pytest.param(0, 0, False, id="nothing yet"),
        pytest.param(2099, 0, False, id="a message below 70 %"),
        pytest.param(2100, 70, False, id="70 %"),
        pytest.param(2699, 70, False, id="a message below 90 %"),
        pytest.param(2700, 90, True, id="90 %: the last tenth is left"),
        pytest.param(3000, 90, True, id="nothing left"),
        pytest.param(3100, 90, True, id="more than the plan says"),
    ],
)
def test_the_marks_of_a_plan(sent: int, warning: int, keeps: bool) -> None:
    assert (FREE.warning(sent), FREE.keeps_the_rest(sent)) == (warning, keeps)


@pytest.mark.parametrize("sent", [0, 3000, 10**9])
def test_where_no_bound_is_named_nothing_is_kept_back(sent: int) -> None:
    assert (UNBOUND.warning(sent), UNBOUND.keeps_the_rest(sent)) == (0, False)


@pytest.mark.parametrize(("monthly", "kept_from"), [(3000, 2700), (101, 91), (7, 7), (None, 0)])
def test_the_last_tenth_begins_where_the_mark_is_reached(
    monthly: int | None, kept_from: int
) -> None:
    plan = Plan(monthly=monthly)
    assert plan.kept_from == kept_from
    if monthly is not None:
        assert plan.keeps_the_rest(kept_from)
        assert not plan.keeps_the_rest(kept_from - 1)


def test_a_plan_of_nothing_keeps_all_back() -> None:
    assert Plan(monthly=0).keeps_the_rest(0)


@pytest.mark.parametrize(
    ("last_month", "people", "each"),
    [
        pytest.param(0, 48, USUAL_A_MONTH, id="nothing was sent last month"),
        pytest.param(60, 3, USUAL_A_MONTH, id="too few people to say"),
        pytest.param(0, 0, USUAL_A_MONTH, id="nobody"),
        pytest.param(720, 48, 15.0, id="as last month"),
    ],
)
def test_what_is_usual_for_a_person(last_month: int, people: int, each: float) -> None:
    assert usual(last_month, people) == each


@pytest.mark.parametrize(
    ("sent", "people", "today", "comes_to"),
    [
        pytest.param(0, 0, date(2026, 11, 10), 0, id="nobody is linked"),
        pytest.param(0, 48, date(2026, 11, 1), 897, id="the first day: what is usual"),
        pytest.param(480, 48, date(2026, 11, 15), 960, id="half a month, as is usual"),
        pytest.param(1200, 48, date(2026, 11, 15), 2040, id="half a month, much more than that"),
        pytest.param(400, 10, date(2026, 2, 28), 400, id="the last day: what was sent"),
        pytest.param(310, 0, date(2026, 12, 31), 310, id="the year's last day"),
    ],
)
def test_how_a_month_will_end(sent: int, people: int, today: date, comes_to: int) -> None:
    assert forecast(sent, people, today, USUAL_A_MONTH) == comes_to


def test_a_forecast_is_never_below_what_was_sent_and_rises_with_it() -> None:
    for day in range(1, 31):
        ends = [forecast(sent, 40, date(2026, 11, day), 15.0) for sent in range(0, 3000, 300)]
        assert ends == sorted(ends)
        assert all(end >= sent for end, sent in zip(ends, range(0, 3000, 300), strict=True))
