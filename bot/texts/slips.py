"""Words on the activation slips that are printed, and over the columns of the list of codes.

The slip may be lost: nothing on it says what the person belongs to (privacy.md 5.4).
"""

HEADING = "PHIẾU KÍCH HOẠT TÀI KHOẢN"
CUT_HERE = "Cắt theo đường kẻ. Trao tận tay từng người."
ONCE = "Mã dùng một lần, trong 7 ngày. Không đưa mã cho người khác."

LIST_SHEET = "Mã kích hoạt"
LIST_HEADINGS = ("Mã đảng viên", "Họ và tên", "Mã chi bộ", "Mã kích hoạt")


def issued_to(name: str) -> str:
    """Whose slip it is."""
    return f"Cấp cho: {name}"


def unit(code: str) -> str:
    """The unit's code, so that the clerk can sort the slips."""
    return f"Đơn vị: {code}"


def steps(write_to: str, *, opens: bool) -> tuple[str, str, str]:
    """What to do, in three steps; `opens` when the picture opens the chat by itself."""
    first = f"Quét hình bên, hoặc tìm {write_to}" if opens else f"Tìm {write_to}"
    second = "Bấm bắt đầu, hoặc nhắn mã" if opens else "Nhắn mã dưới đây"
    return (f"1. {first}.", f"2. {second}.", "3. Đọc thông báo, chọn “Đồng ý”.")
