"""Answers to a reminder: putting it off, a word to a member, the numbers to call."""

from collections.abc import Sequence
from datetime import timedelta

from bot.domain.calendar import DaysOff
from bot.domain.meetings import closing_period
from bot.domain.people import OFFICE
from bot.domain.reminders import comes_back_on
from bot.messages import Outgoing
from bot.texts import reaching as words
from handlers import telling
from handlers.turn import Turn
from storage import contacts, days_off, duties, organisation, settings, snoozes
from storage.duties import Duty


async def put_off(turn: Turn) -> Outgoing:
    """Put off what one was last reminded of; the words name the reason by its place."""
    last = await snoozes.last_reminded(turn.session, turn.actor.person_id, turn.now)
    if last is None or last.last < turn.today:
        return words.nothing_to_put_off()
    if not turn.words.isascii() or not turn.words.isdigit() or not _place(turn.words):
        return words.asks_why()
    reason = words.REASONS[_place(turn.words) - 1]
    back = comes_back_on(turn.today, last.last, await _days_off(turn))
    until = back or last.last + timedelta(days=1)
    await snoozes.put_off(turn.session, turn.actor.person_id, last.period, until, reason, turn.now)
    return words.comes_back(back) if back else words.no_time_left(last.last)


def _place(typed: str) -> int:
    place = int(typed[:4])
    return place if 1 <= place <= len(words.REASONS) else 0


async def _days_off(turn: Turn) -> DaysOff:
    return await days_off.of_commune(turn.session, turn.actor.commune_id)


async def write_to(turn: Turn) -> Outgoing:
    """A ready word to a member of one's own cell, once a day; the words are the member's code."""
    if not turn.words.strip():
        return await phones(turn)
    person = await contacts.member_of(turn.session, turn.actor, turn.words.strip(), turn.now)
    if person is None:
        return words.nobody_such()
    said = await telling.tell(
        turn,
        person.id,
        words.from_lead(turn.actor.name, person.name),
        f"asked:{turn.actor.person_id}:{person.id}:{turn.today}",
    )
    if not said:
        (shown,) = await contacts.members(turn.session, turn.actor, [person.id], turn.now)
        return words.not_reached(shown.name, shown.phone)
    return words.written_to(person.name)


async def phones(turn: Turn) -> Outgoing:
    """Who has households left for the coming meeting, with the numbers to call.

    A secretary reads the other members of the own cells, the committee's office the secretaries
    of the cells; who is both reads both.
    """
    actor, led = turn.actor, turn.actor.cells_led
    offices = actor.units_as(*OFFICE)
    others = [
        cell.id for cell in await organisation.cells(turn.session, turn.today)
        if cell.commune_id in offices and cell.id not in led
    ] if offices else []  # fmt: skip
    left, _ = await _left(turn, led)
    left.pop(actor.person_id, None)
    _, gaps = await _left(turn, others)
    people = await contacts.members(turn.session, actor, left, turn.now)
    leads = await contacts.secretaries(turn.session, actor, gaps, turn.now)
    return words.phones(
        [
            *(words.Called(one.name, left[one.id], one.phone, one.code) for one in people),
            *(
                words.Called(f"{one.cell} ({one.person.name})", gaps[one.cell_id], one.person.phone)
                for one in leads
            ),
        ]
    )


async def _left(turn: Turn, cells: Sequence[int]) -> tuple[dict[int, int], dict[int, int]]:
    """How many households are left for the coming meeting, person by person and cell by cell."""
    left: dict[int, int] = {}
    gaps: dict[int, int] = {}
    if not cells:
        return left, gaps
    off = await _days_off(turn)
    own = await settings.settings_of_units(turn.session, turn.actor.commune_id)
    for cell_id in cells:
        period = closing_period(own[cell_id].rhythm, turn.today, off)
        duty = Duty(period, own[cell_id].cadence, turn.today)
        standings = await duties.of_cells(turn.session, [cell_id], duty)
        of_cell = {person: len(one.left) for person, one in standings.items() if one.left}
        left |= of_cell
        if of_cell:
            gaps[cell_id] = sum(of_cell.values())
    return left, gaps
