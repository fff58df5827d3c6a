"""What becomes of a good body by accident or malice, on its way to our web server."""

import json
import random
import re
from collections.abc import Iterator, Sequence

from hypothesis import strategies as st

from bot import http


def anything(known: Sequence[object], keys: Sequence[str]) -> st.SearchStrategy[object]:
    """Values of every type of JSON within one another, at times good ones below keys that count."""
    return st.recursive(
        st.none()
        | st.booleans()
        | st.integers()
        | st.floats()
        | st.text(st.characters(exclude_categories=()))
        | st.sampled_from([*known, 10**400]),
        lambda inner: (
            st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(keys), inner, max_size=3)
        ),
        max_leaves=8,
    )


def mutated(chance: random.Random, good: bytes) -> bytes:
    """A real update after one of them."""
    return chance.choice(ACCIDENTS)(chance, good)


def _cut_off(chance: random.Random, good: bytes) -> bytes:
    return good[: chance.randrange(len(good))]


def _flipped(chance: random.Random, good: bytes) -> bytes:
    body = bytearray(good)
    for _ in range(chance.randrange(1, 20)):
        body[chance.randrange(len(body))] = chance.randrange(256)
    return bytes(body)


def _with_junk(chance: random.Random, good: bytes) -> bytes:
    at = chance.randrange(len(good))
    return good[:at] + chance.randbytes(chance.randrange(1, 60)) + good[at:]


def _deep(chance: random.Random, good: bytes) -> bytes:
    levels = chance.randrange(1, 40_000)
    closed = b"]}" * chance.choice([0, levels])
    return good[:-1] + b',"message":' + b'{"a":[' * levels + closed


def _twice_the_same_key(chance: random.Random, good: bytes) -> bytes:
    key: str = chance.choice(list(json.loads(good)))
    return good[:-1] + b',"' + key.encode() + b'":[],"message":"\\ud800\\u0000"}'


def _with_a_huge_number(chance: random.Random, good: bytes) -> bytes:
    return re.sub(rb"\d\d+", b"1" + b"0" * chance.randrange(1, 6_000), good, count=1)


def _padded(chance: random.Random, good: bytes) -> bytes:
    return good[:-1] + b',"x":"' + b"a" * chance.randrange(http.LARGEST_BODY) + b'"}'


def _with_a_strange_value(chance: random.Random, good: bytes) -> bytes:
    strange: list[object] = [None, True, -1, 1e308, float("nan"), "\ud83d", "\x00", [], {}, 10**400]
    update = json.loads(good)
    place = chance.choice(list(_places(update)))
    place[chance.choice(list(place))] = chance.choice(strange)
    return json.dumps(update).encode()


def _places(value: dict[str, object]) -> Iterator[dict[str, object]]:
    yield value
    for inner in value.values():
        if isinstance(inner, dict):
            yield from _places(inner)


ACCIDENTS = (
    _cut_off,
    _flipped,
    _with_junk,
    _deep,
    _twice_the_same_key,
    _with_a_huge_number,
    _padded,
    _with_a_strange_value,
)
