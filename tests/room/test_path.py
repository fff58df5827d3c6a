"""The guided path: whoever types just what it says comes to its end, in any order."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from pathlib import Path

import pytest
import pytest_asyncio

from bot.room import path
from bot.room.passing import Passage, destination
from bot.room.path import DAY_1, EVE, NEXT_DAY, Marks, Step
from bot.room.planting import Nursery
from bot.room.world import Commune, World

REPORT, CONCERN, ANSWER, TELL, LIST, DIGEST, ANNOUNCE, PASS_ON = range(8)
PHONES = ("member", "secretary", "office")


@dataclass
class Newcomer:
    """Somebody who does what the path says, and nothing else."""

    commune: Commune
    marks: Marks = field(default_factory=Marks)
    said: "count[int]" = field(default_factory=count)

    async def begin(self) -> list[Step]:
        async with self.commune.reading() as session:
            self.marks = await path.marks(session)
        return await self.steps()

    async def steps(self) -> list[Step]:
        async with self.commune.reading() as session:
            return await path.steps(session, self.commune.world.clock(), self.marks)

    async def done(self) -> list[int]:
        return [place for place, step in enumerate(await self.steps()) if step.done]

    async def take(self, place: int) -> None:
        step = (await self.steps())[place]
        person = getattr(self.commune.world.cast, step.phone)
        for line in filter(None, (step.say, *step.then)):
            await self.commune.say(person, line, f"n{next(self.said)}")
            while await self.commune.handle():
                pass
        if step.clock is not None:
            await self.move(step.clock, person)
        elif place == ANNOUNCE:
            await self.commune.look()

    async def move(self, to: str, person: int) -> None:
        async with self.commune.reading() as session:
            until = await destination(session, to, person, self.commune.world.clock())
            passage = await Passage.to(session, until)
        while await self.commune.pass_to_next(passage):
            pass


@pytest_asyncio.fixture
async def newcomer(nursery: Nursery, tmp_path: Path) -> AsyncIterator[Newcomer]:
    """On the sample commune, on the first of October at half past seven."""
    world = await World.of(await nursery.fresh(tmp_path / "room.db"))
    commune = Commune(world, lambda: None, lambda person, on: None)
    yield Newcomer(commune)
    await commune.close()


@pytest.mark.faults(only_full=True)
async def test_whoever_types_what_each_step_says_comes_to_the_end(newcomer: Newcomer) -> None:
    await newcomer.begin()
    for place in range(PASS_ON + 1):
        assert await newcomer.done() == list(range(place))
        await newcomer.take(place)
    assert all(step.done for step in await newcomer.steps())


@pytest.mark.faults(only_full=True)
async def test_steps_can_be_taken_in_another_order(newcomer: Newcomer) -> None:
    await newcomer.begin()
    order = (TELL, ANNOUNCE, ANSWER, CONCERN, PASS_ON, REPORT)
    for place, step in enumerate(order):
        await newcomer.take(step)
        assert await newcomer.done() == sorted(order[: place + 1])


async def test_what_was_done_before_the_path_was_begun_does_not_count(newcomer: Newcomer) -> None:
    await newcomer.begin()
    await newcomer.take(REPORT)
    assert not any(step.done for step in await newcomer.begin())
    await newcomer.take(REPORT)
    assert await newcomer.done() == [REPORT]


async def test_saying_something_else_does_nothing(newcomer: Newcomer) -> None:
    steps = await newcomer.begin()
    cast = newcomer.commune.world.cast
    for place, line in enumerate(("báo một lần thăm hộ", steps[CONCERN].say, "/huy")):
        assert line is not None
        await newcomer.commune.say(cast.member, line, f"other{place}")
        while await newcomer.commune.handle():
            pass
    assert await newcomer.done() == []


async def test_where_nothing_is_there_to_be_done_it_is_said_so(newcomer: Newcomer) -> None:
    steps = await newcomer.begin()
    assert steps[PASS_ON].say is None
    await newcomer.take(TELL)
    told = (await newcomer.steps())[TELL]
    assert told.done
    assert told.say is None


@pytest.mark.parametrize(
    ("at", "clock"),
    [
        ("2026-12-01T07:30", DAY_1),
        ("2026-12-01T09:00", DAY_1),
        ("2026-12-31T20:00", DAY_1),
        ("2027-01-01T09:00", NEXT_DAY),
        ("2027-01-04T07:30", NEXT_DAY),
        ("2027-01-04T09:00", DAY_1),
    ],
    ids=["early on day 1", "after the list", "the eve", "a holiday", "its day", "after it"],
)
async def test_the_list_is_waited_for_also_where_it_comes_after_a_holiday(
    newcomer: Newcomer, at: str, clock: str
) -> None:
    now = datetime.fromisoformat(f"{at}+07:00")
    async with newcomer.commune.reading() as session:
        assert (await path.steps(session, now, None))[LIST].clock == clock


async def test_each_step_is_short_and_names_its_phone(newcomer: Newcomer) -> None:
    for step in await newcomer.begin():
        assert step.phone in PHONES
        for words in (step.said.words, step.said.english_words):
            assert 1 <= sentences(words) <= 3, words
            assert "!" not in words
        assert step.clock is None or step.say is None
    assert [step.clock for step in await newcomer.steps()][LIST : DIGEST + 1] == [DAY_1, EVE]


def sentences(words: str) -> int:
    return len([one for one in words.replace("?", ".").split(". ") if one])
