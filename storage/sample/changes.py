"""What changed in the sample's households, and the states that came before today's."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random

from bot.domain.households import CHANGES, CLASS_AFTER, Change, DatePrecision, HouseholdClass
from bot.domain.periods import month_of
from bot.domain.visits import VisitKind
from storage.sample import words
from storage.sample.commune import Commune
from storage.sample.history import History
from storage.sample.homes import Homes
from storage.tables import HouseholdChange, HouseholdState, Visit

_HOW_MANY: tuple[tuple[Change, int], ...] = (
    (Change.BIRTH, 12), (Change.DEATH, 7), (Change.MOVE_IN, 6), (Change.MOVE_OUT, 5),
    (Change.TEMP_STAY, 4), (Change.TEMP_ABSENT, 3), (Change.AWAY_DOMESTIC, 26),
    (Change.AWAY_ABROAD, 4), (Change.RETURNED, 9), (Change.ENLIST, 3), (Change.DISCHARGE, 2),
    (Change.STUDY_AWAY, 6), (Change.STUDY_DONE, 2), (Change.JOB_NEW, 7), (Change.JOB_LOST, 3),
    (Change.JOB_CHANGE, 5), (Change.CLASS_NEAR_NEW, 2), (Change.CLASS_NEAR_EXIT, 4),
    (Change.CLASS_RELAPSE, 1), (Change.DISASTER, 2), (Change.HOUSING, 5),
    (Change.INSURANCE_CHG, 2),
)  # fmt: skip
"""120 changes in three months."""

_CLASS_BEFORE = {
    Change.CLASS_NEAR_NEW: HouseholdClass.AVERAGE,
    Change.CLASS_NEAR_EXIT: HouseholdClass.NEAR_POOR,
    Change.CLASS_RELAPSE: HouseholdClass.NEW_OUT_POVERTY,
}
_PRECISIONS = (DatePrecision.DAY, DatePrecision.DAY, DatePrecision.WEEK, DatePrecision.MONTH)
_WORKERS: dict[Change, int] = {Change.MOVE_IN: 1, Change.MOVE_OUT: -1, Change.JOB_NEW: 1}
"""What a change did to the workers here, where its rule cannot say."""


@dataclass(slots=True)
class Changed:
    """The log of changes, and every state that a household was in."""

    changes: list[HouseholdChange] = field(default_factory=list)
    states: list[HouseholdState] = field(default_factory=list)


def changed(rng: Random, commune: Commune, homes: Homes, history: History) -> Changed:
    """Changes before this month; today's states stay as they are, older ones go before them."""
    result = Changed()
    own = {household.id for household in homes.held[commune.member.id]}
    visits = [
        v for v in history.visits
        if v.kind is VisitKind.HOME and v.household_id not in own
        and month_of(v.visited_on) in history.months
    ]  # fmt: skip
    drawn = list(_drawn(rng, homes, visits))
    drawn.sort(key=lambda pair: (pair[0].recorded_at, pair[0].id))
    for visit, change in drawn:
        _add(rng, commune, homes, result, visit, change)
    result.states += homes.now.values()
    result.states.sort(key=lambda state: (state.household_id, state.since))
    for place, state in enumerate(result.states, 1):
        state.id = place
    return result


def _drawn(rng: Random, homes: Homes, visits: list[Visit]) -> Iterator[tuple[Visit, Change]]:
    """Which visit brought which change to light; one a household, and one that can have been."""
    waiting = rng.sample(visits, len(visits))
    taken: set[int] = set()
    for change, count in _HOW_MANY:
        for _ in range(count):
            visit = next(
                v for v in waiting
                if v.household_id not in taken and _possible(change, homes.now[v.household_id])
            )  # fmt: skip
            taken.add(visit.household_id)
            yield visit, change


def _possible(change: Change, now: HouseholdState) -> bool:
    """Whether a household that is as it is today can have been otherwise before."""
    persons, workers = _steps(change, 1)
    before_persons, before_workers = (now.persons or 0) - persons, (now.workers or 0) - workers
    if change in CLASS_AFTER and now.household_class is not CLASS_AFTER[change]:
        return False
    if now.policy_family or now.persons is None or now.persons < 2:
        return False
    return before_persons >= 2 and 0 <= before_workers <= before_persons


def _steps(change: Change, people: int) -> tuple[int, int]:
    """How many persons and workers came (or, below zero, went)."""
    rule = CHANGES[change]
    workers = rule.workers if rule.workers is not None else _WORKERS.get(change, 0)
    return (rule.persons or 0) * people, workers * people


def _add(
    rng: Random, commune: Commune, homes: Homes, result: Changed, visit: Visit, change: Change
) -> None:
    now = homes.now[visit.household_id]
    rule = CHANGES[change]
    people = 2 if rule.counted and rng.random() < 0.3 and _possible_for_two(change, now) else 1
    persons, workers = _steps(change, people)
    happened = max(visit.visited_on - timedelta(days=rng.randrange(1, 20)), commune.began)
    decision = ""
    if rule.decision:
        decision = f"Quyết định số {rng.randint(40, 99)}/QĐ-UBND ngày {happened:%d/%m/%Y}"
    counts = bool(persons or workers)
    place = len(result.changes) + 1
    visit.nothing_new = False
    result.changes.append(
        HouseholdChange(
            id=place, household_id=visit.household_id, change=change, happened_on=happened,
            precision=DatePrecision.DAY if rule.decision else rng.choice(_PRECISIONS),
            people=people, place=_place(rng, change), decision=decision, note="",
            persons_after=now.persons if counts else None,
            workers_after=now.workers if counts else None,
            author_id=visit.author_id, visit_id=visit.id, recorded_at=visit.recorded_at,
            effect_key=f"sample:{place}",
        )
    )  # fmt: skip
    if counts or rule.decision:
        result.states.append(_before(now, change, persons, workers))
        now.since, now.change_id = happened, place
        result.states[-1].until = happened
        now.decision = decision or now.decision


def _possible_for_two(change: Change, now: HouseholdState) -> bool:
    persons, workers = _steps(change, 2)
    before_persons, before_workers = (now.persons or 0) - persons, (now.workers or 0) - workers
    return before_persons >= 2 and 0 <= before_workers <= before_persons


def _place(rng: Random, change: Change) -> str:
    if not CHANGES[change].place:
        return ""
    abroad = change is Change.AWAY_ABROAD
    return rng.choice(words.PLACES_ABROAD if abroad else words.PLACES_IN_THE_COUNTRY)


def _before(now: HouseholdState, change: Change, persons: int, workers: int) -> HouseholdState:
    """The state that the change ended."""
    return HouseholdState(
        household_id=now.household_id, since=now.since, until=None,
        household_class=_CLASS_BEFORE.get(change, now.household_class),
        decision=now.decision, needs_help=now.needs_help, policy_family=now.policy_family,
        persons=(now.persons or 0) - persons, workers=(now.workers or 0) - workers,
        occupation=now.occupation,
    )  # fmt: skip
