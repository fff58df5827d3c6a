"""Concerns that wait for somebody to act, with all that says for whom and until when."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Date, Select, and_, bindparam, exists, or_, select

from bot.domain.calendar import DaysOff
from bot.domain.concern_reminders import Hand, Step, Waiting, waiting
from bot.domain.concerns import COMMUNE_TARGETS, ConcernLevel, ConcernStatus, ConcernTarget
from bot.domain.households import AssignmentKind
from bot.domain.people import CELL_LEADS, Role
from bot.domain.reminders import Skipped
from bot.domain.reminders import Step as ReminderStep
from storage import books
from storage.spans import holds_on
from storage.store import Session, insert_or_ignore
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
    rows = (await session.execute(_IN_HAND, {"person_": person_id, "today_": today})).all()
    found = {one.id: one for one in await _with_steps(session, rows)}
    hands = (Hand.REPORTER, Hand.CELL, Hand.COMMUNE)
    return [
        (found[row.id], hand)
        for row in rows
        for hand, has in zip(hands, row[-3:], strict=True)
        if has and row.id in found
    ]


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
    return [
        Open(
            row.id, row.code, row.commune_id, row.cell_id, row.author_id, row.level, row.target,
            tuple(steps[row.id]),
        )
        for row in found
        if steps[row.id]
    ]  # fmt: skip


_OF_OPEN = (
    Concern.id, Concern.code, Concern.commune_id, Concern.cell_id, Concern.author_id,
    Concern.level, Concern.target,
)  # fmt: skip
_MOVES = (
    select(ConcernMove.concern_id, ConcernMove.after, ConcernMove.moved_at)
    .where(ConcernMove.concern_id.in_(bindparam("concerns_", expanding=True)))
    .order_by(ConcernMove.id)
)


def _in_hand() -> Any:
    """Built once: every reminder that goes out asks for it."""
    person, today = bindparam("person_", type_=Id), bindparam("today_", type_=Date)

    def units(roles: Collection[Role]) -> Select[int]:
        return select(RoleHeld.unit_id).where(
            RoleHeld.person_id == person, RoleHeld.role.in_(roles), holds_on(RoleHeld, today)
        )

    held = books.in_charge(today, person=person).subquery().c.household_id
    link = ConcernHousehold
    of_households = select(link.concern_id).where(
        link.told_at.is_(None), link.household_id.in_(select(held))
    )
    of_nobody = ~exists().where(link.concern_id == Concern.id)
    reports = or_(Concern.id.in_(of_households), and_(of_nobody, Concern.author_id == person))
    leads = Concern.cell_id.in_(units(CELL_LEADS))
    office = and_(
        Concern.commune_id.in_(units((Role.COMMUNE_OFFICE,))), Concern.target.in_(COMMUNE_TARGETS)
    )
    return (
        select(*_OF_OPEN, reports.label("reports"), leads.label("leads"), office.label("office"))
        .where(Concern.status.in_(_WAITING), or_(reports, leads, office))
        .order_by(Concern.id)
    )


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
