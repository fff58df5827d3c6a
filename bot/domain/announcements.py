"""What committees tell members, and members pass on (glossary 6)."""

from enum import StrEnum


class AnnouncementKind(StrEnum):
    """What an announcement is for."""

    POLICY = "POLICY_A"
    MEETING = "MEETING_A"
    WARNING = "WARNING_A"
    TASK = "TASK_A"
    CONGRATS = "CONGRATS"
    OTHER = "OTHER_A"
