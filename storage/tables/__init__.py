"""The tables: what is remembered, and for how long it holds."""

from storage.tables.announcements import Announcement, AnnouncementQuestion, PassedOn, Receipt
from storage.tables.base import Code, Id, Moment, Table, core
from storage.tables.channels import Channel, WebhookTrial
from storage.tables.field_reports import (
    Concern,
    ConcernHousehold,
    ConcernMove,
    HouseholdChange,
    Promise,
    Visit,
    VisitHelp,
)
from storage.tables.households import (
    Assignment,
    BookNumber,
    Household,
    HouseholdGroup,
    HouseholdGroupPlace,
    HouseholdState,
)
from storage.tables.organisation import DayMarked, Policy, SealedPeriod, Unit, UnitHistory
from storage.tables.people import Invite, InviteTry, LinkedAddress, Mute, Person, RoleHeld, StandIn
from storage.tables.reminders import Reminder, Snooze
from storage.tables.traffic import (
    Draft,
    File,
    InboxOddity,
    InboxRow,
    OutboxRow,
    PageLink,
    PollOffset,
    Quota,
    Rate,
)
from storage.tables.upkeep import AuditRow, AuditSeal, Demo, Import, Job

__all__ = [
    "Announcement",
    "AnnouncementQuestion",
    "Assignment",
    "AuditRow",
    "AuditSeal",
    "BookNumber",
    "Channel",
    "Code",
    "Concern",
    "ConcernHousehold",
    "ConcernMove",
    "DayMarked",
    "Demo",
    "Draft",
    "File",
    "Household",
    "HouseholdChange",
    "HouseholdGroup",
    "HouseholdGroupPlace",
    "HouseholdState",
    "Id",
    "Import",
    "InboxOddity",
    "InboxRow",
    "Invite",
    "InviteTry",
    "Job",
    "LinkedAddress",
    "Moment",
    "Mute",
    "OutboxRow",
    "PageLink",
    "PassedOn",
    "Person",
    "Policy",
    "PollOffset",
    "Promise",
    "Quota",
    "Rate",
    "Receipt",
    "Reminder",
    "RoleHeld",
    "SealedPeriod",
    "Snooze",
    "StandIn",
    "Table",
    "Unit",
    "UnitHistory",
    "Visit",
    "VisitHelp",
    "WebhookTrial",
    "core",
]
