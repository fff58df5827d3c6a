"""Months in three made-up communes: people report and announce, the clock looks or is down.

What went out is judged against a model of its own, which knows only who visited whom and when,
what was announced, and which concerns are open.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

from sqlalchemy import and_, func, insert, or_, select, update

from bot.domain.announcements import AnnouncementKind, Audience
from bot.domain.calendar import DaysOff
from bot.domain.concerns import (
    ConcernCategory,
    ConcernKind,
    ConcernLevel,
    ConcernStatus,
    ReporterVisibility,
)
from bot.domain.delivery import Delivery
from bot.domain.households import AssignmentKind, HouseholdClass
from bot.domain.meetings import Period, PeriodKind
from bot.domain.people import CellKind, ConsentState, Role, UnitLevel
from bot.domain.periods import VIETNAM, day_after_month, day_of, month_of
from bot.domain.quiet import may_push
from bot.domain.visits import VisitKind
from bot.messages import Letter, Sent, Urgency
from scheduler.pacing import Pace, Pacing
from scheduler.postman import Postman
from scheduler.timetable import ERRANDS
from storage.store import Store
from storage.tables import (
    Announcement,
    Assignment,
    BookNumber,
    Concern,
    ConcernMove,
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
_PERIOD = r"(?:tháng (?P<month>\d+)|kỳ (?P<first>\d\d/\d\d)–(?P<last>\d\d/\d\d))"
_LEFT = r"(?P<left>\d+) hộ"
_OWN = (
    re.compile(rf"{_PERIOD} đồng chí (?:có|còn) {_LEFT} (?:cần thăm|chưa ghi thăm)", re.IGNORECASE),
)
_GAPS = (
    re.compile(rf"hi bộ (?P<cell>\d) họp [^,]+, {_PERIOD} còn {_LEFT} chưa ghi thăm tại nhà\."),
    re.compile(rf"đồng chí chi bộ (?P<cell>\d) còn {_LEFT} chưa ghi thăm tại nhà {_PERIOD}, kể cả"),
)
_SHARE = re.compile(r"Trong đó có (\d+) hộ của đồng chí\.")
_ORGANISER = re.compile(r"Chi bộ (\d), họp (?:hôm nay|ngày mai|ngày) ?([\d/]*): \d+ hộ của")
_DIGEST = re.compile(r"Tổng hợp (tháng \S+ – .+) \(")
_ANNOUNCED = re.compile(r"Thông báo số (\d+)\.")
_CODE = re.compile(r"PA-\d-\d+-\d+")
_OFF = DaysOff()


@dataclass(frozen=True, slots=True)
class Said:
    """A message that arrived, and when."""

    at: datetime
    chat: str
    text: str
    urgent: bool


@dataclass
class Simulation:
    """The world as it goes on, and all that was said in it."""

    store: Store
    seed: int
    clock: FakeClock
    hours: Sequence[tuple[int, int]] = HOURS
    said: list[Said] = field(default_factory=list)
    held: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    cells: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    communes: list[int] = field(default_factory=list)
    visits: dict[int, list[date]] = field(default_factory=lambda: defaultdict(list))
    announced: int = 0
    concerns: dict[str, int] = field(default_factory=dict)
    evenings: list[int] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.rng = Random(self.seed)
        self.postman = Postman(
            self.store, {ACCOUNT: self._hear}, Pacing({ACCOUNT: FREE}, Pace(FREE, FREE)),
            clock=self.clock, pause=self.clock.pause, name="the simulation",
        )  # fmt: skip

    async def _hear(self, letter: Letter) -> Sent:
        urgent = letter.urgency is Urgency.URGENT
        one = Said(self.clock.now, letter.address.external_id, letter.text, urgent)
        self.said.append(one)
        self.wrong += self._faults(one)
        return Sent(f"m{letter.id}")

    # --- The model -----------------------------------------------------------------------------

    def _faults(self, one: Said) -> list[str]:
        found = [] if one.urgent or may_push(one.at, _OFF) else [f"quiet {one}"]
        for left, said in self._numbers(one):
            if not left or left != said:
                found.append(f"{left} left, said {one}")
        if any(code not in self.concerns for code in _CODE.findall(one.text)):
            found.append(f"closed {one}")
        if one.text.count("Việc tháng") > 1 or len(one.text) > 4096:
            found.append(f"clumsy {one}")
        return found

    def _numbers(self, one: Said) -> list[tuple[int, int]]:
        """How many households are left, and how many it says; of the reader and of cells."""
        found = [
            (self._left([one.chat], told), int(told["left"]))
            for pattern in _OWN
            for told in pattern.finditer(one.text)
        ]
        for told in (each for pattern in _GAPS for each in pattern.finditer(one.text)):
            found.append((self._left(self.cells[told["cell"]], told), int(told["left"])))
            share = _SHARE.match(one.text[told.end() :].lstrip())
            if share is not None:
                found.append((self._left([one.chat], told), int(share[1])))
        return found

    def _left(self, chats: Sequence[str], told: re.Match[str]) -> int:
        period = self._period(told["month"], told["first"], told["last"])
        return sum(not self._met(home, period) for chat in chats for home in self.held[chat])

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
        await self._announces(0.02)
        await self._concerns(0.03)
        for errand in ERRANDS:
            await errand.do(self.store, self.clock.now)
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

    async def _announces(self, share: float) -> None:
        """A committee announces something to all, now, at some hour, or urgently."""
        for commune_id in self.communes:
            if self.rng.random() >= share:
                continue
            self.announced += 1
            long = "Mời bà con dự họp tổ. " * self.rng.choice((1, 1, 60))
            kind = self.rng.choice((AnnouncementKind.MEETING, AnnouncementKind.WARNING))
            async with self.store.begin() as session:
                session.add(
                    Announcement(
                        unit_id=commune_id, author_id=int(self.cells["0"][0]), kind=kind,
                        created_at=self.clock.now,
                        words=f"Thông báo số {self.announced}. {long}", translations={},
                        audience=Audience().packed(), urgent=kind is AnnouncementKind.WARNING,
                        due_at=self.clock.now + timedelta(hours=self.rng.choice((0, 0, 12, 20))),
                    )
                )  # fmt: skip

    async def _concerns(self, share: float) -> None:
        """Somebody raises a concern; after a while, or long after its time, it is settled."""
        now, rng = self.clock.now, self.rng
        async with self.store.begin() as session:
            if rng.random() < share:
                cell = rng.choice(sorted(self.cells))
                person, number = int(rng.choice(self.cells[cell])), int(now.timestamp())
                cell_id = await session.scalar(select(Person.cell_id).where(Person.id == person))
                commune = await session.scalar(select(Person.commune_id).where(Person.id == person))
                concern = Concern(
                    commune_id=commune, cell_id=cell_id, month=month_of(day_of(now)),
                    number=number, code=f"PA-{cell}-{now:%Y%m}-{number}", words="Đèn hư",
                    kind=ConcernKind.FEEDBACK, category=ConcernCategory.POWER,
                    level=ConcernLevel.NORMAL, visibility=ReporterVisibility.HOUSEHOLD_ONLY,
                    status=ConcernStatus.NEW, author_id=person, visitor_id=person,
                    raised_on=day_of(now), recorded_at=now, effect_key=f"{number}",
                )  # fmt: skip
                session.add(concern)
                await session.flush()
                session.add(
                    ConcernMove(concern_id=concern.id, after=ConcernStatus.NEW, moved_at=now)
                )
                self.concerns[concern.code] = concern.id
            for code in [one for one in self.concerns if rng.random() < share / 2]:
                await session.execute(
                    update(core(Concern))
                    .where(core(Concern).c.id == self.concerns.pop(code))
                    .values(status=ConcernStatus.CLOSED)
                )

    async def _waiting(self) -> int:
        """Letters that could go out and have not."""
        rests = or_(OutboxRow.lease_until.is_(None), OutboxRow.lease_until <= self.clock.now)
        may_go = and_(rests, OutboxRow.not_before <= self.clock.now)
        old = OutboxRow.created_at < self.clock.now - timedelta(hours=36)
        waits = or_(may_go, and_(old, OutboxRow.key.startswith("push:")))
        async with self.store.reading() as session:
            return (
                await session.scalar(
                    select(func.count()).where(OutboxRow.status == Delivery.QUEUED, waits)
                )
                or 0
            )

    # --- What must hold ------------------------------------------------------------------------

    def twice(self) -> list[tuple[str, date]]:
        """Who was pushed to more than once on a day, other than urgently."""
        days = Counter((one.chat, day_of(one.at)) for one in self.said if not one.urgent)
        return [which for which, count in days.items() if count > 1]

    def said_again(self) -> list[tuple[str, ...]]:
        """To whom the same came again: a word about a cell's period or meeting within half a
        year, a digest, an announcement."""
        seen: dict[tuple[str, ...], datetime] = {}
        again: list[tuple[str, ...]] = []
        for one in self.said:
            once = (
                *(("gaps", *_cell_in(told)) for p in _GAPS for told in p.finditer(one.text)),
                *(("meets", *told) for told in _ORGANISER.findall(one.text) if told[1]),
                *(("digest", told) for told in _DIGEST.findall(one.text)),
                *(("announced", told) for told in _ANNOUNCED.findall(one.text)),
            )
            for told in once:
                key = (one.chat, *(part for part in told if part))
                half_a_year_ago = one.at - timedelta(days=180)
                if key in seen and (
                    told[0] in ("announced", "digest") or seen[key] > half_a_year_ago
                ):
                    again.append(key)
                seen[key] = one.at
        return again

    async def unknown(self) -> int:
        """Letters of which nobody knows what became: the model could not read them."""
        async with self.store.reading() as session:
            unknown = OutboxRow.status == Delivery.UNKNOWN
            return await session.scalar(select(func.count()).where(unknown)) or 0

    def count(self, what: str) -> int:
        """How many letters have these words."""
        return sum(what in one.text for one in self.said)


def _cell_in(told: re.Match[str]) -> tuple[str, ...]:
    return told["cell"], told["month"] or told["first"]


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
            simulation.communes.append(unit.id)
        for place, (commune, meets, kind) in enumerate(CELLS):
            cell = Unit(
                level=UnitLevel.CELL, kind=CellKind.RESIDENTIAL, code=f"{place}",
                name=f"Chi bộ {place}", since=SINCE, parent_id=communes[commune],
                commune_id=communes[commune], meeting_days=meets,
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
                simulation.cells[f"{place}"].append(chat)
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
    assert await simulation.unknown() == 0
    return simulation


def copied(template: Path, folder: Path, name: str) -> str:
    """A database of its own for a run."""
    path = folder / name
    path.write_bytes(template.read_bytes())
    return f"sqlite:///{path}"
