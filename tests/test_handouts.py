"""The pages for members, secretaries and the office: what they name is really there."""

import ast
import re
import unicodedata
from pathlib import Path

import pytest

from bot.domain.vietnamese.text import search_key
from handlers.commands import COMMANDS

ROOT = Path(__file__).parents[1]
PAGES = sorted((ROOT / "docs" / "huong-dan").glob("*.md"))
_TYPED, _QUOTED = re.compile(r"`([^`]+)`"), re.compile(r"“([^”]+)”")
_PICTURE = re.compile(r"!\[([^\]]+)\]\(([^)]+)\)")
_LONGEST_LINE = 120
OTHER_QUOTES = {"bt"}
"""What people type in quotes, and no label."""

pages = pytest.mark.parametrize("page", PAGES, ids=[page.stem for page in PAGES])


def said_by_the_program() -> str:
    """All words of bot/texts, with the parts of one sentence put together."""
    parts = []
    for file in sorted((ROOT / "bot" / "texts").glob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                parts.append(node.value)
    return "\n".join(parts)


SAID = said_by_the_program()


def test_there_is_a_page_for_each_of_the_three() -> None:
    assert [page.stem for page in PAGES] == ["bi-thu", "dang-vien", "van-phong"]


@pages
def test_every_button_that_is_named_exists(page: Path) -> None:
    quoted = set(_QUOTED.findall(page.read_text(encoding="utf-8"))) - OTHER_QUOTES
    assert len(quoted) > 5
    assert [label for label in sorted(quoted) if label not in SAID] == []


@pages
def test_every_command_that_is_named_exists(page: Path) -> None:
    known = {alias for command in COMMANDS for alias in command.aliases}
    typed = _TYPED.findall(page.read_text(encoding="utf-8"))
    names = {search_key(one.split()[0].removeprefix("/")) for one in typed}
    assert len(names) > 5
    assert sorted(names - known) == []


@pages
def test_what_is_typed_with_words_after_it_has_its_slash_or_takes_them(page: Path) -> None:
    """Without the slash a command with words after it is a sentence (contract.md, In chat)."""
    takes = {a for c in COMMANDS if c.takes_words for a in c.aliases}
    for one in _TYPED.findall(page.read_text(encoding="utf-8")):
        name, _, rest = one.partition(" ")
        if rest and not one.startswith("/"):
            assert name in takes or rest.isdecimal(), one


@pages
def test_the_pictures_are_there_and_are_described(page: Path) -> None:
    pictures = _PICTURE.findall(page.read_text(encoding="utf-8"))
    assert pictures
    for words, target in pictures:
        assert len(words) > 20
        assert (page.parent / target).resolve().read_bytes().startswith(b"\x89PNG")


@pages
def test_it_is_polite_plain_and_fits_a_page(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert text == unicodedata.normalize("NFC", text)
    assert "đồng chí" in text
    assert not re.search(r"!(?!\[)|\bphải nộp\b|\bvi phạm\b|\bđối tượng\b|\bbạn\b", text)
    assert len(text.splitlines()) <= 100
    assert max(map(len, text.splitlines())) <= _LONGEST_LINE
