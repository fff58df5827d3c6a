"""Which household a member means, by whatever words people use for it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from rapidfuzz.distance import OSA

from bot.domain.vietnamese.numbers import read_words
from bot.domain.vietnamese.text import clean, letters_key, search_key

_LONGEST = 100
_FEMALE = frozenset({"ba", "co", "chi", "di", "thim", "mo", "me", "thi", "o", "u"})
_MALE = frozenset({"ong", "chu", "bac", "anh", "cau", "duong", "van"})
_TITLES = _FEMALE - {"thi"} | _MALE - {"van"} | {"em", "cu", "thay", "vo", "chong"}
_LEADS = frozenset({"tham", "ghe", "den", "gap", "nha", "ho", "hgd", "gd", "hdan", "nguoi"})
_LEADING_PAIRS = frozenset({"gia dinh", "dong chi", "ho dan", "ho gia", "chu ho", "me con"})
_FILLERS = _TITLES | _LEADS | {"o", "tai", "ben", "gan", "so", "phia", "canh"}
_NUMBERED = re.compile(r"(?:(?:tham|ghe|nha|ho|gia dinh|gd|hgd|h) ?)*(?:so ?)?(\d{1,4})")
_NUMBER_SAID = re.compile(r"(?:(?:tham|ghe|nha|ho|gia dinh|gd) )*(?:ho )?so ([a-z ]+)")
KEYS_KEPT = 4096
"""Of how many names the keys are kept: they are asked for again with every word that is typed."""
name_key = lru_cache(maxsize=KEYS_KEPT)(search_key)
_spelling = lru_cache(maxsize=KEYS_KEPT)(letters_key)
_SHORTEST_SLIP = 4  # in shorter words one slip makes another name


@dataclass(frozen=True, slots=True)
class Candidate:
    """A household that the speaker may see.

    `number` is the one in the speaker's book, `key` the search key of all that is known of it
    (head, alias, address, landmark, group, code), `names` the head's name and then what else
    the household is called.
    """

    id: int
    number: int | None
    key: str
    names: tuple[str, ...]
    code: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """Households in the order of likelihood; `certain` when the first is the only one meant."""

    ids: tuple[int, ...]
    certain: bool


class _Fit(IntEnum):
    """How well words and household agree, the best first."""

    NUMBER = 0
    CODE = 1
    WHOLE_NAME = 2
    ALIAS = 3
    CALLED = 4  # a given name, or an alias under another title
    PHRASE = 5
    WORDS = 6
    BEGINNING = 7
    OTHER_TITLE = 8  # chú Bảy was typed, bà Bảy is there
    SLIP = 9
    NONE = 99


_AS_CLEAR = {
    _Fit.NUMBER: _Fit.NUMBER,
    _Fit.CODE: _Fit.CODE,
    _Fit.WHOLE_NAME: _Fit.WHOLE_NAME,
    _Fit.ALIAS: _Fit.ALIAS,
    _Fit.CALLED: _Fit.CALLED,
    _Fit.PHRASE: _Fit.BEGINNING,
    _Fit.WORDS: _Fit.BEGINNING,
}
"""A hit is certain when nobody else fits as well as this, or better."""


def find(words: str, candidates: Sequence[Candidate]) -> Found:
    """Rank those whom the words fit; equals keep the order in which they were given."""
    query = _Query.of(words)
    if query is None:
        return Found((), False)
    fits = [(_fit(query, each), each) for each in candidates]
    near = [
        (fit, _spelled_otherwise(query, each), each.id) for fit, each in fits if fit < _Fit.NONE
    ]
    near.sort(key=lambda hit: hit[:2])
    if not near:
        return Found((), False)
    best = near[0][0]
    if best <= _Fit.CODE:  # a number means that number, and not a name that holds it
        near = [fit for fit in near if fit[0] == best]
    return Found(tuple(fit[2] for fit in near), _is_certain(near))


def _is_certain(near: list[tuple[_Fit, bool, int]]) -> bool:
    """Diacritics tell Hà from Hạ; where they were typed otherwise, nothing is certain."""
    best, unlike, _ = near[0]
    if best not in _AS_CLEAR:
        return False
    rivals = [fit for fit in near if fit[0] <= _AS_CLEAR[best]]
    if best in (_Fit.WHOLE_NAME, _Fit.ALIAS, _Fit.CALLED):
        if unlike:
            return False
        rivals = [fit for fit in rivals if not fit[1]]
    return len(rivals) == 1


@dataclass(frozen=True, slots=True)
class _Query:
    """What was typed, whole and without the words that only lead up to a name."""

    whole: str
    titled: str
    name: str
    spelled: tuple[str, ...]  # the name with its diacritics
    title: str
    number: int | None

    @property
    def marked(self) -> bool:
        """Whether any diacritics were typed at all."""
        return not all(map(_is_bare, self.spelled))

    @staticmethod
    def of(words: str) -> "_Query | None":
        text = clean(words)
        whole = search_key(text)
        if not whole or len(whole) > _LONGEST or whole in _LEADS:
            return None
        titled = _without_leads(whole.split())
        name = _without_titles(titled)
        spelled = letters_key(text).split()[-len(name) :]
        return _Query(
            whole,
            " ".join(titled),
            " ".join(name),
            tuple(spelled),
            titled[0] if len(name) < len(titled) else "",
            _number(whole),
        )


def _number(whole: str) -> int | None:
    """7, số 7, hộ số 07, số bảy; not "tổ 4" or "ấp 5"."""
    found = _NUMBERED.fullmatch(whole)
    if found is not None and found[1].isascii():
        return int(found[1])
    said = _NUMBER_SAID.fullmatch(whole)
    return read_words(said[1]) if said is not None else None


def _without_leads(words: list[str]) -> list[str]:
    while len(words) > 1:
        if len(words) > 2 and " ".join(words[:2]) in _LEADING_PAIRS:
            words = words[2:]
        elif words[0] in _LEADS:
            words = words[1:]
        else:
            break
    return words


def _without_titles(words: list[str]) -> list[str]:
    """ "Ông bà Tư" is Tư; but "ông Ba" keeps its Ba, which is a name and no title there."""
    while len(words) > 1 and words[0] in _TITLES:
        words = words[1:]
    return words


def _fit(query: _Query, candidate: Candidate) -> _Fit:
    if query.number is not None:
        return _fit_of_number(query, candidate)
    if candidate.code and _close(query.titled) == _close(name_key(candidate.code)):
        return _Fit.CODE
    by_name = (_fit_of_name(query, name, index) for index, name in enumerate(candidate.names))
    return min([*by_name, _fit_of_words(query, candidate)])


def _fit_of_number(query: _Query, candidate: Candidate) -> _Fit:
    """Somebody without a book of their own may mean the end of a code."""
    if candidate.number == query.number:
        return _Fit.NUMBER
    code = name_key(candidate.code)
    if code and _close(code) == _close(query.titled):
        return _Fit.CODE
    ending = re.search(r"\d+$", code)
    same = ending is not None and int(ending[0]) == query.number
    return _Fit.OTHER_TITLE if same and candidate.number is None else _Fit.NONE


def _close(key: str) -> str:
    return key.replace(" ", "")


def _fit_of_name(query: _Query, name: str, index: int) -> _Fit:
    key = name_key(name)
    if not key:
        return _Fit.NONE
    exact = _Fit.ALIAS if index else _Fit.WHOLE_NAME
    if _close(key) in (_close(query.whole), _close(query.titled)):
        return exact
    parts = key.split()
    bare = _without_titles(parts)
    said = query.name.split()
    if bare[-len(said) :] == said:
        if _other_sex(query.title, parts):
            return _Fit.OTHER_TITLE
        return exact if len(bare) == len(said) and len(said) > 1 else _Fit.CALLED
    return _Fit.SLIP if _one_slip(said, bare) else _Fit.NONE


def _other_sex(title: str, name: list[str]) -> bool:
    told = frozenset(name[:-1])
    return (title in _FEMALE and not told & _FEMALE and bool(told & _MALE)) or (
        title in _MALE and not told & _MALE and bool(told & _FEMALE)
    )


def _one_slip(said: list[str], name: list[str]) -> bool:
    """One letter wrong, missing, too many or swapped, in the name or in its last words."""
    if OSA.distance(_close(" ".join(said)), _close(" ".join(name)), score_cutoff=1) <= 1:
        return len(_close(" ".join(said))) > _SHORTEST_SLIP or len(said) > 1
    tail = name[-len(said) :]
    if len(tail) != len(said):
        return False
    wrong = [(typed, meant) for typed, meant in zip(said, tail, strict=True) if typed != meant]
    if len(wrong) != 1:
        return False
    typed, meant = wrong[0]
    long_enough = len(typed) >= _SHORTEST_SLIP or (len(said) > 1 and len(typed) > 1)
    return long_enough and OSA.distance(typed, meant, score_cutoff=1) <= 1


def _fit_of_words(query: _Query, candidate: Candidate) -> _Fit:
    known = candidate.key.split()
    for phrase in dict.fromkeys((query.whole, query.titled)):
        if f" {phrase} " in f" {candidate.key} " and phrase not in _FILLERS:
            return _Fit.PHRASE
    asked = [word for word in query.name.split() if word not in _FILLERS or word in known]
    asked = asked if len(asked) > 1 or asked == query.name.split() else query.name.split()
    if all(word in known for word in asked):
        return _Fit.PHRASE if f" {' '.join(asked)} " in f" {candidate.key} " else _Fit.WORDS
    if all(_begins(word, known) for word in asked):
        return _Fit.BEGINNING
    return _Fit.NONE


def _begins(word: str, known: list[str]) -> bool:
    """Two letters are enough to begin a word with; a number must be whole."""
    if len(word) < 2 or word.isdigit():
        return word in known
    return any(each.startswith(word) for each in known)


def _spelled_otherwise(query: _Query, candidate: Candidate) -> bool:
    """Whether no name has the diacritics that were typed; a word without any may be any."""
    if not query.marked:
        return False
    return not any(
        _has_in_order(_spelling(name).split(), query.spelled) for name in candidate.names
    )


def _has_in_order(name: list[str], said: tuple[str, ...]) -> bool:
    starts = range(len(name) - len(said) + 1)
    return any(all(map(_may_be, said, name[start:])) for start in starts)


def _may_be(typed: str, meant: str) -> bool:
    return typed == meant or (_is_bare(typed) and typed[:-1] == search_key(meant[:-1]))


def _is_bare(spelled: str) -> bool:
    return spelled.isascii() and spelled.endswith("0")
