"""Letters to Zalo: the exact request for each, whatever the letter would like to be."""

import re
import unicodedata
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

import bot.messengers
from bot.domain.vietnamese.text import utf16_length
from bot.messages import (
    AccountRefused,
    Address,
    Ambiguous,
    Attachment,
    Choice,
    Letter,
    Outcome,
    QuotaSpent,
    RecipientGone,
    Rejected,
    Sent,
    TryLater,
)
from bot.messengers.zalo_bot import ZaloBotMessenger
from tests.doubles.zalo_bot import Fault, Kind, Person, ZaloBotDouble
from tests.doubles.zalo_bot_checks import METHODS

YES, NO = Choice("Có mặt tại nhà", "q7.1"), Choice("Vắng nhà", "q7.2")
BACK, CANCEL = Choice("Quay lại", "q7.b"), Choice("Hủy", "q7.c")
LONG = "Một câu dài bằng tiếng Việt. " * 300  # 8,700 characters


def letter(to: Person, text: str = "Đã ghi nhận", **more: Any) -> Letter:
    return Letter(1, Address("zalo_bot", "1459232241454765289", to.id), text, **more)


SHOWN: dict[str, tuple[dict[str, Any], str]] = {
    "plain words": ({"text": "Đã ghi nhận"}, "Đã ghi nhận"),
    "markup stays as it was typed": (
        {"text": "{red}**A_B** # <b>&"},
        "{red}**A_B** # <b>&",
    ),
    "marks that stand alone are joined to their letters": (
        {"text": unicodedata.normalize("NFD", "Hậu Nghĩa")},
        "Hậu Nghĩa",
    ),
    "choices are numbered": (
        {"text": "Có ai ở nhà?", "choices": (YES, NO)},
        "Có ai ở nhà?\n\n1. Có mặt tại nhà\n2. Vắng nhà",
    ),
    "choices beside which a number is an answer have none": (
        {"text": "Mấy người?", "choices": (YES,), "numbered": False},
        "Mấy người?\n\n– Có mặt tại nhà",
    ),
    "ways are named": (
        {"text": "Mấy người?", "ways": (BACK, CANCEL)},
        "Mấy người?\n\nHoặc gõ: Quay lại · Hủy",
    ),
    "what only buttons can do is told in words": (
        {"text": "Bấm nút.", "in_words": "Gõ DUYET 4821.", "choices": (YES,)},
        "Gõ DUYET 4821.",
    ),
    "no number is asked for by a button": (
        {"text": "Số điện thoại?", "ask_contact": True},
        "Số điện thoại?",
    ),
    "nothing can be changed, so it is said anew": (
        {"text": "Đã ghi nhận", "edits": "77", "tap_id": "t1"},
        "Đã ghi nhận",
    ),
}


@pytest.mark.parametrize(("written", "read"), SHOWN.values(), ids=SHOWN.keys())
async def test_a_letter_is_one_plain_text(
    zalo: ZaloBotDouble, ours: ZaloBotMessenger, an: Person, written: dict[str, Any], read: str
) -> None:
    outcome = await ours.send(letter(an, **written))

    [done] = zalo.executions
    assert (done.method, done.given) == ("sendMessage", {"chat_id": an.id, "text": read})
    assert outcome == Sent(an.reads[0].message_id)


LENGTHS = {
    "exactly the limit": ("â" * 2000, 1),
    "one more": ("â" * 2001, 2),
    "emoji count twice": ("😀" * 1001, 2),
    "long": (LONG, 5),
    "as long as a letter may be, of emoji": ("😀" * 4096, 5),
}


@pytest.mark.parametrize(("text", "parts"), LENGTHS.values(), ids=LENGTHS.keys())
async def test_a_long_letter_goes_in_numbered_parts(
    ours: ZaloBotMessenger, an: Person, text: str, parts: int
) -> None:
    outcome = await ours.send(letter(an, text))

    assert outcome == Sent(an.reads[-1].message_id, messages=parts)

    read = [one.text for one in an.reads]
    assert len(read) == parts
    assert max(map(utf16_length, read)) <= 2000
    marks = [f"({n}/{parts}) " for n in range(1, parts + 1)] if parts > 1 else [""]
    assert all(one.startswith(mark) for one, mark in zip(read, marks, strict=True))
    bare = [one.removeprefix(mark) for one, mark in zip(read, marks, strict=True)]
    assert "".join("".join(bare).split()) == "".join(text.split())


async def test_the_choices_come_with_the_last_part(ours: ZaloBotMessenger, an: Person) -> None:
    await ours.send(letter(an, "â" * 1990, choices=(YES, NO)))

    assert an.reads[-1].text.endswith("1. Có mặt tại nhà\n2. Vắng nhà")


COMING_BACK = {
    "too often": Fault(Kind.ERROR),
    "403": Fault(Kind.BLOCKED),
    "the quota": Fault(Kind.FLOOD),
    "the token": Fault(Kind.UNAUTHORIZED, status=200),
}


