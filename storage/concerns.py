"""Citizens' concerns, through the only door there is to them: what the asking person may read."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache

from sqlalchemy import ColumnElement, Select, and_, case, exists, false, func, or_, select

from bot.domain.concerns import (
    AWAITING_CELL,
    AWAITING_REPORTER,
    COMMUNE_TARGETS,
    ENDED,
    WITH_COMMUNE,
    ConcernCategory,
    ConcernKind,
    ConcernLevel,
    ConcernStatus,
    ConcernTarget,
    Part,
    ReporterVisibility,
    Satisfaction,
)
from bot.domain.people import OFFICE, Actor
from bot.domain.periods import month_of
from bot.domain.refusals import Reason, Refusal
from bot.domain.vietnamese.text import search_key
from bot.messages import CHOICES_A_PAGE
from storage import books, households
from storage.store import Session
from storage.tables import (
    BookNumber,
    Concern,
    ConcernHousehold,
    ConcernMove,
    File,
    Household,
    Person,
)

MOST_SEARCHED = 3000  # newest concerns that words are looked for in


@dataclass(frozen=True, slots=True)
class Whose:
    """A household of a concern; `name` is empty where only its code may be read."""

    household_id: int
    code: str
    number: int | None
    name: str
    own: bool  # assigned to the asking person
    told: bool
    satisfaction: Satisfaction | None


@dataclass(frozen=True, slots=True)
class Page:
    """A concern as one person may read it, with the parts that this person has in it."""

    id: int
    code: str
    cell_id: int
    kind: ConcernKind
    category: ConcernCategory
    level: ConcernLevel
    words: str
    answer: str
    added: str  # what the member added when asked
    note: str  # of the last step
    target: ConcernTarget | None
    status: ConcernStatus
    since: datetime
    raised_on: date
    visibility: ReporterVisibility
    photo_id: int | None
    parts: frozenset[Part]
    whose: tuple[Whose, ...]

    @property
    def named(self) -> bool:
        """Whether the household agreed that its name goes along."""
        return self.visibility is ReporterVisibility.NAMED

    @property
    def own(self) -> tuple[Whose, ...]:
        """The asking person's own households among those whose concern it is."""
        return tuple(one for one in self.whose if one.own)


@dataclass(frozen=True, slots=True)
class Unheard:
    """Something that a household waits to hear: an answer, a refusal, or a question to it."""

    id: int
    code: str
    status: ConcernStatus
    answer: str
    household_id: int | None


@lru_cache(maxsize=households.SELECTS_KEPT)
def visible_to(actor: Actor, today: date) -> Select[Concern]:
    """The concerns that a person may read today (privacy.md 5.5), and none besides.

    Members: of households assigned to them now, and their own without a household. Secretaries:
    of their cell's area, and what their own members reported. The commune: what was forwarded
    to it, from then on.
    """
    of_households = select(ConcernHousehold.concern_id).where(
        ConcernHousehold.household_id.in_(
            households.visible_to(actor, today).with_only_columns(Household.id)
        )
    )
    own_without = and_(Concern.author_id == actor.person_id, _without_household())
    own_members = select(Person.id).where(Person.cell_id.in_(actor.cells_led))
    communes = actor.units_as(*OFFICE)
    return select(Concern).where(
        or_(
            Concern.id.in_(of_households),
            own_without,
            Concern.cell_id.in_(actor.cells_led) if actor.cells_led else false(),
            Concern.author_id.in_(own_members) if actor.cells_led else false(),
            and_(
                Concern.commune_id.in_(communes),
                Concern.target.in_(COMMUNE_TARGETS),
                Concern.status.in_(WITH_COMMUNE),
            )
            if communes
            else false(),
        ),
        Concern.commune_id == actor.commune_id,
    )


def _without_household() -> ColumnElement[bool]:
    return ~exists().where(ConcernHousehold.concern_id == Concern.id)


@lru_cache(maxsize=households.SELECTS_KEPT)
def own_households(actor: Actor, today: date) -> Select[int]:
    """Ids of the households assigned to the actor, whatever else the actor may see."""
    as_member = replace(actor, posts=())
    return households.visible_to(as_member, today).with_only_columns(Household.id)


