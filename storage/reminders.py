"""Who is to be reminded of what, planned for many in one statement, and what was not told."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    and_,
    case,
    cast,
    delete,
    exists,
    func,
    literal,
    null,
    select,
    true,
    update,
)
from sqlalchemy import Text as SqlText

from bot.domain.delivery import Delivery
from bot.domain.people import GONE, ConsentState, MemberStatus, Role
from bot.domain.periods import day_of, first_day, month_of, start_of
from bot.domain.reminders import (
    DUTY,
    MOST_DUTY_PUSHES,
    STILL_GOOD,
    Planned,
    Skipped,
    Step,
    Whom,
)
from bot.messages import Urgency
from storage import addresses, duties, jobs
from storage.duties import Duty
from storage.mutes import muted_on
from storage.spans import holds_on
from storage.store import Session, changed, insert_or_ignore
from storage.tables import (
    LinkedAddress,
    Moment,
    OutboxRow,
    Person,
    Reminder,
    RoleHeld,
    SealedPeriod,
    Snooze,
    core,
)

_reminders, _people, _outbox = core(Reminder), core(Person), core(OutboxRow)
_addresses, _snoozes, _sealed = core(LinkedAddress), core(Snooze), core(SealedPeriod)

_OPEN = and_(_reminders.c.told_at.is_(None), _reminders.c.skipped.is_(None))
_INSERTED = (
    "person_id", "step", "subject", "unit_id", "period", "first", "last", "meets_on",
    "concern_id", "planned_for", "good_until", "skipped",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class About:
    """A reminder for somebody who answers for others: of a cell, or of a concern."""

    person_id: int
    unit_id: int
    subject: str
    concern_id: int | None = None


@dataclass(frozen=True, slots=True)
class Lead:
    """Somebody who holds a role in a unit, and why they cannot be reminded, if so."""

    unit_id: int
    person_id: int
    role: Role
    skipped: Skipped | None


# --- Planning ----------------------------------------------------------------------------------


async def plan_members(
    session: Session, planned: Planned, cell_ids: Collection[int], duty: Duty
) -> None:
    """One step for all members of these cells who have households left, in one statement.

    Who cannot be reminded is written down too, with the reason.
    """
    p = _people.c
    found = select(
        p.id, literal(planned.step.value, SqlText), literal(planned.subject, SqlText), p.cell_id,
        *_period(planned), null(), *_moments(planned), _member_skipped(planned, duty.today),
    ).where(
        p.cell_id.in_(cell_ids), p.status.not_in(GONE), _meant(planned, duty.today),
        duties.has_left(p.id, duty),
    )  # fmt: skip
    await session.execute(
        insert_or_ignore(session, _reminders).from_select(_INSERTED, found, include_defaults=False)
    )


async def plan_about(
    session: Session, planned: Planned, abouts: Sequence[tuple[About, Skipped | None]]
) -> None:
    """One step for people who answer for others."""
    if not abouts:
        return
    rows = [
        {
            "person_id": one.person_id, "step": planned.step, "subject": one.subject,
            "unit_id": one.unit_id, "period": planned.period.key, "first": planned.period.first,
            "last": planned.period.last, "meets_on": planned.meets_on,
            "concern_id": one.concern_id, "planned_for": planned.at,
            "good_until": planned.good_until, "skipped": skipped,
        }
        for one, skipped in abouts
    ]  # fmt: skip
    await session.execute(insert_or_ignore(session, _reminders).values(rows))


async def write_letters(
    session: Session, planned_for: datetime, unit_ids: Collection[int], words: str, now: datetime
) -> int:
    """One letter for each who has something to be told from this hour; how many that were.

    It carries all that is open for its reader when it goes out, so one is enough.
    """
    r, a = _reminders.c, _addresses.c
    who = (
        select(r.person_id, func.max(r.good_until).label("good_until"))
        .where(r.planned_for == planned_for, r.unit_id.in_(unit_ids), _OPEN)
        .group_by(r.person_id)
        .subquery()
    )
    key = literal("push:", SqlText) + cast(who.c.person_id, SqlText) + f":{planned_for:%Y%m%dT%H%M}"
    bulk = Urgency.BULK
    payload = {"text": words, "reminds": True}
    values: dict[str, Any] = {
        "key": key, "surface": a.surface, "account": a.account, "chat": a.external_id,
        "person_id": who.c.person_id, "urgency": literal(bulk.value),
        "priority": literal(bulk.priority), "payload": literal(payload, _outbox.c.payload.type),
        "not_before": literal(now, Moment), "expires_at": who.c.good_until,
        "status": literal(Delivery.QUEUED, _outbox.c.status.type), "lease_owner": literal(""),
        "attempts": literal(0), "provider_message_id": literal(""), "error": literal(""),
        "created_at": literal(now, Moment),
    }  # fmt: skip
    chosen = a.id == addresses.best_of(who.c.person_id)
    # The condition of the join stands in WHERE, where it is looked up once for each.
    letters = select(*values.values()).select_from(who.join(_addresses, true())).where(chosen)
    return await changed(
        session,
        insert_or_ignore(session, _outbox).from_select(
            list(values), letters, include_defaults=False
        ),
    )


async def skipped_in(
    session: Session, planned: Planned, unit_ids: Collection[int]
) -> dict[int, dict[Skipped | None, int]]:
    """How many were planned (None) or skipped in each unit, by reason."""
    r = _reminders.c
    rows = await session.execute(
        select(r.unit_id, r.skipped, func.count())
        .where(
            r.planned_for == planned.at, r.step == planned.step, r.subject == planned.subject,
            r.unit_id.in_(unit_ids),
        )
        .group_by(r.unit_id, r.skipped)
    )  # fmt: skip
    found: dict[int, dict[Skipped | None, int]] = {}
    for unit_id, skipped, count in rows:
        found.setdefault(unit_id, {})[skipped] = count
    return found


async def not_sealed(session: Session, cell_ids: Collection[int], month: str) -> list[int]:
    """Which of the cells have not closed their period yet, so that its gaps still matter."""
    closed = await session.scalars(
        select(_sealed.c.cell_id).where(_sealed.c.month == month, _sealed.c.cell_id.in_(cell_ids))
    )
    return sorted(set(cell_ids) - set(closed))


async def leads(
    session: Session, unit_ids: Collection[int], roles: Collection[Role], today: date
) -> list[Lead]:
    """Who holds these roles in the units, and whether they can be reminded."""
    rows = await session.execute(
        select(RoleHeld.unit_id, RoleHeld.person_id, RoleHeld.role, _skipped(today).label("why"))
        .join(_people, _people.c.id == RoleHeld.person_id)
        .where(
            RoleHeld.unit_id.in_(unit_ids),
            RoleHeld.role.in_(roles),
            holds_on(RoleHeld, today),
            _people.c.status.not_in(GONE),
        )
        .order_by(RoleHeld.unit_id, RoleHeld.person_id, RoleHeld.role)
    )
    return [Lead(unit, person, role, Skipped(why) if why else None)
            for unit, person, role, why in rows]  # fmt: skip


async def reachable(
    session: Session, person_ids: Collection[int], today: date
) -> dict[int, Skipped | None]:
    """Why each of these people cannot be reminded; None for who can."""
    rows = await session.execute(
        select(_people.c.id, _skipped(today).label("why")).where(
            _people.c.id.in_(person_ids), _people.c.status.not_in(GONE)
        )
    )
    return {person_id: Skipped(why) if why else None for person_id, why in rows}


def _period(planned: Planned) -> tuple[ColumnElement[Any], ...]:
    period = planned.period
    days = (period.first, period.last, planned.meets_on)
    return (literal(period.key, SqlText), *(literal(day, Date) for day in days))


def _moments(planned: Planned) -> tuple[ColumnElement[Any], ...]:
    return literal(planned.at, Moment), literal(planned.good_until, Moment)


def _meant(planned: Planned, today: date) -> ColumnElement[bool]:
    """Whom of the members a step is for."""
    leading = exists().where(
        RoleHeld.person_id == _people.c.id,
        RoleHeld.unit_id == _people.c.cell_id,
        RoleHeld.role == Role.CELL_SECRETARY,
        holds_on(RoleHeld, today),
    )
    back = exists().where(
        _snoozes.c.person_id == _people.c.id,
        _snoozes.c.period == planned.period.key,
        _snoozes.c.until == day_of(planned.at),
    )
    whom: dict[Whom, tuple[ColumnElement[bool], ...]] = {
        Whom.ALL: (), Whom.BUT_SECRETARIES: (~leading,), Whom.SECRETARIES: (leading,),
    }  # fmt: skip
    return and_(
        literal(value=1) == 1, *whom[planned.whom], *([back] if planned.step is Step.AGAIN else [])
    )


def _skipped(today: date, *more: tuple[ColumnElement[bool], str]) -> ColumnElement[Any]:
    p = _people.c
    reasons: tuple[tuple[ColumnElement[bool], str], ...] = (
        (p.status.in_([MemberStatus.AWAY, MemberStatus.EXEMPT]), Skipped.AWAY.value),
        (~addresses.has_one(p.id), Skipped.NO_ADDRESS.value),
        (p.consent != ConsentState.GIVEN, Skipped.NO_CONSENT.value),
        (p.id.in_(muted_on(today)), Skipped.MUTED.value),
        *more,
    )
    return case(*((when, literal(why, SqlText)) for when, why in reasons), else_=null())


def _member_skipped(planned: Planned, today: date) -> ColumnElement[Any]:
    """Each in a list of its own, so that the database goes through it once and not for each."""
    p = _people.c
    put_off = select(_snoozes.c.person_id).where(_snoozes.c.until > today)
    closed = select(_sealed.c.cell_id).where(_sealed.c.month == planned.period.key)
    month = start_of(first_day(month_of(today)))
    had = (
        select(_reminders.c.person_id)
        .where(
            _reminders.c.step.in_(DUTY),
            _reminders.c.told_at >= literal(month, Moment),
            _reminders.c.planned_for >= literal(month - 2 * STILL_GOOD, Moment),
        )
        .group_by(_reminders.c.person_id)
        .having(func.count(_reminders.c.told_at.distinct()) >= MOST_DUTY_PUSHES)
    )
    over = [(p.cell_id.in_(closed), Skipped.SEALED.value)] if planned.meets_on is not None else []
    return _skipped(
        today,
        *over,
        (p.id.in_(put_off), Skipped.SNOOZED.value),
        (p.id.in_(had), Skipped.FOUR_A_MONTH.value),
    )


# --- What was not told --------------------------------------------------------------------------


async def give_up_late(session: Session, now: datetime) -> int:
    """What could not be told in time is not told any more; how many that were."""
    return await changed(
        session,
        update(_reminders)
        .where(_OPEN, _reminders.c.good_until <= now)
        .values(skipped=Skipped.LATE),
    )


async def skipped_so_far(session: Session) -> dict[Skipped, int]:
    """How many were not reminded, by reason."""
    rows = await session.execute(
        select(_reminders.c.skipped, func.count())
        .where(_reminders.c.skipped.is_not(None))
        .group_by(_reminders.c.skipped)
    )
    return {skipped: count for skipped, count in rows if skipped is not None}


async def purge(session: Session, now: datetime) -> int:
    """Drop what was told or skipped over a year ago; how many rows that was."""
    return await changed(
        session, delete(_reminders).where(_reminders.c.planned_for < now - jobs.KEPT)
    )
