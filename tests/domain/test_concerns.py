"""The states of a concern are one table; everything else about its way follows from it."""

from collections.abc import Sequence
from itertools import product

import pytest

from bot.domain.concerns import (
    AWAITING_CELL,
    AWAITING_REPORTER,
    COMMUNE_TARGETS,
    ENDED,
    MOVES,
    ConcernStatus,
    ConcernTarget,
    Move,
    Part,
    Satisfaction,
    check_move,
    code_of,
    part_for,
    verdict,
    way,
)
from bot.domain.refusals import Reason, Refusal

S = ConcernStatus
ALL = [Move(*move) for move in product(S, S, Part)]

# concerns.md 5.4, column "Next", written down a second time
NEXT = {
    S.NEW: {S.TRIAGE, S.WITHDRAWN},
    S.TRIAGE: {S.IN_PROGRESS, S.FORWARDED, S.NEED_INFO, S.REFERRED, S.MERGED, S.DECLINED},
    S.NEED_INFO: {S.TRIAGE},
    S.IN_PROGRESS: {S.ANSWERED, S.FORWARDED},
    S.FORWARDED: {S.ANSWERED, S.RETURNED},
    S.RETURNED: {S.TRIAGE},
    S.ANSWERED: {S.FED_BACK},
    S.FED_BACK: {S.CLOSED, S.REOPENED},
    S.CLOSED: {S.REOPENED},
    S.REOPENED: {S.IN_PROGRESS, S.FORWARDED},
    S.DECLINED: {S.FED_BACK},
    S.REFERRED: {S.FED_BACK},
    S.MERGED: set(),
    S.WITHDRAWN: set(),
}


def named(move: Move) -> str:
    return f"{move.before}-{move.after}-{move.by}"


def test_the_table_is_the_one_of_the_concerns_page() -> None:
    table = {state: {move.after for move in MOVES if move.before is state} for state in S}
    assert table == NEXT


@pytest.mark.parametrize("move", MOVES, ids=named)
def test_every_step_of_the_table_may_be_taken(move: Move) -> None:
    check_move(move.before, move.after, move.by)
    assert way(move.before, move.after, move.by) == (move.after,)


def test_no_other_step_may_be_taken() -> None:
    others = [move for move in ALL if move not in MOVES]
    assert len(others) == len(S) ** 2 * len(Part) - len(MOVES)
    for move in others:
        with pytest.raises(Refusal) as said:
            check_move(move.before, move.after, move.by)
        assert said.value.reason is Reason.MOVE_NOT_ALLOWED


@pytest.mark.parametrize(
    ("before", "after", "by", "steps"),
    [
        (S.NEW, S.ANSWERED, Part.CELL, (S.TRIAGE, S.IN_PROGRESS, S.ANSWERED)),
        (S.NEW, S.DECLINED, Part.CELL, (S.TRIAGE, S.DECLINED)),
        (S.TRIAGE, S.ANSWERED, Part.CELL, (S.IN_PROGRESS, S.ANSWERED)),
        (S.RETURNED, S.FORWARDED, Part.CELL, (S.TRIAGE, S.FORWARDED)),
        (S.REOPENED, S.ANSWERED, Part.CELL, (S.IN_PROGRESS, S.ANSWERED)),
        (S.FORWARDED, S.ANSWERED, Part.CELL, (S.ANSWERED,)),
        (S.ANSWERED, S.CLOSED, Part.REPORTER, (S.FED_BACK, S.CLOSED)),
        (S.DECLINED, S.REOPENED, Part.REPORTER, (S.FED_BACK, S.REOPENED)),
    ],
    ids=lambda value: str(value),
)
def test_a_decision_may_pass_states_that_only_say_that_somebody_began(
    before: S, after: S, by: Part, steps: tuple[S, ...]
) -> None:
    assert way(before, after, by) == steps


@pytest.mark.parametrize(
    ("before", "after", "by"),
    [
        (S.NEW, S.ANSWERED, Part.REPORTER),
        (S.NEW, S.ANSWERED, Part.COMMUNE),
        (S.NEED_INFO, S.ANSWERED, Part.CELL),
        (S.IN_PROGRESS, S.DECLINED, Part.CELL),
        (S.FORWARDED, S.TRIAGE, Part.COMMUNE),
        (S.ANSWERED, S.CLOSED, Part.CLOCK),
        (S.WITHDRAWN, S.TRIAGE, Part.CELL),
        (S.CLOSED, S.CLOSED, Part.REPORTER),
    ],
    ids=lambda value: str(value),
)
def test_a_way_that_the_table_does_not_have_is_refused(before: S, after: S, by: Part) -> None:
    with pytest.raises(Refusal) as said:
        way(before, after, by)
    assert said.value.reason is Reason.MOVE_NOT_ALLOWED


def test_every_way_is_made_of_steps_of_the_table() -> None:
    for before, after, by in product(S, S, Part):
        if part_for(before, after, [by]) is None:
            continue
        here = before
        for step in way(before, after, by):
            check_move(here, step, by)
            here = step
        assert here is after


@pytest.mark.parametrize(
    ("parts", "found"),
    [
        ((Part.CELL,), Part.CELL),
        ((Part.COMMUNE,), Part.COMMUNE),
        ((Part.COMMUNE, Part.CELL), Part.CELL),
        ((Part.REPORTER,), None),
        ((), None),
    ],
    ids=str,
)
def test_a_forwarded_concern_is_answered_by_cell_or_commune(
    parts: Sequence[Part], found: Part | None
) -> None:
    assert part_for(S.FORWARDED, S.ANSWERED, parts) is found


@pytest.mark.parametrize(
    ("said", "after"),
    [
        (["SATISFIED"], S.CLOSED),
        (["PARTLY"], S.CLOSED),
        (["NO_ANSWER"], S.FED_BACK),
        (["NOT_SATISFIED"], S.REOPENED),
        (["SATISFIED", "PARTLY"], S.CLOSED),
        (["SATISFIED", "NO_ANSWER"], S.FED_BACK),
        (["SATISFIED", "NO_ANSWER", "NOT_SATISFIED"], S.REOPENED),
    ],
    ids=str,
)
def test_one_household_that_is_not_satisfied_opens_it_again(said: list[str], after: S) -> None:
    assert verdict([Satisfaction(one) for one in said]) is after


def test_a_state_waits_for_one_side_at_most() -> None:
    assert not set(AWAITING_CELL) & set(AWAITING_REPORTER)
    assert not set(ENDED) & {*AWAITING_CELL, *AWAITING_REPORTER}


def test_what_the_cell_can_ask_itself_does_not_go_by_way_of_the_commune() -> None:
    beside = set(ConcernTarget) - set(COMMUNE_TARGETS)
    assert beside == {ConcernTarget.CELL, ConcernTarget.VILLAGE, ConcernTarget.SERVICE_FIRM}


def test_a_code_names_cell_month_and_number() -> None:
    assert code_of("05", "2026-11", 3) == "PA-05-202611-003"
    assert code_of("AP7", "2027-01", 1234) == "PA-AP7-202701-1234"
