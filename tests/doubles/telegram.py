"""Telegram as our program meets it: the Bot API over HTTP, people who write and tap, faults.

async with telegram_double() as telegram:
    messenger = TelegramMessenger(telegram.token, telegram.api_base)
    await telegram.send_text(AN, "/tham")
    await telegram.until(lambda: telegram.messages_to(AN))
    await telegram.tap(AN, "Có mặt tại nhà")
"""

import json
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace

import telegram as ptb
from aiohttp import web

from tests.doubles.faults import (
    Fault,
    Faults,
    Kind,
    abort,
    after,
    half_body,
    parsed,
    refused,
)
from tests.doubles.ground import LARGEST_CALL, Clock, carrying, found_at
from tests.doubles.telegram_checks import (
    METHODS,
    REFUSALS,
    Wrong,
    check_parameters,
    check_text,
    markup,
)
from tests.doubles.telegram_post import MESSAGE_LIFE, TAP_LIFE, Post
from tests.doubles.telegram_shown import Execution, Shown

TOKEN = "700001:CANARY-telegram-token-never-logged"
LARGEST_DOWNLOAD = 20 * 1024 * 1024
_BOT = ptb.User(700001, "Gần Dân", is_bot=True, username="gandan_test_bot")

__all__ = ["TOKEN", "Execution", "Fault", "Kind", "Shown", "TelegramDouble", "telegram_double"]


