"""The menu, and how to use the bot."""

from collections.abc import Collection

from bot.messages import Outgoing
from bot.texts import guide as words
from bot.texts import menus
from handlers.paging import number_in
from handlers.turn import Turn
from storage import invites


async def menu(turn: Turn) -> Outgoing:
    """What the person may do; also what /start means to who is linked already."""
    if invites.looks_like_code(turn.words):
        return menus.menu(turn.actor, menus.ALREADY_LINKED)
    return menus.menu(turn.actor, page=number_in(turn.words))


def guide(turn: Turn, commands: Collection[str]) -> Outgoing:
    """Help on the commands that are open to the person, a page at a time."""
    return words.guide(commands, number_in(turn.words), buttons=turn.incoming.buttons)
