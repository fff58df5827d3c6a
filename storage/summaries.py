"""A month as facts: one query layer for chat, picture and documents, for any number of cells."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.domain.concern_facts import ConcernFacts
from bot.domain.periods import month_before, month_of, start_of
from bot.domain.sealed_facts import unpacked
from bot.domain.summaries import (
    Additions,
    Beside,
    CellFacts,
    Coverage,
    MonthFacts,
    Passing,
    Span,
    Strength,
    total,
)
from storage import concern_tallies, coverage, periods, tallies
from storage.coverage import Held
from storage.due import DueSince
from storage.periods import Cell
from storage.store import Session
from storage.tables import SealedPeriod


@dataclass(frozen=True, slots=True)
class _Alike:
    """Cells whose period has the same days and the same duty are counted in one go."""

    span: Span
    due_since: DueSince


async def month_facts(
    session: Session, cells: Sequence[Cell], month: str, today: date
) -> MonthFacts:
    """What the month came to in each of the cells, as it stands today.

    A sealed period says what it said when it was sealed; what came later stands apart. A running
    one is counted up to today.
    """
    sealed = await periods.seals(session, [cell.id for cell in cells], month)
    kept = {
        cell_id: unpacked(row.facts) for cell_id, row in sealed.items() if row.facts is not None
    }
    live = [cell for cell in cells if cell.id not in kept]
    found = kept | await _counted(session, live, month, today)
    added = await _added(session, cells, sealed, month)
    return MonthFacts(
        month,
        tuple(
            replace(
                found[cell.id],
                sealed_at=sealed[cell.id].sealed_at if cell.id in sealed else None,
                additions=added.get(cell.id, Additions()),
            )
            for cell in cells
        ),
    )


async def beside(session: Session, cells: Sequence[Cell], month: str, today: date) -> Beside:
    """A month, what it is compared with, and the running month where the shown one is past."""
    facts = await month_facts(session, cells, month, today)
    last = await month_facts(session, cells, month_before(month), today)
    running = None
    if month == month_before(month_of(today)):
        running = await month_facts(session, cells, month_of(today), today)
    return Beside(facts, last, running)


async def trend(
    session: Session, cells: Sequence[Cell], month: str, today: date, months: int = 6
) -> list[tuple[str, Coverage]]:
    """The coverage of the months up to this one, the oldest first; one statement a month.

    It begins with the first month of which anything was reported: before, nobody was asked to.
    """
    names = [month]
    while len(names) < months:
        names.append(month_before(names[-1]))
    found = [(one, await _coverage(session, cells, one, today)) for one in reversed(names)]
    told = (place for place, (_, done) in enumerate(found) if done.due and done.reported)
    return found[next(told, months - 1) :]


async def _coverage(session: Session, cells: Sequence[Cell], month: str, today: date) -> Coverage:
    sealed = await periods.seals(session, [cell.id for cell in cells], month)
    kept = [unpacked(row.facts).coverage for row in sealed.values() if row.facts is not None]
    whole = {cell_id for cell_id, row in sealed.items() if row.facts is not None}
    for group, members in _alike([cell for cell in cells if cell.id not in whole], month, today):
        ids = {cell.id for cell in members}
        held = await coverage.counted(session, ids, group.span, group.due_since)
        kept += [
            one.row.coverage for one in held if one.area_id in ids and one.row.person_id is not None
        ]
    return total(kept, Coverage())


async def _counted(
    session: Session, cells: Sequence[Cell], month: str, today: date
) -> dict[int, CellFacts]:
    found: dict[int, CellFacts] = {}
    for group, members in _alike(cells, month, today):
        found |= await _of_group(session, members, group)
    return found


def _alike(cells: Iterable[Cell], month: str, today: date) -> Iterable[tuple[_Alike, list[Cell]]]:
    groups: dict[_Alike, list[Cell]] = defaultdict(list)
    for cell in cells:
        period = cell.period(month)
        span = Span(period.first, period.last).until(today)
        groups[_Alike(span, cell.due_since(period))].append(cell)
    return groups.items()


async def _of_group(session: Session, cells: Sequence[Cell], group: _Alike) -> dict[int, CellFacts]:
    ids, span = [cell.id for cell in cells], group.span
    start, before = start_of(span.start), start_of(span.last + coverage.DAY)
    held = _by_cell(ids, await coverage.counted(session, ids, span, group.due_since))
    households = await coverage.households(session, ids, span.last)
    contacts = await tallies.contacts(session, ids, span)
    helps = await tallies.helps(session, ids, span)
    changes = await tallies.changes(session, ids, span)
    strengths = await tallies.strengths(session, ids, span.last)
    passing = await tallies.passing(session, ids, span, start, before)
    off = {cell.id: cell.days_off for cell in cells}
    concerns = await concern_tallies.concerns(session, ids, span, before, off)
    return {
        one: CellFacts(
            cell_id=one,
            span=span,
            households=households.get(one, 0),
            not_due=sum(held_one.not_due for held_one in held[one] if held_one.area_id == one),
            members=tuple(h.row for h in held[one] if h.area_id == one),
            elsewhere=tuple(h.row for h in held[one] if h.area_id != one),
            contacts=contacts.get(one, ()),
            helps=helps.get(one, ()),
            changes=changes.get(one, ()),
            concerns=concerns.get(one, ConcernFacts()),
            strength=strengths.get(one, Strength()),
            passing=passing.get(one, Passing()),
        )
        for one in ids
    }


def _by_cell(ids: Iterable[int], held: Iterable[Held]) -> dict[int, list[Held]]:
    """Under the area's cell, and under the member's own where that is another of these."""
    found: dict[int, list[Held]] = {one: [] for one in ids}
    for one in held:
        for cell_id in {one.area_id, one.member_cell_id or one.area_id} & found.keys():
            found[cell_id].append(one)
    return found


async def _added(
    session: Session, cells: Sequence[Cell], sealed: dict[int, SealedPeriod], month: str
) -> dict[int, Additions]:
    """By span, as the sealed periods of different cells may have other days."""
    spans: dict[Span, list[int]] = defaultdict(list)
    for cell in cells:
        if cell.id in sealed:
            period = cell.period(month)
            spans[Span(period.first, sealed[cell.id].through)].append(cell.id)
    found: dict[int, Additions] = {}
    for span, ids in spans.items():
        found |= await tallies.additions(session, ids, month, span)
    return found
