"""The page that has a letter's file: whoever looks sees nothing of it, who asks for it gets it."""

from http import HTTPStatus
from urllib.parse import quote

from aiohttp import web

from bot.domain.vietnamese.text import plain
from bot.http import Handed, body_of
from bot.messages import Attachment
from bot.pages import answering
from bot.pages.answering import button, form, not_taken, page, signed
from bot.pages.frame import SAFETY, document, element, paragraphs, text
from bot.pages.ground import Ground
from bot.texts import file_page as words
from handlers import file_page
from handlers.page import Shut

TAKE = "take"
_KNOWN = ("application/pdf", "image/jpeg", "image/png", "text/plain; charset=utf-8")
_OFFICE = "application/vnd.openxmlformats-officedocument."


async def look(ground: Ground, request: web.Request) -> web.Response:
    """What a messenger shows a preview of: not even what the file is called."""
    async with ground.reading() as (session, now):
        found = await file_page.opened(session, signed(request), now)
    if isinstance(found, Shut):
        return _shut(found)
    said = (words.WHAT_IT_IS, words.usable(found.link.expires_at))
    return page(
        document(
            words.TITLE,
            paragraphs(said),
            element("p", text(words.IN_A_BROWSER), class_="quiet"),
            form(button(TAKE, words.TAKE)),
        )
    )


async def act(ground: Ground, request: web.Request) -> web.Response:
    """The file itself, to be saved and not to be shown in the page's place."""
    raw = await body_of(request)
    if isinstance(raw, Handed):
        return not_taken(raw)
    async with ground.reading() as (session, now):
        found = await file_page.opened(session, signed(request), now)
    if isinstance(found, Shut):  # who has no link keeps nobody from writing
        return _shut(found)
    async with ground.begin() as (session, now):
        taken = await file_page.taken(session, signed(request), now)
    return _shut(taken) if isinstance(taken, Shut) else _saved(taken)


def _saved(file: Attachment) -> web.Response:
    known = file.media_type in _KNOWN or file.media_type.startswith(_OFFICE)
    headers = {
        "Content-Type": file.media_type if known else "application/octet-stream",
        "Content-Disposition": _named(file.name),
    }
    return web.Response(status=HTTPStatus.OK, body=file.content, headers={**SAFETY, **headers})


def _named(name: str) -> str:
    """Its name, and for old phones one without diacritics."""
    bare = "".join(
        c if c.isascii() and (c.isalnum() or c in " .-_()") else "_" for c in plain(name)
    )
    whole = quote(name.encode("utf-8", "replace"), safe="")
    return f"attachment; filename=\"{bare}\"; filename*=UTF-8''{whole}"


def _shut(why: Shut) -> web.Response:
    return answering.shut(why, words.OVER_TITLE, words.OVER)
