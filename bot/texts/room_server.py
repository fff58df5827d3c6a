"""What the practice room says when something cannot be done, and how it says the date."""

from datetime import date
from enum import StrEnum

from bot.texts.common import day

_WEEKDAYS = {
    "vi": ("Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy", "Chủ nhật"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
PLANTING = "Đang dựng xã mẫu (dữ liệu hư cấu), vài giây…"


class Why(StrEnum):
    """Why something is not done."""

    MALFORMED = "MALFORMED"
    NOBODY = "NOBODY"
    NO_BUTTON = "NO_BUTTON"
    BACK = "BACK"
    TOO_FAR = "TOO_FAR"
    MOVING = "MOVING"
    NO_MEETING = "NO_MEETING"
    NO_STEP = "NO_STEP"
    FILE_TOO_LARGE = "FILE_TOO_LARGE"
    FILE_EMPTY = "FILE_EMPTY"
    FAILED = "FAILED"


CLOSED = "Đã đóng phòng thực hành."


_WHY: dict[Why, tuple[str, str]] = {
    Why.MALFORMED: (
        "Máy chủ chưa hiểu điều trang vừa gửi. Đồng chí tải lại trang rồi thử lại giúp.",
        "The server did not understand what the page sent. Please load the page again.",
    ),
    Why.NOBODY: ("Xã mẫu không có người này.", "There is no such person in the sample commune."),
    Why.NO_BUTTON: (
        "Nút này không còn trên tin. Đồng chí gõ “menu” để về trang chính.",
        "This button is no longer there. Type “menu” for the main menu.",
    ),
    Why.BACK: ("Ngày trong xã mẫu chỉ đi tới.", "The date here only goes forward."),
    Why.TOO_FAR: (
        "Mỗi lần chỉ đi tới nhiều nhất 400 ngày.",
        "The date can go forward by 400 days at most.",
    ),
    Why.MOVING: (
        "Thời gian đang trôi, đồng chí đợi một chút.",
        "Time is passing already; please wait a moment.",
    ),
    Why.NO_MEETING: (
        "Người này không thuộc chi bộ nào có ngày họp.",
        "This person belongs to no cell that meets.",
    ),
    Why.NO_STEP: ("Không có bước này.", "There is no such step."),
    Why.FILE_TOO_LARGE: ("Tệp lớn hơn 20 MB.", "The file is larger than 20 MB."),
    Why.FILE_EMPTY: ("Tệp trống.", "The file is empty."),
    Why.FAILED: (
        "Chưa làm được do lỗi của máy chủ. Đồng chí thử lại giúp.",
        "That failed at the server. Please try again.",
    ),
}


def why(reason: Why, language: str) -> str:
    """Why something is not done, in words."""
    return _WHY[reason][language == "en"]


def said_date(value: date, language: str) -> str:
    """The sample world's date: Chủ nhật 22/11/2026."""
    return f"{_WEEKDAYS[language][value.weekday()]} {day(value)}"


def opened(address: str) -> str:
    """Where the room is to be found."""
    return f"Phòng thực hành: {address}\nĐóng bằng Ctrl-C."
