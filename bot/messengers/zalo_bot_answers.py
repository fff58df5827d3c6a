"""What Zalo's answers to a call mean (zalo.md A.5): the envelope first, the HTTP status second."""

from dataclasses import dataclass

from aiohttp import ClientConnectorError, ClientError, ConnectionTimeoutError

from bot.domain.vietnamese.text import clean_name
from bot.messages import (
    AccountRefused,
    Ambiguous,
    Outcome,
    QuotaSpent,
    RecipientGone,
    Rejected,
    Sent,
    TryLater,
)
from bot.messengers.base import Refused, decoded, under, whole

TROUBLES = (ClientError, OSError, TimeoutError)
"""How a call may end without an answer. Their words may hold the address, so the token."""

IDLE = 408  # to a question for updates: nothing new
_GATEWAYS = (502, 504)  # somebody in between, who does not know what became of the call
_TRIES_OF_403 = 3
_LONGEST_WHY = 120

_NOBODY_THERE = (
    "chat not found", "chat_id not found", "user not found", "chat does not exist",
    "chat_id is invalid", "invalid chat_id",
)  # fmt: skip
_OF_PEOPLE = ("user", "người dùng")
_OF_LETTERS = ("message", "tin nhắn")


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: `said` is its envelope, None where it was something else."""

    status: int
    said: dict[str, object] | None
    retry_after: float | None = None

    @classmethod
    def of(cls, status: int, raw: bytes, retry_after: str = "") -> "Answer":
        """From the bytes of an HTTP answer; an envelope says whether it is well or not."""
        said = decoded(raw)
        if said is None or not isinstance(said.get("ok"), bool):
            said = None
        return cls(status, said, float(retry_after) if _is_seconds(retry_after) else None)

    @property
    def well(self) -> bool:
        """A status of 200 alone says nothing: a wrong token has one, too."""
        return self.said is not None and self.said["ok"] is True

    @property
    def code(self) -> int:
        """The error's number; the HTTP status where the envelope names none."""
        for name in ("error_code", "errorCode"):
            named = under(self.said, name)
            if isinstance(named, str) and named.isascii() and named.isdigit():
                named = int(named[:6])
            if (code := whole(named)) is not None:
                return code
        return self.status

    @property
    def why(self) -> str:
        """In Zalo's words, on one line."""
        described = under(self.said, "description")
        words = clean_name(described[:500]) if isinstance(described, str) else ""
        return words[:_LONGEST_WHY] or f"answer {self.code}"

    @property
    def result(self) -> object:
        return under(self.said, "result")


def outcome(answer: Answer) -> Outcome:
    """What an answer says of the message that was sent."""
    if answer.well:
        message_id = under(answer.result, "message_id")
        return Sent(message_id if isinstance(message_id, str) else "")
    if answer.said is None:
        return _without_envelope(answer)
    code = answer.code
    if code in _GATEWAYS or code == IDLE:
        return Ambiguous(answer.why)
    if code >= 500:
        return TryLater(why=answer.why)
    return _refusal(answer)


def refused(answer: Answer) -> Refused:
    """What a no to a question says: of the token, of the way to Zalo, or of Zalo itself."""
    if answer.code == 401:
        return Refused.UNKNOWN
    if answer.said is None:
        return Refused.UNREACHED
    said_no = 400 <= answer.code < 500 and answer.code not in (IDLE, 429)
    return Refused.SAID_NO if said_no else Refused.BUSY


def trouble_of(trouble: Exception) -> Outcome:
    """No answer: only where no connection came about is it sure that nothing was sent."""
    if isinstance(trouble, ClientConnectorError | ConnectionTimeoutError):
        return TryLater(why=type(trouble).__name__, reached=False)
    return Ambiguous("timeout" if type(trouble) is TimeoutError else type(trouble).__name__)


def _refusal(answer: Answer) -> Outcome:
    """A clear no, before anything was sent."""
    why = answer.why
    match answer.code:
        case 401:
            return AccountRefused(why)
        case 403:  # "internal server error", and not "blocked"
            return TryLater(why=why, most_tries=_TRIES_OF_403)
        case 429:
            return _quota(answer)
        case 400 | 404 if _says(why, _NOBODY_THERE):
            return RecipientGone(why)
    return Rejected(why)


def _quota(answer: Answer) -> Outcome:
    """Of letters in a month, for which all have to wait; of people, which concerns only this one.

    Zalo does not say how its limits are worded, so what is not plainly of people is of letters.
    """
    if answer.retry_after is not None:
        return TryLater(answer.retry_after, flood=True, why="flood")
    if _says(answer.why, _OF_PEOPLE) and not _says(answer.why, _OF_LETTERS):
        return Rejected("too many people")
    return QuotaSpent(answer.why)


def _without_envelope(answer: Answer) -> Outcome:
    """A page of somebody in between, or half an answer: what is not plainly a no may be a yes."""
    if answer.status in (400, 401, 403, 429):
        return _refusal(answer)
    if answer.status == 404:  # no such place at all: it is the address that is wrong
        return AccountRefused(answer.why)
    return Ambiguous(answer.why)


def _says(said: str, phrases: tuple[str, ...]) -> bool:
    low = said.lower()
    return any(phrase in low for phrase in phrases)


def _is_seconds(header: str) -> bool:
    return header.isascii() and header.isdigit() and len(header) < 6
