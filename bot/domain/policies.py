"""What a commune and its cells may set for themselves: a closed list, each with a sound default."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, time
from enum import StrEnum
from typing import Any

from bot.domain.households import HouseholdClass
from bot.domain.imports import Frequency
from bot.domain.meetings import MeetingDays, Period, PeriodKind, Rhythm
from bot.domain.people import OFFICE, Actor, Role, UnitLevel
from bot.domain.quiet import ORDINARY, PushHours

SETTERS = (*OFFICE, Role.ADMIN)
"""Who may change what holds in a commune."""
MOST_NUDGES, FARTHEST_NUDGE = 2, 10
LONGEST_GAP = 7
LONGEST_CADENCE = 12
LONGEST_MUTE_DAYS = 92

_MONTHS_A_YEAR = 12
_LAST_DAY_OF_ALL = 28


class MuteReason(StrEnum):
    """Why somebody wants no reminders; never an illness (privacy.md 5.2)."""

    WORK = "WORK"
    TRAVEL = "TRAVEL"
    PRIVATE = "PRIVATE"


@dataclass(frozen=True, slots=True)
class Cadence:
    """How many months one visit is good for, by what the household is."""

    poor: int = 1
    near_poor: int = 1
    needing_help: int = 1
    others: int = 1

    def __post_init__(self) -> None:
        if not all(1 <= getattr(self, each.name) <= LONGEST_CADENCE for each in fields(self)):
            raise ValueError("a household is visited once a year at least")

    def months(self, household_class: HouseholdClass, needs_help: bool) -> int:
        """The shortest of those that apply."""
        match household_class:
            case HouseholdClass.POOR:
                of_class = self.poor
            case HouseholdClass.NEAR_POOR:
                of_class = self.near_poor
            case _:
                of_class = self.others
        return min(of_class, self.needing_help) if needs_help else of_class


ALL_MONTHLY = Cadence()
FOCUS_MONTHLY = Cadence(others=3)


def due_since(months: int, period: Period) -> date:
    """A household is due in the period unless it was visited at home on this day or later."""
    if months == 1:
        return period.first
    count = period.first.year * _MONTHS_A_YEAR + period.first.month - months
    day = min(period.first.day, _LAST_DAY_OF_ALL)
    return date(count // _MONTHS_A_YEAR, count % _MONTHS_A_YEAR + 1, day)


def is_due(
    cadence: Cadence,
    household_class: HouseholdClass,
    needs_help: bool,
    met_before: date | None,
    period: Period,
) -> bool:
    """Whether a household is due in a period, by its last visit at home before it began."""
    since = due_since(cadence.months(household_class, needs_help), period)
    return met_before is None or met_before < since


CELL_MEETS, COMMITTEE_MEETS = MeetingDays(10, 10), MeetingDays(7, 9)


@dataclass(frozen=True, slots=True)
class Settings:
    """What holds in a cell, or in a commune, once everything is taken together."""

    meets: MeetingDays = CELL_MEETS
    period: PeriodKind = PeriodKind.MONTH
    month_list: bool = True  # the list of day 1
    nudge_days: tuple[int, ...] = (5, 1)  # working days before the period ends
    gap_days: int = 2  # days before the own meeting; 0: none
    push_hour: time = time(8)
    hours: PushHours = ORDINARY
    escalation: bool = True
    digest: bool = True
    second_approver: bool = False
    cadence: Cadence = ALL_MONTHLY

    @property
    def rhythm(self) -> Rhythm:
        """When the unit meets and how it counts."""
        return Rhythm(self.meets, self.period)


class Setting(StrEnum):
    """Everything that can be set; the value is the name of the policy."""

    PERIOD = "period"
    MEETING_DAYS = "meeting_days"
    MONTH_LIST = "month_list"
    NUDGE_DAYS = "nudge_days"
    GAP_DAYS = "gap_days"
    PUSH_HOUR = "push_hour"
    HOURS = "push_hours"
    ESCALATION = "escalation"
    DIGEST = "digest"
    SECOND_APPROVER = "second_approver"
    FREQUENCY = "visit_frequency"


Read = Callable[[Any], Any]
Stored = str | int | bool | list[int] | dict[str, int]


def _switch(stored: Any) -> bool:
    if not isinstance(stored, bool):
        raise ValueError("on or off")
    return stored


def _number(least: int, most: int) -> Callable[[Any], int]:
    def read(stored: Any) -> int:
        if isinstance(stored, bool) or not isinstance(stored, int) or not least <= stored <= most:
            raise ValueError(f"a number from {least} to {most}")
        return stored

    return read


def _nudges(stored: Any) -> tuple[int, ...]:
    days = tuple(sorted({_number(1, FARTHEST_NUDGE)(each) for each in stored}, reverse=True))
    if len(days) > MOST_NUDGES:
        raise ValueError("no more than four duty pushes a month")
    return days


def _meeting_days(stored: Any) -> MeetingDays:
    days = MeetingDays.read(str(stored))
    if days is None:
        raise ValueError("no days of a month")
    return days


def _hours(stored: Any) -> PushHours:
    first, last = str(stored).split("-")
    return PushHours(time.fromisoformat(first), time.fromisoformat(last))


def _hour(stored: Any) -> time:
    clock = time.fromisoformat(str(stored))
    if not ORDINARY.hold(clock):
        raise ValueError("outside of the ordinary hours")
    return clock


def _cadence(stored: Any) -> Cadence:
    match stored:
        case Frequency.ALL:
            return ALL_MONTHLY
        case Frequency.FOCUS:
            return FOCUS_MONTHLY
        case dict():
            return Cadence(**stored)
    raise ValueError("no frequency")


@dataclass(frozen=True, slots=True)
class Rule:
    """Where a setting is made, which of the `Settings` it is, and how its policy is read."""

    field: str
    read: Read
    levels: tuple[UnitLevel, ...]


_COMMUNE, _CELL = (UnitLevel.COMMUNE,), (UnitLevel.CELL,)
_BOTH = (UnitLevel.COMMUNE, UnitLevel.CELL)

RULES: Mapping[Setting, Rule] = {
    Setting.PERIOD: Rule("period", PeriodKind, _CELL),
    Setting.MEETING_DAYS: Rule("meets", _meeting_days, _BOTH),
    Setting.MONTH_LIST: Rule("month_list", _switch, _BOTH),
    Setting.NUDGE_DAYS: Rule("nudge_days", _nudges, _BOTH),
    Setting.GAP_DAYS: Rule("gap_days", _number(0, LONGEST_GAP), _BOTH),
    Setting.PUSH_HOUR: Rule("push_hour", _hour, _BOTH),
    Setting.HOURS: Rule("hours", _hours, _COMMUNE),
    Setting.ESCALATION: Rule("escalation", _switch, _COMMUNE),
    Setting.DIGEST: Rule("digest", _switch, _BOTH),
    Setting.SECOND_APPROVER: Rule("second_approver", _switch, _COMMUNE),
    Setting.FREQUENCY: Rule("cadence", _cadence, _COMMUNE),
}


def settings_from(level: UnitLevel, *policies: Mapping[str, object], meets: str = "") -> Settings:
    """Take policies together, the nearest last; whatever is not there or not readable is not said.

    `meets` are the unit's own meeting days, as they are stored with it.
    """
    ordinary = COMMITTEE_MEETS if level is UnitLevel.COMMUNE else CELL_MEETS
    found = Settings(MeetingDays.read(meets) or ordinary)
    for setting, rule in RULES.items():
        for policy in policies:
            if setting is not Setting.MEETING_DAYS and setting in policy:
                found = _with(found, rule, policy[setting])
    return replace(found, push_hour=found.hours.next(found.push_hour) or found.hours.first)


def _with(found: Settings, rule: Rule, stored: object) -> Settings:
    """One row that somebody wrote by hand must not silence a whole commune."""
    try:
        return replace(found, **{rule.field: rule.read(stored)})
    except (ValueError, TypeError):
        return found


def cadence_from(stored: object) -> Cadence:
    """How often households are due, as a commune's policy says; None where it says nothing."""
    return _with(Settings(), RULES[Setting.FREQUENCY], stored).cadence


def fits(setting: Setting, stored: object) -> bool:
    """Whether this is a value that the setting can have."""
    try:
        RULES[setting].read(stored)
    except (ValueError, TypeError):
        return False
    return True


def level_set_by(actor: Actor, unit_id: int) -> UnitLevel | None:
    """As what a unit is set by somebody: as the commune, as a cell, or not at all."""
    if unit_id == actor.commune_id and actor.holds(*SETTERS):
        return UnitLevel.COMMUNE
    return UnitLevel.CELL if unit_id in actor.cells_led else None
