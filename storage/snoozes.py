"""Reminders that somebody has put off: until when, and why."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select, update

from bot.domain.reminders import DUTY
from bot.domain.visits import NotDoneReason
from storage import audit
from storage.store import Session, insert_or_ignore
from storage.tables import Person, Reminder, Snooze, core

_people, _reminders, _snoozes = core(Person), core(Reminder), core(Snooze)


@dataclass(frozen=True, slots=True)
class Reminded:
    """The duty that somebody was last reminded of, and its last day."""

    period: str
    last: date


async def last_reminded(session: Session, person_id: int, now: datetime) -> Reminded | None:
    """What somebody's newest duty reminder was about; before a meeting, its eve is the last day."""
    r = _reminders.c
    row = (
        await session.execute(
            select(r.period, r.last, r.meets_on)
            .where(r.person_id == person_id, r.step.in_(DUTY), r.told_at > now - timedelta(days=31))
            .order_by(r.told_at.desc(), r.id.desc())
            .limit(1)
        )
    ).one_or_none()
    if row is None:
        return None
    return Reminded(row.period, row.meets_on - timedelta(days=1) if row.meets_on else row.last)


async def put_off(
    session: Session, person_id: int, period: str, until: date, reason: NotDoneReason, now: datetime
) -> None:
    """No duty reminders for somebody before a day, and why."""
    row = {"person_id": person_id, "period": period}
    said = {"until": until, "reason": reason, "put_off_at": now}
    await session.execute(insert_or_ignore(session, _snoozes).values(**row, **said))
    await session.execute(
        update(_snoozes)
        .where(_snoozes.c.person_id == person_id, _snoozes.c.period == period)
        .values(said)
    )
    await audit.note(session, person_id, "put off", "reminders", period, now)


async def coming_back(session: Session, since: date, through: date) -> set[tuple[int, str, date]]:
    """Cell, period and day of what was put off until one of these days."""
    rows = await session.execute(
        select(_people.c.cell_id, _snoozes.c.period, _snoozes.c.until)
        .join(_people, _people.c.id == _snoozes.c.person_id)
        .where(_snoozes.c.until >= since, _snoozes.c.until <= through)
        .distinct()
    )
    return {(cell, period, day) for cell, period, day in rows if cell is not None}


async def reasons(
    session: Session, person_ids: Collection[int], period: str
) -> dict[int, NotDoneReason]:
    """Why these people put their reminders of a period off."""
    rows = await session.execute(
        select(_snoozes.c.person_id, _snoozes.c.reason).where(
            _snoozes.c.person_id.in_(person_ids), _snoozes.c.period == period
        )
    )
    return {row.person_id: row.reason for row in rows}
