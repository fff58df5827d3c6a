"""Months in three communes with different meeting days, Tết, downtimes and random reports."""

from datetime import date
from pathlib import Path

import pytest

from storage.store import Store, opened
from tests.conftest import KEYS
from tests.scheduler.simulation import ALL_HOURS, HOURS, Simulation, copied, simulated

AROUND_TET = date(2027, 1, 28)
TWO_YEARS = date(2026, 12, 1), 731


async def gone_through(
    template: Path, folder: Path, first: date, days: int, seed: int, *, full: bool = False
) -> Simulation:
    store = opened(copied(template, folder, f"{days}-{seed}.db"), KEYS)
    try:
        return await simulated(store, first, days, seed, ALL_HOURS if full else HOURS)
    finally:
        await store.close()


def holds(simulation: Simulation) -> None:
    """Nobody was reminded after the report, in quiet time or twice; nothing waits at night."""
    assert simulation.wrong == []
    assert simulation.twice() == []
    assert simulation.said_again() == []
    assert set(simulation.evenings) == {0}
    for kind in ("Tổng hợp tháng", "Thông báo số", "Kính gửi", "phản ánh cần xem"):
        assert simulation.count(kind) > 0, kind
    bundled = [
        one for one in simulation.said if "Tổng hợp" in one.text and "hộ ở nơi khác" in one.text
    ]
    assert bundled or len(simulation.evenings) < 60


async def test_around_tet_nothing_is_said_wrong_and_a_second_run_says_the_same(
    sqlite_template: Path, tmp_path: Path
) -> None:
    one = await gone_through(sqlite_template, tmp_path, AROUND_TET, 20, 7)
    holds(one)
    assert len(one.said) > 40
    other = await gone_through(sqlite_template, tmp_path, AROUND_TET, 5, 7)
    assert len(other.said) > 15
    assert other.said == one.said[: len(other.said)]


@pytest.mark.faults(only_full=True)
async def test_in_two_years_nothing_is_said_wrong_and_a_second_run_says_the_same(
    sqlite_template: Path, tmp_path: Path
) -> None:
    first, days = TWO_YEARS
    one = await gone_through(sqlite_template, tmp_path, first, days, 1, full=True)
    holds(one)
    assert len(one.said) > 1000
    other = await gone_through(sqlite_template, tmp_path, first, days // 4, 1, full=True)
    assert other.said == one.said[: len(other.said)]


@pytest.mark.faults(only_full=True)
@pytest.mark.parametrize("engine", ["postgresql"])
async def test_on_a_server_nothing_is_said_wrong_in_two_months_either(store: Store) -> None:
    first, _ = TWO_YEARS
    holds(await simulated(store, first, 60, 2, ALL_HOURS))
