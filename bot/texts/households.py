"""How households are listed and asked for."""

from collections.abc import Sequence
from datetime import date

from bot.messages import LONGEST_LABEL
from bot.texts.common import mention, place, shortened


def label(
    number: int | None,
    name: str,
    address: str,
    last_visit: date | None,
    visited_this_month: bool,
    due: bool,
    today: date,
) -> str:
    """A household to choose: number, calling name, group, and how long ago it was visited."""
    tail = since_visit(last_visit, visited_this_month, due, today)
    head = shortened(" · ".join(filter(None, (mention(number, name), place(address)))), 40)
    return shortened(f"{head} – {tail}", LONGEST_LABEL)


def since_visit(last_visit: date | None, visited_this_month: bool, due: bool, today: date) -> str:
    """The human clock: days since somebody was last there."""
    if visited_this_month:
        return "đã thăm tháng này"
    if last_visit is None:
        return "chưa thăm lần nào"
    if not due:
        return f"chưa đến kỳ, {(today - last_visit).days} ngày"
    return f"{(today - last_visit).days} ngày chưa thăm"


def one_by_one(title: str, missing: Sequence[int]) -> str:
    """Several households were named at once: each is told by itself, and nothing is saved yet."""
    lines = [f"{title}: xin đồng chí ghi từng hộ một. Chưa ghi hộ nào; bấm hộ ghi trước:"]
    if missing:
        shown = ", ".join(map(str, missing[:5])) + (" …" if len(missing) > 5 else "")
        lines.insert(0, f"Trong sổ không có số {shown}.")
    return "\n".join(lines)


def next_one(numbers: Sequence[int]) -> str:
    """The way to the other households that were named together."""
    shown = ", ".join(map(str, numbers[:6])) + (" …" if len(numbers) > 6 else "")
    return f"Ghi tiếp hộ số {shown}"


def which(title: str, *, narrowed: bool) -> str:
    """The question for a household."""
    if narrowed:
        return f"{title}: có mấy hộ gần giống, đồng chí chọn đúng hộ giúp."
    return f"{title}: hộ nào? Bấm tên hộ, hoặc nhắn số hộ trong sổ, hay tên thường gọi."
