"""What a list about households must not say of people either, cell by cell.

The same words are kept out as in a chat (`guarding`), but a list is full of names: of people, who
are called Tư Tưởng, and of places, which lie behind a prison or in a parish. A province's list
has hundreds of thousands of cells, so only those in which a phrase may begin are weighed.
"""

import re
from functools import lru_cache
from itertools import pairwise

from bot.domain.vietnamese.guarded_words import GUARDS, PLACED_BY
from bot.domain.vietnamese.guarding import names_guarded
from bot.domain.vietnamese.spotting import (
    Phrase,
    by_first_word,
    composed,
    first_at,
    listed,
    placed_in,
    words_of,
)
from bot.domain.vietnamese.text import search_key

_WORD = re.compile(r"[^\W_]+")
_CLAUSE = re.compile(r"[,;:()\n]")
_BEHIND_A_NAME = re.compile(r"[(\[,;:/–]|\s-\s?")
_SPACED_NUMBER = re.compile(r"\d{3}([ .\-])\d{3}\1\d{3}\1\d{3}")

_OF_NUMBERS = """
cccd; cmnd; cmt; stk; tk; bhyt; bhxh; lương; nợ; thu nhập; căn cước; chứng minh; hộ chiếu;
định danh; tài khoản; sổ đỏ; thẻ bảo; thẻ bhyt; mã bhyt; số bhxh; mã số
"""
"""Words behind which the number of a paper or a sum may stand."""

_NAMES = by_first_word("tư tưởng; bà ni")
"""How people are called, which is otherwise a phrase that is kept out."""

_PARISHES = by_first_word("""
giáo xứ; giáo họ; họ đạo; hội thánh; thánh thất; tòa thánh; nhà thờ; chùa; tịnh xá; thánh đường;
tu viện; thiền viện; xóm đạo; ấp công giáo; xóm công giáo; khu công giáo; làng công giáo
""")
"""Places that are called so, whoever lives there."""

_INSTITUTIONS = by_first_word("""
bệnh viện; trại giam; trại tạm giam; trại cải tạo; trại cai nghiện; trung tâm; cơ sở; khoa
""")
"""Places near which somebody may live; to live in one says something of whoever does."""


def cell_guarded(text: str) -> bool:
    """Whether a cell about people says what is not to be written down."""
    return _may_be(text) and names_guarded(text)


def alias_guarded(alias: str) -> bool:
    """The same of what a household is called."""
    if not _may_be(alias):
        return False
    said = words_of(composed(alias))
    return first_at(said, 0, _NAMES) != said and names_guarded(alias)


def head_guarded(name: str) -> bool:
    """The same of what stands behind a name: a name itself says nothing."""
    behind = _BEHIND_A_NAME.search(name)
    return behind is not None and cell_guarded(name[behind.end() :])


def address_guarded(address: str) -> bool:
    """The same of an address: where something is, is nobody's belief and nobody's illness."""
    if not _may_be(address):
        return False
    return any(names_guarded(_before_place(one)) for one in _CLAUSE.split(composed(address)))


def _before_place(clause: str) -> str:
    """What is said before a place is named; from there on it is the place's name."""
    placed = placed_in(clause)
    said = tuple(one.word for one in placed)
    for at, one in enumerate(placed):
        named = first_at(said, at, _PARISHES) or first_at(said, at, _NAMES)
        if named or _near_institution(said, at):
            return clause[: one.start]
    return clause


def _near_institution(said: Phrase, at: int) -> bool:
    if first_at(said, at, _INSTITUTIONS) is None:
        return False
    for before in range(max(0, at - 2), at):
        phrase = first_at(said, before, PLACED_BY)
        if phrase is not None and before + len(phrase) == at and phrase != _IN:
            return True
    return False


def _may_be(text: str) -> bool:
    """Whether it is worth weighing: a phrase may begin somewhere in it."""
    keys = [word if word.isdigit() else _key(word) for word in _WORD.findall(text)]
    if not _ALONE.isdisjoint(keys) or not _BEGINNINGS.isdisjoint(pairwise(keys)):
        return True
    return _SPACED_NUMBER.search(text) is not None


@lru_cache(maxsize=20_000)
def _key(word: str) -> str:
    return search_key(word)


def _begun() -> set[tuple[str, ...]]:
    told = [one for guard in GUARDS for one in listed(guard.words)]
    told += [one.replace("bệnh", "bịnh") for one in told] + listed(_OF_NUMBERS)
    return {tuple(search_key(one).split()[:2]) for one in told}


_IN = words_of("ở")
_BEGINNINGS = frozenset(one for one in _begun() if len(one) > 1)
_ALONE = frozenset(one[0] for one in _begun() if len(one) == 1)
