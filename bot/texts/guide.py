"""How to use the bot, by role: short enough for a phone (vietnamese.md 9.2, example 7)."""

from collections.abc import Collection, Sequence

from bot.domain.refusals import Reason, Refusal
from bot.messages import LONGEST_LABEL, Choice, Outgoing
from bot.texts import forms
from bot.texts.common import TO_MENU, mention, shortened
from bot.texts.refusals import refusal

URGENT = "Cần người giúp, xin gọi người đã cấp mã. Việc khẩn cấp, xin gọi 113, 114 hoặc 115."

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

_LINES: tuple[tuple[tuple[str, ...], str], ...] = (
    (("/thamho",), "Ghi thăm hộ: “tham”, “tham 3”; nhiều hộ một tin: 3 5 7 bt hom qua."),
    (("/danhdau",), "Đánh dấu các hộ đã thăm, ghi một lượt: “danhdau”."),
    (("/trang",), "Ghi nhiều hộ trên một trang chữ lớn: “trangbaocao”."),
    (("/phananh",), "Ghi phản ánh, kiến nghị của hộ: “phananh”."),
    (("/thaydoi",), "Ghi thay đổi của hộ: “thaydoi”."),
    (("/hodan",), "Tìm hộ theo số, tên, tổ: “ho 3”, “ho ba lanh”."),
    (("/thangnay", "/desau"), "Xem việc tháng này: “thangnay”. Để sau lời nhắc: “desau”."),
    (("/sua",), "Sửa, rút lần ghi vừa rồi trong 24 giờ: “sua”."),
    (("/pa",), "Xem phản ánh: “pa”, hoặc “pa 3” theo số."),
    (("/baoho",), "Ghi đã báo lại kết quả cho hộ: “baoho”."),
    (("/phobien",), "Ghi đã phổ biến thông báo đến hộ: “phobien”."),
    (("/viec", "/xuly"), "Xem việc chờ ý kiến: “viec”. Xử lý một phản ánh: “/xuly 3”."),
    (("/phancong",), "Xem phân công: “phancong”."),
    (("/ghithay",), "Ghi thay đồng chí không có máy: “ghithay”, hoặc: thay đ/c Ba: 1 3 5 bt."),
    (("/nguoighithay",), "Giao người ghi thay cho một đồng chí: “nguoighithay”."),
    (("/giaoho",), "Giao hộ cho đảng viên: “giaoho”."),
    (("/tonghop",), "Xem số liệu trong tháng: “tonghop”, “tong hop thang 10”."),
    (("/chotthang",), "Chốt số liệu sau khi họp chi bộ: “chotthang”."),
    (("/danhba",), "Xem nơi còn hộ chưa ghi, số điện thoại: “danhba”."),
    (("/nhac",), "Nhắn đồng chí còn hộ chưa ghi: “nhac”."),
    (("/soanthongbao",), "Soạn, gửi thông báo: “soanthongbao”."),
    (("/nhapdanhsach",), "Nhập danh sách từ Excel: “nhapdanhsach”."),
    (("/capma",), "In phiếu kích hoạt cho đảng viên: “capma”."),
    (("/thongbao", "/hoithongbao"), "Xem thông báo: “thongbao”. Hỏi về thông báo: “hoithongbao”."),
    (("/taikhoan", "/dulieu"), "Xem tài khoản: “taikhoan”. Xem dữ liệu về mình: “dulieu”."),
    (("/caidat", "/tamngung"), "Đổi cài đặt: “caidat”. Tạm ngừng nhắc khi đi vắng: “tamngung”."),
    (("/huykichhoat",), "Hủy liên kết tài khoản ở đây: “huykichhoat”."),
    (("/huy", "/tiep"), "Dừng việc đang ghi: “huy”. Ghi tiếp việc đang dở: “tiep”."),
    (("/moi",), "Bỏ việc đang ghi để sang việc khác: “/moi tham”."),
    (("/menu", "/huongdan"), "Về trang chính: “menu”. Xem lại hướng dẫn: “huongdan”."),
)
"""What is typed for each command. Those of one line are open to the same roles."""
_BY_BUTTON = "Bấm nút, hoặc nhắn số của dòng muốn chọn. Không cần gõ dấu."
_BY_NUMBER = "Nhắn số của dòng muốn chọn. Không cần gõ dấu."
_ANSWERING = (
    "Nhắn ngày như: hôm nay, hôm qua, thứ ba, 15/11.",
    "Trả lời nhiều ý một lần được, cách nhau dấu phẩy: hôm qua, 1.",
    "Nhắn “quay lại” để về bước trước, “bỏ qua” nếu không có.",
)
_A_PAGE = 6
_LONGEST_PAGE = 1600  # where each page is a message that counts; what stands around it is 300 more


def guide(commands: Collection[str], page: int = 1, *, buttons: bool = True) -> Outgoing:
    """What the person may do, and what to type for it; then how questions are answered.

    With buttons a page is soon read and turned; without, each costs a message and holds more.
    """
    lines = [line for names, line in _LINES if not set(names).isdisjoint(commands)]
    answering = (_BY_BUTTON if buttons else _BY_NUMBER, *_ANSWERING)
    pages = [*_by_six(lines), answering] if buttons else _by_length([*lines, *answering])
    page = min(max(page, 1), len(pages))
    ways = []
    if page < len(pages):
        ways.append(Choice("Xem thêm", f"/huongdan {page + 1}"))
    if page > 1:
        ways.append(Choice("Xem trang trước", f"/huongdan {page - 1}"))
    lead = f"Hướng dẫn (trang {page}/{len(pages)}). Chữ trong ngoặc là chữ để nhắn."
    return Outgoing("\n".join((lead, *pages[page - 1], URGENT)), (*ways, Choice(TO_MENU, "/menu")))


def _by_six(lines: Sequence[str]) -> list[Sequence[str]]:
    return [lines[start : start + _A_PAGE] for start in range(0, len(lines), _A_PAGE)]


def _by_length(lines: Sequence[str]) -> list[Sequence[str]]:
    pages: list[list[str]] = [[]]
    for line in lines:
        if sum(len(one) + 1 for one in (*pages[-1], line)) > _LONGEST_PAGE:
            pages.append([])
        pages[-1].append(line)
    return list(pages)


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


_REPORTS = {
    "/thamho": "Ghi thăm hộ",
    "/phananh": "Ghi phản ánh",
    "/thaydoi": "Ghi thay đổi của hộ",
}
_LONGEST_ACTION = 64  # bytes: what a button carries


def about_report(command: str, said: str) -> Outgoing:
    """A sentence that begins like a report: taken as one with a tap."""
    whole = f"{command} {said}"
    action = whole if len(whole.encode()) <= _LONGEST_ACTION else command
    label = _REPORTS[command] if action == command else f"{_REPORTS[command]}: {said}"
    return Outgoing(
        "Có phải đồng chí muốn ghi việc này?",
        (Choice(shortened(label, LONGEST_LABEL), action), Choice(TO_MENU, "/menu")),
    )


def too_long(most: int) -> str:
    """A sentence that sounds like a complaint and is longer than any form takes."""
    return f"{refusal(Refusal(Reason.TEXT_TOO_LONG, most=most))}\n{forms.where_complaints_go()}"


def complaints_go_elsewhere() -> Outgoing:
    """The sentence was a complaint: nothing of it is kept."""
    return Outgoing(forms.where_complaints_go(), (Choice(TO_MENU, "/menu"),))
