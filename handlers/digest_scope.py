"""Which month and which cells somebody asks the figures of, as far as they may be told."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.people import OFFICE
from bot.domain.periods import month_of
from bot.domain.refusals import Reason, Refusal
from bot.domain.vietnamese.months import month_in
from bot.domain.vietnamese.text import search_key
from bot.texts import digest as words
from handlers.turn import Turn
from storage import people, periods
from storage.periods import Cell

_LISTS = (*words.TITLES, words.PICTURE)


@dataclass(frozen=True, slots=True)
class Scope:
    """The cells that figures are of. `code` is empty where nobody needs to name the cell."""

    cells: Sequence[Cell]
    name: str
    code: str
    leads: bool  # one cell that the actor leads: its lists may be opened
    reads_concerns: bool

    def line(self, month: str, what: str) -> str:
        """The command that opens the figures of a month, or a list behind them."""
        cell = f"{words.OF_CELL} {self.code}" if self.code else ""
        return " ".join(filter(None, ("/tonghop", month, cell, what)))


@dataclass(frozen=True, slots=True)
class Asked:
    """A month, which list of it, and which page of that."""

    month: str
    what: str
    page: int


async def read(turn: Turn) -> tuple[Asked, Scope]:
    """What the words after the command ask for; without any the period of the coming meeting."""
    said = turn.words.split()
    page, what, code = 1, "", ""
    if len(said) > 1 and said[-1].isdecimal() and search_key(said[-2]) in _LISTS:
        page = int(said.pop()[:4])
    if said and search_key(said[-1]) in _LISTS:
        what = search_key(said.pop())
    if len(said) > 1 and search_key(said[-2]) == words.OF_CELL:
        code = said[-1]
        said = said[:-2]
    scope = await _scope(turn, code)
    month = month_in(" ".join(said), turn.today) if said else _heard_next(turn, scope)
    return Asked(month, what, page), scope


async def _scope(turn: Turn, code: str) -> Scope:
    overseen = await periods.overseen_by(turn.session, turn.actor, turn.today)
    chosen = [cell for cell in overseen if _same(cell.code, code)] if code else overseen
    if not chosen:
        raise Refusal(Reason.NOT_FOUND)
    at_commune = turn.actor.holds(*OFFICE)
    if len(chosen) > 1:
        commune = await people.unit(turn.session, turn.actor.commune_id)
        return Scope(chosen, commune.name, "", False, at_commune)
    (cell,) = chosen
    leads = cell.id in turn.actor.cells_led
    return Scope(chosen, cell.name, code and cell.code, leads, leads or at_commune)


def _same(code: str, typed: str) -> bool:
    return code.casefold().lstrip("0") == typed.casefold().lstrip("0")


def _heard_next(turn: Turn, scope: Scope) -> str:
    """The earliest of what the cells' coming meetings hear, and never a month to come."""
    heard = min(cell.next_meeting(turn.today).period.key for cell in scope.cells)
    return min(heard, month_of(turn.today))
