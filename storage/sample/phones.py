"""The phones of the practice room: whose they are, and everything that was said on them."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Select, and_, func, insert, select, update

from bot.domain.delivery import Delivery, InboxStatus
from bot.domain.people import GONE, ConsentState, Role, UnitLevel
from bot.domain.periods import day_of
from bot.messages import Address, Choice, unpacked
from bot.texts.linking import NOTICE_VERSION
from storage import letters
from storage.sample.commune import CAST_CELL
from storage.sample.planting import cast
from storage.spans import holds_on
from storage.store import Session
from storage.tables import (
    Announcement,
    Assignment,
    Demo,
    File,
    InboxRow,
    LinkedAddress,
    OutboxRow,
    Person,
    RoleHeld,
    Unit,
    core,
)

SURFACE, ACCOUNT = "web", "demo"
ARRIVED = (
    Delivery.SENT,
    Delivery.UNKNOWN,
    Delivery.DELIVERED,
    Delivery.READ,
    Delivery.ACKNOWLEDGED,
)
"""In the room a letter that may have arrived has: phones are shown what stands here."""
WITHOUT = 2
"""So many members of the shown cell have no phone linked: somebody has always to be called."""
_OFFICIALS = (Role.COMMUNE_OFFICE, Role.COMMUNE_LEADER, Role.ADMIN)
_STEP = timedelta(microseconds=1)
_BEGIN = datetime(1970, 1, 1, tzinfo=UTC)

_inbox, _outbox, _files = core(InboxRow), core(OutboxRow), core(File)
_addresses, _people = core(LinkedAddress), core(Person)


@dataclass(frozen=True, slots=True)
class Inhabitant:
    """Somebody of the sample commune whom one can be."""

    id: int
    name: str
    cell: str
    roles: tuple[Role, ...]


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file that came with a message."""

    id: int
    name: str
    media_type: str
    size: int


@dataclass(frozen=True, slots=True)
class SaidLine:
    """What a person wrote or tapped. `raw` is None where it is not kept."""

    n: int
    at: datetime
    event_id: str
    raw: bytes | None
    answered: bool


@dataclass(frozen=True, slots=True)
class LetterLine:
    """A letter that has come; `replaces` is the line that it stands for now."""

    n: int
    at: datetime
    text: str
    choices: tuple[Choice, ...]
    ways: tuple[Choice, ...]
    numbered: bool
    file: SentFile | None
    edits: int | None = None
    replaces: int | None = None
    in_words: str = ""  # how it reads on a phone without buttons, where that is told apart


Line = SaidLine | LetterLine


def address_of(phone: int) -> Address:
    """A phone is called by the person whose it is."""
    return Address(SURFACE, ACCOUNT, str(phone))


def moment_of(n: int) -> datetime:
    """When a line came: lines are numbered by the microsecond, so that they have one order."""
    return _BEGIN + _STEP * n


def number_of(moment: datetime) -> int:
    """The way back from `moment_of`."""
    return (moment - _BEGIN) // _STEP


# --- Whose they are ------------------------------------------------------------------------------


async def inhabitants(session: Session, now: datetime) -> list[Inhabitant]:
    """Everybody whom one can be, cell by cell as lists have them."""
    rows = await session.execute(
        select(Person.id, Person.name, func.coalesce(Unit.name, ""), RoleHeld.role)
        .outerjoin(Unit, Unit.id == Person.cell_id)
        .join(RoleHeld, and_(RoleHeld.person_id == Person.id, holds_on(RoleHeld, day_of(now))))
        .where(Person.status.not_in(GONE))
        .order_by(func.coalesce(Unit.id, 0), Person.sort_key, Person.id, RoleHeld.id)
    )
    found: dict[int, Inhabitant] = {}
    for person_id, name, cell, role in rows:
        known = found.get(person_id, Inhabitant(person_id, name, cell, ()))
        roles = tuple(dict.fromkeys((*known.roles, role)))
        found[person_id] = Inhabitant(person_id, name, cell, roles)
    return list(found.values())


async def link(session: Session, person_ids: Collection[int], now: datetime) -> int:
    """Give a phone to whoever has had none in the room, agreed to the notice; how many that were.

    Who has unlinked theirs is not linked again: in the room, too, that takes a code.
    """
    known = select(_addresses.c.external_id).where(
        _addresses.c.surface == SURFACE, _addresses.c.account == ACCOUNT
    )
    has = set(await session.scalars(known))
    new = [person_id for person_id in sorted(set(person_ids)) if str(person_id) not in has]
    if not new:
        return 0
    rows = [
        {"surface": SURFACE, "account": ACCOUNT, "external_id": str(person_id),
         "person_id": person_id, "linked_at": now, "last_heard_at": now}
        for person_id in new
    ]  # fmt: skip
    await session.execute(insert(_addresses), rows)
    await session.execute(
        update(_people)
        .where(_people.c.id.in_(new), _people.c.consent == ConsentState.NOT_ASKED)
        .values(consent=ConsentState.GIVEN, consent_at=now, consent_version=NOTICE_VERSION)
    )
    return len(new)


