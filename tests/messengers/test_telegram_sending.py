"""Letters to Telegram: the exact request for each, and what each answer means."""

import json
from typing import Any

import pytest

from bot.messages import (
    AccountRefused,
    Address,
    Attachment,
    Choice,
    Letter,
    Sent,
    TryLater,
)
from bot.messengers.telegram import TelegramMessenger
from bot.texts import messenger as words
from tests.doubles.telegram import Fault, Kind, TelegramDouble
from tests.messengers.conftest import AN

TO_AN = Address("telegram", "700001", str(AN))
YES, NO = Choice("Có mặt tại nhà", "q7.1"), Choice("Vắng nhà", "q7.2")
BACK, CANCEL = Choice("Quay lại", "q7.b"), Choice("Hủy", "q7.c")
PDF = Attachment("BC-2026-11.docx", b"PK words", "application/docx")
PICTURE = Attachment("bieu-do.png", b"\x89PNG", "image/png")
NAMELESS = Attachment("", b"\xff\xd8\xff", "image/jpeg")  # as photos come in
LONG = "Một câu dài bằng tiếng Việt. " * 50  # 1,450 characters
VERY_LONG = "Một câu dài bằng tiếng Việt. " * 300  # 8,700 characters


def letter(text: str = "Đã ghi nhận", **more: Any) -> Letter:
    return Letter(1, TO_AN, text, **more)


def inline(*rows: list[Choice]) -> str:
    keys = [[{"text": c.label, "callback_data": c.action} for c in row] for row in rows]
    return json.dumps({"inline_keyboard": keys})


REQUESTS: dict[str, tuple[Letter, list[tuple[str, dict[str, str]]]]] = {
    "plain words": (letter(), [("sendMessage", {"text": "Đã ghi nhận"})]),
    "markup stays as it was typed": (
        letter("<b>*A_B* & [x](y)"),
        [("sendMessage", {"text": "<b>*A_B* & [x](y)"})],
    ),
    "choices stand one below the other": (
        letter(choices=(YES, NO)),
        [("sendMessage", {"text": "Đã ghi nhận", "reply_markup": inline([YES], [NO])})],
    ),
    "ways stand together below the choices": (
        letter(choices=(YES,), ways=(BACK, CANCEL)),
        [("sendMessage", {"text": "Đã ghi nhận", "reply_markup": inline([YES], [BACK, CANCEL])})],
    ),
    "a text of exactly the limit is one message": (
        letter("â" * 4096),
        [("sendMessage", {"text": "â" * 4096})],
    ),
    "an emoji counts twice": (
        letter("😀" * 2049),
        [("sendMessage", {"text": "😀" * 2048}), ("sendMessage", {"text": "😀"})],
    ),
    "the last part carries the buttons": (
        letter("a" * 4096 + " " + "b", choices=(YES,)),
        [
            ("sendMessage", {"text": "a" * 4096}),
            ("sendMessage", {"text": "b", "reply_markup": inline([YES])}),
        ],
    ),
    "a short text goes under the file": (
        letter(attachment=PDF, choices=(YES,)),
        [("sendDocument", {"caption": "Đã ghi nhận", "reply_markup": inline([YES])})],
    ),
    "a picture is shown": (
        letter(attachment=PICTURE),
        [("sendPhoto", {"caption": "Đã ghi nhận"})],
    ),
    "a long text goes before the file": (
        letter(LONG, attachment=PDF, choices=(YES,)),
        [
            ("sendMessage", {"text": LONG.strip()}),
            ("sendDocument", {"reply_markup": inline([YES])}),
        ],
    ),
    "a contact is asked for by a keyboard that goes away": (
        letter(ask_contact=True, ways=(CANCEL,)),
        [
            (
                "sendMessage",
                {
                    "text": "Đã ghi nhận",
                    "reply_markup": json.dumps(
                        {
                            "keyboard": [
                                [{"text": words.SHARE_MY_NUMBER, "request_contact": True}],
                                [{"text": "Hủy"}],
                            ],
                            "resize_keyboard": True,
                            "one_time_keyboard": True,
                        }
                    ),
                },
            )
        ],
    ),
}


