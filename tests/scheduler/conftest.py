"""A postman whose pace is no hindrance, who carries to a messenger that does as it is told."""

import pytest

from scheduler.pacing import Pace, Pacing
from scheduler.postman import Postman
from storage.store import Store
from tests.conftest import NOW
from tests.fakes import FakeClock, FakeMessenger

ACCOUNT = ("fake", "1")
FREE = Pace(10_000, 10_000)


@pytest.fixture
def messenger() -> FakeMessenger:
    return FakeMessenger()


@pytest.fixture
def clock() -> FakeClock:
    """It stands still."""
    return FakeClock(NOW)


@pytest.fixture
def postman(store: Store, messenger: FakeMessenger, clock: FakeClock) -> Postman:
    pacing = Pacing({ACCOUNT: FREE.rate}, FREE)
    return Postman(store, {ACCOUNT: messenger.send}, pacing, clock=clock, pause=clock.pause)
