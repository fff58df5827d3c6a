"""That a month's messages run out is said once at each mark: in the log and to the office."""

from collections.abc import Mapping
from datetime import datetime

import structlog

from bot.domain.people import Role
from bot.domain.periods import day_after_month, day_of, month_of, next_daytime, start_of
from bot.domain.plans import Plan
from bot.texts import plans as words
from storage import jobs, outbox, people, quotas, reminders
from storage.channels import Account
from storage.jobs import Doing
from storage.letters import Posting
from storage.store import Session, Store

KIND = "plan"
TOLD = (Role.COMMUNE_OFFICE, Role.ADMIN)

log = structlog.get_logger()


async def warn_of_plans(store: Store, plans: Mapping[Account, Plan], now: datetime) -> int:
    """Say which accounts have come to a mark of their plan; how many letters were written.

    Each mark is a job with a key, once a month: safe in several processes, and at any hour.
    """
    month = month_of(day_of(now))
    async with store.reading() as session:
        sent = await quotas.sent(session, month)
        marks = {
            (account, mark): f"{KIND}:{':'.join(account)}:{month}:{mark}"
            for account, plan in plans.items()
            if (mark := plan.warning(sent.get(account, 0)))
        }
        done = await jobs.done(session, marks.values()) if marks else set()
    letters = 0
    for (account, mark), key in marks.items():
        if key in done:
            continue
        async with store.begin() as session:
            if key not in await jobs.begun(session, [Doing(key, KIND, now)], now):
                continue
            plan, count = plans[account], sent.get(account, 0)
            log.warning(
                "plan_nearly_spent", surface=account[0], account=account[1], percent=mark,
                sent=count, monthly=plan.monthly,
            )  # fmt: skip
            letters += await _tell(session, account, plan, count, key, now)
    return letters


async def _tell(
    session: Session, account: Account, plan: Plan, sent: int, key: str, now: datetime
) -> int:
    """The office and the administrators of the communes that the account writes to."""
    month = month_of(day_of(now))
    communes = await quotas.communes(session, account)
    leads = await reminders.leads(session, communes, TOLD, day_of(now))
    reached = sorted({lead.person_id for lead in leads if lead.skipped is None})
    addresses = await people.addresses_of(session, reached)
    told = (account[1], month, sent, plan.monthly or 0)
    outgoing = (
        words.nearly_spent(*told)
        if plan.keeps_the_rest(sent)
        else words.mostly_spent(*told, plan.kept_from)
    )
    postings = [
        Posting(
            address, outgoing, key=f"{key}:{person_id}", person_id=person_id,
            not_before=next_daytime(now), expires_at=start_of(day_after_month(month)),
        )
        for person_id, address in addresses.items()
    ]  # fmt: skip
    return await outbox.put_many(session, postings, now)
