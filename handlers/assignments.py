"""Who has which households in a cell: the whole, and one member's; for its secretary."""

import re
from collections.abc import Sequence

from bot.domain.vietnamese.text import search_key
from bot.messages import CHOICES_A_PAGE, Choice, Outgoing
from bot.texts import assignments as words
from handlers import household, paging
from handlers.turn import Turn
from storage import assignments
from storage.assignments import Held, Load, Shared

_PAGE = re.compile(r"(.*?)\s*\btrang\s+(\d{1,4})", re.IGNORECASE | re.DOTALL)
_NOBODY = "chua co"
"""What stands for a member's name where a household has nobody."""


async def show(turn: Turn) -> Outgoing:
    """The cell's assignments; with words after the command one member's households."""
    said, page = _without_page(turn.words)
    shared = await assignments.shared_out(turn.session, turn.actor, turn.today)
    if not said:
        return _overview(shared, page)
    if search_key(said) == _NOBODY:
        held = await assignments.nobodys(turn.session, turn.actor, turn.today)
        choices, place = _paged([_household(one) for one in held], page, f"/phancong {_NOBODY}")
        return words.nobodys(len(held), place, choices)
    found = assignments.members_named(shared, said)
    if not found:  # whoever asks by a household wants to know who has it
        return await household.find(turn.saying(said))
    if len(found) > 1:
        return words.several(said, len(found), [_member(load) for load in found[:CHOICES_A_PAGE]])
    return await _one(turn, found[0], page)


def _without_page(text: str) -> tuple[str, int]:
    found = _PAGE.fullmatch(text.strip())
    return (found[1].strip(), int(found[2])) if found else (text.strip(), 1)


def _overview(shared: Shared, page: int) -> Outgoing:
    options = [_member(load) for load in shared.loads]
    if shared.nobodys:
        options.insert(0, Choice(words.NOBODYS, f"/phancong {_NOBODY}"))
    choices, place = _paged(options, page, "/phancong")
    without = [load.name for load in shared.without]
    return words.overview(shared.households, shared.nobodys, shared.counts, without, place, choices)


async def _one(turn: Turn, load: Load, page: int) -> Outgoing:
    held = await assignments.held_by(turn.session, turn.actor, load.person_id, turn.today)
    options = [_household(one) for one in held]
    choices, place = _paged(options, page, f"/phancong {load.code}")
    if len(choices) < CHOICES_A_PAGE:
        choices.append(Choice(words.BACK, "/phancong"))
    return words.held(load.name, len(held), place, choices)


def _member(load: Load) -> Choice:
    label = words.member_label(load.name, load.main, load.helping)
    return Choice(label, f"/phancong {load.code}")


def _household(held: Held) -> Choice:
    label = words.household_label(held.code, held.name, held.address)
    return Choice(label, f"/hodan {held.code}")


def _paged(
    options: Sequence[Choice], page: int, command: str
) -> tuple[list[Choice], tuple[int, int]]:
    shown, page, pages = paging.cut(options, page)
    if page < pages:
        shown.append(Choice(words.MORE, f"{command} trang {page + 1}"))
    return shown, (page, pages)
