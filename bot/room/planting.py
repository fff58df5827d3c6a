"""Where the practice room's commune comes from: a fresh one, or one that was kept."""

import asyncio
import os
import secrets
import shutil
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from bot import starting
from bot.domain.periods import day_of
from bot.room.clock import beginning
from scheduler import timetable
from storage import sample, schema
from storage.sample import phones
from storage.secrecy import Keys
from storage.store import Store, opened

NO_SECRETS = ("a sample commune has nothing to hide from anybody",)
_SECOND = 1_000_000


@dataclass(frozen=True)
class Nursery:
    """Makes sample communes. The first of a day takes seconds, the next are copies of it."""

    folder: Path
    keys: Keys
    month: str = ""

    async def fresh(self, file: Path) -> Store:
        """A new commune in a file, whatever was there before; its phones are linked."""
        began = beginning(starting.now(), self.month)
        seedling = self.folder / f"seedling-{day_of(began)}.db"
        if not await asyncio.to_thread(seedling.exists):
            await self._sow(seedling, began)
        await asyncio.to_thread(_replace, file, seedling)
        return await self._furnished(file, began)

    async def _sow(self, seedling: Path, began: datetime) -> None:
        """What is due already is done before anybody has a phone: the room begins in silence."""
        half_done = seedling.with_suffix(".new")
        _remove(half_done)
        store = opened(f"sqlite:///{half_done}", self.keys)
        try:
            await schema.migrate(store)
            async with store.begin() as session:
                await sample.plant(session, today=day_of(began), now=began)
            await timetable.look(store, began)
        finally:
            await store.close()
        half_done.rename(seedling)

    async def _furnished(self, file: Path, began: datetime) -> Store:
        now = began + timedelta(microseconds=secrets.randbelow(_SECOND))  # no two are taken for one
        store = opened(f"sqlite:///{file}", self.keys)
        async with store.begin() as session:
            await phones.link(session, await phones.linked_from_the_start(session, now), now)
            await sample.set_clock(session, now)
        return store


async def kept(file: Path, keys: Keys) -> Store:
    """A commune that was kept in a file. Never a real one: a demo database says so itself."""
    if not await asyncio.to_thread(sample.is_sample_file, file):
        raise starting.Unfit("--keep names no demo database: `gandan demo` never opens a real one")
    store = opened(f"sqlite:///{file}", keys)
    try:
        if not await schema.is_current(store):
            await schema.migrate(store)
        now = await present(store)
        async with store.begin() as session:
            await phones.link(session, await phones.linked_from_the_start(session, now), now)
            await phones.heard_from_here(session, now)
    except BaseException:  # raised again; nobody else would close it
        await store.close()
        raise
    return store


async def present(store: Store) -> datetime:
    """The hour at which a commune stopped."""
    async with store.reading() as session:
        return await phones.present(session)


def _replace(file: Path, seedling: Path) -> None:
    """The old file is closed; what lies beside it goes with it."""
    fresh = file.with_name(file.name + ".new")
    shutil.copyfile(seedling, fresh)
    _remove(file, keep_main=True)
    os.replace(fresh, file)


def _remove(file: Path, *, keep_main: bool = False) -> None:
    for ending in ("-wal", "-shm") if keep_main else ("", "-wal", "-shm"):
        with suppress(FileNotFoundError):
            file.with_name(file.name + ending).unlink()
