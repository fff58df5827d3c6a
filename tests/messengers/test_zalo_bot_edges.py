"""Where one meaning of what Zalo says ends and the next begins, a step to either side."""

import json
from datetime import UTC, datetime, timedelta

import pytest

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
from bot.messengers import zalo_bot_answers, zalo_bot_letters, zalo_bot_media, zalo_bot_updates
from bot.messengers.base import FetchFailed, packed_file
from bot.messengers.zalo_bot import ZaloBotMessenger
from bot.messengers.zalo_bot_answers import Answer
from tests.doubles.zalo_bot import ZaloBotDouble
from tests.doubles.zalo_bot_people import JPEG

BOT, AN, MESSAGE = "42", "6ede9afa66b88fe6d6a9", "2d758cb5e222177a4e35"
RECEIVED = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
URL = "https://photo-stal-1.zdn.vn/abc.jpg"


# --- What became of a letter


def meaning(code: object, words: str = "", *, status: int = 200, retry_after: str = "") -> Outcome:
    """What an error of this number says."""
    said = json.dumps({"ok": False, "error_code": code, "description": words}).encode()
    return zalo_bot_answers.outcome(Answer.of(status, said, retry_after))


CODES: list[tuple[object, Outcome]] = [
    (399, Rejected("x")), (400, Rejected("x")), (401, AccountRefused("x")), (402, Rejected("x")),
    (403, TryLater(why="x", most_tries=3)), (404, Rejected("x")), (405, Rejected("x")),
    (407, Rejected("x")), (408, Ambiguous("x")), (409, Rejected("x")), (428, Rejected("x")),
    (429, QuotaSpent("x")), (430, Rejected("x")), (499, Rejected("x")), (500, TryLater(why="x")),
    (501, TryLater(why="x")), (502, Ambiguous("x")), (503, TryLater(why="x")),
    (504, Ambiguous("x")),
    (505, TryLater(why="x")), (0, Rejected("x")), (-401, Rejected("x")),
    ("401", AccountRefused("x")), ("0401", AccountRefused("x")), ("401 ", Rejected("x")),
    ("-401", Rejected("x")), ("４０１", Rejected("x")), ("²", Rejected("x")), ("", Rejected("x")),
    (True, Rejected("x")), (401.0, Rejected("x")), (None, Rejected("x")), (2**70, Rejected("x")),
]  # fmt: skip


@pytest.mark.parametrize(("code", "meant"), CODES, ids=[repr(code) for code, _ in CODES])
def test_each_number_means_one_thing_and_its_neighbours_another(
    code: object, meant: Outcome
) -> None:
    assert meaning(code, "x", status=400) == meant


@pytest.mark.parametrize(
    ("status", "meant"),
    [
        (200, Ambiguous("answer 200")), (301, Ambiguous("answer 301")),
        (400, Rejected("answer 400")), (401, AccountRefused("answer 401")),
        (402, Ambiguous("answer 402")), (403, TryLater(why="answer 403", most_tries=3)),
        (404, AccountRefused("answer 404")), (405, Ambiguous("answer 405")),
        (408, Ambiguous("answer 408")), (413, Ambiguous("answer 413")),
        (429, QuotaSpent("answer 429")), (430, Ambiguous("answer 430")),
        (500, Ambiguous("answer 500")), (503, Ambiguous("answer 503")),
    ],
    ids=str,
)  # fmt: skip
def test_without_an_envelope_only_a_plain_no_is_one(status: int, meant: Outcome) -> None:
    for body in (b"", b"<html>", b'{"ok":true', b"[]", b'{"error_code":401}'):
        assert zalo_bot_answers.outcome(Answer.of(status, body)) == meant


@pytest.mark.parametrize(
    ("header", "after"),
    [
        ("0", 0.0), ("1", 1.0), ("99999", 99999.0), ("007", 7.0), ("100000", None), ("", None),
        ("-1", None), ("1.5", None), (" 5", None), ("5s", None), ("²", None), ("５", None),
        ("Wed, 21 Oct 2026 07:28:00 GMT", None),
    ],
)  # fmt: skip
def test_only_seconds_within_a_day_or_so_say_how_long_to_wait(
    header: str, after: float | None
) -> None:
    flood = QuotaSpent("x") if after is None else TryLater(after, flood=True, why="flood")
    assert meaning(429, "x", retry_after=header) == flood
    assert zalo_bot_answers.outcome(Answer.of(429, b"<html>", header)) == (
        QuotaSpent("answer 429") if after is None else flood
    )


