"""Words that name nobody, below what speaks of one household: they are told of that one."""

import re
from datetime import timedelta

from bot.domain.vietnamese.brought import calls_somebody
from bot.domain.vietnamese.text import search_key
from bot.messages import Outgoing
from handlers import concern, reporting
from handlers.report_lines import has_words, only_raises
from handlers.turn import Turn
from storage import households

_LATELY = timedelta(hours=1)
_ITS_VISIT = re.compile(r"/thamho (\d+)")
_FEWEST = 2  # one word alone is rather an answer to what was read
_VISITED = frozenset({"tham", "ghe", "gap", "goi"})
_HEARD = ("ok", "oke", "okie", "da", "vang", "u", "uh", "uhm", "cam", "xin", "chao", "thoi")
"""How somebody begins who only says that they have read it: "ok biết rồi", "xin cảm ơn"."""


async def told(turn: Turn, text: str) -> Outgoing | None:
    """Begin a report of the household whose page is the last answer; None where it is none.

    Whoever names a household, also one that is in no book, means that one.
    """
    number, words = _number(turn), search_key(text).split()
    if number is None or len(words) < _FEWEST or words[0] in _HEARD:
        return None
    if calls_somebody(text) or await reporting.lines_in(turn, text):
        return None
    of_it = f"{number}: {text}"
    lines = await reporting.lines_in(turn, of_it)
    book = await households.book(turn.session, turn.actor, turn.today)
    if [line.household for line in lines] != [card.id for card in book if card.number == number]:
        return None
    if only_raises(lines[0]) and _VISITED.isdisjoint(words):
        return await concern.start(turn.saying(of_it))
    if has_words(lines[0]) and not lines[0].matter.understood:
        return None
    return await reporting.start(turn, of_it)


def _number(turn: Turn) -> int | None:
    """The one household whose visit is offered; none below a letter that came by itself."""
    draft = turn.draft
    if draft.asking or draft.pushed or draft.changed_at is None:
        return None
    found = [_ITS_VISIT.fullmatch(choice.action) for choice in draft.offered]
    numbers = {int(one[1]) for one in found if one is not None}
    late = turn.now - draft.changed_at > _LATELY
    return numbers.pop() if len(numbers) == 1 and not late else None
