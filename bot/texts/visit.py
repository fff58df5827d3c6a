"""What is said around a household visit."""

from collections.abc import Sequence
from datetime import date

from bot.domain.meetings import Period
from bot.domain.visits import HelpKind, HelpStatus, NotDoneReason, Topic, VisitKind
from bot.messages import Choice, Outgoing
from bot.texts import month
from bot.texts.common import (
    HELP_KINDS,
    HELP_STATUS,
    NOT_DONE,
    TOPICS,
    VISIT_KINDS,
    day,
    mention,
    money,
    short_day,
    shortened,
    spoken_day,
)

TITLE = "Thăm hộ"
TODAY, YESTERDAY, DAY_BEFORE = "Hôm nay", "Hôm qua", "Hôm kia"
FINE = "Tại nhà: ổn định, không có gì mới"
HOME = "Tại nhà: có nội dung cần ghi"
ABSENT = "Đến nhưng gia đình đi vắng"
NOT_VISITED = "Chưa thăm được"
SAVE = "Lưu"
MORE = "Ghi thêm: giúp đỡ, lời hẹn, ghi chú"
ADD_HELP, ADD_PROMISE, ADD_NOTE = "Giúp đỡ", "Lời hẹn", "Ghi chú"
KEPT, NOT_KEPT = "Đã làm", "Chưa làm"
RIGHT, OTHER_DAY = "Đúng", "Chọn ngày khác"
WHICH_HELP = "Giúp đỡ việc gì?"
WHICH_STATUS = "Việc giúp này đã đến đâu?"
WHICH_AMOUNT = "Khoảng bao nhiêu tiền? Ví dụ: 30 triệu. Không rõ thì chọn “Bỏ qua”."
WHICH_REASON = "Vì sao chưa thăm được?"
WHY = "Lý do gì? Đồng chí nhắn ngắn một câu, hoặc chọn “Bỏ qua”."
WHICH_PROMISE = "Đồng chí hẹn việc gì với gia đình? Nhắn ngắn gọn một câu."
WHICH_DUE = "Hẹn đến ngày nào? Ví dụ: ngày mai, thứ sáu tới, 15/12."
WHICH_NOTE = "Đồng chí nhắn ghi chú (chỉ việc của hộ cần nhớ)."


def asks_promise(promises: Sequence[str], who: str) -> str:
    """About what was promised last time."""
    return f"{who}\nLần trước đồng chí hẹn: {shortened('; '.join(promises), 160)}. Đã làm chưa?"


def asks_day(who: str) -> str:
    """When the visit was."""
    return f"{who}\nĐồng chí thăm ngày nào? Chọn, hoặc nhắn ngày, ví dụ 15/11."


AT_ONCE = "Có thể nhắn luôn một tin: số hộ, ngày, gặp thế nào. Ví dụ: 2, hôm qua, ổn định."


def kept(text: str) -> str:
    """What was told before it was said of whom."""
    return f"Đã giữ lời báo, chưa lưu: “{shortened(text, 100)}”."


def asks_at_once(who: str, promises: Sequence[str]) -> str:
    """Day, how and what in one answer, where every question costs a message."""
    text = (
        f"{who}\nThăm ngày nào, gặp thế nào? Đồng chí trả lời trong một tin, ví dụ: “hôm qua, 1” "
        "hoặc “15/11, 2, tặng 10 kg gạo”. Không nhắn ngày là hôm nay.\n"
        "Chọn 2 thì nhắn luôn nội dung, chọn 7 thì nhắn luôn lý do. Trả lời xong là lưu."
    )
    if promises:
        text += (
            f"\nLần trước đồng chí hẹn: {shortened('; '.join(promises), 160)}. "
            "Nhắn thêm “đã làm” hoặc “chưa làm”."
        )
    return text


_UNSAID = {"content": "Chưa ghi nội dung", "reason": "Chưa ghi lý do"}


def unsaid(what: object) -> list[str]:
    """What may still be missing of a visit that is saved."""
    return [f"{_UNSAID[what]}; cần ghi thì nhắn “sua”."] if isinstance(what, str) else []


def asks_sure_day(guess: date) -> str:
    """A day that could be meant otherwise is shown back."""
    return f"Có phải đồng chí muốn nói ngày {day(guess)}?"


def asks_how(who: str, on: date, today: date) -> str:
    """How the contact was."""
    return f"{who}, {spoken_day(on, today)}.\nKết quả thế nào?"


