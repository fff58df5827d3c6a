"""How fast one chat may speak: faster than any hand taps, slower than what floods us."""

from dataclasses import dataclass, replace
from datetime import datetime

BURST = 120
A_MINUTE = 90
"""Somebody who reports twenty households in a minute taps 80 times. That never meets the limit:
120 messages at once and 90 a minute go on for ever, 200 in the first minute. A machine that
writes 100 a second meets it after a second. Counted is when a message is handled, so what
waited while we were down comes at once; but nobody goes on tapping 120 times without an answer.
"""
ONE_ANSWER = 10.0  # seconds; a flood is told so no more often
_STEP = 60 / A_MINUTE
_ROUNDING = 0.001


@dataclass(frozen=True, slots=True)
class Pace:
    """When the next message of a chat is due (GCRA), and when it was last told to slow down."""

    free_at: float = 0.0  # seconds since 1970
    told_at: float = 0.0

    def too_fast(self, now: datetime) -> bool:
        """Whether one more message now is more than is taken."""
        return self.free_at - _STEP * (BURST - 1) > now.timestamp() + _ROUNDING

    def with_one_more(self, now: datetime) -> "Pace":
        """After a message that was taken."""
        return replace(self, free_at=max(self.free_at, now.timestamp()) + _STEP)

    def to_be_told(self, now: datetime) -> bool:
        """Whether it is time to say that it is too fast."""
        return now.timestamp() - self.told_at >= ONE_ANSWER

    def told(self, now: datetime) -> "Pace":
        """After it was said."""
        return replace(self, told_at=now.timestamp())
