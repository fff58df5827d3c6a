"""How a member's month stands."""

from collections.abc import Sequence
from datetime import date

from bot.domain.meetings import Period, calendar_month
from bot.domain.periods import first_day
from bot.messages import LONGEST_LABEL, Choice, Outgoing
from bot.texts.common import TO_MENU, from_to, mention, short_day, shortened

MOST_LINES = 8
"""So many on the first screen, as far as there is something for each."""
LEAST_DUE, MOST_PROMISES, MOST_CODES = 2, 2, 2


def days(period: Period) -> str:
    """From which day to which a period goes; empty where it is the calendar's month."""
    if period == calendar_month(period.key):
        return ""
    return from_to(period.first, period.last)


def called(period: Period, today: date) -> str:
    """A period as it is spoken of, with its days where the calendar does not say them."""
    first = first_day(period.key)
    name = f"Tháng {first.month}" + (f"/{first.year}" if first.year != today.year else "")
    return f"{name} ({said})" if (said := days(period)) else name


def progress(period: Period, visited: int, due: int, today: date) -> str:
    """The duty of a period in one line."""
    name = called(period, today)
    if not due:
        return f"{name}: không có hộ nào cần thăm."
    line = f"{name}: đã thăm {visited}/{due} hộ"
    if visited >= due:
        return f"{line}, đã đủ. Cảm ơn đồng chí."
    return f"{line}, {_until(period, today)}."


def _until(period: Period, today: date) -> str:
    left = (period.last - today).days
    if left > 0:
        return f"còn {left} ngày"
    if left < 0:
        return f"đã hết hạn ngày {short_day(period.last, today)}"
    return "hôm nay là ngày cuối kỳ" if days(period) else "hôm nay là ngày cuối tháng"


def beside(otherwise: int, attempts: int, not_due: int, helping: int) -> str:
    """What is counted beside the visits at home of households that are due."""
    parts = [f"đã thăm thêm {not_due} hộ chưa đến kỳ"] if not_due else []
    if helping:
        parts.append(f"cùng giúp {helping} hộ của đồng chí khác")
    if otherwise:
        parts.append(f"nắm tình hình bằng cách khác {otherwise} hộ")
    if attempts:
        parts.append(f"đến nhưng vắng nhà {attempts} hộ")
    said = "; ".join(parts)
    return f"{said[0].upper()}{said[1:]}." if said else ""


def due_line(
    number: int | None, name: str, last_visit: date | None, today: date, *, in_focus: bool
) -> str:
    """A household that is due, with the days since somebody was there, and why it goes first."""
    focus = ", ưu tiên" if in_focus else ""
    if last_visit is None:
        return f"{mention(number, name)}: chưa thăm lần nào{focus}"
    return f"{mention(number, name)}: {(today - last_visit).days} ngày chưa thăm{focus}"


def due(lines: Sequence[str], start: int, many: int, *, over: bool = False) -> str:
    """Households still to be visited, the longest unvisited first; what is left is counted."""
    title = "Chưa có lượt thăm tại nhà:" if over else "Cần thăm, nhắn số hộ để ghi:"
    if start >= len(lines):
        return ""
    left = len(lines) - start - many
    more = f"\nvà {left} hộ nữa" if left > 0 else ""
    return f"{title}\n" + "\n".join(lines[start : start + many]) + more


MORE_OF = "tiep"
"""Before the place from which a long list goes on: a bare number is a month."""
NOBODY_DUE = "Không còn hộ nào cần thăm."


def room(lines: Sequence[str], *others: str) -> int:
    """How many of them fit on the screen below and above the other parts."""
    taken = sum(part.count("\n") + 1 for part in others if part) + 1
    free = MOST_LINES - taken
    return len(lines) if len(lines) <= free else max(LEAST_DUE, free - 1)


def promise_line(number: int | None, name: str, promised: str, on: date, today: date) -> str:
    """A promise and its day."""
    when = "quá ngày hẹn " if on < today else ""
    return f"{mention(number, name)}: {shortened(promised, 60)} ({when}{short_day(on, today)})"


def promises(lines: Sequence[str]) -> str:
    """What was promised for about now."""
    if not lines:
        return ""
    if len(lines) == 1:
        return f"Lời hẹn: {lines[0]}"
    more = f" ({MOST_PROMISES} trong {len(lines)} việc)" if len(lines) > MOST_PROMISES else ""
    return f"Lời hẹn{more}:\n" + "\n".join(lines[:MOST_PROMISES])


def to_tell(codes: Sequence[str]) -> str:
    """Answers that households have not heard yet."""
    if not codes:
        return ""
    shown = ", ".join(codes[:MOST_CODES])
    more = f" và {len(codes) - MOST_CODES} việc nữa" if len(codes) > MOST_CODES else ""
    return f"Có trả lời cần báo lại cho hộ: {shown}{more}."


def this_month(
    parts: Sequence[str],
    codes: Sequence[str],
    left: int,
    more: str,
    other: str,
    *,
    over: bool,
    homes: bool,
) -> Outgoing:
    """A screen with only what there is; `more` is the command for those that are `left`.

    Where it names households by their numbers nothing else is numbered, and "3" is household 3.
    """
    choices = [Choice("Thăm hộ", "/thamho")]
    if left > 0:
        choices.append(Choice(f"Xem tiếp {left} hộ {'chưa' if over else 'cần'} thăm", more))
    choices += [
        Choice(shortened(f"Báo kết quả {code} cho hộ", LONGEST_LABEL), f"/baoho {code}")
        for code in codes[:2]
    ]
    choices.append(Choice("Xem tháng này" if over else "Xem tháng trước", other))
    choices.append(Choice("Xem hộ của tôi", "/hodan"))
    choices.append(Choice(TO_MENU, "/menu"))
    return Outgoing("\n".join(filter(None, parts)), tuple(choices), numbered=not homes)