GONE = RecipientGone
WORDS = {
    "a chat": ("Chat not found", 404, GONE("Chat not found")),
    "in capitals": ("CHAT_ID IS INVALID", 400, GONE("CHAT_ID IS INVALID")),
    "within a sentence": (
        "Bad request: user not found!",
        400,
        GONE("Bad request: user not found!"),
    ),
    "under another number": ("Chat not found", 405, Rejected("Chat not found")),
    "a method": ("Method not found", 404, Rejected("Method not found")),
    "of people": ("User limit reached", 429, Rejected("too many people")),
    "of people, in Vietnamese": ("Vượt số NGƯỜI DÙNG", 429, Rejected("too many people")),
    "of people and letters": ("Tin nhắn / người dùng", 429, QuotaSpent("Tin nhắn / người dùng")),
    "of nothing": ("Quota exceeded", 429, QuotaSpent("Quota exceeded")),
    "on several lines": ("Bad\n request:\t x", 400, Rejected("Bad request: x")),
}


@pytest.mark.parametrize(("words", "code", "meant"), WORDS.values(), ids=WORDS.keys())
def test_its_words_tell_whom_a_no_concerns(words: str, code: int, meant: Outcome) -> None:
    assert meaning(code, words) == meant


def test_no_more_of_its_words_is_kept_than_fits_a_line() -> None:
    kept = meaning(400, "x" * 119 + "yz" + "w" * 1000)
    assert kept == Rejected("x" * 119 + "y")
    assert meaning(400, " \n ") == Rejected("answer 400")


@pytest.mark.parametrize(
    ("result", "message_id"),
    [({"message_id": "a"}, "a"), ({"message_id": 5}, ""), ({}, ""), (None, ""), ([1], "")],
)
def test_a_letter_arrived_whatever_its_message_is_called(result: object, message_id: str) -> None:
    said = json.dumps({"ok": True, "result": result}).encode()
    assert zalo_bot_answers.outcome(Answer.of(200, said)) == Sent(message_id)


# --- What came


def raw(event: object = "message.text.received", **content: object) -> bytes:
    plain = {
        "from": {"id": AN}, "chat": {"id": AN, "chat_type": "PRIVATE"}, "message_id": MESSAGE,
        "date": int(RECEIVED.timestamp() * 1000),
    }  # fmt: skip
    return json.dumps({"event_name": event, "message": plain | content}).encode()


UPDATES = {  # text, photo, voice, unreadable; None: nothing for us
    "a caption alone": (raw("message.image.received", caption="Nhà dột"), ("Nhà dột", False)),
    "words before a caption": (raw(text="một", caption="hai"), ("một", False)),
    "a voice under another name": (raw("message.hologram.received", voice_url="x"), ("", False)),
    "a picture that has no address": (raw("message.image.received", photo_url=5), ("", True)),
    "an event without a name": (raw(None, text="x"), ("x", False)),
    "an event with an empty name": (raw("", text="x"), ("x", False)),
    "a reaction with words": (raw("message.reaction.received", text="x"), ("x", False)),
    "a reaction with a picture": (raw("message.reaction.received", photo=URL), ("", False)),
    "a private chat in small letters": (
        raw(text="x", chat={"id": AN, "chat_type": "private"}), ("x", False),
    ),
    "a chat of a kind that is not said": (
        raw(text="x", chat={"id": AN, "chat_type": None}), ("x", False),
    ),
    "a person who is called none": (
        raw(text="x", **{"from": {"id": AN, "is_bot": None}}), ("x", False),
    ),
    "our own account in a private chat": (
        raw(text="x", **{"from": {"id": BOT, "is_bot": False}}, chat={"id": BOT}), None,
    ),
    "a result beside an event": (
        json.dumps(json.loads(raw(text="x")) | {"result": {"message": {}}}).encode(), ("x", False),
    ),
    "an id of 200 signs": (
        raw(text="x", chat={"id": "a" * 200}, **{"from": {"id": "a" * 200}}), ("x", False),
    ),
    "a chat without a name": (raw(text="x", chat={"id": ""}, **{"from": {"id": ""}}), None),
    "no chat": (raw(text="x", chat=None), None),
}  # fmt: skip


