"""What stands under an answer: what its buttons carry and bring back, and the way home."""

import re
from dataclasses import replace

from bot.messages import Choice, Incoming, Outgoing
from bot.texts.common import TO_MENU
from storage.drafts import Draft

_TOKEN = re.compile(r"([0-9a-f]{8})\.(\d{1,2}|[a-z]{2,8})")


_HOME = ("/menu", "/huongdan")
"""What leads home; the menu itself offers one or the other on each of its pages."""


def with_way_home(answer: Outgoing, draft: Draft) -> Outgoing:
    """Every list leads back to the menu; a form has ways out of its own."""
    there = (*answer.choices, *answer.ways)
    if draft.asking or not there or any(one.action.split()[0] in _HOME for one in there):
        return answer
    return replace(answer, ways=(*answer.ways, Choice(TO_MENU, "/menu")))


def marked(answer: Outgoing, draft: Draft) -> Outgoing:
    """Buttons carry what comes back: a command, or the newest question's name and a place."""
    if not draft.asking:
        return answer
    choices = tuple(
        Choice(choice.label, f"{draft.nonce}.{place}")
        for place, choice in enumerate(answer.choices)
    )
    ways = tuple(Choice(way.label, f"{draft.nonce}.{way.action}") for way in answer.ways)
    return replace(answer, choices=choices, ways=ways)


def meant(incoming: Incoming, draft: Draft) -> str | None:
    """The action behind a tapped button of the newest question; None when it is no such button."""
    found = _TOKEN.fullmatch(incoming.choice or "")
    if found is None or found[1] != draft.nonce or not draft.asking:
        return None
    if not found[2].isdigit():
        return found[2]
    place = int(found[2])
    return draft.offered[place].action if place < len(draft.offered) else None
