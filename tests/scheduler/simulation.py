"""Months in three made-up communes: the clock looks, people report at random, the program is down.

What went out is judged against a model of its own, which knows only who visited whom and when.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

from sqlalchemy import func, insert, or_, select

from bot.domain.calendar import DaysOff
from bot.domain.delivery import Delivery
from bot.domain.households import AssignmentKind, HouseholdClass
from bot.domain.meetings import Period, PeriodKind
from bot.domain.people import CellKind, ConsentState, Role, UnitLevel
from bot.domain.periods import VIETNAM, day_after_month, day_of, month_of
from bot.domain.quiet import may_push
from bot.domain.visits import VisitKind
from bot.messages import Letter, Sent
from scheduler.concern_reminders import plan_concern_reminders
from scheduler.pacing import Pace, Pacing
from scheduler.postman import Postman
from scheduler.reminders import plan_reminders
from storage.store import Store
from storage.tables import (
    Assignment,
    BookNumber,
    Household,
    HouseholdState,
    LinkedAddress,
    OutboxRow,
    Person,
    Policy,
    RoleHeld,
    Unit,
    Visit,
    core,
)
from tests.fakes import FakeClock

ACCOUNT = ("console", "sim")
FREE = 1_000_000
SINCE = date(2026, 1, 1)
CELLS = (  # of three communes, two each: when they meet, and how they count
    ("A", "3", PeriodKind.MONTH), ("A", "25", PeriodKind.MEETING),
    ("B", "10-12", PeriodKind.MONTH), ("B", "18", PeriodKind.MEETING),
    ("C", "cuối tháng", PeriodKind.MONTH), ("C", "7", PeriodKind.MONTH),
)  # fmt: skip
HOURS = ((8, 0), (13, 30), (19, 0), (20, 45))
ALL_HOURS = ((8, 0), (11, 45), (13, 30), (16, 0), (19, 0), (20, 45))
DOWNTIMES = (timedelta(minutes=1), timedelta(hours=3), timedelta(hours=30), timedelta(days=3))
_DUTY = re.compile(r"Việc (?:tháng (\d+)|kỳ (\d\d/\d\d)–(\d\d/\d\d)): (?:còn )?(\d+)(?= nhà| trên)")
_CELL = re.compile(r"Việc (\S+ \S+): \d+ đồng chí còn nhà chưa ghi")
_OFF = DaysOff()


@dataclass(frozen=True, slots=True)
class Said:
    """A message that arrived, and when."""

    at: datetime
    chat: str
    text: str


@dataclass
class Simulation:
    """The world as it goes on, and all that was said in it."""

    store: Store
    seed: int
    clock: FakeClock
    hours: Sequence[tuple[int, int]] = HOURS
    said: list[Said] = field(default_factory=list)
    held: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    visits: dict[int, list[date]] = field(default_factory=lambda: defaultdict(list))
    evenings: list[int] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.rng = Random(self.seed)
        self.postman = Postman(
            self.store, {ACCOUNT: self._hear}, Pacing({ACCOUNT: FREE}, Pace(FREE, FREE)),
            clock=self.clock, pause=self.clock.pause, name="the simulation",
        )  # fmt: skip

    async def _hear(self, letter: Letter) -> Sent:
        one = Said(self.clock.now, letter.address.external_id, letter.text)
        self.said.append(one)
        self.wrong += self._faults(one)
        return Sent(f"m{letter.id}")

    # --- The model -----------------------------------------------------------------------------

    def _faults(self, one: Said) -> list[str]:
        found = [] if may_push(one.at, _OFF) else [f"quiet {one}"]
        for month, first, last, count in _DUTY.findall(one.text.splitlines()[0]):
            period = self._period(month, first, last)
            left = sum(not self._met(home, period) for home in self.held[one.chat])
            if not left or left != int(count):
                found.append(f"{left} left, said {one}")
        return found

    def _met(self, home: int, period: Period) -> bool:
        return any(period.first <= day <= period.last for day in self.visits[home])

    def _period(self, month: str, first: str, last: str) -> Period:
        """The period that is meant is the one nearest to today."""
        today = day_of(self.clock.now)

        def near(text: str) -> date:
            day, of_month = map(int, text.split("/"))
            years = (date(today.year + step, of_month, day) for step in (-1, 0, 1))
            return min(years, key=lambda each: abs(each - today))

        if first:
            return Period("", near(first), near(last))
        start = near(f"01/{int(month):02}")
        return Period("", start, day_after_month(month_of(start)) - timedelta(days=1))

    # --- What happens --------------------------------------------------------------------------

    async def go_through(self, first: date, days: int) -> None:
        """Day after day; now and then the program is down for a while."""
        down_until = datetime.min.replace(tzinfo=VIETNAM)
        for step in range(days):
            day = first + timedelta(days=step)
            for hour, minute in self.hours:
                self.clock.now = datetime(
                    day.year, day.month, day.day, hour, minute, tzinfo=VIETNAM
                ) + timedelta(seconds=self.rng.randrange(300))
                if self.clock.now >= down_until:
                    await self._hour()
                    if self.rng.random() < 0.02:
                        down_until = self.clock.now + self.rng.choice(DOWNTIMES)
            if self.clock.now >= down_until:
                self.evenings.append(await self._waiting())

    async def _hour(self) -> None:
        """The clock looks; somebody reports between that and the sending, or after it."""
        await plan_reminders(self.store, self.clock.now)
        await plan_concern_reminders(self.store, self.clock.now)
        await self._reports(0.015)
        await self.postman.keep_house(alone=True)
        while await self.postman.round():
            pass
        await self._reports(0.015)

    async def _reports(self, share: float) -> None:
        today = day_of(self.clock.now)
        rows = []
        for chat in sorted(self.held):
            if self.rng.random() < share:
                home = self.rng.choice(self.held[chat])
                day = today - timedelta(days=self.rng.choice((0, 0, 1, 3)))
                self.visits[home].append(day)
                rows.append({
                    "household_id": home, "visitor_id": int(chat), "author_id": int(chat),
                    "visited_on": day, "kind": VisitKind.HOME, "nothing_new": True, "topics": [],
                    "note": "", "recorded_at": self.clock.now,
                    "effect_key": f"{home}:{self.clock.now}:{self.rng.random()}",
                })  # fmt: skip
        if rows:
            async with self.store.begin() as session:
                await session.execute(insert(core(Visit)), rows)

    async def _waiting(self) -> int:
        """Letters that could go out and have not."""
        rests = or_(OutboxRow.lease_until.is_(None), OutboxRow.lease_until <= self.clock.now)
        waits = or_(rests, OutboxRow.created_at < self.clock.now - timedelta(hours=36))
        async with self.store.reading() as session:
            return (
                await session.scalar(
                    select(func.count()).where(OutboxRow.status == Delivery.QUEUED, waits)
                )
                or 0
            )

    # --- What must hold ------------------------------------------------------------------------

    def twice(self) -> list[tuple[str, date]]:
        """Who was written to more than once on a day."""
        days = Counter((one.chat, day_of(one.at)) for one in self.said)
        return [which for which, count in days.items() if count > 1]

    def escalated_twice(self) -> list[tuple[str, str]]:
        """To whom the same word about a cell's period came again within half a year."""
        seen: dict[tuple[str, str], datetime] = {}
        again: list[tuple[str, str]] = []
        for one in self.said:
            for period in _CELL.findall(one.text.splitlines()[0]):
                before = seen.get((one.chat, period))
                if before is not None and one.at - before < timedelta(days=180):
                    again.append((one.chat, period))
                seen[one.chat, period] = one.at
        return again