async def one_of(
    session: Session, actor: Actor, concern_id: int, today: date, *, to_change: bool = False
) -> Page:
    """One concern; absent and not yours are the same refusal.

    With `to_change` nobody else can move it until this transaction ends.
    """
    query = visible_to(actor, today).where(Concern.id == concern_id)
    if to_change:
        query = query.with_for_update(key_share=True, of=Concern)
    found = await pages(session, actor, today, query)
    if not found:
        raise Refusal(Reason.NOT_FOUND)
    return found[0]


async def find(session: Session, actor: Actor, words: str, today: date) -> list[Page]:
    """Concerns by number, code or words; by number those of the newest month that has one."""
    query = visible_to(actor, today)
    rows = (
        await session.execute(
            query.with_only_columns(Concern.id, Concern.code, Concern.month, Concern.number,
                                    Concern.words)
            .order_by(Concern.id.desc()).limit(MOST_SEARCHED)
        )
    ).all()  # fmt: skip
    number = words.strip().removeprefix("#")
    if number.isascii() and number.isdigit() and len(number) <= 4:
        numbered = [row for row in rows if row.number == int(number)]
        current = month_of(today)
        best = max((row.month == current, row.month) for row in numbered) if numbered else None
        ids = [row.id for row in numbered if (row.month == current, row.month) == best]
    else:
        key = _compact(words)
        ids = [row.id for row in rows if key and _compact(row.code) == key]
        ids = ids or _with_words(words, [(row.id, row.words) for row in rows])
    return await pages(session, actor, today, query.where(Concern.id.in_(ids[:CHOICES_A_PAGE])))


def _compact(code: str) -> str:
    return search_key(code).replace(" ", "").removeprefix("pa")


def _with_words(words: str, rows: Sequence[tuple[int, str]]) -> list[int]:
    wanted = search_key(words)
    if not wanted:
        return []
    return [concern_id for concern_id, text in rows if f" {wanted}" in f" {search_key(text)}"]


async def listed(
    session: Session, actor: Actor, today: date, page: int = 1
) -> tuple[list[Page], int]:
    """What the actor may read, open ones first, and how many there are in all."""
    order = case(
        (Concern.status.in_(AWAITING_REPORTER), 0), (Concern.status.in_(ENDED), 2), else_=1
    )
    query = visible_to(actor, today).order_by(order, Concern.id.desc())
    return await _cut(session, actor, today, query, page)


async def waiting(
    session: Session, actor: Actor, today: date, page: int = 1
) -> tuple[list[Page], int]:
    """What waits for the actor's decision, urgent and oldest first, and how many in all."""
    of_cell = and_(Concern.cell_id.in_(actor.cells_led), Concern.status.in_(AWAITING_CELL))
    of_commune = and_(
        Concern.commune_id.in_(actor.units_as(*OFFICE)),
        Concern.status == ConcernStatus.FORWARDED,
        Concern.target.in_(COMMUNE_TARGETS),
    )
    urgent_first = case((Concern.level == ConcernLevel.URGENT, 0), else_=1)
    query = (
        visible_to(actor, today)
        .where(or_(of_cell, of_commune))
        .order_by(urgent_first, Concern.recorded_at, Concern.id)
    )
    return await _cut(session, actor, today, query, page)


async def open_for(session: Session, household_ids: Sequence[int] | Select[int]) -> list[Unheard]:
    """What these households wait to hear; whoever asks may see them."""
    rows = await session.execute(
        select(Concern, ConcernHousehold.household_id)
        .join(ConcernHousehold, ConcernHousehold.concern_id == Concern.id)
        .where(
            ConcernHousehold.household_id.in_(household_ids),
            ConcernHousehold.told_at.is_(None),
            Concern.status.in_(AWAITING_REPORTER),
        )
        .order_by(Concern.id, ConcernHousehold.household_id)
    )
    return [_unheard(concern, household_id) for concern, household_id in rows]


async def to_feed_back(session: Session, actor: Actor, today: date) -> list[Unheard]:
    """What the actor has still to tell: to each of the own households, or of concerns without."""
    own = own_households(actor, today)
    without = await session.scalars(
        visible_to(replace(actor, posts=()), today).where(
            Concern.author_id == actor.person_id,
            _without_household(),
            Concern.status.in_(AWAITING_REPORTER),
        )
    )
    found = [*(await open_for(session, own)), *(_unheard(concern, None) for concern in without)]
    return sorted(found, key=lambda one: (one.id, one.household_id or 0))


