"""Zalo's Bot Platform as our program meets it, unpleasant habits included (zalo.md 6.1).

async with zalo_bot_double() as zalo:
    messenger = ZaloBotMessenger(zalo.token, zalo.url)
    an = zalo.person("An")
    await an.say("/tham")
    await zalo.until(lambda: an.reads)
    await an.choose("Có mặt tại nhà")
"""

import hashlib
import json
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import aiohttp
from aiohttp import web

from bot.messengers.base import under
from tests.doubles.faults import Fault, Faults, Kind, abort, after, half_body, parsed
from tests.doubles.ground import LARGEST_CALL, Clock, carrying, found_at
from tests.doubles.zalo_bot_checks import (
    METHODS,
    REFUSALS,
    Wrong,
    check_address,
    check_caption,
    check_parameters,
    check_secret,
    check_text,
    outcome_of,
)
from tests.doubles.zalo_bot_people import Person, Read
from tests.doubles.zalo_bot_post import Post, Update

TOKEN = "1459232241454765289:CANARY-zalo-token-never-logged"
LONGEST_POLL = 50.0

__all__ = ["TOKEN", "Execution", "Fault", "Kind", "Person", "ZaloBotDouble", "zalo_bot_double"]


@dataclass(frozen=True, slots=True)
class Execution:
    """A call that Zalo carried out, and when by the monotonic clock."""

    at: float
    method: str
    given: dict[str, str]

    @property
    def chat(self) -> str:
        return self.given.get("chat_id", "")


@dataclass(frozen=True, slots=True)
class Media:
    """What lies at an address of Zalo's media server."""

    content: bytes = field(repr=False)
    content_type: str = "image/jpeg"
    status: int = 200
    location: str = ""


