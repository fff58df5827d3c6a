"""Zalo's Bot Platform: letters out as plain text, messages in by asking for them or by webhook.

Importing this is cheap; only whoever builds the messenger pays for aiohttp.
"""

import asyncio
import hashlib
import json
import re
from collections.abc import Awaitable, Callable, Collection, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

import structlog

from bot.domain.delivery import LONGEST_SEND
from bot.domain.uploads import FileKind
from bot.domain.vietnamese.text import clean_name
from bot.messages import Incoming, Letter, Outcome, Rejected, Sent
from bot.messengers import zalo_bot_updates
from bot.messengers.base import (
    MOST_BEGUN,
    ApiRefused,
    Arrival,
    FetchFailed,
    Kept,
    Me,
    Refused,
    Webhook,
    comes_back,
    counted,
    pause_after,
    remember,
    under,
)
from bot.troubles import place_of

if TYPE_CHECKING:
    from aiohttp import ClientSession

    from bot.messengers.zalo_bot_answers import Answer

OFFICIAL_API = "https://bot-api.zaloplatforms.com"
SECRET_HEADER = "X-Bot-Api-Secret-Token"  # noqa: S105 (a name, no secret)
_CONNECT = 5.0
_SLOWEST = LONGEST_SEND.total_seconds()
_POLL = 25  # how long Zalo holds a question that has no answer yet
_LEAST_BETWEEN_POLLS = 1.0  # it may answer at once, for ever, with what we have had (zalo.md A.2)
_MOST_REMEMBERED = 5000
_LONGEST_HINT = 300
_TOKEN = re.compile(r"([0-9]{1,40}):[A-Za-z0-9._~+=-]{1,256}")

log = structlog.get_logger()


