"""How the concerns of a period stood at its end, counted by cell."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement, and_, bindparam, exists, func, or_, select

from bot.domain.calendar import DaysOff
from bot.domain.concern_facts import IN_WORK, ConcernFacts
from bot.domain.concerns import ENDED, ConcernStatus
from bot.domain.deadlines import Step, is_overdue
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
    """Five statements for any number of cells; `days_off` are those of each cell's commune."""
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
    moved = await _steps(session, values)
    for row in await session.execute(_OPEN, values):
        steps = (Step(_S.NEW, row.recorded_at), *moved.get(row.id, ()))
        status = steps[-1].status
        if status in ENDED or status is _S.FED_BACK:
            continue
        tally = tallies[row.cell_id]
        tally.by_status[status] += 1
        if status in IN_WORK and status is not _S.NEED_INFO:
            off = days_off.get(row.cell_id, DaysOff())
            tally.overdue += is_overdue(row.level, steps, span.last, off)
    return {cell_id: tally.facts() for cell_id, tally in tallies.items()}


async def _steps(session: Session, values: Mapping[str, object]) -> dict[int, list[Step]]:
    """Which states concerns went through before the period was over."""
    found: dict[int, list[Step]] = defaultdict(list)
    for concern_id, after, moved_at in await session.execute(_STEPS, values):
        found[concern_id].append(Step(after, moved_at))
    return found


def _still_counts() -> ColumnElement[bool]:
    """Concerns that may have been open in the period: the others are long past."""
    move = _move.alias("since")
    since = exists().where(move.c.concern_id == _concern.c.id, move.c.moved_at >= _FROM)
    return and_(
        _concern.c.cell_id.in_(CELLS),
        _concern.c.raised_on <= LAST,
        or_(_concern.c.status.not_in(ENDED), since),
    )


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
_OPEN = select(_concern.c.id, _concern.c.cell_id, _concern.c.level, _concern.c.recorded_at).where(
    _still_counts()
)
_STEPS = (
    select(_move.c.concern_id, _move.c.after, _move.c.moved_at)
    .join_from(_move, _concern, _concern.c.id == _move.c.concern_id)
    .where(_still_counts(), _move.c.moved_at < _BEFORE)
    .order_by(_move.c.id)
)
_MOVED, _TOLD = _moved(), _told()