async def linked_from_the_start(session: Session, now: datetime) -> list[int]:
    """The shown cell but for a few, and the committee's office: so their lists look real."""
    today = day_of(now)
    cell_id = select(Unit.id).where(Unit.level == UnitLevel.CELL, Unit.code == CAST_CELL)
    members = await session.scalars(
        select(Person.id)
        .where(Person.cell_id == cell_id.scalar_subquery(), Person.status.not_in(GONE))
        .order_by(Person.id)
    )
    officials = await session.scalars(
        select(RoleHeld.person_id).where(RoleHeld.role.in_(_OFFICIALS), holds_on(RoleHeld, today))
    )
    with_households = set(
        await session.scalars(select(Assignment.person_id).where(holds_on(Assignment, today)))
    )
    in_cell = list(members)
    without = [each for each in in_cell if each in with_households][-WITHOUT:]
    return [*(each for each in in_cell if each not in without), *officials]


async def players(session: Session) -> list[int]:
    """Who is played: the cast, and whoever has said something on their phone."""
    parts = await cast(session)
    chats = select(_inbox.c.chat).where(_inbox.c.surface == SURFACE, _inbox.c.account == ACCOUNT)
    spoke = {int(chat) for chat in await session.scalars(chats.distinct())}
    return sorted({parts.member, parts.secretary, parts.office, *spoke})


async def heard_from_here(session: Session, now: datetime) -> None:
    """Whoever has a phone in the room is written to there, whatever else is linked."""
    await session.execute(
        update(_addresses)
        .where(_addresses.c.surface == SURFACE, _addresses.c.account == ACCOUNT)
        .values(last_heard_at=now)
    )


async def world(session: Session) -> str:
    """Names this commune for as long as it lasts: whoever starts over is in another."""
    since = await session.scalar(
        select(func.min(_addresses.c.linked_at)).where(_addresses.c.surface == SURFACE)
    )
    return "" if since is None else str(number_of(since))


async def present(session: Session) -> datetime:
    """The sample world's present: nothing that was written is later."""
    moments = [
        await session.scalar(select(Demo.clock).limit(1)),
        await session.scalar(select(func.max(_inbox.c.received_at))),
        await session.scalar(select(func.max(_outbox.c.settled_at))),
    ]
    known: list[datetime] = [moment for moment in moments if moment is not None]
    if not known:
        raise LookupError("this database has no sample commune")
    return max(known)


# --- What was said on them -----------------------------------------------------------------------


async def lines(session: Session, phone: int, after: int = 0) -> list[Line]:
    """What was said on a phone after a line, in its order."""
    since = moment_of(after)
    found: list[Line] = await _said(session, phone, InboxRow.received_at > since)
    found += await _letters(session, phone, after)
    return sorted(found, key=lambda line: line.n)


async def said(session: Session, phone: int, numbers: Collection[int]) -> list[Line]:
    """Some of the lines that a person wrote, as they stand now."""
    moments = [moment_of(n) for n in numbers]
    return await _said(session, phone, InboxRow.received_at.in_(moments))


async def said_lately(session: Session, phone: int, until: int, most: int) -> list[Line]:
    """The last lines that a person wrote, up to one."""
    newest = _of_phone(select(InboxRow.received_at), InboxRow, phone).where(
        InboxRow.received_at <= moment_of(until)
    )
    moments = newest.order_by(InboxRow.received_at.desc()).limit(most)
    return await _said(session, phone, InboxRow.received_at.in_(moments))


async def said_as(session: Session, event_id: str) -> SaidLine | None:
    """The line that came under a name, if any did."""
    rows = await session.execute(
        select(_inbox).where(
            _inbox.c.surface == SURFACE, _inbox.c.account == ACCOUNT, _inbox.c.event_id == event_id
        )
    )
    return next((_said_line(row) for row in rows), None)


async def letter_at(session: Session, phone: int, n: int) -> LetterLine | None:
    """A letter by its line."""
    rows = await session.execute(_letter_rows(phone).where(_outbox.c.settled_at == moment_of(n)))
    return next(_letter_lines(rows), None)