class TelegramDouble:
    """One bot on one Telegram server. Made by `telegram_double`."""

    def __init__(self, token: str, post: Post) -> None:
        self.token = token
        self.post = post
        self.clock = post.clock
        self.faults = Faults()
        self.api_base = ""
        self.executions: list[Execution] = []
        self.calls: list[str] = []  # every call that came in, carried out or not
        self.violations: list[str] = []
        self.conflicts = 0  # two who asked at once what is new
        self._shown: dict[tuple[int, int], Shown] = {}
        self._people: set[int] = set()
        self._gone: dict[int, str] = {}
        self._taps: dict[str, float] = {}
        self._files: dict[str, tuple[str, bytes]] = {}
        self._numbers = 100

    # What people do

    async def send_text(self, chat_id: int, text: str) -> int:
        """A person writes; says the number of the update."""
        entities = []
        if text.startswith("/"):
            entities.append(ptb.MessageEntity("bot_command", 0, len(text.split()[0])))
        return await self._write(chat_id, text=text, entities=entities)

    async def tap(self, chat_id: int, label: str, message_id: int | None = None) -> int:
        """A person taps the newest button with these words (or these at its beginning)."""
        for shown in reversed(self.messages_to(chat_id)):
            for words, data in shown.actions:
                if words.startswith(label) and message_id in (None, shown.message_id):
                    if isinstance(shown.keyboard, ptb.ReplyKeyboardMarkup):
                        return await self.send_text(chat_id, words)
                    return await self.tap_data(chat_id, data, shown.message_id)
        seen = [shown.buttons for shown in self.messages_to(chat_id)]
        raise LookupError(f"no button {label!r} among {seen}")

    async def tap_data(self, chat_id: int, data: str, message_id: int) -> int:
        """A tap that carries whatever the test likes."""
        shown = self._shown.get((chat_id, message_id))
        self._numbers += 1
        tap_id = str(4_000_000_000_000 + self._numbers)
        self._taps[tap_id] = self.clock.now().timestamp()
        query = ptb.CallbackQuery(
            id=tap_id,
            from_user=self._person(chat_id),
            chat_instance="1",
            data=data,
            message=self._message(shown or Shown(message_id, chat_id, "?")),
        )
        return await self.post.add(
            f"tap {chat_id}", TAP_LIFE, lambda number: ptb.Update(number, callback_query=query)
        )

    async def share_contact(
        self, chat_id: int, phone: str, owner: int | None = None, forwarded: bool = False
    ) -> int:
        """A person shares a number: their own unless another owner is given (0: nobody's)."""
        whose = None if owner == 0 else owner or chat_id
        contact = ptb.Contact(phone, "An", user_id=whose)
        if not forwarded:
            return await self._write(chat_id, contact=contact)
        origin = ptb.MessageOriginUser(self.clock.now(), ptb.User(99, "Ai", is_bot=False))
        return await self._write(chat_id, contact=contact, forward_origin=origin)

    async def send_document(
        self, chat_id: int, name: str, content: bytes, media_type: str = "application/octet-stream"
    ) -> int:
        file_id = self._keep_file(f"documents/{name}", content)
        document = ptb.Document(
            file_id, f"u{file_id}", file_name=name, mime_type=media_type, file_size=len(content)
        )
        return await self._write(chat_id, document=document)

    async def send_photo(self, chat_id: int, content: bytes, caption: str | None = None) -> int:
        small = self._keep_file("photos/small.jpg", content[:10])
        large = self._keep_file("photos/large.jpg", content)
        sizes = [
            ptb.PhotoSize(small, f"u{small}", 90, 60, file_size=min(10, len(content))),
            ptb.PhotoSize(large, f"u{large}", 1280, 853, file_size=len(content)),
        ]
        return await self._write(chat_id, photo=sizes, caption=caption)

    async def send_sticker(self, chat_id: int) -> int:
        sticker = ptb.Sticker("s1", "us1", 512, 512, False, False, ptb.Sticker.REGULAR)
        return await self._write(chat_id, sticker=sticker)

    def block(self, chat_id: int, words: str = "bot was blocked by the user") -> None:
        """From now on this person cannot be written to."""
        self._gone[chat_id] = words

    def messages_to(self, chat_id: int) -> list[Shown]:
        """What the bot has written to a person, oldest first, as it now stands."""
        return [shown for (chat, _), shown in self._shown.items() if chat == chat_id]

    async def until(self, true: Callable[[], object], seconds: float = 10.0) -> None:
        """Wait until it is true; TimeoutError otherwise."""
        await self.post.until(lambda: bool(true()), seconds)

    # What the bot asks for

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """One call to the Bot API."""
        method = request.match_info["method"]
        given, files = await parsed(request)
        self.calls.append(method)
        await self.post.tell()
        if request.match_info["token"] != self.token:
            return refused(401, "Unauthorized")
        if method not in METHODS:
            return refused(404, "Not Found")
        fault = self.faults.take(method)
        if fault is not None and (response := fault.instead(REFUSALS, names_wait=True)) is not None:
            return response
        if fault is not None and fault.kind is Kind.RESET_BEFORE:
            return abort(request)
        try:
            result = await self._carried_out(method, given, files)
        except Wrong as wrong:
            if wrong.ours:
                self.violations.append(f"{method}: {wrong.words}")
            return refused(403 if wrong.words.startswith("Forbidden") else 400, wrong.words)
        except _Conflict as conflict:
            self.conflicts += 1
            return refused(409, f"Conflict: {conflict}")
        return await after(request, fault, json.dumps({"ok": True, "result": result}))

    async def download(self, request: web.Request) -> web.StreamResponse:
        """One file, at the path that getFile named."""
        found = self._files.get(request.match_info["path"].split("/")[0])
        if request.match_info["token"] != self.token or found is None:
            return refused(404, "Not Found")
        fault = self.faults.take("download")
        if fault is not None and (response := fault.instead(REFUSALS, names_wait=True)) is not None:
            return response
        if fault is not None and fault.kind is Kind.HALF_BODY:
            return await half_body(request, found[1])
        return web.Response(body=found[1])

    async def _carried_out(
        self, method: str, given: dict[str, str], files: dict[str, tuple[str, bytes]]
    ) -> object:
        check_parameters(method, given)
        check_text(given)
        match method:
            case "sendMessage" | "sendDocument" | "sendPhoto":
                result: object = self._send(given, files)
            case "editMessageText":
                result = self._edit(given)
            case "answerCallbackQuery":
                result = self._acknowledge(given)
            case "getFile":
                result = self._file(given)
            case _:
                result = await self._about_the_bot(method, given)
        if method != "getUpdates":
            self.executions.append(Execution(time.monotonic(), method, given, files))
            await self.post.tell()
        return result

    async def _about_the_bot(self, method: str, given: dict[str, str]) -> object:
        match method:
            case "getMe":
                return _plain(_BOT)
            case "getUpdates":
                return await self._updates(given)
            case "getWebhookInfo":
                waiting, error = len(self.post.waiting), self.post.last_error or None
                when = self.clock.now() if error else None
                return _plain(
                    ptb.WebhookInfo(self.post.url, False, waiting, when, last_error_message=error)
                )
        url, secret = ("", "") if method == "deleteWebhook" else _webhook(given)
        await self.post.push_to(url, secret)
        return True

    async def _updates(self, given: dict[str, str]) -> object:
        if self.post.url:
            raise _Conflict("can't use getUpdates method while webhook is active")
        offset = int(given["offset"]) if "offset" in given else None
        limit, seconds = int(given.get("limit", "100")), float(given.get("timeout", "0"))
        updates = await self.post.polled(offset, limit, min(seconds, 50.0))
        if updates is None:
            raise _Conflict("terminated by other getUpdates request")
        return [json.loads(update) for update in updates]

    def _send(self, given: dict[str, str], files: dict[str, tuple[str, bytes]]) -> object:
        chat_id = self._reachable(given)
        self._numbers += 1
        name, content = next(iter(files.values()), ("", b""))
        keyboard = markup(given)
        text = given.get("text", given.get("caption", ""))
        shown = Shown(self._numbers, chat_id, text, keyboard, name, content)
        self._shown[chat_id, shown.message_id] = shown
        return _plain(self._message(shown))

    def _edit(self, given: dict[str, str]) -> object:
        chat_id = self._reachable(given)
        shown = self._shown.get((chat_id, int(given["message_id"])))
        if shown is None:
            raise Wrong("Bad Request: message to edit not found", ours=False)
        if shown.content:
            raise Wrong("Bad Request: there is no text in the message to edit", ours=False)
        changed = replace(
            shown, text=given["text"], keyboard=markup(given), edited=shown.edited + 1
        )
        if (changed.text, changed.keyboard) == (shown.text, shown.keyboard):
            raise Wrong(
                "Bad Request: message is not modified: specified new message content and reply "
                "markup are exactly the same as a current content and reply markup of the message",
                ours=False,
            )
        self._shown[chat_id, shown.message_id] = changed
        return _plain(self._message(changed))

    def forget(self, chat_id: int, message_id: int) -> None:
        """The person deletes a message of the bot's."""
        del self._shown[chat_id, message_id]

    def _acknowledge(self, given: dict[str, str]) -> bool:
        tapped = self._taps.get(given["callback_query_id"])
        if tapped is None or self.clock.now().timestamp() - tapped > TAP_LIFE.total_seconds():
            raise Wrong(
                "Bad Request: query is too old and response timeout expired or query ID is invalid",
                ours=False,
            )
        return True

    def _file(self, given: dict[str, str]) -> object:
        found = self._files.get(given["file_id"])
        if found is None:
            raise Wrong(
                "Bad Request: wrong file_id or the file is temporarily unavailable", ours=False
            )
        path, content = found
        if len(content) > LARGEST_DOWNLOAD:
            raise Wrong("Bad Request: file is too big", ours=False)
        file_id = given["file_id"]
        return _plain(ptb.File(file_id, f"u{file_id}", len(content), f"{file_id}/{path}"))

    def _reachable(self, given: dict[str, str]) -> int:
        chat = given["chat_id"]
        if not chat.lstrip("-").isdigit() or int(chat) not in self._people:
            raise Wrong("Bad Request: chat not found", ours=False)
        if int(chat) in self._gone:
            raise Wrong(f"Forbidden: {self._gone[int(chat)]}", ours=False)
        return int(chat)

    def _message(self, shown: Shown) -> ptb.Message:
        inline = shown.keyboard if isinstance(shown.keyboard, ptb.InlineKeyboardMarkup) else None
        chat = ptb.Chat(shown.chat_id, "private", first_name="An")
        return ptb.Message(
            shown.message_id, self.clock.now(), chat, from_user=_BOT, reply_markup=inline,
            text=None if shown.content else shown.text,
            caption=shown.text if shown.content else None,
        )  # fmt: skip

    async def _write(self, chat_id: int, **content: object) -> int:
        self._numbers += 1
        message = ptb.Message(
            self._numbers,
            self.clock.now(),
            ptb.Chat(chat_id, "private", first_name="An"),
            from_user=self._person(chat_id),
            **content,  # type: ignore[arg-type]  # each caller names what it sends
        )
        return await self.post.add(
            f"chat {chat_id}", MESSAGE_LIFE, lambda number: ptb.Update(number, message=message)
        )

    def _person(self, chat_id: int) -> ptb.User:
        self._people.add(chat_id)
        return ptb.User(chat_id, "An", is_bot=False, language_code="vi")

    def _keep_file(self, path: str, content: bytes) -> str:
        self._numbers += 1
        file_id = f"file-{self._numbers}"
        self._files[file_id] = (path, content)
        return file_id


class _Conflict(Exception):
    """409."""


def _webhook(given: dict[str, str]) -> tuple[str, str]:
    secret = given.get("secret_token", "")
    if secret and not all(c.isascii() and (c.isalnum() or c in "_-") for c in secret):
        raise Wrong("Bad Request: secret token contains unallowed characters")
    return given["url"], secret


def _plain(thing: ptb.TelegramObject) -> object:
    return json.loads(thing.to_json())


@asynccontextmanager
async def telegram_double(token: str = TOKEN, pace: float = 1.0) -> AsyncIterator[TelegramDouble]:
    """A Telegram on a free port of this machine; everything about it ends with the block."""
    async with carrying() as (session, group):
        double = TelegramDouble(token, Post(Clock(), session, group, pace))
        app = web.Application(client_max_size=LARGEST_CALL)
        app.router.add_route("*", "/bot{token}/{method}", double.answer)
        app.router.add_get("/file/bot{token}/{path:.+}", double.download)
        async with found_at(app) as double.api_base:
            try:
                yield double
            finally:
                double.post.stop()
