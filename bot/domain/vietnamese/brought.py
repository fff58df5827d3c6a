"""What a household raises, where it is typed before anybody has asked for it."""

import re
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from bot.domain.vietnamese.finding import find
from bot.domain.vietnamese.phrase_lists import common, listed
from bot.domain.vietnamese.sentence_book import PLACES, TITLES, Book, Named, is_title
from bot.domain.vietnamese.sentence_clauses import COMPLAINED_OF, matter_of
from bot.domain.vietnamese.sentence_days import line_of
from bot.domain.vietnamese.sentence_households import mentions_in
from bot.domain.vietnamese.sentence_matter import Matter
from bot.domain.vietnamese.sentence_mentions import By
from bot.domain.vietnamese.sentence_numbers import COUNTED_PAIRS, LEADS
from bot.domain.vietnamese.sentence_tokens import Token, tokens_of
from bot.domain.vietnamese.sentence_words import BEGINNING, COMMON, LEADING_IN
from bot.domain.vietnamese.text import clean, search_key

_APART = re.compile(r"[,;\n]")
_SHORTEST, _LONG = 3, 5
"""Fewer words name a household or a field; so many that fit nobody tell of something."""
_MARKS = " .:-–"
_CODE = re.compile(r"[^\W\d_][^\s,;:]*\d")
_BORN = listed("hai ba tu nam sau bay tam chin muoi ut")
"""What people are called by who are called by the order in which they were born."""
_HOUSES = listed("nha ho")
_OF_THE_BOT = ("dien thoai", "tai khoan", "mat khau", "tin nhan", "thong bao")
_BEFORE = LEADING_IN | {"cua", "cho", ""}


@dataclass(frozen=True, slots=True)
class Brought:
    """Words, and the households that stand before them as whose they are."""

    households: tuple[Named, ...]
    words: str


def raises(text: str, today: date) -> bool:
    """Whether words ask for something, or tell that something is wrong or has changed."""
    return len(first_of(text).split()) >= _SHORTEST and _is_told(text, today)


def surely_raises(text: str, today: date) -> bool:
    """Whether that is of roads, water, power and the like: of the bot nobody wants those."""
    if any(one in search_key(text) for one in _OF_THE_BOT):
        return False
    told = _matter(text, today).concerns
    return raises(text, today) and any(one.category in COMPLAINED_OF for one in told)


def tells(text: str, today: date) -> bool:
    """The same, or a whole sentence."""
    return len(first_of(text).split()) >= _LONG or raises(text, today)


def describes_nobody(text: str, today: date) -> bool:
    """Whether it is such a sentence, and none of whose house is meant."""
    if not tells(text, today):
        return False
    tokens = tokens_of(first_of(text))
    pair = tuple(token.key for token in tokens[:2])
    titled = is_title(tokens[0]) and pair not in COUNTED_PAIRS
    return not titled and tokens[0].key not in LEADS | PLACES


def calls_somebody(text: str) -> bool:
    """ "Hôm qua ghé bà Tám, khỏe": whether somebody is named at the beginning, whoever that is."""
    tokens = tokens_of(first_of(text))
    for one, name in pairwise(tokens):
        if is_title(one) and one.text.lower() != "duong":  # that is a road
            return _is_name(one, name, BEGINNING | LEADING_IN)
        if one.key in _HOUSES and _is_name(one, name, COMMON | TITLES):
            return True
        if one.key not in LEADING_IN:
            return False
    return False


def _is_name(title: Token, name: Token, other_words: frozenset[str]) -> bool:
    if name.text[0].isupper():
        return True
    counted = (title.key, name.key) in COUNTED_PAIRS
    return not counted and (name.key in _BORN or common(name.key) not in other_words)


def brought(text: str, book: Book, today: date) -> Brought | None:
    """ "Hộ 3 xin sửa cống": whose it is, and the words behind; None where it does not begin so."""
    text = clean(text)
    households, words, sure = _coded(text, book) or _led(text, book, today) or ((), "", False)
    if not words.strip(_MARKS) or words.lstrip().startswith((",", ";", "\n")):
        return None
    words = words.strip(_MARKS)
    if tokens_of(words)[0].key in LEADS:  # "2 nhà xin sửa cống" counts them
        return None
    enough = len(words.split()) >= _SHORTEST
    described = sure and enough and not _is_well(words, today)
    if not (described or (_is_told(words, today) and (sure or enough))):
        return None
    return Brought(households, words)


def first_of(text: str) -> str:
    """What stands before the first comma."""
    return _APART.split(text.strip(), maxsplit=1)[0]


def _is_told(text: str, today: date) -> bool:
    matter = _matter(text, today)
    return bool(matter.concerns or matter.changes or matter.helps)


def _is_well(text: str, today: date) -> bool:
    """Whether only how somebody was met is told: that is a visit, and raises nothing."""
    matter = _matter(text, today)
    return matter.fine or matter.reason is not None


def _matter(text: str, today: date) -> Matter:
    first = first_of(text)
    return matter_of(first, tokens_of(first), today)


def _coded(text: str, book: Book) -> tuple[tuple[Named, ...], str, bool] | None:
    """A household by its code, and what stands behind."""
    code, _, words = text.partition(" ")
    found = find(code, book.candidates) if _CODE.fullmatch(code) else None
    if found is None or not found.certain:
        return None
    return (Named(code, found.ids[:1], True),), words, True


def _led(text: str, book: Book, today: date) -> tuple[tuple[Named, ...], str, bool] | None:
    """Households named at the beginning, what stands behind, and whether numbers name them."""
    line = line_of(text, today, book.by_number)
    found = mentions_in(line, book)
    if not found or any(key not in _BEFORE for key in line.keys[: found[0].first]):
        return None
    behind = text[line.tokens[found[0].end - 1].end :]
    dated = found[0].end in line.taken  # "3 hôm qua" is of a visit
    return found[0].households, behind, found[0].by <= By.NUMBER and not dated
