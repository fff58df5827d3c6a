"""Sealing a period at the cell's meeting: its figures are shown and a word is typed first."""

import re
from datetime import date

from bot.domain.people import CELL_LEADS
from bot.domain.refusals import Reason, Refusal
from bot.domain.vietnamese.months import month_in
from bot.domain.vietnamese.text import search_key
from bot.messages import Json, Outgoing
from bot.texts import digest as words
from bot.texts import sealing as asking
from handlers import forms
from handlers.questions import Answers, Asking, Form, Question
from handlers.turn import Turn
from storage import periods, summaries
from storage.periods import Cell

_CODE_LIKE = re.compile(r"0\d")
"""How cells are often numbered, and hardly anybody writes a month."""


async def seal(turn: Turn) -> Outgoing:
    """Ask for the word; the cell needs naming only by who leads several.

    "06" may be the code of a cell and June: that is never guessed. Of a code that is not one's own
    the same is said whether there is such a cell or not.
    """
    said = turn.words.split()
    led = await periods.cells(turn.session, turn.today, ids=turn.actor.cells_led)
    if not led:
        raise Refusal(Reason.NOT_FOUND)
    named = next((one for one in led if said and _is_code(one, said[0])), None)
    month = _month_if_any(" ".join(said), turn.today)
    if named is not None:
        due = _due_to_be_sealed(named, turn.today)
        if month:
            return asking.cell_or_month(said[0], named.name, named.code, due, month)
        rest = " ".join(said[1:])
        return await _begin(turn, named, month_in(rest, turn.today) if rest else due)
    if said and (not month or _CODE_LIKE.fullmatch(turn.words.strip())):
        of = month or _month_if_any(" ".join(said[1:]), turn.today)
        return asking.not_yours([(one.name, one.code) for one in led], of)
    if len(led) > 1:
        return asking.which_cell([(one.name, one.code) for one in led], month)
    return await _begin(turn, led[0], month or _due_to_be_sealed(led[0], turn.today))


async def _begin(turn: Turn, cell: Cell, month: str) -> Outgoing:
    from_day = cell.sealable_from(month)
    if turn.today < from_day:
        raise Refusal(Reason.PERIOD_NOT_OVER, day=from_day.isoformat())
    if cell.id in await periods.seals(turn.session, [cell.id], month):
        return words.page(asking.SEALED_ALREADY, (), _figures(cell, month))
    return await forms.begin(turn.saying(""), FORM, {"cell": cell.id, "month": month})


def _is_code(cell: Cell, said: str) -> bool:
    return cell.code.casefold() == said.casefold()


def _month_if_any(said: str, today: date) -> str:
    """The month that words mean; empty where they mean none, refused where it is to come."""
    try:
        return month_in(said, today) if said else ""
    except Refusal as why:
        if why.reason is Reason.FUTURE_MONTH:
            raise
        return ""


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
    return Asking(asking.asks_seal(cell.name, facts, asking.seal_word(month)))


async def _read(turn: Turn, answers: Answers, text: str) -> Json:
    return search_key(text)


async def _check(turn: Turn, answers: Answers, value: Json) -> Answers:
    word = asking.seal_word(str(answers["month"]))
    if value != word:
        raise Refusal(Reason.WORD_WANTED, word=word)
    return {}


async def _save(turn: Turn, answers: Answers) -> Outgoing:
    cell, month = await _cell(turn, answers), str(answers["month"])
    facts = await summaries.month_facts(turn.session, [cell], month, turn.today)
    through = {cell.id: cell.period(month).last}
    done = await periods.seal(turn.session, facts, through, turn.actor.person_id, turn.now)
    text = asking.sealed(cell.name, month) if done else asking.SEALED_ALREADY
    return words.page(text, (), _figures(cell, month))


FORM = Form("sealing", asking.TITLE, (Question("word", _ask, _read, _check),), _save, still=_still)
