"""How well words that somebody typed and a household agree."""

import re
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from rapidfuzz.distance import OSA

from bot.domain.vietnamese.numbers import read_words
from bot.domain.vietnamese.text import clean, letters_key, search_key

_LONGEST = 100
_FEMALE = frozenset({"ba", "co", "chi", "di", "thim", "mo", "me", "thi", "o", "u"})
_MALE = frozenset({"ong", "chu", "bac", "anh", "cau", "duong", "van"})
TITLES = _FEMALE - {"thi"} | _MALE - {"van"} | {"em", "cu", "thay", "vo", "chong"}
_LEADS = frozenset({"tham", "ghe", "den", "gap", "nha", "ho", "hgd", "gd", "hdan", "nguoi"})
_LEADING_PAIRS = frozenset({"gia dinh", "dong chi", "ho dan", "ho gia", "chu ho", "me con"})
_FILLERS = TITLES | _LEADS | {"o", "tai", "ben", "gan", "so", "phia", "canh"}
_NUMBERED = re.compile(r"(?:(?:tham|ghe|nha|ho|gia dinh|gd|hgd|h(?!0)) ?)*(?:so ?)?(\d{1,4})")
_NUMBER_SAID = re.compile(r"(?:(?:tham|ghe|nha|ho|gia dinh|gd) )*(?:ho )?so ([a-z ]+)")
POSITIONS = frozenset(
    {"canh", "gan", "ben", "ke", "cap", "sau", "truoc", "dau", "cuoi", "doi", "dien", "o", "tai"}
) | {"phia", "trong", "ngoai"}
"""Where something lies from a landmark: one says "gần", another "cạnh"."""
_PLACE_NUMBERED = re.compile(
    r"(?:.* )?(?:to|doi|cum|nhom|ap|thon|xom|khom|khoi|kp|khu|hem|ngo|kiet|kenh|so)"
    r"(?: (?:so|pho|ndtq|tu quan|nhan dan tu quan))* \d[\d ]*"
)
KEYS_KEPT = 4096
"""Of how many names the keys are kept: they are asked for again with every word that is typed."""
name_key = lru_cache(maxsize=KEYS_KEPT)(search_key)
_spelling = lru_cache(maxsize=KEYS_KEPT)(letters_key)
_SHORTEST_SLIP = 4  # in shorter words one slip makes another name
_SHORTEST_BEGINNING = 2
_MOST_SLIPS, _LONG_ENOUGH_FOR_TWO, _LONGEST_NAME = 2, 8, 5


@dataclass(frozen=True, slots=True)
class Candidate:
    """A household that the speaker may see.

    `number` is the one in the speaker's book, `key` the search key of all that is known of it
    (head, alias, address, landmark, group, code), `names` the head's name and then what else
    the household is called; `due` whether a visit is still due.
    """

    id: int
    number: int | None
    key: str
    names: tuple[str, ...]
    code: str = ""
    due: bool = False


class Fit(IntEnum):
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


@dataclass(frozen=True, slots=True)
class Query:
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

    @property
    def numbered_place(self) -> bool:
        """Whether it is a place by its number: tổ 3 is not số 3, tổ 5."""
        return _PLACE_NUMBERED.fullmatch(self.whole) is not None

    @staticmethod
    def of(words: str) -> "Query | None":
        text = clean(words)
        whole = search_key(text)
        if not whole or len(whole) > _LONGEST or whole in _LEADS:
            return None
        titled = _without_leads(whole.split())
        name = without_titles(titled)
        spelled = letters_key(text).split()[-len(name) :]
        return Query(
            whole,
            " ".join(titled),
            " ".join(name),
            tuple(spelled),
            titled[0] if len(name) < len(titled) else "",
            _number(whole),
        )


def _number(whole: str) -> int | None:
    """7, số 7, hộ số 07, h7, số bảy; not "tổ 4" or "ấp 5", and not the code H007."""
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


def without_titles(words: list[str]) -> list[str]:
    """ "Ông bà Tư" is Tư; but "ông Ba" keeps its Ba, which is a name and no title there."""
    while len(words) > 1 and words[0] in TITLES:
        words = words[1:]
    return words


def fit_of(query: Query, candidate: Candidate) -> Fit:
    if query.number is not None:
        return _fit_of_number(query, candidate)
    if candidate.code and run_together(query.titled) == run_together(name_key(candidate.code)):
        return Fit.CODE
    by_name = (_fit_of_name(query, name, index) for index, name in enumerate(candidate.names))
    return min([*by_name, _fit_of_words(query, candidate)])


def _fit_of_number(query: Query, candidate: Candidate) -> Fit:
    """Somebody without a book of their own may mean the end of a code.

    Where "h12" is a code, and 12 another's number, neither is surely meant.
    """
    if candidate.number == query.number:
        return Fit.NUMBER
    code = name_key(candidate.code)
    if code and run_together(code) == run_together(query.titled):
        return Fit.CODE if code.isdigit() else Fit.NUMBER
    ending = re.search(r"\d+$", code)
    same = ending is not None and int(ending[0]) == query.number
    return Fit.OTHER_TITLE if same and candidate.number is None else Fit.NONE


def run_together(key: str) -> str:
    return key.replace(" ", "")


