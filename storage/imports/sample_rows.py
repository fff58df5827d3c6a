"""Which of the template's sample rows a workbook may bring in: by what is known already."""

from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased

from bot.domain import sample_rows
from bot.domain.imports import (
    CellRow,
    CommitteeRow,
    DayRow,
    HouseholdRow,
    MemberRow,
    Sheet,
    Workbook,
)
from bot.domain.people import UnitLevel
from bot.domain.sample_rows import Row
from storage.store import Session
from storage.tables import Household, Person, Unit

_Commune = aliased(Unit)


async def without(session: Session, workbook: Workbook) -> Workbook:
    """The workbook without the sample rows that somebody only left in."""
    left = sample_rows.left_in(workbook)
    if not left:
        return workbook
    commune = _commune_of(left)
    free = {sheet for sheet, row in left.items() if await _is_free(session, row, commune)}
    others = select(Unit.id).where(Unit.level == UnitLevel.COMMUNE, Unit.code != commune).limit(1)
    nothing_known = await session.scalar(others) is None
    return sample_rows.without(workbook, free, nothing_known=nothing_known)


def _commune_of(left: dict[Sheet, Row]) -> str:
    for row in (left.get(Sheet.COMMITTEES), left.get(Sheet.CELLS)):
        if isinstance(row, CommitteeRow):
            return row.code
        if isinstance(row, CellRow):
            return row.committee
    return ""


async def _is_free(session: Session, row: Row, commune: str) -> bool:
    """Whether nobody has the sample's code, or only what an earlier import made of the sample."""
    match row:
        case CommitteeRow():
            having, name = _units(UnitLevel.COMMUNE, row.code), row.name
        case CellRow():
            having, name = _units(UnitLevel.CELL, row.code), row.name
        case MemberRow():
            of_people = select(_Commune.code, Person.name).join(
                _Commune, _Commune.id == Person.commune_id
            )
            having, name = of_people.where(Person.code == row.code), row.name
        case HouseholdRow():
            of_homes = select(_Commune.code, Household.head).join(
                _Commune, _Commune.id == Household.commune_id
            )
            having, name = of_homes.where(Household.code == row.code), row.head
        case DayRow():
            return True
    found = await session.execute(having)
    return {tuple(one) for one in found} <= {(commune, name)}


def _units(level: UnitLevel, code: str) -> Select[str, str]:
    return (
        select(_Commune.code, Unit.name)
        .join(_Commune, _Commune.id == func.coalesce(Unit.commune_id, Unit.id))
        .where(Unit.level == level, Unit.code == code)
    )
