"""What stands under an answer: what its buttons carry and bring back, and the way home."""

import re
from dataclasses import replace

from bot.messages import Choice, Incoming, Outgoing
from bot.texts.common import TO_MENU
from storage.drafts import Draft

_TOKEN = re.compile(r"([0-9a-f]{8})\.(?:(\d{1,2})([+-]?)|(/?[a-z]{2,8}))")
_TICKS = ("+", "-")

_HOME = ("/menu", "/huongdan")
"""What leads home; the menu itself offers one or the other on each of its pages."""


def with_way_home(answer: Outgoing, draft: Draft) -> Outgoing:
    """Every list leads back to the menu; a form has ways out of its own."""
    there = (*answer.choices, *answer.ways)
    if draft.asking or not there or any(one.action.split()[0] in _HOME for one in there):
        return answer
    return replace(answer, ways=(*answer.ways, Choice(TO_MENU, "/menu")))


def marked(answer: Outgoing, draft: Draft) -> Outgoing:
    """Buttons carry what comes back: a command, or the newest question's name and a place.

    What is ticked carries also whether the tap ticks or unticks: a question keeps its name while
    only ticks change, and a second tap that is faster than the first one's answer counts as meant.
    """
    if not draft.asking:
        return answer
    choices = tuple(
        replace(choice, action=f"{draft.nonce}.{place}{_sign(choice.action)}")
        for place, choice in enumerate(answer.choices)
    )
    ways = tuple(Choice(way.label, f"{draft.nonce}.{way.action}") for way in answer.ways)
    return replace(answer, choices=choices, ways=ways)


def meant(incoming: Incoming, draft: Draft) -> str | None:
    """The action behind a tapped button of the newest question; None when it is no such button."""
    found = _named(incoming, draft)
    if found is None:
        return None
    if found[4]:
        return found[4]
    place = int(found[2])
    if place >= len(draft.offered):
        return None
    action = draft.offered[place].action
    return found[3] + action[1:] if found[3] and _sign(action) else action


def names_newest(incoming: Incoming, draft: Draft) -> bool:
    """Whether a button of the newest question was tapped, whatever stands there by now."""
    return _named(incoming, draft) is not None


def _named(incoming: Incoming, draft: Draft) -> re.Match[str] | None:
    found = _TOKEN.fullmatch(incoming.choice or "")
    return found if found is not None and found[1] == draft.nonce and draft.asking else None


def _sign(action: str) -> str:
    return action[0] if action.startswith(_TICKS) else ""
