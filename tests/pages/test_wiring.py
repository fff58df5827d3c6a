"""Which accounts carry files is what their messengers say, and all parts of the program know it."""

import pytest

from bot.app import assembled
from bot.domain.uploads import FileKind
from bot.messages import Address
from bot.settings import Settings
from tests.conftest import KEYS

TELEGRAM, ZALO = ("telegram", "700001"), ("zalo_bot", "1459")


@pytest.fixture
def engine() -> str:
    """What is joined is the same on either."""
    return "sqlite"


async def test_documents_want_a_page_where_the_messenger_has_none(
    database_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    monkeypatch.chdir(str(tmp_path))  # no .env of whoever runs the tests
    values = {
        "database_url": database_url, "secret_key": KEYS.secrets[0],
        "public_url": "https://pages.example/", "telegram_token": "700001:a-token-of-nobody",
        "zalo_bot_token": "1459:a-token-of-nobody",
    }  # fmt: skip
    settings = Settings(**values)  # type: ignore[arg-type]  # as the environment gives them
    async with assembled(settings) as program:
        assert set(program.board.messengers) == {TELEGRAM, ZALO}
        assert set(program.postman.without_files) == {ZALO}
        assert program.postman.pages == "https://pages.example"
        known = program.setting.accounts
        taken = {
            account: {kind for kind in FileKind if known.take(Address(*account, "An"), kind)}
            for account in (TELEGRAM, ZALO)
        }
        assert taken == {TELEGRAM: set(FileKind), ZALO: {FileKind.PHOTO}}
