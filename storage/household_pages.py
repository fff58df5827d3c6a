"""What stands on a household's page for whoever may open it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select

from bot.domain.concerns import ENDED, ConcernStatus
from bot.domain.people import Actor
from bot.domain.visits import NotDoneReason, VisitKind
from storage import assignments, concerns, people, visits
from storage.households import Card
from storage.store import Session
from storage.tables import Concern, ConcernHousehold, Visit

LAST_VISITS = 3


@dataclass(frozen=True, slots=True)
class Contact:
    """One contact with the household."""

    on: date
    kind: VisitKind
    reason: NotDoneReason | None
    nothing_new: bool
    visitor: str = ""  # named where somebody else wrote it down
    author: str = ""


@dataclass(frozen=True, slots=True)
class Open:
    """A concern that is not at its end."""

    code: str
    status: ConcernStatus


@dataclass(frozen=True, slots=True)
class Page:
    """All that is told about one household, beside its card."""

    contacts: Sequence[Contact]
    promises: Sequence[tuple[str, date | None]]  # the reader's own
    concerns: Sequence[Open]
    in_charge: Sequence[str]  # told to the secretary only


async def page_of(session: Session, actor: Actor, card: Card, today: date) -> Page:
    """The page of a household whose card the actor was given."""
    last = await visits.history(session, actor, card.id, today, LAST_VISITS)
    promises = await visits.open_promises(session, actor, today, card.id)
    rows = await session.execute(
        concerns.visible_to(actor, today)
        .with_only_columns(Concern.code, Concern.status)
        .where(
            Concern.id.in_(
                select(ConcernHousehold.concern_id).where(ConcernHousehold.household_id == card.id)
            ),
            Concern.status.not_in(ENDED),
        )
        .order_by(Concern.id)
    )
    typed = {
        one for v in last if v.author_id != v.visitor_id for one in (v.author_id, v.visitor_id)
    }
    names = {one.id: one.name for one in await people.named(session, typed)} if typed else {}
    leads = card.cell_id in actor.cells_led
    return Page(
        [_contact(v, names) for v in last],
        [(promise.words, promise.due_on) for promise in promises],
        [Open(code, status) for code, status in rows],
        await assignments.in_charge(session, actor, card.id, today) if leads else (),
    )


def _contact(visit: Visit, names: Mapping[int, str]) -> Contact:
    contact = Contact(visit.visited_on, visit.kind, visit.reason, visit.nothing_new)
    if visit.author_id == visit.visitor_id:
        return contact
    return replace(contact, visitor=names[visit.visitor_id], author=names[visit.author_id])
