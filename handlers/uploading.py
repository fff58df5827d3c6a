"""The way to hand in a file where a messenger takes none: a page of one's own."""

from datetime import datetime, timedelta

from bot.domain.uploads import Wanted
from bot.texts import upload_page as words
from handlers.turn import Turn
from storage import page_links, uploads

_WORTH_KEEPING = timedelta(hours=1)
"""A link that was given is given again for as long, so that the first one goes on leading there."""


async def way_in(turn: Turn, wanted: Wanted) -> str:
    """Below a question that asks for a file: where to hand it in; empty where the chat takes it."""
    if turn.accounts.take(turn.incoming.address, wanted.kind):
        return ""
    if not turn.accounts.pages:
        return words.elsewhere(wanted)
    return words.link(wanted, *await _link(turn, wanted))


async def instead(turn: Turn, wanted: Wanted) -> str:
    """Where to hand in what did not come through, though the chat takes the like of it."""
    if not turn.accounts.pages or not turn.accounts.take(turn.incoming.address, wanted.kind):
        return ""  # there the question itself says where
    return words.link_instead(wanted, *await _link(turn, wanted))


async def _link(turn: Turn, wanted: Wanted) -> tuple[str, datetime]:
    address = turn.incoming.address
    person_id, about = turn.actor.author_id, f"{wanted.value} {turn.draft.effect_key}"
    given = await page_links.standing(
        turn.session, uploads.KIND, person_id, address, about, turn.now + _WORTH_KEEPING
    )
    if given is None:
        signed = await page_links.issue(
            turn.session, uploads.KIND, person_id, address, about, turn.now, valid=uploads.VALID
        )
        given = signed, turn.now + uploads.VALID
    signed, until = given
    return f"{turn.accounts.pages}/{uploads.KIND}/{signed}", until
