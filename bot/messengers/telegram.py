"""Telegram: letters out by the Bot API, messages in by asking for them.

Importing this is cheap; only whoever builds the messenger pays for aiogram.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

import structlog

from bot.domain.delivery import LONGEST_SEND
from bot.domain.uploads import LARGEST, FileKind
from bot.messages import Ambiguous, Incoming, Letter, Outcome, Sent, TryLater
from bot.messengers import telegram_updates
from bot.messengers.base import (
    MOST_BEGUN,
    Arrival,
    FetchFailed,
    Kept,
    comes_back,
    counted,
    pause_after,
    remember,
    under,
    whole,
)
from bot.messengers.base import ApiRefused as ApiRefused
from bot.messengers.base import Me as Me
from bot.messengers.base import Webhook as Webhook
from bot.troubles import place_of

if TYPE_CHECKING:
    from aiogram.methods import EditMessageText, TelegramMethod

    from bot.messengers.telegram_letters import Call

OFFICIAL_API = "https://api.telegram.org"
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 (a name, no secret)
_KINDS = ["message", "callback_query"]
_CONNECT = 5.0
_ACKNOWLEDGE = 5
_POLL = 25  # how long Telegram holds a question that has no answer yet
_DOWNLOAD = 60

Answer = TypeVar("Answer")

log = structlog.get_logger()


class TelegramMessenger:
    """One bot. `pause` is how it waits between failed questions."""

    surface = telegram_updates.SURFACE
    carries_files, takes = True, frozenset(FileKind)
    tries_webhooks = False

    def __init__(
        self,
        token: str,
        api_base: str = OFFICIAL_API,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        from aiogram import Bot
        from aiogram.client.session.aiohttp import AiohttpSession
        from aiogram.client.telegram import TelegramAPIServer
        from aiohttp import ClientTimeout

        self._session = AiohttpSession(api=TelegramAPIServer.from_base(api_base.rstrip("/")))
        limits = ClientTimeout(total=LONGEST_SEND.total_seconds(), connect=_CONNECT)
        self._session.timeout = limits  # type: ignore[assignment]  # handed to aiohttp as it is
        self._bot = Bot(token, self._session)
        self._pause = pause
        # How many parts of a long letter have arrived, so that a retry goes on behind them.
        self._begun: dict[int, int] = {}
        self.account = str(self._bot.id)

    def arrival(self, raw: bytes) -> Arrival | None:
        return telegram_updates.arrival(raw)

    def read(
        self, account: str, event_id: str, raw: bytes, received_at: datetime
    ) -> Incoming | None:
        return telegram_updates.read(account, raw, received_at)

    async def send(self, letter: Letter) -> Outcome:
        """Raises ValueError only for a letter that no conversation may write."""
        from bot.messengers import telegram_letters

        edit = telegram_letters.edit(letter)
        repeatable = edit is not None
        try:
            async with asyncio.timeout(LONGEST_SEND.total_seconds()):
                if letter.tap_id is not None:
                    await self._acknowledge(letter.tap_id)
                changed = None if edit is None else await self._change(edit)
                if changed is not None:
                    return changed
                repeatable = False  # from here on it is a new message, which twice is twice
                return await self._say(letter.id, telegram_letters.calls(letter))
        except TimeoutError:
            return TryLater(why="timeout") if repeatable else Ambiguous("timeout")

    async def fetch(self, account: str, reference: str) -> bytes:
        found = await self._file_path(reference)
        if isinstance(found, FetchFailed):
            raise found  # outside of any except: the cause knows the address with the token
        content = await self._download(found)
        if isinstance(content, FetchFailed):
            raise content
        return content

    async def listen(self, kept: Kept, offset: int | None) -> None:
        failures = 0
        while True:
            try:
                batch, following = await self._ask(offset)
                if following is not None:
                    await kept(batch, following)
                    offset = following
                failures = 0
            except Exception as trouble:  # Telegram or the database; nobody else would go on
                failures += 1
                log.warning(
                    "polling failed",
                    account=self.account,
                    why=place_of(trouble),
                    status=getattr(trouble, "status", None),
                    failures=failures,
                )
                await self._pause(_wait(trouble, failures))

    async def close(self) -> None:
        session = await self._session.create_session()
        await session.close()  # aiogram's own close waits a quarter of a second for nothing

    async def me(self) -> Me:
        """Raises ApiRefused."""
        from aiogram.methods import GetMe

        bot = await self._settled(GetMe())
        return Me(str(bot.id), bot.username or "")

    async def set_webhook(self, url: str, secret: str) -> str:
        """Messages are pushed to `url` from now on; what is wrong with it, empty when nothing.

        Raises ApiRefused.
        """
        from aiogram.methods import SetWebhook

        await self._settled(SetWebhook(url=url, secret_token=secret, allowed_updates=_KINDS))
        return ""  # Telegram looks at the address only when it has something to push

    async def show_webhook(self) -> Webhook:
        """Raises ApiRefused."""
        from aiogram.methods import GetWebhookInfo

        known = await self._settled(GetWebhookInfo())
        return Webhook(
            url=known.url,
            waiting=known.pending_update_count,
            last_error_at=known.last_error_date,
            last_error=known.last_error_message or "",
        )

    async def try_webhook(self) -> None:
        """Telegram tells of it by the way, with `show_webhook`."""

    async def delete_webhook(self) -> None:
        """Back to polling; what waits stays waiting. Raises ApiRefused."""
        from aiogram.methods import DeleteWebhook

        await self._settled(DeleteWebhook(drop_pending_updates=False))

    async def _say(self, letter_id: int, calls: "list[Call]") -> Outcome:
        """All parts in order. What already arrived of a letter is not sent again."""
        from bot.messengers import telegram_answers

        begun = self._begun.pop(letter_id, 0)
        message_id = 0
        for arrived, call in enumerate(calls[begun:], begun):
            try:
                message_id = (await self._bot(call)).message_id
            except telegram_answers.TROUBLES as trouble:
                answer = telegram_answers.outcome(trouble, repeatable=False)
                if arrived and comes_back(answer):
                    remember(self._begun, letter_id, arrived, MOST_BEGUN)
                return counted(answer, arrived)
        return Sent(str(message_id), len(calls))

    async def _change(self, edit: "EditMessageText") -> Outcome | None:
        """None when there is nothing left to change and a new message must say it."""
        from bot.messengers import telegram_answers

        try:
            await self._bot(edit)
        except telegram_answers.TROUBLES as trouble:
            if telegram_answers.nothing_to_edit(trouble):
                return None
            if not telegram_answers.not_modified(trouble):
                return telegram_answers.outcome(trouble, repeatable=True)
        return Sent(str(edit.message_id))

    async def _acknowledge(self, tap_id: str) -> None:
        """Stops the button's spinning. A failure costs nothing but the spinning."""
        from aiogram.methods import AnswerCallbackQuery

        from bot.messengers import telegram_answers

        try:
            await self._bot(AnswerCallbackQuery(callback_query_id=tap_id), _ACKNOWLEDGE)
        except telegram_answers.TROUBLES as trouble:
            log.info("tap not acknowledged", account=self.account, why=place_of(trouble))

    async def _settled(self, method: "TelegramMethod[Answer]") -> "Answer":
        from bot.messengers import telegram_answers

        try:
            return await self._bot(method)
        except telegram_answers.TROUBLES as trouble:
            why, how = telegram_answers.reason(trouble), telegram_answers.refused(trouble)
        raise ApiRefused(why, how)

    async def _ask(
        self, offset: int | None
    ) -> tuple[list[tuple[Arrival | None, bytes]], int | None]:
        """The next messages, each as its own JSON, and the offset that takes them as had."""
        from aiohttp import ClientTimeout

        session = await self._session.create_session()
        url = self._session.api.api_url(self._bot.token, "getUpdates")
        asked: dict[str, object] = {"timeout": _POLL, "allowed_updates": _KINDS}
        if offset is not None:
            asked["offset"] = offset
        limits = ClientTimeout(total=_POLL + LONGEST_SEND.total_seconds(), connect=_CONNECT)
        async with session.post(url, json=asked, timeout=limits) as response:
            said = json.loads(await response.read())
        updates = under(said, "result")
        if under(said, "ok") is not True or not isinstance(updates, list):
            retry_after = whole(under(said, "parameters", "retry_after"))
            raise _PollRefused(response.status, retry_after)
        return _batch(updates)

    async def _file_path(self, reference: str) -> str | FetchFailed:
        from aiogram.exceptions import TelegramBadRequest
        from aiogram.methods import GetFile

        from bot.messengers import telegram_answers

        try:
            path = (await self._bot(GetFile(file_id=reference))).file_path
        except TelegramBadRequest:
            return FetchFailed(later=False)
        except telegram_answers.TROUBLES as trouble:
            return self._not_fetched(trouble)
        return path or FetchFailed(later=False)

    async def _download(self, path: str) -> bytes | FetchFailed:
        from aiohttp import ClientError

        url = self._session.api.file_url(self._bot.token, path)
        content = bytearray()
        try:
            async for chunk in self._session.stream_content(url, timeout=_DOWNLOAD):
                content += chunk
                if len(content) > LARGEST:
                    return FetchFailed(later=False)
        except (ClientError, TimeoutError) as trouble:
            return self._not_fetched(trouble)
        return bytes(content)

    def _not_fetched(self, trouble: Exception) -> FetchFailed:
        log.info("file not to be had", account=self.account, why=place_of(trouble))
        return FetchFailed(later=True)


class _PollRefused(Exception):
    """The question for messages got no list of messages."""

    def __init__(self, status: int, retry_after: int | None) -> None:
        super().__init__(status)
        self.status = status
        self.retry_after = retry_after


def _batch(updates: list[object]) -> tuple[list[tuple[Arrival | None, bytes]], int | None]:
    known = [whole(under(update, "update_id")) for update in updates]
    numbers = [number for number in known if number is not None]
    if updates and not numbers:
        raise _PollRefused(200, None)  # nothing to move the offset by: asking at once would spin
    stored = [json.dumps(update).encode() for update in updates]
    batch = [(telegram_updates.arrival(raw), raw) for raw in stored]
    return batch, max(numbers) + 1 if numbers else None


def _wait(trouble: Exception, failures: int) -> float:
    """Seconds until the next question: what Telegram named, else 1, 2, 4 … 60."""
    if isinstance(trouble, _PollRefused) and trouble.retry_after is not None:
        return float(trouble.retry_after)
    return pause_after(failures)