class ZaloBotDouble:
    """One bot on one Zalo. Made by `zalo_bot_double`; switches are plain attributes."""

    def __init__(self, token: str, post: Post) -> None:
        self.token = token
        self.bot_id = token.partition(":")[0]
        self.post = post
        self.clock = Clock()
        self.faults = Faults()
        self.url = ""  # the base, without /bot
        self.real_401 = False  # a wrong token has the status 401, and not 200
        self.allows_local = False  # a webhook may be on this machine
        self.verification = "webhook.ok"  # what comes of addresses that are not on this machine
        self.most_people = 50
        self.most_letters = 3000
        self.executions: list[Execution] = []
        self.calls: list[str] = []  # every call that came in, carried out or not
        self.violations: list[str] = []
        self.sent: Counter[str] = Counter()  # letters by month
        self.media: dict[str, Media] = {}
        self.media_asked: list[dict[str, str]] = []  # the headers of each question for media
        self.tests_left = 1
        self._people: dict[str, Person] = {}  # by name
        self._wrote: dict[str, Person] = {}  # by id, in the order in which they first wrote
        self._groups: set[str] = set()
        self._numbers = 0
        self._hook_is_local = True

    # What people do

    def person(self, name: str) -> Person:
        """Somebody with Zalo; the bot can write to them once they have written."""
        if name not in self._people:
            number = self._hex(f"{self.bot_id} {name}")
            self._people[name] = Person(name, number, self._write, self.host, self.put)
        return self._people[name]

    async def put(self, update: Update) -> None:
        """Any update whatever."""
        await self.post.add(update)

    def message(self, person: Person, **content: object) -> dict[str, object]:
        """The message of an update; `chat` or `from` may be replaced."""
        self._numbers += 1
        sender = {"id": person.id, "display_name": person.name, "is_bot": False}
        plain: dict[str, object] = {
            "from": sender,
            "chat": {"id": person.id, "chat_type": "PRIVATE"},
            "message_id": self._hex(f"message {self._numbers}"),
            "date": self._now(),
        }
        return plain | content

    def host(self, content: bytes, name: str, **more: str | int) -> str:
        """The address at which the media server has this."""
        self._numbers += 1
        kind = "image/png" if name.endswith(".png") else "image/jpeg"
        media = Media(content, str(more.get("content_type", kind)))
        status, location = int(more.get("status", 200)), str(more.get("location", ""))
        path = f"{self._numbers}/{name}"
        self.media[path] = Media(media.content, media.content_type, status, location)
        return f"{self.url}/media/{path}"

    @property
    def media_host(self) -> str:
        """host:port, as an adapter has to be told that it may fetch from it."""
        return self.url.partition("//")[2]

    async def until(self, true: Callable[[], object], seconds: float = 10.0) -> None:
        """Wait until it is true; TimeoutError otherwise."""
        await self.post.until(lambda: bool(true()), seconds)

    async def _write(self, person: Person, event: str, told: Mapping[str, object]) -> str:
        message = self.message(person, **told)
        group = under(told, "chat", "id")
        if isinstance(group, str):
            self._groups.add(group)
        else:
            self._wrote[person.id] = person
        await self.put({"event_name": event, "message": message})
        return str(message["message_id"])

    # What the bot asks for

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """One call to the API."""
        method = request.match_info["method"]
        given = dict(request.query) | (await parsed(request))[0]
        self.calls.append(method)
        await self.post.tell()
        if request.match_info["token"] != self.token:
            return _no(401, "Unauthorized", status=401 if self.real_401 else 200)
        fault = self.faults.take(method)
        if fault is not None and (response := fault.instead(REFUSALS)) is not None:
            return response
        if fault is not None and fault.kind is Kind.RESET_BEFORE:
            return abort(request)
        try:
            result = await self._carried_out(method, given, request)
        except Wrong as wrong:
            if wrong.ours:
                self.violations.append(f"{method}: {wrong.words}")
            return _no(wrong.code, wrong.words, named=wrong.named)
        said: dict[str, object] = {"ok": True}
        return await after(request, fault, json.dumps(said | result))

    async def show(self, request: web.Request) -> web.StreamResponse:
        """The media server: public addresses, no token."""
        self.media_asked.append(dict(request.headers))
        found = self.media.get(request.match_info["path"])
        if found is None:
            return web.Response(status=404)
        fault = self.faults.take("download")
        if fault is not None and (response := fault.instead(REFUSALS)) is not None:
            return response
        if fault is not None and fault.kind is Kind.HALF_BODY:
            return await half_body(request, found.content, found.content_type)
        headers = {"Content-Type": found.content_type}
        if found.location:
            headers["Location"] = found.location
        return web.Response(body=found.content, status=found.status, headers=headers)

    async def _carried_out(
        self, method: str, given: dict[str, str], request: web.Request
    ) -> dict[str, object]:
        """The parts of the answer beside its ok."""
        if method not in METHODS:
            raise Wrong(400, f"Bad request: no method {method[:40]}")
        self.violations.extend(check_parameters(method, given))
        if method == "getUpdates":
            return {"result": await self._updates(given, request)}
        if method.startswith("send"):
            result = await self._sent(method, given)
        else:
            result = {"result": await self._about_the_bot(method, given)}
        self.executions.append(Execution(time.monotonic(), method, given))
        await self.post.tell()
        return result

    async def _updates(self, given: dict[str, str], request: web.Request) -> object:
        if self.post.url:
            raise Wrong(
                400, "Bad request: a webhook is set, updates cannot be asked for", ours=False
            )
        seconds = min(float(given.get("timeout", "30")), LONGEST_POLL)
        update = await self.post.polled(seconds, lambda: request.transport is None)
        if update is None:
            raise Wrong(408, "Request timeout", ours=False)
        return update

    async def _sent(self, method: str, given: dict[str, str]) -> dict[str, object]:
        chat = given.get("chat_id", "")
        if chat not in self._wrote and chat not in self._groups:
            raise Wrong(400, "Bad request: chat not found", ours=False)
        if method == "sendChatAction":
            return {}
        read = Read(self._hex(f"letter {len(self.executions)}"), *await self._shown(method, given))
        self._count(chat)
        if chat in self._wrote:
            self._wrote[chat].reads.append(read)
        return {"result": {"message_id": read.message_id, "date": self._now()}}

    async def _shown(self, method: str, given: dict[str, str]) -> tuple[str, bytes]:
        """The words and the picture that are read."""
        match method:
            case "sendMessage":
                check_text(given)
            case "sendPhoto":
                check_caption(given)
                return given.get("caption", ""), await self._picture(given.get("photo", ""))
            case "sendVoice":
                if not given.get("voice_url", "").endswith(".aac"):
                    raise Wrong(400, "Bad request: voice_url must end in .aac")
                if given["chat_id"] in self._groups:
                    raise Wrong(400, "Bad request: voice in private chats only")
        return given.get("text", ""), b""

    def _count(self, chat: str) -> None:
        """The free plan: so many people, so many letters a month."""
        if chat in self._wrote and list(self._wrote).index(chat) >= self.most_people:
            raise Wrong(429, "Quota exceeded: too many users for this bot", ours=False)
        month = f"{self.clock.now():%Y-%m}"
        if self.sent[month] >= self.most_letters:
            raise Wrong(429, "Quota exceeded: messages of this month", ours=False)
        self.sent[month] += 1

    async def _picture(self, url: str) -> bytes:
        """Zalo's servers fetch it: an address that is not public is no picture."""
        try:
            async with self.post.session.get(url) as answer:
                content = await answer.read()
                if answer.status == 200 and answer.content_type.startswith("image/"):
                    return content
        except (aiohttp.ClientError, ValueError, OSError):
            pass
        raise Wrong(400, "Bad request: photo cannot be fetched")

    async def _about_the_bot(self, method: str, given: dict[str, str]) -> object:
        match method:
            case "getMe":
                return {
                    "id": self.bot_id, "account_name": "bot.GanDan", "account_type": "BASIC",
                    "can_join_groups": False,
                }  # fmt: skip
            case "getWebhookInfo":
                if not self.post.url:
                    raise Wrong(404, "Not Found", ours=False, named=False)
                return {"url": self.post.url, "updated_at": self._now()}
            case "deleteWebhook":
                if not self.post.url:
                    raise Wrong(400, "Bad request: no webhook", ours=False)
                await self.post.push_to("", "")
                return {"url": "", "updated_at": self._now()}
            case "setWebhook":
                return await self._set_webhook(given)
        if not self.tests_left:
            raise Wrong(426, "Upgrade required: limit of the day", ours=False)
        self.tests_left -= 1
        return await self._verified(asks=self._hook_is_local)

    async def _set_webhook(self, given: dict[str, str]) -> object:
        check_secret(given)
        local = check_address(given.get("url", ""), allows_local=self.allows_local)
        self._hook_is_local = local
        await self.post.push_to(given["url"], given["secret_token"])
        verification = await self._verified(asks=local)
        return {"url": given["url"], "updated_at": self._now(), "verification": verification}

    async def _verified(self, *, asks: bool = True) -> dict[str, object]:
        """What comes of trying the address; it is kept in any case."""
        outcome = outcome_of(await self.post.probe()) if asks else self.verification
        told: dict[str, object] = {"ok": outcome == "webhook.ok", "url": self.post.url}
        return told | {"outcome": outcome, "hint": "" if told["ok"] else "Máy chủ không trả 200"}

    def _now(self) -> int:
        return int(self.clock.now().timestamp() * 1000)

    def _hex(self, of: str) -> str:
        return hashlib.sha256(of.encode()).hexdigest()[:20]


def _no(code: int, words: str, status: int | None = None, *, named: bool = True) -> web.Response:
    body: dict[str, object] = {"ok": False, "description": words}
    if named:
        body["error_code"] = code
    return web.json_response(body, status=status or code)


@asynccontextmanager
async def zalo_bot_double(token: str = TOKEN) -> AsyncIterator[ZaloBotDouble]:
    """A Zalo on a free port of this machine; everything about it ends with the block."""
    async with carrying() as (session, group):
        double = ZaloBotDouble(token, Post(session, group))
        app = web.Application(client_max_size=LARGEST_CALL)
        app.router.add_route("*", "/bot{token}/{method}", double.answer)
        app.router.add_get("/media/{path:.+}", double.show)
        async with found_at(app) as double.url:
            try:
                yield double
            finally:
                double.post.stop()
