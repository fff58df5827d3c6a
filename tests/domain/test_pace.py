"""The pace of a chat: no hand meets its limit, every flood does."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.pace import A_MINUTE, BURST, Pace

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def taken(a_minute: float, minutes: float) -> tuple[int, int]:
    """How many messages of a steady stream are taken, and how many there were."""
    pace, count = Pace(), 0
    sent = int(a_minute * minutes)
    for place in range(sent):
        now = NOON + timedelta(minutes=place / a_minute)
        if not pace.too_fast(now):
            pace, count = pace.with_one_more(now), count + 1
    return count, sent


@pytest.mark.parametrize(
    ("a_minute", "minutes"),
    [(80, 1), (80, 60), (A_MINUTE, 60), (200, 1), (3000, 0.04)],
    ids=["twenty households", "an hour of it", "the rate", "a hasty minute", "a burst"],
)
def test_whoever_taps_fast_is_taken_whole(a_minute: float, minutes: float) -> None:
    count, sent = taken(a_minute, minutes)
    assert count == sent


def test_of_a_flood_no_more_is_taken_than_the_burst_and_the_rate() -> None:
    count, sent = taken(6000, 10)
    assert sent == 60_000
    assert BURST + 10 * A_MINUTE - 2 <= count <= BURST + 10 * A_MINUTE + 2


def test_after_a_pause_a_whole_burst_is_taken_again() -> None:
    pace = Pace()
    for _ in range(BURST):
        assert not pace.too_fast(NOON)
        pace = pace.with_one_more(NOON)
    assert pace.too_fast(NOON)
    assert not pace.too_fast(NOON + timedelta(seconds=1))
    later = NOON + timedelta(minutes=2)
    for _ in range(BURST):
        assert not pace.too_fast(later)
        pace = pace.with_one_more(later)


def test_it_is_said_once_in_ten_seconds() -> None:
    pace = Pace()
    assert pace.to_be_told(NOON)
    pace = pace.told(NOON)
    assert not pace.to_be_told(NOON + timedelta(seconds=9))
    assert pace.to_be_told(NOON + timedelta(seconds=10))
