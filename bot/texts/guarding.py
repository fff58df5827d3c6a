"""What is said when free words hold what is not to be written down about people."""

from bot.messages import Choice, Outgoing
from bot.texts.common import shortened
from bot.texts.forms import CANCEL

NEUTRAL, ANEW, OUT = "neutral", "anew", "out"
TAKE_NEUTRAL, WRITE_ANEW, LEAVE_OUT = "Ghi như vậy", "Viết lại", "Không ghi"
LABELS = {NEUTRAL: TAKE_NEUTRAL, ANEW: WRITE_ANEW, OUT: LEAVE_OUT}
TYPED = {
    **dict.fromkeys(("viet lai", "ghi lai", "nhan lai", "sua", "sua lai"), ANEW),
    **dict.fromkeys(("khong ghi", "bo", "bo di", "bo qua", "khong", "ko", "xoa"), OUT),
}
"""How people say it without tapping, as search keys."""
_NOT_NEEDED = "Đồng chí không cần ghi điều này, để giữ riêng tư cho gia đình."


def asks_otherwise(offered: str) -> Outgoing:
    """Not to be written down: neutral words, words anew, or none."""
    if offered:
        text = f"{_NOT_NEEDED}\nCó thể ghi: “{offered}”."
    else:
        text = f"{_NOT_NEEDED}\nHệ thống chưa lưu nội dung vừa rồi."
    return Outgoing(text, choices(offered), (Choice(CANCEL, "cancel"),))


def choices(offered: str) -> tuple[Choice, ...]:
    """The ways on; neutral words only where there are any."""
    return tuple(Choice(label, one) for one, label in LABELS.items() if offered or one != NEUTRAL)


def asks_of_household(household: str, offered: str) -> str:
    """The same of one household of a report."""
    said = f" Có thể ghi: “{shortened(offered, 80)}”." if offered else ""
    return f"{household}: không cần ghi điều này, để giữ riêng tư.{said}"
