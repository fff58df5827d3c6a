"""What is asked before a month is closed, where it is not clear which, or whose."""

from collections.abc import Sequence

from bot.messages import CHOICES_A_PAGE, Choice, Outgoing
from bot.texts.common import TO_MENU
from bot.texts.digest import button_seal, month

_TO_MENU = (Choice(TO_MENU, "/menu"),)


def _close(cell: str, code: str, of: str) -> Choice:
    return Choice(f"{button_seal(of)} của {cell}", f"/chotthang {code} {of}")


def not_yours(named: str, own: str, code: str, of: str) -> Outgoing:
    """A cell that somebody else leads; `of` is the month that may have been meant instead."""
    text = f"{named} không do đồng chí phụ trách, nên đồng chí không chốt được số liệu ở đó."
    if not of:
        return Outgoing(text, (), _TO_MENU)
    text += f"\nNếu đồng chí muốn chốt tháng {month(of)} của {own}, xin bấm nút dưới đây."
    return Outgoing(text, (_close(own, code, of),), _TO_MENU)


def cell_or_month(said: str, cell: str, code: str, due: str, of: str) -> Outgoing:
    """What was said is the code of one's own cell and a month as well."""
    text = f"“{said}” vừa là mã của {cell}, vừa có thể là tháng {month(of)}. Đồng chí muốn chốt gì?"
    months = dict.fromkeys((due, of))
    return Outgoing(text, tuple(_close(cell, code, one) for one in months), _TO_MENU)


def which_cell(cells: Sequence[tuple[str, str]], of: str) -> Outgoing:
    """Whoever leads several cells says whose month; names and codes."""
    choices = [
        Choice(f"Chốt số liệu của {name}", f"/chotthang {code} {of}".strip())
        for name, code in cells[:CHOICES_A_PAGE]
    ]
    return Outgoing("Đồng chí chốt số liệu của chi bộ nào?", tuple(choices), _TO_MENU)
