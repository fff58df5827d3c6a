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
STRANGERS_FIRST = 5
STRANGERS_HOUR = 3600.0
"""A chat that is nobody's is told how to get in for its first five messages, then once an hour:
every letter counts in its account's month, and anybody may write to us.
"""
_STEP = 60 / A_MINUTE
_ROUNDING = 0.001


@dataclass(frozen=True, slots=True)
class Pace:
    """When the next message of a chat is due (GCRA), and when it was last told to slow down."""

    free_at: float = 0.0  # seconds since 1970
    told_at: float = 0.0
    stranger_free_at: float = 0.0  # as `free_at`, of what is said to a chat that is nobody's
    tries_told_at: float = 0.0

    def too_fast(self, now: datetime) -> bool:
        """Whether one more message now is more than is taken."""
        return self.free_at - _STEP * (BURST - 1) > now.timestamp() + _ROUNDING

    def with_one_more(self, now: datetime) -> "Pace":
        """After a message that was taken."""
        return replace(self, free_at=max(self.free_at, now.timestamp()) + _STEP)

    def to_be_told(self, now: datetime, *, stranger: bool = False) -> bool:
        """Whether it is time to say that it is too fast."""
        return now.timestamp() - self.told_at >= (STRANGERS_HOUR if stranger else ONE_ANSWER)

    def told(self, now: datetime) -> "Pace":
        """After it was said."""
        return replace(self, told_at=now.timestamp())

    def stranger_to_be_told(self, now: datetime) -> bool:
        """Whether a chat that is nobody's is told once more how to get in."""
        ahead = STRANGERS_HOUR * (STRANGERS_FIRST - 1)
        return self.stranger_free_at - ahead <= now.timestamp() + _ROUNDING

    def stranger_told(self, now: datetime) -> "Pace":
        """After it was said."""
        free_at = max(self.stranger_free_at, now.timestamp()) + STRANGERS_HOUR
        return replace(self, stranger_free_at=free_at)

    def tries_to_be_told(self, now: datetime) -> bool:
        """Whether it is time to say that too many codes were wrong."""
        return now.timestamp() - self.tries_told_at >= STRANGERS_HOUR

    def tries_told(self, now: datetime) -> "Pace":
        """After it was said."""
        return replace(self, tries_told_at=now.timestamp())
