"""Writing to people who have not asked: in which hours, once a day, and all of a day together."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Integer,
    and_,
    bindparam,
    func,
    literal_column,
    or_,
    select,
    update,
)

from bot.domain import pushes, quiet
from bot.domain.delivery import LEASE, Delivery
from bot.domain.periods import day_of, start_of
from bot.messages import Letter, Urgency
from storage import days_off, outbox, settings
from storage.outbox import OF_A_LETTER, QUEUED, SENDING, TABLE
from storage.store import Session, on_sqlite
from storage.tables import Moment

_LOCK = 5_170
"""What the advisory locks of people who are being pushed to are called."""


async def next_push(session: Session, commune_id: int, moment: datetime) -> datetime:
    """The moment itself, or the next that is not quiet in the commune."""
    marks = await days_off.of_commune(session, commune_id)
    hours = (await settings.settings_of(session, commune_id)).hours
    return quiet.next_push(moment, marks, hours)


async def next_day(session: Session, commune_id: int, moment: datetime) -> datetime:
    """When those of a commune who have had their push of this day get the next."""
    marks = await days_off.of_commune(session, commune_id)
    own = await settings.settings_of(session, commune_id)
    return pushes.next_day(moment, own, marks, announces=True)


async def alone_with(session: Session, person_id: int) -> None:
    """Keep other processes from pushing to somebody until the transaction ends."""
    if not on_sqlite(session):
        await session.rows(_ALONE, {"class_": _LOCK, "person_": person_id})


async def had_one(session: Session, person_id: int, but: int, now: datetime) -> bool:
    """Whether a push has gone out to somebody today, or may have, beside this letter."""
    values = {"person_": person_id, "letter_": but, "today_": start_of(day_of(now))}
    return bool(await session.rows(_HAD_ONE, values))


async def who_had_one(session: Session, person_ids: Collection[int], now: datetime) -> set[int]:
    """To whom of these a push has gone out today, or may have."""
    today = start_of(day_of(now))
    rows = await session.scalars(
        select(TABLE.c.person_id).where(
            TABLE.c.person_id.in_(person_ids), *_went_out(TABLE, bindparam("today_", today, Moment))
        )
    )
    return {one for one in rows if one is not None}


async def gathered(
    session: Session, person_id: int, letter_id: int, owner: str, now: datetime
) -> list[Letter]:
    """All else that waits to be pushed to somebody today, stamped to go out with a letter.

    What is no longer its reader's to hear is settled unsent.
    """
    tomorrow = start_of(day_of(now) + timedelta(days=1))
    values = {
        "person_": person_id, "letter_": letter_id, "owner_": owner, "now_": now,
        "tomorrow_": tomorrow, "lease_": now + LEASE,
    }  # fmt: skip
    found = []
    for row in sorted(await session.rows(_GATHER, values), key=lambda one: int(one.id)):
        letter = await outbox.read_stamped(session, row, now)
        if letter is not None:
            found.append(letter)
    return found


# --- Statements, built once: every push comes to them --------------------------------------------

_OUT: Sequence[ColumnElement[str]] = [
    literal_column(f"'{one.value}'")
    for one in Delivery
    if one
    not in (
        Delivery.QUEUED, Delivery.SENDING, Delivery.FAILED, Delivery.EXPIRED, Delivery.CALL_NEEDED
    )
]  # fmt: skip
"""After these a letter is with its reader, or may be."""
_PUSHED: Sequence[ColumnElement[str]] = [
    literal_column(f"'{one.value}'") for one in Urgency if one.pushes
]


def _went_out(o: FromClause, today: ColumnElement[datetime]) -> tuple[ColumnElement[bool], ...]:
    settled = func.coalesce(o.c.settled_at, today)  # as with `_WAITING` below
    return (
        o.c.urgency.in_(_PUSHED),
        or_(o.c.status == SENDING, and_(settled >= today, o.c.status.in_(_OUT))),
    )


_PERSON = bindparam("person_", type_=TABLE.c.person_id.type)
_LETTER = bindparam("letter_", type_=TABLE.c.id.type)
_NOW, _TOMORROW = bindparam("now_", type_=Moment), bindparam("tomorrow_", type_=Moment)
_ALONE = select(
    func.pg_advisory_xact_lock(
        bindparam("class_", type_=Integer), bindparam("person_", type_=Integer)
    )
)
_HAD_ONE = (
    select(TABLE.c.id)
    .where(
        TABLE.c.person_id == _PERSON,
        TABLE.c.id != _LETTER,
        *_went_out(TABLE, bindparam("today_", type_=Moment)),
    )
    .limit(1)
)
_WAITING = TABLE.alias("waiting")
# What could be found by the indexes of what waits is wrapped: a reader has a few letters, a wave
# thousands, and a planner that has not counted them yet would go through those for each reader.
_GATHER = (
    update(TABLE)
    .where(
        TABLE.c.id.in_(
            select(_WAITING.c.id)
            .where(
                _WAITING.c.person_id == _PERSON,
                _WAITING.c.id != _LETTER,
                func.coalesce(_WAITING.c.status, "") == QUEUED,
                _WAITING.c.urgency.in_(_PUSHED),
                func.coalesce(_WAITING.c.not_before, _TOMORROW) < _TOMORROW,
                or_(_WAITING.c.expires_at.is_(None), _WAITING.c.expires_at > _NOW),
            )
            .with_for_update(skip_locked=True)
        )
    )
    .values(
        status=Delivery.SENDING,
        attempts=TABLE.c.attempts + 1,
        lease_owner=bindparam("owner_"),
        lease_until=bindparam("lease_", type_=Moment),
    )
    .returning(*(TABLE.c[column] for column in OF_A_LETTER))
)
