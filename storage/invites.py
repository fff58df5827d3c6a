"""One-time codes by which a chat becomes a person's, kept only as keyed hashes."""

import re
import secrets
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, exists, func, insert, or_, select, update

from bot.domain.people import GONE
from bot.domain.periods import day_of
from bot.domain.placing import Place, open_to, placed
from bot.domain.refusals import Reason, Refusal
from bot.domain.vietnamese.phones import read_phone
from bot.domain.vietnamese.text import search_key
from bot.messages import Address, Contact
from storage import addresses, audit, linking, seating
from storage.addresses import ADDRESSES
from storage.channels import Account
from storage.linking import Redeemed as Redeemed
from storage.spans import holds_on
from storage.store import Session, changed, keys_of
from storage.tables import Invite, InviteTry, Person, RoleHeld, Unit, core

ALPHABET = "0123456789CFHJKMNPRTVX"
"""Crockford's base 32 without what an eye or a Vietnamese keyboard turns into something else.

No O, I, L, Q, Z, S, G, B, which look like digits; no vowel, D, W or Y, which Telex and VNI make
letters with marks of. Ten characters are 44 bits, guessed at five an hour.
"""
VALID = timedelta(days=7)
MOST_TRIES = 5
IN = timedelta(hours=1)
_TRIES_KEPT = timedelta(days=1)

_LENGTH = 10
_READ_AS = str.maketrans("OQILZSGB", "00112568")
_BREAKS = re.compile(r"[\s\-\u2010-\u2015\u2212_.]+")
_SHAPE = re.compile(r"[0-9A-Z]{5}[\s\-\u2010-\u2015\u2212]*[0-9A-Z]{5}")
_MARKED_OUT = (set("23456789"), set("CFHJKMNPRTVX"))
"""Every code has one of each, so that neither a phone number nor a sentence looks like one."""
_AT_ONCE = 500

_invites = core(Invite)
_tries = core(InviteTry)


@dataclass(frozen=True, slots=True)
class Issued:
    """A code that was made for somebody; it is written nowhere else in readable form."""

    person_id: int
    code: str


@dataclass(frozen=True, slots=True)
class Unlinked:
    """Somebody who is to get a code: they can be written to in no chat, or are to move."""

    person_id: int
    code: str
    name: str
    cell_code: str
    cell_name: str
    commune_id: int
    holds_code: bool  # one that still links: a new one ends it
    had_chat: bool  # on an account that was removed, or left by themselves


@dataclass(frozen=True, slots=True)
class Handed:
    """Somebody's new code, and the accounts of ours at which it may be used: none has room."""

    to: Unlinked
    code: str
    there: list[Place]


async def issue(
    session: Session,
    person_ids: Sequence[int],
    now: datetime,
    *,
    surface: str = "",
    account: str = "",
    issued_by: int | None = None,
) -> list[Issued]:
    """A fresh code for each person; whatever they had unused is withdrawn.

    `surface` and `account` bind the codes to one messenger account; empty means any.
    """
    keys = keys_of(session)
    issued = [Issued(person_id, _fresh_code()) for person_id in person_ids]
    for start in range(0, len(issued), _AT_ONCE):
        some = issued[start : start + _AT_ONCE]
        whose = [one.person_id for one in some]
        await _withdraw_unused(session, whose, now)
        rows = [
            {
                "person_id": one.person_id,
                "code_hash": keys.digest(normalised(one.code), "invite"),
                "surface": surface,
                "account": account,
                "created_at": now,
                "expires_at": now + VALID,
            }
            for one in some
        ]
        await session.execute(insert(_invites), rows)
        await audit.note_each(session, issued_by, "invite", "person", whose, now)
    return issued


async def hand_out(
    session: Session,
    unlinked: Sequence[Unlinked],
    ours: Collection[Account],
    now: datetime,
    *,
    surface: str = "",
    own: Account | None = None,
    issued_by: int | None = None,
) -> list[Handed]:
    """A fresh code for each of these, good at the account that has a seat for them.

    `ours` are the accounts at work; of another, of which people can't be told yet, a code is good
    anywhere. `surface` leaves those of one messenger only. `own` is where whoever hands the codes
    out writes: it decides where nothing else does.
    """
    ids, communes = [one.person_id for one in unlinked], [one.commune_id for one in unlinked]
    every = await seating.places(session, list(ours), ids, now)
    meant = [one for one in every if surface in ("", one.surface)]
    chosen = placed(communes, meant, own)
    bound = [one if one and (one.surface, one.account) in ours else None for one in chosen]
    codes = await _issue_at(session, dict(zip(ids, bound, strict=True)), now, issued_by)
    there = open_to(communes, meant, bound)
    return [
        Handed(one, codes[one.person_id], places)
        for one, places in zip(unlinked, there, strict=True)
    ]


