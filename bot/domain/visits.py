"""The rules of a household visit (thăm hộ)."""

from datetime import date, timedelta
from enum import StrEnum

from bot.domain.refusals import Reason, Refusal

LATEST_REPORT = timedelta(days=62)
"""A visit older than this is no longer typed in chat: late is welcome, last year is a mistake."""
TAKE_BACK = timedelta(hours=24)
"""How long whoever reported may correct or take back by themselves (product.md, /sua)."""


class VisitKind(StrEnum):
    """How the member met the household (glossary 4)."""

    HOME = "HOME"
    PHONE = "PHONE"
    GROUP_MEETING = "GROUP_MEETING"
    VIA_OTHER = "VIA_OTHER"
    NOT_DONE = "NOT_DONE"


class NotDoneReason(StrEnum):
    """Why no visit came about; never an illness (privacy.md 5.2)."""

    ABSENT_HH = "ABSENT_HH"
    MEMBER_BUSY = "MEMBER_BUSY"
    MEMBER_PRIVATE = "MEMBER_PRIVATE"
    WEATHER = "WEATHER"
    REFUSED = "REFUSED"
    OTHER_REASON = "OTHER_REASON"


class Topic(StrEnum):
    """What was talked about or done."""

    PROPAGANDA = "PROPAGANDA"
    LIVELIHOOD = "LIVELIHOOD"
    LOAN_ADVICE = "LOAN_ADVICE"
    BHYT_ADVICE = "BHYT_ADVICE"
    SAFETY = "SAFETY"
    CULTURE = "CULTURE"
    NEW_RURAL = "NEW_RURAL"
    ENVIRONMENT = "ENVIRONMENT"
    DIGITAL = "DIGITAL"
    CARE = "CARE"
    OTHER_TOPIC = "OTHER_TOPIC"


class HelpKind(StrEnum):
    """Help offered or given."""

    HOW_TO = "HOW_TO"
    LOAN = "LOAN"
    JOB = "JOB"
    SEED_STOCK = "SEED_STOCK"
    HOUSE = "HOUSE"
    SPONSOR = "SPONSOR"
    INSURANCE = "INSURANCE"
    OTHER_HELP = "OTHER_HELP"


class HelpStatus(StrEnum):
    """Whether the help was only proposed, or has been given."""

    PROPOSED = "PROPOSED"
    GIVEN = "GIVEN"


class LifeState(StrEnum):
    """The member's impression of the household's month."""

    STABLE = "STABLE"
    BETTER = "BETTER"
    WORSE = "WORSE"
    URGENT_HELP = "URGENT_HELP"
    NOT_KNOWN = "NOT_KNOWN"


def fulfils_duty(kind: VisitKind) -> bool:
    """Only a visit at home is the monthly visit (S2-16); the rest is counted beside it."""
    return kind is VisitKind.HOME


def may_have_amount(kind: HelpKind) -> bool:
    """Whether people name a sum with this help; advice and a word for a job have none."""
    return kind not in (HelpKind.HOW_TO, HelpKind.JOB)


def check_day(day: date, today: date, assigned_since: date) -> None:
    """Refuse a day on which this visit cannot have been, or can no longer be reported.

    A sealed month is no reason: what comes late goes to its true month, and stands there as an
    addition to what was sealed.
    """
    if day > today:
        raise Refusal(Reason.FUTURE_DAY)
    if day < today - LATEST_REPORT:
        raise Refusal(Reason.TOO_LONG_AGO)
    if day < assigned_since:
        raise Refusal(Reason.BEFORE_ASSIGNMENT, since=assigned_since.isoformat())
