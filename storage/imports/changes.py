"""What a workbook changes, as lists of what is to be written: codes in place of ids."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date

from bot.domain.calendar import DayMark
from bot.domain.households import AssignmentKind
from bot.domain.imports import CellRow, CommitteeRow, Double, Problem, Sheet, Tally, Workbook
from bot.domain.people import MemberStatus, Role
from storage.imports.known import Condition, Key, KnownUnit


@dataclass(frozen=True, slots=True)
class PersonNow:
    """A person as the workbook has it; None: the phone stays as it is."""

    name: str
    cell: Key
    status: MemberStatus
    phone: str | None


@dataclass(frozen=True, slots=True)
class HomeNow:
    """Who and where a household is, as the workbook has it."""

    code: str
    head: str
    alias: str
    address: str
    landmark: str
    cell: Key
    group: Key | None
    group_name: str


@dataclass(frozen=True, slots=True)
class AssignmentNow:
    """Somebody gets a household."""

    household: Key
    person: Key
    kind: AssignmentKind
    since: date
    basis: str


@dataclass(frozen=True, slots=True)
class Group:
    """A group of neighbours (tổ) within a cell."""

    cell: Key
    name: str


@dataclass
class Changes:
    """Everything to be written, in the order in which it can be."""

    communes_new: list[CommitteeRow] = field(default_factory=list)
    communes_changed: list[tuple[KnownUnit, CommitteeRow]] = field(default_factory=list)
    cells_new: list[CellRow] = field(default_factory=list)
    cells_changed: list[tuple[KnownUnit, CellRow]] = field(default_factory=list)
    groups_new: dict[Key, Group] = field(default_factory=dict)
    people_new: list[tuple[Key, PersonNow]] = field(default_factory=list)
    people_changed: list[tuple[int, Key, PersonNow]] = field(default_factory=list)
    roles_new: list[tuple[Key, Role, Key]] = field(default_factory=list)
    roles_over: list[int] = field(default_factory=list)
    homes_new: list[tuple[Key, HomeNow, date]] = field(default_factory=list)
    homes_changed: list[tuple[int, HomeNow]] = field(default_factory=list)
    conditions_new: list[tuple[Key, Condition, date]] = field(default_factory=list)
    conditions_over: list[int] = field(default_factory=list)
    assignments_new: list[AssignmentNow] = field(default_factory=list)
    assignments_over: list[tuple[int, date]] = field(default_factory=list)
    assignments_amended: list[tuple[int, date, str]] = field(default_factory=list)
    numbers_new: list[tuple[Key, Key, int]] = field(default_factory=list)
    days: dict[str, dict[date, DayMark]] = field(default_factory=dict)  # "": the whole country

    doubles: tuple[Double, ...] = ()
    problems: list[Problem] = field(default_factory=list)
    tallies: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    in_doubt: set[tuple[Sheet, str]] = field(default_factory=set)
    gone: dict[Sheet, tuple[str, ...]] = field(default_factory=dict)
    in_charge: dict[Key, Key] = field(default_factory=dict)  # household, and who has it then
    names: dict[str, str] = field(default_factory=dict)  # of the committees, by code

    def doubt(self, workbook: Workbook) -> None:
        """Remember which codes stand in rows that are wrong, and which lists could not be read.

        Whoever names such a code is right: what is to be mended is told with the code's own row.
        """
        for one in workbook.problems:
            if one.sheet is not None and (one.code or one.sheet not in workbook.columns):
                self.in_doubt.add((one.sheet, one.code))

    def doubts(self, sheet: Sheet, code: str) -> bool:
        """Whether a code may stand in the workbook, though nothing is known of it."""
        return not self.in_doubt.isdisjoint({(sheet, code), (sheet, "")})

    def count(self, kind: str, how: str) -> None:
        """Count one more of a kind as new, changed or the same."""
        self.tallies[kind][how] += 1

    def tally(self, kind: str, gone: Sheet | None = None) -> Tally:
        """How many of a kind."""
        counted = self.tallies[kind]
        lost = len(self.gone.get(gone, ())) if gone else 0
        return Tally(counted["new"], counted["changed"], counted["same"], lost)
