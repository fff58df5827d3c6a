"""Telegram's updates: what each kind means to us, and that nothing in them can hurt."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.messages import Address, Contact, FileReference, Incoming
from bot.messengers import telegram_updates
from bot.messengers.base import WORKBOOK, Arrival, packed_file, unpacked_file
from tests.malice import anything

BOT = "700001"
AN = {"id": 5551, "is_bot": False, "first_name": "An"}
CHAT = {"id": 5551, "type": "private", "first_name": "An"}
GROUP = {"id": -100777, "type": "supergroup", "title": "Chi bộ"}
RECEIVED = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
SENT = RECEIVED - timedelta(seconds=40)
STAMP = int(SENT.timestamp())
HEARD = Incoming(Address("telegram", BOT, "5551"), "31", SENT)
PHOTOS = [
    {"file_id": "small", "width": 90, "height": 60, "file_size": 900},
    {"file_id": "large", "width": 1280, "height": 853, "file_size": 90_000},
    {"file_id": "middle", "width": 320, "height": 213, "file_size": 9_000},
]
LARGE_PHOTO = FileReference("large", "", 90_000, "image/jpeg")
BOOK = {"file_id": "book", "file_name": "Sổ hộ.xlsx", "file_size": 4_000, "mime_type": WORKBOOK}


def body(kind: str, content: object, update_id: object = 9001) -> bytes:
    return json.dumps({"update_id": update_id, kind: content}).encode()


def message(**content: object) -> bytes:
    plain = {"message_id": 31, "date": STAMP, "chat": CHAT, "from": AN}
    return body("message", plain | content)


def tap(**content: object) -> bytes:
    ours = {"message_id": 30, "date": STAMP - 9, "chat": CHAT, "from": {"id": 700001}}
    plain = {"id": "4409", "from": AN, "chat_instance": "7", "data": "q.2", "message": ours}
    return body("callback_query", plain | content)


def contact(**content: object) -> dict[str, object]:
    return {"phone_number": "+84901234567", "first_name": "An"} | content


def tapped(**content: object) -> Incoming:
    return replace(
        HEARD, message_id="4409", sent_at=RECEIVED, choice="q.2", tapped="30", tap_id="4409"
    )


UNDERSTOOD = {
    "a sentence": (
        message(text="Tôi đi thăm hộ bà Sáu"),
        replace(HEARD, text="Tôi đi thăm hộ bà Sáu"),
    ),
    "a command with words behind it": (
        message(
            text="/start ABCDE-23456", entities=[{"type": "bot_command", "offset": 0, "length": 6}]
        ),
        replace(HEARD, text="/start ABCDE-23456"),
    ),
    "letters typed with separate marks become one each": (
        message(text="Ha\u0302\u0323u"),
        replace(HEARD, text="Hậu"),
    ),
    "half a surrogate pair is replaced": (
        message(text="a\ud83db"),
        replace(HEARD, text="a\ufffdb"),
    ),
    "NUL is dropped": (message(text="a\x00b"), replace(HEARD, text="ab")),
    "markup is only text": (message(text="<b>&{}%s"), replace(HEARD, text="<b>&{}%s")),
    "a quoted message does not matter": (
        message(text="vâng", reply_to_message={"message_id": 3}),
        replace(HEARD, text="vâng"),
    ),
    "a stamp of the day before yesterday counts as a day old": (
        message(text="x", date=STAMP - 200_000),
        replace(HEARD, text="x", sent_at=RECEIVED - timedelta(hours=24)),
    ),
    "a stamp from the future counts as five minutes ahead": (
        message(text="x", date=2**62),
        replace(HEARD, text="x", sent_at=RECEIVED + timedelta(minutes=5)),
    ),
    "without a stamp it was sent when it came": (
        message(text="x", date="yesterday"),
        replace(HEARD, text="x", sent_at=RECEIVED),
    ),
    "one's own number": (
        message(contact=contact(user_id=5551)),
        replace(HEARD, contact=Contact("+84901234567", "5551", forwarded=False)),
    ),
    "somebody else's number": (
        message(contact=contact(user_id=5552)),
        replace(HEARD, contact=Contact("+84901234567", "5552", forwarded=False)),
    ),
    "a number of nobody on Telegram": (
        message(contact=contact()),
        replace(HEARD, contact=Contact("+84901234567", "", forwarded=False)),
    ),
    "a forwarded number": (
        message(contact=contact(user_id=5551), forward_origin={"type": "hidden_user"}),
        replace(HEARD, contact=Contact("+84901234567", "5551", forwarded=True)),
    ),
    "a number forwarded by an old program": (
        message(contact=contact(user_id=5551), forward_date=STAMP),
        replace(HEARD, contact=Contact("+84901234567", "5551", forwarded=True)),
    ),
    "the largest of a photo's sizes": (message(photo=PHOTOS), replace(HEARD, photo=LARGE_PHOTO)),
    "a photo with words": (
        message(photo=PHOTOS, caption=" Nhà dột "),
        replace(HEARD, photo=LARGE_PHOTO, text="Nhà dột"),
    ),
    "a workbook": (
        message(document=BOOK),
        replace(HEARD, document=FileReference("book", "Sổ hộ.xlsx", 4_000, WORKBOOK)),
    ),
    "a document that says nothing of itself": (
        message(document={"file_id": "d"}),
        replace(HEARD, document=FileReference("d", "", 0, "")),
    ),
    "a name that turns the writing round": (
        message(document={"file_id": "d", "file_name": "a\u202excod.xlsx"}),
        replace(HEARD, document=FileReference("d", "axcod.xlsx", 0, "")),
    ),
    "a tap": (tap(), tapped()),
    "a tap on a message too old to be shown": (
        tap(message={"message_id": 30, "date": 0, "chat": CHAT}),
        tapped(),
    ),
    "a forged tap carries no more than a real one": (
        tap(data="x" * 5_000),
        replace(tapped(), choice="x" * 64),
    ),
    **{
        f"a {kind} cannot be read": (message(**{kind: {}}), replace(HEARD, unreadable=True))
        for kind in ("sticker", "video", "audio", "location", "poll")
    },
    **{
        f"a {kind} is somebody speaking": (message(**{kind: {}}), replace(HEARD, voice=True))
        for kind in ("voice", "video_note")
    },
    "a moving picture cannot be read": (
        message(animation={}, document={"file_id": "g", "mime_type": "video/mp4"}),
        replace(HEARD, unreadable=True, document=FileReference("g", "", 0, "video/mp4")),
    ),
}

NOTHING_FOR_US = {
    "a group's message": message(text="x", chat=GROUP),
    "a tap in a group": tap(message={"message_id": 30, "chat": GROUP}),
    "a tap on somebody else's message": tap(**{"from": {"id": 5552}}),
    "a tap on a message shared inline": body(
        "callback_query", {"id": "1", "from": AN, "data": "x"}
    ),
    "a tap without what it carries": tap(data=None),
    "another bot": message(text="x", **{"from": AN | {"is_bot": True}}),
    "a message of nobody": message(text="x", **{"from": None}),
    "an edited message": body("edited_message", {"message_id": 31, "chat": CHAT, "text": "x"}),
    "being blocked": body("my_chat_member", {"chat": CHAT, "from": AN}),
    "a channel's post": body("channel_post", {"message_id": 1, "chat": GROUP, "text": "x"}),
    "a pinned message": message(pinned_message={"message_id": 3}),
    "an empty message": message(),
    "blank words": message(text=" \u200b "),
    "a text that is a number": message(text=5),
    "a message without a number": message(message_id="31", text="x"),
    "a message that is a list": body("message", [1]),
    "an update of nothing": b'{"update_id": 1}',
    "no JSON": b"<html>",
    "nothing": b"",
}


@pytest.mark.parametrize(("raw", "meant"), UNDERSTOOD.values(), ids=UNDERSTOOD.keys())
def test_what_a_person_does_is_understood(raw: bytes, meant: Incoming) -> None:
    assert telegram_updates.read(BOT, raw, RECEIVED) == meant


@pytest.mark.parametrize("raw", NOTHING_FOR_US.values(), ids=NOTHING_FOR_US.keys())
def test_what_is_nothing_for_us_is_passed_over(raw: bytes) -> None:
    assert telegram_updates.read(BOT, raw, RECEIVED) is None


STORABLE = {
    "a message": (message(text="x"), Arrival("9001", "5551")),
    "a tap, in the order of its chat": (tap(), Arrival("9001", "5551")),
    "an edit": (body("edited_message", {"chat": CHAT}), Arrival("9001", "5551")),
    "being blocked": (body("my_chat_member", {"chat": CHAT}), Arrival("9001", "5551")),
    "a kind that is not invented yet": (body("hologram", {}), Arrival("9001", "")),
    "a workbook is fetched": (
        message(document=BOOK),
        Arrival("9001", "5551", packed_file(FileReference("book", "Sổ hộ.xlsx", 4_000, WORKBOOK))),
    ),
    "a workbook known by its name alone": (
        message(document={"file_id": "b", "file_name": "A.XLSX"}),
        Arrival("9001", "5551", packed_file(FileReference("b", "A.XLSX", 0, ""))),
    ),
    "a photo is fetched": (
        message(photo=PHOTOS),
        Arrival("9001", "5551", packed_file(LARGE_PHOTO)),
    ),
    "a document to go with an announcement is fetched": (
        message(document={"file_id": "d", "file_name": "a.docx"}),
        Arrival("9001", "5551", packed_file(FileReference("d", "a.docx", 0, ""))),
    ),
    "a program is not": (
        message(document={"file_id": "d", "file_name": "a.exe"}),
        Arrival("9001", "5551"),
    ),
    "a workbook over 20 MB is not": (
        message(document=BOOK | {"file_size": 20 * 1024 * 1024 + 1}),
        Arrival("9001", "5551"),
    ),
    "a group's photo is not": (message(photo=PHOTOS, chat=GROUP), Arrival("9001", "-100777")),
}


@pytest.mark.parametrize(("raw", "stored"), STORABLE.values(), ids=STORABLE.keys())
def test_an_update_is_known_by_its_number_and_chat(raw: bytes, stored: Arrival) -> None:
    assert telegram_updates.arrival(raw) == stored


ODD = {
    "no number": b'{"message": {}}',
    "a number in quotes": b'{"update_id": "1"}',
    "a fraction": b'{"update_id": 1.0}',
    "true": b'{"update_id": true}',
    "a number beyond 64 bits": b'{"update_id": 9223372036854775808}',
    "ten to the 400th": b'{"update_id": 1' + b"0" * 400 + b"}",
    "a number of 5,000 digits": b'{"update_id": ' + b"1" * 5_000 + b"}",
    "NaN": b'{"update_id": 1, "x": NaN}',
    "infinity": b'{"update_id": 1, "x": [-Infinity]}',
    "100,000 levels": b'{"update_id": 1, "x": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "33 levels": b'{"update_id": 1, "x": ' + b"[" * 33 + b"]" * 33 + b"}",
    "a list": b'[{"update_id": 1}]',
    "words": b'"update_id"',
    "another encoding": '{"update_id": 1}'.encode("utf-16"),
    "broken UTF-8": b'{"update_id": 1, "x": "\xff"}',
    "a byte order mark": b'\xef\xbb\xbf{"update_id": 1}',
    "half a body": b'{"update_id": 1, "mess',
}


@pytest.mark.parametrize("raw", ODD.values(), ids=ODD.keys())
def test_what_is_no_update_is_set_aside(raw: bytes) -> None:
    assert telegram_updates.arrival(raw) is None
    assert telegram_updates.read(BOT, raw, RECEIVED) is None


def test_a_file_reference_comes_back_as_it_was_stored() -> None:
    assert unpacked_file(packed_file(LARGE_PHOTO)) == LARGE_PHOTO


ANYTHING = anything(
    [AN, CHAT, GROUP, PHOTOS, BOOK],
    ["id", "chat", "from", "file_id", "text"],
)
PARTS = ["message_id", "date", "chat", "from", "text", "caption", "contact", "photo", "document"]


@given(st.dictionaries(st.sampled_from(PARTS), ANYTHING), st.booleans())
@settings(deadline=None, max_examples=300)
def test_no_wrong_type_anywhere_in_a_message_hurts(
    changes: dict[str, object], in_our_chat: bool
) -> None:
    plain = {"message_id": 31, "chat": CHAT, "from": AN} if in_our_chat else {}
    raw = body("message", changes | plain)

    heard = telegram_updates.read(BOT, raw, RECEIVED)
    stored = telegram_updates.arrival(raw)

    assert heard is None or heard.text == heard.text.encode().decode()
    assert stored is None or stored.event_id == "9001"


@given(st.dictionaries(st.sampled_from(["id", "from", "data", "message"]), ANYTHING))
@settings(deadline=None, max_examples=200)
def test_no_wrong_type_anywhere_in_a_tap_hurts(changes: dict[str, object]) -> None:
    raw = tap(**changes)

    telegram_updates.arrival(raw)
    heard = telegram_updates.read(BOT, raw, RECEIVED)

    assert heard is None or len(heard.choice or "") <= 64


@given(st.binary() | st.binary().map(lambda junk: message(text="xin chào")[:-9] + junk))
@settings(deadline=None, max_examples=200)
def test_no_bytes_at_all_hurt(raw: bytes) -> None:
    telegram_updates.arrival(raw)
    telegram_updates.read(BOT, raw, RECEIVED)
