"""What each answer of Zalo's to a letter means (zalo.md A.5), and that none tells the token."""

import logging
from datetime import timedelta

import pytest
from aiohttp import web
from structlog.testing import capture_logs

from bot.messages import (
    AccountRefused,
    Address,
    Ambiguous,
    Letter,
    Outcome,
    QuotaSpent,
    RecipientGone,
    Rejected,
    Sent,
    TryLater,
)
from bot.messengers import zalo_bot_answers
from bot.messengers.base import ApiRefused, FetchFailed
from bot.messengers.zalo_bot import ZaloBotMessenger
from bot.messengers.zalo_bot_answers import Answer
from tests.doubles.ground import found_at
from tests.doubles.zalo_bot import TOKEN, Fault, Kind, Person, ZaloBotDouble


def letter(to: Person) -> Letter:
    return Letter(1, Address("zalo_bot", "1459232241454765289", to.id), "Đã ghi nhận")


ANSWERS: dict[str, tuple[Fault, Outcome, bool]] = {  # fault, what it means, whether it arrived
    "the quota": (Fault(Kind.FLOOD), QuotaSpent("Quota exceeded"), False),
    "an error it tells of": (Fault(Kind.ERROR), TryLater(why="Internal error"), False),
    "its 403 is an error, too": (
        Fault(Kind.BLOCKED),
        TryLater(why="Internal server error", most_tries=3),
        False,
    ),
    "a gateway's page": (Fault(Kind.GATEWAY), Ambiguous("answer 502"), False),
    "a gateway in an envelope": (Fault(Kind.GATEWAY_JSON), Ambiguous("Bad Gateway"), False),
    "our token reset": (Fault(Kind.UNAUTHORIZED), AccountRefused("Unauthorized"), False),
    "our token reset, and a status of 200": (
        Fault(Kind.UNAUTHORIZED, status=200),
        AccountRefused("Unauthorized"),
        False,
    ),
    "a text it will never take": (Fault(Kind.BAD_REQUEST), Rejected("Bad request"), False),
    "a refusal with a status of 200": (
        Fault(Kind.BAD_REQUEST, status=200),
        Rejected("Bad request"),
        False,
    ),
    "an error with a status of 200": (
        Fault(Kind.ERROR, status=200),
        TryLater(why="Internal error"),
        False,
    ),
    "too large": (Fault(Kind.TOO_LARGE), Rejected("Request entity too large"), False),
    "reset before": (Fault(Kind.RESET_BEFORE), Ambiguous("ServerDisconnectedError"), False),
    "reset after": (Fault(Kind.RESET_AFTER), Ambiguous("ServerDisconnectedError"), True),
    "half an answer": (Fault(Kind.HALF_BODY), Ambiguous("ClientPayloadError"), True),
    "broken JSON": (Fault(Kind.BAD_JSON), Ambiguous("answer 200"), True),
    "no text": (Fault(Kind.NO_TEXT), Ambiguous("answer 200"), True),
    "its 408": (Fault(Kind.TIMEOUT_AFTER), Ambiguous("Request timeout"), True),
}


@pytest.mark.parametrize(("fault", "meant", "arrived"), ANSWERS.values(), ids=ANSWERS.keys())
async def test_what_an_answer_means(
    zalo: ZaloBotDouble, ours: ZaloBotMessenger, an: Person,
    fault: Fault, meant: Outcome, arrived: bool,
) -> None:  # fmt: skip
    zalo.faults.plan(fault, "sendMessage")

    assert await ours.send(letter(an)) == meant

    assert len(an.reads) == arrived
    assert zalo.calls == ["sendMessage"]  # nothing below the outbox tries again


