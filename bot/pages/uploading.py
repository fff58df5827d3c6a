"""The page on which a file is handed in, in each of its states, and what becomes of it there."""

import asyncio
from http import HTTPStatus

from aiohttp import web

from bot.domain.uploads import Amiss, Judged, Wanted, judged
from bot.http import Handed, body_of
from bot.pages import answering
from bot.pages.answering import back_to, button, fields, form, hidden, not_taken, page, signed
from bot.pages.frame import Html, blank, document, element, paragraphs, text
from bot.pages.ground import Ground
from bot.pages.receiving import FILE, Gate, Sent, file_in
from bot.texts import upload_page as words
from handlers import upload_page
from handlers.page import Opened, Shut
from handlers.upload_page import Done, Received

SEND, SURE, OTHER, HELD = "send", "sure", "other", "held"
_ACCEPTED = {
    Wanted.PHOTO: "image/jpeg,image/png",
    Wanted.WORKBOOK: ".xlsx,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Wanted.FOR_ALL: "image/jpeg,image/png,application/pdf,.docx",
}


async def look(ground: Ground, request: web.Request) -> web.Response:
    """What a messenger shows a preview of: nothing of anybody, and no file that waits."""
    found = await _opened(ground, request)
    if isinstance(found, Shut):
        return _shut(found)
    done = upload_page.done(found)
    return page(_empty(found) if done is None else _receipt(done))


async def act(ground: Ground, gate: Gate, request: web.Request) -> web.Response:
    """Take a file, or the yes to one. Who has no link is not listened to any longer."""
    found = await _opened(ground, request)
    if isinstance(found, Shut):
        response = _shut(found)
        response.force_close()
        return response
    if upload_page.done(found) is not None:
        return back_to(request)
    if request.content_type != "multipart/form-data":
        return await _confirm(ground, request)
    with gate.passing(found.link.id) as room:
        if not room:
            return not_taken(Handed.AWAY, words.TOO_MANY)
        return await _receive(ground, request, found)


async def _opened(ground: Ground, request: web.Request) -> Opened | Shut:
    async with ground.reading() as (session, now):
        return await upload_page.opened(session, signed(request), now)


async def _receive(ground: Ground, request: web.Request, at: Opened) -> web.Response:
    wanted = upload_page.wanted(at)
    file = await _judged(await file_in(request), wanted)
    match file:
        case Handed():
            return not_taken(file, (words.BROKEN_OFF,))
        case Amiss():
            large = file is Amiss.TOO_LARGE
            status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE if large else HTTPStatus.OK
            response = page(_empty(at, words.amiss(file, wanted)), status)
            if not request.content.at_eof():
                response.force_close()
            return response
    async with ground.begin() as (session, now):
        held = await upload_page.hand_in(session, signed(request), file, now)
    return _shut(held) if isinstance(held, Shut) else page(_review(held))


async def _judged(sent: Sent | Amiss | Handed, wanted: Wanted) -> Judged | Amiss | Handed:
    if not isinstance(sent, Sent):
        return sent
    # Going through twenty megabytes takes a moment, in which others want to be answered.
    return await asyncio.to_thread(judged, wanted, sent.name, sent.content)


async def _confirm(ground: Ground, request: web.Request) -> web.Response:
    raw = await body_of(request)
    if isinstance(raw, Handed):
        return not_taken(raw)
    said = dict(fields(raw))
    async with ground.begin() as (session, now):
        at = await upload_page.opened(session, signed(request), now)
        if isinstance(at, Shut):
            return _shut(at)
        held = said.get(HELD, "")
        sure = said.get(answering.DO) == SURE and held.isascii() and held.isdigit()
        done = await upload_page.confirm(session, at, int(held[:18])) if sure else None
    if done is not None:
        ground.arrived()
        return back_to(request)
    return page(_empty(at, words.GONE if sure else ""))


# --- How it looks --------------------------------------------------------------------------------


def _empty(at: Opened, wrong: str = "") -> str:
    """A field for one file."""
    wanted = upload_page.wanted(at)
    amiss = element("p", text(wrong), class_="wrong", role="alert", id=f"{FILE}-wrong")
    return document(
        words.TITLES[wanted],
        paragraphs((words.WHAT_IT_IS, words.usable_until(at.link.expires_at))),
        amiss if wrong else Html(""),
        form(
            element("label", text(words.WHICH[wanted]), for_=FILE, class_="field"),
            blank(
                "input", type="file", id=FILE, name=FILE, accept=_ACCEPTED[wanted],
                aria_describedby=f"{FILE}-wrong" if wrong else False,
            ),
            button(SEND, words.SEND),
            kind="multipart/form-data",
        ),
        element("p", text(words.SENDING_TAKES_TIME), class_="quiet"),
    )  # fmt: skip


def _review(held: Received) -> str:
    """What came, with one yes."""
    return document(
        words.RECEIVED_TITLE,
        paragraphs((words.NOT_SENT_YET,)),
        element("p", text(words.received(held.name, held.size)), class_="focus"),
        form(
            hidden(HELD, str(held.id)),
            button(SURE, words.SURE),
            button(OTHER, words.OTHER, "second"),
        ),
        element("p", text(words.HELD), class_="quiet"),
    )


def _receipt(done: Done) -> str:
    return document(words.DONE_TITLE, paragraphs((words.sent(done.at), words.ANSWER_IN_CHAT)))


def _shut(why: Shut) -> web.Response:
    return answering.shut(why, words.OVER_TITLE, words.OVER)
