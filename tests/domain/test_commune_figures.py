"""What a month's figures are made of, part by part, and what sums with what (requirements 1.7)."""

from datetime import UTC, date, datetime
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.concern_facts import IN_WORK, UNTOLD, ConcernFacts
from bot.domain.concerns import (
    AWAITING_CELL,
    AWAITING_REPORTER,
    ENDED,
    WITH_COMMUNE,
    ConcernStatus,
    Part,
)
from bot.domain.concerns import MOVES as CONCERN_MOVES
from bot.domain.figures import Difference, proof, spread, summed
from bot.domain.households import Change
from bot.domain.imports import Counts, Tally
from bot.domain.summaries import (
    Additions,
    Beside,
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

S = ConcernStatus
NOVEMBER = Span(date(2026, 11, 1), date(2026, 11, 30))
SEALED = datetime(2026, 12, 10, 2, tzinfo=UTC)


def cell(number: int, **known: object) -> CellFacts:
    """A cell of November with only what a test is about."""
    return CellFacts(number, NOVEMBER, **known)  # type: ignore[arg-type]


def month(*cells: CellFacts) -> MonthFacts:
    return MonthFacts("2026-11", cells)


STANDS: dict[ConcernStatus, tuple[bool, bool]] = {
    S.NEW: (True, False),
    S.TRIAGE: (True, False),
    S.NEED_INFO: (True, False),
    S.IN_PROGRESS: (True, False),
    S.FORWARDED: (True, False),
    S.RETURNED: (True, False),
    S.REOPENED: (True, False),
    S.ANSWERED: (False, True),
    S.DECLINED: (False, True),
    S.REFERRED: (False, True),
    S.FED_BACK: (False, False),
    S.CLOSED: (False, False),
    S.MERGED: (False, False),
    S.WITHDRAWN: (False, False),
}


@pytest.mark.parametrize("status", S)
def test_a_concern_is_in_work_or_answered_and_untold_or_neither(status: ConcernStatus) -> None:
    """concerns.md 5.4: "đã có trả lời, chưa báo hộ" is shown apart, that is where things stall."""
    in_work, untold = STANDS[status]
    facts = ConcernFacts(by_status=((status, 4),))
    assert facts.in_work == (4 if in_work else 0)
    assert facts.untold == (4 if untold else 0)
    assert (status in IN_WORK, status in UNTOLD) == (in_work, untold)


ACTS: dict[ConcernStatus, str] = {
    S.NEW: "cell",
    S.TRIAGE: "cell",
    S.NEED_INFO: "reporter",
    S.IN_PROGRESS: "cell",
    S.FORWARDED: "addressee",
    S.RETURNED: "cell",
    S.REOPENED: "cell",
    S.ANSWERED: "reporter",
    S.DECLINED: "reporter",
    S.REFERRED: "reporter",
    S.FED_BACK: "clock",
    S.CLOSED: "ended",
    S.MERGED: "ended",
    S.WITHDRAWN: "ended",
}


@pytest.mark.parametrize("status", S)
def test_a_concern_waits_in_the_list_of_whoever_moves_it_on(status: ConcernStatus) -> None:
    """concerns.md 5.4, column "Who moves it on"."""
    assert (status in AWAITING_CELL) is (ACTS[status] == "cell")
    assert (status in AWAITING_REPORTER) is (ACTS[status] == "reporter")
    assert (status in ENDED) is (ACTS[status] == "ended")


READ_ABOVE = {S.FORWARDED, S.RETURNED, S.ANSWERED, S.FED_BACK, S.CLOSED, S.REOPENED}


@pytest.mark.parametrize("status", S)
def test_the_commune_reads_a_concern_only_from_when_it_was_passed_to_it(
    status: ConcernStatus,
) -> None:
    """privacy.md 5.5: free text of concerns only if routed."""
    assert (status in WITH_COMMUNE) is (status in READ_ABOVE)


MOVED_BY: dict[Part, set[tuple[ConcernStatus, ConcernStatus]]] = {
    Part.CLOCK: {(S.FED_BACK, S.CLOSED)},
    Part.COMMUNE: {(S.FORWARDED, S.ANSWERED), (S.FORWARDED, S.RETURNED)},
    Part.REPORTER: {
        (S.NEW, S.WITHDRAWN), (S.NEED_INFO, S.TRIAGE), (S.ANSWERED, S.FED_BACK),
        (S.DECLINED, S.FED_BACK), (S.REFERRED, S.FED_BACK), (S.FED_BACK, S.CLOSED),
        (S.FED_BACK, S.REOPENED), (S.CLOSED, S.REOPENED),
    },
}  # fmt: skip


@pytest.mark.parametrize("by", MOVED_BY)
def test_who_may_move_a_concern_where(by: Part) -> None:
    """The household's word comes by its member, the committee's only once it was passed up."""
    moves = {(move.before, move.after) for move in CONCERN_MOVES if move.by is by}
    assert moves == MOVED_BY[by]


@pytest.mark.parametrize(
    ("days", "middle"),
    [((), None), ((3,), 3.0), ((1, 9), 5.0), ((1, 2, 30), 2.0)],
    ids=["none told", "one", "two", "one that took long"],
)
def test_half_of_the_answers_were_told_within_so_many_days(
    days: tuple[int, ...], middle: float | None
) -> None:
    """R14: median days."""
    assert ConcernFacts(days=days).median_days == middle


def test_concerns_of_two_cells_sum_figure_by_figure() -> None:
    one = ConcernFacts(1, ((S.NEW, 2),), 3, 4, 5, 6, (9, 11))
    other = ConcernFacts(10, ((S.ANSWERED, 7), (S.NEW, 20)), 30, 40, 50, 60, (10,))
    assert one + other == ConcernFacts(
        11, ((S.NEW, 22), (S.ANSWERED, 7)), 33, 44, 55, 66, (9, 10, 11)
    )


def test_strength_passing_and_additions_sum_figure_by_figure() -> None:
    assert Strength(21, 19, 2) + Strength(10, 8, 1) == Strength(31, 27, 3)
    assert Additions(1, 2, 3) + Additions(10, 20, 30) == Additions(11, 22, 33)
    both = Passing(2, 10, 8, 6, 1) + Passing(3, 20, 15, 9, 2)
    assert both == Passing(3, 30, 23, 15, 2)  # one announcement reaches many cells


@pytest.mark.parametrize(
    "some", [Additions(1, 0, 0), Additions(0, 1, 0), Additions(0, 0, 1)], ids=str
)
def test_whatever_came_after_the_seal_is_said(some: Additions) -> None:
    assert some
    assert not Additions()


def test_coverage_sums_figure_by_figure() -> None:
    one, other = Coverage(1, 2, 3, 4, 5, 6, 7, 8), Coverage(10, 20, 30, 40, 50, 60, 70, 80)
    assert one + other == Coverage(11, 22, 33, 44, 55, 66, 77, 88)


@pytest.mark.parametrize(
    ("coverage", "due", "percent", "reported"),
    [
        (Coverage(), 0, None, True),
        (Coverage(visited=2, untouched=1), 3, 66, True),
        (Coverage(visited=199, untouched=1), 200, 99, True),
        (Coverage(visited=3), 3, 100, True),
        (Coverage(untouched=4), 4, 0, False),
        (Coverage(excused=1, untouched=3), 4, 0, True),
        (Coverage(attempts=1), 1, 0, True),
        (Coverage(otherwise=1, untouched=1), 2, 0, True),
        (Coverage(declined=5), 0, None, True),
    ],
    ids=["nothing due", "rounded down", "100 means all", "all", "silent", "a reason is a report",
         "nobody was in", "met in another way", "those who want nothing written are not due"],
)  # fmt: skip
def test_what_of_the_households_due_was_visited(
    coverage: Coverage, due: int, percent: int | None, reported: bool
) -> None:
    """R12; glossary 4: only a visit at home is the duty."""
    assert (coverage.due, coverage.percent, coverage.reported) == (due, percent, reported)


def test_a_month_without_households_and_concerns_is_nothing_to_tell_of() -> None:
    row = MemberRow(1, Coverage(untouched=1), 1)
    assert month().empty
    assert month(cell(1), cell(2)).empty
    assert not month(cell(1), cell(2, members=(row,))).empty
    assert not month(cell(1, elsewhere=(row,))).empty
    assert not month(cell(1, concerns=ConcernFacts(new=1))).empty


def test_what_of_one_cell_is_told_apart_is_not_told_of_several() -> None:
    """Of several it would count them twice."""
    stranger = MemberRow(8, Coverage(visited=2), 2, own=False)
    away = MemberRow(1, Coverage(visited=1), 1)
    one = cell(1, members=(stranger,), elsewhere=(away,))
    assert month(one).of_others == Coverage(visited=2)
    assert month(one).elsewhere == Coverage(visited=1)
    assert month(one, cell(2)).of_others == Coverage()
    assert month(one, cell(2)).elsewhere == Coverage()


def test_a_month_of_some_cells_is_that_of_those_alone() -> None:
    cells = (cell(1, households=5), cell(2, households=7), cell(3, households=11))
    whole = month(*cells)
    assert whole.households == 23
    assert [one.cell_id for one in whole.of([1, 3]).cells] == [1, 3]
    beside = Beside(whole, month(cell(2)), month(cell(1), cell(2)))
    of_two = beside.of([2])
    assert of_two.facts.households == 7
    assert of_two.running is not None
    assert [one.cell_id for one in of_two.running.cells] == [2]
    assert Beside(whole, whole).of([1]).running is None


def test_what_of_a_month_is_counted_over_all_cells() -> None:
    given_ = HelpRow(HelpKind.LOAN, HelpStatus.GIVEN, 2, 2, 30_000_000)
    born = ChangeRow(Change.BIRTH, 3, 3)
    one = cell(
        1, helps=(given_,), changes=(born,), contacts=((VisitKind.HOME, 4),),
        members=(MemberRow(None, Coverage(untouched=6), 6), MemberRow(5, Coverage(visited=1), 9)),
        strength=Strength(9, 8, 1), additions=Additions(1), passing=Passing(1, 9, 8, 7),
    )  # fmt: skip
    two = cell(2, helps=(given_, given_), changes=(born,), sealed_at=SEALED,
               contacts=((VisitKind.PHONE, 1), (VisitKind.HOME, 2)))  # fmt: skip
    both = month(one, two)
    assert (both.help_times, both.change_times, both.nobodys) == (6, 6, 6)
    assert both.contacts == {VisitKind.HOME: 6, VisitKind.PHONE: 1}
    assert (both.strength, both.additions) == (Strength(9, 8, 1), Additions(1))
    assert both.passing == Passing(1, 9, 8, 7)
    assert both.unsealed == (one,)
    assert both.load is not None
    assert (both.load.count, both.load.high) == (1, 9)


def test_the_days_of_a_month_go_from_the_first_of_any_cell_to_the_last() -> None:
    early = CellFacts(1, Span(date(2026, 10, 12), date(2026, 11, 9)))
    late = CellFacts(2, Span(date(2026, 10, 20), date(2026, 11, 19)))
    assert month(early, late).span == Span(date(2026, 10, 12), date(2026, 11, 19))
    assert month().span is None


@pytest.mark.parametrize(
    ("today", "last"),
    [(date(2026, 10, 30), date(2026, 11, 1)), (date(2026, 11, 9), date(2026, 11, 9)),
     (date(2026, 12, 9), date(2026, 11, 30))],
    ids=["not begun", "running", "over"],
)  # fmt: skip
def test_of_a_period_that_runs_only_what_has_been_counts(today: date, last: date) -> None:
    assert NOVEMBER.until(today) == Span(date(2026, 11, 1), last)


@settings(max_examples=40)
@given(st.lists(st.integers(0, 400), min_size=1, max_size=30))
def test_an_average_stands_between_the_least_and_the_most(values: list[int]) -> None:
    """requirements 1.7: always print min, median, max and the outliers."""
    found = spread(values)
    assert found is not None
    assert found.low == min(values)
    assert found.high == max(values)
    assert found.low <= found.middle <= found.high
    assert found.low - 1e-6 <= found.average <= found.high + 1e-6
    assert found == spread(values[::-1])
    assert set(found.far_off) <= set(values)
    assert all(one <= two for one, two in pairwise(found.far_off))


@pytest.mark.parametrize(
    ("values", "far"),
    [
        ([1, 2, 3, 4, 5, 6, 7, 8], ()),
        ([21, 22, 23, 24, 25, 26, 27, 59], (59,)),
        ([10, 11, 12, 13, 14, 15, 16, 21.5], ()),
        ([10, 11, 12, 13, 14, 15, 16, 22], (22,)),
        ([5, 11, 12, 13, 14, 15, 16, 17], (5,)),
        ([7], ()),
    ],
    ids=["even", "Cây Bàng's 59", "just within", "just beyond", "far below", "one alone"],
)
def test_whoever_is_more_than_one_and_a_half_quartiles_off_stands_out(
    values: list[float], far: tuple[float, ...]
) -> None:
    """requirements 1.7: averages hide 59 beside 21 in one commune."""
    found = spread(values)
    assert found is not None
    assert found.far_off == far


def test_a_total_that_its_rows_do_not_make_is_said_with_both() -> None:
    """S2 Thạnh Lộc: 160 stated, 210 in the rows."""
    assert proof("members", 210, [40, 35, 35, 35, 35, 30]) is None
    assert proof("members", 160, [40, 35, 35, 35, 35, 30]) == Difference("members", 160, 210)


def test_pairs_are_summed_in_the_order_in_which_they_first_came() -> None:
    assert summed([("b", 1), ("a", 2), ("b", 3)]) == (("b", 4), ("a", 2))


COUNTED = ("committees", "cells", "members", "households", "assignments", "days")


@pytest.mark.parametrize("kind", COUNTED)
@pytest.mark.parametrize(
    ("tally", "nothing"),
    [(Tally(new=1), False), (Tally(changed=1), False), (Tally(same=9, gone=2), True)],
    ids=["new", "changed", "as before, or gone from the list"],
)
def test_an_import_changes_something_when_anything_is_new_or_other(
    kind: str, tally: Tally, nothing: bool
) -> None:
    assert Counts(**{kind: tally}).nothing_changes is nothing


def test_a_workbook_names_what_is_new_changed_or_as_before() -> None:
    assert Tally(new=1, changed=20, same=300, gone=4000).total == 321
