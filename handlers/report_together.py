"""What is asked of several households at once where each message counts: one question for all."""

from collections.abc import Sequence

from bot.domain.vietnamese import short_answers as short
from bot.messages import Choice
from bot.texts import reporting as words
from handlers.report_doubts import BESIDE, Doubt

_NONE_NEEDS = frozenset((*short.NO, *short.NOTHING_MORE))


def together(found: Sequence[Doubt]) -> list[Doubt]:
    """The doubts, with all that is alike asked of several households put as one question.

    What is chosen there holds for all of them; single ones are named by their numbers.
    """
    alike: dict[str, list[Doubt]] = {}
    for one in found:
        if one.household is not None and one.what:
            alike.setdefault(one.what, []).append(one)
    several = {
        what: doubts for what, doubts in alike.items() if len(doubts) > 1 or what == words.AFTER
    }
    apart = [one for one in found if one.what not in several]
    return [*apart, *(_of_all(what, doubts) for what, doubts in several.items())]


def _of_all(what: str, doubts: Sequence[Doubt]) -> Doubt:
    asked = words.asks_of_all(what, [(_number(one), one.name, one.about) for one in doubts])
    labels = [label for label in words.OF_ALL[what] if all(_does(one, label) for one in doubts)]
    alone = len(doubts) == 1
    choices = tuple(
        Choice(
            label if alone else words.OF_ALL[what][label],
            BESIDE.join(_does(one, label) for one in doubts),
        )
        for label in labels
    )
    said = doubts[0].said if alone else {}
    if what == words.AFTER and not alone:  # the one thing that is plainly said of all of them
        said = dict.fromkeys(_NONE_NEEDS, choices[0].action)
    return Doubt(asked, choices, said, parts=tuple(doubts), what=what)


def _number(doubt: Doubt) -> int:
    assert doubt.household is not None
    return doubt.household


def _does(doubt: Doubt, label: str) -> str:
    """What a choice does, by its label; empty where it is not offered."""
    return next((one.action for one in doubt.choices if one.label == label), "")
