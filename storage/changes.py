"""What happened to households: a log that is only added to, and the states that follow from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select, update

from bot.domain.counts import fitting
from bot.domain.households import CLASS_AFTER, Change, DatePrecision
from bot.domain.people import Actor
from bot.domain.periods import day_of
from bot.domain.refusals import Reason, Refusal
from bot.domain.visits import TAKE_BACK
from storage import audit, households, visits
from storage.store import Session, changed, insert_or_ignore
from storage.tables import Household, HouseholdChange, HouseholdState, SealedPeriod, core

_changes = core(HouseholdChange)
_states = core(HouseholdState)


@dataclass(frozen=True, slots=True)
class Report:
    """What somebody says has happened to one household.

    `persons` and `workers` are the numbers as the reporter confirmed them; None where they were
    not spoken of, and then they stay.
    """

    household_id: int
    change: Change
    happened_on: date
    precision: DatePrecision
    people: int = 1
    place: str = ""
    decision: str = ""
    note: str = ""
    persons: int | None = None
    workers: int | None = None
    replaces_id: int | None = None  # one's own earlier report, which is taken back by this one


@dataclass(frozen=True, slots=True)
class Earlier:
    """A report that is being corrected: whose household, and its numbers without that report."""

    household_id: int
    persons: int | None
    workers: int | None


@dataclass(frozen=True, slots=True)
class _Known:
    """All states of a household in the order in which they came, and the seal over its past."""

    sealed_through: date | None
    states: Sequence[HouseholdState]

    @property
    def now(self) -> HouseholdState:
        """What is true now; every household has such a state."""
        return next(state for state in self.states if state.until is None)


async def record(
    session: Session, actor: Actor, report: Report, effect_key: str, now: datetime
) -> int | None:
    """Write a change down and let the household's state follow it.

    None when the same confirmation has written it already. Only for a household that is the
    actor's own; any other is not found. A change of a sealed month is kept with its true day,
    while the state that it brings begins after the seal, so that sealed figures stay.
    """
    card = await households.one_of(session, actor, report.household_id, day_of(now))
    if card.assigned_since is None:
        raise Refusal(Reason.NOT_FOUND)
    values = {
        "household_id": report.household_id,
        "change": report.change,
        "happened_on": report.happened_on,
        "precision": report.precision,
        "people": report.people,
        "place": report.place,
        "decision": report.decision,
        "note": report.note,
        "persons_after": report.persons,
        "workers_after": report.workers,
        "author_id": actor.author_id,
        "visit_id": await visits.today_by(session, actor, report.household_id, now),
        "recorded_at": now,
        "effect_key": effect_key,
    }
    once = insert_or_ignore(session, _changes).values(**values).returning(_changes.c.id)
    change_id = await session.scalar(once)
    if change_id is None:
        return None
    assert isinstance(change_id, int)
    if report.replaces_id is not None and not await withdraw(
        session, actor, report.replaces_id, now
    ):
        raise Refusal(Reason.NOTHING_TO_TAKE_BACK)
    await _follow(session, report, change_id)
    await audit.note(session, actor.author_id, "reported", "change", change_id, now)
    return change_id


async def withdraw(session: Session, actor: Actor, change_id: int, now: datetime) -> bool:
    """Take one's own report back within a day; False when it is not there, or no longer can be.

    The row stays and says since when it no longer counts; what it did to the household is undone
    by a further state, whatever else was reported meanwhile.
    """
    seen = households.visible_to(actor, day_of(now)).with_only_columns(Household.id)
    household_id = await session.scalar(
        select(HouseholdChange.household_id).where(
            HouseholdChange.id == change_id, HouseholdChange.household_id.in_(seen)
        )
    )
    touched = household_id is not None and await changed(
        session,
        update(_changes)
        .where(
            _changes.c.id == change_id,
            _changes.c.author_id == actor.author_id,
            _changes.c.recorded_at > now - TAKE_BACK,
            _changes.c.withdrawn_at.is_(None),
        )
        .values(withdrawn_at=now),
    )
    if household_id is None or not touched:
        return False
    await _undo(session, household_id, change_id)
    await audit.note(session, actor.author_id, "took back", "change", change_id, now)
    return True


async def own(session: Session, actor: Actor, change_id: int, now: datetime) -> Earlier:
    """One's own report that can still be corrected, with the numbers as they are without it."""
    seen = households.visible_to(actor, day_of(now)).with_only_columns(Household.id)
    row = await session.scalar(
        select(HouseholdChange).where(
            HouseholdChange.id == change_id,
            HouseholdChange.household_id.in_(seen),
            HouseholdChange.author_id == actor.person_id,
            HouseholdChange.recorded_at > now - TAKE_BACK,
            HouseholdChange.withdrawn_at.is_(None),
        )
    )
    if row is None:
        raise Refusal(Reason.NOTHING_TO_TAKE_BACK)
    known = await _known(session, row.household_id)
    values = _without(known, change_id)
    if values is None:
        return Earlier(row.household_id, known.now.persons, known.now.workers)
    persons, workers = values["persons"], values["workers"]
    assert persons is None or isinstance(persons, int)
    assert workers is None or isinstance(workers, int)
    return Earlier(row.household_id, persons, workers)


