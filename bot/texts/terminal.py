"""What the terminal says around the conversations."""

from collections.abc import Mapping, Sequence

PARTS = {
    "member": "đảng viên phụ trách hộ",
    "secretary": "bí thư chi bộ",
    "office": "văn phòng Đảng ủy",
}
PLANTING = "Đang dựng xã mẫu (dữ liệu hư cấu), vài giây…"


def welcome(names: Mapping[str, str]) -> str:
    """Who lives in the sample commune, and how to change places."""
    people = [f"  /as {part:<10} {PARTS[part]}: {names[part]}" for part in PARTS]
    return "\n".join(
        [
            "Gần Dân trên xã mẫu. Mọi người và hộ ở đây đều hư cấu.",
            "Nhắn như trong Zalo hay Telegram; gõ số để chọn. Đổi vai bằng:",
            *people,
            "Thoát: Ctrl-D.",
            "",
        ]
    )


def choose_part(parts: Sequence[str]) -> str:
    """Asks who is to be played."""
    lines = [f"  {place}. {PARTS[part]}" for place, part in enumerate(parts, 1)]
    return "\n".join(["Đồng chí muốn là ai?", *lines])


def now_playing(part: str) -> str:
    """Who is being played from now on."""
    return f"— Từ đây là {PARTS[part]} —\n"


def file_written(path: str) -> str:
    """Where an attachment was put."""
    return f"[tệp: {path}]"
