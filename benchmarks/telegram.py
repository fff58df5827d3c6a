"""Telegram without a network: updates as it would send them, and its answer to every call."""

import json
from collections.abc import AsyncGenerator
from itertools import count
from typing import Any

from aiogram import Bot
from aiogram.client.session.base import BaseSession
from aiogram.methods import EditMessageText, SendMessage, TelegramMethod
from aiogram.methods.base import TelegramType

TOKEN = "42:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"  # noqa: S105  # opens nothing
ACCOUNT = "42"
_ids = count(1000)


class CannedSession(BaseSession):
    """Answers each call at once, and has the answer parsed like one from the network."""

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[TelegramType],
        timeout: int | None = None,  # noqa: ASYNC109  # aiogram's
    ) -> TelegramType:
        content = '{"ok":true,"result":true}'
        if isinstance(method, (SendMessage, EditMessageText)):
            message = {
                "message_id": getattr(method, "message_id", None) or next(_ids),
                "date": 1795230000,
                "chat": {"id": int(method.chat_id or 0), "type": "private", "first_name": "An"},
                "from": {"id": 42, "is_bot": True, "first_name": "Gần Dân"},
                "text": method.text,
            }
            content = json.dumps({"ok": True, "result": message})
        answer = self.check_response(bot, method, 200, content)
        return answer.result  # type: ignore[return-value]  # "ok" was true

    async def close(self) -> None:
        return None

    async def stream_content(
        self,
        url: str,
        headers: dict[str, Any] | None = None,
        timeout: int = 30,  # noqa: ASYNC109  # aiogram's
        chunk_size: int = 65536,
        raise_for_status: bool = True,
    ) -> AsyncGenerator[bytes, None]:
        yield b""


def _sender(chat: int) -> dict[str, Any]:
    return {"id": chat, "is_bot": False, "first_name": "An", "language_code": "vi"}


def said(number: int, chat: int, text: str, now: float) -> dict[str, Any]:
    """Somebody wrote something."""
    message = {
        "message_id": number, "date": int(now), "text": text, "from": _sender(chat),
        "chat": {"id": chat, "type": "private", "first_name": "An"},
    }  # fmt: skip
    return {"update_id": number, "message": message}


def tapped(number: int, chat: int, data: str, shown: tuple[int, str], now: float) -> dict[str, Any]:
    """Somebody tapped a button under a message of ours."""
    message_id, text = shown
    message = {
        "message_id": message_id, "date": int(now), "text": text,
        "from": {"id": 42, "is_bot": True, "first_name": "Gần Dân"},
        "chat": {"id": chat, "type": "private", "first_name": "An"},
    }  # fmt: skip
    tap = {
        "id": f"tap{number}", "from": _sender(chat), "message": message,
        "chat_instance": "1", "data": data,
    }  # fmt: skip
    return {"update_id": number, "callback_query": tap}