async def settle(store: Store, simulation: Simulation) -> None:
    """Three communes, six cells, eighteen members with three households each, linked by id."""
    async with store.begin() as session:
        communes: dict[str, int] = {}
        for code in ("A", "B", "C"):
            unit = Unit(level=UnitLevel.COMMUNE, kind="XA", code=code, name=code, since=SINCE,
                        meeting_days="7-9")  # fmt: skip
            session.add(unit)
            await session.flush()
            unit.commune_id = communes[code] = unit.id
        for place, (commune, meets, kind) in enumerate(CELLS):
            cell = Unit(
                level=UnitLevel.CELL, kind=CellKind.RESIDENTIAL, code=f"{place}", name=f"{place}",
                since=SINCE, parent_id=communes[commune], commune_id=communes[commune],
                meeting_days=meets,
            )  # fmt: skip
            session.add(cell)
            await session.flush()
            session.add(
                Policy(unit_id=cell.id, name="period", value=kind.value,
                       changed_at=simulation.clock.now)
            )  # fmt: skip
            for number in range(3):
                person = Person(
                    commune_id=communes[commune], code=f"{place}-{number}", cell_id=cell.id,
                    name=f"Nguyễn Văn {place}{number}", sort_key=f"{place}{number}",
                    consent=ConsentState.GIVEN,
                )  # fmt: skip
                session.add(person)
                await session.flush()
                roles = [Role.MEMBER, *([Role.CELL_SECRETARY] if number == 0 else [])]
                session.add_all(
                    RoleHeld(person_id=person.id, role=role, unit_id=cell.id, since=SINCE)
                    for role in roles
                )
                if number == 1 and place % 2 == 0:
                    session.add(
                        RoleHeld(person_id=person.id, role=Role.COMMUNE_OFFICE,
                                 unit_id=communes[commune], since=SINCE)
                    )  # fmt: skip
                chat = str(person.id)
                session.add(
                    LinkedAddress(surface=ACCOUNT[0], account=ACCOUNT[1], external_id=chat,
                                  person_id=person.id, linked_at=simulation.clock.now)
                )  # fmt: skip
                for each in range(3):
                    home = Household(
                        commune_id=communes[commune], cell_id=cell.id, search_key="",
                        code=f"H{place}{number}{each}", head=f"Hộ {place}{number}{each}",
                        since=SINCE,
                    )  # fmt: skip
                    session.add(home)
                    await session.flush()
                    simulation.held[chat].append(home.id)
                    session.add_all([
                        HouseholdState(household_id=home.id, since=SINCE,
                                       household_class=HouseholdClass.NONE),
                        Assignment(person_id=person.id, household_id=home.id, since=SINCE,
                                   kind=AssignmentKind.MAIN),
                        BookNumber(person_id=person.id, household_id=home.id, number=each + 1),
                    ])  # fmt: skip


async def simulated(
    store: Store, first: date, days: int, seed: int, hours: Sequence[tuple[int, int]] = HOURS
) -> Simulation:
    """The communes, gone through."""
    begins = datetime(first.year, first.month, first.day, tzinfo=VIETNAM)
    simulation = Simulation(store, seed, FakeClock(begins), hours)
    await settle(store, simulation)
    await simulation.go_through(first, days)
    return simulation


def copied(template: Path, folder: Path, name: str) -> str:
    """A database of its own for a run."""
    path = folder / name
    path.write_bytes(template.read_bytes())
    return f"sqlite:///{path}"
