"""What a cell's month came to: facts that prove themselves, and no verdict on anybody."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import TypeVar

from bot.domain.concern_facts import NO_CONCERNS, ConcernFacts
from bot.domain.figures import Difference, Spread, proof, spread, summed
from bot.domain.households import Change
from bot.domain.visits import HelpKind, HelpStatus, VisitKind


@dataclass(frozen=True, slots=True)
class Span:
    """The days of a period, the first and the last."""

    start: date
    last: date

    def until(self, today: date) -> "Span":
        """As much of it as has been; a period that has not begun is its first day."""
        return Span(self.start, max(self.start, min(self.last, today)))


@dataclass(frozen=True, slots=True)
class Coverage:
    """What became of the households that were due, each counted once, at the best of it.

    Only a visit at home is the duty; who wants nothing written down is left out of what is due.
    """

    visited: int = 0
    declined: int = 0  # not due, whether somebody came or not
    otherwise: int = 0  # met in another way only
    attempts: int = 0  # somebody came, nobody was in
    excused: int = 0  # not visited, with another reason
    untouched: int = 0  # nothing was reported
    focus_due: int = 0  # poor, near-poor or needing help, among those due
    focus_covered: int = 0

    @property
    def due(self) -> int:
        """Households that were to be visited in the period."""
        return self.visited + self.unvisited

    @property
    def unvisited(self) -> int:
        """Households nobody visited at home."""
        return self.otherwise + self.attempts + self.excused + self.untouched

    @property
    def reported(self) -> bool:
        """Whether anything at all was said of what was due."""
        return not self.due or self.untouched < self.due

    @property
    def percent(self) -> int | None:
        """Visited of due, rounded down, so that 100 means all; None when nothing was due."""
        return self.visited * 100 // self.due if self.due else None

    def __add__(self, other: "Coverage") -> "Coverage":
        return Coverage(
            *(getattr(self, one.name) + getattr(other, one.name) for one in fields(self))
        )


@dataclass(frozen=True, slots=True)
class MemberRow:
    """One member's households in one cell's area; nobody's have no person."""

    person_id: int | None
    coverage: Coverage
    households: int = 0  # in charge of, due or not
    own: bool = True  # a member of the cell whose area it is


@dataclass(frozen=True, slots=True)
class HelpRow:
    """Help of one kind: how often, to how many households, and the amounts that were named."""

    kind: HelpKind
    status: HelpStatus
    times: int
    households: int
    amount: int


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """Changes of one kind: how many reports, and of how many people."""

    change: Change
    times: int
    people: int


@dataclass(frozen=True, slots=True)
class Strength:
    """The members of a cell: all, those with a household, those excused from work."""

    members: int = 0
    assigned: int = 0
    exempt: int = 0

    def __add__(self, other: "Strength") -> "Strength":
        return Strength(
            self.members + other.members,
            self.assigned + other.assigned,
            self.exempt + other.exempt,
        )


@dataclass(frozen=True, slots=True)
class Passing:
    """Announcements of the period, and how far the cell's members passed them on."""

    announcements: int = 0
    receivers: int = 0
    read: int = 0
    passed_on: int = 0
    stuck: int = 0  # announcements that somebody has still to pass on

    def __add__(self, other: "Passing") -> "Passing":
        return Passing(
            max(self.announcements, other.announcements),  # one announcement reaches many cells
            self.receivers + other.receivers,
            self.read + other.read,
            self.passed_on + other.passed_on,
            max(self.stuck, other.stuck),
        )


@dataclass(frozen=True, slots=True)
class Additions:
    """What was reported of a sealed period after its seal: never mixed into what it said."""

    visits: int = 0
    changes: int = 0
    concerns: int = 0

    def __bool__(self) -> bool:
        return bool(self.visits or self.changes or self.concerns)

    def __add__(self, other: "Additions") -> "Additions":
        return Additions(
            self.visits + other.visits,
            self.changes + other.changes,
            self.concerns + other.concerns,
        )


@dataclass(frozen=True, slots=True)
class CellFacts:
    """One cell's period. `elsewhere` are its members' households in other cells' areas."""

    cell_id: int
    span: Span
    households: int = 0  # of the area, counted by themselves
    not_due: int = 0  # by the policy of frequency
    members: tuple[MemberRow, ...] = ()
    elsewhere: tuple[MemberRow, ...] = ()
    contacts: tuple[tuple[VisitKind, int], ...] = ()
    helps: tuple[HelpRow, ...] = ()
    changes: tuple[ChangeRow, ...] = ()
    concerns: ConcernFacts = NO_CONCERNS
    strength: Strength = Strength()
    passing: Passing = Passing()
    sealed_at: datetime | None = None
    additions: Additions = Additions()

    @property
    def coverage(self) -> Coverage:
        """The area's households that somebody has in charge."""
        return total(
            (row.coverage for row in self.members if row.person_id is not None), Coverage()
        )

    @property
    def nobodys(self) -> int:
        """Households of the area that nobody has in charge."""
        return sum(row.households for row in self.members if row.person_id is None)

    @property
    def silent(self) -> tuple[int, ...]:
        """Own members who had something due here or elsewhere and reported nothing (R13)."""
        return tuple(person for person, coverage in self.own().items() if not coverage.reported)

    @property
    def reported(self) -> bool:
        """Whether anything has been reported of what was due in the area."""
        return self.coverage.reported

    def by_person(self) -> dict[int, Coverage]:
        """What each member had due, here and, for the cell's own, elsewhere; in book order."""
        return _by_person((*self.members, *self.elsewhere))

    def own(self) -> dict[int, Coverage]:
        """The same of the cell's own members alone: whom its secretary reminds."""
        here = (row for row in self.members if row.own)
        return _by_person((*here, *self.elsewhere))

    @property
    def of_others(self) -> Coverage:
        """What members of other cells answer for in the area."""
        rows = (row for row in self.members if row.person_id is not None and not row.own)
        return total((row.coverage for row in rows), Coverage())

    @property
    def to_support(self) -> tuple[tuple[int, int], ...]:
        """Own members with households left, and how many: facts in book order, not a ranking."""
        return tuple(
            (person, coverage.unvisited)
            for person, coverage in self.own().items()
            if coverage.unvisited
        )


