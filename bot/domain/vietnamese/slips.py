"""What a keyboard leaves behind when it did not turn TELEX or VNI into diacritics."""

import re

from bot.domain.vietnamese.text import plain

_LONGEST = 200  # what is longer is no short answer
_VNI = re.compile(r"[a-z][a-z1-9]*[1-9][a-z1-9]*")
_VOWELS = frozenset("aeiouyw")
_LEFT_OVER = frozenset("sfrxjw")  # no Vietnamese syllable has these after its first vowel


def repaired(text: str) -> str | None:
    """The search key that was likely meant: "hoom qua" is hom qua; None when nothing is to mend.

    For a second look only, where the words as typed mean nothing; never for codes and numbers.
    """
    if len(text) > _LONGEST:
        return None
    typed = "".join(c if c.isalnum() or c in "/.:-" else " " for c in plain(text)).split()
    mended = " ".join(map(_mended, typed))
    return mended if mended and mended != " ".join(typed) else None


def _mended(word: str) -> str:
    """One word: without its tone, its doubled letters and the digits in it."""
    if not (word.isascii() and word[0].isalpha()):
        return word
    if _VNI.fullmatch(word):  # there no letter is doubled
        return re.sub(r"[1-9]", "", word)
    kept = before = ""
    for letter in word:
        doubled, before = letter == before, letter  # uwu is ưu, and no letter in it doubled
        if letter in _LEFT_OVER and any(one in _VOWELS for one in kept):
            continue
        if doubled:
            continue
        kept += "u" if letter == "w" else letter
    return kept
