"""The words of a reminder: sentences of their own, figures that fit, something sensible to tap."""

from datetime import date, timedelta

import pytest

from bot.domain.meetings import Period
from bot.domain.reminders import Step
from bot.messages import CHOICES_A_PAGE, Outgoing
from bot.texts.reminders import Bundle, CellGaps, Home, Matter, Member, OwnDuty, push

NOVEMBER = Period("2026-11", date(2026, 11, 1), date(2026, 11, 30))
DECEMBER = Period("2026-12", date(2026, 12, 1), date(2026, 12, 31))
BETWEEN = Period("2026-12", date(2026, 11, 13), date(2026, 12, 12))
HOMES = tuple(Home(n, f"Út {n}", date(2026, 9, n), in_focus=False) for n in range(1, 6))
MEETS = date(2026, 12, 12)
MEMBERS = tuple(Member(f"DV{n}", f"Đồng {n}", n, None) for n in range(1, 6))


def duty(step: Step, period: Period, meets_on: date | None = None) -> OwnDuty:
    return OwnDuty(step, period, 9, HOMES, meets_on)


def said(today: date, *duties: OwnDuty, cells: tuple[CellGaps, ...] = ()) -> Outgoing:
    matters = (Matter("PA-05-202611-003", None, to_tell=False, above=False),) if cells else ()
    outgoing = push(Bundle("An", today, duties=duties, cells=cells, matters=matters))
    assert outgoing is not None
    return outgoing


def labels(outgoing: Outgoing) -> list[str]:
    return [choice.label for choice in outgoing.choices]


@pytest.mark.parametrize("step", [Step.LIST, Step.NUDGE, Step.AGAIN, Step.GAPS])
@pytest.mark.parametrize("period", [DECEMBER, BETWEEN], ids=["month", "meeting"])
def test_what_follows_the_salutation_begins_as_a_sentence(step: Step, period: Period) -> None:
    meets_on = MEETS if step is Step.GAPS else None
    first, salutation, body, *_ = said(date(2026, 12, 1), duty(step, period, meets_on)).text.split(
        "\n"
    )
    assert salutation.endswith(",")
    assert body[0].isupper()
    assert "còn 5" in first or "5 nhà" in first
    assert "5 hộ" in body


@pytest.mark.parametrize(
    ("before", "end"),
    [(0, "hết hôm nay:"), (1, "hết ngày mai 31/12:"), (2, "hết ngày 31/12:")],
    ids=["the last day", "the last but one", "earlier"],
)
def test_the_last_day_is_said_as_people_say_it(before: int, end: str) -> None:
    today = DECEMBER.last - timedelta(days=before)
    assert end in said(today, duty(Step.AGAIN, DECEMBER)).text


def test_the_page_of_this_month_is_not_offered_for_the_month_before() -> None:
    today = date(2026, 12, 10)
    assert "Xem hộ của tôi" in labels(said(today, duty(Step.GAPS, NOVEMBER, MEETS)))
    both = said(today, duty(Step.GAPS, NOVEMBER, MEETS), duty(Step.NUDGE, DECEMBER))
    assert "Xem việc tháng này" in labels(both)


def test_in_a_full_message_the_longest_unvisited_keeps_its_button() -> None:
    cell = CellGaps("Chi bộ Ấp 5", NOVEMBER, MEETS, MEMBERS)
    full = said(date(2026, 12, 10), duty(Step.GAPS, NOVEMBER, MEETS), cells=(cell,))
    assert len(full.choices) == CHOICES_A_PAGE
    assert labels(full)[:2] == ["Thăm số 1 · Út 1", "Thăm số 2 · Út 2"]
    assert labels(full)[-1] == "Để sau"


def test_the_households_of_the_others_are_told_apart_from_the_readers_own() -> None:
    cell = CellGaps("Chi bộ Ấp 5", NOVEMBER, MEETS, MEMBERS)
    today = date(2026, 12, 11)
    both = said(today, duty(Step.GAPS, NOVEMBER, MEETS), cells=(cell,)).text
    assert "Chi bộ Ấp 5 họp ngày mai 12/12, các đồng chí khác còn 15 hộ chưa ghi" in both
    assert "họp ngày mai 12/12, còn 15 hộ chưa ghi" in said(today, cells=(cell,)).text
