"""Vietnamese text at the door, and the keys by which it is searched and sorted."""

import re
import unicodedata

BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_KEPT = frozenset("\n\t")
_BREAKS = re.compile("\r\n|[\r\x85\u2028\u2029]")
_QUOTES = str.maketrans("\u2018\u2019\u02bc\u00b4`", "'''''")
# ð and ɖ are not Vietnamese, but old fonts and some keyboards give them for đ
_D = str.maketrans("đĐðÐɖƉ", "dDdDdD")
_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_RANKS = dict(zip(_ALPHABET, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefg", strict=True))
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_DIGITS = re.compile(r"(\d+)")
_WORD_END, _FIELD_END = "!", " "  # sort before every digit and letter, the field's end first


def clean(raw: str) -> str:
    """Text as it is stored: NFC, without what no eye sees or no database and document holds.

    Bidi controls stay: a quotation in free text may need them.
    """
    whole = raw.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    kept = "".join(map(_seen, _BREAKS.sub("\n", whole)))
    return unicodedata.normalize("NFC", kept).strip()


def clean_name(raw: str) -> str:
    """A name or a label: one line, single spaces, nothing that turns the writing round."""
    line = "".join(letter for letter in clean(raw) if letter not in BIDI)
    return unicodedata.normalize("NFC", " ".join(line.translate(_QUOTES).split()))


def search_key(text: str) -> str:
    """The same for everybody who types the same words, with or without diacritics."""
    return " ".join(_without_marks(text).split())


def plain(text: str) -> str:
    """Lower case without diacritics; punctuation stays."""
    flat = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).lower())
    return "".join(c for c in flat.translate(_D) if not unicodedata.combining(c))


def letters_key(text: str) -> str:
    """As `search_key`, but with diacritics; where in a syllable the tone stands is no matter.

    Each word ends in the digit of its tone, so hoà and hòa are hoa1.
    """
    return " ".join(map(_letters_and_tone, _words(text)))


def sort_key(name: str, given: str = "") -> str:
    """ASCII that sorts people by code point as Vietnamese lists do (vietnamese.md 6.3).

    Given name, then surname, then middle names. `given` says which words are the given name
    where it is not the last word.
    """
    words = _words(name)
    called = _words(given) or words[-1:]
    rest = _without(words, called)
    return _FIELD_END.join(map(_field_key, (called, rest[:1], rest[1:])))


def counting_key(code: str) -> tuple[str | int, ...]:
    """Sorts codes as they are counted: H2 before H10."""
    return tuple(int(part) if part.isdecimal() else part for part in _DIGITS.split(code))


def utf16_length(text: str) -> int:
    """The length as messengers count it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _seen(letter: str) -> str:
    if letter in _KEPT or letter in BIDI:
        return letter
    match unicodedata.category(letter):
        case "Zs":
            return " "
        case "Cc" | "Cf":
            return ""
        case "Cn" if ord(letter) & 0xFFFE == 0xFFFE:  # no XML, so no document, holds these
            return ""
        case _:
            return letter


def _without_marks(text: str) -> str:
    return "".join(c if c.isalnum() else " " for c in plain(text))


def _words(text: str) -> list[str]:
    """Words in lower case, decomposed; an apostrophe or hyphen joins (H'Hen, Niê-Kđăm)."""
    flat = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).lower())
    joined = re.sub(r"['’ʼ\-]", "", flat)
    kept = (c if c.isalnum() or unicodedata.combining(c) else " " for c in joined)
    return "".join(kept).split()


def _letters_and_tone(word: str) -> str:
    tone = next((_TONES[c] for c in word if c in _TONES), "0")
    letters = "".join(c for c in word if c not in _TONES)
    return unicodedata.normalize("NFC", letters) + tone


def _without(words: list[str], called: list[str]) -> list[str]:
    size = len(called)
    for start in range(len(words) - size, -1, -1):
        if words[start : start + size] == called:
            return words[:start] + words[start + size :]
    return words


def _field_key(words: list[str]) -> str:
    """Letters of all the words, and only then their tones."""
    spelled = [_letters_and_tone(word) for word in words]
    letters = _WORD_END.join("".join(map(_rank, word[:-1])) for word in spelled)
    return letters + _FIELD_END + "".join(word[-1] for word in spelled)


def _rank(letter: str) -> str:
    if letter in _RANKS:
        return _RANKS[letter]
    if "0" <= letter <= "9":
        return letter
    base = plain(letter)
    if base != letter:
        return "".join(map(_rank, base))
    return f"z{ord(letter):06x}"  # another script: after all of ours
