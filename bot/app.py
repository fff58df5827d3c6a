"""The program as it runs: the only module that joins all parts."""

import asyncio
import fcntl
import gc
import logging
import signal
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TextIO

import structlog
from prometheus_client import CollectorRegistry
from sqlalchemy.exc import SQLAlchemyError

from bot import http
from bot.domain.delivery import POISON_TRIES
from bot.messages import Attachment
from bot.messengers.base import Arrival, FetchFailed, Messenger, unpacked_file
from bot.metrics import Gauges
from bot.settings import Settings
from handlers import importing
from handlers.respond import Reader, Responded, Setting, respond
from handlers.turn import Accounts
from scheduler.housekeeping import keep_house
from scheduler.pacing import Pacing
from scheduler.postman import Postman
from storage import imports_pending, inbox, people
from storage.inbox import Arrived, Waiting
from storage.secrecy import Keys
from storage.store import Store, file_of, opened

log = structlog.get_logger()

IDLE = 1.0  # the safety net under waking: how long a sleeping worker stays asleep
WORKERS = 4  # on PostgreSQL; SQLite has one writer anyway
HOUSEKEEPING = 60.0
FETCH_LEASE = timedelta(minutes=2)
DATABASE_AWAY = (SQLAlchemyError, OSError, TimeoutError)

Account = tuple[str, str]


class Unfit(Exception):
    """The program can't run as it is set up; the message says what is missing, in one sentence."""


def now() -> datetime:
    """The present."""
    return datetime.now(UTC)


def keys_from(settings: Settings) -> Keys:
    """The secret keys, or a sentence on how to make one."""
    try:
        return Keys(settings.secrets)
    except ValueError:
        raise Unfit(
            "GANDAN_SECRET_KEY is missing or shorter than 32 characters: make one with "
            "`gandan secret`"
        ) from None


def store_from(settings: Settings) -> Store:
    """The database that the settings name."""
    try:
        return opened(settings.database_url, keys_from(settings))
    except ValueError as wrong:
        raise Unfit(f"GANDAN_DATABASE_URL does not fit: {wrong}") from None


@contextmanager
def only_one(settings: Settings) -> Iterator[None]:
    """On SQLite `run` and `tick` exclude each other; a second one says so and ends."""
    path = file_of(settings.database_url)
    if path is None:
        yield
        return
    lock: TextIO
    with open(f"{path}.lock", "w", encoding="ascii") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Unfit("another gandan process works on this database already") from None
        yield


def configure_logging(settings: Settings) -> None:
    """Ids and counts to stderr. Libraries that log addresses with tokens in them are silenced."""
    level = logging.getLevelNamesMapping()[settings.log_level]
    logging.basicConfig(level=max(level, logging.WARNING), format="%(message)s")
    for noisy in ("aiogram", "aiohttp", "httpx", "sqlalchemy"):
        logging.getLogger(noisy).setLevel(logging.ERROR)
    last: structlog.typing.Processor = (
        structlog.processors.JSONRenderer()
        if settings.log_format == "json"
        else structlog.dev.ConsoleRenderer(
            colors=False, exception_formatter=structlog.dev.plain_traceback
        )
    )
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            last,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(),
    )


