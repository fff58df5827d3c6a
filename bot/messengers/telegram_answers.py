"""What Telegram's answers to a letter mean (reliability.md 3.3): a closed list, decided here."""

from aiogram import exceptions as aiogram
from aiohttp import ClientConnectorError, ConnectionTimeoutError

from bot.messages import (
    AccountRefused,
    Ambiguous,
    Outcome,
    RecipientGone,
    Rejected,
    Sent,
    TryLater,
)
from bot.messengers.base import Refused

TROUBLES = (aiogram.AiogramError, UnicodeDecodeError)
"""How a call may end but well: aiogram's own kinds, and an answer that is no text.

Anything else is a bug of ours and goes on to whoever asked for the call, who logs its place.
"""

# The message that was to be changed cannot be: the letter goes out as a new one.
_NOTHING_TO_EDIT = (
    "message to edit not found",
    "message can't be edited",
    "message_id_invalid",
    "there is no text in the message to edit",
)
_NOT_MODIFIED = "message is not modified"
_NOBODY_THERE = (
    "chat not found",
    "user not found",
    "peer_id_invalid",
    "user is deactivated",
    "bot was blocked",
    "input_user_deactivated",
)
# A gateway in between says this in Telegram's own shape, without knowing what became of the call.
_GATEWAYS = ("bad gateway", "gateway time")
_LONGEST_WHY = 120


def outcome(trouble: Exception, *, repeatable: bool) -> Outcome:
    """The meaning of what went wrong with a call, of whatever kind.

    What we cannot place may have happened after the letter arrived, so it counts as ambiguous.
    """
    match trouble:
        case aiogram.TelegramRetryAfter():
            return TryLater(float(trouble.retry_after), flood=True, why="flood")
        case aiogram.TelegramBadRequest():
            return _bad_request(trouble.message)
        case aiogram.TelegramForbiddenError():
            return RecipientGone(_why(trouble.message))
        case aiogram.TelegramUnauthorizedError() | aiogram.TelegramNotFound():
            return AccountRefused(_why(trouble.message))
        case aiogram.TelegramNetworkError():
            return _network(trouble, repeatable)
        case aiogram.TelegramServerError() | aiogram.TelegramConflictError():
            return _server(trouble.message, repeatable)
        case aiogram.TelegramAPIError():
            return _other(trouble.message)
    return _unclear(type(trouble).__name__, repeatable)


def reason(trouble: Exception) -> str:
    """Why a call failed, in words that hold neither token nor address."""
    meaning = outcome(trouble, repeatable=False)
    return "" if isinstance(meaning, Sent) else meaning.why


def refused(trouble: Exception) -> Refused:
    """What a no to a question says: of the token, of the way to Telegram, or of Telegram itself."""
    match trouble:
        case aiogram.TelegramUnauthorizedError() | aiogram.TelegramNotFound():
            return Refused.UNKNOWN
        case (
            aiogram.TelegramNetworkError() | aiogram.ClientDecodeError() | UnicodeDecodeError()
        ):  # no answer, or a page of somebody in between
            return Refused.UNREACHED
        case aiogram.TelegramBadRequest() | aiogram.TelegramForbiddenError():
            return Refused.SAID_NO
    return Refused.BUSY


def nothing_to_edit(trouble: Exception) -> bool:
    """Whether an edit failed because there is no such text any more."""
    if not isinstance(trouble, aiogram.TelegramBadRequest):
        return False
    return _says(trouble.message, _NOTHING_TO_EDIT)


def not_modified(trouble: Exception) -> bool:
    """Whether an edit failed because it is already done."""
    return isinstance(trouble, aiogram.TelegramBadRequest) and _says(
        trouble.message, (_NOT_MODIFIED,)
    )


def _bad_request(said: str | None) -> Outcome:
    return (RecipientGone if _says(said, _NOBODY_THERE) else Rejected)(_why(said))


def _network(trouble: aiogram.TelegramNetworkError, repeatable: bool) -> Outcome:
    if isinstance(trouble, aiogram.TelegramEntityTooLarge):
        return Rejected("too large")
    cause = trouble.__cause__
    if isinstance(cause, ClientConnectorError | ConnectionTimeoutError):
        # No connection came about, so not a byte was written.
        return TryLater(why=type(cause).__name__, reached=False)
    return _unclear(type(cause).__name__, repeatable)


def _server(said: str | None, repeatable: bool) -> Outcome:
    if _says(said, _GATEWAYS):
        return _unclear("gateway", repeatable)
    return TryLater(why=_why(said))


def _other(said: str | None) -> Outcome:
    if _says(said, ("too many requests",)):  # a 429 that forgot to say how long
        return TryLater(flood=True, why="flood")
    return Rejected(_why(said))


def _unclear(why: str, repeatable: bool) -> Outcome:
    return TryLater(why=why) if repeatable else Ambiguous(why)


def _says(said: str | None, phrases: tuple[str, ...]) -> bool:
    low = (said or "").lower()
    return any(phrase in low for phrase in phrases)


def _why(said: str | None) -> str:
    return (said or "no reason given")[:_LONGEST_WHY]
