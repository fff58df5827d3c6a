"""The practice room's door: who may come in, and what a browser gets; bytes are not trusted."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from urllib.parse import quote

from aiohttp import WSCloseCode, WSMsgType, web
from aiohttp.typedefs import Handler

from bot.domain.uploads import LARGEST
from bot.pages import door as pages
from bot.pages.door import Ground, Present
from bot.room import frames
from bot.room.frames import NONCE, Malformed
from bot.room.page import FILES, document
from bot.room.pages import MOST_PAGES, Page
from bot.room.room import Room
from bot.texts import room_server as words
from bot.texts.room_server import Why

OUR_HOSTS = ("127.0.0.1", "localhost", "[::1]")
SLOWEST_FILE = 120.0
HEARTBEAT = 20.0
LONGEST_NAME = 200
SAFETY: Mapping[str, str] = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self' blob:; connect-src 'self'; form-action 'none'; base-uri 'none'; "
    "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
_INLINE = ("image/png", "image/jpeg")


def furnish(app: web.Application, room: Room) -> None:
    """Add the room's addresses to the web server, and the guard before all of its addresses."""
    app.middlewares.append(guard)
    app.on_response_prepare.append(_safely)
    app.on_shutdown.append(_bound_end(room))
    app.router.add_get("/", _page)
    app.router.add_get("/room/socket", _bound(room, _socket))
    app.router.add_post("/room/file", _bound(room, _file_in))
    app.router.add_get(r"/room/files/{id:\d{1,15}}", _bound(room, _file_out))
    app.router.add_post("/room/again", _bound(room, _again))
    app.router.add_get("/room/{name}", _asset)
    pages.furnish(app, _ground(room))


def _ground(room: Room) -> Ground:
    """The same pages as anywhere, at the room's hour."""
    commune = room.commune

    @asynccontextmanager
    async def reading() -> AsyncIterator[Present]:
        async with commune.reading() as session:
            yield session, commune.world.clock()

    @asynccontextmanager
    async def begin() -> AsyncIterator[Present]:
        async with commune.writing() as session:
            yield session, commune.world.clock()

    return Ground(reading, begin, commune.deliver)


def _bound(
    room: Room, handler: Callable[[Room, web.Request], Awaitable[web.StreamResponse]]
) -> Handler:
    async def bound(request: web.Request) -> web.StreamResponse:
        return await handler(room, request)

    return bound


def _bound_end(room: Room) -> Callable[[web.Application], Awaitable[None]]:
    async def end(_: web.Application) -> None:
        room.pages.end()

    return end


# --- Who may come in -----------------------------------------------------------------------------


