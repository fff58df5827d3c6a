"""How many messages each account has sent in a month: what its messenger's plan counts.

They are counted where a letter is settled, in the same transaction, so that nothing that went out
is missing and nothing is counted twice. A trigger on `outbox.messages` does it: each letter is
settled by one statement, and so it stays. The account's row is locked from there to the commit
that follows at once, as that of its pace (`storage/rates.py`) is at the stamp; so an account can
count faster than any messenger lets it write.
"""

from datetime import datetime

from sqlalchemy import bindparam, select

from bot.domain.periods import day_of, month_of
from storage import channels
from storage.channels import Account
from storage.store import Session
from storage.tables import LinkedAddress, Person, Quota, core

_quotas = core(Quota)
_OF_MONTH = select(_quotas.c.surface, _quotas.c.account, _quotas.c.sent).where(
    _quotas.c.month == bindparam("month_")
)


async def sent(session: Session, month: str) -> dict[Account, int]:
    """The messages of a month (as in 2026-11, Vietnam's), for each account that sent any."""
    rows = await session.rows(_OF_MONTH, {"month_": month})
    return {(row.surface, row.account): row.sent for row in rows}


async def communes(session: Session, account: Account) -> list[int]:
    """The communes whose people an account writes to."""
    rows = await session.scalars(
        select(Person.commune_id)
        .join(LinkedAddress, LinkedAddress.person_id == Person.id)
        .where(LinkedAddress.surface == account[0], LinkedAddress.account == account[1])
        .distinct()
    )
    return sorted(rows)


async def spent(session: Session, now: datetime) -> list[Account]:
    """The accounts that keep what is left of their month for answers and what is urgent."""
    counts = await sent(session, month_of(day_of(now)))
    if not counts:
        return []
    plans = await channels.plans(session, counts)
    return [one for one, count in counts.items() if plans[one].keeps_the_rest(count)]
