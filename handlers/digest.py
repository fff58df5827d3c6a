"""What a month came to: of one's cell, of all cells of the commune, each figure with its list."""

from bot.domain.periods import month_before, month_of
from bot.domain.summaries import MonthFacts
from bot.messages import Choice, Outgoing
from bot.texts import digest as words
from handlers import digest_lists, digest_picture
from handlers.digest_scope import Scope, read
from handlers.turn import Turn
from storage import summaries


async def show(turn: Turn) -> Outgoing:
    """The figures of a month, or the list behind one of them."""
    asked, scope = await read(turn)
    if asked.what == words.PICTURE:
        return await digest_picture.shown(turn, asked, scope)
    if asked.what:
        return await digest_lists.listed(turn, asked, scope)
    beside = await summaries.beside(turn.session, scope.cells, asked.month, turn.today)
    ends = max(cell.period(asked.month).last for cell in scope.cells)
    text = words.overview(beside, scope.name, ends)
    return words.page(text, _choices(turn, scope, beside.facts))


def _choices(turn: Turn, scope: Scope, facts: MonthFacts) -> list[Choice]:
    month = facts.month

    def opens(label: str, what: str) -> Choice:
        return Choice(label, scope.line(month, what))

    choices = []
    if scope.leads:
        choices = [
            opens(label, what)
            for what, label, count in (
                (
                    words.UNVISITED,
                    words.button_unvisited(facts.coverage.unvisited),
                    facts.coverage.unvisited,
                ),
                (
                    words.SUPPORT,
                    words.button_support(len(facts.cells[0].to_support)),
                    len(facts.cells[0].to_support),
                ),
                (words.CHANGED, words.button_changed(facts.change_times), facts.change_times),
                (words.HELPED, words.button_helped(facts.help_times), facts.help_times),
            )
            if count
        ]
    if len(scope.cells) > 1:
        choices.append(opens(words.CELLS_BUTTON, words.CELLS))
    if scope.reads_concerns:
        choices.append(opens(words.CONCERNS_BUTTON, words.CONCERNS))
    choices.append(opens(words.PICTURE_BUTTON, words.PICTURE))
    choices += [
        Choice(words.button_month(other), scope.line(other, "")) for other in _others(turn, month)
    ]
    if scope.leads and _may_seal(turn, scope, facts):
        choices.append(Choice(words.button_seal(month), f"/chotthang {scope.code} {month}".strip()))
    return choices


def _others(turn: Turn, month: str) -> list[str]:
    """The month before, and the running one where another is shown."""
    running = month_of(turn.today)
    return [month_before(month), *([running] if month != running else [])]


def _may_seal(turn: Turn, scope: Scope, facts: MonthFacts) -> bool:
    cell = scope.cells[0]
    return facts.cells[0].sealed_at is None and turn.today >= cell.sealable_from(facts.month)
