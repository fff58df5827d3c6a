"""The web server: where messengers hand in what people wrote, and where its keeper looks in."""

import asyncio
import hmac
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from enum import StrEnum

import structlog
from aiohttp import web
from prometheus_client import CollectorRegistry, Counter, generate_latest

from bot.messengers.base import Arrival, Messenger
from bot.troubles import place_of

LARGEST_BODY = 256 * 1024
SLOWEST_BODY = 5.0
SLOWEST_HEAD = 15.0  # also how long an idle connection stays open
SLOWEST_HEALTH = 3.0
RETRY_AFTER = "5"

log = structlog.get_logger()

Keep = Callable[[str, str, Arrival, bytes], Awaitable[None]]
"""Stores an arrival of (surface, account) with its raw bytes; returns once it is committed."""
KeepOddity = Callable[[str, str, bytes], Awaitable[None]]
"""Stores a body that made no sense, so that somebody can look at it."""
Health = Callable[[], Awaitable[dict[str, bool]]]
"""Which parts are well: {"database": True, "inbox": True, "clock": False}."""


@dataclass(frozen=True, slots=True)
class Door:
    """Where one messenger account pushes its messages, and the word it must know.

    With several secrets each of them opens, so that one can be changed without losing messages.
    """

    path: str
    header: str
    account: str
    messenger: Messenger
    secrets: tuple[str, ...] = field(repr=False)
    short: bool = True  # whether the path leads to it also without its account

    def opens_to(self, shown: str) -> bool:
        """Compared as bytes and in constant time; a header may hold anything."""
        given = shown.encode("utf-8", "surrogateescape")
        same = [hmac.compare_digest(given, secret.encode()) for secret in self.secrets if secret]
        return any(same)


class Handed(StrEnum):
    """What became of a body that was handed in."""

    STORED = "stored"
    ODD = "odd"
    EMPTY = "empty"
    REFUSED = "refused"
    TOO_LARGE = "too_large"
    TOO_SLOW = "too_slow"
    BROKEN_OFF = "broken_off"
    AWAY = "database_away"


_STATUS = {
    Handed.STORED: 200,
    Handed.ODD: 200,  # nobody can mend it by sending it again
    Handed.EMPTY: 200,  # somebody tries whether the door opens
    Handed.REFUSED: 401,
    Handed.TOO_LARGE: 413,
    Handed.TOO_SLOW: 408,
    Handed.BROKEN_OFF: 400,
    Handed.AWAY: 503,
}


def application(
    *,
    doors: Sequence[Door],
    paths: Sequence[str] = (),
    keep: Keep,
    keep_oddity: KeepOddity,
    health: Health,
    registry: CollectorRegistry,
) -> web.Application:
    """Webhooks, /healthz and /metrics. The first short door of a path has the short address.

    `paths` are those at which a door may yet be put into `doors`.
    """
    handed = Counter(
        "gandan_webhook_bodies",
        "Bodies handed in by messengers",
        ["surface", "outcome"],
        registry=registry,
    )

    async def webhook(request: web.Request) -> web.Response:
        door = _door(doors, request)
        outcome = await _handed_in(door, request, keep, keep_oddity)
        handed.labels(door.messenger.surface, outcome).inc()
        return _answer(request, outcome)

    app = watched(health, registry)
    for path in dict.fromkeys((*paths, *(door.path for door in doors))):
        app.router.add_post(path, webhook)
        app.router.add_post(path + "/{account}", webhook)
    return app


def watched(health: Health, registry: CollectorRegistry) -> web.Application:
    """/healthz and /metrics, for whoever watches over the program."""

    async def healthz(_: web.Request) -> web.Response:
        parts = await _health(health)
        return web.json_response(parts, status=200 if all(parts.values()) else 503)

    async def metrics(_: web.Request) -> web.Response:
        return web.Response(
            body=generate_latest(registry), headers={"Content-Type": "text/plain; version=0.0.4"}
        )

    app = web.Application()
    app.router.add_get("/healthz", healthz)
    app.router.add_get("/metrics", metrics)
    return app


@asynccontextmanager
async def serving(app: web.Application, host: str, port: int) -> AsyncIterator[int]:
    """Open on the returned port until left; requests under way may end. Port 0 picks a free one.

    No access log: signed links are in the addresses. Whoever has not sent a whole head after
    SLOWEST_HEAD is hung up on, so half-open connections cannot pile up.
    """
    runner = web.AppRunner(
        app, access_log=None, keepalive_timeout=SLOWEST_HEAD, lingering_time=2.0,
        shutdown_timeout=SLOWEST_BODY,
    )  # fmt: skip
    await runner.setup()
    try:
        site = web.TCPSite(runner, host, port, backlog=1024)
        await site.start()
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()


def _door(doors: Sequence[Door], request: web.Request) -> Door:
    account = request.match_info.get("account")
    path = request.path if account is None else request.path.rpartition("/")[0]
    for door in doors:
        if door.path == path and (door.short if account is None else account == door.account):
            return door
    raise web.HTTPNotFound


async def _handed_in(
    door: Door, request: web.Request, keep: Keep, keep_oddity: KeepOddity
) -> Handed:
    if not door.opens_to(request.headers.get(door.header, "")):
        return Handed.REFUSED
    raw = await body_of(request)
    if isinstance(raw, Handed):
        return raw
    if not raw:
        return Handed.EMPTY
    surface = door.messenger.surface
    arrival = door.messenger.arrival(raw)
    try:
        if arrival is None:
            await keep_oddity(surface, door.account, raw)
            return Handed.ODD
        await keep(surface, door.account, arrival, raw)
    except Exception as trouble:  # stored or not, it is not acknowledged: the messenger repeats it
        log.warning("webhook not stored", surface=surface, why=place_of(trouble))
        return Handed.AWAY
    return Handed.STORED


async def body_of(request: web.Request) -> bytes | Handed:
    """The whole body, or why it is not taken: too large, too slow, broken off."""
    if (request.content_length or 0) > LARGEST_BODY:
        return Handed.TOO_LARGE
    body = bytearray()
    try:
        async with asyncio.timeout(SLOWEST_BODY):
            async for chunk in request.content.iter_any():
                body += chunk
                if len(body) > LARGEST_BODY:
                    return Handed.TOO_LARGE
    except TimeoutError:
        return Handed.TOO_SLOW
    except (web.RequestPayloadError, ConnectionError):
        return Handed.BROKEN_OFF
    return bytes(body)


def _answer(request: web.Request, outcome: Handed) -> web.Response:
    """An empty body: Telegram would carry out a method that stands in it."""
    headers = {"Retry-After": RETRY_AFTER} if outcome is Handed.AWAY else {}
    response = web.Response(status=_STATUS[outcome], headers=headers)
    if not request.content.at_eof():
        response.force_close()  # the rest of the body is not waited for
    return response


async def _health(health: Health) -> dict[str, bool]:
    try:
        async with asyncio.timeout(SLOWEST_HEALTH):
            return await health()
    except Exception as trouble:  # a question about health that fails is an answer
        log.warning("health unknown", why=place_of(trouble))
        return {"known": False}
