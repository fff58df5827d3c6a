"""The way to pages behind signed links: looking shows a page, only what is handed in acts."""

from collections.abc import Awaitable, Callable
from functools import partial

from aiohttp import web

from bot.http import Handed, body_of
from bot.pages import answering, downloading, ticking, uploading
from bot.pages.answering import back_to, calm, fields, not_taken, page, signed
from bot.pages.ground import Ground as Ground
from bot.pages.ground import Present as Present
from bot.pages.receiving import Gate
from bot.texts import page as words
from handlers import file_page, report_page, upload_page
from handlers.page import Opened, Shut
from handlers.report_page import Receipt, Review, Sheet
from handlers.report_ticks import ticks_in
from storage.store import Session

KINDS = (report_page.KIND, file_page.KIND, upload_page.KIND)

_Answer = Callable[[web.Request], Awaitable[web.Response]]


def furnish(app: web.Application, ground: Ground) -> None:
    """Add the addresses of our pages to the web server."""
    gate = Gate()
    pages: dict[str, tuple[_Answer, _Answer]] = {
        report_page.KIND: (partial(_look, ground), partial(_act, ground)),
        file_page.KIND: (partial(downloading.look, ground), partial(downloading.act, ground)),
        upload_page.KIND: (partial(uploading.look, ground), partial(uploading.act, ground, gate)),
    }
    for kind, (look, act) in pages.items():
        for path in (f"/{kind}", f"/{kind}" + r"/{signed:[\s\S]*}"):
            app.router.add_get(path, calm(look))
            app.router.add_post(path, calm(act))


def is_link(path: str) -> bool:
    """Whether an address is that of a page of ours: whoever knows it may use it."""
    return path.startswith("/") and path.split("/")[1] in KINDS


async def _look(ground: Ground, request: web.Request) -> web.Response:
    """What anybody's messenger fetches to show a preview of: nothing of anybody."""
    async with ground.reading() as (session, now):
        found = await report_page.opened(session, signed(request), now)
    if isinstance(found, Shut):
        return _shut(found)
    used = report_page.receipt(found)
    return page(ticking.closed(found) if used is None else ticking.receipt(used))


async def _act(ground: Ground, request: web.Request) -> web.Response:
    raw = await body_of(request)
    if isinstance(raw, Handed):
        return not_taken(raw, words.TOO_MUCH if raw is Handed.TOO_LARGE else words.BUSY)
    sent = fields(raw)
    does = dict(sent).get(answering.DO, ticking.REVIEW)
    sure = does == ticking.SAVE
    async with (ground.begin if sure else ground.reading)() as (session, now):
        found = await report_page.opened(session, signed(request), now)
        shown = found if isinstance(found, Shut) else await _asked(session, found, does, sent)
    match shown:
        case Sheet():
            return page(ticking.sheet(shown))
        case Review():
            return page(ticking.review(shown))
        case Shut():
            return _shut(shown)
        case Receipt():
            await ground.written()
            return back_to(request)


async def _asked(
    session: Session, at: Opened, does: str, sent: list[tuple[str, str]]
) -> Sheet | Review | Receipt | Shut:
    used = report_page.receipt(at)
    if used is not None:
        return used
    ticks = ticks_in(sent)
    match does:
        case ticking.OPEN:
            return await report_page.sheet(session, at)
        case ticking.CHANGE:
            return await report_page.sheet(session, at, ticks)
    return await report_page.hand_in(session, at, ticks, sure=does == ticking.SAVE)


def _shut(why: Shut) -> web.Response:
    return answering.shut(why, words.OVER_TITLE, words.OVER)