@pytest.mark.parametrize(("update", "meant"), UPDATES.values(), ids=UPDATES.keys())
def test_what_comes_is_read_as_far_as_it_says_something(
    update: bytes, meant: tuple[str, bool] | None
) -> None:
    incoming = zalo_bot_updates.read(BOT, update, RECEIVED)
    assert (incoming and (incoming.text, incoming.unreadable)) == meant
    if incoming is not None and not incoming.text:
        assert incoming.unreadable or incoming.photo is not None or incoming.voice


@pytest.mark.parametrize(
    ("date", "sent_at"),
    [
        (1_577_836_800, datetime(2020, 1, 1, tzinfo=UTC)),
        (1_577_836_799, RECEIVED),
        (99_999_999_999, RECEIVED + timedelta(minutes=5)),
        (1_577_836_800_000, datetime(2020, 1, 1, tzinfo=UTC)),
        (1_577_836_799_000, RECEIVED),
        ("1577836800", datetime(2020, 1, 1, tzinfo=UTC)),
        ("-1577836800", RECEIVED),
        (1_577_836_800.9, datetime(2020, 1, 1, tzinfo=UTC)),
        (float(2**62), RECEIVED),
        (int(RECEIVED.timestamp()) + 299, RECEIVED + timedelta(seconds=299)),
        (int(RECEIVED.timestamp()) + 301, RECEIVED + timedelta(seconds=300)),
        ("", RECEIVED),
        ({}, RECEIVED),
    ],
)
def test_a_stamp_is_believed_from_2020_to_five_minutes_ahead(
    date: object, sent_at: datetime
) -> None:
    incoming = zalo_bot_updates.read(BOT, raw(text="x", date=date), RECEIVED)
    assert incoming is not None
    assert incoming.sent_at == sent_at


WANTED = {
    "a photo": (raw(photo_url=URL), True),
    "words": (raw(text="x"), False),
    "a photo in a group": (raw(photo_url=URL, chat={"id": "g", "chat_type": "GROUP"}), False),
    "a photo of ours": (raw(photo_url=URL, **{"from": {"id": BOT}}, chat={"id": BOT}), False),
    "a photo at an address with a gap": (raw(photo_url="https://a b"), False),
    "a photo at the longest address": (raw(photo_url="h" * 2000), True),
    "a photo at a longer one": (raw(photo_url="h" * 2001), False),
}


@pytest.mark.parametrize(("update", "fetched"), WANTED.values(), ids=WANTED.keys())
def test_only_a_persons_photo_is_to_be_fetched(update: bytes, *, fetched: bool) -> None:
    arrival = zalo_bot_updates.arrival(BOT, update)
    assert arrival is not None
    assert arrival.event_id == MESSAGE
    assert bool(arrival.wants_file) is fetched
    incoming = zalo_bot_updates.read(BOT, update, RECEIVED)
    if fetched:
        assert incoming is not None
        assert incoming.photo is not None
        assert arrival.wants_file == packed_file(incoming.photo)


def keys(*updates: dict[str, object]) -> list[str]:
    found = [zalo_bot_updates.arrival(BOT, json.dumps(one).encode()) for one in updates]
    return [one.event_id for one in found if one is not None]


def test_without_an_id_a_message_is_known_by_who_wrote_what_kind_when() -> None:
    def update(
        event: str = "e", who: str = AN, date: object = 5, **more: object
    ) -> dict[str, object]:
        return {"event_name": event, "message": {"from": {"id": who}, "date": date} | more}

    same = keys(update(), update(text="shown again, otherwise"))
    assert len(set(same)) == 1
    others = keys(update(), update("f"), update(who="b"), update(date=6), update(date="5"))
    assert len(set(others)) == 5
    undated = keys(update(date=None), update(date=None, text="x"), update(date=None, text="y"))
    assert len(set(undated)) == 3


# --- Photos


