"""What a button of a form carries, and what comes back when it is tapped."""

import re
from dataclasses import replace

from bot.messages import Choice, Incoming, Outgoing
from storage.drafts import Draft

_TOKEN = re.compile(r"([0-9a-f]{8})\.(\d{1,2}|[a-z]{2,8})")


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
