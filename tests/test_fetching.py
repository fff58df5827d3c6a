"""A file is brought before its message is handled, and read only where it was asked for."""

import pytest
from sqlalchemy import func, select

from bot import fetching
from bot.messages import Attachment
from storage import inbox
from storage.inbox import Arrived
from storage.store import Store
from storage.tables import File, Import
from tests.chat import ACCOUNT, Chat, World
from tests.conftest import NOW
from tests.forge_photos import SECRETS, jpeg
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


@pytest.mark.parametrize(
    ("content", "same"),
    [
        pytest.param(jpeg(), False, id="photo"),
        pytest.param(b"%PDF-1.4", True, id="no-photo"),
        pytest.param(b"\x89PNG\r\n\x1a\n" + bytes(40), True, id="nothing-that-a-phone-shows"),
    ],
)
async def test_a_photo_is_kept_without_where_and_when_it_was_taken(
    store: Store, village: Village, content: bytes, same: bool
) -> None:
    async with store.begin() as session:
        await inbox.keep(session, *ACCOUNT, [Arrived("a file", "An", b"{}", "a file")], NOW)
        waiting = await inbox.next_waiting(session, NOW, fetching=True)
    assert waiting is not None
    await fetching.store_file(store, waiting, Attachment("IMG_1.jpg", content, "image/jpeg"))
    async with store.reading() as session:
        kept = (await session.scalars(select(File.content))).one()
    assert (kept == content) is same
    assert not any(one in kept for one in SECRETS)
