"""Households, through the only door there is to them: what the asking person may see."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Date,
    ScalarSelect,
    Select,
    and_,
    bindparam,
    func,
    or_,
    select,
)

from bot.domain.concerns import AWAITING_REPORTER
from bot.domain.households import AssignmentKind, HouseholdClass
from bot.domain.meetings import Period
from bot.domain.people import Actor
from bot.domain.policies import Cadence, cadence_from, is_due
from bot.domain.refusals import Reason, Refusal
from bot.domain.vietnamese.finding import Candidate, Found, search
from bot.domain.vietnamese.text import counting_key
from storage import books, periods, settings
from storage.due import at_home, declined
from storage.session import Found as Row
from storage.store import Selected, Session
from storage.tables import (
    BookNumber,
    Concern,
    ConcernHousehold,
    Household,
    HouseholdState,
    Promise,
    SealedPeriod,
    Visit,
    core,
)

SELECTS_KEPT = 128
"""Of how many people what they may see is kept as built: to build it costs more than to run it."""


_households = core(Household)


@dataclass(frozen=True, slots=True)
class Card:
    """A household as a list shows it to one person."""

    id: int
    code: str
    number: int | None  # in the asking person's own book
    name: str  # the calling name, or the head's
    head: str
    alias: str
    address: str
    search_key: str
    cell_id: int
    assigned_since: date | None  # to the asking person
    assigned_kind: AssignmentKind | None
    last_home_visit: date | None
    visited: bool  # at home, in the period that is running for the asking person
    due: bool  # in that period, whether visited by now or not
    not_due: bool  # visited so lately that the policy asks for no visit in it
    declined: bool  # wants nothing written down
    household_class: HouseholdClass
    needs_help: bool
    policy_family: bool
    persons: int | None
    workers: int | None
    occupation: str
    sealed_through: date | None  # the last day whose report the cell has closed
    promised: bool  # whether the asking person has a promise open with them
    unheard: bool  # whether an answer waits to be told to them

    @property
    def helping(self) -> bool:
        """Whether it stands in the asking person's book as somebody else's."""
        return self.assigned_kind is AssignmentKind.HELPING


@lru_cache(maxsize=SELECTS_KEPT)
def visible_to(actor: Actor, today: date) -> Select[Household]:
    """The households that a person may see today (privacy.md 5.5), and none besides.

    Members see those assigned to them, alone or within a group, while assigned; secretaries and
    their deputies those of their cell's area. Nobody else reads households one by one.
    """
    seen = _seen(actor.person_id, actor.commune_id, actor.cells_led, today)
    return select(Household).where(seen)


def _seen(
    person_id: int | BindParameter[int],
    commune_id: int | BindParameter[int],
    cells_led: Sequence[int] | BindParameter[Sequence[int]] | None,
    today: date | BindParameter[date],
) -> ColumnElement[bool]:
    """The door itself. A list of cells is spelt out anew whenever it is asked: None for none."""
    home = _households.c
    own = select(books.in_charge(today, person=person_id).subquery().c.household_id)
    of_area = [home.cell_id.in_(cells_led)] if cells_led is not None else []
    return and_(
        or_(home.id.in_(own), *of_area),
        home.commune_id == commune_id,
        or_(home.until.is_(None), home.until > today),
    )


_NAMED = "what households are called that an answer of this transaction may name"
_OWN_KNOWN = "households found to be the actor's own"
_SEEN_BEFORE = "households looked at in this transaction"


def may_be_named(session: Session, household_id: int, *words: str) -> None:
    """Remember that this transaction has read what a household is called, to answer with it."""
    session.info.setdefault(_NAMED, {}).setdefault(household_id, set()).update(filter(None, words))


def named_in(session: Session, said: str) -> list[int]:
    """The households that an answer of this transaction does name."""
    known: dict[int, set[str]] = session.info.get(_NAMED, {})
    return [each for each, words in known.items() if any(word in said for word in words)]


async def book(session: Session, actor: Actor, today: date) -> list[Card]:
    """A member's own households: due and unvisited first, of these the longest unvisited."""
    cards = await _cards(session, actor, today, _OWN)
    return [_little_of(card) for card in cards] if actor.discreet else cards


def _little_of(card: Card) -> Card:
    """Number and calling name, and what a report cannot do without (privacy.md 5.5)."""
    return replace(
        card, head=card.name, alias="", address="", household_class=HouseholdClass.UNKNOWN,
        policy_family=False, persons=None, workers=None, occupation="",
    )  # fmt: skip


async def in_area(session: Session, actor: Actor, today: date) -> list[Card]:
    """All households that the actor may see, due first: for a secretary the cell's area."""
    return await _cards(session, actor, today, _ALL if actor.cells_led else _HELD)


