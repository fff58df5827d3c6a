"""What is not to be written down in a report of several households: asked of each by itself."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from bot.domain.vietnamese.guarding import masked, names_guarded, neutral
from bot.domain.vietnamese.sentence_matter import Matter

_NOTE, _PROMISE, _CONCERN, _CHANGE = "note", "promise", "concern", "change"


def kept_out(matter: Matter) -> tuple[Matter, tuple[str, ...]]:
    """The same in neutral words, and which of its free words had to be said otherwise."""
    guarded = tuple(place for place, said in _told(matter) if names_guarded(said))
    return _with(matter, guarded, neutral), guarded


def left_out(matter: Matter, guarded: Sequence[str]) -> Matter:
    """The same without those words; that a household changed is told without them too."""
    return _filled(_with(matter, guarded, lambda _: ""))


def taken(matter: Matter) -> Matter:
    """The neutral words, as far as there are any."""
    return _filled(matter)


def offered(matter: Matter, guarded: Sequence[str]) -> str:
    """The neutral words as they are offered."""
    return "; ".join(said for place, said in _told(matter) if place in guarded and said)


def shown(said: str) -> str:
    """How a household was called, with nothing in it that is to be kept out."""
    return masked(said)


def _told(matter: Matter) -> Iterator[tuple[str, str]]:
    """Free words with their place."""
    yield _NOTE, matter.note
    if matter.promise is not None:
        yield _PROMISE, matter.promise.words
    for at, concern in enumerate(matter.concerns):
        yield f"{_CONCERN}:{at}", concern.words
    for at, change in enumerate(matter.changes):
        yield f"{_CHANGE}:{at}", change.words


def _with(matter: Matter, guarded: Sequence[str], said: Callable[[str], str]) -> Matter:
    promise = matter.promise
    if promise is not None and _PROMISE in guarded:
        promise = replace(promise, words=said(promise.words))
    return replace(
        matter,
        note=said(matter.note) if _NOTE in guarded else matter.note,
        promise=promise,
        concerns=tuple(
            replace(one, words=said(one.words)) if f"{_CONCERN}:{at}" in guarded else one
            for at, one in enumerate(matter.concerns)
        ),
        changes=tuple(
            replace(one, words=said(one.words)) if f"{_CHANGE}:{at}" in guarded else one
            for at, one in enumerate(matter.changes)
        ),
    )


def _filled(matter: Matter) -> Matter:
    """Without a wish or a promise of which no words are left."""
    promised = matter.promise is not None and bool(matter.promise.words)
    return replace(
        matter,
        promise=matter.promise if promised else None,
        concerns=tuple(one for one in matter.concerns if one.words),
    )
