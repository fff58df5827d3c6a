"""How much room the accounts of ours have for people who are yet to come."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import func, select

from bot.domain.placing import Place
from storage import channels
from storage.channels import Account
from storage.store import Session
from storage.tables import Invite, core

_invites = core(Invite)


async def places(
    session: Session, accounts: Sequence[Account], whose: Collection[int], now: datetime
) -> list[Place]:
    """The accounts that people can come to: those at work, and all that the database has.

    A seat is taken by anybody else who is linked, and by a code that is out for somebody else.
    """
    further = {one.key: one for one in await channels.every(session)}
    every = list(dict.fromkeys((*accounts, *further)))
    plans = await channels.plans(session, every)
    taken = await channels.seats_taken(session, but=whose)
    promised = await _promised(session, whose, now)
    found = []
    for key in every:
        channel, seats = further.get(key), plans[key].seats
        left = None if seats is None else seats - taken.get(key, 0) - promised.get(key, 0)
        found.append(Place(*key, channel.commune_id if channel else None, left))
    return found


async def _promised(session: Session, but: Collection[int], now: datetime) -> dict[Account, int]:
    rows = await session.execute(
        select(_invites.c.surface, _invites.c.account, func.count())
        .where(
            _invites.c.surface != "",
            _invites.c.used_at.is_(None),
            _invites.c.withdrawn_at.is_(None),
            _invites.c.expires_at > now,
            _invites.c.person_id.not_in(but),
        )
        .group_by(_invites.c.surface, _invites.c.account)
    )
    return {(surface, account): count for surface, account, count in rows}
