"""Putting a reminder off, and reaching members who have not reported."""

from collections.abc import Sequence
from datetime import date

from bot.domain.visits import NotDoneReason
from bot.messages import Choice, Outgoing
from bot.texts.common import NOT_DONE, TO_MENU, day, dialled

MOST_NUMBERS = 20

WHY_LATER = "Đồng chí cho biết lý do để sau:"
NOTHING_TO_PUT_OFF = "Hiện hệ thống không nhắc đồng chí việc thăm hộ nào."
NOBODY_LEFT = "Không còn đồng chí nào thiếu kết quả trong kỳ."
REASONS = tuple(NotDoneReason)
"""In the order in which they are offered: the place is what the command carries."""

_MENU = (Choice(TO_MENU, "/menu"),)


def asks_why() -> Outgoing:
    """Why it is put off; each answer is a command."""
    choices = [Choice(NOT_DONE[why], f"/desau {n}") for n, why in enumerate(REASONS, 1)]
    return Outgoing(WHY_LATER, tuple(choices))


def comes_back(on: date) -> Outgoing:
    """When it comes again."""
    return Outgoing(f"Đã ghi. Hệ thống sẽ nhắc lại đồng chí vào sáng ngày {day(on)}.", _MENU)


def no_time_left(last: date) -> Outgoing:
    """It cannot come again before it is too late."""
    return Outgoing(
        f"Đã ghi. Hạn là hết ngày {day(last)}, nên hệ thống không nhắc lại việc này nữa.", _MENU
    )


def nothing_to_put_off() -> Outgoing:
    """Nothing was reminded of lately."""
    return Outgoing(NOTHING_TO_PUT_OFF, _MENU)


def from_lead(lead: str, member: str) -> Outgoing:
    """What a member reads when the secretary asks with one tap."""
    return Outgoing(
        "Chi bộ có lời nhắn cho đồng chí.\n"
        f"Kính gửi đồng chí {member}, đồng chí {lead} mong đồng chí ghi giúp kết quả thăm hộ trước "
        "ngày họp chi bộ. Nếu gặp khó khăn, mong đồng chí cho biết để cùng tháo gỡ.",
        (Choice("Báo cáo thăm hộ", "/thamho"), Choice("Xem việc tháng này", "/thangnay")),
    )


def written_to(name: str) -> Outgoing:
    """The word has gone out."""
    return Outgoing(
        f"Đã gửi lời nhắn đến đồng chí {name}.", (Choice("Xem số điện thoại", "/danhba"), *_MENU)
    )


def not_reached(name: str, phone: str) -> Outgoing:
    """There is no chat to write to."""
    number = f" Số điện thoại: {dialled(phone)}." if phone else " Danh sách chưa có số điện thoại."
    return Outgoing(f"Đồng chí {name} chưa nhận tin qua hệ thống được.{number}", _MENU)


def phones(lines: Sequence[tuple[str, int, str]]) -> Outgoing:
    """Who has households left, how many, and the number to call."""
    if not lines:
        return Outgoing(NOBODY_LEFT, _MENU)
    shown = [
        f"{name}: {left} hộ, {dialled(phone) or 'chưa có số'}"
        for name, left, phone in lines[:MOST_NUMBERS]
    ]
    more = len(lines) - len(shown)
    if more:
        shown.append(f"và {more} đồng chí nữa.")
    return Outgoing("\n".join(["Còn hộ chưa ghi kết quả:", *shown]), _MENU)
