"""All parts joined."""

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from bot import http
from bot.accounts import KINDS
from bot.pages.door import Ground, furnish
from bot.settings import Settings
from bot.starting import Unfit, now, only_one, store_from
from bot.switchboard import Switchboard
from bot.working import Program, work_until_stopped
from handlers.respond import Setting
from handlers.turn import Accounts
from scheduler.pacing import Pacing
from scheduler.postman import Postman
from scheduler.timetable import Timetable


async def run(settings: Settings) -> None:
    """Everything, until SIGTERM or SIGINT; then in order: door, hands, sender, database."""
    with only_one(settings):
        async with assembled(settings) as program:
            loop = asyncio.get_running_loop()
            for sign in (signal.SIGTERM, signal.SIGINT):
                loop.add_signal_handler(sign, program.stop.set)
            await work_until_stopped(program, _opened(program))


@asynccontextmanager
async def assembled(settings: Settings) -> AsyncIterator[Program]:
    """The parts joined, not yet moving."""
    store = store_from(settings)
    board = Switchboard(settings, store)
    try:
        await board.begin()
        postman = Postman(
            store, board.senders, Pacing(board.rates, plans=board.plans),
            without_files=board.without_files, pages=settings.pages,
        )  # fmt: skip
        known = Accounts(board.links, settings.pages, board.takes)
        setting = Setting(board.readers, known, postman.name)
        timetable = Timetable(store, now, postman.wake)
        yield Program(settings, store, board, postman, timetable, setting)
    finally:
        await board.close()
        await store.close()


@asynccontextmanager
async def _opened(program: Program) -> AsyncIterator[int]:
    """The web server, open; on which port."""
    web = http.application(
        doors=program.board.doors,
        paths=[kind.path for kind in KINDS.values()],
        keep=program.keep,
        keep_oddity=program.keep_oddity,
        health=program.health,
        registry=program.registry,
    )
    wake, fetch = program.postman.wake, program.files_arrived.set
    furnish(web, Ground.of(program.store, now, wake, fetch))
    host, port = program.settings.host_and_port
    async with AsyncExitStack() as stack:
        try:
            open_port = await stack.enter_async_context(http.serving(web, host, port))
        except OSError as taken:
            raise Unfit(f"GANDAN_LISTEN {host}:{port} can't be opened: {taken.strerror}") from None
        yield open_port