@pytest.mark.parametrize("fault", COMING_BACK.values(), ids=COMING_BACK.keys())
async def test_a_retry_goes_on_behind_the_parts_that_arrived(
    zalo: ZaloBotDouble, ours: ZaloBotMessenger, an: Person, fault: Fault
) -> None:
    for one in (Fault(Kind.DELAY, seconds=0), Fault(Kind.DELAY, seconds=0), fault):
        zalo.faults.plan(one, "sendMessage")

    first = await ours.send(letter(an, LONG))
    second = await ours.send(letter(an, LONG))

    assert not isinstance(first, Sent)
    assert second == Sent(an.reads[-1].message_id, messages=5)
    assert [one.text[:5] for one in an.reads] == [f"({n}/5)" for n in range(1, 6)]


ENDING = {
    "in doubt": (Kind.RESET_AFTER, Ambiguous("ServerDisconnectedError", messages=2), 2),
    "too late": (Kind.DELAY, Ambiguous("timeout", messages=2), 2),
    "refused": (Kind.BAD_REQUEST, Rejected("Bad request", messages=1), 1),
}


@pytest.mark.parametrize(("kind", "meant", "read"), ENDING.values(), ids=ENDING.keys())
async def test_a_part_that_ends_it_ends_the_letter_and_what_went_out_is_counted(
    zalo: ZaloBotDouble, ours: ZaloBotMessenger, an: Person, monkeypatch: pytest.MonkeyPatch,
    kind: Kind, meant: Outcome, read: int,
) -> None:  # fmt: skip
    monkeypatch.setattr("bot.messengers.zalo_bot.LONGEST_SEND", timedelta(seconds=0.3))
    zalo.faults.plan(Fault(Kind.DELAY, seconds=0), "sendMessage")
    zalo.faults.plan(Fault(kind, seconds=30), "sendMessage")

    assert await ours.send(letter(an, LONG)) == meant

    assert [one.text[:5] for one in an.reads] == [f"({n}/5)" for n in range(1, read + 1)]


async def test_a_file_never_reaches_zalo(
    zalo: ZaloBotDouble, ours: ZaloBotMessenger, an: Person
) -> None:
    book = Attachment("BC-2026-11.docx", b"PK words", "application/docx")

    assert await ours.send(letter(an, attachment=book)) == Rejected("no files")

    assert zalo.calls == []


NOT_OFFERED = ("sendDocument", "editMessageText", "deleteMessage", "answerCallbackQuery")


def test_nothing_that_zalo_does_not_know_is_ever_asked_for() -> None:
    folder = Path(next(iter(bot.messengers.__path__)))
    source = "".join(file.read_text() for file in folder.glob("zalo_bot*.py"))

    assert not [name for name in (*NOT_OFFERED, "parse_mode", "reply_markup") if name in source]
    asked = set(re.findall(r'"((?:get|set|delete|send|test)[A-Z]\w+)"', source))
    assert asked == {
        "getMe", "getUpdates", "getWebhookInfo", "sendMessage", "setWebhook", "deleteWebhook",
        "testWebhook",
    }  # fmt: skip
    assert asked <= METHODS.keys()


async def test_somebody_who_never_wrote_cannot_be_written_to(
    zalo: ZaloBotDouble, ours: ZaloBotMessenger
) -> None:
    stranger = zalo.person("Bình")

    assert isinstance(await ours.send(letter(stranger)), RecipientGone)

    assert stranger.reads == []


async def test_the_fifty_first_person_is_refused_and_the_others_go_on(
    zalo: ZaloBotDouble, ours: ZaloBotMessenger, an: Person
) -> None:
    zalo.most_people = 1
    late = zalo.person("Bình")
    await late.say("xin chào")

    assert await ours.send(letter(late)) == Rejected("too many people")
    assert await ours.send(letter(an)) == Sent(an.reads[0].message_id)


async def test_a_month_without_quota_is_one_answer_and_the_next_month_another(
    zalo: ZaloBotDouble, ours: ZaloBotMessenger, an: Person
) -> None:
    zalo.most_letters = 1
    outcomes: list[Outcome] = [await ours.send(letter(an)) for _ in range(2)]
    zalo.sent.clear()  # the first of the month
    outcomes.append(await ours.send(letter(an)))

    assert [type(outcome) for outcome in outcomes] == [Sent, QuotaSpent, Sent]


@pytest.mark.parametrize("real_401", [False, True], ids=["in a 200", "in a 401"])
async def test_a_wrong_token_closes_the_account_whatever_the_status(
    zalo: ZaloBotDouble, an: Person, real_401: bool
) -> None:
    zalo.real_401 = real_401
    wrong = ZaloBotMessenger("1459232241454765289:other", zalo.url)

    assert await wrong.send(letter(an)) == AccountRefused("Unauthorized")

    assert an.reads == []
    await wrong.close()


async def test_403_is_tried_three_times_in_all(
    zalo: ZaloBotDouble, ours: ZaloBotMessenger, an: Person
) -> None:
    zalo.faults.plan(Fault(Kind.BLOCKED))

    assert await ours.send(letter(an)) == TryLater(why="Internal server error", most_tries=3)
