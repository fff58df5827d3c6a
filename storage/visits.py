"""Visits as they were reported: added, withdrawn, replaced, never overwritten."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    bindparam,
    insert,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from bot.domain.people import Actor
from bot.domain.periods import day_of
from bot.domain.refusals import Reason, Refusal
from bot.domain.visits import (
    TAKE_BACK,
    HelpKind,
    HelpStatus,
    LifeState,
    NotDoneReason,
    VisitKind,
    fulfils_duty,
)
from storage import audit, households
from storage.store import Session, changed, on_sqlite
from storage.tables import Household, Promise, Visit, VisitHelp, core

_visits = core(Visit)


@dataclass(frozen=True, slots=True)
class Help:
    """Help proposed or given at a visit; the amount in đồng, where one was named."""

    kind: HelpKind
    status: HelpStatus
    amount: int | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What a visitor says of one contact with one household."""

    household_id: int
    visited_on: date
    kind: VisitKind
    reason: NotDoneReason | None = None
    life_state: LifeState | None = None
    nothing_new: bool = False
    topics: tuple[str, ...] = ()
    note: str = ""
    helps: tuple[Help, ...] = ()
    promise: str = ""
    promise_due: date | None = None
    promise_kept: bool | None = None  # what became of the promises that were open
    replaces_id: int | None = field(default=None)

    @property
    def beside(self) -> bool:
        """Whether it is counted, but beside the visits at home."""
        tried = self.reason is NotDoneReason.ABSENT_HH
        return not fulfils_duty(self.kind) and (tried or self.kind is not VisitKind.NOT_DONE)


async def record(
    session: Session, actor: Actor, report: Report, effect_key: str, now: datetime
) -> int | None:
    """Write a visit down; None when the same confirmation has written it already.

    Only to a household that is the actor's own; any other is not found. A report that replaces
    one's own earlier one withdraws that, which stays readable.
    """
    if not await households.all_own(session, actor, [report.household_id], day_of(now)):
        raise Refusal(Reason.NOT_FOUND)
    values = {
        "household_id": report.household_id,
        "visitor_id": actor.person_id,
        "author_id": actor.author_id,
        "visited_on": report.visited_on,
        "kind": report.kind,
        "reason": report.reason,
        "life_state": report.life_state,
        "nothing_new": report.nothing_new,
        "topics": list(report.topics),
        "note": report.note,
        "effect_key": effect_key,
        "recorded_at": now,
        "replaces_id": report.replaces_id,
    }
    once = _ONCE_ON_SQLITE if on_sqlite(session) else _ONCE
    written = await session.rows(once, values)
    if not written:
        return None
    visit_id: int = written[0].id
    await _attach(session, actor, report, visit_id, now)
    if report.replaces_id is not None and not await _withdraw(
        session, actor, report.replaces_id, now
    ):
        raise Refusal(Reason.NOTHING_TO_TAKE_BACK)
    await audit.note(session, actor.author_id, "visited", "household", report.household_id, now)
    return visit_id


async def _attach(
    session: Session, actor: Actor, report: Report, visit_id: int, now: datetime
) -> None:
    if report.promise_kept is not None:
        await session.execute(
            update(core(Promise))
            .where(
                core(Promise).c.household_id == report.household_id,
                core(Promise).c.person_id == actor.person_id,
                core(Promise).c.settled_at.is_(None),
            )
            .values(settled_at=now, kept=report.promise_kept)
        )
    if report.helps:
        await session.execute(
            insert(core(VisitHelp)),
            [
                {"visit_id": visit_id, "kind": h.kind, "status": h.status, "amount": h.amount}
                for h in report.helps
            ],
        )
    if report.promise:
        await session.execute(
            insert(core(Promise)).values(
                visit_id=visit_id,
                household_id=report.household_id,
                person_id=actor.person_id,
                words=report.promise,
                due_on=report.promise_due,
            )
        )


async def withdraw(session: Session, actor: Actor, visit_id: int, now: datetime) -> bool:
    """Take one's own report back within a day; False when it is not there, or no longer can be."""
    seen = households.visible_to(actor, day_of(now)).with_only_columns(Household.id)
    mine = await session.scalar(
        select(Visit.id).where(Visit.id == visit_id, Visit.household_id.in_(seen))
    )
    if mine is None or not await _withdraw(session, actor, visit_id, now):
        return False
    await audit.note(session, actor.author_id, "took back", "visit", visit_id, now)
    return True


