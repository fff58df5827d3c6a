"""What Telegram would say against a call, judged by python-telegram-bot and not by our library."""

import inspect
import json
import re

import telegram
from telegram.constants import InlineKeyboardButtonLimit, MessageLimit

from tests.doubles.faults import Kind

METHODS = (
    "getMe", "getUpdates", "setWebhook", "getWebhookInfo", "deleteWebhook", "sendMessage",
    "editMessageText", "answerCallbackQuery", "sendDocument", "sendPhoto", "getFile",
)  # fmt: skip
REFUSALS = {
    Kind.FLOOD: (429, "Too Many Requests: retry after {seconds}"),
    Kind.ERROR: (500, "Internal Server Error"),
    Kind.GATEWAY_JSON: (502, "Bad Gateway"),
    Kind.UNAUTHORIZED: (401, "Unauthorized"),
    Kind.BLOCKED: (403, "Forbidden: bot was blocked by the user"),
    Kind.BAD_REQUEST: (400, "Bad Request: can't parse entities"),
    Kind.TOO_LARGE: (413, "Request Entity Too Large"),
}
# Of PTB's own making, not Telegram's
_OWN = {"self", "read_timeout", "write_timeout", "connect_timeout", "pool_timeout", "api_kwargs"}
_OWN |= {"filename", "allow_sending_without_reply", "reply_to_message_id"}
_OWN |= {"disable_web_page_preview"}

Markup = telegram.InlineKeyboardMarkup | telegram.ReplyKeyboardMarkup


class Wrong(Exception):
    """Telegram answers 400 with these words. `ours` marks what no correct program would send."""

    def __init__(self, words: str, *, ours: bool = True) -> None:
        super().__init__(words)
        self.words = words
        self.ours = ours


def check_parameters(method: str, given: dict[str, str]) -> None:
    """Known names only, none missing, no markup in the text."""
    snake = re.sub("([A-Z])", lambda found: "_" + found[1].lower(), method)
    parameters = inspect.signature(getattr(telegram.Bot, snake)).parameters
    known = parameters.keys() - _OWN
    if strange := given.keys() - known:
        raise Wrong(f"Bad Request: no such parameter: {sorted(strange)}")
    needed = {name for name in known if parameters[name].default is inspect.Parameter.empty}
    if missing := needed - given.keys():
        raise Wrong(f"Bad Request: parameters missing: {sorted(missing)}")
    if "parse_mode" in given:
        raise Wrong("Bad Request: this double takes entities, never parse_mode")


def check_text(given: dict[str, str]) -> None:
    """Lengths in UTF-16 units, as Telegram counts."""
    if "text" in given:
        text = given["text"]
        if not text.strip():
            raise Wrong("Bad Request: message text is empty")
        if _units(text) > MessageLimit.MAX_TEXT_LENGTH:
            raise Wrong("Bad Request: message is too long")
    if _units(given.get("caption", "")) > MessageLimit.CAPTION_LENGTH:
        raise Wrong("Bad Request: message caption is too long")


def markup(given: dict[str, str]) -> Markup | None:
    """The keyboard, understood by python-telegram-bot without remainder."""
    if "reply_markup" not in given:
        return None
    raw = json.loads(given["reply_markup"])
    read: Markup
    if "inline_keyboard" in raw:
        read = telegram.InlineKeyboardMarkup.de_json(raw)
        _check_buttons(read)
    else:
        read = telegram.ReplyKeyboardMarkup.de_json(raw)
    if json.loads(read.to_json()) != raw:
        raise Wrong("Bad Request: can't parse reply keyboard markup JSON object")
    return read


def _check_buttons(keyboard: telegram.InlineKeyboardMarkup) -> None:
    for button in (button for row in keyboard.inline_keyboard for button in row):
        data = button.callback_data
        size = len(data.encode()) if isinstance(data, str) else 0
        least = InlineKeyboardButtonLimit.MIN_CALLBACK_DATA
        if not least <= size <= InlineKeyboardButtonLimit.MAX_CALLBACK_DATA:
            raise Wrong("Bad Request: BUTTON_DATA_INVALID")
        if not button.text.strip():
            raise Wrong("Bad Request: text buttons are allowed to have non-empty text only")


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
