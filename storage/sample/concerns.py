"""Sixty concerns of the sample commune, in every state, each with the way it came."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

from bot.domain.concerns import (
    MOVES,
    ConcernKind,
    ConcernStatus,
    ConcernTarget,
    Part,
    ReporterVisibility,
    Satisfaction,
    code_of,
)
from bot.domain.periods import day_of, month_of, start_of
from bot.domain.visits import VisitKind
from storage.sample import words
from storage.sample.commune import CAST_CELL, Commune
from storage.sample.history import CAST_ANSWERED, History
from storage.sample.homes import Homes
from storage.tables import Concern, ConcernHousehold, ConcernMove, Household, Visit

_S = ConcernStatus
_BEGUN = (_S.NEW, _S.TRIAGE)
_WORKED = (*_BEGUN, _S.IN_PROGRESS)
_SENT = (*_BEGUN, _S.FORWARDED)
_TOLD = (*_WORKED, _S.ANSWERED, _S.FED_BACK)

_WAYS: tuple[tuple[int, tuple[ConcernStatus, ...]], ...] = (
    (8, (*_TOLD, _S.CLOSED)),
    (3, (*_SENT, _S.ANSWERED, _S.FED_BACK, _S.CLOSED)),
    (1, (*_SENT, _S.RETURNED, _S.TRIAGE, _S.IN_PROGRESS, _S.ANSWERED, _S.FED_BACK, _S.CLOSED)),
    (1, (*_BEGUN, _S.DECLINED, _S.FED_BACK, _S.CLOSED)),
    (1, (*_TOLD, _S.REOPENED)),
    (1, (*_TOLD, _S.CLOSED, _S.REOPENED)),
    (1, (*_BEGUN, _S.NEED_INFO, _S.TRIAGE, _S.IN_PROGRESS, _S.ANSWERED, _S.FED_BACK)),
    (5, _TOLD),
    (4, (*_WORKED, _S.ANSWERED)),
    (3, (*_WORKED, _S.FORWARDED, _S.ANSWERED)),
    (1, (*_BEGUN, _S.DECLINED)),
    (1, (*_BEGUN, _S.REFERRED)),
    (1, (_S.NEW, _S.WITHDRAWN)),
    (2, (*_BEGUN, _S.MERGED)),
    (1, (*_SENT, _S.RETURNED)),
    (7, _SENT),
    (6, _WORKED),
    (2, (*_BEGUN, _S.NEED_INFO)),
    (4, _BEGUN),
    (5, (_S.NEW,)),
)
"""How many concerns went which way; two more belong to the people in the terminal."""

_NOTES = {
    _S.FORWARDED: words.NOTE_ON_FORWARDING,
    _S.NEED_INFO: words.NOTE_ON_MORE_WANTED,
    _S.RETURNED: words.NOTE_ON_RETURN,
    _S.DECLINED: words.NOTE_ON_DECLINING,
    _S.REOPENED: words.NOTE_ON_REOPENING,
    _S.WITHDRAWN: words.NOTE_ON_WITHDRAWAL,
    _S.MERGED: words.NOTE_ON_MERGING,
}
_UNTIL_CLOSED = 7  # days after which the clock closes what a household was told
_PLEASED = (Satisfaction.SATISFIED, Satisfaction.SATISFIED, Satisfaction.PARTLY)


@dataclass(slots=True)
class Raised:
    """The concerns, whose they are, and how they moved."""

    concerns: list[Concern] = field(default_factory=list)
    households: list[ConcernHousehold] = field(default_factory=list)
    moves: list[ConcernMove] = field(default_factory=list)


def raised(rng: Random, commune: Commune, homes: Homes, history: History) -> Raised:
    """Concerns that were brought from visits before this month, oldest first."""
    drawn = list(_drawn(rng, commune, homes, history))
    drawn.sort(key=lambda pair: (pair[0].recorded_at, pair[0].id))
    result = Raised()
    numbers: dict[tuple[int, str], int] = {}
    for visit, way in drawn:
        place = (homes.households[visit.household_id - 1].cell_id, month_of(visit.visited_on))
        numbers[place] = numbers.get(place, 0) + 1
        _add(rng, commune, homes, history, result, visit, way, numbers[place])
    _merge(result)
    return result


def _drawn(
    rng: Random, commune: Commune, homes: Homes, history: History
) -> Iterator[tuple[Visit, tuple[ConcernStatus, ...]]]:
    """Which visit brought a concern, and how far it came; no two of one household."""
    answered = homes.held[commune.member.id][CAST_ANSWERED].id
    own = {household.id for household in homes.held[commune.member.id]}

    def cell_of(visit: Visit) -> int:
        return homes.households[visit.household_id - 1].cell_id

    visits = [
        v for v in history.visits
        if v.kind is VisitKind.HOME and month_of(v.visited_on) in history.months
    ]  # fmt: skip
    cast_visit = max((v for v in visits if v.household_id == answered), key=_when)
    yield cast_visit, (*_WORKED, _S.FORWARDED, _S.ANSWERED)
    cell_id = commune.hamlets[CAST_CELL].id
    rest = [v for v in visits if v.household_id not in own]
    newest = max((v for v in rest if cell_of(v) == cell_id), key=_when)
    yield newest, (_S.NEW,)
    taken = {newest.household_id}
    first: dict[int, datetime] = {}
    rng.shuffle(rest)
    for count, way in _WAYS:
        for _ in range(count):
            visit = next(
                v for v in rest
                if v.household_id not in taken and _fits(v, way, history)
                and (_S.MERGED not in way or first.get(cell_of(v), v.recorded_at) < v.recorded_at)
            )  # fmt: skip
            taken.add(visit.household_id)
            if _S.ANSWERED in way:  # a later one of its cell can be merged into it
                first.setdefault(cell_of(visit), visit.recorded_at)
            yield visit, way


def _when(visit: Visit) -> tuple[date, int]:
    return visit.visited_on, visit.id


def _fits(visit: Visit, way: tuple[ConcernStatus, ...], history: History) -> bool:
    """Long ways began long ago; what is still new was brought in the last days of a month."""
    month = month_of(visit.visited_on)
    room = (history.yesterday - day_of(visit.recorded_at)).days
    if _S.FED_BACK in way:
        return month != history.months[-1] and room >= 4 * len(way) + 7
    if way[-1] in _BEGUN:
        last_days = month_of(visit.visited_on + timedelta(days=6)) != month
        return month == history.months[-1] and last_days and room >= 2
    return month != history.months[0] and room > len(way)


def _add(
    rng: Random,
    commune: Commune,
    homes: Homes,
    history: History,
    result: Raised,
    visit: Visit,
    way: tuple[ConcernStatus, ...],
    number: int,
) -> None:
    household = homes.households[visit.household_id - 1]
    is_cast = household is homes.held[commune.member.id][CAST_ANSWERED]
    matter = words.CAST_MATTER if is_cast else rng.choice(words.MATTERS)
    referred = _S.REFERRED in way  # then no text is kept, and nobody's name (concerns.md 5.4)
    month = month_of(visit.visited_on)
    cell = next(unit for unit in commune.hamlets.values() if unit.id == household.cell_id)
    concern = Concern(
        id=len(result.concerns) + 1, commune_id=commune.id, cell_id=cell.id, month=month,
        number=number, code=code_of(cell.code, month, number),
        kind=ConcernKind.REFER_ONLY if referred else matter.kind,
        category=matter.category, level=matter.level,
        words="" if referred else matter.words.format(rng.randint(1, 11)),
        answer=matter.answer if _S.ANSWERED in way else "",
        target=_target(matter, way), status=way[-1],
        visibility=ReporterVisibility.HIDDEN if referred else ReporterVisibility.HOUSEHOLD_ONLY,
        author_id=visit.author_id, visitor_id=visit.visitor_id,
        visit_id=None if referred else visit.id, raised_on=visit.visited_on,
        recorded_at=visit.recorded_at, effect_key=f"sample:{len(result.concerns) + 1}",
    )  # fmt: skip
    result.concerns.append(concern)
    moves = list(_moves(rng, commune, history, concern, way, first=len(result.moves) + 1))
    result.moves += moves
    if not referred:
        visit.nothing_new = False
        alone = is_cast or rng.random() < 0.85
        _link(rng, homes, result, concern, [household] if alone else _street(homes, household))


def _target(matter: words.Matter, way: tuple[ConcernStatus, ...]) -> ConcernTarget | None:
    return matter.target if _S.FORWARDED in way else None


def _street(homes: Homes, household: Household) -> list[Household]:
    """The household and up to two of the same member's next to it: one matter of several."""
    held = homes.held[homes.holder[household.id].id]
    place = held.index(household)
    return held[max(0, place - 1) : place + 2]


