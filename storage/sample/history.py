"""Three months of visits in the sample commune, and the part of this month already gone."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

from bot.domain.households import HouseholdClass
from bot.domain.periods import first_day, month_before, month_of, start_of
from bot.domain.visits import (
    HelpKind,
    HelpStatus,
    LifeState,
    NotDoneReason,
    Topic,
    VisitKind,
)
from storage.sample import words
from storage.sample.commune import Commune
from storage.sample.homes import Homes
from storage.tables import Household, Person, Promise, Visit, VisitHelp

CAST_VISITED = (0, 3, 6, 8, 10)
"""Which of their households the member in the terminal has visited this month, by place."""
CAST_PROMISED, CAST_ANSWERED = 4, 2
"""Households (by place) with an open promise, and with an answer they have not been told."""

_ELSEWISE = (VisitKind.PHONE, VisitKind.VIA_OTHER, VisitKind.GROUP_MEETING)
_WHY_NOT = (
    NotDoneReason.ABSENT_HH, NotDoneReason.ABSENT_HH, NotDoneReason.MEMBER_BUSY,
    NotDoneReason.MEMBER_PRIVATE, NotDoneReason.WEATHER,
)  # fmt: skip
_LIFE = (
    *(LifeState.STABLE,) * 16, LifeState.BETTER, LifeState.BETTER, LifeState.WORSE,
    LifeState.NOT_KNOWN,
)  # fmt: skip
_AMOUNTS = {
    HelpKind.LOAN: (20_000_000, 30_000_000, 50_000_000, 80_000_000),
    HelpKind.SEED_STOCK: (500_000, 1_000_000, 2_000_000),
    HelpKind.SPONSOR: (300_000, 500_000, 1_000_000),
    HelpKind.HOUSE: (5_000_000, 20_000_000),
}


@dataclass(slots=True)
class History:
    """What was reported, in the order in which it was written down."""

    today: date
    months: tuple[str, ...]  # the three before this one
    visits: list[Visit] = field(default_factory=list)
    help: list[VisitHelp] = field(default_factory=list)
    promises: list[Promise] = field(default_factory=list)

    @property
    def yesterday(self) -> date:
        """The last day of which anything is known."""
        return self.today - timedelta(days=1)


def visited(rng: Random, commune: Commune, homes: Homes, today: date) -> History:
    """Visits of every household by its member, with help and promises."""
    history = History(today, _three_before(month_of(today)))
    paper = {
        person.id
        for people in commune.assigned.values()
        for person in people[-1:]
    } - {commune.member.id}  # fmt: skip
    for people in commune.assigned.values():
        for person in people:
            is_cast = person is commune.member
            author = commune.secretaries[person.cell_id or 0] if person.id in paper else person
            for visit in _visits_of(rng, person, homes, history, is_cast=is_cast):
                visit.author_id = author.id
                history.visits.append(visit)
    history.visits.sort(key=lambda visit: visit.recorded_at)
    for place, visit in enumerate(history.visits, 1):
        visit.id, visit.effect_key = place, f"sample:{place}"
    _help(rng, homes, history)
    _promise(rng, commune, homes, history)
    return history


def _three_before(month: str) -> tuple[str, ...]:
    last = month_before(month)
    middle = month_before(last)
    return (month_before(middle), middle, last)


def moment(rng: Random, day: date, *, first_hour: int = 8, last_hour: int = 20) -> datetime:
    """Some minute of a day, in hours at which people write."""
    minutes = rng.randrange(first_hour * 60, last_hour * 60)
    return start_of(day) + timedelta(minutes=minutes)


def _visits_of(
    rng: Random, person: Person, homes: Homes, history: History, *, is_cast: bool
) -> Iterator[Visit]:
    """One member's rounds: on a few days a month several households, some of them missed."""
    diligence = 0.97 if is_cast else rng.uniform(0.74, 0.99)
    for month in history.months:
        days = _round_days(rng, month)
        for household in homes.held[person.id]:
            sure = is_cast and month == history.months[-1]
            focus = homes.now[household.id].needs_help
            yield from _month_of_one(
                rng, household, person, days, history, 1.0 if sure else diligence, focus=focus
            )
    if history.today.day > 1:
        days = _round_days(rng, month_of(history.today))
        gone = [day for day in days if day < history.today] or [history.yesterday]
        share = 0.85 * diligence * (history.today.day - 1) / 30
        for place, household in enumerate(homes.held[person.id]):
            if place in CAST_VISITED if is_cast else rng.random() < share:
                yield _visit(rng, household, person, rng.choice(gone), VisitKind.HOME, history)


def _round_days(rng: Random, month: str) -> list[date]:
    first = first_day(month)
    length = monthrange(first.year, first.month)[1]
    return [first.replace(day=day) for day in sorted(rng.sample(range(1, length + 1), 5))]


