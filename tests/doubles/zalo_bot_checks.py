"""What Zalo would say against a call, as far as it is known (zalo.md A.2 to A.5)."""

import ipaddress
from urllib.parse import urlsplit

from tests.doubles.faults import Kind

METHODS = {
    "getMe": (),
    "getUpdates": ("timeout",),
    "setWebhook": ("url", "secret_token"),
    "testWebhook": (),
    "deleteWebhook": (),
    "getWebhookInfo": (),
    "sendMessage": ("chat_id", "text", "parse_mode", "text_styles"),
    "sendPhoto": ("chat_id", "photo", "caption"),
    "sendSticker": ("chat_id", "sticker"),
    "sendChatAction": ("chat_id", "action"),
    "sendVoice": ("chat_id", "voice_url"),
}
REFUSALS = {
    Kind.FLOOD: (429, "Quota exceeded"),
    Kind.ERROR: (500, "Internal error"),
    Kind.GATEWAY_JSON: (502, "Bad Gateway"),
    Kind.UNAUTHORIZED: (401, "Unauthorized"),
    Kind.BLOCKED: (403, "Internal server error"),  # its words, and not "blocked"
    Kind.BAD_REQUEST: (400, "Bad request"),
    Kind.TOO_LARGE: (413, "Request entity too large"),
}
LONGEST = 2000


class Wrong(Exception):
    """Zalo says no. `ours` marks what no correct program would send; not `named`: without code."""

    def __init__(self, code: int, words: str, *, ours: bool = True, named: bool = True) -> None:
        super().__init__(words)
        self.code = code
        self.words = words
        self.ours = ours
        self.named = named


def check_parameters(method: str, given: dict[str, str]) -> list[str]:
    """What is not known is passed over, and never shown; but nobody should send it."""
    strange = sorted(given.keys() - METHODS[method])
    return [f"{method}: no such parameter: {strange}"] if strange else []


def check_text(given: dict[str, str]) -> None:
    """Lengths in UTF-16 units: Zalo does not say how it counts, and no count gives more."""
    if not _units(given.get("text", "").strip()) >= 1 or _units(given["text"]) > LONGEST:
        raise Wrong(400, "Bad request: text must have 1 to 2000 characters")


def check_caption(given: dict[str, str]) -> None:
    if _units(given.get("caption", "")) > LONGEST:
        raise Wrong(400, "Bad request: caption must have 1 to 2000 characters")


def check_secret(given: dict[str, str]) -> None:
    if not 8 <= len(given.get("secret_token", "")) <= 256:
        raise Wrong(400, "Bad request: The secret_token must not be empty", ours=False)


def check_address(url: str, *, allows_local: bool) -> bool:
    """Public and encrypted; whether it is on this machine, where that is allowed."""
    parts = urlsplit(url)
    local = _is_private(parts.hostname or "localhost")
    if not (parts.scheme == "https" and not local) and not (allows_local and local):
        raise Wrong(400, "Bad request: url must be public HTTPS", ours=False)
    return local


def outcome_of(status: int) -> str:
    """How Zalo calls what became of trying a webhook."""
    if 200 <= status < 300:
        return "webhook.ok"
    if status == 0:
        return "webhook.err.conn"
    if status >= 500:
        return "webhook.http.5xx"
    return f"webhook.http.{status if status in (403, 404) else 'other'}"


def _is_private(host: str) -> bool:
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return host == "localhost" or host.endswith((".localhost", ".local"))


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
