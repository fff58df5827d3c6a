"""The households that a speaker may name, made ready to be found word by word in a sentence."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.domain.vietnamese.finding import KEYS_KEPT, Candidate, find, name_key
from bot.domain.vietnamese.phrase_lists import listed
from bot.domain.vietnamese.sentence_tokens import Token
from bot.domain.vietnamese.sentence_words import COMMON
from bot.domain.vietnamese.text import letters_key

LONGEST_NAME = 5  # words, without title and place
_LONGEST_PLACE = 6
_WHOLE_NAME = 3  # words
_SHORTEST_SLIP, _SHORTEST_OF_SEVERAL = 4, 3  # in a shorter word one slip makes another
_MOST_MEANT = 3

TITLES = listed(
    "ong ba chu co di bac anh chi thim mo me cau duong o u em cu thay a c b mu bo ma bau giao "
    "on cai thang"
)
SPELLED_TITLES = listed(
    "ông bà chú cô dì bác anh chị thím mợ mẹ cậu dượng em cụ thầy mệ ôông mế mụ bố bọ má bầm "
    "giáo u o ôn ô cái thằng"
)
_FEMALE = listed("ba co chi di thim mo me mu u o thi")
_MALE = listed("ong chu anh cau duong van")
PLACES = listed(
    "canh gan ben ke sat dau cuoi sau truoc doi dien o tai trong ngoai phia tren duoi ngay giap"
)
"""Where something lies, said before what it lies at."""
SPELLED_PLACES = listed(
    "cạnh gần bên bến kế sát đầu cuối sau trước đối diện ở tại trong ngoài phía trên dưới ngay giáp"
)
_SHORT_TITLES = {"a": "anh", "c": "chị", "b": "bà", "ô": "ông", "ôn": "ông", "on": "ông"}
_NOT_KNOWN_TO_FIND = listed("mu bo ma bau giao cai thang")
_NOTHING = listed("do day nay kia ay no")
_VAGUE = _NOTHING | listed("to ap thon xom hem so duong kenh khu pho nha") | PLACES
"""Of themselves these tell no place from another."""

_NUMBERED = listed("hem ngo ngach kiet kenh lo duong cau cong")
"""With its number each of these is one place: "đầu hẻm 12"; "tổ 4" is many."""

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """A household as it was named: those who may be meant, the likeliest first.

    `ids` is empty where the words are surely a household's, but nobody's in the book.
    """

    said: str
    ids: tuple[int, ...]
    certain: bool


def is_title(token: Token) -> bool:
    """ "Di" may be dì, but "đi" is none."""
    if token.key in ("cai", "thang", "on"):
        return token.text.lower() in SPELLED_TITLES
    return token.key in TITLES and (token.text.isascii() or token.text.lower() in SPELLED_TITLES)


def _ways_to_call(name: str, alias: bool) -> frozenset[Words]:
    """The runs of a name's words that call somebody: Hạnh, Tư, Tư Hạnh; never the surname alone."""
    spoken = [word for part in name.split() for word in part.replace("’", "'").split("'") if word]
    while len(spoken) > 1 and alias and spoken[0].lower() in SPELLED_TITLES:
        spoken = spoken[1:]
    keys = [name_key(word) for word in spoken]
    if alias or "'" in name or "’" in name:
        called = {at for at, word in enumerate(spoken) if word[0].isupper()} or {0}
    else:
        called = {len(keys) - 1}
    runs = {
        tuple(keys[first:end])
        for first in range(len(keys))
        for end in range(first + 1, min(len(keys), first + LONGEST_NAME) + 1)
        if any(first <= at < end for at in called)
    }
    if len(keys) == 2 and not alias:
        runs.add(("".join(keys),))  # A Nghĩa typed "anghia"
    if "'" in name or "’" in name:
        runs.update((one + more,) for one, more in pairwise(keys) if len(one) == 1)
    if not alias and len(keys) > 2:
        runs.add((keys[0], keys[-1]))  # Nguyễn Ba
    return frozenset(runs)


@lru_cache(maxsize=KEYS_KEPT)
def _words_of(key: str) -> frozenset[str]:
    return frozenset(key.split())


def _spelled(name: str) -> frozenset[str]:
    return frozenset(letters_key(name.replace("'", " ").replace("’", " ")).split())


@lru_cache(maxsize=KEYS_KEPT)
def _place_of(key: str, names: tuple[str, ...]) -> str:
    """What is known of where somebody lives: all but the names."""
    place = f" {key} "
    for name in names:
        place = place.replace(f" {name_key(name)} ", " ", 1)
    return place.strip()


@lru_cache(maxsize=KEYS_KEPT)
def _calls(names: tuple[str, ...]) -> frozenset[Words]:
    ways = (_ways_to_call(name, at > 0) for at, name in enumerate(names))
    return frozenset[Words]().union(*ways)


@lru_cache(maxsize=KEYS_KEPT)
def _known(names: tuple[str, ...]) -> tuple[frozenset[str], frozenset[str]]:
    """The words of names, without and with diacritics."""
    words = frozenset(word for run in _calls(names) for word in run)
    return words, frozenset[str]().union(*map(_spelled, names))


