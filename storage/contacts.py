"""How a lead reaches the members of the own cells: their names and the numbers to call."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import aliased

from bot.domain.people import GONE, OFFICE, Actor, Role
from bot.domain.periods import day_of
from storage import audit, secrecy
from storage.spans import holds_on
from storage.store import Session
from storage.tables import Person, RoleHeld, Unit


@dataclass(frozen=True, slots=True)
class Reachable:
    """A member, and the number to call; empty where none is known."""

    id: int
    name: str
    phone: str
    code: str


@dataclass(frozen=True, slots=True)
class Secretary:
    """Who leads a cell."""

    cell_id: int
    cell: str
    person: Reachable


async def member_of(session: Session, actor: Actor, code: str, now: datetime) -> Reachable | None:
    """The member with a code in a cell that the actor leads; None for any other."""
    found = await _members(session, actor, Person.code == code)
    if found:
        await audit.note(session, actor.person_id, "wrote to", "person", found[0].id, now)
    return found[0] if found else None


async def still_led(session: Session, actor: Actor, codes: Collection[str]) -> set[str]:
    """Which of these codes are members' of cells that the actor leads."""
    found = await session.scalars(select(Person.code).where(_led_by(actor), Person.code.in_(codes)))
    return set(found)


async def members(
    session: Session, actor: Actor, person_ids: Collection[int], now: datetime
) -> list[Reachable]:
    """Those of the people who are members of the actor's own cells, by given name."""
    found = await _members(session, actor, Person.id.in_(person_ids))
    await audit.note_each(
        session, actor.person_id, "read phone", "person", [one.id for one in found], now
    )
    return found


async def secretaries(
    session: Session, actor: Actor, cell_ids: Collection[int], now: datetime
) -> list[Secretary]:
    """Who leads these cells, if the actor's office is that of their commune; cell by cell."""
    cell = aliased(Unit)
    rows = await session.execute(
        select(Person, Unit.code, cell.id, cell.name)
        .join(Unit, Unit.id == Person.commune_id)
        .join(RoleHeld, RoleHeld.person_id == Person.id)
        .join(cell, cell.id == RoleHeld.unit_id)
        .where(
            RoleHeld.role == Role.CELL_SECRETARY,
            RoleHeld.unit_id.in_(cell_ids),
            holds_on(RoleHeld, day_of(now)),
            cell.commune_id.in_(actor.units_as(*OFFICE)),
            Person.status.not_in(GONE),
        )
        .order_by(cell.code, Person.sort_key)
    )
    found = [
        Secretary(cell_id, name, _reachable(session, person, code))
        for person, code, cell_id, name in rows
    ]
    ids = [one.person.id for one in found]
    await audit.note_each(session, actor.person_id, "read phone", "person", ids, now)
    return found


async def _members(session: Session, actor: Actor, *which: ColumnElement[bool]) -> list[Reachable]:
    rows = await session.execute(
        select(Person, Unit.code)
        .join(Unit, Unit.id == Person.commune_id)
        .where(_led_by(actor), *which)
        .order_by(Person.sort_key, Person.code)
    )
    return [_reachable(session, person, code) for person, code in rows]


def _led_by(actor: Actor) -> ColumnElement[bool]:
    return and_(Person.cell_id.in_(actor.cells_led), Person.status.not_in(GONE))


def _reachable(session: Session, person: Person, commune_code: str) -> Reachable:
    phone = secrecy.open_phone(session, commune_code, person.code, person.phone)
    return Reachable(person.id, person.name, phone, person.code)
