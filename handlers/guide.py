"""The menu, and how to use the bot."""

from bot.messages import Outgoing
from bot.texts import guide as words
from bot.texts import menus
from handlers.turn import Turn
from storage import invites


async def menu(turn: Turn) -> Outgoing:
    """What the person may do; also what /start means to who is linked already."""
    if invites.looks_like_code(turn.words):
        return menus.menu(turn.actor, menus.ALREADY_LINKED)
    return menus.menu(turn.actor, page=2 if turn.words == "2" else 1)


async def guide(turn: Turn) -> Outgoing:
    """Help for the person's roles, two pages."""
    return words.guide(turn.actor, 2 if turn.words == "2" else 1)
