"""What is said when a report is put right or taken back."""

from bot.domain.concerns import ConcernStatus
from bot.messages import Choice, Outgoing
from bot.texts.common import STATUSES, TO_MENU, shortened

TITLE = "Sửa báo cáo vừa gửi"
TAKE_BACK, CORRECT, REWORD = "Thu hồi báo cáo này", "Sửa lại báo cáo này", "Sửa nội dung"
EARLIER, LEAVE = "Báo cáo trước đó", "Giữ nguyên"
WORD = "thu hoi"
NEW_WORDS = "Đồng chí nhắn lại nội dung phản ánh đúng."

_SHOWN = 140


def typed_for(name: str, who: str) -> str:
    """A household of somebody for whom it was reported."""
    return f"{who} (ghi thay đ/c {name})"


def visit_line(who: str, on: str, done: str, note: str) -> str:
    """A visit that was reported."""
    more = f"; {shortened(note, 60)}" if note else ""
    return f"Thăm hộ: {who}, {on}: {done}{more}"


def change_line(who: str, happened: str) -> str:
    """A change that was reported."""
    return f"Thay đổi: {who} – {happened}"


def concern_line(code: str, words: str) -> str:
    """A concern that was recorded."""
    return f"Phản ánh {code}: {shortened(words, 100)}"


def asks_what(line: str, status: ConcernStatus | None, open_to_change: bool) -> str:
    """The last report, and what to do with it."""
    shown = shortened(line, 2 * _SHOWN)
    if open_to_change or status is None:
        return f"Báo cáo gần nhất của đồng chí:\n{shown}.\nĐồng chí muốn làm gì?"
    return (
        f"Báo cáo gần nhất của đồng chí:\n{shown}.\n"
        f"Chi bộ đã tiếp nhận ({STATUSES[status].lower()}) nên không thu hồi được nữa. "
        "Nếu cần, xin báo với bí thư chi bộ."
    )


def asks_word(line: str) -> str:
    """Taking back wants the word, beside the name of what is taken back."""
    return (
        f"Thu hồi: {shortened(line, 2 * _SHOWN)}.\n"
        f"Báo cáo này sẽ không được tính nữa. Để xác nhận, đồng chí gõ “{WORD}”."
    )


def taken_back(line: str) -> Outgoing:
    """It no longer counts."""
    return Outgoing(
        f"Đã thu hồi: {shortened(line, 2 * _SHOWN)}.\nBáo cáo này không còn được tính.",
        (
            Choice("Thăm hộ", "/thamho"),
            Choice("Xem việc tháng này", "/thangnay"),
            Choice("Sửa báo cáo khác", "/sua"),
        ),
    )


def left() -> Outgoing:
    """Nothing was done."""
    return Outgoing(
        "Báo cáo giữ nguyên như đã ghi.",
        (Choice("Xem việc tháng này", "/thangnay"), Choice(TO_MENU, "/menu")),
    )


def reworded(code: str, words: str) -> Outgoing:
    """A concern's words were put right."""
    return Outgoing(
        f"Đã ghi nhận nội dung mới của {code}:\n{shortened(words, 300)}",
        (Choice(f"Xem {code}", f"/pa {code}"), Choice(TO_MENU, "/menu")),
    )
