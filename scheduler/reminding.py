"""What a push reminds its reader of, in the words and numbers of the moment of sending.

Whoever reports while a reminder waits gets none, or one with the right number.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.calendar import DaysOff
from bot.domain.concern_reminders import Waits
from bot.domain.households import HouseholdClass
from bot.domain.meetings import Period
from bot.domain.people import CELL_LEADS, OFFICE, Actor, ConsentState, Role
from bot.domain.policies import Settings
from bot.domain.reminders import DUTY, Step
from bot.messages import CHOICES_A_PAGE, Outgoing
from bot.texts import reminders as words
from bot.texts.reminders import Bundle, CellGaps, Home, Matter, Member, OwnDuty
from storage import concern_waits, duties, households, people, snoozes, telling
from storage.concern_waits import Open
from storage.duties import Duty, Standing
from storage.households import Card
from storage.store import Session
from storage.telling import Reader, ToTell

_FOCUS = (HouseholdClass.POOR, HouseholdClass.NEAR_POOR)
_OF_CONCERNS = (Step.CONCERN, Step.CONCERN_ABOVE)
_STRONGEST = (Step.GAPS, Step.NUDGE, Step.AGAIN, Step.LIST)


@dataclass(frozen=True, slots=True)
class _Matter:
    """A concern that a message speaks of."""

    concern_id: int
    words: Matter


@dataclass(frozen=True, slots=True)
class Telling:
    """What a letter says, which reminders it tells, and which have become needless."""

    outgoing: Outgoing | None
    told: tuple[int, ...]
    needless: tuple[int, ...]


async def told(
    session: Session,
    reader: Reader,
    found: Sequence[ToTell],
    own: Settings,
    off: DaysOff,
    today: date,
    *,
    room: int = CHOICES_A_PAGE,
    after_digest: bool = False,
) -> Telling:
    """All that is open for somebody, as far as it still holds; `found` is what was planned."""
    mine = await _own_duties(session, reader, own, [r for r in found if r.step in DUTY], today)
    cells = await _cells(
        session, reader, own, [r for r in found if r.step is Step.SECRETARY], today
    )
    others = await _cells(
        session, reader, own, [r for r in found if r.step is Step.ORGANISER], today
    )
    of_concerns = [r for r in found if r.step in _OF_CONCERNS]
    waits = await _matters(session, reader, of_concerns, off, today)
    matters = {matter.concern_id: matter for matter in waits}
    bundle = Bundle(
        reader.name, today,
        duties=tuple(mine.values()), cells=tuple(cells.values()),
        communes_cells=tuple(others.values()), matters=tuple(one.words for one in waits),
        room=room, after_digest=after_digest,
    )  # fmt: skip
    keys = {
        **{r.id: r.period in mine for r in found if r.step in DUTY},
        **{r.id: r.unit_id in cells for r in found if r.step is Step.SECRETARY},
        **{r.id: r.unit_id in others for r in found if r.step is Step.ORGANISER},
        **{r.id: r.concern_id in matters for r in of_concerns},
    }
    still = tuple(each for each, holds in keys.items() if holds)
    needless = tuple(each for each, holds in keys.items() if not holds)
    return Telling(words.push(bundle) if still else None, still, needless)


def _period_of(reminder: ToTell) -> Period:
    assert reminder.first is not None
    assert reminder.last is not None
    return Period(reminder.period, reminder.first, reminder.last)


async def _own_duties(
    session: Session, reader: Reader, own: Settings, found: Sequence[ToTell], today: date
) -> dict[str, OwnDuty]:
    """By period, the one that closes first before the others."""
    mine: dict[str, OwnDuty] = {}
    for reminder in sorted(found, key=lambda one: (one.period, _STRONGEST.index(one.step))):
        if reminder.period in mine or await _closed(session, reminder, reader.cell_id):
            continue
        duty = Duty(_period_of(reminder), own.cadence, today)
        standing = await duties.of_person(session, reader.person_id, duty)
        if standing is not None and standing.left:
            homes = await _homes(session, reader, standing, today)
            mine[reminder.period] = OwnDuty(
                reminder.step, duty.period, standing.due, homes, reminder.meets_on
            )
    return mine


async def _closed(session: Session, reminder: ToTell, cell_id: int | None) -> bool:
    """Whether what a meeting is to hear has been closed already; what comes now is an addition."""
    if reminder.meets_on is None:
        return False
    return await telling.is_sealed(session, cell_id, reminder.period)


async def _homes(
    session: Session, reader: Reader, standing: Standing, today: date
) -> tuple[Home, ...]:
    """The households left, as they stand in the reader's own book."""
    actor = Actor(
        reader.person_id, reader.name, reader.commune_id, reader.cell_id, ConsentState.GIVEN, (), 0
    )
    cards = await households.book(session, actor, today)
    left = [card for card in cards if card.id in standing.left]
    return tuple(
        Home(card.number, card.name, card.last_home_visit, _in_focus(card))
        for card in sorted(left, key=lambda card: card.last_home_visit or date.min)
    )