async def one_of(session: Session, actor: Actor, household_id: int, today: date) -> Card:
    """One household; absent and not yours are the same refusal."""
    which = _ONE if actor.cells_led else _ONE_HELD
    cards = await _cards(session, actor, today, which, household_id)
    if not cards:
        raise Refusal(Reason.NOT_FOUND)
    return cards[0]


async def own_one(session: Session, actor: Actor, household_id: int, today: date) -> Card:
    """One of the actor's own, as it was when this transaction first looked at it."""
    seen: dict[int, Card] = session.info.get((_SEEN_BEFORE, actor.person_id, today), {})
    card = seen.get(household_id) or await one_of(session, actor, household_id, today)
    if card.assigned_since is None:
        raise Refusal(Reason.NOT_FOUND)
    return card


async def all_own(
    session: Session, actor: Actor, household_ids: Collection[int], today: date
) -> bool:
    """Whether all of these are assigned to the actor today; asked once in a transaction."""
    known: set[int] = session.info.setdefault((_OWN_KNOWN, actor.person_id, today), set())
    seen: dict[int, Card] = session.info.get((_SEEN_BEFORE, actor.person_id, today), {})
    known |= {card.id for card in seen.values() if card.assigned_since is not None}
    asked = set(household_ids) - known
    if asked:
        values = places(actor, today) | {"households_": sorted(asked)}
        known |= set(await session.scalars(_WHICH_OWN, values))
    return asked <= known


def among(cards: Iterable[Card], words: str) -> Found:
    """Look for words in cards that the speaker may see."""
    return search(words, candidates(cards))


def picked(cards: Iterable[Card], household_ids: Iterable[object]) -> list[Card]:
    """Those of the cards that have these ids, in the order of the ids."""
    by_id: dict[object, Card] = {card.id: card for card in cards}
    return [by_id[one] for one in household_ids if one in by_id]


def candidates(cards: Iterable[Card]) -> list[Candidate]:
    """Cards that the speaker may see, as words are looked for in them."""
    return [
        Candidate(
            id=card.id,
            number=card.number,
            key=card.search_key,
            names=tuple(filter(None, (card.head, card.alias))),
            code=card.code,
            due=card.due and not card.visited,
        )
        for card in cards
    ]


async def _cards(
    session: Session, actor: Actor, today: date, which: Selected, household_id: int = 0
) -> list[Card]:
    """One statement for any list of households: class, number, last visit and all.

    Where the actor's cell does not count by the calendar it is asked again, by its own days.
    """
    period = periods.presumed(session, actor, today)
    values = places(actor, today) | {"household_": household_id, "start_": period.first}
    rows = await _found(session, which, values)
    if rows:
        true = await periods.confirmed(session, actor, today, rows[0].period_kind)
        if true != period:
            period = true
            rows = await _found(session, which, values | {"start_": period.first})
    cadence = cadence_from(rows[0].frequency if rows else None)  # all are of one commune
    cards = [_card(row, cadence, period) for row in rows]
    seen: dict[int, Card] = session.info.setdefault((_SEEN_BEFORE, actor.person_id, today), {})
    seen.update((card.id, card) for card in cards)
    for card in cards:
        may_be_named(session, card.id, card.head, card.alias, card.code)
    return sorted(cards, key=_due_first)


async def _found(session: Session, which: Selected, values: Mapping[str, object]) -> Sequence[Row]:
    if which in (_OWN, _HELD, _ONE_HELD):
        return await session.rows(which, values)
    # A secretary's cells are a list, which is spelt out anew each time.
    return (await session.execute(which, values)).all()


def _card(row: Row, cadence: Cadence, period: Period) -> Card:
    due = is_due(cadence, row.household_class, row.needs_help, row.met_before, period)
    asked = bool(row.answered) and not row.declined
    return Card(
        id=row.id,
        code=row.code,
        number=row.number,
        name=row.alias or row.head,
        head=row.head,
        alias=row.alias,
        address=row.address,
        search_key=row.search_key,
        cell_id=row.cell_id,
        assigned_since=row.assigned_since,
        assigned_kind=row.assigned_kind,
        last_home_visit=row.last_home,
        visited=row.last_home is not None and row.last_home >= period.first,
        due=asked and due,
        not_due=asked and not due,
        declined=row.declined,
        household_class=row.household_class,
        needs_help=row.needs_help,
        policy_family=row.policy_family,
        persons=row.persons,
        workers=row.workers,
        occupation=row.occupation,
        sealed_through=row.sealed_through,
        promised=row.promised,
        unheard=row.unheard,
    )


def _due_first(card: Card) -> tuple[bool, bool, date, bool, int, tuple[str | int, ...]]:
    never = date.min + timedelta(days=1)
    return (
        card.visited,
        not card.due,
        card.last_home_visit or never,
        not card.needs_help,
        card.number or 10**6,
        counting_key(card.code),
    )


def places(actor: Actor, today: date) -> dict[str, object]:
    """What is put into the places of `HELD`, and of all that is built like it."""
    return {
        "person_": actor.person_id,
        "commune_": actor.commune_id,
        "cells_": actor.cells_led,
        "cell_": actor.cell_id,
        "today_": today,
    }


