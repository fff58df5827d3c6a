"""What an import would do, and doing just that."""

from collections import Counter
from datetime import date, datetime
from statistics import median

from sqlalchemy import text

from bot.domain.imports import (
    MANY_HOUSEHOLDS,
    Counts,
    Frequency,
    Load,
    Plan,
    Problem,
    ProblemKind,
    Sheet,
    Workbook,
)
from bot.domain.policies import Setting
from bot.domain.refusals import Reason, Refusal
from storage import audit, settings
from storage.imports import days, sample_rows, writing
from storage.imports.changes import Changes
from storage.imports.homes import Homes
from storage.imports.known import Known, load
from storage.imports.people import Places, compare_members, compare_units
from storage.store import Session, keys_of, on_sqlite
from storage.tables import Assignment, BookNumber, Household, HouseholdState, Person, core

_GROWN = [core(one) for one in (Person, Household, HouseholdState, Assignment, BookNumber)]
_MANY = 1_000  # new households; fewer change no plan
_ORDER = {sheet: place for place, sheet in enumerate(Sheet)}


async def plan(
    session: Session, workbook: Workbook, today: date, *, within: str | None = None
) -> Plan:
    """What taking this workbook in would change; nothing is written.

    `within` is the code of the only commune that whoever asks may import.
    """
    workbook = await sample_rows.without(session, workbook)
    known = await load(session, workbook)
    changes = await _compare(session, workbook, known, today, within)
    return _planned(workbook, known, changes, within)


async def apply(
    session: Session,
    workbook: Workbook,
    planned: Plan,
    *,
    today: date,
    now: datetime,
    frequency: Frequency | None = None,
    person_id: int | None = None,
    within: str | None = None,
) -> Counts:
    """Write what was planned, all in the caller's transaction.

    Refuses when meanwhile something else would change than what was shown. The
    `frequency` is for communes that have none yet; without it every household is due monthly.
    """
    if planned.problems:
        raise ValueError("a workbook with problems is not imported")
    workbook = await sample_rows.without(session, workbook)
    known = await load(session, workbook)
    changes = await _compare(session, workbook, known, today, within)
    if _planned(workbook, known, changes, within) != planned:
        raise Refusal(Reason.IMPORT_CHANGED)
    ids = await writing.write(session, changes, known, today)
    await days.write(session, changes, ids, person_id, now)
    for commune in changes.names:
        commune_id = ids.units[commune, ""]
        await _set_frequency(session, commune_id, frequency, now)
        await audit.note(session, person_id, "import", "unit", commune_id, now)
    if planned.counts.households.new >= _MANY:
        await _counted_anew(session)
    return planned.counts


async def _counted_anew(session: Session) -> None:
    """Tell PostgreSQL how large its tables are now.

    By itself it looks minutes later; until then it plans for the size before, and a question
    about the whole commune may not end within its time.
    """
    if not on_sqlite(session):
        await session.execute(text(f"ANALYZE {', '.join(table.name for table in _GROWN)}"))


async def _compare(
    session: Session, workbook: Workbook, known: Known, today: date, within: str | None
) -> Changes:
    changes, keys = Changes(), keys_of(session)

    def same_phone(phone: str, index: str) -> bool:
        return index in keys.digests(phone, "phone")

    changes.doubt(workbook)
    compare_units(workbook, known, changes)
    places = Places(workbook, known)
    people = compare_members(workbook, known, places, changes, same_phone)
    await Homes(workbook, known, people, changes, today).compare(places)
    await days.compare(session, workbook, changes, within)
    return changes


def _planned(workbook: Workbook, known: Known, changes: Changes, within: str | None) -> Plan:
    problems = [*workbook.problems, *changes.problems]
    others = [commune for commune in changes.names if within is not None and commune != within]
    problems += [Problem(ProblemKind.OTHER_COMMUNE, details=(commune,)) for commune in others]
    held = Counter(changes.in_charge.values())
    over = sum(1 for count in held.values() if count > MANY_HOUSEHOLDS)
    return Plan(
        communes=tuple(changes.names.values()),
        first=any(commune not in known.with_frequency for commune in changes.names),
        counts=Counts(
            changes.tally("committees"),
            changes.tally("cells", Sheet.CELLS),
            changes.tally("members", Sheet.MEMBERS),
            changes.tally("households", Sheet.HOUSEHOLDS),
            changes.tally("assignments"),
            changes.tally("days"),
        ),
        gone={sheet: codes for sheet, codes in changes.gone.items() if codes},
        load=_load(held, over),
        recommended=Frequency.FOCUS if over else Frequency.ALL,
        problems=tuple(sorted(problems, key=_place)),
        notes=workbook.notes,
        doubles=changes.doubles,
    )


def _load(held: Counter[tuple[str, str]], over: int) -> Load | None:
    if not held:
        return None
    counts = list(held.values())
    return Load(len(counts), min(counts), float(median(counts)), max(counts), over)


def _place(problem: Problem) -> tuple[int, int]:
    sheet = -1 if problem.sheet is None else _ORDER[problem.sheet]
    return sheet, problem.row or 0


async def _set_frequency(
    session: Session, commune_id: int, frequency: Frequency | None, now: datetime
) -> None:
    """What was set before, by the first import or by people since, stays."""
    if Setting.FREQUENCY not in await settings.own(session, commune_id):
        wanted = frequency or Frequency.ALL
        await settings.put(session, commune_id, Setting.FREQUENCY, wanted.value, now)