async def photo_of(session: Session, page: Page) -> File:
    """The photo of a concern that the actor has open."""
    if page.photo_id is None:
        raise Refusal(Reason.NOT_FOUND)
    return await session.get_one(File, page.photo_id)


def _unheard(concern: Concern, household_id: int | None) -> Unheard:
    return Unheard(concern.id, concern.code, concern.status, concern.answer, household_id)


async def _cut(
    session: Session, actor: Actor, today: date, query: Select[Concern], page: int
) -> tuple[list[Page], int]:
    """One page of a list: nine, or eight and the way to the next."""
    count = select(func.count()).select_from(query.order_by(None).subquery())
    total = await session.scalar(count) or 0
    size = CHOICES_A_PAGE if total <= CHOICES_A_PAGE else CHOICES_A_PAGE - 1
    start = (max(page, 1) - 1) * size
    start = start if start < total else 0
    return await pages(session, actor, today, query.offset(start).limit(size)), total


async def pages(session: Session, actor: Actor, today: date, query: Select[Concern]) -> list[Page]:
    """Concerns with all that a reader needs, in three statements however many there are."""
    query = query.execution_options(populate_existing=True)
    found = list(await session.scalars(query))
    ids = [concern.id for concern in found]
    whose = await _whose(session, actor, today, ids)
    moves: dict[int, list[ConcernMove]] = {concern_id: [] for concern_id in ids}
    for move in await session.scalars(
        select(ConcernMove).where(ConcernMove.concern_id.in_(ids)).order_by(ConcernMove.id)
    ):
        moves[move.concern_id].append(move)
    return [_page(actor, one, whose.get(one.id, []), moves[one.id]) for one in found]


async def _whose(
    session: Session, actor: Actor, today: date, ids: Sequence[int]
) -> dict[int, list[Whose]]:
    own, named = own_households(actor, today), households.visible_to(actor, today)
    rows = await session.execute(
        select(
            ConcernHousehold, Household, BookNumber.number, Household.id.in_(own),
            Household.id.in_(named.with_only_columns(Household.id)),
        )
        .join(Household, Household.id == ConcernHousehold.household_id)
        .join(
            BookNumber, books.numbered(actor.person_id, Household.id), isouter=True
        )
        .where(ConcernHousehold.concern_id.in_(ids))
        .order_by(BookNumber.number.nulls_last(), Household.code)
    )  # fmt: skip
    found: dict[int, list[Whose]] = {}
    for link, household, number, is_own, may_name in rows:
        if may_name:
            called = (household.head, household.alias, household.code)
            households.may_be_named(session, household.id, *called)
        found.setdefault(link.concern_id, []).append(
            Whose(
                household_id=household.id,
                code=household.code,
                number=number if is_own else None,
                name=(household.alias or household.head) if may_name else "",
                own=is_own,
                told=link.told_at is not None,
                satisfaction=link.satisfaction,
            )
        )
    return found


def _page(
    actor: Actor, concern: Concern, whose: Sequence[Whose], moves: Sequence[ConcernMove]
) -> Page:
    parts = _parts(actor, concern, whose)
    hidden = concern.visibility is ReporterVisibility.HIDDEN and parts == {Part.COMMUNE}
    added = [m.note for m in moves if m.before is ConcernStatus.NEED_INFO and m.note]
    last = moves[-1] if moves else None
    return Page(
        id=concern.id,
        code=concern.code,
        cell_id=concern.cell_id,
        kind=concern.kind,
        category=concern.category,
        level=concern.level,
        words=concern.words,
        answer=concern.answer,
        added=added[-1] if added else "",
        note=last.note if last else "",
        target=concern.target,
        status=concern.status,
        since=last.moved_at if last else concern.recorded_at,
        raised_on=concern.raised_on,
        visibility=concern.visibility,
        photo_id=concern.photo_id,
        parts=parts,
        whose=() if hidden else tuple(whose),
    )


def _parts(actor: Actor, concern: Concern, whose: Sequence[Whose]) -> frozenset[Part]:
    parts = set()
    nobodys = not whose and concern.author_id == actor.person_id
    if nobodys or any(one.own for one in whose):
        parts.add(Part.REPORTER)
    if concern.cell_id in actor.cells_led:
        parts.add(Part.CELL)
    at_commune = concern.commune_id in actor.units_as(*OFFICE)
    if at_commune and concern.target in COMMUNE_TARGETS and concern.status in WITH_COMMUNE:
        parts.add(Part.COMMUNE)
    return frozenset(parts)
