"""What a commune's workbook says, and what it would change."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from bot.domain.calendar import MarkKind
from bot.domain.households import HouseholdClass
from bot.domain.people import CellKind, MemberStatus, Role

MANY_HOUSEHOLDS = 20
"""With more than this in one member's charge, visiting every one monthly is not realistic."""


class Frequency(StrEnum):
    """How often households are due; the stored value of the policy `visit_frequency`."""

    ALL = "all"  # every household monthly
    FOCUS = "focus"  # poor, near-poor and needing help monthly, the others quarterly


class Sheet(StrEnum):
    """The sheets that are read."""

    COMMITTEES = "committees"
    CELLS = "cells"
    MEMBERS = "members"
    HOUSEHOLDS = "households"
    DAYS = "days"


class Column(StrEnum):
    """The columns that are read; their headings are in bot.texts.importing."""

    CODE = "code"
    NAME = "name"
    KIND = "kind"
    AREA = "area"
    MEETING_DAYS = "meeting_days"
    COMMITTEE = "committee"
    COMMITTEE_NAME = "committee_name"
    CELL = "cell"
    ROLES = "roles"
    PHONE = "phone"
    STATUS = "status"
    ALIAS = "alias"
    ADDRESS = "address"
    GROUP = "group"
    PERSONS = "persons"
    WORKERS = "workers"
    OCCUPATION = "occupation"
    CLASS = "class"
    NEEDS_HELP = "needs_help"
    POLICY_FAMILY = "policy_family"
    MEMBER = "member"
    HELPER = "helper"
    SINCE = "since"
    BASIS = "basis"
    DAY = "day"
    MARK = "mark"


COLUMNS: dict[Sheet, tuple[Column, ...]] = {
    Sheet.COMMITTEES: (Column.CODE, Column.NAME, Column.MEETING_DAYS),
    Sheet.CELLS: (
        Column.CODE, Column.NAME, Column.KIND, Column.AREA, Column.MEETING_DAYS,
        Column.COMMITTEE, Column.COMMITTEE_NAME,
    ),
    Sheet.MEMBERS: (
        Column.CODE, Column.NAME, Column.CELL, Column.ROLES, Column.PHONE, Column.STATUS,
    ),
    Sheet.HOUSEHOLDS: (
        Column.CODE, Column.NAME, Column.ALIAS, Column.ADDRESS, Column.GROUP, Column.CELL,
        Column.PERSONS, Column.WORKERS, Column.OCCUPATION, Column.CLASS, Column.NEEDS_HELP,
        Column.POLICY_FAMILY, Column.MEMBER, Column.HELPER, Column.SINCE, Column.BASIS,
    ),
    Sheet.DAYS: (Column.DAY, Column.MARK, Column.NAME, Column.COMMITTEE),
}  # fmt: skip

REQUIRED: dict[Sheet, frozenset[Column]] = {
    Sheet.COMMITTEES: frozenset({Column.CODE, Column.NAME}),
    Sheet.CELLS: frozenset(
        {Column.CODE, Column.NAME, Column.KIND, Column.MEETING_DAYS, Column.COMMITTEE}
    ),
    Sheet.MEMBERS: frozenset({Column.CODE, Column.NAME, Column.CELL, Column.ROLES}),
    Sheet.HOUSEHOLDS: frozenset({Column.CODE, Column.NAME, Column.CELL, Column.CLASS}),
    Sheet.DAYS: frozenset({Column.DAY, Column.MARK}),
}


