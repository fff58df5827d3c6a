"""A month of fifteen households in the practice room, with buttons and as it is on Zalo."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

import aiohttp
import pytest
from sqlalchemy import func, select

from bot.domain.periods import first_day
from bot.room.planting import Nursery
from storage import households, people
from storage.households import Card
from storage.sample import phones
from storage.store import Store
from storage.tables import BookNumber
from tests import month
from tests.month import MOST_ACTIONS, MOST_MESSAGES, Hand, Plan
from tests.room.conftest import MONTH, opened
from tests.room.visitor import Browser, Frame, Page


class RoomPhone:
    """A phone of the practice room; `plain` as it is where there are no buttons."""

    def __init__(self, page: Page, person: int, move: Callable[[datetime], None]) -> None:
        self.page, self.person, self.plain = page, person, False
        self.heard: list[Frame] = []
        self.hand = Hand(self._say, self._tap, self._labels, move)

    @property
    def messages(self) -> int:
        """How many came that took the place of none; without buttons each is a new one."""
        return sum(letter["replaces"] is None or self.plain for letter in self.heard)

    async def _say(self, text: str) -> str:
        return self._with(await self.page.say(self.person, text, plain=self.plain))

    async def _tap(self, label: str) -> str:
        assert not self.plain
        return self._with(await self.page.tap(self.heard[-1], label))

    def _labels(self) -> Sequence[str]:
        letter = self.heard[-1]
        return [one["label"] for one in (*letter["choices"], *letter["ways"])]

    def _with(self, letter: Frame) -> str:
        self.heard.append(letter)
        return str(letter["plain" if self.plain else "text"])


async def with_book_of_fifteen(store: Store, now: datetime) -> tuple[int, list[Card]]:
    """Somebody of the sample commune with 15 households, one of them in need of help."""
    many = (
        select(BookNumber.person_id).group_by(BookNumber.person_id).having(func.count() == 15)
    )  # fmt: skip
    async with store.begin() as session:
        found = sorted(await session.scalars(many))
        await phones.link(session, found, now)
        for person_id in found:
            actor = await people.actor_at(session, phones.address_of(person_id), now.date())
            assert actor is not None
            book = await households.book(session, actor, now.date())
            easy = not any(card.promised or card.helping or card.declined for card in book)
            if len(book) == 15 and easy and sum(card.needs_help for card in book) == 1:
                return person_id, book
    raise AssertionError("nobody has such a book")


@pytest.mark.parametrize("plain", [False, True], ids=["with buttons", "without buttons"])
async def test_in_the_practice_room_it_is_as_short(
    nursery: Nursery, tmp_path: Path, plain: bool
) -> None:
    first = first_day(MONTH)
    async with opened(nursery, tmp_path / "room.db") as (room, port):
        world = room.commune.world
        person, book = await with_book_of_fifteen(world.store, world.clock())
        numbers = [card.number for card in book if card.number is not None]
        plan = Plan.of(numbers, [c.number for c in book if c.needs_help and c.number is not None])
        async with (
            aiohttp.ClientSession() as web,
            Browser(f"http://127.0.0.1:{port}", web).page(person) as page,
        ):
            phone = RoomPhone(page, person, world.clock.move_to)
            phone.plain = plain
            told = month.told_in_words if plain else month.told_with_buttons
            await told(phone.hand, plan, first)
        assert len(phone.hand.done) <= MOST_ACTIONS
        assert 0 < phone.messages <= MOST_MESSAGES
        await month.has_kept(world.store, person, plan, first)
