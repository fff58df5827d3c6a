"""What goes out, written down for whoever looks on: to whom, when, and the words."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.domain.people import Role
from bot.domain.periods import VIETNAM
from bot.domain.reminders import Skipped
from bot.texts.common import ROLES

SKIPPED: dict[Skipped, str] = {
    Skipped.LATE: "đã quá lâu",
    Skipped.NOTHING_LEFT: "đã báo cáo xong",
    Skipped.NO_ADDRESS: "chưa liên kết tài khoản",
    Skipped.NO_CONSENT: "chưa đồng ý",
    Skipped.AWAY: "đi xa hoặc được miễn",
    Skipped.MUTED: "đang tạm ngừng nhận nhắc",
    Skipped.SNOOZED: "đã hẹn để sau",
    Skipped.FOUR_A_MONTH: "đủ bốn lần trong tháng",
    Skipped.SEALED: "kỳ đã chốt",
}
NOTHING = "Không có gì để gửi."


def header(moment: datetime, code: str, roles: Sequence[Role]) -> str:
    """To whom and when: by code and roles, no names."""
    at = moment.astimezone(VIETNAM)
    parts = ", ".join(ROLES[role] for role in roles) or "—"
    return f"── {at:%H:%M %d/%m/%Y} → {code or '?'} ({parts})"


def summary(letters: int, skipped: Mapping[Skipped, int]) -> str:
    """How many letters, and who was left out for which reason."""
    why = ", ".join(
        f"{SKIPPED[reason]}: {skipped[reason]}" for reason in SKIPPED if reason in skipped
    )
    return f"{letters} tin." + (f" Không nhắc: {why}." if why else "")
