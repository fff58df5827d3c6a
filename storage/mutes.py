"""Who is away and wants no reminders until when."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from sqlalchemy import Select, delete, func, insert, select, update

from bot.domain.periods import day_of
from bot.domain.policies import LONGEST_MUTE_DAYS, MuteReason
from bot.domain.refusals import Reason, Refusal
from storage import audit
from storage.spans import holds_on
from storage.store import Session, changed
from storage.tables import Mute, core

_mutes = core(Mute)
_DAY = timedelta(days=1)
KEPT = timedelta(days=365)


def muted_on(day: date) -> Select[int]:
    """The ids of those who are away on a day, for use within a larger statement."""
    return select(Mute.person_id).where(Mute.since <= day, Mute.until > day)


async def muted_until(
    session: Session, person_ids: Collection[int], today: date
) -> dict[int, date]:
    """Who of these is away today, and the last day of it."""
    rows = await session.execute(
        select(_mutes.c.person_id, func.max(_mutes.c.until))
        .where(_mutes.c.person_id.in_(person_ids), holds_on(_mutes.c, today))
        .group_by(_mutes.c.person_id)
    )
    return {person_id: until - _DAY for person_id, until in rows}


async def purge(session: Session, now: datetime) -> int:
    """Forget who was away longer ago than anybody asks; says how many rows that were."""
    until = day_of(now) - KEPT
    return await changed(session, delete(_mutes).where(_mutes.c.until <= until))


def check(last_day: date, today: date) -> None:
    """Refuse an end that is past, or so far off that somebody else should take over."""
    if last_day < today:
        raise Refusal(Reason.PAST_DAY)
    if last_day > today + timedelta(days=LONGEST_MUTE_DAYS):
        raise Refusal(Reason.MUTE_TOO_LONG, most=LONGEST_MUTE_DAYS)


async def mute(
    session: Session, person_id: int, last_day: date, reason: MuteReason, now: datetime
) -> None:
    """No reminders from today to a last day, in place of what was said before."""
    today = day_of(now)
    check(last_day, today)
    await _end(session, person_id, today)
    row = {"person_id": person_id, "since": today, "until": last_day + _DAY, "reason": reason}
    await session.execute(insert(_mutes), row)
    await audit.note(session, person_id, "mute", "person", person_id, now)


async def unmute(session: Session, person_id: int, now: datetime) -> None:
    """Be reminded again from today."""
    await _end(session, person_id, day_of(now))
    await audit.note(session, person_id, "unmute", "person", person_id, now)


async def _end(session: Session, person_id: int, today: date) -> None:
    own = _mutes.c.person_id == person_id
    await session.execute(delete(_mutes).where(own, _mutes.c.since >= today))
    await session.execute(update(_mutes).where(own, _mutes.c.until > today).values(until=today))
