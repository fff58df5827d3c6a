"""Reporting for a member who has no phone: who may, and as whom."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, or_, select, update

from bot.domain.people import GONE, Actor, Post, Role
from bot.domain.periods import day_of
from bot.domain.refusals import Reason, Refusal
from bot.domain.vietnamese.finding import Candidate
from bot.domain.vietnamese.text import search_key
from bot.domain.visits import TAKE_BACK
from storage import audit, books
from storage.spans import holds_on
from storage.store import Session
from storage.tables import Person, RoleHeld, StandIn, Visit


@dataclass(frozen=True, slots=True)
class Represented:
    """A member for whom somebody may report, or who may do so."""

    id: int
    code: str
    name: str


async def members(session: Session, actor: Actor, today: date) -> Sequence[Represented]:
    """For whom the actor may report: members of the cells that they lead, and who they stand in
    for; by given name."""
    return await _people(session, _may_report_for(actor, today))


async def with_a_book(session: Session, actor: Actor, today: date) -> Sequence[Represented]:
    """Those of them who have households to report on."""
    held = books.in_charge(today).subquery()
    who = Person.id.in_(select(held.c.person_id))
    return await _people(session, (*_may_report_for(actor, today), who))


async def acting_for(session: Session, actor: Actor, person_id: int, today: date) -> Actor:
    """The member as whom the actor reports; anybody else is not found.

    Such an actor sees that member's own book and nothing besides, and what they report is
    written down as typed by who is really there.
    """
    person = await session.scalar(
        select(Person).where(Person.id == person_id, *_may_report_for(actor, today))
    )
    if person is None:
        raise Refusal(Reason.NOT_FOUND)
    posts = (Post(Role.MEMBER, person.cell_id),) if person.cell_id is not None else ()
    return Actor(
        person.id, person.name, person.commune_id, person.cell_id, actor.consent, posts,
        actor.addressed_at, typed_by=actor.person_id,
        discreet=person.cell_id not in actor.cells_led,
    )  # fmt: skip


async def lately(session: Session, actor: Actor, now: datetime) -> list[Actor]:
    """As whom the actor has reported within the day, and still may."""
    told = await session.scalars(
        select(Visit.visitor_id)
        .where(
            Visit.author_id == actor.person_id,
            Visit.visitor_id != actor.person_id,
            Visit.recorded_at > now - TAKE_BACK,
            Visit.visitor_id.in_(select(Person.id).where(*_may_report_for(actor, day_of(now)))),
        )
        .distinct()
        .order_by(Visit.visitor_id)
    )
    return [await acting_for(session, actor, one, day_of(now)) for one in told.all()]


async def within_reach(
    session: Session, actor: Actor, household_ids: Collection[int], today: date
) -> set[int]:
    """Which of these households are in the book of somebody for whom the actor may report."""
    theirs = select(Person.id).where(*_may_report_for(actor, today))
    held = books.in_charge(today, person=theirs, households=sorted(household_ids)).subquery()
    return set(await session.scalars(select(held.c.household_id)))


def candidates(people: Sequence[Represented]) -> list[Candidate]:
    """People as words are looked for in them, by the rules by which households are."""
    return [
        Candidate(one.id, None, search_key(f"{one.name} {one.code}"), (one.name,), one.code)
        for one in people
    ]


async def of_cells(session: Session, actor: Actor, today: date) -> Sequence[Represented]:
    """The members of the cells that the actor leads, each of whom may stand in for another."""
    return await _people(session, (*_there(actor), Person.cell_id.in_(actor.cells_led)))


async def named(session: Session, actor: Actor, person_id: int, today: date) -> Represented | None:
    """Who was named to stand in for a member of a cell that the actor leads."""
    found = await _people(
        session,
        (
            *_there(actor),
            Person.id.in_(
                select(StandIn.stand_in_id)
                .join(_member, _member.c.id == StandIn.person_id)
                .where(
                    StandIn.person_id == person_id,
                    holds_on(StandIn, today),
                    _member.c.cell_id.in_(actor.cells_led),
                )
            ),
        ),
    )
    return found[0] if found else None


async def name(
    session: Session, actor: Actor, person_id: int, stand_in_id: int | None, now: datetime
) -> None:
    """Name who reports for a member from today on, in the place of whoever did; None for nobody.

    Both are of cells that the actor leads; anybody else is not found.
    """
    today = day_of(now)
    known = {one.id for one in await of_cells(session, actor, today)}
    wanted = {person_id} if stand_in_id is None else {person_id, stand_in_id}
    if not wanted <= known or person_id == stand_in_id:
        raise Refusal(Reason.NOT_FOUND)
    await session.execute(
        update(StandIn)
        .where(StandIn.person_id == person_id, StandIn.until.is_(None))
        .values(until=today)
    )
    if stand_in_id is not None:
        session.add(
            StandIn(
                person_id=person_id, stand_in_id=stand_in_id, since=today,
                named_by=actor.person_id, named_at=now,
            )
        )  # fmt: skip
        await session.flush()
    action = "named stand-in" if stand_in_id is not None else "ended stand-in"
    await audit.note(session, actor.person_id, action, "person", person_id, now)


_member = Person.__table__.alias("member")


def _there(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    return Person.commune_id == actor.commune_id, Person.status.not_in(GONE)


def _may_report_for(actor: Actor, today: date) -> tuple[ColumnElement[bool], ...]:
    standing_in = select(StandIn.person_id).where(
        StandIn.stand_in_id == actor.person_id, holds_on(StandIn, today)
    )
    members = select(RoleHeld.person_id).where(
        RoleHeld.role == Role.MEMBER, holds_on(RoleHeld, today)
    )
    return (
        *_there(actor),
        Person.id != actor.person_id,
        Person.id.in_(members),
        or_(Person.cell_id.in_(actor.cells_led), Person.id.in_(standing_in)),
    )


async def _people(session: Session, which: Sequence[ColumnElement[bool]]) -> Sequence[Represented]:
    rows = await session.execute(
        select(Person.id, Person.code, Person.name)
        .where(*which)
        .order_by(Person.sort_key, Person.code)
    )
    return [Represented(*row) for row in rows]
