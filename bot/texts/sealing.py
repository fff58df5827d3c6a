"""What is said around closing a month: which and whose it is, what it means, that it is done."""

from collections.abc import Sequence

from bot.domain.periods import first_day
from bot.domain.summaries import MonthFacts
from bot.messages import CHOICES_A_PAGE, LONGEST_LABEL, Choice, Outgoing
from bot.texts.common import TO_MENU, shortened
from bot.texts.digest import button_seal, month, visited_of

TITLE = "Chốt số liệu tháng"
SEALED_ALREADY = "Số liệu kỳ này đã chốt rồi."

_WAY = (Choice(TO_MENU, "/menu"),)


def _close(cell: str, code: str, of: str) -> Choice:
    return _of_cell(f"{button_seal(of)} của {cell}", code, of)


def _of_cell(label: str, code: str, of: str) -> Choice:
    return Choice(shortened(label, LONGEST_LABEL), f"/chotthang {code} {of}".strip())


def not_yours(cells: Sequence[tuple[str, str]], of: str) -> Outgoing:
    """No code of one's own cells; `of` is the month that may have been meant instead."""
    own = ", ".join(f"{name} (mã {code})" for name, code in cells[:3])
    text = (
        "Đó không phải mã chi bộ do đồng chí phụ trách, nên hệ thống chưa chốt gì.\n"
        f"Đồng chí phụ trách {own}."
    )
    if not of:
        return Outgoing(f"{text} Muốn chốt một tháng, đồng chí nhắn như: /chotthang 10.", (), _WAY)
    text += f"\nNếu muốn chốt tháng {month(of)}, xin chọn bên dưới."
    shown = cells[:CHOICES_A_PAGE]
    return Outgoing(text, tuple(_close(name, code, of) for name, code in shown), _WAY)


def cell_or_month(said: str, cell: str, code: str, due: str, of: str) -> Outgoing:
    """What was said is the code of one's own cell and a month as well."""
    text = f"“{said}” vừa là mã của {cell}, vừa có thể là tháng {month(of)}. Đồng chí muốn chốt gì?"
    months = dict.fromkeys((due, of))
    return Outgoing(text, tuple(_close(cell, code, one) for one in months), _WAY)


def which_cell(cells: Sequence[tuple[str, str]], of: str) -> Outgoing:
    """Whoever leads several cells says whose month; names and codes."""
    choices = [
        _of_cell(f"Chốt số liệu của {name}", code, of) for name, code in cells[:CHOICES_A_PAGE]
    ]
    return Outgoing("Đồng chí chốt số liệu của chi bộ nào?", tuple(choices), _WAY)


def asks_seal(where: str, facts: MonthFacts, word: str) -> str:
    """What sealing means, before it is done."""
    done = visited_of(facts.coverage)
    return (
        f"Chốt số liệu tháng {month(facts.month)} của {where}: thăm {done} hộ.\n"
        "Sau khi chốt, số liệu này giữ nguyên; báo cáo đến sau được ghi là bổ sung.\n"
        f"Để chốt, đồng chí gõ “{word}”."
    )


def seal_word(name: str) -> str:
    """What is to be typed before a period is sealed."""
    return f"chot thang {first_day(name).month}"


def sealed(where: str, name: str) -> str:
    """Done."""
    return f"Đã chốt số liệu tháng {month(name)} của {where}."
