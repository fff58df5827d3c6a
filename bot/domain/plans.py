"""What an account of each messenger takes for nothing: how many people, how many letters."""

from dataclasses import dataclass
from datetime import date

from bot.domain.periods import day_after_month, month_of

WARNED_AT = (70, 90)  # per cent of a month's messages
KEPT_FROM = 90  # per cent: what is left then is kept for answers and what is urgent
USUAL_A_MONTH = 20.0  # messages for each person, everything included, where no month has shown it
SHOWS_ENOUGH = 5  # people: what a month of fewer came to says little of others


@dataclass(frozen=True, slots=True)
class Plan:
    """What one account may carry; None where its messenger names no bound."""

    seats: int | None = None
    monthly: int | None = None

    def warning(self, sent: int) -> int:
        """Of the marks in per cent the highest that the month's messages have come to, or 0."""
        return max((mark for mark in WARNED_AT if self._has_come_to(sent, mark)), default=0)

    def keeps_the_rest(self, sent: int) -> bool:
        """Whether only the last tenth is left: what nobody waits for has to wait itself.

        Where nothing is left answers are tried all the same: the messenger decides.
        """
        return self._has_come_to(sent, KEPT_FROM)

    @property
    def kept_from(self) -> int:
        """From how many messages on only the last tenth is left; 0 where there is no bound."""
        return -(-(self.monthly or 0) * KEPT_FROM // 100)

    def _has_come_to(self, sent: int, mark: int) -> bool:
        return self.monthly is not None and sent * 100 >= self.monthly * mark


PLANS = {"zalo_bot": Plan(seats=50, monthly=3000)}

FALLING_BACK = ("zalo_bot", "telegram")
"""Where somebody is written to first, of chats that tell nothing of which they use: then others."""


def plan_of(surface: str, seats: int | None = None, monthly: int | None = None) -> Plan:
    """The plan of an account: what was said of it, and else what is usual for its messenger."""
    usually = PLANS.get(surface, Plan())
    return Plan(
        usually.seats if seats is None else seats, usually.monthly if monthly is None else monthly
    )


def usual(last_month: int, people: int) -> float:
    """Messages for each person in a whole month, as the last month shows it."""
    return last_month / people if last_month and people >= SHOWS_ENOUGH else USUAL_A_MONTH


def forecast(sent: int, people: int, today: date, each: float) -> int:
    """What a month will have come to at its end.

    For the days that are left, the days behind us count the more the more of them there are, and
    for the rest what is usual: `each` for one person in a whole month.
    """
    behind = today.day
    whole = (day_after_month(month_of(today)) - today.replace(day=1)).days
    seen = behind / whole
    a_day = sent / behind * seen + people * each / whole * (1 - seen)
    return round(sent + a_day * (whole - behind))
