"""What becomes of a letter: states, retries, and the pace that a messenger allows."""

from datetime import timedelta
from enum import StrEnum

MOST_TRIES = 8
LEASE = timedelta(seconds=60)
LONGEST_SEND = timedelta(seconds=20)
POISON_TRIES = 5
UNKNOWN_HOLDS_BACK = timedelta(seconds=30)  # so long, a letter that may have arrived goes first
FLOOD_PAUSE = 30.0  # seconds, where a messenger says "too fast" but not how long to wait


class Delivery(StrEnum):
    """Where a letter stands (glossary 6, DELIVERY)."""

    QUEUED = "QUEUED"
    SENDING = "SENDING"
    UNKNOWN = "UNKNOWN"  # it may have arrived; never sent again by itself
    SENT = "SENT_D"
    DELIVERED = "DELIVERED"
    READ = "READ"
    ACKNOWLEDGED = "ACK"
    FAILED = "FAILED"
    EXPIRED = "EXPIRED_D"
    CALL_NEEDED = "CALL_NEEDED"


class InboxStatus(StrEnum):
    """Where a received message stands."""

    NEW = "new"
    DONE = "done"
    DEAD = "dead"  # failed five times, set aside with a word to its sender


OPEN = (Delivery.QUEUED, Delivery.SENDING)


def retry_after(attempts: int) -> timedelta:
    """How long to wait after the n-th failure to send: 1, 2, 4 … 60 s."""
    return timedelta(seconds=min(60, 2 ** max(0, attempts - 1)))


def spread(letter_id: int) -> float:
    """0.8 to 1.2, so that letters that failed together don't come back together."""
    return 0.8 + 0.4 * (letter_id * 2654435761 % 1000) / 999


def try_again_after(attempts: int) -> timedelta:
    """How long a message that failed in our own hands waits: 1, 5, 25, 125 s."""
    return timedelta(seconds=5 ** max(0, attempts - 1))
