"""Every step on a concern's way: recorded, decided, told to the household, closed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import Select, func, select, update

from bot.domain.concerns import (
    AWAITING_REPORTER,
    ConcernCategory,
    ConcernKind,
    ConcernLevel,
    ConcernStatus,
    ConcernTarget,
    Part,
    ReporterVisibility,
    check_move,
    code_of,
    part_for,
    way,
)
from bot.domain.households import AssignmentKind
from bot.domain.people import CELL_LEADS, Actor
from bot.domain.periods import month_of, start_of
from bot.domain.refusals import Reason, Refusal
from storage import audit, books, concerns, forgetting, people
from storage.store import Session
from storage.tables import (
    Concern,
    ConcernHousehold,
    ConcernMove,
    Household,
    Unit,
    Visit,
)

OBJECTION = timedelta(days=7)
"""How long a household may object before the clock closes (concerns.md 5.4)."""

_S = ConcernStatus


@dataclass(frozen=True, slots=True)
class Raising:
    """A concern as a member tells it; `inbox_id` is the message in which its words came."""

    household_ids: tuple[int, ...]
    kind: ConcernKind
    category: ConcernCategory
    words: str
    level: ConcernLevel = ConcernLevel.NORMAL
    visibility: ReporterVisibility = ReporterVisibility.HOUSEHOLD_ONLY
    photo_id: int | None = None
    inbox_id: int | None = None


@dataclass(frozen=True, slots=True)
class Raised:
    """A concern that has its code, given now or when the same confirmation came before."""

    id: int
    code: str
    cell_id: int


@dataclass(frozen=True, slots=True)
class Decision:
    """What a secretary or the office makes of a concern."""

    after: ConcernStatus
    note: str = ""
    target: ConcernTarget | None = None


@dataclass(frozen=True, slots=True)
class Holder:
    """A person who has a household in charge."""

    household_id: int
    person_id: int
    kind: AssignmentKind


@dataclass(frozen=True, slots=True)
class Moved:
    """Where a concern came to, and who has to hear of it."""

    id: int
    code: str
    status: ConcernStatus
    move_id: int
    person_ids: tuple[int, ...] = ()
    left: int = 0  # households that have not heard yet
    household_ids: tuple[int, ...] = ()  # that it is of


async def record(
    session: Session, actor: Actor, raising: Raising, effect_key: str, today: date, now: datetime
) -> Raised:
    """Write a concern down and number it within its cell and month; once for each effect key."""
    cell_id = await _cell_of(session, actor, raising.household_ids, today)
    # Numbers are given one after the other; others may still refer to the cell meanwhile.
    cell_code = await session.scalar(
        select(Unit.code).where(Unit.id == cell_id).with_for_update(key_share=True)
    )
    there = await session.scalar(select(Concern).where(Concern.effect_key == effect_key))
    if there is not None:
        return Raised(there.id, there.code, there.cell_id)
    visit = await _visit_today(session, actor, raising.household_ids, today)
    raised_on = visit.visited_on if visit is not None else today
    month = month_of(raised_on)
    last = await session.scalar(
        select(func.max(Concern.number)).where(Concern.cell_id == cell_id, Concern.month == month)
    )
    number = (last or 0) + 1
    concern = Concern(
        commune_id=actor.commune_id, cell_id=cell_id, month=month, number=number,
        code=code_of(str(cell_code), month, number), kind=raising.kind,
        category=raising.category, level=raising.level, words=raising.words,
        visibility=raising.visibility, status=_S.NEW, author_id=actor.author_id,
        visitor_id=actor.person_id, visit_id=visit.id if visit else None,
        photo_id=raising.photo_id, raised_on=raised_on, recorded_at=now, effect_key=effect_key,
    )  # fmt: skip
    session.add(concern)
    await session.flush()
    for household_id in raising.household_ids:
        session.add(ConcernHousehold(concern_id=concern.id, household_id=household_id))
    session.add(
        ConcernMove(
            concern_id=concern.id, after=_S.NEW, person_id=actor.author_id, moved_at=now,
            inbox_id=raising.inbox_id,
        )
    )  # fmt: skip
    await audit.note(session, actor.author_id, "recorded", "concern", concern.id, now)
    return Raised(concern.id, concern.code, cell_id)


async def _cell_of(
    session: Session, actor: Actor, household_ids: Sequence[int], today: date
) -> int:
    """The area's cell of the first household, all being the actor's own; else the actor's cell."""
    if not household_ids:
        if actor.cell_id is None:
            raise Refusal(Reason.NOT_FOUND)
        return actor.cell_id
    own = await session.scalars(
        select(Household).where(
            Household.id.in_(household_ids),
            Household.id.in_(concerns.own_households(actor, today)),
        )
    )
    cells = {household.id: household.cell_id for household in own}
    if len(cells) < len(set(household_ids)):
        raise Refusal(Reason.NOT_FOUND)
    return cells[household_ids[0]]


async def _visit_today(
    session: Session, actor: Actor, household_ids: Sequence[int], today: date
) -> Visit | None:
    return await session.scalar(
        select(Visit)
        .where(
            Visit.author_id == actor.author_id,
            Visit.household_id.in_(household_ids),
            Visit.recorded_at >= start_of(today),
            Visit.withdrawn_at.is_(None),
        )
        .order_by(Visit.id.desc())
        .limit(1)
    )


