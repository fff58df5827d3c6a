"""Words that name nobody: of the household that is shown last, else it is asked of whom."""

import re
from datetime import timedelta

from bot.domain.people import Role
from bot.domain.vietnamese.brought import calls_somebody, surely_raises
from bot.domain.vietnamese.sentences import names_nobody
from bot.domain.vietnamese.text import search_key
from bot.messages import Outgoing
from handlers import concern, reporting, visit
from handlers.report_lines import Line, has_words, only_raises
from handlers.turn import Turn
from storage import households
from storage.households import Card

_LATELY = timedelta(hours=1)
_ITS_VISIT = re.compile(r"/thamho (\d+)")
_FEWEST = 2  # one word alone is rather an answer to what was read
_VISITED = frozenset({"tham", "ghe", "gap", "goi"})
_OVER = frozenset({"roi", "da", "xong"})
_HEARD = ("ok", "oke", "okie", "da", "vang", "u", "uh", "uhm", "cam", "chao", "thoi")
_POLITE = ("xin cam", "xin chao", "xin loi", "xin phep")
"""How somebody begins who only says that they have read it: "ok biết rồi", "xin cảm ơn"."""


async def told(turn: Turn, text: str) -> Outgoing | None:
    """Begin a report of the household whose page is the last answer; else ask of whom it is.

    None where no visit is told, and nothing raised. Whoever names a household, also one that is
    in no book, means that one.
    """
    if not turn.actor.holds(Role.MEMBER):
        return None
    words = search_key(text).split()
    of_all = "ba con" in " ".join(words)  # "thăm bà con hôm qua" is of no single household
    visited = not (of_all or _VISITED.isdisjoint(words))
    polite = not words or (words[0] in _HEARD and not visited) or " ".join(words[:2]) in _POLITE
    if len(words) < _FEWEST or polite or calls_somebody(text):
        return None
    if names_nobody(text, turn.today) or await reporting.lines_in(turn, text):
        return None
    book = await households.book(turn.session, turn.actor, turn.today)
    cards = {card.number: card for card in book if card.number is not None}
    shown = cards.get(_number(turn) or 0)
    any_one = shown or next(iter(cards.values()), None)
    line = None if any_one is None else await _line_of(turn, any_one, text)
    if line is None:
        return None
    of_it = f"{shown.number}: {text}" if shown else text
    if only_raises(line) and not visited and (shown or surely_raises(text, turn.today)):
        return await concern.start(turn.saying(of_it))
    noted = has_words(line) and not line.matter.understood
    was_there = shown and visited and not _OVER.isdisjoint(words)
    if not (shown or visited) or (noted and not was_there):
        return None
    return await (reporting.start(turn, of_it) if shown else visit.start_with(turn, text))


async def _line_of(turn: Turn, card: Card, text: str) -> Line | None:
    """What the words say of a household, if of no other."""
    lines = await reporting.lines_in(turn, f"{card.number}: {text}")
    return lines[0] if [line.household for line in lines] == [card.id] else None


def _number(turn: Turn) -> int | None:
    """The one household whose visit is offered; none below a letter that came by itself."""
    draft = turn.draft
    if draft.asking or draft.pushed or draft.changed_at is None:
        return None
    found = [_ITS_VISIT.fullmatch(choice.action) for choice in draft.offered]
    numbers = {int(one[1]) for one in found if one is not None}
    late = turn.now - draft.changed_at > _LATELY
    return numbers.pop() if len(numbers) == 1 and not late else None
