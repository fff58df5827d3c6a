"""`gandan tick`: what is due is done once; with --now it is shown, and undone but on a sample."""

import pytest
from sqlalchemy import func, select

from bot.settings import Settings
from bot.starting import Unfit, only_one
from bot.ticking import tick
from storage.store import Store
from storage.tables import Demo, Job, OutboxRow, Rate, Reminder
from tests.conftest import KEYS, NOW
from tests.hours import vietnam
from tests.village import Village


@pytest.fixture
def settings(database_url: str) -> Settings:
    return Settings(database_url=database_url, secret_key=KEYS.secrets[0])  # type: ignore[arg-type]


async def rows(store: Store) -> int:
    async with store.reading() as session:
        counts = [
            await session.scalar(select(func.count()).select_from(table)) or 0
            for table in (OutboxRow, Reminder, Job, Rate)
        ]
    return sum(counts)


async def test_it_shows_what_would_go_out_and_leaves_no_trace(
    store: Store, village: Village, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await tick(settings, "2026-12-01T08:00") == 0
    shown = capsys.readouterr().out
    assert shown.count("── 08:00 01/12/2026 → DV-") == 4
    assert "DV-An (Đảng viên phụ trách hộ)" in shown
    assert "Việc tháng 12: 4 nhà cần thăm." in shown
    assert "4 tin." in shown
    assert "Tư Hạnh" not in shown
    assert "Nguyễn" not in shown
    assert await rows(store) == 0


async def test_on_a_sample_it_is_done_and_not_shown_again(
    store: Store, village: Village, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    async with store.begin() as session:
        session.add(Demo(id=1, seed=7, clock=NOW))
    await tick(settings, "2026-12-01T08:00+07:00")
    await tick(settings, "2026-12-01T08:05+07:00")
    shown = capsys.readouterr().out
    assert shown.count("── ") == 4
    assert "Tư Hạnh" in shown, "nobody real"
    assert "Không có gì để gửi." in shown
    async with store.reading() as session:
        demo = await session.get_one(Demo, 1)
        assert demo.clock == vietnam("2026-12-01", "08:05")
        assert await session.scalar(select(func.count()).select_from(Rate)) == 0


async def test_who_is_left_out_is_counted_with_the_reason(
    store: Store, village: Village, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    await tick(settings, "2026-12-02T09:00")
    assert "Không có gì" in capsys.readouterr().out
    await tick(settings, "2026-12-02T07:30")
    assert "4 tin." in capsys.readouterr().out


@pytest.mark.parametrize("said", ["tomorrow", "2026-13-01", "08:00"])
async def test_a_moment_that_is_none_is_refused(
    store: Store, village: Village, settings: Settings, said: str
) -> None:
    with pytest.raises(Unfit, match="--now is a moment"):
        await tick(settings, said)


async def test_without_a_moment_it_does_what_is_due_now(
    store: Store, village: Village, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await tick(settings, "") == 0
    said = capsys.readouterr()
    assert "reminders" in said.out
    assert "GANDAN_TELEGRAM_TOKEN or GANDAN_ZALO_BOT_TOKEN is missing" in said.err
    assert await rows(store) > 0


@pytest.mark.parametrize("engine", ["sqlite"])
async def test_beside_a_running_program_it_ends_at_once(store: Store, settings: Settings) -> None:
    with only_one(settings), pytest.raises(Unfit, match="another gandan process"):
        await tick(settings, "")
