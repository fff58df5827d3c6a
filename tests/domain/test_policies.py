"""What communes and cells may set: what is read, what is refused, and what stands over what."""

from collections.abc import Mapping
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.households import HouseholdClass
from bot.domain.meetings import MeetingDays, Period, PeriodKind
from bot.domain.people import Actor, ConsentState, Post, Role, UnitLevel
from bot.domain.policies import (
    ALL_MONTHLY,
    FOCUS_MONTHLY,
    LONGEST_CADENCE,
    RULES,
    Cadence,
    Setting,
    Settings,
    due_since,
    fits,
    level_set_by,
    settings_from,
)
from bot.domain.quiet import PushHours

CELL, COMMUNE = UnitLevel.CELL, UnitLevel.COMMUNE
NOVEMBER = Period("2026-11", date(2026, 11, 1), date(2026, 11, 30))

GOOD: dict[str, tuple[Setting, object, str, object]] = {
    "all monthly": (Setting.FREQUENCY, "all", "cadence", ALL_MONTHLY),
    "focus": (Setting.FREQUENCY, "focus", "cadence", FOCUS_MONTHLY),
    "months by class": (
        Setting.FREQUENCY,
        {"poor": 1, "near_poor": 2, "needing_help": 1, "others": 6},
        "cadence",
        Cadence(1, 2, 1, 6),
    ),
    "one class only": (Setting.FREQUENCY, {"others": 2}, "cadence", Cadence(others=2)),
    "from meeting to meeting": (Setting.PERIOD, "MEETING", "period", PeriodKind.MEETING),
    "nudges in any order": (Setting.NUDGE_DAYS, [1, 3], "nudge_days", (3, 1)),
    "no nudges": (Setting.NUDGE_DAYS, [], "nudge_days", ()),
    "no question about gaps": (Setting.GAP_DAYS, 0, "gap_days", 0),
    "the evening": (Setting.PUSH_HOUR, "19:00", "push_hour", time(19)),
    "shorter hours": (Setting.HOURS, "07:30-19:00", "hours", PushHours(time(7, 30), time(19))),
    "no digest": (Setting.DIGEST, False, "digest", False),
    "a second approver": (Setting.SECOND_APPROVER, True, "second_approver", True),
    "no list": (Setting.MONTH_LIST, False, "month_list", False),
    "no escalation": (Setting.ESCALATION, False, "escalation", False),
}
BAD: dict[str, tuple[Setting, object]] = {
    "an unknown frequency": (Setting.FREQUENCY, "weekly"),
    "a class of nobody's": (Setting.FREQUENCY, {"rich": 1}),
    "never": (Setting.FREQUENCY, {"others": LONGEST_CADENCE + 1}),
    "no month": (Setting.FREQUENCY, {"poor": 0}),
    "a word for months": (Setting.FREQUENCY, {"poor": "one"}),
    "nothing at all": (Setting.FREQUENCY, None),
    "an unknown period": (Setting.PERIOD, "WEEK"),
    "three nudges": (Setting.NUDGE_DAYS, [5, 3, 1]),
    "a nudge too far": (Setting.NUDGE_DAYS, [11]),
    "a nudge of no day": (Setting.NUDGE_DAYS, 5),
    "a negative gap": (Setting.GAP_DAYS, -1),
    "a gap that is true": (Setting.GAP_DAYS, True),
    "an hour of the night": (Setting.PUSH_HOUR, "21:00"),
    "the hour of lunch": (Setting.PUSH_HOUR, "12:00"),
    "no hour": (Setting.PUSH_HOUR, "sáng"),
    "hours into the night": (Setting.HOURS, "07:00-22:00"),
    "one hour only": (Setting.HOURS, "07:00"),
    "a switch in words": (Setting.DIGEST, "on"),
    "day 32": (Setting.MEETING_DAYS, "32"),
}


@pytest.mark.parametrize(("setting", "stored", "field", "value"), GOOD.values(), ids=GOOD)
def test_a_policy_is_read_as_its_setting(
    setting: Setting, stored: object, field: str, value: object
) -> None:
    assert fits(setting, stored)
    assert getattr(settings_from(CELL, {setting.value: stored}), field) == value


@pytest.mark.parametrize(("setting", "stored"), BAD.values(), ids=BAD)
def test_what_no_setting_can_be_is_refused_and_never_holds(
    setting: Setting, stored: object
) -> None:
    assert not fits(setting, stored)
    assert settings_from(CELL, {setting.value: stored}) == Settings()


