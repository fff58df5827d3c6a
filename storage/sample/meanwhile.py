"""The rest of the sample commune goes on visiting while somebody plays in it, day after day."""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, timedelta
from random import Random

from sqlalchemy import insert, or_, select

from bot.domain.households import AssignmentKind
from bot.domain.periods import first_day, start_of
from bot.domain.visits import LifeState, NotDoneReason, VisitKind
from storage.store import Session
from storage.tables import Assignment, Visit, core

Rows = list[dict[str, object]]

_ROUNDS = 5  # days of a month on which somebody goes round
_LATEST = 2  # days after a visit on which it is written down
_ELSEWISE = (VisitKind.PHONE, VisitKind.VIA_OTHER, VisitKind.GROUP_MEETING)


async def reports(
    session: Session, month: str, but: Collection[int], seed: int = 7
) -> dict[date, Rows]:
    """What others than these people will write down of a month's visits, by the day they do."""
    start = first_day(month)
    query = (
        select(Assignment.person_id, Assignment.household_id)
        .where(
            Assignment.kind == AssignmentKind.MAIN,
            Assignment.household_id.is_not(None),
            Assignment.since <= start,
            or_(Assignment.until.is_(None), Assignment.until > start),
            Assignment.person_id.not_in(but),
        )
        .order_by(Assignment.person_id, Assignment.household_id)
    )
    held: dict[int, list[int]] = defaultdict(list)
    for person_id, household_id in await session.execute(query):
        assert household_id is not None
        held[person_id].append(household_id)
    by_day: dict[date, Rows] = defaultdict(list)
    for person_id, own in held.items():
        rng = Random(f"{seed}:{month}:{person_id}")  # noqa: S311 - a made-up world, nothing secret
        for written_on, row in _month_of(rng, person_id, own, start):
            by_day[written_on].append(row)
    return by_day


def _month_of(
    rng: Random, person_id: int, own: Sequence[int], start: date
) -> list[tuple[date, dict[str, object]]]:
    """One member's rounds: most households are met at home, some otherwise, some not at all."""
    length = monthrange(start.year, start.month)[1]
    rounds = [start + timedelta(days=day) for day in rng.sample(range(length), _ROUNDS)]
    diligence = rng.uniform(0.8, 1)
    found = []
    for household_id in own:
        day, turn = rng.choice(rounds), rng.random()
        if turn < diligence:
            kind = VisitKind.HOME
        elif turn < diligence + (1 - diligence) / 2:
            kind = rng.choice((*_ELSEWISE, VisitKind.NOT_DONE))
        else:
            continue
        written_on = day + timedelta(days=rng.choice((0, 0, 0, 1, _LATEST)))
        found.append((written_on, _row(rng, person_id, household_id, day, written_on, kind)))
    return found


def _row(
    rng: Random, person_id: int, household_id: int, day: date, written_on: date, kind: VisitKind
) -> dict[str, object]:
    met = kind is not VisitKind.NOT_DONE
    minute = rng.randrange(17 * 60, 20 * 60)
    return {
        "household_id": household_id, "visitor_id": person_id, "author_id": person_id,
        "visited_on": day, "kind": kind, "reason": None if met else NotDoneReason.ABSENT_HH,
        "life_state": LifeState.STABLE if met else None, "nothing_new": kind is VisitKind.HOME,
        "topics": [], "note": "", "effect_key": f"meanwhile:{day:%Y-%m}:{household_id}",
        "recorded_at": start_of(written_on) + timedelta(minutes=minute),
    }  # fmt: skip


async def write_down(session: Session, rows: Rows) -> None:
    """The reports of a day."""
    if rows:
        await session.execute(insert(core(Visit)), rows)
