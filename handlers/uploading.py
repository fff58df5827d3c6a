"""The way to hand in a file where a messenger takes none: a page of one's own."""

from datetime import timedelta

from bot.domain.uploads import Wanted
from bot.texts import upload_page as words
from handlers.turn import Turn
from storage import page_links, uploads

_WORTH_KEEPING = timedelta(hours=1)
"""A link that was given is given again for as long, so that the first one goes on leading there."""


async def way_in(turn: Turn, wanted: Wanted) -> str:
    """Below a question that asks for a file: where to hand it in; empty where the chat takes it."""
    address = turn.incoming.address
    if turn.accounts.take(address, wanted.kind):
        return ""
    if not turn.accounts.pages:
        return words.elsewhere(wanted)
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
    return words.link(wanted, f"{turn.accounts.pages}/{uploads.KIND}/{signed}", until)