class Book:
    """What a speaker may name; built once for a sentence, from keys that are kept."""

    def __init__(self, candidates: Sequence[Candidate]) -> None:
        self.candidates = tuple(candidates)
        self.by_number = {one.number: one.id for one in candidates if one.number is not None}
        self._called: dict[Words, list[Candidate]] = defaultdict(list)
        for one in candidates:
            for run in _calls(one.names):
                self._called[run].append(one)
        self._begins = {run[0] for run in self._called}
        self._near: dict[str, tuple[str, ...]] = {}

    @cached_property
    def _name_words(self) -> frozenset[str]:
        return frozenset[str]().union(*(_known(one.names)[0] for one in self.candidates))

    @cached_property
    def _spelled(self) -> frozenset[str]:
        return frozenset[str]().union(*(_known(one.names)[1] for one in self.candidates))

    def has(self, word: str) -> bool:
        """Whether somebody is called by this word alone."""
        return (word,) in self._called

    def spells(self, word: str) -> bool:
        """Whether a word with these diacritics stands in a name."""
        return letters_key(word) in self._spelled

    def called(self, words: Sequence[str]) -> tuple[int, list[Candidate]]:
        """How many of the first words call somebody, at most, and whom."""
        if words and words[0] in self._begins:
            for end in range(min(len(words), LONGEST_NAME), 0, -1):
                found = self._called.get(tuple(words[:end]))
                if found is not None:
                    return end, found
        return 0, []

    def called_with_a_slip(self, words: Sequence[str]) -> tuple[int, list[Candidate]]:
        """As `called`, where one of the words is one slip away from what was meant."""
        for end in range(min(len(words), LONGEST_NAME), 0, -1):
            run = tuple(words[:end])
            others = [at for at, word in enumerate(run) if word not in self._name_words]
            if len(others) > 1:
                continue
            for at in others or range(end):
                for near in self._slips(run[at], end):
                    found = self._called.get((*run[:at], near, *run[at + 1 :]))
                    if found is not None:
                        return end, found
        return 0, []

    def _slips(self, word: str, among: int) -> tuple[str, ...]:
        """The words of names that are one slip away; a common word only within a whole name."""
        shortest = _SHORTEST_SLIP if among == 1 else _SHORTEST_OF_SEVERAL
        if len(word) < shortest or (among < _WHOLE_NAME and word in COMMON):
            return ()
        if word not in self._near:
            long = [one for one in self._name_words if len(one) >= _SHORTEST_OF_SEVERAL]
            hits = process.extract(
                word, long, scorer=OSA.distance, score_cutoff=1, limit=_MOST_MEANT
            )
            self._near[word] = tuple(hit[0] for hit in hits if hit[0] != word)
        return self._near[word]

    def living(
        self, words: Sequence[str], among: Iterable[Candidate], *, alone: bool = False
    ) -> tuple[int, list[Candidate]]:
        """How many of the first words say where somebody of these lives, and who that is.

        `alone`: nothing else tells who is meant, so "tổ 4" or "cuối ấp" is not enough.
        """
        longest, found = 0, list[Candidate]()
        for one in among:
            length = _place_at(words, _place_of(one.key, one.names), alone)
            if length > longest:
                longest, found = length, [one]
            elif length and length == longest:
                found.append(one)
        return longest, found

    def named(
        self, said: str, title: str, name: str, among: Sequence[Candidate], *, slip: bool = False
    ) -> Named | None:
        """Who of these the words mean, as far as title and name decide it."""
        if slip:
            ids = tuple(one.id for one in among[:_MOST_MEANT])
            return Named(said, ids, False)
        title = _SHORT_TITLES.get(title.lower().rstrip("."), title)
        if name_key(title) in _NOT_KNOWN_TO_FIND:
            title = ""
        found = find(f"{title} {name}", among)
        if not found.ids:
            run_together = all(name_key(name) not in _words_of(one.key) for one in among)
            ids = tuple(one.id for one in among[:_MOST_MEANT])
            return Named(said, ids, len(ids) == 1) if run_together and " " not in name else None
        first = next(one for one in among if one.id == found.ids[0])
        certain = found.certain and not _other_sex(name_key(title), first)
        return Named(said, found.ids[: 1 if certain else _MOST_MEANT], certain)


def _other_sex(title: str, one: Candidate) -> bool:
    """ "Bà Sáu" is not surely the house of anh Sáu."""
    told = {word for name in one.names for word in name_key(name).split()[:-1]}
    if title in _FEMALE:
        return not told & _FEMALE and bool(told & _MALE)
    return title in _MALE and not told & _MALE and bool(told & _FEMALE)


def _place_at(words: Sequence[str], key: str, alone: bool) -> int:
    """ "gần chợ", "bến đò", "tổ 4": as far as the words are of what is known of the place."""
    known, most = _words_of(key), 0
    while most < min(len(words), _LONGEST_PLACE):
        if words[most] not in known and words[most] not in PLACES:
            break
        most += 1
    padded = f" {key} "
    for length in range(most, 0, -1):
        told = [word for word in words[:length] if word not in PLACES]
        whole = f" {' '.join(words[:length])} " in padded and length > 1
        within = length > 2 and f" {' '.join(words[1:length])} " in padded  # "gần bến đò"
        led = words[0] in PLACES
        numbered = words[length - 1].isdigit() and words[length - 2] in _NUMBERED
        clear = (
            led and (numbered or within or any(map(_tells, told)))
            if alone
            else led or len(told) > 1
        )
        telling = words[length - 1] not in _VAGUE - _NOTHING and words[length - 1].isalpha()
        if words[length - 1] in PLACES or not (clear or (whole and telling)):
            continue
        if whole or within or f" {' '.join(told)} " in padded:
            return length
    return 0


def _tells(word: str) -> bool:
    return word.isalpha() and word not in _VAGUE
