"""What each answer of Telegram's to a letter means (reliability.md 3.3), and that none tells."""

import logging
from datetime import timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.messages import (
    AccountRefused,
    Address,
    Ambiguous,
    Letter,
    Outcome,
    RecipientGone,
    Rejected,
    TryLater,
)
from bot.messengers.base import FetchFailed
from bot.messengers.telegram import ApiRefused, TelegramMessenger
from tests.doubles.telegram import Fault, Kind, TelegramDouble
from tests.messengers.conftest import AN

TO_AN = Address("telegram", "700001", str(AN))


def letter(text: str = "Đã ghi nhận", **more: Any) -> Letter:
    return Letter(1, TO_AN, text, **more)


SERVER_ERROR = TryLater(why="Internal Server Error")
ANSWERS: dict[str, tuple[Fault, Outcome, Outcome]] = {  # fault, meaning for a send, for an edit
    "too fast": (
        Fault(Kind.FLOOD, seconds=17),
        TryLater(17.0, flood=True, why="flood"),
        TryLater(17.0, flood=True, why="flood"),
    ),
    "too fast, and no word of how long": (
        Fault(Kind.FLOOD, seconds=0),
        TryLater(flood=True, why="flood"),
        TryLater(flood=True, why="flood"),
    ),
    "an error it tells of": (Fault(Kind.ERROR), SERVER_ERROR, SERVER_ERROR),
    "restarting": (
        Fault(Kind.ERROR, words="Internal Server Error: restart"),
        TryLater(why="Internal Server Error: restart"),
        TryLater(why="Internal Server Error: restart"),
    ),
    "a gateway's page": (
        Fault(Kind.GATEWAY),
        Ambiguous("ClientDecodeError"),
        TryLater(why="ClientDecodeError"),
    ),
    "a gateway in Telegram's words": (
        Fault(Kind.GATEWAY_JSON),
        Ambiguous("gateway"),
        TryLater(why="gateway"),
    ),
    "our token revoked": (
        Fault(Kind.UNAUTHORIZED),
        AccountRefused("Unauthorized"),
        AccountRefused("Unauthorized"),
    ),
    "blocked": (
        Fault(Kind.BLOCKED),
        RecipientGone("Forbidden: bot was blocked by the user"),
        RecipientGone("Forbidden: bot was blocked by the user"),
    ),
    "an account that is gone": (
        Fault(Kind.BLOCKED, words="Forbidden: user is deactivated"),
        RecipientGone("Forbidden: user is deactivated"),
        RecipientGone("Forbidden: user is deactivated"),
    ),
    "nobody there": (
        Fault(Kind.BAD_REQUEST, words="Bad Request: chat not found"),
        RecipientGone("Bad Request: chat not found"),
        RecipientGone("Bad Request: chat not found"),
    ),
    "a text it will never take": (
        Fault(Kind.BAD_REQUEST),
        Rejected("Bad Request: can't parse entities"),
        Rejected("Bad Request: can't parse entities"),
    ),
    "too large": (Fault(Kind.TOO_LARGE), Rejected("too large"), Rejected("too large")),
    "reset before": (
        Fault(Kind.RESET_BEFORE),
        Ambiguous("ServerDisconnectedError"),
        TryLater(why="ServerDisconnectedError"),
    ),
    "reset after": (
        Fault(Kind.RESET_AFTER),
        Ambiguous("ServerDisconnectedError"),
        TryLater(why="ServerDisconnectedError"),
    ),
    "half an answer": (
        Fault(Kind.HALF_BODY),
        Ambiguous("ClientPayloadError"),
        TryLater(why="ClientPayloadError"),
    ),
    "broken JSON": (
        Fault(Kind.BAD_JSON),
        Ambiguous("ClientDecodeError"),
        TryLater(why="ClientDecodeError"),
    ),
    "no text": (
        Fault(Kind.NO_TEXT),
        Ambiguous("UnicodeDecodeError"),
        TryLater(why="UnicodeDecodeError"),
    ),
}


@pytest.mark.parametrize(("fault", "to_a_send", "_"), ANSWERS.values(), ids=ANSWERS.keys())
async def test_what_an_answer_to_a_new_message_means(
    telegram: TelegramDouble,
    messenger: TelegramMessenger,
    fault: Fault,
    to_a_send: Outcome,
    _: Outcome,
) -> None:
    telegram.faults.plan(fault, "sendMessage")

    assert await messenger.send(letter()) == to_a_send

    assert telegram.calls == ["sendMessage"]  # nothing below the outbox tries again


@pytest.mark.parametrize(("fault", "_", "to_an_edit"), ANSWERS.values(), ids=ANSWERS.keys())
async def test_what_an_answer_to_an_edit_means(
    telegram: TelegramDouble,
    messenger: TelegramMessenger,
    fault: Fault,
    _: Outcome,
    to_an_edit: Outcome,
) -> None:
    await messenger.send(letter("Có ai ở nhà?"))
    [asked] = telegram.messages_to(AN)
    telegram.faults.plan(fault, "editMessageText")

    assert await messenger.send(letter(edits=str(asked.message_id))) == to_an_edit


async def test_a_wrong_token_closes_the_account_and_not_the_letter(
    telegram: TelegramDouble,
) -> None:
    messenger = TelegramMessenger("700001:other", telegram.api_base)

    assert await messenger.send(letter()) == AccountRefused("Unauthorized")
    await messenger.close()


HANGING = {
    "a new message may have arrived": ("sendMessage", False, Ambiguous),
    "an edit can be repeated": ("editMessageText", False, TryLater),
    "a new message instead of an edit may have arrived": ("sendMessage", True, Ambiguous),
}


@pytest.mark.parametrize(("at", "deleted", "meaning"), HANGING.values(), ids=HANGING.keys())
async def test_who_does_not_answer_in_time_may_have_heard(
    telegram: TelegramDouble,
    monkeypatch: pytest.MonkeyPatch,
    at: str,
    deleted: bool,
    meaning: type[Outcome],
) -> None:
    monkeypatch.setattr("bot.messengers.telegram.LONGEST_SEND", timedelta(seconds=0.5))
    messenger = TelegramMessenger(telegram.token, telegram.api_base)
    await messenger.send(letter("Có ai ở nhà?"))
    [asked] = telegram.messages_to(AN)
    if deleted:
        telegram.forget(AN, asked.message_id)
    telegram.faults.plan(Fault(Kind.DELAY, seconds=30), at)
    edits = str(asked.message_id) if deleted or meaning is TryLater else None

    assert isinstance(await messenger.send(letter(edits=edits)), meaning)

    assert telegram.messages_to(AN)[-1].text == "Đã ghi nhận"
    await messenger.close()


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.DELAY])
async def test_the_token_is_in_no_log_and_no_reason(
    telegram: TelegramDouble,
    messenger: TelegramMessenger,
    kind: Kind,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    telegram.faults.plan(Fault(kind), times=4)
    reasons = []

    with capture_logs() as logs:
        reasons.append(repr(await messenger.send(letter(tap_id="5"))))
        for ask in (messenger.me, lambda: messenger.fetch("700001", "file-1")):
            with pytest.raises((ApiRefused, FetchFailed)) as refused:
                await ask()
            reasons.append(f"{refused.value!r}{refused.value.__cause__}{refused.value.__context__}")

    seen = caplog.text + repr(logs) + repr(reasons) + "".join(capfd.readouterr())
    assert "CANARY" not in seen
    assert telegram.api_base.removeprefix("http://") not in seen
