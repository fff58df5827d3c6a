"""How people type a setting: an hour, two hours, a few numbers, on or off."""

import re
from collections.abc import Callable
from datetime import time

from bot.domain.meetings import MeetingDays
from bot.domain.policies import Setting, Stored
from bot.domain.vietnamese.text import plain

_HOUR = re.compile(
    r"(\d{1,2})(?:\s*(?:h|g|gio|:)\s*(?:(\d{2})(?!\d)|(ruoi))?)?"
    r"(?:\s*(?:phut|p))?(?:\s*(?:buoi\s+)?(sang|trua|chieu|toi(?!\s*\d)|dem))?(?=\W|$)"
)
_NUMBERS = re.compile(r"\d{1,3}")
YES = frozenset({"co", "bat", "mo", "can", "dong y"})
NO = frozenset({"khong", "ko", "k", "tat", "thoi", "khong can", "khong nhac", "khong hoi"})
"""What is typed to have something, or to have it no more."""
_BETWEEN = " -–—>tudenoi"
"""What may stand beside the hours: "từ 7h đến 19h", "7h tới 19h"."""
_CLASSES = ("poor", "near_poor", "needing_help", "others")


def read_setting(setting: Setting, typed: str) -> Stored | None:
    """What is to be stored for what was typed; None when it cannot be told."""
    reader = _READERS.get(setting)
    return reader(" ".join(plain(typed).split()).strip(" .")) if reader else None


def on_value(setting: Setting) -> Stored | None:
    """What is stored for a yes, where there is one."""
    return True if setting in _SWITCHES else None


def off_value(setting: Setting) -> Stored | None:
    """What is stored for a no: off, no nudges, no days before a meeting."""
    return False if setting in _SWITCHES else _NONE.get(setting)


def _days_of_meeting(said: str) -> Stored | None:
    days = MeetingDays.read(said)
    return days.written() if days else None


def _one_hour(said: str) -> Stored | None:
    hours = _hours(said)
    return f"{hours[0]:%H:%M}" if len(hours) == 1 else None


def _span_of_hours(said: str) -> Stored | None:
    hours = _hours(said)
    return f"{hours[0]:%H:%M}-{hours[1]:%H:%M}" if len(hours) == 2 else None


def _nudges(said: str) -> Stored | None:
    return _numbers(said, most=2)


def _gap(said: str) -> Stored | None:
    found = _numbers(said, most=1)
    return found[0] if found else None


def _months(said: str) -> Stored | None:
    months = _numbers(said, most=len(_CLASSES))
    whole = months is not None and len(months) == len(_CLASSES)
    return dict(zip(_CLASSES, months or (), strict=True)) if whole else None


def _numbers(said: str, most: int) -> list[int] | None:
    found = [int(number) for number in _NUMBERS.findall(said)]
    return found if 1 <= len(found) <= most else None


def _hours(said: str) -> list[time]:
    """The hours in a phrase that says nothing else; none when one of them is no hour."""
    if _HOUR.sub("", said).strip(_BETWEEN):
        return []
    hours = [_hour(*found.groups()) for found in _HOUR.finditer(said)]
    return [hour for hour in hours if hour is not None] if None not in hours else []


def _hour(hour: str, minute: str | None, half: str | None, part: str | None) -> time | None:
    count = int(hour)
    if part in ("chieu", "toi", "dem") and count < 12:
        count += 12
    try:
        return time(count, 30 if half else int(minute or 0))
    except ValueError:
        return None


_READERS: dict[Setting, Callable[[str], Stored | None]] = {
    Setting.MEETING_DAYS: _days_of_meeting,
    Setting.NUDGE_DAYS: _nudges,
    Setting.GAP_DAYS: _gap,
    Setting.PUSH_HOUR: _one_hour,
    Setting.HOURS: _span_of_hours,
    Setting.FREQUENCY: _months,
}
"""How each is typed; a period is chosen only, and what is on or off is a yes or no."""
_SWITCHES = frozenset(
    {Setting.MONTH_LIST, Setting.ESCALATION, Setting.DIGEST, Setting.SECOND_APPROVER}
)
_NONE: dict[Setting, Stored] = {Setting.NUDGE_DAYS: [], Setting.GAP_DAYS: 0}
