"""What must be so before anything can run: settings that fit, one process a file, quiet logs."""

import fcntl
import logging
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

import structlog
from sqlalchemy.exc import ArgumentError

from bot.settings import Settings
from bot.texts import doctor as words
from storage import schema
from storage.schema import Standing
from storage.secrecy import Keys
from storage.store import Store, file_of, opened

ANOTHERS = (
    "the database is of a newer version, or of another program: bring this program up to date, "
    "or name another database in GANDAN_DATABASE_URL"
)


class Unfit(Exception):
    """The program can't run as it is set up; the message says what is missing, in one sentence.

    `told` says it in Vietnamese, where the sentence does not; the doctor says both.
    """

    def __init__(self, sentence: str, told: str = "") -> None:
        super().__init__(sentence)
        self.told = told


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
            "`gandan secret`", words.NO_KEY,
        ) from None  # fmt: skip


def store_from(settings: Settings) -> Store:
    """The database that the settings name."""
    keys = keys_from(settings)
    with _fitting_address():
        return opened(settings.database_url, keys)


def file_from(settings: Settings) -> Path | None:
    """The file that the settings name; None for a server."""
    with _fitting_address():
        return file_of(settings.database_url)


@contextmanager
def _fitting_address() -> Iterator[None]:
    try:
        yield
    except (ArgumentError, ValueError):  # a password may stand in the address: no words of it
        raise Unfit(
            "GANDAN_DATABASE_URL does not fit: sqlite:///file.db or "
            "postgresql://name:password@host/database is wanted", words.NO_SUCH_DATABASE,
        ) from None  # fmt: skip


@asynccontextmanager
async def current(settings: Settings) -> AsyncIterator[Store]:
    """The database that the settings name, if its schema is of this version."""
    store = store_from(settings)
    try:
        if not await ours(store):
            raise Unfit("the schema is not of this version: run `gandan migrate`", words.MIGRATE)
        yield store
    finally:
        await store.close()


async def ours(store: Store) -> bool:
    """Whether a database of ours is of this version; refuses what is none of ours."""
    standing = await schema.standing(store)
    if standing is Standing.ANOTHERS:
        raise Unfit(ANOTHERS, words.ANOTHERS)
    return standing is Standing.CURRENT


@contextmanager
def only_one(settings: Settings) -> Iterator[None]:
    """On SQLite `run` and `tick` exclude each other; a second one says so and ends."""
    path = file_from(settings)
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
    """Ids and counts to stderr, our own and what is left of the libraries'."""
    level = logging.getLevelNamesMapping()[settings.log_level]
    logging.basicConfig(level=max(level, logging.WARNING), handlers=[_Libraries()], force=True)
    for noisy in ("aiogram", "aiohttp", "httpx", "sqlalchemy"):
        logging.getLogger(noisy).setLevel(logging.ERROR)
    last: structlog.typing.Processor = (
        structlog.processors.JSONRenderer()
        if settings.log_format == "json"
        else structlog.dev.ConsoleRenderer(colors=False)
    )
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            last,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


class _Libraries(logging.Handler):
    """What a library says, without its words: tokens and people's texts may stand in them."""

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[0] if record.exc_info else None
        structlog.get_logger().warning(
            "a library complains",
            library=record.name,
            at=f"{record.module}:{record.lineno}",
            error=error.__name__ if error else None,
        )
