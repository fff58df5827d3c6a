"""How far an announcement came in each cell: reached, read, passed on, and who was not reached."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, select, tuple_

from bot.domain.announcements import Missed
from bot.domain.delivery import Delivery
from bot.domain.people import CELL_LEADS, OFFICE, Actor, Role
from bot.domain.periods import start_of
from bot.domain.refusals import Reason, Refusal
from bot.messages import Urgency
from storage import announcements, audiences, audit, people, quotas, receipts, secrecy
from storage.announcements import Page
from storage.store import Session
from storage.tables import OutboxRow, PassedOn, Person, Receipt, Unit

PEOPLE_A_PAGE = 15


@dataclass(frozen=True, slots=True)
class Reach:
    """What became of an announcement in one cell, or with those who belong to none."""

    cell_id: int | None
    code: str
    name: str
    people: int
    reached: int
    unknown: int
    read: int
    told_all: int  # people who have told all their households
    households: int  # that its readers have in charge
    told: int  # of these
    written: int = 0  # people for whom there is a letter
    later: int = 0  # people who had their push of the day, and are written to on another
    later_from: datetime | None = None
    held: int = 0  # people whose account has hardly any of the month's messages left


@dataclass(frozen=True, slots=True)
class Unreached:
    """Somebody whom no letter has surely reached, and why."""

    person_id: int
    name: str
    cell: str
    why: Missed | Delivery | None  # None: it still waits to be sent
    phone: str = ""


async def reach(
    session: Session, actor: Actor, announcement_id: int, today: date, now: datetime
) -> tuple[Page, list[Reach]]:
    """The figures of each cell; a secretary sees those of the own cell."""
    page, which = await _open(session, actor, announcement_id, now)
    figures = await _figures(session, page.id, which, today, now)
    held, told = await _households(session, page.id, today), await _told(session, page.id)
    units = {one.id: one for one in await _units(session, [c for c in figures if c is not None])}
    found = [
        Reach(
            cell_id, units[cell_id].code if cell_id else "",
            units[cell_id].name if cell_id else "", row.people, row.reached, row.unknown,
            row.read, row.told_all, max(held.get(cell_id, 0), told.get(cell_id, 0)),
            told.get(cell_id, 0), row.written, row.later, row.later_from,
            row.held,
        )
        for cell_id, row in figures.items()
    ]  # fmt: skip
    return page, sorted(found, key=lambda one: (one.cell_id is None, one.code))


async def _figures(
    session: Session, announcement_id: int, which: ColumnElement[bool], today: date, now: datetime
) -> dict[int | None, Row[*tuple[Any, ...]]]:
    """How many people of each cell were reached, have read, or are still to be written to."""
    r, tomorrow = Receipt, start_of(today + timedelta(days=1))
    waits = OutboxRow.status == Delivery.QUEUED
    later = and_(waits, OutboxRow.not_before >= tomorrow)
    kept_back = and_(
        waits,
        OutboxRow.not_before < tomorrow,
        OutboxRow.priority >= Urgency.DIGEST.priority,
        tuple_(OutboxRow.surface, OutboxRow.account).in_(await quotas.spent(session, now)),
    )
    rows = await session.execute(
        select(
            Person.cell_id,
            func.count().label("people"),
            func.count(r.reached_at).label("reached"),
            func.count().filter(receipts.unsure()).label("unknown"),
            func.count(r.read_at).label("read"),
            func.count(r.passed_on_at).label("told_all"),
            func.count().filter(r.letter_key != "").label("written"),
            func.count().filter(later).label("later"),
            func.min(OutboxRow.not_before).filter(later).label("later_from"),
            func.count().filter(kept_back).label("held"),
        )
        .join(Person, Person.id == r.person_id)
        .outerjoin(OutboxRow, OutboxRow.key == r.letter_key)
        .where(r.announcement_id == announcement_id, which)
        .group_by(Person.cell_id)
    )
    return {row.cell_id: row for row in rows}


async def unreached(
    session: Session,
    actor: Actor,
    announcement_id: int,
    cell_id: int | None,
    page: int,
    now: datetime,
    *,
    phones: bool = False,
) -> tuple[list[Unreached], int]:
    """Who was not reached and why, a page of it; with their phones for those who may see them."""
    found, which = await _open(session, actor, announcement_id, now)
    if not sees_names(actor, cell_id) or (phones and not sees_phones(actor, cell_id)):
        raise Refusal(Reason.NOT_FOUND)
    query = (
        select(Person, Receipt.missed, Receipt.outcome, Unit.code)
        .join(Receipt, Receipt.person_id == Person.id)
        .join(Unit, Unit.id == Person.cell_id, isouter=True)
        .where(Receipt.announcement_id == found.id, _not_reached(), which)
    )
    if cell_id is not None:
        query = query.where(Person.cell_id == cell_id)
    total = await session.scalar(select(func.count()).select_from(query.subquery())) or 0
    rows = await session.execute(
        query.order_by(Unit.code.nulls_last(), Person.sort_key)
        .limit(PEOPLE_A_PAGE)
        .offset((max(page, 1) - 1) * PEOPLE_A_PAGE)
    )
    commune = (await people.unit(session, found.commune_id)).code
    missing = [
        Unreached(
            person.id, person.name, code or "", missed or outcome,
            secrecy.open_phone(session, commune, person.code, person.phone) if phones else "",
        )
        for person, missed, outcome, code in rows
    ]  # fmt: skip
    if phones:
        shown = [one.person_id for one in missing if one.phone]
        await audit.note_each(session, actor.person_id, "phone", "person", shown, now)
    return missing, total


def sees_names(actor: Actor, cell_id: int | None) -> bool:
    """Whether somebody may be told who was not reached: the committee, and the own secretary."""
    return actor.holds(*OFFICE) or (cell_id is not None and cell_id in actor.cells_led)


def sees_phones(actor: Actor, cell_id: int | None) -> bool:
    """The office has the lists of members; a secretary that of the own cell."""
    return actor.holds(Role.COMMUNE_OFFICE) or (cell_id is not None and cell_id in actor.cells_led)


async def _open(
    session: Session, actor: Actor, announcement_id: int, now: datetime
) -> tuple[Page, ColumnElement[bool]]:
    """An announcement whose figures the actor may see, brought up to date, and of which people."""
    page = await announcements.one_of(session, actor, announcement_id)
    led = actor.units_as(*CELL_LEADS)
    if page.sent_at is None or not (page.manages or (led and page.received)):
        raise Refusal(Reason.NOT_FOUND)
    await receipts.catch_up(session, now, page.id)
    if page.manages:
        return page, Person.commune_id == page.commune_id
    return page, Person.cell_id.in_(led)


def _not_reached() -> ColumnElement[bool]:
    return and_(Receipt.reached_at.is_(None), Receipt.read_at.is_(None))


async def _households(session: Session, announcement_id: int, today: date) -> dict[int | None, int]:
    """How many households those of each cell have in charge who were to read it."""
    held = audiences.in_charge(today)
    return await _by_cell(
        session,
        select(Person.cell_id, func.count(held.c.household_id.distinct()))
        .join(Receipt, Receipt.person_id == Person.id)
        .join(held, held.c.person_id == Person.id)
        .where(Receipt.announcement_id == announcement_id)
        .group_by(Person.cell_id),
    )


async def _told(session: Session, announcement_id: int) -> dict[int | None, int]:
    return await _by_cell(
        session,
        select(Person.cell_id, func.count())
        .join(PassedOn, PassedOn.person_id == Person.id)
        .where(PassedOn.announcement_id == announcement_id)
        .group_by(Person.cell_id),
    )


async def _by_cell(session: Session, query: Select[int | None, int]) -> dict[int | None, int]:
    return {row[0]: row[1] for row in await session.execute(query)}


async def _units(session: Session, ids: Sequence[int]) -> Sequence[Unit]:
    return (await session.scalars(select(Unit).where(Unit.id.in_(ids)))).all()
