"""Zalo's updates: what each kind means to us, and that nothing in them can hurt."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.messages import Address, FileReference, Incoming
from bot.messengers import zalo_bot_updates
from bot.messengers.base import Arrival, packed_file
from tests.malice import anything

BOT = "1459232241454765289"
AN_ID, MESSAGE = "6ede9afa66b88fe6d6a9", "2d758cb5e222177a4e35"
AN = {"id": AN_ID, "display_name": "Nguyễn Văn A", "is_bot": False}
CHAT = {"id": AN_ID, "chat_type": "PRIVATE"}
GROUP = {"id": "a1b2c3d4e5f60718293a", "chat_type": "GROUP"}
RECEIVED = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
SENT = RECEIVED - timedelta(seconds=40)
STAMP = int(SENT.timestamp() * 1000)
HEARD = Incoming(Address("zalo_bot", BOT, AN_ID), MESSAGE, SENT, buttons=False)
URL = "https://photo-stal-1.zdn.vn/abc.jpg"
PHOTO = FileReference(URL, "", 0, "image/jpeg")


def update(event: object = "message.text.received", **content: object) -> dict[str, object]:
    plain = {"from": AN, "chat": CHAT, "message_id": MESSAGE, "date": STAMP}
    return {"event_name": event, "message": plain | content}


def body(event: object = "message.text.received", **content: object) -> bytes:
    return json.dumps(update(event, **content)).encode()


def wrapped(result: object) -> bytes:
    return json.dumps({"ok": True, "result": result}).encode()


IMAGE, STICKER, VOICE = (f"message.{kind}.received" for kind in ("image", "sticker", "voice"))
UNSUPPORTED = "message.unsupported.received"
UNREADABLE = replace(HEARD, unreadable=True)

STRANGE_STAMPS: tuple[Any, ...] = ("yesterday", None, True, 0, -1, [], "1" * 30, "²", 1e300)
UNDERSTOOD = {
    "a sentence": (body(text="Tôi đi thăm bà Sáu"), replace(HEARD, text="Tôi đi thăm bà Sáu")),
    "in the wrapping of the documents": (wrapped(update(text="x")), replace(HEARD, text="x")),
    "with a word of success beside it": (
        json.dumps({"message": "Success", "result": update(text="x")}).encode(),
        replace(HEARD, text="x"),
    ),
    "alone in a list": (wrapped([update(text="x")]), replace(HEARD, text="x")),
    "letters typed with separate marks become one each": (
        body(text="Ha\u0302\u0323u"), replace(HEARD, text="Hậu"),
    ),
    "half a surrogate pair is replaced": (body(text="a\ud83db"), replace(HEARD, text="a\ufffdb")),
    "NUL is dropped": (body(text="a\x00b"), replace(HEARD, text="ab")),
    "a number to choose with": (body(text=" 2. "), replace(HEARD, text="2.")),
    "a photo as it really comes": (
        body(IMAGE, photo_url=URL, message_type="CHAT_PHOTO"), replace(HEARD, photo=PHOTO),
    ),
    "a photo as the documents have it": (body(IMAGE, photo=URL), replace(HEARD, photo=PHOTO)),
    "a photo in both ways is the one that really comes": (
        body(IMAGE, photo="https://x.zdn.vn/small.jpg", photo_url=URL), replace(HEARD, photo=PHOTO),
    ),
    "an empty field beside the photo": (
        body(IMAGE, photo=URL, photo_url=""), replace(HEARD, photo=PHOTO),
    ),
    "a photo with words": (
        body(IMAGE, photo_url=URL, caption=" Nhà dột "),
        replace(HEARD, photo=PHOTO, text="Nhà dột"),
    ),
    "a photo with words, and none for itself": (
        body(IMAGE, photo_url=URL, caption="Nhà dột", text=""),
        replace(HEARD, photo=PHOTO, text="Nhà dột"),
    ),
    "a photo of another kind": (
        body(IMAGE, photo_url="https://a.zdn.vn/A.PNG?size=1"),
        replace(HEARD, photo=FileReference("https://a.zdn.vn/A.PNG?size=1", "", 0, "image/png")),
    ),
    "a photo that lies nowhere cannot be read": (body(IMAGE), UNREADABLE),
    "nor one at an address that is none": (body(IMAGE, photo_url="https://a\nb"), UNREADABLE),
    "nor one at an address without end": (body(IMAGE, photo_url="h" * 2001), UNREADABLE),
    "a photo of a kind that is not announced": (
        body("message.picture.received", photo_url=URL), replace(HEARD, photo=PHOTO),
    ),
    "somebody speaking": (
        body(VOICE, voice_url="https://x.zdn.vn/a.aac"), replace(HEARD, voice=True),
    ),
    "somebody speaking, somewhere": (body(VOICE), replace(HEARD, voice=True)),
    "a sticker": (body(STICKER, sticker="0e07", url="https://x.zdn.vn/s.png"), UNREADABLE),
    "something not supported": (body(UNSUPPORTED), UNREADABLE),
    "a kind that is not invented yet": (body("message.hologram.received", hologram={}), UNREADABLE),
    "a link with its words": (
        body("message.link.received", text="https://vnexpress.net"),
        replace(HEARD, text="https://vnexpress.net"),
    ),
    "no kind at all": (
        json.dumps({"message": update(text="x")["message"]}).encode(), replace(HEARD, text="x"),
    ),
    "a chat that does not say of what kind it is": (
        body(text="x", chat={"id": AN_ID}), replace(HEARD, text="x"),
    ),
    "a stamp in quotes": (body(text="x", date=str(STAMP)), replace(HEARD, text="x")),
    "a stamp of seconds": (body(text="x", date=STAMP // 1000), replace(HEARD, text="x")),
    "a stamp with a point": (body(text="x", date=float(STAMP)), replace(HEARD, text="x")),
    "a stamp from the future counts as five minutes ahead": (
        body(text="x", date=2**62),
        replace(HEARD, text="x", sent_at=RECEIVED + timedelta(minutes=5)),
    ),
    "a stamp of half a year ago is believed": (
        body(text="x", date=STAMP - 180 * 86_400_000),
        replace(HEARD, text="x", sent_at=SENT - timedelta(days=180)),
    ),
    **{
        f"the stamp {stamp!r} counts as just now": (
            body(text="x", date=stamp), replace(HEARD, text="x", sent_at=RECEIVED),
        )
        for stamp in STRANGE_STAMPS
    },
}  # fmt: skip

NOTHING_FOR_US = {
    "a group's message": body(text="@bot x", chat=GROUP),
    "a group's message in small letters": body(text="x", chat=CHAT | {"chat_type": "group"}),
    "a kind of chat that is a number": body(text="x", chat=CHAT | {"chat_type": 1}),
    "somebody in another's chat": body(text="x", chat=CHAT | {"id": "77"}),
    "our own echo": body(text="x", **{"from": {"id": BOT}}, chat={"id": BOT}),
    "another bot": body(text="x", **{"from": AN | {"is_bot": True}}),
    "nobody": body(text="x", **{"from": None}),
    "a message that is absent": b'{"event_name":"message.unsupported.received"}',
    "a message that is a list": json.dumps({"event_name": UNSUPPORTED, "message": [1]}).encode(),
    "a chat that is a number": body(text="x", chat={"id": 77}, **{"from": {"id": 77}}),
    "a chat with a gap": body(text="x", chat={"id": "a b"}, **{"from": {"id": "a b"}}),
    "a chat that no database holds": body(
        text="x", chat={"id": "\x00"}, **{"from": {"id": "\x00"}}
    ),
    "a chat without end": body(text="x", chat={"id": "a" * 201}, **{"from": {"id": "a" * 201}}),
    "a thumb": body("message.reaction.received", reaction="/-strong"),
    "blank words": body(text=" \u200b "),
    "a text that is a number": body(text=5),
    "two at once": wrapped([update(text="x"), update(text="y")]),
    "an error": b'{"ok":false,"error_code":408,"description":"Request timeout"}',
    "no JSON": b"<html>",
    "nothing": b"",
}  # fmt: skip


@pytest.mark.parametrize(("raw", "meant"), UNDERSTOOD.values(), ids=UNDERSTOOD.keys())
def test_what_a_person_does_is_understood(raw: bytes, meant: Incoming) -> None:
    assert zalo_bot_updates.read(BOT, raw, RECEIVED) == meant


@pytest.mark.parametrize("raw", NOTHING_FOR_US.values(), ids=NOTHING_FOR_US.keys())
def test_what_is_nothing_for_us_is_passed_over(raw: bytes) -> None:
    assert zalo_bot_updates.read(BOT, raw, RECEIVED) is None


def test_a_message_has_the_same_key_in_either_wrapping() -> None:
    known = Arrival(MESSAGE, AN_ID)
    for raw in (body(text="x"), wrapped(update(text="x")), wrapped([update(text="x")])):
        assert zalo_bot_updates.arrival(BOT, raw) == known


STORABLE = {
    "a photo is fetched": (body(IMAGE, photo_url=URL), Arrival(MESSAGE, AN_ID, packed_file(PHOTO))),
    "a group's is not": (
        body(IMAGE, photo_url=URL, chat=GROUP), Arrival(MESSAGE, str(GROUP["id"])),
    ),
    "nor is one of a bot": (
        body(IMAGE, photo_url=URL, **{"from": AN | {"is_bot": True}}), Arrival(MESSAGE, AN_ID),
    ),
    "a voice is not fetched": (body(VOICE, voice_url=URL), Arrival(MESSAGE, AN_ID)),
    "a sticker is not fetched": (body(STICKER, url=URL), Arrival(MESSAGE, AN_ID)),
}  # fmt: skip


@pytest.mark.parametrize(("raw", "stored"), STORABLE.values(), ids=STORABLE.keys())
def test_an_update_is_known_by_its_message_and_chat(raw: bytes, stored: Arrival) -> None:
    assert zalo_bot_updates.arrival(BOT, raw) == stored


def _key(**content: object) -> str:
    arrival = zalo_bot_updates.arrival(BOT, body(**content))
    assert arrival is not None
    return arrival.event_id


STRANGE_IDS: tuple[Any, ...] = (None, "", 7, "a" * 201, "a b", "\x00", "\ud83d", ["x"])


@pytest.mark.parametrize("strange", STRANGE_IDS, ids=ascii)
def test_a_message_without_an_id_has_the_same_key_each_time(strange: Any) -> None:
    again, other = _key(message_id=strange, text="x"), _key(message_id=strange, date=STAMP + 1)

    assert _key(message_id=strange, text="x") == again != other
    assert len(again) == 64


def test_what_says_neither_who_nor_when_is_told_apart_by_all_of_it() -> None:
    one, other = (
        zalo_bot_updates.arrival(BOT, json.dumps({"event_name": name}).encode())
        for name in (UNSUPPORTED, STICKER)
    )

    assert one is not None
    assert other is not None
    assert one.event_id != other.event_id


ODD = {
    "nothing": b"",
    "a list": b"[]",
    "words": b'"message.text.received"',
    "an empty object": b"{}",
    "an empty answer": b'{"ok":true,"result":{}}',
    "an error": b'{"ok":false,"error_code":408}',
    "a kind that is a number": b'{"event_name":3}',
    "NaN": b'{"event_name":"message.text.received","message":{"date":NaN}}',
    "100,000 levels": b'{"event_name":"x","message":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "33 levels": b'{"event_name":"x","message":' + b"[" * 33 + b"]" * 33 + b"}",
    "a number of 5,000 digits": b'{"event_name":"x","date": ' + b"1" * 5_000 + b"}",
    "another encoding": '{"event_name":"x"}'.encode("utf-16"),
    "broken UTF-8": b'{"event_name":"x","y":"\xff"}',
    "half a body": b'{"event_name":"message.text.rec',
}


@pytest.mark.parametrize("raw", ODD.values(), ids=ODD.keys())
def test_what_is_no_update_is_set_aside(raw: bytes) -> None:
    assert zalo_bot_updates.arrival(BOT, raw) is None
    assert zalo_bot_updates.read(BOT, raw, RECEIVED) is None


ANYTHING = anything(
    [AN, CHAT, GROUP, URL, STAMP, MESSAGE],
    ["id", "chat_type", "is_bot", "result", "message"],
)
PARTS = ["message_id", "date", "chat", "from", "text", "caption", "photo", "photo_url", "voice_url"]


@given(st.dictionaries(st.sampled_from(PARTS), ANYTHING), st.booleans(), ANYTHING)
@settings(deadline=None, max_examples=200)
def test_no_wrong_type_anywhere_in_a_message_hurts(
    changes: dict[str, object], in_our_chat: bool, event: object
) -> None:
    ours = {"chat": CHAT, "from": AN} if in_our_chat else {}
    raw = body(event, **(changes | ours))

    heard = zalo_bot_updates.read(BOT, raw, RECEIVED)
    stored = zalo_bot_updates.arrival(BOT, raw)

    assert heard is None or heard.text == heard.text.encode().decode()
    if stored is not None:
        assert 0 < len(stored.event_id) <= 200
        assert (stored.event_id + stored.chat).isprintable()
        assert heard is None or heard.address.external_id == stored.chat


@given(ANYTHING)
@settings(deadline=None, max_examples=100)
def test_no_wrapping_hurts(result: object) -> None:
    for raw in (wrapped(result), json.dumps(result).encode()):
        zalo_bot_updates.arrival(BOT, raw)
        zalo_bot_updates.read(BOT, raw, RECEIVED)


@given(st.binary() | st.binary().map(lambda junk: body(text="xin chào")[:-9] + junk))
@settings(deadline=None, max_examples=100)
def test_no_bytes_at_all_hurt(raw: bytes) -> None:
    zalo_bot_updates.arrival(BOT, raw)
    zalo_bot_updates.read(BOT, raw, RECEIVED)
