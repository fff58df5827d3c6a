"""How often each thing that can be practised has been done: counted in what it leaves behind."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, select

from bot.domain.delivery import Delivery
from bot.domain.reminders import Step
from storage.store import Session
from storage.tables import AuditRow, OutboxRow, Reminder, core

_audit, _letters, _reminders = core(AuditRow), core(OutboxRow), core(Reminder)


@dataclass(frozen=True, slots=True)
class Counts:
    """So often it has been done, by anybody, since the commune was planted."""

    visits: int = 0
    concerns: int = 0
    answers: int = 0
    tellings: int = 0
    lists: int = 0
    digests: int = 0
    announcements: int = 0
    passings_on: int = 0


async def counts(session: Session) -> Counts:
    """What has been done by now; the sample's own history is not in it."""
    done = _done
    actions = select(
        done("visited", "household"), done("recorded", "concern"), done("answered", "concern"),
        done("told", "concern"), done("wrote", "announcement"), done("told", "announcement"),
    ).select_from(_audit)  # fmt: skip
    visits, concerns, answers, tellings, announcements, passings_on = (
        await session.execute(actions)
    ).one()
    lists = await session.scalar(
        select(func.count()).where(
            _reminders.c.step == Step.LIST, _reminders.c.told_at.is_not(None)
        )
    )
    digests = await session.scalar(
        select(func.count()).where(
            _letters.c.key.like("digest:%"), _letters.c.status == Delivery.SENT
        )
    )
    return Counts(
        visits, concerns, answers, tellings, lists or 0, digests or 0, announcements, passings_on
    )


def _done(action: str, thing: str) -> ColumnElement[int]:
    return func.count().filter(and_(_audit.c.action == action, _audit.c.thing == thing))
