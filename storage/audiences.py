"""Who an announcement is for: people of a part of the organisation, as they are on a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, Subquery, func, or_, select

from bot.domain.announcements import Audience, Readers
from bot.domain.people import CELL_LEADS, GONE, ConsentState, Role, UnitLevel
from storage import addresses, books
from storage.spans import holds_on
from storage.store import Session
from storage.tables import Person, Receipt, RoleHeld, Unit, core


@dataclass(frozen=True, slots=True)
class Counted:
    """How many people an audience has, and to how many of them a letter can be written now."""

    people: int
    reachable: int


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as it is offered to choose."""

    id: int
    code: str
    name: str


def people_in(commune_id: int, audience: Audience, today: date) -> Select[int]:
    """The ids of the people of an audience on a day."""
    return select(Person.id).where(
        Person.commune_id == commune_id,
        Person.status.not_in(GONE),
        *([_belongs_to(audience.cells, today)] if audience.cells else []),
        _are(audience.readers, audience.cells, today),
    )


def linked() -> ColumnElement[bool]:
    """Whether somebody has a chat that is not known to be gone."""
    return addresses.has_one(core(Person).c.id)


def agreed() -> ColumnElement[bool]:
    """Whether somebody has agreed to the notice: nobody else is written to."""
    return Person.consent == ConsentState.GIVEN


async def counted(session: Session, commune_id: int, audience: Audience, today: date) -> Counted:
    """How many people would get an announcement."""
    row = await session.execute(
        select(func.count(), func.count().filter(linked(), agreed()))
        .select_from(Person)
        .where(Person.id.in_(people_in(commune_id, audience, today)))
    )
    people, reachable = row.one()
    return Counted(people, reachable)


async def cells_of(session: Session, commune_id: int, today: date) -> list[Cell]:
    """The cells of a commune today, by code."""
    rows = await session.execute(
        select(Unit.id, Unit.code, Unit.name)
        .where(Unit.commune_id == commune_id, Unit.level == UnitLevel.CELL, holds_on(Unit, today))
        .order_by(Unit.code)
    )
    return [Cell(*row) for row in rows]


async def codes_of(session: Session, cells: Sequence[int]) -> list[str]:
    """The codes of cells, for naming an audience."""
    rows = await session.scalars(select(Unit.code).where(Unit.id.in_(cells)).order_by(Unit.code))
    return list(rows)


def in_charge(today: date) -> Subquery:
    """Pairs of a person and a household that they have in charge, each once."""
    held = books.in_charge(today).subquery().c
    return select(held.person_id, held.household_id).distinct().subquery()


def _belongs_to(cells: Sequence[int], today: date) -> ColumnElement[bool]:
    return or_(Person.cell_id.in_(cells), _holds(None, cells, today))


def _holds(roles: Sequence[Role] | None, cells: Sequence[int], today: date) -> ColumnElement[bool]:
    held = select(RoleHeld.id).where(RoleHeld.person_id == Person.id, holds_on(RoleHeld, today))
    if roles is None:
        held = held.where(RoleHeld.role != Role.VILLAGE_HEAD)  # a guest, told of concerns only
    else:
        held = held.where(RoleHeld.role.in_(roles))
    if cells:
        held = held.where(RoleHeld.unit_id.in_(cells))
    return held.exists()


def _are(readers: Readers, cells: Sequence[int], today: date) -> ColumnElement[bool]:
    match readers:
        case Readers.EVERYBODY:
            return or_(Person.cell_id.is_not(None), _holds(None, (), today))
        case Readers.LEADS:
            return _holds(CELL_LEADS, cells, today)
        case Readers.WITH_HOUSEHOLDS:
            return Person.id.in_(select(in_charge(today).c.person_id))
        case Readers.MEMBERS:
            return Person.cell_id.is_not(None)


async def who_got(session: Session, announcement_id: int) -> Counted:
    """How many people a correction of an announcement is for."""
    row = await session.execute(
        select(func.count(), func.count().filter(linked(), agreed()))
        .select_from(Receipt)
        .join(Person, Person.id == Receipt.person_id)
        .where(Receipt.announcement_id == announcement_id)
    )
    people, reachable = row.one()
    return Counted(people, reachable)
