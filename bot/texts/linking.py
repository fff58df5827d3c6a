"""What people read on the way in: greeting, notice, and the question of consent."""

from bot.domain.refusals import Reason
from bot.messages import Choice, Outgoing
from bot.texts import inviting
from bot.texts.refusals import reason

NOTICE_VERSION = "2026-11"
"""Changes whenever the notice says something else; consent is kept with it (privacy.md 5.4)."""

AGREE = "Đồng ý"
DECLINE = "Không đồng ý"
READ_ALL = "Đọc đầy đủ"
NOT_ME = "Không phải tôi"
NOT_ME_WORD = "KHONG PHAI TOI"  # it takes the code away, so no number does it
TYPED = {
    "dong y": AGREE,
    "dongy": AGREE,
    "toi dong y": AGREE,
    "khong dong y": DECLINE,
    "khongdongy": DECLINE,
    "toi khong dong y": DECLINE,
    "doc day du": READ_ALL,
    "docdaydu": READ_ALL,
    "khong phai toi": NOT_ME,
    "khongphaitoi": NOT_ME,
}
"""What people type, as search keys, to answer the question of consent."""

NOTICE = """\
Đây là hệ thống trả lời tự động, không phải người.
Hệ thống lưu: họ tên, số điện thoại, đơn vị, các báo cáo ông/bà gửi.
Việc ông/bà tham gia tổ chức là dữ liệu nhạy cảm theo luật.
Người xem được: người phụ trách đơn vị; cấp trên chỉ xem phần việc của mình.
Ứng dụng nhắn tin là bên thứ ba, biết tài khoản này dùng hệ thống.
Ông/bà xem, sửa, rút lại đồng ý lúc nào cũng được."""

FULL_NOTICE = "\n".join(
    (
        "Thông báo đầy đủ về dữ liệu",
        "– Ai trả lời: một hệ thống máy tính. Mọi quyết định đều do người có trách nhiệm đưa ra.",
        "– Để làm gì: ghi kết quả thăm hộ, ý kiến của người dân, thay đổi của hộ; nhắc việc; "
        "tổng hợp.",
        "– Lưu gì: họ tên, mã, đơn vị, vai trò, số điện thoại (mã hóa), tài khoản nhắn tin "
        "này, các báo cáo ông/bà gửi.",
        "– Dữ liệu nhạy cảm: các thông tin trên cho biết ông/bà tham gia một tổ chức chính trị.",
        "– Không lưu: tín ngưỡng, vị trí, danh bạ, giấy tờ tùy thân, bệnh tật, chấm điểm người "
        "hay hộ.",
        "– Ai xem: ông/bà; người phụ trách đơn vị; cấp xã xem số liệu và việc được chuyển lên. "
        "Người quản trị không xem nội dung.",
        "– Bên thứ ba: công ty của ứng dụng nhắn tin chuyển tin và biết tài khoản này dùng hệ "
        "thống. Tin đã gửi qua đó không thu hồi hết được.",
        "– Bao lâu: tin nhắn gốc 30 ngày; ghi chép thăm hộ 24 tháng; nhật ký thao tác 5 năm, "
        "không có nội dung.",
        "– Quyền của ông/bà: xem, sửa, nhận bản sao, yêu cầu xóa, hạn chế, rút lại đồng ý. Trả "
        "lời trong 2 ngày làm việc.",
        "– Không đồng ý thì không dùng được hệ thống này; ngoài ra không có hệ quả nào khác.",
        "Xem và rút lại: nhắn “dulieu”. Hỏi thêm: liên hệ người đã cấp mã cho ông/bà.",
    )
)

QUESTION = "Ông/bà có đồng ý không?"

DECLINED = """\
Đã ghi: ông/bà không đồng ý. Hệ thống không nhận báo cáo từ tài khoản này.
Ngoài ra không có hệ quả nào khác. Muốn xóa hẳn thông tin, xin liên hệ người đã cấp mã.
Khi nào đổi ý, ông/bà nhắn “Đồng ý”."""

_MOVED = """\
Tài khoản của đồng chí vừa được chuyển sang {to}. Cuộc trò chuyện ở đây đã dừng.
Nếu không phải đồng chí chuyển, xin báo ngay người đã cấp mã."""


THANKS = "Cảm ơn đồng chí."


def greeting(name: str) -> Outgoing:
    """Right after linking: who is greeted, the notice, and the question (privacy.md 5.4)."""
    return _asking(f"Kính chào ông/bà {name}.\n{NOTICE}\n{QUESTION}")


def notice_again() -> Outgoing:
    """Whatever was said before consent, it is what the notice asks that comes next."""
    return _asking(f"{NOTICE}\n{QUESTION}")


def full_notice() -> Outgoing:
    """All of the notice, for who wants to read it."""
    return _asking(f"{FULL_NOTICE}\n{QUESTION}", full=True)


def declined() -> Outgoing:
    """Consent was refused: what follows from it, and that it can be given later."""
    return _asking(DECLINED)


def moved(*, here: bool) -> Outgoing:
    """To the chat that was linked before: the person now writes from elsewhere.

    `here` says that it is to the same account of ours.
    """
    to = "một điện thoại khác" if here else "một tài khoản trợ lý khác"
    return Outgoing(_MOVED.format(to=to))


def where(link: str) -> str:
    """Which account to write to, as a person can type it or look it up; by its link, if known."""
    return inviting.where(link) or "tài khoản ghi trên phiếu kích hoạt"


def somebody_else() -> Outgoing:
    """The slip came into the wrong hands: the chat is nobody's again."""
    return Outgoing(
        "Tài khoản này đã được gỡ khỏi tên vừa nêu. "
        "Xin đưa lại phiếu và liên hệ người đã cấp mã để nhận mã đúng của ông/bà."
    )


def share_contact() -> Outgoing:
    """To who came without a code: the same one sentence, with the button where there is one."""
    return Outgoing(reason(Reason.NOT_LINKED), ask_contact=True)


def welcome(name: str) -> str:
    """Above the first menu, once consent is given."""
    return f"Cảm ơn đồng chí {name}."


def _asking(text: str, full: bool = False) -> Outgoing:
    choices = [Choice(AGREE, f"/dongy {NOTICE_VERSION}"), Choice(DECLINE, "/khongdongy")]
    if not full:
        choices.append(Choice(READ_ALL, "/docdaydu"))
    choices.append(Choice(NOT_ME, "/khongphaitoi", NOT_ME_WORD))
    return Outgoing(text, tuple(choices))