# Built once, and of plain columns: to build these costs more than to run them.
_PERSON = bindparam("person_", type_=_households.c.id.type)
_TODAY = bindparam("today_", type_=Date)
_COMMUNE = bindparam("commune_", type_=_households.c.id.type)
_START = bindparam("start_", type_=Date)
_CELLS: BindParameter[Sequence[int]] = bindparam("cells_", expanding=True)
FREQUENCY = settings.frequency_of(_COMMUNE)
"""How often households are due in the actor's commune; the actor's `places` go with it."""
_PERIOD_KIND = settings.period_kind_of(bindparam("cell_", type_=_households.c.cell_id.type))
_MINE = books.book_of(_PERSON, _TODAY)
HELD = select(_households.c.id).where(_seen(_PERSON, _COMMUNE, None, _TODAY))
"""The ids of an actor's own households, through the door; the actor's `places` go with it."""
HELD_AS = HELD.join(_MINE, _MINE.c.household_id == _households.c.id).with_only_columns(
    _households.c.id, _MINE.c.kind, _MINE.c.since, declined(_households.c).label("declined")
)
"""The same with what they are to the actor, since when, and whether they want nothing written."""

_WHICH_OWN = HELD.where(_households.c.id.in_(bindparam("households_", expanding=True)))


def _still_open() -> tuple[ColumnElement[date], ColumnElement[bool], ColumnElement[bool]]:
    """What a visit must know of a household: the closed month, the promise, the answer untold."""
    home, closed, promise = _households.c, core(SealedPeriod).c, core(Promise).c
    whose, concern = core(ConcernHousehold).c, core(Concern).c
    sealed = select(func.max(closed.through)).where(closed.cell_id == home.cell_id)
    promised = select(promise.id).where(
        promise.household_id == home.id,
        promise.person_id == _PERSON,
        promise.settled_at.is_(None),
    )
    unheard = (
        select(whose.concern_id)
        .join_from(core(ConcernHousehold), core(Concern), concern.id == whose.concern_id)
        .where(
            whose.household_id == home.id,
            whose.told_at.is_(None),
            or_(*(concern.status == status for status in AWAITING_REPORTER)),
        )
    )
    return (
        sealed.scalar_subquery().label("sealed_through"),
        promised.exists().label("promised"),
        unheard.exists().label("unheard"),
    )


def met(which: ColumnElement[bool], *days: ColumnElement[bool]) -> ScalarSelect[date]:
    """The last visit at home of the household and the days."""
    visit = core(Visit).c
    return select(func.max(visit.visited_on)).where(which, at_home(visit), *days).scalar_subquery()


def _with_all(seen: Select[int], answered: ColumnElement[bool]) -> Selected:
    home, number = _households.c, core(BookNumber).c
    state, visit = core(HouseholdState).c, core(Visit).c
    this = visit.household_id == home.id
    current = and_(state.household_id == home.id, state.until.is_(None))
    return (
        seen.with_only_columns(
            home.id, home.code, home.head, home.alias, home.address, home.search_key, home.cell_id,
            number.number,
            _MINE.c.since.label("assigned_since"),
            _MINE.c.kind.label("assigned_kind"),
            met(this, visit.visited_on <= _TODAY).label("last_home"),
            met(this, visit.visited_on < _START).label("met_before"),
            FREQUENCY.label("frequency"), _PERIOD_KIND.label("period_kind"),
            answered.label("answered"), declined(home).label("declined"),
            state.household_class, state.needs_help, state.policy_family, state.persons,
            state.workers, state.occupation,
            *_still_open(),
        )
        .select_from(_households)
        .join(core(HouseholdState), current)
        .join(_MINE, _MINE.c.household_id == home.id, isouter=True)
        .join(core(BookNumber), books.numbered(_PERSON, home.id), isouter=True)
    )  # fmt: skip


def _by_anybody() -> ColumnElement[bool]:
    """Whether anybody answers for a household, of those whose cell the actor leads."""
    one = _households.alias("one").c
    area = select(one.id).where(one.cell_id.in_(_CELLS))
    answering = books.answering(_TODAY, households=area).subquery("answering")
    return or_(_IS_MINE, _households.c.id.in_(select(answering.c.household_id)))


_IS_MINE = _MINE.c.kind == AssignmentKind.MAIN
_HELD = _with_all(HELD, _IS_MINE)
_ALL = _with_all(
    select(_households.c.id).where(_seen(_PERSON, _COMMUNE, _CELLS, _TODAY)), _by_anybody()
)
_OWN = _HELD.where(_MINE.c.household_id.is_not(None))
_THIS = _households.c.id == bindparam("household_", type_=_households.c.id.type)
_ONE_HELD, _ONE = _HELD.where(_THIS), _ALL.where(_THIS)