async def _withdraw(session: Session, actor: Actor, visit_id: int, now: datetime) -> bool:
    """One's own report of the last day counts no longer; its promise goes with it, older ones
    are open again."""
    touched = await changed(
        session,
        update(_visits)
        .where(
            _visits.c.id == visit_id,
            _visits.c.author_id == actor.author_id,
            _visits.c.recorded_at > now - TAKE_BACK,
            _visits.c.withdrawn_at.is_(None),
        )
        .values(withdrawn_at=now),
    )
    if not touched:
        return False
    promises = core(Promise)
    visit = await session.get_one(Visit, visit_id)
    await session.execute(
        update(promises)
        .where(promises.c.visit_id == visit_id, promises.c.settled_at.is_(None))
        .values(settled_at=now, kept=None)
    )
    await session.execute(
        update(promises)
        .where(
            promises.c.household_id == visit.household_id,
            promises.c.settled_at == visit.recorded_at,
            promises.c.visit_id != visit_id,
        )
        .values(settled_at=None, kept=None)
    )
    return True


async def told_twice(session: Session, visit_ids: Sequence[int]) -> list[int]:
    """Those households of these visits whose author has told such a visit another time too."""
    rows = await session.execute(_TOLD_TWICE, {"visits_": list(visit_ids)})
    return [row.household_id for row in rows]


def alike() -> Select[int]:
    """The same visit told another time, of one that is named when the statement runs."""
    this, other = _visits.alias("this"), _visits.alias("other")
    asked = this.c.id == bindparam("visit_")
    return select(other.c.id).where(asked, *_same_visit(this, other))


def _told_twice() -> Select[int]:
    this, other = _visits.alias("this"), _visits.alias("other")
    among = this.c.id.in_(bindparam("visits_", expanding=True))
    return select(this.c.household_id).distinct().where(among, *_same_visit(this, other))


def _same_visit(this: FromClause, other: FromClause) -> tuple[ColumnElement[bool], ...]:
    return (
        other.c.id != this.c.id,
        other.c.author_id == this.c.author_id,
        other.c.household_id == this.c.household_id,
        other.c.visited_on == this.c.visited_on,
        other.c.kind == this.c.kind,
        other.c.kind != VisitKind.NOT_DONE,  # to come twice and find nobody in is nothing odd
        other.c.withdrawn_at.is_(None),
    )


async def today_by(session: Session, actor: Actor, household_id: int, now: datetime) -> int | None:
    """The visit that a concern or change told right after it belongs to."""
    return await session.scalar(
        select(Visit.id)
        .where(
            Visit.author_id == actor.author_id,
            Visit.household_id == household_id,
            Visit.recorded_at > now - TAKE_BACK,
            Visit.withdrawn_at.is_(None),
        )
        .order_by(Visit.id.desc())
        .limit(1)
    )


async def history(
    session: Session, actor: Actor, household_id: int, today: date, limit: int = 3
) -> Sequence[Visit]:
    """The last contacts with a household that the actor may see, newest first."""
    seen = households.visible_to(actor, today).with_only_columns(Household.id)
    rows = await session.scalars(
        select(Visit)
        .where(
            Visit.household_id == household_id,
            Visit.household_id.in_(seen),
            Visit.withdrawn_at.is_(None),
        )
        .order_by(Visit.visited_on.desc(), Visit.id.desc())
        .limit(limit)
    )
    return list(rows)


async def open_promises(
    session: Session, actor: Actor, today: date, household_id: int | None = None
) -> Sequence[Promise]:
    """What the actor promised and has not yet said to have kept, soonest first.

    Only to households that are still the actor's.
    """
    values = households.places(actor, today)
    if household_id is None:
        return list(await session.scalars(_PROMISED, values))
    return list(await session.scalars(_PROMISED_ONE, values | {"household_": household_id}))


# Built once: to build these costs more than to run them.
_TOLD_TWICE = _told_twice()
_PROMISED = (
    select(Promise)
    .where(
        Promise.person_id == bindparam("person_"),
        Promise.settled_at.is_(None),
        Promise.household_id.in_(households.HELD),
    )
    .order_by(Promise.due_on, Promise.id)
)
_PROMISED_ONE = _PROMISED.where(Promise.household_id == bindparam("household_"))
_ONCE, _ONCE_ON_SQLITE = (
    dialect.insert(_visits).on_conflict_do_nothing().returning(_visits.c.id)
    for dialect in (postgresql, sqlite)
)


async def own(session: Session, actor: Actor, visit_id: int, now: datetime) -> Visit:
    """One's own report of the last day; absent and not (any more) one's own are one refusal."""
    seen = households.visible_to(actor, day_of(now)).with_only_columns(Household.id)
    visit = await session.scalar(
        select(Visit).where(
            Visit.id == visit_id,
            Visit.household_id.in_(seen),
            Visit.author_id == actor.person_id,
            Visit.recorded_at > now - TAKE_BACK,
            Visit.withdrawn_at.is_(None),
        )
    )
    if visit is None:
        raise Refusal(Reason.NOTHING_TO_TAKE_BACK)
    return visit
