"""What the web server says for our pages: a page, that a link is over, that it did not work."""

from collections.abc import Awaitable, Callable, Sequence
from http import HTTPStatus
from urllib.parse import parse_qsl

import structlog
from aiohttp import web
from aiohttp.typedefs import Handler

from bot.http import RETRY_AFTER, Handed
from bot.pages.frame import SAFETY, Html, blank, document, element, paragraphs, text
from bot.texts import page as words
from bot.troubles import place_of
from handlers.page import Shut

DO = "do"
"""Under which name a button says what it asks for."""
MOST_FIELDS = 5000
_NOT_TAKEN = {
    Handed.TOO_LARGE: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    Handed.AWAY: HTTPStatus.SERVICE_UNAVAILABLE,
}

log = structlog.get_logger()


def form(*inside: Html, kind: str | bool = False) -> Html:
    """Sent to the address that the page has: so the link stands in no page."""
    return element(
        "form", *inside, method="post", accept_charset="utf-8", autocomplete="off", enctype=kind
    )


def button(does: str, label: str, look: str = "first") -> Html:
    """What sends a form."""
    return element("button", text(label), type="submit", name=DO, value=does, class_=look)


def hidden(name: str, value: str) -> Html:
    """What a page hands on to the next."""
    return blank("input", type="hidden", name=name, value=value)


def page(
    shown: str, status: HTTPStatus = HTTPStatus.OK, more: dict[str, str] | None = None
) -> web.Response:
    """A page of ours, with what it is always sent with."""
    return web.Response(
        text=shown, status=status, content_type="text/html", charset="utf-8",
        headers={**SAFETY, **(more or {})},
    )  # fmt: skip


def shut(why: Shut, title: str, said: Sequence[str]) -> web.Response:
    """Wrong, cut, too old or no longer theirs: the page is the same."""
    status = HTTPStatus.NOT_FOUND if why is Shut.UNKNOWN else HTTPStatus.GONE
    return page(document(title, paragraphs(said)), status)


def not_taken(why: Handed, said: Sequence[str] = words.BUSY) -> web.Response:
    """Somebody sent too much, too slowly, or too many do at once."""
    status = _NOT_TAKEN.get(why, HTTPStatus.REQUEST_TIMEOUT)
    more = {"Retry-After": RETRY_AFTER} if why is Handed.AWAY else {}
    response = page(document(words.BUSY_TITLE, paragraphs(said)), status, more)
    response.force_close()  # the rest of the body is not waited for
    return response


def back_to(request: web.Request) -> web.Response:
    """What came of it is what a look shows from now on, so that a reload sends nothing again."""
    where = {"Location": request.rel_url.raw_path}
    return web.Response(status=HTTPStatus.SEE_OTHER, headers={**SAFETY, **where})


def calm(handler: Callable[[web.Request], Awaitable[web.StreamResponse]]) -> Handler:
    """Nobody is shown an error of ours: nothing was done, and they may try again."""

    async def calmly(request: web.Request) -> web.StreamResponse:
        try:
            return await handler(request)
        except Exception as trouble:  # the link stands in the address: no words of either
            log.warning("page not shown", why=place_of(trouble))
            return not_taken(Handed.AWAY)

    return calmly


def signed(request: web.Request) -> str:
    """The part of the address that only we can have made."""
    return request.match_info.get("signed", "")


def fields(raw: bytes) -> list[tuple[str, str]]:
    """What a browser sent of a form; nothing where it makes no sense."""
    said = raw.decode("utf-8", "replace")
    try:
        return parse_qsl(said, keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        return []
