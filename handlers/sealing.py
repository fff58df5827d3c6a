"""Sealing a period at the cell's meeting: its figures are shown and a word is typed first."""

from datetime import date

from bot.domain.people import CELL_LEADS
from bot.domain.refusals import Reason, Refusal
from bot.domain.vietnamese.months import month_in
from bot.domain.vietnamese.text import search_key
from bot.messages import Json, Outgoing
from bot.texts import digest as words
from handlers import forms
from handlers.questions import Answers, Asking, Form, Question
from handlers.turn import Turn
from storage import periods, summaries
from storage.periods import Cell


async def seal(turn: Turn) -> Outgoing:
    """Ask for the word; the cell needs naming only by who leads several."""
    said = turn.words.split()
    led = await periods.cells(turn.session, turn.today, ids=turn.actor.cells_led)
    chosen = [cell for cell in led if said and cell.code == said[0]] or led
    if len(chosen) != 1:
        raise Refusal(Reason.NOT_FOUND)
    (cell,) = chosen
    named = " ".join(said[1:] if said and cell.code == said[0] else said)
    month = month_in(named, turn.today) if named else _due_to_be_sealed(cell, turn.today)
    from_day = cell.sealable_from(month)
    if turn.today < from_day:
        raise Refusal(Reason.PERIOD_NOT_OVER, day=from_day.isoformat())
    if cell.id in await periods.seals(turn.session, [cell.id], month):
        return words.page(words.SEALED_ALREADY, (), _figures(cell, month))
    return await forms.begin(turn.saying(""), FORM, {"cell": cell.id, "month": month})


def _due_to_be_sealed(cell: Cell, today: date) -> str:
    """What the coming meeting hears, once that is over; else what the last one heard."""
    month = cell.next_meeting(today).period.key
    if today >= cell.sealable_from(month):
        return month
    return cell.last_meeting(today).period.key


def _figures(cell: Cell, month: str) -> str:
    return f"/tonghop {month} {words.OF_CELL} {cell.code}"


async def _cell(turn: Turn, answers: Answers) -> Cell:
    (cell,) = await periods.cells(turn.session, turn.today, ids=[_id(answers)])
    return cell


def _id(answers: Answers) -> int:
    cell_id = answers["cell"]
    assert isinstance(cell_id, int)
    return cell_id


async def _still(turn: Turn, answers: Answers) -> bool:
    """Whether the actor still leads the cell."""
    return _id(answers) in turn.actor.units_as(*CELL_LEADS)


async def _ask(turn: Turn, answers: Answers) -> Asking:
    cell, month = await _cell(turn, answers), str(answers["month"])
    facts = await summaries.month_facts(turn.session, [cell], month, turn.today)
    return Asking(words.asks_seal(cell.name, facts, words.seal_word(month)))


async def _read(turn: Turn, answers: Answers, text: str) -> Json:
    return search_key(text)


async def _check(turn: Turn, answers: Answers, value: Json) -> Answers:
    word = words.seal_word(str(answers["month"]))
    if value != word:
        raise Refusal(Reason.WORD_WANTED, word=word)
    return {}


async def _save(turn: Turn, answers: Answers) -> Outgoing:
    cell, month = await _cell(turn, answers), str(answers["month"])
    facts = await summaries.month_facts(turn.session, [cell], month, turn.today)
    through = {cell.id: cell.period(month).last}
    done = await periods.seal(turn.session, facts, through, turn.actor.person_id, turn.now)
    text = words.sealed(cell.name, month) if done else words.SEALED_ALREADY
    return words.page(text, (), _figures(cell, month))


FORM = Form(
    "sealing", words.SEAL_TITLE, (Question("word", _ask, _read, _check),), _save, still=_still
)
