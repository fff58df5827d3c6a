"""Codes are stable: what is stored under one must be found under it for ever (glossary.md)."""

from enum import StrEnum

import pytest

from bot.domain.announcements import AnnouncementKind, Language
from bot.domain.concerns import (
    ConcernCategory,
    ConcernKind,
    ConcernLevel,
    ConcernStatus,
    ConcernTarget,
    ReporterVisibility,
    Satisfaction,
)
from bot.domain.delivery import Delivery, InboxStatus
from bot.domain.households import (
    CHANGES,
    CLASS_AFTER,
    AssignmentEnd,
    AssignmentKind,
    Change,
    ChangeGroup,
    DatePrecision,
    HouseholdClass,
)
from bot.domain.people import (
    CellKind,
    ConsentState,
    MemberStatus,
    Role,
    UnitChange,
    UnitLevel,
)
from bot.domain.policies import Setting
from bot.domain.visits import (
    HelpKind,
    HelpStatus,
    LifeState,
    NotDoneReason,
    Topic,
    VisitKind,
)

GLOSSARY: dict[type[StrEnum], str] = {
    UnitLevel: "PROVINCE COMMUNE SUB_COMMITTEE CELL CELL_GROUP RESIDENTIAL SELF_GROUP",
    CellKind: (
        "RESIDENTIAL AGENCY SCHOOL HEALTH POLICE MILITARY STATE_ENTERPRISE PRIVATE_ENTERPRISE "
        "COOP STUDENT OTHER_CELL"
    ),
    Role: (
        "MEMBER GROUP_LEAD CELL_COMMITTEE CELL_DEPUTY CELL_SECRETARY COMMUNE_OVERSEER "
        "COMMUNE_OFFICE COMMUNE_LEADER ANNOUNCER ADMIN DATA_OFFICER VILLAGE_HEAD"
    ),
    MemberStatus: "FULL PROBATION EXEMPT LIAISON_213 MOVED AWAY LEFT DECEASED",
    UnitChange: "CREATED MERGED SPLIT RENAMED DISSOLVED REPARENTED",
    AssignmentKind: "MAIN HELPING",
    AssignmentEnd: (
        "ANNUAL_REVIEW MEMBER_MOVED MEMBER_HEALTH HOUSEHOLD_MOVED UNIT_MERGED REBALANCE OTHER_END"
    ),
    HouseholdClass: "POOR NEAR_POOR NEW_OUT_POVERTY AVERAGE NONE UNKNOWN",
    Change: (
        "BIRTH DEATH MOVE_IN MOVE_OUT TEMP_STAY TEMP_ABSENT SPLIT JOIN HEAD_CHANGE AWAY_DOMESTIC "
        "AWAY_ABROAD RETURNED ENLIST DISCHARGE STUDY_AWAY STUDY_DONE JOB_NEW JOB_LOST JOB_CHANGE "
        "CLASS_POOR_NEW CLASS_NEAR_NEW CLASS_EXIT CLASS_NEAR_EXIT CLASS_RELAPSE DISASTER HOUSING "
        "SCHOOL_DROP INSURANCE_CHG OTHER_CHANGE"
    ),
    DatePrecision: "HOUR DAY WEEK MONTH QUARTER YEAR LUNAR",
    LifeState: "STABLE BETTER WORSE URGENT_HELP NOT_KNOWN",
    HelpKind: "HOW_TO LOAN JOB SEED_STOCK HOUSE SPONSOR INSURANCE OTHER_HELP",
    HelpStatus: "PROPOSED GIVEN",
    VisitKind: "HOME PHONE GROUP_MEETING VIA_OTHER NOT_DONE",
    # privacy.md 5.2 wins over the glossary: no MEMBER_SICK, it is MEMBER_PRIVATE
    NotDoneReason: "ABSENT_HH MEMBER_BUSY MEMBER_PRIVATE WEATHER REFUSED OTHER_REASON",
    Topic: (
        "PROPAGANDA LIVELIHOOD LOAN_ADVICE BHYT_ADVICE SAFETY CULTURE NEW_RURAL ENVIRONMENT "
        "DIGITAL CARE OTHER_TOPIC"
    ),
    ConcernKind: "FEEDBACK PROPOSAL QUESTION PRAISE REFER_ONLY",
    ConcernCategory: (
        "LAND ROAD IRRIGATION POWER WATER_SUPPLY ENVIRONMENT_C POLICY HEALTH_C EDUCATION LOANS "
        "EMPLOYMENT FARMING ADMIN_PROC MERGER SAFETY_C CULTURE_C PARTY_WORK DISASTER_C TELECOM "
        "OTHER_C"
    ),
    ConcernLevel: "URGENT NORMAL COMPLEX",
    ConcernStatus: (
        "NEW TRIAGE NEED_INFO IN_PROGRESS FORWARDED RETURNED ANSWERED FED_BACK CLOSED REOPENED "
        "DECLINED REFERRED MERGED WITHDRAWN"
    ),
    ConcernTarget: (
        "CELL VILLAGE FRONT UNION COMMUNE_PARTY COMMUNE_GOV COMMUNE_POLICE SERVICE_FIRM HIGHER"
    ),
    Satisfaction: "SATISFIED PARTLY NOT_SATISFIED NO_ANSWER",
    ReporterVisibility: "NAMED HOUSEHOLD_ONLY HIDDEN",
    AnnouncementKind: "POLICY_A MEETING_A WARNING_A TASK_A CONGRATS OTHER_A",
    Delivery: (
        "QUEUED SENDING UNKNOWN SENT_D DELIVERED READ ACK FAILED EXPIRED_D CALL_NEEDED"
    ),
    ConsentState: "NOT_ASKED GIVEN REFUSED_C WITHDRAWN_C RENEW",
}  # fmt: skip
STORED: dict[type[StrEnum], str] = {
    InboxStatus: "new done dead",
    Language: "km cjm zh hmn tyz tdd mtq nut rad jra bdq ium en",
    Setting: (
        "period meeting_days month_list nudge_days gap_days push_hour push_hours escalation digest "
        "second_approver visit_frequency"
    ),
}


