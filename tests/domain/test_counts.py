"""What a change does to the numbers of persons and workers."""

from datetime import date, timedelta

import pytest

from bot.domain.counts import (
    MOST_PEOPLE,
    OLDEST_CHANGE,
    Counts,
    check_happened,
    fitting,
    suggestions,
    touches_counts,
)
from bot.domain.households import CHANGES, Change, ChangeGroup
from bot.domain.refusals import Reason, Refusal

TODAY = date(2026, 11, 21)
FOUR_TWO = Counts(4, 2)


@pytest.mark.parametrize(
    ("change", "people", "before", "found"),
    [
        pytest.param(Change.BIRTH, 1, FOUR_TWO, [Counts(5, 2)], id="a birth"),
        pytest.param(Change.DEATH, 1, FOUR_TWO, [Counts(3, 2), Counts(3, 1)], id="a death"),
        pytest.param(Change.DEATH, 1, Counts(4, 0), [Counts(3, 0)], id="a death, nobody worked"),
        pytest.param(Change.DEATH, 1, Counts(2, 2), [Counts(1, 1)], id="workers are persons"),
        pytest.param(Change.MOVE_IN, 2, FOUR_TWO, [Counts(6, 2), Counts(6, 4)], id="two moved in"),
        pytest.param(Change.MOVE_OUT, 4, FOUR_TWO, [Counts(0, 0)], id="all left"),
        pytest.param(Change.MOVE_OUT, 9, FOUR_TWO, [], id="more left than there were"),
        pytest.param(Change.SPLIT, 3, FOUR_TWO, [Counts(1, 1), Counts(1, 0)], id="one stays"),
        pytest.param(Change.SPLIT, 4, FOUR_TWO, [], id="somebody stays where a household splits"),
        pytest.param(Change.SPLIT, 1, Counts(1, 1), [], id="nobody alone splits"),
        pytest.param(Change.AWAY_DOMESTIC, 1, FOUR_TWO, [Counts(4, 1)], id="works away"),
        pytest.param(Change.AWAY_ABROAD, 3, FOUR_TWO, [Counts(4, 0)], id="never below none"),
        pytest.param(Change.RETURNED, 1, Counts(4, 4), [Counts(4, 4)], id="never over persons"),
        pytest.param(Change.HOUSING, 1, FOUR_TWO, [FOUR_TWO], id="a house touches no numbers"),
        pytest.param(Change.BIRTH, 1, Counts(None, None), [Counts(None, None)], id="not known"),
        pytest.param(Change.BIRTH, 1, Counts(None, 2), [Counts(None, 2)], id="half known"),
        pytest.param(
            Change.TEMP_STAY, 1, FOUR_TWO,
            [Counts(4, 2), Counts(4, 3), Counts(5, 2), Counts(5, 3)], id="perhaps one more",
        ),
        pytest.param(Change.STUDY_DONE, 1, FOUR_TWO, [FOUR_TWO, Counts(4, 3)], id="studied"),
        pytest.param(Change.JOB_LOST, 1, FOUR_TWO, [FOUR_TWO, Counts(4, 1)], id="work lost"),
        pytest.param(Change.MOVE_IN, 30, Counts(29, 2), [Counts(30, 2), Counts(30, 30)], id="full"),
    ],
)  # fmt: skip
def test_numbers_are_suggested(
    change: Change, people: int, before: Counts, found: list[Counts]
) -> None:
    assert suggestions(change, people, before) == found


@pytest.mark.parametrize("change", Change, ids=str)
@pytest.mark.parametrize("people", [1, MOST_PEOPLE])
def test_no_suggestion_is_one_that_no_household_can_have(change: Change, people: int) -> None:
    for persons in (None, 0, 1, MOST_PEOPLE):
        for workers in (None, 0, 1, MOST_PEOPLE):
            found = suggestions(change, people, fitting(persons, workers))
            too_many = CHANGES[change].persons == -1 and persons is not None and people >= persons
            assert (0 if too_many else 1) <= len(found) <= 4


@pytest.mark.parametrize("change", Change, ids=str)
def test_only_changes_of_persons_and_workers_touch_numbers(change: Change) -> None:
    counting = (ChangeGroup.PERSONS, ChangeGroup.WORKERS, ChangeGroup.OTHER)
    still = (Change.HEAD_CHANGE, Change.JOB_CHANGE)
    assert touches_counts(change) == (CHANGES[change].group in counting and change not in still)


@pytest.mark.parametrize(
    ("persons", "workers"), [(-1, 0), (0, -1), (31, 0), (4, 31), (2, 3), (0, 1)]
)
def test_numbers_that_no_household_has_cannot_be_made(persons: int, workers: int) -> None:
    with pytest.raises(ValueError, match=r"household|workers"):
        Counts(persons, workers)


@pytest.mark.parametrize(
    ("given", "nearest"),
    [
        ((-1, 0), Counts(0, 0)),
        ((40, 40), Counts(30, 30)),
        ((2, 5), Counts(2, 2)),
        ((None, 5), Counts(None, 5)),
        ((3, None), Counts(3, None)),
    ],
    ids=str,
)
def test_what_was_read_is_made_to_fit(
    given: tuple[int | None, int | None], nearest: Counts
) -> None:
    assert fitting(*given) == nearest


@pytest.mark.parametrize("days", [0, 1, 400, OLDEST_CHANGE.days])
def test_a_day_of_the_last_two_years_is_taken(days: int) -> None:
    check_happened(TODAY - timedelta(days=days), TODAY)


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        (TODAY + timedelta(days=1), Reason.FUTURE_DAY),
        (date(9999, 12, 31), Reason.FUTURE_DAY),
        (TODAY - OLDEST_CHANGE - timedelta(days=1), Reason.CHANGE_TOO_OLD),
        (date(1, 1, 1), Reason.CHANGE_TOO_OLD),
    ],
    ids=str,
)
def test_a_day_that_cannot_be_meant_is_refused(day: date, reason: Reason) -> None:
    with pytest.raises(Refusal) as said:
        check_happened(day, TODAY)
    assert said.value.reason is reason
