"""How the concerns of a period stood at its end, counted by cell."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, exists, func, or_, select

from bot.domain.calendar import DaysOff
from bot.domain.concern_facts import IN_WORK, ConcernFacts
from bot.domain.concerns import ENDED, ConcernStatus
from bot.domain.deadlines import Stretch, is_overdue, stretches
from bot.domain.periods import day_of, start_of
from bot.domain.summaries import Span
from storage.coverage import CELLS, LAST, START
from storage.store import Selected, Session
from storage.tables import Concern, ConcernMove, Moment, core

_concern, _move = core(Concern), core(ConcernMove)
_FROM, _BEFORE = bindparam("from_", type_=Moment), bindparam("before_", type_=Moment)
_S = ConcernStatus
_NOT_COUNTED = (_S.MERGED, _S.WITHDRAWN)


@dataclass(slots=True)
class _Tally:
    """What is counted up for one cell."""

    new: int = 0
    by_status: Counter[ConcernStatus] = field(default_factory=Counter)
    overdue: int = 0
    moved: dict[ConcernStatus, int] = field(default_factory=dict)
    days: list[int] = field(default_factory=list)

    def facts(self) -> ConcernFacts:
        ordered = sorted(self.by_status.items(), key=lambda pair: list(_S).index(pair[0]))
        return ConcernFacts(
            new=self.new,
            by_status=tuple(ordered),
            overdue=self.overdue,
            answered=self.moved.get(_S.ANSWERED, 0),
            told=self.moved.get(_S.FED_BACK, 0),
            closed=self.moved.get(_S.CLOSED, 0),
            days=tuple(sorted(self.days)),
        )


async def concerns(
    session: Session,
    cells: Collection[int],
    span: Span,
    before: datetime,
    days_off: Mapping[int, DaysOff],
) -> dict[int, ConcernFacts]:
    """Four statements for any number of cells; `days_off` are those of each cell's commune."""
    values: dict[str, object] = {
        "cells_": cells, "start_": span.start, "last_": span.last,
        "from_": start_of(span.start), "before_": before,
    }  # fmt: skip
    tallies: dict[int, _Tally] = defaultdict(_Tally)
    for cell_id, count in await session.execute(_NEW, values):
        tallies[cell_id].new = count
    for cell_id, after, count in await session.execute(_MOVED, values):
        tallies[cell_id].moved[after] = count
    for cell_id, raised_on, told_at in await session.execute(_TOLD, values):
        tallies[cell_id].days.append(max(0, (day_of(told_at) - raised_on).days))
    paused = await _pauses(session, values, before)
    for row in await session.execute(_OPEN, values):
        status = row.status or _S.NEW
        if status in ENDED or status is _S.FED_BACK:
            continue
        tally = tallies[row.cell_id]
        tally.by_status[status] += 1
        if status in IN_WORK and status is not _S.NEED_INFO:
            waited = stretches(row.recorded_at, before, paused.get(row.id, ()))
            tally.overdue += is_overdue(row.level, waited, days_off.get(row.cell_id, DaysOff()))
    return {cell_id: tally.facts() for cell_id, tally in tallies.items()}


async def _pauses(
    session: Session, values: Mapping[str, object], before: datetime
) -> dict[int, list[Stretch]]:
    """When a concern waited for words of its member, which is not counted against anybody."""
    begun: dict[int, datetime] = {}
    found: dict[int, list[Stretch]] = defaultdict(list)
    for concern_id, after, moved_at in await session.execute(_ASKED_AND_ANSWERED, values):
        if after is _S.NEED_INFO:
            begun[concern_id] = moved_at
        elif concern_id in begun:
            found[concern_id].append((begun.pop(concern_id), moved_at))
    for concern_id, moved_at in begun.items():
        found[concern_id].append((moved_at, before))
    return found


def _still_counts() -> Any:
    """Concerns that may have been open in the period: the others are long past."""
    move = _move.alias("since")
    since = exists().where(move.c.concern_id == _concern.c.id, move.c.moved_at >= _FROM)
    return and_(
        _concern.c.cell_id.in_(CELLS),
        _concern.c.raised_on <= LAST,
        or_(_concern.c.status.not_in(ENDED), since),
    )


def _open() -> Selected:
    newest = (
        select(_move.c.after)
        .where(_move.c.concern_id == _concern.c.id, _move.c.moved_at < _BEFORE)
        .order_by(_move.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    return select(
        _concern.c.id, _concern.c.cell_id, _concern.c.level, _concern.c.recorded_at,
        newest.label("status"),
    ).where(_still_counts())  # fmt: skip


def _moved() -> Selected:
    return (
        select(_concern.c.cell_id, _move.c.after, func.count(_concern.c.id.distinct()))
        .join_from(_move, _concern, _concern.c.id == _move.c.concern_id)
        .where(
            _concern.c.cell_id.in_(CELLS),
            _move.c.moved_at >= _FROM,
            _move.c.moved_at < _BEFORE,
            _move.c.after.in_([_S.ANSWERED, _S.FED_BACK, _S.CLOSED]),
        )
        .group_by(_concern.c.cell_id, _move.c.after)
    )


def _told() -> Selected:
    """When an answer was told that was told in the period; once for each concern."""
    return (
        select(_concern.c.cell_id, _concern.c.raised_on, func.max(_move.c.moved_at))
        .join_from(_move, _concern, _concern.c.id == _move.c.concern_id)
        .where(
            _concern.c.cell_id.in_(CELLS),
            _move.c.after == _S.FED_BACK,
            _move.c.moved_at >= _FROM,
            _move.c.moved_at < _BEFORE,
        )
        .group_by(_concern.c.id, _concern.c.cell_id, _concern.c.raised_on)
    )


_NEW = (
    select(_concern.c.cell_id, func.count())
    .where(
        _concern.c.cell_id.in_(CELLS),
        _concern.c.raised_on >= START,
        _concern.c.raised_on <= LAST,
        _concern.c.status.not_in(_NOT_COUNTED),
    )
    .group_by(_concern.c.cell_id)
)
_ASKED_AND_ANSWERED = (
    select(_move.c.concern_id, _move.c.after, _move.c.moved_at)
    .join_from(_move, _concern, _concern.c.id == _move.c.concern_id)
    .where(
        _still_counts(),
        _move.c.moved_at < _BEFORE,
        or_(_move.c.after == _S.NEED_INFO, _move.c.before == _S.NEED_INFO),
    )
    .order_by(_move.c.id)
)
_OPEN, _MOVED, _TOLD = _open(), _moved(), _told()