@dataclass
class Program:
    """The running parts. Every process has its own; on PostgreSQL there may be many."""

    settings: Settings
    store: Store
    messengers: Mapping[Account, Messenger]
    postman: Postman
    setting: Setting
    stop: asyncio.Event = field(default_factory=asyncio.Event)
    arrived: asyncio.Event = field(default_factory=asyncio.Event)
    files_arrived: asyncio.Event = field(default_factory=asyncio.Event)
    kept_house_at: datetime = field(default_factory=now)

    async def keep(self, surface: str, account: str, arrival: Arrival, raw: bytes) -> None:
        """Commit one message; only then may it be acknowledged."""
        await self.keep_all(surface, account, [(arrival, raw)], None)

    async def keep_oddity(self, surface: str, account: str, raw: bytes) -> None:
        """Commit a body that made no sense."""
        async with self.store.begin() as session:
            await inbox.keep_oddity(session, surface, account, raw, now())

    async def keep_all(
        self,
        surface: str,
        account: str,
        batch: Sequence[tuple[Arrival | None, bytes]],
        following: int | None,
    ) -> None:
        """Commit what arrived, with the polling offset behind it, and wake whoever handles it."""
        good = [
            Arrived(arrival.event_id, arrival.chat, raw, arrival.wants_file)
            for arrival, raw in batch
            if arrival is not None
        ]
        async with self.store.begin() as session:
            await inbox.keep(session, surface, account, good, now())
            for arrival, raw in batch:
                if arrival is None:
                    await inbox.keep_oddity(session, surface, account, raw, now())
            if following is not None:
                await inbox.move_offset(session, surface, account, following)
        self.arrived.set()
        if any(one.wants_file for one in good):
            self.files_arrived.set()

    async def health(self) -> dict[str, bool]:
        """The database answers, no message waits for a minute, and housekeeping goes round."""
        async with self.store.reading() as session:
            oldest = await inbox.oldest_waiting(session)
        return {
            "database": True,
            "inbox": oldest is None or now() - oldest < timedelta(seconds=60),
            "clock": now() - self.kept_house_at < timedelta(minutes=2),
        }


async def run(settings: Settings) -> None:
    """Everything, until SIGTERM or SIGINT; then in order: door, hands, sender, database."""
    with only_one(settings):
        async with assembled(settings) as program:
            loop = asyncio.get_running_loop()
            for sign in (signal.SIGTERM, signal.SIGINT):
                loop.add_signal_handler(sign, program.stop.set)
            await work_until_stopped(program)


@asynccontextmanager
async def assembled(settings: Settings) -> AsyncIterator[Program]:
    """The parts joined, not yet moving."""
    store = store_from(settings)
    messengers = messengers_from(settings)
    if not messengers:
        await store.close()
        raise Unfit("no messenger is set up: GANDAN_TELEGRAM_TOKEN is missing")
    pacing = Pacing({account: settings.telegram_rate for account in messengers})
    postman = Postman(store, messengers, pacing)
    readers: dict[Account, Reader] = {a: m.read for a, m in messengers.items()}
    links = await links_to(messengers)
    program = Program(
        settings, store, messengers, postman, Setting(readers, Accounts(links), postman.name)
    )
    try:
        yield program
    finally:
        for messenger in messengers.values():
            await messenger.close()
        await store.close()


def messengers_from(settings: Settings) -> dict[Account, Messenger]:
    """An adapter for each account that has a token."""
    found: dict[Account, Messenger] = {}
    token = settings.telegram_token.get_secret_value()
    if token:
        from bot.messengers.telegram import TelegramMessenger

        telegram = TelegramMessenger(token, settings.telegram_api)
        found[telegram.surface, telegram.account] = telegram
    return found


async def links_to(messengers: Mapping[Account, Messenger]) -> dict[Account, str]:
    """How an invitation points to each account; left out where the messenger can't be asked."""
    from bot.messengers.telegram import ApiRefused, TelegramMessenger

    links: dict[Account, str] = {}
    for account, messenger in messengers.items():
        if isinstance(messenger, TelegramMessenger):
            try:
                name = (await messenger.me()).name
            except ApiRefused as refused:
                log.warning("account not reached", account=account[1], why=str(refused))
                continue
            links[account] = f"https://t.me/{name}?start={{code}}"
    return links


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


async def work_until_stopped(program: Program) -> None:
    """Open the door, start all hands, and end in order: nothing accepted is left half done."""
    doors = doors_from(program)
    registry = CollectorRegistry()
    gauges = Gauges(registry)
    web = http.application(
        doors=doors,
        keep=program.keep,
        keep_oddity=program.keep_oddity,
        health=program.health,
        registry=registry,
    )
    sent_all = asyncio.Event()
    host, port = program.settings.host_and_port
    async with asyncio.TaskGroup() as group:
        group.create_task(program.postman.run(sent_all))
        house = group.create_task(_keep_house(program, gauges))
        hands = [group.create_task(_handle(program)) for _ in range(_hands(program))]
        hands.append(group.create_task(_fetch(program)))
        ears = [] if doors else [group.create_task(_listen(program, m)) for m in _ears(program)]
        async with http.serving(web, host, port) as open_port:
            _freeze_garbage()
            log.info("running", port=open_port, accounts=len(program.messengers))
            await program.stop.wait()
            log.info("stopping")
            for ear in ears:
                ear.cancel()
        program.arrived.set()
        program.files_arrived.set()
        await asyncio.wait(hands)
        house.cancel()
        sent_all.set()
    log.info("stopped")


