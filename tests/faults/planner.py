"""A process with the clock's errands in hand: at each moment that it is told, it looks once.

Usage: python -m tests.faults.planner DATABASE_URL; it says "ready", and then of each line with a
moment on stdin, in a line of JSON, which errands were done and how much of each that was.
"""

import asyncio
import json
import logging
import sys
from datetime import datetime

import structlog

from scheduler import timetable
from storage import jobs
from storage.secrecy import Keys
from storage.store import opened

KEYS = Keys(("x" * 40,))  # nothing is encrypted here; importing tests.conftest takes a second


def say(line: str) -> None:
    """Say it at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


async def main(database_url: str) -> None:
    """Look until nobody says anything any more."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    store = opened(database_url, KEYS)
    async with store.reading() as session:
        await jobs.last(session, "")  # so that the connection is open
    say("ready")
    while said := (await asyncio.to_thread(sys.stdin.readline)).strip():
        say(json.dumps(await timetable.look(store, datetime.fromisoformat(said))))
    await store.close()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
