"""Phrases found in what people typed, with or without diacritics, and where they stand."""

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass

from bot.domain.vietnamese.text import letters_key, search_key

Word = tuple[str, str]  # without and with diacritics
Phrase = tuple[Word, ...]
Phrases = dict[str, list[Phrase]]  # by their first word, the longest first

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Placed:
    """A word with the place in the text where it stands."""

    word: Word
    start: int
    end: int


def words_of(text: str) -> Phrase:
    """Each word of the text both ways; a mark that is no letter parts words in both alike."""
    plain = search_key(text).split()
    spelled = letters_key(text.replace("-", " ").replace("'", " ").replace("’", " ")).split()
    if len(plain) != len(spelled):  # odd scripts: then only the plain words are known
        spelled = [f"{word}0" for word in plain]
    return tuple(zip(plain, spelled, strict=True))


def placed_in(text: str) -> list[Placed]:
    """The words of a text that is NFC, with their places."""
    found = []
    for match in _WORD.finditer(text):
        plain, spelled = search_key(match[0]), letters_key(match[0])
        found.append(Placed((plain.replace(" ", ""), spelled), match.start(), match.end()))
    return found


def composed(text: str) -> str:
    """Text in which every letter is one, so that words are whole."""
    return unicodedata.normalize("NFC", text)


def listed(table: str) -> list[str]:
    """The phrases of a table, parted by semicolons and lines."""
    parts = (part.strip() for line in table.splitlines() for part in line.split(";"))
    return [part for part in parts if part]


def by_first_word(table: str) -> Phrases:
    """A table by first words; the longest first, so that the longest that fits is taken."""
    found: Phrases = defaultdict(list)
    for phrase in sorted(map(words_of, listed(table)), key=len, reverse=True):
        found[phrase[0][0]].append(phrase)
    return dict(found)


def same(typed: Word, meant: Word) -> bool:
    """A word typed without any diacritics may be any; one with them must be this one."""
    return typed[0] == meant[0] and typed[1] in (meant[1], f"{typed[0]}0")


def stands_at(words: Phrase, at: int, phrase: Phrase) -> bool:
    """Whether the phrase begins at this word."""
    there = words[at : at + len(phrase)]
    return len(there) == len(phrase) and all(map(same, there, phrase))


def first_at(words: Phrase, at: int, known: Phrases) -> Phrase | None:
    """The longest of the phrases that begins at this word."""
    if at >= len(words):
        return None
    begun = known.get(words[at][0], ())
    return next((phrase for phrase in begun if stands_at(words, at, phrase)), None)
