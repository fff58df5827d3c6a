"""Putting a reminder off, and reaching members who have not reported."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.visits import NotDoneReason
from bot.messages import CHOICES_A_PAGE, LONGEST_LABEL, Choice, Outgoing
from bot.texts.common import NOT_DONE, TO_MENU, day, dialled, shortened
from bot.texts.reminders import PHONES, SEND_WORD

MOST_NUMBERS = 20

WHY_LATER = "Đồng chí cho biết lý do để sau:"
NOTHING_TO_PUT_OFF = "Hiện hệ thống không nhắc đồng chí việc thăm hộ nào."
NOBODY_LEFT = "Không còn đồng chí nào thiếu kết quả trong kỳ."
REASONS = tuple(NotDoneReason)
"""In the order in which they are offered: the place is what the command carries."""

_MENU = (Choice(TO_MENU, "/menu"),)
_PHONES = Choice(PHONES, "/danhba")


@dataclass(frozen=True, slots=True)
class Called:
    """Somebody to call; with a code, one tap sends a ready word as well."""

    name: str
    left: int
    phone: str
    code: str = ""


def asks_why() -> Outgoing:
    """Why it is put off; each answer is a command."""
    choices = [Choice(NOT_DONE[why], f"/desau {n}") for n, why in enumerate(REASONS, 1)]
    return Outgoing(WHY_LATER, (*choices, *_MENU))


def comes_back(on: date) -> Outgoing:
    """When it comes again."""
    return Outgoing(f"Đã ghi lý do. Hệ thống sẽ nhắc lại đồng chí vào ngày {day(on)}.", _MENU)


def no_time_left(last: date) -> Outgoing:
    """It cannot come again before it is too late."""
    return Outgoing(
        f"Đã ghi lý do. Hạn là hết ngày {day(last)}, nên hệ thống không nhắc lại việc này nữa.",
        _MENU,
    )


def nothing_to_put_off() -> Outgoing:
    """Nothing was reminded of lately."""
    return Outgoing(NOTHING_TO_PUT_OFF, _MENU)


def from_lead(lead: str, member: str) -> Outgoing:
    """What a member reads when the secretary asks with one tap."""
    return Outgoing(
        "Có lời nhắn gửi đồng chí.\n"
        f"Kính gửi đồng chí {member}, đồng chí {lead} mong đồng chí ghi giúp kết quả thăm hộ trước "
        "ngày họp chi bộ. Nếu gặp khó khăn, mong đồng chí cho biết để cùng tháo gỡ.",
        (Choice("Ghi thăm hộ", "/thamho"), Choice("Xem việc tháng này", "/thangnay")),
    )


def written_to(name: str) -> Outgoing:
    """The word has gone out."""
    return Outgoing(
        f"Đã gửi lời nhắn đến đồng chí {name}: mong ghi giúp kết quả thăm hộ trước ngày họp.",
        (_PHONES, *_MENU),
    )


def nobody_such() -> Outgoing:
    """The code is nobody's of the own cells."""
    return Outgoing(
        "Hệ thống không tìm thấy đồng chí này trong chi bộ. "
        "Đồng chí chọn “Xem số điện thoại” để chọn trong danh sách.",
        (_PHONES, *_MENU),
    )


def not_reached(name: str, phone: str) -> Outgoing:
    """There is no chat to write to."""
    number = f" Số điện thoại: {dialled(phone)}." if phone else " Danh sách chưa có số điện thoại."
    return Outgoing(f"Đồng chí {name} chưa nhận tin qua hệ thống được.{number}", (_PHONES, *_MENU))


def phones(lines: Sequence[Called]) -> Outgoing:
    """Who has households left, how many, and the number to call."""
    if not lines:
        return Outgoing(NOBODY_LEFT, _MENU)
    shown = [
        f"{one.name}: {one.left} hộ, {dialled(one.phone) or 'chưa có số'}"
        for one in lines[:MOST_NUMBERS]
    ]
    more = len(lines) - len(shown)
    if more:
        shown.append(f"và {more} đồng chí nữa.")
    write = [
        Choice(shortened(f"{SEND_WORD} {one.name}", LONGEST_LABEL), f"/nhac {one.code}")
        for one in lines
        if one.code
    ]
    text = "\n".join(["Còn hộ chưa ghi thăm tại nhà:", *shown])
    return Outgoing(text, (*write[: CHOICES_A_PAGE - 1], *_MENU))
