"""What is stored about a person, for that person's own eyes, and the way out (privacy.md 5.8)."""

from datetime import date, datetime

from sqlalchemy import func, select, update

from bot.domain.own_data import (
    Account,
    OwnChange,
    OwnConcern,
    OwnReports,
    OwnVisit,
    ReportCounts,
)
from bot.domain.people import Actor, ConsentState
from storage import audit, books, drafts, mutes, people
from storage.store import Session, changed
from storage.tables import (
    BookNumber,
    Concern,
    HouseholdChange,
    LinkedAddress,
    Person,
    Unit,
    Visit,
    core,
)

_addresses = core(LinkedAddress)


async def account(session: Session, actor: Actor, today: date) -> Account:
    """The actor's own account, as linked from where the message came."""
    person = await session.get_one(Person, actor.person_id)
    here = await session.get_one(LinkedAddress, actor.addressed_at)
    names = dict(
        (
            await session.execute(
                select(Unit.id, Unit.name).where(
                    Unit.id.in_([person.cell_id, *(post.unit_id for post in actor.posts)])
                )
            )
        ).all()
    )
    addresses = await session.scalar(
        select(func.count()).where(LinkedAddress.person_id == person.id)
    )
    muted = await mutes.muted_until(session, [person.id], today)
    return Account(
        name=person.name,
        code=person.code,
        cell=names.get(person.cell_id, "") if person.cell_id else "",
        posts=tuple((post.role, names[post.unit_id]) for post in actor.posts),
        has_phone=bool(person.phone),
        linked_at=here.linked_at,
        addresses=addresses or 0,
        consent=person.consent,
        consent_at=person.consent_at,
        muted_until=muted.get(person.id),
    )


async def report_counts(session: Session, actor: Actor) -> ReportCounts:
    """How many reports of the actor are kept, those taken back included: they are kept too."""

    async def count(table: type[Visit] | type[Concern] | type[HouseholdChange]) -> int:
        found = await session.scalar(
            select(func.count()).select_from(table).where(table.author_id == actor.person_id)
        )
        return found or 0

    return ReportCounts(await count(Visit), await count(Concern), await count(HouseholdChange))


async def own_reports(session: Session, actor: Actor, now: datetime) -> OwnReports:
    """The actor's reports for export; that they were exported is noted (privacy.md 5.7)."""
    in_book = books.numbered(actor.person_id, Visit.household_id)
    visits = await session.execute(
        select(BookNumber.number, Visit.visited_on, Visit.recorded_at)
        .select_from(Visit)
        .join(BookNumber, in_book, isouter=True)
        .where(Visit.author_id == actor.person_id, Visit.withdrawn_at.is_(None))
        .order_by(Visit.visited_on, Visit.id)
    )
    concerns = await session.execute(
        select(Concern.code, Concern.raised_on, Concern.status)
        .where(Concern.author_id == actor.person_id)
        .order_by(Concern.raised_on, Concern.id)
    )
    in_book = books.numbered(actor.person_id, HouseholdChange.household_id)
    changes = await session.execute(
        select(BookNumber.number, HouseholdChange.recorded_at)
        .select_from(HouseholdChange)
        .join(BookNumber, in_book, isouter=True)
        .where(HouseholdChange.author_id == actor.person_id, HouseholdChange.withdrawn_at.is_(None))
        .order_by(HouseholdChange.recorded_at, HouseholdChange.id)
    )
    await audit.note(session, actor.person_id, "export", "own_data", actor.person_id, now)
    return OwnReports(
        tuple(OwnVisit(*row) for row in visits),
        tuple(OwnConcern(*row) for row in concerns),
        tuple(OwnChange(*row) for row in changes),
    )


async def unlink_here(session: Session, actor: Actor, now: datetime) -> None:
    """The chat that the message came from is nobody's any more."""
    await session.execute(
        update(_addresses).where(_addresses.c.id == actor.addressed_at).values(person_id=None)
    )
    await audit.note(session, actor.person_id, "unlink", "address", actor.addressed_at, now)


async def withdraw_consent(session: Session, actor: Actor, version: str, now: datetime) -> int:
    """Consent ends, and with it every chat of the person; how many chats that were."""
    await people.consent(session, actor.person_id, ConsentState.WITHDRAWN, version, now)
    unlinked = await changed(
        session,
        update(_addresses).where(_addresses.c.person_id == actor.person_id).values(person_id=None),
    )
    await drafts.forget(session, actor.person_id)
    return unlinked
