"""Everything that can go wrong between us and a messenger, one call at a time, on demand."""

import asyncio
import json
from collections import deque
from dataclasses import dataclass, field
from enum import StrEnum

from aiohttp import web


class Kind(StrEnum):
    """What goes wrong. The last six after the call was carried out."""

    FLOOD = "429"
    ERROR = "500 in JSON"
    GATEWAY = "502 in HTML"
    GATEWAY_JSON = "502 in JSON"
    UNAUTHORIZED = "401"
    BLOCKED = "403"
    BAD_REQUEST = "400"
    TOO_LARGE = "413"
    RESET_BEFORE = "reset before executing"
    RESET_AFTER = "reset after executing"
    DELAY = "delay"
    HALF_BODY = "half a body"
    BAD_JSON = "bad JSON"
    NO_TEXT = "bytes that are no text"


_QUIET = ("getUpdates", "download")
_REFUSALS = {
    Kind.ERROR: (500, "Internal Server Error"),
    Kind.GATEWAY_JSON: (502, "Bad Gateway"),
    Kind.UNAUTHORIZED: (401, "Unauthorized"),
    Kind.BLOCKED: (403, "Forbidden: bot was blocked by the user"),
    Kind.BAD_REQUEST: (400, "Bad Request: can't parse entities"),
    Kind.TOO_LARGE: (413, "Request Entity Too Large"),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One failure. `words` replaces what the messenger says."""

    kind: Kind
    seconds: int = 1
    words: str = ""

    def instead(self) -> web.Response | None:
        """The answer, where the call is not carried out at all."""
        if self.kind is Kind.GATEWAY:
            return web.Response(
                status=502, text="<html><h1>502</h1></html>", content_type="text/html"
            )
        body: dict[str, object] = {"ok": False}
        if self.kind is Kind.FLOOD:
            status, words = 429, f"Too Many Requests: retry after {self.seconds}"
            body["parameters"] = {"retry_after": self.seconds}
        elif self.kind in _REFUSALS:
            status, words = _REFUSALS[self.kind]
        else:
            return None
        body |= {"error_code": status, "description": self.words or words}
        return web.json_response(body, status=status)


@dataclass
class Faults:
    """The script: first in, first out, each for one call of a method.

    "*" is any call but the questions for updates and the downloads.
    """

    _planned: deque[tuple[str, Fault]] = field(default_factory=deque)

    def plan(self, fault: Fault, method: str = "*", times: int = 1) -> None:
        self._planned.extend([(method, fault)] * times)

    def take(self, method: str) -> Fault | None:
        for planned in self._planned:
            if planned[0] == method or (planned[0] == "*" and method not in _QUIET):
                self._planned.remove(planned)
                return planned[1]
        return None

    @property
    def is_empty(self) -> bool:
        """Whether all that was planned has happened."""
        return not self._planned

    def clear(self) -> None:
        self._planned.clear()


def abort(request: web.Request) -> web.Response:
    """The connection is reset instead of an answer."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


async def half_body(request: web.Request, body: str) -> web.StreamResponse:
    """An answer that breaks off in the middle."""
    whole = body.encode()
    response = web.StreamResponse(headers={"Content-Length": str(len(whole))})
    await response.prepare(request)
    await response.write(whole[: len(whole) // 2])
    if request.transport is not None:
        request.transport.close()
    return response


def refused(status: int, words: str) -> web.Response:
    return web.json_response(
        {"ok": False, "error_code": status, "description": words}, status=status
    )


async def after(request: web.Request, fault: Fault | None, body: str) -> web.StreamResponse:
    """The answer to what was carried out, or what the fault makes of it."""
    if fault is not None:
        if fault.kind is Kind.DELAY:
            await asyncio.sleep(fault.seconds)
        if fault.kind is Kind.RESET_AFTER:
            return abort(request)
        if fault.kind is Kind.HALF_BODY:
            return await half_body(request, body)
        if fault.kind is Kind.BAD_JSON:
            return web.Response(text=body[:-1] + ",]", content_type="application/json")
        if fault.kind is Kind.NO_TEXT:
            return web.Response(body=body.encode("utf-16"), content_type="application/json")
    return web.Response(text=body, content_type="application/json")


async def parsed(request: web.Request) -> tuple[dict[str, str], dict[str, tuple[str, bytes]]]:
    if request.content_type == "application/json":
        body = await request.json()
        return {k: v if isinstance(v, str) else json.dumps(v) for k, v in body.items()}, {}
    given: dict[str, str] = {}
    files: dict[str, tuple[str, bytes]] = {}
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            files[name] = (value.filename, value.file.read())
        else:
            given[name] = str(value)
    return given, files