async def _follow(session: Session, report: Report, change_id: int) -> None:
    """The state after the change, if it changes what is known."""
    known = await _known(session, report.household_id)
    now = known.now
    persons = now.persons if report.persons is None else report.persons
    workers = now.workers if report.workers is None else report.workers
    after = fitting(persons, workers)
    household_class = CLASS_AFTER.get(report.change, now.household_class)
    decision = report.decision or now.decision
    before = (now.persons, now.workers, now.household_class, now.decision)
    if before == (after.persons, after.workers, household_class, decision):
        return
    await _open_next(
        session,
        now,
        _from_day(known, report.happened_on),
        {
            "persons": after.persons,
            "workers": after.workers,
            "household_class": household_class,
            "decision": decision,
            "change_id": change_id,
        },
    )


async def _undo(session: Session, household_id: int, change_id: int) -> None:
    """Take this change's difference out of what is true now, by a further state."""
    known = await _known(session, household_id)
    values = _without(known, change_id)
    if values is not None:
        await _open_next(session, known.now, _from_day(known, known.now.since), values)


def _without(known: _Known, change_id: int) -> dict[str, object] | None:
    """What would be true without a change; None when it changed nothing.

    When nothing came after it, that is the state before it; otherwise what came after stays.
    """
    places = [place for place, state in enumerate(known.states) if state.change_id == change_id]
    if not places:
        return None
    assert places[0], "a change follows a state"
    now, opened, before = known.now, known.states[places[0]], known.states[places[0] - 1]
    after = fitting(
        _less(now.persons, opened.persons, before.persons),
        _less(now.workers, opened.workers, before.workers),
    )
    classed = now.household_class is opened.household_class and now.decision == opened.decision
    was = before if classed else now
    return {
        "persons": after.persons,
        "workers": after.workers,
        "household_class": was.household_class,
        "decision": was.decision,
        "change_id": before.change_id if now.id == opened.id else now.change_id,
    }


def _less(now: int | None, opened: int | None, before: int | None) -> int | None:
    """A number without the difference that a change made to it."""
    if now == opened or now is None or opened is None or before is None:
        return before if now == opened else now
    return now - (opened - before)


async def _known(session: Session, household_id: int) -> _Known:
    """What a household was and is; whoever changes it at the same time waits."""
    sealed = (
        select(func.max(SealedPeriod.through))
        .where(SealedPeriod.cell_id == Household.cell_id)
        .scalar_subquery()
    )
    sealed_through = await session.scalar(
        select(sealed)
        .where(Household.id == household_id)
        .with_for_update(of=Household, key_share=True)
    )
    states = await session.scalars(
        select(HouseholdState)
        .where(HouseholdState.household_id == household_id)
        .order_by(HouseholdState.id)
        .execution_options(populate_existing=True)
    )
    return _Known(sealed_through, list(states))


def _from_day(known: _Known, day: date) -> date:
    """The first day of the next state: not before this one began, nor in a sealed month."""
    sealed = known.sealed_through
    return max(day, known.now.since, sealed + timedelta(days=1) if sealed else date.min)


async def _open_next(
    session: Session, now: HouseholdState, since: date, differing: dict[str, object]
) -> None:
    await session.execute(update(_states).where(_states.c.id == now.id).values(until=since))
    values: dict[str, object] = {
        "household_id": now.household_id,
        "since": since,
        "needs_help": now.needs_help,
        "policy_family": now.policy_family,
        "occupation": now.occupation,
        **differing,
    }
    await session.execute(_states.insert().values(**values))
