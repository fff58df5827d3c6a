"""What stands on a household's page for whoever may open it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from bot.domain.concerns import ENDED, ConcernStatus
from bot.domain.people import Actor
from bot.domain.visits import NotDoneReason, VisitKind
from storage import assignments, concerns, visits
from storage.households import Card
from storage.store import Session
from storage.tables import Concern, ConcernHousehold

LAST_VISITS = 3


@dataclass(frozen=True, slots=True)
class Contact:
    """One contact with the household."""

    on: date
    kind: VisitKind
    reason: NotDoneReason | None
    nothing_new: bool


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
    leads = card.cell_id in actor.cells_led
    return Page(
        [Contact(v.visited_on, v.kind, v.reason, v.nothing_new) for v in last],
        [(promise.words, promise.due_on) for promise in promises],
        [Open(code, status) for code, status in rows],
        await assignments.in_charge(session, actor, card.id, today) if leads else (),
    )
