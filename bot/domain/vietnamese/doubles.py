"""Which households of one cell's list may be one and the same, written down twice.

Namesakes are common in a hamlet: only where something beside the name agrees is it worth a word.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from bot.domain.imports import Agreement
from bot.domain.vietnamese.fits import (
    KEYS_KEPT,
    POSITIONS,
    TITLES,
    in_one_word,
    run_together,
    same_spelling,
)
from bot.domain.vietnamese.text import letters_key, search_key

MOST_SHARING = 4
"""A place that more households than this share tells nothing of any one of them."""
_LOOKED_AT = 4  # of many namesakes in one place each is compared with so many before it
_APART = re.compile(r"[,;\n()]|\s[-–]\s")
_AREA = (
    r"to(?: dan pho| tu quan| ndtq| nhan dan tu quan| lien gia)?|tdp|ap|thon|xom|khom|khu pho|kp|"
    r"khoi|doi|cum|nhom|khu|buon|bon|lang|ban|soc|phum"
)
_NUMBERED_AREA = re.compile(rf"\b(?:{_AREA})(?: so)? (\d+[a-z]?)\b")
_GROUP = re.compile(r"\bto(?: tu quan| ndtq| nhan dan tu quan)?(?: so)? (\d+[a-z]?)\b")
_OUTER = re.compile(
    rf"(?:{_AREA}|xa|x|phuong|p|thi tran|tt|quan|q|huyen|h|thi xa|tx|thanh pho|tp|tinh|t)\b.*"
)
_HOUSE = re.compile(r"^(?:(?:so|nha|dia chi|duong)\b ?)*")


@dataclass(frozen=True, slots=True)
class Listed:
    """A household as a list of its cell has it; `group` is the number or name of its tổ.

    `fresh`: it is new there, or another than it was.
    """

    head: str
    alias: str
    group: str
    places: tuple[str, ...]  # address and landmark, as they are written
    fresh: bool = True


@dataclass(frozen=True, slots=True)
class Alike:
    """Two of a list, by their places in it, and what agrees."""

    first: int
    second: int
    same_name: bool  # else it is like the other
    agree: Agreement


def alike(homes: Sequence[Listed]) -> list[Alike]:
    """Those of one cell that may be one and the same, each once, with the likeliest other.

    The work grows with the list and not with its square: only namesakes are compared, and those
    who share a place that few have.
    """
    if not any(one.fresh for one in homes):
        return []
    known = [_Known.of(one) for one in homes]
    found: dict[int, Alike] = {}
    for pair in (*_namesakes(known), *_neighbours(known)):
        fresh = homes[pair.first].fresh or homes[pair.second].fresh
        if fresh and pair.second not in found:
            found[pair.second] = pair
    return [found[at] for at in sorted(found)]


@dataclass(frozen=True, slots=True)
class _Known:
    """What tells a household from others."""

    head: str
    key: str
    alias: str  # as a key, without title; empty where it says no more than the name
    group: str
    places: frozenset[str]

    @staticmethod
    def of(home: Listed) -> "_Known":
        key = search_key(home.head)
        parts = [part for place in home.places for part in _APART.split(place)]
        return _Known(
            home.head,
            key,
            _telling_alias(home.alias, key),
            _group_named(home.group) if home.group else _group_in(parts),
            frozenset(filter(None, map(_telling, parts))),
        )

    @property
    def houses(self) -> frozenset[str]:
        """The numbers of its house."""
        return frozenset(part for part in self.places if part[0].isdigit())

    def traits(self) -> Iterator[tuple[Agreement, str]]:
        """What namesakes may have in common beside the name, the most telling first."""
        yield from ((Agreement.PLACE, place) for place in sorted(self.places))
        if self.alias:
            yield Agreement.ALIAS, self.alias
        if self.group:
            yield Agreement.GROUP, self.group

    def apart_from(self, other: "_Known") -> bool:
        """Whether something tells the two from each other."""
        elsewhere = self.places and other.places and not self.places & other.places
        beside = self.houses and other.houses and not self.houses & other.houses
        named = self.alias and other.alias and not _like(self.alias, other.alias)
        return bool(elsewhere or beside or named) or self.in_another_group(other)

    def in_another_group(self, other: "_Known") -> bool:
        """Whether both are known to be of groups, and of two."""
        return bool(self.group and other.group) and self.group != other.group


def _namesakes(known: Sequence[_Known]) -> Iterator[Alike]:
    """Of the same name, and in the same place, called the same, or in one group."""
    by_name: dict[str, list[int]] = defaultdict(list)
    for at, one in enumerate(known):
        if one.key:
            by_name[run_together(one.key)].append(at)
    for same in by_name.values():
        before: dict[tuple[Agreement, str], list[int]] = defaultdict(list)
        for at in same if len(same) > 1 else ():
            for trait in known[at].traits():
                for other in before[trait][:_LOOKED_AT]:
                    if _one_and_the_same(known[other], known[at], trait[0]):
                        yield Alike(other, at, True, trait[0])
                before[trait].append(at)


def _one_and_the_same(one: _Known, other: _Known, agree: Agreement) -> bool:
    if not same_spelling(one.head, other.head):
        return False  # Hà and Hạ are two people
    return agree is Agreement.ALIAS or not one.apart_from(other)


def _neighbours(known: Sequence[_Known]) -> Iterator[Alike]:
    """In one place or of one calling name that few share: names alike; or both of the two."""
    sharing: dict[tuple[str, tuple[Agreement, str]], list[int]] = defaultdict(list)
    for at, one in enumerate(known):
        for trait in one.traits():
            if trait[0] is not Agreement.GROUP:
                sharing[one.group, trait].append(at)
    for (_, (shared, _)), here in sharing.items():
        for first, second in combinations(here if len(here) <= MOST_SHARING else (), 2):
            agree = _agreement(known[first], known[second], shared)
            if agree is not None:
                yield Alike(first, second, False, agree)


def _agreement(one: _Known, other: _Known, shared: Agreement) -> Agreement | None:
    if shared is Agreement.PLACE and one.alias and one.alias == other.alias:
        return Agreement.ALIAS
    return shared if _like(one.key, other.key) and not one.apart_from(other) else None


def _like(one: str, other: str) -> bool:
    if run_together(one) == run_together(other):
        return True
    said, meant = one.split(), other.split()
    if len(said) != len(meant):
        return False
    unlike = [pair for pair in zip(said, meant, strict=True) if pair[0] != pair[1]]
    return len(unlike) == 1 and in_one_word(*unlike[0])


def _telling_alias(alias: str, head: str) -> str:
    """ "Ông Ba" says no more of Nguyễn Văn Ba; "Ba Ghe" does, and Ba is no bà there."""
    keys = search_key(alias).split()
    while len(keys) > 1 and keys[0] in TITLES:
        if keys[0] == "ba" and "ba0" in letters_key(alias).split():
            break
        keys = keys[1:]
    return " ".join(keys) if len(keys) > 1 and not set(keys) <= set(head.split()) else ""


@lru_cache(maxsize=KEYS_KEPT)
def _group_named(group: str) -> str:
    return search_key(group).removeprefix("to ")


def _group_in(parts: Sequence[str]) -> str:
    """The group that an address names, where no column does."""
    found = (_GROUP.search(search_key(part)) for part in parts)
    return next((one[1] for one in found if one is not None), "")


@lru_cache(maxsize=KEYS_KEPT)
def _telling(part: str) -> str:
    """What a part of an address says beside hamlet and group: a house, a road, a landmark."""
    key = " ".join(_NUMBERED_AREA.sub(" ", search_key(part)).split())
    if _OUTER.fullmatch(key):
        return ""
    words = _HOUSE.sub("", key).split()
    while words and words[0] in POSITIONS:
        words = words[1:]
    return " ".join(words)
