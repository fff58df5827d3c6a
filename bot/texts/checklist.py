"""What is said around the list on which visited households are ticked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.messages import LONGEST_LABEL
from bot.texts.common import mention, short_day, shortened

TICK_SEVERAL = "Đánh dấu nhiều hộ"
TICKED = "Ghi các hộ đã đánh dấu"
WHICH = (
    "Hộ nào đã thăm tại nhà, không có gì mới? Chọn để đánh dấu, chọn lại để bỏ.\n"
    "Ghi là hôm nay; ngày khác thì nhắn, ví dụ: hôm qua.\n"
    "Hộ có việc thì nhắn, ví dụ: 7 xin vay vốn."
)
_IN_WORDS = (
    "Hộ nào đã thăm? Đồng chí nhắn số các hộ, ví dụ: 3 5 7 bt hôm qua.\n"
    "Hộ có việc thì nhắn số hộ và nội dung, ví dụ: 7 xin vay vốn."
)
_MOST_LISTED = 40
_LONGEST_NAME = 28
_LONGEST = LONGEST_LABEL - 2  # a tick stands before it


@dataclass(frozen=True, slots=True)
class Home:
    """A household of the list, as its member knows it."""

    number: int | None
    name: str
    last_visit: date | None
    visited: bool  # in the period that is running
    helping: bool
    in_focus: bool


def ticked(count: int) -> str:
    """What ends the ticking; how many are ticked, as the others may be on another page."""
    return f"{TICKED} ({count})" if count else TICKED


def label(home: Home, today: date) -> str:
    """A household to tick: short, as it stands in one row of a phone."""
    head = shortened(mention(home.number, home.name), _LONGEST_NAME)
    told = ["cùng giúp"] if home.helping else []
    told.append(_since(home.last_visit, today, visited=home.visited))
    if home.in_focus and not home.visited:
        told.append("ưu tiên")
    return shortened(f"{head} – {', '.join(told)}", _LONGEST)


def _since(last_visit: date | None, today: date, *, visited: bool) -> str:
    if last_visit is None:
        return "chưa thăm lần nào"
    return f"đã thăm {short_day(last_visit, today)}" if visited else _days(last_visit, today)


def _days(last_visit: date, today: date) -> str:
    return f"{(today - last_visit).days} ngày"


def in_words(homes: Sequence[Home], *, page: bool) -> str:
    """The same where nothing can be tapped: the numbers, and what to type; or a page to tick on."""
    lines = [_IN_WORDS]
    if page:
        lines.append("Muốn đánh dấu trên một trang chữ lớn thì nhắn: trang bao cao.")
    for what, visited in (("Chưa thăm", False), ("Đã thăm", True)):
        if listed := [home for home in homes if home.visited is visited]:
            lines.append(f"{what}: {_listed(listed)}.")
    return "\n".join(lines)


def _listed(homes: Sequence[Home]) -> str:
    shown = [
        shortened(f"{home.number} {home.name}" if home.number is not None else home.name, 30)
        for home in homes[:_MOST_LISTED]
    ]
    rest = len(homes) - len(shown)
    return ", ".join(shown) + (f" và {rest} hộ nữa" if rest else "")
