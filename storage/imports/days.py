"""Comparing a workbook's days off with those that are known, and writing them."""

from datetime import datetime

from sqlalchemy import select

from bot.domain.calendar import DayMark
from bot.domain.imports import Column, Problem, ProblemKind, Sheet, Workbook
from bot.domain.people import UnitLevel
from storage import audit, days_off
from storage.imports.changes import Changes
from storage.imports.writing import Ids
from storage.store import Session
from storage.tables import Unit

NATIONWIDE = ""


async def compare(
    session: Session, workbook: Workbook, changes: Changes, within: str | None
) -> None:
    """Days without a committee are those of whoever imports: one commune, or the whole country."""
    ids = await _communes(session, {row.committee or within or NATIONWIDE for row in workbook.days})
    new = {row.code for row in changes.communes_new}
    known = {code: await days_off.own_marks(session, unit_id) for code, unit_id in ids.items()}
    for row in workbook.days:
        code = row.committee or within or NATIONWIDE
        if code not in ids and code not in new:
            if not changes.doubts(Sheet.COMMITTEES, code):
                _wrong(changes, ProblemKind.UNKNOWN_COMMITTEE, row.row, code)
        elif within is not None and code != within:
            _wrong(changes, ProblemKind.OTHER_COMMUNE, row.row, code)
        else:
            before = known.get(code, {}).get(row.day)
            now = DayMark(row.mark, row.name)
            changes.count("days", "same" if before == now else "changed" if before else "new")
            if before != now:
                changes.days.setdefault(code, {})[row.day] = now


async def write(
    session: Session, changes: Changes, ids: Ids, person_id: int | None, now: datetime
) -> None:
    """Mark what is new or another."""
    known = await _communes(session, set(changes.days))
    for code, marks in changes.days.items():
        unit_id = known[code] if code in known else ids.units[code, ""]
        await days_off.mark(session, unit_id, marks)
        await audit.note(session, person_id, "import days", "unit", unit_id or "nationwide", now)


async def _communes(session: Session, codes: set[str]) -> dict[str, int | None]:
    """The ids behind the codes; there is none behind the whole country."""
    found: dict[str, int | None] = {NATIONWIDE: None} if NATIONWIDE in codes else {}
    chosen = select(Unit.code, Unit.id).where(
        Unit.level == UnitLevel.COMMUNE, Unit.code.in_(codes - {NATIONWIDE})
    )
    for code, unit_id in await session.execute(chosen):
        found[code] = unit_id
    return found


def _wrong(changes: Changes, kind: ProblemKind, row: int, code: str) -> None:
    changes.problems.append(Problem(kind, Sheet.DAYS, row, Column.COMMITTEE, (code,)))