@pytest.mark.parametrize(
    ("codes", "listed"),
    [*GLOSSARY.items(), *STORED.items()],
    ids=[codes.__name__ for codes in (*GLOSSARY, *STORED)],
)
def test_the_codes_are_those_of_the_glossary(codes: type[StrEnum], listed: str) -> None:
    assert [code.value for code in codes] == listed.split()


# glossary.md 3, CHANGE: the columns Δp and Δw; "?" where nobody can say beforehand,
# n where the number of people is asked
P, W, C, L, O = ChangeGroup  # noqa: E741
EFFECTS: dict[Change, tuple[ChangeGroup, str, str]] = {
    Change.BIRTH: (P, "+1", "0"),
    Change.DEATH: (P, "-1", "?"),
    Change.MOVE_IN: (P, "+n", "?"),
    Change.MOVE_OUT: (P, "-n", "?"),
    Change.TEMP_STAY: (P, "?n", "?"),
    Change.TEMP_ABSENT: (P, "0", "?"),
    Change.SPLIT: (P, "-n", "?"),
    Change.JOIN: (P, "+n", "?"),
    Change.HEAD_CHANGE: (P, "0", "0"),
    Change.AWAY_DOMESTIC: (W, "0", "-n"),
    Change.AWAY_ABROAD: (W, "0", "-n"),
    Change.RETURNED: (W, "0", "+n"),
    Change.ENLIST: (W, "0", "-1"),
    Change.DISCHARGE: (W, "0", "+1"),
    Change.STUDY_AWAY: (W, "0", "?n"),
    Change.STUDY_DONE: (W, "0", "?n"),
    Change.JOB_NEW: (W, "0", "?"),
    Change.JOB_LOST: (W, "0", "?"),
    Change.JOB_CHANGE: (W, "0", "0"),
    Change.CLASS_POOR_NEW: (C, "0", "0"),
    Change.CLASS_NEAR_NEW: (C, "0", "0"),
    Change.CLASS_EXIT: (C, "0", "0"),
    Change.CLASS_NEAR_EXIT: (C, "0", "0"),
    Change.CLASS_RELAPSE: (C, "0", "0"),
    Change.DISASTER: (L, "0", "0"),
    Change.HOUSING: (L, "0", "0"),
    Change.SCHOOL_DROP: (L, "0", "0"),
    Change.INSURANCE_CHG: (L, "0", "0"),
    Change.OTHER_CHANGE: (O, "?", "?"),
}


@pytest.mark.parametrize("change", Change)
def test_a_change_moves_the_numbers_as_the_glossary_says(change: Change) -> None:
    group, persons, workers = EFFECTS[change]
    rule = CHANGES[change]
    assert rule.group is group
    for said, sign in ((persons, rule.persons), (workers, rule.workers)):
        assert sign == {"+": 1, "-": -1, "0": 0, "?": None}[said[0]]
    assert rule.counted is ("n" in persons + workers)


AWAY = {Change.AWAY_DOMESTIC, Change.AWAY_ABROAD, Change.STUDY_AWAY}
BY_DECISION = {
    Change.CLASS_POOR_NEW: HouseholdClass.POOR,
    Change.CLASS_NEAR_NEW: HouseholdClass.NEAR_POOR,
    Change.CLASS_EXIT: HouseholdClass.NEW_OUT_POVERTY,
    Change.CLASS_NEAR_EXIT: HouseholdClass.AVERAGE,
    Change.CLASS_RELAPSE: HouseholdClass.POOR,
}


@pytest.mark.parametrize("change", Change)
def test_a_place_is_asked_of_those_away_and_a_decision_for_a_class(change: Change) -> None:
    """S2-09 with privacy.md 5.3: province or country only. S0-03: a class is decided."""
    assert CHANGES[change].place is (change in AWAY)
    assert CHANGES[change].decision is (change in BY_DECISION)
    assert CLASS_AFTER.get(change) is BY_DECISION.get(change)


FORBIDDEN = ("RELIGION", "ETHNIC", "SCORE", "RANK", "CRIME", "DISAB", "PREGN", "DIAGN", "CCCD")


def test_no_code_holds_what_must_not_be_collected() -> None:
    """privacy.md 5.2: not in any list, so that nobody can choose it."""
    codes = [code.name for kind in (*GLOSSARY, *STORED) for code in kind]
    assert not [code for code in codes if any(word in code for word in FORBIDDEN)]