def _fit_of_name(query: Query, name: str, index: int) -> Fit:
    key = name_key(name)
    if not key:
        return Fit.NONE
    exact = Fit.ALIAS if index else Fit.WHOLE_NAME
    if run_together(key) in (run_together(query.whole), run_together(query.titled)):
        return exact
    parts = key.split()
    bare = without_titles(parts)
    said = query.name.split()
    if bare[-len(said) :] == said:
        if _other_sex(query.title, parts):
            return Fit.OTHER_TITLE
        return exact if len(bare) == len(said) and len(said) > 1 else Fit.CALLED
    return Fit.SLIP if _one_slip(said, bare) else Fit.NONE


def _other_sex(title: str, name: list[str]) -> bool:
    told = frozenset(name[:-1])
    return (title in _FEMALE and not told & _FEMALE and bool(told & _MALE)) or (
        title in _MALE and not told & _MALE and bool(told & _FEMALE)
    )


def _one_slip(said: list[str], name: list[str]) -> bool:
    """One letter wrong, missing, too many or swapped, in the name or in its last words."""
    if (
        OSA.distance(run_together(" ".join(said)), run_together(" ".join(name)), score_cutoff=1)
        <= 1
    ):
        return len(run_together(" ".join(said))) > _SHORTEST_SLIP or len(said) > 1
    tail = name[-len(said) :]
    if len(tail) != len(said):
        return False
    wrong = [(typed, meant) for typed, meant in zip(said, tail, strict=True) if typed != meant]
    if len(wrong) != 1:
        return False
    typed, meant = wrong[0]
    long_enough = len(typed) >= _SHORTEST_SLIP or (len(said) > 1 and len(typed) > 1)
    return long_enough and OSA.distance(typed, meant, score_cutoff=1) <= 1


def in_one_word(typed: str, meant: str) -> bool:
    """One slip in a word that is long enough not to be another: Tài and Tâm are two people."""
    return min(len(typed), len(meant)) >= _SHORTEST_SLIP - 1 and (
        max(len(typed), len(meant)) >= _SHORTEST_SLIP
        and OSA.distance(typed, meant, score_cutoff=1) <= 1
    )


def _fit_of_words(query: Query, candidate: Candidate) -> Fit:
    known = candidate.key.split()
    for phrase in dict.fromkeys((query.whole, query.titled)):
        if f" {phrase} " in f" {candidate.key} " and phrase not in _FILLERS:
            return Fit.PHRASE
    asked = [word for word in query.name.split() if word not in _FILLERS or word in known]
    asked = asked if len(asked) > 1 or asked == query.name.split() else query.name.split()
    if all(word in known for word in asked):
        return Fit.PHRASE if f" {' '.join(asked)} " in f" {candidate.key} " else Fit.WORDS
    if all(_begins(word, known) for word in asked):
        return Fit.BEGINNING
    return Fit.NONE


def fit_loosely(query: Query, candidate: Candidate) -> Fit:
    """Words of a place, wherever it is said to lie from a landmark, or with one slip.

    Good enough to be asked about, never to be sure of.
    """
    asked = [word for word in query.titled.split() if word not in POSITIONS] or [""]
    known = candidate.key.split()
    misses = [word for word in asked if word not in known]
    if not misses:
        return Fit.BEGINNING if max(map(len, asked)) >= _SHORTEST_BEGINNING else Fit.NONE
    if len(misses) > 1 or len(query.whole.split()) < 2 or len(misses[0]) < _SHORTEST_SLIP:
        return Fit.NONE
    long_enough = (word for word in known if len(word) >= _SHORTEST_SLIP)
    near = (OSA.distance(misses[0], word, score_cutoff=1) <= 1 for word in long_enough)
    return Fit.SLIP if misses[0].isalpha() and any(near) else Fit.NONE


def how_far(query: Query, candidate: Candidate) -> int | None:
    """How far a name is from what was typed; None where nobody would take it for that.

    The same given name under another surname is nearest, then whatever is two slips away.
    """
    if any(letter.isdigit() for letter in query.name):
        return None
    said = query.name.split()
    far = (_name_is_far(said, without_titles(name_key(name).split())) for name in candidate.names)
    return min((one for one in far if one is not None), default=None)


def _name_is_far(said: list[str], name: list[str]) -> int | None:
    typed, meant = run_together(" ".join(said)), run_together(" ".join(name[-len(said) :]))
    slips = OSA.distance(typed, meant)
    if slips <= _MOST_SLIPS and len(typed) >= _LONG_ENOUGH_FOR_TWO:
        return slips
    same_given = 1 < len(said) <= _LONGEST_NAME and name[-1:] == said[-1:]
    return _MOST_SLIPS + slips if same_given else None


def _begins(word: str, known: list[str]) -> bool:
    """Two letters are enough to begin a word with; a number must be whole."""
    if len(word) < _SHORTEST_BEGINNING or word.isdigit():
        return word in known
    return any(each.startswith(word) for each in known)


def spelled_otherwise(query: Query, candidate: Candidate) -> bool:
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


def same_spelling(one: str, other: str) -> bool:
    """Whether two ways to write a name may be one: with other diacritics they are not."""
    first, second = _spelling(one).split(), _spelling(other).split()
    in_one_word = len(first) != len(second)
    return in_one_word or first == second or all(map(_is_bare, first)) or all(map(_is_bare, second))


def _is_bare(spelled: str) -> bool:
    return spelled.isascii() and spelled.endswith("0")
