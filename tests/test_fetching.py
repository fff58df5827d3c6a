"""A file is brought before its message is handled, and read only where it was asked for."""

import pytest
from sqlalchemy import func, select

from bot import fetching
from bot.messages import Attachment
from storage import inbox
from storage.inbox import Arrived
from storage.store import Store
from storage.tables import Import
from tests.chat import ACCOUNT, Chat, World
from tests.conftest import NOW
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