@pytest.mark.parametrize(("sent", "requests"), REQUESTS.values(), ids=REQUESTS.keys())
async def test_a_letter_makes_exactly_these_requests(
    telegram: TelegramDouble,
    messenger: TelegramMessenger,
    sent: Letter,
    requests: list[tuple[str, dict[str, str]]],
) -> None:
    outcome = await messenger.send(sent)

    assert [(done.method, _comparable(done.given)) for done in telegram.executions] == [
        (method, _comparable({"chat_id": str(AN)} | given)) for method, given in requests
    ]
    shown = str(telegram.messages_to(AN)[-1].message_id)
    assert outcome == Sent(shown, len(requests))


def _comparable(given: dict[str, str]) -> dict[str, object]:
    """JSON by what it says; the reference to an uploaded file by nothing."""
    files = ("document", "photo")
    return {
        name: json.loads(value) if name == "reply_markup" else value
        for name, value in given.items()
        if name not in files
    }


@pytest.mark.parametrize("attachment", [PDF, PICTURE], ids=["document", "photo"])
async def test_the_file_arrives_whole_and_under_its_name(
    telegram: TelegramDouble, messenger: TelegramMessenger, attachment: Attachment
) -> None:
    await messenger.send(letter(attachment=attachment))

    [shown] = telegram.messages_to(AN)
    assert (shown.file_name, shown.content) == (attachment.name, attachment.content)


async def test_a_picture_over_ten_megabytes_goes_as_a_file(
    telegram: TelegramDouble, messenger: TelegramMessenger
) -> None:
    large = Attachment("a.png", b"\x89PNG" + bytes(10 * 1024 * 1024), "image/png")

    await messenger.send(letter(attachment=large))

    assert [done.method for done in telegram.executions] == ["sendDocument"]


async def test_a_photo_without_a_name_goes_as_a_photo(
    telegram: TelegramDouble, messenger: TelegramMessenger
) -> None:
    await messenger.send(letter(attachment=NAMELESS))

    assert [done.method for done in telegram.executions] == ["sendPhoto"]
    [shown] = telegram.messages_to(AN)
    assert (shown.file_name, shown.content) == ("anh.jpg", NAMELESS.content)


@pytest.mark.parametrize("action", ["", "ă" * 33], ids=["empty", "66 bytes"])
async def test_a_button_that_cannot_come_back_is_a_bug_of_ours(
    messenger: TelegramMessenger, action: str
) -> None:
    with pytest.raises(ValueError, match="a button carries"):
        await messenger.send(letter(choices=(Choice("Có", action),)))


async def test_a_confirmation_changes_the_tapped_message(
    telegram: TelegramDouble, messenger: TelegramMessenger
) -> None:
    await messenger.send(letter("Có ai ở nhà?", choices=(YES, NO)))
    await telegram.tap(AN, "Vắng nhà")
    [asked] = telegram.messages_to(AN)

    outcome = await messenger.send(letter("Đã ghi nhận", edits=str(asked.message_id)))

    [now] = telegram.messages_to(AN)
    assert outcome == Sent(str(asked.message_id))
    assert (now.text, now.buttons, now.edited) == ("Đã ghi nhận", [], 1)


async def test_a_tap_is_acknowledged_before_its_answer(
    telegram: TelegramDouble, messenger: TelegramMessenger
) -> None:
    await messenger.send(letter("Có ai ở nhà?", choices=(YES,)))
    [asked] = telegram.messages_to(AN)
    await telegram.tap(AN, "Có mặt")
    tap_id = json.loads(telegram.post.waiting[-1].body)["callback_query"]["id"]

    await messenger.send(letter(edits=str(asked.message_id), tap_id=tap_id))

    assert telegram.calls[-2:] == ["answerCallbackQuery", "editMessageText"]
    assert telegram.executions[-2].given == {"callback_query_id": tap_id}


