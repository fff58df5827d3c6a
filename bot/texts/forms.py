"""What every form says: the ways through it, and the question when words sound like a complaint."""

from dataclasses import replace

from bot.domain.refusals import Reason
from bot.messages import LONGEST_LABEL, LONGEST_TEXT, Choice, Outgoing
from bot.texts.common import TO_MENU, shortened
from bot.texts.refusals import reason

BACK = "Quay lại"
SKIP = "Bỏ qua"
CANCEL = "Hủy"
DONE = "Xong"
MORE = "Xem thêm"
GO_ON = "Ghi tiếp"
FROM_THE_START = "Về đầu danh sách"
NOTHING_BEFORE = "Đây là bước đầu tiên."

WAYS_TYPED = {
    "quay lai": "back",
    "lui": "back",
    "tro lai": "back",
    "bo qua": "skip",
    "khong co": "skip",
    "khong": "skip",
    "ko": "skip",
    "huy": "cancel",
    "huy bo": "cancel",
    "thoat": "cancel",
    "thoi": "cancel",
    "thoi khong": "cancel",
    "dung lai": "cancel",
    "khong ghi nua": "cancel",
    "khong lam nua": "cancel",
    "khong gui": "cancel",
    "khong gui nua": "cancel",
    "khong chot": "cancel",
    "khong chot nua": "cancel",
    "de sau": "cancel",
    "0": "cancel",
    "xem them": "more",
    "them": "more",
    "xong": "done",
}
"""What people type, as search keys, to move through a form."""

COMPLAINT, ORDINARY = "complaint", "ordinary"


def ticked(label: str) -> str:
    """A label that has been chosen."""
    return f"✓ {label}"


def cancelled(title: str) -> Outgoing:
    """The form was left."""
    return Outgoing(f"Đã dừng: {title}. Chưa ghi gì mới.", (Choice(TO_MENU, "/menu"),))


def kept_so_far(why: Reason, piece: str) -> str:
    """Several answers came in one message, and one of them did not fit."""
    shown = piece if len(piece) <= 40 else piece[:39] + "…"
    words = reason(why)
    mend = "" if "{" in words else f" {words}"
    return f"Phần trước đã nhận. Chưa rõ phần “{shown}”.{mend}"


NO_FILE_HERE = "Bước này chưa cần ảnh hay tệp, nên hệ thống chưa lưu."
_SHORT, _SHORT_LINES = 320, 4


def in_short(question: str) -> str:
    """A question that is put once more: where it is long, without what it shows before it asks.

    What is asked and how it is answered stay, below the first line; the rows of what was
    understood, and whatever stands above the last two lines where there are none, go.
    """
    first, *rest = question.split("\n")
    if _is_short(question):
        return question
    rows = [at for at, line in enumerate(rest, 1) if line.startswith("• ")]
    asked = rest[rows[-1] :] if rows else []
    return "\n".join([shortened(first, _SHORT // 2), *(asked or rest[-2:])])


def headed(shown: str) -> str:
    """A list that is shown once more, above its choices: where it is long, what it is called."""
    return shown if _is_short(shown) else shortened(shown.partition("\n")[0], _SHORT // 2)


def _is_short(text: str) -> bool:
    return len(text) <= _SHORT and text.count("\n") < _SHORT_LINES


def waits(title: str) -> str:
    """A report was begun in the middle of something else."""
    return f"Phần đang ghi dở được giữ lại: {title}."


def resumed(title: str) -> str:
    """An open form is taken up again."""
    return f"Đồng chí đang ghi dở: {title}."


def how_to_answer(title: str, *, listed: bool) -> str:
    """To somebody who asks how to go on in the middle of a form."""
    by = " Đồng chí chọn một dòng, hoặc nhắn số của dòng đó." if listed else ""
    return f"Đang ghi: {title}. Chỉ cần trả lời câu dưới đây.{by} Muốn dừng thì nhắn “huy”."


def beside(text: str, title: str) -> str:
    """An answer to something else while a form waits; a text that leads to a list stays by it."""
    open_still = f"Còn ghi dở: {title}. Nhắn “tiep” để ghi tiếp."
    return f"{open_still}\n{text}" if text.endswith(":") else f"{text}\n\n{open_still}"


def another_open(title: str, command: str) -> Outgoing:
    """A second form was asked for while one has answers in it."""
    return Outgoing(
        f"Đồng chí đang ghi dở: {title}. Ghi tiếp việc đó, hay bỏ để làm việc mới?",
        (Choice("Ghi tiếp việc đang dở", "/tiep"), Choice("Bỏ, làm việc mới", f"/moi {command}")),
    )


def leave_or_go_on(title: str) -> Outgoing:
    """Something else was wanted, and it is not clear what: nothing is dropped for it."""
    return Outgoing(
        f"Đồng chí đang ghi dở: {title}. Ghi tiếp, hay bỏ việc đó? "
        "Muốn bỏ để sang việc khác, nhắn như: “/moi tham”.",
        (Choice("Ghi tiếp việc đang dở", "/tiep"), Choice("Bỏ việc đang dở", "/huy")),
    )


def dropped(title: str) -> str:
    """What was begun is given up for something else."""
    return f"Đã bỏ, chưa ghi gì: {title}."


def below(lead: str, answer: Outgoing) -> Outgoing:
    """An answer under one more line, where there is one and room for it."""
    text = f"{lead}\n{answer.text}"
    if not lead or max(len(text), len(lead) + 1 + len(answer.in_words)) > LONGEST_TEXT:
        return answer
    in_words = f"{lead}\n{answer.in_words}" if answer.in_words else ""
    return replace(answer, text=text, in_words=in_words)


def go_on_with(title: str) -> str:
    """Back to what is being told."""
    return shortened(f"{GO_ON}: {title}", LONGEST_LABEL)


def of_the_list_above(number: str) -> str:
    """A number in the list that stands higher up."""
    return f"Số {number} ở danh sách phía trên"


def for_which(typed: str, choices: tuple[Choice, ...]) -> Outgoing:
    """A message came by itself at the moment at which something was typed."""
    return Outgoing(
        f"Có tin mới đến cùng lúc, nên hệ thống chưa rõ “{shortened(typed, 40)}” là cho việc nào. "
        "Đồng chí chọn:",
        choices,
    )


def complaint_or_concern() -> Outgoing:
    """The bot asks, it never decides (concerns.md 5.1)."""
    return Outgoing(
        "Nội dung này có thể thuộc diện khiếu nại hoặc tố cáo. "
        "Loại đó hệ thống không lưu, để bảo vệ người cung cấp thông tin.\n"
        "Xin đồng chí chọn giúp:",
        (
            Choice("Tố cáo, khiếu nại: xem nơi gửi đơn", COMPLAINT),
            Choice("Phản ánh thường", ORDINARY),
        ),
        (Choice(CANCEL, "cancel"),),
    )


def where_complaints_go() -> str:
    """Where to go with a complaint or denunciation; nothing of it is kept."""
    return (
        "Hệ thống không lưu nội dung vừa rồi. Xin hướng dẫn người dân gửi đơn hoặc đến "
        "Trụ sở tiếp công dân của xã; đồng chí Bí thư Đảng ủy tiếp dân ít nhất hai ngày mỗi tháng."
    )
