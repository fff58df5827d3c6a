"""Photos on Zalo: from Zalo's own hosts only, of bounded size, and really pictures."""

import pytest

from bot.messengers import zalo_bot_media
from bot.messengers.base import FetchFailed
from bot.messengers.zalo_bot import ZaloBotMessenger
from tests.doubles.zalo_bot import Fault, Kind, ZaloBotDouble
from tests.doubles.zalo_bot_people import JPEG

PNG = b"\x89PNG\r\n\x1a\n and more"
MOST = 20 * 1024 * 1024

ASKED = {
    "Zalo's": ("https://photo-stal-1.zdn.vn/a.jpg", "https://photo-stal-1.zdn.vn/a.jpg"),
    "in the clear": ("http://f9.photo.talk.zdn.vn/a.jpg?x=1", "https://f9.photo.talk.zdn.vn/a.jpg?x=1"),
    "its usual port": ("https://a.zdn.vn:443/a.jpg", "https://a.zdn.vn/a.jpg"),
    "in capitals": ("HTTPS://A.ZDN.VN/a.jpg", "https://a.zdn.vn/a.jpg"),
    "one of a test's": ("http://127.0.0.1:4711/a.jpg", "http://127.0.0.1:4711/a.jpg"),
}  # fmt: skip


@pytest.mark.parametrize(("address", "asked"), ASKED.values(), ids=ASKED.keys())
def test_a_photo_is_asked_for_at(address: str, asked: str) -> None:
    assert str(zalo_bot_media._allowed(address, ["127.0.0.1:4711"])) == asked


NEVER_ASKED = {
    "another host": "https://example.vn/a.jpg",
    "one that only ends so": "https://evilzdn.vn/a.jpg",
    "one that only begins so": "https://a.zdn.vn.example.vn/a.jpg",
    "the bare domain": "https://zdn.vn/a.jpg",
    "behind a name": "https://a.zdn.vn@example.vn/a.jpg",
    "with a name": "https://me:word@a.zdn.vn/a.jpg",
    "behind a fragment": "https://example.vn#.zdn.vn",
    "behind a backslash": "https://example.vn\\.zdn.vn/a.jpg",
    "this machine": "http://127.0.0.1/a.jpg",
    "this machine by name": "http://localhost:4711/a.jpg",
    "the cloud's own": "http://169.254.169.254/latest/meta-data",
    "this machine in brackets": "http://[::1]/a.jpg",
    "another port": "https://a.zdn.vn:8080/a.jpg",
    "a file": "file:///etc/passwd",
    "no scheme": "//a.zdn.vn/a.jpg",
    "words": "hello",
    "nothing": "",
    "a port that is none": "https://a.zdn.vn:x/",
    "brackets that are open": "https://[a.zdn.vn/",
}


@pytest.mark.parametrize("address", NEVER_ASKED.values(), ids=NEVER_ASKED.keys())
async def test_nobody_makes_us_ask_elsewhere(address: str) -> None:
    ours = ZaloBotMessenger("1:abc", media_hosts=["127.0.0.1:4711"])

    with pytest.raises(FetchFailed) as failed:
        await ours.fetch("1", address)

    assert failed.value.later is False
    await ours.close()


@pytest.mark.parametrize(
    ("content", "name"), [(JPEG + bytes(300_000), "a.jpg"), (PNG, "a.png")], ids=["JPEG", "PNG"]
)
async def test_a_photo_is_fetched_whole_and_without_any_word_of_ours(
    zalo: ZaloBotDouble, ours: ZaloBotMessenger, content: bytes, name: str
) -> None:
    assert await ours.fetch(ours.account, zalo.host(content, name)) == content

    [headers] = zalo.media_asked
    assert not {"Authorization", "Cookie", "X-Bot-Api-Secret-Token"} & headers.keys()
    assert "CANARY" not in repr(headers)


NO_PICTURES: dict[str, tuple[bytes, dict[str, str | int]]] = {
    "a page": (b"<html>", {"content_type": "text/html"}),
    "a page that says it is a photo": (b"<html>", {}),
    "a PNG that says it is a JPEG": (PNG, {"content_type": "image/jpeg"}),
    "another kind of picture": (b"RIFF....WEBP", {"content_type": "image/webp"}),
    "a drawing that may hold a program": (b"<svg/>", {"content_type": "image/svg+xml"}),
    "one that is gone": (JPEG, {"status": 404}),
    "one that is forbidden": (JPEG, {"status": 403}),
    "one that is elsewhere": (b"", {"status": 302, "location": "https://example.vn/a.jpg"}),
    "one that is nowhere": (b"", {"status": 302}),
    "one over 20 MB": (JPEG + bytes(MOST), {}),
}


@pytest.mark.parametrize(("content", "more"), NO_PICTURES.values(), ids=NO_PICTURES.keys())
async def test_what_is_no_photo_is_never_had(
    zalo: ZaloBotDouble, ours: ZaloBotMessenger, content: bytes, more: dict[str, str | int]
) -> None:
    with pytest.raises(FetchFailed) as failed:
        await ours.fetch(ours.account, zalo.host(content, "a.jpg", **more))

    assert failed.value.later is False


async def test_a_photo_that_moved_on_zalos_hosts_is_found(
    zalo: ZaloBotDouble, ours: ZaloBotMessenger
) -> None:
    there = zalo.host(JPEG, "a.jpg")
    for _ in range(2):
        there = zalo.host(b"", "moved.jpg", status=302, location=there)

    assert await ours.fetch(ours.account, there) == JPEG

    too_far = zalo.host(b"", "moved.jpg", status=302, location=there)
    with pytest.raises(FetchFailed):
        await ours.fetch(ours.account, too_far)


@pytest.mark.parametrize("kind", [Kind.ERROR, Kind.GATEWAY, Kind.FLOOD, Kind.HALF_BODY])
async def test_a_photo_that_cannot_be_had_now_may_be_later(
    zalo: ZaloBotDouble, ours: ZaloBotMessenger, kind: Kind
) -> None:
    zalo.faults.plan(Fault(kind), "download")

    with pytest.raises(FetchFailed) as failed:
        await ours.fetch(ours.account, zalo.host(JPEG, "a.jpg"))

    assert failed.value.later is True
    assert failed.value.__context__ is None
