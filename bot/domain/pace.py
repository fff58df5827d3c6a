"""How fast one chat may speak: faster than any hand taps, slower than what floods us."""

from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import blake2b

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
SAME_ANSWERED, ANY_ANSWERED = 3, 10
UNCLEAR_FOR = 3600.0
"""What came to nothing is answered so often in a row, the same words and any; then no more for an
hour, or until something is understood: a telephone that replies by itself would go on for ever.
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


@dataclass(frozen=True, slots=True)
class Unclear:
    """How many messages of a chat, one after the other, came to nothing lately."""

    times: int = 0
    same: int = 0  # of these at the end with the same words
    words: str = ""  # their fingerprint
    at: float = 0.0  # seconds since 1970
    lost: bool = False  # nobody knew what the last of them was about

    def lately(self, now: datetime) -> "Unclear":
        """What still counts."""
        return self if now.timestamp() - self.at <= UNCLEAR_FOR else Unclear()

    def with_one_more(self, text: str, now: datetime, *, lost: bool) -> "Unclear":
        """After one more."""
        before, words = self.lately(now), blake2b(text.encode(), digest_size=8).hexdigest()
        same = before.same + 1 if words == before.words else 1
        return Unclear(before.times + 1, same, words, now.timestamp(), lost)

    @property
    def answered(self) -> bool:
        """Whether the last of them is told that it was not understood."""
        return self.same <= SAME_ANSWERED and self.times <= ANY_ANSWERED
