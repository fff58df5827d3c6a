"""Hours as people in Vietnam read them off their clocks."""

from datetime import UTC, datetime


def vietnam(day: str, clock: str = "08:00") -> datetime:
    """An hour of a Vietnamese day: vietnam("2026-12-01", "19:00")."""
    return datetime.fromisoformat(f"{day}T{clock}:00+07:00").astimezone(UTC)
