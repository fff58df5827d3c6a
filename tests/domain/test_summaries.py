"""Figures that prove themselves: the published contradictions are found, the sound ones pass."""

from datetime import UTC, date, datetime

import pytest

from bot.domain.concern_facts import ConcernFacts
from bot.domain.concerns import ConcernStatus
from bot.domain.figures import proof, spread
from bot.domain.households import Change
from bot.domain.sealed_facts import packed, unpacked
from bot.domain.summaries import (
    Additions,
    CellFacts,
    ChangeRow,
    Coverage,
    HelpRow,
    MemberRow,
    MonthFacts,
    Passing,
    Span,
    Strength,
)
from bot.domain.visits import HelpKind, HelpStatus, VisitKind

SPAN = Span(date(2026, 11, 1), date(2026, 11, 30))

LONG_THANH_2021 = (
    (8, 475), (9, 428), (14, 294), (15, 336), (16, 681), (15, 426), (7, 288), (10, 314), (15, 469),
    (13, 517),
)  # fmt: skip
LONG_THANH_2022 = (
    (11, 81), (8, 104), (16, 39), (16, 85), (16, 80), (16, 112), (5, 69), (9, 79), (12, 91),
    (12, 147),
)  # fmt: skip


@pytest.mark.parametrize(
    ("stated", "rows", "summed"),
    [
        (121, [members for members, _ in LONG_THANH_2021], 122),
        (4228, [households for _, households in LONG_THANH_2021], None),
        (120, [members for members, _ in LONG_THANH_2022], 121),
        (887, [households for _, households in LONG_THANH_2022], None),
        (1379, [756, 314, 101, 102, 102, 4], None),
        (0, [], None),
    ],
    ids=["members 2021", "homes 2021", "members 2022", "homes 2022", "cells", "nothing"],
)
def test_a_published_total_is_compared_with_its_rows(
    stated: int, rows: list[int], summed: int | None
) -> None:
    found = proof("published", stated, rows)
    assert (found.summed if found else None) == summed


@pytest.mark.parametrize(
    ("rows", "low", "high"), [(LONG_THANH_2021, 21, 59), (LONG_THANH_2022, 2.4, 13.8)],
    ids=["2021", "2022"],
)  # fmt: skip
def test_an_average_stands_beside_the_least_and_the_most(
    rows: tuple[tuple[int, int], ...], low: float, high: float
) -> None:
    found = spread([households / members for members, households in rows])
    assert found is not None
    assert round(found.low, 1) == pytest.approx(low, abs=0.05)
    assert round(found.high) == pytest.approx(round(high), abs=0.5)
    assert found.low <= found.middle <= found.high


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([], None),
        ([7], (7, 7, 7, 7, ())),
        ([1, 3], (1, 2, 3, 2, ())),
        ([10, 10, 11, 12, 12, 60], (10, 11.5, 60, 115 / 6, (60,))),
    ],
    ids=["none", "one", "two", "one far off"],
)
def test_a_spread_names_what_is_far_off(
    values: list[float], expected: tuple[float, float, float, float, tuple[float, ...]] | None
) -> None:
    found = spread(values)
    shown = found and (found.low, found.middle, found.high, found.average, found.far_off)
    assert shown == expected


def test_percent_is_rounded_down_so_that_a_hundred_means_all() -> None:
    assert Coverage(visited=199, untouched=1).percent == 99
    assert Coverage(visited=200).percent == 100
    assert Coverage().percent is None


def test_whoever_declined_is_not_due_and_a_call_is_no_visit() -> None:
    done = Coverage(visited=2, declined=1, otherwise=3, attempts=1, excused=1, untouched=2)
    assert (done.visited, done.unvisited, done.due, done.percent) == (2, 7, 9, 22)
    assert done.reported
    assert not Coverage(untouched=3).reported
    assert Coverage().reported, "nothing was due"


def full() -> CellFacts:
    """A cell with some of everything."""
    return CellFacts(
        cell_id=5, span=SPAN, households=6, not_due=1,
        members=(
            MemberRow(1, Coverage(visited=2, untouched=1), 3),
            MemberRow(2, Coverage(untouched=2), 2),
            MemberRow(None, Coverage(untouched=1), 1),
        ),
        elsewhere=(MemberRow(3, Coverage(visited=1), 1),),
        contacts=((VisitKind.HOME, 3), (VisitKind.PHONE, 1)),
        helps=(HelpRow(HelpKind.LOAN, HelpStatus.GIVEN, 2, 1, 30_000_000),),
        changes=(ChangeRow(Change.BIRTH, 1, 1),),
        concerns=ConcernFacts(
            new=2, by_status=((ConcernStatus.NEED_INFO, 1), (ConcernStatus.ANSWERED, 2)), told=1,
            days=(4,),
        ),
        strength=Strength(3, 2, 1), passing=Passing(2, 6, 4, 3, 1),
    )  # fmt: skip


def test_what_is_sealed_is_read_again_to_the_letter() -> None:
    kept = packed(full())
    assert unpacked(kept) == full()
    assert unpacked({**kept, "version": 1}) == full()


def test_the_seal_itself_and_what_came_later_stand_beside_the_facts() -> None:
    late = CellFacts(
        5, SPAN, sealed_at=datetime(2026, 12, 10, tzinfo=UTC), additions=Additions(visits=1)
    )
    assert unpacked(packed(late)) == CellFacts(5, SPAN)


def test_figures_of_a_cell_name_who_needs_support_and_nobody_twice() -> None:
    cell = full()
    assert cell.coverage == Coverage(visited=2, untouched=3)
    assert cell.nobodys == 1
    assert cell.to_support == ((1, 1), (2, 2))
    assert cell.silent == (2,)
    facts = MonthFacts("2026-11", (cell, cell))
    assert facts.silent == (2,)
    assert facts.differences() == ()
    assert facts.concerns.by_status == ((ConcernStatus.NEED_INFO, 2), (ConcernStatus.ANSWERED, 4))
    assert (facts.concerns.in_work, facts.concerns.untold) == (2, 4)
    assert facts.concerns.median_days == 4
    assert facts.passing == Passing(2, 12, 8, 6, 1), "an announcement reaches many cells"


def test_a_total_that_its_rows_do_not_reach_is_told() -> None:
    wrong = CellFacts(5, SPAN, households=7, members=full().members)
    (found,) = MonthFacts("2026-11", (wrong,)).differences()
    assert (found.stated, found.summed) == (7, 6)


def test_nothing_rolled_up_is_nothing() -> None:
    facts = MonthFacts("2026-11", ())
    assert (facts.coverage, facts.spread, facts.load, facts.span) == (Coverage(), None, None, None)


def test_a_running_span_ends_today_and_one_to_come_has_its_first_day_only() -> None:
    assert SPAN.until(date(2026, 11, 21)) == Span(date(2026, 11, 1), date(2026, 11, 21))
    assert SPAN.until(date(2026, 12, 5)) == SPAN
    assert SPAN.until(date(2026, 10, 5)) == Span(date(2026, 11, 1), date(2026, 11, 1))
