"""People, their addresses, and who is acting when a message comes in."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import and_, or_, select, update

from bot.domain.people import Actor, ConsentState, Post, Role, UnitLevel
from bot.messages import Address
from storage import audit
from storage.store import Session
from storage.tables import LinkedAddress, Person, RoleHeld, Unit, core

_addresses = core(LinkedAddress)


async def actor_at(session: Session, address: Address, today: date) -> Actor | None:
    """Whoever is linked to the address, with the roles that hold today; None when nobody is."""
    rows = (
        await session.execute(
            select(
                LinkedAddress.id,
                Person.id,
                Person.name,
                Person.commune_id,
                Person.cell_id,
                Person.consent,
                RoleHeld.role,
                RoleHeld.unit_id,
            )
            .join(Person, Person.id == LinkedAddress.person_id)
            .join(
                RoleHeld,
                and_(
                    RoleHeld.person_id == Person.id,
                    RoleHeld.since <= today,
                    or_(RoleHeld.until.is_(None), RoleHeld.until > today),
                ),
                isouter=True,
            )
            .where(
                LinkedAddress.surface == address.surface,
                LinkedAddress.account == address.account,
                LinkedAddress.external_id == address.external_id,
            )
        )
    ).all()
    if not rows:
        return None
    addressed_at, person_id, name, commune_id, cell_id, consent, *_ = rows[0]
    posts = tuple(Post(row[6], row[7]) for row in rows if row[6] is not None)
    return Actor(person_id, name, commune_id, cell_id, consent, posts, addressed_at)


async def consent(
    session: Session, person_id: int, state: ConsentState, version: str, now: datetime
) -> None:
    """Remember what a person said to the notice, to which version of it, and when."""
    await session.execute(
        update(core(Person))
        .where(core(Person).c.id == person_id)
        .values(consent=state, consent_at=now, consent_version=version)
    )
    await audit.note(session, person_id, "consent", "person", person_id, now)


async def one(session: Session, person_id: int) -> Person:
    """A person that is known to be there."""
    return await session.get_one(Person, person_id)


async def addresses_of(session: Session, person_ids: Sequence[int]) -> dict[int, Address]:
    """Where each of the people is written to: the address last heard from, if any."""
    rows = await session.scalars(
        select(LinkedAddress)
        .where(LinkedAddress.person_id.in_(person_ids), LinkedAddress.gone_at.is_(None))
        .order_by(LinkedAddress.last_heard_at.desc().nulls_last(), LinkedAddress.id)
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
            RoleHeld.since <= today,
            or_(RoleHeld.until.is_(None), RoleHeld.until > today),
        )
        .distinct()
        .order_by(RoleHeld.person_id)
    )
    return list(rows)


async def unlink(session: Session, address: Address) -> None:
    """Nobody is at this address any more."""
    await session.execute(
        update(_addresses)
        .where(
            _addresses.c.surface == address.surface,
            _addresses.c.account == address.account,
            _addresses.c.external_id == address.external_id,
        )
        .values(person_id=None)
    )


async def unit(session: Session, unit_id: int) -> Unit:
    """A unit that is known to be there."""
    return await session.get_one(Unit, unit_id)


async def unit_by_code(session: Session, level: UnitLevel, code: str) -> Unit | None:
    """The unit with a code; None when there is none, or more communes than one use it."""
    found = list(
        await session.scalars(select(Unit).where(Unit.level == level, Unit.code == code).limit(2))
    )
    return found[0] if len(found) == 1 else None
