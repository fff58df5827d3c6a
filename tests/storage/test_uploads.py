"""A file that was handed in is held beside its link, and confirmed once."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.domain.uploads import Judged
from bot.messages import Address
from storage import inbox, page_links, uploads
from storage.inbox import Waiting
from storage.page_links import Link
from storage.store import Session, Store
from storage.tables import File, InboxRow, PageLink
from tests.conftest import NOW
from tests.village import Village

CHAT = Address("console", "demo", "An")
PHOTO = Judged("anh.jpg", "image/jpeg", b"\xff\xd8\xff pixels")
LIST = Judged("ds.xlsx", "application/vnd.ms-excel", b"PK rows")


async def issued(session: Session, village: Village) -> Link:
    who = village.people["An"]
    signed = await page_links.issue(session, "u", who, CHAT, "photo key", NOW, valid=uploads.VALID)
    link = await page_links.find(session, "u", signed)
    assert link is not None
    return link


async def held(session: Session, link: Link, file: Judged = PHOTO) -> int:
    file_id = await uploads.hold(session, link, file, NOW)
    assert file_id is not None
    return file_id


async def waiting_in(store: Store) -> Waiting:
    async with store.begin() as session:
        waiting = await inbox.next_waiting(session, NOW, fetching=True)
    assert waiting is not None
    return waiting


@pytest.mark.parametrize(("file", "photo"), [(PHOTO, True), (LIST, False)], ids=["photo", "list"])
async def test_what_is_confirmed_is_a_message_of_the_chat(
    store: Store, village: Village, file: Judged, photo: bool
) -> None:
    async with store.begin() as session:
        link = await issued(session, village)
        file_id = await held(session, link, file)
        assert await uploads.confirm(session, link, file_id, NOW)
    waiting = await waiting_in(store)
    assert uploads.is_one(waiting.event_id)
    incoming = uploads.read(waiting)
    assert incoming is not None
    assert incoming.address == CHAT
    came = incoming.photo if photo else incoming.document
    assert came is not None
    assert (came.name, came.size, came.media_type) == (
        file.name, len(file.content), file.media_type,
    )  # fmt: skip
    async with store.begin() as session:
        there = await uploads.held(session, waiting.event_id)
        assert there is not None
        assert (there.id, there.file.content) == (file_id, file.content)
        await uploads.put(session, waiting.id, file_id, NOW)
        whole = await inbox.next_waiting(session, NOW)
        assert whole is not None
        assert whole.file_id == file_id
        assert await uploads.purge(session, NOW + timedelta(days=2)) == 0
        assert await session.scalar(select(PageLink.file_id)) is None


async def test_of_two_who_confirm_at_once_one_does(store: Store, village: Village) -> None:
    async with store.begin() as session:
        link = await issued(session, village)
        file_id = await held(session, link)

    async def confirm() -> bool:
        async with store.begin() as session:
            return await uploads.confirm(session, link, file_id, NOW)

    assert sorted(await asyncio.gather(*(confirm() for _ in range(5)))) == [False] * 4 + [True]
    async with store.reading() as session:
        assert await session.scalar(select(func.count()).select_from(InboxRow)) == 1


async def test_only_the_newest_file_is_held_and_confirmed(store: Store, village: Village) -> None:
    async with store.begin() as session:
        link = await issued(session, village)
        first, second = await held(session, link), await held(session, link, LIST)
        assert not await uploads.confirm(session, link, first, NOW)
        assert list(await session.scalars(select(File.name))) == ["ds.xlsx"]
        assert await uploads.confirm(session, link, second, NOW)
        assert await uploads.hold(session, link, PHOTO, NOW) is None


async def test_a_link_that_is_over_holds_and_confirms_nothing(
    store: Store, village: Village
) -> None:
    late = NOW + uploads.VALID
    async with store.begin() as session:
        old = await issued(session, village)
        file_id = await held(session, old)
        assert not await uploads.confirm(session, old, file_id, late)
        assert await uploads.hold(session, old, PHOTO, late) is None
        await issued(session, village)
        assert not await uploads.confirm(session, old, file_id, NOW)
        assert await uploads.hold(session, old, PHOTO, NOW) is None


async def test_what_waits_for_a_yes_goes_after_an_hour(store: Store, village: Village) -> None:
    async with store.begin() as session:
        await held(session, await issued(session, village))
        just_before = NOW + uploads.HELD - timedelta(seconds=1)
        assert await uploads.purge(session, just_before) == 0
        assert await uploads.purge(session, NOW + uploads.HELD) == 1
        assert await session.scalar(select(func.count()).select_from(File)) == 0


@pytest.mark.parametrize("raw", [b"", b"[]", b"{}", b'{"photo": 7}', b'{"photo": [1, 2]}', b"\xff"])
def test_a_message_that_we_did_not_write_is_nobodys(raw: bytes) -> None:
    assert uploads.read(Waiting(1, CHAT, "u:x", raw, NOW, 0, "", None)) is None