@pytest.mark.parametrize(
    ("address", "asked"),
    [
        ("https://A.Photo.ZDN.VN/a.jpg", "https://a.photo.zdn.vn/a.jpg"),
        ("http://a.zdn.vn:80/a.jpg", "https://a.zdn.vn/a.jpg"),
        ("http://a.zdn.vn:443/a.jpg", None),
        ("https://a.zdn.vn:80/a.jpg", None),
        ("https://me@a.zdn.vn/a.jpg", None),
        ("https://:word@a.zdn.vn/a.jpg", None),
        ("http://me@127.0.0.1:4711/a.jpg", None),
        ("ftp://a.zdn.vn/a.jpg", None),
        ("http://127.0.0.1:4712/a.jpg", None),
        ("https://a.zdn.vn./a.jpg", None),
    ],
)
def test_only_zalos_hosts_are_asked_and_never_with_a_name(address: str, asked: str | None) -> None:
    found = zalo_bot_media._allowed(address, ["127.0.0.1:4711"])
    assert (None if found is None else str(found)) == asked


async def test_a_photo_is_followed_where_it_moved_and_tried_again_where_that_may_help(
    zalo: ZaloBotDouble, ours: ZaloBotMessenger
) -> None:
    async def tried(status: int, **more: str) -> bool | bytes:
        try:
            return await ours.fetch(ours.account, zalo.host(JPEG, "a.jpg", status=status, **more))
        except FetchFailed as failed:
            return failed.later

    there = zalo.host(JPEG, "there.jpg")
    for moved in (301, 302, 303, 307, 308):
        assert await tried(moved, location=there) == JPEG, moved
    for status, later in (
        (300, False), (304, False), (400, False), (401, False), (404, False), (407, False),
        (408, True), (409, False), (410, False), (428, False), (429, True), (430, False),
        (499, False), (500, True), (503, True), (204, False), (201, False),
    ):  # fmt: skip
        assert await tried(status, location=there) is later, status
    assert await tried(302, location="https://[") is False


@pytest.mark.parametrize(
    "host", [".zdn.vn", "a..zdn.vn", f"{'a' * 64}.zdn.vn"], ids=["none", "a gap", "too long"]
)
async def test_a_host_that_no_name_server_can_be_asked_for_is_tried_once(host: str) -> None:
    ours = ZaloBotMessenger("1:abc")
    with pytest.raises(FetchFailed) as failed:
        await ours.fetch("1", f"https://{host}/a.jpg")
    assert failed.value.later is False
    await ours.close()


@pytest.mark.parametrize(
    ("kind", "content", "had"),
    [
        pytest.param("image/jpeg", b"\xff\xd8\xff", True, id="JPEG"),
        pytest.param("image/jpg", b"\xff\xd8\xff", True, id="as some call it"),
        pytest.param("image/png", b"\x89PNG\r\n\x1a\n", True, id="PNG"),
        pytest.param("image/png", b"\x89PNG\r\n\x1a", False, id="cut PNG"),
        pytest.param("image/jpeg", b"\xff\xd8", False, id="cut JPEG"),
        pytest.param("image/jpeg", b"", False, id="nothing"),
        pytest.param("image/gif", b"GIF89a", False, id="GIF"),
    ],
)
async def test_a_picture_is_what_it_says_it_is(
    zalo: ZaloBotDouble, ours: ZaloBotMessenger, kind: str, content: bytes, *, had: bool
) -> None:
    address = zalo.host(content, "a", content_type=kind)
    if had:
        assert await ours.fetch(ours.account, address) == content
        return
    with pytest.raises(FetchFailed) as failed:
        await ours.fetch(ours.account, address)
    assert failed.value.later is False


# --- Long letters


@pytest.mark.parametrize(
    ("length", "parts"), [(1, 1), (1999, 1), (2000, 1), (2001, 2), (3984, 2), (3990, 3)]
)
def test_a_letter_is_cut_only_where_it_has_to_be(length: int, parts: int) -> None:
    letter = Letter(1, Address("zalo_bot", BOT, AN), "ă" * length)
    texts = zalo_bot_letters.texts(letter)
    assert len(texts) == parts
    assert all(len(one) <= zalo_bot_letters.LONGEST_TEXT for one in texts)
    if parts > 1:
        assert [one.partition(" ")[0] for one in texts] == [
            f"({number}/{parts})" for number in range(1, parts + 1)
        ]
    assert "".join(one.partition(") ")[2] or one for one in texts) == "ă" * length
