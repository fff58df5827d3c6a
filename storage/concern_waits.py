"""Concerns that wait for somebody to act, with all that says for whom and until when."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Date, Select, and_, bindparam, exists, or_, select

from bot.domain.calendar import DaysOff
from bot.domain.concern_reminders import Hand, Waiting, waiting
from bot.domain.concerns import COMMUNE_TARGETS, ConcernLevel, ConcernStatus, ConcernTarget
from bot.domain.deadlines import Step
from bot.domain.households import AssignmentKind
from bot.domain.people import CELL_LEADS, Role
from bot.domain.reminders import Skipped
from bot.domain.reminders import Step as ReminderStep
from storage import books
from storage.session import Found
from storage.spans import holds_on
from storage.store import Selected, Session, insert_or_ignore
from storage.tables import (
    Concern,
    ConcernHousehold,
    ConcernMove,
    Id,
    Reminder,
    RoleHeld,
    core,
)

_S = ConcernStatus
_WAITING = (
    _S.NEW, _S.TRIAGE, _S.IN_PROGRESS, _S.FORWARDED, _S.RETURNED, _S.REOPENED, _S.ANSWERED,
    _S.DECLINED, _S.REFERRED,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Open:
    """A concern on its way, and the states it went through."""

    id: int
    code: str
    commune_id: int
    cell_id: int
    author_id: int
    level: ConcernLevel
    target: ConcernTarget | None
    steps: tuple[Step, ...]

    def waiting(self, days_off: DaysOff) -> Waiting | None:
        """What it waits for."""
        return waiting(self.level, self.target, self.steps, days_off)


@dataclass(frozen=True, slots=True)
class Told:
    """Somebody is to be reminded of a concern's deadline; why not, if they cannot be."""

    person_id: int
    concern: Open
    due_on: date
    subject: str
    above: bool
    skipped: Skipped | None


async def of_commune(session: Session, commune_id: int) -> list[Open]:
    """All of a commune's."""
    return await _open(session, Concern.commune_id == commune_id)


async def of_ids(session: Session, ids: Collection[int | None]) -> list[Open]:
    """Those of these that still wait for somebody."""
    return await _open(session, Concern.id.in_(ids)) if ids else []


async def of_person(session: Session, person_id: int, today: date) -> list[tuple[Open, Hand]]:
    """Those that somebody has a hand in, and which: their households', cells', commune's."""
    moves: defaultdict[int, list[Found]] = defaultdict(list)
    for row in await session.rows(_IN_HAND, {"person_": person_id, "today_": today}):
        moves[row.id].append(row)
    return [
        (_concern(each[0], [Step(row.after, row.moved_at) for row in each]), hand)
        for each in moves.values()
        for hand, has in _hands(each[0])
        if has
    ]


def _hands(row: Found) -> tuple[tuple[Hand, bool], ...]:
    return (
        (Hand.REPORTER, row.reports), (Hand.CELL, row.leads), (Hand.COMMUNE, row.office),
    )  # fmt: skip


async def _open(session: Session, which: ColumnElement[bool]) -> list[Open]:
    rows = await session.execute(
        select(*_OF_OPEN).where(Concern.status.in_(_WAITING), which).order_by(Concern.id)
    )
    return await _with_steps(session, rows.all())


async def _with_steps(session: Session, found: Sequence[Any]) -> list[Open]:
    if not found:
        return []
    moves = await session.execute(_MOVES, {"concerns_": [row.id for row in found]})
    steps: defaultdict[int, list[Step]] = defaultdict(list)
    for concern_id, after, moved_at in moves:
        steps[concern_id].append(Step(after, moved_at))
    return [_concern(row, steps[row.id]) for row in found if steps[row.id]]


def _concern(row: Any, steps: Sequence[Step]) -> Open:
    return Open(
        row.id, row.code, row.commune_id, row.cell_id, row.author_id, row.level, row.target,
        tuple(steps),
    )  # fmt: skip


_OF_OPEN = (
    Concern.id, Concern.code, Concern.commune_id, Concern.cell_id, Concern.author_id,
    Concern.level, Concern.target,
)  # fmt: skip
_MOVES = (
    select(ConcernMove.concern_id, ConcernMove.after, ConcernMove.moved_at)
    .where(ConcernMove.concern_id.in_(bindparam("concerns_", expanding=True)))
    .order_by(ConcernMove.id)
)


def _in_hand() -> Selected:
    """Each with its moves. Built once: every reminder that goes out asks for it."""
    person, today = bindparam("person_", type_=Id), bindparam("today_", type_=Date)
    concern, move, link = core(Concern).c, core(ConcernMove).c, core(ConcernHousehold).c
    role = core(RoleHeld).c

    def units(roles: Collection[Role]) -> Select[int]:
        held = or_(*(role.role == one for one in roles))
        return select(role.unit_id).where(role.person_id == person, held, holds_on(role, today))

    held = books.in_charge(today, person=person).subquery().c.household_id
    of_households = select(link.concern_id).where(
        link.told_at.is_(None), link.household_id.in_(select(held))
    )
    of_nobody = ~exists().where(link.concern_id == concern.id)
    reports = or_(concern.id.in_(of_households), and_(of_nobody, concern.author_id == person))
    leads = concern.cell_id.in_(units(CELL_LEADS))
    theirs = or_(*(concern.target == target for target in COMMUNE_TARGETS))
    office = and_(concern.commune_id.in_(units((Role.COMMUNE_OFFICE,))), theirs)
    open_ = or_(*(concern.status == status for status in _WAITING))
    return (
        select(
            *(concern[column.key] for column in _OF_OPEN),
            reports.label("reports"), leads.label("leads"), office.label("office"),
            move.after, move.moved_at,
        )
        .join_from(core(Concern), core(ConcernMove), move.concern_id == concern.id)
        .where(open_, or_(reports, leads, office))
        .order_by(concern.id, move.id)
    )  # fmt: skip


_IN_HAND = _in_hand()


async def carriers(session: Session, concern: Open, today: date) -> list[int]:
    """Who brings an answer to the households that have not heard it: who has them in charge.

    Where nobody has, whoever brought the concern.
    """
    untold = select(ConcernHousehold.household_id).where(
        ConcernHousehold.concern_id == concern.id, ConcernHousehold.told_at.is_(None)
    )
    held = books.in_charge(today, households=untold).subquery().c
    rows = (await session.execute(select(held.person_id, held.kind))).all()
    main = {row.person_id for row in rows if row.kind is AssignmentKind.MAIN}
    return sorted(main or {row.person_id for row in rows} or {concern.author_id})


async def plan(session: Session, told: Sequence[Told], moment: datetime, until: datetime) -> None:
    """Write down who is to be reminded of what, each deadline and stage once."""
    if not told:
        return
    rows = [
        {
            "person_id": one.person_id,
            "step": ReminderStep.CONCERN_ABOVE if one.above else ReminderStep.CONCERN,
            "subject": one.subject, "unit_id": one.concern.cell_id, "period": "", "first": None,
            "last": one.due_on, "meets_on": None, "concern_id": one.concern.id,
            "planned_for": moment, "good_until": until, "skipped": one.skipped,
        }
        for one in told
    ]  # fmt: skip
    await session.execute(insert_or_ignore(session, core(Reminder)).values(rows))
