"""Which household a member means, by whatever words people use for it, at every door alike."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.domain.vietnamese.fits import (
    KEYS_KEPT,
    Candidate,
    Fit,
    Query,
    fit_loosely,
    fit_of,
    how_far,
    name_key,
    spelled_otherwise,
)
from bot.domain.vietnamese.numbers import read_words
from bot.domain.vietnamese.slips import repaired
from bot.domain.vietnamese.text import plain, search_key, sort_key

__all__ = ["KEYS_KEPT", "MOST_NEAR", "Candidate", "Found", "find", "name_key", "search"]

MOST_NEAR = 5
"""So many of the nearest are offered where nobody fits."""
_LONGEST_PLACE = 6  # words before a number that is said: "tổ nhân dân tự quản số ba"
_PLACE = frozenset(
    {"to", "doi", "cum", "nhom", "ap", "thon", "xom", "khom", "khoi", "kp", "khu", "hem", "ngo"}
) | {"kiet", "kenh", "so"}
_LEFT_BEHIND = re.compile(r"aa|ee|oo|dd|[aou]w|[a-z][1-9]|[aeiouy][a-z]*[sfrxj]")
_given_name_first = lru_cache(maxsize=KEYS_KEPT)(sort_key)


@dataclass(frozen=True, slots=True)
class Found:
    """Households in the order of likelihood; `certain` when the first is the only one meant.

    Where nobody fits, `near` are those whose names come nearest to what was typed.
    """

    ids: tuple[int, ...]
    certain: bool
    near: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _Hit:
    fit: Fit
    unlike: bool  # spelled with other diacritics
    candidate: Candidate

    @property
    def rank(self) -> tuple[Fit, bool]:
        return self.fit, self.unlike

    @property
    def place(self) -> tuple[Fit, bool, bool, str]:
        """In a list: among equals those that are due first, then by given name."""
        return (*self.rank, *_listed(self.candidate))


_Fitting = Callable[[Query, Candidate], Fit]
_AS_CLEAR = {
    Fit.NUMBER: Fit.NUMBER,
    Fit.CODE: Fit.CODE,
    Fit.WHOLE_NAME: Fit.WHOLE_NAME,
    Fit.ALIAS: Fit.ALIAS,
    Fit.CALLED: Fit.CALLED,
    Fit.PHRASE: Fit.BEGINNING,
    Fit.WORDS: Fit.BEGINNING,
}
"""A hit is certain when nobody else fits as well as this, or better."""


def search(words: str, candidates: Sequence[Candidate]) -> Found:
    """Whom the words mean, wherever one is asked for a household.

    Words that fit badly or not at all are looked at again: without the leftovers of TELEX and
    VNI, with "tổ ba" as tổ 3, and loosely as a place. Among equals those that are due stand
    first, then the order is that of given names.
    """
    query = Query.of(words)
    if query is None:
        return Found((), False)
    hits = _as_typed(query, candidates)
    if query.number is None and not _is_certain(hits):
        hits = _read_otherwise(words, candidates, hits)
        hits = hits or _loosely(query, candidates)
    if not hits:
        return Found((), False, _nearest(query, candidates))
    hits.sort(key=lambda hit: hit.place)
    return Found(tuple(hit.candidate.id for hit in hits), _is_certain(hits))


def find(words: str, candidates: Sequence[Candidate]) -> Found:
    """Whom the words fit exactly as they stand; equals keep the order in which they were given."""
    query = Query.of(words)
    hits = _hits(query, candidates, fit_of) if query is not None else []
    return Found(tuple(hit.candidate.id for hit in hits), _is_certain(hits))


def _as_typed(query: Query, candidates: Sequence[Candidate]) -> list[_Hit]:
    hits = _hits(query, candidates, fit_of)
    if query.numbered_place and hits and hits[0].fit is Fit.PHRASE:
        return [hit for hit in hits if hit.fit is Fit.PHRASE]
    return hits


def _loosely(query: Query, candidates: Sequence[Candidate]) -> list[_Hit]:
    hits = _hits(query, candidates, fit_loosely)
    return [hit for hit in hits if hit.fit is hits[0].fit]


def _hits(query: Query, candidates: Sequence[Candidate], fitting: _Fitting) -> list[_Hit]:
    """Those whom the words fit, the likeliest first."""
    fits = ((fitting(query, each), each) for each in candidates)
    hits = [_Hit(fit, spelled_otherwise(query, each), each) for fit, each in fits if fit < Fit.NONE]
    hits.sort(key=lambda hit: hit.rank)
    if not hits:
        return []
    best = hits[0].fit
    if best <= Fit.CODE:  # a number means that number, and not a name that holds it
        return [hit for hit in hits if hit.fit == best]
    return hits


def _is_certain(hits: Sequence[_Hit]) -> bool:
    """Diacritics tell Hà from Hạ; where they were typed otherwise, nothing is certain."""
    if not hits or hits[0].fit not in _AS_CLEAR:
        return False
    best, unlike = hits[0].rank
    rivals = [hit for hit in hits if hit.fit <= _AS_CLEAR[best]]
    if best in (Fit.WHOLE_NAME, Fit.ALIAS, Fit.CALLED):
        if unlike:
            return False
        rivals = [hit for hit in rivals if not hit.unlike]
    return len(rivals) == 1


def _read_otherwise(words: str, candidates: Sequence[Candidate], hits: list[_Hit]) -> list[_Hit]:
    """Another reading counts where it fits better than the words as they were typed.

    One mended word is a name or nothing: "ap5125" is no "ấp".
    """
    for other in (_without_leftovers(words), _in_digits(words)):
        query = Query.of(other) if other is not None else None
        if query is None or query.number is not None:
            continue
        again = _as_typed(query, candidates)
        if not again or (hits and again[0].fit >= hits[0].fit):
            continue
        if again[0].fit <= Fit.CALLED or " " in query.titled:
            hits = again
    return hits


def _without_leftovers(words: str) -> str | None:
    """Mended where a keyboard left something behind; a letter too many is only a slip."""
    return repaired(words) if _LEFT_BEHIND.search(plain(words)) else None


def _in_digits(words: str) -> str | None:
    """ "Tổ ba" as "to 3", "tổ nhân dân tự quản số mười hai" with 12; None for any other words."""
    parts = search_key(words).split()
    if not 1 < len(parts) <= _LONGEST_PLACE + 3 or not _PLACE & set(parts[:-1]):
        return None
    for start in range(max(1, len(parts) - 3), len(parts)):
        number = read_words(" ".join(parts[start:]))
        if number is not None and parts[start - 1] in _PLACE | {"quan", "pho"}:
            return " ".join((*parts[:start], str(number)))
    return None


def _nearest(query: Query, candidates: Sequence[Candidate]) -> tuple[int, ...]:
    if query.number is not None:
        return ()
    far = ((how_far(query, each), each) for each in candidates)
    near = [(one, *_listed(each), each.id) for one, each in far if one is not None]
    return tuple(one[-1] for one in sorted(near)[:MOST_NEAR])


def _listed(candidate: Candidate) -> tuple[bool, str]:
    called = candidate.names[-1] if candidate.names else ""
    return not candidate.due, _given_name_first(called)
