"""All parts joined: which messengers there are, and what works with them."""

import asyncio
import signal
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING

import structlog

from bot import http
from bot.messengers.base import Messenger
from bot.pages.door import Ground, furnish
from bot.settings import Settings
from bot.starting import Unfit, now, only_one, store_from
from bot.working import Account, Program, work_until_stopped
from handlers.respond import Reader, Setting
from handlers.turn import Accounts
from scheduler.pacing import Pacing
from scheduler.postman import Postman
from scheduler.timetable import Timetable

if TYPE_CHECKING:
    from bot.messengers.telegram import TelegramMessenger

log = structlog.get_logger()


async def run(settings: Settings) -> None:
    """Everything, until SIGTERM or SIGINT; then in order: door, hands, sender, database."""
    with only_one(settings):
        async with assembled(settings) as program:
            loop = asyncio.get_running_loop()
            for sign in (signal.SIGTERM, signal.SIGINT):
                loop.add_signal_handler(sign, program.stop.set)
            doors = doors_from(program)
            learn = partial(learn_links, program.messengers, program.links)
            await work_until_stopped(program, _opened(program, doors), learn, polls=not doors)


@asynccontextmanager
async def assembled(settings: Settings) -> AsyncIterator[Program]:
    """The parts joined, not yet moving."""
    store = store_from(settings)
    messengers = messengers_from(settings)
    if not messengers:
        await store.close()
        raise Unfit("no messenger is set up: GANDAN_TELEGRAM_TOKEN is missing")
    pacing = Pacing(dict.fromkeys(messengers, settings.telegram_rate))
    postman = Postman(store, {a: m.send for a, m in messengers.items()}, pacing)
    readers: dict[Account, Reader] = {a: m.read for a, m in messengers.items()}
    links: dict[Account, str] = {}
    setting = Setting(readers, Accounts(links, settings.pages), postman.name)
    timetable = Timetable(store, now, postman.wake)
    try:
        yield Program(settings, store, messengers, postman, timetable, setting, links)
    finally:
        for messenger in messengers.values():
            await messenger.close()
        await store.close()


def messengers_from(settings: Settings) -> dict[Account, Messenger]:
    """An adapter for each account that has a token."""
    found: dict[Account, Messenger] = {}
    token = settings.telegram_token.get_secret_value()
    if token:
        telegram = telegram_from(settings)
        found[telegram.surface, telegram.account] = telegram
    return found


def telegram_from(settings: Settings) -> "TelegramMessenger":
    """The adapter for the first account; a token that can't be one is refused here."""
    from aiogram.utils.token import TokenValidationError

    from bot.messengers.telegram import TelegramMessenger

    token = settings.telegram_token.get_secret_value()
    if not token:
        raise Unfit("GANDAN_TELEGRAM_TOKEN is missing")
    try:
        return TelegramMessenger(token, settings.telegram_api)
    except TokenValidationError:
        raise Unfit("GANDAN_TELEGRAM_TOKEN is no token: it looks like 123456:ABC-def") from None


async def learn_links(messengers: Mapping[Account, Messenger], links: dict[Account, str]) -> bool:
    """Ask how an invitation points to each account; False when one could not be asked."""
    from bot.messengers.telegram import ApiRefused, TelegramMessenger

    for account, messenger in messengers.items():
        if isinstance(messenger, TelegramMessenger) and account not in links:
            try:
                name = (await messenger.me()).name
            except ApiRefused as refused:
                log.warning("account not reached", account=account[1], why=str(refused))
                continue
            links[account] = f"https://t.me/{name}?start={{code}}"
    return len(links) == len(messengers)


def doors_from(program: Program) -> list[http.Door]:
    """The webhooks that are open: only for accounts that do not poll."""
    from bot.messengers.telegram import SECRET_HEADER

    settings = program.settings
    if settings.telegram_mode != "webhook":
        return []
    secret = settings.telegram_secret.get_secret_value()
    if not secret:
        raise Unfit("GANDAN_TELEGRAM_SECRET is missing: a webhook needs a secret")
    return [
        http.Door("/telegram/webhook", SECRET_HEADER, account, messenger, (secret,))
        for (surface, account), messenger in program.messengers.items()
        if surface == "telegram"
    ]


@asynccontextmanager
async def _opened(program: Program, doors: Sequence[http.Door]) -> AsyncIterator[int]:
    """The web server, open; on which port."""
    web = http.application(
        doors=doors,
        keep=program.keep,
        keep_oddity=program.keep_oddity,
        health=program.health,
        registry=program.registry,
    )
    furnish(web, Ground.of(program.store, now, program.postman.wake))
    host, port = program.settings.host_and_port
    async with AsyncExitStack() as stack:
        try:
            open_port = await stack.enter_async_context(http.serving(web, host, port))
        except OSError as taken:
            raise Unfit(f"GANDAN_LISTEN {host}:{port} can't be opened: {taken.strerror}") from None
        yield open_port