class ZaloBotMessenger:
    """One bot. `pause` is how it waits between questions.

    Photos are fetched from Zalo's own hosts only, and from `media_hosts`, given as host:port.
    """

    surface = zalo_bot_updates.SURFACE
    carries_files, takes = False, frozenset({FileKind.PHOTO})
    tries_webhooks = True

    def __init__(
        self,
        token: str,
        api_base: str = OFFICIAL_API,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
        media_hosts: Collection[str] = (),
    ) -> None:
        known = _TOKEN.fullmatch(token)
        if known is None:
            raise ValueError("no token: it looks like 123456:abc-DEF")
        self.account = known[1]
        self._token = token
        self._base = api_base.rstrip("/")
        self._pause = pause
        self._media_hosts = frozenset(media_hosts)
        self._opened: ClientSession | None = None
        # How many parts of a long letter have arrived, so that a retry goes on behind them.
        self._begun: dict[int, int] = {}
        # What was stored lately: Zalo may bring it again with every question.
        self._had: dict[str, None] = {}

    def arrival(self, raw: bytes) -> Arrival | None:
        return zalo_bot_updates.arrival(self.account, raw)

    def read(
        self, account: str, event_id: str, raw: bytes, received_at: datetime
    ) -> Incoming | None:
        return zalo_bot_updates.read(account, raw, received_at)

    async def send(self, letter: Letter) -> Outcome:
        """What would change a message, acknowledge a tap or ask for a number is plain text here."""
        from bot.messengers import zalo_bot_letters

        if letter.attachment is not None:
            return Rejected("no files")
        return await self._say(letter, zalo_bot_letters.texts(letter))

    async def fetch(self, account: str, reference: str) -> bytes:
        from bot.messengers import zalo_bot_media

        found = await zalo_bot_media.fetched(self._session(), reference, self._media_hosts)
        if isinstance(found, FetchFailed):
            log.info("file not to be had", account=self.account, later=found.later)
            raise found  # outside of any except: the cause knows the address
        return found

    async def listen(self, kept: Kept, offset: int | None) -> None:
        """One question after the other; there is no offset, so what comes again is let go.

        Zalo may have forgotten what it told us once: it is held until it is stored.
        """
        failures = 0
        held: list[object] = []
        now = asyncio.get_running_loop().time
        while True:
            began = now()
            try:
                held = held or await self._updates()
                await self._keep_new(kept, held)
                failures, held = 0, []
                wait = _LEAST_BETWEEN_POLLS - (now() - began)
            except Exception as trouble:  # Zalo or the database; nobody else would go on
                failures += 1
                wait = pause_after(failures)
                self._tell(trouble, failures)
            if wait > 0:
                await self._pause(wait)

    async def close(self) -> None:
        if self._opened is not None:
            await self._opened.close()
            self._opened = None

    async def me(self) -> Me:
        """Raises ApiRefused."""
        bot = await self._settled("getMe", {})
        account = under(bot, "id")
        shown, internal = (
            clean_name(name) if isinstance(name, str) else ""
            for name in (under(bot, "display_name"), under(bot, "account_name"))
        )
        return Me(account if isinstance(account, str) else "", shown or internal, bool(shown))

    async def set_webhook(self, url: str, secret: str) -> str:
        """Messages are pushed to `url` from now on; what is wrong with it, empty when nothing.

        Zalo keeps an address that it could not reach, too. Raises ApiRefused.
        """
        known = await self._settled("setWebhook", {"url": url, "secret_token": secret})
        return _what_came_of(under(known, "verification")).replace(secret, "***")

    async def try_webhook(self) -> str | None:
        """What is wrong with the address that is set, empty when nothing.

        None where Zalo does not say: it tries only so often a day, and may not do it at all.
        """
        try:
            known = await self._settled("testWebhook", {})
        except ApiRefused:
            return None
        return _what_came_of(known) if isinstance(under(known, "ok"), bool) else None

    async def show_webhook(self) -> Webhook:
        """Raises ApiRefused."""
        url = under(await self._settled("getWebhookInfo", {}, none=(404,)), "url")
        return Webhook(url if isinstance(url, str) else "")

    async def delete_webhook(self) -> None:
        """Back to polling. Raises ApiRefused, but not where there was none."""
        await self._settled("deleteWebhook", {}, none=(400, 404))

    async def _say(self, letter: Letter, texts: list[str]) -> Outcome:
        """All parts in order. What already arrived of a letter is not sent again."""
        from bot.messengers import zalo_bot_answers as answers

        arrived = begun = self._begun.pop(letter.id, 0)
        until = asyncio.get_running_loop().time() + LONGEST_SEND.total_seconds()
        outcome: Outcome = Sent("")
        for arrived, text in enumerate(texts[begun:], begun):
            asked = {"chat_id": letter.address.external_id, "text": text}
            try:
                async with asyncio.timeout_at(until):
                    outcome = answers.outcome(await self._call("sendMessage", asked))
            except answers.TROUBLES as trouble:
                outcome = answers.trouble_of(trouble)
            if not isinstance(outcome, Sent):
                if arrived and comes_back(outcome):
                    remember(self._begun, letter.id, arrived, MOST_BEGUN)
                break
        return counted(outcome, arrived)

    async def _updates(self) -> list[object]:
        """What is new, or was new once: mostly one, none where Zalo waited in vain."""
        from bot.messengers.zalo_bot_answers import IDLE

        answer = await self._call("getUpdates", {"timeout": _POLL}, _POLL + _SLOWEST)
        if answer.code == IDLE and not answer.well:
            return []
        if not answer.well:
            raise _PollRefused(answer.code, answer.why)
        result = answer.result
        if isinstance(result, list):
            return result
        return [result] if result else []

    async def _keep_new(self, kept: Kept, updates: list[object]) -> None:
        """A commit only for what was not stored lately."""
        raws = [json.dumps(update).encode() for update in updates]
        read = [(self.arrival(raw), raw) for raw in raws]
        keys = [
            arrival.event_id if arrival is not None else hashlib.sha256(raw).hexdigest()
            for arrival, raw in read
        ]
        fresh = [one for one, key in zip(read, keys, strict=True) if key not in self._had]
        if fresh:
            await _whatever_comes(kept(fresh, None))
        for key in keys:
            remember(self._had, key, None, _MOST_REMEMBERED)

    def _tell(self, trouble: Exception, failures: int) -> None:
        if isinstance(trouble, _PollRefused) and "webhook" in trouble.why.lower():
            log.warning(
                "messages go to a webhook and cannot be asked for",
                account=self.account, failures=failures,
            )  # fmt: skip
            return
        log.warning(
            "polling failed",
            account=self.account,
            why=place_of(trouble),
            status=getattr(trouble, "status", None),
            failures=failures,
        )

    async def _settled(
        self, method: str, asked: Mapping[str, object], none: Collection[int] = ()
    ) -> object:
        """The result, None for an error that says there is none. Raises ApiRefused."""
        from bot.messengers import zalo_bot_answers as answers

        try:
            answer = await self._call(method, asked)
        except answers.TROUBLES as trouble:
            why, how = type(trouble).__name__, Refused.UNREACHED
        else:
            if answer.well:
                return answer.result
            if answer.said is not None and answer.code in none:
                return None
            why, how = answer.why, answers.refused(answer)
        raise ApiRefused(why, how)

    async def _call(
        self, method: str, asked: Mapping[str, object], longest: float | None = None
    ) -> "Answer":
        """One question to Zalo; raises what aiohttp raises, whose words hold the token."""
        from aiohttp import ClientTimeout

        from bot.messengers.zalo_bot_answers import Answer

        limits = ClientTimeout(total=longest or _SLOWEST, connect=_CONNECT)
        async with self._session().post(
            f"{self._base}/bot{self._token}/{method}",
            json=asked,
            timeout=limits,
            allow_redirects=False,
        ) as response:
            raw = await response.read()
            known = raw.replace(self._token.encode(), b"***")  # in case it says what we asked
            return Answer.of(response.status, known, response.headers.get("Retry-After", ""))

    def _session(self) -> "ClientSession":
        """Each call opens a connection of its own: one that Zalo had closed meanwhile would leave
        a letter that never left us in doubt, and so few letters go out that it costs nothing."""
        from aiohttp import ClientSession, DummyCookieJar, TCPConnector

        if self._opened is None:
            self._opened = ClientSession(
                connector=TCPConnector(force_close=True), cookie_jar=DummyCookieJar()
            )
        return self._opened


def _what_came_of(trial: object) -> str:
    """What is wrong with an address that Zalo tried, in its words; empty when nothing."""
    if under(trial, "ok") is not False:
        return ""
    parts = (under(trial, part) for part in ("outcome", "hint"))
    told = ": ".join(clean_name(part) for part in parts if isinstance(part, str) and part)
    return (told or "not verified")[:_LONGEST_HINT]


class _PollRefused(Exception):
    """The question for messages got a no; its words are not shown, for they are Zalo's."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(status)
        self.status = status
        self.why = why


async def _whatever_comes(storing: Awaitable[None]) -> None:
    """Finished even when we are told to stop meanwhile: nobody would bring it a second time."""
    stored = asyncio.ensure_future(storing)
    try:
        await asyncio.shield(stored)
    except asyncio.CancelledError:
        try:
            await asyncio.wait([stored])
        finally:
            stored.cancel()  # told twice; nothing when it is finished
        if not stored.cancelled() and (trouble := stored.exception()) is not None:
            log.error("what was told once is not stored", why=place_of(trouble))
        raise
