"""Everything that can go wrong between us and a messenger, one call at a time, on demand."""

import asyncio
import json
import random
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from aiohttp import web


class Kind(StrEnum):
    """What goes wrong. The last seven after the call was carried out."""

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
    TIMEOUT_AFTER = "408 after executing"


_QUIET = ("getUpdates", "download")


Refusals = Mapping[Kind, tuple[int, str]]
"""The number and the words in which a messenger says no."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One failure. `words` replaces what the messenger says, `status` the status of HTTP alone."""

    kind: Kind
    seconds: int = 1
    words: str = ""
    status: int | None = None

    def instead(self, refusals: Refusals, *, names_wait: bool = False) -> web.Response | None:
        """The answer, where the call is not carried out at all."""
        if self.kind is Kind.GATEWAY:
            return web.Response(
                status=502, text="<html><h1>502</h1></html>", content_type="text/html"
            )
        if self.kind not in refusals:
            return None
        code, words = refusals[self.kind]
        body: dict[str, object] = {"ok": False, "error_code": code}
        body["description"] = self.words or words.format(seconds=self.seconds)
        if self.kind is Kind.FLOOD and names_wait:
            body["parameters"] = {"retry_after": self.seconds}
        return web.json_response(body, status=self.status or code)


@dataclass
class Faults:
    """The script: first in, first out, each for one call of a method.

    "*" is any call but the questions for updates and the downloads.
    """

    _planned: deque[tuple[str, Fault]] = field(default_factory=deque)
    _sometimes: list[tuple[str, Fault, float]] = field(default_factory=list)
    _chance: random.Random = field(default_factory=lambda: random.Random(2026))

    def plan(self, fault: Fault, method: str = "*", times: int = 1) -> None:
        self._planned.extend([(method, fault)] * times)

    def sometimes(self, fault: Fault, rate: float, method: str = "*") -> None:
        """In so many of the calls of a method, the same ones each time that the test is run."""
        self._sometimes.append((method, fault, rate))

    def take(self, method: str) -> Fault | None:
        for planned in self._planned:
            if _meant(planned[0], method):
                self._planned.remove(planned)
                return planned[1]
        for of, fault, rate in self._sometimes:
            if _meant(of, method) and self._chance.random() < rate:
                return fault
        return None

    @property
    def is_empty(self) -> bool:
        """Whether all that was planned has happened."""
        return not self._planned

    def clear(self) -> None:
        self._planned.clear()
        self._sometimes.clear()


def _meant(planned: str, method: str) -> bool:
    return planned == method or (planned == "*" and method not in _QUIET)


def abort(request: web.Request) -> web.Response:
    """The connection is reset instead of an answer."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


async def half_body(
    request: web.Request, body: str | bytes, content_type: str = "application/octet-stream"
) -> web.StreamResponse:
    """An answer that breaks off in the middle."""
    whole = body.encode() if isinstance(body, str) else body
    headers = {"Content-Length": str(len(whole)), "Content-Type": content_type}
    response = web.StreamResponse(headers=headers)
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
        if fault.kind is Kind.TIMEOUT_AFTER:
            return refused(408, "Request timeout")
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
