"""The way to pages behind signed links: looking shows a page, only what is handed in acts."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from http import HTTPStatus
from urllib.parse import parse_qsl

import structlog
from aiohttp import web
from aiohttp.typedefs import Handler

from bot.http import RETRY_AFTER, Handed, body_of
from bot.pages import ticking
from bot.pages.frame import SAFETY, document, paragraphs
from bot.texts import page as words
from bot.troubles import place_of
from handlers import report_page
from handlers.report_page import Opened, Receipt, Review, Sheet, Shut
from handlers.report_ticks import ticks_in
from storage.store import Session, Store

MOST_FIELDS = 5000
PATH = f"/{report_page.KIND}"

log = structlog.get_logger()

Present = tuple[Session, datetime]


@dataclass(frozen=True, slots=True)
class Ground:
    """What pages stand on: a look at what is stored, a change of it, and a letter's way out."""

    reading: Callable[[], AbstractAsyncContextManager[Present]]
    begin: Callable[[], AbstractAsyncContextManager[Present]]
    written: Callable[[], Awaitable[None]]  # a letter waits to be sent

    @classmethod
    def of(cls, store: Store, clock: Callable[[], datetime], wake: Callable[[], None]) -> "Ground":
        """On a database of its own hour."""

        @asynccontextmanager
        async def reading() -> AsyncIterator[Present]:
            async with store.reading() as session:
                yield session, clock()

        @asynccontextmanager
        async def begin() -> AsyncIterator[Present]:
            async with store.begin() as session:
                yield session, clock()

        async def written() -> None:
            wake()

        return cls(reading, begin, written)


def furnish(app: web.Application, ground: Ground) -> None:
    """Add the addresses of our pages to the web server."""
    for path in (PATH, PATH + r"/{signed:[\s\S]*}"):
        app.router.add_get(path, _calm(partial(_look, ground)))
        app.router.add_post(path, _calm(partial(_act, ground)))


def is_link(path: str) -> bool:
    """Whether an address is that of a page of ours: whoever knows it may use it."""
    return path == PATH or path.startswith(f"{PATH}/")


async def _look(ground: Ground, request: web.Request) -> web.Response:
    """What anybody's messenger fetches to show a preview of: nothing of anybody."""
    async with ground.reading() as (session, now):
        found = await report_page.opened(session, _signed(request), now)
    if isinstance(found, Shut):
        return _shut(found)
    used = report_page.receipt(found)
    return _page(ticking.closed(found) if used is None else ticking.receipt(used))


async def _act(ground: Ground, request: web.Request) -> web.Response:
    raw = await body_of(request)
    if isinstance(raw, Handed):
        return _not_taken(raw)
    fields = _fields(raw)
    does = dict(fields).get(ticking.DO, ticking.REVIEW)
    sure = does == ticking.SAVE
    async with (ground.begin if sure else ground.reading)() as (session, now):
        found = await report_page.opened(session, _signed(request), now)
        shown = found if isinstance(found, Shut) else await _asked(session, found, does, fields)
    match shown:
        case Sheet():
            return _page(ticking.sheet(shown))
        case Review():
            return _page(ticking.review(shown))
        case Shut():
            return _shut(shown)
        case Receipt():
            await ground.written()
            return _back_to(request)


def _back_to(request: web.Request) -> web.Response:
    """The receipt is what a look shows from now on, so that a reload sends nothing again."""
    where = {"Location": request.rel_url.raw_path}
    return web.Response(status=HTTPStatus.SEE_OTHER, headers={**SAFETY, **where})


async def _asked(
    session: Session, at: Opened, does: str, fields: list[tuple[str, str]]
) -> Sheet | Review | Receipt | Shut:
    used = report_page.receipt(at)
    if used is not None:
        return used
    ticks = ticks_in(fields)
    match does:
        case ticking.OPEN:
            return await report_page.sheet(session, at)
        case ticking.CHANGE:
            return await report_page.sheet(session, at, ticks)
    return await report_page.hand_in(session, at, ticks, sure=does == ticking.SAVE)


def _signed(request: web.Request) -> str:
    return request.match_info.get("signed", "")


def _fields(raw: bytes) -> list[tuple[str, str]]:
    """What a browser sent of a form; nothing where it makes no sense."""
    said = raw.decode("utf-8", "replace")
    try:
        return parse_qsl(said, keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        return []


def _calm(handler: Callable[[web.Request], Awaitable[web.Response]]) -> Handler:
    """Nobody is shown an error of ours: nothing was done, and they may try again."""

    async def calm(request: web.Request) -> web.StreamResponse:
        try:
            return await handler(request)
        except Exception as trouble:  # the link stands in the address: no words of either
            log.warning("page not shown", why=place_of(trouble))
            page = document(words.BUSY_TITLE, paragraphs(words.BUSY))
            return _page(page, HTTPStatus.SERVICE_UNAVAILABLE, {"Retry-After": RETRY_AFTER})

    return calm


def _shut(why: Shut) -> web.Response:
    """Wrong, cut, too old or no longer theirs: the page is the same."""
    status = HTTPStatus.NOT_FOUND if why is Shut.UNKNOWN else HTTPStatus.GONE
    return _page(document(words.OVER_TITLE, paragraphs(words.OVER)), status)


def _not_taken(why: Handed) -> web.Response:
    too_large = why is Handed.TOO_LARGE
    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE if too_large else HTTPStatus.REQUEST_TIMEOUT
    said = words.TOO_MUCH if too_large else words.BUSY
    response = _page(document(words.BUSY_TITLE, paragraphs(said)), status)
    response.force_close()  # the rest of the body is not waited for
    return response


def _page(
    page: str, status: HTTPStatus = HTTPStatus.OK, more: dict[str, str] | None = None
) -> web.Response:
    return web.Response(
        text=page, status=status, content_type="text/html", charset="utf-8",
        headers={**SAFETY, **(more or {})},
    )  # fmt: skip
