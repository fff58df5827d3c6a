"""People, their addresses, and who is acting when a message comes in."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import Date, Row, and_, bindparam, exists, func, or_, select, update

from bot.domain.people import Actor, ConsentState, Post, Role, UnitLevel
from bot.messages import Address
from storage import addresses, audit
from storage.spans import holds_on
from storage.store import Selected, Session
from storage.tables import LinkedAddress, Person, RoleHeld, Unit, core

_addresses = core(LinkedAddress)


async def actor_at(session: Session, address: Address, today: date) -> Actor | None:
    """Whoever is linked to the address, with the roles that hold today; None when nobody is."""
    rows = await session.rows(ACTOR_AT, places(address, today))
    return actor_in(rows) if rows else None


def places(address: Address, today: date) -> dict[str, object]:
    """What is put into the places of `ACTOR_AT`."""
    return {
        "surface_": address.surface,
        "account_": address.account,
        "external_id_": address.external_id,
        "today_": today,
    }


def actor_in(rows: Sequence[Row[*tuple[object, ...]]]) -> Actor:
    """The actor that rows of `ACTOR_AT` are about, one row a role."""
    who = rows[0]
    posts = tuple(Post(row.role, row.unit_id) for row in rows if row.unit_id)
    return Actor(
        who.person_id, who.name, who.commune_id, who.cell_id, who.consent, posts, who.addressed_at,
        elsewhere=bool(who.elsewhere),
    )  # fmt: skip


def _actor_at() -> Selected:
    at, person, held = _addresses.c, core(Person).c, core(RoleHeld).c
    today = bindparam("today_", type_=Date)
    other = _addresses.alias("other").c
    later = exists().where(
        other.person_id == at.person_id,
        other.id != at.id,
        other.last_heard_at >= func.coalesce(at.last_heard_at, other.last_heard_at),
    )
    return (
        select(
            at.id.label("addressed_at"), person.id.label("person_id"), person.name,
            person.commune_id, person.cell_id, person.consent,
            held.role, held.unit_id, later.label("elsewhere"),
        )
        .select_from(_addresses)
        .join(core(Person), person.id == at.person_id)
        .join(
            core(RoleHeld),
            and_(held.person_id == person.id, holds_on(held, today)),
            isouter=True,
        )
        .where(
            at.surface == bindparam("surface_"),
            at.account == bindparam("account_"),
            at.external_id == bindparam("external_id_"),
        )
    )  # fmt: skip


ACTOR_AT = _actor_at()
"""Built once, as every message asks for it; one row for each role that is held."""


async def consent(
    session: Session, person_id: int, state: ConsentState, version: str, now: datetime
) -> None:
    """Remember what a person said to the notice, to which version of it, and when."""
    await session.execute(
        update(core(Person))
        .where(core(Person).c.id == person_id)
        .values(consent=state, consent_at=now, consent_version=version)
    )
    await audit.note(session, person_id, f"consent:{state.value}", "notice", version, now)


async def one(session: Session, person_id: int) -> Person:
    """A person that is known to be there."""
    return await session.get_one(Person, person_id)


async def named(session: Session, person_ids: Collection[int]) -> list[Person]:
    """People by given name, as lists have them."""
    rows = await session.scalars(
        select(Person).where(Person.id.in_(person_ids)).order_by(Person.sort_key, Person.code)
    )
    return list(rows)


async def addressed(session: Session, address: Address, today: date) -> tuple[str, list[Role]]:
    """Who reads at an address: the code and the roles of today; empty when nobody does."""
    rows = await session.execute(
        select(Person.code, RoleHeld.role)
        .join(LinkedAddress, LinkedAddress.person_id == Person.id)
        .outerjoin(RoleHeld, and_(RoleHeld.person_id == Person.id, holds_on(RoleHeld, today)))
        .where(
            LinkedAddress.surface == address.surface,
            LinkedAddress.account == address.account,
            LinkedAddress.external_id == address.external_id,
        )
        .order_by(RoleHeld.id)
    )
    found = rows.all()
    roles = list(dict.fromkeys(row.role for row in found if row.role is not None))
    return (found[0].code if found else ""), roles


async def addresses_of(session: Session, person_ids: Sequence[int]) -> dict[int, Address]:
    """Where each of the people is written to, if anywhere (storage.addresses)."""
    rows = await session.scalars(
        select(LinkedAddress)
        .where(LinkedAddress.person_id.in_(person_ids), addresses.in_use())
        .order_by(*addresses.best_first())
    )
    found: dict[int, Address] = {}
    for row in rows:
        assert row.person_id is not None
        found.setdefault(row.person_id, Address(row.surface, row.account, row.external_id))
    return found


async def holders(session: Session, unit_id: int, roles: Sequence[Role], today: date) -> list[int]:
    """Who holds one of the roles in a unit today."""
    rows = await session.scalars(
        select(RoleHeld.person_id)
        .where(
            RoleHeld.unit_id == unit_id,
            RoleHeld.role.in_(roles),
            holds_on(RoleHeld, today),
        )
        .distinct()
        .order_by(RoleHeld.person_id)
    )
    return list(rows)


async def heard(session: Session, address_id: int, now: datetime) -> None:
    """Somebody wrote from this address: here they are reached, whatever was thought before."""
    await session.execute(
        update(_addresses)
        .where(_addresses.c.id == address_id)
        .values(last_heard_at=now, gone_at=None)
    )


async def unit(session: Session, unit_id: int) -> Unit:
    """A unit that is known to be there."""
    return await session.get_one(Unit, unit_id)


async def unit_by_code(session: Session, level: UnitLevel, code: str) -> Unit | None:
    """The unit with a code, in capitals or not; None when there is none, or several use it."""
    exact = select(Unit).where(Unit.level == level, Unit.code == code).limit(2)
    found = list(await session.scalars(exact))
    if not found:
        typed = code.strip().casefold()
        every = await session.scalars(select(Unit).where(Unit.level == level))
        found = [one for one in every if one.code.casefold() == typed]
    return found[0] if len(found) == 1 else None


async def cell_of(session: Session, commune_id: int, typed: str, today: date) -> Unit | None:
    """A commune's cell by its code, however it is typed: 05, 5, th."""

    def key(code: str) -> str:
        return code.strip().casefold().lstrip("0")

    cells = await session.scalars(
        select(Unit).where(
            Unit.commune_id == commune_id,
            Unit.level == UnitLevel.CELL,
            or_(Unit.until.is_(None), Unit.until > today),
        )
    )
    found = [cell for cell in cells if key(cell.code) == key(typed)]
    exact = [cell for cell in found if cell.code == typed.strip()]
    return exact[0] if exact else found[0] if len(found) == 1 else None
