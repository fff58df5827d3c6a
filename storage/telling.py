"""What a letter of reminders has to tell and to whom, asked at its stamp, and that it told it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Date, and_, bindparam, exists, null, or_, select, update

from bot.domain.people import OFFICE, Role
from bot.domain.reminders import Skipped, Step
from storage.store import Session
from storage.tables import Moment, OutboxRow, Person, Reminder, RoleHeld, SealedPeriod, core

_reminders, _people, _outbox, _held = core(Reminder), core(Person), core(OutboxRow), core(RoleHeld)
_sealed = core(SealedPeriod)
_SENT_FIGURES = (Role.CELL_SECRETARY, *OFFICE)


@dataclass(frozen=True, slots=True)
class Reader:
    """Whom a letter is for, as far as its words need to know."""

    person_id: int
    name: str
    commune_id: int
    cell_id: int | None
    leads: bool  # a cell, or in the committee: evenings bring them figures

    @property
    def unit_id(self) -> int:
        """Whose settings hold for them."""
        return self.cell_id or self.commune_id


@dataclass(frozen=True, slots=True)
class ToTell:
    """One reminder that is open; `first` and `last` are those of its period, if it has one."""

    id: int
    step: Step
    unit_id: int
    period: str
    first: date | None
    last: date | None
    meets_on: date | None
    concern_id: int | None
    planned_for: datetime
    good_until: datetime


async def reader_of(session: Session, letter_id: int, today: date) -> Reader | None:
    """Whom a letter is for; None when it is for nobody we know."""
    rows = await session.rows(_READER, {"letter_": letter_id, "today_": today})
    return Reader(*rows[0]) if rows else None


async def leading(session: Session, person_id: int, today: date) -> list[tuple[int, Role]]:
    """The units whose figures somebody is sent in the evening, and as what."""
    rows = await session.rows(_LEADING, {"person_": person_id, "today_": today})
    return [(unit_id, role) for unit_id, role in rows]


async def open_for(session: Session, person_id: int, letter_id: int, now: datetime) -> list[ToTell]:
    """What a letter has to tell: all that is open, and what it told at an earlier try."""
    values = {"person_": person_id, "letter_": letter_id, "now_": now}
    return [ToTell(*row) for row in await session.rows(_OPEN, values)]


async def is_sealed(session: Session, cell_id: int | None, month: str) -> bool:
    """Whether a cell has closed a period, so that nobody is asked for it any more."""
    return bool(await session.rows(_SEALED, {"cell_": cell_id, "month_": month}))


async def tell(session: Session, ids: Collection[int], letter_id: int, now: datetime) -> None:
    """These are told in the letter that goes out now."""
    for each in ids:  # nearly always one
        await session.touched(_TELL, {"id_": each, "now_": now, "letter_": letter_id})


async def skip(session: Session, ids: Collection[int], why: Skipped) -> None:
    """These are not told, and why."""
    for each in ids:
        await session.touched(_SKIP, {"id_": each, "why_": why})


# --- Statements, built once: every letter of a wave comes to them --------------------------------

_r, _p = _reminders.c, _people.c
_LETTER, _OF_PERSON = (
    bindparam("letter_", type_=_outbox.c.id.type),
    bindparam("person_", type_=_p.id.type),
)
_NOW = bindparam("now_", type_=Moment)
_THIS = _r.id == bindparam("id_", type_=_r.id.type)

_TODAY = bindparam("today_", type_=Date)
_LEADS = and_(
    or_(*(_held.c.role == role for role in _SENT_FIGURES)),
    _held.c.since <= _TODAY,
    or_(_held.c.until.is_(None), _held.c.until > _TODAY),
)
_LEADING = select(_held.c.unit_id, _held.c.role).where(_held.c.person_id == _OF_PERSON, _LEADS)
_READER = (
    select(
        _p.id, _p.name, _p.commune_id, _p.cell_id,
        exists().where(_held.c.person_id == _p.id, _LEADS),
    )
    .join(_outbox, _outbox.c.person_id == _p.id)
    .where(_outbox.c.id == _LETTER)
)  # fmt: skip
_OPEN = (
    select(
        _r.id, _r.step, _r.unit_id, _r.period, _r.first, _r.last, _r.meets_on, _r.concern_id,
        _r.planned_for, _r.good_until,
    )
    .where(
        _r.person_id == _OF_PERSON,
        _r.planned_for <= _NOW,
        _r.good_until > _NOW,
        _r.skipped.is_(None),
        or_(_r.told_at.is_(None), _r.letter_id == _LETTER),
    )
    .order_by(_r.planned_for, _r.id)
)  # fmt: skip
_SEALED = select(_sealed.c.cell_id).where(
    _sealed.c.cell_id == bindparam("cell_", type_=_sealed.c.cell_id.type),
    _sealed.c.month == bindparam("month_"),
)
_TELL = update(_reminders).where(_THIS).values(told_at=_NOW, letter_id=_LETTER)
_SKIP = (
    update(_reminders)
    .where(_THIS)
    .values(skipped=bindparam("why_", type_=_r.skipped.type), told_at=null(), letter_id=null())
)