def _ears(program: Program) -> list[Messenger]:
    return list(program.messengers.values())


def _hands(program: Program) -> int:
    return 1 if program.store.embedded else WORKERS


def _freeze_garbage() -> None:
    """A full collection over aiogram's models takes 178 ms; they never become garbage."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 50, 100)


async def _listen(program: Program, messenger: Messenger) -> None:
    async with program.store.reading() as session:
        offset = await inbox.offset(session, messenger.surface, messenger.account)

    async def kept(batch: list[tuple[Arrival | None, bytes]], following: int) -> None:
        await program.keep_all(messenger.surface, messenger.account, batch, following)

    await messenger.listen(kept, offset)


async def _handle(program: Program) -> None:
    """Take messages one after the other; a database that is away is waited for."""
    while not program.stop.is_set():
        program.arrived.clear()
        try:
            responded = await respond(program.store, program.setting, now())
        except DATABASE_AWAY as away:
            log.warning("database away", why=type(away).__name__)
            await _sleep(program.stop, IDLE)
            continue
        if responded is None:
            await _sleep(program.arrived, IDLE)
        else:
            program.arrived.set()
            _hand_over(program, responded)


def _hand_over(program: Program, responded: Responded) -> None:
    if responded.letter_id is not None:
        program.postman.deliver(responded.letter_id, responded.address)
    program.postman.wake()


async def _sleep(woken: asyncio.Event, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await woken.wait()
    except TimeoutError:
        return


async def _keep_house(program: Program, gauges: Gauges) -> None:
    while True:
        try:
            await keep_house(program.store, now())
            await gauges.measure(program.store, now())
            program.kept_house_at = now()
        except DATABASE_AWAY as away:
            log.warning("database away", why=type(away).__name__)
        await _sleep(program.stop, HOUSEKEEPING)
        if program.stop.is_set():
            return


async def _fetch(program: Program) -> None:
    """Bring the files that messages came with, outside of any transaction."""
    while not program.stop.is_set():
        program.files_arrived.clear()
        try:
            found = await _fetch_one(program)
        except DATABASE_AWAY as away:
            log.warning("database away", why=type(away).__name__)
            found = False
        if not found:
            await _sleep(program.files_arrived, IDLE)


async def _fetch_one(program: Program) -> bool:
    async with program.store.begin() as session:
        waiting = await inbox.next_waiting(session, now(), fetching=True)
        if waiting is None:
            return False
        actor = await people.actor_at(session, waiting.address, now().date())
        if actor is None:
            await inbox.forgo_file(session, waiting.id)
            program.arrived.set()
            return True
        await inbox.postpone(session, waiting.id, now() + FETCH_LEASE)
    await _bring(program, waiting)
    program.arrived.set()
    return True


async def _bring(program: Program, waiting: Waiting) -> None:
    address, file = waiting.address, unpacked_file(waiting.wants_file)
    messenger = program.messengers[address.surface, address.account]
    try:
        content = await messenger.fetch(address.account, file.reference)
    except FetchFailed as failed:
        log.warning("file not fetched", inbox_id=waiting.id, later=failed.later)
        async with program.store.begin() as session:
            if failed.later and waiting.attempts + 1 < POISON_TRIES:
                await inbox.failed(session, waiting.id, "fetch", now())
            else:
                await inbox.forgo_file(session, waiting.id)
        return
    await store_file(program.store, waiting.id, Attachment(file.name, content, file.media_type))


async def store_file(store: Store, inbox_id: int, file: Attachment) -> None:
    """Keep a file that was fetched; a workbook is read first, while no transaction is open."""
    workbook = file.name.lower().endswith(".xlsx")
    reading = await importing.read_ahead(file.content) if workbook else None
    async with store.begin() as session:
        file_id = await inbox.put_file(session, inbox_id, file, now())
        if reading is not None:
            await imports_pending.keep(session, file_id, file.content, reading, now())