def _moves(
    rng: Random,
    commune: Commune,
    history: History,
    concern: Concern,
    way: tuple[ConcernStatus, ...],
    *,
    first: int,
) -> Iterator[ConcernMove]:
    before: ConcernStatus | None = None
    for place, (after, at) in enumerate(
        zip(way, _times(rng, history, concern, way), strict=True)
    ):  # fmt: skip
        yield ConcernMove(
            id=first + place, concern_id=concern.id, before=before, after=after,
            person_id=_mover(commune, concern, before, after), moved_at=at,
            note=_NOTES.get(after, ""),
        )  # fmt: skip
        before = after


def _times(
    rng: Random, history: History, concern: Concern, way: tuple[ConcernStatus, ...]
) -> list[datetime]:
    """When each step was: one a day at most, the last where its state makes sense today."""
    start = day_of(concern.recorded_at)
    room = (history.yesterday - start).days
    longest = 4 if room >= 4 * len(way) + 7 else 1
    days = [0]
    for after in way[1:]:
        days.append(days[-1] + (_UNTIL_CLOSED if after is _S.CLOSED else rng.randint(1, longest)))
    if way[-1] in (_S.ANSWERED, _S.FED_BACK, _S.REOPENED):  # lately, or the clock had closed it
        wait = max(room - rng.randrange(5) - days[-1], 0)
        answered = way.index(_S.ANSWERED)
        days = [day + wait if place >= answered else day for place, day in enumerate(days)]
    later = [
        start_of(start + timedelta(days=day)) + timedelta(minutes=8 * 60 + rng.randrange(480))
        for day in days[1:]
    ]
    return [concern.recorded_at, *later]


