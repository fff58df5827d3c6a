"""How households are listed and asked for."""

from collections.abc import Sequence
from datetime import date

from bot.messages import LONGEST_LABEL
from bot.texts.common import mention, place, short_day, shortened


def label(
    number: int | None,
    name: str,
    address: str,
    tail: str,
) -> str:
    """A household to choose: number, calling name, group, and how it stands."""
    head = shortened(" · ".join(filter(None, (mention(number, name), place(address)))), 40)
    return shortened(f"{head} – {tail}", LONGEST_LABEL)


def since_visit(
    last_visit: date | None,
    today: date,
    *,
    visited: bool,
    not_due: bool,
    helping: bool,
    declined: bool,
) -> str:
    """The human clock: days since somebody was last there; whose duty it is not stands before."""
    if declined:
        return "không ghi chép"
    aside = "cùng giúp, " if helping else "chưa đến kỳ, " if not_due and not visited else ""
    if last_visit is None:
        return f"{aside}chưa thăm lần nào"
    if visited:
        return f"{aside}đã thăm {short_day(last_visit, today)}"
    days = f"{(today - last_visit).days} ngày"
    return f"{aside}{days}" if not_due else f"{aside}{days} chưa thăm"


def one_by_one(title: str, missing: Sequence[int]) -> str:
    """Several households were named at once: each is told by itself, and nothing is saved yet."""
    lines = [f"{title}: xin đồng chí ghi từng hộ một. Chưa ghi hộ nào; chọn hộ ghi trước:"]
    if missing:
        shown = ", ".join(map(str, missing[:5])) + (" …" if len(missing) > 5 else "")
        lines.insert(0, f"Trong sổ không có số {shown}.")
    return "\n".join(lines)


def next_one(numbers: Sequence[int]) -> str:
    """The way to the other households that were named together."""
    shown = ", ".join(map(str, numbers[:6])) + (" …" if len(numbers) > 6 else "")
    return f"Ghi tiếp hộ số {shown}"


def nearest(words: str) -> str:
    """Nobody is called that; those whose names come nearest are offered below."""
    return f"Không thấy hộ “{shortened(words, 40)}”. Gần nhất là các hộ dưới đây"


def which(title: str, *, missed: str, narrowed: bool) -> str:
    """The question for a household; `missed` fits nobody, but those offered come near."""
    if missed:
        return f"{title}: {nearest(missed)[0].lower()}{nearest(missed)[1:]}, đồng chí chọn giúp."
    if narrowed:
        return f"{title}: có mấy hộ gần giống, đồng chí chọn đúng hộ giúp."
    return f"{title}: hộ nào? Chọn hộ, hoặc nhắn số hộ trong sổ, hay tên thường gọi."
