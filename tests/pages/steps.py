"""What people do with their pages in these tests, and what is looked at afterwards."""

import re
from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.texts import page as words
from storage.tables import Visit
from tests.chat import Chat, World
from tests.pages.plain import Plain, Shown
from tests.village import Village

TODAY = date(2026, 11, 21)
COMMAND = "/trang"


async def link_of(who: Chat) -> str:
    """Ask for the page in the chat."""
    await who.say(COMMAND)
    found = re.search(r"https://\S+", who.heard.text)
    assert found is not None, who.heard.text
    return found[0]


async def listed(who: Chat, browser: Plain) -> Shown:
    """The page with its list, just opened."""
    return await (await browser.open(await link_of(who))).press(words.OPEN)


async def visits_of(world: World) -> list[Visit]:
    async with world.store.reading() as session:
        return list(await session.scalars(select(Visit).order_by(Visit.id)))


def gone_engine() -> AsyncEngine:
    """A database that nobody answers for."""
    return create_async_engine("postgresql+asyncpg://nobody@127.0.0.1:1/nothing")


async def change(world: World, *statements: object) -> None:
    async with world.store.begin() as session:
        for one in statements:
            await session.execute(one)  # type: ignore[call-overload]  # any statement


def how(village: Village, code: str) -> str:
    return f"how-{village.households[code]}"


def note(village: Village, code: str) -> str:
    return f"note-{village.households[code]}"


def over(shown: Shown, status: int) -> bool:
    return (shown.status, words.OVER[0] in shown.text, shown.buttons) == (status, True, [])
