"""How to use the bot, by role: short enough for a phone (vietnamese.md 9.2, example 7)."""

from bot.domain.people import CELL_LEADS, IMPORTERS, OFFICE, Actor, Role
from bot.domain.refusals import Reason, Refusal
from bot.messages import Choice, Outgoing
from bot.texts import forms
from bot.texts.common import TO_MENU, mention, shortened
from bot.texts.refusals import refusal

URGENT = "Việc khẩn cấp, xin gọi 113, 114 hoặc 115."

SENTENCE_TITLE = "Tin vừa nhắn"
WHAT_ABOUT = "Đồng chí nhắn lại nội dung giúp."

NOTHING_TO_STOP = frozenset(
    {"0", "khong", "ko", "k", "thoi", "xong", "het", "ok", "oke", "okie", "uh", "u", "da", "vang"}
)
GREETINGS = frozenset({"chao", "xin chao", "chao dong chi", "alo", "hello", "hi"})
THANKS = frozenset(
    {"cam on", "cam on nhe", "cam on nhieu", "xin cam on", "cam on dong chi", "da cam on"}
)
GREETED, THANKED = "Chào đồng chí.", "Cảm ơn đồng chí."
"""What people say to be polite, as search keys, and what is said back."""

_MEMBER = (
    "Ghi thăm hộ: nhắn “tham”. Ghi phản ánh: “phananh”. Thay đổi của hộ: “thaydoi”.",
    "Tìm hộ: nhắn “ho” và số, tên hay tổ, ví dụ “ho 3”, “ho ba lanh”.",
    "Việc tháng này: nhắn “thangnay”. Để sau lời nhắc: “desau”.",
)
_LEADS = (
    "Việc chờ ý kiến: nhắn “viec”. Phân công: “phancong”. Số liệu: “tonghop”; chốt: “chotthang”.",
    "Hộ trong chi bộ: nhắn “ho” và tên hay mã hộ. Ai còn hộ chưa ghi: “danhba”.",
)
_OFFICE = ("Việc chờ xử lý: nhắn “viec”. Số liệu: “tonghop”. Chi bộ còn hộ chưa ghi: “danhba”.",)
_IMPORTERS = ("Nhập danh sách từ Excel: nhắn “nhapdanhsach”. Phiếu kích hoạt: “capma”.",)
_WRITERS = (*OFFICE, Role.ANNOUNCER, *CELL_LEADS)
_OWN = (
    "Thông báo: nhắn “thongbao”{writing}. Tài khoản: “taikhoan”. Dữ liệu về mình: “dulieu”. "
    "Cài đặt: “caidat”; đi vắng: “tamngung”."
)

_IN_A_FORM = (
    "Không cần gõ dấu, không phân biệt chữ hoa. Có nút thì bấm, không có nút thì nhắn số.",
    "Đang ghi dở: “quay lại” về bước trước, “bỏ qua” bước không có, “huy” để dừng.",
    "Có thể trả lời nhiều ý một lần, cách nhau bằng dấu phẩy, ví dụ “hôm qua, 1”.",
    "Ghi dở rồi nghỉ vài ngày vẫn còn: nhắn “tiep” để ghi tiếp.",
    "Về trang chính: nhắn “menu”.",
)
_REPORTING = (
    "Ngày nhắn như: hôm nay, hôm qua, thứ ba, 15/11.",
    "Ghi nhầm: trong 24 giờ nhắn “sua”. Tìm một phản ánh: “pa 3”.",
)


def guide(actor: Actor, page: int = 1) -> Outgoing:
    """What the person's roles may do and how; page 2 is on answering and mending."""
    to_menu = Choice(TO_MENU, "/menu")
    if page >= 2:
        lines = (*_IN_A_FORM, *(_REPORTING if actor.holds(Role.MEMBER) else ()), URGENT)
        return Outgoing("\n".join(lines), (Choice("Xem trang trước", "/huongdan"), to_menu))
    writing = "; soạn: “soanthongbao”" if actor.holds(*_WRITERS) else ""
    lines = (*_first(actor), _OWN.format(writing=writing), URGENT)
    return Outgoing("\n".join(lines), (Choice("Xem thêm", "/huongdan 2"), to_menu))


def about_household(number: int | None, name: str, code: str) -> Outgoing:
    """A sentence named one household of one's own: what is it about?"""
    who = shortened(mention(number, name), 40)
    called = number if number is not None else code
    return Outgoing(
        f"Đồng chí muốn ghi gì về {who}?",
        (
            Choice(f"Ghi thăm {who}", f"/thamho {called}"),
            Choice(f"Ghi phản ánh của {who}", f"/phananh {called}"),
            Choice("Xem hộ này", f"/hodan {called}"),
            Choice(TO_MENU, "/menu"),
        ),
    )


def too_long(most: int) -> str:
    """A sentence that sounds like a complaint and is longer than any form takes."""
    return f"{refusal(Refusal(Reason.TEXT_TOO_LONG, most=most))}\n{forms.where_complaints_go()}"


def complaints_go_elsewhere() -> Outgoing:
    """The sentence was a complaint: nothing of it is kept."""
    return Outgoing(forms.where_complaints_go(), (Choice(TO_MENU, "/menu"),))


def _first(actor: Actor) -> tuple[str, ...]:
    lines: tuple[str, ...] = ()
    if actor.holds(Role.MEMBER):
        lines += _MEMBER
    if actor.holds(*CELL_LEADS):
        lines += _LEADS
    elif actor.holds(*OFFICE):
        lines += _OFFICE
    if actor.holds(*IMPORTERS):
        lines += _IMPORTERS
    return lines