class ProblemKind(StrEnum):
    """Every reason for which a workbook, or a row of it, is not taken."""

    # the whole file
    EMPTY = "empty"
    NOT_WORKBOOK = "not_workbook"
    OLD_EXCEL = "old_excel"
    ENCRYPTED = "encrypted"
    TOO_LARGE = "too_large"
    TOO_LARGE_UNPACKED = "too_large_unpacked"
    TOO_MANY_PARTS = "too_many_parts"
    SUSPICIOUS = "suspicious"  # sizes that lie, parts that overlap, a ratio nobody's list has
    NESTED_FILE = "nested_file"
    MACROS = "macros"
    EXTERNAL_LINKS = "external_links"
    ENTITIES = "entities"
    FORMULA = "formula"
    TOO_MANY_ROWS = "too_many_rows"
    TOO_MANY_COLUMNS = "too_many_columns"
    DAMAGED = "damaged"
    TOO_HEAVY = "too_heavy"  # the reader ran into its limit of time or memory
    NO_KNOWN_SHEET = "no_known_sheet"
    OLD_FONT = "old_font"
    # a sheet
    NOTHING_IN_IT = "nothing_in_it"
    COLUMN_MISSING = "column_missing"
    COLUMN_TWICE = "column_twice"
    SHEET_TWICE = "sheet_twice"
    FORBIDDEN_COLUMN = "forbidden_column"
    # a cell
    MISSING = "missing"
    NOT_A_CODE = "not_a_code"
    IDENTITY_NUMBER = "identity_number"
    NOT_A_PHONE = "not_a_phone"
    NOT_A_DATE = "not_a_date"
    NOT_A_COUNT = "not_a_count"
    NOT_A_MARK = "not_a_mark"
    NOT_MEETING_DAYS = "not_meeting_days"
    NOT_TEXT = "not_text"
    TOO_LONG = "too_long"
    GUARDED = "guarded"  # says of people what is not to be stored
    UNKNOWN_WORD = "unknown_word"
    MORE_WORKERS = "more_workers"
    TWICE = "twice"
    DAY_TWICE = "day_twice"
    SAME_PERSON = "same_person"
    NAMES_DIFFER = "names_differ"
    # against the rest of the workbook and what is known already
    UNKNOWN_COMMITTEE = "unknown_committee"
    UNKNOWN_CELL = "unknown_cell"
    UNKNOWN_MEMBER = "unknown_member"
    SEVERAL_CELLS = "several_cells"
    OTHER_COMMUNE = "other_commune"
    FUTURE_DAY = "future_day"
    # said, but no hindrance
    UNKNOWN_COLUMN = "unknown_column"
    UNKNOWN_SHEET = "unknown_sheet"
    SAMPLE_ROW = "sample_row"  # the template's own, passed over
    SAMPLE_ROW_TAKEN = "sample_row_taken"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, and where. `details` fill the blanks of its words."""

    kind: ProblemKind
    sheet: Sheet | None = None
    row: int | None = None  # as the spreadsheet counts them
    column: Column | None = None
    details: tuple[str, ...] = ()
    code: str = ""  # whose row it is, as far as that can be read


class Agreement(StrEnum):
    """What two households have in common beside the name of their head."""

    PLACE = "place"  # house, road or landmark
    ALIAS = "alias"  # what they are called
    GROUP = "group"


@dataclass(frozen=True, slots=True)
class Double:
    """A row that may be a household which stands in another row too, or is known already."""

    row: int
    code: str
    other_row: int | None  # None: it is known already, and not in the workbook
    other_code: str
    same_name: bool  # else it is only like the other's, by a slip
    agree: Agreement


@dataclass(frozen=True, slots=True)
class CommitteeRow:
    """A commune's committee."""

    row: int
    code: str
    name: str
    meeting_days: str


@dataclass(frozen=True, slots=True)
class CellRow:
    """A cell of a commune."""

    row: int
    code: str
    name: str
    kind: CellKind
    area: str
    meeting_days: str
    committee: str


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A party member with the roles held."""

    row: int
    code: str
    name: str
    cell: str
    roles: tuple[Role, ...]
    phone: str  # E.164, or nothing
    status: MemberStatus | None  # None: the workbook says nothing


@dataclass(frozen=True, slots=True)
class HouseholdRow:
    """A household, and who has it in charge."""

    row: int
    code: str
    head: str
    alias: str
    address: str
    group: str
    cell: str
    persons: int | None
    workers: int | None
    occupation: str
    household_class: HouseholdClass
    needs_help: bool
    policy_family: bool
    member: str
    helper: str
    since: date | None
    basis: str


@dataclass(frozen=True, slots=True)
class DayRow:
    """A day that is off, or worked instead; of a committee, or of all that the import is for."""

    row: int
    day: date
    mark: MarkKind
    name: str
    committee: str


@dataclass(frozen=True, slots=True)
class Workbook:
    """A workbook as it was read. With problems, its rows are not to be used.

    `columns` holds what each sheet has: a column that is not there says nothing, an empty cell
    of one that is there may.
    """

    columns: dict[Sheet, frozenset[Column]] = field(default_factory=dict)
    committees: tuple[CommitteeRow, ...] = ()
    cells: tuple[CellRow, ...] = ()
    members: tuple[MemberRow, ...] = ()
    households: tuple[HouseholdRow, ...] = ()
    days: tuple[DayRow, ...] = ()
    problems: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()

    def has(self, sheet: Sheet, column: Column) -> bool:
        """Whether the sheet has the column."""
        return column in self.columns.get(sheet, ())


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of one kind are new, changed, as before, and no longer in the workbook."""

    new: int = 0
    changed: int = 0
    same: int = 0
    gone: int = 0

    @property
    def total(self) -> int:
        """How many the workbook names."""
        return self.new + self.changed + self.same


@dataclass(frozen=True, slots=True)
class Counts:
    """What an import changes, kind by kind; an assignment is one person for one household."""

    committees: Tally = Tally()
    cells: Tally = Tally()
    members: Tally = Tally()
    households: Tally = Tally()
    assignments: Tally = Tally()
    days: Tally = Tally()

    @property
    def nothing_changes(self) -> bool:
        """Whether the database already says all that the workbook says."""
        tallies = (
            self.committees, self.cells, self.members, self.households, self.assignments, self.days,
        )  # fmt: skip
        return not any(tally.new or tally.changed for tally in tallies)


@dataclass(frozen=True, slots=True)
class Load:
    """How many households the members have in charge, once the workbook is in."""

    members: int
    least: int
    median: float
    most: int
    over: int  # members with more than MANY_HOUSEHOLDS


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do. It can be done when there is no problem."""

    communes: tuple[str, ...]  # names of their committees
    first: bool  # for one of the communes the visit frequency is still to be set
    counts: Counts
    gone: dict[Sheet, tuple[str, ...]]  # codes that are known but not in the workbook
    load: Load | None  # None: nobody has a household in charge
    recommended: Frequency
    problems: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()
    doubles: tuple[Double, ...] = ()  # a warning and no hindrance
