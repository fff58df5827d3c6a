"""What is said of how far an announcement came, and of those whom it did not reach."""

from collections.abc import Sequence
from datetime import date

from bot.domain.announcements import Missed
from bot.domain.delivery import Delivery
from bot.messages import LONGEST_LABEL, Choice, Outgoing
from bot.texts.announcements import (
    AGAIN_WORD,
    BACK_TO_IT,
    PHONES_WORD,
    RESULTS_WORD,
    UNREACHED_WORD,
)
from bot.texts.common import day, dialled, shortened
from bot.texts.forms import MORE

NO_CELL = "Ngoài chi bộ"
CELLS_SHOWN = 12
_MISSED: dict[Missed, str] = {
    Missed.NOT_LINKED: "chưa kích hoạt",
    Missed.CHAT_GONE: "đã chặn hoặc xóa tài khoản nhắn tin",
    Missed.NO_CONSENT: "chưa đồng ý thông báo về dữ liệu",
    Missed.LEFT: "không còn sinh hoạt",
}
_OUTCOMES: dict[Delivery, str] = {
    Delivery.UNKNOWN: "chưa rõ đã đến hay chưa",
    Delivery.FAILED: "gửi lỗi",
    Delivery.EXPIRED: "không gửi nữa",
    Delivery.CALL_NEEDED: "cần gọi điện",
}


def why(reason: Missed | Delivery | None) -> str:
    """Why somebody was not reached, in words."""
    match reason:
        case Missed():
            return _MISSED[reason]
        case Delivery():
            return _OUTCOMES.get(reason, "chưa rõ")
        case None:
            return "đang chờ gửi"


def totals(
    on: date, words: str, *, people: int, reached: int, read: int, told: int, households: int,
    unknown: int, at_once: int = 0, later: int = 0, later_from: date | None = None,
    held: int = 0,
) -> str:  # fmt: skip
    """The three truths about an announcement: reached, read, passed on; and who gets it later."""
    lines = [
        f"Kết quả thông báo ngày {day(on)} “{shortened(words, 60)}”:",
        f"Đã nhận {reached}/{people} người · đã nắm nội dung {read}/{people}"
        f" · đã phổ biến {told}/{households} hộ.",
    ]
    if unknown:
        lines.append(f"Chưa rõ đã đến hay chưa: {unknown} người.")
    if later and later_from is not None:
        lines.append(
            f"Gửi ngay trong ngày: {at_once} người. Gửi ngày {later_from:%d/%m}: {later} người, "
            "vì trong ngày đã có tin khác."
        )
    if held:
        lines.append(
            f"Chờ sang tháng sau: {held} người, vì tài khoản nhắn tin gần hết số tin của tháng."
        )
    return "\n".join(lines)


def of_cell(name: str, people: int, reached: int, read: int, told: int, households: int) -> str:
    """One cell in a line."""
    return (
        f"{shortened(name or NO_CELL, 40)}: nhận {reached}/{people}, nắm {read}/{people}, "
        f"phổ biến {told}/{households} hộ"
    )


def results(
    announcement_id: int, total: str, lines: Sequence[str], cells: Sequence[tuple[str, str, int]],
    *, unknown: int, may_send_again: bool, all_names: bool,
) -> Outgoing:  # fmt: skip
    """The figures, and the ways to those who were not reached."""
    this = f"/thongbao {announcement_id}"
    choices = []
    if unknown and may_send_again:
        choices.append(Choice(f"Gửi lại cho {unknown} người chưa rõ", f"{this} {AGAIN_WORD}"))
    if all_names:
        choices.append(Choice("Xem ai chưa nhận được", f"{this} {UNREACHED_WORD}"))
    choices += [
        Choice(
            shortened(f"{name}: {missing} người chưa nhận", LONGEST_LABEL),
            f"{this} {UNREACHED_WORD} {code}",
        )
        for code, name, missing in cells
    ]
    shown = [f"· {one}" for one in lines[:CELLS_SHOWN]]
    if len(lines) > CELLS_SHOWN:
        shown.append(f"· … và {len(lines) - CELLS_SHOWN} chi bộ khác")
    return Outgoing("\n".join([total, *shown]), (*choices[:8], Choice(BACK_TO_IT, this)))


def unreached(
    announcement_id: int, people: Sequence[str], total: int, cell: str, page: int, *,
    last: bool, phones: bool,
) -> Outgoing:  # fmt: skip
    """Who was not reached, and why."""
    this, verb = f"/thongbao {announcement_id}", PHONES_WORD if phones else UNREACHED_WORD
    if not people:
        text = "Không có ai chưa nhận được thông báo này."
    else:
        text = "\n".join([f"Có {total} người chưa nhận được:", *(f"· {one}" for one in people)])
    choices = []
    where = cell or "tatca"
    if not last:
        choices.append(Choice(MORE, f"{this} {verb} {where} {page + 1}"))
    if people and not phones:
        choices.append(Choice("Xem số điện thoại để gọi", f"{this} {PHONES_WORD} {where}"))
    return Outgoing(text, (*choices, Choice("Xem kết quả", f"{this} {RESULTS_WORD}")))


def person(name: str, cell: str, reason: str, phone: str | None) -> str:
    """Somebody who was not reached; `phone` is empty where none is known."""
    line = f"{name} ({cell}): {reason}" if cell else f"{name}: {reason}"
    if phone is None:
        return line
    return f"{line}; {dialled(phone) if phone else 'chưa có số điện thoại'}"


def sent_again(announcement_id: int, count: int) -> Outgoing:
    """Those of whom nobody knew are written to once more."""
    text = (
        f"Đang gửi lại cho {count} người; tin gửi lại có ghi “(gửi lại)”."
        if count
        else "Không còn ai cần gửi lại."
    )
    this = f"/thongbao {announcement_id} {RESULTS_WORD}"
    return Outgoing(text, (Choice("Xem kết quả", this),))


def see_results(announcement_id: int) -> Choice:
    """The way to the figures."""
    return Choice("Xem kết quả", f"/thongbao {announcement_id} {RESULTS_WORD}")
