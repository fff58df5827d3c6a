"""The practice room's page: what a browser is given, filled with the words of one language."""

import html
import json
import re
from collections.abc import Mapping
from pathlib import Path

from bot.texts.room import LANGUAGES, words

_FOLDER = Path(__file__).parent
_KINDS = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
_BLANK = re.compile(r"\{\{(\w+)\}\}")

FILES: Mapping[str, tuple[bytes, str]] = {
    file.name: (file.read_bytes(), _KINDS[file.suffix])
    for file in sorted(_FOLDER.iterdir())
    if file.suffix in _KINDS
}
"""What the page loads from /room/, by name: its bytes and their media type."""


def document(language: str) -> str:
    """The whole page; anything but English is Vietnamese."""
    said = words(language)
    mine, other = ("en", "vi") if language == "en" else LANGUAGES
    blanks = {
        **{name: html.escape(word) for name, word in said.items()},
        "lang": mine,
        "other_lang": other,
        "other_address": "/?lang=en" if other == "en" else "/",
        "words": _inside_script(said),
    }
    return _BLANK.sub(lambda blank: blanks[blank[1]], _PAGE)


def _inside_script(said: Mapping[str, str]) -> str:
    """JSON that cannot end the script element that it stands in."""
    return json.dumps(said, ensure_ascii=False).replace("<", "\\u003c")


_PAGE = (_FOLDER / "page.html").read_text(encoding="utf-8")