async def _issue_at(
    session: Session, places: Mapping[int, Place | None], now: datetime, issued_by: int | None
) -> dict[int, str]:
    codes: dict[int, str] = {}
    for place in dict.fromkeys(places.values()):
        whose = [person_id for person_id, its in places.items() if its == place]
        surface, account = (place.surface, place.account) if place else ("", "")
        issued = await issue(
            session, whose, now, surface=surface, account=account, issued_by=issued_by
        )
        codes |= {one.person_id: one.code for one in issued}
    return codes


async def _withdraw_unused(session: Session, person_ids: Sequence[int], now: datetime) -> None:
    await session.execute(
        update(_invites)
        .where(
            _invites.c.person_id.in_(person_ids),
            _invites.c.used_at.is_(None),
            _invites.c.withdrawn_at.is_(None),
        )
        .values(withdrawn_at=now)
    )


async def unlinked_people(session: Session, unit_id: int | None, now: datetime) -> list[Unlinked]:
    """Whoever has a role today and can be reached in no chat; of a cell, a commune, or all."""
    nowhere = ~addresses.has_one(core(Person).c.id)
    return await _to_invite(session, now, *_takes_part(unit_id, now), nowhere)


async def member(session: Session, unit_id: int | None, code: str, now: datetime) -> list[Unlinked]:
    """Whoever has this code, linked or not: a phone is lost, or another account takes over.

    It may be typed without diacritics and capitals; none where two are then alike.
    """
    rows = await session.execute(select(Person.id, Person.code).where(*_takes_part(unit_id, now)))
    found = [one for one in rows if search_key(one.code) == search_key(code)]
    exact = [one for one in found if one.code == code.strip()]
    which = exact if len(exact) == 1 else found
    return await _to_invite(session, now, Person.id == which[0].id) if len(which) == 1 else []


async def _to_invite(
    session: Session, now: datetime, *which: ColumnElement[bool]
) -> list[Unlinked]:
    holds_code = exists(select(Invite.id).where(Invite.person_id == Person.id, *_still_links(now)))
    had_chat = exists(select(ADDRESSES.c.id).where(ADDRESSES.c.person_id == Person.id))
    rows = await session.execute(
        select(
            Person.id,
            Person.code,
            Person.name,
            func.coalesce(Unit.code, ""),
            func.coalesce(Unit.name, ""),
            Person.commune_id,
            holds_code,
            had_chat,
        )
        .join(Unit, Unit.id == Person.cell_id, isouter=True)
        .where(*which)
        .order_by(func.coalesce(Unit.code, ""), Person.sort_key, Person.id)
    )
    return [Unlinked(*row) for row in rows]


async def anybody(session: Session, unit_id: int | None, now: datetime) -> bool:
    """Whether anybody is listed to whom a code might be given; of a cell, a commune, or all."""
    found = await session.scalar(select(Person.id).where(*_takes_part(unit_id, now)).limit(1))
    return found is not None


async def only_elsewhere(
    session: Session, unit_id: int | None, ours: Collection[Account], now: datetime
) -> dict[Account, int]:
    """How many have a chat on accounts that are neither at work nor removed, and no other chat."""
    rows = await session.execute(
        select(ADDRESSES.c.person_id, ADDRESSES.c.surface, ADDRESSES.c.account)
        .join(Person, Person.id == ADDRESSES.c.person_id)
        .where(*_takes_part(unit_id, now), addresses.in_use())
        .order_by(ADDRESSES.c.surface, ADDRESSES.c.account)
    )
    theirs: dict[int, set[Account]] = {}
    for person_id, surface, account in rows:
        theirs.setdefault(person_id, set()).add((surface, account))
    found = Counter(
        account for some in theirs.values() if some.isdisjoint(ours) for account in some
    )
    return dict(sorted(found.items()))


def _takes_part(unit_id: int | None, now: datetime) -> list[ColumnElement[bool]]:
    role = select(RoleHeld.id).where(
        RoleHeld.person_id == Person.id, holds_on(RoleHeld, day_of(now))
    )
    theirs = [Person.status.not_in(GONE), role.exists()]
    if unit_id is not None:
        theirs.append(or_(Person.cell_id == unit_id, Person.commune_id == unit_id))
    return theirs


def _still_links(now: datetime) -> tuple[ColumnElement[bool], ...]:
    i = _invites.c
    return i.used_at.is_(None), i.withdrawn_at.is_(None), i.expires_at > now