def _by_person(rows: Iterable[MemberRow]) -> dict[int, Coverage]:
    found: dict[int, Coverage] = {}
    for row in rows:
        if row.person_id is not None:
            found[row.person_id] = found.get(row.person_id, Coverage()) + row.coverage
    return found


@dataclass(frozen=True, slots=True)
class MonthFacts:
    """A month of one cell, or of several rolled up."""

    month: str
    cells: tuple[CellFacts, ...]

    def of(self, cell_ids: Collection[int]) -> "MonthFacts":
        """Of some of the cells."""
        return MonthFacts(self.month, tuple(one for one in self.cells if one.cell_id in cell_ids))

    @property
    def span(self) -> Span | None:
        """From the first day of any of the cells' periods to the last; None without cells."""
        if not self.cells:
            return None
        return Span(
            min(one.span.start for one in self.cells), max(one.span.last for one in self.cells)
        )

    @property
    def empty(self) -> bool:
        """Whether there is nothing to tell of: no household anywhere, and no concern."""
        return not any(
            one.members or one.elsewhere or one.concerns != NO_CONCERNS for one in self.cells
        )

    @property
    def elsewhere(self) -> Coverage:
        """What members of one cell have in other areas; of several it would count them twice."""
        rows = self.cells[0].elsewhere if len(self.cells) == 1 else ()
        return total((row.coverage for row in rows), Coverage())

    @property
    def of_others(self) -> Coverage:
        """What members of other cells answer for in one cell's area; of several they are all in."""
        return self.cells[0].of_others if len(self.cells) == 1 else Coverage()

    @property
    def coverage(self) -> Coverage:
        """Of all the cells' areas."""
        return total((one.coverage for one in self.cells), Coverage())

    @property
    def households(self) -> int:
        """Of all the cells' areas."""
        return sum(one.households for one in self.cells)

    @property
    def nobodys(self) -> int:
        """Households that nobody has in charge."""
        return sum(one.nobodys for one in self.cells)

    @property
    def concerns(self) -> ConcernFacts:
        """All together."""
        return total((one.concerns for one in self.cells), NO_CONCERNS)

    @property
    def strength(self) -> Strength:
        """All together."""
        return total((one.strength for one in self.cells), Strength())

    @property
    def passing(self) -> Passing:
        """All together."""
        return total((one.passing for one in self.cells), Passing())

    @property
    def additions(self) -> Additions:
        """All together."""
        return total((one.additions for one in self.cells), Additions())

    @property
    def contacts(self) -> dict[VisitKind, int]:
        """Reports by kind."""
        return dict(summed(pair for one in self.cells for pair in one.contacts))

    @property
    def change_times(self) -> int:
        """Reports of changes."""
        return sum(row.times for one in self.cells for row in one.changes)

    @property
    def help_times(self) -> int:
        """How often help was given or proposed."""
        return sum(row.times for one in self.cells for row in one.helps)

    @property
    def silent(self) -> tuple[int, ...]:
        """People who had something due and reported nothing, each once."""
        return tuple(dict.fromkeys(person for one in self.cells for person in one.silent))

    @property
    def silent_cells(self) -> tuple[CellFacts, ...]:
        """Cells from which nothing was heard although something was due."""
        return tuple(one for one in self.cells if not one.reported)

    @property
    def unsealed(self) -> tuple[CellFacts, ...]:
        """Cells whose figures may still change."""
        return tuple(one for one in self.cells if one.sealed_at is None)

    @property
    def spread(self) -> Spread | None:
        """Coverage in percent: of the cells, or of the members where there is one cell."""
        if len(self.cells) == 1:
            shares = [one.percent for one in self.cells[0].by_person().values()]
        else:
            shares = [one.coverage.percent for one in self.cells]
        return spread([share for share in shares if share is not None])

    @property
    def load(self) -> Spread | None:
        """Households in charge of, per member who has any (R04)."""
        held: dict[int, int] = {}
        for row in (row for one in self.cells for row in one.members):
            if row.person_id is not None:
                held[row.person_id] = held.get(row.person_id, 0) + row.households
        return spread(list(held.values()))

    def differences(self) -> tuple[Difference, ...]:
        """Where the area's households, counted by themselves, are not the sum of the rows."""
        found = (
            proof("households", one.households, [row.households for row in one.members])
            for one in self.cells
        )
        return tuple(filter(None, found))


@dataclass(frozen=True, slots=True)
class Beside:
    """A month beside the one before it, and beside the running one where that is the next."""

    facts: MonthFacts
    last: MonthFacts
    running: MonthFacts | None = None

    def of(self, cell_ids: Collection[int]) -> "Beside":
        """Of some of the cells."""
        running = self.running.of(cell_ids) if self.running is not None else None
        return Beside(self.facts.of(cell_ids), self.last.of(cell_ids), running)


T = TypeVar("T", Coverage, ConcernFacts, Strength, Passing, Additions)


def total(parts: Iterable[T], nothing: T) -> T:
    """The sum of parts of one kind."""
    result = nothing
    for part in parts:
        result = result + part
    return result
