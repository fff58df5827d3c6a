"""A whole month of a member over Zalo: few messages, all that comes by itself included."""

from collections.abc import AsyncIterator
from copy import deepcopy
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from bot.domain.periods import day_of
from bot.domain.quiet import at
from bot.domain.reminders import ladder
from scheduler import timetable
from storage import periods
from storage.store import Store, opened
from tests import month
from tests.conftest import KEYS
from tests.databases import Files
from tests.month import AN_HAS, FIRST, Hand
from tests.surfaces.ground import Surface
from tests.surfaces.kinds import surface
from tests.surfaces.people import Person
from tests.surfaces.scripts import Cast
from tests.village import Village

MOST_MESSAGES = 20
MOST_BY_THEMSELVES = 6
END = at(date(2026, 12, 31), time(21))


@pytest_asyncio.fixture
async def planted(sqlite_files: Files, tmp_path: Path) -> AsyncIterator[tuple[Store, Village]]:
    """The village with An's fifteen households."""
    path, village = tmp_path / "month.db", deepcopy(sqlite_files.village)
    sqlite_files.copy(path, settled=True)
    store = opened(f"sqlite:///{path}", KEYS)
    async with store.begin() as session:
        await month.with_fifteen(session, village)
    yield store, village
    await store.close()


@dataclass
class December:
    """An's month on one surface: the clock brings what it brings."""

    surface: Surface
    an: Person
    wanted: datetime

    @property
    def hand(self) -> Hand:
        """What types; time passes before it does."""
        return Hand(self._say, self.an.choose, lambda: self.an.labels, self._go_to)

    def _go_to(self, moment: datetime) -> None:
        self.wanted = moment

    async def _say(self, text: str) -> str:
        await self.pass_to(self.wanted)
        await self.an.say(text)
        return self.an.lines[-1].heard[-1].text

    async def pass_to(self, moment: datetime) -> None:
        """Over each hour at which the rules have something planned for the cells."""
        async with self.surface.store.reading() as session:
            cells = await periods.cells(session, FIRST)
        day, planned = day_of(self.surface.now), set[datetime]()
        while day <= day_of(moment):
            for cell in cells:
                planned |= {one.at for one in ladder(cell.settings, cell.days_off, day)}
            day += timedelta(days=1)
        for look in sorted(planned):
            if self.surface.now < look < moment:
                self.surface.now = look
                await timetable.look(self.surface.store, look)
                await self.an.listen()
        self.surface.now = max(moment, self.surface.now)


@pytest.mark.parametrize(
    ("kind", "reports"),
    [
        pytest.param("zalo_bot", True, id="who reports"),
        pytest.param("terminal", False, id="who never does"),
    ],
)
async def test_a_members_month_is_at_most_twenty_messages(
    planted: tuple[Store, Village], kind: str, reports: bool
) -> None:
    store, village = planted
    async with surface(kind, store, village, at(FIRST, time(7))) as zalo:
        an = Cast(zalo).of("An")
        await an.catch_up()
        december = December(zalo, an, zalo.now)
        if reports:
            await month.told_in_words(december.hand, AN_HAS, FIRST)
        await december.pass_to(END)
    came = [one for line in an.lines for one in line.heard]
    by_itself = [one for one in came if not one.letter.answers]
    assert 0 < sum(one.messages for one in came) <= MOST_MESSAGES
    assert 0 < len(by_itself) <= MOST_BY_THEMSELVES
    assert all(one.messages == 1 for one in came)
    if reports:
        await month.has_kept(store, village.people["An"], AN_HAS, FIRST)
