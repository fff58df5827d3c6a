"""How households are listed and what stands on the page of one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.concerns import ConcernStatus
from bot.domain.households import HouseholdClass
from bot.domain.meetings import Period
from bot.messages import LONGEST_LABEL, Choice, Outgoing
from bot.texts import households, month
from bot.texts.common import CLASSES, STATUSES, TO_MENU, mention, place, short_day, shortened

NEXT_PAGE, OWN_LIST = "Xem thêm", "Xem hộ của tôi"
_TO_MENU = (Choice(TO_MENU, "/menu"),)


@dataclass(frozen=True, slots=True)
class Tally:
    """How the households of a list stand; the first is the sum of all that are due or aside."""

    households: int
    visited: int  # of those due
    due: int
    not_due: int = 0
    helping: int = 0
    declined: int = 0
    nobodys: int = 0


def own_list(
    tally: Tally, period: Period, pages: tuple[int, int], choices: Sequence[Choice]
) -> Outgoing:
    """One page of a member's book, due first."""
    lines = [f"Hộ của đồng chí: {_stands(tally, period)}.{_of(*pages)}"]
    lines.append("Chọn hộ để xem, hoặc nhắn “ho” kèm số hay tên, ví dụ: ho 3.")
    return Outgoing("\n".join(lines), tuple(choices), _TO_MENU, numbered=False)


def cell_list(
    tally: Tally, period: Period, pages: tuple[int, int], choices: Sequence[Choice]
) -> Outgoing:
    """One page of a cell's households, the secretary's own first."""
    lines = [f"Địa bàn chi bộ: {_stands(tally, period)}.{_of(*pages)}"]
    lines.append("Chọn hộ để xem, hoặc nhắn “ho” kèm tên hay mã hộ.")
    return Outgoing("\n".join(lines), tuple(choices), _TO_MENU, numbered=False)


def _stands(tally: Tally, period: Period) -> str:
    """How the period stands; what nobody is asked to visit only where there is any."""
    aside = ", ".join(
        f"{count} hộ {what}"
        for count, what in (
            (tally.not_due, "chưa đến kỳ"),
            (tally.helping, "cùng giúp"),
            (tally.declined, "không ghi chép"),
            (tally.nobodys, "chưa có người phụ trách"),
        )
        if count
    )
    some = f" ({aside})" if aside else ""
    when = month.days(period) or "tháng này"
    return f"{tally.households} hộ{some}, {when} đã thăm {tally.visited}/{tally.due}"


def nothing_for_the_office() -> Outgoing:
    """The office sees no household of its own accord, only what was forwarded to it."""
    return Outgoing(
        "Đồng chí chưa phụ trách hộ nào. Từng hộ do người phụ trách và bí thư chi bộ xem; "
        "văn phòng xem các việc chi bộ chuyển đến.",
        (Choice("Xem việc chuyển đến", "/viec"), Choice(TO_MENU, "/menu")),
    )


def _of(page: int, pages: int) -> str:
    return f" Trang {page}/{pages}." if pages > 1 else ""


def several(words: str, count: int, choices: Sequence[Choice]) -> Outgoing:
    """Not surely meant: one that is nearly so, or several."""
    shown = shortened(words, 40)
    if count == 1:
        text = f"Không có hộ nào đúng là “{shown}”. Có phải hộ này không?"
    else:
        more = ", hoặc nhắn thêm họ, tên, tổ cho rõ" if count > len(choices) else ""
        text = f"Có {count} hộ gần giống “{shown}”. Đồng chí chọn đúng hộ giúp{more}."
    return Outgoing(text, tuple(choices), _TO_MENU, numbered=False)


def nearest(words: str, choices: Sequence[Choice]) -> Outgoing:
    """Nobody is called that; whose names come nearest are offered."""
    return Outgoing(f"{households.nearest(words)}.", tuple(choices), _TO_MENU, numbered=False)


def cell_label(number: int | None, code: str, name: str, address: str, tail: str) -> str:
    """A household of the cell to choose: by its own number, or else by its code."""
    called = mention(number, name) if number is not None else f"{code} · {name}"
    head = shortened(" · ".join(filter(None, (called, place(address)))), 40)
    return shortened(f"{head} – {tail}", LONGEST_LABEL)


def heading(number: int | None, code: str, name: str, head: str, address: str) -> str:
    """Who and where: the first line of a page that its reader has opened."""
    called = mention(number, name) if number is not None else f"{code} · {name}"
    chief = f", chủ hộ {head}" if head != name else ""
    return f"{called}{chief}\n{address}" if address else f"{called}{chief}"


def people(persons: int | None, workers: int | None, occupation: str) -> str:
    """Persons, workers and what they live from."""
    parts = [
        f"{persons} khẩu" if persons is not None else "số khẩu chưa ghi",
        f"{workers} lao động" if workers is not None else "lao động chưa ghi",
    ]
    if occupation:
        parts.append(shortened(occupation, 40))
    return " · ".join(parts)


def standing(household_class: HouseholdClass, needs_help: bool, policy_family: bool) -> str:
    """Class, and what the household is entitled to; empty when there is nothing to say."""
    known = household_class not in (HouseholdClass.NONE, HouseholdClass.UNKNOWN)
    parts = [CLASSES[household_class]] if known else []
    if policy_family:
        parts.append("gia đình chính sách")
    if needs_help:
        parts.append("đang cần giúp đỡ")
    return " · ".join(parts)


def in_charge(names: Sequence[str]) -> str:
    """Who goes to this household."""
    return f"Phụ trách: {', '.join(names)}" if names else "Phụ trách: chưa có ai"


def contacts(lines: Sequence[tuple[date, str]], today: date) -> str:
    """The last contacts, newest first."""
    if not lines:
        return "Chưa thăm lần nào."
    said = "; ".join(f"{short_day(on, today)} {what}" for on, what in lines)
    return f"Gần đây: {shortened(said, 200)}"


def promises(open_ones: Sequence[tuple[str, date | None]], today: date) -> str:
    """What was promised and not yet kept."""
    said = "; ".join(
        f"{shortened(words, 60)} ({short_day(due, today)})" if due else shortened(words, 60)
        for words, due in open_ones[:2]
    )
    return f"Còn hẹn: {said}" if said else ""


def concerns(open_ones: Sequence[tuple[str, ConcernStatus]]) -> str:
    """Concerns by code and status; their words are opened one by one."""
    said = "; ".join(f"{code} ({STATUSES[status].lower()})" for code, status in open_ones[:3])
    more = f" và {len(open_ones) - 3} việc khác" if len(open_ones) > 3 else ""
    return f"Kiến nghị: {said}{more}" if said else ""


def page(lines: Sequence[str], choices: Sequence[Choice]) -> Outgoing:
    """One household, in short lines."""
    return Outgoing("\n".join(filter(None, lines)), tuple(choices))


def to_do(called: str, codes: Sequence[str]) -> list[Choice]:
    """What its own member can do for a household."""
    return [
        Choice("Thăm hộ", f"/thamho {called}"),
        Choice("Ghi phản ánh", f"/phananh {called}"),
        Choice("Ghi thay đổi", f"/thaydoi {called}"),
        *open_concerns(codes),
        Choice(OWN_LIST, "/hodan"),
    ]


def open_concerns(codes: Sequence[str]) -> list[Choice]:
    """Concerns to open."""
    return [Choice(f"Xem {code}", f"/pa {code}") for code in codes[:3]]


BACK_TO_CELL = Choice("Xem hộ trong chi bộ", "/hodan")
