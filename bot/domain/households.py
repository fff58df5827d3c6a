"""What is known of a household, and how it changes (glossary 3)."""

from dataclasses import dataclass
from enum import StrEnum


class HouseholdClass(StrEnum):
    """Official living-standard class, by yearly decision."""

    POOR = "POOR"
    NEAR_POOR = "NEAR_POOR"
    NEW_OUT_POVERTY = "NEW_OUT_POVERTY"
    AVERAGE = "AVERAGE"
    NONE = "NONE"
    UNKNOWN = "UNKNOWN"


class AssignmentKind(StrEnum):
    """Whether a person has the household in charge, or helps."""

    MAIN = "MAIN"
    HELPING = "HELPING"


class AssignmentEnd(StrEnum):
    """Why somebody no longer has a household."""

    ANNUAL_REVIEW = "ANNUAL_REVIEW"
    MEMBER_MOVED = "MEMBER_MOVED"
    MEMBER_HEALTH = "MEMBER_HEALTH"
    HOUSEHOLD_MOVED = "HOUSEHOLD_MOVED"
    UNIT_MERGED = "UNIT_MERGED"
    REBALANCE = "REBALANCE"
    OTHER_END = "OTHER_END"


class ChangeGroup(StrEnum):
    """How kinds of change are offered, few at a time."""

    PERSONS = "PERSONS"
    WORKERS = "WORKERS"
    CLASS = "CLASS"
    LIVING = "LIVING"
    OTHER = "OTHER"


class Change(StrEnum):
    """What can happen to a household. Codes are stable."""

    BIRTH = "BIRTH"
    DEATH = "DEATH"
    MOVE_IN = "MOVE_IN"
    MOVE_OUT = "MOVE_OUT"
    TEMP_STAY = "TEMP_STAY"
    TEMP_ABSENT = "TEMP_ABSENT"
    SPLIT = "SPLIT"
    JOIN = "JOIN"
    HEAD_CHANGE = "HEAD_CHANGE"
    AWAY_DOMESTIC = "AWAY_DOMESTIC"
    AWAY_ABROAD = "AWAY_ABROAD"
    RETURNED = "RETURNED"
    ENLIST = "ENLIST"
    DISCHARGE = "DISCHARGE"
    STUDY_AWAY = "STUDY_AWAY"
    STUDY_DONE = "STUDY_DONE"
    JOB_NEW = "JOB_NEW"
    JOB_LOST = "JOB_LOST"
    JOB_CHANGE = "JOB_CHANGE"
    CLASS_POOR_NEW = "CLASS_POOR_NEW"
    CLASS_NEAR_NEW = "CLASS_NEAR_NEW"
    CLASS_EXIT = "CLASS_EXIT"
    CLASS_NEAR_EXIT = "CLASS_NEAR_EXIT"
    CLASS_RELAPSE = "CLASS_RELAPSE"
    DISASTER = "DISASTER"
    HOUSING = "HOUSING"
    SCHOOL_DROP = "SCHOOL_DROP"
    INSURANCE_CHG = "INSURANCE_CHG"
    OTHER_CHANGE = "OTHER_CHANGE"


class DatePrecision(StrEnum):
    """How exactly a day is known."""

    HOUR = "HOUR"
    DAY = "DAY"
    WEEK = "WEEK"
    MONTH = "MONTH"
    QUARTER = "QUARTER"
    YEAR = "YEAR"
    LUNAR = "LUNAR"


@dataclass(frozen=True, slots=True)
class ChangeRule:
    """What a change does to the counts, as a suggestion that the reporter confirms.

    `persons` and `workers` are the signs (-1, 0, +1) by which the number of people counts;
    None means that nobody can say beforehand. `counted`: the number of people is asked.
    """

    group: ChangeGroup
    persons: int | None = 0
    workers: int | None = 0
    counted: bool = False
    place: bool = False  # asks for the province or country (never an address, privacy.md 5.3)
    decision: bool = False  # a class changes by decision only: its number and date are asked


_P, _W, _C, _L = ChangeGroup.PERSONS, ChangeGroup.WORKERS, ChangeGroup.CLASS, ChangeGroup.LIVING

CHANGES: dict[Change, ChangeRule] = {
    Change.BIRTH: ChangeRule(_P, persons=1),
    Change.DEATH: ChangeRule(_P, persons=-1, workers=None),
    Change.MOVE_IN: ChangeRule(_P, persons=1, workers=None, counted=True),
    Change.MOVE_OUT: ChangeRule(_P, persons=-1, workers=None, counted=True),
    Change.TEMP_STAY: ChangeRule(_P, persons=None, workers=None, counted=True),
    Change.TEMP_ABSENT: ChangeRule(_P, workers=None),
    Change.SPLIT: ChangeRule(_P, persons=-1, workers=None, counted=True),
    Change.JOIN: ChangeRule(_P, persons=1, workers=None, counted=True),
    Change.HEAD_CHANGE: ChangeRule(_P),
    Change.AWAY_DOMESTIC: ChangeRule(_W, workers=-1, counted=True, place=True),
    Change.AWAY_ABROAD: ChangeRule(_W, workers=-1, counted=True, place=True),
    Change.RETURNED: ChangeRule(_W, workers=1, counted=True),
    Change.ENLIST: ChangeRule(_W, workers=-1),
    Change.DISCHARGE: ChangeRule(_W, workers=1),
    Change.STUDY_AWAY: ChangeRule(_W, workers=None, counted=True, place=True),
    Change.STUDY_DONE: ChangeRule(_W, workers=None, counted=True),
    Change.JOB_NEW: ChangeRule(_W, workers=None),
    Change.JOB_LOST: ChangeRule(_W, workers=None),
    Change.JOB_CHANGE: ChangeRule(_W),
    Change.CLASS_POOR_NEW: ChangeRule(_C, decision=True),
    Change.CLASS_NEAR_NEW: ChangeRule(_C, decision=True),
    Change.CLASS_EXIT: ChangeRule(_C, decision=True),
    Change.CLASS_NEAR_EXIT: ChangeRule(_C, decision=True),
    Change.CLASS_RELAPSE: ChangeRule(_C, decision=True),
    Change.DISASTER: ChangeRule(_L),
    Change.HOUSING: ChangeRule(_L),
    Change.SCHOOL_DROP: ChangeRule(_L),
    Change.INSURANCE_CHG: ChangeRule(_L),
    Change.OTHER_CHANGE: ChangeRule(ChangeGroup.OTHER, persons=None, workers=None),
}

CLASS_AFTER: dict[Change, HouseholdClass] = {
    Change.CLASS_POOR_NEW: HouseholdClass.POOR,
    Change.CLASS_NEAR_NEW: HouseholdClass.NEAR_POOR,
    Change.CLASS_EXIT: HouseholdClass.NEW_OUT_POVERTY,
    Change.CLASS_NEAR_EXIT: HouseholdClass.AVERAGE,
    Change.CLASS_RELAPSE: HouseholdClass.POOR,
}
