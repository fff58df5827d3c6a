"""A month's picture, with words beside it that say the same."""

import asyncio

from bot.messages import Attachment, Outgoing
from bot.reports import picture
from bot.reports.picture import Row
from bot.texts import digest as words
from bot.texts import picture as picture_words
from handlers.digest_scope import Asked, Scope
from handlers.turn import Turn
from storage import assignments, summaries


async def shown(turn: Turn, asked: Asked, scope: Scope) -> Outgoing:
    """By cell for the committee; by member, in the order of the book, for who leads the cell."""
    session, month, today = turn.session, asked.month, turn.today
    facts = await summaries.month_facts(session, scope.cells, month, today)
    months = await summaries.trend(session, scope.cells, month, today)
    rows = [
        Row(cell.name, one.coverage) for cell, one in zip(scope.cells, facts.cells, strict=True)
    ]
    if scope.leads:
        load = await assignments.shared_out(session, turn.actor, today)
        names = {one.person_id: one.name for one in load.loads}
        rows = [
            Row(names[person], done)
            for person, done in facts.cells[0].by_person().items()
            if person in names and done.due
        ]
    title = picture_words.title(scope.name, month, provisional=bool(facts.unsealed))
    # Drawing takes half a second of CPU, in which others want to be answered.
    content = await asyncio.to_thread(picture.draw, title, rows, facts, months)
    said = [(row.name, row.coverage) for row in rows]
    text = picture_words.beside(title, said, facts.concerns, months)
    attachment = Attachment(picture_words.file_name(month), content, picture.MEDIA_TYPE)
    return words.page(text, (), scope.line(month, ""), attachment)