@web.middleware
async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Only a page of ours, asked for under a name of this machine (DNS may lie about others).

    Whoever has a signed link may use it: such a page sends no origin, as it tells nobody its own.
    """
    if not _is_us(request):
        return web.Response(status=421)
    if pages.is_link(request.path):
        return await handler(request)
    origin = request.headers.get("Origin")
    alters = request.method not in ("GET", "HEAD") or request.path == "/room/socket"
    if (alters or origin is not None) and origin != f"http://{request.host}":
        return web.Response(status=403)
    return await handler(request)


def _is_us(request: web.Request) -> bool:
    name = request.transport.get_extra_info("sockname") if request.transport else None
    port = name[1] if name else 0
    hosts = {f"{host}:{port}" for host in OUR_HOSTS} | (set(OUR_HOSTS) if port == 80 else set())
    return len(request.headers.getall("Host", [])) == 1 and request.host in hosts


async def _safely(_: web.Request, response: web.StreamResponse) -> None:
    for name, value in SAFETY.items():
        response.headers.setdefault(name, value)
    response.headers.popall("Server", None)


# --- What a browser gets -------------------------------------------------------------------------


async def _page(request: web.Request) -> web.Response:
    return _packed(web.Response(text=document(_language(request)), content_type="text/html"))


async def _asset(request: web.Request) -> web.Response:
    found = FILES.get(request.match_info["name"])
    if found is None:
        raise web.HTTPNotFound
    return _packed(web.Response(body=found[0], headers={"Content-Type": found[1]}))


def _packed(response: web.Response) -> web.Response:
    """Smaller by two thirds, for a slow line."""
    response.enable_compression()
    return response


async def _file_out(room: Room, request: web.Request) -> web.Response:
    file = await room.file(int(request.match_info["id"]))
    if file is None:
        raise web.HTTPNotFound
    shown = file.media_type in _INLINE
    way = "inline" if shown else "attachment"
    return web.Response(
        body=file.content,
        headers={
            "Content-Type": file.media_type if shown else _harmless(file.media_type),
            "Content-Disposition": f"{way}; filename*=UTF-8''{quote(file.name, safe='')}",
            "Content-Security-Policy": "default-src 'none'; sandbox",
        },
    )


def _harmless(media_type: str) -> str:
    """Documents as what they are; nothing that a browser would carry out."""
    is_document = media_type.startswith("application/vnd.") or media_type == "application/pdf"
    return media_type if is_document else "application/octet-stream"


def _language(request: web.Request) -> str:
    return "en" if request.query.get("lang") == "en" else "vi"


# --- What a browser hands in ---------------------------------------------------------------------


async def _again(room: Room, _: web.Request) -> web.Response:
    await room.begin_anew()
    return web.json_response({"ok": True})


async def _file_in(room: Room, request: web.Request) -> web.Response:
    language = _language(request)
    person, nonce = request.query.get("person", ""), request.query.get("nonce", "")
    name = request.query.get("name", "")[:LONGEST_NAME]
    if not person.isascii() or not person.isdigit() or len(person) > 15:
        return _no(Why.MALFORMED, 400, language)
    if not NONCE.fullmatch(nonce) or not name.strip():
        return _no(Why.MALFORMED, 400, language)
    if int(person) not in room.commune.world.people:
        return _no(Why.NOBODY, 404, language)
    content = await _body(request)
    if isinstance(content, Why):
        status = 413 if content is Why.FILE_TOO_LARGE else 400
        response = _no(content, status, language)
        response.force_close()  # the rest of the body is not waited for
        return response
    await room.commune.send_file(int(person), nonce, name, request.content_type, content)
    return web.json_response({"ok": True})


async def _body(request: web.Request) -> bytes | Why:
    if (request.content_length or 0) > LARGEST:
        return Why.FILE_TOO_LARGE
    body = bytearray()
    try:
        async with asyncio.timeout(SLOWEST_FILE):
            async for chunk in request.content.iter_any():
                body += chunk
                if len(body) > LARGEST:
                    return Why.FILE_TOO_LARGE
    except (TimeoutError, web.RequestPayloadError, ConnectionError):
        return Why.MALFORMED
    return bytes(body) if body else Why.FILE_EMPTY


def _no(why: Why, status: int, language: str) -> web.Response:
    return web.json_response({"why": words.why(why, language)}, status=status)


# --- The line between page and room --------------------------------------------------------------


async def _socket(room: Room, request: web.Request) -> web.StreamResponse:
    if len(room.pages.open) >= MOST_PAGES:
        raise web.HTTPServiceUnavailable
    socket = web.WebSocketResponse(max_msg_size=frames.LARGEST, heartbeat=HEARTBEAT, compress=False)
    await socket.prepare(request)
    page = Page(_language(request))
    room.enter(page)
    try:
        async with asyncio.TaskGroup() as group:
            teller = group.create_task(_tell(room, page, socket))
            await _hear(room, page, socket)
            teller.cancel()
    finally:
        room.leave(page)
    return socket


async def _hear(room: Room, page: Page, socket: web.WebSocketResponse) -> None:
    async for message in socket:
        if message.type is not WSMsgType.TEXT:
            page.refuse(Why.MALFORMED)
            continue
        try:
            asked = frames.read(message.data)
        except Malformed:
            page.refuse(Why.MALFORMED)
            continue
        await room.answer(page, asked)


async def _tell(room: Room, page: Page, socket: web.WebSocketResponse) -> None:
    """A page that reads slowly keeps nobody waiting: it is told what is new when it is ready."""
    while not page.ended:
        await page.woken.wait()
        page.woken.clear()
        with suppress(ConnectionError):
            for frame in await room.news(page):
                await socket.send_str(frame)
    await socket.close(code=WSCloseCode.GOING_AWAY)  # it will try again by itself
