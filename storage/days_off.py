"""Which days are off and which are worked, as decided from year to year and commune by commune."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import bindparam, delete, insert, or_, select

from bot.domain.calendar import DayMark, DaysOff
from bot.domain.people import Actor, UnitLevel
from bot.domain.policies import level_set_by
from bot.domain.refusals import Reason, Refusal
from storage import audit
from storage.store import Session
from storage.tables import DayMarked, Unit, core

Marks = Mapping[date, DayMark]

_marks = core(DayMarked)
_ALL = select(_marks.c.commune_id, _marks.c.day, _marks.c.kind, _marks.c.name)
_NATIONWIDE = _marks.c.commune_id.is_(None)
_OF_ONE = _ALL.where(
    or_(_NATIONWIDE, _marks.c.commune_id == bindparam("commune_", type_=_marks.c.commune_id.type))
)


async def of_commune(session: Session, commune_id: int) -> DaysOff:
    """The calendar of one commune: its own days over the nationwide ones."""
    found = await _marked(session, commune_id)
    return DaysOff({**found[None], **found[commune_id]})


async def of_communes(session: Session) -> dict[int, DaysOff]:
    """The calendars of all communes, in two statements."""
    found = await _marked(session, None)
    communes = await session.scalars(select(Unit.id).where(Unit.level == UnitLevel.COMMUNE))
    return {each: DaysOff({**found[None], **found.get(each, {})}) for each in communes}


async def own_marks(session: Session, commune_id: int | None) -> dict[date, DayMark]:
    """What was decided for one commune alone; None: for the whole country."""
    return (await _marked(session, commune_id))[commune_id]


async def mark(session: Session, commune_id: int | None, marks: Marks) -> None:
    """Write days over those that are there; whoever calls says so in the audit."""
    days = list(marks)
    await _clear(session, commune_id, days)
    if days:
        await session.execute(
            insert(_marks),
            [
                {"commune_id": commune_id, "day": day, "kind": one.kind, "name": one.name}
                for day, one in marks.items()
            ],
        )


async def change(
    session: Session, actor: Actor, day: date, marked: DayMark | None, now: datetime
) -> None:
    """Mark a day in one's own commune; with None it is again what the calendar says."""
    if level_set_by(actor, actor.commune_id) is None:
        raise Refusal(Reason.NOT_FOUND)
    if marked is None:
        await _clear(session, actor.commune_id, [day])
    else:
        await mark(session, actor.commune_id, {day: marked})
    await audit.note(session, actor.person_id, "mark day", "unit", actor.commune_id, now)


async def _clear(session: Session, commune_id: int | None, days: list[date]) -> None:
    whose = _NATIONWIDE if commune_id is None else _marks.c.commune_id == commune_id
    await session.execute(delete(_marks).where(whose, _marks.c.day.in_(days)))


async def _marked(
    session: Session, commune_id: int | None
) -> defaultdict[int | None, dict[date, DayMark]]:
    """By commune; with one named, that and the whole country."""
    values = {} if commune_id is None else {"commune_": commune_id}
    found: defaultdict[int | None, dict[date, DayMark]] = defaultdict(dict)
    for whose, day, kind, name in await session.rows(_OF_ONE if values else _ALL, values):
        found[whose][day] = DayMark(kind, name)
    return found
