"""What an account of each messenger takes for nothing: how many people, how many letters."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Plan:
    """What one account may carry; None where its messenger names no bound."""

    seats: int | None = None
    monthly: int | None = None


PLANS = {"zalo_bot": Plan(seats=50, monthly=3000)}

FALLING_BACK = ("zalo_bot", "telegram")
"""Where somebody is written to first, of chats that tell nothing of which they use: then others."""


def plan_of(surface: str) -> Plan:
    """The usual plan of a messenger."""
    return PLANS.get(surface, Plan())
