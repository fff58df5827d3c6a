"""What is said to those who decide: what waits, and what can be done with it."""

from bot.domain.concerns import ConcernStatus, ConcernTarget
from bot.messages import Choice, Outgoing
from bot.texts.common import STATUSES, TO_MENU
from bot.texts.concerns import OPEN, forwarded, standing

TITLE = "Xử lý phản ánh"
NOTHING_WAITS = "Hiện không có việc nào chờ đồng chí cho ý kiến."

STEPS: dict[str, tuple[ConcernStatus, str]] = {
    "nhan": (ConcernStatus.IN_PROGRESS, "Chi bộ nhận xử lý"),
    "traloi": (ConcernStatus.ANSWERED, "Trả lời ngay"),
    "chuyen": (ConcernStatus.FORWARDED, "Chuyển nơi khác"),
    "hoi": (ConcernStatus.NEED_INFO, "Hỏi thêm thông tin"),
    "khongnhan": (ConcernStatus.DECLINED, "Không tiếp nhận"),
    "tralai": (ConcernStatus.RETURNED, "Chuyển trả chi bộ"),
    "guidon": (ConcernStatus.REFERRED, "Hướng dẫn gửi đơn khiếu nại, tố cáo"),
}
"""Each step by the word that stands after a concern's code, and its label."""

SURE_WORDS = {ConcernStatus.DECLINED: "tu choi", ConcernStatus.REFERRED: "gui don"}
"""What has to be typed before a step that cannot be taken back."""

WHICH_TARGET = "Chuyển đến đâu?"
_WHICH_NOTE = {
    ConcernStatus.NEED_INFO: "Đồng chí cần hỏi thêm điều gì?",
    ConcernStatus.ANSWERED: "Đồng chí nhắn nội dung trả lời cho hộ.",
    ConcernStatus.DECLINED: "Lý do không tiếp nhận? Lý do này được chuyển cho hộ.",
    ConcernStatus.RETURNED: "Lý do chuyển trả chi bộ?",
}


_DONE = {
    ConcernStatus.ANSWERED: "Đã trả lời",
    ConcernStatus.NEED_INFO: "Đã hỏi thêm thông tin",
    ConcernStatus.RETURNED: "Đã chuyển trả chi bộ",
}


def waiting(total: int) -> str:
    """Above what waits."""
    order = " Việc khẩn và việc lâu nhất ở trên." if total > 1 else ""
    return f"Có {total} việc chờ đồng chí cho ý kiến.{order}"


def asks_step(code: str, status: ConcernStatus, *, office: bool) -> str:
    """What to do with it."""
    return f"{code} – {standing(status, office=office).lower()}.\nĐồng chí xử lý thế nào?"


def asks_note(code: str, after: ConcernStatus) -> str:
    """The words that go with the step."""
    return f"{code}: {_WHICH_NOTE[after]}"


def asks_sure(code: str, after: ConcernStatus) -> str:
    """A dangerous step names its object and wants a word."""
    word = SURE_WORDS[after]
    if after is ConcernStatus.REFERRED:
        return (
            f"{code}: hướng dẫn sang kênh khiếu nại, tố cáo. Nội dung, ảnh và ghi chú sẽ bị xóa "
            f"hẳn, không lấy lại được. Để xác nhận, đồng chí gõ “{word}”."
        )
    return f"Không tiếp nhận {code}? Để xác nhận, đồng chí gõ “{word}”."


def decided(
    code: str,
    after: ConcernStatus,
    target: ConcernTarget | None,
    *,
    told: bool,
    unreached: bool = False,
) -> Outgoing:
    """The step was taken, and who hears of it; `unreached` when nobody who should has a chat."""
    done = _DONE.get(after) or STATUSES[after]
    if target is not None and after is ConcernStatus.FORWARDED:
        done = forwarded(target)
    tail = ""
    if told:
        tail = " Hệ thống báo đồng chí phụ trách hộ."
    elif unreached:
        tail = " Đồng chí phụ trách hộ chưa dùng hệ thống, xin báo trực tiếp giúp."
    return Outgoing(
        f"Đã ghi nhận {code}: {done[0].lower()}{done[1:]}.{tail}",
        (
            Choice("Xem việc còn chờ", "/viec"),
            Choice(OPEN, f"/pa {code}"),
            Choice(TO_MENU, "/menu"),
        ),
    )


def not_yours(code: str) -> Outgoing:
    """One may read it, but another cell decides."""
    return Outgoing(
        f"{code} do chi bộ nơi hộ ở xử lý; đồng chí xem được nhưng không cần xử lý.",
        (Choice(OPEN, f"/pa {code}"), Choice(TO_MENU, "/menu")),
    )