async def put_file(
    session: Session, name: str, media_type: str, content: bytes, now: datetime
) -> int:
    """Keep a file that is being sent, as a messenger does until it is fetched; its id."""
    values = {"name": name, "media_type": media_type, "content": content, "created_at": now}
    file_id = await session.scalar(insert(_files).values(values).returning(_files.c.id))
    assert isinstance(file_id, int)
    return file_id


async def file(session: Session, file_id: int) -> File | None:
    """A file of the room."""
    return await session.get(File, file_id)


async def _said(session: Session, phone: int, *which: Any) -> list[Line]:
    rows = await session.execute(_of_phone(select(_inbox), InboxRow, phone).where(*which))
    return sorted((_said_line(row) for row in rows), key=lambda line: line.n)


def _said_line(row: Any) -> SaidLine:
    answered = row.status is not InboxStatus.NEW
    return SaidLine(number_of(row.received_at), row.received_at, row.event_id, row.raw, answered)


async def _letters(session: Session, phone: int, after: int) -> list[LetterLine]:
    rows = await session.execute(_letter_rows(phone).where(_outbox.c.settled_at > moment_of(after)))
    found = [*_letter_lines(rows)]
    edited = {line.edits for line in found if line.edits is not None}
    if not edited:
        return found
    earlier = await session.execute(
        _letter_rows(phone).where(
            _outbox.c.settled_at <= moment_of(after),
            _outbox.c.payload["edits"].as_string().in_([str(n) for n in edited]),
        )
    )
    return list(_in_place(found, [*_letter_lines(earlier)]))


def _in_place(found: Sequence[LetterLine], earlier: Sequence[LetterLine]) -> Iterator[LetterLine]:
    """An edit stands in the place of the edit before it, or of the letter itself."""
    newest: dict[int, int] = {}
    for line in sorted((*earlier, *found), key=lambda one: one.n):
        if line.edits is None:
            yield line
            continue
        replaces = newest.get(line.edits, line.edits)
        newest[line.edits] = line.n
        if line in found:
            yield replace(line, replaces=replaces)


def _letter_rows(phone: int) -> Select[Any]:
    size = func.length(_files.c.content).label("size")
    whole = _outbox.c.payload[(letters.AS_ONE, "file_id")].as_integer()
    file_id = func.coalesce(whole, _outbox.c.file_id).label("file_id")
    columns = (_outbox.c.payload, _outbox.c.settled_at, file_id)
    query = select(*columns, _files.c.name, _files.c.media_type, size).outerjoin(
        _files, _files.c.id == file_id
    )
    return (
        _of_phone(query, OutboxRow, phone)
        .where(_outbox.c.status.in_(ARRIVED))
        .order_by(_outbox.c.settled_at)
    )


def _letter_lines(rows: Iterable[Any]) -> Iterator[LetterLine]:
    """What came as one letter is one line."""
    return (_letter_line(row) for row in rows if letters.WITHIN not in row.payload)


def _letter_line(row: Any) -> LetterLine:
    payload, file = row.payload.get(letters.AS_ONE, row.payload), None
    if row.file_id is not None and row.name is not None:
        file = SentFile(row.file_id, row.name, row.media_type, row.size)
    edits = payload.get("edits")
    return LetterLine(
        number_of(row.settled_at),
        row.settled_at,
        payload["text"],
        unpacked(payload.get("choices", [])),
        unpacked(payload.get("ways", [])),
        payload.get("numbered", True),
        file,
        int(edits) if edits is not None and str(edits).isdigit() else None,
        in_words=payload.get("in_words", ""),
    )


def _of_phone(
    query: Select[Any], table: type[InboxRow] | type[OutboxRow], phone: int
) -> Select[Any]:
    where = address_of(phone)
    return query.where(
        table.surface == where.surface,
        table.account == where.account,
        table.chat == where.external_id,
    )


# --- When something waits ------------------------------------------------------------------------


async def next_moment(session: Session, now: datetime) -> datetime | None:
    """When the next letter or announcement is due that waits for an hour of its own."""
    waiting = select(func.min(func.coalesce(_outbox.c.lease_until, _outbox.c.not_before))).where(
        _outbox.c.status == Delivery.QUEUED, _outbox.c.surface == SURFACE
    )
    announced = select(func.min(Announcement.due_at)).where(
        Announcement.spread_at.is_(None), Announcement.withdrawn_at.is_(None),
        Announcement.due_at > now,
    )  # fmt: skip
    moments = [await session.scalar(query) for query in (waiting, announced)]
    return min((moment for moment in moments if moment is not None and moment > now), default=None)