def asks_content(who: str, *, at_once: bool) -> str:
    """What was done; several may be chosen, and `at_once` they are all named in one message."""
    if at_once:
        return f"{who}\nĐã làm những việc gì? Nhắn hết các số trong một tin, ví dụ: 3 5."
    return f"{who}\nĐã làm những việc gì? Chọn một hay nhiều mục (nhắn được cả “3 5”), rồi “Lưu”."


def asks_more(helps: Sequence[str], promise: str, note: str) -> str:
    """What else belongs to the visit; what has been added so far stands above."""
    added = [*helps]
    if promise:
        added.append(f"Hẹn: {shortened(promise, 60)}")
    if note:
        added.append(f"Ghi chú: {shortened(note, 60)}")
    lines = [f"· {line}" for line in added]
    return "\n".join([*lines, "Ghi thêm gì nữa không?" if added else "Ghi thêm gì?"])


def help_line(kind: HelpKind, status: HelpStatus, amount: int | None) -> str:
    """One kind of help, and how far it came."""
    line = f"{HELP_KINDS[kind]} ({HELP_STATUS[status].lower()}"
    return f"{line}, {money(amount)})" if amount else f"{line})"


def what_was_done(kind: VisitKind, reason: NotDoneReason | None, nothing_new: bool) -> str:
    """A contact in a few words."""
    if kind is VisitKind.NOT_DONE:
        if reason is NotDoneReason.ABSENT_HH:
            return "đã đến, gia đình đi vắng"
        return f"chưa thăm ({NOT_DONE[reason or NotDoneReason.OTHER_REASON].lower()})"
    line = VISIT_KINDS[kind].lower()
    return f"{line}, ổn định, không có gì mới" if nothing_new else line


def topics(chosen: Sequence[Topic]) -> str:
    """What was talked about, in one line."""
    return "; ".join(TOPICS[topic] for topic in chosen)


ADDITION = "Chi bộ đã chốt số liệu tháng đó; báo cáo được ghi là bổ sung."


def saved(
    number: int | None,
    name: str,
    on: date,
    today: date,
    done: str,
    details: Sequence[str],
    visited: int,
    due: int,
    period: Period,
    not_due: int,
    beside: bool,
    again: bool,
    follow: Sequence[Choice],
) -> Outgoing:
    """The receipt: what was recorded, how the month stands, what else is open for the household."""
    lines = [
        "Đã ghi nhận.",
        f"{mention(number, name)}, {short_day(on, today)}: {done}.",
        *(f"· {shortened(detail, 90)}" for detail in details),
    ]
    if again:
        lines.append(AGAIN)
    lines.append(f"{month.called(period, today)}: {_stands(visited, due)}")
    if not_due:
        lines.append(f"Đã thăm thêm {not_due} hộ chưa đến kỳ.")
    if beside:
        lines.append("Lần này được ghi riêng; chỉ thăm tại nhà mới tính là đã thăm.")
    lines.append("Nếu chưa đúng, chọn “Sửa” trong 24 giờ.")
    return Outgoing("\n".join(lines), tuple(follow))


def _stands(visited: int, due: int) -> str:
    if not due:
        return "không có hộ nào cần thăm."
    left = due - visited
    if left:
        return f"{visited}/{due} hộ đã thăm, còn {left} hộ."
    return f"{visited}/{due} hộ, đã thăm đủ. Cảm ơn đồng chí."


AGAIN = (
    "Ngày này đồng chí đã ghi một lần rồi. Thăm hai lần thì để nguyên; ghi trùng thì "
    "chọn “Bỏ lần này”."
)
TAKE_BACK = "Bỏ lần này (ghi trùng)"


def drop_word(number: int | None) -> str:
    """What is typed to drop a second telling of the same visit."""
    return f"BO {number}" if number is not None else "BO LAN NAY"


NEXT_HOUSEHOLD = "Thăm hộ tiếp theo"
ADD_CONCERN, ADD_CHANGE = "Ghi phản ánh của hộ này", "Ghi thay đổi của hộ này"
CORRECT = "Sửa"


def tell_answer(code: str) -> str:
    """An answer that the household has not heard yet."""
    return f"Báo kết quả {code} cho hộ"


def already_saved(number: int | None, name: str) -> Outgoing:
    """The same confirmation came twice."""
    return Outgoing(
        f"{mention(number, name)}: báo cáo này đã ghi nhận rồi.",
        (Choice(NEXT_HOUSEHOLD, "/thamho"), Choice(CORRECT, "/sua")),
    )
