"""What a person is shown of their own account and reports (privacy.md 5.8)."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.concerns import ConcernStatus
from bot.domain.people import ConsentState, Role


@dataclass(frozen=True, slots=True)
class Account:
    """A person as the person sees it: no phone number, only whether there is one."""

    name: str
    code: str
    cell: str  # empty for those who belong to no cell
    posts: tuple[tuple[Role, str], ...]  # a role and the name of its unit
    has_phone: bool
    linked_at: datetime | None
    addresses: int
    consent: ConsentState
    consent_at: datetime | None
    muted_until: date | None = None  # the last day without reminders


@dataclass(frozen=True, slots=True)
class ReportCounts:
    """How many reports of a person are kept."""

    visits: int
    concerns: int
    changes: int


@dataclass(frozen=True, slots=True)
class OwnVisit:
    """A visit in the export: the number in the book and the days, nothing of other people."""

    number: int | None
    visited_on: date
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class OwnConcern:
    """A concern in the export: its code and where it stands, not the household's words."""

    code: str
    raised_on: date
    status: ConcernStatus


@dataclass(frozen=True, slots=True)
class OwnChange:
    """A household change in the export: that one was reported, not what happened to whom."""

    number: int | None
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class OwnReports:
    """Everything that a person reported and that is not withdrawn, oldest first."""

    visits: tuple[OwnVisit, ...]
    concerns: tuple[OwnConcern, ...]
    changes: tuple[OwnChange, ...]
