"""Words on the activation slips that are printed, and over the columns of the list of codes.

The slip may be lost: nothing on it says what the person belongs to (privacy.md 5.4).
"""

import re

HEADING = "PHIẾU KÍCH HOẠT TÀI KHOẢN"
CUT_HERE = "Cắt theo đường kẻ. Trao tận tay từng người."
ONCE = "Mã dùng một lần, trong 7 ngày. Không đưa mã cho người khác."

LIST_SHEET = "Mã kích hoạt"
LIST_HEADINGS = ("Mã đảng viên", "Họ và tên", "Mã chi bộ", "Mã kích hoạt")

_KIND = re.compile(r"^(?:chi|đảng)\s+bộ(?:\s+bộ\s+phận)?\b[\s:–-]*", re.IGNORECASE)
_TELLING = re.compile(r"đảng|chi bộ|chi ủy", re.IGNORECASE)
_TWO_LINES = 50


def issued_to(name: str) -> str:
    """Whose slip it is."""
    return f"Cấp cho: {name}"


def unit(code: str, name: str) -> str:
    """Where the slip is to be brought: the unit's name as far as it tells nothing, and its code."""
    place = _KIND.sub("", name)
    named = f"Đơn vị: {place[:1].upper()}{place[1:]} ({code})"
    if place in ("", code) or len(named) > _TWO_LINES or _TELLING.search(place):
        return f"Đơn vị: {code}"
    return named


def steps(write_to: str, *, opens: bool) -> tuple[str, str, str]:
    """What to do, in three steps; `opens` when the picture opens the chat by itself."""
    first = f"Quét hình bên, hoặc tìm {write_to}" if opens else f"Tìm {write_to}"
    second = "Bấm bắt đầu, hoặc nhắn mã" if opens else "Nhắn mã dưới đây"
    return (f"1. {first}.", f"2. {second}.", "3. Đọc thông báo, chọn “Đồng ý”.")
