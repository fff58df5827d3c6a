"""Files that messages came with: brought, and workbooks read, before the message is handled."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from bot.domain import photos
from bot.domain.periods import day_of
from bot.messages import Attachment
from bot.messengers.base import FetchFailed, Messenger, unpacked_file
from bot.starting import now
from bot.troubles import place_of
from handlers import importing
from storage import imports_pending, inbox, people, uploads
from storage.inbox import Waiting
from storage.store import Store

log = structlog.get_logger()

FETCH_LEASE = timedelta(minutes=2)
MOST_TRIES = 4
"""Within half a minute: for so long the chat waits, then its person is told how else to send."""

Clock = Callable[[], datetime]


async def fetch_one(
    store: Store, messengers: Mapping[tuple[str, str], Messenger], clock: Clock = now
) -> bool:
    """Bring the next file, with no transaction open meanwhile; False when none is wanted."""
    async with store.begin() as session:
        waiting = await inbox.next_waiting(session, clock(), fetching=True)
        if waiting is None:
            return False
        actor = await people.actor_at(session, waiting.address, day_of(clock()))
        if actor is None:
            await inbox.forgo_file(session, waiting.id, clock())
            return True
        await inbox.postpone(session, waiting.id, clock() + FETCH_LEASE)
    try:
        await _bring(store, messengers, waiting, clock)
    except Exception as error:  # a bug of ours: no file is tried for ever
        log.error("file failed", inbox_id=waiting.id, error=place_of(error))
        await _not_brought(store, waiting, clock, later=True)
    return True


async def _bring(
    store: Store,
    messengers: Mapping[tuple[str, str], Messenger],
    waiting: Waiting,
    clock: Clock,
) -> None:
    if uploads.is_one(waiting.event_id):
        await _take_up(store, waiting, clock)
        return
    address, file = waiting.address, unpacked_file(waiting.wants_file)
    messenger = messengers.get((address.surface, address.account))
    try:
        if messenger is None:  # the account is not at work here
            raise FetchFailed(later=True)
        content = await messenger.fetch(address.account, file.reference)
    except FetchFailed as failed:
        log.warning("file not fetched", inbox_id=waiting.id, later=failed.later)
        await _not_brought(store, waiting, clock, later=failed.later)
        return
    await store_file(store, waiting, Attachment(file.name, content, file.media_type), clock)


async def _not_brought(store: Store, waiting: Waiting, clock: Clock, *, later: bool) -> None:
    """Tried again a few times, and then the message is handled without its file."""
    async with store.begin() as session:
        if later and waiting.attempts + 1 < MOST_TRIES:
            await inbox.failed(session, waiting.id, "fetch", clock())
        else:
            await inbox.forgo_file(session, waiting.id, clock())


async def _take_up(store: Store, waiting: Waiting, clock: Clock) -> None:
    """What was handed in on a page is here already."""
    async with store.reading() as session:
        held = await uploads.held(session, waiting.event_id)
    if held is not None:
        await store_file(store, waiting, held.file, clock, held.id)
        return
    async with store.begin() as session:
        await inbox.forgo_file(session, waiting.id, clock())


async def store_file(
    store: Store,
    waiting: Waiting,
    file: Attachment,
    clock: Clock = now,
    held_as: int | None = None,
) -> None:
    """Keep a file that was fetched; a workbook is read first, while no transaction is open.

    Read is only what somebody was asked for: whoever else sends one gets no process of ours. A
    photo is kept without where and when it was taken, or, where that can't be taken out of it,
    not at all. `held_as` names one that is here already.
    """
    kept = file if held_as is not None else _without_traces(file)
    if kept is None:
        log.warning("photo not kept", inbox_id=waiting.id)
        async with store.begin() as session:
            await inbox.forgo_file(session, waiting.id, clock())
        return
    async with store.reading() as session:
        asked_for = await imports_pending.awaited(session, waiting.address)
    workbook = asked_for and file.name.lower().endswith(".xlsx")
    reading = await importing.read_ahead(file.content) if workbook else None
    async with store.begin() as session:
        if held_as is not None:
            file_id = held_as
            await uploads.put(session, waiting.id, file_id, clock())
        else:
            file_id = await inbox.put_file(session, waiting.id, kept, clock())
        if reading is not None:
            await imports_pending.keep(session, file_id, file.content, reading, clock())


def _without_traces(file: Attachment) -> Attachment | None:
    """The file as it may be kept; None for a picture that is built as none that we know."""
    try:
        return replace(file, content=photos.without_traces(file.content))
    except ValueError:
        return None if _said_to_be_photo(file) or photos.is_photo(file.content) else file


def _said_to_be_photo(file: Attachment) -> bool:
    return file.media_type.startswith("image/") or file.name.lower().endswith(photos.ENDINGS)
