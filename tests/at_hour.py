"""The real program, begun at an hour of ours from where its clock goes on.

Usage: python -m tests.at_hour ISO-8601 WORDS…, with the words of `gandan`. What it finds in the
program to turn are the clocks that the program hands to its parts.
"""

import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

from bot import __main__ as program
from bot import app, starting
from bot.settings import Settings
from bot.working import Program


def main() -> None:
    """What the forge starts."""
    began, started = datetime.fromisoformat(sys.argv.pop(1)), time.monotonic()

    def ours() -> datetime:
        return began + timedelta(seconds=time.monotonic() - started)

    real, joined = starting.now, app.assembled
    for module in list(sys.modules.values()):
        if vars(module).get("now") is real:
            vars(module)["now"] = ours

    @asynccontextmanager
    async def assembled(settings: Settings) -> AsyncIterator[Program]:
        async with joined(settings) as parts:
            parts.postman.clock = ours
            yield parts

    vars(app)["assembled"] = assembled
    program.main()


if __name__ == "__main__":
    main()
