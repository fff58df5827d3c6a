"""The lists behind the figures of a month, a page at a time, and its picture."""

from collections.abc import Sequence
from datetime import date

from bot.domain.refusals import Reason, Refusal
from bot.domain.summaries import MonthFacts, Span
from bot.messages import Choice, Outgoing
from bot.texts import digest as words
from handlers import following, paging
from handlers.digest_scope import Asked, Scope
from handlers.turn import Turn
from storage import assignments, periods, summaries, summary_lists
from storage.periods import Cell


async def listed(turn: Turn, asked: Asked, scope: Scope) -> Outgoing:
    """What stands behind one figure; whoever may not open it hears that there is no such thing."""
    below = ""
    match asked.what:
        case words.CELLS if len(scope.cells) > 1:
            choices, below = await _cells(turn, asked, scope)
        case words.CONCERNS if scope.reads_concerns:
            choices = await _concerns(turn, asked, scope)
            below = "" if scope.leads else words.HANDED_UP_ONLY
        case words.UNVISITED if scope.leads:
            choices, below = await _unvisited(turn, asked, scope.cells[0])
        case words.SUPPORT if scope.leads:
            choices, below = await _support(turn, asked, scope.cells[0])
        case words.CHANGED | words.HELPED if scope.leads:
            choices = await _of_cell(turn, asked, scope.cells[0])
            below = await _sealed(turn, asked, scope.cells[0])
        case _:
            raise Refusal(Reason.NOT_FOUND)
    return _page(asked, scope, choices, below)


async def _unvisited(turn: Turn, asked: Asked, cell: Cell) -> tuple[list[Choice], str]:
    """Exactly those that are counted; where that cannot be, why."""
    span, today = _span(turn, cell, asked.month), turn.today
    left, gone = await summary_lists.unvisited(
        turn.session, turn.actor, cell, span, asked.month, today
    )
    choices = [
        Choice(
            words.left_label(one.code, one.name, one.member, one.last_home_visit, today),
            f"/hodan {one.code}",
        )
        for one in left
    ]
    return choices, await _sealed(turn, asked, cell) or words.gone(gone)


async def _sealed(turn: Turn, asked: Asked, cell: Cell) -> str:
    """A list of a sealed month shows what is so now, and may differ from its figure."""
    sealed = await periods.seals(turn.session, [cell.id], asked.month)
    return words.SEALED_LIST if sealed else ""


async def _of_cell(turn: Turn, asked: Asked, cell: Cell) -> list[Choice]:
    span = _span(turn, cell, asked.month)
    session, actor, today = turn.session, turn.actor, turn.today
    if asked.what == words.CHANGED:
        changed = await summary_lists.changes(session, actor, cell.id, span, today)
        return [
            _happened(one.name, one.on, words.change_words(one.change), one.code) for one in changed
        ]
    return [
        _happened(one.name, one.on, words.help_words(one.kind, one.status), one.code)
        for one in await summary_lists.helps(session, actor, cell.id, span, today)
    ]


def _happened(name: str, on: date, what: str, code: str) -> Choice:
    return Choice(words.happened_label(name, on, what), f"/hodan {code}")


async def _support(turn: Turn, asked: Asked, cell: Cell) -> tuple[list[Choice], str]:
    """Members with households left, in the order of the book: facts, not a ranking."""
    facts = await summaries.month_facts(turn.session, [cell], asked.month, turn.today)
    (one,) = facts.cells
    shared = await assignments.shared_out(turn.session, turn.actor, turn.today)
    known = {load.person_id: load for load in shared.loads}
    due = one.own()
    choices = [
        Choice(
            words.member_label(
                known[person_id].name, left, due[person_id].due, silent=person_id in one.silent
            ),
            f"/phancong {known[person_id].code}",
        )
        for person_id, left in one.to_support
        if person_id in known
    ]
    return choices, words.behind(facts)


async def _concerns(turn: Turn, asked: Asked, scope: Scope) -> list[Choice]:
    spans = [_span(turn, cell, asked.month) for cell in scope.cells]
    span = Span(min(one.start for one in spans), max(one.last for one in spans))
    ids = [cell.id for cell in scope.cells]
    found = await summary_lists.concerns_of(turn.session, turn.actor, ids, span, turn.today)
    return list(following.lines(found))


async def _cells(turn: Turn, asked: Asked, scope: Scope) -> tuple[list[Choice], str]:
    facts = await summaries.month_facts(turn.session, scope.cells, asked.month, turn.today)
    choices = [
        Choice(
            words.cell_label(cell.name, MonthFacts(facts.month, (one,))),
            f"/tonghop {asked.month} {words.OF_CELL} {cell.code}",
        )
        for cell, one in zip(scope.cells, facts.cells, strict=True)
    ]
    return choices, words.behind(facts)


def _span(turn: Turn, cell: Cell, month: str) -> Span:
    period = cell.period(month)
    return Span(period.first, period.last).until(turn.today)


def _page(asked: Asked, scope: Scope, options: Sequence[Choice], below: str) -> Outgoing:
    title, line = words.TITLES[asked.what], scope.line(asked.month, asked.what)
    shown, page, pages = paging.cut(options, asked.page)
    if page < pages:
        shown.append(Choice(words.MORE, f"{line} {page + 1}"))
    if options:
        text = words.list_of(title, asked.month, len(options), (page, pages))
    else:
        text = words.nothing(title, asked.month)
    said = "\n".join(filter(None, (text, below)))
    return words.page(said, shown, scope.line(asked.month, ""))