def _month_of_one(
    rng: Random,
    household: Household,
    person: Person,
    days: list[date],
    history: History,
    diligence: float,
    *,
    focus: bool,
) -> Iterator[Visit]:
    """A household's month: mostly one visit at home, sometimes two, a call, an attempt, none."""
    turn = rng.random()
    place = rng.randrange(len(days))
    if turn < diligence:
        if place > 0 and rng.random() < 0.06:
            attempt = _visit(rng, household, person, days[place - 1], VisitKind.NOT_DONE, history)
            attempt.reason = NotDoneReason.ABSENT_HH
            yield attempt
        yield _visit(rng, household, person, days[place], VisitKind.HOME, history)
        if focus and place + 1 < len(days) and rng.random() < 0.3:
            yield _visit(rng, household, person, days[-1], VisitKind.HOME, history)
    elif turn < diligence + (1 - diligence) * 0.4:
        yield _visit(rng, household, person, days[place], rng.choice(_ELSEWISE), history)
    elif turn < diligence + (1 - diligence) * 0.7:
        yield _visit(rng, household, person, days[place], VisitKind.NOT_DONE, history)


def _visit(
    rng: Random,
    household: Household,
    person: Person,
    day: date,
    kind: VisitKind,
    history: History,
) -> Visit:
    late = rng.choice((0, 0, 0, 0, 0, 1, 1, 2, 5))
    written = min(day + timedelta(days=late), history.yesterday)
    met = kind is not VisitKind.NOT_DONE
    plain = kind is VisitKind.HOME and rng.random() < 0.55
    return Visit(
        household_id=household.id, visitor_id=person.id, visited_on=day, kind=kind,
        reason=None if met else rng.choice(_WHY_NOT),
        life_state=rng.choice(_LIFE) if met else None, nothing_new=plain,
        topics=_topics(rng) if met and not plain else [],
        note=rng.choice(words.NOTES) if met and not plain and rng.random() < 0.35 else "",
        recorded_at=moment(rng, written, first_hour=17 if late == 0 else 7),
    )  # fmt: skip


def _topics(rng: Random) -> list[str]:
    drawn = set(rng.sample(range(len(Topic)), rng.choice((1, 1, 2, 2, 3))))
    return [topic.value for place, topic in enumerate(Topic) if place in drawn]


def _help(rng: Random, homes: Homes, history: History) -> None:
    """Help goes mostly to those who need it (S2-18)."""
    for visit in history.visits:
        state = homes.now[visit.household_id]
        poor = state.household_class in (HouseholdClass.POOR, HouseholdClass.NEAR_POOR)
        chance = 0.35 if state.needs_help else 0.10 if poor else 0.01
        if visit.kind is not VisitKind.HOME or rng.random() > chance:
            continue
        kind = rng.choice(list(HelpKind))
        amounts = _AMOUNTS.get(kind)
        visit.nothing_new = False
        history.help.append(
            VisitHelp(
                id=len(history.help) + 1, visit_id=visit.id, kind=kind,
                status=rng.choice((HelpStatus.PROPOSED, HelpStatus.GIVEN)),
                amount=rng.choice(amounts) if amounts and rng.random() < 0.6 else None,
            )
        )  # fmt: skip


def _promise(rng: Random, commune: Commune, homes: Homes, history: History) -> None:
    """Promises; the next visit settles them. The member in the terminal has one open."""
    open_here = homes.held[commune.member.id][CAST_PROMISED].id
    own = {household.id for household in homes.held[commune.member.id]}
    at_home: dict[int, list[Visit]] = {}
    for visit in history.visits:
        if visit.kind is VisitKind.HOME:
            at_home.setdefault(visit.household_id, []).append(visit)
    for household_id, visits in at_home.items():
        visits.sort(key=lambda visit: (visit.visited_on, visit.id))
        for place, visit in enumerate(visits):
            later = visits[place + 1] if place + 1 < len(visits) else None
            is_cast = household_id == open_here and later is None
            if is_cast or (household_id not in own and rng.random() < 0.02):
                _add_promise(rng, history, visit, later)


def _add_promise(rng: Random, history: History, visit: Visit, later: Visit | None) -> None:
    visit.nothing_new = False
    settled = later is not None and later.recorded_at > visit.recorded_at
    history.promises.append(
        Promise(
            id=len(history.promises) + 1, visit_id=visit.id, household_id=visit.household_id,
            person_id=visit.visitor_id, words=rng.choice(words.PROMISES),
            due_on=visit.visited_on + timedelta(days=rng.randrange(7, 35)),
            settled_at=later.recorded_at if later is not None and settled else None,
            kept=rng.random() < 0.85 if settled else None,
        )
    )  # fmt: skip