async def _matters(
    session: Session, reader: Reader, found: Sequence[ToTell], off: DaysOff, today: date
) -> list[_Matter]:
    """Concerns whose stage it is, and in the same message what is overdue or still to be told."""
    staged = {one.concern_id for one in found if one.step is Step.CONCERN}
    matters: dict[int, _Matter] = {}
    for concern, hand in await concern_waits.of_person(session, reader.person_id, today):
        waits = concern.waiting(off)
        if waits is None or waits.hand is not hand:
            continue
        to_tell = waits.waits is Waits.FEEDBACK
        if to_tell or waits.due_on < today or concern.id in staged:
            matters[concern.id] = _Matter(
                concern.id, Matter(concern.code, waits.due_on, to_tell, above=False)
            )
    above = [one.concern_id for one in found if one.step is Step.CONCERN_ABOVE]
    for concern in await concern_waits.of_ids(session, above):
        waits = concern.waiting(off)
        stands = await _stands_above(session, reader, concern, today)
        if stands and waits and waits.due_on < today and concern.id not in matters:
            matters[concern.id] = _Matter(
                concern.id, Matter(concern.code, waits.due_on, to_tell=False, above=True)
            )
    return list(matters.values())


async def _stands_above(session: Session, reader: Reader, concern: Open, today: date) -> bool:
    secretaries = await people.holders(session, concern.cell_id, (Role.CELL_SECRETARY,), today)
    return reader.person_id in (
        *secretaries, *await people.holders(session, concern.commune_id, OFFICE, today)
    )  # fmt: skip


def _in_focus(card: Card) -> bool:
    return card.needs_help or card.household_class in _FOCUS


async def _answers_for(session: Session, reader: Reader, reminder: ToTell, today: date) -> bool:
    of_cell = reminder.step is Step.SECRETARY
    unit_id = reminder.unit_id if of_cell else reader.commune_id
    roles = CELL_LEADS if of_cell else (Role.COMMUNE_OFFICE,)
    return reader.person_id in await people.holders(session, unit_id, roles, today)


async def _cells(
    session: Session, reader: Reader, own: Settings, found: Sequence[ToTell], today: date
) -> dict[int, CellGaps]:
    """What cells have left, with who of them has it; nothing to who no longer answers for them."""
    cells: dict[int, CellGaps] = {}
    for reminder in found:
        if await _closed(session, reminder, reminder.unit_id):
            continue
        if not await _answers_for(session, reader, reminder, today):
            continue
        duty = Duty(_period_of(reminder), own.cadence, today)
        standings = await duties.of_cells(session, [reminder.unit_id], duty)
        left = {
            person: len(one.left)
            for person, one in standings.items()
            if one.left and (reminder.step is Step.ORGANISER or person != reader.person_id)
        }
        if left:
            unit = await people.unit(session, reminder.unit_id)
            why = await snoozes.reasons(session, left, reminder.period)
            members = await people.named(session, left)
            cells[reminder.unit_id] = CellGaps(
                unit.name, duty.period, reminder.meets_on,
                tuple(
                    Member(one.code, one.name, left[one.id], why.get(one.id)) for one in members
                ),
            )  # fmt: skip
    return cells
