"""Time that passes in the practice room: from stop to stop, with all that each hour brings."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from bot.domain import reminders
from bot.domain.digests import due_between, evening_before
from bot.domain.periods import VIETNAM, day_of, month_before, month_of
from bot.domain.quiet import at
from bot.room.clock import EVE, FARTHEST, first_of_month, morning_of, next_morning
from bot.texts.room_server import Why
from scheduler.concern_reminders import plan_concern_reminders
from scheduler.digests import seal_overdue, send_digests
from scheduler.reminders import plan_reminders
from scheduler.timetable import ERRANDS, Errand
from storage import people, periods, pushing, spreading
from storage.periods import Cell, Committee
from storage.sample import meanwhile, phones
from storage.sample.meanwhile import Rows
from storage.store import Session, Store

_MORNING, _REMINDER, _DIGEST = "morning", "reminder", "digest"
_ONLY: Mapping[Callable[[Store, datetime], Awaitable[int]], tuple[str, ...]] = {
    plan_reminders: (_MORNING, _REMINDER),
    plan_concern_reminders: (_MORNING,),
    send_digests: (_DIGEST,),
    seal_overdue: (_MORNING,),
}
"""Hours outside of which an errand finds nothing; whatever is not named is done at all of them."""
_DAY = timedelta(days=1)


class CannotMove(Exception):
    """The clock cannot be moved there."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Stop:
    """A moment at which something may happen, and what is looked at then."""

    at: datetime
    errands: Sequence[Errand]
    with_house: bool = False


@dataclass(frozen=True, slots=True)
class Hours:
    """The hours at which something comes by itself: each morning, and evenings that bring it."""

    cells: tuple[Cell, ...]
    committees: tuple[Committee, ...]

    @classmethod
    async def of(cls, session: Session, day: date) -> "Hours":
        """As the cells and committees of a day have set theirs."""
        cells = await periods.cells(session, day)
        return cls(tuple(cells), tuple(await periods.committees(session, day)))

    def next(self, now: datetime, until: datetime) -> Stop:
        """The first of them after now; where it ends, everything is looked at."""
        day = day_of(now)
        for each in (day, day + _DAY):
            hours = sorted(self._of_day(each).items())
            for place, (moment, kinds) in enumerate(hours):
                if now < moment < until:
                    return Stop(moment, _errands(kinds), with_house=place == 0)
        return Stop(until, ERRANDS, with_house=True)

    def _of_day(self, day: date) -> Mapping[datetime, Set[str]]:
        kinds: defaultdict[datetime, set[str]] = defaultdict(set)
        begin, end = at(day, time(0)), at(day + _DAY, time(0))
        for cell in self.cells:
            for planned in reminders.ladder(cell.settings, cell.days_off, day):
                kinds[planned.at].add(_REMINDER)
        units: tuple[Cell | Committee, ...] = (*self.cells, *self.committees)
        for unit in units:
            kinds[at(day, unit.settings.push_hour)].add(_MORNING)
            for evening in due_between(unit.settings, unit.days_off, begin, end):
                kinds[evening.at].add(_DIGEST)
        return kinds


def _errands(kinds: Set[str]) -> tuple[Errand, ...]:
    return tuple(
        one for one in ERRANDS if one.do not in _ONLY or not kinds.isdisjoint(_ONLY[one.do])
    )


@dataclass
class Others:
    """What those report who are on no phone, while days pass: else nobody but three did."""

    playing: Collection[int]
    _plans: dict[str, dict[date, Rows]] = field(default_factory=dict)

    async def report(self, session: Session, days: Iterable[date]) -> None:
        """Write down what they report on some days."""
        for day in days:
            for month in (month_before(month_of(day)), month_of(day)):
                if month not in self._plans:
                    self._plans[month] = await meanwhile.reports(session, month, self.playing)
                await meanwhile.write_down(session, self._plans[month].pop(day, []))


@dataclass(frozen=True, slots=True)
class Passage:
    """Time on its way to a moment."""

    until: datetime
    hours: Hours
    others: Others

    @classmethod
    async def to(cls, session: Session, until: datetime) -> "Passage":
        """Ready to go."""
        hours = await Hours.of(session, day_of(until))
        return cls(until, hours, Others(await phones.players(session)))


async def next_stop(session: Session, passage: Passage, now: datetime) -> Stop:
    """Where time halts next: at an hour of the day, or when something is due that has its own."""
    until = passage.until
    stop = passage.hours.next(now, until)
    moments = [await phones.next_moment(session, now)]
    for _, commune_id, _ in await spreading.due(session, now):
        moments.append(await pushing.next_push(session, commune_id, now))
    own = min((one for one in moments if one is not None and one > now), default=until)
    return Stop(own, _errands(frozenset())) if own < stop.at else stop


async def destination(
    session: Session, to: str | date, person_id: int | None, now: datetime
) -> datetime:
    """The moment that is meant; raises CannotMove."""
    match to:
        case "next_day":
            return next_morning(now)
        case "day_1":
            return first_of_month(now)
        case "eve":
            return await _eve(session, person_id, now)
        case date():
            return _within_reach(morning_of(to) if to != day_of(now) else _later_today(now), now)
    raise CannotMove(Why.MALFORMED)


def _within_reach(moment: datetime, now: datetime) -> datetime:
    if moment <= now:
        raise CannotMove(Why.BACK)
    if moment > now + FARTHEST:
        raise CannotMove(Why.TOO_FAR)
    return moment


def _later_today(now: datetime) -> datetime:
    """The morning or the evening of today, whichever is still to come."""
    evening = now.astimezone(VIETNAM).time() >= time(8, 30)
    return at(day_of(now), EVE) if evening else morning_of(day_of(now))


async def _eve(session: Session, person_id: int | None, now: datetime) -> datetime:
    """The evening on which the digest for the next meeting has come."""
    found = await people.named(session, [] if person_id is None else [person_id])
    cell_id = found[0].cell_id if found else None
    if cell_id is None:
        raise CannotMove(Why.NO_MEETING)
    (cell,) = await periods.cells(session, day_of(now), ids=[cell_id])
    day = day_of(now)
    while True:
        meeting = cell.next_meeting(day)
        evening = evening_before(meeting, cell.settings, cell.days_off)
        if (moment := at(day_of(evening.at), EVE)) > now:
            return moment
        day = meeting.day + _DAY
