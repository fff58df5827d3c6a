"""The signs in what is told of a household: its clauses, and the phrases that mean something."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from functools import lru_cache

from bot.domain.vietnamese import change_words, concern_words, visit_words
from bot.domain.vietnamese.finding import KEYS_KEPT
from bot.domain.vietnamese.sentence_tokens import Token
from bot.domain.vietnamese.spelled_words import SIGNS
from bot.domain.vietnamese.text import letters_key


class Sort(IntEnum):
    """What a phrase is a sign of."""

    HOW = 0
    REASON = 1
    TOPIC = 2
    CONCERN = 3
    NOT_CONCERN = 4
    PROBLEM = 5
    PROMISE = 6
    GIVES = 7
    CHANGE = 8


Meanings = Mapping[Sort, object]


@dataclass(slots=True)
class Clause:
    """Words between commas, with the signs found in them: (first token, end, meanings)."""

    tokens: list[Token]
    keys: list[str] = field(init=False)  # without diacritics, spelt in full
    signs: list[tuple[int, int, Meanings]] = field(init=False)

    def __post_init__(self) -> None:
        self.keys = [token.word for token in self.tokens]
        self.signs = _signs_in(self.keys, self.tokens)

    def first(self, sort: Sort) -> tuple[int, int, object] | None:
        """The first sign of a sort, with its place."""
        return next(((a, b, m[sort]) for a, b, m in self.signs if sort in m), None)


def clauses_of(tokens: Sequence[Token]) -> list[Clause]:
    """Cut at marks, and where a wish or a promise begins behind something else."""
    found: list[Clause] = []
    current: list[Token] = []
    for token in tokens:
        if token.key:
            current.append(token)
        elif token.text in ",:()" and current:
            found += _cut(Clause(current))
            current = []
    return [*found, *_cut(Clause(current))] if current else found


def _cut(clause: Clause) -> list[Clause]:
    """ "van dong BHYT, hua xin giong", also where nobody typed the comma."""
    for first, _, meanings in clause.signs[1:]:
        if not _opens(meanings):
            continue
        if any(_opens(m) for a, _, m in clause.signs if a < first):
            continue
        return [Clause(clause.tokens[:first]), *_cut(Clause(clause.tokens[first:]))]
    return [clause]


def _opens(meanings: Meanings) -> bool:
    return Sort.CONCERN in meanings or Sort.PROMISE in meanings


def _known() -> dict[str, dict[Sort, object]]:
    tables: dict[Sort, Mapping[str, Iterable[str]]] = {
        Sort.HOW: visit_words.HOW,
        Sort.REASON: visit_words.REASONS,
        Sort.TOPIC: visit_words.TOPICS,
        Sort.CONCERN: concern_words.CONCERN_WORDS,
        Sort.NOT_CONCERN: {"": concern_words.NOT_CONCERNS},
        Sort.PROBLEM: concern_words.PROBLEMS,
        Sort.PROMISE: {"": visit_words.PROMISES},
        Sort.GIVES: {"": visit_words.GIVES},
        Sort.CHANGE: change_words.CHANGES,
    }
    found: dict[str, dict[Sort, object]] = {}
    for sort, meanings in tables.items():
        for meaning, phrases in meanings.items():
            for phrase in phrases:
                found.setdefault(phrase, {}).setdefault(sort, meaning)
    return found


_KNOWN = _known()
_LONGEST_FROM: dict[str, int] = {}
for _phrase in _KNOWN:
    _first, _words = _phrase.partition(" ")[0], _phrase.count(" ") + 1
    _LONGEST_FROM[_first] = max(_words, _LONGEST_FROM.get(_first, 0))
"""How many words the longest phrase has that begins with this one."""


def spelled_so(
    tokens: Sequence[Token], ways: Mapping[str, frozenset[tuple[str, ...]]], key: str
) -> bool:
    """Whether these words may be the phrase: whoever typed other diacritics means another."""
    allowed = ways.get(key)
    if allowed is None or not any(token.marked for token in tokens):
        return True
    return any(all(map(_may_be, tokens, way)) for way in allowed)


def _may_be(token: Token, word: str) -> bool:
    return not token.marked or token.word != token.key or _spelling(token.text) == word


_spelling = lru_cache(maxsize=KEYS_KEPT)(letters_key)


def _signs_in(keys: Sequence[str], tokens: Sequence[Token]) -> list[tuple[int, int, Meanings]]:
    """The longest phrases from left to right, none over another."""
    found: list[tuple[int, int, Meanings]] = []
    at = 0
    while at < len(keys):
        longest = _LONGEST_FROM.get(keys[at], 0)
        for end in range(min(len(keys), at + longest), at, -1):
            phrase = " ".join(keys[at:end])
            meanings = _KNOWN.get(phrase)
            if meanings is not None and spelled_so(tokens[at:end], SIGNS, phrase):
                found.append((at, end, _also_asking(keys, at, end, meanings)))
                at = end
                break
        else:
            at += 1
    return found


def _also_asking(keys: Sequence[str], at: int, end: int, meanings: Meanings) -> Meanings:
    """ "Xin việc" is about work, and asks for it."""
    if Sort.NOT_CONCERN in meanings or _opens(meanings):
        return meanings
    for shorter in range(end - 1, at, -1):
        prefix = _KNOWN.get(" ".join(keys[at:shorter]), {})
        if Sort.CONCERN in prefix:
            return {**meanings, Sort.CONCERN: prefix[Sort.CONCERN]}
    return meanings
