"""What is said about handing in a file on a page, in the chat and on the page."""

from datetime import datetime

from bot.domain.uploads import Amiss, Wanted
from bot.texts.announcing import moment

# --- In the chat ----------------------------------------------------------------------------------

_WHAT = {
    Wanted.PHOTO: "ảnh",
    Wanted.WORKBOOK: "tệp danh sách (.xlsx)",
    Wanted.FOR_ALL: "ảnh hoặc tệp kèm thông báo",
}


def link(wanted: Wanted, address: str, until: datetime) -> str:
    """Where to hand it in, as it cannot be sent in the chat."""
    return (
        f"Ở đây chưa gửi được tệp. Đồng chí gửi {_WHAT[wanted]} ở trang này:\n{address}\n"
        f"Dùng đến {moment(until)}, gửi được một lần. Xin đừng chuyển liên kết cho người khác."
    )


def link_instead(wanted: Wanted, address: str, until: datetime) -> str:
    """Where to hand in what did not come through in the chat."""
    return (
        f"Gửi ở đây chưa được thì đồng chí gửi {_WHAT[wanted]} ở trang này:\n{address}\n"
        f"Dùng đến {moment(until)}, gửi được một lần. Xin đừng chuyển liên kết cho người khác."
    )


def elsewhere(wanted: Wanted) -> str:
    """It can be handed in neither here nor on a page."""
    return (
        f"Ở đây hệ thống chưa nhận được {_WHAT[wanted]}. Đồng chí gửi trong ứng dụng nhắn tin "
        "khác đã kết nối, nếu có, hoặc nhờ người quản trị."
    )


# --- On the page ----------------------------------------------------------------------------------

TITLES = {
    Wanted.PHOTO: "Gửi ảnh",
    Wanted.WORKBOOK: "Gửi tệp danh sách",
    Wanted.FOR_ALL: "Gửi ảnh hoặc tệp",
}
WHAT_IT_IS = "Trang riêng của một đồng chí, gửi được một lần. Xin đừng chuyển cho người khác."
WHICH = {
    Wanted.PHOTO: "Chọn một ảnh (JPEG hoặc PNG), không chụp giấy tờ, không chụp người",
    Wanted.WORKBOOK: "Chọn tệp Excel (.xlsx)",
    Wanted.FOR_ALL: "Chọn một ảnh, tệp PDF hoặc Word (.docx)",
}
SEND = "Gửi"
SENDING_TAKES_TIME = "Mạng yếu thì chờ một lúc, xin đừng đóng trang."
RECEIVED_TITLE = "Xem lại trước khi gửi"
NOT_SENT_YET = "Đã nhận tệp, chưa dùng. Đồng chí xem có đúng không:"
SURE, OTHER = "Đúng, dùng tệp này", "Chọn tệp khác"
HELD = "Chưa bấm “Đúng” thì sau một giờ tệp sẽ được xóa."
DONE_TITLE = "Đã gửi"
ANSWER_IN_CHAT = "Đồng chí đóng trang này và xem câu trả lời trong trò chuyện."
GONE = "Tệp gửi trước đó không còn được giữ. Đồng chí chọn lại giúp."
OVER_TITLE = "Liên kết không dùng được"
OVER = (
    "Liên kết này không còn dùng được: có thể đã quá hạn, câu hỏi xin tệp đã đóng, đã có liên kết "
    "mới hơn, phần việc đã thay đổi, hoặc địa chỉ bị thiếu.",
    "Đồng chí quay lại trò chuyện với hệ thống và làm lại bước gửi tệp.",
)
TOO_MANY = (
    "Đang có nhiều tệp được gửi cùng lúc, tệp này chưa được nhận.",
    "Đồng chí chờ một phút, quay lại và gửi lại giúp.",
)
BROKEN_OFF = "Tệp chưa đến đủ. Đồng chí gửi lại giúp; mạng yếu thì chọn tệp nhẹ hơn."
_OTHER_KIND = {
    Wanted.PHOTO: "Tệp này không phải ảnh JPEG hoặc PNG. Đồng chí chọn ảnh khác.",
    Wanted.WORKBOOK: "Tệp này không phải tệp Excel (.xlsx). Đồng chí chọn tệp khác.",
    Wanted.FOR_ALL: "Tệp này không phải ảnh, PDF hoặc Word (.docx). Đồng chí chọn tệp khác.",
}


def amiss(why: Amiss, wanted: Wanted) -> str:
    """Why it was not taken, and what to do."""
    match why:
        case Amiss.NOTHING:
            return "Chưa chọn tệp nào. Đồng chí chọn một tệp rồi bấm Gửi."
        case Amiss.SEVERAL:
            return "Mỗi lần chỉ gửi một tệp. Đồng chí chọn lại một tệp."
        case Amiss.TOO_LARGE:
            most = "5 MB" if wanted is Wanted.FOR_ALL else "20 MB"
            return f"Tệp nặng quá, chỉ nhận đến {most}. Đồng chí chọn tệp nhẹ hơn."
        case Amiss.OTHER_KIND:
            return _OTHER_KIND[wanted]


def usable_until(until: datetime) -> str:
    """How long the link leads somewhere."""
    return f"Dùng đến {moment(until)}."


def received(name: str, size: int) -> str:
    """What came, so that it can be told from another."""
    if size < 1_000_000:
        return f"{name} ({max(1, round(size / 1000))} KB)"
    millions = f"{size / 1_000_000:.1f}".replace(".", ",")
    return f"{name} ({millions} MB)"


def sent(at: datetime) -> str:
    """When the one sending was."""
    return f"Tệp đã gửi lúc {moment(at)}."
