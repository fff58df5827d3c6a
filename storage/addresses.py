"""Which of a person's chats they are written to: said once, for all that write."""

from sqlalchemy import ColumnElement, FromClause, ScalarSelect, and_, case, exists, select

from bot.domain.plans import FALLING_BACK
from storage.tables import Channel, LinkedAddress, core

ADDRESSES, CHANNELS = core(LinkedAddress), core(Channel)


def in_use(a: FromClause = ADDRESSES) -> ColumnElement[bool]:
    """Whether an address can be written to: not gone, and on no account that was removed."""
    removed = exists().where(
        CHANNELS.c.surface == a.c.surface,
        CHANNELS.c.account == a.c.account,
        CHANNELS.c.removed_at.is_not(None),
    )
    return and_(a.c.gone_at.is_(None), ~removed)


def best_first(a: FromClause = ADDRESSES) -> tuple[ColumnElement[object], ...]:
    """The one last used, then by a set order of messengers."""
    places = {surface: place for place, surface in enumerate(FALLING_BACK)}
    by_surface = case(places, value=a.c.surface, else_=len(places))
    return a.c.last_heard_at.desc().nulls_last(), by_surface, a.c.id


def has_one(person_id: ColumnElement[int]) -> ColumnElement[bool]:
    """Whether somebody can be written to at all."""
    a = ADDRESSES.alias("any_of_theirs")
    return exists().where(a.c.person_id == person_id, in_use(a))


def best_of(person_id: ColumnElement[int]) -> ScalarSelect[int]:
    """The id of the address at which somebody is written to."""
    a = ADDRESSES.alias("theirs")
    return (
        select(a.c.id)
        .where(a.c.person_id == person_id, in_use(a))
        .order_by(*best_first(a))
        .limit(1)
        .scalar_subquery()
    )
