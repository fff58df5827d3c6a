"""What goes out, written down for whoever looks on: to whom, when, and the words."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.domain.people import Role
from bot.domain.periods import VIETNAM
from bot.texts.common import ROLES

NOTHING = "Không có gì để gửi."


def header(moment: datetime, code: str, roles: Sequence[Role]) -> str:
    """To whom and when: by code and roles, no names."""
    at = moment.astimezone(VIETNAM)
    parts = ", ".join(ROLES[role] for role in roles) or "—"
    return f"── {at:%H:%M %d/%m/%Y} → {code or '?'} ({parts})"


def summary(letters: int, skipped: Mapping[str, int]) -> str:
    """How many letters, and who was left out for which reason."""
    why = ", ".join(f"{reason}: {count}" for reason, count in sorted(skipped.items()))
    return f"{letters} tin." + (f" Không nhắc được: {why}." if why else "")
