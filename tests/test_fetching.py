"""A file is brought before its message is handled, and read only where it was asked for."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot import fetching
from bot.domain.refusals import Reason
from bot.messages import Attachment, FileReference, Incoming, encoded
from bot.messengers.base import FetchFailed, packed_file
from bot.messengers.web import WebMessenger
from bot.texts.refusals import reason
from storage import inbox
from storage.inbox import Arrived
from storage.store import Store
from storage.tables import File, Import
from tests.chat import ACCOUNT, Chat, World, everything_handled
from tests.conftest import NOW
from tests.forge_photos import SECRETS, between_parts, jpeg
from tests.village import Village
from tests.workbooks import commune


@pytest.mark.parametrize(
    ("asked", "name", "read"),
    [
        pytest.param(True, "danh-sach.xlsx", 1, id="asked-for"),
        pytest.param(True, "DANH SACH.XLSX", 1, id="in-capitals"),
        pytest.param(True, "danh-sach.pdf", 0, id="another-kind"),
        pytest.param(False, "danh-sach.xlsx", 0, id="not-asked-for"),
    ],
)
async def test_a_workbook_is_read_only_where_one_was_asked_for(
    store: Store, village: Village, asked: bool, name: str, read: int
) -> None:
    if asked:
        await Chat(World(store, NOW), "Én").say("/nhapdanhsach")
    async with store.begin() as session:
        await inbox.keep(session, *ACCOUNT, [Arrived("a file", "Én", b"{}", "a file")], NOW)
        waiting = await inbox.next_waiting(session, NOW, fetching=True)
    assert waiting is not None
    await fetching.store_file(store, waiting, Attachment(name, commune(), "application/zip"))
    async with store.reading() as session:
        assert await session.scalar(select(func.count()).select_from(Import)) == read


async def fetched(store: Store, file: Attachment) -> list[bytes]:
    """What is kept of a file that An sent."""
    async with store.begin() as session:
        await inbox.keep(session, *ACCOUNT, [Arrived("a file", "An", b"{}", "a file")], NOW)
        waiting = await inbox.next_waiting(session, NOW, fetching=True)
    assert waiting is not None
    await fetching.store_file(store, waiting, file)
    async with store.reading() as session:
        return list(await session.scalars(select(File.content)))


async def test_a_photo_is_kept_without_where_and_when_it_was_taken(
    store: Store, village: Village
) -> None:
    (kept,) = await fetched(store, Attachment("IMG_1.jpg", jpeg(), "image/jpeg"))
    assert kept.startswith(b"\xff\xd8\xff")
    assert not any(one in kept for one in SECRETS)


async def test_what_is_no_photo_is_kept_as_it_came(store: Store, village: Village) -> None:
    file = Attachment("to-trinh.pdf", b"%PDF-1.4", "application/pdf")
    assert await fetched(store, file) == [file.content]


WEBP = b"RIFF\x90\0\0\0WEBPVP8X" + bytes(20) + b"EXIF" + SECRETS[0] + SECRETS[2]
NOT_CLEANED = [
    pytest.param(between_parts(jpeg(), b"\0"), "IMG_1.jpg", "image/jpeg", id="jpeg-with-a-stray-0"),
    pytest.param(between_parts(jpeg(), b"\0"), "a.bin", "", id="jpeg-that-does-not-say-so"),
    pytest.param(WEBP, "IMG_1.jpg", "image/jpeg", id="webp-named-jpg"),
    pytest.param(WEBP, "IMG_1.JPEG", "", id="webp-by-its-name-only"),
    pytest.param(WEBP, "", "image/jpeg", id="webp-without-a-name"),
    pytest.param(b"\x89PNG\r\n\x1a\n" + bytes(40), "a.png", "image/png", id="png-of-nothing"),
]


@pytest.mark.parametrize(("content", "name", "media_type"), NOT_CLEANED)
async def test_a_photo_that_cannot_be_cleaned_is_not_kept(
    store: Store, village: Village, content: bytes, name: str, media_type: str
) -> None:
    assert await fetched(store, Attachment(name, content, media_type)) == []


async def test_who_sends_such_a_photo_is_told_and_may_send_another(
    store: Store, village: Village
) -> None:
    an = Chat(World(store, NOW), "An")
    for answer in ("/phananh 1", "1", "dien"):
        await an.say(answer)
    for content in (between_parts(jpeg(), b"\0"), WEBP):
        assert reason(Reason.FILE_NOT_READ) in await photo_brought(an, content)
    assert "Đã nhận ảnh" in await photo_brought(an, jpeg())


async def test_a_file_that_our_own_error_keeps_from_coming_is_not_tried_for_ever(
    store: Store, village: Village
) -> None:
    an = Chat(World(store, NOW), "An")
    for answer in ("/phananh 1", "1", "dien"):
        await an.say(answer)
    await photo_sent(an, len(jpeg()))
    tries = 0

    async def bring(reference: int) -> bytes:
        raise ZeroDivisionError

    for _ in range(20):
        an.world.now += timedelta(hours=1)
        tries += await fetching.fetch_one(
            store, {ACCOUNT: WebMessenger(ACCOUNT[1], bring)}, lambda: an.world.now
        )
    await everything_handled(an.world)
    (letter,) = await an.listen()
    assert tries == fetching.MOST_TRIES
    assert reason(Reason.FILE_NOT_READ) in letter.text


async def test_a_photo_that_cannot_be_had_keeps_nobody_waiting_for_more_than_half_a_minute(
    store: Store, village: Village
) -> None:
    an = Chat(World(store, NOW), "An")
    for answer in ("/phananh 1", "1", "dien"):
        await an.say(answer)
    await photo_sent(an, len(jpeg()))

    async def bring(reference: int) -> bytes:
        raise FetchFailed(later=True)

    for _ in range(35):
        an.world.now += timedelta(seconds=1)
        await fetching.fetch_one(
            store, {ACCOUNT: WebMessenger(ACCOUNT[1], bring)}, lambda: an.world.now
        )
    await everything_handled(an.world)
    (letter,) = await an.listen()
    assert reason(Reason.FILE_NOT_READ) in letter.text


async def photo_brought(chat: Chat, content: bytes) -> str:
    """The answer to a photo that goes the whole way, from the messenger on."""
    world = chat.world
    await photo_sent(chat, len(content))

    async def bring(reference: int) -> bytes:
        return content

    messengers = {ACCOUNT: WebMessenger(ACCOUNT[1], bring)}
    assert await fetching.fetch_one(world.store, messengers, lambda: world.now)
    await everything_handled(world)
    (letter,) = await chat.listen()
    return letter.text


async def photo_sent(chat: Chat, size: int) -> None:
    """What the messenger tells of a photo, before anybody has brought it."""
    world, file = chat.world, FileReference("1", "", size, "image/jpeg")
    event = f"photo{next(world.ids)}"
    said = encoded(Incoming(chat.address, event, world.now, photo=file))
    async with world.store.begin() as session:
        arrived = Arrived(event, chat.name, said, packed_file(file))
        await inbox.keep(session, *ACCOUNT, [arrived], world.now)
