"""What the office reads, step by step, while it takes a workbook in from the chat."""

from datetime import date

from bot.domain.imports import Frequency, Plan
from bot.domain.refusals import Reason
from bot.messages import Attachment, Choice, Outgoing
from bot.texts import importing
from bot.texts.common import TO_MENU
from bot.texts.refusals import reason

TITLE = "Nhập danh sách"
_TRIED_FIRST = "Hệ thống đọc thử và báo lại trước, chưa ghi gì khi đồng chí chưa xác nhận."
SEND_WORKBOOK = f"Đồng chí gửi tệp danh sách (.xlsx) vào đây. {_TRIED_FIRST}"
GET_BLANK = "Nhận mẫu trống"
CHANGED = "Dữ liệu đã thay đổi từ lúc đọc thử, xin đồng chí xem lại."
RECOMMENDED = " (nên chọn)"

_AGAIN = Choice("Gửi tệp khác", "/nhapdanhsach")
_MENU = Choice(TO_MENU, "/menu")


def frequency_choices(recommended: str) -> tuple[Choice, ...]:
    """How often households are to be visited; asked once, at the first import."""
    return tuple(
        Choice(
            importing.frequency_label(one)
            + (RECOMMENDED if one == recommended and one is Frequency.FOCUS else ""),
            one.value,
        )
        for one in Frequency
    )


def send_workbook(elsewhere: str) -> str:
    """Where the chat takes no workbook."""
    return f"{elsewhere}\n{_TRIED_FIRST}"


def asks_frequency(shown: str) -> str:
    """The dry run, and the question that the first import asks."""
    return f"{shown}\n{importing.FREQUENCY_QUESTION}"


def word(plan: Plan) -> str:
    """What is typed to confirm; it names what is taken in."""
    counts = plan.counts
    for total, unit in (
        (counts.households.total, "ho"),
        (counts.members.total, "dang vien"),
        (counts.cells.total, "chi bo"),
        (counts.days.total, "ngay"),
    ):
        if total:
            return f"nhap {total} {unit}"
    return f"nhap {counts.committees.total} dang uy"


def sure(shown: str, frequency: Frequency | None, confirming: str, *, changed: bool) -> str:
    """What will happen, and the word that it wants."""
    lead = f"{CHANGED}\n" if changed else ""
    chosen = f"Định kỳ thăm: {importing.frequency_label(frequency)}.\n" if frequency else ""
    return f"{lead}{shown}\n{chosen}Để nhập, đồng chí gõ: {confirming}"


def not_taken(plan: Plan, today: date) -> Outgoing:
    """The workbook has rows to be mended, or says nothing new; every bad row is in the file."""
    many = len(plan.problems) > importing.SHOWN_PROBLEMS
    attachment = _in_a_file(f"cho-can-sua-{today:%Y-%m-%d}.txt", importing.dry_run(plan))
    text = importing.dry_run_short(plan)
    if many:
        text += "\nDanh sách đầy đủ các chỗ cần sửa gửi cùng tin này."
    return Outgoing(text[:4000], (_AGAIN, _MENU), attachment=attachment if many else None)


def _in_a_file(name: str, text: str) -> Attachment:
    """Text that opens anywhere, with its diacritics."""
    content = text.replace("\n", "\r\n").encode("utf-8-sig")
    return Attachment(name, content, "text/plain; charset=utf-8")


def blank(elsewhere: str) -> str:
    """With the blank workbook; the question for the filled one stays open."""
    where = f"rồi gửi lại.\n{elsewhere}" if elsewhere else "rồi gửi lại tệp vào đây."
    return f"Đây là tệp mẫu trống. Đồng chí điền theo các cột có sẵn, xóa dòng ví dụ, {where}"


def blank_file(content: bytes) -> Attachment:
    """The blank workbook as it is sent."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return Attachment("mau-danh-sach.xlsx", content, kind)


def not_a_workbook() -> Outgoing:
    """The file is none that a list can be read from."""
    return Outgoing(reason(Reason.FILE_NOT_WORKBOOK), (_AGAIN, _MENU))


def forgotten() -> Outgoing:
    """The dry run is too long ago: it was not kept."""
    return Outgoing(
        "Tệp gửi trước đây không còn được giữ. Đồng chí gửi lại tệp giúp.", (_AGAIN, _MENU)
    )


def done(plan: Plan, today: date) -> Outgoing:
    """It is in; the next step is to give codes to those who are new.

    Where more may stand in the list twice than fit in the chat, all of them are in a file.
    """
    text, attachment = importing.done(plan), None
    if len(plan.doubles) > importing.DOUBLES_IN_CHAT:
        text += "\nDanh sách đầy đủ gửi cùng tin này."
        every = importing.doubles(plan.doubles, len(plan.doubles))
        attachment = _in_a_file(f"ho-co-the-trung-{today:%Y-%m-%d}.txt", "\n".join(every))
    choices = (Choice("Cấp mã kích hoạt", "/capma"), _MENU)
    return Outgoing(text, choices, attachment=attachment)
