"""What is said where a file cannot come along: in the letter, and on the page that has it."""

from datetime import datetime

from bot.texts.announcing import moment

TITLE = "Tải tệp"
WHAT_IT_IS = "Tệp riêng của một đồng chí. Xin đừng chuyển liên kết này cho người khác."
TAKE = "Tải tệp về máy"
IN_A_BROWSER = (
    "Xin mở liên kết này bằng trình duyệt (như Chrome) rồi mới bấm: mở ngay trong ứng dụng nhắn "
    "tin thì nhiều máy không lưu được tệp."
)
OVER_TITLE = "Liên kết không dùng được"
OVER = (
    "Liên kết này không còn dùng được: có thể đã quá hạn, đã tải xong, đã có liên kết mới hơn, "
    "phần việc đã thay đổi, hoặc địa chỉ bị thiếu.",
    "Muốn nhận lại tệp, đồng chí xin lại trong trò chuyện với hệ thống, như lần trước. "
    "Tệp của thông báo thì nhắn “thongbao”.",
)


def usable(until: datetime) -> str:
    """How long, and how often."""
    return f"Dùng đến {moment(until)}, tải được một lần."


def link(name: str, address: str, until: datetime) -> str:
    """Below a letter: where its file is, how long, and that it is for nobody else."""
    return f"Tệp {name}:\n{address}\n{usable(until)} Xin đừng chuyển liên kết này cho người khác."


def elsewhere(name: str) -> str:
    """Below a letter whose file cannot come, here or behind a link."""
    return (
        f"Ở đây hệ thống chưa gửi được tệp {name}. Đồng chí xin lại trong ứng dụng nhắn tin khác "
        "đã kết nối, nếu có, hoặc nhận ở văn phòng Đảng ủy."
    )