WORDED: dict[str, tuple[int, bytes, str, Outcome]] = {  # status, body, Retry-After, meaning
    "well": (200, b'{"ok":true,"result":{"message_id":"a1","date":1}}', "", Sent("a1")),
    "well, and no id": (200, b'{"ok":true}', "", Sent("")),
    "well by the envelope, an error by the status": (
        500, b'{"ok":true,"result":{"message_id":"a1"}}', "", Sent("a1"),
    ),
    "an error without a number counts by its status": (
        404, b'{"ok":false,"description":"Not Found"}', "", Rejected("Not Found"),
    ),
    "an error without words": (400, b'{"ok":false,"error_code":400}', "", Rejected("answer 400")),
    "a number in quotes": (
        200, b'{"ok":false,"error_code":"401","description":"x"}', "", AccountRefused("x"),
    ),
    "the other way to write it": (
        200, b'{"ok":false,"errorCode":403}', "", TryLater(why="answer 403", most_tries=3),
    ),
    "a chat that is not there": (
        404, b'{"ok":false,"error_code":404,"description":"Chat not found"}', "",
        RecipientGone("Chat not found"),
    ),
    "a number nobody knows": (200, b'{"ok":false,"error_code":-7}', "", Rejected("answer -7")),
    "too fast, and for how long": (
        429, b'{"ok":false,"error_code":429}', "17", TryLater(17.0, flood=True, why="flood"),
    ),
    "a date instead of seconds": (
        429, b'{"ok":false,"error_code":429}', "Sat, 01 Jan", QuotaSpent("answer 429"),
    ),
    "the quota of letters": (
        200, '{"ok":false,"error_code":429,"description":"Hết tin nhắn của tháng"}'.encode(), "",
        QuotaSpent("Hết tin nhắn của tháng"),
    ),
    "the limit of people": (
        429, '{"ok":false,"error_code":429,"description":"Quá 50 người dùng"}'.encode(), "",
        Rejected("too many people"),
    ),
    "letters a person and month are letters": (
        429, b'{"ok":false,"error_code":429,"description":"user messages per month"}', "",
        QuotaSpent("user messages per month"),
    ),
    "a page that forbids": (
        403, b"<html>", "", TryLater(why="answer 403", most_tries=3),
    ),
    "a page that is not there": (404, b"<html>", "", AccountRefused("answer 404")),
    "a page elsewhere": (302, b"", "", Ambiguous("answer 302")),
    "an empty answer": (200, b"", "", Ambiguous("answer 200")),
    "a list": (200, b"[]", "", Ambiguous("answer 200")),
    "neither well nor not": (200, b'{"result":{"message_id":"a1"}}', "", Ambiguous("answer 200")),
    "a yes that is a word": (200, b'{"ok":"true"}', "", Ambiguous("answer 200")),
}  # fmt: skip


@pytest.mark.parametrize(
    ("status", "body", "retry_after", "meant"), WORDED.values(), ids=WORDED.keys()
)
def test_the_envelope_counts_first_and_the_status_second(
    status: int, body: bytes, retry_after: str, meant: Outcome
) -> None:
    assert zalo_bot_answers.outcome(Answer.of(status, body, retry_after)) == meant


async def test_who_does_not_answer_in_time_may_have_heard(
    zalo: ZaloBotDouble, ours: ZaloBotMessenger, an: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.messengers.zalo_bot.LONGEST_SEND", timedelta(seconds=0.3))
    zalo.faults.plan(Fault(Kind.DELAY, seconds=30), "sendMessage")

    assert await ours.send(letter(an)) == Ambiguous("timeout")

    assert [read.text for read in an.reads] == ["Đã ghi nhận"]


async def test_the_token_is_not_carried_elsewhere(zalo: ZaloBotDouble, an: Person) -> None:
    async def move(request: web.Request) -> web.Response:
        raise web.HTTPTemporaryRedirect(zalo.url + request.path)

    app = web.Application()
    app.router.add_post("/{path:.*}", move)
    async with found_at(app) as url:
        moved = ZaloBotMessenger(TOKEN, url)

        assert await moved.send(letter(an)) == Ambiguous("answer 307")

        await moved.close()
    assert (an.reads, zalo.calls) == ([], [])


NO_TOKENS = ("", ":", "123", "123:", "bot:abc", "123:a b", "123:a/b", "123:a?b", "123:ă", "1:a\n")


@pytest.mark.parametrize("token", NO_TOKENS)
def test_what_cannot_be_a_token_is_refused_without_being_named(token: str) -> None:
    with pytest.raises(ValueError, match=r"^no token: it looks like 123456:abc-DEF$"):
        ZaloBotMessenger(token)


def test_the_account_is_what_stands_before_the_colon() -> None:
    assert ZaloBotMessenger(TOKEN).account == "1459232241454765289"


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.DELAY])
async def test_the_token_is_in_no_log_and_no_reason(
    zalo: ZaloBotDouble,
    ours: ZaloBotMessenger,
    an: Person,
    kind: Kind,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    zalo.faults.plan(Fault(kind, words=f"no route /bot{TOKEN}/x"), times=4)
    reasons = [repr(ours), str(vars(ours).get("account"))]

    with capture_logs() as logs:
        reasons.append(repr(await ours.send(letter(an))))
        asks = (
            ours.me,
            ours.show_webhook,
            lambda: ours.set_webhook("https://gandan.example.vn/zalo", "s" * 20),
            lambda: ours.fetch("1", f"{zalo.url}/media/{TOKEN}"),
        )
        for ask in asks:
            try:
                reasons.append(repr(await ask()))
            except (ApiRefused, FetchFailed) as refused:
                reasons.append(f"{refused!r}{refused.__cause__}{refused.__context__}")

    seen = caplog.text + repr(logs) + repr(reasons) + "".join(capfd.readouterr())
    assert "CANARY" not in seen
    assert zalo.media_host not in seen