async def redeem(session: Session, typed: str, address: Address, now: datetime) -> Redeemed:
    """Link a chat to whoever the code was made for. Of two who race, one wins.

    A refusal rolls its transaction back, so the caller notes the try afterwards (`note_try`).
    """
    if await _tries_of(session, address, now) >= MOST_TRIES:
        raise Refusal(Reason.CODE_TRIES)
    invite = await session.scalar(
        select(Invite)
        .join(Person, Person.id == Invite.person_id)
        .where(
            Invite.code_hash.in_(keys_of(session).digests(normalised(typed), "invite")),
            Person.status.not_in(GONE),
        )
    )
    if invite is None:
        raise Refusal(Reason.CODE_WRONG)
    if not await _claim(session, invite, address, now):
        raise Refusal(Reason.CODE_WRONG)
    return await linking.link(session, invite.person_id, address, now)


async def used_by(session: Session, typed: str, person_id: int) -> bool:
    """Whether this is the code that a person came in by: sent twice, it is no wrong one."""
    found = await session.scalar(
        select(Invite.id).where(
            Invite.code_hash.in_(keys_of(session).digests(normalised(typed), "invite")),
            Invite.person_id == person_id,
            Invite.used_at.is_not(None),
        )
    )
    return found is not None


async def link_by_contact(
    session: Session, contact: Contact, address: Address, now: datetime
) -> Redeemed:
    """Link a chat by the phone number on the list: only one's own, and shared by oneself."""
    if contact.forwarded or not contact.owner or contact.owner != address.external_id:
        raise Refusal(Reason.CONTACT_NOT_OWN)
    try:
        number = read_phone(contact.phone)
    except ValueError:
        raise Refusal(Reason.CONTACT_UNKNOWN) from None
    found = list(
        await session.scalars(
            select(Person.id)
            .where(
                Person.phone_index.in_(keys_of(session).digests(number, "phone")),
                Person.status.not_in(GONE),
            )
            .limit(2)
        )
    )
    if len(found) != 1:
        raise Refusal(Reason.CONTACT_UNKNOWN)
    return await linking.link(session, found[0], address, now)


async def note_try(session: Session, address: Address, now: datetime) -> None:
    """Count a wrong code, in a transaction of its own; tries of days ago are forgotten."""
    await session.execute(delete(_tries).where(_tries.c.tried_at < now - _TRIES_KEPT))
    await session.execute(
        insert(_tries).values(
            surface=address.surface,
            account=address.account,
            external_id=address.external_id,
            tried_at=now,
        )
    )


async def tries_in_hour(session: Session, now: datetime) -> int:
    """Wrong codes from everywhere in the last hour: somebody may be guessing."""
    return (
        await session.scalar(
            select(func.count()).select_from(_tries).where(_tries.c.tried_at > now - IN)
        )
        or 0
    )


def normalised(typed: str) -> str:
    """A code as it is hashed, however it was typed."""
    return _BREAKS.sub("", typed).upper().translate(_READ_AS)


def looks_like_code(text: str) -> bool:
    """Whether a whole message is a code, and not a phone number or a few words."""
    typed = text.strip().upper()
    if not _SHAPE.fullmatch(typed):
        return False
    code = set(normalised(typed))
    return code <= set(ALPHABET) and all(code & marks for marks in _MARKED_OUT)


def _fresh_code() -> str:
    while True:
        code = "".join(secrets.choice(ALPHABET) for _ in range(_LENGTH))
        if all(set(code) & marks for marks in _MARKED_OUT):
            return f"{code[:5]}-{code[5:]}"


async def _tries_of(session: Session, address: Address, now: datetime) -> int:
    return (
        await session.scalar(
            select(func.count())
            .select_from(_tries)
            .where(
                _tries.c.surface == address.surface,
                _tries.c.account == address.account,
                _tries.c.external_id == address.external_id,
                _tries.c.tried_at > now - IN,
            )
        )
        or 0
    )


async def _claim(session: Session, invite: Invite, address: Address, now: datetime) -> bool:
    """Use the code up; false when it is used, withdrawn or too old."""
    used_up = await changed(
        session,
        update(_invites).where(_invites.c.id == invite.id, *_still_links(now)).values(used_at=now),
    )
    bound = (invite.surface, invite.account)
    if used_up and bound != ("", "") and bound != (address.surface, address.account):
        # Which rolls back: it is not used up.
        raise Refusal(Reason.CODE_OTHER_ACCOUNT, surface=invite.surface, account=invite.account)
    return bool(used_up)
