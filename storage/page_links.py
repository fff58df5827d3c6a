"""Links to pages of ours: signed, bound to a person and a chat, good for once or a few times."""

import base64
import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, delete, insert, select, update

from bot.messages import Address
from storage import audit
from storage.secrecy import Keys
from storage.store import Session, changed, keys_of
from storage.tables import PageLink, core

VALID = timedelta(hours=48)
KEPT = timedelta(days=30)
"""So long a link that is over is remembered, with what it brought about."""
_NONCE, _SIGNATURE = 10, 15  # bytes; in base 32 without filling, as messengers cut a link at signs
_SHAPE = re.compile(r"[a-z2-7]{40}")

_links = core(PageLink)


@dataclass(frozen=True, slots=True)
class Link:
    """A link of ours that was followed. It may be used up, replaced or too old."""

    id: int
    nonce: str
    person_id: int
    address: Address
    about: str
    expires_at: datetime
    replaced: bool
    used_at: datetime | None
    receipt: str
    times: int
    posts: str
    file_id: int | None

    def over(self, now: datetime) -> bool:
        """Whether it leads nowhere any more."""
        return self.replaced or self.expires_at <= now


async def issue(
    session: Session,
    kind: str,
    person_id: int,
    address: Address,
    about: str,
    now: datetime,
    *,
    valid: timedelta = VALID,
    posts: str = "",
    alone: bool = True,
) -> str:
    """The signed part of a fresh link; it ends older ones of the same person and kind.

    Where it is `alone` of its kind, all that were not used; else those about the same, used or not.
    """
    older = _links.c.used_at.is_(None) if alone else _links.c.about == about
    await session.execute(
        update(_links)
        .where(
            _links.c.person_id == person_id,
            _links.c.kind == kind,
            _links.c.replaced_at.is_(None),
            older,
        )
        .values(replaced_at=now)
    )
    nonce = _text(secrets.token_bytes(_NONCE))
    place = {"surface": address.surface, "account": address.account, "chat": address.external_id}
    await session.execute(
        insert(_links).values(
            **place, kind=kind, nonce=nonce, person_id=person_id, about=about, created_at=now,
            expires_at=now + valid, receipt="", times=0, posts=posts,
        )
    )  # fmt: skip
    await audit.note(session, person_id, "page link", "person", person_id, now)
    return nonce + _signatures(keys_of(session), kind, nonce)[0]


async def standing(
    session: Session, kind: str, person_id: int, address: Address, about: str, until: datetime
) -> tuple[str, datetime] | None:
    """The signed part of a link about this that is still good until then, and how long it is."""
    c = _links.c
    rows = await session.execute(
        select(c.nonce, c.expires_at).where(
            c.person_id == person_id, c.kind == kind, c.about == about, c.expires_at > until,
            c.used_at.is_(None), c.replaced_at.is_(None), c.surface == address.surface,
            c.account == address.account, c.chat == address.external_id,
        )
    )  # fmt: skip
    found = rows.one_or_none()
    if found is None:
        return None
    return found.nonce + _signatures(keys_of(session), kind, found.nonce)[0], found.expires_at


async def find(session: Session, kind: str, signed: str) -> Link | None:
    """The link of this kind that was signed so; of any other text the database is not asked."""
    if not _SHAPE.fullmatch(signed):
        return None
    nonce, signature = signed[: _length(_NONCE)], signed[_length(_NONCE) :]
    true = _signatures(keys_of(session), kind, nonce)
    if not any(hmac.compare_digest(signature, one) for one in true):
        return None
    rows = await session.execute(select(_links).where(_links.c.nonce == nonce))
    row = rows.one_or_none()
    return _link(row) if row is not None and row.kind == kind else None


async def again(session: Session, link: Link) -> Link:
    """The link as it stands by now."""
    return _link((await session.execute(select(_links).where(_links.c.id == link.id))).one())


def _link(row: Row[*tuple[Any, ...]]) -> Link:
    return Link(
        id=row.id,
        nonce=row.nonce,
        person_id=row.person_id,
        address=Address(row.surface, row.account, row.chat),
        about=row.about,
        expires_at=row.expires_at,
        replaced=row.replaced_at is not None,
        used_at=row.used_at,
        receipt=row.receipt,
        times=row.times,
        posts=row.posts,
        file_id=row.file_id,
    )


async def use_up(session: Session, link_id: int, now: datetime) -> bool:
    """Use a link up; False when it is already, or over. Of two who race, one is told True."""
    used = await changed(
        session,
        update(_links)
        .where(
            _links.c.id == link_id,
            _links.c.used_at.is_(None),
            _links.c.replaced_at.is_(None),
            _links.c.expires_at > now,
        )
        .values(used_at=now),
    )
    return bool(used)


async def keep_receipt(session: Session, link_id: int, receipt: str) -> None:
    """Remember what was said to the sending that used a link up."""
    await session.execute(update(_links).where(_links.c.id == link_id).values(receipt=receipt))


async def purge(session: Session, now: datetime) -> int:
    """Forget links that have long been over."""
    return await changed(session, delete(_links).where(_links.c.expires_at <= now - KEPT))


def _signatures(keys: Keys, kind: str, nonce: str) -> list[str]:
    """Under each key, the newest first, so that a change of keys leaves links whole."""
    return [
        _text(bytes.fromhex(digest)[:_SIGNATURE]) for digest in keys.digests(nonce, f"page:{kind}")
    ]


def _text(raw: bytes) -> str:
    return base64.b32encode(raw).decode().rstrip("=").lower()


def _length(size: int) -> int:
    return -(-size * 8 // 5)
