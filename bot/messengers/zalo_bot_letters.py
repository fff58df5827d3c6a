"""A letter as the texts that carry it on Zalo: no buttons, no files, at most 2,000 units each."""

import unicodedata

from bot.domain.vietnamese.text import utf16_length
from bot.messages import Letter
from bot.messengers.base import numbered, split

LONGEST_TEXT = 2000  # in UTF-16 units, which is at least as many as any other way to count gives
_LONGEST_MARK = 8  # "(10/12) "


def texts(letter: Letter) -> list[str]:
    """The messages in their order, each saying which of how many it is where there are several."""
    text = unicodedata.normalize("NFC", numbered(letter)).strip()
    if utf16_length(text) <= LONGEST_TEXT:
        return [text]
    parts = split(text, LONGEST_TEXT - _LONGEST_MARK)
    return [f"({number}/{len(parts)}) {part}" for number, part in enumerate(parts, 1)]