def _mover(
    commune: Commune, concern: Concern, before: ConcernStatus | None, after: ConcernStatus
) -> int | None:
    if before is None:
        return concern.author_id
    match next(move.by for move in MOVES if (move.before, move.after) == (before, after)):
        case Part.REPORTER:
            return concern.visitor_id
        case Part.CELL:
            return commune.secretaries[concern.cell_id].id
        case Part.COMMUNE:
            return commune.office.id
        case Part.CLOCK:
            return None


def _link(
    rng: Random, homes: Homes, result: Raised, concern: Concern, households: list[Household]
) -> None:
    told = [m for m in result.moves if m.concern_id == concern.id and m.after is _S.FED_BACK]
    unhappy = concern.status is _S.REOPENED
    for household in households:
        result.households.append(
            ConcernHousehold(
                concern_id=concern.id, household_id=household.id,
                told_at=told[0].moved_at if told else None,
                told_by=concern.visitor_id if told else None,
                satisfaction=(Satisfaction.NOT_SATISFIED if unhappy else rng.choice(_PLEASED))
                if told else None,
            )
        )  # fmt: skip


def _merge(result: Raised) -> None:
    """A merged concern follows an earlier one of the same cell, whose matter it repeats."""
    for concern in result.concerns:
        if concern.status is not _S.MERGED:
            continue
        main = next(
            other for other in result.concerns
            if other.cell_id == concern.cell_id and other.id < concern.id
            and other.words and other.status is not _S.MERGED
        )  # fmt: skip
        concern.merged_into_id = main.id
        concern.category, concern.kind, concern.level = main.category, main.kind, main.level
        concern.words = main.words