async def take_up(
    session: Session, actor: Actor, concern_id: int, today: date, now: datetime
) -> concerns.Page:
    """Open a concern in order to decide: a new one then counts as looked at by its cell."""
    page = await concerns.one_of(session, actor, concern_id, today, to_change=True)
    if page.status is not _S.NEW or Part.CELL not in page.parts:
        return page
    concern = await session.get_one(Concern, concern_id)
    await go(session, concern, (_S.TRIAGE,), Part.CELL, actor.person_id, now)
    await audit.note(session, actor.person_id, "took up", "concern", concern_id, now)
    return replace(page, status=_S.TRIAGE, since=now, note="")


async def decide(
    session: Session,
    actor: Actor,
    page: concerns.Page,
    decision: Decision,
    today: date,
    now: datetime,
    *,
    inbox_id: int | None = None,
) -> Moved:
    """Move a concern on as its cell or the commune; whoever was quicker has decided.

    The page is one that was read `to_change`.
    """
    part = part_for(page.status, decision.after, page.parts - {Part.REPORTER})
    if part is None or decision.after is _S.MERGED:
        raise Refusal(Reason.MOVE_NOT_ALLOWED)
    concern = await session.get_one(Concern, page.id)
    steps = way(page.status, decision.after, part)
    if decision.after in (_S.ANSWERED, _S.DECLINED):
        concern.answer = decision.note
    if decision.after is _S.FORWARDED or _S.IN_PROGRESS in steps:
        concern.target = decision.target
    move = await go(
        session, concern, steps, part, actor.person_id, now, note=decision.note, inbox_id=inbox_id
    )
    if decision.after in (_S.ANSWERED, _S.DECLINED):
        await _unheard_again(session, concern.id)
    if decision.after is _S.REFERRED:
        await forgetting.words_of(session, concern)
    await audit.note(session, actor.person_id, decision.after.lower(), "concern", concern.id, now)
    waits = decision.after in AWAITING_REPORTER
    told = await _who_carries(session, concern, actor, today) if waits else ()
    return Moved(
        concern.id, concern.code, concern.status, move.id, told,
        household_ids=tuple(await session.scalars(_whose(concern))),
    )  # fmt: skip


async def _unheard_again(session: Session, concern_id: int) -> None:
    """A new answer has to be told to every household, also to one that heard an earlier one."""
    await session.execute(
        update(ConcernHousehold)
        .where(ConcernHousehold.concern_id == concern_id)
        .values(told_at=None, told_by=None, satisfaction=None, remark="")
    )


async def _who_carries(
    session: Session, concern: Concern, actor: Actor, today: date
) -> tuple[int, ...]:
    """Who brings the answer to the households: the members assigned now, or the author.

    Where nobody is assigned the cell's leads hear of it, since somebody has to go.
    """
    links = _whose(concern)
    if not (await session.scalars(links.limit(1))).all():
        return (concern.author_id,) if concern.author_id != actor.person_id else ()
    held = await holders(session, links, today)
    with_main = {one.household_id for one in held if one.kind is AssignmentKind.MAIN}
    found = {
        one.person_id
        for one in held
        if one.kind is AssignmentKind.MAIN or one.household_id not in with_main
    }
    if not found:
        found = set(await people.holders(session, concern.cell_id, CELL_LEADS, today))
    return tuple(sorted(found - {actor.person_id}))


def _whose(concern: Concern) -> Select[int]:
    return select(ConcernHousehold.household_id).where(ConcernHousehold.concern_id == concern.id)


async def holders(
    session: Session, household_ids: Sequence[int] | Select[int], today: date
) -> list[Holder]:
    """Who has these households in charge today, each alone or within a group."""
    held = books.in_charge(today, households=household_ids).subquery().c
    rows = await session.execute(select(held.household_id, held.person_id, held.kind).distinct())
    return [Holder(*row) for row in rows]


async def close_unopposed(session: Session, now: datetime) -> int:
    """Close what was told a week ago and nobody objected to; how many that were."""
    last = (
        select(func.max(ConcernMove.moved_at))
        .where(ConcernMove.concern_id == Concern.id)
        .scalar_subquery()
    )
    due = (
        select(Concern)
        .where(Concern.status == _S.FED_BACK, last <= now - OBJECTION)
        .order_by(Concern.id)
        .with_for_update(skip_locked=True, key_share=True)
    )
    closed = 0
    for concern in await session.scalars(due):
        await go(session, concern, (_S.CLOSED,), Part.CLOCK, None, now)
        await audit.note(session, None, "closed", "concern", concern.id, now)
        closed += 1
    return closed


async def go(
    session: Session,
    concern: Concern,
    steps: Sequence[ConcernStatus],
    by: Part,
    person_id: int | None,
    now: datetime,
    *,
    note: str = "",
    inbox_id: int | None = None,
) -> ConcernMove:
    """Take steps one by one, each checked and kept; the note belongs to the last."""
    move: ConcernMove | None = None
    for place, after in enumerate(steps, 1):
        check_move(concern.status, after, by)
        last = place == len(steps)
        move = ConcernMove(
            concern_id=concern.id, before=concern.status, after=after, person_id=person_id,
            moved_at=now, note=note if last else "", inbox_id=inbox_id if last else None,
        )  # fmt: skip
        session.add(move)
        concern.status = after
    await session.flush()
    assert move is not None
    return move