ODD: tuple[object, ...] = (
    None,
    True,
    -1,
    5,
    "",
    "x",
    "07:00",
    [],
    [1],
    ["x"],
    [[1]],
    {},
    {"poor": 0},
    {"x": 1},
)


@given(st.dictionaries(st.sampled_from([each.value for each in Setting]), st.sampled_from(ODD)))
def test_no_stored_value_takes_the_settings_down(policy: Mapping[str, object]) -> None:
    found = settings_from(COMMUNE, policy)
    assert found.hours.hold(found.push_hour)
    assert len(found.nudge_days) <= 2


def test_every_setting_has_its_place() -> None:
    assert set(RULES) == set(Setting)
    fields = {rule.field for rule in RULES.values()}
    assert fields == set(Settings.__dataclass_fields__)


def test_the_nearest_says_what_holds_and_silence_leaves_it() -> None:
    commune: dict[str, object] = {"digest": False, "push_hour": "19:00", "gap_days": "many"}
    cell: dict[str, object] = {"push_hour": "07:00"}
    found = settings_from(CELL, commune, cell, meets="cuối tháng")
    assert found == Settings(MeetingDays(31, 31), push_hour=time(7), digest=False)
    assert found.rhythm.meets == MeetingDays(31, 31)


def test_committees_meet_on_other_days_than_cells() -> None:
    assert settings_from(COMMUNE).meets == MeetingDays(7, 9)
    assert settings_from(CELL, meets="khi nào tiện").meets == MeetingDays(10, 10)


@pytest.mark.parametrize(
    ("hour", "hours", "goes"),
    [
        pytest.param("07:00", "08:30-19:00", time(8, 30), id="before the commune's hours"),
        pytest.param("19:30", "08:30-19:00", time(8, 30), id="after them"),
        pytest.param("10:00", "08:30-19:00", time(10), id="within"),
    ],
)
def test_a_cells_hour_keeps_within_the_commune(hour: str, hours: str, goes: time) -> None:
    found = settings_from(CELL, {"push_hours": hours}, {"push_hour": hour})
    assert found.push_hour == goes


MONTHS: dict[str, tuple[HouseholdClass, bool, int]] = {
    "poor": (HouseholdClass.POOR, False, 1),
    "near-poor": (HouseholdClass.NEAR_POOR, False, 2),
    "needing help": (HouseholdClass.NONE, True, 1),
    "near-poor and needing help": (HouseholdClass.NEAR_POOR, True, 1),
    "just out of poverty": (HouseholdClass.NEW_OUT_POVERTY, False, 3),
    "unknown": (HouseholdClass.UNKNOWN, False, 3),
}


@pytest.mark.parametrize(("household_class", "needs_help", "months"), MONTHS.values(), ids=MONTHS)
def test_the_shortest_cadence_that_applies_counts(
    household_class: HouseholdClass, needs_help: bool, months: int
) -> None:
    assert Cadence(1, 2, 1, 3).months(household_class, needs_help) == months


def test_a_quarterly_household_is_due_when_two_months_have_gone_without_a_visit() -> None:
    assert due_since(1, NOVEMBER) == date(2026, 11, 1)
    assert due_since(3, NOVEMBER) == date(2026, 9, 1)
    assert due_since(12, NOVEMBER) == date(2025, 12, 1)
    meeting = Period("2026-11", date(2026, 11, 30), date(2026, 12, 30))
    assert due_since(1, meeting) == date(2026, 11, 30)
    assert due_since(3, meeting) == date(2026, 9, 28)


def _actor(role: Role, unit_id: int) -> Actor:
    return Actor(1, "An", 1, 5, ConsentState.GIVEN, (Post(role, unit_id),), 1)


@pytest.mark.parametrize("role", Role)
def test_who_may_set_what(role: Role) -> None:
    of_commune = role in (Role.COMMUNE_OFFICE, Role.COMMUNE_LEADER, Role.ADMIN)
    of_cell = role in (Role.CELL_SECRETARY, Role.CELL_DEPUTY)
    assert level_set_by(_actor(role, 1), 1) is (
        COMMUNE if of_commune else CELL if of_cell else None
    )
    assert level_set_by(_actor(role, 5), 5) is (CELL if of_cell else None)
    assert level_set_by(_actor(role, 5), 6) is None