@pytest.mark.parametrize("kind", [Kind.ERROR, Kind.RESET_AFTER, Kind.FLOOD, Kind.BAD_JSON])
async def test_an_acknowledgement_that_fails_costs_nothing(
    telegram: TelegramDouble, messenger: TelegramMessenger, kind: Kind
) -> None:
    telegram.faults.plan(Fault(kind), "answerCallbackQuery")

    outcome = await messenger.send(letter(tap_id="12"))

    assert outcome == Sent(str(telegram.messages_to(AN)[-1].message_id))


async def test_the_same_edit_twice_is_one_edit(
    telegram: TelegramDouble, messenger: TelegramMessenger
) -> None:
    await messenger.send(letter("Có ai ở nhà?"))
    change = letter(edits=str(telegram.messages_to(AN)[0].message_id))

    assert await messenger.send(change) == await messenger.send(change)

    assert [shown.edited for shown in telegram.messages_to(AN)] == [1]


UNCHANGEABLE = {
    "with a file": {"attachment": PDF},
    "with the contact button": {"ask_contact": True},
    "too long for one message": {"text": VERY_LONG},
}


@pytest.mark.parametrize("more", UNCHANGEABLE.values(), ids=UNCHANGEABLE.keys())
async def test_what_no_edit_can_say_is_said_by_a_new_message(
    telegram: TelegramDouble, messenger: TelegramMessenger, more: dict[str, Any]
) -> None:
    await messenger.send(letter("Có ai ở nhà?"))

    await messenger.send(letter(**more, edits=str(telegram.messages_to(AN)[0].message_id)))

    assert "editMessageText" not in telegram.calls
    assert telegram.messages_to(AN)[0].text == "Có ai ở nhà?"
    assert len(telegram.messages_to(AN)) > 1


async def test_an_answer_to_a_deleted_message_is_a_new_message(
    telegram: TelegramDouble, messenger: TelegramMessenger
) -> None:
    await messenger.send(letter("Có ai ở nhà?"))
    [asked] = telegram.messages_to(AN)
    telegram.forget(AN, asked.message_id)

    outcome = await messenger.send(letter(edits=str(asked.message_id)))

    [shown] = telegram.messages_to(AN)
    assert outcome == Sent(str(shown.message_id))
    assert shown.text == "Đã ghi nhận"


async def test_an_answer_to_a_button_under_a_file_is_a_new_message(
    telegram: TelegramDouble, messenger: TelegramMessenger
) -> None:
    await messenger.send(letter("Báo cáo", attachment=PDF, choices=(YES,)))
    [asked] = telegram.messages_to(AN)

    await messenger.send(letter(edits=str(asked.message_id)))

    assert [shown.text for shown in telegram.messages_to(AN)] == ["Báo cáo", "Đã ghi nhận"]


@pytest.mark.parametrize(
    ("fault", "became"), [(Kind.FLOOD, TryLater), (Kind.UNAUTHORIZED, AccountRefused)]
)
async def test_a_retry_goes_on_behind_the_parts_that_arrived(
    telegram: TelegramDouble,
    messenger: TelegramMessenger,
    fault: Kind,
    became: type[TryLater | AccountRefused],
) -> None:
    telegram.faults.plan(Fault(Kind.DELAY, seconds=0), "sendMessage")
    telegram.faults.plan(Fault(fault), "sendMessage")

    first = await messenger.send(letter(VERY_LONG))
    second = await messenger.send(letter(VERY_LONG))

    assert isinstance(first, became)
    assert second == Sent(str(telegram.messages_to(AN)[-1].message_id), 3)
    assert " ".join(shown.text for shown in telegram.messages_to(AN)) == VERY_LONG.strip()
